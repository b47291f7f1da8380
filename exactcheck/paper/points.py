"""Examination of one point of a deep linear network, as the paper examines its three "counterexamples".

The paper argues, for each: the point is critical; the second derivative is nonnegative in every direction; where it
vanishes, so do the third derivative and, where the fourth vanishes too, the fifth; hence a local minimum; and the point is
not global. Each of these is an assertion here, decided by computation, with a certificate for the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from exactcheck.certificate import issue
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import claims
from exactcheck.landscape.descent import descent_curve
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.lines import LineVerdict
from exactcheck.landscape.lines import line_minimum as decide_line_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper.study import Findings, Notebook, Outcome

CRITICAL = "critical point"
SEMIDEFINITE = "no negative eigenvalue of the Hessian"
THIRD_ORDER = "the third derivative vanishes on the kernel of the Hessian"
LINES = "minimum along every straight line"
NOT_GLOBAL = "not a global minimum"
LOCAL = "local minimum"
NOT_SPURIOUS = "global, or not a local minimum"
NAMES = {
    CRITICAL: "critical-point",
    SEMIDEFINITE: "hessian-inertia",
    THIRD_ORDER: "kernel-forms",
    LINES: "straight-lines",
    NOT_GLOBAL: "not-a-global-minimum",
    LOCAL: "local-minimum",
    NOT_SPURIOUS: "local-minimum",
}


def examine(net: DeepLinearNetwork, orders: Sequence[int]) -> tuple[dict[str, Outcome], dict[str, claims.Proof]]:
    """The outcome of every assertion at the point, and the proofs by name (made to share ``objective`` and ``point``).

    ``orders``: of the Taylor forms on the Hessian's kernel that are written down; 3 must be among them.
    """
    proofs: dict[str, claims.Proof] = {}
    outcomes: dict[str, Outcome] = {}

    def decided(assertion: str, holds: bool, proof: claims.Proof) -> None:
        outcomes[assertion] = Outcome.HOLDS if holds else Outcome.FAILS
        proofs[NAMES[assertion]] = proof

    if not net.is_critical:
        decided(CRITICAL, False, claims.not_critical(net, shared=True))
        return outcomes, proofs
    decided(CRITICAL, True, claims.critical_point(net, shared=True))
    decided(SEMIDEFINITE, net.hessian_inertia.negative == 0, claims.hessian_inertia(net, shared=True))
    proofs["hessian-spectrum"] = claims.hessian_spectrum(net, shared=True)
    forms = claims.kernel_forms(net, orders, shared=True)
    decided(THIRD_ORDER, not forms[0]["forms"]["3"], forms)
    lines = decide_line_minimum(net)
    if lines.verdict is LineVerdict.UNDECIDED:
        outcomes[LINES] = Outcome.UNDECIDED
    else:
        decided(LINES, lines.is_minimum is True, claims.line_minimum(net, shared=True, decided=lines))
    if is_global_minimum(net):
        decided(NOT_GLOBAL, False, claims.global_minimum(net, shared=True))
        decided(LOCAL, True, claims.global_minimum(net, shared=True))
        outcomes[NOT_SPURIOUS] = Outcome.HOLDS
        return outcomes, proofs
    decided(NOT_GLOBAL, True, claims.not_global_minimum(net, shared=True))
    # A square-loss point that is not a global minimum is not a local one: Theorems B and C of the documentation.
    decided(LOCAL, False, claims.not_local_minimum(net, shared=True))
    outcomes[NOT_SPURIOUS] = Outcome.HOLDS
    if net.is_degenerate:
        proofs["descent-curve"] = claims.taylor_expansion(net, descent_curve(net).curve, shared=True)
    return outcomes, proofs


def determining_directions(net: DeepLinearNetwork) -> list[list[RationalMatrix]]:
    """All unit vectors ``e_k`` and all ``e_k + e_l``, as directions: a quadratic form is known from its values there."""
    units = [RationalMatrix.unit(net.parameters, 1, k, 0) for k in range(net.parameters)]
    return [net.to_direction(v) for v in [*units, *(u + v for u, v in combinations(units, 2))]]


def examine_apart(net: DeepLinearNetwork, folder: str, source: str, orders: Sequence[int] = (3, 4, 5, 6)) -> Findings:
    """One certificate file per assertion, for an example that people will want to read."""
    outcomes, proofs = examine(net, orders)
    notebook, shared = Notebook(folder, source), claims.shared_members(net)
    files = {name: notebook.issue(name, {**shared, **claim}, witness) for name, (claim, witness) in proofs.items()}
    for assertion, outcome in outcomes.items():
        notebook.note(assertion, outcome, files.get(NAMES[assertion], ""))
    notebook.note(SEMIDEFINITE, outcomes.get(SEMIDEFINITE, Outcome.UNDECIDED), files.get("hessian-spectrum", ""))
    notebook.note(LOCAL, outcomes.get(LOCAL, Outcome.UNDECIDED), files.get("descent-curve", ""))
    return notebook.findings()


def examine_together(net: DeepLinearNetwork, folder: str, name: str, source: str, orders: Sequence[int] = (3, 4)) -> Findings:
    """One certificate with everything, a conjunction, for one of many instances."""
    outcomes, proofs = examine(net, orders)
    notebook = Notebook(folder, source)
    claim, witness = claims.conjunction(net, list(proofs.values()))
    file = notebook.keep(name, issue(claim, witness, {"source": source, "title": name}), claim)
    for assertion, outcome in outcomes.items():
        notebook.note(assertion, outcome, file)
    return notebook.findings()
