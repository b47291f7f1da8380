"""The corpus: claims about the loss of a network with piecewise polynomial functions; one or two parameters, written by hand."""

from __future__ import annotations

from typing import Any

from corpus import Document, I, M, O, Pair, but
from corpus_polynomials import LINE, ZERO, T, V, slice_, square, weighted


def function(text: str) -> Document:
    """``"0 | 0 | 0 1"``: 0 below 0 and z above it; polynomials (coefficients of 1, z, z^2, ...) between breaks."""
    parts = text.split("|")
    return {"breaks": [b.strip() for b in parts[1::2]], "pieces": [p.split() for p in parts[::2]]}


IDENTITY, RELU, SQUARE, CUBE, ABSOLUTE = "0 1", "0 | 0 | 0 1", "0 0 1", "0 0 0 1", "0 -1 | 0 | 0 1"
HALF_SQUARE = {"entrywise": function("0 0 1/2")}
ITSELF, MINUS = {"entrywise": function(IDENTITY)}, {"entrywise": function("0 -1")}


def net(weights: str, activations: str, loss: Document, Y: str = "0", X: str = "1", **more: Any) -> Document:
    """The members ``objective`` and ``point``; weights and activations are separated by ``&``, input side first."""
    return {"objective": {"kind": "network-loss", "X": M(X), "Y": M(Y), "loss": loss,
                          "activations": [function(a) for a in activations.split("&")]},
            "point": {"weights": [M(W) for W in weights.split("&")], **more}}


def claim(kind: str, place: Document, rule: str, more: Document | None = None, **witness: Any) -> Pair:
    return {"kind": kind, **place, **(more or {})}, {"rule": rule, **{key.replace("_", "-"): v for key, v in witness.items()}}


def piece(factors: list[Document], proof: Document, multiplier: str) -> Document:
    return {"multiplier": T(multiplier), "factors": factors, "proof": proof}


def factor(text: str, proof: Document | None = None) -> Document:
    return {"polynomial": T(text), **({} if proof is None else {"proof": proof})}


def pieces(place: Document, *proofs: Document, kind: str = "local-minimum") -> Pair:
    return claim(kind, place, "pieces", proofs=list(proofs))


def squares(place: Document, value: str, vector: list[Any], Q: Document, S: Document, N: Document, rule: str = "sum-of-squares",
            multiplier: str = "1:0") -> Pair:
    return claim("global-minimum", place, rule, {"value": value}, multiplier=V(multiplier), vector=vector, matrix=Q, congruence=S,
                 null_space=N)


def squared(text: str) -> Document:
    """A proof that ``c m^2`` is a sum of squares: ``"2 1:1"`` is ``2 t^2``, an empty text 0."""
    c, m = text.split(maxsplit=1) if text else ("", "")
    size = int(bool(c))
    return {"multiplier": V("1:0"), "vector": V(m) if m else [], "matrix": M(c) if c else O(0, 0), "congruence": I(size),
            "null-space": O(size, 0)}


def lines(place: Document, value: str, slopes: str, *squares: str) -> Pair:
    return claim("global-minimum", place, "supporting-lines", {"value": value}, slopes=M(slopes),
                 squares=[squared(text) for text in squares])


def moved(kind: str, rule: str, place: Document, path: list[Document], order: int, coefficient: str) -> Pair:
    return claim(kind, place, rule, curve=path, order=order, coefficient=coefficient)


