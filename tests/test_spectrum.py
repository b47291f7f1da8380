"""Exact spectra of symmetric matrices. Second routes: SymPy's factorization and real roots, traces of powers."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactcheck import certificate, checker
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import PRIME
from exactcheck.exact.spectrum import Spectrum, spectrum

X = sympy.Symbol("x")
FIBONACCI = RationalMatrix([[1, 1], [1, 0]])


def value(polynomial: tuple[Fraction, ...], x: Fraction) -> Fraction:
    return sum((c * x**i for i, c in enumerate(polynomial)), Fraction(0))


def examined(H: RationalMatrix) -> Spectrum:
    """The spectrum of ``H`` after it was compared with SymPy and its certificate accepted by the checker."""
    found = spectrum(H)
    entries = [v for row in H.tolist() for v in row]
    p = sympy.Matrix(H.rows, H.rows, [sympy.Rational(v.numerator, v.denominator) for v in entries]).charpoly(X)
    expected = {tuple(Fraction(int(c.p), int(c.q)) for c in reversed(f.monic().all_coeffs())): m
                for f, m in p.factor_list()[1]}
    assert {e.polynomial: e.multiplicity for e in found.eigenvalues} == expected
    for e in found.eigenvalues:
        assert len(e.roots) == len(e.polynomial) - 1
        for a, b in e.roots:
            if len(e.roots) == 1:
                assert a == b
                assert value(e.polynomial, a) == 0
            else:
                assert 0 < b - a <= Fraction(1, 2**20)
                assert value(e.polynomial, a) * value(e.polynomial, b) < 0
                assert a > 0 or b < 0
    ends = sorted(root for e in found.eigenvalues for root in e.roots)
    assert all(u[1] < v[0] for u, v in pairwise(ends))
    smallest = [e.roots[0] for e in found.eigenvalues]
    assert smallest == sorted(smallest)
    claim = {"kind": "spectrum", "matrix": H.to_document(), "eigenvalues": found.claim_member()}
    assert certificate.issue(claim, found.witness()).claim == claim
    return found


@st.composite
def symmetric_matrices(draw: st.DrawFn) -> RationalMatrix:
    """Small symmetric matrices, sometimes repeated by a Kronecker product with the identity."""
    n = draw(st.integers(0, 4))
    table: list[list[Fraction]] = [[Fraction(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            table[i][j] = table[j][i] = Fraction(draw(st.integers(-3, 3)), draw(st.sampled_from([1, 1, 1, 2])))
    H = RationalMatrix(table, (n, n))
    copies = RationalMatrix.identity(draw(st.integers(1, 2)))
    return H.kron(copies) if draw(st.booleans()) else copies.kron(H)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(symmetric_matrices())
@example(RationalMatrix.zeros(0, 0))
def test_any_small_matrix(H: RationalMatrix) -> None:
    """Factors, multiplicities and intervals agree with SymPy, and the cyclic vectors convince the checker."""
    examined(H)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(symmetric_matrices())
def test_intervals_agree_with_sympy_real_roots(H: RationalMatrix) -> None:
    """SymPy isolates the same roots: each of its intervals, made narrow, meets exactly one of ours."""
    for e in spectrum(H).eigenvalues:
        p = sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(e.polynomial)], X)
        theirs = [interval for interval, _ in p.intervals(eps=sympy.Rational(1, 2**40))]
        assert len(theirs) == len(e.roots)
        for (a, b), (u, v) in zip(e.roots, theirs, strict=True):
            assert a <= Fraction(int(v.p), int(v.q))
            assert Fraction(int(u.p), int(u.q)) <= b


def test_diagonal_matrix() -> None:
    """Rational eigenvalues come in increasing order with point intervals and unit vectors."""
    found = examined(RationalMatrix.diagonal([40, Fraction(1, 3), 40, -2]))
    assert found.enclosures() == ["-2", "1/3", "40"]
    assert [e.multiplicity for e in found.eigenvalues] == [1, 1, 2]
    assert found.vectors[2] == RationalMatrix([[1, 0], [0, 0], [0, 1], [0, 0]])


@pytest.mark.parametrize("n", [1, 3])
def test_zero_matrix(n: int) -> None:
    """Only 0, as often as there are rows."""
    found = examined(RationalMatrix.zeros(n, n))
    assert [(e.polynomial, e.multiplicity) for e in found.eigenvalues] == [((Fraction(0), Fraction(1)), n)]
    assert found.enclosures() == ["0"]


def test_empty_and_one_by_one() -> None:
    """The empty matrix has no eigenvalues; a 1 x 1 matrix has its entry."""
    assert examined(RationalMatrix.zeros(0, 0)).eigenvalues == ()
    assert examined(RationalMatrix([[Fraction(-7, 2)]])).enclosures() == ["-7/2"]


def test_golden_ratio() -> None:
    """[[1, 1], [1, 0]] has the eigenvalues (1 +- sqrt 5)/2; enclosures are rounded outward to the digits asked for."""
    found = examined(FIBONACCI)
    assert found.claim_member()[0]["polynomial"] == ["-1", "-1", "1"]
    assert found.vectors == (RationalMatrix([[1], [0]]),)
    assert found.enclosures(7) == ["[-0.6180340, -0.6180339]", "[1.618033, 1.618034]"]
    assert found.enclosures(1) == ["[-0.7, -0.6]", "[1, 2]"]


@pytest.mark.parametrize("copies", [2, 3])
def test_repeated_irrational_eigenvalues(copies: int) -> None:
    """A ⊗ I and I ⊗ A: one factor of degree 2, its multiplicity the number of cyclic vectors."""
    for H in (FIBONACCI.kron(RationalMatrix.identity(copies)), RationalMatrix.identity(copies).kron(FIBONACCI)):
        found = examined(H)
        assert [(len(e.polynomial) - 1, e.multiplicity) for e in found.eigenvalues] == [(2, copies)]
        assert found.vectors[0].columns == copies


def test_path_graph() -> None:
    """The path with 6 vertices has the eigenvalues 2 cos(pi k / 7): two cubic factors whose roots interleave."""
    H = RationalMatrix([[int(abs(i - j) == 1) for j in range(6)] for i in range(6)])
    found = examined(H)
    assert [len(e.polynomial) - 1 for e in found.eigenvalues] == [3, 3]
    assert found.enclosures(5)[0] == "[-1.8020, -1.8019]"


def test_mixed_rational_and_irrational() -> None:
    """A block sum has the union of the spectra, ordered by the smallest root of each entry."""
    H = RationalMatrix([[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 5, 0], [0, 0, 0, -1]])
    found = examined(H)
    assert found.enclosures(4) == ["-1", "[-0.6181, -0.6180]", "[1.618, 1.619]", "5"]


def test_roots_closer_than_the_first_grid() -> None:
    """Eigenvalues of the Hilbert matrix of order 9 crowd together near 0: intervals shrink until they are apart."""
    H = RationalMatrix([[Fraction(1, i + j + 1) for j in range(9)] for i in range(9)])
    found = examined(H)
    # The smallest eigenvalue of this matrix (Fettis & Caslin 1967): 3.4996764029e-12.
    assert found.enclosures(4)[0] == "[3.499E-12, 3.500E-12]"


def test_irrational_eigenvalue_beside_a_rational_one() -> None:
    """An irrational root within 10^-9 of a rational eigenvalue is separated from it."""
    close = Fraction(1618033989, 10**9)
    H = RationalMatrix([[1, 1, 0], [1, 0, 0], [0, 0, close]])
    found = examined(H)
    assert found.eigenvalues[1].roots == ((close, close),)
    assert found.eigenvalues[0].roots[1][1] < close


@pytest.mark.parametrize(("exponent", "shown"), [(40, "[1.618E+40, 1.619E+40]"), (-40, "[1.618E-40, 1.619E-40]")])
def test_huge_and_tiny_eigenvalues(exponent: int, shown: str) -> None:
    """Eigenvalues of 10^40 and 10^-40 keep their sign and their leading digits."""
    found = examined(FIBONACCI * Fraction(10) ** exponent)
    assert found.enclosures(4)[1] == shown


def test_roots_far_apart_in_size() -> None:
    """x^2 - 10^30 x + 1 has a root near 10^30 and one near 10^-30."""
    h = 10**15
    H = RationalMatrix([[h * h, h], [h, Fraction(2)]])
    found = examined(H)
    (a, b), (c, d) = found.eigenvalues[0].roots
    assert 0 < a < 1 < b * 2
    assert c < h * h + 2 < d + 2


def test_trace_and_determinant_of_larger_matrices() -> None:
    """n = 24: the sum and the sum of squares of the eigenvalues enclose trace H and trace H^2."""
    n = 24
    H = RationalMatrix([[(i * j + i + j) % 7 - 3 for j in range(n)] for i in range(n)])
    found = spectrum(H)
    low = sum(e.multiplicity * a for e in found.eigenvalues for a, _ in e.roots)
    high = sum(e.multiplicity * b for e in found.eigenvalues for _, b in e.roots)
    assert low <= sum(H[i, i] for i in range(n)) <= high
    squares = [(min(a * a, b * b), max(a * a, b * b), e.multiplicity) for e in found.eigenvalues for a, b in e.roots]
    assert sum(m * a for a, _, m in squares) <= (H @ H).inner(RationalMatrix.identity(n)) <= sum(m * b for _, b, m in squares)
    claim = {"kind": "spectrum", "matrix": H.to_document(), "eigenvalues": found.claim_member()}
    assert certificate.issue(claim, found.witness()).claim == claim


def test_another_modulus_where_the_default_divides_all_minors() -> None:
    """Null vectors (1, q, 0), (1, 0, q) are dependent modulo q = 2^61 - 1: the witness names another modulus."""
    v = RationalMatrix.column([PRIME, -1, -1])
    found = examined(v @ v.T)
    assert found.witness()["modulus"] != PRIME


def test_equal_in_two_runs() -> None:
    """Same input, same document."""
    H = FIBONACCI.kron(RationalMatrix.identity(3))
    assert spectrum(H).witness() == spectrum(H).witness()
    assert "modulus" not in spectrum(H).witness()


def test_checker_rejects_a_changed_spectrum() -> None:
    """A multiplicity moved from one eigenvalue to another is not accepted."""
    H = RationalMatrix.diagonal([1, 2, 2])
    found = spectrum(H)
    member = found.claim_member()
    member[0]["multiplicity"], member[1]["multiplicity"] = 2, 1
    document = {"format": "exactcheck-certificate", "version": 1, "witness": found.witness(),
                "claim": {"kind": "spectrum", "matrix": H.to_document(), "eigenvalues": member}}
    assert checker.check_text(certificate.canonical_text(document)).status == "invalid"


def test_wrong_input() -> None:
    """Matrices that are not symmetric and a request for no digits are refused."""
    with pytest.raises(InputError, match="symmetric"):
        spectrum(RationalMatrix([[1, 2], [3, 4]]))
    with pytest.raises(InputError, match="symmetric"):
        spectrum(RationalMatrix([[1, 2]]))
    with pytest.raises(InputError, match="digit"):
        spectrum(FIBONACCI).enclosures(0)
