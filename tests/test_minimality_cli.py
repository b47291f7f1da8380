"""Polynomial problems on the command line, in Python and in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import corpus_losses as losses
import pytest
from click.testing import CliRunner
from corpus_polynomials import VALID
from make_minimality_certificates import FOLDER

import exactcheck
from exactcheck.checker import LOSS_RULES, POLYNOMIAL_RULES, check_text
from exactcheck.cli import cli
from exactcheck.errors import InputError
from exactcheck.explanation import explain
from exactcheck.explanation.losses import LOSS_EXPLAINERS
from exactcheck.explanation.polynomials import POLYNOMIAL_EXPLAINERS, PROOFS
from exactcheck.inputs import read_problem_file


def problem(folder: Path, text: str, **point: object) -> str:
    path = folder / "problem.json"
    path.write_text(json.dumps({"polynomial": text, "point": point}), encoding="utf-8")
    return str(path)


def test_classify_writes_verifies_and_explains(tmp_path: Path) -> None:
    """The certificate of Peano's polynomial goes through classify, verify --against and explain."""
    file, out = problem(tmp_path, "(y - x^2)*(y - 3*x^2)", x=0, y=0), str(tmp_path / "peano.cert.json")
    run = CliRunner().invoke(cli, ["classify", file, "--out", out])
    assert run.exit_code == 0, run.output
    assert run.output.startswith("higher-order-saddle\n")
    assert CliRunner().invoke(cli, ["verify", out, "--against", file]).exit_code == 0
    told = CliRunner().invoke(cli, ["explain", out])
    assert told.exit_code == 0
    assert "Along the curve x = t; y = 2*t^2" in told.output
    other = problem(tmp_path, "(y - x^2)*(y - 2*x^2)", x=0, y=0)
    assert CliRunner().invoke(cli, ["verify", out, "--against", other]).exit_code == 1


def test_undecided_is_said_once(tmp_path: Path) -> None:
    """The verdict, then what was tried and what is open on lines of their own."""
    run = CliRunner().invoke(cli, ["classify", problem(tmp_path, "(x^2 - 2*y^2)^2 - y^6", x=0, y=0)])
    first, empty, tried, left, last = run.output.splitlines()
    assert (first, empty, last) == ("undecided", "", "There is no certificate.")
    assert tried.startswith("tried: quadratic form and the rest, ")
    assert left == "open: is 0 a local minimum of -y^6 + 4*y^4 - 4*x^2*y^2 + x^4?"
    assert run.output.count("undecided") == 1


def test_json_output(tmp_path: Path) -> None:
    """The JSON has the kind and a certificate that the checker accepts; undecided ones say what was tried instead."""
    run = CliRunner().invoke(cli, ["classify", "--json", problem(tmp_path, "x^2 - x^3", x=0)])
    found = json.loads(run.output)
    assert found["kind"] == "spurious-local-minimum"
    assert check_text(json.dumps(found["certificate"])).status == "valid"
    run = CliRunner().invoke(cli, ["classify", "--json", problem(tmp_path, "(x^2 - 2*y^2)^2 - y^6", x=0, y=0)])
    found = json.loads(run.output)
    assert run.exit_code == 0
    assert (found["kind"], found["certificate"]) == ("undecided", None)
    assert found["tried"]
    assert found["reduced"]


@pytest.mark.parametrize(("document", "message"), [
    ({"polynomial": "x"}, '"point" is missing'),
    ({"polynomial": 3, "point": {"x": 0}}, "expected text"),
    ({"polynomial": "x", "point": {}}, "expected an object"),
    ({"polynomial": "x", "point": [0]}, "expected an object"),
    ({"polynomial": "x", "point": {"x": 0.5}}, "point.x"),
    ({"polynomial": "x", "point": {"x": "1/0"}}, "point.x"),
    ({"polynomial": "x", "point": {"x": 0}, "Z": 1}, 'unknown member "Z"'),
])
def test_wrong_problem_files(tmp_path: Path, document: object, message: str) -> None:
    """What is no polynomial at a rational point is refused with its place."""
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_problem_file(path)


def test_wrong_text_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    """A polynomial outside the grammar ends in one line that names the file and the column."""
    run = CliRunner().invoke(cli, ["classify", problem(tmp_path, "x^2 + __import__('os')", x=0)])
    assert run.exit_code == 2
    assert run.output.count("\n") == 1
    assert "problem.json: the point gives no value for __import__, os" in run.output
    run = CliRunner().invoke(cli, ["classify", problem(tmp_path, "x^2 + 3*xy", x=0, y=0)])
    assert "gives no value for xy (a polynomial has variables, no functions); write x*y for a product" in run.output
    run = CliRunner().invoke(cli, ["classify", problem(tmp_path, "w_1^2", w1=0)])
    assert 'gives no value for w_1 (a polynomial has variables, no functions); did you mean "w1"?' in run.output
    run = CliRunner().invoke(cli, ["classify", problem(tmp_path, "x^2 + (1/2 x)", x=0)])
    assert (run.exit_code, run.output.count("\n")) == (2, 1)
    assert "problem.json: polynomial: column 12: found 'x', expected an operator or ); write * between factors" in run.output
    run = CliRunner().invoke(cli, ["openness", problem(tmp_path, "x^2", x=0)])
    assert (run.exit_code, 'found a polynomial (for "exactcheck classify")' in run.output) == (2, True)


def test_the_examples_of_the_help_are_problems(tmp_path: Path) -> None:
    """Each problem in ``classify --help`` is classified as it stands."""
    text = CliRunner().invoke(cli, ["classify", "--help"]).output
    examples = re.findall(r':\n(    {.*\n(?:     ".*\n)*)', text)
    assert len(examples) == 4
    for example in examples:
        (tmp_path / "example.json").write_text(example, encoding="utf-8")
        run = CliRunner().invoke(cli, ["classify", str(tmp_path / "example.json"), "--json"])
        assert (run.exit_code, json.loads(run.stdout)["kind"] != "undecided") == (0, True), run.output


def test_python_name() -> None:
    """``exactcheck.classify_polynomial`` is the function of the reference."""
    assert exactcheck.classify_polynomial("x^2 + y^4", {"x": 0, "y": 0}).kind == "global-minimum"


def test_every_rule_has_an_explanation() -> None:
    """Every claim about a polynomial or a loss and every proof rule is explained."""
    from exactcheck.checker import PROOFS as RULES_OF_PROOFS

    assert set(POLYNOMIAL_EXPLAINERS) == {(kind, rule) for kind, (_, rules) in POLYNOMIAL_RULES.items() for rule in rules}
    assert set(LOSS_EXPLAINERS) == {(kind, rule) for kind, (_, rules) in LOSS_RULES.items() for rule in rules}
    assert set(PROOFS) == set(RULES_OF_PROOFS)


@pytest.mark.parametrize("name", losses.VALID)
def test_explanations_of_losses(name: str) -> None:
    """Every valid certificate about a loss is explained, with its data and its point."""
    words = explain(json.loads((FOLDER / "network-loss" / "valid" / f"{name}.json").read_text(encoding="utf-8")))
    assert "The loss f is " in words
    assert "and the point p is" in words


@pytest.mark.parametrize("name", VALID)
def test_explanations_of_the_corpus(name: str) -> None:
    """Every valid certificate of the corpus is explained, with its polynomial and its point."""
    words = explain(json.loads((FOLDER / "polynomial" / "valid" / f"{name}.json").read_text(encoding="utf-8")))
    assert "The point p: " in words
    assert len(words.splitlines()) > 5
