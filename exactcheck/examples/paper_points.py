"""The paper's points of deep linear networks, each decided twice: from the layers, and by the general engine.

The first certificate has the curve that the structure of the layers gives (``landscape.descent``), the second one that a search
found in the polynomial of all weights, without knowing that they are layers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exactcheck.api import DeepLinearNetwork, Network, classify
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.examples.example import Decided, Example
from exactcheck.landscape import DeepLinearNetwork as Point
from exactcheck.paper import introduction, section5, theorem12, third_example

#: What the names of the examples that the general engine decides end with.
ENGINE = "-by-the-engine"
RECORDED = "higher-order-saddle"


def by_layers(problem: Mapping[str, Any]) -> Decided:
    """Decided by ``landscape.classify``."""
    return classify(DeepLinearNetwork(problem["weights"], problem["X"], problem["Y"]))


def by_the_engine(problem: Mapping[str, Any]) -> Decided:
    """Decided by ``minimality.classify_network``, as ``exactcheck classify --general`` does."""
    return classify(Network(problem["weights"], problem["X"], problem["Y"]))


def points() -> dict[str, tuple[Point, str]]:
    """Name -> the point and what it is in the paper. The smallest of Theorem 12's points is the introduction's."""
    def theorem(p1: int, p2: int, *widths: int) -> Point:
        return theorem12.construction(widths, p1, p2)
    return {
        "introduction": (introduction.example(), "the introduction's example, and Theorem 12's smallest point"),
        "introduction-condition": (introduction.disputed(), "the construction at widths 3-2-1-2, allowed by the introduction only"),
        "theorem-12-next-widths": (theorem(1, 2, 3, 1, 1, 2), "Theorem 12's construction at widths 3-1-1-2"),
        "theorem-12-four-layers": (theorem(1, 3, 2, 1, 1, 1, 2), "Theorem 12's construction with four layers, two of them 0"),
        "theorem-12-five-layers": (theorem(1, 4, 2, 1, 1, 1, 1, 2), "Theorem 12's construction with five layers, three of them 0"),
        "theorem-12-wide-middle": (theorem(1, 3, 2, 1, 2, 1, 2), "Theorem 12's construction where even a straight line falls"),
        "remark-after-theorem-12": (theorem12.remark(), "the remark after Theorem 12's first half: Y of rank 2, widths 4-2-2-4"),
        "third-example": (third_example.third_example(), "the third example of Appendix C, widths 3-2-2-3"),
        "three-units": (section5.deeper(), "three layers of one unit, where two would give a saddle of second order"),
    }


def document(net: Point) -> dict[str, Any]:
    """The problem file of a point; numbers as short as a person would write them."""
    def rows(A: RationalMatrix) -> list[list[int | str]]:
        return [[int(v) if v.denominator == 1 else str(v) for v in row] for row in A.tolist()]
    identity = RationalMatrix.identity(net.X.rows) == net.X
    return {"X": "identity" if identity else rows(net.X), "Y": rows(net.Y), "weights": [rows(W) for W in net.weights]}


def _examples(name: str, net: Point, shows: str) -> tuple[Example, Example]:
    def example(ending: str, words: str, decide: Callable[[Mapping[str, Any]], Decided]) -> Example:
        return Example(f"paper-{name}{ending}", words, document(net), RECORDED, decide)
    return (example("", f"{shows}: no local minimum, by a curve from its layers", by_layers),
            example(ENGINE, "the same point as any polynomial: the search finds a curve of its own", by_the_engine))


PAPER_POINTS = tuple(example for name, (net, shows) in points().items() for example in _examples(name, net, shows))
