"""Networks, curves and derivatives against independent routes: substitution and symbolic differentiation."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
import sympy
from hypothesis import given, settings
from strategies import introduction_example, random_matrix, seeds, third_example

from exactcheck.certificate import issue
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.claims import taylor_expansion
from exactcheck.landscape.curve import Curve, multiply
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term

M = RationalMatrix


def random_network(rng: Random, max_depth: int = 4, max_width: int = 3) -> DeepLinearNetwork:
    h = rng.randint(1, max_depth)
    widths = [rng.randint(1, max_width) for _ in range(h + 1)]
    n = rng.randint(1, 3)
    return DeepLinearNetwork([random_matrix(rng, widths[i + 1], widths[i]) for i in range(h)],
                             random_matrix(rng, widths[0], n), random_matrix(rng, widths[-1], n))


def random_direction(rng: Random, net: DeepLinearNetwork) -> list[RationalMatrix]:
    return [random_matrix(rng, *w.shape) for w in net.weights]


def loss_at(net: DeepLinearNetwork, weights: tuple[RationalMatrix, ...]) -> Fraction:
    """½‖W_h ⋯ W_1 X - Y‖² from the definition."""
    product = net.X
    for w in weights:
        product = w @ product
    return sum(((a - b) ** 2 for a, b in zip(product.entries(), net.Y.entries(), strict=True)), Fraction(0)) / 2


@settings(deadline=None, derandomize=True, max_examples=12)
@given(seeds)
def test_gradient_and_hessian_against_symbolic_differentiation(seed: int) -> None:
    """The closed forms of gradient and Hessian are the derivatives that SymPy takes of the loss as a polynomial."""
    net = random_network(Random(seed), max_depth=3, max_width=2)
    symbols, layers = [], []
    for i, w in enumerate(net.weights, start=1):
        layer = sympy.Matrix(*w.shape, lambda a, b, i=i: sympy.Symbol(f"w{i}_{a}_{b}"))
        symbols += list(layer)
        layers.append(layer)
    product = sympy.Matrix([[sympy.Rational(str(v)) for v in row] for row in net.X.tolist()])
    for layer in layers:
        product = layer * product
    loss = sum((v - sympy.Rational(str(y))) ** 2 for v, y in zip(product, net.Y.entries(), strict=True)) / 2
    values = [sympy.Rational(str(v)) for v in net.to_vector(net.weights).entries()]
    point = dict(zip(symbols, values, strict=True))
    gradient = [sympy.diff(loss, s).subs(point) for s in symbols]
    assert [str(v) for v in gradient] == [str(v) for v in net.to_vector(net.gradient()).entries()]
    hessian = sympy.hessian(loss, symbols).subs(point)
    assert [str(v) for v in hessian] == [str(v) for v in net.hessian().entries()]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(seeds)
def test_taylor_along_curves_against_substitution(seed: int) -> None:
    """Along a random curve the expansion takes the value of the loss at more points than its degree."""
    rng = Random(seed)
    net = random_network(rng)
    curve = Curve.moving(net.weights, {i: {rng.randint(1, 3): random_matrix(rng, *w.shape)}
                                       for i, w in enumerate(net.weights, start=1)})
    coefficients = net.taylor(curve)
    assert not coefficients or coefficients[-1] != 0
    for k in range(1, len(coefficients) + 2):
        t = Fraction(k, 3)
        assert sum((c * t**j for j, c in enumerate(coefficients)), Fraction(0)) == loss_at(net, curve.at(t))


@settings(deadline=None, derandomize=True, max_examples=60)
@given(seeds)
def test_low_orders_along_lines_are_gradient_and_hessian(seed: int) -> None:
    """The first three coefficients along a line are the loss, the gradient and half the Hessian in that direction."""
    rng = Random(seed)
    net = random_network(rng)
    direction = random_direction(rng, net)
    coefficients = [*net.taylor(direction), Fraction(0), Fraction(0), Fraction(0)]
    v = net.to_vector(direction)
    assert coefficients[0] == net.loss() == loss_at(net, net.weights)
    assert coefficients[1] == sum(g.inner(a) for g, a in zip(net.gradient(), direction, strict=True))
    assert coefficients[2] == (v.T @ net.hessian() @ v)[0, 0] / 2
    assert net.to_direction(v) == direction


def test_products_and_sizes() -> None:
    """``P = L_i R_i`` for every ``i``, with identities at both ends, and the products in between fit."""
    rng = Random(3)
    widths = (3, 2, 4, 1, 3)
    weights = [random_matrix(rng, m, n) for n, m in pairwise(widths)]
    net = DeepLinearNetwork(weights, "identity", random_matrix(rng, 3, 3))
    assert net.widths == widths
    for i in range(net.depth + 1):
        assert net.L(i) @ net.R(i) == net.P
        assert net.L(i).shape == (net.widths[-1], net.widths[i])
        assert net.between(net.depth, i) == net.L(i)
        assert net.between(i, 0) == net.R(i)
    assert net.L(net.depth) == RationalMatrix.identity(net.widths[-1])
    assert net.parameters == net.hessian().rows == sum(w.rows * w.columns for w in net.weights)


def test_the_examples_are_degenerate_critical_points() -> None:
    """Introduction's and third example: critical, degenerate, losses 1/2 and 2."""
    for net, loss in ((introduction_example(), Fraction(1, 2)), (third_example(), Fraction(2))):
        assert net.is_critical
        assert net.is_degenerate
        assert net.loss() == loss
        assert not net.G.is_zero()


