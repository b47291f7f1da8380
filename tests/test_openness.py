"""Local openness: the criterion against the paper's conditions, and every certificate against the checker."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from pairs import pairs_with_pattern, patterns, random_matrix, random_pair

from exactcheck.certificate import issue
from exactcheck.errors import InputError
from exactcheck.exact import subspace
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import PRIME, pivots_modulo
from exactcheck.explanation import explain
from exactcheck.openness import claims, local_openness, not_open_in_all_matrices
from exactcheck.openness.completion import complete
from exactcheck.openness.criterion import conditions, is_open_for, proposition_4_inequalities, rate_for
from exactcheck.openness.factorization import equal_ranks, factorization
from exactcheck.openness.obstruction import rank_obstruction
from exactcheck.openness.pair import Pair

M = RationalMatrix
SEEDS = st.integers(0, 10**6)


def assert_the_paper_is_right(pair: Pair) -> None:
    """Every condition of Proposition 4 or Theorem 5 stands as the paper says to the verdict."""
    m, k, n = pair.shape
    is_open = is_open_for(m, k, n, pair.a, pair.b)
    values = conditions(pair).values
    if k >= min(m, n):
        assert set(values) == {f"Proposition 4 ({c})" + (s if c != "1" else "") for c in "123"
                               for s in ("", ", first alternative", ", second alternative")}
        assert {values[f"Proposition 4 ({c})"] for c in "123"} == {is_open}
        for which in ("first alternative", "second alternative"):
            assert values[f"Proposition 4 (2), {which}"] == values[f"Proposition 4 (3), {which}"]
    else:
        assert list(values) == ["Theorem 5, equal ranks", *(f"Theorem 5 {c})" for c in ("i", "ii", "iii", "iv", "v"))]
        assert values["Theorem 5 v)"] == is_open
        assert values["Theorem 5 i)"] == values["Theorem 5 iii)"]
        assert values["Theorem 5 ii)"] == values["Theorem 5 iv)"]
        if values["Theorem 5, equal ranks"]:
            assert {v for name, v in values.items() if name.endswith(")")} == {is_open}
        else:
            assert not is_open


def test_the_criterion_agrees_with_the_paper_on_all_rank_patterns() -> None:
    """On all 8,659 admissible rank patterns with sizes up to 7, the one criterion says what the two theorems say."""
    count = 0
    for m, k, n, r1, r2, r in patterns(7):
        a, b = r1 - r, r2 - r
        count += 1
        if k >= min(m, n):
            assert is_open_for(m, k, n, a, b) == any(proposition_4_inequalities(m, k, n, r1, r2, b))
        else:
            assert is_open_for(m, k, n, a, b) == (r1 == r2 and b == 0 and a == 0)
            if r1 == r2:
                assert (a == 0) == (b == 0)
    assert count == 8659


@pytest.mark.parametrize("shape", list(product((1, 2), repeat=3)), ids=str)
def test_all_small_pairs_by_constructed_conditions(shape: tuple[int, int, int]) -> None:
    """For all pairs up to 2 x 2 with entries -1, 0, 1, the conditions found by construction agree with the verdict."""
    m, k, n = shape
    entries = (-1, 0, 1)
    seconds = [M([w[i * n:(i + 1) * n] for i in range(k)]) for w in product(entries, repeat=k * n)]
    for v in product(entries, repeat=m * k):
        W1 = M([v[i * k:(i + 1) * k] for i in range(m)])
        for W2 in seconds:
            assert_the_paper_is_right(Pair(W1, W2))


@given(pairs_with_pattern())
@settings(deadline=None, derandomize=True, max_examples=150)
def test_every_pattern_is_decided_and_certified(example: tuple[tuple[int, ...], M, M]) -> None:
    """Random pairs of every shape and rank pattern: ranks, conditions, rate as built; the checker accepts all of it."""
    (m, k, n, r1, r2, r), W1, W2 = example
    found = local_openness(W1, W2)
    assert (found.shape, found.ranks) == ((m, k, n), (r1, r2, r))
    assert (found.a, found.b) == (r1 - r, r2 - r)
    assert_the_paper_is_right(Pair(W1, W2))
    whole, verdict = found.certificate({"title": "all"}), found.verdict_certificate()
    assert verdict.claim["kind"] == ("locally-open" if found.is_open else "not-locally-open")
    assert whole.claim["parts"][0] == verdict.claim
    assert whole.about == {"title": "all"}
    assert found.rate == (rate_for(m, k, n, r1, r2, r) if found.is_open else None)
    if found.is_open:
        assert verdict.claim["rate"] == found.rate


def test_every_rule_occurs_and_is_accepted() -> None:
    """One pair of each of the rank patterns up to size 3; all rules, both rates and both completion answers occur."""
    rng, seen = Random(0), set()
    for pattern in patterns(3):
        found = local_openness(*random_pair(rng, pattern))
        document = found.certificate()
        for claim, witness in zip(document.claim["parts"], document.witness["witnesses"], strict=True):
            seen.add((claim["kind"], witness["rule"], claim.get("rate"), claim.get("side")))
    assert seen == {
        ("locally-open", "right-inverse", "linear", None), ("locally-open", "right-inverse", "quadratic", None),
        ("locally-open", "left-inverse", "linear", None), ("locally-open", "left-inverse", "quadratic", None),
        ("locally-open", "schur-complement", "linear", None), ("locally-open", "schur-complement", "quadratic", None),
        ("not-locally-open", "rank-obstruction", None, None), ("pair-ranks", "null-spaces", None, None),
        ("subspace-intersection", "basis", None, None), ("completion", "completion", None, "left"),
        ("completion", "completion", None, "right"), ("completion", "rank-bound", None, "left"),
        ("completion", "rank-bound", None, "right")}


@pytest.mark.parametrize(("pattern", "rate"), [
    ((42, 45, 44, 6, 6, 6), "quadratic"), ((3, 45, 44, 3, 3, 3), "linear"), ((42, 45, 4, 4, 4, 4), "linear"),
    ((42, 5, 44, 5, 5, 5), "linear"), ((42, 5, 44, 0, 0, 0), "quadratic")])
def test_large_pairs_of_equal_ranks_are_certified_by_two_null_spaces(pattern: tuple[int, ...], rate: str) -> None:
    """Above the sizes that anybody reads, equal ranks are shown, and no construction with its long entries."""
    found = local_openness(*random_pair(Random(1), pattern))
    document = found.verdict_certificate()
    assert document.witness["rule"] == "equal-ranks"
    assert document.claim["rate"] == found.rate == rate
    assert "all three ranks are r = " + str(pattern[-1]) in " ".join(explain(document).split())


def test_ranks_asked_for_before_a_certificate_or_after_it() -> None:
    """Of a large pair a certificate shows the ranks by its null spaces, a decision without them: both say the same."""
    W1, W2 = random_pair(Random(5), (42, 42, 42, 20, 20, 20))
    decided, certified = local_openness(W1, W2), local_openness(M(W1.tolist()), M(W2.tolist()))
    assert decided.is_open
    first = certified.verdict_certificate()
    assert first.to_json() == decided.verdict_certificate().to_json()
    assert repr(certified) == repr(decided)
    assert "ranks=(20, 20, 20), a=0, b=0, is_open=True" in repr(certified)


def test_ranks_that_are_equal_modulo_a_prime_only() -> None:
    """Of a large pair whose factor loses rank modulo the default prime the certificate is that of the true ranks."""
    W1, W2 = (M.diagonal([*corner, *[0] * 39]) for corner in ((1, PRIME), (1, 0)))
    assert W1.modular_rank == W2.modular_rank == (W1 @ W2).modular_rank == 1
    found = local_openness(W1, W2)
    assert found.verdict_certificate().claim["kind"] == ("locally-open" if found.is_open else "not-locally-open")
    assert (found.ranks, found.a, found.b) == ((2, 1, 1), 1, 0)


def test_no_proof_of_equal_ranks_for_other_pairs() -> None:
    """Ranks that differ are refused before anything is written."""
    with pytest.raises(InputError, match="not equal"):
        equal_ranks(Pair(M([[1], [1]]), M([[0, 0]])))


@given(pairs_with_pattern(), st.sampled_from(["left", "right"]), st.sampled_from(["full-row-rank", "full-column-rank"]))
@settings(deadline=None, derandomize=True, max_examples=80)
def test_completions_of_either_side_to_either_rank(example: tuple[tuple[int, ...], M, M], side: str,
                                                   target: str) -> None:
    """All four completion questions, also those the paper does not ask: the largest rank is ``min(m, k - b)``."""
    (m, k, n, r1, r2, r), W1, W2 = example
    answer = complete(Pair(W1, W2), side, target)  # type: ignore[arg-type]
    issue(*answer.proof())
    rows, columns, reachable = (m, k, min(m, k - (r2 - r))) if side == "left" else (k, n, min(n, k - (r1 - r)))
    assert answer.exists == (reachable == (rows if target == "full-row-rank" else columns))


@given(pairs_with_pattern())
@settings(deadline=None, derandomize=True, max_examples=60)
def test_a_verdict_has_exactly_one_kind_of_witness(example: tuple[tuple[int, ...], M, M]) -> None:
    """An open pair has no obstruction, a pair that is not open has no construction; nobody gets the other one."""
    _, W1, W2 = example
    pair = Pair(W1, W2)
    with pytest.raises(InputError, match="locally open"):
        (rank_obstruction if local_openness(W1, W2).is_open else factorization)(pair)


@given(SEEDS)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_matrix_claims_against_sympy(seed: int) -> None:
    """Ranks, null spaces and intersections are what SymPy finds, and their certificates are accepted."""
    rng = Random(seed)
    p, k, n = (rng.randint(1, 5) for _ in range(3))
    A, B = random_matrix(rng, p, k, 1), random_matrix(rng, k, n, 1)
    a, b = A.to_domain_matrix().to_Matrix(), B.to_domain_matrix().to_Matrix()
    assert issue(*claims.rank(A)).claim["rank"] == a.rank()
    assert issue(*claims.null_space(A)).claim["basis"]["shape"] == [k, len(a.nullspace())]
    meet = subspace.intersection(A, B)
    both = sympy.Matrix.hstack(*a.nullspace(), *b.columnspace(), sympy.zeros(k, 1))
    assert meet.dimension == len(a.nullspace()) + b.rank() - both.rank()
    assert issue(*claims.subspace_intersection(meet)).claim["dimension"] == meet.dimension


def test_columns_that_are_no_basis_are_refused() -> None:
    """A wrong null-space basis is refused before it becomes a certificate."""
    with pytest.raises(InputError, match="not a basis"):
        claims.null_space(M([[1, 1]]), M([[1], [1]]))


@given(SEEDS)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_short_bases_are_bases_of_all_integer_vectors(seed: int) -> None:
    """The lattice that LLL reduces holds every integer vector of the subspace: its maximal minors have gcd 1."""
    rng = Random(seed)
    n = rng.randint(2, 6)
    A = random_matrix(rng, rng.randint(1, n - 1), n, 12) * rng.choice([1, 6])
    lattice = subspace._integer_points(A.null_space)
    assert (A @ lattice).is_zero()
    assert lattice.columns == n - A.rank
    numerators, denominator = lattice.flint.numer_denom()
    smith = numerators.snf()
    assert denominator == 1
    assert all(abs(smith[i, i]) == 1 for i in range(lattice.columns))


def test_long_null_vectors_become_short() -> None:
    """At 30 x 30 and rank 20 the reduced null vectors are a basis, with less than a sixth of the echelon basis's bits."""
    rng = Random(5)
    A = random_matrix(rng, 30, 20, 9) @ random_matrix(rng, 20, 30, 9)
    short, long = subspace.null_space(A), A.null_space.primitive_columns()
    assert (A @ short).is_zero()
    assert short.rank == short.columns == 10
    assert 6 * subspace._bits(short) < subspace._bits(long)
    spanned = subspace.short_basis(short @ random_matrix(rng, 10, 12, 9))
    assert spanned.columns == 10
    assert (A @ spanned).is_zero()


