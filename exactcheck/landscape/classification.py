"""What kind of point is this? Always decided for the square loss of a deep linear network, any widths, any data.

A point is not critical, or a global minimum (``G = 0``, or not degenerate with ``K ⪰ 0``), or a second-order saddle (a
rational direction of negative curvature), or a higher-order saddle (``H ⪰ 0`` with a descent and an ascent curve).
There is no fifth kind: a non-degenerate critical point that is not a global minimum has a negative direction
(``global_minimum``), a degenerate one with ``G ≠ 0`` has a descent curve (``descent``). Compare Kawaguchi 2016;
Laurent & von Brecht 2018; Zhou & Liang 2018; Zhang 2019.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from exactcheck import notebook
from exactcheck.certificate import Certificate, issue
from exactcheck.landscape import claims
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork

Kind: TypeAlias = Literal["not-critical", "global-minimum", "second-order-saddle", "higher-order-saddle"]


@dataclass(frozen=True)
class Classification:
    """The kind of a point, with the claim that states it and the witness that proves it."""

    network: DeepLinearNetwork
    kind: Kind
    claim: Mapping[str, Any] = field(repr=False)
    witness: Mapping[str, Any] = field(repr=False)

    def _repr_html_(self) -> str:
        net = self.network
        weights = [(f"W_{i}", W._repr_html_()) for i, W in enumerate(net.weights, start=1)]
        return notebook.card(self.kind, [("loss", notebook.value(net.loss())), ("widths", "-".join(map(str, net.widths))),
                                         *weights, ("X", net.X._repr_html_()), ("Y", net.Y._repr_html_())])

    def certificate(self, about: Mapping[str, str] | None = None) -> Certificate:
        """The certificate of ``kind``; raises DisagreementError if the trusted checker does not accept it."""
        return issue(self.claim, self.witness, about)


def classify(net: DeepLinearNetwork) -> Classification:
    """Decide which of the four kinds of point ``net`` is at; always succeeds."""
    kind, (claim, witness) = _decide(net)
    return Classification(net, kind, claim, witness)


def _decide(net: DeepLinearNetwork) -> tuple[Kind, claims.Proof]:
    if not net.is_critical:
        return "not-critical", claims.not_critical(net)
    if is_global_minimum(net):
        return "global-minimum", claims.global_minimum(net)
    direction = claims.second_order_descent(net)
    if direction is not None:
        return "second-order-saddle", claims.second_order_saddle(net, direction=direction)
    return "higher-order-saddle", claims.higher_order_saddle(net)
