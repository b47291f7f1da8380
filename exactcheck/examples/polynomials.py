"""Polynomials at rational points, from Peano's to Motzkin's, and the paper's Examples 2 and 3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exactcheck.examples.example import Decided, Example
from exactcheck.minimality import classify_polynomial

MOTZKIN = "x^4*y^2 + x^2*y^4 - 3*x^2*y^2 + 1"


def _decide(problem: Mapping[str, Any]) -> Decided:
    return classify_polynomial(problem["polynomial"], problem["point"])


def _example(name: str, polynomial: str, point: Mapping[str, int | str], recorded: str, shows: str) -> Example:
    return Example(name, shows, {"polynomial": polynomial, "point": dict(point)}, recorded, _decide)


ORIGIN = {"x": 0, "y": 0}

POLYNOMIALS = (
    _example("peano", "(y - x^2)*(y - 3*x^2)", ORIGIN, "higher-order-saddle",
             "a strict minimum along every straight line, and yet no local minimum: it falls between the parabolas"),
    _example("monkey-saddle", "x^3 - 3*x*y^2", ORIGIN, "higher-order-saddle",
             "the Hessian is 0 and the cubic form takes both signs"),
    _example("mixed-orders", "x^2 + y^4", ORIGIN, "global-minimum",
             "the Hessian is singular, but a form with its own weight for each variable is definite"),
    _example("crossing-valleys", "x^2*y^2", ORIGIN, "global-minimum",
             "a minimum that is not strict, where two lines of minima cross"),
    _example("curved-valley", "(y - x^2)^2", ORIGIN, "global-minimum",
             "a minimum along a curve of minima"),
    _example("rising-valley", "(y - x^2)^2 + x^8", ORIGIN, "global-minimum",
             "a strict minimum whose fourth-order part cannot tell, as the valley is curved"),
    _example("falling-valley", "(y - x^2)^2 - x^8", ORIGIN, "higher-order-saddle",
             "its twin falls, along the curved valley only"),
    _example("rising-then-falling-valley", "(y - x^2)^2 + x^8 - x^9", ORIGIN, "spurious-local-minimum",
             "a strict local minimum that is not global, with a better point"),
    _example("tangent-to-the-kernel", "y^2 - x^4", ORIGIN, "higher-order-saddle",
             "to be constant on a curve that is tangent to the Hessian's kernel proves no minimum"),
    _example("two-wells", "x^4 + y^4 - y^2", ORIGIN, "second-order-saddle",
             "an eigenvalue of the Hessian is negative"),
    _example("motzkin-at-0", MOTZKIN, ORIGIN, "local-maximum",
             "a polynomial that is nowhere negative, at a local maximum: there it is 1 - 3x²y² and terms of order 6"),
    _example("motzkin-at-1-1", MOTZKIN, {"x": 1, "y": 1}, "global-minimum",
             "a global minimum, though the polynomial is no sum of squares: times x² + y² it is one"),
    _example("paper-example-2-at-1", "(w^2 - 1)^2", {"w": 1}, "global-minimum",
             "the paper's Example 2 at the first of its minima"),
    _example("paper-example-2-at-minus-1", "(w^2 - 1)^2", {"w": -1}, "global-minimum",
             "the paper's Example 2 at the second of its minima"),
    _example("paper-example-2-at-0", "(w^2 - 1)^2", {"w": 0}, "local-maximum",
             "the paper's Example 2 at its third critical point"),
    _example("paper-example-3-at-0", "(w1*w2 - 1)^2", {"w1": 0, "w2": 0}, "second-order-saddle",
             "the paper's Example 3, in one dimension, at its critical point off the hyperbola w1 w2 = 1"),
    _example("paper-example-3-at-1-1", "(w1*w2 - 1)^2", {"w1": 1, "w2": 1}, "global-minimum",
             "the paper's Example 3 on the hyperbola: its other points come from this one and (-1, -1) by (q w1, w2/q)"),
    _example("paper-example-3-at-minus-1-minus-1", "(w1*w2 - 1)^2", {"w1": -1, "w2": -1}, "global-minimum",
             "the paper's Example 3 on the other branch of the hyperbola"),
)
