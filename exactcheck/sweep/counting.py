"""How many orbits there are, by Burnside's lemma: without listing them, and independently of ``orbits.py``.

The number of orbits is the mean number of fixed chains over all group elements. A signed permutation enters only through
its cycles: a cycle is negative if it contains an odd number of sign changes. ``(Q, R)`` acts on the entries of a matrix
``A`` by ``Q A R^T``; a cycle of ``Q`` of length ``a`` and one of ``R`` of length ``b`` make ``gcd(a, b)`` cycles of entries
of length ``l = lcm(a, b)``, and such a cycle of entries is negative if ``s^(l/a) t^(l/b) = -1`` for the two signs. A fixed
``A`` has one free entry for each positive cycle, and zeros on each negative one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, permutations, product
from math import gcd, lcm

from exactcheck.sweep.orbits import closed

#: The cycles of a signed permutation, sorted: (length, sign).
Cycles = tuple[tuple[int, int], ...]


def instances(widths: Sequence[int], entries: Sequence[int]) -> int:
    """The number of all chains of these widths."""
    free = sum(a * b for a, b in pairwise(widths))
    return int(len(entries) ** free)


def orbits(widths: Sequence[int], entries: Sequence[int]) -> int:
    """The number of orbits of chains under (signed) permutations of every index set."""
    signed = closed(entries)
    types = [_types(d, signed) for d in widths]
    totals: dict[Cycles, int] = dict(types[0])
    for following in types[1:]:
        totals = {t: count * sum(before * _fixed(t, s, entries) for s, before in totals.items()) for t, count in following.items()}
    return sum(totals.values()) // _order(types)


def square_pair_orbits(m: int, k: int, entries: Sequence[int]) -> int:
    """For widths ``(m, k, m)``: the same with transposition of the pair as a further symmetry.

    A transposing element ``(A_1, A_2) -> (Q A_2^T R^T, R A_1^T S^T)`` (up to naming) fixes as many pairs as its square
    fixes matrices ``A_1``, and its square acts on ``A_1`` by ``Q^2`` on the inner side and by one of the products of the
    outer two, each equally often.
    """
    signed = closed(entries)
    outer, inner = _types(m, signed), _types(k, signed)
    order = sum(outer.values())
    twisted = order * sum(a * b * _fixed(t, _squared(s), entries) for t, a in outer.items() for s, b in inner.items())
    plain = orbits((m, k, m), entries) * order**2 * sum(inner.values())
    return (plain + twisted) // (2 * order**2 * sum(inner.values()))


def _order(types: Sequence[Counter[Cycles]]) -> int:
    order = 1
    for counted in types:
        order *= sum(counted.values())
    return order


@lru_cache(maxsize=16)
def _types(k: int, signed: bool) -> Counter[Cycles]:
    """How many (signed) permutations of ``k`` things have which cycles."""
    found: Counter[Cycles] = Counter()
    for permutation in permutations(range(k)):
        for signs in product((1, -1), repeat=k) if signed else [(1,) * k]:
            found[_cycles(permutation, signs)] += 1
    return found


def _cycles(permutation: Sequence[int], signs: Sequence[int]) -> Cycles:
    cycles, left = [], set(range(len(permutation)))
    while left:
        i = min(left)
        length, sign = 0, 1
        while i in left:
            left.remove(i)
            length, sign = length + 1, sign * signs[i]
            i = permutation[i]
        cycles.append((length, sign))
    return tuple(sorted(cycles))


def _squared(cycles: Cycles) -> Cycles:
    out: list[tuple[int, int]] = []
    for length, sign in cycles:
        out += [(length, 1)] if length % 2 else [(length // 2, sign)] * 2
    return tuple(sorted(out))


def _fixed(first: Cycles, second: Cycles, entries: Sequence[int]) -> int:
    """Matrices that the pair of signed permutations with these cycles fixes."""
    total = 1
    for a, s in first:
        for b, t in second:
            length = lcm(a, b)
            negative = s ** (length // a) * t ** (length // b) < 0
            choices = int(0 in entries) if negative else len(entries)
            total *= choices ** gcd(a, b)
    return total
