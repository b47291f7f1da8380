"""Points of networks with activations and other losses: what the general engine proves about them, part by part."""

from __future__ import annotations

from collections.abc import Sequence

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.minimality.functions import Function
from exactcheck.minimality.network_classification import classify_network
from exactcheck.minimality.networks import Network
from exactcheck.minimality.outcome import Descent
from exactcheck.openness.claims import Proof
from exactcheck.paper.study import Outcome

GLOBAL_OR_NOT_LOCAL = "a global minimum, or not a local minimum"


def layers(X: M, weights: Sequence[M], activations: Sequence[Function]) -> list[M]:
    """``[X, H_1, ..., H_h]``, ``H_k = a_k(W_k H_{k-1})``."""
    values = [X]
    for W, activation in zip(weights, activations, strict=True):
        values.append(M([[activation(v) for v in row] for row in (W @ values[-1]).tolist()]))
    return values


def proofs_of(net: Network) -> list[Proof]:
    """Of the verdict of the general engine, the parts of a conjunction one by one."""
    certificate = classify_network(net).certificate()
    claim, witness = certificate.claim, certificate.witness
    if claim["kind"] != "conjunction":
        return [(dict(claim), dict(witness))]
    parts = zip(claim["parts"], witness["witnesses"], strict=True)
    return [({**claim["shared"], **part}, dict(proof)) for part, proof in parts]


def falling(net: Network) -> Proof:
    """That the point is not a local minimum: against the gradient, which is not 0 there, the loss falls.

    Raises InputError where the loss has a kink, AssertionError at a critical point.
    """
    return net.not_a_local_minimum(Descent.line(net.F, [-v for v in net.F.gradient_at_zero()]))


def output(X: M, weights: Sequence[M], activations: Sequence[Function], value: M) -> list[Proof]:
    """That ``value`` is the output: with it as target the loss is 0 (``global-minimum`` with value 0)."""
    proofs = proofs_of(Network(weights, X, value, activations))
    if [(claim["kind"], claim.get("value")) for claim, _ in proofs] != [("global-minimum", "0")]:
        raise AssertionError("the output of the network is not the computed one")
    return proofs


def global_or_not_local(net: Network) -> tuple[Outcome, list[Proof]]:
    """Whether the point is a global minimum or not a local one, and the proofs of that, or of the contrary."""
    proofs = proofs_of(net)
    kinds = {claim["kind"] for claim, _ in proofs}
    if kinds == {"not-critical"}:
        return Outcome.HOLDS, [falling(net)]
    if kinds & {"global-minimum", "not-a-local-minimum", "second-order-saddle", "higher-order-saddle"}:
        return Outcome.HOLDS, proofs
    spurious = "not-a-global-minimum" in kinds and kinds & {"local-minimum", "strict-local-minimum"}
    return Outcome.FAILS if spurious else Outcome.UNDECIDED, proofs
