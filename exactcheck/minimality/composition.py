"""Compositions of polynomials whose size is estimated before they are made: FLINT does not look at a budget."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.budget import Budget

#: Beyond this many terms (as estimated, times the effort) a composition is not tried.
MAX_COMPOSED = 400_000
#: Above this many variables the exponents of a term are what costs; no symmetry is looked for either.
MANY_VARIABLES = 30


def composed_terms(p: Polynomial, at: Sequence[Polynomial]) -> int:
    """A bound for the number of terms of ``p(at)`` before like ones are added."""
    total = 0
    sizes = [len(q) for q in at]
    for e in p.terms:
        size = 1
        for length, k in zip(sizes, e, strict=True):
            if k:
                size *= comb(length + k - 1, k) if length else 0
        total += size
    return total


def composed(p: Polynomial, at: Sequence[Polynomial], n: int, budget: Budget) -> Polynomial | None:
    """``p(at)``, polynomials in ``n`` variables, paid from the budget; None if it could have too many terms."""
    cost = composed_terms(p, at)
    if cost > MAX_COMPOSED * budget.effort:
        return None
    budget.spend(2 * cost + (cost + len(p)) * n // 20 if n > MANY_VARIABLES else 0)
    return p.compose(list(at), n)
