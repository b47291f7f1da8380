"""The audit's rows of sections 2 and 3 and of Appendix B: verdicts follow their instances, misprints and gaps are computed."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from exactcheck.errors import DisagreementError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.paper import appendix_b, exhaustive, orthogonal, pairs, proposition18, section2, section3
from exactcheck.paper.registry import CLAIMS
from exactcheck.paper.study import Claim, Outcome, Study, Verdict, all_studies
from exactcheck.sweep import run

ROWS = {claim.id: claim for claim in (*section2.CLAIMS, *section3.CLAIMS, *appendix_b.CLAIMS)}


def judged(claim: Claim, *studies: Study) -> Verdict:
    """The verdict of a claim on other studies than its own."""
    found = {study.name: study.run() for study in studies}
    return Claim(claim.id, "", "", claim.assertions, studies, claim.recorded, claim.slip, claim.steps).judge(found).verdict


def pair(W1: list[list[int]], W2: list[list[int]]) -> Study:
    return Study("another", partial(pairs.examine, "test", "test", "another", W1, W2))


def test_the_verdicts_are_the_recorded_ones() -> None:
    """Each row on its own studies."""
    found = {study.name: study.run() for study in all_studies(ROWS.values())}
    assert {name: claim.judge(found).verdict for name, claim in ROWS.items()} == {n: claim.recorded for n, claim in ROWS.items()}


#: A row, a pair that breaks it, and what it becomes there.
BROKEN: list[tuple[str, list[list[int]], list[list[int]], Verdict]] = [
    ("section-2-example", [[1], [2]], [[0, 0]], Verdict.REFUTED),  # not open in the range either
    ("section-2-example", [[1], [2]], [[1]], Verdict.UNDECIDED),  # the range is the whole space
    ("proposition-4-parenthesis", [[0]], [[0]], Verdict.CONFIRMED),  # the parenthesis matters only where b > 0
    ("theorem-5-different-ranks", [[1], [2]], [[1, 1]], Verdict.REFUTED),
    ("theorem-5-i-and-ii", [[1], [2]], [[1, 1]], Verdict.CONFIRMED),
    ("theorem-5-i-and-ii-full-rank-case", [[1]], [[1]], Verdict.REFUTED),
    ("theorem-5-equal-ranks-full-rank-case", [[1]], [[1]], Verdict.REFUTED),
    ("rate-of-delta", [[1], [2]], [[1, 1]], Verdict.CONFIRMED),
    ("remark-1-both-full", [[1], [1]], [[0, 0]], Verdict.REFUTED),
    ("remark-1-one-full", [[1], [1]], [[1, 0]], Verdict.REFUTED),
    ("lemma-16", [[1], [1]], [[0, 0]], Verdict.REFUTED),  # without equal ranks
    ("theorem-5", [[1], [1]], [[0, 0]], Verdict.REFUTED),
]


@pytest.mark.parametrize(("name", "W1", "W2", "verdict"), BROKEN)
def test_another_pair_changes_the_row(name: str, W1: list[list[int]], W2: list[list[int]], verdict: Verdict) -> None:
    """No verdict is stored: at a pair without the hypothesis, or without the flaw, the row reads otherwise."""
    assert judged(ROWS[name], pair(W1, W2)) is verdict
    assert verdict is not ROWS[name].recorded


#: A row of section 2, another instance, and what it becomes there.
OTHER: list[tuple[str, Any, Verdict]] = [
    # at an open pair the definition with exchanged radii tells nothing apart
    ("section-2-definition", partial(section2._definition, [[0]], [[0]]), Verdict.CONFIRMED),
    ("section-2-composition", partial(section2._composition, "x", [[1], [0]], [[0, 1]], False), Verdict.UNDECIDED),
    ("section-2-composition-wrong-space", partial(section2._composition, "x", [[1], [0]], [[1, 1]], True), Verdict.CONFIRMED),
    # not a local minimum above; a map that is not open; a loss for which the image is a minimum
    ("observation-1", partial(section2._observation, "x", [[0]], [[1]], "(z - 1)^2", {"z": "a0*b0"}), Verdict.UNDECIDED),
    ("observation-1", partial(section2._observation, *section2._NOT_OPEN), Verdict.UNDECIDED),
    ("observation-1-needs-openness",
     partial(section2._observation, "x", [[1], [0]], [[0]], "x^2 + y^2", {"x": "a0*b0", "y": "a1*b0"}), Verdict.REFUTED),
    ("remark-1-example", partial(section3.printed_perturbation, [[1], [0]], [[0, 0]]), Verdict.UNDECIDED),
    ("remark-1-example", partial(section3.printed_perturbation, [[1], [1]], [[1, 0]]), Verdict.UNDECIDED),
    ("example-2", partial(section2._minima, "x", "(w^2 - 1)^2", "w^2", "(z - 1)^2", ({"w": 0}, {"w": 1})), Verdict.REFUTED),
    ("example-2", partial(section2._minima, *section2._ORBIT), Verdict.REFUTED),  # local minima, but not global
    ("example-3", partial(section2._minima, "x", "(v*w - 1)^2", "v*w", "(z - 1)^2", ({"v": 1, "w": 1}, {"v": 0, "w": 0})),
     Verdict.REFUTED),
]


@pytest.mark.parametrize(("name", "run", "verdict"), OTHER)
def test_another_instance_changes_the_row(name: str, run: Any, verdict: Verdict) -> None:
    """The rows of section 2, and Remark 1's example, follow their instances, too."""
    assert judged(ROWS[name], Study("another", run)) is verdict
    assert verdict is not ROWS[name].recorded


