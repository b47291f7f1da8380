"""The corpus: claims about a polynomial at a rational point, and proofs of local minimality; written by hand."""

from __future__ import annotations

from typing import Any

from corpus import Document, I, M, O, Pair, but


def T(text: str) -> list[Any]:
    """``T("1:02 -4:21")`` is ``y^2 - 4 x^2 y``: coefficients with one digit per exponent; ``T("1:")`` has no variables."""
    return [[c, [int(e) for e in exponents]] for c, exponents in (term.split(":") for term in text.split())]


def V(*texts: str) -> list[Any]:
    """A vector of polynomials."""
    return [T(text) for text in texts]


def at(text: str, values: str = "0 0", variables: str = "x y") -> Document:
    """The members ``objective`` and ``point``."""
    return {"objective": {"kind": "polynomial", "variables": variables.split(), "terms": T(text)},
            "point": {"values": values.split()}}


def minimum(kind: str, place: Document, proof: Document) -> Pair:
    return {"kind": kind, **place}, {"rule": "proof-tree", "proof": proof}


def local(place: Document, proof: Document) -> Pair:
    return minimum("local-minimum", place, proof)


def strict(place: Document, proof: Document) -> Pair:
    return minimum("strict-local-minimum", place, proof)


def weighted(weights: list[int], degree: int, vector: list[Any], matrix: Document, congruence: Document) -> Document:
    return {"rule": "weighted", "weights": weights, "degree": degree, "vector": vector, "matrix": matrix, "congruence": congruence}


def gram(multiplier: str, vector: list[Any], matrix: list[Any], congruence: Document, null_space: Document) -> Document:
    return {"rule": "gram", "multiplier": T(multiplier), "vector": vector, "matrix": matrix, "congruence": congruence,
            "null-space": null_space}


def substitute(phi: list[Any], proof: Document) -> Document:
    return {"rule": "substitute", "map": phi, "proof": proof}


def split(variables: list[int], congruence: Document, proof: Document) -> Document:
    return {"rule": "split", "variables": variables, "congruence": congruence, "proof": proof}


def slice_(fields: list[Any], basis: Document, proof: Document) -> Document:
    return {"rule": "slice", "fields": fields, "basis": basis, "proof": proof}


def square(e: str, g: str, proof: Document | None = None) -> Document:
    return {"rule": "square-factor", "square": T(e), "factor": T(g), **({} if proof is None else {"proof": proof})}


def summed(*parts: tuple[str, Document]) -> Document:
    return {"rule": "sum", "parts": [{"polynomial": T(text), "proof": proof} for text, proof in parts]}


ZERO = {"rule": "zero"}
QUARTIC = weighted([2, 1], 4, V("1:10", "1:02"), I(2), I(2))  # x^2 + y^4
BALL = weighted([1, 1], 2, V("1:10", "1:01"), I(2), I(2))  # x^2 + y^2
LINE = weighted([1], 2, V("1:1"), I(1), I(1))  # x^2 in one variable
SCALED_LINE = weighted([1], 2, V("1:1"), M("4"), I(1))  # 4 x^2
SHEAR = V("1:10", "1:01 1:20")  # (x, y + x^2)
HYPERBOLA = at("1:22 -2:11 1:00", "2 1/2")  # (x y - 1)^2 at (2, 1/2), a gauge orbit
TURNED = at("1:20 1:02", "1 0")  # x^2 + y^2 at (1, 0): not a minimum
ROTATION = V("-1:01", "1:00 1:10")  # the rotation field around the origin, in the coordinates of the point (1, 0)
MOTZKIN = at("1:42 1:24 -3:22 1:00")
#: (x^2 + y^2)^2 times Motzkin's polynomial is (x^2 - y^2)^2 + x^2 y^2 (x^2 + y^2 + 1)(x^2 + y^2 - 2)^2.
MOTZKIN_SQUARES = ["1:20 -1:02", "1:31 1:13 -2:11", "1:41 1:23 -2:21", "1:32 1:14 -2:12"]


