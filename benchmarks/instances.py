"""Seeded instances that every rival is given."""

from __future__ import annotations

from random import Random

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.network import DeepLinearNetwork


def digits(rng: Random, rows: int, columns: int) -> RationalMatrix:
    """One-digit integer entries."""
    return RationalMatrix([[rng.randint(-9, 9) for _ in range(columns)] for _ in range(rows)])


def of_rank(rng: Random, rows: int, columns: int, rank: int) -> RationalMatrix:
    """A product of two matrices with one-digit entries."""
    return digits(rng, rows, rank) @ digits(rng, rank, columns)


def degenerate_critical_point(rng: Random, widths: tuple[int, ...], rank: int) -> DeepLinearNetwork:
    """Random layers of the given rank with entries -1, 0, 1 in their factors, X = I, and Y solved for so that W is critical."""

    def factor(rows: int, columns: int) -> RationalMatrix:
        return RationalMatrix([[rng.randint(-1, 1) for _ in range(columns)] for _ in range(rows)])

    weights = [factor(widths[i + 1], rank) @ factor(rank, widths[i]) for i in range(len(widths) - 1)]
    trial = DeepLinearNetwork(weights, "identity", RationalMatrix.zeros(widths[-1], widths[0]))
    # L_i^T G R_{i-1}^T = 0 for every i, as linear equations for G row by row
    equations = RationalMatrix.vstack([trial.L(i).T.kron(trial.R(i - 1)) for i in range(1, trial.depth + 1)])
    null = equations.null_space.primitive_columns()
    g = null @ RationalMatrix.column([rng.randint(-1, 1) for _ in range(null.columns)])
    values = list(g.entries())
    G = RationalMatrix([values[r * widths[0] : (r + 1) * widths[0]] for r in range(widths[-1])])
    return DeepLinearNetwork(weights, "identity", trial.P - G)
