"""Pairs ``(W1, W2)`` of every shape and rank pattern, shared by the tests of local openness."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.testing.instances import Pattern, patterns, random_pair, unimodular

__all__ = ["Pattern", "pairs_with_pattern", "patterns", "random_matrix", "random_pair", "unimodular"]


def random_matrix(rng: Random, rows: int, columns: int, bound: int = 2) -> RationalMatrix:
    return RationalMatrix([[rng.randint(-bound, bound) for _ in range(columns)] for _ in range(rows)], (rows, columns))


@st.composite
def pairs_with_pattern(draw: st.DrawFn, largest: int = 5) -> tuple[Pattern, RationalMatrix, RationalMatrix]:
    """A pattern with sizes up to ``largest``, and a random pair of it."""
    m, k, n = (draw(st.integers(1, largest)) for _ in range(3))
    r1, r2 = draw(st.integers(0, min(m, k))), draw(st.integers(0, min(k, n)))
    r = draw(st.integers(max(0, r1 + r2 - k), min(r1, r2)))
    pattern = (m, k, n, r1, r2, r)
    return pattern, *random_pair(Random(draw(st.integers(0, 10**6))), pattern)
