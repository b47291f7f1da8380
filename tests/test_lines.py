"""Minimum along every straight line: decided, certified, and the forms on the Hessian's kernel behind it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from strategies import (
    bottleneck_point,
    eigen_selection,
    introduction_example,
    random_critical_point,
    random_matrix,
    seeds,
    third_example,
    zero_layers_example,
)

from exactcheck.certificate import issue
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import claims, forms, lines
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.forms import Form, kernel_basis, linear_part, loss_forms
from exactcheck.landscape.lines import LineVerdict, line_minimum
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term


def combine(basis: list[list[RationalMatrix]], x: list[Fraction]) -> list[RationalMatrix]:
    total = [a * x[0] for a in basis[0]]
    for value, direction in zip(x[1:], basis[1:], strict=True):
        total = [t + a * value for t, a in zip(total, direction, strict=True)]
    return total


def evaluate(form: Form, x: list[Fraction]) -> Fraction:
    total = Fraction(0)
    for monomial, coefficient in form.items():
        for v in monomial:
            coefficient *= x[v]
        total += coefficient
    return total


@settings(deadline=None, derandomize=True, max_examples=30)
@given(seeds)
def test_forms_against_expansions_in_random_directions(seed: int) -> None:
    """In random directions of a random span the forms of all orders take the values of the one-variable expansion."""
    rng = Random(seed)
    net = random_critical_point(rng)
    basis = [[random_matrix(rng, *w.shape) for w in net.weights] for _ in range(rng.randint(1, 3))]
    found = loss_forms(net, basis, range(1, 2 * net.depth + 1))
    linear = linear_part(net, basis)
    for _ in range(3):
        x = [Fraction(rng.randint(-3, 3), rng.randint(1, 2)) for _ in basis]
        direction = combine(basis, x)
        coefficients = net.taylor(direction) + [Fraction(0)] * (2 * net.depth + 1)
        for order, form in found.items():
            assert evaluate(form, x) == coefficients[order]
        moved = Curve.line(net.weights, direction).at(1)
        product = RationalMatrix.identity(net.widths[0])
        for w in moved:
            product = w @ product
        assert evaluate(linear, x) == net.G.inner(product - net.P)


def test_kernel_basis_and_forms_of_the_examples() -> None:
    """Introduction: kernel dimension 4, no forms; third example: dimension 10, no cubic form, a quartic one >= 0."""
    assert len(kernel_basis(introduction_example())) == 4
    members = forms.kernel_forms(introduction_example())
    assert members["forms"] == {"3": [], "4": [], "5": [], "6": []}
    net = third_example()
    members = forms.kernel_forms(net)
    assert len(members["basis"]) == 10
    assert members["forms"]["3"] == []
    assert members["forms"]["4"] != []
    quartic = loss_forms(net, kernel_basis(net), [4])[4]
    generator = Random(1)
    for _ in range(50):
        assert evaluate(quartic, [Fraction(generator.randint(-4, 4)) for _ in range(10)]) >= 0
    issue(*claims.kernel_forms(net))


@pytest.mark.parametrize("net", [
    introduction_example(), third_example(), zero_layers_example((2, 1, 1, 2), 1, 2),
    zero_layers_example((4, 2, 2, 4), 1, 2), zero_layers_example((3, 2, 1, 2), 1, 2),
    zero_layers_example((3, 1, 1, 2, 3), 1, 2),
], ids=["introduction", "third", "2-1-1-2", "4-2-2-4", "3-2-1-2", "3-1-1-2-3"])
def test_one_zero_layer_gives_a_minimum_along_lines(net: DeepLinearNetwork) -> None:
    """With neighbouring thinnest layers the paper's points are minima along every line (and no local minima)."""
    answer = line_minimum(net)
    assert answer.verdict is LineVerdict.HALF_SQUARE
    assert answer.is_minimum
    assert issue(*claims.line_minimum(net, decided=answer)).claim["kind"] == "line-minimum"


