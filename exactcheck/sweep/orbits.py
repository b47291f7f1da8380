"""Chains of small integer matrices up to signed permutations: one representative of every orbit, with the orbit's size.

A chain of widths ``(d_0, ..., d_h)`` is ``(A_1, ..., A_h)``, ``A_i`` of size ``d_i x d_{i-1}``, with entries in a finite
set. A signed permutation matrix ``Q_i`` for each index set ``i`` sends it to ``(Q_1 A_1 Q_0^T, ..., Q_h A_h Q_{h-1}^T)``.
These are changes of orthonormal bases, so every statement about ranks, null spaces, openness or critical points holds
at all members of an orbit or at none. If the set of entries is not its own negative, only permutations are used.

Outer index sets belong to one matrix each. So ``A_1`` may be taken as a multiset of columns up to sign, each later matrix
as a multiset of rows up to sign, and only the inner group has to act: a later matrix is reduced by the stabilizer of
what stands before it (orbits of ``G`` on pairs ``(x, y)`` are orbits of ``Stab(x)`` on ``y``, one ``x`` for each orbit).
The size of an orbit is ``|G| / |Stab|``, a product of one factor for each layer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement, pairwise, permutations, product
from math import comb, factorial

import numpy as np
from numpy.typing import NDArray

from exactcheck.errors import InputError

Integers = NDArray[np.int64]
#: The largest tables that are made: multisets of one layer, and group elements times points.
MOST_MULTISETS, LARGEST_TABLE = 5_000_000, 50_000_000


@dataclass(frozen=True, eq=False)
class Block:
    """``count`` chains of the same ``widths``: ``matrices[i]`` is ``count x d_{i+1} x d_i``; ``sizes``: their orbits' sizes."""

    widths: tuple[int, ...]
    matrices: tuple[Integers, ...]
    sizes: Integers

    @property
    def count(self) -> int:
        return len(self.sizes)

    def part(self, start: int, stop: int) -> Block:
        return Block(self.widths, tuple(A[start:stop] for A in self.matrices), self.sizes[start:stop])


@dataclass(frozen=True, eq=False)
class Points:
    """The vectors of length ``k`` over the set of entries, up to sign, and how the signed permutations move them.

    Element ``g`` of the group sends ``v`` to the vector with entries ``signs[g, i] v[permutations[g, i]]``, which is point
    ``table[g, p]`` up to sign if ``v`` is point ``p``.
    """

    vectors: Integers
    permutations: Integers
    signs: Integers
    table: Integers

    @property
    def order(self) -> int:
        return len(self.table)

    def moved(self, g: int, matrix: Integers) -> Integers:
        """``g`` applied to every row of ``matrix``."""
        return np.asarray(self.signs[g] * matrix[..., self.permutations[g]])


def closed(entries: Sequence[int]) -> bool:
    """Whether the set of entries is its own negative, so that signs are symmetries."""
    return {-v for v in entries} == set(entries)


@lru_cache(maxsize=32)
def points(entries: tuple[int, ...], k: int) -> Points:
    """``entries``: sorted, each once. Raises InputError if the tables would be too large."""
    signed = closed(entries)
    order = factorial(k) * (2**k if signed else 1)
    if order * len(entries) ** k > LARGEST_TABLE:
        raise InputError(f"size {k} with {len(entries)} entries has too many cases to list: use --random")
    every = np.array(list(product(entries, repeat=k)), dtype=np.int64).reshape(-1, k)
    weights = len(entries) ** np.arange(k - 1, -1, -1, dtype=np.int64)
    values = np.array(entries, dtype=np.int64)
    if signed:
        negative = np.searchsorted(values, -every) @ weights
        kept = np.flatnonzero(np.arange(len(every)) >= negative)  # of v and -v the later one in lexicographic order
        where = np.empty(len(every), dtype=np.int64)
        where[kept] = where[negative[kept]] = np.arange(len(kept))
    else:
        kept = where = np.arange(len(every))
    vectors = every[kept]
    perms, signs = [], []
    for permutation in permutations(range(k)):
        for sign in product((1, -1), repeat=k) if signed else [(1,) * k]:
            perms.append(permutation)
            signs.append(sign)
    P, S = np.array(perms, dtype=np.int64).reshape(-1, k), np.array(signs, dtype=np.int64).reshape(-1, k)
    table = np.stack([where[np.searchsorted(values, S[g] * vectors[:, P[g]]) @ weights] for g in range(len(P))])
    return Points(vectors, P, S, table)


@dataclass(frozen=True, eq=False)
class Multisets:
    """All multisets of ``size`` points, as rows of increasing indices; ``weights``: how many matrices have these rows."""

    points: Points
    rows: Integers
    weights: Integers

    def codes(self, rows: Integers) -> Integers:
        base = len(self.points.vectors)
        return np.asarray(rows @ (base ** np.arange(rows.shape[1] - 1, -1, -1, dtype=np.int64)), dtype=np.int64)

    def images(self, g: int, rows: Integers) -> Integers:
        """The codes of the multisets ``rows`` moved by ``g``."""
        return self.codes(np.sort(self.points.table[g][rows], axis=1))

    def representatives(self, group: Integers) -> tuple[Integers, NDArray[np.bool_]]:
        """Indices of the multisets that are the least of their orbits, and who (rows: ``group``) fixes each of them."""
        alive = np.arange(len(self.rows))
        codes = self.codes(self.rows)
        for g in group:
            alive = alive[self.images(g, self.rows[alive]) >= codes[alive]]
        rows = self.rows[alive]
        return alive, np.stack([self.images(g, rows) == codes[alive] for g in group])

    def least(self, group: Integers, rows: Integers) -> tuple[Integers, Integers]:
        """The least code in the orbit of each of ``rows``, and the first element of ``group`` that reaches it."""
        best, mover = self.images(group[0], rows), np.full(len(rows), group[0])
        for g in group[1:]:
            images = self.images(g, rows)
            less = images < best
            best, mover = np.where(less, images, best), np.where(less, g, mover)
        return best, mover


