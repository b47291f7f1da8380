"""Lemma 19's descent directions, built as its proof builds them, and the instances they are tried on.

Lemma 19: at a degenerate critical point whose inner layers all have nontrivial ``N(W_i)`` and ``N(W_i^T)``, and where
``N(W_h)`` (first half) or ``N(W_1^T)`` (second half, the mirror image) is nontrivial, the point is a global minimum or a
saddle. The proof gives a straight line. Its edge cases (``k* = h``; ``h = 2``), which it leaves undefined, are filled in
the evident way: ``p_h = b``, and ``p_2 = b_1``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term


def hypotheses(net: DeepLinearNetwork, half: int) -> bool:
    """Whether the point is degenerate and critical and its null spaces are as the given half of the lemma asks."""
    outer = net.weights[-1] if half == 1 else net.weights[0].T
    return (
        net.is_critical
        and net.is_degenerate
        and outer.rank < outer.columns
        and all(W.rank < W.columns and W.rank < W.rows for W in net.weights[1:-1])
    )


def proof_case(weights: Sequence[M]) -> tuple[str, int]:
    """``("a", k*)`` or ``("b", 0)`` of the first half: ``k*`` is the largest ``k >= 3`` with ``N(W_k) ⟂ N((W_{k-1}⋯W_2)^T)``."""
    found = [k for k in range(3, len(weights) + 1) if (weights[k - 1].null_space.T @ _below(weights, k).T.null_space).is_zero()]
    return ("a", max(found)) if found else ("b", 0)


def _below(weights: Sequence[M], k: int) -> M:
    """``W_{k-1} ⋯ W_2`` (the identity for ``k = 2``)."""
    product = M.identity(weights[0].rows)
    for W in weights[1 : k - 1]:
        product = W @ product
    return product


def _dual_pair(left: M, right: M) -> tuple[M, M]:
    """A column ``p`` of ``left`` and a column ``b`` of ``right`` with ``p^T b ≠ 0``."""
    gram = left.T @ right
    i, j = next((i, j) for i in range(gram.rows) for j in range(gram.columns) if gram[i, j])
    return left.select(columns=[i]), right.select(columns=[j])


def _first_half(weights: Sequence[M], G: M) -> Iterator[list[M]]:
    """The directions of the proof for growing factors ``α_h``, ``α_1``."""
    h = len(weights)
    case, k_star = proof_case(weights)
    p: dict[int, M] = {}
    b: dict[int, M] = {}
    for k in range(max(k_star + 1, 3), h + 1):
        p[k], b[k - 1] = _dual_pair(
            _below(weights, k).T.null_space.primitive_columns(), weights[k - 1].null_space.primitive_columns()
        )
    if case == "a":
        below = _below(weights, k_star)
        inside = (weights[k_star - 1] @ below).null_space.primitive_columns()  # b_1 with W_k* b = 0, b = W_{k*-1}⋯W_2 b_1
        b[1] = next(v for v in (inside.select(columns=[s]) for s in range(inside.columns)) if not (below @ v).is_zero())
        p[k_star] = below @ b[1]
    else:
        b[1] = weights[1].null_space.primitive_columns().select(columns=[0])
        p[2] = b[1]
    start = k_star if case == "a" else 2
    j, i = next((j, i) for j in range(G.rows) for i in range(G.columns) if G[j, i])
    e_j, e_i = M.unit(G.rows, 1, j, 0), M.unit(1, G.columns, 0, i)
    for s in count():
        for alpha_h, alpha_1 in ((1, 2**s), (-1, 2**s), (1, -(2**s)), (-1, -(2**s))):
            direction = [M.zeros(*W.shape) for W in weights]
            for k in range(start, h):
                direction[k - 1] = b[k] @ p[k].T
            direction[h - 1] = e_j @ p[h].T * alpha_h
            direction[0] = b[1] @ e_i * alpha_1
            yield direction


def descent_direction(net: DeepLinearNetwork, half: int) -> tuple[list[M], int, Fraction]:
    """The proof's straight direction with the order and value of its negative lowest coefficient.

    Raises InputError unless the hypotheses of that half hold and ``G ≠ 0``.
    """
    if not hypotheses(net, half) or net.G.is_zero():
        raise InputError(f"the hypotheses of half {half} of Lemma 19 do not hold, or the point is a global minimum")
    mirrored = half == 2
    weights = [W.T for W in reversed(net.weights)] if mirrored else list(net.weights)
    for direction in _first_half(weights, net.G.T if mirrored else net.G):
        direction = [A.T for A in reversed(direction)] if mirrored else direction
        order, coefficient = lowest_term(net.taylor(direction))
        if coefficient < 0:
            return direction, order, coefficient
    raise AssertionError("unreachable: the factors grow without end")


#: name -> (weights of the first half's instance, W_1 first); X = 1, Y = 1. The second half takes the mirror image.
_FIRST_HALF: dict[str, list[list[list[int]]]] = {
    "case-b-two-layers": [[[0]], [[0]]],
    "case-b-three-layers": [[[0]], [[0]], [[0]]],
    "case-b-first-term": [[[1], [0]], [[0, 0], [0, 1]], [[0, 0]]],
    "case-b-four-layers": [[[0], [0]], [[1, 0], [0, 0]], [[0, 0], [0, 0]], [[1, 0]]],
    "case-a-k-star-last": [[[0], [0]], [[1, 0], [0, 0]], [[0, 1]]],
    "case-a-k-star-inner": [[[0], [0]], [[1, 0], [0, 0]], [[0, 1], [0, 0]], [[1, 0]]],
}


def instances() -> list[tuple[str, DeepLinearNetwork, int]]:
    """``(name, network, half)``: every case of the proof, in both halves."""
    one = M([[1]])
    out = []
    for name, rows in _FIRST_HALF.items():
        weights = [M(W) for W in rows]
        out.append((f"first-half-{name}", DeepLinearNetwork(weights, one, one), 1))
        out.append((f"second-half-{name}", DeepLinearNetwork([W.T for W in reversed(weights)], one, one), 2))
    return out
