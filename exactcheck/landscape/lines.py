"""Is a point a minimum of the loss along every straight line through it? Weaker than a local minimum (Peano).

If ``H ⪰ 0`` a line with ``A^T H A > 0`` rises. On the kernel of ``H`` (basis ``N_i``, ``A = Σ x_i N_i``)

    f(W + tA) - f(W) = ⟨G, P(W + tA) - P⟩ + ½‖(P(W + tA) - P) X‖²,

so the point is a minimum along lines if the first summand is 0 as a polynomial in ``x``: ``f - f(W)`` is then half a
square. If it is not, its monomials say which kernel vectors interact, and combinations of these are searched for a line
that descends. The search is not complete (whether it can be made so is an open question), so ``UNDECIDED`` may occur.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import islice, product
from typing import TypeAlias

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.curvature import negative_curvature_direction
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.descent import Motion
from exactcheck.landscape.forms import Form, Monomial, linear_part
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term

#: Lines tried one after the other (in the order of the monomials, then at random from a fixed seed) before giving up.
SYSTEMATIC_TRIES = 3000
RANDOM_TRIES = 3000

Combination: TypeAlias = Mapping[int, Fraction]


class LineVerdict(Enum):
    """The answer, with the reason."""

    HALF_SQUARE = "a minimum along every line: the loss rises by half a square on the kernel of the Hessian"
    GLOBAL = "a minimum along every line: a global minimum"
    DESCENT = "not a minimum along every line: the loss falls along one"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class LineMinimum:
    """``line``: for DESCENT the line and the lowest term along it. ``tried``: how many lines were searched."""

    verdict: LineVerdict
    line: Motion | None = None
    tried: int = 0

    @property
    def is_minimum(self) -> bool:
        """Whether it is proved that the point is a minimum along every line (False also for UNDECIDED)."""
        return self.verdict in (LineVerdict.HALF_SQUARE, LineVerdict.GLOBAL)


def line_minimum(net: DeepLinearNetwork) -> LineMinimum:
    """Decide whether ``t = 0`` is a local minimum of ``f(W + tA)`` for every direction ``A``.

    Raises LimitError if the expansion on the kernel of the Hessian is too long.
    """
    direction = first_order_descent(net) or negative_curvature_direction(net)
    if direction is not None:
        return LineMinimum(LineVerdict.DESCENT, _falling(net, direction), 1)
    null = net.hessian_inertia.null_space
    basis = [net.to_direction(null.select(columns=[k])) for k in range(null.columns)]
    form = linear_part(net, basis)
    if not form:
        return LineMinimum(LineVerdict.HALF_SQUARE)
    if is_global_minimum(net):
        return LineMinimum(LineVerdict.GLOBAL)
    tried = 0
    for x in _combinations(form):
        tried += 1
        vector = RationalMatrix.zeros(net.parameters, 1)
        for k, value in x.items():
            vector = vector + null.select(columns=[k]) * value
        line = _falling(net, net.to_direction(vector))
        if line is not None:
            return LineMinimum(LineVerdict.DESCENT, line, tried)
    return LineMinimum(LineVerdict.UNDECIDED, tried=tried)


def first_order_descent(net: DeepLinearNetwork) -> list[RationalMatrix] | None:
    """At a point that is not critical: the direction that changes the weight with the steepest slope; else None."""
    gradient = net.to_vector(net.gradient())
    if gradient.is_zero():
        return None
    values = list(gradient.entries())
    k = max(range(len(values)), key=lambda i: abs(values[i]))
    return net.to_direction(RationalMatrix.unit(net.parameters, 1, k, 0) * (-1 if values[k] > 0 else 1))


def _falling(net: DeepLinearNetwork, direction: list[RationalMatrix]) -> Motion | None:
    """The line in or against ``direction``, scaled to short integers, if the loss falls along it (lowest order)."""
    vector = net.to_vector(direction).primitive_columns()
    if net.to_vector(direction).inner(vector) < 0:
        vector = -vector
    direction = net.to_direction(vector)
    order, coefficient = lowest_term(net.taylor(direction))
    if coefficient > 0 and order % 2:
        direction, coefficient = [-a for a in direction], -coefficient
    return Motion(Curve.line(net.weights, direction), order, coefficient) if coefficient < 0 else None


def _combinations(form: Form) -> Iterator[Combination]:
    """Coefficients ``x`` of kernel vectors to try."""
    monomials = list(form)
    yield from islice(_on_supports(monomials), SYSTEMATIC_TRIES)
    generator = random.Random(0)
    for k in range(RANDOM_TRIES):
        chosen = generator.sample(monomials, min(len(monomials), 1 + k % 3))
        scale = 1 + 30 * k // RANDOM_TRIES
        yield {v: generator.choice((1, -1)) * Fraction(2) ** generator.randint(-scale, scale)
               for v in sorted({v for monomial in chosen for v in monomial})}


def _on_supports(monomials: list[Monomial]) -> Iterator[Combination]:
    """Every monomial's variables with weights 1, then with ``2^-s`` on some of them.

    Small weights on some factors make the square of a product small against the product itself.
    """
    for s in (0, 1, 2, 4, 8):
        for monomial in monomials:
            support = sorted(set(monomial))
            for small in product((0, 1), repeat=len(support)):
                if any(small) == (s == 0):
                    continue
                for sign in (1, -1):
                    x = {v: Fraction(1, 2 ** (s * e)) for v, e in zip(support, small, strict=True)}
                    x[support[0]] *= sign
                    yield x
