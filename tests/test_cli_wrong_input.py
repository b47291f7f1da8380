"""The command line on wrong input: one line for each, exit codes, and nothing half-written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import CLAIMS, PAIR, POINT, refused, run, save

import exactcheck.auditing
import exactcheck.landscape
from exactcheck.errors import DisagreementError

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
    refused(run("classify", "point.json"), 2, "point.json: sizes do not chain: Y has 1 row,")
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
    refused(run("explain", "empty"), 2, "empty: unreadable: a folder, expected a file")
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
