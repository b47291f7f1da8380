"""Single claims about a network's point, each with its witness: pairs ``(claim, witness)`` for ``certificate.issue``.

With ``shared=True`` a claim comes without its members ``objective`` and ``point``, for use as a part of a
``conjunction`` whose shared members are ``shared_members(net)``. The rules are those of
``docs/reference/certificate-format.md``. Every function raises InputError where the claim is false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.spectrum import Spectrum, spectrum
from exactcheck.landscape import forms
from exactcheck.landscape.curvature import negative_curvature_direction
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.descent import Motion, ascent_curve, descent_curve
from exactcheck.landscape.global_minimum import Spectral, better_weights, is_global_minimum
from exactcheck.landscape.lines import LineMinimum, LineVerdict, first_order_descent
from exactcheck.landscape.lines import line_minimum as decide_line_minimum
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term

Proof: TypeAlias = tuple[dict[str, Any], dict[str, Any]]


def shared_members(net: DeepLinearNetwork) -> dict[str, Any]:
    """The claim members ``objective`` and ``point``."""
    return {"objective": net.objective_document(), "point": net.point_document()}


def conjunction(net: DeepLinearNetwork, proofs: Sequence[Proof]) -> Proof:
    """One claim and witness from several proofs about ``net`` that were made with ``shared=True``."""
    return ({"kind": "conjunction", "shared": shared_members(net), "parts": [claim for claim, _ in proofs]},
            {"rule": "all", "witnesses": [witness for _, witness in proofs]})


def _claim(net: DeepLinearNetwork, kind: str, shared: bool, members: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"kind": kind, **({} if shared else shared_members(net)), **(members or {})}


def critical_point(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``critical-point`` by rule ``gradient``."""
    if not net.is_critical:
        raise InputError("the point is not critical")
    return _claim(net, "critical-point", shared), {"rule": "gradient"}


