"""What explanations of network claims share: the problem in words, its gradient, and paths through the point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.matrices import Document, read
from exactcheck.explanation.text import Block, decimal, equation, flow, matrix, named, number, sub
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.network import DeepLinearNetwork


def network(claim: Document) -> DeepLinearNetwork:
    """The objective and point of a checked claim."""
    objective, point = claim["objective"], claim["point"]
    return DeepLinearNetwork([read(W) for W in point["weights"]], read(objective["X"]), read(objective["Y"]))


def read_curve(document: Sequence[Mapping[str, Any]]) -> Curve:
    """The curve of a checked witness or claim."""
    return Curve(tuple({int(k): read(layer[k]) for k in sorted(layer, key=int)} for layer in document))


def product_name(net: DeepLinearNetwork, argument: str = "") -> str:
    """``W₃ W₂ W₁``, with ``(t)`` behind each letter if asked for."""
    return " ".join(sub("W", i) + argument for i in range(net.depth, 0, -1))


def weights(values: Sequence[RationalMatrix], letter: str = "W", mark: str = "") -> str:
    """All layers, side by side."""
    return flow(*(named(sub(letter, i) + mark, W) for i, W in enumerate(values, start=1)))


def has_identity_data(net: DeepLinearNetwork) -> bool:
    return RationalMatrix.identity(net.X.rows) == net.X


def statement(net: DeepLinearNetwork) -> list[str]:
    """The loss, the data and the point with its product, residual and value."""
    names = product_name(net)
    if has_identity_data(net):
        loss, data, residual = f"½‖{names} - Y‖²", flow(named("Y", net.Y)), "P - Y"
        where = f" (X is the {net.X.rows} x {net.X.rows} identity)"
    else:
        loss, data, residual, where = f"½‖{names} X - Y‖²", flow(named("X", net.X), named("Y", net.Y)), "P X - Y", ""
    return [f"The loss is f(W) = {loss}{where}, where", data, "and the point is", weights(net.weights),
            f"There P = {names} and the residual Δ = {residual} are", flow(named("P", net.P), named("Δ", net.residual)),
            f"so that f(W) = ½‖Δ‖² = {number(net.loss())}."]


def gradient_name(net: DeepLinearNetwork, i: int) -> str:
    """such as ``(W₃ W₂)ᵀ G``: the derivative by layer ``i``; identities are left out."""
    left, right = _transposed(range(net.depth, i, -1)), _transposed(range(i - 1, 0, -1))
    return " ".join(part for part in (left, "G", right) if part)


def _transposed(layers: range) -> str:
    names = " ".join(sub("W", j) for j in layers)
    return f"({names})ᵀ" if len(layers) > 1 else f"{names}ᵀ" if names else ""


def gradient_of_product(net: DeepLinearNetwork) -> list[str]:
    """``G`` and what it is."""
    name = "G = Δ" if has_identity_data(net) else "G = Δ Xᵀ"
    return ["The derivative of the loss by the product P is", equation(f"{name} = ", matrix(net.G))]


def critical(net: DeepLinearNetwork) -> list[str]:
    """Every derivative, each of them 0."""
    lines: list[str] = []
    for i in range(1, net.depth + 1):
        factors: list[str | Block] = [A for A in (
            matrix(net.L(i).T) if i < net.depth else [], matrix(net.G), matrix(net.R(i - 1).T) if i > 1 else []) if A]
        pieces = [piece for A in factors for piece in (" ", A)][1:]
        lines.append(equation(f"∂f/∂{sub('W', i)} = {gradient_name(net, i)} = ", *pieces, " = 0"))
    return [*gradient_of_product(net), "By the chain rule the derivatives by the layers are", "\n".join(lines),
            "so the point is critical."]


def smaller_number(curve: Curve, coefficients: Sequence[Fraction], sign: int) -> str:
    """A parameter 1/2, 1/4, ... with a smaller (``sign`` -1) or larger value, and the value, for one numeric check."""
    start, t = coefficients[0], Fraction(1, 2)
    while (value := sum((c * t**k for k, c in enumerate(coefficients)), Fraction(0)) - start) * sign <= 0:
        t /= 2
    value += start
    relation = "<" if sign < 0 else ">"
    head = f"One number to check: at t = {number(t)} the weights are"
    tail = f"and the loss there is {number(value)}" + (f" = {decimal(value, 6)}..." if value.denominator > 1 else "")
    return f"{head}\n{weights(curve.at(t))}\n{tail} {relation} {number(start)}."


def on_basis(net: DeepLinearNetwork, N: RationalMatrix) -> list[list[RationalMatrix]]:
    """The columns of ``N`` as directions: one matrix per layer."""
    return [net.to_direction(N.select(columns=[k])) for k in range(N.columns)]


def general_direction(net: DeepLinearNetwork,
                      basis: Sequence[Sequence[RationalMatrix]]) -> list[dict[tuple[int, ...], RationalMatrix]]:
    """Per layer, ``Σ x_i basis[i]`` as a matrix of linear forms: monomial ``(i,)`` -> matrix."""
    return [{(i,): direction[layer] for i, direction in enumerate(basis)} for layer in range(net.depth)]


def variables(count: int) -> list[str]:
    """``x₁, x₂, ...``"""
    return [sub("x", i + 1) for i in range(count)]
