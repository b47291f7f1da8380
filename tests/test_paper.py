"""The rows of the abstract, the introduction, sections 5 and 6 and Appendix C: gaps, misprints, and what breaks them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from exactcheck import sweep
from exactcheck.auditing import audit
from exactcheck.cli import cli
from exactcheck.errors import DisagreementError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.minimality.networks import Network
from exactcheck.paper import (
    appendix_c,
    exhaustive,
    introduction,
    lemma19,
    section4,
    section5,
    section6,
    straight,
    theorem8,
    theorem12,
    third_example,
)
from exactcheck.paper.registry import CLAIMS
from exactcheck.sweep.networks import DATA


def verdict(claim: str) -> str:
    return audit([claim], jobs=1).rows[0].verdict


def test_what_a_claim_depends_on_is_a_claim() -> None:
    """The dependency graph has no arrow into nothing, and no claim depends on itself, directly or not."""
    below = {claim.id: set(claim.depends) for claim in CLAIMS}
    assert {name for names in below.values() for name in names} <= set(below)
    for _ in below:
        below = {name: found.union(*(below[other] for other in found)) for name, found in below.items()}
    assert [name for name, found in below.items() if name in found] == []


def headings(page: str) -> set[str]:
    """The anchors that the documentation makes of the headings of a page in ``docs/explanation``."""
    text = (Path(__file__).parents[1] / "docs" / "explanation" / page).read_text(encoding="utf-8")
    lines = [line.lstrip("#").strip().lower() for line in text.splitlines() if line.startswith("#")]
    return {re.sub(r"[^a-z0-9 -]", "", line).replace(" ", "-") for line in lines}


def test_general_proofs_are_where_the_rows_say() -> None:
    """Every page and section that a row names for a proof for all sizes exists."""
    named = {claim.general.partition("#")[::2] for claim in CLAIMS if claim.general}
    assert [(page, section) for page, section in sorted(named) if section not in headings(page)] == []


def test_the_page_of_findings_says_what_the_audit_computes() -> None:
    """Every row stands in the table once, with its verdict; all but the rows of the large sweep are computed here again."""
    page = (Path(__file__).parents[1] / "docs" / "explanation" / "what-we-found.md").read_text(encoding="utf-8")
    cells = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ") and "`" in line]
    said = [(name, parts[1]) for parts in cells for name in re.findall("`([a-z0-9-]+)`", parts[-1])]
    assert len(dict(said)) == len(said)
    assert dict(said) == {claim.id: claim.recorded.value for claim in CLAIMS}
    swept = {claim.id for claim in CLAIMS if len(claim.studies) > 100}
    rows = audit([name for name, _ in said if name not in swept], jobs=1).rows
    assert {row.id: row.verdict for row in rows} == {name: verdict for name, verdict in said if name not in swept}


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("abstract-openness", "confirmed"),
        ("abstract-two-layers", "confirmed"),
        ("abstract-counterexamples", "refuted"),
        ("abstract-activations", "refuted"),
        ("introduction-full-rank-of-the-target", "refuted"),
        ("introduction-condition", "refuted"),
        ("introduction-condition-agrees-with-theorem-12", "refuted"),
        ("introduction-otherwise", "confirmed"),
        ("introduction-two-layers", "confirmed, printed proof has a gap"),
        ("section-4-convex-image", "refuted"),
        ("lemma-6", "refuted"),
        ("lemma-6-full-column-rank", "confirmed"),
        ("section-4-consequence", "refuted"),
        ("section-4-consequence-full-column-rank", "confirmed"),
        ("lemma-7", "confirmed, printed proof has a gap"),
        ("section-5-deeper-saddles", "confirmed"),
        ("theorem-8-every-critical-point", "confirmed, printed proof has a gap"),
        ("corollary-9", "confirmed"),
        ("corollary-9-any-convex-loss", "refuted"),
        ("lemma-10", "confirmed, printed proof has a gap"),
        ("lemma-11", "confirmed"),
        ("lemma-19-as-printed", "misprint"),
        ("lemma-19-other-losses", "confirmed"),
        ("third-example-residual", "confirmed"),
        ("third-example-fourth-derivative", "confirmed"),
        ("third-example-sixth-derivative", "misprint"),
        ("theorem-12-second-half", "confirmed, printed proof has a gap"),
        ("theorem-12-corrected-lines", "confirmed"),
        ("theorem-12-corrected-no-lines", "confirmed"),
    ],
)
def test_verdicts(claim: str, expected: str) -> None:
    """What the audit finds for these rows, which is what it records."""
    row = audit([claim], jobs=1).rows[0]
    assert row.verdict == row.recorded == expected
    assert row.certificates


def replaced(instances: list[tuple[Any, ...]], name: str, *parts: Any) -> Any:
    """A function that returns the instances with the one of that name replaced."""
    assert name in [instance[0] for instance in instances]
    return lambda: [(name, *parts) if instance[0] == name else instance for instance in instances]


def test_the_gap_of_lemma_7_is_one_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """With W_1 X ≠ 0 at the point where a rank is lost, multiplication is open there too, and no step fails any more."""
    net = DeepLinearNetwork([M([[1, 0]]), M([[1], [0]])], M([[1], [0]]), M([[1], [1]]))
    monkeypatch.setattr(theorem8, "instances", lambda: [("lost-rank", net)] * 8)
    # The studies name their function, so they are built again.
    findings = section5._lemma_7(theorem8.instances, 0)
    claim = next(claim for claim in section5.CLAIMS if claim.id == "lemma-7")
    assert {e.assertion: e.outcome.value for e in findings.evidence} == {
        section5.CONSTRAINED: "holds",
        section5.LINEAR_MAP_OPEN: "holds",
    }
    assert claim.judge({study.name: findings for study in claim.studies}).verdict.value == "confirmed"


def test_the_gap_of_lemma_10_is_the_merged_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """With widths 2-1-2-1 the merged product is locally open, so nothing fails; at 3-1-2-3 it is not."""
    monkeypatch.setattr(section6, "products", replaced(section6.products(), "widths-3-1-2-3", section6.padded(2, 1, 2, 1)))
    assert verdict("lemma-10") == "confirmed"


def test_lemma_10_fails_at_a_degenerate_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the product has lost rank, some pair of the chain is not locally open: the row is refuted."""
    degenerate = [M([[1, 0], [0, 0]]), M([[0, 1], [0, 0]])]
    monkeypatch.setattr(section6, "products", replaced(section6.products(), "widths-2-1-2", degenerate))
    assert verdict("lemma-10") == "refuted"