@pytest.mark.parametrize(("widths", "p1", "p2", "expansion"), [
    ((2, 1, 2, 1, 2), 1, 3, "1/2 0 0 0 -1/2 0 1 0 1/2"),
    ((2, 1, 2, 2, 1, 2), 1, 4, "1/2 0 0 0 0 -1 1/2 0 1 0 1/2"),
])
def test_several_zero_layers_give_a_descending_line(widths: tuple[int, ...], p1: int, p2: int, expansion: str) -> None:
    """With two or more zero layers a straight line descends: the construction fails even along lines."""
    net = zero_layers_example(widths, p1, p2)
    answer = line_minimum(net)
    assert answer.verdict is LineVerdict.DESCENT
    assert answer.line is not None
    assert [str(c) for c in net.taylor(answer.line.curve)] == expansion.split()
    assert issue(*claims.line_minimum(net, decided=answer)).claim["kind"] == "not-a-line-minimum"


def test_random_points_are_decided_and_certified() -> None:
    """Every verdict on random points is certified; minima along lines and descents of order 1, 2 and more occur."""
    seen: Counter[str] = Counter()
    for seed in range(60):
        rng = Random(seed)
        net = (bottleneck_point if seed % 2 else random_critical_point)(rng)
        if seed % 10 == 0:
            net = DeepLinearNetwork([random_matrix(rng, *w.shape) for w in net.weights], net.X, net.Y)
        answer = line_minimum(net)
        if answer.verdict is LineVerdict.UNDECIDED:
            continue
        kind = issue(*claims.line_minimum(net, decided=answer)).claim["kind"]
        if answer.line is None:
            seen[f"{answer.verdict.name} {kind}"] += 1
        else:
            assert lowest_term(net.taylor(answer.line.curve)) == (answer.line.order, answer.line.coefficient)
            assert answer.line.coefficient < 0
            seen[f"order {min(answer.line.order, 3)}"] += 1
    assert all(seen[name] for name in ("HALF_SQUARE line-minimum", "order 1", "order 2", "order 3")), seen


def test_global_minima_are_minima_along_lines() -> None:
    """Where the half square does not show it, a global minimum is certified as such (Eckart-Young)."""
    seen = Counter()
    for seed in range(30):
        selection = eigen_selection(Random(seed), depth=2)
        answer = line_minimum(selection.net)
        assert answer.is_minimum == selection.is_global
        seen[answer.verdict] += 1
        issue(*claims.line_minimum(selection.net, decided=answer))
    assert seen[LineVerdict.GLOBAL]
    assert seen[LineVerdict.DESCENT]


def test_undecided_is_said_and_not_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the search may try nothing, the answer is UNDECIDED with the number of tries, and there is no claim."""
    monkeypatch.setattr(lines, "SYSTEMATIC_TRIES", 0)
    monkeypatch.setattr(lines, "RANDOM_TRIES", 0)
    net = zero_layers_example((2, 1, 2, 1, 2), 1, 3)
    answer = line_minimum(net)
    assert answer.verdict is LineVerdict.UNDECIDED
    assert answer.tried == 0
    assert not answer.is_minimum
    with pytest.raises(InputError, match="undecided"):
        claims.line_minimum(net, decided=answer)


def test_the_random_search_alone_finds_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded search does not depend on the systematic one, and repeats itself exactly."""
    monkeypatch.setattr(lines, "SYSTEMATIC_TRIES", 0)
    net = zero_layers_example((2, 1, 2, 1, 2), 1, 3)
    answer = line_minimum(net)
    assert answer.verdict is LineVerdict.DESCENT
    assert answer == line_minimum(net)


def test_too_long_expansions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit on terms a LimitError is raised, not an endless computation."""
    monkeypatch.setattr(forms, "MAX_TERMS", 2)
    with pytest.raises(LimitError, match="terms"):
        line_minimum(introduction_example())


def test_wrong_orders_and_directions_are_refused() -> None:
    """Kernel forms start at order 3; a basis must have the shapes of the weights; no orders, no forms."""
    net = introduction_example()
    with pytest.raises(InputError, match="order 3"):
        forms.kernel_forms(net, [2, 3])
    with pytest.raises(InputError, match="shapes"):
        linear_part(net, [[RationalMatrix([[1]])] * 3])
    assert loss_forms(net, kernel_basis(net), []) == {}
