"""Seeded random points of deep linear networks for the tests of single constructions, and the named examples.

Everything is a function of a ``random.Random``, so a failing seed can be replayed; ``seeds`` is the strategy.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import strategies as st

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.testing.instances import critical_point, padded_identity, random_critical_point, random_data, random_matrix

__all__ = ["SQRT2", "EigenSelection", "bottleneck_point", "critical_point", "eigen_selection", "introduction_example",
           "padded_identity", "random_critical_point", "random_matrix", "random_orthogonal", "rank_drop_point", "seeds",
           "third_example", "through_layers", "zero_layers_example"]

seeds = st.integers(min_value=0, max_value=2**32 - 1)
#: An enclosure of the square root of 2 to 40 digits: enough to compare 2 ± √2 with the rationals that occur here.
SQRT2 = Fraction(14142135623730950488016887242096980785697, 10**40)


def bottleneck_point(rng: Random) -> DeepLinearNetwork:
    """A degenerate critical point between outer layers that are injective (output side) and surjective (input side),
    with ``G`` orthogonal to both: case 3 of the descent theorem unless ``G = 0``. Middle layers lose rank."""
    below, above, gap = rng.randint(1, 2), rng.randint(1, 2), rng.randint(1, 2)
    r1, r2 = rng.randint(1, 2), rng.randint(1, 2)
    inner = [r1] * below + [max(r1, r2)] * (gap - 1) + [r2] * above
    widths = [r1 + rng.randint(1, 2), *inner, r2 + rng.randint(1, 2)]
    weights = []
    for k, (n, m) in enumerate(pairwise(widths)):
        if below <= k < below + gap:
            rank = rng.randint(0, min(r1, r2) - 1)
            weights.append(random_matrix(rng, m, rank) @ random_matrix(rng, rank, n))
        else:
            shear = RationalMatrix.unit(m, n, m - 1, 0) * (rng.choice((0, 0, 1)) if m > 1 else 0)
            weights.append(padded_identity(m, n) + shear)
    return critical_point(weights, random_data(rng, widths[0]), rng, (below, below + gap))


def random_orthogonal(rng: Random, n: int) -> RationalMatrix:
    """A rational orthogonal matrix by Cayley's transform ``(I - S)(I + S)^{-1}``, ``S`` skew-symmetric."""
    upper = [[rng.randint(-1, 1) if j > i else 0 for j in range(n)] for i in range(n)]
    S = RationalMatrix(upper, (n, n))
    skew = S - S.T
    one = RationalMatrix.identity(n)
    return (one - skew) @ (one + skew).inverse()


@dataclass(frozen=True)
class EigenSelection:
    """A non-degenerate critical point whose product keeps the eigenvalues ``kept`` of ``Y1 Y1^T``, not the others."""

    net: DeepLinearNetwork
    kept: tuple[Fraction, ...]
    dropped: tuple[Fraction, ...]
    irrational: bool  # whether 2 ± √2 are kept

    @property
    def is_global(self) -> bool:
        """Eckart-Young: the kept eigenvalues are the greatest."""
        return min(self.kept) >= max(self.dropped)

    @property
    def is_tie(self) -> bool:
        return min(self.kept) == max(self.dropped)


def eigen_selection(rng: Random, depth: int | None = None) -> EigenSelection:
    """Blocks with Gram matrices ``[a²]`` or ``[[1, 1], [1, 3]]`` (eigenvalues ``2 ± √2``), rotated; some are kept."""
    blocks: list[tuple[RationalMatrix, tuple[Fraction, ...]]] = []
    irrational = rng.random() < 0.5
    if irrational:
        blocks.append((RationalMatrix([[1, 0, 0], [1, 1, 1]]), (2 - SQRT2, 2 + SQRT2)))
    for _ in range(rng.randint(2, 3) - irrational):
        a = Fraction(rng.choice((1, 2, 2, 3)), rng.choice((1, 1, 2, 4)))
        blocks.append((RationalMatrix([[a]]), (a * a,)))
    chosen = {0} if irrational and rng.random() < 0.7 else {rng.randrange(len(blocks))}
    if not irrational and len(blocks) > 2 and rng.random() < 0.5:
        chosen.add((min(chosen) + 1) % len(blocks))
    m, n = sum(b.rows for b, _ in blocks), sum(b.columns for b, _ in blocks)
    rows, kept_rows, top, left = [], [], 0, 0
    for k, (block, _) in enumerate(blocks):
        rows.append(RationalMatrix.hstack([RationalMatrix.zeros(block.rows, left), block,
                                           RationalMatrix.zeros(block.rows, n - left - block.columns)]))
        kept_rows += [top + i for i in range(block.rows) if k in chosen]
        top, left = top + block.rows, left + block.columns
    rotation = random_orthogonal(rng, m)
    target = rotation @ RationalMatrix.vstack(rows)
    U = rotation.select(columns=kept_rows)
    X = RationalMatrix.identity(n) + RationalMatrix.unit(n, n, 0, n - 1) * rng.randint(-1, 1)
    V = U.T @ target @ X.inverse()
    Y = target
    if rng.random() < 0.3:  # samples that are 0 add to the loss and to nothing else
        X = RationalMatrix.hstack([X, RationalMatrix.zeros(n, 1)])
        Y = RationalMatrix.hstack([Y, random_matrix(rng, m, 1)])
    kept = tuple(v for k, (_, values) in enumerate(blocks) if k in chosen for v in values)
    dropped = tuple(v for k, (_, values) in enumerate(blocks) if k not in chosen for v in values)
    net = DeepLinearNetwork(through_layers(rng, U, V, depth or rng.randint(2, 4)), X, Y)
    return EigenSelection(net, kept, dropped, irrational and 0 in chosen)


