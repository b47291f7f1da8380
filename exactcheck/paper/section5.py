"""Section 5 and Appendix A.1: two layers (Theorem 8)."""

from __future__ import annotations

from functools import partial

from exactcheck.landscape import claims
from exactcheck.paper import theorem8
from exactcheck.paper.study import Claim, Findings, Notebook, Study, Verdict

SADDLE = "second-order saddle, by the direction of the proof"
NOT_LOCAL = "not global, hence not a local minimum"


def _study(index: int) -> Findings:
    name, net = theorem8.instances()[index]
    notebook = Notebook("theorem-8", "paper, Theorem 8 and Appendix A.1")
    shared = claims.shared_members(net)
    if net.is_degenerate:
        direction, coefficient = theorem8.descent_direction(net)
        witness = {"rule": "negative-curvature", "direction": [A.to_document() for A in direction], "coefficient": str(coefficient)}
        notebook.note(SADDLE, True, notebook.issue(name, {"kind": "second-order-saddle", **shared}, witness))
    claim, witness = claims.not_local_minimum(net)
    notebook.note(NOT_LOCAL, True, notebook.issue(f"{name}-not-a-local-minimum", claim, witness))
    return notebook.findings()


def _studies(degenerate: bool | None) -> tuple[Study, ...]:
    return tuple(
        Study(f"theorem-8/{name}", partial(_study, index))
        for index, (name, net) in enumerate(theorem8.instances())
        if degenerate is None or net.is_degenerate is degenerate
    )


CLAIMS = [
    Claim(
        "theorem-8-local-minima",
        "Theorem 8, first half",
        "every local minimum of a two-layer linear network is global",
        (NOT_LOCAL,),
        _studies(None),
        Verdict.CONFIRMED,
    ),
    Claim(
        "theorem-8-saddles",
        "Theorem 8, second half; Appendix A.1",
        "every degenerate saddle of a two-layer network is of second order (the proof's direction, in each of its cases)",
        (SADDLE,),
        _studies(True),
        Verdict.CONFIRMED,
    ),
]