RAMP = net("0", RELU, ITSELF)  # f = max(0, w) at 0
FALL = net("0", RELU, MINUS)  # f = -max(0, w) at 0
KINK = net("0", ABSOLUTE, ITSELF)  # f = |w| at 0
VALLEY = net("0 0", ABSOLUTE, {"entrywise": function("0 1")}, "0", "1; 0", biases=[M("0")])  # |w + b| at 0, a third weight is idle
CORNER = net("0 & 1; 0", f"{IDENTITY} & {IDENTITY}", {"entrywise": function(ABSOLUTE)}, "0; 1")  # |(1 + a) w| + |b w - 1| at 0
TURN = net("-1", RELU, MINUS)  # f = -max(0, w) at -1, where it is flat
BOWL = net("1 & 1", f"{IDENTITY} & {IDENTITY}", HALF_SQUARE, "1")  # (v w - 1)^2 / 2 at (1, 1), a gauge orbit
TENT = net("0", IDENTITY, {"entrywise": function("0 0 -1")})  # -w^2 at 0
SADDLE = net("0 & 0", f"{IDENTITY} & {IDENTITY}", ITSELF)  # v w at 0
STEEP = net("0 & 0", f"{IDENTITY} & {CUBE}", ITSELF)  # (v w)^3 at 0
UP, DOWN = net("2", SQUARE, HALF_SQUARE, "1"), net("-1", SQUARE, HALF_SQUARE, "1")  # (w^2 - 1)^2 / 2
PLAIN = net("0 0", IDENTITY, {"polynomial": T("1:1 1:2")}, "0", "1; 2")  # E + E^2, E = v + 2 w
OFFSET = net("1", "0 1 | 1 | 1", ITSELF)  # min(w, 1) at 1
DOUBLE = net("0; 0", ABSOLUTE, {"entrywise": function(IDENTITY), "weights": M("1 2; 1 2")}, "0 0; 0 0", "1 -1")  # 3|v| + 3|w| at 0
GATE = net("0; 1", RELU, {"polynomial": T("1:12")}, "0; 1")  # max(0, w) (v - 1)^2 at (0, 1)
NESTED = net("0 & 1", f"{RELU} & {RELU}", {"entrywise": function("0 1 1")}, "-1")  # l(max(0, v max(0, w)) + 1) at (0, 1), grows

L1 = {"entrywise": function(ABSOLUTE)}
FLANK = {"multiplier": V("1:0"), "vector": V("1:0", "1:1"), "matrix": M("1 0; 0 2"), "congruence": I(2), "null-space": O(2, 0)}
MEDIAN = net("1", IDENTITY, L1, "0 1 2", "1 1 1", biases=[M("0")])  # |w + b| + |w + b - 1| + |w + b - 2| at (1, 0)
HUBER = {"entrywise": function("-1/2 -1 | -1 | 0 0 1/2 | 1 | -1/2 1"), "weights": M("2")}  # twice z^2 / 2, linear beyond 1 and -1

critical = claim("critical-point", DOWN, "gradient")
slope = claim("not-critical", UP, "gradient-entry", variable=0)
counts = claim("hessian-inertia", BOWL, "congruence", {"positive": 1, "negative": 0, "zero": 1}, congruence=M("1; 0"),
               null_space=M("1; -1"))
spectrum = claim("hessian-spectrum", DOWN, "cyclic-vectors", {"eigenvalues": [
    {"polynomial": ["-4", "1"], "multiplicity": 1, "roots": [["4", "4"]]}]}, vectors=[M("1")])
taylor = claim("taylor-expansion", UP, "expansion", {
    "curve": [{"0": "2", "1": "-1"}], "coefficients": ["9/2", "-12", "11", "-4", "1/2"]})
saddle = claim("second-order-saddle", SADDLE, "negative-curvature", direction=["1", "-1"], coefficient="-1")
higher = claim("higher-order-saddle", STEEP, "semidefinite-with-curves", congruence=O(2, 0), null_space=I(2),
               descent={"curve": [{"1": "1"}, {"1": "-1"}], "order": 6, "coefficient": "-1"},
               ascent={"curve": [{"1": "1"}, {"1": "1"}], "order": 6, "coefficient": "1"})
