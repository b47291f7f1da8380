"""Where straight lines suffice: widths outside the introduction's condition, at which every point that is not global has one."""

from __future__ import annotations

from exactcheck.landscape import claims
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness.claims import conjunction
from exactcheck.paper import theorem12
from exactcheck.paper.study import Findings, Notebook, Study

STRAIGHT = "a global minimum, or the loss falls along a straight line"
LARGEST_WIDTH, DEPTH = 2, 3
SCOPE = f"all widths up to {LARGEST_WIDTH}, {DEPTH} layers"


def networks() -> list[DeepLinearNetwork]:
    """The critical points of ``theorem12.critical_points`` for all small widths outside the introduction's condition."""
    nets = theorem12.critical_points(LARGEST_WIDTH, DEPTH)
    return [net for net in nets if not theorem12.introduction_condition(net.widths)]


def _run() -> Findings:
    notebook = Notebook("theorem-12/corrected", "introduction, after the example; Theorem 12, corrected")
    proofs = [claims.global_minimum(net) if is_global_minimum(net) else claims.line_minimum(net) for net in networks()]
    falls = all(claim["kind"] in ("global-minimum", "not-a-line-minimum") for claim, _ in proofs)
    notebook.note(STRAIGHT, falls, notebook.issue("straight-descent", *conjunction(proofs)))
    return notebook.findings()


STUDY = Study("theorem-12/corrected/straight", _run, SCOPE)