def test_documents() -> None:
    """The claim members follow the format: ``X`` written out, weights input side first."""
    net = introduction_example()
    assert net.objective_document() == {
        "kind": "deep-linear-square-loss", "X": {"shape": [2, 2], "entries": [["1", "0"], ["0", "1"]]},
        "Y": {"shape": [2, 2], "entries": [["0", "0"], ["0", "1"]]}}
    assert [w["shape"] for w in net.point_document()["weights"]] == [[1, 2], [1, 1], [2, 1]]
    curve = Curve.moving(net.weights, {2: {2: M([[1]])}})
    assert curve.to_document()[1] == {"0": {"shape": [1, 1], "entries": [["0"]]},
                                      "2": {"shape": [1, 1], "entries": [["1"]]}}
    assert list(curve.to_document()[0]) == ["0"]


def test_a_zero_loss_has_no_coefficients() -> None:
    """The expansion of the zero function is empty, the claim about it says 0, and a constant one has no lowest term."""
    net = DeepLinearNetwork([M([[0]]), M([[0]])], "identity", M([[0]]))
    assert net.taylor([M([[1]]), M([[0]])]) == []
    claim, witness = taylor_expansion(net, [M([[1]]), M([[0]])])
    assert claim["coefficients"] == ["0"]
    assert "is (0)" in issue(claim, witness).statement
    assert lowest_term([Fraction(3)]) == (0, 0)
    assert lowest_term([Fraction(3), Fraction(0), Fraction(-2), Fraction(1)]) == (2, -2)


@pytest.mark.parametrize(("weights", "X", "Y", "message"), [
    ([], "identity", M([[1]]), "no weights"),
    ([M([[1, 2]])], M([[1]]), M([[1]]), "W_1 has 2 columns, but X has 1 row"),
    ([M([[1]]), M([[1, 2]])], M([[1]]), M([[1]]), "W_2 has 2 columns, but W_1 has 1 row"),
    ([M([[1]]), M([[1]])], M([[1]]), M([[1], [2]]), "Y has 2 rows, but W_2 has 1 row"),
    ([M([[1]])], M([[1]]), M([[1, 2]]), "X has 1 column, but Y has 2"),
    ([M([[1, 2]])], "identity", M([[1]]), "X has 2 columns, but Y has 1"),
    ([M([], (0, 1)), M([[]], (1, 0))], M([[1]]), M([[1]]), "W_1 is 0 x 1"),
    ([M([[1]])], "unit", M([[1]]), '"identity"'),
    ([[[1]]], M([[1]]), M([[1]]), "W_1 must be a RationalMatrix, found list"),
])
def test_wrong_sizes_are_refused_by_name(weights: list[RationalMatrix], X: RationalMatrix, Y: RationalMatrix,
                                         message: str) -> None:
    """Each mismatch is an InputError that names the matrices and their sizes."""
    with pytest.raises(InputError) as error:
        DeepLinearNetwork(weights, X, Y)
    assert message in str(error.value)


def test_wrong_curves_and_directions_are_refused() -> None:
    """Layers that do not exist, exponents below 1, wrong shapes, another starting point."""
    net = introduction_example()
    with pytest.raises(InputError, match="moves layer 4"):
        Curve.moving(net.weights, {4: {1: M([[1]])}})
    with pytest.raises(InputError, match="exponent 0"):
        Curve.moving(net.weights, {2: {0: M([[1]])}})
    with pytest.raises(InputError, match="shape"):
        Curve.moving(net.weights, {2: {1: M([[1, 1]])}})
    with pytest.raises(InputError, match="one matrix for each layer: 3"):
        Curve.line(net.weights, [M([[1, 1]])])
    with pytest.raises(InputError, match="does not start"):
        net.taylor(Curve.moving([w * 2 for w in net.weights], {}))
    with pytest.raises(InputError, match="expected"):
        net.to_direction(M.column([1, 2]))
    with pytest.raises(InputError, match="direction with shapes"):
        net.to_vector([M([[1]])] * 3)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(seeds)
def test_mirrored_curves_have_the_transposed_product(seed: int) -> None:
    """The transposed network's product along the mirrored curve is the transpose, coefficient by coefficient."""
    rng = Random(seed)
    net = random_network(rng)
    curve = Curve.line(net.weights, random_direction(rng, net))
    assert {k: m.T for k, m in curve.product().items()} == curve.mirrored().product()
    assert curve.mirrored().mirrored() == curve


def test_polynomial_products_drop_cancelled_terms() -> None:
    """``(1 + t)(1 - t) = 1 - t²``: the coefficient of ``t`` that cancels is not listed."""
    assert multiply({0: M([[1]]), 1: M([[1]])}, {0: M([[1]]), 1: M([[-1]])}) == {0: M([[1]]), 2: M([[-1]])}
