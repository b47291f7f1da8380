"""From a problem that was read to the network it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.minimality.networks import Network


def network_of(problem: Mapping[str, Any], general: bool = False) -> DeepLinearNetwork | Network:
    """A deep linear network if the loss is ``½‖W_h ⋯ W_1 X - Y‖²``, however it is written; any other network otherwise.

    With ``general`` a ``Network`` in either case. Raises InputError if sizes do not chain, or an activation or loss is not one.
    """
    weights, X, Y = problem["weights"], problem["X"], problem["Y"]
    if set(problem) == {"weights", "X", "Y"} and not general:
        return DeepLinearNetwork(weights, X, Y)
    data = RationalMatrix.identity(weights[0].columns) if isinstance(X, str) else X
    net = Network(weights, data, Y, problem.get("activations"), problem.get("loss", "square"), problem.get("entry-weights"),
                  problem.get("biases"))
    return DeepLinearNetwork(weights, data, Y) if net.is_plain and not general else net
