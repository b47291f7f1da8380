"""The corpus: claims about the multiplication of two matrices (locally open, not locally open, completion)."""

from __future__ import annotations

from corpus import Document, I, M, O, Pair, but


def is_open(rule: str, W1: Document, W2: Document, rate: str, u: Document | None = None, v: Document | None = None,
            **witness: object) -> Pair:
    vectors = {"left-null-vector": u, "right-null-vector": v}
    given = {key: value for key, value in vectors.items() if value is not None}
    return {"kind": "locally-open", "W1": W1, "W2": W2, "rate": rate}, {"rule": rule, **witness, **given}


def right(W1: Document, W2: Document, rate: str, E: Document, K0: Document, K1: Document,
          u: Document | None = None, v: Document | None = None) -> Pair:
    return is_open("right-inverse", W1, W2, rate, u, v, E=E, K0=K0, K1=K1)


def left(W1: Document, W2: Document, rate: str, E: Document, K0: Document, K1: Document,
         u: Document | None = None, v: Document | None = None) -> Pair:
    return is_open("left-inverse", W1, W2, rate, u, v, E=E, K0=K0, K1=K1)


def schur(W1: Document, W2: Document, rate: str, rows: list[int], columns: list[int], Q: Document, N: Document,
          u: Document | None = None, v: Document | None = None) -> Pair:
    return is_open("schur-complement", W1, W2, rate, u, v, rows=rows, columns=columns, coefficients=Q, **{"null-space": N})


def equal_ranks(W1: Document, W2: Document, rate: str, N1: Document, N2: Document) -> Pair:
    return is_open("equal-ranks", W1, W2, rate, N1=N1, N2=N2)


def not_open(W1: Document, W2: Document, N: Document, U: Document, V: Document, *, S: Document | None = None,
             KS: Document | None = None, T: Document | None = None, KT: Document | None = None) -> Pair:
    """``S``, ``KS`` and ``T``, ``KT`` are empty unless given."""
    m, k, n = W1["shape"][0], W1["shape"][1], W2["shape"][1]
    return ({"kind": "not-locally-open", "W1": W1, "W2": W2, "codomain": "range"},
            {"rule": "rank-obstruction", "S": S or O(n, 0), "KS": KS or O(0, k), "T": T or O(m, 0), "KT": KT or O(k, 0),
             "U": U, "V": V, "null-space": N})


def excess(W1: Document, W2: Document, U: Document, V: Document, codomain: str = "all-matrices") -> Pair:
    return {"kind": "not-locally-open", "W1": W1, "W2": W2, "codomain": codomain}, {"rule": "rank-excess", "U": U, "V": V}


def completed(W1: Document, W2: Document, side: str, target: str, exists: bool, **witness: Document) -> Pair:
    rule = "completion" if "D" in witness else "rank-bound"
    return ({"kind": "completion", "W1": W1, "W2": W2, "side": side, "target": target, "exists": exists},
            {"rule": rule, **witness})


zero, one = M("0"), M("1")
E1, E2 = M("1; 0"), M("0; 1")
ZERO = right(zero, zero, "quadratic", one, zero, one, one, one)
LINEAR = right(M("1 0"), M("1; 1"), "linear", O(1, 2), E1, O(2, 1))
LEFT = left(zero, zero, "quadratic", one, zero, one, one, one)
CORNER = schur(M("1 0; 0 0"), M("1 0; 0 0"), "quadratic", [0], [0], M("1 0"), E2, E2, E2)
EQUAL = equal_ranks(M("1 0; 0 0"), M("1 0; 0 0"), "quadratic", E2, E2)
REMARK = not_open(M("1; 1"), M("0 0"), I(2), M("1; -1"), E1, T=M("1; 1"), KT=M("1/2"))
FLAT = not_open(M("1 0; 0 0"), M("1 0 0; 0 1 0"), M("0 0; 1 0; 0 1"), E2, M("0; 0; 1"), S=M("0; 1; 0"), KS=M("0 1"))

