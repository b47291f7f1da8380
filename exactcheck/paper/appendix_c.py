"""Appendix C: Lemma 19, Theorem 12 with the remark after its first half, and what is true in place of Theorem 12."""

from __future__ import annotations

from functools import partial

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape import claims
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness.claims import conjunction, null_space, rank
from exactcheck.paper import exhaustive, lemma19, pairs, points, straight, theorem12, theorem12_derivatives, third_example
from exactcheck.paper.about_points import claims_about_point
from exactcheck.paper.study import Claim, Findings, Notebook, Reach, Study, Verdict

# -- Theorem 12, first half, and the remark after it ----------------------------------------------------------------------
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


def _remark() -> Findings:
    return points.examine_apart(
        theorem12.remark(), "remark-after-theorem-12", "paper, Appendix C, after the proof of Theorem 12's first half"
    )


# -- Theorem 12, second half ------------------------------------------------------------------------------------------
NOT_SPURIOUS = points.NOT_SPURIOUS
OUTER_NULL_SPACE = "if no layers can be merged, and more than two are left, N(W_h) or N(W_1^T) is not trivial"
#: Widths that fulfil the introduction's condition, but not that of Theorem 12, and the layers that are 0.
STUCK = (((3, 2, 1, 2), (2,)), ((2, 1, 2, 3), (2,)))


def _proof(net: DeepLinearNetwork) -> claims.Proof:
    """That a critical point is a global minimum, or that it is critical and not a local one."""
    if is_global_minimum(net):
        return claims.global_minimum(net)
    return claims.not_local_minimum(net)


def _outside() -> Findings:
    """Every critical point with padded identities and zero layers, for all small widths outside Theorem 12's condition."""
    notebook = Notebook("theorem-12/second-half", "paper, Theorem 12, Appendix C")
    found = theorem12.critical_points(straight.LARGEST_WIDTH, straight.DEPTH)
    nets = [net for net in found if not theorem12.admissible(net.widths)]
    notebook.note(NOT_SPURIOUS, True, notebook.issue("small-widths", *conjunction([_proof(net) for net in nets])))
    return notebook.findings()


def _stuck(index: int) -> Findings:
    """The proof merges a layer that is injective (below the last) or surjective (above the first) with its neighbour."""
    widths, zero_layers = STUCK[index]
    net = theorem12.padded_network(widths, zero_layers)
    notebook = Notebook("theorem-12/second-half", "paper, Theorem 12, Appendix C")
    name = f"widths-{'-'.join(map(str, widths))}"
    notebook.note(NOT_SPURIOUS, True, notebook.issue(name, *_proof(net)))
    ranks = notebook.issue(f"{name}-ranks", *conjunction([rank(W) for W in net.weights]))
    first, last = net.weights[0], net.weights[-1]
    mergeable = any(W.rank == W.columns for W in net.weights[:-1]) or any(W.rank == W.rows for W in net.weights[1:])
    if not mergeable and net.depth > 2:
        notebook.note(OUTER_NULL_SPACE, last.rank < last.columns or first.rank < first.rows, ranks)
    return notebook.findings()


MERGED = pairs.studies("theorem-12/merging", "paper, Appendix C, second half of Theorem 12", {
    "injective": ([[0, 0], [1, 0]], [[1], [2]]),
    "injective-square": ([[0, 0]], [[1, 1], [0, 1]]),
    "surjective": ([[1, 2]], [[0, 0], [1, 0]]),
})
OUTER_BOTH = "for d_h <= d_{h-1} and W_h of less than full row rank, N(W_h^T) and N(W_h), which Lemma 19 asks for, are not trivial"


def deficient_rows() -> M:
    """``W_h`` with at most as many rows as columns, not of full row rank."""
    return M([[1, 2, 3], [2, 4, 6]])


def _outer() -> Findings:
    notebook, W = Notebook("theorem-12/second-half", "paper, Theorem 12, Appendix C"), deficient_rows()
    file = notebook.issue("outer-null-spaces", *conjunction([rank(W), null_space(W), null_space(W.T)]))
    if W.rank < W.rows <= W.columns:
        notebook.note(OUTER_BOTH, W.null_space.columns > 0 and W.T.null_space.columns > 0, file)
    return notebook.findings()


