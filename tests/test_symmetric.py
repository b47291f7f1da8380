"""Exact inertia, semidefiniteness and negative directions of symmetric matrices.

Second routes: the signs of the characteristic polynomial's coefficients (Descartes' rule is exact for polynomials with
real roots only) and SymPy's exact routines. Every witness is also put before the trusted checker.
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import flint
import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactcheck import certificate, checker
from exactcheck.errors import InputError
from exactcheck.exact import symmetric
from exactcheck.exact.cholesky import DefiniteFactor, definite_factor, fewest_bits
from exactcheck.exact.congruence import diagonalizing, dominating, integer_matrix, is_dominant
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import PRIME
from exactcheck.exact.modulus import full_rank_modulus, rank_modulo
from exactcheck.exact.symmetric import Inertia, inertia, is_positive_semidefinite, negative_direction


def descartes(H: RationalMatrix) -> tuple[int, int, int]:
    """Positive, negative and zero eigenvalues by sign changes of the characteristic polynomial (FLINT)."""
    p = [int(c) for c in H.flint.numer_denom()[0].charpoly().coeffs()]

    def changes(coefficients: list[int]) -> int:
        signs = [c > 0 for c in coefficients if c]
        return sum(a != b for a, b in pairwise(signs))

    zero = next(i for i, c in enumerate(p) if c)
    return changes(p), changes([c * (-1) ** i for i, c in enumerate(p)]), zero


def accepted(H: RationalMatrix, found: Inertia) -> bool:
    claim = {"kind": "inertia", "matrix": H.to_document(), "positive": found.positive, "negative": found.negative,
             "zero": found.zero}
    return certificate.issue(claim, found.witness()).claim == claim


def examined(H: RationalMatrix) -> Inertia:
    """The inertia of ``H`` after every promise about it has been put to the test."""
    found = inertia(H)
    s, n = found.congruence, found.null_space
    numbers = (found.positive, found.negative, found.zero)
    assert s.shape == (H.rows, found.positive + found.negative)
    assert n.shape == (H.rows, found.zero)
    c = (s.T @ H @ s).tolist()
    for i, row in enumerate(c):
        assert abs(row[i]) > sum(abs(v) for j, v in enumerate(row) if j != i)
    assert sum(row[i] > 0 for i, row in enumerate(c)) == found.positive
    assert (H @ n).is_zero()
    assert n.rank == n.columns
    assert all(v.denominator == 1 for v in [*s.entries(), *n.entries()])
    if H.rows:
        assert numbers == descartes(H)
    assert is_positive_semidefinite(H) == (found.negative == 0)
    v = negative_direction(H)
    assert (v is None) == (found.negative == 0)
    if v is not None:
        assert v.shape == (H.rows, 1)
        assert (v.T @ H @ v)[0, 0] < 0
        assert v == v.primitive_columns()
    assert accepted(H, found)
    return found


def numbers(found: Inertia) -> tuple[int, int, int]:
    return found.positive, found.negative, found.zero


def hilbert(n: int) -> RationalMatrix:
    return RationalMatrix([[Fraction(1, i + j + 1) for j in range(n)] for i in range(n)], (n, n))


def one_digit(rows: int, columns: int, seed: int) -> RationalMatrix:
    generator = random.Random(seed)
    return RationalMatrix([[generator.randint(-9, 9) for _ in range(columns)] for _ in range(rows)], (rows, columns))


def longest(m: RationalMatrix) -> int:
    return max(abs(v.numerator).bit_length() for v in m.entries())


rationals = st.fractions(min_value=-3, max_value=3, max_denominator=4) | st.sampled_from([0, 0, 1, -1])


@st.composite
def symmetric_matrices(draw: st.DrawFn, largest: int = 6) -> RationalMatrix:
    """``A^T D A`` with few rows in ``A``, or any symmetric matrix, sometimes with a zero diagonal."""
    n = draw(st.integers(0, largest))
    if draw(st.booleans()):
        r = draw(st.integers(0, n))
        a = RationalMatrix([[draw(st.integers(-3, 3)) for _ in range(n)] for _ in range(r)], (r, n))
        return a.T @ RationalMatrix([[draw(rationals) if i == j else 0 for j in range(r)] for i in range(r)], (r, r)) @ a
    hollow = draw(st.booleans())
    table: list[list[Fraction | int]] = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            table[i][j] = table[j][i] = 0 if hollow and i == j else draw(rationals)
    return RationalMatrix(table, (n, n))


@settings(deadline=None, derandomize=True, max_examples=150)
@given(symmetric_matrices())
@example(RationalMatrix.zeros(0, 0))
@example(RationalMatrix.zeros(3, 3))
@example(RationalMatrix([[0, 1], [1, 0]]))
@example(RationalMatrix([[0, 2], [2, 1]]))
def test_small_matrices_of_every_kind(H: RationalMatrix) -> None:
    """Exact inertia, congruence, null space and direction hold for any small symmetric matrix, the empty one included."""
    examined(H)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(symmetric_matrices(largest=4))
def test_agrees_with_sympy(H: RationalMatrix) -> None:
    """SymPy counts the same real roots of its own characteristic polynomial and finds the same rank."""
    x = sympy.Symbol("x")
    p = sympy.Matrix(H.rows, H.rows, [sympy.Rational(v.numerator, v.denominator) for v in H.entries()]).charpoly(x)
    found = inertia(H)
    zero = min((m[0] for m, c in p.terms() if c), default=0)
    q = sympy.Poly(sympy.quo(p.as_expr(), x**zero, x), x)
    counted = sum(k for f, k in q.factor_list()[1] for _ in range(f.count_roots(0, None)))
    assert (found.positive, found.zero) == (counted, zero)
    assert H.to_domain_matrix().rank() == H.rows - zero if H.rows else zero == 0


@settings(deadline=None, derandomize=True, max_examples=60)
@given(symmetric_matrices())
def test_exact_reduction_is_diagonal_and_primitive(H: RationalMatrix) -> None:
    """Lagrange's reduction alone gives a diagonal congruence of full rank with coprime integers."""
    a = H.flint.numer_denom()[0] if H.rows else flint.fmpz_mat(0, 0)
    columns = diagonalizing([[int(v) for v in row] for row in a.tolist()])
    s = RationalMatrix.wrap(integer_matrix(H.rows, columns))
    c = (s.T @ H @ s).tolist()
    assert len(columns) == H.rank
    assert all((i == j) == bool(v) for i, row in enumerate(c) for j, v in enumerate(row))
    assert all(sympy.igcd(0, *column) == 1 for column in columns)


