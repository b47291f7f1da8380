"""What to say when the sizes of layers do not chain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from exactcheck.exact.matrix import RationalMatrix


def counted(number: int, noun: str) -> str:
    """``1 row``, ``2 rows``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def order_hint(weights: Sequence[RationalMatrix], X: RationalMatrix, Y: RationalMatrix) -> str:
    """``; in the reversed order they would, ...`` if the sizes of these layers chain another way, else nothing.

    An identity ``X`` may have been made to fit the layers as they were given: its size is taken to be that of the samples.
    """
    given, transposed = [W.shape for W in weights], [W.shape[::-1] for W in weights]
    inputs = Y.columns if RationalMatrix.identity(X.rows) == X else X.rows
    for sizes, words in ((given[::-1], "in the reversed order"), (transposed, "transposed"),
                         (transposed[::-1], "transposed and in the reversed order")):
        if all(above[1] == below[0] for below, above in pairwise([(inputs, 0), *sizes, (0, Y.rows)])):
            return f"; {words} they would: weights are listed input side first, and W_i is d_i x d_(i-1)"
    return ""
