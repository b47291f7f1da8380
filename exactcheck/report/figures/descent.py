"""The loss near a refuted "local minimum": along straight lines, along the certified curve, and between them.

Every polynomial is exact and comes from the certificate (its point, data and curve); it becomes floats when it is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from exactcheck.auditing import Audit
from exactcheck.certificate import canonical_text
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.problem import network, read_curve
from exactcheck.explanation.text import polynomial
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.forms import Form, kernel_basis, loss_forms
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term
from exactcheck.report.figures.surface import Valley, surface
from exactcheck.report.figures.svg import ACCENT, INK, MUTED, RULE, UP, Picture, drawing, picture
from exactcheck.report.model import Claim

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The straight lines go to the curve's points at these parts of the parameter with the least loss, and end there.
_PARTS = (Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(5, 4))
_MAX_LINES = 12
_SIZE = 5.2, 3.7


@dataclass(frozen=True)
class Descent:
    """A certified curve down from a point at which claims are refuted, the loss along it in words, and the pictures.

    ``line_minimum``: the certificate that the point is a minimum along every straight line, if the audit has one. ``small``, of the
    first one only, is ``lines`` once more, to be shown a second time on the same page.
    """

    claims: tuple[Claim, ...]
    curve: str
    line_minimum: str
    lines: Picture
    small: Picture | None
    surface: Picture | None
    plane: Picture | None


def descents(claims: Sequence[Claim], audit: Audit) -> list[Descent]:
    """One for every certificate of a refuted claim that expands the loss along a curve on which it falls, equal ones once."""
    found: dict[str, tuple[Mapping[str, Any], list[Claim]]] = {}
    for claim in claims:
        for file in claim.evidence.failing:
            document = audit.certificates[file].claim
            if claim.verdict == "refuted" and document["kind"] == "taylor-expansion" and _falls(document):
                about = found.setdefault(canonical_text(document), (document, []))[1]
                about += [claim] * (claim not in about)
    for _, refuted in found.values():
        refuted.sort(key=lambda claim: len(claim.evidence.certificates))  # the claim about just this point first
    return [_draw(document, refuted, audit, not i) for i, (document, refuted) in enumerate(found.values())]


def _falls(document: Mapping[str, Any]) -> bool:
    return lowest_term([Fraction(c) for c in document["coefficients"]])[1] < 0


def _draw(document: Mapping[str, Any], claims: Sequence[Claim], audit: Audit, first: bool) -> Descent:
    coefficients = [Fraction(c) for c in document["coefficients"]]
    lines = (file for file, certificate in audit.certificates.items() if certificate.claim["kind"] == "line-minimum"
             and all(certificate.claim.get(member) == document[member] for member in ("objective", "point")))
    path = _Path(claims[0], network(document), read_curve(document["curve"]), coefficients, next(lines, ""))
    return Descent(tuple(claims), polynomial(coefficients), path.line_minimum, _lines(path, "lines"),
                   _lines(path, "small") if first else None, *_over_the_plane(path))


@dataclass(frozen=True)
class _Path:
    """The certified curve, with the exact loss along it."""

    claim: Claim
    net: DeepLinearNetwork
    curve: Curve
    coefficients: Sequence[Fraction]
    line_minimum: str

    @cached_property
    def least(self) -> Fraction:
        """A parameter up to 1 with the least loss, to a 64th."""
        return min((Fraction(k, 64) for k in range(1, 65)), key=self.change)

    def change(self, t: Fraction) -> Fraction:
        """Of the loss, between the point and the curve's point at ``t``."""
        return sum((c * t**k for k, c in enumerate(self.coefficients) if k), Fraction(0))

    def move(self, t: Fraction) -> list[RationalMatrix]:
        """From the point to the curve's point at ``t``."""
        return [V - W for V, W in zip(self.curve.at(t), self.net.weights, strict=True)]


def _norm(move: Sequence[RationalMatrix]) -> float:
    return math.sqrt(sum((A.norm_squared() for A in move), Fraction(0)))


def _lines(path: _Path, name: str) -> Picture:
    """The change of the loss against the distance from the point, along the curve and along straight lines."""
    least, depth = path.least, float(-path.change(path.least))
    far = 1.1 * _norm(path.move(least))
    with drawing(*_SIZE) as figure:
        axes = figure.subplots()
        axes.axhline(0, color=RULE, linewidth=0.8)
        for A in kernel_basis(path.net)[:_MAX_LINES]:
            _line(axes, path, A, far, {"color": MUTED, "linewidth": 0.7, "alpha": 0.6})
        for part in _PARTS:
            move = path.move(part * least)
            _line(axes, path, move, _norm(move), {"color": UP, "linewidth": 1.2})
        steps = [least * k / 80 for k in range(105)]
        meet = [part * least for part in _PARTS]
        for points, mark, size in ((steps, "-", 2.8), (meet, "o", 5)):
            x, y = [_norm(path.move(t)) for t in points], [float(path.change(t)) for t in points]
            axes.plot(x, y, mark, color=ACCENT, linewidth=size, markersize=size, zorder=4)
        axes.plot([0], [0], "o", color=INK, markersize=6, zorder=6, clip_on=False)
        axes.set(xlim=(0, far), ylim=(-1.3 * depth, 0.95 * depth), xlabel="distance from the point", ylabel="change of the loss")
        lines = "straight lines through the point" + (": rising first" if path.line_minimum else "")
        for height, align, color, weight, text in ((0.97, "top", UP, "normal", lines),
                                              (0.04, "bottom", ACCENT, "bold", "the certified curve: falling from the start")):
            axes.annotate(text, (0.03, height), xycoords="axes fraction", color=color, va=align, fontweight=weight)
        rising = " On the straight lines it rises from 0 or is constant near the point." if path.line_minimum else ""
        return picture(
            figure, f"{name}-{path.claim.id}", f"The loss near the point, on straight lines and on the curve: {path.claim.place}",
            "The change of the loss against the distance from the point, along straight lines to points of the certified curve and "
            f"in the kernel of the Hessian, and along the curve itself.{rising} Along the curve it falls from the start: "
            f"f(W(t)) = {polynomial(path.coefficients)}.")


