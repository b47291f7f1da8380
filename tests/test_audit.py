"""The audit: verdicts are computed from the instances, and follow them when they are broken."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactcheck import checker
from exactcheck.auditing import audit
from exactcheck.errors import DisagreementError, InputError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper import introduction, lemma19, points, theorem8, theorem12, third_example
from exactcheck.paper.not_checked import NOT_CHECKED
from exactcheck.paper.registry import CLAIMS
from exactcheck.paper.study import Claim, Evidence, Findings, Notebook, Outcome, Reach, Slip, Study, Verdict

CERTIFICATES = Path(__file__).parents[1] / "certificates" / "paper"


def verdicts(*claims: str) -> dict[str, str]:
    return {row.id: row.verdict for row in audit(claims, jobs=1).rows}


def test_claims_have_distinct_ids_and_studies_distinct_names() -> None:
    """A claim can be named on the command line, and a certificate file belongs to one study."""
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)
    runs: dict[str, object] = {}
    for study in (study for claim in CLAIMS for study in claim.studies):
        assert repr(runs.setdefault(study.name, study.run)) == repr(study.run)


def test_introduction_example_is_confirmed_in_all_but_the_conclusion() -> None:
    """The heart of the audit: true premises, false conclusion, and the certificates are the committed ones, byte for byte."""
    found = audit([claim.id for claim in introduction.CLAIMS if claim.place == introduction.PLACE], jobs=1)
    assert {row.id: row.verdict for row in found.rows} == {
        "introduction-critical": "confirmed",
        "introduction-hessian": "confirmed",
        "introduction-third-derivative": "confirmed",
        "introduction-lines": "confirmed",
        "introduction-not-global": "confirmed",
        "introduction-local-minimum": "refuted",
    }
    for name, certificate in found.certificates.items():
        assert (CERTIFICATES / name).read_text(encoding="utf-8") == certificate.to_json()


def test_the_curve_of_the_readme_is_the_one_in_the_certificate() -> None:
    """The loss along the certified curve is 1/2 - t^4/2 + t^6 + t^8/2, as the README redoes it by hand."""
    found = audit(["introduction-local-minimum"], jobs=1)
    claim = found.certificates["introduction/descent-curve.cert.json"].claim
    assert claim["coefficients"] == ["1/2", "0", "0", "0", "-1/2", "0", "1", "0", "1/2"]


@pytest.mark.parametrize(
    ("Y", "changed", "verdict"),
    [
        ([[1, 0], [0, 1]], "introduction-critical", "refuted"),
        ([[0, 0], [0, 0]], "introduction-not-global", "refuted"),
        ([[0, 0], [0, 0]], "introduction-local-minimum", "confirmed"),
    ],
)
def test_breaking_the_instance_changes_the_row(
    monkeypatch: pytest.MonkeyPatch, Y: list[list[int]], changed: str, verdict: str
) -> None:
    """No verdict is stored: with another Y the introduction's point is not critical, or it is global."""
    weights = introduction.example().weights
    monkeypatch.setattr(introduction, "example", lambda: DeepLinearNetwork(weights, "identity", M(Y)))
    found = audit([changed], jobs=1)
    assert found.rows[0].verdict == verdict
    assert not found.matches_record


