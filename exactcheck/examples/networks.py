"""Networks with spurious local minima, and points at kinks: what the square loss of deep linear networks excludes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exactcheck.api import Network, classify
from exactcheck.examples.example import Decided, Example

CROSS: dict[str, Any] = {"X": "identity", "weights": [[[1, 1]], [[1], [1]]]}
LEAKY: list[Any] = [{"leaky-relu": "1/2"}, "identity"]


def _decide(problem: Mapping[str, Any]) -> Decided:
    return classify(Network(problem["weights"], problem["X"], problem["Y"], problem.get("activations"),
                            problem.get("loss", "square"), problem.get("entry-weights"), problem.get("biases")))


def _example(name: str, problem: Mapping[str, Any], recorded: str, shows: str) -> Example:
    return Example(name, shows, problem, recorded, _decide)


NETWORKS = (
    _example("weighted-square-loss", {**CROSS, "Y": [[-1, "3/2"], ["3/2", -1]], "entry-weights": [[1, 4], [4, 1]]},
             "spurious-local-minimum", "with a weight for each entry, two linear layers have a spurious local minimum"),
    _example("fourth-powers", {**CROSS, "Y": [[-1, 3], [3, -1]], "loss": "e^4/4"},
             "spurious-local-minimum", "so they have with the convex loss e⁴/4, integer data and value 16"),
    _example("fourth-powers-deep", {"X": "identity", "Y": [[-1, 3], [3, -1]], "weights": [[[1, 1]], [[1]], [[1], [1]]],
                                    "loss": "e^4/4"},
             "spurious-local-minimum", "and so have three layers, widths 2-1-1-2"),
    _example("fourth-powers-wide", {"X": "identity", "Y": [[-1, 3], [3, -1]], "weights": [[[1, 1], [0, 0]], [[1, 0], [1, 0]]],
                                    "loss": "e^4/4"},
             "second-order-saddle", "the same product with hidden width 2 is a saddle: with other losses, width matters"),
    _example("square-activation", {"X": [[1, 0, "1/2"], [0, 1, "1/2"]], "Y": [[0, 0, 1]],
                                   "weights": [[[1, 1], [-1, -1]], [["1/6", "1/6"]]], "biases": [[[0], [0]], [[0]]],
                                   "activations": ["square", "identity"]},
             "spurious-local-minimum", "one hidden layer with biases and the activation z², by Yun, Sra and Jadbabaie: value 1/3"),
    _example("leaky-relu", {"X": [[1, -1]], "Y": [[1, 0]], "weights": [[[-1]], [["-2/5"]]], "activations": LEAKY},
             "spurious-local-minimum", "a leaky ReLU with one unit: two valleys, 2/5 and 1/10 deep"),
    _example("leaky-relu-rank-deficient-data", {"X": [[1, -1], [0, 0], [0, 0]], "Y": [[1, 0]],
                                                "weights": [[[-1, 0, 0]], [["-2/5"]]], "activations": LEAKY},
             "spurious-local-minimum", "the paper's section 4 needs data of full column rank: these weights have full row rank"),
    _example("dead-relu", {"X": [[1]], "Y": [[1]], "weights": [[[-1]], [[1]]], "activations": ["relu", "identity"]},
             "spurious-local-minimum", "where a ReLU is off the loss is flat"),
    _example("absolute-value-loss", {"X": [[1]], "Y": [[0], [1]], "weights": [[[0]], [[1], [0]]], "loss": "absolute-value"},
             "spurious-local-minimum", "Corollary 9 needs a differentiable loss: a degenerate minimum at a kink, with two proofs"),
    _example("median", {"X": [[1, 1, 1]], "Y": [[0, 1, 3]], "weights": [[[1]]], "loss": "absolute-value"},
             "global-minimum", "the absolute value makes the median a minimum: lines below the loss of each entry show it"),
    _example("relu-kink-that-falls", {"X": [[1, -1]], "Y": [[1, -1]], "weights": [[[0]], [[1]]],
                                      "activations": ["relu", "identity"]},
             "not-a-local-minimum", "a kink: the loss falls on one side and rises on the other, a curve for each, no pieces"),
    _example("relu-interpolation", {"X": [[0, 1, -1]], "Y": [[0, 1, 1]], "weights": [[[1], [-1]], [[1, 1]]],
                                    "biases": [[[0], [0]], None], "activations": ["relu", "identity"]},
             "global-minimum", "a ReLU network that fits its data, at kinks: no output has a smaller loss"),
)