def _line(axes: Axes, path: _Path, A: Sequence[RationalMatrix], far: float, style: dict[str, Any]) -> None:
    import numpy as np

    change = [0.0, *(float(c) for c in path.net.taylor(A)[1:])]
    distance = np.linspace(0, far, 161)
    axes.plot(distance, np.polynomial.polynomial.polyval(distance / _norm(A), change), **style)


def _over_the_plane(path: _Path) -> tuple[Picture | None, Picture | None]:
    """The change of the loss over the plane of the curve's exponents: a surface and its level lines, if there are two exponents."""
    exponents = sorted({k for layer in path.curve.layers for k in layer if k})
    if len(exponents) != 2:
        return None, None
    p, q = exponents
    basis = [[layer.get(k, RationalMatrix.zeros(*layer[0].shape)) for layer in path.curve.layers] for k in exponents]
    forms = loss_forms(path.net, basis, range(1, 2 * path.net.depth + 1))
    valley = Valley(partial(_evaluated, forms), p, q, float(path.least))
    lines = " On the straight lines through the point it rises or stays level near the point." if path.line_minimum else ""
    drawn = surface(
        valley, f"surface-{path.claim.id}", f"The loss as a surface over the plane of the curve: {path.claim.place}",
        "The change of the loss as the height of a surface over two parameters s and u. The point is in the middle, at height 0. "
        f"Two valleys, shaded, lead down from it; along them run the two branches of the curve s = {_power(p)}, u = {_power(q)}."
        f"{lines}")
    return drawn, _plane(path, valley)


def _plane(path: _Path, valley: Valley) -> Picture:
    """Level lines."""
    import numpy as np

    p, q, least, reach, height = valley.p, valley.q, valley.least, valley.reach, valley.height
    s, u = np.meshgrid(np.linspace(-reach, reach, 241), np.linspace(-0.45 * height, 1.9 * height, 181))
    values = valley.change(s, u)
    deep = -float(values.min())
    with drawing(*_SIZE) as figure:
        axes = figure.subplots()
        for level in (0, 0.25, 0.5, 0.75):
            axes.contourf(s, u, values, levels=[-2 * deep, -level * deep], colors=[ACCENT], alpha=0.17)
        axes.contour(s, u, values, levels=[deep * k for k in (0.5, 1, 2, 4, 8, 16)], colors=[UP], linewidths=0.6, alpha=0.7)
        axes.contour(s, u, values, levels=[0], colors=[INK], linewidths=1)
        for slope in (-0.9, -0.45, 0.0, 0.45, 0.9):
            axes.axline((0, 0), slope=slope * height / reach * 2, color=MUTED, linewidth=0.8, dashes=(5, 4))
        axes.axvline(0, color=MUTED, linewidth=0.8, dashes=(5, 4))
        t = np.linspace(0, 1.15 * least, 121)
        for sign in (1, -1):
            axes.plot((sign * t) ** p, (sign * t) ** q, color=ACCENT, linewidth=2.6)
        axes.plot([0], [0], "o", color=INK, markersize=6, zorder=6)
        axes.set(xlim=(-reach, reach), ylim=(-0.45 * height, 1.9 * height))
        axes.set(xlabel=f"$s$:  what the curve moves by ${_power(p)}$", ylabel=f"$u$:  what it moves by ${_power(q)}$")
        return picture(
            figure, f"plane-{path.claim.id}", f"The loss in the plane of the curve: {path.claim.place}",
            "Level lines of the loss over two parameters s and u; the point is at the origin, straight lines through it are "
            "dashed. The region in which the loss is smaller than at the point is shaded; it contains the curve "
            f"s = {_power(p)}, u = {_power(q)}, t > 0."
            + (" No straight line stays in that region as it reaches the point." if path.line_minimum else ""))


def _power(exponent: int) -> str:
    return "t" if exponent == 1 else f"t^{exponent}"


def _evaluated(forms: Mapping[int, Form], s: Any, u: Any) -> Any:
    values = 0 * s
    for form in forms.values():
        for monomial, coefficient in form.items():
            values = values + float(coefficient) * s ** monomial.count(0) * u ** monomial.count(1)
    return values
