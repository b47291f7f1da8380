"""Explanations of claims about matrices: rank, null space, intersection, inertia, spectrum."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.text import beside, equation, flow, matrix, named, number, polynomial

Document = Mapping[str, Any]


def read(document: Document) -> RationalMatrix:
    """The matrix of a checked document; either size may be 0."""
    return RationalMatrix.from_document(document)


def plural(count: int, noun: str) -> str:
    """``1 column``, ``2 columns``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def spanning(name: str, A: RationalMatrix, N: RationalMatrix, basis: str = "N", known: bool = False) -> list[str]:
    """Why the columns of ``N`` span the null space of ``A``, and the rank that follows; ``known``: they have been shown before."""
    rank = A.columns - N.columns
    if N.columns == 0:
        return [f"The null space of {name} is 0: its columns are independent, so its rank is {rank}."]
    if not rank and RationalMatrix.identity(A.columns) == N:
        return [f"{name} is 0, so its rank is 0: its null space is the whole space, with the unit vectors as a basis."]
    paragraphs = ([f"Also {name} {basis} = 0. "] if known else
                  ["With", flow(named(basis, N)), f"{name} {basis} = 0, and the columns of {basis} are independent. "])
    if not rank:
        paragraphs[-1] += f"{name} is 0, so these are all: rank {name} = 0."
        return paragraphs
    paragraphs[-1] += (
        f"{name} has {plural(rank, 'independent row')}: its {block(A)} (counted from 1) form an "
        f"invertible block. So its null space has dimension {A.columns} - {rank} = {N.columns}, {basis} is a basis "
        f"of it, and rank {name} = {rank}.")
    return paragraphs


def block(A: RationalMatrix) -> str:
    """Such as "rows 1, 3 and columns 1, 2": of an invertible block as large as the rank."""
    s = "s" if A.rank > 1 else ""
    return f"row{s} {indices(A.independent_rows)} and column{s} {indices(A.pivot_columns)}"


def indices(values: tuple[int, ...]) -> str:
    """Indices counted from 1, the middle of a long list left out."""
    shown = [str(v + 1) for v in values]
    return ", ".join(shown if len(shown) <= 12 else [*shown[:10], "...", shown[-1]])


def rank(claim: Document, witness: Document) -> list[str]:
    A = read(claim["matrix"])
    return ["The matrix is", flow(named("A", A)), *spanning("A", A, read(witness["null-space"]))]


def null_space(claim: Document, witness: Document) -> list[str]:
    A = read(claim["matrix"])
    return ["The matrix is", flow(named("A", A)), *spanning("A", A, read(claim["basis"]))]


def intersection(claim: Document, witness: Document) -> list[str]:
    A, B, AB = read(claim["A"]), read(claim["B"]), read(claim["A"]) @ read(claim["B"])
    rank_B = B.columns - read(witness["null-space"]).columns
    return [*common_vectors(claim, witness, "A", "B", flow(named("A", A), named("B", B))),
            f"rank B = {rank_B} and rank A B = {AB.rank}:", flow(named("A B", AB)), *rank_formula(claim, witness, "A", "B", "A B")]


def common_vectors(claim: Document, witness: Document, a: str, b: str, *shown: str) -> list[str]:
    """Independent vectors in N(A) ∩ C(B), where A and B are called ``a`` and ``b``; ``shown``: what they are."""
    B, M, d = read(claim["B"]), read(witness["coefficients"]), claim["dimension"]
    question = f"Which vectors of the form {b} x does {a} map to 0?"
    if not d:
        return [question, *shown, "None but 0:"] if shown else [f"{question} None but 0:"]
    return [question, *shown, f"These combinations of the columns of {b},", flow(named("M", M), named(f"{b} M", B @ M)),
            f"are independent, and {a} ({b} M) = 0: the intersection has dimension at least {d}."]


def rank_formula(claim: Document, witness: Document, a: str, b: str, ab: str, where: str = "") -> list[str]:
    """Why there are no more; ``where`` the two ranks are shown."""
    B, A, d = read(claim["B"]), read(claim["A"]), claim["dimension"]
    return [f"{a} is injective on the column space of {b} up to the intersection, so its dimension is rank {b} - rank {ab} = "
            f"{B.columns - read(witness['null-space']).columns} - {(A @ B).rank} = {d}{where}."]


