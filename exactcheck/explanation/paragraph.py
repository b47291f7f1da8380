"""``explain --latex``: a certificate as a paragraph for a paper: the claim, its data, the witness and what it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactcheck import __version__, checker, typeset
from exactcheck.certificate import Certificate, issue
from exactcheck.explanation.arguments import argument
from exactcheck.typeset import Document, escaped, matrix, name, number

#: How members are called in mathematics, where that is not their own name.
_LETTERS = {"matrix": "A", "null-space": "N", "congruence": "S", "coefficients": "M", "basis": "B", "KS": "K_S", "KT": "K_T",
            "left-null-vector": "u", "right-null-vector": "v", "rows": "I", "columns": "J", "square": "e", "factor": "g",
            "multiplier": "s", "vector": "m", "degree": "d", "curve": "W(t)", "direction": "D"}
#: Members that the sentences say, or that are no data.
_SAID = {"kind", "rule", "modulus", "objective", "point", "rank", "ranks", "dimension", "positive", "negative", "zero", "rate",
         "codomain", "side", "target", "exists", "order", "coefficient", "value", "proof", "proofs", "eigenvalues", "vectors",
         "forms", "relations", "matrices", "null-spaces", "layer", "row", "column", "variable", "bound"}
_SIGNS = {"<=": r"\le", ">=": r"\ge"}

def latex(certificate: Certificate | Mapping[str, Any], limits: checker.Limits | None = None) -> str:
    """The certificate as a LaTeX paragraph (ASCII, needs amsmath), checked first.

    Large matrices and long numbers are replaced by their sizes. Raises as ``explain`` does.
    """
    if not isinstance(certificate, Certificate):
        from exactcheck.explanation.certificates import accepted

        accepted(certificate, limits)
        certificate = issue(certificate["claim"], certificate["witness"], certificate.get("about"))
    claim, witness = certificate.claim, certificate.witness
    if claim["kind"] == "conjunction":
        parts = [({**claim["shared"], **part}, proof) for part, proof in zip(claim["parts"], witness["witnesses"], strict=True)]
        text = " ".join(f"({i})~{_statement(*part)}" for i, part in enumerate(parts, start=1))
    else:
        text = _statement(claim, witness)
    return (f"{text} The certificate (SHA-256 \\texttt{{{certificate.digest[:16]}\\ldots}}) was accepted by the checker of "
            f"\\textsf{{exactcheck}}~{__version__}.\n")


def _statement(claim: Document, witness: Document) -> str:
    data, shown = _data(claim), _listed(_values(witness))
    parts = (_sentence(claim, witness) + ".", data and f"Here {data}.", shown and f"Let {shown}.", argument(claim, witness))
    return " ".join(part for part in parts if part)


def _sentence(claim: Document, witness: Document) -> str:
    """The checker's own sentence, its mathematics typeset."""
    sentence = issue(claim, witness).statement
    if "objective" in claim:
        # The sentence names the function in plain text, up to the sizes or the point behind it.
        sentence = re.sub(r"1/2 \|W_\d+\.\.\.W_1 X - Y\|\^2|the sum of (c_ij )?l\(E_ij\).*?(?= \(widths)"
                          r"|a polynomial of the entries of E.*?(?= \(widths)", "@", sentence)
        if claim["objective"]["kind"] == "polynomial":
            sentence = re.sub(r"(critical for|minimum of|maximum of|saddle of|Hessian of|curve,) .*? at [A-Za-z_]\w* = [^:]*?"
                              r"(?=: the value|: critical|, with value| at the point has| is |$)", r"\1 @", sentence)
    if claim["kind"] == "matrix-relations":
        names = ", ".join(f"${name(key)}$ (${A['shape'][0]} \\times {A['shape'][1]}$)" for key, A in claim["matrices"].items())
        return f"For {names}: " + ", ".join(map(_relation, claim["relations"]))
    if claim["kind"] == "taylor-expansion":
        values = typeset.series(dict(enumerate(map(Fraction, claim["coefficients"]))))
        return f"Along the curve, ${typeset.objective(claim)}$ is ${values}$"
    text = re.sub(r"\bW([12])\b", r"$W_\1$", escaped(sentence)).replace("$W_1$ $W_2$", "$W_1 W_2$")
    text = re.sub(r"\b(\d+) x (\d+)\b", r"$\1 \\times \2$", text)
    text = text.replace("delta of order epsilon\\textasciicircum{}2", r"$\delta$ of order $\varepsilon^2$")
    text = text.replace("delta of order epsilon", r"$\delta$ of order $\varepsilon$")
    text = text.replace("@", f"${typeset.objective(claim)}$") if "objective" in claim else text
    return text[0].upper() + text[1:]