def test_a_null_space_closes_the_gap_of_two_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the non-degenerate points the proof's direction always exists: confirmed, without a gap."""
    degenerate = next(net for name, net in theorem8.instances() if name == "both-deficient")
    monkeypatch.setattr(theorem8, "instances", replaced(theorem8.instances(), "second-eigenvector", degenerate))
    assert verdict("introduction-two-layers") == "confirmed"


def test_a_global_point_does_not_support_the_deeper_saddles(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two layers the saddle at 0 is of second order: the sentence about deeper networks is refuted by it."""
    zero, one = M([[0]]), M([[1]])
    monkeypatch.setattr(section5, "deeper", lambda: DeepLinearNetwork([zero, zero], one, one))
    assert verdict("section-5-deeper-saddles") == "refuted"


def test_lemma_19_is_confirmed_if_the_point_is_critical(monkeypatch: pytest.MonkeyPatch) -> None:
    """The misprint is the missing word "critical": with a critical point in its place nothing is left of it."""
    monkeypatch.setattr(lemma19, "not_critical", lambda: DeepLinearNetwork([M([[0], [0]]), M([[0, 0]])], M([[1]]), M([[1]])))
    assert verdict("lemma-19-as-printed") == "confirmed"


@pytest.mark.parametrize(
    ("claim", "changed"),
    [
        ("third-example-rank", "refuted"),
        ("third-example-residual", "refuted"),
        ("third-example-kernel", "undecided"),
        ("third-example-sixth-derivative", "undecided"),
    ],
)
def test_breaking_the_third_example_changes_its_rows(monkeypatch: pytest.MonkeyPatch, claim: str, changed: str) -> None:
    """With Y = E_11 the target has rank 1, the residual is not orthogonal to the layers, and the point is not critical."""
    weights = third_example.third_example().weights
    broken = DeepLinearNetwork(weights, "identity", M.unit(3, 3, 0, 0))
    monkeypatch.setattr(third_example, "third_example", lambda: broken)
    assert verdict(claim) == changed


def test_the_sixth_derivative_is_looked_at_where_the_paper_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Along a direction with Q ≠ 0 nothing is said about the printed formula: the row is undecided, not confirmed."""
    A1, A2, A3 = third_example.kernel_direction()
    monkeypatch.setattr(third_example, "kernel_direction", lambda: [A1, A2 * 0, A3])
    assert verdict("third-example-sixth-derivative") == "undecided"


def test_theorem_12_and_the_introduction_agree_at_other_widths(monkeypatch: pytest.MonkeyPatch) -> None:
    """At widths 3-2-2-3 both conditions hold: the contradiction is one of widths 3-2-1-2."""
    monkeypatch.setattr(introduction, "DISPUTED", (3, 2, 2, 3))
    assert verdict("introduction-condition-agrees-with-theorem-12") == "confirmed"
    assert theorem12.introduction_condition((3, 2, 1, 2))
    assert not theorem12.admissible((3, 2, 1, 2))


def test_the_gap_of_the_second_half_is_at_its_widths(monkeypatch: pytest.MonkeyPatch) -> None:
    """With other zero layers a layer can be merged or an outer null space is there: the proof's step does not fail."""
    monkeypatch.setattr(appendix_c, "STUCK", (((3, 2, 1, 2), (1, 2, 3)), ((2, 1, 2, 3), (1, 2, 3))))
    assert verdict("theorem-12-second-half") == "confirmed"


def test_corrected_statements_need_their_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two zero layers in a row: a straight line descends. One, between thinnest layers: none does."""
    apart = theorem12.padded_network((2, 1, 2, 1, 2), (2, 3))
    monkeypatch.setattr(appendix_c, "line_points", lambda: [apart])
    assert verdict("theorem-12-corrected-lines") == "refuted"
    monkeypatch.setattr(straight, "networks", lambda: [introduction.example()])
    assert verdict("theorem-12-corrected-no-lines") == "refuted"


def test_line_layers_and_the_introduction_differ_only_from_four_layers_on() -> None:
    """For three layers the two conditions are the same (proved); for four, 2-1-2-1-2 and its like are in between (open)."""
    for widths in theorem12.all_widths(3, 3):
        assert theorem12.introduction_condition(widths) is bool(theorem12.line_layers(widths))
    between = [w for w in theorem12.all_widths(3, 4) if theorem12.introduction_condition(w) and not theorem12.line_layers(w)]
    assert (2, 1, 2, 1, 2) in between
    assert len(between) == 13


def test_lemma_6_needs_full_row_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    """With W_2 = 0 multiplication is not locally open at (W_2, H_1): the row with X of full column rank is refuted."""
    name, X, (W1, W2), activations = section4.open_networks()[0]
    monkeypatch.setattr(section4, "open_networks", lambda: [(name, X, [W1, W2 * 0], activations)] * 4)
    assert verdict("lemma-6-full-column-rank") == "refuted"


def test_lemma_6_is_not_refuted_by_points_with_other_outputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the second point has another output it says nothing about the first: there is no certificate."""
    here, (_, W2) = section4.same_output()
    monkeypatch.setattr(section4, "same_output", lambda: (here, [here[0] * 5, W2]))
    with pytest.raises(AssertionError, match="output of the network"):
        verdict("lemma-6")


def test_lemma_6_is_not_refuted_where_no_functional_is_minimal(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the second point 4 F_1 - F_2 is not minimal: with both points there nothing is wrong with openness."""
    _, there = section4.same_output()
    monkeypatch.setattr(section4, "same_output", lambda: (there, there))
    assert verdict("lemma-6") == "confirmed"


def test_the_consequence_follows_its_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    """With targets that the network fits, its local minima are global ones: no spurious minimum is left."""
    fitted = section4.minima(True)[0][1]
    instances = {True: section4.minima(True), False: [(name, fitted) for name, _ in section4.minima(False)]}
    monkeypatch.setattr(section4, "minima", instances.__getitem__)
    assert verdict("section-4-consequence") == "confirmed"


def test_a_smooth_loss_has_no_degenerate_spurious_minimum(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the square loss at the same point the corollary's wider form is not refuted."""
    net = section5.kinked()
    monkeypatch.setattr(section5, "kinked", lambda: Network(net.weights, net.X, net.Y))
    assert verdict("corollary-9-any-convex-loss") == "confirmed"


def test_the_scope_of_a_sweep_is_what_it_has_examined() -> None:
    """A study that says it covers more than its sweep examines is an error, not a row."""
    scope = f"all 9 choices of weights with entries in {{-1, 0, 1}}, shapes 1x1x1, in 4 orbits of the signed permutations; {DATA}"
    scope += "; 1 choice of weights in 1 orbit meets the hypotheses"
    found = exhaustive.study("theorem-8", [(1, 1, 1)], ("x",), scope).run()
    assert [(e.assertion, e.outcome.value, e.certificate) for e in found.evidence] == [
        ("x", "holds", "exhaustive/theorem-8.cert.json")
    ]
    pairs = "3 random pairs, seed 7, with entries in {-1, 0, 1}, sizes up to 3; all meet the hypotheses"
    random = exhaustive.random_study("theorem-5", 3, 3, 7, ("x",), pairs)
    assert random.command == "exactcheck sweep theorem-5 --size 3 --random 3 --seed 7"
    assert [(e.outcome.value, e.certificate) for e in random.run().evidence] == [("holds", "random/theorem-5.cert.json")]
    with pytest.raises(DisagreementError, match=r"9 choices of weights.*the audit says"):
        exhaustive.study("theorem-8", [(1, 1, 1)], ("x",), scope.replace("9", "10")).run()
    with pytest.raises(DisagreementError, match=r"1 choice of weights in 1 orbit meets the hypotheses; the audit says"):
        exhaustive.study("theorem-8", [(1, 1, 1)], ("x",), scope.replace("1 choice ", "9 choices ")).run()


SWEEPS = {study.command: study for claim in CLAIMS for study in claim.studies if study.command}


@pytest.mark.parametrize("command", SWEEPS)
def test_rows_that_rest_on_sweeps_say_how_many_instances_meet_the_hypotheses(command: str) -> None:
    """The row's own command counts as many instances, and as many that are not vacuous, as its scope says."""
    result = CliRunner().invoke(cli, [*command.split()[1:], "--jobs", "1", "--json"])
    shapes = json.loads(result.stdout)["shapes"].values()
    found: Counter[tuple[str, str]] = Counter()
    for counts in shapes:
        for outcome, numbers in counts.items():
            found.update({(outcome, unit): number for unit, number in numbers.items()})
    everything, met = (sum(found[outcome, "instances"] for outcome in outcomes) for outcomes in (("holds", "vacuous"), ("holds",)))
    said = re.fullmatch(r"(?:all )?([\d,]+) .*?; (?:all|([\d,]+) [a-z ]+ in ([\d,]+) orbits) meet the hypotheses(?:; of the .*)?",
                        SWEEPS[command].scope)
    assert said is not None
    assert int(said[1].replace(",", "")) == everything
    assert int((said[2] or said[1]).replace(",", "")) == met
    assert said[3] is None or int(said[3].replace(",", "")) == found["holds", "orbits"]


def test_the_sweep_of_theorem_5_says_how_many_pairs_its_halves_are_about() -> None:
    """Lemma 16 is vacuous at pairs of different ranks: its own sweep counts the pairs of equal ranks again."""
    study = next(study for command, study in SWEEPS.items() if "theorem-5 --shape" in command)
    shapes = [tuple(map(int, shape.split("x"))) for shape in re.findall(r"--shape (\S+)", study.command)]
    found = sweep.run("lemma-16", shapes=shapes)
    equal = found.orbits(sweep.Outcome.HOLDS)
    assert study.scope.endswith(f"; of the {found.orbits()} that were decided, the ranks are equal at {equal}")
    assert 0 < equal < found.orbits()


def test_a_failing_sweep_refutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep in which one instance fails refutes the assertion: with three layers not every saddle is of second order."""
    whole = "all 27 choices of weights with entries in {-1, 0, 1}, shapes 1x1x1x1, in 8 orbits of the signed permutations"
    scope = f"{whole}; {DATA}; 7 choices of weights in 4 orbits meet the hypotheses"
    found = exhaustive.study("second-order-saddles", [(1, 1, 1, 1)], ("x",), scope).run()
    assert [e.outcome.value for e in found.evidence] == ["fails"]


def test_the_image_is_not_refuted_for_an_activation_onto_all_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the identity every output is reached, and there is nothing to certify: undecided."""
    X, _, pieces = section4.one_sided()
    monkeypatch.setattr(section4, "one_sided", lambda: (X, [], pieces[1:]))
    assert verdict("section-4-convex-image") == "undecided"


@pytest.mark.parametrize(
    "claim", ["theorem-8-local-minima", "theorem-8-saddles", "theorem-8-every-critical-point", "lemma-19-first-half"]
)
def test_a_point_outside_the_hypotheses_is_no_evidence(monkeypatch: pytest.MonkeyPatch, claim: str) -> None:
    """Where an instance is not critical any more nothing is said about it: the row is undecided, not confirmed."""
    one = M([[1]])
    monkeypatch.setattr(
        theorem8, "instances", replaced(theorem8.instances(), "both-deficient", DeepLinearNetwork([one, one], one, one * 2))
    )
    name, _, half = lemma19.instances()[0]
    monkeypatch.setattr(
        lemma19, "instances", replaced(lemma19.instances(), name, DeepLinearNetwork([one, one], one, one * 2), half)
    )
    assert verdict(claim) == "undecided"


def test_a_degenerate_point_is_no_evidence_for_lemma_11(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lemma 11 is about non-degenerate points: with a degenerate one among its instances the row is undecided."""
    monkeypatch.setattr(section6, "points", replaced(section6.points(), "best", introduction.example()))
    assert verdict("lemma-11") == "undecided"


def test_another_loss_has_to_be_critical_and_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    """The linear loss E pulls the other way at these points: it rises along the lines, and nothing is confirmed."""
    monkeypatch.setattr(lemma19, "OTHER_LOSS", "e")
    assert verdict("lemma-19-other-losses") == "undecided"
