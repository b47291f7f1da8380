"""Straight directions of negative curvature at a critical point, short ones first."""

from __future__ import annotations

from math import floor
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.rationals import fraction
from exactcheck.exact.symmetric import negative_direction
from exactcheck.landscape.network import DeepLinearNetwork


def negative_curvature_direction(net: DeepLinearNetwork) -> list[RationalMatrix] | None:
    """A direction ``A`` with ``A^T H A < 0``, or None if and only if the Hessian ``H`` is positive semidefinite.

    Two weights that a person can follow are tried before the general algorithm.
    """
    H = net.hessian()
    vector = two_entry_direction(H)
    if vector is None and net.hessian_inertia.negative:
        vector = negative_direction(H)
    return None if vector is None else net.to_direction(vector)


def two_entry_direction(H: RationalMatrix) -> RationalMatrix | None:
    """A column ``v`` with at most two nonzero entries, integers, and ``v^T H v < 0``, or None if there is none.

    ``e_i`` for ``H_ii < 0``; else ``x e_i + y e_j`` for a principal ``2 x 2`` minor that is negative.
    """
    table = H.flint.tolist()
    n = H.rows
    for i in range(n):
        if table[i][i] < 0:
            return RationalMatrix.unit(n, 1, i, 0)
    best: tuple[int, int, int, int, int] | None = None
    for i in range(n):
        for j in range(i):
            a, b, c = table[i][i], table[i][j], table[j][j]
            if not b or a * c >= b * b:
                continue
            x, y = _negative_pair(a, b, c)
            candidate = (max(abs(x), abs(y)), j, i, y, x)
            if best is None or candidate < best:
                best = candidate
    if best is None:
        return None
    return RationalMatrix.unit(n, 1, best[1], 0) * best[3] + RationalMatrix.unit(n, 1, best[2], 0) * best[4]


def _negative_pair(a: Any, b: Any, c: Any) -> tuple[int, int]:
    """Integers ``x, y`` with ``a x² + 2 b x y + c y² < 0``, given ``a, c >= 0`` and ``a c < b²``."""
    p, q, r = fraction(a), fraction(b), fraction(c)
    sign = -1 if q > 0 else 1
    if p + r < 2 * abs(q):
        return 1, sign
    if not p:
        return floor(r / (2 * abs(q))) + 1, sign
    if not r:
        return 1, sign * (floor(p / (2 * abs(q))) + 1)
    slope = q / r  # the minimum over y is at y = -x q/r, with value x² (p - q²/r) < 0
    return slope.denominator, -slope.numerator
