"""The checker's part against documents that are small and ask for much, or that say one thing and seem to say another."""

from __future__ import annotations

from collections import Counter

import pytest
from corpus import I, M, O, certificate
from corpus_matrices import RANK, conjunction, without
from corpus_networks import CUBIC
from corpus_relations import relations

from exactcheck import checker
from exactcheck.certificate import canonical_text


def check(pair: tuple[dict[str, object], dict[str, object]], **limits: int) -> checker.Result:
    return checker.check_text(canonical_text(certificate(pair)), checker.Limits(**limits))


def test_repeated_indices_make_no_large_matrix() -> None:
    """A block with rows and columns that are named again and again is refused before it is made."""
    row, column = M(" ".join(["1"] * 3000)), M("; ".join(["1"] * 3000))
    result = check(({"kind": "locally-open", "W1": row, "W2": column, "rate": "linear"},
                    {"rule": "schur-complement", "rows": [0] * 3000, "columns": [0] * 3000, "coefficients": column,
                     "null-space": {"shape": [3000, 0], "entries": [[]] * 3000}}))
    assert result.status == "limit"
    assert "3000 x 3000" in result.reason


def test_empty_rows_are_counted() -> None:
    """Millions of empty rows, which a document asks for in a few characters, are work, although they hold no entry."""
    pair = relations({"A": {"shape": [0, 2**22], "entries": []}}, "A^T = 0")
    assert check(pair, work=10**8).status == "limit"


def test_monomials_have_different_hashes() -> None:
    """Monomials in x_0, x_61, x_122, ..., which would all have one hash if exponents alone made the key, do not collide."""
    keys = [checker.unit(i) + checker.unit(j) for i in range(0, 1220, 61) for j in range(i, 1220, 61)]
    plain = [(1 << 16 * i) + (1 << 16 * j) for i in range(0, 1220, 61) for j in range(i, 1220, 61)]
    assert max(Counter(map(hash, plain)).values()) == len(plain)
    assert max(Counter(map(hash, keys)).values()) == 1


def test_powers_are_not_counted_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """To insert a monomial into a polynomial of degree d looks at each power a bounded number of times."""
    looks = Counter[str]()
    bits = checker.Polynomial.bits.fget
    assert bits is not None

    def counted(p: checker.Polynomial) -> int:
        looks["bits"] += 1
        return bits(p)

    monkeypatch.setattr(checker.Polynomial, "bits", property(counted))
    token = checker.LIMITS.set(checker.Limits())
    f = checker.polynomial([(checker.Fraction(1), (e,)) for e in range(2, 200)], 1, "")
    looks.clear()
    assert len(f.compose([checker.linear([2], 1)], 1).terms) == 198
    checker.LIMITS.reset(token)
    assert looks["bits"] < 198 * 20


def test_sentences_do_not_multiply_long_numbers() -> None:
    """A number of 19,000 digits that all parts share is named by its size, and long output is work that is counted."""
    value = "1" + "0" * 19_000
    pair = relations({"A": M("1")}, *[f"A <= {value}"] * 3)
    assert check(pair).claim == "for the matrices A (1 x 1): " + "; ".join(["|A|^2 <= a rational of 63118 bits"] * 3)
    many = conjunction({"matrix": RANK[0]["matrix"]}, *[without(RANK, "matrix")] * 200)
    assert check(many).status == "valid"
    assert check(many, work=150_000).status == "limit"


def test_out_of_memory_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """If Python has no memory left the document is refused in a line, too."""
    def exhausted(_: object) -> str:
        raise MemoryError

    monkeypatch.setattr(checker, "check_document", exhausted)
    assert check(RANK) == checker.Result("limit", reason="out of memory")


def cost(pair: tuple[dict[str, object], dict[str, object]]) -> int:
    """The elementary operations that are counted for a valid certificate."""
    limits = checker.Limits()
    assert checker.check_text(canonical_text(certificate(pair)), limits).status == "valid"
    return limits.spent


