"""The checker's packed products and eliminations, against their definitions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from random import Random

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactcheck import checker
from exactcheck.checker import Matrix, full_column_rank, pack, rank_mod, rank_mod_small, read_integers, unit_pivots, unpack

NUMBERS = st.one_of(st.integers(-2, 2), st.integers(-2**70, 2**70))


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    token = checker.LIMITS.set(checker.Limits())
    yield
    checker.LIMITS.reset(token)


def tables(m: st.SearchStrategy[int], n: st.SearchStrategy[int]) -> st.SearchStrategy[Matrix]:
    return st.tuples(m, n).flatmap(lambda shape: st.lists(
        st.lists(NUMBERS, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]).map(
            lambda rows: Matrix(*shape, rows)))


@given(st.lists(st.integers(-2**79, 2**79 - 1)), st.integers(10, 12))
def test_unpacking_undoes_packing(values: list[int], width: int) -> None:
    """Signed digits come back, at the ends of their range too."""
    assert unpack(pack(values, width), len(values), width) == values


@given(st.integers(0, 4).flatmap(lambda k: st.tuples(tables(st.integers(0, 4), st.just(k)), tables(st.just(k), st.integers(0, 4)))))
def test_products_are_sums_of_products(factors: tuple[Matrix, Matrix]) -> None:
    """Every shape, 0 included, and entries of either sign and any length."""
    A, B = factors
    assert (A @ B).rows == [[sum(A.rows[i][k] * B.rows[k][j] for k in range(A.n)) for j in range(B.n)] for i in range(A.m)]


@given(st.integers(16, 20), st.data())
def test_products_with_an_echelon_basis(n: int, data: st.DataObject) -> None:
    """Rows of the right factor with one entry, in any order, several at one column too, and rows of zeros."""
    row = st.lists(NUMBERS, min_size=n, max_size=n)
    unit = st.tuples(st.integers(0, n - 1), NUMBERS).map(lambda entry: [entry[1] * (j == entry[0]) for j in range(n)])
    B = data.draw(st.lists(st.one_of(row, unit, unit), min_size=1, max_size=8))
    A = data.draw(st.lists(st.lists(NUMBERS, min_size=len(B), max_size=len(B)), max_size=4))
    expected = [[sum(x * B[k][j] for k, x in enumerate(r)) for j in range(n)] for r in A]
    assert (Matrix(len(A), len(B), A) @ Matrix(len(B), n, B)).rows == expected


def test_products_of_extreme_entries() -> None:
    """The largest possible sum of products of one sign fits its digit."""
    for k in (1, 2, 3, 127, 128, 255, 256):
        for x in (2**64 - 1, -(2**64 - 1), 2**64, -(2**64)):
            A, B = Matrix(1, k, [[x] * k]), Matrix(k, 2, [[x, -x]] * k)
            assert (A @ B).rows == [[k * x * x, -k * x * x]]


@given(tables(st.integers(0, 6), st.integers(0, 6)), st.sampled_from([2, 3, 7, 11, 13, checker.PRIME]))
def test_rank_modulo_a_prime(A: Matrix, q: int) -> None:
    """For a prime modulus: FLINT's rank of the same rows, scaled to coprime integers; never above ``enough``."""
    contents = [checker.math.gcd(*row) or 1 for row in A.rows]
    rows = [[v // c % q for v in row] for row, c in zip(A.rows, contents, strict=True)]
    expected = flint.nmod_mat(A.m, A.n, [v for row in rows for v in row], q).rank() if A.m and A.n else 0
    assert unit_pivots(A, q) == expected
    for enough in range(A.m + 2):
        assert unit_pivots(A, q, enough) == min(expected, enough)
        if q in checker.RESIDUES:
            assert rank_mod_small(A, q, enough) == min(expected, enough)


@given(tables(st.integers(0, 4), st.integers(0, 4)), st.integers(0, 4))
def test_rank_modulo_small_primes_or_another_number(A: Matrix, enough: int) -> None:
    """The answer of the first eliminations if it is as large as it can be, else that of the last."""
    for most, asked in ((min(A.m, A.n), None), (enough, enough)):
        found = most in (rank_mod_small(A, 13, most), rank_mod_small(A, 11, most))
        assert rank_mod(A, 7, asked) == (most if found else unit_pivots(A, 7, asked))


@given(tables(st.integers(1, 4), st.integers(1, 4)), st.sampled_from([4, 6, 12, 30, 2**61]))
def test_rank_modulo_a_composite_number(A: Matrix, q: int) -> None:
    """For any modulus the result is at most the rank over Q, and some minor of that size is a unit."""
    found = unit_pivots(A, q)
    assert found <= flint.fmpz_mat(A.rows).rank()
    contents = [checker.math.gcd(*row) or 1 for row in A.rows]
    rows = [[v // c for v in row] for row, c in zip(A.rows, contents, strict=True)]
    minors = (flint.fmpz_mat([[rows[i][j] for j in columns] for i in chosen]).det()
              for chosen in combinations(range(A.m), found) for columns in combinations(range(A.n), found))
    assert found == 0 or any(checker.math.gcd(int(minor), q) == 1 for minor in minors)


@given(tables(st.integers(0, 4), st.integers(0, 4)))
def test_independent_columns(A: Matrix) -> None:
    """Shown by their ends or by elimination: never of dependent columns, and always of independent ones modulo a large prime."""
    assert full_column_rank(A, checker.PRIME) == (not A.n or bool(A.m and flint.fmpz_mat(A.rows).rank() == A.n))


@pytest.mark.parametrize(("rows", "independent"), [
    ([[2, 0], [26, 0], [0, 13]], True), ([[0, 1], [0, 0]], False), ([[1, 2], [1, 2]], False), ([[1, 2], [1, 3]], True)])
def test_independent_columns_by_their_ends(rows: list[list[int]], independent: bool) -> None:
    """Different last rows are enough, whatever the modulus; a zero column has none; the same last row takes an elimination."""
    assert full_column_rank(Matrix(len(rows), 2, rows), 26 if independent and rows[0][0] == 2 else 7) == independent


def test_a_long_elimination() -> None:
    """The residues of many pivots add up without running into each other."""
    rng = Random(1)
    for q in (checker.PRIME, 2**61 - 2, 257):
        A = Matrix(90, 60, [[rng.randrange(q) for _ in range(60)] for _ in range(90)])
        assert unit_pivots(A, q) == 60
        assert rank_mod_small(A, 13, 60) == 60


@pytest.mark.parametrize("entry", ["-0", "+1", " 1", "1 ", "01", "1_0", "\u0661", "", "1/2", "1e3", "1.0", "1,2", ",", "-", "1000,",
                                   1, 1.0, True, None, [], {}, "9" * 2001])
def test_only_short_canonical_integers_are_read_by_rows(entry: object) -> None:
    """Whatever is not written as Python writes it is left to the reader of single entries."""
    assert read_integers(["1", entry]) is None


def test_integers_are_read_by_rows() -> None:
    """Short integers of either sign; an empty row."""
    for row in (["0", "-1", "12", "-" + "9" * 1999], ["999", "-999"], ["1000", "-1000"]):
        assert read_integers(json.loads(json.dumps(row))) == [int(v) for v in row]
    assert read_integers([]) == []
    checker.LIMITS.set(checker.Limits(digits=4))
    assert read_integers(["1234", "-999"]) == [1234, -999]
    assert read_integers(["12345"]) is None
    checker.LIMITS.set(checker.Limits(digits=3))
    assert read_integers(["-999"]) is None


@pytest.mark.parametrize(("entry", "shown"), [(1, (2, 2)), (13, (1, 2)), (11, (2, 1)), (143, (1, 1))])
def test_a_rank_that_small_primes_do_not_show(entry: int, shown: tuple[int, int]) -> None:
    """Where 13 shows too small a rank, 11 or elimination modulo the larger prime decides, and ends at the rank asked for."""
    A = Matrix(3, 2, [[1, 0], [1, entry], [2, entry]])
    assert (rank_mod_small(A, 13, 2), rank_mod_small(A, 11, 2)) == shown
    assert rank_mod(A, checker.PRIME, 2) == 2
