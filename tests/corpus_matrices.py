"""The corpus: claims about matrices (rank, null space, intersection, pair ranks, inertia, spectrum) and conjunctions."""

from __future__ import annotations

from typing import Any

from corpus import Document, I, M, O, Pair, but


def rank(matrix: Document, number: int, null_space: Document, **more: Any) -> Pair:
    return {"kind": "rank", "matrix": matrix, "rank": number}, {"rule": "null-space", "null-space": null_space, **more}


def null_space(matrix: Document, basis: Document) -> Pair:
    return {"kind": "null-space", "matrix": matrix, "basis": basis}, {"rule": "spanning"}


def meet(A: Document, B: Document, dimension: int, coefficients: Document, null_space: Document) -> Pair:
    return ({"kind": "subspace-intersection", "A": A, "B": B, "dimension": dimension},
            {"rule": "basis", "coefficients": coefficients, "null-space": null_space})


def pair_ranks(W1: Document, W2: Document, ranks: list[int], null_spaces: list[Document]) -> Pair:
    return {"kind": "pair-ranks", "W1": W1, "W2": W2, "ranks": ranks}, {"rule": "null-spaces", "null-spaces": null_spaces}


def inertia(matrix: Document, counts: tuple[int, int, int], congruence: Document, null_space: Document) -> Pair:
    return ({"kind": "inertia", "matrix": matrix, **dict(zip(("positive", "negative", "zero"), counts, strict=True))},
            {"rule": "congruence", "congruence": congruence, "null-space": null_space})


def eigenvalue(polynomial: str, multiplicity: int, *roots: str) -> Document:
    return {"polynomial": polynomial.split(), "multiplicity": multiplicity, "roots": [root.split() for root in roots]}


def spectrum(matrix: Document, eigenvalues: list[Document], vectors: list[Document]) -> Pair:
    return {"kind": "spectrum", "matrix": matrix, "eigenvalues": eigenvalues}, {"rule": "cyclic-vectors", "vectors": vectors}


def conjunction(shared: Document, *pairs: Pair) -> Pair:
    return ({"kind": "conjunction", "shared": shared, "parts": [claim for claim, _ in pairs]},
            {"rule": "all", "witnesses": [witness for _, witness in pairs]})


def without(pair: Pair, *names: str) -> Pair:
    """A part whose claim members ``names`` are shared."""
    return but(pair, dict.fromkeys(names))


E1, E2 = M("1; 0"), M("0; 1")
ROW, DIAGONAL, GOLDEN = M("1 1"), M("1 0; 0 2"), M("1 1; 1 0")
RANK = rank(M("1 -2/3; 3 -2"), 1, M("2; 3"))
MEET = meet(M("1 0"), I(2), 1, E2, O(2, 0))
INERTIA = inertia(M("1 2 0; 2 1 0; 0 0 0"), (1, 1, 1), M("1 1; 1 -1; 0 0"), M("0; 0; 1"))
TWO_ROOTS = spectrum(DIAGONAL, [eigenvalue("2 -3 1", 1, "1 1", "3/2 5/2")], [M("1; 1")])