@given(SEEDS)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_bounded_column_bases(seed: int) -> None:
    """Lemma 13 with the bound 1: the chosen columns generate the matrix with coefficients of at most 1."""
    rng = Random(seed)
    m, n = rng.randint(1, 5), rng.randint(1, 7)
    A = random_matrix(rng, m, 3, 9) @ random_matrix(rng, 3, n, 9)
    chosen, coefficients = subspace.bounded_column_basis(A)
    assert A.select(columns=chosen) @ coefficients == A
    assert len(chosen) == len(set(chosen)) == A.rank
    assert all(abs(c) <= 1 for c in coefficients.entries())


def test_a_bounded_column_basis_of_entries_that_vanish_modulo_the_prime() -> None:
    """Where the modular pivots are too few, the exact ones are taken."""
    A = M([[1, 2, 3], [PRIME, 3 * PRIME, 2 * PRIME]])
    assert len(pivots_modulo(A.T.integer_rows)) == 1 < A.rank
    for matrix in (A, A.T, A * PRIME, M.zeros(2, 3), M.zeros(0, 2), M.zeros(2, 0)):
        chosen, coefficients = subspace.bounded_column_basis(matrix)
        assert len(chosen) == matrix.rank
        assert matrix.select(columns=chosen) @ coefficients == matrix
        assert all(abs(c) <= 1 for c in coefficients.entries())



