"""Null space, pivots and rank from modular images, against FLINT's fraction-free elimination and by definition."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from random import Random

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactcheck.exact import modular
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import PRIME, null_space, pivots_modulo, rank


def by_elimination(a: flint.fmpz_mat) -> tuple[int, tuple[int, ...]]:
    """Rank and pivot columns of the echelon form over Q."""
    if not a.nrows() or not a.ncols():
        return 0, ()
    reduced, _, found = a.rref()
    table = reduced.tolist()
    return found, tuple(next(j for j, v in enumerate(table[i]) if v) for i in range(found))


def assert_null_space(a: flint.fmpz_mat) -> None:
    """``A N = 0``, as many columns as the nullity, coprime, a positive diagonal on the free rows and nothing below it."""
    found, (r, pivots) = null_space(a), by_elimination(a)
    n, basis = a.ncols(), flint.fmpz_mat(len(found.rows), len(found.own), [v for row in found.rows for v in row])
    assert found.pivots == pivots
    assert (basis.nrows(), basis.ncols()) == (n, n - r)
    free = [j for j in range(n) if j not in pivots]
    table = basis.tolist()
    for s, j in enumerate(free):
        column = [int(row[s]) for row in table]
        assert column[j] > 0
        assert not any(column[j + 1:])
        assert [table[i][s] for i in free if i != j] == [0] * (len(free) - 1)
        assert gcd(*column) == 1
    if a.nrows() and basis.ncols():
        assert (a * basis).is_zero()


def product_of_rank(rng: Random, m: int, n: int, r: int, size: int) -> flint.fmpz_mat:
    def factor(rows: int, columns: int) -> flint.fmpz_mat:
        return flint.fmpz_mat(rows, columns, [rng.randint(-size, size) for _ in range(rows * columns)])

    return factor(m, r) * factor(r, n)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1), (2, 5), (5, 2), (30, 70), (70, 30), (66, 66)])
@pytest.mark.parametrize("share", [0, 1, 3, 6, 10])
@pytest.mark.parametrize("size", [1, 9, 10**30])
def test_every_shape_and_rank(shape: tuple[int, int], share: int, size: int) -> None:
    """Both routes, from rank 0 to full rank, wide and tall, short and long entries, agree with FLINT's echelon form."""
    m, n = shape
    a = product_of_rank(Random(f"{shape}{share}{size}"), m, n, min(m, n) * share // 10, size)
    assert_null_space(a)
    assert rank(a) == by_elimination(a)[0]


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.integers(-2, 2), min_size=n, max_size=n), min_size=1, max_size=5)))
def test_the_solving_route_on_small_matrices(rows: list[list[int]]) -> None:
    """The route by solving gives the same basis as the elimination wherever the prime divides no minor."""
    a = flint.fmpz_mat(rows)
    found, expected = modular._solved(a, a.tolist(), modular.echelon_modulo(a), 0), null_space(a)
    assert found is not None
    assert (found.rows, found.pivots) == (expected.rows, expected.pivots)


def padded(corner: list[list[int]], size: int) -> flint.fmpz_mat:
    """``corner`` in a matrix of zeros, large enough for one of the routes that follow a prime."""
    table = [[0] * size for _ in range(size)]
    for i, row in enumerate(corner):
        table[i][:len(row)] = row
    return flint.fmpz_mat(table)


@pytest.mark.parametrize("corner", [
    [[PRIME]],
    [[PRIME, 1]],
    [[PRIME, 0, 1]],
    [[1, 1], [1, 1 + PRIME]],
    [[1, 2, 3], [PRIME, 3 * PRIME, 2 * PRIME]],
    [[PRIME * modular.prime(1) * modular.prime(2), 5], [0, 0]],
    [[PRIME, 0], [0, modular.prime(1)]],
])
def test_primes_that_divide_minors(corner: list[list[int]]) -> None:
    """A prime that lowers the rank, or moves the pivots to the right, is passed over."""
    for size in (20, 40, 70):
        a = padded(corner, size)
        assert_null_space(a)
        assert rank(a) == by_elimination(a)[0]


def beside_diagonal(diagonal: list[int], right: list[list[int]], n: int = 40) -> flint.fmpz_mat:
    """``[D C]`` with ``n`` rows, ``D`` diagonal, each followed by its double; ``D`` is filled up with ones, ``C`` with zeros."""
    table = []
    for i in range(n):
        row = [0] * n + [*(right[i] if i < len(right) else []), *[0] * n][:n]
        row[i] = diagonal[i] if i < len(diagonal) else 1
        table += [row, [2 * v for v in row]]
    return flint.fmpz_mat(table)


