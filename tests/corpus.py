"""How the corpus of ``certificates/`` is written down: matrices as text, documents as pairs of a claim and a witness."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
Pair = tuple[Document, Document]


def M(text: str) -> Document:
    """``M("1 2; 0 1/2")``: rows are separated by semicolons."""
    rows = [row.split() for row in text.split(";")]
    return {"shape": [len(rows), len(rows[0])], "entries": rows}


def O(m: int, n: int) -> Document:  # noqa: E743
    """The ``m x n`` zero matrix; either size may be 0."""
    return {"shape": [m, n], "entries": [["0"] * n for _ in range(m)]}


def I(n: int) -> Document:  # noqa: E743
    return {"shape": [n, n], "entries": [[str(int(i == j)) for j in range(n)] for i in range(n)]}


def but(pair: Pair, claim: Document | None = None, witness: Document | None = None) -> Pair:
    """The same certificate with some members exchanged (``None``: left out)."""
    changed = ({**pair[0], **(claim or {})}, {**pair[1], **(witness or {})})
    return tuple({key: value for key, value in part.items() if value is not None} for part in changed)  # type: ignore[return-value]


def network(X: str, Y: str, *weights: str) -> Document:
    """The members ``objective`` and ``point`` of a claim about a network."""
    return {"objective": {"kind": "deep-linear-square-loss", "X": M(X), "Y": M(Y)}, "point": {"weights": [M(W) for W in weights]}}


def certificate(pair: Pair) -> Document:
    claim, witness = pair
    return {"format": "exactcheck-certificate", "version": 1, "claim": claim, "witness": witness}
