"""The introduction: its example of a "local optimum that is not a global optimum", and its condition on the widths."""

from __future__ import annotations

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper import points, section5, section6, straight, theorem12
from exactcheck.paper.about_points import claims_about_point
from exactcheck.paper.study import Claim, Evidence, Findings, Outcome, Reach, Study, Verdict

PLACE = "Introduction, example after (3)"


def example() -> DeepLinearNetwork:
    """``X = I``, ``W_3 = [1; 0]``, ``W_2 = [0]``, ``W_1 = [1 0]``, ``Y = E_22``."""
    return DeepLinearNetwork([M([[1, 0]]), M([[0]]), M([[1], [0]])], "identity", M([[0, 0], [0, 1]]))


def _study() -> Findings:
    return points.examine_apart(example(), "introduction", f"paper, {PLACE}")


STUDY = Study("introduction", _study)


# -- the condition on the widths ----------------------------------------------------------------------------------------
CONDITION = "Introduction, after the example"
#: Fulfil the introduction's condition (``p1 = 1``, ``p2 = 2``), but not that of Theorem 12's first half.
DISPUTED = (3, 2, 1, 2)
CONDITIONS_AGREE = "the introduction's condition on the widths holds if and only if Theorem 12's does"


def disputed() -> DeepLinearNetwork:
    """The paper's construction for ``DISPUTED``, ``p1 = 1`` and ``p2 = 2``: the second layer is 0."""
    return theorem12.padded_network(DISPUTED, (2,))


def _disputed() -> Findings:
    source = f"paper, {CONDITION}; Theorem 12"
    found = points.examine_together(disputed(), "introduction", "widths-3-2-1-2", source, (3, 4, 5, 6))
    widths = disputed().widths
    agree = theorem12.introduction_condition(widths) is theorem12.admissible(widths)
    noted = tuple(Evidence(CONDITIONS_AGREE, Outcome.HOLDS if agree else Outcome.FAILS, name) for name in found.certificates)
    return Findings(found.evidence + noted, found.certificates)


DISPUTED_STUDY = Study("introduction/condition", _disputed)

CLAIMS = [
    *claims_about_point("introduction", PLACE, "the introduction's example", (STUDY,), Verdict.CONFIRMED),
    Claim(
        "introduction-full-rank-of-the-target",
        "Introduction, before the example",
        "that Y has full rank cannot be dispensed with: without it there is a local minimum that is not global",
        (points.LOCAL, points.NOT_GLOBAL),
        (STUDY,),
        Verdict.REFUTED,
        depends=("introduction-local-minimum", "introduction-not-global"),
        general="deep-linear-networks.md#no-spurious-local-minima",
        reach=Reach.SOME,
    ),
    Claim(
        "introduction-non-degenerate",
        CONDITION,
        "a non-degenerate local minimum is global also if Y is not of full rank",
        (section6.GLOBAL_OR_NOT_LOCAL,),
        section6.LEMMA_11,
        Verdict.CONFIRMED,
        depends=("lemma-11",),
        general="deep-linear-networks.md#non-degenerate-points",
    ),
    Claim(
        "introduction-condition",
        CONDITION,
        "if d_p1 < d_0, d_p2 < d_h for some 1 <= p1 < p2 <= h - 1, some X and Y have a local minimum that is not global (the "
        "paper's points at widths 2-1-1-2 and 3-2-1-2)",
        (points.LOCAL, points.NOT_GLOBAL),
        (STUDY, DISPUTED_STUDY),
        Verdict.REFUTED,
        general="theorem-12.md#the-first-half-is-false-for-all-widths",
        reach=Reach.SOME,
    ),
    Claim(
        "introduction-condition-agrees-with-theorem-12",
        f"{CONDITION}; Theorem 12",
        "the introduction and Theorem 12 name the same widths for local minima that are not global (tried at 3-2-1-2)",
        (CONDITIONS_AGREE,),
        (DISPUTED_STUDY,),
        Verdict.REFUTED,
        general="theorem-12.md#the-first-half-is-false-for-all-widths",
    ),
    Claim(
        "introduction-otherwise",
        CONDITION,
        "for all other widths there is a descent direction at every degenerate critical point that is not global",
        (straight.STRAIGHT,),
        (straight.STUDY,),
        Verdict.CONFIRMED,
        depends=("lemma-19-first-half", "lemma-19-second-half"),
        general="theorem-12.md#where-straight-lines-suffice",
    ),
    Claim(
        "introduction-two-layers",
        "Introduction, after (4)",
        "every critical point of ½‖W_2 W_1 - Y‖² is a global minimum or a second-order saddle",
        (section5.SADDLE_OR_GLOBAL,),
        section5.PROBLEM_4,
        Verdict.GAP,
        steps=(section5.NULL_VECTOR,),
        depends=("theorem-8-saddles",),
        general="deep-linear-networks.md#two-layers",
    ),
    Claim(
        "introduction-other-losses",
        "Introduction, after (4)",
        "with another loss (convex and twice differentiable) every degenerate critical point of W_2 W_1 is a global minimum or a "
        "second-order saddle",
        (section5.SADDLE_OR_GLOBAL,),
        section5.COROLLARY_9,
        Verdict.CONFIRMED,
        depends=("corollary-9",),
        general="deep-linear-networks.md#two-layers",
    ),
]
