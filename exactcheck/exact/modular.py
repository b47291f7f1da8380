"""Null space, rank and pivots of integer matrices: a prime suggests where to look, exact work is done only there.

Let ``A`` be ``m x n``, and ``r`` its rank modulo a prime, with pivot columns ``J`` and pivot rows ``I`` there: the block
``B = A[I, J]`` is invertible, so the rank over Q is at least ``r``. The rational ``X`` with ``B X = A[I, J']``, ``J'`` the
other columns, gives null vectors if ``A[:, J] X = A[:, J']`` holds in the remaining rows as well. Then the rank is ``r``,
and ``J`` is the list of pivot columns of the echelon form over Q if no null vector has an entry below its free one. If
either fails, the prime divides a minor, and the next prime is tried.

The rank alone needs no vectors: if it is at most ``r`` modulo primes whose product exceeds every minor of size ``r + 1``
(Hadamard's bound), it is at most ``r`` over Q. For small matrices FLINT's own elimination (``fmpz_mat.rref``) is faster; for
large ones ``X`` is put together from its images modulo primes, unless it has few columns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from math import gcd, isqrt, prod
from operator import itemgetter, mul
from typing import Any, TypeAlias

import flint

#: A 61-bit prime: ranks modulo it are lower bounds for ranks over Q, and equal to them unless it divides a minor.
PRIME = (1 << 61) - 1
#: Primes of this length take a tenth more time (64 bits: twice as long to read), and sometimes one fewer of them will do.
_LONG_PRIMES = 63
#: Up to these sizes FLINT's echelon form, and FLINT's rank, over Z are at least as fast.
_SMALL, _SHORT = 36, 32
#: How often a common denominator is completed that two combinations of right-hand sides do not show.
_MISSED = 4

Echelon: TypeAlias = tuple[Any, tuple[int, ...]]


@cache
def prime(index: int, bits: int = 61) -> int:
    """The primes with so many bits downwards from the greatest (of 61 bits: ``PRIME``), which is number 0."""
    candidate = prime(index - 1, bits) - 2 if index else (1 << bits) - 1
    while not flint.fmpz(candidate).is_probable_prime():  # a proof below 2^64 (Baillie-PSW)
        candidate -= 2
    return candidate


def rank_modulo(a: Any, modulus: int = PRIME) -> int:
    """The rank of the ``fmpz_mat`` ``a`` modulo a prime: at most the rank over Q."""
    return int(flint.nmod_mat(a, modulus).rank()) if a.nrows() and a.ncols() else 0


def echelon_modulo(a: Any, modulus: int = PRIME) -> Echelon:
    """The reduced echelon form of the ``fmpz_mat`` ``a`` modulo a prime (an ``nmod_mat``), and its pivot columns."""
    if not a.nrows() or not a.ncols():
        return flint.nmod_mat(a, modulus), ()
    reduced, rank = flint.nmod_mat(a, modulus).rref()
    return reduced, _staircase(reduced, rank)


def pivots_modulo(a: Any, modulus: int = PRIME) -> tuple[int, ...]:
    """The pivot columns of the echelon form of the ``fmpz_mat`` ``a`` modulo a prime: independent over Q as well."""
    return echelon_modulo(a, modulus)[1]


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
    if len(columns) < 2:  # itemgetter would return no tuple
        return flint.fmpz_mat(len(chosen), len(columns), [row[j] for row in chosen for j in columns])
    return flint.fmpz_mat(len(chosen), len(columns), list(chain.from_iterable(map(itemgetter(*columns), chosen))))


@dataclass(frozen=True)
class NullSpace:
    """``rows``: those of the ``n x nullity`` matrix whose columns are coprime integers, each with a
    positive number, listed in ``own``, on its own free row and 0 on the others' and below; ``pivots``: the pivot columns of the
    echelon form over Q, the complement of the free rows."""

    rows: list[list[int]]
    own: list[int]
    pivots: tuple[int, ...]


def null_space(a: Any, table: Sequence[Sequence[Any]] | None = None, known: Echelon | None = None) -> NullSpace:
    """The null space over Q of an ``fmpz_mat`` of any shape, exact; ``table``: its rows, if they are at hand; ``known``: its
    echelon form modulo ``PRIME``, if that is."""
    m, n = a.nrows(), a.ncols()
    if not m or not n:
        return _assembled(n, (), [], 1)
    echelon = echelon_modulo(a) if known is None else known
    if len(echelon[1]) == n:
        return NullSpace([[] for _ in range(n)], [], tuple(range(n)))
    if max(m, n) <= _SMALL:
        return _eliminated(a)
    table = a.tolist() if table is None else table
    for index in range(10**6):
        found = _solved(a, table, echelon, index)
        if found is not None:
            return found
        echelon = echelon_modulo(a, prime(index + 1))
    raise AssertionError("a minor has more than 10^6 prime factors of 61 bits")


def _others(n: int, chosen: Sequence[int]) -> list[int]:
    taken = set(chosen)
    return [j for j in range(n) if j not in taken]


def _eliminated(a: Any) -> NullSpace:
    """By FLINT's echelon form over Z."""
    reduced, scale, rank = a.rref()
    pivots = _staircase(reduced, rank)
    free = _others(a.ncols(), pivots)
    return _assembled(a.ncols(), pivots, [[-int(row[j]) for j in free] for row in reduced.tolist()[:rank]], int(scale))


