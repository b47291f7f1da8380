"""The corpus: claims about deep linear networks. Most are one number per layer, so that a person can redo them."""

from __future__ import annotations

from corpus import Document, I, M, O, Pair, but, network
from corpus_matrices import conjunction, eigenvalue, without

NETWORK = ("objective", "point")
#: f = 1/2 (w - 1)^2, at w = 0, at its minimum w = 1, and 1/2 (w v - 1)^2, 1/2 (u w v - 1)^2 at 0.
SLOPE, BOTTOM = network("1", "1", "0"), network("1", "1", "1")
SADDLE, FLAT = network("1", "1", "0", "0"), network("1", "1", "0", "0", "0")
one, empty = M("1"), O(0, 0)


def curve(text: str) -> list[Document]:
    """``"0 1 | 0 0 1"``: per layer (all 1 x 1) the coefficients of 1, t, t^2, ..."""
    return [{str(j): M(c) for j, c in enumerate(layer.split()) if c != "0" or not j} for layer in text.split("|")]


def numbers(text: str) -> list[Document]:
    """Layers of size 1 x 1."""
    return [M(c) for c in text.split()]


def claim(kind: str, net: Document, rule: str, more: Document | None = None, **witness: object) -> Pair:
    return {"kind": kind, **net, **(more or {})}, {"rule": rule, **{key.replace("_", "-"): value for key, value in witness.items()}}


def inertia(net: Document, counts: tuple[int, int, int], S: Document, N: Document) -> Pair:
    return claim("hessian-inertia", net, "congruence", dict(zip(("positive", "negative", "zero"), counts, strict=True)),
                 congruence=S, null_space=N)


def taylor(net: Document, path: str, coefficients: str) -> Pair:
    return claim("taylor-expansion", net, "expansion", {"curve": curve(path), "coefficients": coefficients.split()})


def forms(net: Document, basis: list[list[Document]], listed: Document) -> Pair:
    return claim("kernel-forms", net, "expansion", {"basis": basis, "forms": listed})


def moved(kind: str, rule: str, net: Document, path: str, order: int, coefficient: str) -> Pair:
    return claim(kind, net, rule, curve=curve(path), order=order, coefficient=coefficient)


def descent(net: Document, path: str, order: int, coefficient: str) -> Pair:
    return moved("not-a-local-minimum", "descent-curve", net, path, order, coefficient)


def ascent(net: Document, path: str, order: int, coefficient: str) -> Pair:
    return moved("not-a-local-maximum", "ascent-curve", net, path, order, coefficient)


def line(net: Document, direction: str, order: int, coefficient: str) -> Pair:
    return claim("not-a-line-minimum", net, "descent-line", direction=numbers(direction), order=order, coefficient=coefficient)


def curvature(net: Document, direction: str, coefficient: str) -> Pair:
    return claim("second-order-saddle", net, "negative-curvature", direction=numbers(direction), coefficient=coefficient)


def line_minimum(net: Document, S: Document, N: Document) -> Pair:
    return claim("line-minimum", net, "half-square", congruence=S, null_space=N)


def higher(net: Document, S: Document, N: Document, down: tuple[str, int, str], up: tuple[str, int, str]) -> Pair:
    curves = [{"curve": curve(path), "order": order, "coefficient": coefficient} for path, order, coefficient in (down, up)]
    return claim("higher-order-saddle", net, "semidefinite-with-curves", congruence=S, null_space=N,
                 descent=curves[0], ascent=curves[1])


def eckart_young(Y: str, W1: str, W2: str, value: str, C: str, U: Document, B: Document, N: Document,
                 S: Document, K: Document) -> Pair:
    """Widths 2, 1, 2 and X = I."""
    return claim("global-minimum", network("1 0; 0 1", Y, W1, W2), "eckart-young", {"value": value},
                 C=M(C), U=U, B=B, N=N, congruence=S, null_space=K)


