"""Seeded random instances: matrices, pairs of every rank pattern, and points of networks that are critical by construction.

Everything is a function of a ``random.Random``, so a failing seed can be replayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TypeAlias

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.network import DeepLinearNetwork

#: Sizes and ranks of a pair: ``(m, k, n, rank W1, rank W2, rank W1 W2)``.
Pattern: TypeAlias = tuple[int, int, int, int, int, int]


def patterns(largest: int) -> Iterator[Pattern]:
    """All admissible ``(m, k, n, r1, r2, r)`` with sizes up to ``largest``: ``r1 + r2 - k <= r <= min(r1, r2)``."""
    sizes = range(1, largest + 1)
    for m in sizes:
        for k in sizes:
            for n in sizes:
                for r1 in range(min(m, k) + 1):
                    for r2 in range(min(k, n) + 1):
                        for r in range(max(0, r1 + r2 - k), min(r1, r2) + 1):
                            yield m, k, n, r1, r2, r


def unimodular(rng: Random, n: int) -> RationalMatrix:
    """A random integer matrix of determinant 1."""
    lower = RationalMatrix([[rng.randint(-1, 1) if i > j else int(i == j) for j in range(n)] for i in range(n)])
    upper = RationalMatrix([[rng.randint(-1, 1) if i < j else int(i == j) for j in range(n)] for i in range(n)])
    return lower @ upper


def random_pair(rng: Random, pattern: Pattern) -> tuple[RationalMatrix, RationalMatrix]:
    """A random pair of exactly this pattern: in some basis ``W1`` keeps the first ``r1`` of the ``k`` coordinates,
    and ``W2`` reaches ``r`` of these and ``r2 - r`` of the others; sometimes scaled by a fraction."""
    m, k, n, r1, r2, r = pattern
    first = RationalMatrix([[int(i == j < r1) for j in range(k)] for i in range(m)])
    reached = [*range(r), *range(r1, r1 + r2 - r)]
    second = RationalMatrix([[int(j < r2 and i == reached[j]) for j in range(n)] for i in range(k)])
    middle = unimodular(rng, k)
    W1 = unimodular(rng, m) @ first @ middle
    W2 = middle.inverse() @ second @ unimodular(rng, n)
    return W1 * rng.choice([Fraction(1), Fraction(1, 2), Fraction(2, 3)]), W2


def random_matrix(rng: Random, rows: int, columns: int, bound: int = 2) -> RationalMatrix:
    """Entries from ``-bound .. bound``, with some halves and thirds."""
    return RationalMatrix([[Fraction(rng.randint(-bound, bound), rng.choice((1, 1, 1, 2, 3))) for _ in range(columns)]
                           for _ in range(rows)], (rows, columns))


def padded_identity(rows: int, columns: int, rank: int | None = None) -> RationalMatrix:
    """``diag(I, 0)`` with ``rank`` ones (default: as many as fit)."""
    ones = min(rows, columns) if rank is None else rank
    return RationalMatrix([[int(i == j < ones) for j in range(columns)] for i in range(rows)], (rows, columns))


def random_layer(rng: Random, rows: int, columns: int) -> RationalMatrix:
    """A zero, identity-padded, low-rank, repeated-column, sparse or generic ``rows x columns`` matrix."""
    shape = rng.choice(("zero", "identity", "partial", "low-rank", "repeated", "sparse", "generic"))
    if shape == "zero":
        return RationalMatrix.zeros(rows, columns)
    if shape == "identity":
        return padded_identity(rows, columns)
    if shape == "partial":
        return padded_identity(rows, columns, rng.randint(0, min(rows, columns)))
    if shape == "low-rank":
        rank = rng.randint(1, min(rows, columns))
        return random_matrix(rng, rows, rank) @ random_matrix(rng, rank, columns)
    if shape == "repeated":
        column = random_matrix(rng, rows, 1)
        return RationalMatrix.hstack([column] * columns)
    if shape == "sparse":
        return RationalMatrix([[rng.choice((0, 0, 1, -1)) for _ in range(columns)] for _ in range(rows)])
    return random_matrix(rng, rows, columns)


def random_data(rng: Random, width: int) -> RationalMatrix:
    """``X`` with ``width`` rows: the identity, a generic matrix of any number of samples, or a rank-deficient one."""
    shape = rng.choice(("identity", "identity", "generic", "deficient"))
    if shape == "identity":
        return RationalMatrix.identity(width)
    samples = rng.randint(1, width + 1)
    if shape == "generic":
        return random_matrix(rng, width, samples)
    rank = rng.randint(1, max(1, width - 1))
    return random_matrix(rng, width, rank) @ random_matrix(rng, rank, samples)


def critical_point(weights: list[RationalMatrix], X: RationalMatrix, rng: Random,
                   orthogonal: tuple[int, int] | None = None) -> DeepLinearNetwork:
    """``Y = P X - E`` with a random solution ``E`` of ``L_i^T E X^T R_{i-1}^T = 0`` for all ``i``: critical.

    ``orthogonal = (j, i)`` asks for ``G R_j^T = 0`` and ``L_i^T G = 0`` as well.
    """
    probe = DeepLinearNetwork(weights, X, RationalMatrix.zeros(weights[-1].rows, X.columns))
    conditions = [probe.L(i).T.kron(probe.R(i - 1) @ X) for i in range(1, probe.depth + 1)]
    if orthogonal:
        conditions.append(probe.L(probe.depth).kron(probe.R(orthogonal[0]) @ X))
        conditions.append(probe.L(orthogonal[1]).T.kron(X))
    solutions = RationalMatrix.vstack(conditions).null_space.primitive_columns()
    E = RationalMatrix.zeros(*probe.Y.shape)
    for k in range(solutions.columns):
        values = list(solutions.select(columns=[k]).entries())
        rows = [values[i * X.columns:(i + 1) * X.columns] for i in range(probe.Y.rows)]
        E = E + RationalMatrix(rows) * rng.choice((0, 1, 1, -1, 2))
    return DeepLinearNetwork(weights, X, probe.P @ X - E)


def random_critical_point(rng: Random, depth: int | None = None, max_width: int = 3) -> DeepLinearNetwork:
    """A critical point of depth 1 to 5, widths 1 to ``max_width`` (degenerate more often than not)."""
    h = rng.choice((1, 2, 3, 3, 3, 4, 4, 5)) if depth is None else depth
    widths = [rng.randint(1, max_width) for _ in range(h + 1)]
    if rng.random() < 0.5:  # ends wider than the middle: more room for G
        widths[0], widths[-1] = max_width, max_width
    layers = [random_layer(rng, m, n) for n, m in pairwise(widths)]
    X = random_data(rng, widths[0])
    P = layers[0]
    for layer in layers[1:]:
        P = layer @ P
    unseen = P.select(rows=P.independent_rows[:1]).null_space
    if rng.random() < 0.25 and not P.is_zero() and unseen.columns:  # a direction that P uses and no sample has
        X = unseen @ random_matrix(rng, unseen.columns, rng.randint(1, 3))
    return critical_point(layers, X, rng)