fall = moved("not-a-local-minimum", "descent-curve", FALL, [{"2": "1"}], 2, "-1")
rise = moved("not-a-local-maximum", "ascent-curve", KINK, [{"1": "-1"}], 1, "1")
better = claim("not-a-global-minimum", TURN, "better-point", values=["3"])
gauge = slice_([V("1:00 1:10", "-1:00 -1:01")], M("0; 1"), weighted([1], 2, V("1:1"), M("1/2"), I(1)))
bowl = claim("local-minimum", BOWL, "proof-tree", proof=gauge)
strict = claim("strict-local-minimum", DOWN, "proof-tree", proof=weighted([1], 2, V("1:1"), M("2"), I(1)))
top = claim("local-maximum", TENT, "proof-tree", proof=LINE)
least = squares(net("-3", RELU, HALF_SQUARE, "0"), "0", V("1:1"), M("1/2"), I(1), O(1, 0), "least-loss")
whole = squares(PLAIN | {"point": {"weights": [M("-1/2 0")]}}, "-1/4", V("1:10 2:01"), I(1), I(1), O(1, 0), multiplier="1:00")
median = lines(MEDIAN, "2", "1 0 -1", "2 1:1", "", "1 1:1", "1 1:1", "", "2 1:1")
ramp = pieces(RAMP, piece([factor("")], ZERO, "1:0"), piece([factor("1:0")], ZERO, "1:0"))
kink = pieces(KINK, piece([factor("1:0 1:1")], LINE, "1:0"), piece([factor("1:0 -1:1")], LINE, "1:0"), kind="strict-local-minimum")

ridge = pieces(net("0", ABSOLUTE, MINUS), *[piece([factor("1:0")], ZERO, "1:0")] * 2, kind="local-maximum")

VALID: dict[str, Pair] = {
    "critical-point": critical, "not-critical": slope, "hessian-inertia": counts, "hessian-spectrum": spectrum,
    "taylor-expansion": taylor, "second-order-saddle": saddle, "higher-order-saddle": higher, "not-a-local-minimum": fall,
    "not-a-local-maximum": rise, "not-a-global-minimum": better, "proof-tree": bowl, "proof-tree.strict": strict,
    "local-maximum": top, "global-minimum.least-loss": least, "global-minimum.sum-of-squares": whole,
    "global-minimum.supporting-lines": median,
    "global-minimum.supporting-lines-without-slopes": but(lines(net("-3", RELU, HUBER), "0", "0"), witness={"squares": [
        FLANK, squared("1 -1:0 1:2"), FLANK]}),
    "pieces": ramp, "pieces.strict": kink, "pieces.maximum": ridge,
    "pieces.one": pieces(BOWL, piece([], gauge, "1:00")),
    "critical-point.away-from-the-kink": claim("critical-point", TURN, "gradient"),
    "pieces.bias": pieces(VALLEY, *[piece([factor("1:000")], ZERO, "1:000")] * 2),
    "pieces.multiplier": pieces(CORNER, piece([factor("1:000 1:010 1:001")], ZERO, "1:000 1:010"),
                                piece([factor("1:000 1:010 -1:001")], ZERO, "1:000 1:010")),
    "pieces.proportional-arguments": pieces(DOUBLE, *[piece([factor("3:00")] * 2, ZERO, "1:00")] * 4),
    "pieces.nested": pieces(NESTED, piece([factor("")], ZERO, "1:00"), piece([factor("")] * 2, ZERO, "1:00"),
                            piece([factor(""), factor("3:00 1:10 1:11")], ZERO, "1:00")),
    "pieces.factor-with-proof": pieces(GATE, piece([factor("")], ZERO, "1:00"),
                                       piece([factor("1:02", square("1:01", "1:00"))], ZERO, "1:00")),
    "critical-point.long-function": claim("critical-point", net("0", "0 0 " + "1 " * 20, ITSELF), "gradient"),
    "pieces.break-elsewhere": pieces(net("1", "1 -1 | 1 | -1 1", ITSELF), *[piece([factor("1:0")], ZERO, "1:0")] * 2),
}

