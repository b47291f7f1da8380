"""Lemma 19: the instances on which the descent directions of its proof (``landscape/straight_descent.py``) are tried."""

from __future__ import annotations

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.landscape.straight_descent import lemma_19_applies as hypotheses
from exactcheck.landscape.straight_descent import lemma_19_case as proof_case
from exactcheck.landscape.straight_descent import lemma_19_direction as descent_direction

__all__ = ["descent_direction", "hypotheses", "instances", "proof_case"]

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
