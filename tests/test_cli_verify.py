"""``exactcheck verify``: one line per certificate, exit codes, comparison with a problem."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import ENVIRONMENT, PAIR, POINT, run, save

import exactcheck as ec
import exactcheck.auditing
import exactcheck.landscape


def test_verify_prints_one_line_per_certificate_and_a_summary(folder: Path) -> None:
    """The status word, the path and the claim; of a folder only what is not valid, unless all is asked for."""
    result = run("verify", ".", "--verbose")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0].startswith("valid: pair.cert.json: multiplication is not locally open in its range")
    assert lines[1].startswith("valid: point.cert.json: the point is a higher-order saddle")
    assert lines[2:] == ["2 certificates: 2 valid"]
    assert run("verify", "pair.cert.json", "point.cert.json").stdout == result.stdout
    assert run("verify", ".").stdout == "2 certificates: 2 valid\n"
    assert run("verify", ".", "pair.cert.json").stdout.splitlines() == [lines[0], lines[2]]
    save("other.cert.json", "{}")
    assert run("verify", ".").stdout.splitlines() == [
        'malformed: other.cert.json: document: the member "format" is missing',
        "3 certificates: 2 valid, 1 malformed"]
    Path("other.cert.json").unlink()
    assert run("verify", ".", "--quiet").stdout == ""
    documents = json.loads(run("verify", "pair.cert.json", "--json").stdout)
    assert [set(document) for document in documents] == [{"path", "status", "claim", "reason"}]


@pytest.mark.parametrize(("problem", "command"), [
    (POINT, "exactcheck classify"), (PAIR, "exactcheck openness"), ({"polynomial": "x", "point": {"x": 0}}, "exactcheck classify"),
])
def test_verify_of_a_problem_names_the_command_that_decides_it(folder: Path, problem: Any, command: str) -> None:
    """A problem is malformed as a certificate; the line says what it is and what to run."""
    save("problem.json", problem)
    result = run("verify", "problem.json")
    assert result.exit_code == 2
    assert result.stdout.startswith("malformed: problem.json: this is a problem, not a certificate; ")
    assert f"decide it with: {command} problem.json\n" in result.stdout
    save("neither.json", {"W3": []})
    assert 'the member "format" is missing' in run("verify", "neither.json").stdout


def test_verify_exit_codes_are_those_of_the_worst_certificate(folder: Path) -> None:
    """1 if one is invalid, else 2 if one is malformed, else 3 for a limit; each line says why."""
    false = json.loads(Path("point.cert.json").read_text())
    false["witness"]["descent"]["coefficient"] = "-1/3"
    save("false.cert.json", false)
    save("other.cert.json", {**false, "version": 2})
    save("huge.cert.json", Path("point.cert.json").read_text().replace('"0"', '"1' + "0" * 20_000 + '"', 1))
    result = run("verify", ".", "--quiet")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        "invalid: false.cert.json: the lowest non-constant coefficient is not the stated one")
    assert run("verify", "other.cert.json", "point.cert.json").exit_code == 2
    assert "version: found 2, expected version 1" in run("verify", "other.cert.json").stdout
    assert run("verify", "huge.cert.json", "point.cert.json").exit_code == 3
    assert run("verify", "huge.cert.json", "--max-digits", "30000").exit_code == 1
    assert run("verify", "point.cert.json", "--max-work", "10").exit_code == 3
    assert run("verify", "none.cert.json").exit_code == 2
    assert run("verify", "-", stdin=Path("pair.cert.json").read_text()).exit_code == 0
    summary = run("verify", ".").stdout.splitlines()[-1]
    assert summary == "5 certificates: 2 valid, 1 invalid, 1 malformed, 1 limit"


def test_verify_in_several_processes_gives_the_same_lines_in_the_same_order(folder: Path) -> None:
    """Enough files for the pool to start; limits are passed on and are each file's own."""
    text = Path("pair.cert.json").read_text()
    for i in range(200):
        save(f"many-{i:03}.cert.json", text if i % 50 else "{}")
    one, two = (run("verify", ".", "--jobs", jobs, "--max-work", "200000") for jobs in ("1", "2"))
    assert one.exit_code == two.exit_code == 2
    assert one.stdout == two.stdout
    assert one.stdout.endswith("202 certificates: 198 valid, 4 malformed\n")