def parts(count: int, shared: dict[str, object], part: dict[str, object], witness: dict[str, object]) -> tuple[
        dict[str, object], dict[str, object]]:
    """One claim, again and again, about the same shared data."""
    return ({"kind": "conjunction", "shared": shared, "parts": [part] * count}, {"rule": "all", "witnesses": [witness] * count})


def test_kronecker_products_are_counted_together() -> None:
    """Four matrices as large as the Kronecker product of the comparison of eigenvalues are in memory at once."""
    long = str(2**130)
    top, identity = [[long if i == j else "0" for j in range(16)] for i in range(8)], I(16)["entries"]
    shape = {"shape": [8, 16], "entries": top}
    U, N = ({"shape": [16, 8], "entries": [row[s] for row in identity]} for s in (slice(8), slice(8, 16)))
    Y = {"shape": [16, 16], "entries": top + [["0"] * 16] * 8}
    point = {"objective": {"kind": "deep-linear-square-loss", "X": I(16), "Y": Y}, "point": {"weights": [shape, U]}}
    pair = ({"kind": "global-minimum", **point, "value": "0"},
            {"rule": "eckart-young", "C": Y, "U": U, "B": shape, "N": N, "congruence": I(64), "null-space": O(64, 0)})
    assert check(pair).status == "valid"
    assert check(pair, entries=2**12).reason.startswith("a 64 x 64 matrix of 1048-bit entries is too large")


def test_zeros_are_looked_at_at_a_price() -> None:
    """Parts that ask again and again whether a large matrix is 0 cost its size each time."""
    objective = {"kind": "deep-linear-square-loss", "X": O(50, 1), "Y": O(50, 1)}
    shared = {"objective": objective, "point": {"weights": [O(1, 50), O(50, 1)]}, "value": "0"}
    price = [cost(parts(count, shared, {"kind": "global-minimum"}, {"rule": "orthogonal-residual"})) for count in (1, 11)]
    assert price[1] - price[0] > 10 * 50 * 50


def test_coefficients_are_looked_at_at_a_price() -> None:
    """Parts that ask again and again for the same expansion, of a high degree and one term, cost its degree each time."""
    shared = {"objective": {"kind": "polynomial", "variables": ["x"], "terms": [["1", [2]]]}, "point": {"values": ["0"]},
              "curve": [{"0": "0", "9999": "1"}], "coefficients": ["0"] * 19_998 + ["1"]}
    price = [cost(parts(count, shared, {"kind": "taylor-expansion"}, {"rule": "expansion"})) for count in (1, 11)]
    assert price[1] - price[0] > 10 * 20 * 19_999