def not_critical(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``not-critical`` by rule ``gradient-entry``: the first nonzero partial derivative."""
    for layer, block in enumerate(net.gradient(), start=1):
        for k, value in enumerate(block.entries()):
            if value:
                row, column = divmod(k, block.columns)
                return (_claim(net, "not-critical", shared),
                        {"rule": "gradient-entry", "layer": layer, "row": row, "column": column})
    raise InputError("the point is critical")


def hessian_inertia(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``hessian-inertia`` by rule ``congruence``."""
    found = net.hessian_inertia
    counts = {"positive": found.positive, "negative": found.negative, "zero": found.zero}
    return _claim(net, "hessian-inertia", shared, counts), found.witness()


def hessian_spectrum(net: DeepLinearNetwork, shared: bool = False, computed: Spectrum | None = None) -> Proof:
    """``hessian-spectrum`` by rule ``cyclic-vectors``; ``computed``: the spectrum of ``net.hessian()``, if at hand."""
    found = spectrum(net.hessian()) if computed is None else computed
    return _claim(net, "hessian-spectrum", shared, {"eigenvalues": found.claim_member()}), found.witness()


def taylor_expansion(net: DeepLinearNetwork, path: Curve | Sequence[RationalMatrix], shared: bool = False) -> Proof:
    """``taylor-expansion`` along a curve, or along the line in a direction, by rule ``expansion``.

    The claim lists the constant coefficient also where the loss is constantly 0.
    """
    curve = path if isinstance(path, Curve) else Curve.line(net.weights, path)
    coefficients = [str(c) for c in net.taylor(curve)] or ["0"]
    return (_claim(net, "taylor-expansion", shared, {"curve": curve.to_document(), "coefficients": coefficients}),
            {"rule": "expansion"})


def kernel_forms(net: DeepLinearNetwork, orders: Sequence[int] = (3, 4, 5, 6), shared: bool = False) -> Proof:
    """``kernel-forms`` of the given orders by rule ``expansion``."""
    return _claim(net, "kernel-forms", shared, forms.kernel_forms(net, orders)), {"rule": "expansion"}


def line_minimum(net: DeepLinearNetwork, shared: bool = False, decided: LineMinimum | None = None) -> Proof:
    """``line-minimum`` (``half-square``), ``not-a-line-minimum`` (``descent-line``) or, where only that proves it,
    ``global-minimum``; ``decided``: the result of ``lines.line_minimum(net)``, if at hand.

    Raises InputError if the question is undecided.
    """
    answer = decide_line_minimum(net) if decided is None else decided
    if answer.verdict is LineVerdict.HALF_SQUARE:
        return _claim(net, "line-minimum", shared), {**net.hessian_inertia.witness(), "rule": "half-square"}
    if answer.verdict is LineVerdict.GLOBAL:
        return global_minimum(net, shared)
    if answer.line is None:
        raise InputError(f"minimum along every line: undecided ({answer.tried} lines tried)")
    return _claim(net, "not-a-line-minimum", shared), {
        "rule": "descent-line", "direction": _direction(answer.line), "order": answer.line.order,
        "coefficient": str(answer.line.coefficient)}


def _direction(line: Motion) -> list[dict[str, Any]]:
    return [layer.get(1, RationalMatrix.zeros(*layer[0].shape)).to_document() for layer in line.curve.layers]


def second_order_saddle(net: DeepLinearNetwork, shared: bool = False,
                        direction: Sequence[RationalMatrix] | None = None) -> Proof:
    """``second-order-saddle`` by rule ``negative-curvature``.

    ``direction``: ``second_order_descent(net)``, if at hand.
    """
    if direction is None and net.is_critical:
        direction = second_order_descent(net)
    if direction is None:
        raise InputError("the point is no second-order saddle")
    return _claim(net, "second-order-saddle", shared), {
        "rule": "negative-curvature", "direction": [a.to_document() for a in direction],
        "coefficient": str(lowest_term(net.taylor(direction))[1])}


def second_order_descent(net: DeepLinearNetwork) -> list[RationalMatrix] | None:
    """A direction of negative curvature at a critical point, or None if the Hessian is positive semidefinite.

    At a non-degenerate point the small matrix ``K`` decides, and the Hessian is not needed.
    """
    if net.G.is_zero():
        return None
    return negative_curvature_direction(net) if net.is_degenerate else Spectral.at(net).descent_direction()


def higher_order_saddle(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``higher-order-saddle`` by rule ``semidefinite-with-curves``; raises InputError unless ``H ⪰ 0`` at a critical,
    degenerate point with ``G ≠ 0``."""
    descent, ascent = descent_curve(net), ascent_curve(net)
    if net.hessian_inertia.negative:
        raise InputError("the Hessian has a negative eigenvalue: a second-order saddle")
    return _claim(net, "higher-order-saddle", shared), {
        **net.hessian_inertia.witness(), "rule": "semidefinite-with-curves",
        "descent": descent.witness_members(), "ascent": ascent.witness_members()}


def not_local_minimum(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``not-a-local-minimum`` by rule ``descent-curve``."""
    return _claim(net, "not-a-local-minimum", shared), {"rule": "descent-curve", **_descent(net).witness_members()}


def not_local_maximum(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``not-a-local-maximum`` by rule ``ascent-curve``, at a critical, degenerate point with ``G ≠ 0``."""
    return _claim(net, "not-a-local-maximum", shared), {"rule": "ascent-curve", **ascent_curve(net).witness_members()}


def _descent(net: DeepLinearNetwork) -> Motion:
    """A path with a negative lowest coefficient, wherever the point is not a global minimum."""
    if net.is_critical and is_global_minimum(net):
        raise InputError("the point is a global minimum")
    if net.is_critical and net.is_degenerate:
        return descent_curve(net)
    direction = first_order_descent(net) or Spectral.at(net).descent_direction()
    if direction is None:
        raise AssertionError("not a global minimum, and K is positive semidefinite")
    line = Curve.line(net.weights, direction)
    return Motion(line, *lowest_term(net.taylor(line)))


def global_minimum(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``global-minimum`` by rule ``orthogonal-residual`` (``G = 0``) or ``eckart-young``."""
    if not is_global_minimum(net):
        raise InputError("the point is not a global minimum")
    claim = _claim(net, "global-minimum", shared, {"value": str(net.loss())})
    return claim, {"rule": "orthogonal-residual"} if net.G.is_zero() else Spectral.at(net).witness()


def not_global_minimum(net: DeepLinearNetwork, shared: bool = False) -> Proof:
    """``not-a-global-minimum`` by rule ``better-point``."""
    weights = better_weights(net, _descent(net).curve)
    return (_claim(net, "not-a-global-minimum", shared),
            {"rule": "better-point", "weights": [w.to_document() for w in weights]})