@pytest.mark.parametrize("n", [1, 5, 12, 13, 20, 30])
def test_hilbert_matrices_are_positive_definite(n: int) -> None:
    """Condition numbers up to 10^44, far beyond floating point, on both sides of the exact route's limit."""
    assert numbers(examined(hilbert(n))) == (n, 0, 0)


def test_hilbert_matrix_pushed_below_its_smallest_eigenvalues() -> None:
    """Some eigenvalues of the Hilbert matrix of order 20 lie below 10^-15: subtracting it makes them negative."""
    found = examined(hilbert(20) - RationalMatrix.identity(20) * Fraction(1, 10**15))
    assert found.negative > 0
    assert found.zero == 0


@pytest.mark.parametrize(("tiny", "expected"), [
    (Fraction(1, 10**40), (20, 0, 0)), (Fraction(-1, 10**40), (19, 1, 0)), (Fraction(0), (19, 0, 1)),
])
def test_eigenvalues_near_zero_are_told_apart(tiny: Fraction, expected: tuple[int, int, int]) -> None:
    """Eigenvalues of order 1e-40, -1e-40 and 0 beside ones of order 1 are distinguished at n = 20."""
    a = one_digit(20, 20, 3)
    assert a.rank == 20
    assert numbers(examined(a.T @ RationalMatrix.diagonal([1] * 19 + [tiny]) @ a)) == expected