# -- the paper's instances ------------------------------------------------------------------------------------------


def test_section_2_example_depends_on_the_codomain() -> None:
    """[1; 2] [1 1] is locally open in the matrices of rank at most 1, but not in all 2 x 2 matrices."""
    W1, W2 = M([[1], [2]]), M([[1, 1]])
    found = local_openness(W1, W2)
    assert (found.is_open, found.rate) == (True, "linear")
    assert all(found.conditions.values())
    assert found.certificate().claim["parts"][0]["kind"] == "locally-open"
    outside = not_open_in_all_matrices(W1, W2)
    assert (outside.claim["kind"], outside.claim["codomain"]) == ("not-locally-open", "all-matrices")
    with pytest.raises(InputError, match="every 1 x 2 matrix is a product"):
        not_open_in_all_matrices(M([[1]]), M([[1, 1]]))


def test_remark_1_example() -> None:
    """[1; 1] [0 0] is not locally open, i) holds and ii) does not: they are equivalent for equal ranks only."""
    found = local_openness(M([[1], [1]]), M([[0, 0]]))
    assert not found.is_open
    assert found.rate is None
    assert found.conditions == {"Theorem 5, equal ranks": False, "Theorem 5 i)": True, "Theorem 5 ii)": False,
                                "Theorem 5 iii)": True, "Theorem 5 iv)": False, "Theorem 5 v)": False}
    witness = found.verdict_certificate().witness
    assert witness["T"]["entries"] == [["1"], ["0"]]
    assert witness["KT"]["entries"] == [["1"]]


