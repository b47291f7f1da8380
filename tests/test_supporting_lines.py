"""Global minima of losses with breaks: lines below the loss of each entry, whose sum does not move with the output."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

import exactcheck as ec
from exactcheck.minimality.functions import Function
from exactcheck.minimality.sums_of_squares import sum_of_squares
from exactcheck.minimality.supporting_lines import above

HUBER = {"breaks": [-1, 1], "pieces": ["-e - 1/2", "e^2/2", "e - 1/2"]}
TWO_WELLS = {"breaks": [0], "pieces": ["(e + 1)^2", "(e - 1)^2"]}
LOWER_WELL = {"breaks": [0, 2], "pieces": ["(e + 1)^2", "(e - 1)^2", "(e - 4)^2 - 3"]}


def network(loss: Any, weights: list[Any], X: list[Any], Y: list[Any], **more: Any) -> ec.Network:
    return ec.Network(weights, X=X, Y=Y, loss=loss, **more)


GLOBAL = {
    "a zero of an l1 loss": network("absolute-value", [[[1]], [[1]]], [[1, 2]], [[1, 2]]),
    "a zero of an l1 loss of a ReLU network": network("absolute-value", [[[1]], [[1]]], [[1, 2]], [[1, 2]],
                                                      activations=["relu", "identity"]),
    "a zero of a weighted l1 loss with 50 samples: 2^50 pieces": network(
        "absolute-value", [[[1, 0]]], [[*range(50)], [1] * 50], [[*range(50)]], entry_weights=[[1 + i % 3 for i in range(50)]]),
    "a zero of the Huber loss, with a dead unit": network(
        HUBER, [[[-1]], [[2]]], [[1, 2]], [[0, 0]], activations=["relu", "identity"]),
    "one of two wells": network(TWO_WELLS, [[[1]]], [[1]], [[2]]),
    "a median": network("absolute-value", [[[1]]], [[1, 1, 1]], [[0, 1, 5]]),
    "between two medians": network("absolute-value", [[[1]]], [[0, 0, 0, 0]], [[0, 0, 2, 2]], biases=[[[1]]]),
    "a line through the first and the last of three points": network(
        "absolute-value", [[[1]]], [[0, 1, 2]], [[0, 5, 2]], biases=[[[0]]]),
    "fourth powers of a deep linear network": network("e^4/4", [[[1]], [[1]]], [[1, 1]], [[0, 2]]),
}
OTHERS = {
    "no median": (network("absolute-value", [[[5]]], [[1, 1, 1]], [[0, 1, 5]]), "not-a-local-minimum"),
    "the higher of two wells": (network(LOWER_WELL, [[[1]]], [[1]], [[0]]), "spurious-local-minimum"),
    "a line that misses all points": (network("absolute-value", [[[1]]], [[0, 1, 2]], [[0, 5, 2]], biases=[[[1]]]), "not-critical"),
    "slopes that the data do not see, before a ReLU": (network(
        "absolute-value", [[[1]]], [[1, -1]], [[0, -1]], activations=["relu"]), "not-critical"),
}


@pytest.mark.parametrize("name", GLOBAL)
def test_global_minima(name: str) -> None:
    """Each is recognized, without a look at the pieces near the point."""
    found = ec.classify(GLOBAL[name])
    assert found.kind == "global-minimum"
    assert found.witness is not None
    assert found.witness["rule"] == "supporting-lines"


@pytest.mark.parametrize("name", OTHERS)
def test_other_points(name: str) -> None:
    """Points that are no global minima get the verdict that they had without the rule."""
    net, kind = OTHERS[name]
    assert ec.classify(net).kind == kind


def test_random_medians() -> None:
    """A number is said to be a global minimum of ``Σ c_i |x - y_i|`` if and only if it is a weighted median."""
    source, said = Random(7), []
    for _ in range(60):
        y, c = ([source.randint(low, 6) for _ in range(4)] for low in (-6, 1))
        x = source.choice([*y, source.randint(-6, 6)])
        below, at, over = (sum(w for v, w in zip(y, c, strict=True) if (v > x) - (v < x) == side) for side in (-1, 0, 1))
        found = ec.classify(network("absolute-value", [[[x]]], [[1] * 4], [y], entry_weights=[c]))
        assert (found.kind == "global-minimum") == (abs(below - over) <= at)
        said.append(found.kind)
    assert set(said) >= {"global-minimum", "not-critical", "not-a-local-minimum"}


def test_every_interval() -> None:
    """The polynomials in ``t`` are at least 0 exactly where the function is above the line, in each kind of interval."""
    steps = Function.read({"breaks": [-1, 2], "pieces": ["-3*e - 3", "(e + 1)*(2 - e)", "e - 2"]}, "e", "")
    flat = list(above(steps, Fraction(2), Fraction(0), Fraction(1)))
    assert [sum_of_squares(p) is not None for p in flat] == [True, True, True]
    steep = list(above(steps, Fraction(2), Fraction(2), Fraction(1)))
    assert [sum_of_squares(p) is not None for p in steep] == [True, True, False]
    whole = list(above(Function.polynomial(0, 0, 1), Fraction(3), Fraction(6), Fraction(1)))
    assert [p.text(["t"]) for p in whole] == ["t^2 - 6*t + 9"]
