"""What the audit does not check, and why: the passages of the paper that no row is about, in the paper's order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NotChecked:
    """``sentence``: what the paper says at ``place``, in our words; ``reason``: why there is no row for it."""

    place: str
    sentence: str
    reason: str


INFORMAL = "informal: it asserts nothing that a proof or a counterexample could settle"
CITATION = "a statement about another publication; it was not compared with its source"

NOT_CHECKED: tuple[NotChecked, ...] = (
    NotChecked(
        "Abstract",
        "the framework is unifying, the conditions are simple, the characterization for many layers is almost complete",
        "an appraisal; what it appraises (Theorem 5, Theorem 8, Theorem 12, Lemma 6) has rows",
    ),
    NotChecked(
        "Introduction, first paragraphs",
        "training to global optimality is NP-complete already for three nodes; local optima of deep models tend to be close to "
        "global ones; over-parametrized models are easy to train",
        CITATION,
    ),
    NotChecked(
        "Introduction, (1)",
        "linear regression is convex, and an instance of (1), as is training with the square loss",
        "a textbook fact, and definitions; nothing in the paper rests on them",
    ),
    NotChecked(
        "Introduction, after the pyramidal example; section 4",
        "Nguyen and Hein show that critical points with weights of full row rank are global, for differentiable loss and "
        "activation, and partly allow wide inner layers",
        CITATION,
    ),
    NotChecked(
        "Introduction, around (3); sections 5 and 6",
        "Lu and Kawaguchi, Yun et al., Kawaguchi, Baldi and Hornik, Srebro and Jaakkola prove special cases under rank assumptions",
        CITATION,
    ),
    NotChecked(
        "Introduction, matrix factorization and completion",
        "low-rank recovery problems have no spurious local minimum under restricted isometry; problem (4) is much simpler than "
        "general matrix completion",
        CITATION,
    ),
    NotChecked(
        "Section 2, before (6)",
        "local search methods reach local optima at best in general",
        INFORMAL,
    ),
    NotChecked(
        "Section 2, after (6)",
        "the problems (5) and (6) have equal optimal values, and their global optima correspond through the map",
        "the definition of the range, written out; there is nothing to decide",
    ),
    NotChecked(
        "Section 2, after the definitions",
        "a map is open if and only if it is locally open everywhere",
        "general topology, about all maps at once: proved in docs/explanation/open-maps.md, but no certificate states it",
    ),
    NotChecked(
        "Section 2, after Observation 1",
        "mapping several local minima to one makes the problem easier to understand",
        INFORMAL,
    ),
    NotChecked(
        "Section 2, before section 3",
        "linear surjections are open, bilinear ones in general are not; Behrends characterizes openness of multiplication in the "
        "space of all matrices",
        "citations of textbook and published theorems; Proposition 4, the one that is used, has rows",
    ),
    NotChecked(
        "Figures 1, 2 and 3",
        "a sketch of the proof of Observation 1, and graphs of the examples",
        "drawings; the examples that they show have rows",
    ),
    NotChecked(
        "Section 4, before the proof of Lemma 6",
        "popular activation functions (logistic, hyperbolic tangent, leaky ReLU) are continuous and strictly monotone",
        "elementary for the leaky ReLU; the other two are not rational functions, and no row uses them",
    ),
    NotChecked(
        "Section 4, last sentences",
        "it is not clear whether the result extends to wide inner layers with activations that are not differentiable",
        "an open question of the authors, not an assertion",
    ),
    NotChecked(
        "Introduction; (10); Lemma 11; Proposition 18; Lemma 19",
        "slips of notation: h is called the number of hidden units; in (10) and the proof of Lemma 6 indices are mixed; the proof "
        "of Lemma 11 cites a Lemma 1 (Observation 1); in the proof of Proposition 18 superscripts and bars are missing; in "
        "Lemma 19 two index ranges are written backwards",
        "each can be read in one way only, and read so nothing is left to compute; slips with a wrong reading have rows",
    ),
    NotChecked(
        "Appendix C, before (42)",
        "by Observation 1 a local minimum of (41) gives one of (42)",
        "true, but the proof goes on to use the other direction, which holds by continuity; that the points are no local minima is "
        "what the rows on Theorem 12 show",
    ),
    NotChecked(
        "Appendix A.3 and B",
        "singular value decompositions exist, and their factors may be irrational",
        "a textbook theorem; the lemmas that use it are checked where the factors are rational or in a quadratic field",
    ),
    NotChecked(
        "Theorem 12, corrected (ours)",
        "for four and more layers: at which widths between the two proved conditions is there a point that is a minimum along "
        "every straight line and not global?",
        "open: we conjecture at none, and no row rests on it (docs, theorem-12.md#what-is-open)",
    ),
    NotChecked(
        "All of the paper",
        "numerical experiments",
        "the paper reports none; the eigenvalues that it computes for its third example have a row",
    ),
)
