"""Spurious local minima of networks with other losses than the square loss; the square loss agrees with the closed form."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import DeepLinearNetwork, classify
from exactcheck.minimality import Network, classify_network

M = RationalMatrix
I2 = M.identity(2)
HALF, QUARTIC = Fraction(3, 2), "e^4/4"
OUTER = [M([[1, 1]]), M([[1], [1]])]
WEIGHTED = Network(OUTER, I2, M([[-1, HALF], [HALF, -1]]), entry_weights=M([[1, 4], [4, 1]]))
FOURTH = Network(OUTER, I2, M([[-1, 3], [3, -1]]), loss=QUARTIC)
DEEP = Network([M([[1, 1]]), M([[1]]), M([[1], [1]])], I2, M([[-1, 3], [3, -1]]), loss=QUARTIC)


@pytest.mark.parametrize(("network", "value"), [(WEIGHTED, 5), (FOURTH, 16), (DEEP, 16)], ids=["weighted", "fourth", "2-1-1-2"])
def test_spurious_local_minima(network: Network, value: int) -> None:
    """Local minima that are not global, proved by a slice across the gauge orbits and a definite Hessian on it."""
    found = classify_network(network)
    assert found.kind == "spurious-local-minimum"
    assert found.problem.value == value
    assert found.witness is not None
    assert found.witness["witnesses"][0]["proof"]["rule"] == "slice"
    assert found.certificate().statement.count("not a global minimum") == 1


def test_given_better_point() -> None:
    """A better point named by the user is the one in the certificate; parameters that are not better are never accepted."""
    found = classify_network(WEIGHTED, [Fraction(v) for v in (-2, 1, 1, -1)])
    assert found.witness is not None
    assert found.witness["witnesses"][1]["values"] == ["-2", "1", "1", "-1"]
    for worse in ([1, 1], [1, 1, 1, 1]):
        with pytest.raises(InputError, match="with a loss below 5"):
            classify_network(WEIGHTED, [Fraction(v) for v in worse])


def test_wider_hidden_layer_escapes() -> None:
    """With hidden width 2 the padded point of the fourth-power loss is a saddle: the width condition of the theorem is needed."""
    padded = [M([[1, 1], [0, 0]]), M([[1, 0], [1, 0]])]
    assert classify_network(Network(padded, I2, M([[-1, 3], [3, -1]]), loss=QUARTIC)).kind == "second-order-saddle"


@pytest.mark.parametrize("widths", [(2, 1, 1, 2), (3, 2, 2, 3), (2, 1, 2), (1, 1, 1, 1)])
def test_agrees_with_the_closed_form(widths: tuple[int, ...]) -> None:
    """For the square loss the general engine and the closed-form decision give the same kind, by different routes."""
    weights = []
    for i, (below, above) in enumerate(pairwise(widths)):
        zero = i == (len(widths) - 1) // 2
        weights.append(M([[int(a == b and not zero) for b in range(below)] for a in range(above)]))
    X, Y = M.identity(widths[0]), M.unit(widths[-1], widths[0], widths[-1] - 1, widths[0] - 1)
    assert classify_network(Network(weights, X, Y)).kind == classify(DeepLinearNetwork(weights, X, Y)).kind


def test_random_points_agree_with_the_closed_form() -> None:
    """Sixty random critical points, most of them degenerate: no contradiction to the closed form, nearly all decided."""
    source, seen, open_ = Random(5), 0, 0
    while seen < 60:
        widths = [source.randint(1, 2) for _ in range(source.choice([3, 4, 4, 5]))]
        weights = [M([[int(i == j) * source.choice([0, 1, 1]) for j in range(below)] for i in range(above)])
                   for below, above in pairwise(widths)]
        X, Y = M.identity(widths[0]), M([[source.choice([0, 0, 1, 2]) for _ in range(widths[0])] for _ in range(widths[-1])])
        expected = classify(DeepLinearNetwork(weights, X, Y)).kind
        if expected == "not-critical":
            continue
        seen += 1
        found = classify_network(Network(weights, X, Y)).kind
        open_ += found in ("undecided", "local-minimum")
        assert found in ({expected} if expected != "global-minimum" else {expected, "local-minimum", "undecided"})
    assert open_ <= 6


def test_fields_annihilate_the_loss() -> None:
    """The loss is constant along each field: 4 + 1 of the layers 2-2-1-2; with a square and data of rank 1, 2 + 1 + 2."""
    weights = [M([[1, 2], [0, 1]]), M([[1, -1]]), M([[2], [1]])]
    Y = M([[1, 0], [3, 1]])
    for net, count in ((Network(weights, I2, Y, loss=QUARTIC), 5),
                       (Network(weights, M([[1, 2], [2, 4]]), Y, ["z^2", "identity", "identity"], QUARTIC), 5)):
        fields = net.fields()
        assert len(fields) == count
        for v in fields:
            derivative = net.F.derivative(0).scaled(0)
            for i, p in enumerate(v):
                derivative = derivative + net.F.derivative(i) * p
            assert not derivative


def test_wrong_sizes() -> None:
    """Layers that do not chain, and networks that are too large to expand, are refused."""
    with pytest.raises(InputError, match=r"expected 1 column$"):
        Network([M([[1, 1]]), M([[1, 1]])], I2, I2)
    with pytest.raises(InputError, match="Y: a 1 x 1 matrix"):
        Network(OUTER, I2, M([[1]]))
    with pytest.raises(InputError, match="at most"):
        classify_network(Network([M.identity(9)], M.identity(9), M.identity(9) * 2))


@pytest.mark.parametrize("w", [-1, 1])
def test_numbers_beyond_the_range_of_a_float(w: int) -> None:
    """The search for a better point works in floating point; numbers that it cannot hold leave the verdict exact."""
    network = Network([M([[w]]), M([[1]])], M([[1]]), M([[1]]), ["relu", "identity"], f"{10**400}*e^4")
    assert classify_network(network).kind == ("spurious-local-minimum" if w < 0 else "global-minimum")
