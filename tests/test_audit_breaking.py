"""Every row follows its instances: here those that the other tests of broken instances leave out, and that none is left out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import test_audit_openness
import test_audit_slips

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper import (
    appendix_c,
    introduction,
    lemma19,
    orthogonal,
    pairs,
    proposition18,
    section4,
    section5,
    section6,
    straight,
    theorem8,
    theorem8_derivatives,
    theorem12,
    third_example,
)
from exactcheck.paper.registry import CLAIMS
from exactcheck.paper.study import Claim, Study

ROWS = {claim.id: claim for claim in CLAIMS}


def verdict(claim: Claim, *others: Study) -> str:
    """Of the claim on its own first study, or with these in place of its studies."""
    studies = others or claim.studies[:1]
    findings = [study.run() for study in studies]
    found = {study.name: findings[min(i, len(findings) - 1)] for i, study in enumerate(claim.studies)}
    return claim.judge(found).verdict.value


# -- the points that the paper calls local minima -------------------------------------------------------------------------
def at(widths: tuple[int, ...], row: int, column: int) -> DeepLinearNetwork:
    """Padded identities around a zero layer, and a target with a 1 there and 0 elsewhere."""
    weights = theorem12.padded_network(widths, (2,)).weights
    return DeepLinearNetwork(weights, "identity", M.unit(widths[-1], widths[0], row, column))


def still(widths: tuple[int, ...]) -> DeepLinearNetwork:
    """All weights 0, so that the Hessian is 0, with a target for which the third derivative is not."""
    weights = [W * 0 for W in theorem12.padded_network(widths, (2,)).weights]
    return DeepLinearNetwork(weights, "identity", M.identity(widths[0]))


def fitted(widths: tuple[int, ...]) -> DeepLinearNetwork:
    """The target is 0, as is the product of the weights."""
    return DeepLinearNetwork(theorem12.padded_network(widths, (2,)).weights, "identity", M.zeros(widths[-1], widths[0]))


#: Claim of each point -> another point, and the verdict there.
POINTS: dict[str, tuple[Callable[[tuple[int, ...]], DeepLinearNetwork], str]] = {
    "critical": (lambda widths: at(widths, 0, 0), "refuted"),
    "hessian": (lambda widths: at(widths, widths[-1] - 1, 0), "refuted"),
    "third-derivative": (still, "refuted"),
    "lines": (still, "refuted"),
    "not-global": (fitted, "refuted"),
    "local-minimum": (fitted, "confirmed"),
}
#: Prefix of the claims -> where the point is made, and widths for the other one.
FAMILIES: dict[str, tuple[Any, str, tuple[int, ...]]] = {
    "introduction": (introduction, "example", (2, 1, 1, 2)),
    "theorem-12-smallest": (theorem12, "construction", (2, 1, 1, 2)),
    "theorem-12-sweep": (theorem12, "construction", (2, 1, 1, 2)),
    "theorem-12-remark": (theorem12, "remark", (4, 2, 2, 4)),
    "third-example": (third_example, "third_example", (3, 2, 2, 3)),
}
ABOUT_POINTS = [(f"{prefix}-{name}", prefix, name) for prefix in FAMILIES for name in POINTS if f"{prefix}-{name}" in ROWS]


@pytest.mark.parametrize(("claim", "prefix", "name"), ABOUT_POINTS, ids=[case[0] for case in ABOUT_POINTS])
def test_another_point_changes_its_rows(monkeypatch: pytest.MonkeyPatch, claim: str, prefix: str, name: str) -> None:
    """Each of the six claims about each point reads otherwise at a point that is made so as to break it."""
    (module, function, widths), (make, expected) = FAMILIES[prefix], POINTS[name]
    monkeypatch.setattr(module, function, lambda *_: make(widths))
    assert verdict(ROWS[claim]) == expected != ROWS[claim].recorded.value


def test_the_lines_of_the_sweep_follow_their_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the points exchanged, a minimum along lines for zero layers apart, and none for neighbours, both rows turn."""
    apart, neighbours = ROWS["theorem-12-sweep-lines-apart"], ROWS["theorem-12-sweep-lines-neighbours"]
    monkeypatch.setattr(theorem12, "construction", lambda *_: introduction.example())
    assert verdict(apart) == "confirmed"
    monkeypatch.setattr(theorem12, "construction", lambda *_: still((2, 1, 1, 2)))
    assert verdict(neighbours) == "refuted"
    monkeypatch.setattr(theorem12, "construction", lambda *_: at((2, 1, 1, 2), 0, 0))
    assert verdict(ROWS["theorem-12-corrected-no-spurious"]) == "undecided"  # it is not critical


