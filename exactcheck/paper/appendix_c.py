"""Section 6 and Appendix C: Lemma 19, Theorem 12 with the remark after it, and the third example."""

from __future__ import annotations

from functools import partial

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape import claims
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper import lemma19, points, theorem12
from exactcheck.paper.introduction import claims_about_point
from exactcheck.paper.study import Claim, Findings, Notebook, Study, Verdict

DESCENDS = "a saddle, by the straight direction of the proof"


# -- Lemma 19 ---------------------------------------------------------------------------------------------------------
def _lemma19(index: int) -> Findings:
    name, net, half = lemma19.instances()[index]
    notebook = Notebook("lemma-19", "paper, Appendix C, Lemma 19")
    direction, order, coefficient = lemma19.descent_direction(net, half)
    witness = {
        "rule": "descent-line",
        "direction": [A.to_document() for A in direction],
        "order": order,
        "coefficient": str(coefficient),
    }
    shared = claims.shared_members(net)
    notebook.note(DESCENDS, True, notebook.issue(name, {"kind": "not-a-line-minimum", **shared}, witness))
    claim, witness = claims.critical_point(net)
    notebook.note(DESCENDS, True, notebook.issue(f"{name}-critical-point", claim, witness))
    return notebook.findings()


def _lemma19_studies(half: int) -> tuple[Study, ...]:
    return tuple(
        Study(f"lemma-19/{name}", partial(_lemma19, index)) for index, (name, _, h) in enumerate(lemma19.instances()) if h == half
    )


# -- Theorem 12 -------------------------------------------------------------------------------------------------------
SMALLEST = ((2, 1, 1, 2), 1, 2)
LARGEST_WIDTH, LAYERS = 3, range(3, 6)


def _smallest() -> Findings:
    return points.examine_apart(theorem12.construction(*SMALLEST), "theorem-12", "paper, Theorem 12, Appendix C")


def _swept(widths: tuple[int, ...], p1: int, p2: int) -> Findings:
    name = f"widths-{'-'.join(map(str, widths))}-p-{p1}-{p2}"
    return points.examine_together(
        theorem12.construction(widths, p1, p2),
        f"theorem-12/{len(widths) - 1}-layers",
        name,
        "paper, Theorem 12, Appendix C",
        (3, 4, 5, 6),
    )


def _sweep(neighbours: bool | None) -> tuple[Study, ...]:
    return tuple(
        Study(f"theorem-12/{'-'.join(map(str, widths))}/{p1}-{p2}", partial(_swept, widths, p1, p2))
        for widths, p1, p2 in theorem12.sweep(LARGEST_WIDTH, LAYERS)
        if neighbours is None or (p2 - p1 == 1) is neighbours
    )


# -- the remark after Theorem 12, and the third example ------------------------------------------------------------------
def remark() -> DeepLinearNetwork:
    """Widths 4-2-2-4 and ``Y`` of rank 2: the construction "whenever rank Y <= min{d_h - d_p2, d_0 - d_p1}"."""
    weights = [theorem12.padded_identity(2, 4), M.zeros(2, 2), theorem12.padded_identity(4, 2)]
    return DeepLinearNetwork(weights, "identity", M.diagonal([0, 0, 1, 2]))


def _remark() -> Findings:
    return points.examine_apart(
        remark(), "remark-after-theorem-12", "paper, Appendix C, after the proof of Theorem 12's first half"
    )


def third_example() -> DeepLinearNetwork:
    """Widths 3-2-2-3 with ``rank Y = 2``."""
    W3 = M([[1, -1], [-1, -1], [1, -1]])
    return DeepLinearNetwork([W3.T, M([[1, 1], [1, 1]]), W3], "identity", M([[1, 0, -1], [0, 4, 0], [-1, 0, 1]]))


def _third_example() -> Findings:
    return points.examine_apart(third_example(), "third-example", "paper, Appendix C, the example before (46)")


THEOREM_12 = "Theorem 12, first half; Appendix C"
SWEEP = f"{THEOREM_12}: all widths up to {LARGEST_WIDTH}, {LAYERS[0]} to {LAYERS[-1]} layers"

CLAIMS = [
    Claim(
        "lemma-19-first-half",
        "Lemma 19, N(W_h) not trivial",
        "the proof's direction descends, in cases a (k* = h and k* < h) and b",
        (DESCENDS,),
        _lemma19_studies(1),
        Verdict.CONFIRMED,
    ),
    Claim(
        "lemma-19-second-half",
        "Lemma 19, N(W_1^T) not trivial",
        "the proof's direction descends, in cases a (k* = 1 and k* > 1) and b",
        (DESCENDS,),
        _lemma19_studies(2),
        Verdict.CONFIRMED,
    ),
    *claims_about_point(
        "theorem-12-smallest",
        f"{THEOREM_12}: the smallest widths",
        "the point of widths 2-1-1-2",
        (Study("theorem-12/smallest", _smallest),),
        Verdict.CONFIRMED,
    ),
    *(
        claim
        for claim in claims_about_point("theorem-12-sweep", SWEEP, "every point of the sweep", _sweep(None), Verdict.REFUTED)
        if not claim.id.endswith("-lines")
    ),
    Claim(
        "theorem-12-sweep-lines-neighbours",
        SWEEP,
        "every point with p2 = p1 + 1 is a minimum along every straight line",
        (points.LINES,),
        _sweep(True),
        Verdict.CONFIRMED,
    ),
    Claim(
        "theorem-12-sweep-lines-apart",
        SWEEP,
        "every point with p2 > p1 + 1 is a minimum along every straight line",
        (points.LINES,),
        _sweep(False),
        Verdict.REFUTED,
    ),
    *claims_about_point(
        "theorem-12-remark",
        "Appendix C, the remark after Theorem 12's first half",
        "the point of widths 4-2-2-4",
        (Study("theorem-12/remark", _remark),),
        Verdict.CONFIRMED,
    ),
    *claims_about_point(
        "third-example",
        "Appendix C, the example before (46)",
        "the third example",
        (Study("third-example", _third_example),),
        Verdict.CONFIRMED,
    ),
]
