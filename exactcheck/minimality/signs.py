"""Rational points where a form (the leading part of a polynomial) is negative or 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product
from random import Random

from exactcheck.exact.polynomial import Polynomial

Point = tuple[Fraction, ...]
_VALUES = tuple(Fraction(v) for v in ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "3", "-3", "1/3", "-1/3"))
_LINES = 40


def points(n: int, effort: int) -> Iterator[Point]:
    """Simple rational points, the simplest first; about 1,000 times ``effort`` of them."""
    size = next((k for k in (11, 7, 5, 3) if k**n <= 1500 * effort), 0)
    if size:
        yield from sorted(product(_VALUES[:size], repeat=n), key=lambda v: (sum(abs(x) + x.denominator for x in v), v))
        return
    source = Random(n)
    for _ in range(1000 * effort):
        yield tuple(source.choice(_VALUES[:5]) for _ in range(n))


def negative_or_zero(form: Polynomial, effort: int) -> tuple[Point | None, list[Point]]:
    """A rational point with a negative value, or None; and the simple points that were met where terms cancel to 0."""
    zeros: list[Point] = []
    smooth: list[tuple[Fraction, Point]] = []
    for v in points(form.n, effort):
        value = form(v)
        if value < 0:
            return v, zeros
        if value == 0 and any(v) and cancels(form, v):
            zeros.append(v)
        elif value > 0 and len(smooth) < 400:
            smooth.append((value, v))
    smooth.sort()
    source = Random(form.n)
    for k in range(_LINES * effort):
        base = smooth[k][1] if k < len(smooth) and k % 2 else tuple(source.choice(_VALUES[:7]) for _ in range(form.n))
        direction = tuple(source.choice(_VALUES[:5]) for _ in range(form.n))
        found = _on_line(form, base, direction)
        if found is not None:
            return found, zeros
    return None, zeros


def cancels(form: Polynomial, v: Point) -> bool:
    """Is some term of the form not 0 at ``v``? Else the zero is one of a coordinate plane."""
    return any(all(v[i] for i, k in enumerate(e) if k) for e in form.terms)


def _on_line(form: Polynomial, base: Sequence[Fraction], direction: Sequence[Fraction]) -> Point | None:
    """A point of the line where the form is negative, or None if and only if there is none (up to the size of numbers)."""
    from sympy import QQ, Poly, Symbol

    line = form.compose([Polynomial(1, {(0,): b, (1,): d}) for b, d in zip(base, direction, strict=True)], 1)
    if line.degree == 0:
        return None
    p = Poly({e: QQ(c.numerator, c.denominator) for e, c in line.terms.items()}, Symbol("t"), domain=QQ)
    ends = sorted(Fraction(int(v.p), int(v.q)) for (a, b), _ in p.intervals() for v in (a, b))
    tests = [ends[0] - 1, ends[-1] + 1, *((a + b) / 2 for a, b in pairwise(ends))] if ends else [Fraction(0)]
    for t in tests:
        point = tuple(b + t * d for b, d in zip(base, direction, strict=True))
        if form(point) < 0:
            return point
    return None