VALID: dict[str, Pair] = {
    "locally-open.right-inverse.zero": ZERO,
    "locally-open.right-inverse.full-row-rank": LINEAR,
    "locally-open.right-inverse.created-row": right(
        M("1 0; 0 0"), M("1 0; 0 0"), "quadratic", M("0 0; 0 1"), M("1 0; 0 0"), M("0 0; 0 1"), E2, E2),
    "locally-open.left-inverse.zero": LEFT,
    "locally-open.left-inverse.full-column-rank": left(M("1 1"), M("1; 0"), "linear", O(2, 1), M("1 0"), O(1, 2)),
    "locally-open.left-inverse.wide": left(M("0 0; 0 0; 0 0"), M("1 0; 0 1"), "linear", O(2, 2), I(2), O(2, 2)),
    "locally-open.schur-complement.corner": CORNER,
    "locally-open.schur-complement.narrow": schur(
        M("1 0; 1 0; 0 0"), M("1 2 0; 0 0 0"), "quadratic", [1], [0], M("1 2 0"), E2, M("0; 0; 1"), M("2; -1; 0")),
    "locally-open.schur-complement.zero": schur(O(2, 1), O(1, 2), "quadratic", [], [], O(0, 2), one, E1, E2),
    "locally-open.schur-complement.full-rank": schur(M("1; 2"), M("3 4"), "linear", [0], [1], M("3/4 1"), O(1, 0)),
    "locally-open.equal-ranks.corner": EQUAL,
    "locally-open.equal-ranks.zero": equal_ranks(O(2, 1), O(1, 2), "quadratic", one, I(2)),
    "locally-open.equal-ranks.inner-size": equal_ranks(M("1; 2"), M("3 4"), "linear", O(1, 0), M("4; -3")),
    "locally-open.equal-ranks.rows": equal_ranks(M("1 0"), M("1 2; 0 0"), "linear", E2, M("2; -1")),
    "locally-open.equal-ranks.columns": equal_ranks(M("1 0; 3 0"), E1, "linear", E2, O(1, 0)),
    "not-locally-open.rank-obstruction.remark-1": REMARK,
    "not-locally-open.rank-obstruction.flat": FLAT,
    "not-locally-open.rank-obstruction.equal-ranks": not_open(
        M("1 0; 0 0; 0 0"), M("0 0 0; 1 0 0"), I(3), M("0; 1; 0"), M("0; 1; 0"),
        S=M("1; 0; 0"), KS=M("0 1"), T=M("1; 0; 0"), KT=M("1; 0")),
    "not-locally-open.rank-excess.narrow": excess(M("1; 0"), M("1 0"), E2, E2),
    "completion.completion.left": completed(M("1 0; 0 0"), M("1; 0"), "left", "full-row-rank", True, D=M("0 0; 0 1")),
    "completion.completion.right": completed(M("1 0"), M("1 0; 0 0"), "right", "full-column-rank", True, D=M("0 0; 0 1")),
    "completion.rank-bound.right": completed(M("1; 1"), M("0 0"), "right", "full-row-rank", False, S=M("1; 1")),
    "completion.rank-bound.left": completed(M("1 0"), M("0; 1"), "left", "full-column-rank", False, S=one),
    "completion.rank-bound.sizes": completed(M("1 0"), E1, "left", "full-column-rank", False, S=O(1, 0)),
}

