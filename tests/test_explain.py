"""Explanations: every rule has one, what it shows is so, and only checked certificates get one."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_certificates import VALID
from strategies import random_critical_point, seeds

from exactcheck import checker, landscape
from exactcheck.certificate import Certificate, issue
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.spectrum import spectrum
from exactcheck.exact.subspace import intersection
from exactcheck.exact.symmetric import inertia
from exactcheck.explanation import EXPLAINERS, explain
from exactcheck.explanation.text import decimal, equation, form, matrix, number, polynomial, polynomial_matrix, root, table
from exactcheck.landscape import DeepLinearNetwork
from exactcheck.landscape import claims as about_points
from exactcheck.openness import claims as about_matrices
from exactcheck.openness import local_openness, not_open_in_all_matrices
from exactcheck.openness.pair import Pair
from exactcheck.paper.introduction import example
from exactcheck.paper.theorem12 import construction
from exactcheck.paper.third_example import third_example

Proof = about_matrices.Proof


def proof(certificate: Certificate) -> Proof:
    return dict(certificate.claim), dict(certificate.witness)


def opened(W1: list[list[int]], W2: list[list[int]]) -> Proof:
    return proof(local_openness(M(W1), M(W2)).verdict_certificate())


def parts(W1: list[list[int]], W2: list[list[int]], kind: str) -> list[Proof]:
    whole = local_openness(M(W1), M(W2)).certificate()
    return [(part, witness) for part, witness
            in zip(whole.claim["parts"], whole.witness["witnesses"], strict=True) if part["kind"] == kind]


def network(weights: list[list[list[int]]], Y: list[list[int]], X: list[list[int]] | None = None) -> DeepLinearNetwork:
    return DeepLinearNetwork([M(W) for W in weights], "identity" if X is None else M(X), M(Y))


EYE = [[2, 0], [0, 1]]
H = M([[2, 1, 0], [1, 1, 0], [0, 0, 0]])
INTRODUCTION = example()
FITTED = network([[[1, 0]], [[1], [0]]], [[1, 0, 1], [0, 0, 0]], [[1, 0, 1], [0, 1, 0]])
TRUNCATED = network([[[1, 0]], [[2], [0]]], [[2, 0], [0, 1]])
TWO_LAYER_SADDLE = network([[[0, 0]], [[1], [0]]], [[0, 0], [0, 1]])

#: A proof by every rule; some rules have cases of their own.
PROOFS: dict[str, Proof] = {
    "rank": about_matrices.rank(M([[1, 2], [2, 4]])),
    "rank of 0": about_matrices.rank(M([[0, 0]])),
    "full column rank": about_matrices.rank(M([[1], [2]])),
    "null space": about_matrices.null_space(M([[1, 2], [2, 4]])),
    "intersection": about_matrices.subspace_intersection(intersection(M([[1, 1]]), M([[1, 1], [-1, 0]]))),
    "no intersection": about_matrices.subspace_intersection(intersection(M([[1], [1]]), M([[0, 0]]))),
    "pair ranks": about_matrices.pair_ranks(Pair(M([[1, 2]]), M([[2], [-1]]))),
    "inertia": ({"kind": "inertia", "matrix": H.to_document(), "positive": 2, "negative": 0, "zero": 1},
                inertia(H).witness()),
    "spectrum": ({"kind": "spectrum", "matrix": H.to_document(), "eigenvalues": spectrum(H).claim_member()},
                 spectrum(H).witness()),
    "right inverse": opened([[1, 0, 1]], [[1], [0], [0]]),
    "right inverse, quadratic": opened([[0, 0, 0]], [[1, 0], [0, 0], [0, 0]]),
    "left inverse": opened([[1, 0], [0, 0], [0, 0]], [[1], [0]]),
    "left inverse, quadratic": opened([[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]], [[0], [0], [0]]),
    "Schur": opened([[1, 2, 0], [0, 0, 0]], [[1, 0, 0], [0, 0, 0], [0, 0, 0]]),
    "Schur, rank k": opened([[1], [2]], [[1, 1]]),
    "Schur, rank 0": opened([[0], [0]], [[0, 0]]),
    "not open, a": opened([[1], [1]], [[0, 0]]),
    "not open, b": opened([[0], [0]], [[1, 1]]),
    "not open, a and b": opened([[1, 0], [0, 0]], [[0, 0], [1, 0]]),
    "not open in all matrices": proof(not_open_in_all_matrices(M([[1], [2]]), M([[1, 1]]))),
    "a completion on the left": parts([[1], [1]], [[0, 0]], "completion")[0],
    "no completion on the right": parts([[1], [1]], [[0, 0]], "completion")[1],
    "no completion on the left": parts([[0], [0]], [[1, 1]], "completion")[0],
    "a completion on the right": parts([[0], [0]], [[1, 1]], "completion")[1],
    "critical": about_points.critical_point(INTRODUCTION),
    "not critical": about_points.not_critical(network([[[1, 0]], [[1], [0]]], [[2, 0], [0, 1]])),
    "Hessian inertia": about_points.hessian_inertia(INTRODUCTION),
    "Hessian spectrum": about_points.hessian_spectrum(INTRODUCTION),
    "Taylor": about_points.taylor_expansion(INTRODUCTION, [M([[0, 1]]), M([[1]]), M([[0], [1]])]),
    "kernel forms": about_points.kernel_forms(INTRODUCTION),
    "kernel forms, long": about_points.kernel_forms(construction((2, 1, 2, 2, 1, 2), 1, 4), (4, 5)),
    "kernel forms, large": about_points.kernel_forms(construction((3, 3, 1, 3, 1, 3), 2, 4), (4,)),
    "kernel forms, nonsingular": about_points.kernel_forms(network([[[1]]], [[1]])),
    "line minimum": about_points.line_minimum(INTRODUCTION),
    "line minimum, data": about_points.line_minimum(network([[[1, 0]], [[0]], [[1], [0]]], [[0, 0], [0, 1]], EYE)),
    "line minimum, moving": about_points.line_minimum(third_example()),
    "line minimum, large": about_points.line_minimum(construction((3, 3, 1, 1, 3), 2, 3)),
    "line minimum, nonsingular": (
        {"kind": "line-minimum", **about_points.shared_members(network([[[1]]], [[1]]))},
        {"rule": "half-square", "congruence": M([[1]]).to_document(), "null-space": M.zeros(1, 0).to_document()}),
    "Hessian 0": about_points.hessian_inertia(network([[[0]], [[0]], [[0]]], [[1]])),
    "not a line minimum": about_points.line_minimum(construction((2, 1, 2, 1, 2), 1, 3)),
    "second-order saddle": about_points.second_order_saddle(TWO_LAYER_SADDLE),
    "higher-order saddle": about_points.higher_order_saddle(INTRODUCTION),
    "not a local minimum": about_points.not_local_minimum(INTRODUCTION),
    "not a local maximum": about_points.not_local_maximum(INTRODUCTION),
    "global minimum, residual": about_points.global_minimum(FITTED),
    "global minimum, Eckart-Young": about_points.global_minimum(TRUNCATED),
    "not a global minimum": about_points.not_global_minimum(INTRODUCTION),
    "equal ranks": VALID["locally-open.equal-ranks.corner"],
    "equal ranks, linear": VALID["locally-open.equal-ranks.inner-size"],
    "bounded basis": VALID["bounded-basis.coefficients.plane"],
    "bounded basis of 0": VALID["bounded-basis.coefficients.rank-0"],
    "bounded basis, all rows": VALID["bounded-basis.coefficients.all-rows"],
    "relations": VALID["matrix-relations.arithmetic.factorization"],
    "image": VALID["image-not-convex.opposite-signs.two-samples"],
    "relations over a quadratic field": VALID["matrix-relations.arithmetic.sqrt-2"],
}


def document(given: Proof) -> dict[str, object]:
    claim, witness = given
    return {"format": "exactcheck-certificate", "version": 1, "claim": claim, "witness": witness}


def test_every_rule_of_the_checker_is_explained_and_tried_here() -> None:
    """The table of explanations and the samples below both cover exactly the checker's rules."""
    rules = {(kind, rule) for kind, (_, by_rule) in checker.RULES.items() for rule in by_rule}
    assert set(EXPLAINERS) == rules
    assert {(claim["kind"], witness["rule"]) for claim, witness in PROOFS.values()} == rules


