"""Congruences of definite integer matrices, suggested by Cholesky's factorization in fixed point without pivoting, and the
search for the fewest bits to which a suggested congruence may be rounded.

Without pivoting Cholesky's factorization of a definite matrix is as accurate as with it (Higham, "Accuracy and Stability of
Numerical Algorithms", theorem 10.3). A row of numbers is one long integer with a place for each, so that a step of the elimination
is one multiplication. What does not fit into its place spoils its neighbours, and then the suggestion is useless, but nothing
overflows; that a congruence serves is decided by the caller in exact arithmetic. The floats of the last step come from operations
that IEEE 754 rounds correctly, so the bytes are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from math import frexp, ldexp, sqrt
from operator import mul
from struct import unpack
from typing import TypeVar

Found = TypeVar("Found")
#: Bits after the point, and of the place that a number has in a packed row: two words, of which the lower one is read.
_POINT, _SLOT = 44, 128
#: Beside a diagonal scaled to between 1/2 and 2, a smaller pivot leaves too few correct bits.
_SMALL_PIVOT = 1 << _POINT - 36
#: The mean absolute value of an error of rounding to integers, combined with the coefficients of a unit vector:
#: sqrt(2 / pi) / sqrt(12).
_ROUNDING = 0.23
#: A rounding that needs this many bits more than expected was suggested badly.
_PATIENCE = 4


class DefiniteFactor:
    """A suggested ``F``, upper triangular, in floats, with ``2^(x_i + x_j) (F F^T)^-1`` about ``+-a``, ``n x n``.

    ``expected_bits``: the number of bits after the point from which on ``F``, rounded to them, will usually make
    ``F^T (+-2^(-x_i - x_j) a_ij) F`` strictly diagonally dominant: the errors of rounding, seen as independent and uniform,
    change the entry between columns ``i < j`` by about ``_ROUNDING |g_i|``, with ``g_i`` column ``i`` of ``F^-T``.
    """

    def __init__(self, columns: list[list[float]], norms: list[float], scales: list[int]) -> None:
        self._columns, self._scales = columns, scales
        n, before, worst = len(norms), 0.0, 0.0
        for i, norm in enumerate(norms):
            worst = max(worst, (n - 1 - i) * norm + before)
            before += norm
        self.expected_bits = frexp(_ROUNDING * worst)[1]

    def rounded(self, bits: int) -> list[list[int]]:
        """The rows of ``2^bits F``, rounded to integers, row ``i`` times the power of 2 that belongs to its scale."""
        n, factor = len(self._columns), ldexp(1.0, bits)
        columns = [[round(v * factor) for v in column] + [0] * (n - len(column)) for column in self._columns]
        rows = [list(row) for row in zip(*columns, strict=True)]
        return [[v << scale for v in row] if scale else row for row, scale in zip(rows, self._scales, strict=True)]


def definite_factor(table: list[list[int]]) -> DefiniteFactor | None:
    """Of a symmetric integer matrix that this elimination finds positive or negative definite, and not too near singular; or None.

    None also where most entries are 0: there a factorization with pivoting keeps more of them.
    """
    n = len(table)
    if 2 * sum(row.count(0) for row in table) > n * n:
        return None
    sign = 1 if table[0][0] > 0 else -1
    diagonal = [row[i] for i, row in enumerate(table)]
    if any(v * sign <= 0 for v in diagonal):
        return None
    halves = [v.bit_length() // 2 for v in diagonal]
    # Row i in slots: the triangle from the diagonal on, then row i of L^-1, whose last entry is 1; with twice _POINT bits
    # after the point, because products of numbers with _POINT bits will be subtracted.
    rows = []
    for i, (row, half) in enumerate(zip(table, halves, strict=True)):
        packed = 0
        for v, other in zip(reversed(row[i:]), reversed(halves[i:]), strict=True):
            packed = (packed << _SLOT) + (v << 2 * _POINT >> half + other)
        rows.append(sign * packed + (1 << 2 * _POINT + _SLOT * n))
    ones = ((1 << _SLOT * (n + 1)) - 1) // ((1 << _SLOT) - 1)
    positive, mask = ones << _SLOT - 1, ones * ((1 << _SLOT - _POINT) - 1)
    columns, norms = [], []
    for p, packed in enumerate(rows):
        shifted = (packed + positive >> _POINT) & mask
        values = unpack(f"<{2 * n + 2}q", shifted.to_bytes(16 * n + 16, "little"))[::2]
        pivot = values[0]
        if pivot < _SMALL_PIVOT:
            return None
        triangle, square = values[:n - p], pivot << _POINT
        rest = shifted - (positive >> _POINT)
        for i, v in enumerate(triangle[1:], p + 1):
            rest >>= _SLOT
            rows[i] -= (v << _POINT) // pivot * rest
        root = sqrt(square)
        columns.append([v / root for v in values[n - p:]])
        norms.append(sqrt(sum(map(mul, triangle, triangle)) / square))
    top = max(halves)
    return DefiniteFactor(columns, norms, [top - half for half in halves])


def fewest_bits(candidate: Callable[[int], Found | None], expected: int, finest: int) -> Found | None:
    """``candidate(b)`` for the least ``b <= finest`` for which it is not None, if that holds from there on up to ``finest``; in
    any case for some such ``b``, or None. Quick if ``expected`` is about right."""
    b = min(expected, finest)
    found = candidate(b)
    if found is not None:
        while (coarser := candidate(b - 1)) is not None:
            found, b = coarser, b - 1
        return found
    for _ in range(min(_PATIENCE, finest - b)):
        b += 1
        found = candidate(b)
        if found is not None:
            return found
    while b < finest:
        middle = (b + finest + 1) // 2
        finer = candidate(middle)
        if finer is None:
            b = middle
        else:
            found, finest = finer, middle - 1
    return found