def test_a_point_that_is_not_critical_leaves_the_other_claims_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not examined is called undecided, not confirmed."""
    weights = introduction.example().weights
    monkeypatch.setattr(introduction, "example", lambda: DeepLinearNetwork(weights, "identity", M([[1, 0], [0, 1]])))
    assert verdicts("introduction-lines") == {"introduction-lines": "undecided"}


def test_unknown_claim_is_refused() -> None:
    """A misspelt id is an error that names the ones that are close, not an empty table."""
    with pytest.raises(InputError, match=r"unknown claim 'introduction-lokal'; did you mean .*\"introduction-local-minimum\""):
        audit(["introduction-lokal"])


def judged(outcomes: list[tuple[Outcome, str]], **members: Any) -> tuple[Verdict, str]:
    """Of a claim with the assertion A and an outcome at each study, whose scope is given, too."""
    studies = tuple(Study(f"study-{i}", lambda: Findings((), {}), scope=scope) for i, (_, scope) in enumerate(outcomes))
    found = {study.name: Findings((Evidence("A", outcome, "A.cert.json"),), {})
             for study, (outcome, _) in zip(studies, outcomes, strict=True)}
    judgement = Claim("x", "", "", ("A",), studies, Verdict.CONFIRMED, **members).judge(found)
    return judgement.verdict, judgement.scope


HOLDS, FAILS, OPEN = (Outcome.HOLDS, ""), (Outcome.FAILS, ""), (Outcome.UNDECIDED, "")


@pytest.mark.parametrize(
    ("outcomes", "members", "verdict", "scope"),
    [
        ([HOLDS], {}, "confirmed", "this instance"),
        ([HOLDS] * 3, {}, "confirmed", "holds at 3 of 3 instances"),
        ([FAILS], {}, "refuted", "one counterexample, which suffices"),
        ([HOLDS, FAILS, OPEN], {}, "refuted", "fails at 1 of 3 instances, and one suffices"),
        ([OPEN], {}, "undecided", "this instance (undecided)"),
        ([HOLDS, OPEN, HOLDS], {}, "undecided", "holds at 2 of 3 instances, undecided at 1"),
        ([HOLDS], {"reach": Reach.SOME}, "confirmed", "one example, which suffices"),
        ([HOLDS, HOLDS], {"reach": Reach.SOME}, "confirmed", "holds at 2 of 2 instances, and one suffices"),
        ([FAILS], {"reach": Reach.SOME}, "refuted", "fails at this instance"),
        ([FAILS] * 2, {"reach": Reach.SOME, "general": "x.md#y"}, "refuted",
         "fails at 2 of 2 instances; the proof excludes all others"),
        ([FAILS], {"reach": Reach.THESE}, "refuted", "this instance, the one that the statement is about"),
        ([HOLDS] * 2, {"reach": Reach.THESE}, "confirmed", "holds at 2 of 2 instances, all that the statement is about"),
        ([HOLDS, (Outcome.HOLDS, "all small ones")], {}, "confirmed", "this instance; all small ones"),
        ([HOLDS, (Outcome.FAILS, "all small ones")], {}, "refuted",
         "this instance; fails: all small ones; one counterexample suffices"),
    ],
)
def test_the_scope_says_what_the_instances_settle(
    outcomes: list[tuple[Outcome, str]], members: dict[str, Any], verdict: str, scope: str
) -> None:
    """One failing instance refutes a statement about all, one that holds confirms a statement about some, and the scope says so."""
    found, said = judged(outcomes, **members)
    assert (found.value, said) == (verdict, scope)


def test_gaps_and_misprints_are_computed() -> None:
    """A failing step of the printed proof of a true statement is a gap; one that holds only as it is meant is a misprint."""
    studies = (Study("a", lambda: Findings((), {})), Study("b", lambda: Findings((), {}), scope="all of them"))
    claim = Claim("x", "", "", (), studies, Verdict.CONFIRMED, slip=Slip("A", "B"), steps=("C",))

    def judged(**outcomes: Outcome) -> tuple[Verdict, str]:
        evidence = tuple(Evidence(name, outcome, f"{name}.cert.json") for name, outcome in outcomes.items())
        holds = Evidence("A", Outcome.HOLDS, "A.cert.json"), Evidence("B", Outcome.HOLDS, "B.cert.json")
        judgement = claim.judge({"a": Findings(evidence, {}), "b": Findings(holds, {})})
        return judgement.verdict, judgement.scope

    assert judged(A=Outcome.HOLDS, C=Outcome.HOLDS) == (Verdict.CONFIRMED, "this instance; all of them")
    assert judged(A=Outcome.HOLDS) == (Verdict.CONFIRMED, "this instance; all of them")
    assert judged(A=Outcome.HOLDS, C=Outcome.FAILS) == (
        Verdict.GAP, "this instance; all of them; a step of the printed proof fails at 1 of 2")
    assert judged(A=Outcome.FAILS, B=Outcome.HOLDS, C=Outcome.FAILS) == (
        Verdict.MISPRINT, "one counterexample, which suffices; all of them; as meant it holds at all 2")
    assert judged(A=Outcome.FAILS, B=Outcome.FAILS)[0] is Verdict.REFUTED
    assert judged(A=Outcome.FAILS)[0] is Verdict.REFUTED
    assert judged(C=Outcome.HOLDS)[0] is Verdict.UNDECIDED


def test_a_misprint_says_what_is_printed_and_what_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both readings are in the row as long as the verdict is "misprint", and only then."""
    row = audit(["third-example-sixth-derivative"], jobs=1).rows[0]
    assert (row.printed, row.meant) == ("‖A_3 A_2 A_1‖²", "360 ‖A_3 A_2 A_1‖²")
    still = [M.zeros(*W.shape) for W in third_example.third_example().weights]
    monkeypatch.setattr(third_example, "kernel_direction", lambda: still)
    row = audit(["third-example-sixth-derivative"], jobs=1).rows[0]
    assert (row.verdict, row.printed, row.meant) == ("confirmed", "", "")


