"""The criteria for local openness of ``(W1, W2) -> W1 W2`` in its range, the matrices of rank ``<= min(m, n, k)``.

Sizes: ``W1`` is m x k, ``W2`` is k x n; ``r1``, ``r2``, ``r`` are the ranks of ``W1``, ``W2``, ``W1 W2``;
``a = r1 - r = dim(N(W2^T) ∩ C(W1^T))`` and ``b = r2 - r = dim(N(W1) ∩ C(W2))``. The verdict comes from ``is_open_for``;
the paper's conditions (Nouiehed and Razaviyayn, "Learning Deep Models: Critical Points and Local Openness",
Proposition 4 after Behrends 2017, and Theorem 5) are each computed from its own definition and listed next to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from exactcheck.openness.claims import Proof, pair_ranks, subspace_intersection
from exactcheck.openness.completion import complete
from exactcheck.openness.pair import Pair

Rate: TypeAlias = Literal["linear", "quadratic"]


def is_open_for(m: int, k: int, n: int, a: int, b: int) -> bool:
    """One criterion for both regimes: multiplication is locally open iff ``min(m - a, n - b, k) <= k - a - b``.

    Both directions are proved by what their certificates contain: ``obstruction.py`` and ``factorization.py``.
    """
    return min(m - a, n - b, k) <= k - a - b


def rate_for(m: int, k: int, n: int, r1: int, r2: int, r: int) -> Rate:
    """How large ``δ`` can be for small ``ε`` at an open pair: of order ``ε`` or only ``ε²``.

    Linear iff ``W1`` has full row rank, or ``W2`` full column rank, or ``rank W1 W2 = k``; otherwise there are
    ``u^T W1 = 0`` and ``W2 v = 0`` with ``Z + δ u v^T`` in the range, and ``u^T Z' v = u^T (W1' - W1)(W2' - W2) v``.
    """
    return "linear" if r1 == m or r2 == n or r == k else "quadratic"


def proposition_4_inequalities(m: int, k: int, n: int, r1: int, r2: int, dimension: int) -> tuple[bool, bool]:
    """The two inequalities of Proposition 4 (3), for ``dimension = dim(N(W1) ∩ C(W2))``.

    The second is printed with an unbalanced parenthesis; it is ``n - (rank W2 - dimension) <= k - rank W1``.
    """
    return dimension <= k - m, n - (r2 - dimension) <= k - r1


@dataclass(frozen=True)
class Conditions:
    """``values``: the paper's conditions by name, in its order; ``proofs``: claims and witnesses that back them."""

    values: dict[str, bool]
    proofs: tuple[Proof, ...]


def conditions(pair: Pair) -> Conditions:
    """Proposition 4 if ``k >= min(m, n)``, else Theorem 5: every condition from its own definition."""
    m, k, n = pair.shape
    return _proposition_4(pair) if k >= min(m, n) else _theorem_5(pair)


def _proposition_4(pair: Pair) -> Conditions:
    m, k, n = pair.shape
    rows = complete(pair, "left", "full-row-rank")
    columns = complete(pair, "right", "full-column-rank")
    meet = pair.intersection
    first, second = proposition_4_inequalities(m, k, n, pair.r1, pair.r2, meet.dimension)
    values = {
        "Proposition 4 (1)": is_open_for(m, k, n, pair.a, pair.b),
        "Proposition 4 (2)": rows.exists or columns.exists,
        "Proposition 4 (2), first alternative": rows.exists,
        "Proposition 4 (2), second alternative": columns.exists,
        "Proposition 4 (3)": first or second,
        "Proposition 4 (3), first alternative": first,
        "Proposition 4 (3), second alternative": second,
    }
    return Conditions(values, (pair_ranks(pair), rows.proof(), columns.proof(), subspace_intersection(meet)))


def _theorem_5(pair: Pair) -> Conditions:
    m, k, n = pair.shape
    left = complete(pair, "left", "full-column-rank")
    right = complete(pair, "right", "full-row-rank")
    meet, transposed = pair.intersection, pair.flip.intersection
    values = {
        "Theorem 5, equal ranks": pair.r1 == pair.r2,
        "Theorem 5 i)": left.exists,
        "Theorem 5 ii)": right.exists,
        "Theorem 5 iii)": meet.dimension == 0,
        "Theorem 5 iv)": transposed.dimension == 0,
        "Theorem 5 v)": is_open_for(m, k, n, pair.a, pair.b),
    }
    return Conditions(values, (pair_ranks(pair), left.proof(), right.proof(),
                               subspace_intersection(meet), subspace_intersection(transposed)))