# -- other rows ---------------------------------------------------------------------------------------------------------
def constant(value: Any) -> Any:
    return lambda *_: value


NOT_DEGENERATE = dict(theorem8.instances())["second-eigenvector"]
NOT_CRITICAL = theorem8.net([[1], [0]], [[1, 0]], [[2]])
SQUARE = theorem12.padded_network((2, 2, 2, 2), (1, 2, 3))
#: A row, the attribute that is replaced, what by, and the verdict then.
BROKEN: list[tuple[str, Any, str, Any, str]] = [
    ("introduction-non-degenerate", section6, "points", constant([("best", introduction.example())]), "undecided"),
    *((claim, introduction, "example", constant(at((2, 1, 1, 2), 0, 0)), "undecided")  # it is not critical
      for claim in ("abstract-counterexamples", "introduction-full-rank-of-the-target", "introduction-condition")),
    ("introduction-otherwise", straight, "networks", constant([introduction.example()]), "refuted"),
    *((claim, theorem8, "instances", constant([("wide-hidden-layer", NOT_CRITICAL)]), "undecided")
      for claim in ("abstract-two-layers", "theorem-8-local-minima", "theorem-8-saddles", "theorem-8-every-critical-point")),
    *((claim, section5, "LOSSES", dict.fromkeys(section5.LOSSES, "e^3 + e^2 - e - 1"), "refuted")  # it is not convex
      for claim in ("introduction-other-losses", "corollary-9")),
    ("lemma-14", orthogonal, "is_diagonal", constant(False), "refuted"),
    ("lemma-15", orthogonal, "is_diagonal", constant(False), "refuted"),
    *((f"lemma-19-{half}-half", lemma19, "instances", constant([("x", introduction.example(), k) for k in (1, 2)]), "undecided")
      for half in ("first", "second")),
    ("third-example-rank", third_example, "third_example", constant(at((3, 2, 2, 3), 0, 0)), "refuted"),
    ("third-example-residual", third_example, "third_example", constant(at((3, 2, 2, 3), 0, 0)), "refuted"),
    ("third-example-kernel", third_example, "third_example", constant(at((3, 2, 2, 3), 0, 0)), "undecided"),
    ("third-example-fourth-derivative", third_example, "scaled", constant([]), "refuted"),
    ("section-2-range", M, "vstack", lambda parts: M.zeros(sum(A.rows for A in parts), parts[0].columns), "refuted"),
    ("theorem-8-null-spaces", theorem8, "instances", constant([("wide-hidden-layer", NOT_DEGENERATE)]), "refuted"),
    ("theorem-8-derivatives", theorem8_derivatives, "LINEAR", "A{0} W1 X - W2 B{0} X", "refuted"),
    ("theorem-8-derivatives", theorem8_derivatives, "QUADRATIC", "2 A{0} B{0} X", "refuted"),
    ("proposition-18-first-columns", orthogonal, "is_diagonal", constant(False), "undecided"),
    ("proposition-18-lower-bound", proposition18, "settings",
     constant({"one-column-added": proposition18.settings()["two-columns-added"]}), "confirmed"),
    ("theorem-12-full-rank-target", appendix_c, "full_rank_targets", constant([introduction.example()]), "undecided"),
    ("third-example-fifth-derivative", third_example, "inner", constant({(0, 0, 0, 0, 0): 1}), "refuted"),
]


