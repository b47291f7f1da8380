"""The abstract: what it says about two layers, about the counterexamples, and about activations."""

from __future__ import annotations

from exactcheck.paper import appendix_c, introduction, points, section3, section4, section5, third_example
from exactcheck.paper.networks import GLOBAL_OR_NOT_LOCAL
from exactcheck.paper.study import Claim, Reach, Verdict

_CHARACTERIZATION = [claim for claim in section3.CLAIMS if claim.id in ("proposition-4", "theorem-5")]

CLAIMS = [
    Claim(
        "abstract-openness",
        "Abstract, before 1)",
        "it is completely characterized where multiplication is locally open in its range (Proposition 4 and Theorem 5)",
        tuple(dict.fromkeys(assertion for claim in _CHARACTERIZATION for assertion in claim.assertions)),
        tuple(study for claim in _CHARACTERIZATION for study in claim.studies),
        Verdict.CONFIRMED,
        depends=("proposition-4", "theorem-5", "theorem-5-different-ranks"),
        general="local-openness.md#proposition-4-and-theorem-5",
    ),
    Claim(
        "abstract-two-layers",
        "Abstract, 1)",
        "every local minimum of a two-layer linear network is global, with no assumption on X and Y",
        (points.NOT_SPURIOUS,),
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
        reach=Reach.THESE,
    ),
    Claim(
        "abstract-activations",
        "Abstract, 3)",
        "in pyramidal networks with strictly monotone activations, differentiable or not, local minima (with weights of full row "
        "rank) are global",
        (GLOBAL_OR_NOT_LOCAL,),
        (*section4.FULL, *section4.DEFICIENT_STUDIES),
        Verdict.REFUTED,
        depends=("section-4-consequence",),
        general="pyramidal-networks.md#the-consequence",
    ),
]