def full_rank_targets() -> list[DeepLinearNetwork]:
    """Critical points with a ``Y`` of full rank, degenerate and not, of widths 2-1-1-2 and of those of the third example."""
    zero, identity = [M.zeros(1, 2), M.zeros(1, 1), M.zeros(2, 1)], M.identity(2)
    second, target = [M([[0, 1]]), M([[1]]), M([[0], [1]])], M([[2, 0], [0, 1]])
    still = [M.zeros(*W.shape) for W in third_example.third_example().weights]
    best = [M([[1, 0]]), M([[2]]), M([[1], [0]])]
    return [DeepLinearNetwork(weights, "identity", Y)
            for weights, Y in ((zero, identity), (second, target), (best, target), (still, M.identity(3)))]


def _full_rank() -> Findings:
    notebook, nets = Notebook("theorem-12/second-half", "paper, Appendix C, before the third example"), full_rank_targets()
    file = notebook.issue("full-rank-targets", *conjunction([proof for net in nets for proof in (_proof(net), rank(net.Y))]))
    if all(net.Y.rank == min(net.Y.shape) for net in nets):
        notebook.note(NOT_SPURIOUS, True, file)
    return notebook.findings()


# -- what is true instead ---------------------------------------------------------------------------------------------
LINES_NOT_GLOBAL = "a minimum along every straight line, and not global"


def line_points() -> list[DeepLinearNetwork]:
    """The points with a single zero layer for all widths up to 3 and three or four layers that ``line_layers`` names."""
    return [
        theorem12.padded_network(widths, (j + 1,))
        for depth in (3, 4)
        for widths in theorem12.all_widths(LARGEST_WIDTH, depth)
        for j in theorem12.line_layers(widths)
    ]


def _lines() -> Findings:
    notebook = Notebook("theorem-12/corrected", "Theorem 12, corrected")
    proofs = [proof(net) for net in line_points() for proof in (claims.line_minimum, claims.not_global_minimum)]
    kinds = {claim["kind"] for claim, _ in proofs}
    file = notebook.issue("single-zero-layer", *conjunction(proofs))
    notebook.note(LINES_NOT_GLOBAL, kinds == {"line-minimum", "not-a-global-minimum"}, file)
    return notebook.findings()


SMALLEST_STUDY, REMARK_STUDY = Study("theorem-12/smallest", _smallest), Study("theorem-12/remark", _remark)
#: Degenerate critical points with ``G ≠ 0``; their data are solved for.
EXHAUSTIVE_THEOREM_B = exhaustive.study(
    "theorem-b",
    ((2, 1, 1, 2),),
    (NOT_SPURIOUS,),
    "all 243 choices of weights with entries in {-1, 0, 1}, shapes 2x1x1x2, in 18 orbits of the signed permutations; "
    "X = I, P - Y a member of a basis of all critical ones, or their sum; 115 choices of weights in 14 orbits meet the hypotheses",
)
THEOREM_12 = "Theorem 12, first half; Appendix C"
CITED = ("observation-1", "proposition-4", "lemma-10", "theorem-12-zero-layers", "theorem-12-derivatives", "theorem-12-half-norm")
SWEEP = f"{THEOREM_12}: all widths up to {LARGEST_WIDTH}, {LAYERS[0]} to {LAYERS[-1]} layers"
DOCS = "theorem-12.md"