def test_the_bracket_of_the_square_follows_delta(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a delta that is too large for epsilon the bracket of Example 2 does not hold, and the row is refuted."""
    monkeypatch.setattr(section2, "_SQUARES", ((1, Fraction(1, 2), Fraction(1)),))
    assert judged(ROWS["example-2-open"], *ROWS["example-2-open"].studies) is Verdict.REFUTED


def test_a_certificate_about_another_pair_is_noticed() -> None:
    """Facts are read only from parts about the instance, and about openness in the range."""
    W1, W2 = M([[1], [2]]), M([[1, 1]])
    claim = dict(pairs.proof(W1, W2)[0])
    assert pairs.facts(claim, W1, W2).is_open
    with pytest.raises(DisagreementError, match="another pair"):
        pairs.facts(claim, M([[2], [2]]), W2)
    with pytest.raises(DisagreementError, match="another pair"):
        pairs.facts({**claim, "parts": [*claim["parts"][:-1], pairs.proof(M([[2], [2]]), W2)[0]["parts"][-1]]}, W1, W2)
    with pytest.raises(DisagreementError, match="in the range"):
        pairs.facts({**claim, "parts": [claim["parts"][-1], *claim["parts"][1:]]}, W1, W2)


# -- Appendix B -------------------------------------------------------------------------------------------------------
def test_a_basis_beyond_the_bound_does_not_confirm_lemma_13(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the first rows as a basis, [1; 10] exceeds both bounds: the rows are left undecided."""
    monkeypatch.setattr(appendix_b, "bounded_column_basis", lambda V: (V.pivot_columns, None))
    study = next(study for study in appendix_b.BASES if study.name == "lemma-13/column")
    for name in ("lemma-13", "lemma-13-bound-1"):
        assert judged(ROWS[name], study) is Verdict.UNDECIDED


def test_the_bound_of_lemma_13_is_larger_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A basis with a coefficient between 1 and 2^(m - r - 1) confirms the lemma, not the better bound."""
    monkeypatch.setattr(appendix_b, "matrices", lambda: {"line": M([[1], [2], [0]])})
    monkeypatch.setattr(appendix_b, "bounded_column_basis", lambda V: ((0,), None))
    study = next(study for study in appendix_b.BASES if study.name == "lemma-13/line")
    assert judged(ROWS["lemma-13"], study) is Verdict.CONFIRMED
    assert judged(ROWS["lemma-13-bound-1"], study) is Verdict.UNDECIDED


def test_the_exchange_formula_is_right_by_chance_where_the_coefficients_agree() -> None:
    """For a_(m+1,i*) = a_(j,i*) = 1 the printed formula gives the same number."""
    assert judged(ROWS["lemma-13-exchange"], Study("x", partial(appendix_b._exchange, (1, 0), (1, 1)))) is Verdict.CONFIRMED


def test_rational_orthogonal_matrices_are_orthogonal() -> None:
    """Rotations and Cayley transforms, exactly; the decompositions are diagonal, nonnegative and ordered."""
    for Q in (orthogonal.rotation(3, 0, 2, 2, 1), orthogonal.rotation(4, 1, 3, 3, 2), orthogonal.cayley([[1, 2], [1]]),
              orthogonal.cayley([[1, 0, 1], [1, 0], [2]])):
        assert (Q.T @ Q - M.identity(Q.rows)).is_zero()
    assert all(orthogonal.is_diagonal(at.S) for at in orthogonal.instances().values())
    for entries in ([[1, 1], [0, 0]], [[-1, 0], [0, 0]], [[1, 0], [0, 2]], [[0, 0], [0, -1]]):
        assert not orthogonal.is_diagonal(M(entries))


def test_a_product_over_the_quadratic_field_is_two_products_over_q() -> None:
    """(A0 + A1 s)(B0 + B1 s) with s^2 = 2, transposes and rational factors included."""
    assert orthogonal.expand("A B - C", ["A", "B"], 2) == (
        "+ 1 A0 B0 + 2 A1 B1 - 1 C", "+ 1 A0 B1 + 1 A1 B0")
    assert orthogonal.expand("A^T C A", ["A"], 3) == ("+ 1 A0^T C A0 + 3 A1^T C A1", "+ 1 A0^T C A1 + 1 A1^T C A0")
    assert orthogonal.expand("C - D", [], 2) == ("+ 1 C - 1 D", "")


def studies_of(name: str) -> list[Study]:
    return [study for study in appendix_b.RATIONAL if study.name == f"singular-values/{name}"]


def test_a_decomposition_that_is_none_confirms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an S that is not diagonal, Lemmas 14 and 15 are not confirmed at the instance."""
    at = orthogonal.instances()["open-full"]
    wrong = orthogonal.Decomposed(at.W1, at.W2, M.identity(3), M.identity(4))
    monkeypatch.setattr(orthogonal, "instances", lambda: {"open-full": wrong})
    for name in ("lemma-14", "lemma-15"):
        assert judged(ROWS[name], *studies_of("open-full")) is Verdict.REFUTED


def test_the_index_of_lemma_17_is_a_misprint_only_for_wide_products(monkeypatch: pytest.MonkeyPatch) -> None:
    """Transposed, m >= n: then the rows r + 1 to n exist, and are 0."""
    at = orthogonal.instances()["open-full"]
    tall = orthogonal.Decomposed(at.W2.T, at.W1.T, at.V, at.U)
    monkeypatch.setattr(orthogonal, "instances", lambda: {"open-full": tall})
    assert judged(ROWS["lemma-17"], *studies_of("open-full")) is Verdict.CONFIRMED


def test_lemma_17_needs_i_and_ii() -> None:
    """At a pair without them nothing is claimed, and nothing is confirmed."""
    assert judged(ROWS["lemma-17"], *studies_of("not-open")) is Verdict.UNDECIDED


def test_the_pair_over_the_quadratic_field_is_not_rational(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its U is irrational; without the irrational part it is not orthogonal, and nothing is confirmed."""
    relations, irrational = orthogonal.quadratic()
    assert not relations.matrices["U1"].is_zero()
    assert not relations.matrices["U0"].is_zero()
    relations.matrices["U1"] = M.zeros(3, 3)
    monkeypatch.setattr(orthogonal, "quadratic", lambda: (relations, irrational))
    for name in ("lemma-14", "lemma-15", "lemma-17"):
        assert judged(ROWS[name], appendix_b.FIELD) is Verdict.UNDECIDED


def test_the_steps_of_proposition_18_fail_where_they_are_known_to() -> None:
    """|T| with two null vectors, the missing cross term, the basis without the first column; and nowhere else."""
    failing = {(study.name.split("/")[1], e.assertion) for study in appendix_b.CONSTANTS for e in study.run().evidence
               if e.assertion in appendix_b.STEPS and e.outcome is Outcome.FAILS}
    assert failing == {("two-columns-added", proposition18.STEP_T), ("cross-term", proposition18.STEP_D2),
                       ("other-basis", proposition18.STEP_BASIS)}
    sound = [study for study in appendix_b.CONSTANTS if study.name.split("/")[1] in ("one-column-added", "skew", "full-rank")]
    assert judged(ROWS["proposition-18-constants"], *sound) is Verdict.CONFIRMED


def test_the_perturbations_of_proposition_18_are_of_the_size_of_delta() -> None:
    """The instances are no easy ones: all are at a distance of at least 3/4 of delta, and of the largest possible rank."""
    for setting in proposition18.settings().values():
        distance = (setting.Z - setting.S).norm_squared()
        assert (Fraction(3, 4) * setting.delta) ** 2 <= distance <= setting.delta**2
        assert setting.Z.rank <= setting.W1.columns


def test_the_cross_term_is_the_one_in_numbers() -> None:
    """|D2|^2 = 10101/5000 > 10001/5000 = |T|^2 + C^2 |A1|^2 + |T|^2 |A2|^2."""
    s = proposition18.settings()["cross-term"]
    made = proposition18.printed_factors(s)
    assert made["D2"].norm_squared() == Fraction(10101, 5000)
    T, C = s.T.norm_squared(), s.W2.norm_squared()
    assert T + C * made["A1"].norm_squared() + T * made["A2"].norm_squared() == Fraction(10001, 5000)


def test_a_larger_delta_does_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """With delta = sigma/2 for a small epsilon the factors are not within epsilon, and the row says so."""
    monkeypatch.setattr(proposition18.Setting, "mu", property(lambda s: Fraction(0)))
    assert judged(ROWS["proposition-18-constants"], appendix_b.CONSTANTS[0]) is Verdict.REFUTED


def test_claims_depend_on_claims_and_earlier_text() -> None:
    """What a row of these sections depends on is a row, and not itself."""
    known = {claim.id for claim in CLAIMS}
    for claim in ROWS.values():
        assert set(claim.depends) <= known - {claim.id}


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.general], ids=lambda claim: claim.id)
def test_a_general_proof_is_where_the_row_says(claim: Claim) -> None:
    """The page of the docs exists, and has that section."""
    page, _, section = claim.general.partition("#")
    text = (Path(__file__).parents[1] / "docs" / "explanation" / page).read_text(encoding="utf-8")
    headings = {re.sub(r"[^a-z0-9 -]", "", line.lstrip("#").strip().lower()).replace(" ", "-")
                for line in text.splitlines() if line.startswith("#")}
    assert section in headings


# -- sweeps -----------------------------------------------------------------------------------------------------------
SIX = ("all 81 pairs with entries in {-1, 0, 1}, shapes 2x1x2, in 6 orbits of the signed permutations; all meet the hypotheses; "
       "of the 6 that were decided, the ranks are equal at 4")


def test_a_sweep_is_read_case_by_case() -> None:
    """The facts about every pair come from the parts about it; at the 6 orbits of 2 x 1 x 2 pairs."""
    certificate = run("theorem-5", shapes=((2, 1, 2),), certificates=True).certificate()
    found = list(pairs.cases(certificate.claim["parts"]))
    assert len(found) == 6
    assert all(at.shape == (2, 1, 2) for at in found)
    assert {at.is_open for at in found if at.ranks[0] != at.ranks[1]} == {False}
    parts = certificate.claim["parts"]
    with pytest.raises(DisagreementError, match="another pair"):
        list(pairs.cases([parts[0], parts[7], *parts[2:]]))  # the ranks of the second pair


@pytest.mark.parametrize("name", ["theorem-5", "theorem-5-different-ranks", "lemma-16", "proposition-18"])
def test_the_sweep_of_theorem_5_settles_four_rows(name: str) -> None:
    """Each reads its own assertion off the same certificate (Proposition 18 without the steps of its proof)."""
    assertions = (pairs.EQUIVALENT, pairs.FOUR, pairs.NOT_OPEN, pairs.BOTH)
    study = exhaustive.study("theorem-5", ((2, 1, 2),), assertions, SIX, pairs.theorem_5)
    assert judged(ROWS[name], study) is Verdict.CONFIRMED
    assert (study.scope, study.command) == (SIX, "exactcheck sweep theorem-5 --shape 2x1x2")


def test_a_false_reading_is_seen_in_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were every rank called equal, the sweep would refute Theorem 5, and only the rows whose assertion fails."""
    certificate = run("theorem-5", shapes=((2, 1, 2),), certificates=True).certificate()
    facts = pairs.facts
    monkeypatch.setattr(pairs, "facts", lambda *args: replace(facts(*args), ranks=(1, 1, 1)))
    assert pairs.theorem_5(certificate.claim["parts"]) == (
        {pairs.EQUIVALENT: False, pairs.FOUR: False, pairs.NOT_OPEN: True, pairs.BOTH: True},
        "of the 6 that were decided, the ranks are equal at 6")