@lru_cache(maxsize=32)
def multisets(entries: tuple[int, ...], k: int, size: int) -> Multisets:
    """Multisets of ``size`` vectors of length ``k`` up to sign."""
    space = points(entries, k)
    total = len(space.vectors)
    if comb(total + size - 1, size) > MOST_MULTISETS or total**size >= 2**62:
        raise InputError(f"{size} vectors of length {k} with {len(entries)} entries have too many cases to list: use --random")
    rows = np.array(list(combinations_with_replacement(range(total), size)), dtype=np.int64).reshape(-1, size)
    weights = np.full(len(rows), factorial(size), dtype=np.int64)
    run = np.ones(len(rows), dtype=np.int64)
    for j in range(1, size):  # divided by the factorial of every multiplicity
        run = np.where(rows[:, j] == rows[:, j - 1], run + 1, 1)
        weights //= run
    if closed(entries):
        nonzero = np.asarray(space.vectors.any(axis=1))[rows].sum(axis=1)
        weights *= np.asarray(2**nonzero)
    return Multisets(space, rows, weights)


def chains(widths: Sequence[int], entries: tuple[int, ...]) -> Iterator[Block]:
    """One chain of every orbit, as blocks; the sizes of all of them add up to the number of all chains."""
    require_countable(widths, entries)
    first = multisets(entries, widths[1], widths[0])
    everyone = np.arange(first.points.order)
    chosen, fixed = first.representatives(everyone)
    columns = first.points.vectors[first.rows[chosen]].transpose(0, 2, 1)
    sizes = first.weights[chosen] * (len(everyone) // fixed.sum(axis=0))
    if len(widths) == 2:
        yield Block(tuple(widths), (columns,), sizes)
        return
    for matrix, size, stable in zip(columns, sizes, fixed.T, strict=True):
        yield from _extended(tuple(widths), entries, [matrix], int(size), everyone[stable])


def _extended(
    widths: tuple[int, ...], entries: tuple[int, ...], before: list[Integers], size: int, group: Integers
) -> Iterator[Block]:
    """The chains that begin with ``before``; ``group``: its stabilizer's action on the rows of the last matrix."""
    i = len(before)
    layer = multisets(entries, widths[i], widths[i + 1])
    chosen, fixed = layer.representatives(group)
    matrices = layer.points.vectors[layer.rows[chosen]]
    sizes = size * layer.weights[chosen] * (len(group) // fixed.sum(axis=0))
    if i + 2 == len(widths):
        yield Block(widths, (*(np.broadcast_to(A, (len(sizes), *A.shape)) for A in before), matrices), sizes)
        return
    for matrix, total, stable in zip(matrices, sizes, fixed.T, strict=True):
        images = {layer.points.moved(g, matrix).tobytes() for g in group[stable]}
        outer = points(entries, widths[i + 1])
        onward = [t for t in range(outer.order) if np.ascontiguousarray(outer.moved(t, matrix.T).T).tobytes() in images]
        yield from _extended(widths, entries, [*before, matrix], int(total), np.array(onward))


def square_pairs(m: int, k: int, entries: tuple[int, ...]) -> Iterator[Block]:
    """One chain of every orbit for widths ``(m, k, m)``, where ``(A_1, A_2)`` is also equivalent to ``(A_2^T, A_1^T)``.

    ``A_1^T`` and ``A_2`` are multisets of ``m`` vectors of length ``k``. With their orbits numbered, the pair has numbers
    ``(i, j)`` and its transposed ``(j, i)``: of these the one with ``i <= j`` is kept, and for ``i = j``, where
    ``A_2`` is ``g A_1^T``, the lesser one of ``g`` and ``g^-1`` modulo the stabilizer of ``A_1``.
    """
    require_countable((m, k, m), entries)
    both = multisets(entries, k, m)
    everyone = np.arange(both.points.order)
    chosen, fixed = both.representatives(everyone)
    codes = both.codes(both.rows)
    least, mover = both.least(everyone, both.rows)
    number = np.searchsorted(codes[chosen], least)  # codes of sorted rows in lexicographic order increase
    for i, stable in zip(range(len(chosen)), fixed.T, strict=True):
        group = everyone[stable]
        first = both.rows[chosen[i]]
        seconds, kept_by = both.representatives(group)
        of_first = both.weights[chosen[i]] * (len(everyone) // len(group))
        sizes = of_first * both.weights[seconds] * (len(group) // kept_by.sum(axis=0))
        factor = np.where(number[seconds] > i, 2, 0)
        same = np.flatnonzero(number[seconds] == i)
        if len(same):
            transposed = np.sort(np.stack([both.points.table[g][first] for g in mover[seconds[same]]]), axis=1)
            other, own = both.least(group, transposed)[0], codes[seconds[same]]
            factor[same] = np.where(own < other, 2, np.where(own == other, 1, 0))
        kept = np.flatnonzero(factor)
        vectors = both.points.vectors
        A_1 = np.broadcast_to(vectors[first].T, (len(kept), k, m))
        yield Block((m, k, m), (A_1, vectors[both.rows[seconds[kept]]]), (sizes * factor)[kept])


def require_countable(widths: Sequence[int], entries: Sequence[int]) -> None:
    total = sum(a * b for a, b in pairwise(widths))
    if len(entries) ** total >= 2**62:
        raise InputError(f"{len(entries)}^{total} instances of widths {list(widths)} are too many to list: use --random")