def test_a_denominator_that_the_combinations_do_not_show() -> None:
    """Both combinations of the right-hand sides are even where single entries are odd: the denominator 2 is found all the same."""
    a = beside_diagonal([2], [[1, 0, 1]])
    assert null_space(a).own[:3] == [2, 1, 2]
    assert_null_space(a)


@pytest.mark.parametrize("factor", [17, 2**60 - 93])
def test_a_hidden_denominator_of_any_length(factor: int) -> None:
    """A factor that the combinations hide is found, or, if the primes leave no room for it, left to the solver."""
    a = beside_diagonal([factor], [[8, 0, 0, 0, 0, 0, factor - 8]])
    assert null_space(a).own[:7] == [factor, 1, 1, 1, 1, 1, factor]
    assert_null_space(a)


@pytest.mark.parametrize("deceived", [1, 2])
def test_residues_modulo_a_prime_with_other_pivots(deceived: int) -> None:
    """A later prime that divides a minor is noticed, and the solver decides."""
    a = beside_diagonal([modular.prime(deceived)], [[3**60, 1], [3**60, 5**50]])
    assert_null_space(a)


def test_rank_does_not_stop_at_the_first_primes() -> None:
    """A matrix that loses rank modulo the first four primes has its rank found by Hadamard's bound."""
    deceiving = PRIME * modular.prime(1) * modular.prime(2) * modular.prime(3)
    a = padded([[1, 0, 0], [0, deceiving, 0], [0, 0, deceiving]], 70)
    assert modular.rank_modulo(a) == 1
    assert rank(a) == 3


def test_no_pivots_modulo_a_prime_is_not_the_zero_matrix() -> None:
    """A multiple of the prime has no pivots modulo it: the next prime decides."""
    a = padded([[0, PRIME], [PRIME, 0]], 40)
    assert pivots_modulo(a) == ()
    assert modular._solved(a, a.tolist(), modular.echelon_modulo(a), 0) is None
    assert_null_space(a)


def test_the_primes_are_primes_in_decreasing_order() -> None:
    """The list begins with 2^61 - 1 and leaves no prime out."""
    first = [modular.prime(i) for i in range(5)]
    assert first[0] == PRIME
    assert [p for p in range(first[0], first[-1] - 1, -1) if flint.fmpz(p).is_prime()] == first


def test_rank_up_to_a_bound_that_the_prime_misses() -> None:
    """A rank bounded from above is found from the modular rank where that reaches the bound, and over Q where it does not."""
    assert RationalMatrix([[1, 2], [2, 4]]).rank_up_to(1) == 1
    assert RationalMatrix([[PRIME, 0], [0, 1]]).rank_up_to(2) == 2
    assert RationalMatrix([[1, 2], [2, 4]]).rank_up_to(2) == 1


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 4), (4, 1), (3, 3)])
def test_remembered_integers_are_the_entries(shape: tuple[int, int]) -> None:
    """A matrix made from integers writes, transposes, stacks and selects as the same matrix made from fractions does."""
    rng = Random(str(shape))
    table = [[rng.randint(-9, 9) for _ in range(shape[1])] for _ in range(shape[0])]
    a, b = RationalMatrix(table, shape), RationalMatrix([[Fraction(v) for v in row] for row in table], shape)
    half = b * Fraction(1, 2)
    pairs = [(a, b), (a.T, b.T), (a.T.T, b), (RationalMatrix.hstack([a, half]), RationalMatrix.hstack([b, half])),
             (RationalMatrix.vstack([a, a]), RationalMatrix.vstack([b, b])),
             (a.select(range(shape[0])[::-1], range(shape[1])[1:]), b.select(range(shape[0])[::-1], range(shape[1])[1:]))]
    for x, y in pairs:
        assert (x, x.shape, x.to_document(), x.rank) == (y, y.shape, y.to_document(), y.rank)


def test_positive_columns() -> None:
    """The first nonzero entry of every column becomes positive; a column of zeros stays."""
    assert RationalMatrix([[0, -1, 0], [-2, 3, 0]]).positive_columns() == RationalMatrix([[0, 1, 0], [2, -3, 0]])
