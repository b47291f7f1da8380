"""Weights for leading forms, and what leading forms suggest: curves, rays, new coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import gcd

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.composition import composed
from exactcheck.minimality.signs import Point

MAX_WEIGHT, MAX_WEIGHTS = 4, 60
#: Terms times variables up to which a polynomial is factored.
MAX_FACTORED = 100_000


def monomial_curve(v: Point, weights: list[int]) -> list[Polynomial]:
    return [Polynomial(1, {(w,): a}) for a, w in zip(v, weights, strict=True)]


def candidate_weights(F: Polynomial, budget: Budget) -> Iterator[list[int]]:
    """Primitive positive weights, small ones first, each with another leading form."""
    n, seen = F.n, set()
    largest = next((k for k in (6, MAX_WEIGHT, 3, 2, 1) if k**n <= 5000), 1)
    several = sorted(product(range(1, largest + 1), repeat=n), key=lambda w: (sum(w), w))
    count = 0
    for weights in several:
        if gcd(*weights) != 1:
            continue
        budget.spend(len(F) * n // 2 + len(F))
        _, form = F.leading(weights)
        key = tuple(form.terms)
        if key in seen:
            continue
        seen.add(key)
        count += 1
        if count > MAX_WEIGHTS:
            return
        yield list(weights)


def simplest(zeros: list[Point], weights: list[int]) -> list[Point]:
    """One zero per weighted ray, ``(s^{w_i} v_i)`` for ``s > 0``: those with fewest coordinates 0 and small numbers first."""
    chosen: list[Point] = []
    for v in sorted(zeros, key=lambda v: (sum(not x for x in v), sum(abs(x) + x.denominator for x in v), v)):
        if not any(same_ray(u, v, weights) for u in chosen):
            chosen.append(v)
    return chosen


def same_ray(u: Point, v: Point, weights: list[int]) -> bool:
    if any((x > 0) != (y > 0) or (x < 0) != (y < 0) for x, y in zip(u, v, strict=True)):
        return False
    ratios = [(abs(y / x), w) for x, y, w in zip(u, v, weights, strict=True) if x]
    return all(r ** ratios[0][1] == ratios[0][0] ** w for r, w in ratios)


def straightening(form: Polynomial) -> Iterator[list[Polynomial]]:
    """For each square factor ``c x_i + q(other variables)`` of the form, ``q ≠ 0``, the coordinates in which it is ``c x_i``."""
    n = form.n
    for p, k in form.factors()[1] if len(form) * n <= MAX_FACTORED else ():
        if k % 2 or len(p) < 2:
            continue
        terms = p.terms
        for i in range(n):
            unit = tuple(int(i == j) for j in range(n))
            if unit in terms and sum(1 for e in terms if e[i]) == 1:
                phi = [Polynomial.variable(n, j) for j in range(n)]
                phi[i] = phi[i] - (p - phi[i].scaled(terms[unit])).scaled(1 / terms[unit])
                yield phi
                break


def flag(F: Polynomial, budget: Budget) -> list[Polynomial] | None:
    """Linear coordinates: the lowest form of ``F`` depends on the first only, that of ``F`` on their kernel on the next, and so on.

    None if unit vectors already do that, or if it would take too many terms.
    """
    n, G = F.n, F
    basis, kernel = RationalMatrix.zeros(n, 0), RationalMatrix.identity(n)
    while G and kernel.columns:
        _, form = G.leading([1] * G.n)
        slopes = [form.derivative(i).terms for i in range(G.n)]
        exponents = list({e: None for slope in slopes for e in slope})
        table = RationalMatrix([[slope.get(e, 0) for slope in slopes] for e in exponents], (len(exponents), G.n))
        null, pivots = table.null_space.primitive_columns(), table.pivot_columns
        basis = RationalMatrix.hstack([basis, kernel.select(columns=pivots)])
        if not null.columns:
            break
        kernel = kernel @ null
        inside = composed(G, [Polynomial.linear(row) for row in null.tolist()], null.columns, budget)
        if inside is None:
            return None
        G = inside
    else:
        basis = RationalMatrix.hstack([basis, kernel])
    rows = basis.tolist()
    return None if all(sum(1 for v in row if v) == 1 for row in rows) else [Polynomial.linear(row) for row in rows]