def _relation(relation: Document) -> str:
    """A sum of products of matrices that is 0, or whose squared norm is compared with a number."""
    text = ""
    for c, factors in relation["terms"]:
        coefficient = Fraction(c)
        names = (name(factor.removesuffix("^T")) + (r"^{\mathsf T}" if factor.endswith("^T") else "") for factor in factors)
        size = [] if abs(coefficient) == 1 else [number(abs(coefficient))]
        text += (" - " if coefficient < 0 else " + ") + " ".join([*size, *names])
    text, value = text.removeprefix(" + "), Fraction(relation["value"])
    sign = checker.COMPARISONS[relation["relation"]][1]
    if sign == "=" and not value:
        return f"${text} = 0$"
    return rf"$\lVert {text} \rVert^2 {_SIGNS.get(sign, sign)} {number(value)}$"


def _data(claim: Document) -> str:
    """The objective's data, the point, and the other matrices of the claim."""
    parts = []
    if "objective" in claim:
        found, point = claim["objective"], claim["point"]
        parts += [f"${part}$" for part in typeset.network_parts(claim)] if found["kind"] == "network-loss" else []
        parts += [f"${key} = {matrix(found[key])}$" for key in ("X", "Y") if key in found]
        parts += [f"$W_{{{i}}} = {matrix(W)}$" for i, W in enumerate(point.get("weights", []), start=1)]
        parts += [f"$b_{{{i}}} = {matrix(b)}$" for i, b in enumerate(point.get("biases", []), start=1)]
        if "values" in point:
            parts += [f"${name(v)} = {number(x)}$" for v, x in zip(found["variables"], point["values"], strict=True)]
    return _listed([*parts, *_values(claim)])


def _values(members: Document) -> list[str]:
    return [f"${_LETTERS.get(key) or name(key)} = {value}$" for key, item in members.items() if key not in _SAID
            for value in [_value(item)] if value]


def _value(item: Any) -> str:
    """A member of a claim or witness; empty for what is too involved to stand in a paragraph."""
    if isinstance(item, Mapping):
        if "entries" in item:
            return matrix(item)
        if "curve" in item:
            return _value(item["curve"])
        return ""
    if isinstance(item, str):
        return number(item) if checker.RATIONAL.fullmatch(item) else ""
    if isinstance(item, (list, tuple)) and item:
        if all(isinstance(v, Mapping) and "entries" in v for v in item):
            return r"\Bigl(" + ",\\ ".join(map(matrix, item)) + r"\Bigr)"
        if all(isinstance(v, Mapping) and "0" in v and isinstance(v["0"], Mapping) for v in item):
            return r"\Bigl(" + ",\\ ".join(map(typeset.layer, item)) + r"\Bigr)"
        if all(isinstance(v, Mapping) and all(isinstance(c, str) for c in v.values()) for v in item):
            return r"\bigl(" + ",\\ ".join(typeset.series({int(k): Fraction(c) for k, c in v.items()}) for v in item) + r"\bigr)"
        if all(isinstance(v, (str, int)) for v in item):
            return "(" + ", ".join(number(str(v)) for v in item) + ")"
    return str(item) if isinstance(item, int) else ""


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + (" and " if parts[:-1] else "") + parts[-1] if parts else ""