@pytest.mark.parametrize("name", PROOFS)
def test_an_explanation_states_the_claim_and_is_laid_out(name: str) -> None:
    """It begins with the sentence that the checker proves, keeps to the width, without gaps or traces of Python."""
    claim, witness = PROOFS[name]
    text = explain(document((claim, witness)))
    sentence = checker.check_text(json.dumps(document((claim, witness)))).claim
    head, body = text.split("\n\n", 1)
    assert sentence in " ".join(head.split())
    assert f"Rule:    {witness['rule']}" in head
    assert len(body) > 100
    assert max(len(line) for line in text.splitlines()) <= 115
    assert "Fraction(" not in text
    assert "\n\n\n" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


#: What a person wants to see, by sample.
SHOWN = {
    "rank": ["N = [ 2]", "A N = 0", "rank A = 1"],
    "rank of 0": ["A is 0, so its rank is 0: its null space is the whole space"],
    "full column rank": ["The null space of A is 0"],
    "intersection": ["rank B - rank A B = 2 - 1 = 1"],
    "inertia": ["H has 2 positive, 0 negative and 1 zero eigenvalues"],
    "spectrum": ["λ = 0, multiplicity 1", "p(λ) = 1 - 3λ + λ²"],
    "right inverse": ["W1 K = [1  0  1] [1] = [1]", "δ = ε/‖K‖ will do", "‖K‖ = 1", "W1' W2' = "],
    "right inverse, quadratic": [
        "E W2 = 0, W1 K1 = 0, E K0 = 0, W1 K0 + E K1 = I", "(‖E‖ = 1)", "δ <= ε²",
        "W1' W2' = [0  1/10  0] [   1  0] = [1/100  0]"],
    "left inverse": ["K W2 = ", "W1' = W1 + (Z' - Z) K"],
    "left inverse, quadratic": ["W1 E = 0, K1 W2 = 0, K0 E = 0, K0 W2 + K1 E = I", "δ <= ε²"],
    "Schur": ["rows I = {1} and columns J = {1}", "rank at most k - r = 3 - 1 = 2", "δ <= ε²"],
    "Schur, rank k": ["W1' = A' P⁻¹ and W2' = P Q'", "with a linear rate"],
    "Schur, rank 0": ["W1' = F N⁻¹ and W2' = N H"],
    "not open, a": ["has no factors with ‖W1' - W1‖ < 1/(‖KT‖‖T‖) = 1."],
    "not open, b": ["has no factors with ‖W2' - W2‖ < 1/(‖KS‖‖S‖)"],
    "not open in all matrices": ["it has rank 1 + 1 = 2 > 1 = k"],
    "no completion on the left": ["(W1 + D) W2 S = Z S + D W2 S = 0", "less than 1."],
    "critical": ["∂f/∂W₂ = W₃ᵀ G W₁ᵀ", "so the point is critical."],
    "not critical": ["Its entry in row 1, column 1 is -1, not 0"],
    "Taylor": ["f(W(t)) = ½( (t)² + (t²)² + (t²)² + (-1 + t³)² ) = ½ + ½t² - t³ + t⁴ + ½t⁶"],
    "kernel forms": ["A₁ = [x₁  x₂]   A₂ = [0]   A₃ = [x₃]", "order 3:  0"],
    "line minimum": ["the product does not move at all", "½‖P(W + tA) - P‖² >= 0", "need not be a local minimum"],
    "kernel forms, nonsingular": ["its kernel is 0"],
    "line minimum, data": ["½‖(P(W + tA) - P) X‖² >= 0"],
    "line minimum, nonsingular": ["There is no such A but 0"],
    "Hessian 0": ["H is 0: it has no positive, no negative and 3 zero eigenvalues."],
    "not a line minimum": ["½ - ½t⁴ + t⁶ + ½t⁸", "249/512"],
    "second-order saddle": ["second derivative in this direction is -1 < 0", "13/32"],
    "not a local minimum": [
        "  W₁(t) = [1  t]   W₂(t) = [t²]   W₃(t) = [1]", "  P(t) = [t²  t³]\n         [t³  t⁴]",
        "  Δ(t) = [t²       t³]\n         [t³  -1 + t⁴]", "Its lowest non-constant term is -½t⁴.",
        "½( (t²)² + (t³)² + (t³)² + (-1 + t⁴)² ) = ½ - ½t⁴ + t⁶ + ½t⁸", "at t = 1/2 the weights are",
        "the loss there is 249/512 = 0.486328... < 1/2.", "the point is not a local minimum."],
    "higher-order saddle": [
        "H has 1 positive, 0 negative and 4 zero", "is not a local minimum", "is not a local maximum"],
    "global minimum, residual": ["Δ Xᵀ = 0", "at least 0 = f(W)"],
    "global minimum, Eckart-Young": ["has rank at most r = 1", "f(W) = 1/2 is the global minimum"],
    "not a global minimum": ["< 1/2 = f(W): the point is not a global minimum."],
    "bounded basis": ["Its rows 1, 3 (counted from 1) are independent", "= A B,  A = [1  -1]", "is 1, at most 1."],
    "bounded basis of 0": ["the empty set is a basis"],
    "bounded basis, all rows": ["These are all its rows."],
    "relations": ["A B - Z = 0: multiply out.", "of Aᵀ A is 25:", "of 1/2 Z is 5/2, <= 5/2:", "of Z is 10, > 9:"],
    "relations over a quadratic field": ["Aᵀ A + 2 Bᵀ B - I = 0: multiply out."],
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_decisive_formulas_are_shown(name: str) -> None:
    """The lines that a person would redo by hand stand in the explanation, line breaks in prose aside."""
    text = explain(document(PROOFS[name]))
    flat = " ".join(text.split())
    for wanted in SHOWN[name]:
        assert wanted in text or " ".join(wanted.split()) in flat


@given(seeds)
@settings(deadline=None, derandomize=True, max_examples=25)
def test_the_number_to_check_is_smaller_at_random_saddles(seed: int) -> None:
    """At random points whose certificate has a motion, the printed loss is below the printed loss of the point."""
    found = landscape.classify(random_critical_point(Random(seed)))
    text = explain(found.certificate())
    assert max(len(line) for line in text.splitlines()) <= 130
    numbers = re.findall(r"the loss there is (\S+?)(?: = [0-9.]+)? ([<>]) (\S+)\.\n", text)
    assert bool(numbers) == (found.kind in ("second-order-saddle", "higher-order-saddle"))
    for value, relation, start in numbers:
        if "…" not in value + start:
            assert (Fraction(value) < Fraction(start)) == (relation == "<")
            assert Fraction(value) != Fraction(start)


def test_parts_of_a_conjunction_do_not_repeat_the_problem() -> None:
    """Each part has a heading; what it has in common with an earlier one is referred to."""
    makers = (about_points.critical_point, about_points.hessian_inertia, about_points.not_local_minimum)
    proofs = [make(INTRODUCTION, shared=True) for make in makers]
    text = explain(issue(*about_points.conjunction(INTRODUCTION, proofs)))
    assert "(3) not-a-local-minimum, by rule descent-curve\n" in text
    assert text.count("The loss is f(W) = ") == 1
    assert text.count("It begins as part (1).") == 2


def test_only_accepted_certificates_are_explained() -> None:
    """A wrong coefficient, a missing member and a limit are refused with the checker's reason."""
    claim, witness = PROOFS["not a local minimum"]
    with pytest.raises(InputError, match=r"\(invalid\): the lowest non-constant coefficient is not the stated one"):
        explain(document((claim, {**witness, "coefficient": "-1/3"})))
    with pytest.raises(InputError, match=r'\(malformed\): witness: the member "curve" is missing'):
        explain(document((claim, {"rule": "descent-curve"})))
    with pytest.raises(InputError, match="not a certificate document"):
        explain({"claim": object()})
    with pytest.raises(LimitError, match="elementary operations"):
        explain(document((claim, witness)), checker.Limits(work=10))


def test_texts_of_a_certificate_cannot_control_the_terminal() -> None:
    """Escape sequences in ``about`` are shown, not sent."""
    given = {**document(PROOFS["rank"]), "about": {"title": "\x1b[31mred\n\ud800"}}
    assert "About:   \\x1b[31mred\\n\\ud800\n" in explain(given)


def test_large_matrices_and_numbers_are_abbreviated() -> None:
    """More than 12 rows or columns, and numbers of many digits, are shortened, with their sizes."""
    text = explain(document(about_matrices.rank(M([[i * j for j in range(40)] for i in range(30)]))))
    assert "(30 x 40)" in text
    assert "⋯" in text
    assert "⋮" in text
    assert number(Fraction(10**50)) == "10000000…0000(51 digits)"
    for digits, shown in ((1, 9), (12, 5), (40, 3)):  # columns, one of them dots: fewer if they are wide
        lines = table([[f"{10**digits + i + j}" for j in range(40)] for i in range(5)], 5, 40)
        assert len(lines[1].split()) == shown
        assert max(map(len, lines)) <= 100
    claim = {"kind": "rank", "matrix": {"shape": [1, 2], "entries": [["1" + "0" * 10_000, "0"]]}, "rank": 1}
    long = explain(document((claim, {"rule": "null-space", "null-space": M([[0], [1]]).to_document()})))
    assert "10000000…0000(10001 digits)" in long


UP, DOWN = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅙": "1/6",
          "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}


def read_back(text: str, names: list[str]) -> dict[tuple[int, ...], Fraction]:
    """The polynomial that was printed."""
    terms: dict[tuple[int, ...], Fraction] = {}
    for sign, term in re.findall(r"(^-?|[+-] )(\S+(?: (?![+-])\S+)?)", text.replace("- ", "- ").strip()):
        found = re.fullmatch(rf"([0-9/]*|[{''.join(VULGAR)}]) ?((?:[a-zλ][{UP}{DOWN}]*)*)", term)
        assert found is not None, term
        value = Fraction(VULGAR.get(found[1], found[1] or "1")) * (-1 if "-" in sign else 1)
        key: list[int] = []
        for name, exponent in re.findall(rf"([a-zλ][{DOWN}]*)([{UP}]*)", found[2]):
            key += [names.index(name)] * int("".join(str(UP.index(c)) for c in exponent) or "1")
        terms[tuple(key)] = value
    return {key: value for key, value in terms.items() if value}


coefficients = st.fractions(min_value=-20, max_value=20, max_denominator=12)


@given(st.dictionaries(st.integers(0, 25), coefficients, max_size=6))
@settings(deadline=None, derandomize=True)
def test_polynomials_are_printed_exactly(terms: dict[int, Fraction]) -> None:
    """Reading the printed polynomial gives the coefficients back."""
    expected = {(0,) * exponent: value for exponent, value in terms.items() if value}
    assert read_back(polynomial(terms), ["t"]) == expected


monomials = st.lists(st.integers(0, 11), max_size=4).map(lambda key: tuple(sorted(key)))


@given(st.dictionaries(monomials, coefficients, max_size=6))
@settings(deadline=None, derandomize=True)
def test_forms_are_printed_exactly(terms: dict[tuple[int, ...], Fraction]) -> None:
    """The same for several variables with indices."""
    names = ["x" + "".join(DOWN[int(c)] for c in str(i)) for i in range(1, 13)]
    assert read_back(form(terms, names), names) == {key: value for key, value in terms.items() if value}


def test_matrices_are_aligned_and_roots_rounded_down() -> None:
    """Columns are aligned to the right; roots are exact where rational, else never too large."""
    assert matrix(M([[1, -20], [Fraction(1, 2), 3]])) == ["[  1  -20]", "[1/2    3]"]
    assert matrix(M.zeros(2, 0)) == ["(2 x 0: no entries)"]
    assert root(Fraction(9, 4)) == "3/2"
    assert root(Fraction(2)) == "√(2) ≈ 1.4142"
    assert root(Fraction(1, 10**5)) == "√(1/100000) ≈ 0.00316227"
    assert decimal(Fraction(2, 3), 3) == "0.666"


def test_matrices_that_are_too_wide_are_listed_by_their_entries() -> None:
    """Nothing is lost: nonzero entries one below the other, and a product of wide matrices piece by piece."""
    long = {exponent: M([[10**20 + exponent, 0], [0, 1]]) for exponent in range(4)}
    block = polynomial_matrix(long, 2, 2)
    assert max(map(len, block)) <= 80
    words = " ".join(" ".join(block).split())
    assert words == (f"the matrix with these entries, else 0: (1, 1) {10**20} + {10**20 + 1}t + {10**20 + 2}t² + "
                     f"{10**20 + 3}t³ (2, 2) 1 + t + t² + t³")
    many = {exponent: M([[10**9 + exponent] * 12] * 3) for exponent in range(2)}
    assert polynomial_matrix(many, 3, 12)[-1].strip() == "and 12 more"
    pieces = equation("A B = ", ["x" * 60], ["y" * 60]).splitlines()
    assert pieces == ["  A B =", "  " + "x" * 60, "  " + "y" * 60]