INVALID: dict[str, Pair] = {
    "critical-point.kink": claim("critical-point", RAMP, "gradient"),
    "not-critical.kink": claim("not-critical", net("0", "0 1 | 0 | 0", ITSELF), "gradient-entry", variable=0),
    "not-critical.derivative-zero": but(slope, DOWN),
    "hessian-inertia.counts": but(counts, {"positive": 2, "zero": 0}),
    "hessian-spectrum.eigenvalue": but(spectrum, {"eigenvalues": [
        {"polynomial": ["-3", "1"], "multiplicity": 1, "roots": [["3", "3"]]}]}),
    "taylor-expansion.piece": claim("taylor-expansion", TURN, "expansion", {
        "curve": [{"0": "-1", "1": "1"}], "coefficients": ["0"]}),
    "second-order-saddle.rising": but(saddle, witness={"direction": ["1", "1"], "coefficient": "1"}),
    "higher-order-saddle.no-descent": but(higher, witness={"descent": higher[1]["ascent"]}),
    "not-a-local-minimum.rising": but(fall, witness={"curve": [{"2": "-1"}]}),
    "not-a-local-minimum.other-side-of-the-kink": moved("not-a-local-minimum", "descent-curve", KINK, [{"1": "-1"}], 1, "-1"),
    "not-a-local-maximum.falling": but(rise, FALL, {"curve": [{"1": "1"}], "coefficient": "-1"}),
    "not-a-global-minimum.equal": but(better, witness={"values": ["-2"]}),
    "proof-tree.kink": claim("local-minimum", FALL, "proof-tree", proof=ZERO),
    "proof-tree.not-strict": claim("strict-local-minimum", BOWL, "proof-tree", proof=gauge),
    "local-maximum.kink": claim("local-maximum", RAMP, "proof-tree", proof=ZERO),
    "global-minimum.local-piece": squares(TURN, "0", [], O(0, 0), O(0, 0), O(0, 0)),
    "global-minimum.other-value": but(least, {"value": "-1"}),
    "global-minimum.least-loss-with-break": squares(net("-1", IDENTITY, {"entrywise": function("0 | 0 | 0 -1")}), "0", [],
        O(0, 0), O(0, 0), O(0, 0), "least-loss"),
    "global-minimum.not-the-least-loss": squares(net("-1", RELU, HALF_SQUARE, "1"), "1/2", V("1:1"), M("1/2"), I(1), O(1, 0),
        "least-loss"),
    "global-minimum.supporting-lines-of-another-value": but(median, {"value": "1"}),
    "global-minimum.supporting-lines-too-steep": lines(net("1", IDENTITY, L1), "1", "0", "1 1:1", "1 1:1"),
    "global-minimum.supporting-lines-of-a-nonlinear-network": lines(
        net("1", RELU, L1, "0 -1", "1 -1"), "2", "1 1", "2 1:1", ""),
    "global-minimum.supporting-lines-not-orthogonal-to-the-data": lines(net("1", IDENTITY, L1), "1", "1", "2 1:1", ""),
    "global-minimum.supporting-lines-that-biases-move": lines(
        net("1", IDENTITY, L1, "0 -2", "1 -1", biases=[M("0")]), "2", "1 1", "2 1:1", ""),
    "pieces.one-without-proof": pieces(FALL, piece([factor("")], ZERO, "1:0")),
    "pieces.none": pieces(FALL),
    "pieces.maximum-of-a-minimum": but(kink, {"kind": "local-maximum"}),
    "pieces.minimum-of-a-maximum": but(ridge, {"kind": "local-minimum"}),
    "pieces.multiplier-negative": pieces(FALL, piece([factor("")], ZERO, "1:0"), piece([factor("1:0")], ZERO, "-1:0")),
    "pieces.multiplier-zero-at-0": pieces(FALL, piece([factor("")], ZERO, "1:0"), piece([factor("")], ZERO, "")),
    "pieces.factor-negative": pieces(FALL, piece([factor("")], ZERO, "1:0"), piece([factor("-1:0")], ZERO, "1:0")),
    "pieces.factor-zero-at-0": pieces(net("0", "0 | 0 | 0 0 -1", ITSELF), piece([factor("")], ZERO, "1:0"),
                                      piece([factor("-1:1")], ZERO, "1:0")),
    "pieces.factor-proof": pieces(FALL, piece([factor("")], ZERO, "1:0"), piece([factor("-1:0", ZERO)], ZERO, "1:0")),
    "pieces.order": pieces(RAMP, *reversed(ramp[1]["proofs"])),
    "pieces.rest": pieces(FALL, piece([factor("")], ZERO, "1:0"), piece([factor("")], ZERO, "1:0")),
    "pieces.not-strict": pieces(RAMP, *ramp[1]["proofs"], kind="strict-local-minimum"),
    "pieces.strict-on-one-side": pieces(RAMP, piece([factor("")], ZERO, "1:0"), kink[1]["proofs"][1], kind="strict-local-minimum"),
    "pieces.strict-on-the-other-side": pieces(net("0", "0 -1 | 0 | 0", ITSELF), kink[1]["proofs"][0],
                                              piece([factor("")], ZERO, "1:0"), kind="strict-local-minimum"),
}