VALID: dict[str, Pair] = {
    "rank.null-space.two-by-two": RANK,
    "rank.null-space.composite-modulus": rank(M("1 1; 1 144"), 2, O(2, 0), modulus=6),
    "rank.null-space.singular-modulo-13": rank(M("1 1; 1 14"), 2, O(2, 0)),
    "rank.null-space.singular-modulo-11-and-13": rank(M("1 1; 1 144"), 2, O(2, 0)),
    "rank.null-space.no-rows": rank(O(0, 2), 0, I(2)),
    "rank.null-space.no-columns": rank(O(2, 0), 0, O(0, 0)),
    "null-space.spanning.plane": null_space(M("1 1 1"), M("1 0; -1 1; 0 -1")),
    "null-space.spanning.trivial": null_space(M("1 2; 3 4"), O(2, 0)),
    "subspace-intersection.basis.line": MEET,
    "subspace-intersection.basis.larger": meet(I(4), I(4), 0, O(4, 0), O(4, 0)),
    "subspace-intersection.basis.trivial": meet(I(2), M("1 1; 1 1"), 0, O(2, 0), M("1; -1")),
    "pair-ranks.null-spaces.remark-1": pair_ranks(M("1; 1"), M("0 0"), [1, 0, 0], [O(1, 0), I(2), I(2)]),
    "inertia.congruence.one-of-each": INERTIA,
    "inertia.congruence.empty": inertia(O(0, 0), (0, 0, 0), O(0, 0), O(0, 0)),
    "spectrum.cyclic-vectors.golden-ratio": spectrum(GOLDEN, [eigenvalue("-1 -1 1", 1, "-1 0", "3/2 2")], [E1]),
    "spectrum.cyclic-vectors.two-roots": TWO_ROOTS,
    "spectrum.cyclic-vectors.multiplicity-2": spectrum(M("3 0; 0 3"), [eigenvalue("-3 1", 2, "3 3")], [I(2)]),
    "conjunction.all.shared-matrix": conjunction(
        {"matrix": DIAGONAL}, without(rank(DIAGONAL, 2, O(2, 0)), "matrix"),
        without(inertia(DIAGONAL, (2, 0, 0), I(2), O(2, 0)), "matrix")),
    "conjunction.all.nothing-shared": conjunction({}, RANK),
}

