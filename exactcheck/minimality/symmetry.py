"""Linear vector fields along which a polynomial is constant, such as those of a network's gauge group."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Exponents, Polynomial

MAX_UNKNOWNS, MAX_ENTRIES = 400, 2_000_000

Field = list[Polynomial]


def symmetries(F: Polynomial) -> list[Field]:
    """Fields ``v = L x + l`` with ``Σ v_i ∂_i F = 0`` whose values ``l`` at 0 are independent, as many as there are.

    They solve a linear system in the ``n (n + 1)`` coefficients of ``L`` and ``l``; an empty list if it is too large.
    """
    n = F.n
    if n * (n + 1) > MAX_UNKNOWNS:
        return []
    gradient = [F.derivative(i) for i in range(n)]
    monomials = [Polynomial.constant(n, 1), *(Polynomial.variable(n, j) for j in range(n))]
    columns = [(gradient[i] * x).terms for i in range(n) for x in monomials]
    rows: dict[Exponents, int] = {}
    for column in columns:
        for e in column:
            rows.setdefault(e, len(rows))
    if len(rows) * len(columns) > MAX_ENTRIES:
        return []
    table = [[Fraction(0)] * len(columns) for _ in rows]
    for j, column in enumerate(columns):
        for e, c in column.items():
            table[rows[e]][j] = c
    # The coefficients of l come last, so that the null space is in echelon form with respect to them.
    order = [i * (n + 1) + k for k in (*range(1, n + 1), 0) for i in range(n)]
    solutions = RationalMatrix(table, (len(rows), len(columns))).select(columns=order).null_space
    values = solutions.select(rows=range(n * n, n * n + n))
    fields = []
    for s in values.pivot_columns:
        coefficients = dict(zip(order, solutions.select(columns=[s]).primitive_columns().entries(), strict=True))
        fields.append([Polynomial.constant(n, coefficients[i * (n + 1)])
                       + Polynomial.linear([coefficients[i * (n + 1) + k] for k in range(1, n + 1)]) for i in range(n)])
    return fields


def complement(vectors: Sequence[Sequence[Fraction]], n: int) -> RationalMatrix:
    """Unit vectors that complete ``n``-vectors, independent ones, to a basis of the space: ``n x (n - s)``."""
    s = len(vectors)
    both = RationalMatrix.hstack([RationalMatrix([list(v) for v in vectors], (s, n)).T, RationalMatrix.identity(n)])
    chosen = [j - s for j in both.pivot_columns if j >= s]
    return RationalMatrix.identity(n).select(columns=chosen)


def tangents(fields: Sequence[Field]) -> list[list[Fraction]]:
    """The values of the fields at 0."""
    return [[p.coefficient((0,) * p.n) for p in v] for v in fields]
