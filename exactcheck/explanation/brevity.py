"""A short plain sentence for a claim whose own sentence, the checker's, is long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exactcheck.explanation import pairs

#: kind of claim -> what the point is; each says no more than the checker's sentence.
_POINTS = {
    "critical-point": "critical",
    "not-critical": "not critical",
    "line-minimum": "a minimum along every straight line through it",
    "not-a-line-minimum": "not a minimum along every straight line through it",
    "second-order-saddle": "a second-order saddle (critical, and the Hessian has a negative eigenvalue)",
    "higher-order-saddle": "a higher-order saddle (critical, no negative eigenvalue of the Hessian, neither a local minimum nor a "
                           "local maximum)",
    "not-a-local-minimum": "not a local minimum",
    "not-a-local-maximum": "not a local maximum",
    "local-minimum": "a local minimum",
    "strict-local-minimum": "a strict local minimum",
    "local-maximum": "a local maximum",
    "global-minimum": "a global minimum",
    "not-a-global-minimum": "not a global minimum",
}
_OBJECTIVES = {"network-loss": "the loss of this network", "deep-linear-square-loss": "the square loss of this linear network",
               "polynomial": "this polynomial"}
#: Of these the checker's sentence is short enough where there is but one.
_SHORT = ("deep-linear-square-loss", "polynomial")


def in_short(claim: Mapping[str, Any]) -> str | None:
    """The whole claim in plain words, or None where there are none that would be shorter than the checker's."""
    shared = claim["shared"] if claim["kind"] == "conjunction" else claim
    parts = [{**shared, **part} for part in claim["parts"]] if claim["kind"] == "conjunction" else [claim]
    if "objective" not in shared:
        return pairs.in_short(parts) if len(parts) > 1 else None
    kind = shared["objective"]["kind"]
    if not all(part["kind"] in _POINTS for part in parts) or (len(parts) == 1 and kind in _SHORT):
        return None
    words = [_POINTS[part["kind"]] for part in parts]
    last = f"{', '.join(words[:-1])} and {words[-1]}" if words[:-1] else words[-1]
    return f"for {_OBJECTIVES[kind]}, the point is {last}"
