"""Explanations of claims about a polynomial at a rational point; a proof of minimality is followed step by step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, lowest
from exactcheck.explanation.matrices import Document, congruence, eigenvalues, read
from exactcheck.explanation.setting import along_layers, in_t, point, shown, statement, terms, vector, where
from exactcheck.explanation.text import equation, flow, matrix, named, number
from exactcheck.minimality.networks import Network
from exactcheck.minimality.problem import PolynomialPoint


def critical_point(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), "F has no constant and no linear term: every partial derivative of f at p is 0."]


def not_critical(claim: Document, witness: Document) -> list[str]:
    at, i = point(claim), witness["variable"]
    return [*statement(at), f"The derivative by {at.variables[i]} at p is {number(at.F.gradient_at_zero()[i])}, not 0."]


def hessian(at: PolynomialPoint) -> list[str]:
    return [f"The Hessian, in the order {', '.join(at.variables)}:", flow(named("H", at.hessian))]


def hessian_inertia(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), *hessian(at), *congruence(at.hessian, witness, "H")]


def hessian_spectrum(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), *hessian(at), *eigenvalues(at.hessian, claim["eigenvalues"], witness["vectors"])]


def along(at: PolynomialPoint, curve: Sequence[Mapping[str, str]]) -> list[str]:
    parts = [Polynomial(1, {(int(e),): Fraction(c) for e, c in part.items()}) for part in curve]
    when, value = "" if at.is_polynomial else "for small t > 0, ", at.evaluate(parts, 1)
    if isinstance(at, Network):
        return ["Along the curve", along_layers(at, parts), f"  {when}f = {in_t(value)}"]
    path = "; ".join(f"{name} = {part.text('t', rising=True)}" for name, part in zip(at.variables, parts, strict=True))
    return [f"Along the curve {path}", f"  {when}f = {value.text('t', rising=True)}"]


def motion(at: PolynomialPoint, document: Mapping[str, Any]) -> list[str]:
    """A curve, the lowest term, and one number to redo."""
    curve = [Polynomial(1, {(int(e),): Fraction(c) for e, c in part.items()}) for part in document["curve"]]
    falling = lowest(at.evaluate(curve, 1) - Polynomial.constant(1, at.value))[1] < 0
    t = Fraction(1, 2)
    while (change := at.value_at([q([t]) for q in curve]) - at.value) == 0 or (change < 0) != falling:
        t /= 2
    sign, lowest_term = "<" if falling else ">", Polynomial(1, {(document["order"],): Fraction(document["coefficient"])}).text("t")
    return [*along(at, document["curve"]),
            f"The lowest non-constant term is {lowest_term}: for small t > 0 "
            f"the value is {'smaller' if falling else 'larger'} than at the point, however close the curve is to it.",
            f"For example at t = {number(t)} it is {number(change + at.value)} {sign} {number(at.value)}."]


def curve(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), *motion(at, witness)]


def taylor_expansion(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), *along(at, claim["curve"])]


def negative_curvature(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    direction = [Fraction(v) for v in witness["direction"]]
    line = [{"0": str(p), "1": str(v)} for p, v in zip(at.p, direction, strict=True)]
    return [*statement(at), "Every partial derivative at p is 0.", *along(at, line),
            f"The coefficient of t² is {witness['coefficient']}, negative: so is an eigenvalue of the Hessian."]


def higher_order_saddle(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), "Every partial derivative at p is 0.", *hessian(at), *congruence(at.hessian, witness, "H"),
            "No minimum:", *motion(at, witness["descent"]), "No maximum:", *motion(at, witness["ascent"])]


def better_point(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    values = [Fraction(v) for v in witness["values"]]
    return [*statement(at), f"At {where(at, values)} the value is {number(at.value_at(values))} < {number(at.value)}."]


def sum_of_squares(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    names, Q = at.variables, read(witness["matrix"])
    return [*statement(at), f"With e = {vector(witness['multiplier'], names)} and m = {vector(witness['vector'], names)}, "
            "the identity (Σ eᵢ²) F = mᵀ Q m holds, to be checked by multiplying out, with", equation("Q = ", matrix(Q)),
            *congruence(Q, witness, "Q"),
            "So F is at least 0 wherever Σ eᵢ² is not 0; that is almost everywhere, and F is continuous."]


def local_minimum(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), "In a neighbourhood of 0, F is at least 0, by these steps:",
            *steps(at.F, at.variables, witness["proof"])]


def local_maximum(claim: Document, witness: Document) -> list[str]:
    at = point(claim)
    return [*statement(at), "In a neighbourhood of 0, -F is at least 0, by these steps:",
            *steps(-at.F, at.variables, witness["proof"])]


def steps(F: Polynomial | None, names: Sequence[str], proof: Mapping[str, Any]) -> list[str]:
    """One paragraph or more per rule; ``F`` is None where there are no variables left."""
    return PROOFS[proof["rule"]](F, names, proof)


def zero(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    return ["(zero) What is left is 0."]


def definite(Q: RationalMatrix, S: Document) -> list[str]:
    return [equation("Q = ", matrix(Q)), equation("With S = ", matrix(read(S))),
            equation("Sᵀ Q S = ", matrix(read(S).T @ Q @ read(S))),
            "is strictly diagonally dominant with a positive diagonal: Q is positive definite."]


def weighted(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    weights = ", ".join(f"{name}: {k}" for name, k in zip(names, w["weights"], strict=True))
    form = "" if F is None else f" It is {shown(F.leading(w['weights'])[1], names)}."
    return [f"(weighted) Give the variables the weights {weights}. The part of lowest weighted degree, {w['degree']}, is mᵀ Q m "
            f"with m = {vector(w['vector'], names)}.{form}", *definite(read(w["matrix"]), w["congruence"]),
            "m contains a pure power of every variable, so that form dominates all other terms near 0: a strict minimum."]


def gram(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    n = len(names)
    paragraphs = [f"(gram) With s = {shown(terms(w['multiplier'], n), names)} and m = {vector(w['vector'], names)}, the identity "
                  "s F = mᵀ Q m holds, s is positive at 0, and Q is the sum of"]
    at_zero = RationalMatrix.zeros(len(w["vector"]), len(w["vector"]))
    for Q, e in w["matrix"]:
        at_zero = at_zero + read(Q) if not any(e) else at_zero
        paragraphs.append(equation(f"{Polynomial(n, {tuple(e): 1}).text(names)} times ", matrix(read(Q))))
    return [*paragraphs, *congruence(at_zero, w, "Q(0)"), "So F is at least 0 near 0."]


def substitute(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    n = len(names)
    phi = [terms(p, n) for p in w["map"]]
    new = "; ".join(f"{name} = {shown(p, names)}" for name, p in zip(names, phi, strict=True))
    return [f"(substitute) In new variables of the same names, by {new}, whose Jacobian at 0 is invertible,",
            *steps(None if F is None else F.compose(phi, n), names, w["proof"])]


def split(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    chosen, rest = w["variables"], [i for i in range(len(names)) if i not in w["variables"]]
    words = ", ".join(names[i] for i in chosen)
    k = len(rest)
    kept = [Polynomial.variable(k, rest.index(i)) if i in rest else Polynomial(k, {}) for i in range(len(names))] if rest else []
    below = F.compose(kept, k) if F is not None and rest else None
    left = "nothing is left" if below is None else f"what is left is {shown(below, [names[i] for i in rest])}"
    return [f"(split) No term is of degree exactly 1 in {words}, and the Hessian by them is positive definite. "
            f"Where they are 0, {left}.",
            *steps(below, [names[i] for i in rest], w["proof"])]


def slice_(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    T = read(w["basis"])
    new = [f"z{i + 1}" for i in range(T.columns)]
    phi = [Polynomial.linear(row) for row in T.tolist()] if T.columns else []
    below = F.compose(phi, T.columns) if F is not None and phi else None
    left = shown(below, new) if below is not None else "constant"
    moving = [[terms(p, len(names)) for p in v] for v in w["fields"]]
    units = {_unit(v) for v in moving}
    absent = ", ".join(name for i, name in enumerate(names) if i in units)
    fields = [f"({', '.join(shown(p, names) for p in v)})" for v in moving if _unit(v) is None]
    facts = [f"F does not depend on {absent}"] if absent else []
    facts += [f"F is constant along the vector field{'s' * (len(fields) > 1)} {'; '.join(fields)}"] if fields else []
    head = f"(slice) {', and '.join(facts) or 'In other coordinates'}"
    zero, one = Fraction(0), Fraction(1)
    kept = [v.index(one) if one in v and v.count(zero) == len(v) - 1 else None for v in T.T.tolist()]
    values = [f"the value{'s' * (len(fields) > 1)} of {'these fields' if fields[1:] else 'this field'} at 0"] if fields else []
    if None in kept:
        told = [f"{head}. {_listed([*values, *_units(units, names), 'the columns of T'])} are a basis:",
                equation("T = ", matrix(T)), f"so only the points T z matter; there F is {left}."]
    else:
        renamed = ", ".join(f"{z} = {names[i]}" for z, i in zip(new, kept, strict=True) if i is not None)
        basis = f" {_listed([*values, *_units({*units, *kept}, names)])} are a basis, so only points matter where all other " \
                "variables are 0." if fields else ""
        told = [f"{head}.{basis} {f'With {renamed}, F' if renamed else 'So F'} is {left}."]
    return [*told, *steps(below, new, w["proof"])]


def _units(indices: Collection[int | None], names: Sequence[str]) -> list[str]:
    chosen = [name for i, name in enumerate(names) if i in indices]
    return [f"the unit vector{'s' * (len(chosen) > 1)} of {', '.join(chosen)}"] if chosen else []


def _listed(parts: Sequence[str]) -> str:
    """Noun phrases as the beginning of a sentence."""
    text = f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[:-1] else parts[-1]
    return text[0].upper() + text[1:]


def _unit(v: Sequence[Polynomial]) -> int | None:
    """The index of the one component of a vector field that is not 0, if it is a constant."""
    found = [i for i, p in enumerate(v) if p]
    return found[0] if len(found) == 1 and not v[found[0]].degree else None


def square_factor(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    n = len(names)
    e, g = terms(w["square"], n), terms(w["factor"], n)
    head = f"(square-factor) It is e² g with e = {shown(e, names)} and g = {shown(g, names)}"
    if "proof" not in w:
        return [f"{head}; g is {number(g.coefficient((0,) * n))} at 0, so positive near 0."]
    return [f"{head}, and g is at least 0 near 0:", *steps(g, names, w["proof"])]


def summed(F: Polynomial | None, names: Sequence[str], w: Mapping[str, Any]) -> list[str]:
    paragraphs = [f"(sum) It is a sum of {len(w['parts'])} polynomials, each at least 0 near 0."]
    for i, part in enumerate(w["parts"], start=1):
        p = terms(part["polynomial"], len(names))
        paragraphs += [f"Part {i} is {shown(p, names)}.", *steps(p, names, part["proof"])]
    return paragraphs


PROOFS: dict[str, Callable[[Polynomial | None, Sequence[str], Mapping[str, Any]], list[str]]] = {
    "zero": zero, "weighted": weighted, "gram": gram, "substitute": substitute, "split": split, "slice": slice_,
    "square-factor": square_factor, "sum": summed,
}

#: (kind of claim, rule) -> the function that explains it, where the objective is a polynomial.
Explainer = Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]
POLYNOMIAL_EXPLAINERS: dict[tuple[str, str], Explainer] = {
    ("critical-point", "gradient"): critical_point,
    ("not-critical", "gradient-entry"): not_critical,
    ("hessian-inertia", "congruence"): hessian_inertia,
    ("hessian-spectrum", "cyclic-vectors"): hessian_spectrum,
    ("taylor-expansion", "expansion"): taylor_expansion,
    ("second-order-saddle", "negative-curvature"): negative_curvature,
    ("higher-order-saddle", "semidefinite-with-curves"): higher_order_saddle,
    ("not-a-local-minimum", "descent-curve"): curve,
    ("not-a-local-maximum", "ascent-curve"): curve,
    ("local-minimum", "proof-tree"): local_minimum,
    ("strict-local-minimum", "proof-tree"): local_minimum,
    ("local-maximum", "proof-tree"): local_maximum,
    ("global-minimum", "sum-of-squares"): sum_of_squares,
    ("not-a-global-minimum", "better-point"): better_point,
}
