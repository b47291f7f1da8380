"""The general engine, which sees polynomials, against the closed form for deep linear networks, which sees layers."""

from __future__ import annotations

import pytest

from benchmarks.degenerate_points import by_the_engine, degenerate_point
from exactcheck.landscape import DeepLinearNetwork, classify
from exactcheck.landscape.descent import descent_curve
from exactcheck.minimality import Network, classify_network
from exactcheck.paper import appendix_c, introduction, theorem12, third_example

POINTS = {
    "introduction": introduction.example,
    "theorem-12": lambda: theorem12.construction(*appendix_c.SMALLEST),
    "remark": theorem12.remark,
    "third-example": third_example.third_example,
}


@pytest.mark.parametrize("name", POINTS)
def test_points_of_the_paper(name: str) -> None:
    """Each point of the paper is a higher-order saddle by a curve that the engine finds itself, and by the closed form's curve."""
    net = POINTS[name]()
    found = classify_network(Network(list(net.weights), net.X, net.Y))
    assert found.kind == classify(net).kind == "higher-order-saddle"
    assert found.witness is not None
    assert found.witness["descent"]["coefficient"].startswith("-")
    assert found.witness["descent"]["order"] >= 4
    assert descent_curve(net).curve is not None


@pytest.mark.parametrize("block", range(10))
def test_random_degenerate_points(block: int) -> None:
    """Two hundred random degenerate critical points: the same kind by both routes, none undecided."""
    for seed in range(20 * block, 20 * block + 20):
        net: DeepLinearNetwork = degenerate_point(seed, 13)
        assert by_the_engine(net) == classify(net).kind, f"seed {seed}"
