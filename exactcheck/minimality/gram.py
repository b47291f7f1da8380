"""Gram matrices: ``F = m^T Q m`` with ``Q`` positive definite or semidefinite.

Every entry of ``Q`` belongs to exactly one coefficient of ``F``, so the symmetric matrices with that identity are an
affine space onto which projection is a division. A floating iteration between it and the cone of semidefinite matrices
suggests a matrix; it is rounded, put back on the affine space exactly, and the exact inertia decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import hypot

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Exponents, Polynomial, weighted_degree
from exactcheck.exact.symmetric import inertia

MAX_SIZE, ITERATIONS = 12, 40


def half_monomials(F: Polynomial, weights: Sequence[int] | None = None) -> list[Exponents]:
    """The monomials that may stand in ``m``; with ``weights``, those of half the (single) weighted degree of ``F``.

    A monomial ``a`` is left out once ``x^{2a}`` is neither a term of ``F`` nor a product of two others: then its row in a
    semidefinite ``Q`` is 0. An empty list if more than about a thousand would have to be looked at.
    """
    terms = F.terms
    tops = [max(e[i] for e in terms) // 2 for i in range(F.n)]
    size = 1
    for top in tops:
        size *= top + 1
    if size > 5000:
        return []
    degrees = [sum(e) for e in terms]
    chosen = [a for a in product(*(range(top + 1) for top in tops)) if min(degrees) <= 2 * sum(a) <= max(degrees)]
    if weights is not None:
        half = weighted_degree(next(iter(terms)), weights)
        chosen = [a for a in chosen if 2 * weighted_degree(a, weights) == half]
    if len(chosen) > 150:
        return []
    while True:
        mixed = {_add(a, b) for i, a in enumerate(chosen) for b in chosen[:i]}
        kept = [a for a in chosen if _add(a, a) in terms or _add(a, a) in mixed]
        if len(kept) == len(chosen):
            return sorted(kept, key=lambda a: (sum(a), [-e for e in a]))
        chosen = kept


def squares(F: Polynomial) -> tuple[list[Polynomial], RationalMatrix] | None:
    """``m`` and ``Q ⪰ 0`` with ``F = m^T Q m``, without the monomials whose row in ``Q`` is 0; None if none was found."""
    monomials = half_monomials(F)
    Q = gram_matrix(F, monomials, definite=False)
    if Q is None:
        return None
    used = [i for i in range(Q.rows) if Q[i, i]]
    return [Polynomial(F.n, {monomials[i]: 1}) for i in used], Q.select(used, used)


def _add(a: Exponents, b: Exponents) -> Exponents:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def gram_matrix(F: Polynomial, monomials: Sequence[Exponents], definite: bool) -> RationalMatrix | None:
    """A symmetric ``Q`` with ``F = m^T Q m``, positive definite (or at least semidefinite), or None if none was found."""
    k, terms = len(monomials), F.terms
    places: dict[Exponents, list[tuple[int, int]]] = {}
    for i in range(k):
        for j in range(i, k):
            places.setdefault(_add(monomials[i], monomials[j]), []).append((i, j))
    if k == 0 or k > MAX_SIZE or any(e not in places for e in terms):
        return None

    def exact(rows: Sequence[Sequence[Fraction]]) -> RationalMatrix:
        """The nearest matrix with the identity."""
        out = [list(row) for row in rows]
        for e, where in places.items():
            weight = sum(1 if i == j else 2 for i, j in where)
            missing = (terms.get(e, Fraction(0)) - sum(out[i][j] * (1 if i == j else 2) for i, j in where)) / weight
            for i, j in where:
                out[i][j] = out[j][i] = out[i][j] + missing
        return RationalMatrix(out, (k, k))

    def good(Q: RationalMatrix) -> bool:
        found = inertia(Q)
        return found.negative == 0 and (found.zero == 0 or not definite)

    squares = [[Fraction(0)] * k for _ in range(k)]
    for e, where in places.items():
        diagonal = [i for i, j in where if i == j]
        if diagonal:
            squares[diagonal[0]][diagonal[0]] = terms.get(e, Fraction(0))
    start = exact(squares)
    if good(start) or all(len(where) == 1 for where in places.values()):
        return start if good(start) else None
    scale = max(abs(c) for c in terms.values())  # divided exactly: coefficients may be beyond the range of a float
    rows = [[float(v / scale) for v in row] for row in start.tolist()]
    for step in range(ITERATIONS):  # floating point: it only suggests a matrix
        floor = 0.1 / (1 + step / 10)
        rows = _lifted(rows, floor)
        if step % 5 == 4:
            for bound in (1, 2, 4, 8, 64, 4096, 10**6):
                candidate = exact([[Fraction(v).limit_denominator(bound) * Fraction(scale).limit_denominator(10**6) for v in row]
                                   for row in rows])
                if good(candidate):
                    return candidate
        for e, where in places.items():
            weight = sum(1 if i == j else 2 for i, j in where)
            found = sum(rows[i][j] * (1 if i == j else 2) for i, j in where)
            missing = (float(terms.get(e, Fraction(0)) / scale) - found) / weight
            for i, j in where:
                rows[i][j] = rows[j][i] = rows[i][j] + missing
    return None


def _lifted(a: list[list[float]], floor: float) -> list[list[float]]:
    """The symmetric ``a`` with all eigenvalues below ``floor`` raised to it (Jacobi's method)."""
    n = len(a)
    d = [row[:] for row in a]
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(12):
        if sum(d[i][j] ** 2 for i in range(n) for j in range(i)) < 1e-18:
            break
        for p in range(n):
            for q in range(p + 1, n):
                if abs(d[p][q]) < 1e-14:
                    continue
                theta = (d[q][q] - d[p][p]) / (2 * d[p][q])
                t = (1 if theta >= 0 else -1) / (abs(theta) + hypot(theta, 1))
                c = 1 / hypot(t, 1)
                s = t * c
                for row in d:
                    row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
                d[p], d[q] = ([c * x - s * y for x, y in zip(d[p], d[q], strict=True)],
                              [s * x + c * y for x, y in zip(d[p], d[q], strict=True)])
                for row in v:
                    row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
    values = [max(d[i][i], floor) for i in range(n)]
    return [[sum(values[k] * v[i][k] * v[j][k] for k in range(n)) for j in range(n)] for i in range(n)]
