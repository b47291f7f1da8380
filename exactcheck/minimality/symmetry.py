"""Linear vector fields along which a polynomial is constant, such as those of a network's gauge group."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from random import Random

import flint

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, total
from exactcheck.minimality.budget import Budget

#: Residues of this prime are lifted to fractions of up to 30 bits each.
PRIME = (1 << 61) - 1
#: In more variables (30 of them) no field is looked for.
MAX_UNKNOWNS = 930

Field = list[Polynomial]


def symmetries(F: Polynomial, budget: Budget) -> list[Field]:
    """Fields ``v = L x + l`` with ``Σ v_i ∂_i F = 0`` whose values ``l`` at 0 are independent, as many as there are.

    The ``n (n + 1)`` coefficients of ``L`` and ``l`` solve a linear system. It is solved modulo a prime, with the values at
    random points instead of all coefficients; the solutions are lifted to small rationals, and the identity decides.
    An empty list if that would take more than half of the steps that are left.
    """
    n = F.n
    if n * (n + 1) > MAX_UNKNOWNS:
        return []
    gradient = [F.derivative(i) for i in range(n)]
    size = n * (n + 1)
    price = size * size + size**3 // 500 + (size + 10) * sum(6 + len(p) // 12 for p in gradient)
    if price > budget.left // 2:
        return []  # what is left is better spent on what needs no symmetry
    budget.spend(price)
    source, rows = Random(size), []
    for _ in range(size + 10):
        x = [source.randint(-99, 99) for _ in range(n)]
        slopes = [_modulo(p(x)) for p in gradient]
        # The coefficients of l come last: their free columns belong to solutions with independent values at 0.
        rows.append([s * v for s in slopes for v in x] + slopes)
    table = flint.nmod_mat(size + 10, size, [v for row in rows for v in row], PRIME)
    reduced, rank = table.rref()
    pivots, column = [], 0
    for i in range(rank):
        while not int(reduced[i, column]):
            column += 1
        pivots.append(column)
    fields = []
    for free in sorted(set(range(n * n, size)) - set(pivots)):
        values = {free: Fraction(1), **{p: lifted(-int(reduced[i, free])) for i, p in enumerate(pivots)}}
        column_of = RationalMatrix.column([values.get(k, Fraction(0)) for k in range(size)]).primitive_columns()
        solution = list(column_of.entries())
        field = [Polynomial.linear(solution[i * n:(i + 1) * n]) + Polynomial.constant(n, solution[n * n + i]) for i in range(n)]
        if is_constant_along(gradient, field):
            fields.append(field)
    return fields


def is_constant_along(gradient: Sequence[Polynomial], field: Field) -> bool:
    """Does the field annihilate the polynomial with this gradient?"""
    return not total(field[0].n, (slope * p for slope, p in zip(gradient, field, strict=True)))


def _modulo(value: Fraction) -> int:
    return int(value.numerator * pow(value.denominator, -1, PRIME) % PRIME)


def lifted(residue: int) -> Fraction:
    """The fraction with numerator and denominator below about ``sqrt(PRIME / 2)`` that is congruent to ``residue``."""
    bound = isqrt(PRIME // 2)
    (a, x), (b, y) = (PRIME, 0), (residue % PRIME, 1)
    while b > bound:
        a, b, x, y = b, a % b, y, x - a // b * y
    return Fraction(b, y) if y else Fraction(0)


def complement(vectors: Sequence[Sequence[Fraction]], n: int) -> RationalMatrix:
    """Unit vectors that complete ``n``-vectors, independent ones, to a basis of the space: ``n x (n - s)``."""
    s = len(vectors)
    both = RationalMatrix.hstack([RationalMatrix([list(v) for v in vectors], (s, n)).T, RationalMatrix.identity(n)])
    chosen = [j - s for j in both.pivot_columns if j >= s]
    return RationalMatrix.identity(n).select(columns=chosen)


def tangents(fields: Sequence[Field]) -> list[list[Fraction]]:
    """The values of the fields at 0."""
    return [[p.coefficient((0,) * p.n) for p in v] for v in fields]
