"""Seeded instances that every contestant is given, as lists of Python integers."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.network import DeepLinearNetwork

Table = list[list[int]]


def table(rng: Random, rows: int, columns: int, digits: int) -> Table:
    """Integer entries of up to ``digits`` digits, either sign."""
    limit = 10**digits - 1
    return [[rng.randint(-limit, limit) for _ in range(columns)] for _ in range(rows)]


def of_rank(rng: Random, n: int, rank: int, digits: int) -> Table:
    """``n x n`` of the given rank: a product of two matrices, whose entries have half the digits (at least one)."""
    half = max(1, digits // 2)
    left, right = (RationalMatrix(table(rng, *shape, half)) for shape in ((n, rank), (rank, n)))
    return [[int(v) for v in row] for row in (left @ right).tolist()]


def gram_of_rank(rng: Random, n: int, rank: int, digits: int) -> Table:
    """``F^T F`` for a random ``F`` (``rank x n``): positive semidefinite and singular."""
    factor = RationalMatrix(table(rng, rank, n, max(1, digits // 2)))
    return [[int(v) for v in row] for row in (factor.T @ factor).tolist()]


#: About as many parameters -> widths of a network with three layers.
WIDTHS = {50: (5, 4, 3, 5), 200: (10, 7, 8, 9), 500: (16, 12, 10, 18), 1000: (24, 16, 16, 24)}


def higher_order_saddle(rng: Random, widths: tuple[int, ...], rank: int) -> DeepLinearNetwork:
    """Three layers at a critical point of rank ``rank``, below every width, with a positive semidefinite Hessian and ``G ≠ 0``.

    ``W3 = [I; 0]``, ``W2 = diag(4 I, 0)``, ``W1 = [I 0]`` behind random changes of basis of the hidden layers; the residual is
    the negative identity on the part that ``W3`` does not reach and ``W1`` does not see.
    """
    d0, d1, d2, d3 = widths

    def block(rows: int, columns: int, value: int) -> RationalMatrix:
        return RationalMatrix([[value * int(i == j < rank) for j in range(columns)] for i in range(rows)])

    (first, first_inverse), (second, second_inverse) = _unimodular(rng, d1), _unimodular(rng, d2)
    weights = [first @ block(d1, d0, 1), second @ block(d2, d1, 4) @ first_inverse, block(d3, d2, 1) @ second_inverse]
    G = RationalMatrix([[-int(i == j >= rank) for j in range(d0)] for i in range(d3)])
    return DeepLinearNetwork(weights, "identity", weights[2] @ weights[1] @ weights[0] - G)


def degenerate_saddle(rng: Random, widths: tuple[int, ...], rank: int) -> DeepLinearNetwork:
    """Random layers of the given rank with entries -1, 0, 1 in their factors, ``X = I``, and ``Y`` solved for so that the point
    is critical: nearly always a second-order saddle."""
    weights = []
    for below, above in pairwise(widths):
        left = [[rng.randint(-1, 1) for _ in range(rank)] for _ in range(above)]
        right = [[rng.randint(-1, 1) for _ in range(below)] for _ in range(rank)]
        weights.append(RationalMatrix(left) @ RationalMatrix(right))
    trial = DeepLinearNetwork(weights, "identity", RationalMatrix.zeros(widths[-1], widths[0]))
    # L_i^T G R_{i-1}^T = 0 for every i, as linear equations for G row by row
    equations = RationalMatrix.vstack([trial.L(i).T.kron(trial.R(i - 1)) for i in range(1, trial.depth + 1)])
    null = equations.null_space.primitive_columns()
    values = list((null @ RationalMatrix.column([rng.randint(-1, 1) for _ in range(null.columns)])).entries())
    G = RationalMatrix([values[r * widths[0]:(r + 1) * widths[0]] for r in range(widths[-1])])
    return DeepLinearNetwork(weights, "identity", trial.P - G)


def _unimodular(rng: Random, n: int) -> tuple[RationalMatrix, RationalMatrix]:
    """A product of ``n`` elementary integer matrices, and its inverse."""
    A = [[int(i == j) for j in range(n)] for i in range(n)]
    B = [[int(i == j) for j in range(n)] for i in range(n)]
    for _ in range(n):
        i, j = rng.sample(range(n), 2)
        sign = rng.choice((-1, 1))
        A[i] = [x + sign * y for x, y in zip(A[i], A[j], strict=True)]
        for row in B:
            row[j] -= sign * row[i]
    return RationalMatrix(A), RationalMatrix(B)
