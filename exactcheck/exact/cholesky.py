"""Congruences of definite integer matrices, suggested by a floating Cholesky factorization without pivoting, and the search for
the fewest bits to which a suggested congruence may be rounded.

Without pivoting Cholesky's factorization of a definite matrix is as accurate as with it (Higham, "Accuracy and Stability of
Numerical Algorithms", theorem 10.3). As in ``congruence``, only operations that IEEE 754 rounds correctly are used, and no
``sum`` of floats, so the bytes are the same everywhere; that a congruence serves is decided by the caller in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from math import frexp, fsum, ldexp, sqrt
from operator import mul
from typing import TypeVar

Found = TypeVar("Found")
#: Entries up to this many bits are multiplied by floats as they are.
_LONGEST = 900
#: Beside a diagonal scaled to between 1/2 and 2, a smaller pivot leaves too few correct bits.
_SMALL_PIVOT = 2.0**-36
#: Beside such a diagonal, a matrix with greater entries is not definite, or its factor has no correct bits; up to them nothing
#: overflows.
_GREATEST = 2.0**400
#: The mean absolute value of an error of rounding to integers, combined with the coefficients of a unit vector:
#: sqrt(2 / pi) / sqrt(12).
_ROUNDING = 0.23
#: A rounding that needs this many bits more than expected was suggested badly.
_PATIENCE = 4


class DefiniteFactor:
    """A floating ``F``, upper triangular, with ``2^(x_i + x_j) (F F^T)^-1`` about ``+-a``, ``n x n``.

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
    """Of a symmetric integer matrix that floats find positive or negative definite, and not too near singular; or None.

    None also where most entries are 0: there a factorization with pivoting keeps more of them.
    """
    n = len(table)
    if 2 * sum(row.count(0) for row in table) > n * n:
        return None
    if max(max(map(max, table)), -min(map(min, table))).bit_length() > _LONGEST:
        return None
    sign = 1.0 if table[0][0] > 0 else -1.0
    diagonal = [row[i] for i, row in enumerate(table)]
    if any(v * sign <= 0 for v in diagonal):
        return None
    exponents = [-(v.bit_length() // 2) for v in diagonal]
    weights = [ldexp(1.0, e) for e in exponents]
    # Row i: the entries of the triangle from the diagonal on, then those of row i of L^-1 on the columns before.
    rows: list[list[float]] = []
    for i, (row, weight) in enumerate(zip(table, weights, strict=True)):
        own = sign * weight
        rows.append([v * w * own for v, w in zip(row[i:], weights[i:], strict=True)])
    columns, norms = [], []
    for p, source in enumerate(rows):
        pivot = source[0]
        if not pivot > _SMALL_PIVOT or max(map(abs, source)) > _GREATEST:
            return None
        source.append(1.0)
        for i in range(p + 1, n):
            rest = source[i - p:]
            f = rest[0] / pivot
            rows[i].append(0.0)
            rows[i] = [v - f * w for v, w in zip(rows[i], rest, strict=True)]
        root = sqrt(pivot)
        columns.append([v / root for v in source[n - p:]])
        triangle = source[:n - p]
        norms.append(sqrt(fsum(map(mul, triangle, triangle)) / pivot))
    low = min(exponents)
    return DefiniteFactor(columns, norms, [e - low for e in exponents])


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
