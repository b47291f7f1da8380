"""The corpus: relations between matrices, and bases of row spaces with bounded coefficients."""

from __future__ import annotations

from corpus import Document, I, M, O, Pair, but


def basis(matrix: Document, rows: list[int], bound: str, coefficients: Document) -> Pair:
    return ({"kind": "bounded-basis", "matrix": matrix, "rows": rows, "bound": bound},
            {"rule": "coefficients", "coefficients": coefficients})


def relation(text: str) -> Document:
    """``relation("2 U^T U - I = 0")``: terms with at most one leading coefficient, then ``=``, ``<=`` or ``>`` and a value."""
    left, symbol, value = next(text.rpartition(f" {s} ") for s in ("<=", "=", ">") if f" {s} " in text)
    words: list[list[str]] = [["1"]]
    for word in left.split():
        if word in "+-":
            words.append([("-" if word == "-" else "") + "1"])
        elif word[0].isdigit():
            words[-1][0] = words[-1][0].removesuffix("1") + word
        else:
            words[-1].append(word)
    return {"terms": [[term[0], term[1:]] for term in words if term[1:]],
            "relation": {"=": "equal", "<=": "at-most", ">": "above"}[symbol.strip()], "value": value}


def relations(matrices: dict[str, Document], *texts: str) -> Pair:
    return ({"kind": "matrix-relations", "matrices": matrices, "relations": [relation(text) for text in texts]},
            {"rule": "arithmetic"})


TURN = {"U": M("3/5 -4/5; 4/5 3/5"), "I": I(2)}
TALL = basis(M("1; 10"), [1], "1", M("1/10"))
PLANE = basis(M("1 0; 0 1; 1 -1"), [0, 2], "1", M("1 -1"))
FACTORS = relations({"A": M("1; 2"), "B": M("1 1"), "Z": M("1 1; 2 2")}, "A B - Z = 0", "A^T A = 25", "1/2 Z <= 5/2", "Z > 9")

VALID: dict[str, Pair] = {
    "bounded-basis.coefficients.largest-row": TALL,
    "bounded-basis.coefficients.plane": PLANE,
    "bounded-basis.coefficients.rank-0": basis(O(2, 2), [], "0", O(2, 0)),
    "bounded-basis.coefficients.all-rows": basis(I(2), [0, 1], "0", O(0, 2)),
    "matrix-relations.arithmetic.rotation": relations(TURN, "U^T U - I = 0", "U U^T - I = 0"),
    "matrix-relations.arithmetic.factorization": FACTORS,
    "matrix-relations.arithmetic.sqrt-2": relations({"A": O(2, 2), "B": M("1/2 1/2; 1/2 -1/2"), "I": I(2)},
                                                    "A^T A + 2 B^T B - I = 0", "A^T B + B^T A = 0"),
    "matrix-relations.arithmetic.no-entries": relations({"A": O(0, 2), "B": O(2, 0)}, "A B = 0", "B A <= 0"),
}

INVALID: dict[str, Pair] = {
    "bounded-basis.coefficients.not-the-other-rows": but(TALL, None, {"coefficients": M("1/5")}),
    "bounded-basis.coefficients.rows-dependent": basis(M("1 0; 2 0; 1 0"), [0, 1], "1", M("1 0")),
    "bounded-basis.coefficients.above-the-bound": basis(M("1; 10"), [0], "9", M("10")),
    "bounded-basis.coefficients.above-the-bound-negative": basis(M("1; -10"), [0], "9", M("-10")),
    "bounded-basis.coefficients.negative-bound": basis(M("1; 0"), [0], "-1", M("0")),
    "bounded-basis.coefficients.coefficients-of-other-size": but(TALL, None, {"coefficients": O(1, 2)}),
    "matrix-relations.arithmetic.not-zero": relations(TURN, "U^T U - I = 0", "U - I = 0"),
    "matrix-relations.arithmetic.other-norm": relations(TURN, "U = 1"),
    "matrix-relations.arithmetic.not-at-most": relations(TURN, "U <= 199/100"),
    "matrix-relations.arithmetic.not-above": relations(TURN, "U > 2"),
    "matrix-relations.arithmetic.sizes-do-not-chain": relations({"A": M("1; 2")}, "A A = 0"),
    "matrix-relations.arithmetic.sizes-differ": relations({"A": M("0; 0"), "B": M("0")}, "A + B = 0"),
}
