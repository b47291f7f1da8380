"""Is 0 a local minimum of a polynomial ``F`` with ``F(0) = 0``? A proof, a descent curve, or "undecided"; never a guess.

In this order: gradient, inertia of the Hessian, one variable, linear symmetries, the axes, monomial squares, the splitting lemma, a
leading form that is positive definite, square factors, negative values of leading forms, new coordinates in which a factor of a
leading form is a variable, blow-up of their rational zeros, a sum of squares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import lcm
from random import Random
from typing import TypeAlias, TypeVar

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, homogeneous, lowest
from exactcheck.exact.symmetric import inertia, negative_direction
from exactcheck.minimality.budget import Budget, OutOfSteps
from exactcheck.minimality.composition import MANY_VARIABLES, composed
from exactcheck.minimality.gram import gram_matrix, half_monomials
from exactcheck.minimality.monomial_squares import by_monomial_squares
from exactcheck.minimality.outcome import Descent, Leading, Minimum, Outcome, Undecided, descends, substitute
from exactcheck.minimality.separation import apart, components, even_powers, form_and_rest, quadratic_form, squares_as_minimum
from exactcheck.minimality.signs import Point, by_descent, negative_or_zero, points, values
from exactcheck.minimality.splitting import split
from exactcheck.minimality.sums_of_squares import plain_squares, square_part
from exactcheck.minimality.symmetry import Field, complement, is_constant_along, symmetries, tangents
from exactcheck.minimality.weights import candidate_weights, flag, monomial_curve, simplest, straightening

MAX_DEPTH, MAX_ZEROS, MAX_BLOW_UPS, MAX_STRAIGHTENED = 6, 4, 12, 3
#: Weights whose leading form is also minimized in floating point, and forms whose zeros are blown up.
MAX_DESCENTS, MAX_FORMS = 6, 3
#: Lines in the kernel of the Hessian that are looked at in many variables.
MAX_LINES = 200
T = TypeVar("T")
#: Weights, the lowest weighted degree, the leading form, simple zeros of it.
Form: TypeAlias = tuple[list[int], int, Polynomial, list[Point]]


class Engine:
    """One search; everything it does is paid from its budget, which raises ``OutOfTime`` at the time limit."""

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = Budget() if budget is None else budget
        self.blow_ups = 0

    def decide(self, F: Polynomial, fields: list[Field] | None = None, depth: int = 0) -> Outcome:
        """``fields``: vector fields along which ``F`` is constant, if known (they are checked); else they are looked for.

        Running out of steps ends in ``Undecided``, which says so.
        """
        try:
            return self._decide(F, fields, depth)
        except OutOfSteps as stopped:
            return Undecided((str(stopped),), F)

    def _decide(self, F: Polynomial, fields: list[Field] | None, depth: int) -> Outcome:
        n = F.n
        self.budget.spend(100 + len(F) * n // (1 if n <= MANY_VARIABLES else 20))
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
        fields = symmetries(F, self.budget) if fields is None else independent(F, fields)
        if fields:
            return self.slice(F, fields, depth)
        axis = self.falling_axis(F)
        if axis is not None:
            return axis
        seen = self.attempt(0.1, "monomial squares", [], lambda: by_monomial_squares(F, self.budget)) if found.positive else None
        if seen is not None:
            return seen
        first = self.separated(F, depth) if n > MANY_VARIABLES else None
        if first is not None and not isinstance(first, Undecided):
            return first
        outcome = (split(F, found, lambda g: self.decide(g, depth=depth + 1), self.budget) if found.positive
                   else self.leading_forms(F, depth))
        if not isinstance(outcome, Undecided):
            return outcome
        last = self.separated(F, depth) if n <= MANY_VARIABLES and depth < MAX_DEPTH else None
        if last is not None and not isinstance(last, Undecided):
            return last
        parts = first or last
        return outcome if parts is None else replace(outcome, tried=(*parts.tried, *outcome.tried))

    def separated(self, F: Polynomial, depth: int) -> Outcome | None:
        """By parts without common variables, or else by a quadratic form and the rest; None if there is nothing to separate."""
        tried: list[str] = []
        classes = components(F)
        several = len(classes) > 1 or (len(classes[0]) < F.n and F.n > MANY_VARIABLES)
        if several and even_powers(quadratic_form(F)[1]) is None:
            return self.attempt(0.9, "parts without common variables", tried, lambda: apart(
                F, classes, lambda part: self.decide(part, depth=depth + 1))) or Undecided(tuple(tried), F)
        found = self.attempt(0.3, "quadratic form and the rest", tried, lambda: form_and_rest(
            F, lambda rest: self.decide(rest, depth=depth + 1)))
        if found is None and F.n > MANY_VARIABLES:
            squared = self.attempt(0.3, "square factors", tried, lambda: self.square_factor(F, depth))
            found = squared if isinstance(squared, Minimum) else None
            falling = None if found else self.attempt(0.3, "lines in the kernel of the Hessian", tried,
                                                      lambda: self.falling_line(F))
            return falling or found or Undecided(tuple(tried), F)
        return found or Undecided(tuple(tried), F)

    def falling_line(self, F: Polynomial) -> Descent | None:
        """A combination of null vectors of the Hessian along which the lowest term is of odd order or negative."""
        N, source = inertia(F.hessian_at_zero()).null_space, Random(F.n)
        parts = homogeneous(F)
        for k in range(MAX_LINES * self.budget.effort):
            some = [k] if k < N.columns else source.sample(range(N.columns), min(N.columns, 1 + k % 4))
            v = [sum((N[i, j] * (1 + (k + j) % 2) for j in some), Fraction(0)) for i in range(F.n)]
            self.budget.spend(10 * F.n + len(F) * F.n // 300)
            value = next(((d, c) for d, c in ((d, p(v)) for d, p in parts) if c), None)
            if value is not None and (value[1] < 0 or value[0] % 2):
                return Descent.line(F, v if value[1] < 0 else [-a for a in v])
        return None

    def attempt(self, share: float, name: str, tried: list[str], search: Callable[[], T]) -> T | None:
        """``search()`` with a share of the steps that are left; None, and a note in ``tried``, if they do not suffice."""
        tried.append(name)
        try:
            with self.budget.part(share):
                return search()
        except OutOfSteps as stopped:
            tried[-1] = f"{name} ({stopped})"
            return None

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
        return replace(below, tried=("slice along linear symmetries", *below.tried),
                       where=("coordinates on a complement of the symmetries", *below.where))

    def falling_axis(self, F: Polynomial) -> Descent | None:
        powers: dict[int, dict[int, Fraction]] = {}
        for e, c in F.terms.items():
            used = [i for i, k in enumerate(e) if k]
            if len(used) == 1:
                powers.setdefault(used[0], {})[e[used[0]]] = c
        for i in sorted(powers):
            order, c = min(powers[i].items())
            if c < 0 or order % 2:
                sign = 1 if c < 0 else -1
                return Descent.along(F, [Polynomial(1, {(1,): sign * int(i == j)}) for j in range(F.n)])
        return None

    def leading_forms(self, F: Polynomial, depth: int) -> Outcome:
        """The Hessian is 0, there is no symmetry, and no axis falls."""
        tried: list[str] = []
        forms: list[Form] = []
        found: Outcome | None = self.attempt(0.1, "leading form of the pure powers", tried, lambda: self.falling_pure_form(F))
        found = found or self.attempt(0.5, "positive definite leading form", tried, lambda: self.definite_form(F))
        found = found or self.attempt(0.1, "monomial squares", tried, lambda: by_monomial_squares(F, self.budget))
        if found is None and depth < MAX_DEPTH:
            found = self.attempt(0.4, "linear coordinates of the lowest forms", tried,
                                 lambda: self.changed(F, flag(F, self.budget), depth))
        found = found or self.attempt(0.3, "square factors", tried, lambda: self.square_factor(F, depth))
        if isinstance(found, Undecided):
            tried, found = [*tried, *found.tried], None
        found = found or self.attempt(0.4, "negative values of leading forms", tried, lambda: self.falling_form(F, forms))
        if found is None and depth < MAX_DEPTH:
            found = self.attempt(0.5, "straightened factors", tried, lambda: self.straightened(F, forms, depth))
            found = found or self.attempt(0.7, "blow-up", tried, lambda: self.blown_up(F, forms, depth))
        found = found or self.attempt(1, "sum of squares", tried, lambda: self.gram(F))
        return found or Undecided(tuple(tried), F)

    def falling_pure_form(self, F: Polynomial) -> Descent | None:
        """A negative value of the leading form in the weights that the pure powers ask for; a quick look."""
        weights = pure_weights(F)
        if weights is None:
            return None
        _, form = F.leading(weights)
        for v, value in values(form, self.budget):
            if value < 0:
                return Descent.along(F, monomial_curve(v, weights))
        return None

    def definite_form(self, F: Polynomial) -> Minimum | None:
        """The leading form in the weights that the pure powers ask for, if it is positive definite."""
        n, weights = F.n, pure_weights(F)
        if weights is None:
            return None
        d, form = F.leading(weights)
        powers = even_powers(form) if n > MANY_VARIABLES else None
        if powers is not None:
            leading = Leading(None, weights, d, *powers)
            return Minimum(True, leading.proof(), leading)
        if any(not form.coefficient(tuple(d // w * int(i == j) for j in range(n))) for i, w in enumerate(weights)):
            return None
        terms, every = form.terms, half_monomials(form, weights)
        # Those whose square is a term, among them the pure powers, often suffice, and others can make every Q singular.
        some = [a for a in every if tuple(2 * k for k in a) in terms]
        for chosen in (some, every) if len(some) < len(every) else (every,):
            monomials = [Polynomial(n, {a: 1}) for a in chosen]
            Q = gram_matrix(form, monomials, definite=True, budget=self.budget)
            if Q is not None:
                leading = Leading(None, weights, d, monomials, Q)
                return Minimum(True, leading.proof(), leading)
        return None

    def gram(self, F: Polynomial) -> Minimum | None:
        """``F`` is a sum of squares: a minimum, even a global one."""
        squared = even_powers(F) if F.n > MANY_VARIABLES else None
        squared = squared or plain_squares(F, self.budget)
        return None if squared is None else squares_as_minimum(squared, F.n)

    def falling_form(self, F: Polynomial, forms: list[Form]) -> Descent | None:
        """A negative value of some leading form; those without one are appended to ``forms``, with zeros that were met."""
        for weights in candidate_weights(F, self.budget):
            d, form = F.leading(weights)
            negative, zeros = negative_or_zero(form, self.budget)
            if negative is not None:
                return Descent.along(F, monomial_curve(negative, weights))
            forms.append((weights, d, form, zeros))
        for weights, _, form, zeros in forms[:MAX_DESCENTS * self.budget.effort]:
            negative, more = by_descent(form, self.budget)
            if negative is not None:
                return Descent.along(F, monomial_curve(negative, weights))
            zeros += [v for v in more if v not in zeros]
        return None

    def straightened(self, F: Polynomial, forms: list[Form], depth: int) -> Outcome | None:
        """If a leading form has a square factor ``c x_i + q(other variables)``, ask again where it is a coordinate."""
        seen: list[list[Polynomial]] = []
        for _, _, form, _ in forms:
            self.budget.spend(50 * len(form) * F.n)
            for phi in straightening(form):
                if phi in seen or len(seen) >= MAX_STRAIGHTENED * self.budget.effort:
                    continue
                seen.append(phi)
                found = self.changed(F, phi, depth)
                if found is not None:
                    return found
        return None

    def changed(self, F: Polynomial, phi: list[Polynomial] | None, depth: int) -> Outcome | None:
        """What is decided in the coordinates ``x = phi(x')``."""
        G = None if phi is None else composed(F, phi, F.n, self.budget)
        below = None if G is None else self.decide(G, depth=depth + 1)
        if phi is not None and isinstance(below, Descent):
            return Descent.along(F, [p.compose(below.curve, 1) for p in phi])
        return moved_back(below, phi) if phi is not None and isinstance(below, Minimum) else None

    def blown_up(self, F: Polynomial, forms: list[Form], depth: int) -> Descent | None:
        for weights, d, _, zeros in [entry for entry in forms if entry[3]][:MAX_FORMS * self.budget.effort]:
            for v in simplest(zeros, weights)[:MAX_ZEROS * self.budget.effort]:
                if self.blow_ups >= MAX_BLOW_UPS * self.budget.effort:
                    return None
                self.blow_ups += 1
                curve = self.blow_up(F, weights, d, v, depth)
                if curve is not None:
                    return curve
        return None

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
        self.budget.spend(50 * len(F) * n)
        moved = composed(F, x, n, self.budget)
        if moved is None:
            return None
        self.budget.spend(5 * len(moved))
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


def moved_back(below: Minimum, phi: list[Polynomial]) -> Minimum:
    """A minimum of ``F∘phi`` as one of ``F``."""
    if below.leading is None:
        return Minimum(below.strict, substitute(phi, below.proof))
    inner = below.leading
    whole = phi if inner.phi is None else [p.compose(list(inner.phi), len(phi)) for p in phi]
    leading = Leading(whole, inner.weights, inner.degree, inner.vector, inner.matrix)
    return Minimum(below.strict, leading.proof(), leading)


def pure_weights(F: Polynomial) -> list[int] | None:
    """Weights in which the lowest pure powers have one degree, the lowest of all terms; None if there are none."""
    powers = []
    for i in range(F.n):
        orders = [e[i] for e in F.terms if sum(e) == e[i]]
        if not orders:
            return None
        powers.append(min(orders))
    d = lcm(*powers)
    weights = [d // power for power in powers]
    return weights if F.leading(weights)[0] == d else None


def independent(F: Polynomial, fields: list[Field]) -> list[Field]:
    """Those of the given fields along which ``F`` is constant, with independent values at 0."""
    gradient = [F.derivative(i) for i in range(F.n)]
    good = [v for v in fields if is_constant_along(gradient, v)]
    if not good:
        return []
    values = RationalMatrix(tangents(good), (len(good), F.n))
    return [good[i] for i in values.independent_rows]


def off(e: Polynomial, curve: list[Polynomial], F: Polynomial, order: int) -> list[Polynomial]:
    """The curve, moved by ``t^order`` times a simple vector so that ``F`` descends and ``e`` is not 0 along it."""
    for power in (order, 2 * order + 4, 4 * order + 16):
        for v in points(F.n, 1):
            moved = [p + Polynomial(1, {(power,): a}) for p, a in zip(curve, v, strict=True)]
            if e.compose(moved, 1) and descends(F, moved):
                return moved
    raise AssertionError("a nonzero polynomial vanishes at all simple points")