def test_a_certificate_about_another_claim_is_noticed() -> None:
    """The audit compares every certificate with the instance of the registry: proving something easier does not count."""
    net = introduction.example()
    findings = points.examine_apart(net, "introduction", "test")
    certificate = findings.certificates["introduction/critical-point.cert.json"]
    with pytest.raises(DisagreementError, match="about another claim"):
        Notebook("introduction", "test").keep("x", certificate, {**certificate.claim, "kind": "line-minimum"})


def test_same_input_same_bytes() -> None:
    """Two audits of the third example write the same bytes."""
    first, second = (audit(["third-example-hessian"], jobs=1) for _ in range(2))
    assert {n: c.to_json() for n, c in first.certificates.items()} == {n: c.to_json() for n, c in second.certificates.items()}


def test_several_processes_give_the_same_audit() -> None:
    """Parallel work changes no verdict and no certificate."""
    ids = ["lemma-19-first-half", "lemma-19-second-half"]
    one, two = audit(ids, jobs=1), audit(ids, jobs=2)
    assert [row.to_document(measurements=False) for row in one.rows] == [row.to_document(measurements=False) for row in two.rows]
    assert {n: c.to_json() for n, c in one.certificates.items()} == {n: c.to_json() for n, c in two.certificates.items()}


def test_third_example_spectrum() -> None:
    """Eigenvalues 0, 4, 12, 16, 20, multiplicities 10, 1, 1, 3, 1. (The paper's ``H_A`` is the Hessian of ``g''``: twice ours.)"""
    found = audit(["third-example-hessian"], jobs=1)
    eigenvalues = found.certificates["third-example/hessian-spectrum.cert.json"].claim["eigenvalues"]
    assert {entry["roots"][0][0]: entry["multiplicity"] for entry in eigenvalues} == {"0": 10, "4": 1, "12": 1, "16": 3, "20": 1}