def test_verify_against_a_problem(folder: Path) -> None:
    """A valid certificate about another problem is no invalid one, and told apart, also in a part of a conjunction."""
    assert run("verify", "point.cert.json", "--against", "point.json").exit_code == 0
    assert run("verify", "pair.cert.json", "--against", "pair.json").exit_code == 0
    cases = {
        "it is about another Y than the given problem": {**POINT, "Y": [[0, 0], [0, 2]]},
        "it is about another X than the given problem": {**POINT, "X": [[1, 0], [0, -1]]},
        "it is about another weights[1] than": {**POINT, "weights": [[[1, 0]], [[1]], [[1], [0]]]},
        "it is about the weights of a network, and the given problem is a pair W1, W2": PAIR,
    }
    for words, problem in cases.items():
        save("other.json", problem)
        result = run("verify", "point.cert.json", "--against", "other.json")
        assert result.exit_code == 1
        assert result.stdout.startswith("different problem: point.cert.json: the certificate is valid, but ")
        assert result.stdout.endswith("1 certificate: 1 different problem\n")
        assert words in result.stdout
    save("other.json", {"W1": [[1], [1]], "W2": [[0, 1]]})
    assert "in part 1 it is about another W2" in run("verify", "pair.cert.json", "--against", "other.json").stdout


@pytest.mark.parametrize(("member", "value", "named"), [
    ("X", [[0, 1, 3]], "X"),
    ("Y", [[0, 1, 3]], "Y"),
    ("weights", [[[1], [1]], [[1, 2]]], "weights[1]"),
    ("weights", [[[2], [1]], [[1, 2]]], "weights[0]"),
    ("biases", [[0, -4], [0]], "biases[0]"),
    ("biases", [[0, -3], [1]], "biases[1]"),
    ("biases", [[0, -3], None], "biases[1]"),
    ("biases", None, "biases"),
    ("activations", ["square", "identity"], "activations[0]"),
    ("activations", None, "activations[0]"),
    ("loss", "e^4", "loss"),
    ("entry-weights", [[1, 2, 1]], "entry-weights"),
])
def test_verify_against_names_the_member_of_a_network_that_differs(folder: Path, member: str, value: Any, named: str) -> None:
    """Two networks that differ in one member only, or lack it: the line has the problem file's own name for it."""
    problem = {"X": [[0, 1, 2]], "Y": [[0, 1, 2]], "weights": [[[1], [1]], [[1, 0]]], "biases": [[0, -3], [0]],
               "activations": ["relu", "identity"]}
    save("relu.json", problem)
    save("other.json", {name: v for name, v in {**problem, member: value}.items() if v is not None})
    assert run("classify", "relu.json", "--out", "relu.cert.json", "--quiet").exit_code == 0
    assert run("verify", "relu.cert.json", "--against", "relu.json", "--quiet").exit_code == 0
    result = run("verify", "relu.cert.json", "--against", "other.json")
    assert result.exit_code == 1
    assert f"it is about another {named} than the given problem\n" in result.stdout