def _solved(a: Any, table: Sequence[Sequence[Any]], echelon: Echelon, index: int) -> NullSpace | None:
    """By the theorem above, or None if the profile modulo the prime with this number is not that over Q; ``echelon``: the form
    modulo it."""
    m, n, pivots = a.nrows(), a.ncols(), echelon[1]
    if not pivots:
        return _assembled(n, (), [], 1) if a.is_zero() else None
    rows = tuple(range(len(pivots)))
    block = submatrix(table, rows, pivots)
    if rank_modulo(block, prime(index)) < len(rows):  # the first rows will hardly ever do where anything has a structure
        rows = pivots_modulo(a.transpose(), prime(index))
        block = submatrix(table, rows, pivots)
    free = _others(n, pivots)
    lifted = _from_residues(a, table, echelon, index, rows, block) if 3 * len(free) > len(pivots) else None
    if lifted is not None:
        entries, scale = lifted
    else:
        numbers, denominator = block.solve(submatrix(table, rows, free)).numer_denom()
        rest = _others(m, rows)
        if rest and submatrix(table, rest, pivots) * numbers != denominator * submatrix(table, rest, free):
            return None
        entries, scale = [[-int(v) for v in row] for row in numbers.tolist()], int(denominator)
    # an entry below the free one would mean that the pivot in its row is none over Q
    if any(entries[i][s] for s, j in enumerate(free) if j < pivots[-1] for i in range(bisect_right(pivots, j), len(pivots))):
        return None
    return _assembled(n, pivots, entries, scale)


