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
        "permuting the hidden units leaves the objective as it is, so there are several (disconnected) global optima, and "
        "collapsing them makes the problem easier to understand",
        "informal; taken as a statement, the global minima need not be disconnected: those of (w1 w2)^2 are the two axes",
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
