"""The corpus: texts that break the grammar, each once. What is not ASCII is written as ``\\u`` escapes of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import corpus_images
from corpus import Document, I, M, O, Pair, but, certificate, network
from corpus_matrices import DIAGONAL, RANK, TWO_ROOTS, conjunction, pair_ranks, without
from corpus_networks import BOTTOM, CUBIC, SADDLE, SLOPE, claim, forms, line, taylor
from corpus_networks import VALID as NETWORKS
from corpus_openness import CORNER, EQUAL, LINEAR, REMARK, completed
from corpus_relations import FACTORS, TALL, TURN, relations


def text(pair: Pair) -> str:
    return json.dumps(certificate(pair), indent=2) + "\n"


def edited(pair: Pair, edit: Callable[[Document], Any]) -> str:
    """The text of the certificate after ``edit`` has changed the document in place."""
    document = deepcopy(certificate(pair))
    edit(document)
    return json.dumps(document, indent=2) + "\n"


def entry(value: object) -> str:
    """``rank`` of the 1 x 1 matrix with the entry ``value``, otherwise as if it were 0."""
    matrix = {"shape": [1, 1], "entries": [[value]]}
    return text(({"kind": "rank", "matrix": matrix, "rank": 0}, {"rule": "null-space", "null-space": I(1)}))


def matrix(shape: object, entries: object, null_space: Document | None = None) -> str:
    return text(({"kind": "rank", "matrix": {"shape": shape, "entries": entries}, "rank": 0},
                 {"rule": "null-space", "null-space": null_space or I(1)}))


def twice(pair: Pair, member: str, value: str) -> str:
    """``member`` stands a second time, first, with the JSON text ``value``."""
    found = text(pair)
    assert f'"{member}":' in found
    return found.replace(f'"{member}":', f'"{member}": {value}, "{member}":', 1)


RANK_0 = ({"kind": "rank", "matrix": M("0"), "rank": 0}, {"rule": "null-space", "null-space": I(1)})
CRITICAL = claim("critical-point", SADDLE, "gradient")
PART = without(CRITICAL, "objective", "point")
ABSENT = completed(M("0"), M("1"), "left", "full-row-rank", False, S=M("1"))
ORTHOGONAL = NETWORKS["global-minimum.orthogonal-residual.bottom"]
MOVE = NETWORKS["not-a-local-minimum.descent-curve.introduction"]


def loss_zero(X: Document, Y: Document, *weights: Document) -> Pair:
    """A global minimum of value 0, were the sizes allowed."""
    return ({"kind": "global-minimum", "objective": {"kind": "deep-linear-square-loss", "X": X, "Y": Y},
             "point": {"weights": list(weights)}, "value": "0"}, {"rule": "orthogonal-residual"})


MALFORMED: dict[str, str] = {
    # JSON
    "json.empty-file": "",
    "json.truncated": text(RANK)[:-20],
    "json.trailing-data": text(RANK) + "{}",
    "json.byte-order-mark": "\ufeff" + text(RANK),
    "json.single-quotes": text(RANK).replace('"', "'"),
    "json.comment": "// rank\n" + text(RANK),
    "json.control-character-in-a-string": text(but(RANK, {"kind": "ra\tnk"})).replace("\\t", "\t"),
    "json.brackets-nested-deeply": "[" * 20_000 + "]" * 20_000,
    # the document
    "document.null": "null\n",
    "document.list": "[" + text(RANK) + "]",
    "document.empty": "{}\n",
    "document.format-other": edited(RANK, lambda d: d.update(format="certificate")),
    "document.version-2": edited(RANK, lambda d: d.update(version=2)),
    "document.version-text": edited(RANK, lambda d: d.update(version="1")),
    "document.version-float": text(RANK).replace('"version": 1', '"version": 1.0'),
    "document.version-true": edited(RANK, lambda d: d.update(version=True)),
    "document.version-missing": edited(RANK, lambda d: d.pop("version")),
    "document.witness-missing": edited(RANK, lambda d: d.pop("witness")),
    "document.unknown-member": edited(RANK, lambda d: d.update(proof="trust me")),
    "document.claim-twice": twice(RANK, "claim", '{"kind": "rank"}'),
    "document.claim-null": edited(RANK, lambda d: d.update(claim=None)),
    "document.witness-list": edited(RANK, lambda d: d.update(witness=[d["witness"]])),
    "about.list": edited(RANK, lambda d: d.update(about=["title"])),
    "about.null": edited(RANK, lambda d: d.update(about=None)),
    "about.number": edited(RANK, lambda d: d.update(about={"year": 2020})),
    "about.title-twice": text(RANK).replace('"format"', '"about": {"title": "a", "title": "b"}, "format"', 1),
    # kinds, rules and members
    "claim.kind-unknown": text(but(RANK, {"kind": "determinant"})),
    "claim.kind-missing": text(but(RANK, {"kind": None})),
    "claim.kind-number": text(but(RANK, {"kind": 1})),
    "claim.kind-list": text(but(RANK, {"kind": ["rank"]})),
    "claim.kind-twice": twice(RANK, "kind", '"rank"'),
    "claim.rank-missing": text(but(RANK, {"rank": None})),
    "claim.rank-twice": twice(RANK, "rank", "2"),
    "claim.unknown-member": text(but(RANK, {"over": "Q"})),
    "claim.rate-unknown": text(but(LINEAR, {"rate": "cubic"})),
    "claim.codomain-unknown": text(but(REMARK, {"codomain": "rank-1"})),
    "claim.exists-number": text(but(ABSENT, {"exists": 0})),
    "claim.exists-null": text(but(ABSENT, {"exists": "false"})),
    "witness.rule-unknown": text(but(RANK, None, {"rule": "believe"})),
    "witness.rule-of-another-kind": text(but(RANK, None, {"rule": "congruence"})),
    "witness.rule-missing": text(but(RANK, None, {"rule": None})),
    "witness.null-space-missing": text(but(RANK, None, {"null-space": None})),
    "witness.null-space-twice": twice(RANK, "null-space", "null").replace('"rule": "null-space": null, ', '"rule": '),
    "witness.unknown-member": text(but(RANK, None, {"prime": 7})),
    "witness.modulus-1": text(({"kind": "rank", "matrix": M("0"), "rank": 1},
                               {"rule": "null-space", "null-space": O(1, 0), "modulus": 1})),
    "witness.modulus-0": text(but(RANK, None, {"modulus": 0})),
    "witness.modulus-negative": text(but(RANK, None, {"modulus": -7})),
    "witness.modulus-text": text(but(RANK, None, {"modulus": "7"})),
    "witness.optional-vector-null": text((LINEAR[0], {**LINEAR[1], "left-null-vector": None})),
    # rationals
    "rational.integer": entry(0),
    "rational.float": entry(0.5),
    "rational.null": entry(None),
    "rational.list": entry(["0"]),
    "rational.not-a-number": entry(float("nan")),
    "rational.infinity": entry(float("inf")),
    "rational.minus-infinity": entry(float("-inf")),
    "rational.empty": entry(""),
    "rational.minus": entry("-"),
    "rational.zero-denominator": entry("1/0"),
    "rational.zero-over-zero": entry("0/0"),
    "rational.not-in-lowest-terms": entry("2/4"),
    "rational.zero-over-two": entry("0/2"),
    "rational.minus-zero": entry("-0"),
    "rational.minus-zero-over-two": entry("-0/2"),
    "rational.over-one": entry("1/1"),
    "rational.zero-over-one": entry("0/1"),
    "rational.plus": entry("+1"),
    "rational.leading-zero": entry("01"),
    "rational.denominator-with-leading-zero": entry("1/02"),
    "rational.negative-denominator": entry("1/-2"),
    "rational.two-bars": entry("1/2/3"),
    "rational.space-before": entry(" 1"),
    "rational.space-after": entry("1 "),
    "rational.newline-after": entry("0\n"),
    "rational.underscore": entry("1_000"),
    "rational.exponent": entry("1e3"),
    "rational.decimal-point": entry("1.5"),
    "rational.hexadecimal": entry("0x10"),
    "rational.full-width-digit": entry("\uff11"),
    "rational.arabic-digit": entry("\u0661"),
    "rational.superscript-digit": entry("\u00b2"),
    "rational.minus-sign-of-typography": entry("\u22121"),
    "rational.lone-surrogate": entry("\ud800"),
    # counts
    "count.negative": text(but(RANK_0, {"rank": -1})),
    "count.minus-zero": text(but(RANK_0, {"rank": 77})).replace("77", "-0"),
    "count.float": text(but(RANK_0, {"rank": 0.0})),
    "count.text": text(but(RANK_0, {"rank": "0"})),
    "count.false": text(but(RANK_0, {"rank": False})),
    "count.null": text((RANK_0[0] | {"rank": None}, RANK_0[1])),
    "count.exponent": text(but(RANK_0, {"rank": 77})).replace("77", "0e0"),
    "count.31-digits": text(but(RANK_0, {"rank": 10**30})),
    # matrices
    "matrix.list": text(but(RANK_0, {"matrix": [["0"]]})),
    "matrix.null": text((RANK_0[0] | {"matrix": None}, RANK_0[1])),
    "matrix.shape-missing": edited(RANK_0, lambda d: d["claim"]["matrix"].pop("shape")),
    "matrix.entries-missing": edited(RANK_0, lambda d: d["claim"]["matrix"].pop("entries")),
    "matrix.unknown-member": edited(RANK_0, lambda d: d["claim"]["matrix"].update(den=1)),
    "matrix.shape-twice": twice(RANK_0, "shape", "[1, 1]"),
    "matrix.entries-twice": twice(RANK_0, "entries", "[]"),
    "matrix.shape-one-size": matrix([1], [["0"]]),
    "matrix.shape-three-sizes": matrix([1, 1, 1], [["0"]]),
    "matrix.shape-text": matrix("11", [["0"]]),
    "matrix.shape-negative": matrix([-1, 1], [["0"]]),
    "matrix.shape-true": matrix([True, 1], [["0"]]),
    "matrix.shape-float": matrix([1.0, 1], [["0"]]),
    "matrix.row-missing": matrix([2, 1], [["0"]]),
    "matrix.row-too-many": matrix([1, 1], [["0"], ["0"]]),
    "matrix.ragged": matrix([2, 1], [["0"], ["0", "0"]]),
    "matrix.row-too-short": matrix([2, 1], [["0"], []]),
    "matrix.row-text": matrix([1, 1], ["0"]),
    "matrix.row-null": matrix([1, 1], [None]),
    "matrix.entries-object": matrix([1, 1], {"0": ["0"]}),
    # sizes that the claims ask for
    "pair.sizes-do-not-chain": text(pair_ranks(M("1 0"), M("1"), [1, 1, 1], [M("0; 1"), O(1, 0), O(1, 0)])),
    "pair.no-rows": text(pair_ranks(O(0, 1), M("1"), [0, 1, 0], [I(1), O(1, 0), I(1)])),
    "pair.inner-size-0": text(pair_ranks(O(1, 0), O(0, 1), [0, 0, 0], [O(0, 0), I(1), I(1)])),
    "schur-complement.row-outside": text(but(CORNER, None, {"rows": [2]})),
    "schur-complement.column-outside": text(but(CORNER, None, {"columns": [2]})),
    "schur-complement.more-rows-than-columns": text(but(CORNER, None, {"rows": [0, 1]})),
    "schur-complement.negative-index": text(but(CORNER, None, {"rows": [-2]})),
    "equal-ranks.N2-missing": edited(EQUAL, lambda d: d["witness"].pop("N2")),
    "equal-ranks.with-vectors": text(but(EQUAL, None, {"left-null-vector": M("0; 1")})),
    "network.no-weights": text(loss_zero(M("1"), M("1"))),
    "network.weights-object": edited(CRITICAL, lambda d: d["claim"]["point"].update(weights={})),
    "network.sizes-do-not-chain": text(loss_zero(M("1"), M("0"), M("0 0"))),
    "network.width-0": text(loss_zero(M("1"), M("0"), O(0, 1), O(1, 0))),
    "network.Y-of-other-size": text(loss_zero(M("1"), M("0; 0"), M("0"))),
    "network.no-samples": text(loss_zero(O(1, 0), O(1, 0), M("0"))),
    "network.no-input": text(loss_zero(O(0, 1), M("0"), O(1, 0))),
    "network.objective-unknown": edited(CRITICAL, lambda d: d["claim"]["objective"].update(kind="cross-entropy")),
    "network.objective-kind-missing": edited(CRITICAL, lambda d: d["claim"]["objective"].pop("kind")),
    "network.objective-weighted": edited(CRITICAL, lambda d: d["claim"]["objective"].update(weights=M("1"))),
    "network.X-twice": twice(CRITICAL, "X", "null"),
    "gradient-entry.layer-0": text(claim("not-critical", network("1", "1", "2"), "gradient-entry", layer=0, row=0, column=0)),
    "gradient-entry.layer-outside": text(claim("not-critical", SLOPE, "gradient-entry", layer=2, row=0, column=0)),
    "gradient-entry.row-outside": text(claim("not-critical", SLOPE, "gradient-entry", layer=1, row=1, column=0)),
    "gradient-entry.column-outside": text(claim("not-critical", SLOPE, "gradient-entry", layer=1, row=0, column=1)),
    "better-point.other-depth": text(claim("not-a-global-minimum", SLOPE, "better-point", weights=[M("1"), M("1")])),
    "better-point.other-width": text(claim("not-a-global-minimum", SADDLE, "better-point", weights=[M("1; 0"), M("1 0")])),
    "descent-line.layer-missing": text(line(SADDLE, "1", 2, "-1")),
    "curve.layer-missing": edited(MOVE, lambda d: d["witness"]["curve"].pop()),
    "curve.matrix-of-other-size": text(but(taylor(SLOPE, "0 1", "1/2 -1 1/2"), {"curve": [{"0": M("0"), "1": M("1; 1")}]})),
    "curve.no-exponent-0": edited(MOVE, lambda d: d["witness"]["curve"][1].pop("0")),
    "curve.exponent-negative": edited(MOVE, lambda d: d["witness"]["curve"][1].update({"-1": M("1")})),
    "curve.exponent-with-leading-zero": text(MOVE).replace('"2": {', '"02": {'),
    "curve.exponent-rational": edited(MOVE, lambda d: d["witness"]["curve"][1].update({"1/2": M("1")})),
    "curve.exponent-full-width": edited(MOVE, lambda d: d["witness"]["curve"][1].update({"\uff12": M("1")})),
    "curve.exponent-10000": edited(MOVE, lambda d: d["witness"]["curve"][1].update({"10000": M("1")})),
    "curve.exponent-twice": twice(MOVE, "2", "null"),
    "curve.layer-list": edited(MOVE, lambda d: d["witness"].update(curve=[[M("1")]])),
    "curve.list-of-no-layers": edited(MOVE, lambda d: d["witness"].update(curve=[])),
    # forms and spectra
    "kernel-forms.order-2": text(but(CUBIC, {"forms": {"2": []}})),
    "kernel-forms.index-beyond-the-basis": text(but(CUBIC, {"forms": {"3": [["-1", [0, 1, 3]]]}})),
    "kernel-forms.order-empty": text(but(CUBIC, {"forms": {"": []}})),
    "kernel-forms.indices-not-sorted": text(but(CUBIC, {"forms": {"3": [["-1", [2, 1, 0]]]}})),
    "kernel-forms.index-negative": text(but(CUBIC, {"forms": {"3": [["-1", [-3, 1, 2]]]}})),
    "kernel-forms.term-of-three": text(but(CUBIC, {"forms": {"3": [["-1", [0, 1, 2], 0]]}})),
    "kernel-forms.term-of-one": text(but(CUBIC, {"forms": {"3": [["-1"]]}})),
    "kernel-forms.direction-short": text(forms(SADDLE, [[M("0")]], {})),
    "spectrum.interval-of-three": text(but(TWO_ROOTS, {"eigenvalues": [
        {"polynomial": ["2", "-3", "1"], "multiplicity": 1, "roots": [["1", "1", "1"], ["2", "2"]]}]})),
    "spectrum.interval-of-one": text(but(TWO_ROOTS, {"eigenvalues": [
        {"polynomial": ["2", "-3", "1"], "multiplicity": 1, "roots": [["1"], ["2"]]}]})),
    "spectrum.multiplicity-missing": edited(TWO_ROOTS, lambda d: d["claim"]["eigenvalues"][0].pop("multiplicity")),
    "spectrum.polynomial-twice": twice(TWO_ROOTS, "polynomial", "[]"),
    # bases and relations
    "bounded-basis.row-outside": text(but(TALL, {"rows": [2]})),
    "bounded-basis.row-twice": text(but(TALL, {"rows": [1, 1]})),
    "bounded-basis.row-negative": text(but(TALL, {"rows": [-1]})),
    "relations.none": text(relations(TURN)),
    "relations.matrix-not-given": text(relations(TURN, "U V = 0")),
    "relations.matrices-list": text(but(FACTORS, {"matrices": [M("1")]})),
    "relations.matrix-twice": twice(FACTORS, "B", "null"),
    "relations.name-with-a-space": text(but(FACTORS, {"matrices": {"the A": M("1"), **FACTORS[0]["matrices"]}})),
    "relations.name-of-a-transpose": text(but(FACTORS, {"matrices": {"A^T": M("1"), **FACTORS[0]["matrices"]}})),
    "relations.factor-number": edited(FACTORS, lambda d: d["claim"]["relations"][0]["terms"][0][1].append(1)),
    "relations.factor-transposed-twice": edited(FACTORS, lambda d: d["claim"]["relations"][1]["terms"][0][1].append("A^T^T")),
    "relations.no-terms": edited(FACTORS, lambda d: d["claim"]["relations"][0].update(terms=[])),
    "relations.term-without-factors": edited(FACTORS, lambda d: d["claim"]["relations"][0]["terms"].append(["1", []])),
    "relations.term-without-coefficient": edited(FACTORS, lambda d: d["claim"]["relations"][0]["terms"].append([["A"]])),
    "relations.comparison-unknown": edited(FACTORS, lambda d: d["claim"]["relations"][0].update(relation="at-least")),
    "relations.value-missing": edited(FACTORS, lambda d: d["claim"]["relations"][0].pop("value")),
    # images
    **{name: text(pair) for name, pair in corpus_images.MALFORMED.items()},
    "image.second-missing": edited(corpus_images.IMAGE, lambda d: d["witness"].pop("second")),
    # conjunctions
    "conjunction.no-parts": text(conjunction({})),
    "conjunction.witness-missing": edited(conjunction({}, RANK, RANK), lambda d: d["witness"]["witnesses"].pop()),
    "conjunction.witness-too-many": edited(conjunction({}, RANK), lambda d: d["witness"]["witnesses"].append(RANK[1])),
    "conjunction.nested": text(conjunction({}, conjunction({}, RANK))),
    "conjunction.part-null": edited(conjunction({}, RANK), lambda d: d["claim"].update(parts=[None])),
    "conjunction.shared-not-used": text(conjunction({"matrix": DIAGONAL}, CRITICAL)),
    "conjunction.shared-and-in-the-part": text(conjunction({"rank": 7}, RANK)),
    "conjunction.shared-null": text((conjunction({}, RANK)[0] | {"shared": None}, conjunction({}, RANK)[1])),
    "conjunction.shared-missing": text(but(conjunction({}, RANK), {"shared": None})),
    "conjunction.shared-read-in-two-ways": text(conjunction(
        {"basis": I(1)}, ({"kind": "null-space", "matrix": M("0")}, {"rule": "spanning"}),
        without(forms(BOTTOM, [], {}), "basis"))),
    "conjunction.rule-other": text(but(conjunction({}, RANK), None, {"rule": "any"})),
    "conjunction.part-member-twice": twice(conjunction({}, RANK), "rank", "2"),
    "conjunction.shared-member-twice": twice(conjunction(SADDLE, PART), "point", "null"),
}
