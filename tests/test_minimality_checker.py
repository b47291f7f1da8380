"""The checker's part about polynomials: every rule accepts and rejects (test_checker_rules.py disables every check in turn)."""

from __future__ import annotations

import corpus_losses as losses
import corpus_polynomials as corpus
import pytest
from corpus import certificate
from make_minimality_certificates import CORPORA, FOLDER, committed, files

from exactcheck import checker
from exactcheck.certificate import canonical_text

FILES = files()


def test_committed_corpus_is_what_the_script_writes() -> None:
    """The committed files are reproduced byte for byte, none is missing and none is left over."""
    assert {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in committed()} == FILES


@pytest.mark.parametrize("path", sorted(FILES))
def test_status(path: str) -> None:
    """Every file of the corpus has the status of its folder, and a rejection has a reason of one line."""
    result = checker.check_text(FILES[path])
    assert result.status == path.split("/")[1], result.reason
    assert (result.claim if result.status == "valid" else result.reason).count("\n") == 0


@pytest.mark.parametrize(("name", "table"), [("polynomial", checker.POLYNOMIAL_RULES), ("network-loss", checker.LOSS_RULES)])
def test_every_rule_accepts_and_rejects(name: str, table: dict[str, tuple[object, dict[str, object]]]) -> None:
    """No claim kind and rule is without a valid and an invalid certificate."""
    for group in (CORPORA[name].VALID, CORPORA[name].INVALID):
        kinds = {(claim["kind"], witness["rule"]) for claim, witness in group.values()}
        assert kinds >= {(kind, rule) for kind, (_, rules) in table.items() for rule in rules}


def test_every_proof_rule_accepts_and_rejects() -> None:
    """No rule of a proof tree is without a valid and an invalid certificate."""
    for group in (corpus.VALID, corpus.INVALID):
        text = repr(group)
        assert all(f"'rule': '{rule}'" in text for rule in checker.PROOFS)


def about(terms: list[object], values: list[str], proof: dict[str, object]) -> str:
    variables = [f"x{i}" for i in range(len(values))]
    pair = ({"kind": "local-minimum", "objective": {"kind": "polynomial", "variables": variables, "terms": terms},
             "point": {"values": values}}, {"rule": "proof-tree", "proof": proof})
    return canonical_text(certificate(pair))


def loss(place: dict[str, object]) -> str:
    """A claim about a network, with a proof that fails only after the expansion."""
    return canonical_text(certificate(losses.pieces(place)))


EXPENSIVE = {
    "degree 79992": about([["1", [9999] * 8]], ["0"] * 8, corpus.ZERO),
    "expansion of x^9999 y^9999 z^9999": about([["1", [9999] * 3]], ["1/3", "2/7", "5"], corpus.ZERO),
    "3000 variables, all moved": about([["1", [1] * 3000]], ["1"] * 3000, corpus.ZERO),
    "a dense map into a high power": about([["1", [9000, 0]]], ["0", "0"], corpus.substitute(
        [[["1", [i, j]] for i in range(20) for j in range(20) if i + j], corpus.T("1:01")], corpus.ZERO)),
    "a product of long polynomials": about([["1", [1, 0]]], ["0", "0"], {
        "rule": "square-factor", "factor": corpus.T("1:00"),
        "square": [[str(10 ** 40 + i), [i, j]] for i in range(60) for j in range(60)]}),
    "sixty layers that square": loss(losses.net(" & ".join(["1"] * 60), " & ".join([losses.SQUARE] * 60), losses.ITSELF)),
    "a piece without proof for each of 2^200 patterns": loss(losses.net(
        "; ".join(["0"] * 200), losses.RELU, losses.ITSELF, "; ".join(["0"] * 200))),
    "an activation of degree 50000": loss(losses.net("1 1 1", "0 " * 50000 + "1", losses.ITSELF, "0", "1; 1; 1")),
    "wide layers": loss(losses.net("; ".join(["1 1"] * 300), losses.SQUARE, losses.HALF_SQUARE, "; ".join(["0 " * 300] * 300),
        "; ".join(["1 " * 300] * 2))),
    "weights of 30 digits": about([["1", [2]]], ["0"], corpus.substitute([corpus.T("1:1")], corpus.weighted(
        [10 ** 29], 10 ** 29 * 2, [[["1", [1]]]], corpus.I(1), corpus.I(1)))),
}


@pytest.mark.parametrize("name", EXPENSIVE)
def test_bounded_work(name: str) -> None:
    """Short documents that ask for huge polynomials end in a rejection, or at the limit on elementary operations."""
    result = checker.check_text(EXPENSIVE[name], checker.Limits(work=2 * 10**8))
    assert result.status in ({"limit", "invalid"} if name != "weights of 30 digits" else {"valid"}), result


def test_long_polynomials_are_not_printed() -> None:
    """A claim about a polynomial of many terms names its size instead."""
    terms = [["1", [i, j]] for i in range(12) for j in range(12) if i + j > 2]
    at = checker.check_text(canonical_text(certificate(({"kind": "critical-point", "objective": {
        "kind": "polynomial", "variables": ["x", "y"], "terms": terms}, "point": {"values": ["0", "0"]}}, {"rule": "gradient"}))))
    assert at.claim == f"the point is critical for a polynomial in 2 variables with {len(terms)} terms at x = 0, y = 0"
