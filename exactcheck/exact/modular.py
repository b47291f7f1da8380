"""Null space, rank and pivots of integer matrices: a prime suggests where to look, exact work is done only there.

Let ``A`` be ``m x n``, and ``r`` its rank modulo a prime, with pivot columns ``J`` and pivot rows ``I`` there: the block
``B = A[I, J]`` is invertible, so the rank over Q is at least ``r``. The rational ``X`` with ``B X = A[I, J']``, ``J'`` the
other columns, gives null vectors if ``A[:, J] X = A[:, J']`` holds in the remaining rows as well. Then the rank is ``r``,
and ``J`` is the list of pivot columns of the echelon form over Q if no null vector has an entry below its free one. If
either fails, the prime divides a minor, and the next prime is tried.

The rank alone needs no vectors: if it is at most ``r`` modulo primes whose product exceeds every minor of size ``r + 1``
(Hadamard's bound), it is at most ``r`` over Q. For small matrices FLINT's own elimination (``fmpz_mat.rref``), of the
rows ``I`` alone, is at least as fast as solving.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import isqrt, prod
from operator import mul
from typing import Any

import flint

#: A 61-bit prime: ranks modulo it are lower bounds for ranks over Q, and equal to them unless it divides a minor.
PRIME = (1 << 61) - 1
#: Up to these sizes FLINT's echelon form, and FLINT's rank, over Z are at least as fast.
_SMALL, _SHORT = 64, 32


@cache
def prime(index: int) -> int:
    """The primes downwards from ``PRIME``, which is number 0."""
    if not index:
        return PRIME
    candidate = prime(index - 1) - 2
    while not flint.fmpz(candidate).is_probable_prime():  # a proof below 2^64 (Baillie-PSW)
        candidate -= 2
    return candidate


def rank_modulo(a: Any, modulus: int = PRIME) -> int:
    """The rank of the ``fmpz_mat`` ``a`` modulo a prime: at most the rank over Q."""
    return int(flint.nmod_mat(a, modulus).rank()) if a.nrows() and a.ncols() else 0


def pivots_modulo(a: Any, modulus: int = PRIME) -> tuple[int, ...]:
    """The pivot columns of the echelon form of the ``fmpz_mat`` ``a`` modulo a prime: independent over Q as well."""
    if not a.nrows() or not a.ncols():
        return ()
    return _staircase(*flint.nmod_mat(a, modulus).rref())


def _staircase(reduced: Any, rank: int) -> tuple[int, ...]:
    pivots, j = [], 0
    for i in range(rank):
        while reduced[i, j] == 0:
            j += 1
        pivots.append(j)
        j += 1
    return tuple(pivots)


def submatrix(table: Sequence[Sequence[Any]], rows: Iterable[int], columns: Sequence[int]) -> Any:
    """The ``fmpz_mat`` on the given rows and columns of a list of rows."""
    chosen = [table[i] for i in rows]
    return flint.fmpz_mat(len(chosen), len(columns), [row[j] for row in chosen for j in columns])


@dataclass(frozen=True)
class NullSpace:
    """``rows``: those of the ``n x nullity`` matrix ``basis`` whose columns are coprime integers (FLINT's, or 0), each with a
    positive number, listed in ``own``, on its own free row and 0 on the others' and below; ``pivots``: the pivot columns of the
    echelon form over Q, the complement of the free rows."""

    rows: list[list[Any]]
    own: list[Any]
    pivots: tuple[int, ...]

    @cached_property
    def basis(self) -> Any:
        """The ``fmpz_mat``."""
        return flint.fmpz_mat(len(self.rows), len(self.own), [v for row in self.rows for v in row])


def null_space(a: Any, table: Sequence[Sequence[Any]] | None = None, suggested: Sequence[int] | None = None) -> NullSpace:
    """The null space over Q of an ``fmpz_mat`` of any shape, exact; ``table``: its rows, if they are at hand; ``suggested``:
    its pivots modulo ``PRIME``, if they are known."""
    m, n = a.nrows(), a.ncols()
    if not m or not n:
        return _assembled(n, (), [], flint.fmpz(1))
    if suggested is None:
        suggested = pivots_modulo(a)
    if len(suggested) == n:
        return NullSpace([[] for _ in range(n)], [], tuple(range(n)))
    if max(m, n) <= 16:
        return _eliminated(a)
    table = a.tolist() if table is None else table
    for index in range(10**6):
        found = _solved(a, table, pivots_modulo(a, prime(index)) if index else suggested, prime(index))
        if found is not None:
            return found
    raise AssertionError("a minor has more than 10^6 prime factors of 61 bits")


def _others(n: int, chosen: Sequence[int]) -> list[int]:
    taken = set(chosen)
    return [j for j in range(n) if j not in taken]


def _eliminated(a: Any) -> NullSpace:
    """By FLINT's echelon form over Z."""
    reduced, scale, rank = a.rref()
    pivots = _staircase(reduced, rank)
    free = _others(a.ncols(), pivots)
    return _assembled(a.ncols(), pivots, [[row[j] for j in free] for row in reduced.tolist()[:rank]], scale)


def _solved(a: Any, table: Sequence[Sequence[Any]], pivots: Sequence[int], modulus: int,
            small: int = _SMALL) -> NullSpace | None:
    """By the theorem above, or None if the profile modulo the prime is not that over Q."""
    m, n = a.nrows(), a.ncols()
    if not pivots:
        return _assembled(n, (), [], flint.fmpz(1)) if a.is_zero() else None
    rows = pivots_modulo(submatrix(table, range(m), pivots).transpose(), modulus)
    rest = _others(m, rows)
    if max(m, n) <= small:  # the echelon form of independent rows, whose pivots are those over Q if they generate all rows
        found = _eliminated(submatrix(table, rows, range(n)))
        return found if not rest or (a * found.basis).is_zero() else None
    free = _others(n, pivots)
    numbers, scale = submatrix(table, rows, pivots).solve(submatrix(table, rows, free)).numer_denom()
    if rest and submatrix(table, rest, pivots) * numbers != scale * submatrix(table, rest, free):
        return None
    # an entry below the free one would mean that the pivot in its row is none over Q
    entries = numbers.tolist()
    if any(entries[i][s] for s, j in enumerate(free) if j < pivots[-1] for i in range(bisect_right(pivots, j), len(pivots))):
        return None
    return _assembled(n, pivots, entries, scale)


def _assembled(n: int, pivots: Sequence[int], table: list[list[Any]], scale: Any) -> NullSpace:
    """The basis with ``-table`` (rank x nullity) on the pivot rows and ``scale`` on the free ones, each column divided by
    its content."""
    free = _others(n, pivots)
    contents = [_content(column, scale) for column in zip(*table, strict=True)] if table else [scale] * len(free)
    rows: list[list[Any]] = [[0] * len(free)] * n
    plain = all(c == 1 for c in contents)
    for i, row in zip(pivots, table, strict=True):
        rows[i] = [-v for v in row] if plain else [-v // c for v, c in zip(row, contents, strict=True)]
    own = [scale // c for c in contents]
    for s, j in enumerate(free):
        rows[j] = [*rows[j][:s], own[s], *rows[j][s + 1:]]
    return NullSpace(rows, own, tuple(pivots))


def _content(column: Sequence[Any], scale: Any) -> Any:
    """The greatest common divisor of a column and its scale, with the sign of the scale."""
    content = scale
    for v in column:
        if content == 1:
            break
        content = content.gcd(v)
    content = abs(content)
    return content if scale > 0 else -content


def rank(a: Any, table: Sequence[Sequence[Any]] | None = None, known: int | None = None) -> int:
    """The rank over Q of an ``fmpz_mat`` of any shape, exact; ``table``: its rows, if they are at hand;
    ``known``: its rank modulo ``PRIME``, if that is."""
    full = int(min(a.nrows(), a.ncols()))
    found = rank_modulo(a) if known is None else known
    if found == full:
        return found
    if full <= _SHORT:
        return int(a.rank())
    table = [list(map(int, row)) for row in a.tolist()] if table is None else table
    index, product, bound = 0, PRIME, _hadamard(table, found + 1)
    while product <= bound:
        index += 1
        again = rank_modulo(a, prime(index))
        if again == full:
            return full
        if again > found:  # the primes before divide a minor
            found, bound = again, _hadamard(table, again + 1)
        product *= prime(index)  # modulo the primes before, the rank was at most what it is now
    return found


def _hadamard(table: Sequence[Sequence[int]], size: int) -> int:
    """A bound for the absolute value of every minor with ``size`` rows: the product of its longest rows, or columns."""
    def longest(rows: Iterable[Sequence[int]]) -> int:
        squares = sorted((sum(map(mul, row, row)) for row in rows), reverse=True)[:size]
        return prod(isqrt(int(v)) + 1 for v in squares)

    return min(longest(table), longest(zip(*table, strict=True)))
