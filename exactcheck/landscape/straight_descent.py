"""Straight descent directions as the proofs of two published statements build them (Nouiehed and Razaviyayn).

Theorem 8, two layers: at a degenerate critical point that is not a global minimum there is a direction of negative
curvature. Lemma 19: at a degenerate critical point whose inner layers all have nontrivial ``N(W_i)`` and ``N(W_i^T)``,
and where ``N(W_h)`` (first half) or ``N(W_1^T)`` (second half, the mirror image) is nontrivial, the point is a global
minimum or a saddle. The proof gives a straight line; its edge cases (``k* = h``; ``h = 2``), which it leaves undefined,
are filled in the evident way: ``p_h = b``, and ``p_2 = b_1``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term


def two_layer_direction(net: DeepLinearNetwork) -> tuple[list[M], Fraction]:
    """The proof's direction ``[B, A]`` (for ``W_1``, ``W_2``) at a degenerate critical point with ``G ≠ 0``.

    With ``b ≠ 0`` in ``N(W_2)`` and ``G_ji ≠ 0``: ``A = e_j b^T``, ``B = α b e_i^T``; else with ``a ≠ 0`` in ``N(W_1^T)``:
    ``A = α e_j a^T``, ``B = a e_i^T``. Returned with the negative coefficient of ``t²``. Raises InputError elsewhere.
    """
    if net.depth != 2 or not net.is_critical or not net.is_degenerate or net.G.is_zero():
        raise InputError("not a degenerate critical point of a two-layer network with G ≠ 0")
    W1, W2 = net.weights
    j, i = next((j, i) for j in range(net.G.rows) for i in range(net.G.columns) if net.G[j, i])
    e_j, e_i = M.unit(W2.rows, 1, j, 0), M.unit(1, W1.columns, 0, i)
    sign = -1 if net.G[j, i] > 0 else 1
    null = W2.null_space if W2.null_space.columns else W1.T.null_space
    vector = null.primitive_columns().select(columns=[0])
    for s in count():
        alpha = sign * 2**s
        direction = [vector @ e_i * alpha, e_j @ vector.T] if W2.null_space.columns else [vector @ e_i, e_j @ vector.T * alpha]
        coefficients = net.taylor(direction)
        if len(coefficients) > 2 and coefficients[2] < 0:
            return direction, coefficients[2]
    raise AssertionError("unreachable: the factors grow without end")


def lemma_19_applies(net: DeepLinearNetwork, half: int) -> bool:
    """Whether the point is degenerate and critical and its null spaces are as the given half of the lemma asks."""
    outer = net.weights[-1] if half == 1 else net.weights[0].T
    return (
        net.is_critical
        and net.is_degenerate
        and outer.rank < outer.columns
        and all(W.rank < W.columns and W.rank < W.rows for W in net.weights[1:-1])
    )


def lemma_19_case(weights: Sequence[M]) -> tuple[str, int]:
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
    case, k_star = lemma_19_case(weights)
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


def lemma_19_direction(net: DeepLinearNetwork, half: int) -> tuple[list[M], int, Fraction]:
    """The proof's straight direction with the order and value of its negative lowest coefficient.

    Raises InputError unless the hypotheses of that half hold and ``G ≠ 0``.
    """
    if not lemma_19_applies(net, half) or net.G.is_zero():
        raise InputError(f"the hypotheses of half {half} of Lemma 19 do not hold, or the point is a global minimum")
    mirrored = half == 2
    weights = [W.T for W in reversed(net.weights)] if mirrored else list(net.weights)
    for direction in _first_half(weights, net.G.T if mirrored else net.G):
        direction = [A.T for A in reversed(direction)] if mirrored else direction
        order, coefficient = lowest_term(net.taylor(direction))
        if coefficient < 0:
            return direction, order, coefficient
    raise AssertionError("unreachable: the factors grow without end")