def test_monomials_in_many_variables_are_long() -> None:
    """Each of the linear monomials in n variables is a number of 16 n bits: to look them all up costs the square of n, as it does
    to go through the variables of a polynomial without terms."""
    limits = checker.Limits()
    token = checker.LIMITS.set(limits)
    checker.Polynomial(16_000, {}).compose(checker.constants([checker.Fraction(0)] * 16_000), 0)
    checker.LIMITS.reset(token)
    assert limits.spent > 16_000**2 // 16
    n = 400
    shared = {"objective": {"kind": "polynomial", "variables": [f"x{i}" for i in range(n)], "terms": [["1", [2] + [0] * (n - 1)]]},
              "point": {"values": ["0"] * n}}
    price = [cost(parts(count, shared, {"kind": "critical-point"}, {"rule": "gradient"})) for count in (1, 11)]
    assert price[1] - price[0] > 10 * n * n // 16
    m = 40
    squares = [["1", [2 * (i == j) for j in range(m)]] for i in range(m)]
    straight = [[["1", [int(i == j) for j in range(m)]]] for i in range(m)]
    F = {"objective": {"kind": "polynomial", "variables": shared["objective"]["variables"][:m], "terms": squares},
         "point": {"values": ["0"] * m}}
    below = {"rule": "weighted", "weights": [1] * m, "degree": 2, "vector": straight, "matrix": I(m), "congruence": I(m)}
    with pytest.MonkeyPatch.context() as patch:
        spent: list[int] = []
        patch.setattr(checker, "spend", spent.append)
        proof = {"rule": "substitute", "map": straight, "proof": below}
        assert check(({"kind": "local-minimum", **F}, {"rule": "proof-tree", "proof": proof})).status == "valid"
    assert m * m * (10 + m // 16) in spent


def test_common_factors_of_long_numbers_are_work() -> None:
    """To take a factor of 4,000 bits out of a row of numbers of 8,000 bits is what the rank of such a matrix costs."""
    factor = 3**2600
    A = {"shape": [2, 2], "entries": [[str(factor * (factor + i + j * j)) for i in range(2)] for j in range(2)]}
    shared = {"matrix": A, "rank": 2}
    price = [cost(parts(count, shared, {"kind": "rank"}, {"rule": "null-space", "null-space": O(2, 0)})) for count in (1, 11)]
    assert price[1] - price[0] > 10 * 4 * (8000 // 64)**2 // 3
    limits = checker.Limits()
    token = checker.LIMITS.set(limits)
    assert checker.unit_pivots(checker.Matrix(1, 1, [[factor**2]]), 2) == 1
    checker.LIMITS.reset(token)
    assert limits.spent > (8000 // 64)**2 // 3


def test_long_monomials_are_long() -> None:
    """A form of order 400 has monomials with 400 indices: their lengths are work, and memory, also before it is squared."""
    terms = {tuple(range(k, k + 200)): checker.Matrix(1, 1, [[1]]) for k in range(20)}
    limits = checker.Limits()
    token = checker.LIMITS.set(limits)
    checker.half_square(terms, [400])
    assert limits.spent > 20 * 20 * 400
    limits.entries = 2000
    with pytest.raises(checker.Limit, match="x 208 matrix"):
        checker.half_square(terms, [400])
    one = checker.Matrix(1, 1, [[1]])
    with pytest.raises(checker.Limit, match="x 209 matrix"):
        checker.Network(one, one, [one]).product([{(k,): one for k in range(20)}], {tuple(range(400)): one})
    checker.LIMITS.reset(token)


def test_hashes_of_lists_of_indices_are_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists that were made to have one hash have different ones as they stand in the tables of forms."""
    marks = [checker.mark(i) for i in range(100)]
    assert marks == sorted(set(marks))
    first, second = (1997, 7997, 4081, 5218, 7733), (1713, 483, 1611, 4108, 0)
    assert hash(first) == hash(second)
    assert hash(tuple(map(checker.mark, first))) != hash(tuple(map(checker.mark, second)))
    monkeypatch.setattr(checker, "mark", lambda i: -i)  # no longer in the order of the indices
    assert check(CUBIC).status == "invalid"


def test_looking_at_terms_is_work() -> None:
    """Each look at the exponents of a monomial, and each term that a derivative passes over, is counted."""
    limits = checker.Limits()
    token = checker.LIMITS.set(limits)
    f = checker.polynomial([(checker.Fraction(1), (0, e)) for e in range(1, 101)], 2, "")
    for look, least in ((lambda: [f.exponents(key) for key in f.terms], 100 * 80), (lambda: f.derivative(0), 100 * 20)):
        limits.spent = 0
        look()
        assert limits.spent >= least
    checker.LIMITS.reset(token)


def test_small_numbers_are_work_too() -> None:
    """Products, eliminations and exponents cost what their loops take in Python, also where all numbers are short; monomials in
    many variables are long."""
    limits = checker.Limits()
    token = checker.LIMITS.set(limits)
    table, wide, column = (checker.Matrix(m, n, [[0] * n] * m) for m, n in ((100, 100), (1000, 1000), (1000, 1)))
    f, long = checker.Polynomial(30, {0: 1}), checker.Polynomial(16_000, {0: 1})
    for work, least in ((lambda: wide @ column, 4 * 1000**2), (lambda: f.exponents(0), 80 + 6 * 30),
                        (lambda: long.derivative(0), 16_000 // 16),
                        (lambda: checker.rank_mod_small(table, 13, 100), 100 * 100 * (8 + 20 + 100 // 8)),
                        (lambda: checker.unit_pivots(table, 2), 100 * 100 * (40 + 20))):
        limits.spent = 0
        work()
        assert limits.spent >= least
    checker.LIMITS.reset(token)