def test_zero_pair_has_a_quadratic_rate() -> None:
    """0 (2 x 1) times 0 (1 x 2) is locally open, but δ is of order ε² and not, as the paper says, of order ε."""
    found = local_openness(M.zeros(2, 1), M.zeros(1, 2))
    assert (found.is_open, found.rate) == (True, "quadratic")
    assert found.verdict_certificate().claim["rate"] == "quadratic"


def test_the_two_halves_of_proposition_4_are_not_equivalent() -> None:
    """[1] [0 0]: W1 has full row rank, but no completion of W2 has full column rank."""
    found = local_openness(M([[1]]), M([[0, 0]]))
    assert (found.is_open, found.rate) == (True, "linear")
    assert found.conditions["Proposition 4 (2), first alternative"]
    assert not found.conditions["Proposition 4 (2), second alternative"]
    parts = found.certificate().claim["parts"]
    assert [part["exists"] for part in parts if part["kind"] == "completion"] == [True, False]


def test_small_witnesses_are_small() -> None:
    """A witness that a person redoes by hand: E11 (3 x 2) times E21 (2 x 3) has unit vectors only."""
    found = local_openness(M.unit(3, 2, 0, 0), M.unit(2, 3, 1, 0))
    assert not found.is_open
    witness = found.verdict_certificate().witness
    for name in ("S", "KS", "T", "KT", "U", "V"):
        assert {v for row in witness[name]["entries"] for v in row} <= {"0", "1"}


# -- unusual input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "named"), [(PRIME, True), (PRIME**2, True), (1 / M([[PRIME]])[0, 0], False)],
                         ids=["q", "q^2", "1/q"])
def test_entries_that_vanish_modulo_the_default_prime(value: object, named: bool) -> None:
    """Where the default modulus hides a rank the witness names another one (a common denominator hides none)."""
    one, members = M.identity(2), set()
    for W1, W2 in ((M.diagonal([value, 1]), one), (one, M.diagonal([value, 0])), (M.diagonal([value, 0]), one)):
        found = local_openness(W1, W2)
        assert found.is_open
        for witness in found.certificate().witness["witnesses"]:
            members |= set(witness)
    assert ("modulus" in members) is named


def test_sizes_that_do_not_chain_are_named() -> None:
    """Wrong sizes are refused in one line that names both shapes."""
    with pytest.raises(InputError, match="W1 is 2 x 3 and W2 is 2 x 1"):
        local_openness(M.zeros(2, 3), M.zeros(2, 1))
    with pytest.raises(InputError, match="W1 is 0 x 2 and W2 is 2 x 1: expected at least one row"):
        local_openness(M.zeros(0, 2), M.zeros(2, 1))


def test_the_same_pair_gives_the_same_bytes() -> None:
    """A certificate depends on nothing but the pair."""
    W1, W2 = random_pair(Random(3), (4, 5, 4, 3, 3, 2))
    first, second = (local_openness(W1, W2).certificate().to_json() for _ in range(2))
    assert first == second
