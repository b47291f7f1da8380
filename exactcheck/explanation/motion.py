"""Explanations of claims about the loss along lines and curves through a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.matrices import Document, congruence, plural, read
from exactcheck.explanation.minima import show_hessian
from exactcheck.explanation.problem import (
    critical,
    general_direction,
    gradient_of_product,
    has_identity_data,
    network,
    on_basis,
    product_name,
    read_curve,
    smaller_number,
    statement,
    variables,
    weights,
)
from exactcheck.explanation.text import (
    beside,
    equation,
    flow,
    form,
    form_matrix,
    number,
    polynomial,
    polynomial_matrix,
    sub,
    wrapped,
)
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.forms import product_polynomial
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term

#: Longer polynomials in several variables are not written out.
_MAX_MONOMIALS = 60
#: Nor are linear combinations of more directions.
_MAX_DIRECTIONS = 24
#: Nor are products of layers expanded that have more terms before like ones are collected.
_MAX_PRODUCTS = 5_000


def along(net: DeepLinearNetwork, curve: Curve) -> list[str]:
    """The weights, the product, the residual and the loss along a curve, each written out as polynomials in ``t``."""
    shapes = [W.shape for W in net.weights]
    layers = [beside(f"{sub('W', i)}(t) = ", polynomial_matrix(layer, *shape))
              for i, (layer, shape) in enumerate(zip(curve.layers, shapes, strict=True), start=1)]
    product = curve.product()
    residual = {k: A @ net.X for k, A in product.items()}
    residual[0] = residual.get(0, RationalMatrix.zeros(*net.Y.shape)) - net.Y
    data = "" if has_identity_data(net) else " X"
    loss = _squares(residual) + polynomial(net.taylor(curve))
    return [flow(*layers), f"The product P(t) = {product_name(net, '(t)')} is",
            equation("P(t) = ", polynomial_matrix(product, *net.P.shape)),
            f"and the residual Δ(t) = P(t){data} - Y is",
            equation("Δ(t) = ", polynomial_matrix(residual, *net.Y.shape)),
            "Half the sum of the squares of its entries is the loss:", "\n".join(wrapped(loss, "  f(W(t)) = "))]


def _squares(residual: Mapping[int, RationalMatrix]) -> str:
    """``½((t²)² + (t⁴ - 1)²) = ``, where that is short."""
    rows, columns = residual[0].shape
    entries = [{k: A[i, j] for k, A in residual.items() if A[i, j]} for i in range(rows) for j in range(columns)]
    squares = [f"({polynomial(entry)})²" for entry in entries if entry]
    text = " + ".join(squares)
    return f"½( {text} ) = " if 0 < len(squares) <= 9 and len(text) <= 80 else ""


def taylor_expansion(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    return [*statement(net), "The claim is about the curve", *along(net, read_curve(claim["curve"]))]


def descent_curve(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    return [*statement(net), *moves(net, witness, -1)]


def ascent_curve(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    return [*statement(net), *moves(net, witness, 1)]


def moves(net: DeepLinearNetwork, motion: Document, sign: int) -> list[str]:
    """The expansion along the curve of a witness, what its lowest term says, and a number to check."""
    curve = read_curve(motion["curve"])
    change, kind = ("smaller", "minimum") if sign < 0 else ("larger", "maximum")
    return ["Move the weights along this curve, which starts at the point (t = 0):", *along(net, curve),
            *_lowest(net, curve, sign), "As t tends to 0, W(t) tends to W: every neighbourhood of the point contains "
                                        "points of "
            f"{change} loss, and the point is not a local {kind}."]


def _lowest(net: DeepLinearNetwork, curve: Curve, sign: int) -> list[str]:
    coefficients = net.taylor(curve) or [Fraction(0)]
    order, coefficient = lowest_term(coefficients)
    relation = "<" if sign < 0 else ">"
    return [f"Its lowest non-constant term is {polynomial({order: coefficient})}. For small t > 0 it outweighs all "
            "later terms "
            f"together, so f(W(t)) {relation} {number(coefficients[0])} = f(W) for all small t > 0.",
            smaller_number(curve, coefficients, sign)]


def descent_line(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    curve = Curve.line(net.weights, [read(A) for A in witness["direction"]])
    return [*statement(net), "Move the weights along this straight line through the point (t = 0):", *along(net, curve),
            *_lowest(net, curve, -1), "So along this line t = 0 is not a local minimum."]


def negative_curvature(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    direction = [read(A) for A in witness["direction"]]
    curve = Curve.line(net.weights, direction)
    curvature = 2 * Fraction(witness["coefficient"])
    return [*statement(net), *critical(net), "Move the weights along the straight line W + tA, where A "
                                             "is", weights(direction, "A"),
            *along(net, curve),
            f"The coefficient of t² is {number(Fraction(witness['coefficient']))}, so the second derivative in this "
            "direction is "
            f"{number(curvature)} < 0: the Hessian has a negative eigenvalue.",
            smaller_number(curve, net.taylor(curve), -1)]


def higher_order_saddle(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    return [*statement(net), *critical(net), *show_hessian(net), *congruence(net.hessian(), witness),
            "So second derivatives show no way down. But there is one.", *moves(net, witness["descent"], -1),
            "And there is a way up.", *moves(net, witness["ascent"], 1),
            "So the point is a saddle, of higher order than the second."]


def kernel_forms(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    basis = [[read(A) for A in direction] for direction in claim["basis"]]
    names = variables(len(basis))
    paragraphs = [*statement(net), *show_hessian(net)]
    if not basis:
        return [*paragraphs, "It is nonsingular: its kernel is 0, and there is nothing to expand."]
    paragraphs += [f"The kernel of H has dimension {len(basis)}; its elements are the directions A (one matrix per "
                   "layer) with",
                   _direction(net, basis), "In these directions the Taylor coefficients of f(W + tA) are:"]
    lines = []
    for order in sorted(claim["forms"], key=int):
        terms = {tuple(key): Fraction(value) for value, key in claim["forms"][order]}
        short = len(terms) <= _MAX_MONOMIALS
        shown = form(terms, names) if short else f"a polynomial with {len(terms)} terms, in the certificate"
        lines += wrapped(shown, f"  order {order}:  ")
    return [*paragraphs, "\n".join(lines)]


def _direction(net: DeepLinearNetwork, basis: Sequence[Sequence[RationalMatrix]]) -> str:
    if len(basis) > _MAX_DIRECTIONS:
        return f"  ({len(basis)} basis vectors, in the certificate)"
    names = variables(len(basis))
    return flow(*(beside(f"{sub('A', i)} = ", form_matrix(layer, *W.shape, names)) for i, (layer, W)
                  in enumerate(zip(general_direction(net, basis), net.weights, strict=True), start=1)))


def line_minimum(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    basis = on_basis(net, read(witness["null-space"]))
    paragraphs = [
        *statement(net), *critical(net), *show_hessian(net), *congruence(net.hessian(), witness),
        "So H has no negative eigenvalue. In a direction A with AᵀHA > 0 the loss rises. If AᵀHA = 0, then H A = 0: "
        "A is a combination of the columns of N."]
    square = "½‖P(W + tA) - P‖²" if has_identity_data(net) else "½‖(P(W + tA) - P) X‖²"
    if not basis:
        return [*paragraphs, "There is no such A but 0: the point is a minimum along every straight line."]
    return [*paragraphs, "As one matrix per layer, these directions are", _direction(net, basis),
            *gradient_of_product(net), *_movement(net, basis),
            f"Hence f(W + tA) - f(W) = ⟨G, P(W + tA) - P⟩ + {square} = {square} >= 0: along every straight line "
            f"through the point ({plural(len(basis), 'parameter')}, all at once) t = 0 is a minimum.",
            "This says nothing about curves: a minimum along every straight line need not be a local minimum."]


def _movement(net: DeepLinearNetwork, basis: Sequence[Sequence[RationalMatrix]]) -> list[str]:
    """``P(W + tA) - P`` and why it is orthogonal to ``G``."""
    conclusion = ("⟨G, P(W + tA) - P⟩, the sum of the products of corresponding entries, is 0 for all t and all "
                  "coefficients")
    moving = [sum(not direction[layer].is_zero() for direction in basis) for layer in range(net.depth)]
    if prod(1 + count for count in moving) > _MAX_PRODUCTS:
        return [f"{conclusion} (an identity of polynomials in {len(basis)} variables)."]
    moved = product_polynomial(net, basis, RationalMatrix.identity(net.widths[-1]))
    moved.pop((), None)
    if len(moved) > _MAX_MONOMIALS:
        return [f"{conclusion} (an identity of polynomials with {len(moved)} monomials)."]
    if not moved:
        return ["and in these directions the product does not move at all: P(W + tA) = P."]
    # W + tA has degree 1 in (t x), so a monomial of degree j in x carries t to the power j; t is set to 1 in print.
    return ["and the product moves by (with t = 1; a term of degree j in the x carries a factor t to the power j)",
            equation("P(W + A) - P = ", form_matrix(moved, *net.P.shape, variables(len(basis)))),
            f"{conclusion}."]