def curve(kind: str, place: Document, rule: str, path: list[Document], order: int, coefficient: str) -> Pair:
    return {"kind": kind, **place}, {"rule": rule, "curve": path, "order": order, "coefficient": coefficient}


def squares(place: Document, value: str, multiplier: list[Any], vector: list[Any], matrix: Document, congruence: Document,
            null_space: Document) -> Pair:
    return ({"kind": "global-minimum", **place, "value": value},
            {"rule": "sum-of-squares", "multiplier": multiplier, "vector": vector, "matrix": matrix, "congruence": congruence,
             "null-space": null_space})


PEANO = at("1:02 -4:21 3:40")
descent = curve("not-a-local-minimum", PEANO, "descent-curve", [{"1": "1"}, {"2": "2"}], 4, "-1")
ascent = curve("not-a-local-maximum", PEANO, "ascent-curve", [{}, {"1": "1"}], 2, "1")
critical: Pair = ({"kind": "critical-point", **PEANO}, {"rule": "gradient"})
slope: Pair = ({"kind": "not-critical", **TURNED}, {"rule": "gradient-entry", "variable": 0})
counts: Pair = ({"kind": "hessian-inertia", **at("1:20 -1:02 1:30"), "positive": 1, "negative": 1, "zero": 0},
                {"rule": "congruence", "congruence": I(2), "null-space": O(2, 0)})
eigenvalues: Pair = ({"kind": "hessian-spectrum", **at("1:20 1:11 1:02 1:30"), "eigenvalues": [
    {"polynomial": ["-1", "1"], "multiplicity": 1, "roots": [["1", "1"]]},
    {"polynomial": ["-3", "1"], "multiplicity": 1, "roots": [["3", "3"]]}]},
    {"rule": "cyclic-vectors", "vectors": [M("1; -1"), M("1; 1")]})
taylor: Pair = ({"kind": "taylor-expansion", **at("1:20 1:01", "1 0"), "curve": [{"0": "1", "1": "2"}, {"3": "1/2"}],
                 "coefficients": ["1", "4", "4", "1/2"]}, {"rule": "expansion"})
saddle: Pair = ({"kind": "second-order-saddle", **at("1:40 1:04 -1:02")},
                {"rule": "negative-curvature", "direction": ["0", "1"], "coefficient": "-1"})
higher: Pair = ({"kind": "higher-order-saddle", **PEANO},
                {"rule": "semidefinite-with-curves", "congruence": M("0; 1"), "null-space": M("1; 0"),
                 "descent": {key: descent[1][key] for key in ("curve", "order", "coefficient")},
                 "ascent": {key: ascent[1][key] for key in ("curve", "order", "coefficient")}})
better: Pair = ({"kind": "not-a-global-minimum", **at("1:20 -1:30")}, {"rule": "better-point", "values": ["2", "0"]})
motzkin = squares(at("1:42 1:24 -3:22 1:00", "1 -1"), "0", V("1:20 2:10 1:02 -2:01 2:00"), [], O(0, 0), O(0, 0), O(0, 0))


def shifted(text: str, p: tuple[int, int]) -> list[Any]:
    """The terms of a polynomial in two variables at ``p + x``."""
    from math import comb

    total: dict[tuple[int, int], int] = {}
    for c, (a, b) in T(text):
        for i in range(a + 1):
            for j in range(b + 1):
                total[i, j] = total.get((i, j), 0) + int(c) * comb(a, i) * comb(b, j) * p[0] ** (a - i) * p[1] ** (b - j)
    return [[str(v), list(e)] for e, v in sorted(total.items()) if v]


motzkin[1].update({"multiplier": [shifted("1:20 1:02", (1, -1))], "vector": [shifted(s, (1, -1)) for s in MOTZKIN_SQUARES],
                   "matrix": I(4), "congruence": I(4), "null-space": O(4, 0)})

