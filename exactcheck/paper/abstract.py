"""The abstract: what it says about two layers and about the counterexamples."""

from __future__ import annotations

from exactcheck.paper import appendix_c, introduction, points, section5, third_example
from exactcheck.paper.study import Claim, Verdict

CLAIMS = [
    Claim(
        "abstract-two-layers",
        "Abstract, 1)",
        "every local minimum of a two-layer linear network is global, with no assumption on X and Y",
        (section5.NOT_LOCAL,),
        section5.THEOREM_8,
        Verdict.CONFIRMED,
        depends=("theorem-8-local-minima",),
        general="deep-linear-networks.md#no-spurious-local-minima",
    ),
    Claim(
        "abstract-counterexamples",
        "Abstract, 2)",
        "counterexamples show that each assumption is needed: the points of the introduction, of Theorem 12, of the remark "
        "after it and of the third example are local minima that are not global",
        (points.LOCAL, points.NOT_GLOBAL),
        (introduction.STUDY, appendix_c.SMALLEST_STUDY, appendix_c.REMARK_STUDY, third_example.STUDY),
        Verdict.REFUTED,
        depends=(
            "introduction-local-minimum",
            "theorem-12-smallest-local-minimum",
            "theorem-12-remark-local-minimum",
            "third-example-local-minimum",
        ),
        general="deep-linear-networks.md#no-spurious-local-minima",
    ),
]