def test_sixth_derivative_of_the_third_example() -> None:
    """On the kernel the sixth-order form is half the square of A3 A2 A1, so the sixth derivative is 360 times that square."""
    net = third_example.third_example()
    claim = audit(["third-example-third-derivative"], jobs=1).certificates["third-example/kernel-forms.cert.json"].claim
    point = [Fraction(k * k - 7 * k + 3, 2) for k in range(len(claim["basis"]))]
    A = [M.zeros(*W.shape) for W in net.weights]
    for x, direction in zip(point, claim["basis"], strict=True):
        A = [a + M([[Fraction(v) for v in row] for row in d["entries"]]) * x for a, d in zip(A, direction, strict=True)]

    def value(order: str) -> Fraction:
        total = Fraction(0)
        for coefficient, indices in claim["forms"][order]:
            term = Fraction(coefficient)
            for i in indices:
                term *= point[i]
            total += term
        return total

    W1, W2, W3 = net.weights
    Q = A[2] @ A[1] @ W1 + A[2] @ W2 @ A[0] + W3 @ A[1] @ A[0]
    C = A[2] @ A[1] @ A[0]
    assert value("3") == 0
    assert 24 * value("4") == 12 * Q.norm_squared()
    assert 120 * value("5") == 120 * Q.inner(C)
    assert 720 * value("6") == 360 * C.norm_squared()


def test_lemma_19_instances_cover_every_case_of_the_proof() -> None:
    """Case a with k* = h and k* < h, and case b with 2, 3 and 4 layers, in both halves; hypotheses hold."""
    seen = set()
    for _, net, half in lemma19.instances():
        assert lemma19.hypotheses(net, half)
        weights = list(net.weights) if half == 1 else [W.T for W in reversed(net.weights)]
        case, k_star = lemma19.proof_case(weights)
        seen.add((half, case, net.depth if case == "b" else k_star == net.depth))
    assert seen == {(half, *case) for half in (1, 2) for case in (("a", True), ("a", False), ("b", 2), ("b", 3), ("b", 4))}


def test_lemma_19_direction_needs_its_hypotheses() -> None:
    """At the introduction's example neither null space is there: no direction is made up."""
    for half in (1, 2):
        with pytest.raises(InputError, match="hypotheses"):
            lemma19.descent_direction(introduction.example(), half)


def test_theorem_8_instances_cover_its_cases() -> None:
    """Both null spaces occur alone and together, and non-degenerate points of both kinds."""
    nets = dict(theorem8.instances())
    degenerate = [net for net in nets.values() if net.is_degenerate]
    kinds = {(bool(net.weights[1].null_space.columns), bool(net.weights[0].T.null_space.columns)) for net in degenerate}
    assert {(True, False), (False, True), (True, True)} <= kinds
    assert [name for name, net in nets.items() if not net.is_degenerate] == ["second-eigenvector", "lost-rank"]
    with pytest.raises(InputError, match="degenerate"):
        theorem8.descent_direction(nets["second-eigenvector"])


def test_theorem_12_construction() -> None:
    """The smallest instance is the introduction's example; 349 points for 219 tuples of widths; the condition is enforced."""
    assert theorem12.construction((2, 1, 1, 2), 1, 2) == introduction.example()
    swept = theorem12.sweep(3, range(3, 6))
    assert (len(swept), len({widths for widths, _, _ in swept})) == (349, 219)
    for widths, p1, p2 in (((2, 2, 1, 2), 1, 2), ((3, 1, 2, 2, 3), 2, 3)):
        with pytest.raises(InputError, match="condition of Theorem 12"):
            theorem12.construction(widths, p1, p2)


def test_committed_certificates_are_valid() -> None:
    """Every certificate in the repository outside the sweep is accepted (the sweep is checked by the gate as a whole)."""
    paths = sorted(path for path in CERTIFICATES.rglob("*.cert.json") if "layers" not in path.parent.name)
    assert paths
    assert {str(path): checker.check_file(path).reason for path in paths if checker.check_file(path).status != "valid"} == {}


def test_what_is_not_checked_is_said_with_its_reason() -> None:
    """Every passage that no row is about has a place, a sentence and a reason, and stands in the list once."""
    assert len({(entry.place, entry.sentence) for entry in NOT_CHECKED}) == len(NOT_CHECKED)
    assert all(entry.place and entry.sentence and entry.reason for entry in NOT_CHECKED)