def objective(**changes: Any) -> Pair:
    return but(bowl, {"objective": {**BOWL["objective"], **changes}})


def point(**changes: Any) -> Pair:
    return but(bowl, {"point": {**BOWL["point"], **changes}})


TWO = [function(IDENTITY)] * 2
MALFORMED: dict[str, Pair] = {
    "no-layers": point(weights=[]),
    "layers-without-activation": objective(activations=TWO[:1]),
    "layers-without-bias": point(biases=[M("0")]),
    "widths": point(weights=[M("1"), M("1 1")]),
    "bias-of-two-columns": but(pieces(VALLEY, *[piece([factor("1:0000")], ZERO, "1:0000")] * 2), {"point": {
        **VALLEY["point"], "biases": [M("0 0")]}}),
    "bias-rows": point(biases=[M("0; 0"), M("0")]),
    "no-samples": objective(X=O(1, 0), Y=O(1, 0)),
    "targets": objective(Y=M("1 1")),
    "entry-weights": but(VALID["pieces.proportional-arguments"], {"objective": {
        **DOUBLE["objective"], "loss": {"entrywise": function(IDENTITY), "weights": M("1 2 1 2")}}}),
    "loss-of-two-kinds": objective(loss={**HALF_SQUARE, "polynomial": []}),
    "loss-of-no-kind": objective(loss={}),
    "loss-name": objective(loss="square"),
    "loss-in-two-variables": objective(loss={"polynomial": T("1:11")}),
    "breaks-not-increasing": but(ramp, {"objective": {**RAMP["objective"], "activations": [function("0 | 0 | 0 | 0 | 0 1")]}}),
    "pieces-missing": but(ramp, {"objective": {**RAMP["objective"], "activations": [{"breaks": ["0"], "pieces": [["0"]]}]}}),
    "jump": but(ramp, {"objective": {**RAMP["objective"], "activations": [function("0 | 0 | 1 1")]}}),
    "jump-of-lengths": but(ramp, {"objective": {**RAMP["objective"], "activations": [function("1 0 0 | 0 | 0 1")]}}),
    "factor-missing": pieces(RAMP, *[piece([], ZERO, "1:0")] * 2),
    "factor-too-many": pieces(BOWL, piece([factor("")], gauge, "1:00")),
    "proof-too-many": pieces(RAMP, *ramp[1]["proofs"], ramp[1]["proofs"][0]),
    "slopes-of-another-shape": lines(MEDIAN, "2", "1 0", *["1 1:1"] * 6),
    "slopes-for-a-loss-of-all-entries": lines(PLAIN, "0", "0", "1 1:1"),
    "squares-too-few": but(median, witness={"squares": median[1]["squares"][:5]}),
    "point-of-a-polynomial": but(bowl, {"point": {"values": ["1", "1"]}}),
    "claim-of-linear-networks": claim("line-minimum", BOWL, "half-square", congruence=I(2), null_space=O(2, 0)),
    "values-too-few": but(better, witness={"values": []}),
}
