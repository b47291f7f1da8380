"""Completions: is there a ``D`` with ``D W2 = 0`` (or ``W1 D = 0``) that makes ``W1 + D`` (``W2 + D``) of full rank?

These are conditions 2 of Proposition 4 and i), ii) of Theorem 5. A ``D`` that makes the rank as large as it can be is
constructed, and the question is answered by the rank of the sum. Where the answer is no, vectors that ``W1 + D`` has
to kill for every such ``D`` prove it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from exactcheck.errors import DisagreementError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.openness.claims import Proof, modulus, pair_members
from exactcheck.openness.pair import Pair

Side: TypeAlias = Literal["left", "right"]
Target: TypeAlias = Literal["full-row-rank", "full-column-rank"]


@dataclass(frozen=True)
class Completion:
    """The answer: ``exists``, and ``matrix``: ``D`` (of the size of the completed factor) if it does, else ``S``.

    ``S`` is n x b with ``W1 W2 S = 0``, ``rank(W2 S) = b`` for ``side == "left"``; for ``"right"`` it is m x a with
    ``S^T W1 W2 = 0``, ``rank(S^T W1) = a``.
    """

    pair: Pair
    side: Side
    target: Target
    exists: bool
    matrix: RationalMatrix

    def proof(self) -> Proof:
        """``completion`` by rule ``completion`` (``D``) or ``rank-bound`` (``S``)."""
        pair, matrix = self.pair, self.matrix
        if self.side == "left":
            shown = pair.W1 + matrix if self.exists else pair.W2 @ matrix
        else:
            shown = pair.W2 + matrix if self.exists else (matrix.T @ pair.W1).T
        return ({"kind": "completion", **pair_members(pair), "side": self.side, "target": self.target,
                 "exists": self.exists},
                {"rule": "completion" if self.exists else "rank-bound",
                 "D" if self.exists else "S": matrix.to_document(), **modulus(shown)})


def largest_completion(pair: Pair) -> RationalMatrix:
    """``D`` (m x k) with ``D W2 = 0`` and the largest possible ``rank(W1 + D)``, which is ``min(m, k - b)``.

    Rows of ``W1`` that depend on the others each get a vector that is independent of all of them on ``N(W1)``.
    """
    D = [[0] * pair.W1.columns for _ in range(pair.W1.rows)]
    for i, q in zip(pair.free_rows, pair.completing.T.tolist(), strict=False):  # as many as both have
        D[i] = q  # type: ignore[assignment]
    return RationalMatrix(D, pair.W1.shape)


def complete(pair: Pair, side: Side, target: Target) -> Completion:
    """Decide, with proof, whether the factor on ``side`` can be completed to the ``target`` rank."""
    # The right side is the left side of the transposed pair, and full rows become full columns.
    here = pair if side == "left" else pair.flip
    wanted = here.W1.rows if (target == "full-row-rank") == (side == "left") else here.W1.columns
    D = largest_completion(here)
    if (here.W1 + D).rank == wanted:
        return Completion(pair, side, target, True, D if side == "left" else D.T)
    S = here.intersection.coefficients
    if wanted <= min(here.W1.rows, here.W1.columns - S.columns):
        raise DisagreementError(f"completion on the {side} to {target}: neither found nor excluded")
    return Completion(pair, side, target, False, S)