CLAIMS = [
    *lemma19.CLAIMS,
    *theorem12_derivatives.CLAIMS,
    *claims_about_point(
        "theorem-12-smallest",
        f"{THEOREM_12}: the smallest widths",
        "the point of widths 2-1-1-2",
        (SMALLEST_STUDY,),
        Verdict.CONFIRMED,
        CITED,
    ),
    *(
        claim
        for claim in claims_about_point("theorem-12-sweep", SWEEP, "every point of the sweep", _sweep(None), Verdict.REFUTED, CITED)
        if not claim.id.endswith("-lines")
    ),
    Claim(
        "theorem-12-sweep-lines-neighbours",
        SWEEP,
        "every point with p2 = p1 + 1 is a minimum along every straight line",
        (points.LINES,),
        _sweep(True),
        Verdict.CONFIRMED,
        general=f"{DOCS}#minima-along-every-line",
        reach=Reach.THESE,
    ),
    Claim(
        "theorem-12-sweep-lines-apart",
        SWEEP,
        "every point with p2 > p1 + 1 is a minimum along every straight line",
        (points.LINES,),
        _sweep(False),
        Verdict.REFUTED,
        general=f"{DOCS}#zero-layers-that-follow-each-other",
        reach=Reach.THESE,
    ),
    *claims_about_point(
        "theorem-12-remark",
        "Appendix C, the remark after Theorem 12's first half",
        "the point of widths 4-2-2-4",
        (REMARK_STUDY,),
        Verdict.CONFIRMED,
    ),
    Claim(
        "theorem-12-full-rank-target",
        "Appendix C, before the third example",
        "if Y has full rank, every local minimum is global",
        (NOT_SPURIOUS,),
        (Study("theorem-12/full-rank-targets", _full_rank, "4 critical points of widths 2-1-1-2 and 3-2-2-3"),),
        Verdict.CONFIRMED,
        general="deep-linear-networks.md#no-spurious-local-minima",
    ),
    *third_example.CLAIMS,
    Claim(
        "theorem-12-second-half",
        "Theorem 12, second half; Appendix C",
        "if the second thinnest layer is not thinner than both outer ones, every local minimum is global, for every X and Y",
        (NOT_SPURIOUS,),
        (
            Study(
                "theorem-12/second-half",
                _outside,
                straight.SCOPE,
            ),
            *(Study(f"theorem-12/second-half/{i}", partial(_stuck, i)) for i in range(len(STUCK))),
        ),
        Verdict.GAP,
        steps=(OUTER_NULL_SPACE,),
        depends=(
            "observation-1", "proposition-4", "lemma-7", "theorem-8-local-minima", "lemma-19-as-printed", "theorem-12-merging",
            "theorem-12-outer-null-spaces",
        ),
        general="deep-linear-networks.md#no-spurious-local-minima",
    ),
    Claim(
        "theorem-12-merging",
        "Theorem 12, second half; Appendix C, the replacements",
        "multiplication is locally open at (W_{i+1}, W_i) where W_i has full column rank, and at (W_i, W_{i-1}) where it has "
        "full row rank",
        (pairs.OPEN,),
        MERGED,
        Verdict.CONFIRMED,
        depends=("proposition-4",),
        general="local-openness.md#proposition-4-and-theorem-5",
    ),
    Claim(
        "theorem-12-outer-null-spaces",
        "Theorem 12, second half; Appendix C, before Lemma 19 is applied",
        "for d_h <= d_{h-1} and W_h of less than full row rank N(W_h^T) is not trivial (nor is N(W_h), which Lemma 19 asks for)",
        (OUTER_BOTH,),
        (Study("theorem-12/outer-null-spaces", _outer),),
        Verdict.CONFIRMED,
        general="theorem-12.md#the-first-half-is-false-for-all-widths",
    ),
    Claim(
        "theorem-12-corrected-no-spurious",
        "Theorem 12, corrected",
        "for no widths there is a local minimum that is not global",
        (NOT_SPURIOUS,),
        (*_sweep(None), EXHAUSTIVE_THEOREM_B),
        Verdict.CONFIRMED,
        general="deep-linear-networks.md#no-spurious-local-minima",
    ),
    Claim(
        "theorem-12-corrected-lines",
        "Theorem 12, corrected",
        "if d_j < d_0, d_{j+1} < d_h for a j from 1 to h - 2, with no thinner layer before j and none after j + 1, then for some Y "
        "there is a point that is a minimum along every straight line and not global",
        (LINES_NOT_GLOBAL,),
        (Study("theorem-12/corrected/lines", _lines, f"all widths up to {LARGEST_WIDTH}, 3 or 4 layers"),),
        Verdict.CONFIRMED,
        general=f"{DOCS}#minima-along-every-line",
    ),
    Claim(
        "theorem-12-corrected-no-lines",
        "Theorem 12, corrected",
        "if d_p < d_0, d_q < d_h for no 1 <= p < q <= h - 1, then at every point that is not global the loss falls along a "
        "straight line",
        (straight.STRAIGHT,),
        (straight.STUDY,),
        Verdict.CONFIRMED,
        depends=("lemma-19-first-half", "lemma-19-second-half"),
        general=f"{DOCS}#where-straight-lines-suffice",
    ),
]
