"""Lemmas about critical points of deep linear networks: Theorem 8, Lemma 19, Theorem B, and a false statement.

An instance is a choice of weights. The data are solved for: with ``X = I`` the point is critical iff ``E = P - Y`` solves
``L_i^T E R_{i-1}^T = 0`` for every layer, and ``E`` runs through a basis of these solutions and, where it has several
members, their sum. ``E = 0`` is left out: then the loss is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exactcheck.errors import DisagreementError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import claims, classify
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.landscape.straight_descent import lemma_19_applies, lemma_19_direction, two_layer_direction
from exactcheck.openness.claims import Proof
from exactcheck.sweep.lemma import Case, Chain, Claims, Kind, Lemma, Outcome

#: The data of an instance, in words.
DATA = "X = I, P - Y a member of a basis of all critical ones, or their sum"


def critical_points(weights: Chain) -> list[DeepLinearNetwork]:
    """The networks at these weights whose data make them a critical point, as the module says."""
    probe = DeepLinearNetwork(weights, "identity", RationalMatrix.zeros(weights[-1].rows, weights[0].columns))
    equations = RationalMatrix.vstack([probe.L(i).T.kron(probe.R(i - 1)) for i in range(1, probe.depth + 1)])
    basis = equations.null_space.primitive_columns()
    vectors = [basis.select(columns=[s]) for s in range(basis.columns)]
    if len(vectors) > 1:
        vectors.append(basis @ RationalMatrix.column([1] * basis.columns))
    out = []
    for vector in vectors:
        values, columns = list(vector.entries()), probe.Y.columns
        E = RationalMatrix([values[i * columns : (i + 1) * columns] for i in range(probe.Y.rows)])
        out.append(DeepLinearNetwork(weights, "identity", probe.P - E))
    return out


@dataclass(frozen=True)
class _Examine:
    """``parts`` of each critical point; none where the lemma's hypotheses do not hold."""

    parts: Callable[[DeepLinearNetwork], list[list[Proof]]]

    def __call__(self, chain: Chain) -> list[Case]:
        out = []
        for net in critical_points(chain):
            problem = {
                "X": net.X.to_document(),
                "Y": net.Y.to_document(),
                "weights": [W.to_document() for W in net.weights],
            }
            out += [Case(problem, tuple(parts)) for parts in self.parts(net)]
        return out


@dataclass(frozen=True)
class _Judge:
    """``decide`` gets the kinds of the accepted claims."""

    decide: Callable[[set[str]], bool]

    def __call__(self, problem: Mapping[str, Any], claims: Claims) -> Outcome:
        for claim in claims:
            objective, point = claim["objective"], claim["point"]
            if (objective["X"], objective["Y"], point["weights"]) != (problem["X"], problem["Y"], problem["weights"]):
                raise DisagreementError(f"a claim of kind {claim['kind']} about another point")
        return Outcome.of(self.decide({claim["kind"] for claim in claims}))


# -- parts ------------------------------------------------------------------------------------------------------------
def _kind(net: DeepLinearNetwork) -> list[list[Proof]]:
    found = classify(net)
    return [[(dict(found.claim), dict(found.witness))]]


def _theorem_8(net: DeepLinearNetwork) -> list[list[Proof]]:
    """At a degenerate point by the direction of the paper's proof; elsewhere by what decides."""
    if not net.is_degenerate or is_global_minimum(net):
        return _kind(net)
    direction, _ = two_layer_direction(net)
    return [[claims.second_order_saddle(net, direction=direction)]]


def _theorem_b(net: DeepLinearNetwork) -> list[list[Proof]]:
    if not net.is_degenerate:
        return []
    return [[claims.critical_point(net), claims.global_minimum(net) if is_global_minimum(net) else claims.not_local_minimum(net)]]


def _lemma_19(net: DeepLinearNetwork) -> list[list[Proof]]:
    out = []
    for half in (1, 2):
        if lemma_19_applies(net, half):
            direction, order, coefficient = lemma_19_direction(net, half)
            shared = claims.shared_members(net)
            line = {"rule": "descent-line", "direction": [A.to_document() for A in direction], "order": order,
                    "coefficient": str(coefficient)}
            descends = {"kind": "not-a-line-minimum", **shared}, line
            out.append([claims.critical_point(net), descends, claims.not_local_maximum(net)])
    return out


# -- judgements ---------------------------------------------------------------------------------------------------------
def _global_or_second_order(kinds: set[str]) -> bool:
    return kinds in ({"global-minimum"}, {"second-order-saddle"})


def _not_a_minimum(kinds: set[str]) -> bool:
    return kinds == {"critical-point", "not-a-local-minimum"}


def _saddle_by_line(kinds: set[str]) -> bool:
    return kinds == {"critical-point", "not-a-line-minimum", "not-a-local-maximum"}


def _two_layers(shape: tuple[int, ...]) -> bool:
    return len(shape) == 3


def _at_least_two_layers(shape: tuple[int, ...]) -> bool:
    return len(shape) >= 3


LEMMAS = [
    Lemma(
        "theorem-8",
        "Section 5, Theorem 8 (two layers)",
        "every critical point is a global minimum or has a direction of negative curvature, at degenerate points the proof's",
        Kind.NETWORK,
        _Examine(_theorem_8),
        _Judge(_global_or_second_order),
        applies=_two_layers,
        chunk=40,
    ),
    Lemma(
        "lemma-19",
        "Appendix C, Lemma 19",
        "where its hypotheses hold and G is not 0, the proof's straight direction descends, and the point is a saddle",
        Kind.NETWORK,
        _Examine(_lemma_19),
        _Judge(_saddle_by_line),
        applies=_at_least_two_layers,
        layers=3,
        chunk=40,
    ),
    Lemma(
        "theorem-b",
        "Theorem B: degenerate critical points of any depth",
        "a degenerate critical point with G not 0 is not a local minimum: an explicit curve descends",
        Kind.NETWORK,
        _Examine(_theorem_b),
        _Judge(_not_a_minimum),
        applies=_at_least_two_layers,
        layers=3,
        chunk=40,
    ),
    Lemma(
        "second-order-saddles",
        "Theorem 8 read for any number of layers",
        "every critical point is a global minimum or has a direction of negative curvature",
        Kind.NETWORK,
        _Examine(_kind),
        _Judge(_global_or_second_order),
        applies=_at_least_two_layers,
        expected=Outcome.FAILS,
        layers=3,
        chunk=40,
    ),
]
