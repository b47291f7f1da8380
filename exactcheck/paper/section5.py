"""Section 5 and Appendices A.1 to A.3: two layers (Lemma 7, Theorem 8, Corollary 9)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape import claims
from exactcheck.landscape.classification import classify
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.minimality.network_classification import classify_network
from exactcheck.minimality.networks import Network
from exactcheck.openness import local_openness
from exactcheck.openness.claims import conjunction, null_space, pair_ranks
from exactcheck.openness.pair import Pair
from exactcheck.paper import exhaustive, theorem8
from exactcheck.paper.networks import GLOBAL_OR_NOT_LOCAL, global_or_not_local
from exactcheck.paper.points import NOT_SPURIOUS
from exactcheck.paper.study import Claim, Findings, Notebook, Reach, Study, Verdict

CONSTRAINED = "global, or not a local minimum among the matrices of bounded rank"
LINEAR_MAP_OPEN = "Z -> Z X is open on the matrices of bounded rank"
SADDLE = "second-order saddle, by the direction of the proof"
SADDLE_OR_GLOBAL = "a global minimum or a second-order saddle"
NULL_VECTOR = "N(W_2) or N(W_1^T) is not trivial, as the direction of the proof needs"
HIGHER_ORDER = "a saddle of higher order"
DOCS = "deep-linear-networks.md"


# -- Lemma 7 ----------------------------------------------------------------------------------------------------------
def _lemma_7(instances: Callable[[], list[tuple[str, DeepLinearNetwork]]], index: int) -> Findings:
    """At ``Z = W_2 W_1``: a curve of weights is a curve of matrices of rank at most ``min(d_2, d_1, d_0)``.

    The step of the printed proof can be decided where ``X`` has full column rank and multiplication is locally open at
    ``(W_2, W_1)``: then ``W_1 X`` is any matrix, and ``Z -> Z X`` is locally open at ``Z`` if and only if multiplication is at
    ``(W_2, W_1 X)``.
    """
    name, net = instances()[index]
    W1, W2 = net.weights
    notebook = Notebook("lemma-7", "paper, Lemma 7 and Appendix A.3")
    proof = claims.global_minimum(net) if is_global_minimum(net) else claims.not_local_minimum(net)
    notebook.note(CONSTRAINED, True, notebook.issue(name, *proof))
    if net.X.rank == net.X.columns < net.X.rows and local_openness(W2, W1).is_open:
        parts = [local_openness(W2, W1), local_openness(W2, W1 @ net.X)]
        proofs = [(dict(c.claim), dict(c.witness)) for c in (part.verdict_certificate() for part in parts)]
        notebook.note(LINEAR_MAP_OPEN, parts[1].is_open, notebook.issue(f"{name}-openness", *conjunction(proofs)))
    return notebook.findings()


# -- Theorem 8 --------------------------------------------------------------------------------------------------------
def _theorem_8(index: int) -> Findings:
    name, net = theorem8.instances()[index]
    notebook = Notebook("theorem-8", "paper, Theorem 8 and Appendix A.1")
    if not net.is_critical or is_global_minimum(net):
        return notebook.findings()  # not what these instances are for
    W1, W2 = net.weights
    if net.is_degenerate:
        direction, coefficient = theorem8.descent_direction(net)
        witness = {"rule": "negative-curvature", "direction": [A.to_document() for A in direction], "coefficient": str(coefficient)}
        file = notebook.issue(name, {"kind": "second-order-saddle", **claims.shared_members(net)}, witness)
        notebook.note(SADDLE, True, file)
    else:
        file = notebook.issue(name, *claims.second_order_saddle(net))
    notebook.note(SADDLE_OR_GLOBAL, True, file)
    kernels = notebook.issue(f"{name}-null-spaces", *conjunction([null_space(W2), null_space(W1.T)]))
    notebook.note(NULL_VECTOR, bool(W2.null_space.columns or W1.T.null_space.columns), kernels)
    notebook.note(NOT_SPURIOUS, True, notebook.issue(f"{name}-not-a-local-minimum", *claims.not_local_minimum(net)))
    return notebook.findings()


def _minimum(index: int) -> Findings:
    name, net = theorem8.minima()[index]
    notebook = Notebook("theorem-8", "paper, Theorem 8")
    if is_global_minimum(net):
        notebook.note(SADDLE_OR_GLOBAL, True, notebook.issue(name, *claims.global_minimum(net)))
    return notebook.findings()


def _studies(wanted: Callable[[DeepLinearNetwork], bool] = lambda net: True) -> tuple[Study, ...]:
    return tuple(
        Study(f"theorem-8/{name}", partial(_theorem_8, index))
        for index, (name, net) in enumerate(theorem8.instances())
        if wanted(net)
    )


_MINIMA = tuple(Study(f"theorem-8/{name}", partial(_minimum, index)) for index, (name, _) in enumerate(theorem8.minima()))
#: All two-layer networks of widths up to 2 with small weights; their data are solved for.
EXHAUSTIVE = exhaustive.study(
    "theorem-8",
    tuple(product((1, 2), repeat=3)),
    (SADDLE_OR_GLOBAL, NOT_SPURIOUS),
    "all 8,244 choices of weights with entries in {-1, 0, 1}, sizes up to 2 and 2 layers, in 179 orbits of the signed "
    "permutations; X = I, P - Y a member of a basis of all critical ones, or their sum; 1,256 choices of weights in 60 orbits "
    "meet the hypotheses",
)
THEOREM_8 = (*_studies(), EXHAUSTIVE)
DEGENERATE = _studies(lambda net: net.is_degenerate)
#: Of problem (4), where ``X`` is the identity.
PROBLEM_4 = (*_studies(lambda net: M.identity(net.X.rows) == net.X), *_MINIMA[:2])


def deeper() -> DeepLinearNetwork:
    """Three layers of one unit, all weights 0, ``X = Y = 1``: ``½(w_3 w_2 w_1 - 1)²``."""
    zero, one = M([[0]]), M([[1]])
    return DeepLinearNetwork([zero, zero, zero], one, one)


def _deeper() -> Findings:
    found = classify(deeper())
    notebook = Notebook("section-5", "paper, section 5, after Lemma 7")
    file = notebook.issue("three-layers", found.claim, found.witness)
    notebook.note(HIGHER_ORDER, found.kind == "higher-order-saddle", file)
    return notebook.findings()


# -- Corollary 9 ------------------------------------------------------------------------------------------------------
#: Losses ``Σ ℓ(E_ij)``, ``ℓ`` a convex polynomial.
LOSSES = {"quartic": "e^4/4", "square-and-quartic": "e^2/2 + e^4/4"}


def other_losses() -> list[tuple[str, str, DeepLinearNetwork]]:
    """``(loss, name, network)``: the degenerate instances of Theorem 8 (they are critical with other losses too), and a minimum."""
    degenerate = [(name, net) for name, net in theorem8.instances() if net.is_degenerate]
    return [*((loss, name, net) for loss in LOSSES for name, net in degenerate), ("quartic", *theorem8.minima()[0])]


def _corollary_9(index: int) -> Findings:
    loss, name, net = other_losses()[index]
    W1, W2 = net.weights
    notebook = Notebook(f"corollary-9/{loss}", "paper, Corollary 9 and Appendix A.2")
    found = classify_network(Network(net.weights, net.X, net.Y, loss=LOSSES[loss]))
    verdict = found.certificate()
    proofs = [(dict(verdict.claim), dict(verdict.witness)), pair_ranks(Pair(W2, W1))]
    holds = found.kind in ("global-minimum", "second-order-saddle")
    notebook.note(SADDLE_OR_GLOBAL, holds, notebook.issue(name, *conjunction(proofs)))
    return notebook.findings()


COROLLARY_9 = tuple(
    Study(f"corollary-9/{loss}/{name}", partial(_corollary_9, index)) for index, (loss, name, _) in enumerate(other_losses())
)


def kinked() -> Network:
    """Widths 1-1-2, ``W_1 = 0``, ``W_2 = e_1``, ``X = 1``, ``Y = e_2``, with the loss ``Σ |E_ij|``; ``rank W_2 W_1 = 0``."""
    return Network([M([[0]]), M([[1], [0]])], M([[1]]), M([[0], [1]]), loss="absolute-value")


def _kinked() -> Findings:
    outcome, proofs = global_or_not_local(kinked())
    W1, W2 = kinked().weights
    notebook = Notebook("corollary-9", "paper, Corollary 9")
    file = notebook.issue("absolute-value", *conjunction([*proofs, pair_ranks(Pair(W2, W1))]))
    notebook.note(GLOBAL_OR_NOT_LOCAL, outcome, file)
    return notebook.findings()


CLAIMS = [
    Claim(
        "lemma-7",
        "Lemma 7; Appendix A.3",
        "every local minimum of ½‖ZX - Y‖² among the matrices Z of rank at most min(d_2, d_1, d_0) is global, for every X",
        (CONSTRAINED,),
        tuple(
            Study(f"lemma-7/{name}", partial(_lemma_7, instances, index))
            for instances in (theorem8.instances, theorem8.minima)
            for index, (name, _) in enumerate(instances())
        ),
        Verdict.GAP,
        steps=(LINEAR_MAP_OPEN,),
        depends=("observation-1", "section-2-composition", "lemma-7-decomposition", "lemma-7-ranks"),
        general=f"{DOCS}#matrices-of-bounded-rank",
    ),
    Claim(
        "section-5-deeper-saddles",
        "Section 5, after Lemma 7",
        "with more than two layers not every saddle is of second order",
        (HIGHER_ORDER,),
        (Study("section-5/deeper", _deeper),),
        Verdict.CONFIRMED,
        reach=Reach.SOME,
    ),
    Claim(
        "theorem-8-local-minima",
        "Theorem 8, first half",
        "every local minimum of a two-layer linear network is global",
        (NOT_SPURIOUS,),
        THEOREM_8,
        Verdict.CONFIRMED,
        depends=("observation-1", "lemma-7", "lemma-10", "theorem-8-saddles"),
        general=f"{DOCS}#no-spurious-local-minima",
    ),
    Claim(
        "theorem-8-saddles",
        "Theorem 8, second half; Appendix A.1",
        "every degenerate saddle of a two-layer network is of second order (the proof's direction, in each of its cases)",
        (SADDLE,),
        DEGENERATE,
        Verdict.CONFIRMED,
        depends=("theorem-8-derivatives", "theorem-8-null-spaces", "theorem-8-factor-2"),
        general=f"{DOCS}#two-layers",
    ),
    Claim(
        "theorem-8-every-critical-point",
        "Theorem 8 with the introduction's sentence on (4)",
        "every critical point of a two-layer network, degenerate or not, is a global minimum or a second-order saddle, for every X",
        (SADDLE_OR_GLOBAL,),
        (*THEOREM_8, *_MINIMA),
        Verdict.GAP,
        steps=(NULL_VECTOR,),
        depends=("theorem-8-saddles",),
        general=f"{DOCS}#two-layers",
    ),
    Claim(
        "corollary-9",
        "Corollary 9; Appendix A.2",
        "with a convex, twice differentiable loss every degenerate critical point is a global minimum or a second-order saddle",
        (SADDLE_OR_GLOBAL,),
        COROLLARY_9,
        Verdict.CONFIRMED,
        depends=("theorem-8-saddles", "corollary-9-gradient", "corollary-9-length"),
        general=f"{DOCS}#two-layers",
    ),
    Claim(
        "corollary-9-any-convex-loss",
        "Corollary 9, for a loss that is not differentiable",
        "with any convex loss every degenerate local minimum is global",
        (GLOBAL_OR_NOT_LOCAL,),
        (Study("corollary-9/absolute-value", _kinked),),
        Verdict.REFUTED,
        depends=("corollary-9",),
        general=f"{DOCS}#two-layers",
    ),
]
