"""Screening without certificates: thousands of small pairs per call, modulo the prime ``2^31 - 1`` in NumPy's int64.

Products of two residues stay below ``2^62``, so nothing overflows. A rank modulo a prime is at most the rank over Q, and
equal to it unless the prime divides every maximal minor; whether a completion exists is answered by one random choice
for all pairs. So screening may let a failing pair pass, with very small probability, and it may report one that does not
fail. What it reports is decided again with certificates; what it lets pass is called screened, never certified.

Every condition is computed from its own definition: intersections by the dimension formula, completions by completing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exactcheck.sweep.orbits import Block, Integers

PRIME = 2**31 - 1
Truths = NDArray[np.bool_]


def echelon(A: Integers) -> tuple[Integers, Integers, Truths]:
    """Reduced echelon forms of ``count x m x n`` matrices: the rows, the pivot row of each column (or -1), the pivot columns."""
    A = A % PRIME
    count, m, n = A.shape
    every = np.arange(count)
    used = np.zeros((count, m), dtype=bool)
    rows = np.full((count, n), -1, dtype=np.int64)
    for j in range(n):
        free = (A[:, :, j] != 0) & ~used
        i, found = free.argmax(axis=1), free.any(axis=1)
        pivot = np.where(found[:, None], A[every, i] * inverse(A[every, i, j])[:, None] % PRIME, 0)
        factors = A[:, :, j].copy()
        factors[every, i] = 0
        A = (A - factors[:, :, None] * pivot[:, None, :]) % PRIME
        A[every[found], i[found]] = pivot[found]
        used[every[found], i[found]] = True
        rows[found, j] = i[found]
    return A, rows, rows >= 0


def inverse(v: Integers) -> Integers:
    """Inverses modulo the prime by Fermat's theorem; 0 for 0."""
    out, power, exponent = np.ones_like(v), v % PRIME, PRIME - 2
    while exponent:
        if exponent & 1:
            out = out * power % PRIME
        power, exponent = power * power % PRIME, exponent >> 1
    return out


def rank(A: Integers) -> Integers:
    return np.asarray(echelon(A)[2].sum(axis=1))


def null_space(A: Integers) -> Integers:
    """``count x n x n``: a basis of each null space in the columns of the variables that are no pivots, zeros elsewhere."""
    reduced, rows, pivots = echelon(A)
    n = A.shape[2]
    out = np.where(pivots[:, None, :], 0, np.eye(n, dtype=np.int64)[None])
    taken = np.take_along_axis(reduced, np.maximum(rows, 0)[:, :, None], axis=1)  # at column j: the row with its pivot
    return np.asarray((out - np.where(pivots[:, :, None] & ~pivots[:, None, :], taken, 0)) % PRIME)


def product(A: Integers, B: Integers) -> Integers:
    return np.asarray(sum(A[:, :, i, None] * B[:, i, None, :] % PRIME for i in range(A.shape[2])) % PRIME)


def intersection(A: Integers, B: Integers) -> Integers:
    """``dim(N(A) ∩ C(B)) = dim N(A) + rank B - dim(N(A) + C(B))``."""
    null = null_space(A)
    return np.asarray((null != 0).any(axis=1).sum(axis=1) + rank(B) - rank(np.concatenate([null, B % PRIME], axis=2)))


def completed_rank(A: Integers, B: Integers) -> Integers:
    """The largest rank of ``A + D`` with ``D B = 0``: that of a random ``D``."""
    left = null_space(B.transpose(0, 2, 1)).transpose(0, 2, 1)
    generator = np.random.Philox(key=PRIME)
    chosen = (generator.random_raw(A.shape[1] * left.shape[1]) % PRIME).astype(np.int64).reshape(1, A.shape[1], -1)
    D = product(np.broadcast_to(chosen, (len(A), *chosen.shape[1:])), left)
    return rank(A + D)


class Screened:
    """A block of pairs: ``W1`` is count x m x k, ``W2`` is count x k x n."""

    def __init__(self, block: Block) -> None:
        self.W2, self.W1 = block.matrices
        self.n, self.k, self.m = block.widths
        self.Z = product(self.W1 % PRIME, self.W2 % PRIME)
        self.r1, self.r2, self.r = rank(self.W1), rank(self.W2), rank(self.Z)

    @property
    def full(self) -> bool:
        return self.k >= min(self.m, self.n)

    def is_open(self) -> Truths:
        a, b = self.r1 - self.r, self.r2 - self.r
        return np.asarray(np.minimum(np.minimum(self.m - a, self.n - b), self.k) <= self.k - a - b)

    def meets(self) -> tuple[Integers, Integers]:
        """Dimensions of ``N(W1) ∩ C(W2)`` and ``N(W2^T) ∩ C(W1^T)``."""
        return intersection(self.W1, self.W2), intersection(self.W2.transpose(0, 2, 1), self.W1.transpose(0, 2, 1))

    def completions(self) -> tuple[Truths, Truths]:
        """Whether the left and the right factor can be completed to the largest rank that their sizes allow."""
        left = completed_rank(self.W1, self.W2) == min(self.m, self.k)
        right = completed_rank(self.W2.transpose(0, 2, 1), self.W1.transpose(0, 2, 1)) == min(self.n, self.k)
        return left, right

    def proposition_4(self) -> Truths:
        """Condition (3)."""
        dimension = self.meets()[0]
        return (dimension <= self.k - self.m) | (self.n - (self.r2 - dimension) <= self.k - self.r1)


def theorem_a(block: Block) -> Truths:
    pairs = Screened(block)
    if pairs.full:
        return np.asarray(pairs.is_open() != pairs.proposition_4())
    first, second = pairs.meets()
    return np.asarray(pairs.is_open() != ((pairs.r1 == pairs.r2) & (first == 0) & (second == 0)))


def proposition_4(block: Block) -> Truths:
    """Full row rank of the left or full column rank of the right factor; a side that is too short for it has neither."""
    pairs = Screened(block)
    left, right = pairs.completions()
    second = (left & (pairs.m <= pairs.k)) | (right & (pairs.n <= pairs.k))
    return np.asarray((pairs.is_open() != second) | (second != pairs.proposition_4()))


def lemma_16(block: Block) -> Truths:
    pairs = Screened(block)
    left, right = pairs.completions()
    first, second = pairs.meets()
    differ = (left != right) | (right != (first == 0)) | ((first == 0) != (second == 0))
    return np.asarray((pairs.r1 == pairs.r2) & differ)


def theorem_5(block: Block) -> Truths:
    pairs = Screened(block)
    left = pairs.completions()[0]
    return np.asarray(lemma_16(block) | np.where(pairs.r1 == pairs.r2, pairs.is_open() != left, pairs.is_open()))


def linear(block: Block) -> Truths:
    """Open, but neither factor of full outer rank nor the product of rank ``k``."""
    pairs = Screened(block)
    return np.asarray(pairs.is_open() & (pairs.r1 < pairs.m) & (pairs.r2 < pairs.n) & (pairs.r < pairs.k))


def i_iff_ii(block: Block) -> Truths:
    left, right = Screened(block).completions()
    return np.asarray(left != right)