VALID: dict[str, Pair] = {
    "critical-point": critical, "not-critical": slope, "hessian-inertia": counts, "hessian-spectrum": eigenvalues,
    "taylor-expansion": taylor, "second-order-saddle": saddle, "higher-order-saddle": higher,
    "not-a-local-minimum": descent, "not-a-local-maximum": ascent, "not-a-global-minimum": better,
    "not-a-local-minimum.first-order": curve("not-a-local-minimum", TURNED, "descent-curve", [{"0": "1", "1": "-1"}, {}], 1, "-2"),
    "global-minimum.motzkin": motzkin,
    "global-minimum.singular": squares(at("1:20 2:11 1:02"), "0", V("1:00"), V("1:10", "1:01"), M("1 1; 1 1"),
        M("1; 0"), M("1; -1")),
    "global-minimum.constant": squares(at("5:00", "7 8"), "5", V("1:00"), [], O(0, 0), O(0, 0), O(0, 0)),
    "zero": local(at("3:00"), ZERO),
    "weighted": strict(at("1:20 1:04 1:03 1:13"), weighted([2, 1], 3, [], O(0, 0), O(0, 0))),  # replaced below
    "gram.unit": strict(at("1:20 1:02 1:30 1:12"), gram("1:00", V("1:10", "1:01"), [[I(2), [0, 0]], [I(2), [1, 0]]],
        I(2), O(2, 0))),
    "gram.multiplier": strict(at("1:20 1:02"), gram("1:00 1:10", V("1:10", "1:01"), [[I(2), [0, 0]], [I(2), [1, 0]]],
        I(2), O(2, 0))),
    "gram.semidefinite": local(at("1:20 2:11 1:02"), gram("2:00", V("1:10", "1:01"), [[M("2 2; 2 2"), [0, 0]]],
        M("1; 0"), M("1; -1"))),
    "gram.polynomials": local(at("1:40 -2:21 1:02 1:44"), gram("1:00", V("1:01 -1:20", "1:22"), [[I(2), [0, 0]]], I(2), O(2, 0))),
    "substitute": strict(at("1:02 -2:21 1:40 1:80"), substitute(SHEAR, weighted([1, 4], 8, V("1:40", "1:01"), I(2), I(2)))),
    "substitute.truncated": strict(at("1:02 -2:21 1:40 1:80 1:91"), substitute(SHEAR, weighted([1, 4], 8, V("1:40",
        "1:01"), I(2), I(2)))),
    "split": local(at("1:20 1:21 1:05 -1:05"), ZERO),  # replaced below
    "split.all": strict(at("1:20 1:02 -1:30"), split([0, 1], I(2), ZERO)),
    "split.manifold": local(at("1:20 1:22"), split([0], I(1), ZERO)),
    "split.strict": strict(at("1:20 1:21 1:04"), split([0], I(1), weighted([1], 4, V("1:2"), I(1), I(1)))),
    "slice": local(HYPERBOLA, slice_([V("2:00 1:10", "-1/2:00 -1:01")], M("0; 1"), SCALED_LINE)),
    "slice.shear": local(at("1:02 -2:21 1:40"), slice_([V("1:00", "2:10")], M("0; 1"), LINE)),
    "slice.no-field": strict(at("1:20 1:02"), slice_([], M("1 1; 0 1"), weighted([1, 1], 2, V("1:10", "1:01"),
        M("1 1; 1 2"), M("1 -1; 0 1")))),
    "square-factor": local(at("1:22"), square("1:11", "1:00")),
    "square-factor.proof": local(at("1:40 1:26"), square("1:10", "1:20 1:06", weighted([3, 1], 6, V("1:10", "1:03"), I(2), I(2)))),
    "sum": local(at("1:20 1:22"), summed(("1:20", split([0], I(1), ZERO)), ("1:22", square("1:11", "1:00")))),
    "sum.strict": strict(at("1:20 1:02 1:22"), summed(("1:22", square("1:11", "1:00")), ("1:20 1:02", BALL))),
    "local-maximum.motzkin": minimum("local-maximum", MOTZKIN, square("1:11", "3:00 -1:20 -1:02")),
    "conjunction": ({"kind": "conjunction", "shared": at("1:20 -1:30"), "parts": [{"kind": "local-minimum"},
        {"kind": "not-a-global-minimum"}]},
                    {"rule": "all", "witnesses": [{"rule": "proof-tree", "proof": square("1:10", "1:00 -1:10")},
                                                  {"rule": "better-point", "values": ["2", "0"]}]}),
}
VALID["weighted"] = strict(at("1:20 1:04 1:14 -3:30"), QUARTIC)
VALID["weighted.definite-hessian"] = strict(at("1:20 1:11 1:02 -9:30"), weighted([1, 1], 2, V("1:10", "1:01"),
    M("1 1/2; 1/2 1"), M("1 -1; 0 2")))
