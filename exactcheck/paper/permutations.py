"""Section 2, after Observation 1: permuting hidden units, and what the paper concludes about the global minima.

The points are those of ``½ |W_2 W_1 X - Y|^2``, ``X = [1 1]``, ``Y = [0 2]``, widths 1-2-1, minimal where ``W_2 W_1 = 1``;
``stations`` joins two that differ by a permutation.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.landscape import claims
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness.claims import conjunction
from exactcheck.paper.study import Claim, Findings, Notebook, Reach, Study, Verdict

SAME_PRODUCT = "with P a permutation, (W_2 P^T)(P W_1) = W_2 W_1"
DISCONNECTED = "two global minima that differ by a permutation are not joined by global minima"
NOT_CONVEX = "two global minima that differ by a permutation, and between them a point that is none"
PLACE = "Section 2, after Observation 1"
SWAP = M([[0, 1], [1, 0]])


def network(weights: tuple[M, M]) -> DeepLinearNetwork:
    return DeepLinearNetwork(list(weights), M([[1, 1]]), M([[0, 2]]))


def stations() -> list[tuple[M, M]]:
    """``(W_1, W_2)``, the first and the last with the hidden units exchanged; between neighbours only one layer moves."""
    return [
        (M([[1], [0]]), M([[1, 0]])),
        (M([[1], [0]]), M([[1, 1]])),
        (M([[0], [1]]), M([[1, 1]])),
        (M([[0], [1]]), M([[0, 1]])),
    ]


def _run() -> Findings:
    notebook, points = Notebook("section-2", f"paper, {PLACE}"), stations()
    (W1, W2), (V1, V2) = points[0], points[-1]
    found = Relations({"W1": W1, "W2": W2, "V1": V1, "V2": V2, "P": SWAP, "I": M.identity(2)})
    swapped = [found.is_zero(text) for text in ("P P^T - I", "V1 - P W1", "V2 - W2 P^T")]
    same = found.is_zero("W2 P^T P W1 - W2 W1")
    relations = notebook.issue("permutation", *found.proof())
    if swapped[0]:
        notebook.note(SAME_PRODUCT, same, relations)
    ends = [network(points[0]), network(points[-1])]
    if not all(swapped) or not all(map(is_global_minimum, ends)):
        return notebook.findings()
    minima = [claims.global_minimum(net) for net in ends]
    lines = [claims.taylor_expansion(network(p), [b - a for a, b in zip(p, q, strict=True)]) for p, q in pairwise(points)]
    joined = all(len(line[0]["coefficients"]) == 1 for line in lines)  # the loss is constant
    if joined:
        path = notebook.issue("path-of-minima", *conjunction([found.proof(), *minima, *lines]))
        notebook.note(DISCONNECTED, False, path)
    middle = network(((W1 + V1) * Fraction(1, 2), (W2 + V2) * Fraction(1, 2)))
    if not is_global_minimum(middle):
        notebook.note(NOT_CONVEX, True, notebook.issue("middle", *conjunction([*minima, claims.not_global_minimum(middle)])))
    return notebook.findings()


STUDY = Study("section-2/permutation", _run)

CLAIMS = [
    Claim(
        "section-2-permutation",
        PLACE,
        "permuting the hidden units of a layer does not change the objective",
        (SAME_PRODUCT,),
        (STUDY,),
        Verdict.CONFIRMED,
        general="open-maps.md#permuting-hidden-units",
    ),
    Claim(
        "section-2-disconnected",
        PLACE,
        "global minima that differ by a permutation of hidden units are disconnected",
        (DISCONNECTED,),
        (STUDY,),
        Verdict.REFUTED,
        depends=("section-2-permutation",),
        general="open-maps.md#permuting-hidden-units",
    ),
    Claim(
        "section-2-not-convex",
        PLACE,
        "a training problem with hidden units to permute is, in general, not convex",
        (NOT_CONVEX,),
        (STUDY,),
        Verdict.CONFIRMED,
        depends=("section-2-permutation",),
        reach=Reach.SOME,
    ),
]
