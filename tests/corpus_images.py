"""The corpus: sets of outputs that are not convex. The activation is ``x + 1`` for ``x >= 0`` and ``1/(1 - x)`` for ``x < 0``."""

from __future__ import annotations

from corpus import Document, I, M, O, Pair, but

BELOW, ABOVE = M("0 1; -1 1"), M("1 1; 0 1")


def image(X: Document, breaks: str, pieces: list[Document], first: tuple[str, str], second: tuple[str, str]) -> Pair:
    """``first`` and ``second``: ``W1`` and ``W2``."""
    return ({"kind": "image-not-convex", "X": X, "breaks": breaks.split(), "pieces": pieces},
            {"rule": "opposite-signs",
             **{name: {"W1": M(W1), "W2": M(W2)} for name, (W1, W2) in (("first", first), ("second", second))}})


#: (2, 1) and (-1, -2): the middle is (1/2, -1/2).
POINTS = ("1 0", "1"), ("0 1", "-1")
IMAGE = image(I(2), "0", [BELOW, ABOVE], *POINTS)

VALID: dict[str, Pair] = {
    "image-not-convex.opposite-signs.two-samples": IMAGE,
    "image-not-convex.opposite-signs.three-pieces": image(
        M("1 0 1; 0 1/2 1"), "-1 0", [M("0 1; -1 1"), M("1/2 1; 0 1"), ABOVE], ("-3 4", "1/3"), ("2 -2", "-1")),
}

INVALID: dict[str, Pair] = {
    "image-not-convex.opposite-signs.decreasing": image(I(2), "0", [BELOW, M("0 1; 1 1")], *POINTS),
    "image-not-convex.opposite-signs.pole-inside": image(
        I(2), "0 2", [BELOW, M("0 1; -1 1"), M("1 -3; 0 1")], ("0 -1", "1"), ("-1 0", "-1")),
    "image-not-convex.opposite-signs.pole-above": image(I(2), "0", [BELOW, BELOW], ("0 -1", "1"), ("-1 0", "-1")),
    "image-not-convex.opposite-signs.onto": image(I(2), "", [ABOVE], ("2 1", "1"), ("1 2", "-1")),
    "image-not-convex.opposite-signs.negative-below": image(I(2), "0", [M("1 1; -1 1"), ABOVE], *POINTS),
    "image-not-convex.opposite-signs.jump": image(I(2), "0", [BELOW, M("1 5; 0 1")], *POINTS),
    "image-not-convex.opposite-signs.same-sign": but(IMAGE, None, {"second": {"W1": M("0 1"), "W2": M("1")}}),
    "image-not-convex.opposite-signs.zero-output": but(IMAGE, None, {"second": {"W1": M("0 1"), "W2": M("0")}}),
    "image-not-convex.opposite-signs.multiple": but(IMAGE, None, {"second": {"W1": M("1 0"), "W2": M("-1")}}),
}

#: Malformed certificates as pairs; the other malformed ones are texts.
MALFORMED: dict[str, Pair] = {
    "image.piece-missing": image(I(2), "0", [BELOW], *POINTS),
    "image.breaks-decreasing": image(I(2), "0 -1", [BELOW, ABOVE, ABOVE], *POINTS),
    "image.piece-of-other-size": image(I(2), "0", [BELOW, M("1 1")], *POINTS),
    "image.two-hidden-units": image(I(2), "0", [BELOW, ABOVE], ("1 0; 0 1", "1"), POINTS[1]),
    "image.inputs-missing": image(I(2), "0", [BELOW, ABOVE], ("1", "1"), POINTS[1]),
    "image.two-outputs": image(I(2), "0", [BELOW, ABOVE], ("1 0", "1; 1"), POINTS[1]),
    "image.no-samples": image(O(2, 0), "0", [BELOW, ABOVE], *POINTS),
}
