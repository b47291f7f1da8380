"""Theorem 8 (two layers): instances of each case of its proof, whose directions ``landscape/straight_descent.py`` builds."""

from __future__ import annotations

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.landscape.straight_descent import two_layer_direction as descent_direction

__all__ = ["descent_direction", "instances", "minima"]

Rows = list[list[int]]


def net(W1: Rows, W2: Rows, Y: Rows, X: Rows | None = None) -> DeepLinearNetwork:
    return DeepLinearNetwork([M(W1), M(W2)], "identity" if X is None else M(X), M(Y))


def instances() -> list[tuple[str, DeepLinearNetwork]]:
    """Critical points that are not global: each case of the proof's degenerate part, and non-degenerate ones."""
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


def minima() -> list[tuple[str, DeepLinearNetwork]]:
    """Global minima: by ``G = 0``, degenerate or not, and by the first eigenvector."""
    return [
        ("no-target", net([[0, 0]], [[0], [0]], [[0, 0], [0, 0]])),
        ("first-eigenvector", net([[2, 0]], [[1], [0]], [[2, 0], [0, 1]])),
        ("best-fit", net([[1]], [[2]], [[1, 3]], [[1, 1]])),
    ]