VALID["split"] = local(at("1:20 1:21"), split([0], I(1), ZERO))

GRAM = VALID["gram.unit"]
INVALID: dict[str, Pair] = {
    "critical-point.gradient-not-zero": ({"kind": "critical-point", **TURNED}, {"rule": "gradient"}),
    "not-critical.no-such-variable": but(slope, witness={"variable": 2}),
    "not-critical.derivative-zero": but(slope, witness={"variable": 1}),
    "hessian-inertia.counts": but(counts, {"positive": 2, "negative": 0}),
    "hessian-spectrum.wrong-vector": but(eigenvalues, witness={"vectors": [M("1; 1"), M("1; -1")]}),
    "taylor-expansion.coefficient": but(taylor, {"coefficients": ["1", "4", "4", "1"]}),
    "taylor-expansion.zero-at-end": but(taylor, {"coefficients": ["1", "4", "4", "1/2", "0"]}),
    "second-order-saddle.coefficient-positive": but(saddle, witness={"direction": ["1", "0"], "coefficient": "0"}),
    "second-order-saddle.not-critical": but(saddle, at("1:40 1:04 -1:02 1:10")),
    "second-order-saddle.other-coefficient": but(saddle, witness={"coefficient": "-2"}),
    "higher-order-saddle.negative-eigenvalue": but(higher, at("-1:02 -1:40"), {"congruence": M("0; 1")}),
    "not-a-local-minimum.curve-starts-elsewhere": but(descent, witness={"curve": [{"0": "1", "1": "-1"}, {}],
        "order": 1, "coefficient": "-12"}),
    "not-a-local-minimum.not-lowest": but(descent, witness={"curve": [{"1": "1"}, {"2": "4"}]}),
    "not-a-local-minimum.other-order": but(descent, witness={"order": 5}),
    "not-a-local-minimum.rising": but(descent, witness={"curve": [{}, {"1": "1"}], "order": 2, "coefficient": "1"}),
    "not-a-local-maximum.falling": but(ascent, witness={"curve": [{"1": "1"}, {"2": "2"}], "order": 4, "coefficient": "-1"}),
    "not-a-global-minimum.equal-value": but(better, witness={"values": ["1", "0"]}),
    "global-minimum.identity": but(motzkin, witness={"vector": [*motzkin[1]["vector"][:3], V("1:00")[0]]}),
    "global-minimum.multiplier-zero": but(VALID["global-minimum.singular"], at("-1:20"), {
        "multiplier": [], "vector": [], "matrix": O(0, 0), "congruence": O(0, 0), "null-space": O(0, 0)}),
    "global-minimum.indefinite": squares(at("1:20 -1:02"), "0", V("1:00"), V("1:10", "1:01"), M("1 0; 0 -1"), I(2), O(2, 0)),
    "global-minimum.other-value": but(motzkin, {"value": "1"}),
    "global-minimum.matrix-not-symmetric": squares(at("1:20 -4:11 1:02"), "0", V("1:00"), V("1:10", "1:01"),
        M("1 -2; 0 1"), M("3 0; 0 1"), O(2, 0)),
    "zero.not-zero": local(at("-1:20"), ZERO),
    "zero.not-strict": strict(at("3:00"), ZERO),
    "weighted.lower-term": strict(at("1:20 1:04 -1:03"), QUARTIC),
    "weighted.form-differs": strict(at("1:20 -1:04"), QUARTIC),
    "weighted.form-not-definite": strict(at("1:20 -2:02"), weighted([1, 1], 2, V("1:10", "1:01"), M("1 0; 0 -2"), I(2))),
    "weighted.no-power-of-y": strict(at("1:20 -1:03"), weighted([2, 2], 4, V("1:10"), I(1), I(1))),
    "weighted.power-of-other-degree": strict(at("1:20 -1:06"), weighted([1, 1], 2, V("1:10"), I(1), I(1))),
    "weighted.matrix-not-symmetric": strict(at("1:20 -4:11 1:02"), weighted([1, 1], 2, V("1:10", "1:01"),
        M("1 -2; 0 1"), M("3 0; 0 1"))),
    "weighted.congruence-too-small": strict(at("1:20"), weighted([1, 1], 2, V("1:10", "1:01"), M("1 0; 0 0"), M("1; 0"))),
    "gram.multiplier-zero-at-0": local(at("1:10"), gram("1:10", V("1:10"), [[I(1), [0, 0]]], I(1), O(1, 0))),
    "gram.multiplier-negative": local(at("-1:20"), gram("-1:00", V("1:10"), [[I(1), [0, 0]]], I(1), O(1, 0))),
    "gram.identity": but(GRAM, at("1:20 -1:02 1:30 1:12")),
    "gram.not-symmetric": local(at("1:20 -4:11 1:02"), gram("1:00", V("1:10", "1:01"), [[M("1 -2; 0 1"), [0, 0]]],
        M("3 0; 0 1"), O(2, 0))),
    "gram.no-constant-matrix": local(at("1:30"), gram("1:00", V("1:10"), [[I(1), [1, 0]]], O(1, 0), I(1))),
    "gram.constant-matrices-add-up": local(at("-1:20"), gram("1:00", V("1:10"), [[I(1), [0, 0]], [M("-2"), [0, 0]]],
        I(1), O(1, 0))),
    "gram.indefinite": local(at("1:20 -1:02"), gram("1:00", V("1:10", "1:01"), [[M("1 0; 0 -1"), [0, 0]]], I(2), O(2, 0))),
    "gram.singular-not-constant": local(at("1:20 -1:22"), gram("1:00", V("1:10", "1:01"), [[M("1 0; 0 0"), [0, 0]],
        [M("0 0; 0 -1"), [2, 0]]],
                                                            M("1; 0"), M("0; 1"))),
    "gram.singular-not-strict": strict(at("1:20 2:11 1:02"), VALID["gram.semidefinite"][1]["proof"]),
    "gram.no-power-not-strict": strict(at("1:20"), gram("1:00", V("1:10"), [[I(1), [0, 0]]], I(1), O(1, 0))),
    "gram.mixed-power-not-strict": strict(at("1:20 1:22"), gram("1:00", V("1:10", "1:11"), [[I(2), [0, 0]]], I(2), O(2, 0))),
    "gram.binomial-not-strict": strict(at("1:20 1:02 -2:11"), gram("1:00", V("1:10 -1:01"), [[I(1), [0, 0]]], I(1), O(1, 0))),
    "substitute.moves-0": local(at("1:30 -2:20 1:10"), substitute(V("1:00 1:10", "1:01"), split([0], I(1), ZERO))),
    "substitute.singular": local(at("1:30 1:02"), substitute(V("1:20", "1:01"), weighted([1, 3], 6, V("1:30", "1:01"),
        I(2), I(2)))),
    "substitute.constant-map": local(at("-1:20"), substitute(V("1:01", "1:01"), ZERO)),
    "substitute.proof-of-other": strict(at("1:02 -2:21 1:40 -1:80"), VALID["substitute"][1]["proof"]),
    "split.linear-term": local(at("1:20 4:12"), split([0], I(1), ZERO)),
    "split.indefinite": local(at("-1:20"), split([0], I(1), ZERO)),
    "split.rest-falls": local(at("1:20 -1:04"), split([0], I(1), ZERO)),
    "split.not-strict": strict(at("1:20 1:22"), VALID["split.manifold"][1]["proof"]),
    "slice.not-constant-along-field": local(at("1:02 -1:40"), slice_([V("1:00", "2:10")], M("0; 1"), LINE)),
    "slice.field-zero-at-0": local(at("1:02 -1:20"), slice_([V("1:01", "1:10")], M("0; 1"), LINE)),
    "slice.basis-too-small": local(at("-1:20 1:02"), slice_([], M("0; 1"), LINE)),
    "slice.not-strict": strict(HYPERBOLA, VALID["slice"][1]["proof"]),
    "slice.rest-falls": local(at("-1:02"), slice_([V("1:00", "")], M("0; 1"), LINE)),
    "square-factor.identity": local(at("-1:22"), square("1:11", "1:00")),
    "square-factor.negative": local(at("-1:22"), square("1:11", "-1:00")),
    "square-factor.proof-about-a-constant": local(at("-1:22"), square("1:11", "-1:00", ZERO)),
    "square-factor.rest-falls": local(at("1:30"), square("1:10", "1:10", ZERO)),
    "square-factor.not-strict": strict(at("1:22"), square("1:11", "1:00")),
    "sum.other-polynomial": local(at("1:20 -1:02"), summed(("1:20", split([0], I(1), ZERO)))),
    "sum.part-falls": local(at("1:20 -1:22"), summed(("1:20", split([0], I(1), ZERO)), ("-1:22", square("1:11", "-1:00")))),
    "sum.part-falls-after-a-strict-one": strict(at("1:20 -3:02"), summed(("1:20 1:02", BALL), ("-4:02", ZERO))),
    "sum.not-strict": strict(at("1:20 1:22"), summed(("1:20", split([0], I(1), ZERO)), ("1:22", square("1:11", "1:00")))),
    "local-maximum.minimum": minimum("local-maximum", at("1:22"), square("1:11", "1:00")),
    # Constant on y = x^2, tangent to the kernel of the Hessian, and yet no minimum.
    "slice.peano-like": local(at("1:02 -1:40"), slice_([V("1:00", "2:30 1:00")], M("0; 1"), LINE)),
}

