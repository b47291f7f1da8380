"""Pairs ``(W1, W2)`` of every shape and rank pattern, shared by the tests of local openness."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from exactcheck.exact.matrix import RationalMatrix

Pattern = tuple[int, int, int, int, int, int]


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


def random_matrix(rng: Random, rows: int, columns: int, bound: int = 2) -> RationalMatrix:
    return RationalMatrix([[rng.randint(-bound, bound) for _ in range(columns)] for _ in range(rows)], (rows, columns))


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


@st.composite
def pairs_with_pattern(draw: st.DrawFn, largest: int = 5) -> tuple[Pattern, RationalMatrix, RationalMatrix]:
    """A pattern with sizes up to ``largest``, and a random pair of it."""
    m, k, n = (draw(st.integers(1, largest)) for _ in range(3))
    r1, r2 = draw(st.integers(0, min(m, k))), draw(st.integers(0, min(k, n)))
    r = draw(st.integers(max(0, r1 + r2 - k), min(r1, r2)))
    pattern = (m, k, n, r1, r2, r)
    return pattern, *random_pair(Random(draw(st.integers(0, 10**6))), pattern)