E1, E2, ONES = M("1; 0"), M("0; 1"), M("1; 1")
D21 = "2 0; 0 1"
BEST = eckart_young(D21, "2 0", "1; 0", "1/2", D21, E1, M("2 0"), E2, one, O(1, 0))
CUBE = [numbers(direction) for direction in ("1 0 0", "0 1 0", "0 0 1")]
CUBIC = forms(FLAT, CUBE, {"3": [["-1", [0, 1, 2]]], "4": [], "6": [["1/2", [0, 0, 1, 1, 2, 2]]]})
HIGHER = higher(FLAT, O(3, 0), I(3), ("0 1 | 0 1 | 0 1", 3, "-1"), ("0 1 | 0 1 | 0 -1", 3, "1"))
#: The introduction's example: widths 2, 1, 1, 2, Y = E_22; a minimum along every line, and no local minimum.
INTRODUCTION = network("1 0; 0 1", "0 0; 0 1", "1 0", "0", "1; 0")
ESCAPE = [{"0": M("1 0"), "1": M("0 1")}, {"0": M("0"), "2": one}, {"0": E1, "1": E2}]
DOWN = claim("not-a-local-minimum", INTRODUCTION, "descent-curve", curve=ESCAPE, order=4, coefficient="-1/2")

VALID: dict[str, Pair] = {
    "critical-point.gradient.saddle": claim("critical-point", SADDLE, "gradient"),
    "critical-point.gradient.introduction": claim("critical-point", INTRODUCTION, "gradient"),
    "not-critical.gradient-entry.slope": claim("not-critical", SLOPE, "gradient-entry", layer=1, row=0, column=0),
    "hessian-inertia.congruence.saddle": inertia(SADDLE, (1, 1, 0), M("1 1; 1 -1"), O(2, 0)),
    "hessian-spectrum.cyclic-vectors.saddle": claim(
        "hessian-spectrum", SADDLE, "cyclic-vectors", {"eigenvalues": [eigenvalue("-1 0 1", 1, "-1 -1", "1 1")]}, vectors=[E1]),
    "taylor-expansion.expansion.saddle": taylor(SADDLE, "0 1 | 0 1", "1/2 0 -1 0 1/2"),
    "taylor-expansion.expansion.constant": taylor(SADDLE, "0 1 | 0", "1/2"),
    "taylor-expansion.expansion.zero": taylor(BOTTOM, "1", "0"),
    "kernel-forms.expansion.cubic": CUBIC,
    "kernel-forms.expansion.cubic-of-a-quartic": forms(network("1", "1", *"0000"), [
        numbers(direction) for direction in ("1 0 0 0", "0 1 0 0", "0 0 1 0", "0 0 0 1")], {"3": []}),
    "kernel-forms.expansion.no-kernel": forms(SADDLE, [], {"3": []}),
    "line-minimum.half-square.bottom": line_minimum(BOTTOM, one, O(1, 0)),
    "line-minimum.half-square.introduction": line_minimum(
        INTRODUCTION, M("0; 0; 1; 0; 0"), M("1 0 0 0; 0 1 0 0; 0 0 0 0; 0 0 1 0; 0 0 0 1")),
    "not-a-line-minimum.descent-line.cube": line(FLAT, "1 1 1", 3, "-1"),
    "second-order-saddle.negative-curvature.saddle": curvature(SADDLE, "1 1", "-1"),
    "higher-order-saddle.semidefinite-with-curves.cube": HIGHER,
    "not-a-local-minimum.descent-curve.saddle": descent(SADDLE, "0 1 | 0 0 1", 3, "-1"),
    "not-a-local-minimum.descent-curve.introduction": DOWN,
    "not-a-local-maximum.ascent-curve.bottom": ascent(BOTTOM, "1 1", 2, "1/2"),
    "global-minimum.orthogonal-residual.bottom": claim("global-minimum", BOTTOM, "orthogonal-residual", {"value": "0"}),
    "global-minimum.orthogonal-residual.no-fit": claim(
        "global-minimum", network("1 0", "2 3", "2"), "orthogonal-residual", {"value": "9/2"}),
    "global-minimum.eckart-young.diagonal": BEST,
    "global-minimum.eckart-young.equal-singular-values": eckart_young(
        "1 0; 0 1", "1 1", "1/2; 1/2", "1/2", "1 0; 0 1", ONES, M("1/2 1/2"), M("1; -1"), O(1, 0), one),
    "not-a-global-minimum.better-point.saddle": claim("not-a-global-minimum", SADDLE, "better-point", weights=[one, M("1/2")]),
    "conjunction.all.shared-network": conjunction(
        SADDLE, without(claim("critical-point", SADDLE, "gradient"), *NETWORK), without(curvature(SADDLE, "1 1", "-1"), *NETWORK),
        without(descent(SADDLE, "0 1 | 0 1", 2, "-1"), *NETWORK)),
}