INVALID: dict[str, Pair] = {
    # the rank tool
    "rank.null-space.A-N-not-zero": rank(ROW, 1, E1),
    "rank.null-space.N-dependent": rank(ROW, 0, M("1 2; -1 -2")),
    "rank.null-space.N-too-small": rank(M("0 0"), 1, E1),
    "rank.null-space.N-too-small-modulo-2-11-and-13": rank(M("1 1; 1 287"), 2, O(2, 0), modulus=2),
    "rank.null-space.other-rank": rank(ROW, 2, M("1; -1")),
    "rank.null-space.N-of-other-size": rank(ROW, 1, M("1; -1; 0")),
    "null-space.spanning.not-in-the-null-space": null_space(ROW, E1),
    "null-space.spanning.dependent": null_space(M("1 1 1"), M("1 2; -1 -2; 0 0")),
    "null-space.spanning.not-all": null_space(M("1 1 1"), M("1; -1; 0")),
    # intersections
    "subspace-intersection.basis.A-B-M-not-zero": meet(I(2), I(2), 1, E1, O(2, 0)),
    "subspace-intersection.basis.other-dimension": but(MEET, {"dimension": 2}),
    "subspace-intersection.basis.B-M-dependent": but(MEET, {"dimension": 2}, {"coefficients": M("0 0; 1 1")}),
    "subspace-intersection.basis.B-K-not-zero": meet(M("0 0"), I(2), 1, E1, E2),
    "subspace-intersection.basis.K-dependent": meet(M("0 0"), M("1 0 0; 0 1 0"), 1, M("1; 0; 0"), M("0 0; 0 0; 1 1")),
    "subspace-intersection.basis.not-all": meet(M("0 0"), I(2), 1, E1, O(2, 0)),
    # ranks of a pair
    "pair-ranks.null-spaces.other-rank": pair_ranks(M("1; 1"), M("0 0"), [1, 0, 1], [O(1, 0), I(2), I(2)]),
    "pair-ranks.null-spaces.two-ranks": pair_ranks(M("1; 1"), M("0 0"), [1, 0], [O(1, 0), I(2), I(2)]),
    "pair-ranks.null-spaces.not-the-null-space": pair_ranks(M("1; 1"), M("0 1"), [1, 0, 0], [O(1, 0), I(2), I(2)]),
    # inertia
    "inertia.congruence.H-N-not-zero": inertia(I(2), (1, 0, 1), E1, E2),
    "inertia.congruence.N-dependent": inertia(M("0 0; 0 1"), (0, 0, 2), O(2, 0), M("1 1; 0 0")),
    "inertia.congruence.columns-missing": inertia(I(2), (1, 0, 0), E1, O(2, 0)),
    "inertia.congruence.weakly-dominant": inertia(M("1 1; 1 1"), (2, 0, 0), I(2), O(2, 0)),
    "inertia.congruence.other-signs": but(INERTIA, {"positive": 2, "negative": 0}),
    "inertia.congruence.not-symmetric": inertia(M("2 1; 0 2"), (2, 0, 0), I(2), O(2, 0)),
    "inertia.congruence.not-square": inertia(M("1 0"), (1, 0, 0), I(1), O(1, 0)),
    # spectra
    "spectrum.cyclic-vectors.entry-without-vectors": but(TWO_ROOTS, None, {"vectors": [M("1; 1"), O(2, 0)]}),
    "spectrum.cyclic-vectors.not-monic": spectrum(I(1), [eigenvalue("-2 2", 1, "1 1")], [I(1)]),
    "spectrum.cyclic-vectors.multiplicity-0": spectrum(
        I(1), [eigenvalue("-1 1", 1, "1 1"), eigenvalue("-5 1", 0, "5 5")], [I(1), O(1, 0)]),
    "spectrum.cyclic-vectors.other-multiplicity": spectrum(I(2), [eigenvalue("-1 1", 2, "1 1")], [M("1 0 1; 0 1 0")]),
    "spectrum.cyclic-vectors.p-of-H-v-not-zero": spectrum(I(1), [eigenvalue("-2 1", 1, "2 2")], [I(1)]),
    "spectrum.cyclic-vectors.root-missing": but(TWO_ROOTS, {"eigenvalues": [eigenvalue("2 -3 1", 1, "1 1")]}),
    "spectrum.cyclic-vectors.root-twice": but(TWO_ROOTS, {"eigenvalues": [eigenvalue("2 -3 1", 1, "1 1", "1 1")]}),
    "spectrum.cyclic-vectors.intervals-meet": but(TWO_ROOTS, {"eigenvalues": [eigenvalue("2 -3 1", 1, "1/2 3/2", "3/2 5/2")]}),
    "spectrum.cyclic-vectors.no-root": but(TWO_ROOTS, {"eigenvalues": [eigenvalue("2 -3 1", 1, "1 1", "3 3")]}),
    "spectrum.cyclic-vectors.no-sign-change": but(TWO_ROOTS, {"eigenvalues": [eigenvalue("2 -3 1", 1, "1 1", "3 4")]}),
    "spectrum.cyclic-vectors.interval-backwards": but(TWO_ROOTS, {"eigenvalues": [eigenvalue("2 -3 1", 1, "1 1", "5/2 3/2")]}),
    "spectrum.cyclic-vectors.too-many": spectrum(
        DIAGONAL, [eigenvalue("-1 1", 1, "1 1"), eigenvalue("-2 1", 1, "2 2"), eigenvalue("-1 1", 1, "1 1")], [E1, E2, E1]),
    "spectrum.cyclic-vectors.too-few": spectrum(DIAGONAL, [eigenvalue("-1 1", 1, "1 1")], [E1]),
    "spectrum.cyclic-vectors.vectors-dependent": spectrum(DIAGONAL, [eigenvalue("-1 1", 2, "1 1")], [M("1 1; 0 0")]),
    "spectrum.cyclic-vectors.not-symmetric": spectrum(
        M("1 1; 0 2"), [eigenvalue("-1 1", 1, "1 1"), eigenvalue("-2 1", 1, "2 2")], [E1, M("1; 1")]),
    # conjunctions
    "conjunction.all.second-part": conjunction({}, RANK, rank(ROW, 2, M("1; -1"))),
    "conjunction.all.witnesses-exchanged": conjunction({}, rank(ROW, 1, M("1; -2")), rank(M("2 1"), 1, M("1; -1"))),
}
