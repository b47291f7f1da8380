"""The way of the samples through a network, layer by layer: what the activations are applied to, and their slopes there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.text import beside, flow, matrix, number, sub, table
from exactcheck.minimality.functions import IDENTITY, Function
from exactcheck.minimality.networks import Network

#: Networks with more parameters and entries are not worked through.
_MAX_SIZE = 2_000


def forward(net: Network) -> list[str]:
    """Arguments ``Zᵢ``, values ``Hᵢ`` and slopes of the activations at the point; nothing for a linear network."""
    sizes = len(net.p) + sum(W.rows for W in net.weights) * net.X.columns
    if all(activation == IDENTITY for activation in net.activations) or sizes > _MAX_SIZE:
        return []
    values, name, lines, kinks = net.X, "X", [], False
    for i, (W, b, activation) in enumerate(zip(net.weights, net.biases, net.activations, strict=True), start=1):
        ones = RationalMatrix([[1] * values.columns] * b.columns, (b.columns, values.columns))
        Z = W @ values + b @ ones
        formula = f"{sub('W', i)} {name}" + (f" + {sub('b', i)} 1ᵀ" if b.columns else "")
        blocks = [beside(f"{sub('Z', i)} = {formula} = ", matrix(Z))]
        values, name = Z, sub("Z", i)
        if activation != IDENTITY:
            values, name = RationalMatrix([[activation(z) for z in row] for row in Z.tolist()], Z.shape), sub("H", i)
            slopes = [[slope(activation, z) for z in row] for row in Z.tolist()]
            kinks = kinks or any("|" in cell for row in slopes for cell in row)
            blocks += [beside(f"{name} = {sub('a', i)}({sub('Z', i)}) = ", matrix(values)),
                       beside(f"{sub('a', i)}'({sub('Z', i)}) = ", table(slopes, *Z.shape))]
        lines.append(flow(*blocks))
    at_breaks = "; at a break, those below and above it, as in 0|1" if kinks else ""
    return ["From layer to layer, with a row for each unit and a column for each sample: the argument Zᵢ of each activation, its "
            f"values Hᵢ and its slopes aᵢ'(Zᵢ){at_breaks}.", "\n".join(lines), f"So E = {name} - Y is"]


def slope(function: Function, z: Fraction) -> str:
    """The derivative at ``z``; at a break, the one-sided derivatives, if they differ."""
    at = sum(z > b for b in function.breaks)
    found = [number(_derivative(piece, z)) for piece in function.pieces[at:at + 1 + (z in function.breaks)]]
    return "|".join(dict.fromkeys(found))


def _derivative(coefficients: Sequence[Fraction], z: Fraction) -> Fraction:
    return sum((e * c * z**(e - 1) for e, c in enumerate(coefficients) if e), Fraction(0))
