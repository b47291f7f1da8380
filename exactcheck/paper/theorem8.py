"""Theorem 8 (two layers): instances of each case of its proof, whose directions ``landscape/straight_descent.py`` builds."""

from __future__ import annotations

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.landscape.straight_descent import two_layer_direction as descent_direction

__all__ = ["descent_direction", "instances"]


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