def test_tiny_and_zero_eigenvalues_together() -> None:
    """A singular matrix with an eigenvalue of order 1e-40: the block that floats choose need not be nonsingular."""
    a = one_digit(20, 20, 3)
    d = RationalMatrix.diagonal([1] * 17 + [Fraction(1, 10**40), Fraction(-1, 10**50), 0])
    assert numbers(examined(a.T @ d @ a)) == (18, 1, 1)


@pytest.mark.parametrize("exponent", [400, -400])
@pytest.mark.parametrize("n", [4, 16])
def test_entries_outside_the_range_of_floats(n: int, exponent: int) -> None:
    """Entries of 10^400 and 10^-400 neither overflow nor vanish, and cost no digits in the congruence."""
    a = one_digit(n, n, 5)
    H = a.T @ RationalMatrix.diagonal([(-1) ** i for i in range(n)]) @ a
    found = examined(H * Fraction(10) ** exponent)
    assert numbers(found) == (n // 2, n // 2, 0)
    assert longest(found.congruence) < 64


def test_huge_and_tiny_entries_together() -> None:
    """A diagonal scaling from 10^200 down to 10^-200 keeps the inertia (Sylvester)."""
    a = one_digit(14, 14, 6)
    H = a + a.T
    d = RationalMatrix.diagonal([Fraction(10) ** (200 - 30 * i) for i in range(14)])
    assert numbers(examined(d @ H @ d)) == numbers(examined(H))


@pytest.mark.parametrize("n", [2, 14, 31])
def test_zero_diagonal(n: int) -> None:
    """Adjacency matrices have no diagonal pivot: 2 x 2 pivots, exact and floating. The complete graph has one +, n-1 -."""
    complete = RationalMatrix([[int(i != j) for j in range(n)] for i in range(n)])
    assert numbers(examined(complete)) == (1, n - 1, 0)


def test_hyperbolic_planes_beside_tiny_diagonal_entries() -> None:
    """A tiny decoupled diagonal entry must not make the factorization overlook the large entries off the diagonal."""
    n = 14
    table = [[0] * n for _ in range(n)]
    for i in range(0, n, 2):
        table[i][i + 1] = table[i + 1][i] = 10**30
    for i in range(n):
        table[i][(i + 2) % n] += 1
        table[(i + 2) % n][i] += 1
    assert numbers(examined(RationalMatrix(table))) == (n // 2, n // 2, 0)


@pytest.mark.parametrize(("n", "rank"), [(16, 13), (30, 14), (60, 30), (100, 20)])
def test_random_low_rank(n: int, rank: int) -> None:
    """Gram matrices of rank r are positive semidefinite with n - r zeros; A^T D A with mixed signs is not."""
    a = one_digit(rank, n, n)
    assert numbers(examined(a.T @ a)) == (rank, 0, n - rank)
    d = RationalMatrix.diagonal([1] * (rank - 3) + [-1] * 3)
    assert numbers(examined(a.T @ d @ a)) == (rank - 3, 3, n - rank)


def test_witness_is_short_where_that_is_possible() -> None:
    """Null vectors are reduced as a lattice, congruences rounded to as few bits as will do: three digits at n = 32."""
    a = one_digit(16, 32, 1)
    found = inertia(a.T @ a)
    assert longest(found.congruence) <= 10
    assert longest(found.null_space) <= 10
    assert longest((a.T @ a).null_space.primitive_columns()) > 60


def test_dominant_matrices_are_their_own_witness() -> None:
    """A strictly dominant matrix needs no congruence but the identity."""
    n = 20
    H = RationalMatrix([[-n if i == j else 1 for j in range(n)] for i in range(n)])
    assert inertia(H).congruence == RationalMatrix.identity(n)


def test_equal_in_two_runs() -> None:
    """Same input, same bytes."""
    a = one_digit(20, 30, 4)
    assert inertia(a.T @ a).witness() == inertia(a.T @ a).witness()


def test_exact_route_when_floats_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the floating route switched off the exact reduction decides, above its usual rank too."""
    monkeypatch.setattr(symmetric, "dominating", lambda a, rows: None)
    found = examined(hilbert(14))
    c = (found.congruence.T @ hilbert(14) @ found.congruence).tolist()
    assert all((i == j) == bool(v) for i, row in enumerate(c) for j, v in enumerate(row))


def test_misleading_choice_of_the_block_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """If floats suggest indices of a singular block, the exact pivot columns replace them."""
    monkeypatch.setattr(symmetric, "chosen_indices", lambda a, count: tuple(range(count)))
    ones = RationalMatrix([[1] * 2 for _ in range(2)]).kron(one_digit(14, 14, 2).T @ one_digit(14, 14, 2))
    order = [i // 2 + 14 * (i % 2) for i in range(28)]
    H = ones.select(order, order)
    assert H.select(range(14), range(14)).rank < 14
    assert numbers(examined(H)) == (14, 0, 14)


def test_dominating_gives_up_on_singular_matrices() -> None:
    """A singular matrix has no strictly dominant congruence: no rounding error may produce one."""
    a = one_digit(13, 14, 9)
    singular = (a.T @ a).flint.numer_denom()[0]
    assert dominating(singular) is None


def test_dominance_is_strict() -> None:
    """Equality in a row is not dominance, as the singular matrix of ones shows."""
    assert not is_dominant(flint.fmpz_mat([[1, 1], [1, 1]]))
    assert not is_dominant(flint.fmpz_mat([[3, 1], [1, -1]]))
    assert is_dominant(flint.fmpz_mat([[3, 1], [1, -2]]))
    assert is_dominant(flint.fmpz_mat(0, 0))


@pytest.mark.parametrize(("table", "expected"), [
    ([[1, 0], [0, -1]], [0, 1]),
    ([[1, 2], [2, 1]], [1, -1]),
    ([[1, -2], [-2, 1]], [1, 1]),
    ([[0, 1], [1, 4]], [-3, 1]),
    ([[4, 3], [3, 2]], [-2, 3]),
    ([[0, 0, 0], [0, 5, 0], [0, 0, -1]], [0, 0, 1]),
])
def test_simplest_negative_directions(table: list[list[int]], expected: list[int]) -> None:
    """Unit vectors, then e_i + e_j and e_i - e_j, then two small entries: values a person computes at sight."""
    H = RationalMatrix(table)
    v = negative_direction(H)
    assert v is not None
    assert v == RationalMatrix.column(expected).primitive_columns()
    assert (v.T @ H @ v)[0, 0] < 0


def test_negative_direction_that_needs_three_entries() -> None:
    """All principal 2 x 2 minors are positive, yet the matrix is indefinite: (1, 1, 1) has value -3."""
    H = RationalMatrix([[5, -3, -3], [-3, 5, -3], [-3, -3, 5]])
    v = negative_direction(H)
    assert v == RationalMatrix.column([1, 1, 1])


@pytest.mark.parametrize("n", [16, 40])
def test_negative_direction_is_rounded(n: int) -> None:
    """One negative eigenvalue hidden in a dense matrix: the direction has single-digit entries, not float mantissas."""
    H = RationalMatrix([[n if i == j else -Fraction(3, 2) for j in range(n)] for i in range(n)])
    v = negative_direction(H)
    assert v is not None
    assert all(abs(x) <= 9 for x in v.entries())
    assert numbers(examined(H)) == (n - 1, 1, 0)


@pytest.mark.parametrize(("matrix", "words"), [
    (RationalMatrix([[1, 2], [3, 4]]), "row 1, column 0"),
    (RationalMatrix([[1, 2, 3], [2, 4, 5]]), "2 x 3"),
])
def test_matrices_that_are_not_symmetric_are_refused(matrix: RationalMatrix, words: str) -> None:
    """The error names the shape, or the entry that differs from its mirror image."""
    for function in (inertia, is_positive_semidefinite, negative_direction):
        with pytest.raises(InputError, match=words):
            function(matrix)


def test_checker_rejects_a_changed_inertia() -> None:
    """The witness proves these numbers and no others."""
    H = RationalMatrix([[2, 1], [1, -3]])
    found = inertia(H)
    document = {"format": "exactcheck-certificate", "version": 1, "witness": found.witness(),
                "claim": {"kind": "inertia", "matrix": H.to_document(), "positive": 2, "negative": 0, "zero": 0}}
    assert checker.check_text(certificate.canonical_text(document)).status == "invalid"
    assert accepted(H, found)


def test_modulus_that_divides_all_minors_is_replaced() -> None:
    """Columns that are dependent modulo 2^61 - 1, though not over Q, get another prime."""
    basis = RationalMatrix([[1, 1], [PRIME, 0], [0, PRIME]])
    assert rank_modulo(basis, PRIME) == 1
    other = full_rank_modulus(basis)
    assert other != PRIME
    assert rank_modulo(basis, other) == 2
    assert full_rank_modulus(RationalMatrix.identity(2), RationalMatrix.zeros(2, 0)) == PRIME


def test_definite_matrices_with_cholesky() -> None:
    """The factor for definite matrices serves both signs, rounded to the fewest bits, and is not suggested where it is of no use:
    indefinite, nearly singular or mostly zero. Entries may be of any length."""
    table = [[int(v) for v in row] for row in (one_digit(20, 20, 3).T @ one_digit(20, 20, 3)).tolist()]
    for sign in (1, -1, 10**300, -10**900):
        signed = [[sign * v for v in row] for row in table]
        factor, a = definite_factor(signed), flint.fmpz_mat(signed)
        assert factor is not None

        def dominant(bits: int, factor: DefiniteFactor = factor, a: flint.fmpz_mat = a) -> int | None:
            s = flint.fmpz_mat(factor.rounded(bits))
            return bits if is_dominant(s.transpose() * a * s) else None

        bits = fewest_bits(dominant, factor.expected_bits, 60)
        assert bits is not None
        assert dominant(bits - 1) is None
        assert examined(RationalMatrix(signed)).zero == 0
    hilbert_table = [[int(v * 10**40) for v in row] for row in hilbert(30).tolist()]
    path = [[2 * (i == j) - (abs(i - j) == 1) for j in range(20)] for i in range(20)]
    assert definite_factor([[1, 2], [2, 1]]) is None
    assert definite_factor([[1, 2], [2, -1]]) is None
    assert definite_factor(hilbert_table) is None
    assert definite_factor(path) is None


def test_numbers_that_do_not_fit_into_their_places() -> None:
    """Entries of 510 bits beside a diagonal of ones are no definite matrix; a useless suggestion for a definite matrix whose
    inverse factor is beyond floats does no harm."""
    K = 13 * 10**153
    H = [[1 if i == j else K for j in range(7)] for i in range(7)]
    found = inertia(RationalMatrix(H))
    assert (found.positive, found.negative, found.zero) == (1, 6, 0)
    lower = [[2**17 if j == i - 1 else int(j <= i) for j in range(64)] for i in range(64)]
    definite = RationalMatrix([[sum(map(int.__mul__, row, other)) for other in lower] for row in lower])
    found = inertia(definite)
    assert (found.positive, found.negative, found.zero) == (64, 0, 0)
    assert accepted(definite, found)


@pytest.mark.parametrize("expected", [-30, 3, 6, 7, 8, 30, 90])
def test_fewest_bits_from_any_expectation(expected: int) -> None:
    """The least number of bits is found from whatever was expected, and None where none will do."""
    assert fewest_bits(lambda b: b if b >= 7 else None, expected, 40) == 7
    assert fewest_bits(lambda b: b if b >= 40 else None, expected, 40) == 40
    assert fewest_bits(lambda b: None, expected, 40) is None
