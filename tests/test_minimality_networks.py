"""Spurious local minima of linear networks with losses other than the square loss, by polynomial expansion."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import DeepLinearNetwork, classify
from exactcheck.minimality.networks import QUARTIC, SQUARE, classify_network, gauge_fields, network_point

M = RationalMatrix
I2 = M.identity(2)
HALF = Fraction(3, 2)
OUTER = [M([[1, 1]]), M([[1], [1]])]
WEIGHTED = (OUTER, I2, M([[-1, HALF], [HALF, -1]]), SQUARE, M([[1, 4], [4, 1]]))
FOURTH = (OUTER, I2, M([[-1, 3], [3, -1]]), QUARTIC)
DEEP = ([M([[1, 1]]), M([[1]]), M([[1], [1]])], I2, M([[-1, 3], [3, -1]]), QUARTIC)


@pytest.mark.parametrize(("network", "value"), [(WEIGHTED, 5), (FOURTH, 16), (DEEP, 16)], ids=["weighted", "fourth", "2-1-1-2"])
def test_spurious_local_minima(network: tuple[object, ...], value: int) -> None:
    """Local minima that are not global, proved by a slice across the gauge orbits and a definite Hessian on it."""
    found = classify_network(*network)  # type: ignore[arg-type]
    assert found.kind == "spurious-local-minimum"
    assert found.problem.value == value
    assert found.witness is not None
    assert found.witness["witnesses"][0]["proof"]["rule"] == "slice"
    assert found.certificate().statement.count("not a global minimum") == 1


def test_given_better_point() -> None:
    """A better point named by the user is the one in the certificate; weights that are not better are never accepted."""
    better = [M([[-1, 1]]), M([[1], [-1]])]
    found = classify_network(*WEIGHTED, better=better)
    assert found.witness is not None
    assert found.witness["witnesses"][1]["values"] == ["-1", "1", "1", "-1"]
    with pytest.raises(InputError, match="other sizes"):
        classify_network(*WEIGHTED, better=[M([[1]]), M([[1]])])


def test_wider_hidden_layer_escapes() -> None:
    """With hidden width 2 the padded point of the fourth-power loss is a saddle: the width condition of the theorem is needed."""
    padded = [M([[1, 1], [0, 0]]), M([[1, 0], [1, 0]])]
    assert classify_network(padded, I2, M([[-1, 3], [3, -1]]), QUARTIC).kind == "second-order-saddle"


@pytest.mark.parametrize("widths", [(2, 1, 1, 2), (3, 2, 2, 3), (2, 1, 2), (1, 1, 1, 1)])
def test_agrees_with_the_closed_form(widths: tuple[int, ...]) -> None:
    """For the square loss the general engine and the closed-form decision give the same kind, by different routes."""
    weights = []
    for i, (below, above) in enumerate(pairwise(widths)):
        zero = i == (len(widths) - 1) // 2
        weights.append(M([[int(a == b and not zero) for b in range(below)] for a in range(above)]))
    X, Y = M.identity(widths[0]), M.unit(widths[-1], widths[0], widths[-1] - 1, widths[0] - 1)
    assert classify_network(weights, X, Y).kind == classify(DeepLinearNetwork(weights, X, Y)).kind


def test_gauge_fields_annihilate_the_loss() -> None:
    """The loss of a 2-2-1-2 network is constant along each of its 4 + 1 gauge fields."""
    weights = [M([[1, 2], [0, 1]]), M([[1, -1]]), M([[2], [1]])]
    F = network_point(weights, I2, M([[1, 0], [3, 1]]), QUARTIC).F
    fields = gauge_fields(weights)
    assert len(fields) == 5
    for v in fields:
        derivative = F.derivative(0).scaled(0)
        for i, p in enumerate(v):
            derivative = derivative + F.derivative(i) * p
        assert not derivative


def test_wrong_sizes() -> None:
    """Layers that do not chain, and networks that are too large to expand, are refused."""
    with pytest.raises(InputError, match="width"):
        network_point([M([[1, 1]]), M([[1, 1]])], I2, I2)
    with pytest.raises(InputError, match="Y of shape"):
        network_point(OUTER, I2, M([[1]]))
    with pytest.raises(InputError, match="at most"):
        network_point([M.identity(9)], M.identity(9), M.identity(9))