def _from_residues(a: Any, table: Sequence[Sequence[Any]], echelon: Echelon, index: int, rows: Sequence[int],
                   block: Any) -> tuple[list[list[int]], int] | None:
    """``-Y`` and ``d > 0``, integers, with ``A[:, J] Y = d A[:, J']``, from echelon forms modulo several primes; or None.

    Two combinations of the right-hand sides of ``B X = A[I, J']`` suggest the common denominator ``d`` of ``X``, and how long
    ``Y = d X`` is. Modulo each prime with the pivots ``J`` the echelon form contains ``X``. So ``A[:, J] Y - d A[:, J']`` is 0
    modulo the product of the primes, and is 0 if none of its entries, sums of ``r + 1`` products, can reach that.
    """
    reduced, pivots = echelon
    n, rank, free = a.ncols(), len(pivots), _others(a.ncols(), pivots)
    occurring = set().union(*table)  # far fewer than entries, if they are short
    height = (rank + 1) * max(int(max(occurring)), -int(min(occurring)))
    coefficients = [[0, 0]] * n
    for s, j in enumerate(free):
        coefficients[j] = [s % 3 - 1, s % 2]
    combined = (a * flint.fmpz_mat(coefficients)).tolist()
    numbers, denominator = block.solve(flint.fmpz_mat([combined[i] for i in rows])).numer_denom()
    scale, bound = int(denominator), height * int(max(denominator, *map(abs, numbers.entries())))
    left = bound.bit_length() - 61
    bits = _LONG_PRIMES if 12 * -(-left // _LONG_PRIMES) < 11 * -(-left // 61) else 61
    primes = [prime(index)]
    while prod(primes) <= bound:
        primes.append(prime(index + len(primes), bits))
    product = prod(primes)
    residues: list[list[int]] = []
    for p in primes:
        if residues:
            reduced, again = echelon_modulo(a, p)
            if again != pivots:
                return None
        scaled = reduced * (-scale * pow(product // p, -1, p) % p)
        residues.append([int(scaled[i, j]) for i in range(rank) for j in free])
    values = _recombined(residues, primes, product)
    for _ in range(_MISSED):
        if height * max(scale, max(values), -min(values)) < product:
            return [values[k:k + len(free)] for k in range(0, len(values), len(free))], scale
        missed, half = _denominator(max(values, key=abs), product, product // height), product // 2
        scale, values = scale * missed, [(missed * v + half) % product - half for v in values]
    return None


def _denominator(residue: int, modulus: int, bound: int) -> int:
    """A small ``d > 0`` with ``d residue`` below ``bound`` in absolute value modulo ``modulus``: by Euclid's algorithm."""
    (r, t), (s, u) = (modulus, 0), (residue % modulus, 1)
    while s >= bound:
        q = r // s
        (r, t), (s, u) = (s, u), (r - q * s, t - q * u)
    return abs(u)


def _recombined(residues: Sequence[Sequence[int]], primes: Sequence[int], product: int) -> list[int]:
    """The sums of the residues modulo each prime times the product of the other primes, of least absolute value modulo the
    product of all."""
    half = product // 2
    first, *weights = [product // p for p in primes]
    totals: Iterable[int] = repeat(half)
    for weight, row in zip(weights, residues[1:], strict=True):
        totals = [t + weight * v for t, v in zip(totals, row, strict=False)]
    return [(t + first * v) % product - half for t, v in zip(totals, residues[0], strict=False)]


def _assembled(n: int, pivots: Sequence[int], table: list[list[int]], scale: int) -> NullSpace:
    """The basis with ``table`` (rank x nullity) on the pivot rows and ``scale`` on the free ones, each column divided by
    its content."""
    free = _others(n, pivots)
    contents = [gcd(scale, *column) for column in zip(*table, strict=True)] if table else [abs(scale)] * len(free)
    if scale < 0:
        contents = [-c for c in contents]
    divided = [(s, c) for s, c in enumerate(contents) if c != 1]  # few columns, where the scale is the least there is
    for row in table:
        for s, c in divided:
            row[s] //= c
    own = [scale // c for c in contents]
    rows = [[0] * len(free)] * n
    for i, row in zip(pivots, table, strict=True):
        rows[i] = row
    for s, j in enumerate(free):
        rows[j] = [*rows[j][:s], own[s], *rows[j][s + 1:]]
    return NullSpace(rows, own, tuple(pivots))


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
    """A bound for the absolute value of every minor with ``size`` rows: the product of the longest rows (of a wide matrix, whose
    columns are shorter: columns)."""
    lines: Iterable[Sequence[int]] = zip(*table, strict=True) if len(table) < len(table[0]) else table
    squares = sorted((sum(map(mul, line, line)) for line in lines), reverse=True)[:size]
    return isqrt(prod(squares)) + 1