ONE = at("1:20 1:02")
CORE: Pair = strict(ONE, BALL)


def objective(**changes: Any) -> Pair:
    return but(CORE, {"objective": {**ONE["objective"], **changes}})


def deep(levels: int) -> Document:
    return BALL if not levels else substitute(V("1:10", "1:01"), deep(levels - 1))


MALFORMED: dict[str, Pair] = {
    "no-variables": but(objective(variables=[], terms=[]), {"point": {"values": []}}),
    "variable-twice": objective(variables=["x", "x"]),
    "variable-not-ascii": objective(variables=["x", "\u03b1"]),
    "variable-empty": objective(variables=["x", ""]),
    "variable-number": objective(variables=["x", 1]),
    "exponents-too-short": objective(terms=[["1", [2]]]),
    "exponent-negative": objective(terms=[["1", [2, -1]]]),
    "exponent-huge": ({"kind": "critical-point", **at("", "0 0"), "objective": {**ONE["objective"], "terms": [["1", [10000, 0]]]}},
                      {"rule": "gradient"}),
    "coefficient-zero": objective(terms=[["0", [1, 1]], *T("1:20 1:02")]),
    "coefficient-integer": objective(terms=[[1, [2, 0]]]),
    "term-twice": objective(terms=T("1/2:20 1/2:20 1:02")),
    "term-of-three": objective(terms=[["1", [2, 0], 0], ["1", [0, 2]]]),
    "point-too-short": but(CORE, {"point": {"values": ["0"]}}),
    "point-too-long": but(CORE, {"point": {"values": ["0", "0", "0"]}}),
    "network-point": but(CORE, {"point": {"weights": []}}),
    "network-claim": ({"kind": "line-minimum", **ONE}, {"rule": "half-square", "congruence": I(2), "null-space": O(2, 0)}),
    "unknown-objective": objective(kind="rational-function"),
    "objective-of-network-claim": ({**CORE[0], "objective": {"kind": "deep-linear-square-loss", "X": I(1), "Y": I(1)}}, CORE[1]),
    "curve-too-short": but(descent, witness={"curve": [{"1": "1"}]}),
    "curve-negative-exponent": but(descent, witness={"curve": [{"-1": "1"}, {}]}),
    "direction-too-long": but(saddle, witness={"direction": ["0", "1", "0"]}),
    "better-point-too-short": but(better, witness={"values": ["2"]}),
    "proof-unknown-rule": strict(ONE, {"rule": "obvious"}),
    "proof-unknown-member": strict(ONE, {**BALL, "because": "it is"}),
    "proof-missing-member": strict(ONE, {"rule": "weighted"}),
    "proof-no-object": strict(ONE, []),  # type: ignore[arg-type]
    "proof-too-deep": strict(ONE, deep(60)),
    "weights-too-long": strict(ONE, {**BALL, "weights": [1, 1, 1]}),
    "weights-too-short": strict(ONE, weighted([1], 2, V("1:10", "1:01"), I(2), I(2))),
    "weight-zero": strict(at("1:20"), weighted([1, 0], 2, V("1:10"), I(1), I(1))),
    "weight-zero-after-substitution": strict(ONE, substitute(V("1:10", "1:01"), weighted([1, 0], 2, V("1:10"), I(1), I(1)))),
    "gram-matrix-size": strict(ONE, weighted([1, 1], 2, V("1:10"), I(2), I(2))),
    "gram-matrix-term": strict(ONE, gram("1:00", V("1:10"), [[I(1)]], I(1), O(1, 0))),
    "map-too-long": strict(ONE, substitute(V("1:10", "1:01", "1:10"), BALL)),
    "map-too-short": strict(ONE, substitute(V("1:10"), BALL)),
    "map-in-three-variables": strict(ONE, substitute(V("1:100", "1:010"), BALL)),
    "split-index": strict(ONE, split([2], I(1), ZERO)),
    "split-index-twice": strict(ONE, split([0, 0], I(2), ZERO)),
    "split-order": strict(ONE, split([1, 0], I(2), ZERO)),
    "slice-field-too-long": local(HYPERBOLA, slice_([V("2:00 1:10", "-1/2:00 -1:01", "1:00")], M("0; 1"), SCALED_LINE)),
    "slice-field-too-short": local(HYPERBOLA, slice_([V("1:00")], M("0; 1"), LINE)),
    "slice-basis-rows": strict(ONE, slice_([], M("1 0; 0 1; 0 0"), BALL)),
    "sum-without-proof": local(at("1:20"), {"rule": "sum", "parts": [{"polynomial": T("1:20")}]}),
    "proof-twice-shared": ({"kind": "conjunction", "shared": ONE, "parts": [{**ONE, "kind": "local-minimum"}]},
                           {"rule": "all", "witnesses": [CORE[1]]}),
}