@pytest.mark.parametrize(("claim", "owner", "name", "value", "expected"), BROKEN, ids=[f"{c[0]}-{i}" for i, c in enumerate(BROKEN)])
def test_rows_follow_their_instances(
    monkeypatch: pytest.MonkeyPatch, claim: str, owner: Any, name: str, value: Any, expected: str
) -> None:
    """With another instance, or another formula, the row says something else."""
    monkeypatch.setattr(owner, name, value)
    assert verdict(ROWS[claim]) == expected != ROWS[claim].recorded.value


def test_the_first_columns_of_an_open_pair_need_a_diagonal_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """At W1 = [1; 1], W2 = [0 1] multiplication is locally open, and at the first column of W2 it is not."""
    turned = orthogonal.Decomposed(M([[1], [1]]), M([[0, 1]]), M.identity(2), M.identity(2))
    monkeypatch.setattr(orthogonal, "instances", constant({"open-full": turned}))
    assert verdict(ROWS["proposition-18-first-columns"]) == "undecided"
    monkeypatch.setattr(orthogonal, "is_diagonal", constant(True))
    assert verdict(ROWS["proposition-18-first-columns"]) == "refuted"


def test_the_bound_of_the_coefficients_needs_its_constant(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a constant K far below the proof's the coefficients are beyond the bound."""
    monkeypatch.setattr(proposition18, "settings", constant({"one-column-added": proposition18.settings()["cross-term"]}))
    assert verdict(ROWS["proposition-18-coefficients"]) == "confirmed"
    monkeypatch.setattr(proposition18.Setting, "K", property(lambda _: Fraction(-999, 1000)))
    assert verdict(ROWS["proposition-18-coefficients"]) == "refuted"


def test_the_middle_layer_is_told_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all layers have one size, W_3 + t A_2 is a matrix, and nothing shows the misprint."""
    monkeypatch.setattr(third_example, "third_example", constant(SQUARE))
    monkeypatch.setattr(third_example, "kernel_direction", constant(SQUARE.weights))
    assert verdict(ROWS["third-example-line"]) == "confirmed"


def test_activations_with_other_data() -> None:
    """With data of full column rank alone the abstract's claim stands; with other data the corrected one falls."""
    assert verdict(ROWS["abstract-activations"], *section4.FULL) == "confirmed"
    assert verdict(ROWS["section-4-consequence-full-column-rank"], section4.DEFICIENT_STUDIES[0]) == "refuted"


#: A row, a pair without its hypothesis, and the verdict there.
PAIRS: list[tuple[str, list[list[int]], list[list[int]], str]] = [
    ("section-2-not-open-in-all", [[1]], [[1]], "undecided"),  # the range is the whole space
    ("abstract-openness", [[1], [1]], [[0, 0]], "refuted"),  # k < min(m, n), and different ranks
    ("proposition-4", [[1], [1]], [[0, 0]], "refuted"),
    ("lemma-17-ranks", [[1]], [[0]], "undecided"),  # k < min(m, n) is a hypothesis
    ("proposition-18", [[1], [1]], [[0, 0]], "confirmed"),  # no step of the proof is tried there
    ("theorem-12-zero-layers", [[1, 0], [0, 0]], [[0, 0], [1, 0]], "refuted"),
]


@pytest.mark.parametrize(("claim", "W1", "W2", "expected"), PAIRS)
def test_another_pair_changes_the_row(claim: str, W1: list[list[int]], W2: list[list[int]], expected: str) -> None:
    """At a pair without the hypothesis the row reads otherwise."""
    assert verdict(ROWS[claim], *pairs.studies("test", "test", {"x": (W1, W2)})) == expected


def test_every_row_has_a_test_that_breaks_it() -> None:
    """In a table of this file or of its neighbours, or by name in a test that asks for its verdict."""
    tables = (ABOUT_POINTS, BROKEN, PAIRS, test_audit_slips.BROKEN, test_audit_openness.BROKEN, test_audit_openness.OTHER)
    broken = {case[0] for table in tables for case in table}
    names = ("test_paper", "test_audit_openness", "test_audit_slips", "test_audit_breaking")
    texts = [Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in names]
    asked = {claim for claim in ROWS for start in ("verdict(", "ROWS[", "claim.id == ") if f'{start}"{claim}"' in "\n".join(texts)}
    assert [claim for claim in ROWS if claim not in broken | asked] == []