INVALID: dict[str, Pair] = {
    # rates
    "locally-open.right-inverse.linear-but-E-not-zero": right(zero, zero, "linear", one, zero, one),
    "locally-open.right-inverse.linear-with-vectors": right(one, zero, "linear", zero, one, zero, one, one),
    "locally-open.right-inverse.quadratic-without-vectors": right(zero, zero, "quadratic", one, zero, one),
    "locally-open.right-inverse.u-zero": right(zero, zero, "quadratic", one, zero, one, zero, one),
    "locally-open.right-inverse.v-zero": right(zero, zero, "quadratic", one, zero, one, one, zero),
    "locally-open.right-inverse.u-two-columns": right(zero, zero, "quadratic", one, zero, one, M("1 1"), one),
    "locally-open.right-inverse.u-W1-not-zero": right(one, zero, "quadratic", zero, one, zero, one, one),
    "locally-open.left-inverse.W2-v-not-zero": left(zero, one, "quadratic", zero, one, zero, one, one),
    "locally-open.left-inverse.linear-but-E-not-zero": left(zero, zero, "linear", one, zero, one),
    # inverses
    "locally-open.right-inverse.E-W2-not-zero": right(zero, M("1 0"), "quadratic", one, zero, one, one, E2),
    "locally-open.right-inverse.W1-K1-not-zero": right(one, zero, "linear", zero, one, one),
    "locally-open.right-inverse.E-K0-not-zero": right(zero, zero, "quadratic", one, one, one, one, one),
    "locally-open.right-inverse.remark-1-no-identity": right(M("1; 1"), M("0 0"), "linear", O(2, 1), M("1 0"), O(1, 2)),
    "locally-open.right-inverse.E-of-other-size": right(zero, zero, "quadratic", M("1 1"), zero, one, one, one),
    "locally-open.right-inverse.K1-of-other-size": right(one, zero, "linear", zero, one, O(1, 2)),
    "locally-open.left-inverse.W1-E-not-zero": left(E1, zero, "quadratic", one, zero, one, E2, one),
    "locally-open.left-inverse.K1-W2-not-zero": left(zero, one, "linear", zero, one, one),
    "locally-open.left-inverse.K0-E-not-zero": left(zero, zero, "quadratic", one, one, one, one, one),
    "locally-open.left-inverse.no-identity": left(O(2, 1), M("1 1"), "linear", O(1, 2), E1, O(2, 1)),
    # Schur complement
    "locally-open.schur-complement.W2-not-P-Q": but(CORNER, {"W2": M("1 1; 0 0")}, {"right-null-vector": M("1; -1")}),
    "locally-open.schur-complement.W1-N-not-zero": but(CORNER, {"W1": M("1 1; 0 0")}),
    "locally-open.schur-complement.N-missing": but(CORNER, None, {"null-space": O(2, 0)}),
    "locally-open.schur-complement.N-zero": but(CORNER, None, {"null-space": O(2, 1)}),
    "locally-open.schur-complement.singular-block": but(CORNER, None, {"rows": [1]}),
    "locally-open.schur-complement.quadratic-at-full-rank": schur(E1, M("1 0"), "quadratic", [0], [0], M("1 0"), O(1, 0), E2, E2),
    "locally-open.schur-complement.linear-below-full-rank": schur(M("1 0; 0 0"), M("1 0; 0 0"), "linear", [0], [0], M("1 0"), E2),
    "locally-open.schur-complement.repeated-rows": schur(
I(2), I(2), "linear", [0, 0], [0, 1], I(2), O(2, 0)),
    # equal ranks
    "locally-open.equal-ranks.W1-N1-not-zero": but(EQUAL, {"W1": I(2)}),
    "locally-open.equal-ranks.W2-N2-not-zero": but(EQUAL, {"W2": I(2)}),
    "locally-open.equal-ranks.N1-dependent": but(EQUAL, {"W1": I(2)}, {"N1": O(2, 1)}),
    "locally-open.equal-ranks.N2-dependent": but(EQUAL, {"W2": I(2)}, {"N2": O(2, 1)}),
    "locally-open.equal-ranks.different-ranks": equal_ranks(O(2, 1), M("1 1"), "quadratic", one, M("1; -1")),
    "locally-open.equal-ranks.product-of-smaller-rank": but(EQUAL, {"W2": M("0 0; 1 0")}),
    "locally-open.equal-ranks.linear-below-full-rank": but(EQUAL, {"rate": "linear"}),
    "locally-open.equal-ranks.quadratic-at-full-rank": equal_ranks(E1, M("1 0"), "quadratic", O(1, 0), E2),
    "locally-open.equal-ranks.N1-of-other-size": but(EQUAL, None, {"N1": one}),
    # obstruction
    "not-locally-open.rank-obstruction.Z-S-not-zero": not_open(one, one, O(1, 0), O(1, 0), O(1, 0), S=one, KS=one),
    "not-locally-open.rank-obstruction.KS-W2-S-not-identity": not_open(zero, M("0 0"), I(2), one, E2, S=E1, KS=one),
    "not-locally-open.rank-obstruction.T-Z-not-zero": not_open(one, one, O(1, 0), O(1, 0), O(1, 0), T=one, KT=one),
    "not-locally-open.rank-obstruction.T-W1-KT-not-identity": not_open(O(2, 1), zero, one, E2, one, T=E1, KT=one),
    "not-locally-open.rank-obstruction.V-missing": but(REMARK, None, {"V": O(2, 0)}),
    "not-locally-open.rank-obstruction.U-dependent": not_open(one, zero, one, zero, one, T=one, KT=one),
    "not-locally-open.rank-obstruction.V-dependent": not_open(zero, one, one, one, zero, S=one, KS=one),
    "not-locally-open.rank-obstruction.U-Z-not-zero": but(FLAT, None, {"U": E1}),
    "not-locally-open.rank-obstruction.Z-V-not-zero": not_open(
        M("1 0; 0 1; 0 0"), M("1 0; 0 0"), E2, M("0; 0; 1"), E1, T=M("0; 1; 0"), KT=E2),
    "not-locally-open.rank-obstruction.T-U-not-zero": not_open(one, zero, one, one, one, T=one, KT=one),
    "not-locally-open.rank-obstruction.V-S-not-zero": not_open(zero, one, one, one, one, S=one, KS=one),
    "not-locally-open.rank-obstruction.rank-not-above-the-bound": not_open(one, one, O(1, 0), O(1, 0), O(1, 0)),
    "not-locally-open.rank-obstruction.outside-the-range": not_open(E1, M("1 0"), E2, E2, E2),
    "not-locally-open.rank-obstruction.other-codomain": but(REMARK, {"codomain": "all-matrices"}),
    "not-locally-open.rank-obstruction.null-space-too-small": but(REMARK, None, {"null-space": E1}),
    "not-locally-open.rank-excess.rank-within-k": excess(one, one, O(1, 0), O(1, 0)),
    "not-locally-open.rank-excess.U-zero": excess(E1, M("1 0"), O(2, 1), E2),
    "not-locally-open.rank-excess.other-codomain": excess(E1, M("1 0"), E2, E2, "range"),
    # completion
    "completion.completion.D-W2-not-zero": completed(zero, one, "left", "full-row-rank", True, D=one),
    "completion.completion.W1-D-not-zero": completed(one, zero, "right", "full-row-rank", True, D=one),
    "completion.completion.not-full-rank": completed(zero, zero, "left", "full-row-rank", True, D=zero),
    "completion.completion.absence-claimed": completed(zero, zero, "left", "full-row-rank", False, D=one),
    "completion.completion.D-of-other-size": completed(O(2, 1), one, "left", "full-column-rank", True, D=zero),
    "completion.rank-bound.Z-S-not-zero": completed(one, one, "left", "full-row-rank", False, S=one),
    "completion.rank-bound.W2-S-dependent": completed(one, zero, "left", "full-row-rank", False, S=one),
    "completion.rank-bound.S-W1-dependent": completed(zero, one, "right", "full-row-rank", False, S=one),
    "completion.rank-bound.target-within-the-bound": completed(one, one, "left", "full-row-rank", False, S=O(1, 0)),
    "completion.rank-bound.existence-claimed": completed(zero, one, "left", "full-row-rank", True, S=one),
}
