"""The command line: exit codes, one line for every wrong input, JSON, and nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import exactcheck as ec
import exactcheck.auditing
import exactcheck.landscape
from exactcheck import checker
from exactcheck.cli import cli
from exactcheck.errors import DisagreementError
from exactcheck.paper.study import Verdict

POINT = {"X": "identity", "Y": [[0, 0], [0, 1]], "weights": [[[1, 0]], [[0]], [[1], [0]]]}
PAIR = {"W1": [[1], [1]], "W2": [[0, 0]]}
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with the two problems and their certificates."""
    monkeypatch.chdir(tmp_path)
    save("point.json", POINT)
    save("pair.json", PAIR)
    ec.classify(ec.DeepLinearNetwork(POINT["weights"], POINT["X"], POINT["Y"])).certificate().write("point.cert.json")
    ec.local_openness(PAIR["W1"], PAIR["W2"]).certificate().write("pair.cert.json")
    return tmp_path


def save(name: str, document: Any) -> None:
    Path(name).write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=stdin)


def process(*arguments: str, encoding: str = "utf-8", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a user's shell starts it."""
    return subprocess.run([sys.executable, "-m", "exactcheck", *arguments], input="", capture_output=True, timeout=120,
                          encoding=encoding, env={**ENVIRONMENT, "PYTHONUTF8": "1", **environment}, check=False)


def refused(result: Result, code: int, *words: str) -> str:
    """One line on standard error that contains the words, nothing on standard output, and the exit code."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("exactcheck: ")
    assert result.stderr.count("\n") == 1
    for word in words:
        assert word in result.stderr
    return result.stderr


# -- the commands ------------------------------------------------------------------------------------------------------
def test_openness_says_everything_and_writes_the_certificate(folder: Path) -> None:
    """Sizes, ranks, conditions, verdict; the certificate is the one of the API, and valid."""
    result = run("openness", "pair.json", "--out", "new.cert.json")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "W1 is 2 x 1, W2 is 1 x 2; rank W1 = 1, rank W2 = 0, rank W1 W2 = 0" in result.stdout
    assert "Theorem 5 ii)           no" in result.stdout
    assert "\nnot open: " in result.stdout
    assert "exactcheck verify new.cert.json" in result.stdout
    assert Path("new.cert.json").read_text() == Path("pair.cert.json").read_text()
    assert "\x1b" not in result.stdout


def test_openness_of_two_files_and_standard_input(folder: Path) -> None:
    """Two matrix files, and ``-`` for one of them or for the pair, give the same answer."""
    save("W1.json", [["1/2"], [1]])
    save("W2.json", {"shape": [1, 2], "entries": [["1", "1"]]})
    pair = json.dumps({"W1": [["1/2"], [1]], "W2": [[1, 1]]})
    results = [run("openness", "W1.json", "W2.json", "--json"), run("openness", "-", "--json", stdin=pair),
               run("openness", "-", "W2.json", "--json", stdin='[["1/2"], [1]]')]
    documents = [json.loads(result.stdout) for result in results]
    assert documents[0] == documents[1] == documents[2]
    assert documents[0]["open"] is True
    assert documents[0]["rate"] == "linear"
    assert documents[0]["ranks"] == [1, 1, 1]
    assert set(documents[0]) == {"open", "ranks", "conditions", "rate", "certificate"}
    assert checker.check_text(json.dumps(documents[0]["certificate"])).status == "valid"
    assert "open: every matrix" in run("openness", "W1.json", "W2.json").stdout


def test_classify_names_the_kind(folder: Path) -> None:
    """In words, in one word, and as JSON with a valid certificate."""
    result = run("classify", "point.json", "--out", "deep/new.cert.json")
    assert result.exit_code == 0
    assert result.stdout.startswith("higher-order-saddle\n")
    assert "widths 2-1-1-2, 2 samples, loss 1/2" in result.stdout
    assert Path("deep/new.cert.json").read_text() == Path("point.cert.json").read_text()
    assert run("classify", "point.json", "--quiet").stdout == "higher-order-saddle\n"
    document = json.loads(run("classify", "-", "--json", stdin=json.dumps(POINT)).stdout)
    assert set(document) == {"kind", "certificate"}
    assert checker.check_text(json.dumps(document["certificate"])).status == "valid"


@pytest.mark.parametrize(("weights", "Y", "kind"), [
    ([[[1]]], [[2]], "not-critical"), ([[[2]]], [[2]], "global-minimum"),
    ([[[0]], [[0]]], [[2]], "second-order-saddle"), ([[[0]], [[0]], [[0]]], [[2]], "higher-order-saddle"),
])
def test_every_kind_of_point_has_its_words(folder: Path, weights: Any, Y: Any, kind: str) -> None:
    """Each kind, at a network of one number per layer."""
    save("net.json", {"X": [[1]], "Y": Y, "weights": weights})
    result = run("classify", "net.json")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{kind}\n\n")


def test_quiet_openness_is_one_word(folder: Path) -> None:
    """``open`` or ``not-open``, for scripts."""
    save("open.json", {"W1": [[1]], "W2": [[1]]})
    assert run("openness", "pair.json", "--quiet").stdout == "not-open\n"
    assert run("openness", "open.json", "--quiet").stdout == "open\n"


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
    one, two = (run("verify", ".", "--jobs", jobs, "--max-work", "100000") for jobs in ("1", "2"))
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


def test_explain_prints_the_explanation(folder: Path) -> None:
    """The text of the API; as JSON together with the claim."""
    result = run("explain", "point.cert.json")
    assert result.exit_code == 0
    assert result.stdout == ec.explain("point.cert.json")
    assert "249/512" in result.stdout
    document = json.loads(run("explain", "-", "--json", stdin=Path("point.cert.json").read_text()).stdout)
    assert document["explanation"] == result.stdout
    assert document["claim"].startswith("the point is a higher-order saddle")


def test_explain_refuses_what_the_checker_refuses(folder: Path) -> None:
    """Invalid 1, malformed 2 (repeated members, too, which a dictionary would lose), limit 3."""
    false = json.loads(Path("point.cert.json").read_text())
    false["witness"]["ascent"]["order"] = 3
    save("false.json", false)
    refused(run("explain", "false.json"), 1, "false.json: invalid: the lowest non-constant term is at order")
    twice = Path("point.cert.json").read_text().replace('"version": 1', '"version": 1, "version": 1')
    save("twice.json", twice)
    refused(run("explain", "twice.json"), 2, 'twice.json: malformed: document: the member "version" stands twice')
    refused(run("explain", "point.cert.json", "--max-work", "10"), 3, "limit: more than 10 elementary operations")
    refused(run("explain", "pair.json"), 2, "pair.json: this is a problem, not a certificate; decide it with: exactcheck openness")
    refused(run("explain", "none.json"), 2, "none.json: malformed: cannot be read: No such file")


def test_a_missing_file_is_not_counted_as_a_certificate(folder: Path) -> None:
    """The summary of ``verify`` counts certificates that were read, and says how many files were not."""
    result = run("verify", "none.json")
    assert result.exit_code == 2
    assert result.stdout == "unreadable: none.json: cannot be read: No such file or directory\n1 file could not be read\n"
    assert run("verify", "none.json", "point.cert.json").stdout.endswith("1 certificate: 1 valid; 1 file could not be read\n")


# -- the audit ---------------------------------------------------------------------------------------------------------
CLAIMS = ("--claim", "introduction-lines", "--claim", "introduction-local-minimum")


def test_audit_writes_the_certificates_and_shows_the_table(folder: Path) -> None:
    """Verdicts in a table, certificates in the folder, and what to do with them."""
    result = run("audit", *CLAIMS, "--out", "found")
    assert result.exit_code == 0
    assert "introduction-local-minimum" in result.stdout
    assert "refuted" in result.stdout
    assert "exactcheck verify found" in result.stdout
    assert run("verify", "found").exit_code == 0
    assert run("audit", *CLAIMS, "--quiet").stdout == ""
    assert Path("audit").is_dir()


def test_audit_as_json_names_the_files(folder: Path) -> None:
    """Every row has the members of the reference; the paths exist."""
    rows = json.loads(run("audit", *CLAIMS, "--out", "found", "--json").stdout)["rows"]
    assert [row["id"] for row in rows] == ["introduction-lines", "introduction-local-minimum"]
    for row in rows:
        assert set(row) == {"id", "place", "statement", "printed", "meant", "verdict", "recorded", "printed_proof", "scope",
                            "depends", "general", "certificates", "failing", "command", "sweeps", "seconds", "peak_bytes"}
        assert row["certificates"]
        assert all(Path(path).is_file() for path in row["certificates"])


def test_progress_is_shown_on_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard error gets a bar if it is a terminal and a bar is wanted; else the function to call is None."""
    from exactcheck import display

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(display.tracked("abc", 3, "counting", enabled=False)) == ["a", "b", "c"]
    assert screen.getvalue() == ""
    assert list(display.tracked("abc", 3, "counting", enabled=True)) == ["a", "b", "c"]
    assert "counting" in screen.getvalue()
    assert "100%" in screen.getvalue()


@pytest.mark.parametrize("columns", ["80", "140"])
def test_audit_fits_narrow_and_wide_terminals(folder: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """On a terminal (forced here) no line is wider than it, and no word is broken up."""
    from rich.console import Console

    from exactcheck import display

    monkeypatch.setattr(display, "console", lambda: Console(file=sys.stdout, width=int(columns), highlight=False))
    text = run("audit", *CLAIMS).stdout
    assert max(map(len, text.splitlines()[:6])) <= int(columns)
    assert "straight" in text
    assert "introduction-local-minimum" in text


def test_a_verdict_that_differs_from_the_record_is_exit_code_1(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row shows both verdicts; with ``--quiet`` it is the only one shown."""
    from dataclasses import replace

    audit_module = sys.modules["exactcheck.auditing"]
    changed = tuple(replace(claim, recorded=Verdict.REFUTED) if claim.id == "introduction-lines" else claim
                    for claim in audit_module.CLAIMS)
    monkeypatch.setattr(audit_module, "CLAIMS", changed)
    result = run("audit", *CLAIMS, "--quiet")
    assert result.exit_code == 1
    assert "recorded: refuted" in result.stdout
    assert "introduction-local-minimum" not in result.stdout
    assert result.stderr == "exactcheck: verdicts differ from the recorded ones: introduction-lines\n"


# -- wrong input -------------------------------------------------------------------------------------------------------
BAD_MATRICES = {
    "ragged": ("[[1, 2], [3]]", 2, "[1]: found 1 entry, expected 2"),
    "empty": ("[]", 2, "found no rows"),
    "empty row": ("[[]]", 2, "[0]: found an empty row"),
    "float": ("[[0.5]]", 2, "[0][0]: found the float 0.5"),
    "zero denominator": ('[["1/0"]]', 2, '[0][0]: found the string "1/0"'),
    "NaN": ("[[NaN]]", 2, "[0][0]: found NaN"),
    "exponent": ('[["1e3"]]', 2, '[0][0]: found the string "1e3"'),
    "underscore": ('[["1_000"]]', 2, '[0][0]: found the string "1_000"'),
    "space": ('[[" 1"]]', 2, '[0][0]: found the string " 1"'),
    "Arabic digit": ('[["٣"]]', 2, '[0][0]: found the string "٣"'),
    "not reduced": ('[["2/4"]]', 2, 'found "2/4", expected lowest terms: "1/2"'),
    "repeated member": ('{"shape": [1, 1], "shape": [1, 1], "entries": [["1"]]}', 2, 'the member "shape" stands twice'),
    "escape sequence": ('[["\\u001b[31m"]]', 2, "[0][0]: found the string"),
    "10^6 digits": (f'[["{"1" * 10**6}"]]', 3, "[0][0]: a number of 1000000 characters"),
}


@pytest.mark.parametrize("name", BAD_MATRICES)
def test_wrong_matrices_are_one_line(folder: Path, name: str) -> None:
    """``openness``, ``classify`` and ``verify --against`` say where, what and what was expected; nothing is written."""
    matrix, code, words = BAD_MATRICES[name]
    save("pair.json", f'{{"W1": {matrix}, "W2": [[1]]}}')
    save("point.json", f'{{"X": "identity", "Y": [[1]], "weights": [[[1]], {matrix}]}}')
    save("single.json", matrix)
    before = sorted(os.listdir())
    messages = [
        refused(run("openness", "pair.json", "--out", "out.json"), code, "pair.json: W1", words),
        refused(run("openness", "single.json", "single.json", "--out", "out.json"), code, "single.json: matrix", words),
        refused(run("classify", "point.json", "--out", "out.json"), code, "point.json: weights[1]", words),
        refused(run("verify", "pair.cert.json", "--against", "point.json"), code, "point.json: weights[1]", words),
    ]
    assert sorted(os.listdir()) == before
    assert all(line.rstrip("\n").isprintable() for line in messages)


@pytest.mark.parametrize(("text", "words"), [
    ("", "not JSON"), ("[" * 5_000_000 + "]" * 5_000_000, "nested too deeply"), ("[[1]] [[1]]", "not JSON"),
    ('{"format": "exactcheck-certificate", "claim": {}}', "found a certificate, expected a problem"),
    ('{"W1": [[1]], "W2": [[1]], "W2": [[1]]}', 'the member "W2" stands twice'),
], ids=["empty", "nested", "trailing", "certificate", "repeated"])
def test_wrong_files_are_one_line(folder: Path, text: str, words: str) -> None:
    """Also 10 MB of brackets; the same file as a certificate is refused by ``verify`` and ``explain``, too."""
    save("bad.json", text)
    refused(run("openness", "bad.json"), 2, "bad.json: ", words)
    refused(run("classify", "bad.json"), 2, "bad.json: ", words)
    assert run("verify", "bad.json").exit_code == 2
    refused(run("explain", "bad.json"), 2, "bad.json: ")


def test_sizes_that_do_not_chain(folder: Path) -> None:
    """Named with the file and the sizes."""
    save("pair.json", {"W1": [[1, 2]], "W2": [[1]]})
    refused(run("openness", "pair.json"), 2, "pair.json: ", "1 x 2", "1 x 1")
    save("point.json", {**POINT, "Y": [[1]]})
    refused(run("classify", "point.json"), 2, "point.json: sizes do not chain: Y has 1 rows")
    refused(run("verify", "point.cert.json", "--against", "point.json"), 2, "point.json: sizes do not chain")


def test_the_wrong_kind_of_problem(folder: Path) -> None:
    """A pair for ``classify``, a network or a single matrix for ``openness``: say which command it is for."""
    save("single.json", [[1]])
    refused(run("classify", "pair.json"), 2, 'pair.json: found a pair (for "exactcheck openness")')
    refused(run("classify", "single.json"), 2, "single.json: found a single matrix")
    refused(run("openness", "point.json"), 2, 'point.json: found a network (for "exactcheck classify")')
    refused(run("openness", "single.json"), 2, "single.json: found a single matrix")
    refused(run("openness", "single.json", "pair.json"), 2, "pair.json: found a problem, expected a single matrix")
    refused(run("openness", "-", "-"), 2, "can be read only once")
    refused(run("openness", *["single.json"] * 3), 2, "found 3 files")
    refused(run("verify", "pair.cert.json", "--against", "single.json"), 2, "single.json: found a single matrix")


def test_files_that_cannot_be_read_or_written(folder: Path) -> None:
    """Missing files, folders in place of files and the other way round, a folder without certificates."""
    Path("empty").mkdir()
    for command in ("openness", "classify"):
        refused(run(command, "none.json"), 2, "none.json: cannot be read: No such file or directory")
        refused(run(command, "empty"), 2, "empty: cannot be read: Is a directory")
    refused(run("verify", "empty"), 2, "empty: a folder without certificates")
    refused(run("explain", "empty"), 2, "empty: malformed: cannot be read: Is a directory")
    refused(run("openness", "pair.json", "--out", "empty"), 2, "--out empty: expected the name of a file")
    refused(run("classify", "point.json", "--out", "-"), 2, "--out -: expected the name of a file")
    refused(run("classify", "point.json", "--out", "pair.json/x.json"), 2, "pair.json/x.json: cannot be written")
    refused(run("audit", *CLAIMS, "--out", "pair.json"), 2, "pair.json: is a file, expected a folder")
    assert json.loads(Path("pair.json").read_text()) == PAIR


@pytest.mark.parametrize("arguments", [
    ["openness"], ["classify"], ["verify"], ["explain"], ["classify", "a", "b"], ["nonsense"], ["audit", "--jobs", "0"],
    ["verify", "x", "--max-digits", "many"], ["openness", "pair.json", "--bogus"],
])
def test_usage_errors_are_one_line(folder: Path, arguments: list[str]) -> None:
    """Exit code 2, and where to find help."""
    refused(run(*arguments), 2, "--help)")


def test_unknown_claims_are_named(folder: Path) -> None:
    """``audit --claim`` lists what there is."""
    refused(run("audit", "--claim", "nonsense"), 2, "unknown claim 'nonsense'; known are ", "introduction-lines")
    assert not Path("audit").exists()


def test_errors_as_json(folder: Path) -> None:
    """With ``--json`` an error is a document on standard output, and still a line on standard error."""
    result = run("classify", "none.json", "--json")
    assert result.exit_code == 2
    error = json.loads(result.stdout)["error"]
    assert error["exit_code"] == 2
    assert f"exactcheck: {error['message']}\n" == result.stderr


def test_an_existing_file_survives_a_failed_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk fails at the last moment the old file is whole, and no temporary file is left."""
    save("out.json", "old")
    before = sorted(os.listdir())

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    refused(run("classify", "point.json", "--out", "out.json"), 2, "out.json: cannot be written: No space left")
    assert Path("out.json").read_text() == "old"
    assert sorted(os.listdir()) == before


def test_a_bug_is_an_internal_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 70 for disagreement and anything unforeseen, in one line; 3 without memory, 130 when interrupted."""
    outcomes = {DisagreementError("the checker rejects"): (70, "the checker rejects"),
                KeyError("lost"): (70, "internal error: KeyError: 'lost'"), MemoryError(): (3, "out of memory"),
                KeyboardInterrupt(): (130, "interrupted"), OSError(5, "I/O"): (70, "internal error: OSError")}
    for error, (code, words) in outcomes.items():
        def fail(*_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(exactcheck.landscape, "classify", fail)
        refused(run("classify", "point.json"), code, words)
    assert "Traceback" in run("classify", "point.json", "--traceback").stderr


# -- in a process of its own -------------------------------------------------------------------------------------------
def test_exit_codes_reach_the_shell(folder: Path) -> None:
    """0, 1, 2 and 3 as a shell sees them, without tracebacks, and text that is readable when piped."""
    false = json.loads(Path("point.cert.json").read_text())
    false["witness"]["ascent"]["order"] = 3
    save("false.cert.json", false)
    save("huge.json", f'{{"W1": [[{"9" * 30_000}]], "W2": [[1]]}}')
    save("digits.json", f'{{"W1": [[{"9" * 5_000}]], "W2": [[1]]}}')
    expected = {("openness", "pair.json"): 0, ("openness", "digits.json", "--quiet"): 0,
                ("verify", "false.cert.json"): 1, ("classify", "pair.json"): 2, ("openness", "huge.json"): 3,
                ("--help",): 0, ("--version",): 0, (): 2}
    for arguments, code in expected.items():
        found = process(*arguments)
        assert found.returncode == code, found
        assert "Traceback" not in found.stdout + found.stderr
        assert "\x1b" not in found.stdout + found.stderr


def test_output_survives_a_terminal_without_unicode(folder: Path) -> None:
    """Characters that the terminal cannot show are escaped instead of failing."""
    found = process("explain", "point.cert.json", encoding="cp1252", PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    assert found.returncode == 0
    assert "½ - ½t\\u2074" in found.stdout


def test_a_closed_pipe_is_no_crash(folder: Path) -> None:
    """``exactcheck explain ... | head -1``: no message, no traceback."""
    child = subprocess.Popen([sys.executable, "-m", "exactcheck", "explain", "point.cert.json"], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=ENVIRONMENT)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(timeout=60) == 141


def test_an_interrupt_is_quiet(folder: Path) -> None:
    """Ctrl-C while waiting for input: exit code 130 and one line."""
    child = subprocess.Popen([sys.executable, "-m", "exactcheck", "classify", "-"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             env=ENVIRONMENT)
    assert child.stdin is not None
    child.stdin.write(" " * 2**20)  # more than a pipe holds: when all is written, the child is reading
    child.stdin.flush()
    child.send_signal(signal.SIGINT)
    _, stderr = child.communicate(timeout=60)
    assert (child.returncode, stderr) == (130, "exactcheck: interrupted\n")


# -- the package -------------------------------------------------------------------------------------------------------
def test_public_names_are_there_and_lazy() -> None:
    """Every public name can be imported; importing the package loads no algebra; unknown names are errors."""
    assert all(hasattr(ec, name) for name in ec.__all__)
    assert set(ec.__all__) <= set(dir(ec))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = ec.nonsense
    code = "import sys, exactcheck; print(sorted({'sympy', 'flint', 'rich', 'click'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                           env=ENVIRONMENT)
    assert found.stdout == "[]\n"


def test_the_python_face_takes_what_users_have(folder: Path) -> None:
    """Nested lists everywhere; certificates as path, text and object."""
    net = ec.DeepLinearNetwork(POINT["weights"], X="identity", Y=[["0", 0], [0, 1]])
    found = ec.classify(net)
    assert found.kind == "higher-order-saddle"
    assert found.explain() == ec.explain(found.certificate()) == ec.explain(found.certificate().to_json())
    assert net.taylor([[[0, 1]], [[1]], [[0], ["1"]]]) == [Fraction(v) for v in ("1/2", 0, "1/2", -1, 1, 0, "1/2")]
    factors = ec.factor_nearby([[1]], [[1]], [["3/2"]])
    assert isinstance(factors, ec.NearbyFactors)
    assert factors.W1[0, 0] * factors.W2[0, 0] == Fraction(3, 2)
    path = Path("point.cert.json")
    for source in (str(path), path, path.read_text(), found.certificate()):
        assert ec.verify(source).valid
    assert ec.verify("none.json") == ec.Verification("unreadable", reason="cannot be read: No such file or directory")
    with pytest.raises(ec.InputError, match=r"weights\[1\]\[0\]\[0\]: found the float 0.5"):
        ec.DeepLinearNetwork([[[1]], [[0.5]]], [[1]], [[1]])
    with pytest.raises(ec.InputError, match="expected a list of matrices"):
        ec.DeepLinearNetwork("identity", [[1]], [[1]])
    with pytest.raises(ec.InputError, match="not a certificate"):
        ec.explain("{")


# -- completion --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    """Click's script for each shell, which calls the program back."""
    run = process(_EXACTCHECK_COMPLETE=f"{shell}_source")
    assert run.returncode == 0
    assert "_EXACTCHECK_COMPLETE" in run.stdout


@pytest.mark.parametrize(("words", "found"), [
    ("exactcheck ver", {"plain,verify"}), ("exactcheck classify --fl", {"plain,--floats"}),
    ("exactcheck classify --floats ", {"plain,exact", "plain,rationalize"}),
])
def test_completions(words: str, found: set[str]) -> None:
    """Commands, options and choices."""
    run = process(_EXACTCHECK_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1))
    assert set(run.stdout.split()) == found
