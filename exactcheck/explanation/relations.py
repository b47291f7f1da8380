"""Explanations of relations between matrices, and of bases of a row space with bounded coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactcheck.exact.relations import Term, combination
from exactcheck.explanation.matrices import indices, read
from exactcheck.explanation.text import equation, flow, matrix, named, number

Document = Mapping[str, Any]


def bounded_basis(claim: Document, witness: Document) -> list[str]:
    V, A, basis = read(claim["matrix"]), read(witness["coefficients"]), claim["rows"]
    rest = [i for i in range(V.rows) if i not in basis]
    paragraphs = ["The matrix is", flow(named("V", V))]
    if basis:
        paragraphs += [f"Its {'rows' if len(basis) > 1 else 'row'} {indices(tuple(basis))} (counted from 1) "
                       f"{'are independent' if len(basis) > 1 else 'is not 0'}:", flow(named("B", V.select(basis)))]
    if not rest:
        return [*paragraphs, "These are all its rows."]
    if not basis:
        return [*paragraphs, "All its rows are 0, so the empty set is a basis of its row space."]
    largest = max(map(abs, A.entries()))
    return [*paragraphs, "The other rows are these combinations of them:",
            equation(matrix(V.select(rest)), " = A B,  A = ", matrix(A)),
            f"The largest coefficient in absolute value is {number(largest)}, at most {number(Fraction(claim['bound']))}."]


def relations(claim: Document, witness: Document) -> list[str]:
    given = {name: read(A) for name, A in claim["matrices"].items()}
    paragraphs = ["The matrices are", flow(*(named(name, A) for name, A in given.items()))]
    for relation in claim["relations"]:
        terms = [(Fraction(coefficient), names) for coefficient, names in relation["terms"]]
        value, compared, text = combination(given, terms), Fraction(relation["value"]), combination_text(terms)
        if relation["relation"] == "equal" and not compared:
            paragraphs.append(f"{text} = 0: multiply out.")
            continue
        symbol = {"equal": "=", "at-most": "<=", "above": ">"}[relation["relation"]]
        found = number(value.norm_squared())
        paragraphs += [f"The sum of the squares of the entries of {text} is {found}"
                       + ("" if symbol == "=" else f", {symbol} {number(compared)}") + ":", equation(f"{text} = ", matrix(value))]
    return paragraphs


def combination_text(terms: list[Term]) -> str:
    """``2 Uᵀ U - I``."""
    text = ""
    for value, names in terms:
        sign = ("-" if value < 0 else "") if not text else (" - " if value < 0 else " + ")
        factor = "" if abs(value) == 1 else f"{number(abs(value))} "
        text += sign + factor + " ".join(name.replace("^T", "ᵀ") for name in names)
    return text
