"""Lemma 19: its instances, and the descent directions of its proof (``landscape/straight_descent.py``) at them."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import factorial

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.polynomial import Polynomial
from exactcheck.exact.relations import Relations
from exactcheck.landscape import claims
from exactcheck.landscape.classification import classify
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.landscape.straight_descent import lemma_19_applies as hypotheses
from exactcheck.landscape.straight_descent import lemma_19_case as proof_case
from exactcheck.landscape.straight_descent import lemma_19_direction as descent_direction
from exactcheck.minimality.networks import Network
from exactcheck.minimality.outcome import Descent, descends
from exactcheck.openness.claims import conjunction
from exactcheck.paper import exhaustive
from exactcheck.paper.study import Claim, Findings, Notebook, Slip, Study, Verdict

__all__ = ["CLAIMS", "descent_direction", "hypotheses", "instances", "proof_case"]

DESCENDS = "a saddle, by the straight direction of the proof"
GLOBAL_OR_SADDLE = Slip("every degenerate point with such null spaces is a global minimum or a saddle",
                        "every degenerate critical point with such null spaces is a global minimum or a saddle")
ORDER_H = Slip("⟨A_h ⋯ A_1 X, Δ⟩", "h! ⟨A_h ⋯ A_1 X, Δ⟩")
TERMS = "g(t) = 1/2 |t^s T1 + t^(s+1) T2 + Delta|^2"

#: name -> (weights of the first half's instance, W_1 first); X = 1, Y = 1. The second half takes the mirror image.
_FIRST_HALF: dict[str, list[list[list[int]]]] = {
    "case-b-two-layers": [[[0]], [[0]]],
    "case-b-three-layers": [[[0]], [[0]], [[0]]],
    "case-b-first-term": [[[1], [0]], [[0, 0], [0, 1]], [[0, 0]]],
    "case-b-four-layers": [[[0], [0]], [[1, 0], [0, 0]], [[0, 0], [0, 0]], [[1, 0]]],
    "case-a-k-star-last": [[[0], [0]], [[1, 0], [0, 0]], [[0, 1]]],
    "case-a-k-star-inner": [[[0], [0]], [[1, 0], [0, 0]], [[0, 1], [0, 0]], [[1, 0]]],
}


def instances() -> list[tuple[str, DeepLinearNetwork, int]]:
    """``(name, network, half)``: every case of the proof, in both halves."""
    one = M([[1]])
    out = []
    for name, rows in _FIRST_HALF.items():
        weights = [M(W) for W in rows]
        out.append((f"first-half-{name}", DeepLinearNetwork(weights, one, one), 1))
        out.append((f"second-half-{name}", DeepLinearNetwork([W.T for W in reversed(weights)], one, one), 2))
    return out


def not_critical() -> DeepLinearNetwork:
    """Widths 1-2-1, ``W_2 = [1 0]``, ``W_1 = 0``, ``X = Y = 1``: degenerate and ``N(W_2) ≠ 0``, but not critical."""
    return DeepLinearNetwork([M([[0], [0]]), M([[1, 0]])], M([[1]]), M([[1]]))


def _lemma_19(index: int) -> Findings:
    name, net, half = instances()[index]
    notebook = Notebook("lemma-19", "paper, Appendix C, Lemma 19")
    if not hypotheses(net, half) or net.G.is_zero():
        return notebook.findings()  # nothing is said about such a point
    direction, order, coefficient = descent_direction(net, half)
    line = {
        "rule": "descent-line",
        "direction": [A.to_document() for A in direction],
        "order": order,
        "coefficient": str(coefficient),
    }
    proof = claims.conjunction(net, [claims.critical_point(net, shared=True), ({"kind": "not-a-line-minimum"}, line)])
    notebook.note(DESCENDS, True, notebook.issue(name, *proof))
    _classified(notebook, f"{name}-saddle", net)
    return notebook.findings()


def _classified(notebook: Notebook, name: str, net: DeepLinearNetwork) -> None:
    found = classify(net)
    file = notebook.issue(name, found.claim, found.witness)
    saddle = found.kind in ("global-minimum", "second-order-saddle", "higher-order-saddle")
    notebook.slip(GLOBAL_OR_SADDLE, saddle, saddle or found.kind == "not-critical", file)


def _without_critical() -> Findings:
    notebook = Notebook("lemma-19", "paper, Appendix C, Lemma 19")
    _classified(notebook, "not-critical", not_critical())
    return notebook.findings()


def case_b() -> tuple[DeepLinearNetwork, int]:
    """A point of case b whose derivative of order ``h - 1`` is 0, as ``W_1 = 0``, and the half of the lemma."""
    return next((net, half) for name, net, half in instances() if name == "first-half-case-b-three-layers")


def _factorial() -> Findings:
    """``2 <T, Delta> = |T + Delta|^2 - |T|^2 - |Delta|^2`` with ``T = A_h ... A_1 X``; ``W_1 = 0``, so ``h(...)`` is 0."""
    notebook, (net, half) = Notebook("lemma-19", "paper, Appendix C, Lemma 19, case b"), case_b()
    direction = descent_direction(net, half)[0]
    named = {f"A{i}": A for i, A in enumerate(direction, start=1)}
    product = " ".join([*reversed(named), "X"])
    found = Relations({**named, "X": net.X, "W1": net.weights[0], "Delta": net.residual})
    sizes = [found.norm_squared(text) for text in (f"{product} + Delta", product, "Delta")]
    inner = (sizes[0] - sizes[1] - sizes[2]) / 2
    still = found.is_zero(" ".join([*list(reversed(named))[:-1], "W1 X"]))
    line = claims.taylor_expansion(net, direction)
    derivative = factorial(net.depth) * Fraction(line[0]["coefficients"][net.depth])
    file = notebook.issue("case-b-derivative", *conjunction([line, found.proof()]))
    if still:
        notebook.slip(ORDER_H, derivative == inner, derivative == factorial(net.depth) * inner, file)
    return notebook.findings()


def _terms(name: str) -> Findings:
    """``T1 = A_h ... A_k W_{k-1} ... W_1 X`` and ``T2``, in which ``A_1`` stands for ``W_1``; ``k = k*`` (case a) or 2 (case b)."""
    notebook = Notebook("lemma-19", "paper, Appendix C, Lemma 19, the expansion of g")
    net, half = next((net, half) for other, net, half in instances() if other == name)
    if not hypotheses(net, half) or half != 1 or net.G.is_zero():
        return notebook.findings()
    direction, start = descent_direction(net, half)[0], max(2, proof_case(net.weights)[1])
    s = net.depth - start + 1
    above = [f"A{i}" for i in range(net.depth, start - 1, -1)] + [f"W{i}" for i in range(start - 1, 1, -1)]
    named = {f"{letter}{i}": A for letter, layers in (("A", direction), ("W", net.weights)) for i, A in enumerate(layers, start=1)}
    found = Relations({**named, "X": net.X, "Delta": net.residual})
    first, second = " ".join([*above, "W1", "X"]), " ".join([*above, "A1", "X"])

    def inner(left: str, right: str) -> Fraction:
        return (found.norm_squared(f"{left} + {right}") - found.norm_squared(left) - found.norm_squared(right)) / 2

    squares = found.norm_squared(first) / 2, found.norm_squared(second) / 2
    expected = {0: found.norm_squared("Delta") / 2, s: inner(first, "Delta"), s + 1: inner(second, "Delta")}
    for k, value in ((2 * s, squares[0]), (2 * s + 1, inner(first, second)), (2 * s + 2, squares[1])):
        expected[k] = expected.get(k, Fraction(0)) + value
    line = claims.taylor_expansion(net, direction)
    actual = {k: Fraction(c) for k, c in enumerate(line[0]["coefficients"]) if Fraction(c)}
    file = notebook.issue(f"{name}-expansion", *conjunction([line, found.proof()]))
    notebook.note(TERMS, actual == {k: c for k, c in expected.items() if c}, file)
    return notebook.findings()


#: A convex loss that is differentiable and no square.
OTHER_LOSS = "e^4/4"


def _other_loss() -> Findings:
    """Every instance with another loss: critical, and it falls along the direction that the proof gives for the square loss."""
    falls, proofs = True, []
    for _, net, half in instances():
        direction = descent_direction(net, half)[0]
        other = Network(net.weights, net.X, net.Y, loss=OTHER_LOSS)
        line = [Polynomial(1, {(1,): value}) for A in direction for value in A.entries()]
        falls = falls and not any(other.F.gradient_at_zero()) and descends(other.F, line)
        if falls:
            proofs.append(({"kind": "critical-point", **other.shared()}, {"rule": "gradient"}))
            proofs.append(other.not_a_local_minimum(Descent.along(other.F, line)))
    notebook = Notebook("lemma-19", "paper, Appendix C, after Lemma 19")
    if falls:
        notebook.note(DESCENDS, True, notebook.issue("other-loss", *conjunction(proofs)))
    return notebook.findings()


def _lemma_19_studies(half: int) -> tuple[Study, ...]:
    return tuple(
        Study(f"lemma-19/{name}", partial(_lemma_19, index)) for index, (name, _, h) in enumerate(instances()) if h == half
    )


EXHAUSTIVE_LEMMA_19 = exhaustive.study(
    "lemma-19",
    ((1, 1, 1, 1), (1, 1, 2, 1), (1, 2, 1, 1), (1, 2, 2, 1)),
    (DESCENDS,),
    "all 7,074 choices of weights with entries in {-1, 0, 1}, shapes 1x1x1x1, 1x1x2x1, 1x2x1x1, 1x2x2x1, in 172 orbits of the "
    "signed permutations; X = I, P - Y a member of a basis of all critical ones, or their sum; 204 choices of weights in 28 "
    "orbits meet the hypotheses",
)


CLAIMS = [
    Claim(
        "lemma-19-first-half",
        "Lemma 19, N(W_h) not trivial",
        "the proof's direction descends, in cases a (k* = h and k* < h) and b",
        (DESCENDS,),
        (*_lemma_19_studies(1), EXHAUSTIVE_LEMMA_19),
        Verdict.CONFIRMED,
        depends=("lemma-19-expansion", "lemma-19-factorial"),
        general="theorem-12.md#a-straight-descent-direction",
    ),
    Claim(
        "lemma-19-second-half",
        "Lemma 19, N(W_1^T) not trivial",
        "the proof's direction descends, in cases a (k* = 1 and k* > 1) and b",
        (DESCENDS,),
        (*_lemma_19_studies(2), EXHAUSTIVE_LEMMA_19),
        Verdict.CONFIRMED,
        general="theorem-12.md#a-straight-descent-direction",
    ),
    Claim(
        "lemma-19-as-printed",
        "Lemma 19",
        "every degenerate point, critical or not, with the null spaces of the lemma is a global minimum or a saddle",
        (),
        (*_lemma_19_studies(1), *_lemma_19_studies(2), Study("lemma-19/not-critical", _without_critical)),
        Verdict.MISPRINT,
        slip=GLOBAL_OR_SADDLE,
        depends=("lemma-19-first-half", "lemma-19-second-half"),
        general="theorem-12.md#a-straight-descent-direction",
    ),
    Claim(
        "lemma-19-expansion",
        "Lemma 19, the expansion of g in its proof",
        "along the proof's direction only two products of layers are not 0: g(t) = ½|t^s T1 + t^(s+1) T2 + Δ|²",
        (TERMS,),
        tuple(Study(f"lemma-19/expansion/{name}", partial(_terms, name)) for name, _, half in instances() if half == 1),
        Verdict.CONFIRMED,
        general="theorem-12.md#a-straight-descent-direction",
    ),
    Claim(
        "lemma-19-factorial",
        "Lemma 19, case b of its proof",
        "in case b the derivative of order h is ⟨A_h ⋯ A_1 X, Δ⟩, and a term without A_1",
        (),
        (Study("lemma-19/factorial", _factorial),),
        Verdict.MISPRINT,
        slip=ORDER_H,
        general="theorem-12.md#a-straight-descent-direction",
    ),
    Claim(
        "lemma-19-other-losses",
        "Appendix C, after Lemma 19",
        "both halves of Lemma 19 hold with a general convex, differentiable loss",
        (DESCENDS,),
        (Study("lemma-19/other-loss", _other_loss, "the 12 instances of Lemma 19 with the loss e^4/4"),),
        Verdict.CONFIRMED,
        depends=("lemma-19-first-half", "lemma-19-second-half"),
        general="theorem-12.md#a-straight-descent-direction",
    ),
]
