"""Theorem 8 (two layers): its second-order descent directions, built as its proof builds them, and instances of each case."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork


def descent_direction(net: DeepLinearNetwork) -> tuple[list[M], Fraction]:
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


def instances() -> list[tuple[str, DeepLinearNetwork]]:
    """Critical points that are not global: each case of the proof's degenerate part, and non-degenerate ones."""

    def net(W1: list[list[int]], W2: list[list[int]], Y: list[list[int]], X: list[list[int]] | None = None) -> DeepLinearNetwork:
        return DeepLinearNetwork([M(W1), M(W2)], "identity" if X is None else M(X), M(Y))

    return [
        ("wide-hidden-layer", net([[0], [0]], [[0, 0]], [[1]])),  # d_2 < d_1: N(W_2) is nontrivial
        ("tall-hidden-layer", net([[0], [0]], [[1, 0], [0, 1], [0, 0]], [[0], [0], [1]])),  # d_0 < d_1: N(W_1^T) is nontrivial
        ("both-deficient", net([[0, 0]], [[0], [0]], [[1, 0], [0, 1]])),  # d_1 <= d_0, d_2 and W = 0
        ("first-layer-deficient", net([[0, 0]], [[1], [0]], [[0, 0], [0, 1]])),  # N(W_2) = 0, N(W_1^T) is not
        ("second-layer-deficient", net([[1, 0]], [[0], [0]], [[0, 0], [0, 1]])),  # N(W_2) is not 0, N(W_1^T) = 0
        ("rank-deficient-data", net([[1, 0]], [[0], [0]], [[0, 0], [1, 1]], [[0, 0], [1, 1]])),
        ("second-eigenvector", net([[0, 1]], [[0], [1]], [[2, 0], [0, 1]])),  # not degenerate
        ("lost-rank", net([[0, 1]], [[1], [0]], [[0], [1]], [[1], [0]])),  # rank(W_2 W_1 X) < rank(W_2 W_1)
    ]
