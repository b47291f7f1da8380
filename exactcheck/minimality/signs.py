"""Rational points where a form (the leading part of a polynomial) is negative or 0.

Floating point only suggests points; the exact value decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise, product
from random import Random
from typing import Any

import flint

from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.composition import MANY_VARIABLES

Point = tuple[Fraction, ...]
_VALUES = tuple(Fraction(v) for v in ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "3", "-3", "1/3", "-1/3"))
_LINES, _STARTS, _DESCENT_STEPS = 20, 12, 40
#: In more variables, sums of two unit vectors are not tried.
MAX_PAIRS = 20
_DENOMINATORS = (1, 2, 3, 4, 6, 8, 16, 64, 1024)


@lru_cache(maxsize=32)
def points(n: int, effort: int) -> tuple[Point, ...]:
    """Simple rational points, the simplest first; about 1,000 times ``effort`` of them."""
    size = next((k for k in (11, 7, 5, 3) if k**n <= 1500 * effort), 0)
    if size:
        return tuple(sorted(product(_VALUES[:size], repeat=n), key=lambda v: (sum(abs(x) + x.denominator for x in v), v)))
    zero, one = Fraction(0), Fraction(1)
    sparse = [{i: a} for i in range(n) for a in (one, -one)]
    if n <= MAX_PAIRS:
        sparse += [{i: a, k: b} for i in range(n) for k in range(i) for a in (one, -one) for b in (one, -one)]
    units = (tuple(v.get(j, zero) for j in range(n)) for v in sparse)
    source = Random(n)
    return (*units, *(tuple(source.choice(_VALUES[:5]) for _ in range(n)) for _ in range(1000 * effort)))


@lru_cache(maxsize=32)
def _flint_points(n: int, effort: int) -> tuple[tuple[flint.fmpq, ...], ...]:
    numbers = {x: flint.fmpq(x.numerator, x.denominator) for x in _VALUES}
    return tuple(tuple(numbers[x] for x in v) for v in points(n, effort))


def values(p: Polynomial, budget: Budget, most: int | None = None) -> Iterator[tuple[Point, Any]]:
    """The first ``most`` simple points, each with the value (a FLINT rational) of ``p`` there, paid from the budget."""
    evaluate, price = p.flint, 6 + len(p) // 12 + (len(p) * p.n // 300 if p.n > MANY_VARIABLES else 0)
    for v, x in islice(zip(points(p.n, budget.effort), _flint_points(p.n, budget.effort), strict=True), most):
        budget.spend(price)
        yield v, evaluate(*x)


def negative_or_zero(form: Polynomial, budget: Budget) -> tuple[Point | None, list[Point]]:
    """A rational point with a negative value, or None; and the simple points that were met where terms cancel to 0."""
    zeros: list[Point] = []
    small: list[tuple[Any, Point]] = []
    for v, value in values(form, budget):
        if value < 0:
            return v, zeros
        if value == 0 and any(v) and cancels(form, v):
            zeros.append(v)
        elif value > 0 and len(small) < 400:
            small.append((value, v))
    small.sort(key=lambda pair: pair[0])
    source = Random(form.n)
    for k in range(_LINES * budget.effort):
        base = small[k][1] if k < len(small) and k % 2 else tuple(source.choice(_VALUES[:7]) for _ in range(form.n))
        direction = tuple(source.choice(_VALUES[:5]) for _ in range(form.n))
        budget.spend(300 + len(form) * (1 + form.n // 20))
        found = _on_line(form, base, direction)
        if found is not None:
            return found, zeros
    return None, zeros


def cancels(form: Polynomial, v: Point) -> bool:
    """Is some term of the form not 0 at ``v``? Else the zero is one of a coordinate plane."""
    return any(all(v[i] for i, k in enumerate(e) if k) for e in form.terms)


def _on_line(form: Polynomial, base: Sequence[Fraction], direction: Sequence[Fraction]) -> Point | None:
    """A point of the line where the form is negative; the real roots, enclosed in floating point, say where to look."""
    line = form.compose([Polynomial(1, {(0,): b, (1,): d}) for b, d in zip(base, direction, strict=True)], 1)
    if line.degree == 0:
        return None
    p = flint.fmpq_poly([flint.fmpq(c.numerator, c.denominator) for c in (line.coefficient((k,)) for k in range(line.degree + 1))])
    ends = sorted(float(root.real.mid()) for root, times in p.numer().complex_roots() if times % 2 and root.imag.contains(0))
    between = [ends[0] - 1, ends[-1] + 1, *((a + b) / 2 for a, b in pairwise(ends))] if ends else [0.0]
    for t in map(Fraction, between):
        for bound in _DENOMINATORS:
            simple = t.limit_denominator(bound)
            if line([simple]) < 0:
                return tuple(b + simple * d for b, d in zip(base, direction, strict=True))
    return None


# -- descent in floating point ---------------------------------------------------------------------------------------
def by_descent(form: Polynomial, budget: Budget) -> tuple[Point | None, list[Point]]:
    """As ``negative_or_zero``, by minimizing the form in floating point on faces of the box ``[-1, 1]^n``.

    Only operations that IEEE 754 rounds correctly are used, so the points are the same everywhere.
    """
    n, source = form.n, Random(form.n)
    zeros: list[Point] = []
    scale = max(abs(c) for c in form.terms.values())
    terms = [(float(c / scale), [(i, k) for i, k in enumerate(e) if k]) for e, c in form.terms.items()]
    step_cost = sum(1 + len(powers) ** 2 for _, powers in terms) // 2 + n
    for start in range(_STARTS * budget.effort):
        fixed = start % n
        v = [source.uniform(-1, 1) for _ in range(n)]
        v[fixed] = 1.0 if source.random() < 0.5 else -1.0
        value, slope = _value_and_slope(terms, v)
        step = 0.5
        for _ in range(_DESCENT_STEPS):
            budget.spend(step_cost)
            moved = [x if i == fixed else max(-1.0, min(1.0, x - step * s)) for i, (x, s) in enumerate(zip(v, slope, strict=True))]
            below, next_slope = _value_and_slope(terms, moved)
            if below < value:
                v, value, slope, step = moved, below, next_slope, 1.5 * step
            else:
                step *= 0.25
        if value > 1e-3:
            continue
        for bound in _DENOMINATORS[:-1] if value > -1e-9 else _DENOMINATORS:
            point = tuple(Fraction(x).limit_denominator(bound) for x in v)
            exact = form(point)
            if exact < 0:
                return point, zeros
            if exact == 0 and cancels(form, point):
                zeros.append(point)
                break
    return None, zeros


def _value_and_slope(terms: Sequence[tuple[float, Sequence[tuple[int, int]]]], v: Sequence[float]) -> tuple[float, list[float]]:
    value, slope = 0.0, [0.0] * len(v)
    for c, powers in terms:
        product_ = c
        for i, k in powers:
            x = v[i]
            for _ in range(k):
                product_ *= x
        value += product_
        for i, k in powers:
            part = c * k
            for j, m in powers:
                x = v[j]
                for _ in range(m - (i == j)):
                    part *= x
            slope[i] += part
    return value, slope