def inertia(claim: Document, witness: Document) -> list[str]:
    H = read(claim["matrix"])
    return ["The symmetric matrix is", flow(named("H", H)), *congruence(H, witness)]


def congruence(H: RationalMatrix, witness: Document, name: str = "H", null: str = "N") -> list[str]:
    """Why the congruence ``S`` and the null vectors of the witness show the inertia of ``H``."""
    S, N = read(witness["congruence"]), read(witness["null-space"])
    C = S.T @ H @ S
    diagonal = [C[i, i] for i in range(C.rows)]
    positive = sum(v > 0 for v in diagonal)
    if not S.columns:
        return [f"{name} is 0: it has no positive, no negative and {N.columns} zero eigenvalues. The columns of {null} "
                "are a basis of the whole space."]
    paragraphs = [f"Take S with {plural(S.columns, 'column')}, and the values of the quadratic form of {name} on them:",
                  flow(named("S", S), named(f"C = Sᵀ {name} S", C)),
                  f"{_dominance(C)} So C has as many positive and negative eigenvalues as its diagonal "
                  f"({_listed(diagonal)}) has positive and negative entries: {positive} and {S.columns - positive}."]
    counts = f"{name} has {positive} positive, {S.columns - positive} negative and {N.columns} zero eigenvalues"
    if not N.columns:
        return [*paragraphs, f"S has as many columns as {name}, so by Sylvester's law of inertia {counts}."]
    return [*paragraphs, "With", flow(named(null, N)), f"{name} {null} = 0, and the columns of {null} are independent.",
            f"S and {null} have {S.columns} + {N.columns} = {H.rows} columns, as many as {name}. [S {null}] is "
            f"invertible, and [S {null}]ᵀ {name} [S {null}] = diag(C, 0); by Sylvester's law of inertia {counts}."]


def _dominance(C: RationalMatrix) -> str:
    if all(not C[i, j] for i in range(C.rows) for j in range(C.rows) if i != j):
        return "C is diagonal."
    return ("C is strictly diagonally dominant: in each row the diagonal entry is larger in absolute value than the "
            "sum of the "
            "others' absolute values (Gershgorin).")


def _listed(values: list[Fraction]) -> str:
    shown = [number(v) for v in values]
    return ", ".join(shown if len(shown) <= 12 else [*shown[:10], "...", shown[-1]])


def spectrum(claim: Document, witness: Document) -> list[str]:
    H = read(claim["matrix"])
    return ["The symmetric matrix is", flow(named("H", H)), *eigenvalues(H, claim["eigenvalues"], witness["vectors"])]


def eigenvalues(H: RationalMatrix, entries: list[Document], vectors: list[Document]) -> list[str]:
    """Why the listed polynomials, with their multiplicities, make up the characteristic polynomial of ``H``."""
    paragraphs = []
    for entry, document in zip(entries, vectors, strict=True):
        V, p = read(document), [Fraction(c) for c in entry["polynomial"]]
        text = polynomial(p, "λ")
        if len(p) == 2:
            paragraphs.append(f"λ = {number(-p[0])}, multiplicity {entry['multiplicity']}: H V = λV for")
        else:
            roots = ", ".join(f"({number(Fraction(a))}, {number(Fraction(b))})" if a != b else number(Fraction(a))
                              for a, b in entry["roots"])
            paragraphs.append(f"The {len(p) - 1} roots of p(λ) = {text}, multiplicity {entry['multiplicity']} each, "
                              "one in each of "
                              f"{roots}: p changes sign there. p(H) V = 0 for")
        paragraphs.append(flow(named("V", V)))
    paragraphs.append(
        f"The vectors V, H V, ..., up to the degree of each polynomial less one, are {H.rows} in all and independent, "
        "so they are a "
        "basis, in which H consists of companion matrices of these polynomials: they make up the characteristic "
        "polynomial.")
    return paragraphs


def product_line(name: str, factors: list[RationalMatrix], value: RationalMatrix) -> str:
    """``name = [..] [..] = [..]``."""
    shown = [piece for A in factors for piece in (matrix(A), " ")][:-1]
    return equation(beside(f"{name} = ", *shown), " = ", matrix(value))