def through_layers(rng: Random, U: RationalMatrix, V: RationalMatrix, depth: int) -> list[RationalMatrix]:
    """``depth >= 2`` layers with product ``U V`` (``U`` injective, ``m x r``), hidden widths ``r`` or ``r + 1``."""
    injections = []
    for _ in range(depth - 1):
        width = U.columns + rng.randint(0, 1)
        if injections and all(s.rows > U.columns for s in injections):
            width = U.columns  # one layer as thin as the rank: not degenerate
        S = padded_identity(width, U.columns)
        if width > 1:
            S = S + RationalMatrix.unit(width, U.columns, width - 1, 0) * rng.randint(0, 1)
        injections.append(S)
    if all(s.rows > U.columns for s in injections):
        injections[0] = RationalMatrix.identity(U.columns)
    layers = [injections[0] @ V]
    layers += [b @ a.left_inverse() for a, b in pairwise(injections)]
    return [*layers, U @ injections[-1].left_inverse()]


def rank_drop_point(rng: Random) -> DeepLinearNetwork:
    """Critical, not degenerate, ``rank(P X) < rank P``, ``G ≠ 0``: ``X`` misses a direction that ``P`` uses."""
    a, b = Fraction(rng.randint(1, 3)), Fraction(rng.randint(1, 3))
    n = rng.randint(2, 3)
    X = padded_identity(3, n, 2)
    kept = rng.choice((1, 2))
    U = RationalMatrix.vstack([RationalMatrix.identity(kept), RationalMatrix.zeros(3 - kept, kept)])
    # row kept-1 of V lies in the left null space of X
    V = RationalMatrix([[a, 0, 0], [0, 0, b]][2 - kept:])
    Y = RationalMatrix([[a] + [0] * (n - 1), [0] * n, [0] * n]) if kept == 2 else RationalMatrix.zeros(3, n)
    Y = Y + RationalMatrix.unit(3, n, 2, 1) * b
    rotation = random_orthogonal(rng, 3)
    return DeepLinearNetwork(through_layers(rng, rotation @ U, V, rng.randint(2, 4)), X, rotation @ Y)


def introduction_example() -> DeepLinearNetwork:
    """Widths 2-1-1-2, ``X = I``, ``Y = E_22``, a zero layer in the middle."""
    return DeepLinearNetwork([RationalMatrix([[1, 0]]), RationalMatrix([[0]]), RationalMatrix([[1], [0]])], "identity",
                             RationalMatrix([[0, 0], [0, 1]]))


def third_example() -> DeepLinearNetwork:
    """Widths 3-2-2-3 with a symmetric ``Y`` of rank 2 and a product of rank 1."""
    last = RationalMatrix([[1, -1], [-1, -1], [1, -1]])
    return DeepLinearNetwork([last.T, RationalMatrix([[1, 1], [1, 1]]), last], "identity",
                             RationalMatrix([[1, 0, -1], [0, 4, 0], [-1, 0, 1]]))


def zero_layers_example(widths: tuple[int, ...], p1: int, p2: int) -> DeepLinearNetwork:
    """``X = I``, ``Y`` a single 1 in the last corner; ``W_k = 0`` for ``p1 < k <= p2``, identity-padded otherwise."""
    layers = [padded_identity(m, n, 0 if p1 < k <= p2 else None) for k, (n, m) in enumerate(pairwise(widths), start=1)]
    m, n = widths[-1], widths[0]
    return DeepLinearNetwork(layers, "identity", RationalMatrix.unit(m, n, m - 1, n - 1))
