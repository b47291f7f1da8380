"""What explanations of claims about a polynomial, or the loss of a network, at a point share: the problem in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.explanation.forward import forward
from exactcheck.explanation.matrices import Document
from exactcheck.explanation.text import beside, flow, named, number, polynomial, sub, table
from exactcheck.minimality.losses import entry_names
from exactcheck.minimality.networks import MAX_PARAMETERS, Network
from exactcheck.minimality.problem import PolynomialPoint

LONG = 600


def point(claim: Document) -> PolynomialPoint:
    """The objective and point of a checked claim."""
    objective = claim["objective"]
    if objective["kind"] == "network-loss":
        return Network.from_documents(objective, claim["point"])
    names = objective["variables"]
    return PolynomialPoint(terms(objective["terms"], len(names)), names, claim["point"]["values"])


def terms(document: Sequence[Any], n: int) -> Polynomial:
    return Polynomial(n, {tuple(e): Fraction(c) for c, e in document})


def shown(p: Polynomial, names: Sequence[str]) -> str:
    text = p.text(names)
    return text if len(text) <= LONG else f"a polynomial of degree {p.degree} with {len(p)} terms"


def vector(document: Sequence[Any], names: Sequence[str]) -> str:
    return f"({', '.join(shown(terms(p, len(names)), names) for p in document)})"


def statement(at: PolynomialPoint) -> list[str]:
    if isinstance(at, Network):
        return network_statement(at)
    where_to = "f(p + x)" if any(at.p) else "f(x)"
    moved = [f"Written around the point, in variables of the same names, F(x) = {where_to} - f(p) = {shown(at.F, at.variables)}."]
    return [f"f = {shown(at.f, at.variables)}", f"The point p: {where(at)}; f(p) = {number(at.value)}.", *moved]


def where(at: PolynomialPoint, values: Sequence[Fraction] | None = None) -> str:
    return ", ".join(f"{name} = {number(v)}" for name, v in zip(at.variables, at.p if values is None else values, strict=True))


def network_statement(net: Network) -> list[str]:
    """The loss, the data, the point with its residual and value, and F if the loss is a polynomial near the point."""
    output, functions = "X", []
    for i, (activation, bias) in enumerate(zip(net.activations, net.biases, strict=True), start=1):
        inner = f"{sub('W', i)} {output}" + (f" + {sub('b', i)} 1ᵀ" if bias.columns else "")
        plain = activation.text() == "z"
        output = (f"({inner})" if bias.columns else inner) if plain else f"{sub('a', i)}({inner})"
        functions += [] if plain else [f"{sub('a', i)}(z) = {activation.text()}"]
    if net.loss.function is not None:
        c = "cᵢⱼ " if net.loss.weights is not None else ""
        loss = f"the sum of {c}l(Eᵢⱼ) over the entries of E = {output} - Y"
        functions.append(f"l(e) = {net.loss.function.text('e')}")
    else:
        of_entries = net.loss.polynomial or Polynomial(net.Y.rows * net.Y.columns, {})
        loss = f"{shown(of_entries, entry_names(net.Y.shape))}, with E = {output} - Y"
    data = [named("X", net.X), named("Y", net.Y), *([named("c", net.loss.weights)] if net.loss.weights is not None else [])]
    E, n = net.residual(net.p, Fraction, lambda function, z: function(z)), net.Y.columns
    residual = RationalMatrix([E[i:i + n] for i in range(0, len(E), n)])
    if len(net.p) > MAX_PARAMETERS:
        near = f"It has {len(net.p)} parameters, too many to write it out around the point."
    else:
        near = _near(net)
    return [f"The loss f is {loss}; {'; '.join(functions)}. The data are", flow(*data),
            "and the point p is", parameters(net, net.p), *(forward(net) or ["There"]), flow(named("E", residual)),
            f"and f(p) = {number(net.value)}.", near]


def _near(net: Network) -> str:
    return ("Near the point a function has its argument at a break: the loss may have a kink there." if not net.is_smooth else
            f"Written around the point, in the variables {', '.join(net.variables)}, near 0: F(x) = f(p + x) - f(p) = "
            f"{shown(net.F, net.variables)}.")


def along_layers(net: Network, curve: Sequence[Polynomial]) -> str:
    """Weights, biases and the residual, matrices of polynomials in ``t``; the residual for small ``t > 0``."""
    weights, biases = net.layers(curve)
    E, n = net.residual_along(curve), net.Y.columns
    parts = [*((f"{sub(letter, i)}(t) = ", A) for letter, group in (("W", weights), ("b", biases))
               for i, A in enumerate(group, start=1) if A[0]), ("E(t) = ", [E[i:i + n] for i in range(0, len(E), n)])]
    return flow(*(beside(name, table([[in_t(v) for v in row] for row in A], len(A), len(A[0]))) for name, A in parts))


def in_t(p: Polynomial) -> str:
    """A polynomial in one variable, lowest power first."""
    return polynomial({e: c for (e,), c in p.terms.items()})


def parameters(net: Network, values: Sequence[Fraction]) -> str:
    """Weights and biases, side by side."""
    weights, biases = net.layers(values)
    return flow(*(named(sub("W", i), RationalMatrix(W)) for i, W in enumerate(weights, start=1)),
                *(named(sub("b", i), RationalMatrix(b)) for i, b in enumerate(biases, start=1) if b[0]))
