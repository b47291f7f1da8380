"""Is 0 a local minimum of a polynomial ``F`` with ``F(0) = 0``? A proof, a descent curve, or "undecided"; never a guess.

In this order: gradient, inertia of the Hessian, one variable, linear symmetries, the axes, the splitting lemma, a leading form that
is positive definite, square factors, negative values of leading forms, blow-up of their rational zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import gcd, lcm

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, lowest
from exactcheck.exact.symmetric import inertia, negative_direction
from exactcheck.minimality.gram import gram_matrix, half_monomials, squares
from exactcheck.minimality.outcome import Descent, Leading, Minimum, Outcome, Undecided, descends
from exactcheck.minimality.signs import Point, negative_or_zero, points
from exactcheck.minimality.splitting import split
from exactcheck.minimality.symmetry import Field, complement, symmetries, tangents

MAX_DEPTH, MAX_WEIGHT, MAX_WEIGHTS, MAX_ZEROS, MAX_BLOW_UPS = 6, 4, 60, 4, 12


class Engine:
    """``effort`` scales how many points, lines and zeros are tried."""

    def __init__(self, effort: int = 1) -> None:
        self.effort = effort
        self.blow_ups = 0

    def decide(self, F: Polynomial, fields: list[Field] | None = None, depth: int = 0) -> Outcome:
        """``fields``: vector fields along which ``F`` is constant, if known (they are checked); else they are looked for."""
        n = F.n
        if not F:
            return Minimum(False, {"rule": "zero"})
        gradient = F.gradient_at_zero()
        if any(gradient):
            return Descent.line(F, [-v for v in gradient])
        H = F.hessian_at_zero()
        direction = negative_direction(H)
        if direction is not None:
            return Descent.line(F, list(direction.entries()))
        found = inertia(H)
        if found.zero == 0:
            form = Leading(None, [1] * n, 2, [Polynomial.variable(n, i) for i in range(n)], H * Fraction(1, 2))
            return Minimum(True, form.proof(), form)
        if n == 1:
            return self.one_variable(F)
        fields = symmetries(F) if fields is None else independent(F, fields)
        if fields:
            return self.slice(F, fields, depth)
        axis = self.falling_axis(F)
        if axis is not None:
            return axis
        if found.positive:
            return split(F, found, lambda g: self.decide(g, depth=depth + 1))
        return self.leading_forms(F, depth)

    def one_variable(self, F: Polynomial) -> Outcome:
        order, c = lowest(F)
        if c < 0:
            return Descent.line(F, [1])
        if order % 2:
            return Descent.line(F, [-1])
        form = Leading(None, [1], order, [Polynomial(1, {(order // 2,): 1})], RationalMatrix([[c]]))
        return Minimum(True, form.proof(), form)

    def slice(self, F: Polynomial, fields: list[Field], depth: int) -> Outcome:
        """``F`` on a complement of the fields' values at 0, a space of smaller dimension."""
        T = complement(tangents(fields), F.n)
        if T.columns == 0:
            raise AssertionError("a nonzero polynomial that vanishes at 0 is constant along fields that span the space")
        phi = [Polynomial.linear(row) for row in T.tolist()]
        below = self.decide(F.compose(phi, T.columns), depth=depth)
        if isinstance(below, Descent):
            return Descent([p.compose(below.curve, 1) for p in phi])
        if isinstance(below, Minimum):
            return Minimum(False, {"rule": "slice", "basis": T.to_document(), "proof": below.proof,
                                   "fields": [[p.to_document() for p in v] for v in fields]})
        return Undecided(("slice along linear symmetries", *below.tried), below.rest)

    def falling_axis(self, F: Polynomial) -> Descent | None:
        for i in range(F.n):
            for sign in (1, -1):
                axis = [Polynomial(1, {(1,): sign * int(i == j)}) for j in range(F.n)]
                if descends(F, axis):
                    return Descent(axis)
        return None

    def leading_forms(self, F: Polynomial, depth: int) -> Outcome:
        """The Hessian is 0, there is no symmetry, and no axis falls."""
        tried = ["leading forms"]
        definite = self.definite_form(F)
        if definite is not None:
            return definite
        square = self.square_factor(F, depth)
        if isinstance(square, (Minimum, Descent)):
            return square
        if square is not None:
            tried += ["square factors", *square.tried]
        semidefinite = []
        for weights in candidate_weights(F):
            d, form = F.leading(weights)
            negative, zeros = negative_or_zero(form, self.effort)
            if negative is not None:
                return Descent.along(F, monomial_curve(negative, weights))
            if zeros:
                semidefinite.append((weights, d, zeros))
        if depth < MAX_DEPTH:
            tried.append("blow-up")
            for weights, d, zeros in semidefinite[:3]:
                for v in simplest(zeros, weights)[:MAX_ZEROS * self.effort]:
                    if self.blow_ups >= MAX_BLOW_UPS * self.effort:
                        return Undecided((*tried, "stopped: the effort is used up"), F)
                    self.blow_ups += 1
                    curve = self.blow_up(F, weights, d, v, depth)
                    if curve is not None:
                        return curve
        unique = self.gram(F)
        return unique if unique is not None else Undecided((*tried, "Gram matrix"), F)

    def definite_form(self, F: Polynomial) -> Minimum | None:
        """The leading form in the weights that the pure powers ask for, if it is positive definite."""
        n = F.n
        powers = []
        for i in range(n):
            orders = [e[i] for e in F.terms if sum(e) == e[i]]
            if not orders:
                return None
            powers.append(min(orders))
        d = lcm(*powers)
        weights = [d // power for power in powers]
        low, form = F.leading(weights)
        if low != d:
            return None
        monomials = half_monomials(form, weights)
        Q = gram_matrix(form, monomials, definite=True)
        if Q is None:
            return None
        leading = Leading(None, weights, d, [Polynomial(n, {a: 1}) for a in monomials], Q)
        return Minimum(True, leading.proof(), leading)

    def gram(self, F: Polynomial) -> Minimum | None:
        """``F`` is a sum of squares: a minimum, even a global one."""
        squared = squares(F)
        if squared is None:
            return None
        m, Q = squared
        found = inertia(Q)
        return Minimum(False, {"rule": "gram", "multiplier": Polynomial.constant(F.n, 1).to_document(),
                               "vector": [p.to_document() for p in m],
                               "matrix": [[Q.to_document(), [0] * F.n]], "congruence": found.congruence.to_document(),
                               "null-space": found.null_space.to_document()})

    def square_factor(self, F: Polynomial, depth: int) -> Outcome | None:
        """``F = e² g`` with ``e(0) = 0``; None if there is no such factor."""
        e, g = square_part(F)
        if not e.degree:
            return None
        zero = (0,) * F.n
        document = {"rule": "square-factor", "square": e.to_document(), "factor": g.to_document()}
        at_zero = g.coefficient(zero)
        if at_zero > 0:
            return Minimum(False, document)
        if at_zero < 0:
            return Descent.along(F, off(e, [Polynomial(1, {})] * F.n, F, 1))
        below = self.decide(g, depth=depth + 1)
        if isinstance(below, Minimum):
            return Minimum(False, {**document, "proof": below.proof})
        if isinstance(below, Descent):
            if descends(F, below.curve):
                return below
            return Descent.along(F, off(e, below.curve, F, lowest(g.compose(below.curve, 1))[0] + 1))
        return below

    def blow_up(self, F: Polynomial, weights: list[int], d: int, v: Point, depth: int) -> Descent | None:
        """Look for descent along ``x_i = t^{w_i} (v_i + u_i)``, where the leading form is 0 at ``v``.

        ``F = t^d G(t, u)`` with ``u_j = 0`` for one ``j``; ``d`` is even, as the form takes no negative value nearby.
        """
        n = F.n
        j = max(i for i in range(n) if v[i])
        others = [i for i in range(n) if i != j]
        t = Polynomial.variable(n, 0)
        x = []
        for i in range(n):
            inner = Polynomial.constant(n, v[i])
            if i != j:
                inner = inner + Polynomial.variable(n, 1 + others.index(i))
            x.append(t ** weights[i] * inner)
        moved = F.compose(x, n)
        if d % 2 or len(moved) > 4000:
            return None
        G = Polynomial(n, {(e[0] - d, *e[1:]): c for e, c in moved.terms.items()})
        below = self.decide(G, depth=depth + 2)
        if not isinstance(below, Descent):
            return None
        start = list(below.curve)
        if not start[0]:
            start[0] = Polynomial(1, {(lowest(G.compose(start, 1))[0] + 1,): 1})
        curve = [p.compose(start, 1) for p in x]
        return Descent(curve) if descends(F, curve) else None


def independent(F: Polynomial, fields: list[Field]) -> list[Field]:
    """Those of the given fields along which ``F`` is constant, with independent values at 0."""
    good = [v for v in fields if not sum((F.derivative(i) * p for i, p in enumerate(v)), Polynomial(F.n, {}))]
    if not good:
        return []
    values = RationalMatrix(tangents(good), (len(good), F.n))
    return [good[i] for i in values.independent_rows]


def square_part(F: Polynomial) -> tuple[Polynomial, Polynomial]:
    """``e`` and ``g`` with ``F = e² g``: ``e`` holds the factors that vanish at 0, as often as they go."""
    constant, factors = F.factors()
    e, g = Polynomial.constant(F.n, 1), Polynomial.constant(F.n, constant)
    for p, k in factors:
        half = k // 2 if not p.coefficient((0,) * F.n) else 0
        e, g = e * p**half, g * p ** (k - 2 * half)
    return e, g


def off(e: Polynomial, curve: list[Polynomial], F: Polynomial, order: int) -> list[Polynomial]:
    """The curve, moved by ``t^order`` times a simple vector so that ``F`` descends and ``e`` is not 0 along it."""
    for power in (order, 2 * order + 4, 4 * order + 16):
        for v in points(F.n, 1):
            moved = [p + Polynomial(1, {(power,): a}) for p, a in zip(curve, v, strict=True)]
            if e.compose(moved, 1) and descends(F, moved):
                return moved
    raise AssertionError("a nonzero polynomial vanishes at all simple points")


def monomial_curve(v: Point, weights: list[int]) -> list[Polynomial]:
    return [Polynomial(1, {(w,): a}) for a, w in zip(v, weights, strict=True)]


def candidate_weights(F: Polynomial) -> Iterator[list[int]]:
    """Primitive positive weights, small ones first, each with another leading form."""
    n, seen = F.n, set()
    largest = next((k for k in (6, MAX_WEIGHT, 3, 2, 1) if k**n <= 5000), 1)
    several = sorted(product(range(1, largest + 1), repeat=n), key=lambda w: (sum(w), w))
    count = 0
    for weights in several:
        if gcd(*weights) != 1:
            continue
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