@pytest.mark.parametrize(("change", "named"), [
    ({"loss": "e^4"}, "loss"), ({"activations": ["identity", "relu", "identity"]}, "activations[1]"),
    ({"entry-weights": [[1, 2], [1, 1]]}, "entry-weights"), ({"biases": [None, [0], None]}, "biases"),
    ({"weights": [[[1, 0]], [[1], [0]]]}, "weights[1]"),
])
def test_verify_against_compares_both_forms_of_a_network(folder: Path, change: Any, named: str) -> None:
    """A deep linear network and one with functions of its own: the member is named, whichever of them the certificate has."""
    save("other.json", {**POINT, **change})
    found = run("verify", "point.cert.json", "--against", "other.json").stdout
    assert f"it is about another {named} than the given problem\n" in found
    assert run("classify", "other.json", "--out", "other.cert.json", "--quiet").exit_code == 0
    found = run("verify", "other.cert.json", "--against", "point.json").stdout
    assert f"it is about another {named} than the given problem\n" in found


@pytest.mark.parametrize(("problem", "named"), [
    ({"polynomial": "x^2 + 2*y^2", "point": {"x": 0, "y": 0}}, "polynomial"),
    ({"polynomial": "x^2 + y^2", "point": {"x": 0, "y": 1}}, "point.y"),
    ({"polynomial": "x^2 + z^2", "point": {"x": 0, "z": 0}}, "list of variables"),
])
def test_verify_against_names_what_differs_in_a_polynomial(folder: Path, problem: Any, named: str) -> None:
    """The polynomial, its variables, or the coordinate of the point."""
    save("bowl.json", {"polynomial": "x^2 + y^2", "point": {"x": 0, "y": 0}})
    save("other.json", problem)
    assert run("classify", "bowl.json", "--out", "bowl.cert.json", "--quiet").exit_code == 0
    result = run("verify", "bowl.cert.json", "--against", "other.json")
    assert result.exit_code == 1
    assert f"it is about another {named} than the given problem\n" in result.stdout


def test_verify_against_looks_at_every_part(folder: Path) -> None:
    """One foreign part among good ones is found: a rank of some other matrix, an intersection of other spaces."""
    rank = ({"kind": "rank", "matrix": {"shape": [1, 1], "entries": [["1"]]}, "rank": 1},
            {"rule": "null-space", "null-space": {"shape": [1, 0], "entries": [[]]}})
    other = json.loads(ec.local_openness([[2], [1]], [[0, 0]]).certificate().to_json())
    whole = json.loads(Path("pair.cert.json").read_text())
    kinds = [part["kind"] for part in other["claim"]["parts"]]
    spaces = max(i for i, kind in enumerate(kinds) if kind == "subspace-intersection")
    foreign = (other["claim"]["parts"][spaces], other["witness"]["witnesses"][spaces])
    for claim, witness in (rank, foreign):
        changed = json.loads(json.dumps(whole))
        changed["claim"]["parts"].append(claim)
        changed["witness"]["witnesses"].append(witness)
        save("changed.cert.json", changed)
        assert run("verify", "changed.cert.json").exit_code == 0
        result = run("verify", "changed.cert.json", "--against", "pair.json")
        assert result.exit_code == 1
        assert f"in part {len(changed['claim']['parts'])} " in result.stdout


def test_verify_alone_loads_no_algebra(folder: Path) -> None:
    """Without ``--against``, neither SymPy nor python-flint nor rich is imported."""
    code = ("import sys; from exactcheck.cli import cli\n"
            "try: cli.main(['verify', 'pair.cert.json', '--quiet'])\n"
            "except SystemExit as end: print(end.code, sorted({'sympy', 'flint', 'rich'} & set(sys.modules)))")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                           env=ENVIRONMENT)
    assert found.stdout == "0 []\n"


def test_a_missing_file_is_not_counted_as_a_certificate(folder: Path) -> None:
    """The summary of ``verify`` counts certificates that were read, and says how many files were not."""
    result = run("verify", "none.json")
    assert result.exit_code == 2
    assert result.stdout == "unreadable: none.json: cannot be read: No such file or directory\n1 file could not be read\n"
    assert run("verify", "none.json", "point.cert.json").stdout.endswith("1 certificate: 1 valid; 1 file could not be read\n")