INVALID: dict[str, Pair] = {
    # derivatives
    "critical-point.gradient.not-critical": claim("critical-point", SLOPE, "gradient"),
    "critical-point.gradient.second-layer-only": claim("critical-point", network("1", "1", "1", "0"), "gradient"),
    "not-critical.gradient-entry.entry-is-zero": claim("not-critical", BOTTOM, "gradient-entry", layer=1, row=0, column=0),
    "hessian-inertia.congruence.other-signs": inertia(SADDLE, (2, 0, 0), M("1 1; 1 -1"), O(2, 0)),
    "hessian-spectrum.cyclic-vectors.no-such-root": claim(
        "hessian-spectrum", SADDLE, "cyclic-vectors", {"eigenvalues": [eigenvalue("-1 0 1", 1, "-1 -1", "2 2")]}, vectors=[E1]),
    # expansions
    "taylor-expansion.expansion.starts-elsewhere": taylor(SADDLE, "1 1 | 1", "0 0 1/2"),
    "taylor-expansion.expansion.other-coefficient": taylor(SADDLE, "0 1 | 0 1", "1/2 0 1 0 1/2"),
    "taylor-expansion.expansion.ends-in-zero": taylor(SADDLE, "0 1 | 0 1", "1/2 0 -1 0 1/2 0"),
    "taylor-expansion.expansion.no-coefficients": taylor(BOTTOM, "1", ""),
    "kernel-forms.expansion.other-coefficient": but(CUBIC, {"forms": {"3": [["1", [0, 1, 2]]]}}),
    "kernel-forms.expansion.term-missing": but(CUBIC, {"forms": {"3": []}}),
    "kernel-forms.expansion.monomial-twice": but(CUBIC, {"forms": {"3": [["1", [0, 1, 2]], ["-1", [0, 1, 2]]]}}),
    "kernel-forms.expansion.term-of-another-order": but(CUBIC, {"forms": {"4": [["-1", [0, 1, 2]]]}}),
    "kernel-forms.expansion.zero-term": but(CUBIC, {"forms": {"4": [["0", [0, 0, 0, 0]]]}}),
    "kernel-forms.expansion.basis-too-small": forms(FLAT, CUBE[:2], {"3": []}),
    "kernel-forms.expansion.basis-dependent": forms(SADDLE, [[M("0"), M("0")]], {}),
    # lines and saddles
    "line-minimum.half-square.not-critical": line_minimum(SLOPE, one, O(1, 0)),
    "line-minimum.half-square.negative-eigenvalue": line_minimum(SADDLE, M("1 1; 1 -1"), O(2, 0)),
    "line-minimum.half-square.residual-moves": line_minimum(FLAT, O(3, 0), I(3)),
    "not-a-line-minimum.descent-line.bottom": line(BOTTOM, "1", 2, "1/2"),
    "not-a-line-minimum.descent-line.no-movement": line(FLAT, "1 1 0", 3, "-1"),
    "second-order-saddle.negative-curvature.not-critical": curvature(network("1", "1", "0", "1/4"), "1 1", "-15/32"),
    "second-order-saddle.negative-curvature.other-coefficient": curvature(BOTTOM, "1", "-1"),
    "second-order-saddle.negative-curvature.positive": curvature(BOTTOM, "1", "1/2"),
    "higher-order-saddle.semidefinite-with-curves.not-critical": higher(
        SLOPE, one, O(1, 0), ("0 1", 1, "-1"), ("0 -1", 1, "1")),
    "higher-order-saddle.semidefinite-with-curves.negative-eigenvalue": higher(
        SADDLE, M("1 1; 1 -1"), O(2, 0), ("0 1 | 0 1", 2, "-1"), ("0 1 | 0 -1", 2, "1")),
    "higher-order-saddle.semidefinite-with-curves.no-descent": higher(
        BOTTOM, one, O(1, 0), ("1 1", 2, "1/2"), ("1 1", 2, "1/2")),
    "higher-order-saddle.semidefinite-with-curves.no-ascent": but(
        HIGHER, None, {"ascent": {"curve": curve("0 1 | 0 1 | 0 1"), "order": 3, "coefficient": "-1"}}),
    # curves
    "not-a-local-minimum.descent-curve.higher-order": descent(BOTTOM, "1 1 -1", 3, "-1"),
    "not-a-local-minimum.descent-curve.other-coefficient": descent(SLOPE, "0 1", 1, "-2"),
    "not-a-local-minimum.descent-curve.upwards": descent(BOTTOM, "1 1", 2, "1/2"),
    "not-a-local-minimum.descent-curve.constant": descent(BOTTOM, "1", 0, "-1"),
    "not-a-local-minimum.descent-curve.starts-elsewhere": descent(BOTTOM, "0 1", 1, "-1"),
    "not-a-local-maximum.ascent-curve.downwards": ascent(SLOPE, "0 1", 1, "-1"),
    "not-a-local-maximum.ascent-curve.constant-term-only": ascent(SADDLE, "0 1 | 0", 0, "1/2"),
    # global minima
    "global-minimum.orthogonal-residual.residual-not-orthogonal": claim(
        "global-minimum", SADDLE, "orthogonal-residual", {"value": "1/2"}),
    "global-minimum.orthogonal-residual.other-value": claim("global-minimum", BOTTOM, "orthogonal-residual", {"value": "-1"}),
    "global-minimum.eckart-young.C-X-no-projection": eckart_young(
        "2 0; 0 3", "2 0", "1; 0", "9/2", "2 0; 0 0", E1, M("2 0"), E2, one, O(1, 0)),
    "global-minimum.eckart-young.P-X-not-U-B": eckart_young(D21, "2 0", "1; 1", "5/2", D21, E1, M("2 0"), E2, one, O(1, 0)),
    "global-minimum.eckart-young.P-X-no-projection": eckart_young(D21, "3 0", "1; 0", "1", D21, E1, M("3 0"), E2, one, O(1, 0)),
    "global-minimum.eckart-young.U-too-small": eckart_young(D21, "0 0", "1; 0", "5/2", D21, O(2, 0), O(0, 2), I(2), empty, empty),
    "global-minimum.eckart-young.N-too-small": eckart_young(D21, "0 1", "0; 1", "2", D21, E2, M("0 1"), O(2, 0), empty, empty),
    "global-minimum.eckart-young.U-dependent": eckart_young(D21, "0 0", "1; 0", "5/2", D21, O(2, 1), O(1, 2), E1, O(1, 0), one),
    "global-minimum.eckart-young.N-dependent": eckart_young(D21, "0 1", "0; 1", "2", D21, E2, M("0 1"), O(2, 1), O(1, 0), one),
    "global-minimum.eckart-young.N-U-not-zero": eckart_young(
        D21, "1 1/2", "1; 1", "5/4", D21, ONES, M("1 1/2"), M("1; -4"), one, O(1, 0)),
    "global-minimum.eckart-young.U-not-invariant": eckart_young(
        D21, "1 1/2", "1; 1", "5/4", D21, ONES, M("1 1/2"), M("1; -1"), O(1, 0), one),
    "global-minimum.eckart-young.second-singular-vector": eckart_young(
        D21, "0 1", "0; 1", "2", D21, E2, M("0 1"), E1, one, O(1, 0)),
    "global-minimum.eckart-young.other-value": but(BEST, {"value": "0"}),
    "not-a-global-minimum.better-point.equal": claim("not-a-global-minimum", SADDLE, "better-point", weights=[M("0"), one]),
    "conjunction.all.shared-network-one-part-false": conjunction(
        SADDLE, without(claim("critical-point", SADDLE, "gradient"), *NETWORK), without(curvature(SADDLE, "1 1", "1"), *NETWORK)),
}
