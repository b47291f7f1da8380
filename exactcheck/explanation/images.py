"""Explanation of a set of outputs that is not convex."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.matrices import read
from exactcheck.explanation.text import equation, flow, matrix, named, number


def image_not_convex(claim: Mapping[str, Any], witness: Mapping[str, Any]) -> list[str]:
    X, breaks, pieces = read(claim["X"]), [Fraction(b) for b in claim["breaks"]], [read(A) for A in claim["pieces"]]
    ends = [f"z <= {number(b)}" for b in breaks] + [f"z > {number(breaks[-1])}"]
    lines = [f"a(z) = {_piece(A)} for {end}" for A, end in zip(pieces, ends, strict=True)]
    paragraphs = [
        "The network has one hidden unit and one output, W2 a(W1 X), with the data and the activation",
        flow(named("X", X)),
        "\n".join(lines),
        "It is continuous (the pieces agree where they meet), strictly increasing (p t > r s in each piece), and positive: below "
        "the first break it falls to a limit that is not negative. So the entries of an output W2 (a_1, a_2, ...) all have "
        "the sign of W2.",
    ]
    total = RationalMatrix.zeros(1, X.columns)
    for name in ("first", "second"):
        W1, W2 = read(witness[name]["W1"]), read(witness[name]["W2"])
        hidden = RationalMatrix([[_value(pieces[sum(b < z for b in breaks)], z) for z in (W1 @ X).entries()]])
        total = total + W2 @ hidden
        paragraphs.append(equation("W1 = ", matrix(W1), ", W2 = ", matrix(W2), ":  W2 a(W1 X) = ", matrix(W2 @ hidden)))
    return [*paragraphs, "The middle of these two outputs has entries of both signs, so it is no output:",
            flow(named("middle", total * Fraction(1, 2)))]


def _value(A: RationalMatrix, z: Fraction) -> Fraction:
    return (A[0, 0] * z + A[0, 1]) / (A[1, 0] * z + A[1, 1])


def _piece(A: RationalMatrix) -> str:
    p, r, s, t = (number(v) for v in A.entries())
    return f"({p} z + {r})/({s} z + {t})"
