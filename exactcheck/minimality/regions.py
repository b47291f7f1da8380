"""``F >= 0`` near 0 where some ``g_i >= 0``: a proof for one piece of a function with kinks, or a direction of descent.

``s F = F' + Σ u_i g_i`` with ``s(0) > 0``, each ``u_i`` nonnegative near 0, and 0 a minimum of ``F'``. The multipliers
``λ_i = u_i(0)`` are those of first order (Karush, Kuhn, Tucker); variables that the constraints with ``λ_i > 0`` determine are
eliminated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, total
from exactcheck.minimality.outcome import Descent, Minimum, Outcome

Decide = Callable[[Polynomial], Outcome]
MAX_CONSTRAINTS = 10


@dataclass(frozen=True)
class Proved:
    """The entry of ``proofs`` in the rule ``pieces``, and whether the minimum is strict."""

    document: dict[str, Any]
    strict: bool


@dataclass(frozen=True)
class Open:
    """No proof was found; ``curves`` may descend (where they stay in the region), ``rest`` is the polynomial that is left."""

    curves: list[list[Polynomial]]
    rest: Polynomial


def multipliers(c: Sequence[Fraction], gradients: Sequence[Sequence[Fraction]]) -> tuple[dict[int, Fraction], list[Fraction]]:
    """The ``λ >= 0`` that bring ``Σ λ_i gradients[i]`` closest to ``c``, with independent gradients; and what is missing.

    If it is not 0, minus that is a direction in which ``c`` falls and no constraint does.
    """
    for size in range(min(len(gradients), len(c)) + 1):
        for chosen in combinations(range(len(gradients)), size):
            G = RationalMatrix([list(gradients[i]) for i in chosen], (size, len(c)))
            if G.rank < size:
                continue
            weights = list(((G @ G.T).inverse() @ (G @ RationalMatrix.column(c))).entries()) if size else []
            if any(v <= 0 for v in weights):
                continue
            rest = [v - sum((w * gradients[i][k] for w, i in zip(weights, chosen, strict=True)), Fraction(0))
                    for k, v in enumerate(c)]
            if all(sum((a * b for a, b in zip(rest, g, strict=True)), Fraction(0)) <= 0 for g in gradients):
                return dict(zip(chosen, weights, strict=True)), rest
    raise AssertionError("a projection on a cone exists")


@dataclass
class Elimination:
    """``s F = rest + Σ factors[i] ℓ_i``, where ``rest`` has none of the eliminated variables.

    ``ℓ_i`` is the factor of ``g_i = units[i] ℓ_i`` that vanishes at 0; ``steps``: polynomials ``r = Σ c_i ℓ_i``, the variable that
    each eliminates, and its ``c``.
    """

    rest: Polynomial
    s: Polynomial
    factors: dict[int, Polynomial]
    units: dict[int, Polynomial]
    steps: list[tuple[Polynomial, int, dict[int, Polynomial]]]

    @classmethod
    def start(cls, F: Polynomial) -> Elimination:
        return cls(F, Polynomial.constant(F.n, 1), {}, {}, [])

    def add(self, i: int, g: Polynomial) -> bool:
        """Use the constraint ``i``; False if its gradient does not determine one more variable, or not linearly."""
        n = g.n
        zero, one = (0,) * n, Polynomial.constant(n, 1)
        constant, parts = g.factors()
        vanishing = [p for p, k in parts for _ in range(k) if not p.coefficient(zero)]
        if len(vanishing) != 1:
            return False
        line, unit = vanishing[0], Polynomial.constant(n, constant)
        for p, k in parts:
            unit = unit * p**k if p.coefficient(zero) else unit
        row = {i: one}
        for r, y, c in self.steps:
            a, q, line = divided(line, r, y)
            row = combined(a, row, -q, c)
        determined = [k for k, v in enumerate(line.gradient_at_zero()) if v and is_linear(line, k)]
        if not determined:
            return False
        y = determined[0]
        self.units[i] = unit
        self.steps.append((line, y, row))
        a, q, self.rest = divided(self.rest, line, y)
        self.s, self.factors = self.s * a, combined(a, self.factors, q, row)
        return True

    def result(self, n: int) -> tuple[Polynomial, dict[int, Polynomial], Polynomial]:
        """``s``, ``u`` and ``F'`` with ``s F = F' + Σ u_i g_i`` and ``s(0) > 0``."""
        both = Polynomial.constant(n, 1)
        for unit in self.units.values():
            both = both * unit
        u = {}
        for i, factor in self.factors.items():
            others = Polynomial.constant(n, 1)
            for j, unit in self.units.items():
                others = others * unit if j != i else others
            u[i] = factor * others
        s, rest = self.s * both, self.rest * both
        sign = 1 if s.coefficient((0,) * n) > 0 else -1
        return s.scaled(sign), {i: v.scaled(sign) for i, v in u.items()}, rest.scaled(sign)

    def on_surface(self, curve: Sequence[Polynomial], order: int = 12) -> list[Polynomial]:
        """The curve with its eliminated variables moved so that the used constraints are 0 up to ``t^order``."""
        x = list(curve)
        for line, y, _ in reversed(self.steps):
            a = line.derivative(y)
            for _ in range(order):
                x[y] = cut(x[y] - cut(line.compose(x, 1), order).scaled(1 / a.coefficient((0,) * a.n)), order)
        return x


def cut(p: Polynomial, order: int) -> Polynomial:
    return p.keep([1], order)


def is_linear(p: Polynomial, y: int) -> bool:
    return all(e[y] <= 1 for e in p.terms)


def combined(a: Polynomial, first: dict[int, Polynomial], b: Polynomial, second: dict[int, Polynomial]) -> dict[int, Polynomial]:
    zero = Polynomial(a.n, {})
    return {i: a * first.get(i, zero) + b * second.get(i, zero) for i in {**first, **second}}


def divided(F: Polynomial, line: Polynomial, y: int) -> tuple[Polynomial, Polynomial, Polynomial]:
    """``a^k F = Q line + R`` with ``line = a x_y + b`` and no ``x_y`` in ``R``: the first factor, ``Q`` and ``R``."""
    n = F.n
    a = line.derivative(y)
    b = line - a * Polynomial.variable(n, y)
    power, Q, x = Polynomial.constant(n, 1), Polynomial(n, {}), Polynomial.variable(n, y)
    while top := max((e[y] for e in F.terms), default=0):
        head = Polynomial(n, {tuple(0 if k == y else v for k, v in enumerate(e)): c for e, c in F.terms.items() if e[y] == top})
        step = head * x ** (top - 1)
        Q, power = a * Q + step, a * power
        F = a * (F - head * x**top) - step * b
    return power, Q, F


def prove(F: Polynomial, constraints: Sequence[Polynomial], decide: Decide) -> Proved | Open:
    """A proof that ``F >= 0`` near 0 where the constraints are at least 0, or what else was found out."""
    if len(constraints) > MAX_CONSTRAINTS:
        return Open([], F)
    found = _eliminated(F, constraints, {}, decide)
    for extra in (flat(F, constraints), combination(F, constraints)) if isinstance(found, Open) else ():
        if extra:
            rest = total(F.n, (F, *(constraints[i].scaled(-v) for i, v in extra.items())))
            further = _eliminated(rest, constraints, extra, decide)
            if isinstance(further, Proved):
                return further
    return found


def flat(F: Polynomial, constraints: Sequence[Polynomial]) -> dict[int, Fraction]:
    """Multipliers of constraints without gradient, which the conditions of first order do not see: they cancel a lowest term."""
    found = {}
    for i, g in enumerate(constraints):
        if not any(g.gradient_at_zero()):
            e = min(g.terms, key=lambda e: (sum(e), e))
            ratio = F.coefficient(e) / g.coefficient(e)
            found.update({i: ratio} if ratio > 0 else {})
    return found


def combination(F: Polynomial, constraints: Sequence[Polynomial]) -> dict[int, Fraction]:
    """Numbers ``λ_i > 0`` with ``F = Σ λ_i g_i``, if there are such and linear algebra finds them."""
    terms = sorted({e for g in (F, *constraints) for e in g.terms})
    table = RationalMatrix([[g.coefficient(e) for g in constraints] for e in terms], (len(terms), len(constraints)))
    found = table.solve(RationalMatrix.column([F.coefficient(e) for e in terms]))
    values = [] if found is None else list(found.entries())
    return {i: v for i, v in enumerate(values) if v} if all(v >= 0 for v in values) else {}


def _eliminated(F: Polynomial, constraints: Sequence[Polynomial], extra: dict[int, Fraction], decide: Decide) -> Proved | Open:
    """As ``prove``, for ``F + Σ extra[i] g_i``."""
    gradients = [g.gradient_at_zero() for g in constraints]
    weights, rest = multipliers(F.gradient_at_zero(), gradients)
    if any(rest):
        return Open([[Polynomial(1, {(1,): -v}) for v in rest]], F)
    start = Elimination.start(F)
    for i in weights:
        if not start.add(i, constraints[i]):
            return Open([], F)
    found = _finish(constraints, start, extra, decide)
    if isinstance(found, Proved):
        return found
    curves = list(found.curves)
    others = [i for i in range(len(constraints)) if i not in weights and any(gradients[i])]
    for size in (1, 2):
        for chosen in combinations(others, size):
            more = Elimination(start.rest, start.s, dict(start.factors), dict(start.units), list(start.steps))
            if all(more.add(i, constraints[i]) for i in chosen):
                further = _finish(constraints, more, extra, decide)
                if isinstance(further, Proved):
                    return further
                curves += further.curves
    return Open(curves, found.rest)


def opposed(u: dict[int, Polynomial], constraints: Sequence[Polynomial]) -> dict[int, Polynomial]:
    """The same ``Σ u_i g_i`` with ``u_i(0) > 0`` where some ``g_j = -e g_i``, ``e(0) > 0``: ``k (e g_i + g_j) = 0`` is added."""
    found = dict(u)
    for i, g in enumerate(constraints):
        at_zero = found[i].coefficient((0,) * g.n)
        for j, h in enumerate(constraints) if found[i] and at_zero <= 0 else ():
            e = (-h).quotient(g)
            if e is not None and e.coefficient((0,) * g.n) > 0:
                k = (1 - at_zero) / e.coefficient((0,) * g.n)
                found[i], found[j] = found[i] + e.scaled(k), found[j] + Polynomial.constant(g.n, k)
                break
    return found


def _finish(constraints: Sequence[Polynomial], used: Elimination, extra: dict[int, Fraction], decide: Decide) -> Proved | Open:
    n = used.s.n
    s, some, rest = used.result(n)
    u = opposed({i: some.get(i, Polynomial(n, {})) + s.scaled(extra.get(i, 0)) for i in range(len(constraints))}, constraints)
    factors: list[dict[str, Any]] = []
    for value in u.values():
        factor: dict[str, Any] = {"polynomial": value.to_document()}
        if value and value.coefficient((0,) * n) <= 0:
            outcome = decide(value) if not value.coefficient((0,) * n) else None
            if not isinstance(outcome, Minimum):
                return Open([], rest)
            factor["proof"] = outcome.proof
        factors.append(factor)
    # With the squares of the constraints that have positive multipliers added, the minimum may be strict.
    lifted, moved = rest, {}
    for i, value in u.items():
        if value.coefficient((0,) * n) > 0:
            lifted = lifted + constraints[i] * constraints[i]
            moved[i] = value - constraints[i]
    outcome = decide(lifted) if moved else None
    if isinstance(outcome, Minimum) and outcome.strict:
        for i, value in moved.items():
            factors[i] = {"polynomial": value.to_document()}
        return Proved({"multiplier": s.to_document(), "factors": factors, "proof": outcome.proof}, True)
    below = decide(rest)
    if isinstance(below, Minimum):
        return Proved({"multiplier": s.to_document(), "factors": factors, "proof": below.proof}, below.strict)
    if isinstance(below, Descent):
        return Open([list(below.curve), used.on_surface(below.curve)], rest)
    return Open([], below.rest)
