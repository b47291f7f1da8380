"""Random degenerate critical points of deep linear networks, by the general engine and by the closed form.

The general engine sees a polynomial in the weights; the closed form knows that they are layers. The kinds must agree, and
the engine decides every point.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from time import process_time
from typing import Any

from benchmarks.family import Seen, summarized
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import DeepLinearNetwork, classify
from exactcheck.minimality import Network, classify_network


def degenerate_point(seed: int, most: int = 22) -> DeepLinearNetwork:
    """Depth 2 to 5, widths 1 to 3, at most that many weights; layers of random rank, X identity or not, Y solved for."""
    rng = Random(seed)
    while True:
        widths = [rng.randint(1, 3) for _ in range(rng.choice([3, 4, 4, 4, 5, 5, 6]))]
        if sum(below * above for below, above in pairwise(widths)) > most:
            continue
        weights = [of_rank(rng, above, below, rng.randint(0, min(below, above))) for below, above in pairwise(widths)]
        samples = rng.randint(1, 3)
        X = RationalMatrix.identity(widths[0]) if rng.random() < 0.5 else digits(rng, widths[0], samples)
        trial = DeepLinearNetwork(weights, X, RationalMatrix.zeros(widths[-1], X.columns))
        equations = RationalMatrix.vstack([trial.L(i).T.kron(trial.R(i - 1) @ X) for i in range(1, len(weights) + 1)])
        null = equations.null_space.primitive_columns()
        values = [sum(c * null[i, j] for j, c in enumerate(coefficients)) for coefficients in
                  [[rng.randint(-2, 2) for _ in range(null.columns)]] for i in range(null.rows)]
        residual = RationalMatrix([values[r * X.columns:(r + 1) * X.columns] for r in range(widths[-1])], (widths[-1], X.columns))
        net = DeepLinearNetwork(weights, X, trial.P @ X - residual)
        if net.is_degenerate:
            return net


def digits(rng: Random, rows: int, columns: int) -> RationalMatrix:
    return RationalMatrix([[rng.randint(-1, 1) for _ in range(columns)] for _ in range(rows)], (rows, columns))


def of_rank(rng: Random, rows: int, columns: int, rank: int) -> RationalMatrix:
    if rng.random() < 0.25:
        return RationalMatrix([[int(i == j < rank) for j in range(columns)] for i in range(rows)], (rows, columns))
    return digits(rng, rows, rank) @ digits(rng, rank, columns) if rank else RationalMatrix.zeros(rows, columns)


def by_the_engine(net: DeepLinearNetwork) -> str:
    return classify_network(Network(list(net.weights), net.X, net.Y)).kind


def measured(count: int, report: Callable[[str], None]) -> dict[str, Any]:
    """The first ``count`` points: the closed form's kind, the engine's, and the engine's seconds."""
    seen = []
    for seed in range(count):
        net = degenerate_point(seed)
        expected, start = classify(net).kind, process_time()
        found = by_the_engine(net)
        seen.append(Seen(seed, expected, found, process_time() - start, found not in (expected, "undecided")))
    return summarized("random degenerate critical points", seen, report)
