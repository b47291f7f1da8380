"""Numbers, matrices, polynomials and losses as LaTeX; only amsmath is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Document = Mapping[str, Any]
#: Matrices with more entries, and numbers with more digits, are not written out.
MOST_ENTRIES, MOST_DIGITS, MOST_TERMS = 64, 40, 24
_SPECIAL = str.maketrans({"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
                          **{c: f"\\{c}" for c in "_%&#$"}})


def escaped(text: str) -> str:
    """Text with LaTeX's special characters taken literally; what is not ASCII becomes its code."""
    return text.encode("ascii", "backslashreplace").decode().translate(_SPECIAL)


def number(value: Fraction | str) -> str:
    """``-\\tfrac{1}{2}``."""
    value = Fraction(value)
    if len(str(value)) > MOST_DIGITS:
        return r"\langle\text{a long rational}\rangle"
    sign, size = "-" if value < 0 else "", abs(value)
    return f"{sign}{size}" if size.denominator == 1 else rf"{sign}\tfrac{{{size.numerator}}}{{{size.denominator}}}"


def name(text: str) -> str:
    """A name of the certificate or of a variable in mathematics: ``W1_00`` as ``W_{1,00}``, a word upright."""
    letter = re.fullmatch(r"([A-Za-z])((?:_?[0-9]+)*)", text)
    if letter is None:
        return rf"\mathit{{{escaped(text)}}}"
    indices = ",".join(re.findall("[0-9]+", letter[2]))
    return f"{letter[1]}_{{{indices}}}" if indices else letter[1]


def series(coefficients: Mapping[int, Fraction], variable: str = "t") -> str:
    """``Σ c_k t^k``, lowest power first."""
    powers = {0: "", 1: variable}
    return _sum([(c, powers.get(k, f"{variable}^{{{k}}}")) for k, c in sorted(coefficients.items()) if c])


def polynomial(terms: Sequence[Any], variables: Sequence[str]) -> str:
    """A polynomial of a certificate: terms ``[c, [e_1, ...]]``, highest degree first."""
    if len(terms) > MOST_TERMS:
        return rf"\langle\text{{a polynomial with {len(terms)} terms}}\rangle"
    ordered = sorted(terms, key=lambda term: (-sum(term[1]), [-e for e in term[1]]))
    def power(variable: str, exponent: int) -> str:
        return name(variable) if exponent == 1 else f"{name(variable)}^{{{exponent}}}"
    return _sum([(Fraction(c), " ".join(power(v, e) for v, e in zip(variables, exponents, strict=True) if e))
                 for c, exponents in ordered])


def _sum(terms: Sequence[tuple[Fraction, str]]) -> str:
    text = ""
    for c, monomial in terms:
        size = "" if abs(c) == 1 and monomial else number(abs(c))
        text += (" - " if c < 0 else " + ") + " ".join(part for part in (size, monomial) if part)
    return text.removeprefix(" + ").replace(" - ", "-", 1) if text.startswith(" - ") else text.removeprefix(" + ") or "0"


def table(cells: Sequence[Sequence[str]], rows: int, columns: int) -> str:
    """A matrix of typeset cells, or its size."""
    if not rows or not columns or rows * columns > MOST_ENTRIES or columns > 10:  # amsmath's pmatrix has at most 10 columns
        return rf"\langle {rows} \times {columns}\text{{ matrix}}\rangle"
    return r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in cells) + r" \end{pmatrix}"


def matrix(document: Document) -> str:
    """A matrix of a certificate."""
    return table([[number(v) for v in row] for row in document["entries"]], *document["shape"])


def layer(document: Document) -> str:
    """A layer of a curve, ``{"0": M, "2": N}``, as one matrix of polynomials in ``t``."""
    rows, columns = document["0"]["shape"]

    def entry(i: int, j: int) -> str:
        return series({int(k): Fraction(M["entries"][i][j]) for k, M in document.items()})
    return table([[entry(i, j) for j in range(columns)] for i in range(rows)], rows, columns)


def objective(claim: Document) -> str:
    """The function that a claim is about."""
    found = claim["objective"]
    if found["kind"] == "polynomial":
        return f"f = {polynomial(found['terms'], found['variables'])}"
    if found["kind"] == "network-loss":
        if "entrywise" not in found["loss"]:
            return r"f = \ell(E)"
        return rf"f = \sum_{{ij}} {'c_{ij} ' * ('weights' in found['loss'])}\ell(E_{{ij}})"
    depth = len(claim["point"]["weights"])
    product = " ".join(f"W_{i}" for i in range(depth, 0, -1)) if depth <= 4 else rf"W_{{{depth}}} \cdots W_1"
    return rf"f(W) = \tfrac12 \lVert {product} X - Y \rVert^2"


def network_parts(claim: Document) -> list[str]:
    """Of a network with activations: the output error ``E``, the loss of it, and every activation, as equations."""
    found, point = claim["objective"], claim["point"]
    output = "X"
    for i in range(1, len(point["weights"]) + 1):
        bias = f" + b_{{{i}}} 1^{{\\mathsf T}}" if i <= len(point.get("biases", [])) and point["biases"][i - 1]["shape"][1] else ""
        output = f"a_{{{i}}}(W_{{{i}}} {output}{bias})"
    loss = found["loss"]
    parts = [f"E = {output} - Y"]
    if "entrywise" in loss:
        parts.append(rf"\ell(z) = {function(loss['entrywise'])}")
        parts += [f"c = {matrix(loss['weights'])}"] if "weights" in loss else []
    else:
        rows, columns = found["Y"]["shape"]
        entries = [f"E{i}_{j}" for i in range(1, rows + 1) for j in range(1, columns + 1)]
        parts.append(rf"\ell(E) = {polynomial(loss['polynomial'], entries)}")
    return parts + [f"a_{{{i}}}(z) = {function(a)}" for i, a in enumerate(found["activations"], start=1)]


def function(document: Document) -> str:
    """A continuous piecewise polynomial function of ``z``."""
    pieces = [series(dict(enumerate(map(Fraction, piece))), "z") for piece in document["pieces"]]
    if len(pieces) == 1:
        return pieces[0]
    ranges = [rf"z \le {number(b)}" for b in document["breaks"]] + [f"z > {number(document['breaks'][-1])}"]
    return r"\begin{cases} " + r" \\ ".join(f"{p} & {r}" for p, r in zip(pieces, ranges, strict=True)) + r" \end{cases}"
