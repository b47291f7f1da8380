"""Explanations of claims about the loss of a network: those about polynomials, and the rules for functions with breaks."""

from __future__ import annotations

from fractions import Fraction

from exactcheck.explanation.matrices import Document, congruence, read
from exactcheck.explanation.polynomials import POLYNOMIAL_EXPLAINERS, Explainer, steps
from exactcheck.explanation.setting import network_statement, parameters, shown, terms, vector
from exactcheck.explanation.text import equation, matrix, number
from exactcheck.minimality import supporting_lines as supporting
from exactcheck.minimality.functions import Function
from exactcheck.minimality.losses import entry_names
from exactcheck.minimality.networks import Network


def better_point(claim: Document, witness: Document) -> list[str]:
    net = Network.from_documents(claim["objective"], claim["point"])
    values = [Fraction(v) for v in witness["values"]]
    return [*network_statement(net), "Other parameters:", parameters(net, values),
            f"The loss there is {number(net.value_at(values))} < {number(net.value)}."]


def pieces(claim: Document, witness: Document) -> list[str]:
    net = Network.from_documents(claim["objective"], claim["point"])
    names, n = net.variables, len(net.p)
    sign, name = (-1, "(-F)") if claim["kind"] == "local-maximum" else (1, "F")
    paragraphs = [*network_statement(net),
                  f"The parameters around the point are called {', '.join(names)}. Every argument of a function that is at a break "
                  f"can move to either side: {len(net.near)} pieces, which together are a neighbourhood of the point."]
    for k, ((F, constraints), proof) in enumerate(zip(net.near, witness["proofs"], strict=True), start=1):
        region = ", ".join(f"{shown(g, names)} ≥ 0" for g in constraints) or "everywhere near 0"
        rest = F.scaled(sign) * terms(proof["multiplier"], n)
        factors = []
        for i, (g, factor) in enumerate(zip(constraints, proof["factors"], strict=True), start=1):
            u = terms(factor["polynomial"], n)
            rest = rest - u * g
            factors.append(f"u{i} = {shown(u, names)}")
        paragraphs += [f"Piece {k}, where {region}: F = {shown(F, names)}.",
                       f"With s = {shown(terms(proof['multiplier'], n), names)}{''.join(f', {u}' for u in factors)}, "
                       f"s {name} minus the sum of the uᵢ times these is F' = {shown(rest, names)}. s is positive at 0, and the uᵢ "
                       "are 0, positive at 0 or shown to be at least 0 below, so it is enough that F' is at least 0 near 0:",
                       *steps(rest, names, proof["proof"])]
        for i, factor in enumerate(proof["factors"], start=1):
            if "proof" in factor:
                paragraphs += [f"And u{i} is at least 0 near 0:", *steps(terms(factor["polynomial"], n), names, factor["proof"])]
    return paragraphs


def least_loss(claim: Document, witness: Document) -> list[str]:
    net = Network.from_documents(claim["objective"], claim["point"])
    names, Q = entry_names(net.Y.shape, "x"), read(witness["matrix"])
    return [*network_statement(net), "Put any matrix E + x in place of the residual E; x has the entries "
            f"{', '.join(names)}, and G(x) is the loss of E + x minus that of E.",
            f"With e = {vector(witness['multiplier'], names)} and m = {vector(witness['vector'], names)}, "
            "the identity (Σ eᵢ²) G = mᵀ Q m holds, to be checked by multiplying out, with", equation("Q = ", matrix(Q)),
            *congruence(Q, witness, "Q"), "So no output at all has a smaller loss."]


def supporting_lines(claim: Document, witness: Document) -> list[str]:
    net, g = Network.from_documents(claim["objective"], claim["point"]), read(witness["slopes"])
    function = Function.from_document(claim["objective"]["loss"]["entrywise"])
    still = "All slopes are 0" if g.is_zero() else "The network is linear: outputs differ by A X + b 1ᵀ, and g Xᵀ = 0" + (
        ", g 1 = 0" if any(b.columns for b in net.biases) else "")
    paragraphs = [*network_statement(net), "The loss of each entry lies above a line through its value. The slopes are",
                  equation("g = ", matrix(g)),
                  f"{still}. So the lines add up to the same number for all outputs: to the loss at the point."]
    proofs = iter(witness["squares"])
    for e, slope, c in supporting.lines(net, g):
        line = f"Residual {number(e)}, slope {number(slope)}{'' if c == 1 else f', weight {number(c)}'}"
        for raised, ends, proof in zip(supporting.above(function, e, slope, c), function.intervals, proofs, strict=False):
            paragraphs += [f"{line}; {_values(*ends)} the loss exceeds the line by p = {shown(raised, ['t'])}"
                           f"{' over a power of 1 + t²' if None not in ends else ''}.", *_squares(proof)]
    return paragraphs


def _values(low: Fraction | None, high: Fraction | None) -> str:
    if low is None:
        return "at z = t" if high is None else f"at z = {number(high)} - t² ≤ {number(high)}"
    if high is None:
        return f"at z = {number(low)} + t² ≥ {number(low)}"
    return f"between {number(low)} and {number(high)}, at z = (a + b t²) / (1 + t²), a and b the ends,"


def _squares(proof: Document) -> list[str]:
    Q, m, e = read(proof["matrix"]), vector(proof["vector"], ["t"]), vector(proof["multiplier"], ["t"])
    if not Q.rows:
        return []
    return [f"With e = {e} and m = {m}, (Σ eᵢ²) p = mᵀ Q m holds, with", equation("Q = ", matrix(Q)), *congruence(Q, proof, "Q")]


LOSS_EXPLAINERS: dict[tuple[str, str], Explainer] = {
    **POLYNOMIAL_EXPLAINERS,
    ("local-minimum", "pieces"): pieces,
    ("strict-local-minimum", "pieces"): pieces,
    ("local-maximum", "pieces"): pieces,
    ("global-minimum", "least-loss"): least_loss,
    ("global-minimum", "supporting-lines"): supporting_lines,
    ("not-a-global-minimum", "better-point"): better_point,
}
