"""``exactcheck sweep`` on the command line: exit codes, one line for wrong parameters, JSON, interrupts, progress."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from exactcheck.cli import cli
from exactcheck.sweep import LEMMAS
from exactcheck.sweep.pairs import LEMMAS as PAIRS

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def sweep(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["sweep", *arguments])


def test_a_true_lemma_exits_with_0_and_says_what_was_examined(tmp_path: Path) -> None:
    """The outcome, the statement, the scope and the counts; the summary is in the folder as well."""
    result = sweep("theorem-5", "--size", "2", "--jobs", "1", "--out", str(tmp_path))
    assert result.exit_code == 0
    assert result.stdout.startswith("theorem-5: holds at all of them\n")
    assert "all 81 pairs with entries in {-1, 0, 1}, shapes 2x1x2, in 6 orbits" in result.stdout
    assert json.loads((tmp_path / "summary.json").read_text())["examined"] == {"orbits": 6, "instances": 81}


def test_a_false_lemma_exits_with_0_and_shows_the_smallest_counterexample() -> None:
    """It is known to be false: finding the counterexample is no surprise; the word is the same with --quiet."""
    result = sweep("i-equivalent-to-ii", "--jobs", "1")
    assert result.exit_code == 0
    assert "counterexample 1 (from instance 1): W1 = [[0], [1]], W2 = [[0, 0]]" in result.stdout
    assert sweep("i-equivalent-to-ii", "--jobs", "1", "--quiet").stdout == "fails\n"
    assert sweep("delta-of-order-epsilon", "--shape", "1x2x1", "--entries", "1,2", "--jobs", "1", "--quiet").stdout == "holds\n"


def test_a_true_lemma_that_fails_exits_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    """A counterexample to what is known to be true is a difference."""
    false = next(lemma for lemma in PAIRS if lemma.name == "i-equivalent-to-ii")
    monkeypatch.setitem(LEMMAS, "lemma-16", type(false)(**{**vars(false), "expected": LEMMAS["lemma-16"].expected}))
    result = sweep("lemma-16", "--jobs", "1")
    assert result.exit_code == 1
    assert result.stderr == "exactcheck: i-equivalent-to-ii fails, and was expected to hold\n"


def test_json_is_the_summary(tmp_path: Path) -> None:
    """The same members as summary.json, and the seconds; the command repeats the sweep."""
    arguments = ["theorem-a", "--random", "30", "--seed", "9", "--shard", "2/3", "--chunk", "5", "--jobs", "1"]
    document = json.loads(sweep(*arguments, "--out", str(tmp_path), "--json").stdout)
    assert document.pop("seconds") >= 0
    assert document == json.loads((tmp_path / "summary.json").read_text())
    assert document["command"] == "exactcheck sweep theorem-a --size 2 --random 30 --seed 9 --shard 2/3"
    repeated = json.loads(sweep(*document["command"].split()[2:], "--chunk", "5", "--jobs", "1", "--json").stdout)
    assert repeated["digest"] == document["digest"]


@pytest.mark.parametrize("lemma", LEMMAS)
def test_the_command_of_a_summary_repeats_the_sweep(lemma: str) -> None:
    """For every lemma, with explicit shapes and entries: the parser reads the command back."""
    shape = "x".join(map(str, LEMMAS[lemma].shapes(2)[1 if LEMMAS[lemma].applies((1, 1, 1)) else 0]))
    one = json.loads(sweep(lemma, "--shape", shape, "--entries", "0,1", "--jobs", "1", "--json").stdout)
    two = json.loads(sweep(*one["command"].split()[2:], "--jobs", "1", "--json").stdout)
    assert one["digest"] == two["digest"]
    assert one["parameters"] == two["parameters"]


def test_a_killed_command_leaves_no_process_behind() -> None:
    """Worker processes hold the command's standard error: it ends only when all of them have ended."""
    command = [sys.executable, "-m", "exactcheck", "sweep", "theorem-a", "--random", "100000", "--jobs", "2", "--quiet"]
    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        time.sleep(3)  # long enough for both workers to begin
        running.kill()
        running.communicate(timeout=30)
    assert running.returncode == -signal.SIGKILL


def test_one_orbit_an_empty_shard_and_random_counts_are_said_as_they_are() -> None:
    """Singular and plural; a shard without a chunk is not called vacuous; random instances are not counted in orbits."""
    one = sweep("theorem-5", "--entries", "5", "--jobs", "1").stdout
    assert "all 1 pair with entries in {5}, shapes 2x1x2, in 1 orbit of the permutations\n  holds: 1 orbit, 1 instance\n" in one
    assert sweep("theorem-5", "--shard", "7/100", "--jobs", "1").stdout.startswith("theorem-5: this shard is empty")
    assert sweep("theorem-a", "--random", "7", "--count").stdout == "theorem-a: 7 random pairs\n"


def test_what_is_vacuous_is_not_called_examined_evidence() -> None:
    """Where some instances do not meet the hypotheses, the first line says that the statement holds at those that do."""
    found = sweep("lemma-16", "--shape", "2x1x2", "--jobs", "1").stdout
    assert found.startswith("lemma-16: holds at all of them that meet its hypotheses\n")
    assert "  holds: 4 orbits, 65 instances\n  vacuous: 2 orbits, 16 instances\n" in found


def test_the_list_describes_every_lemma() -> None:
    """Statement, place in the paper, parameters, and what is known, for people and as JSON."""
    words = sweep("--list").stdout
    rows = json.loads(sweep("--list", "--json").stdout)
    assert [row["lemma"] for row in rows] == list(LEMMAS)
    for row in rows:
        assert row["statement"] in words
        assert row["place"] in words
        assert row["parameters"] in words
    assert sum(row["expected"] == "fails" for row in rows) == words.count("known to be false") == 3


def test_counting_lists_nothing() -> None:
    """Sizes that nobody can list are counted at once."""
    assert sweep("openness", "--size", "5", "--count").stdout == (
        "openness: 723,855,750,989,128,605,469,053 pairs in 16,866,954,168,500 orbits\n"
    )
    assert json.loads(sweep("theorem-5", "--count", "--json").stdout) == {"lemma": "theorem-5", "orbits": 6, "instances": 81}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Missing argument LEMMA"),
        (["theorem-6"], "unknown lemma 'theorem-6'"),
        (["theorem-5", "--entries", "1,a"], "found '1,a', expected integers such as -1,0,1"),
        (["theorem-5", "--shape", "2x"], "found '2x', expected sizes such as 2x1x3"),
        (["theorem-5", "--shape", "2x2x2"], "the shape 2x2x2 is not one that the statement is about"),
        (["theorem-5", "--shard", "3"], "found '3', expected a part such as 3/16"),
        (["theorem-5", "--shard", "4/3"], "shard 4/3: expected a part from 1 to 3"),
        (["theorem-5", "--size", "0"], "0 is not in the range"),
        (["theorem-5", "--size", "7"], "too many to list: use --random"),
        (["openness", "--screen"], "openness: cannot be screened"),
        (["theorem-5", "--certificates"], "expected a folder to keep them in"),
        (["theorem-5", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"], "expected only one of them"),
        (["theorem-5", "--scheduler", "nonsense"], "scheduler: found 'nonsense', expected an address such as tcp://10.0.0.1:8786"),
        (["theorem-5", "--scheduler", "foo://a:1"], "scheduler: found 'foo://a:1', expected an address"),
        (["theorem-5", "--layers", "3"], "layers: theorem-5 is not about networks"),
        (["theorem-5", "--out", __file__], "is a file, expected a folder"),
        (["theorem-5", "--jobs", "1", "--out", "/proc/none"], "/proc/none: cannot be written"),
    ],
)
def test_wrong_parameters_are_one_line(arguments: list[str], words: str) -> None:
    """Exit code 2, one line on standard error, nothing on standard output."""
    result = sweep(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert result.stderr.startswith("exactcheck: ")
    assert result.stderr.count("\n") == 1


def test_an_interrupted_command_resumes(tmp_path: Path) -> None:
    """SIGINT ends it with 130 and one line; the same command then finishes, with the digest of an undisturbed run."""
    words = ["sweep", "theorem-a", "--random", "4000", "--chunk", "20", "--jobs", "2", "--quiet", "--out", str(tmp_path / "out")]
    command = [sys.executable, "-m", "exactcheck", *words]
    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("out/chunks/*.jsonl")) and time.monotonic() < deadline:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert errors == "exactcheck: interrupted\n"
    finished = len(list(tmp_path.glob("out/chunks/*.jsonl")))
    assert 0 < finished < 200
    assert subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout == "holds\n"
    undisturbed = json.loads(sweep("theorem-a", "--random", "4000", "--chunk", "500", "--jobs", "1", "--json").stdout)
    assert json.loads((tmp_path / "out/summary.json").read_text())["digest"] == undisturbed["digest"]
    assert len((tmp_path / "out/results.jsonl").read_text().splitlines()) == 4000


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_shown_on_a_terminal_only(terminal: bool) -> None:
    """Count, rate and time left on standard error if that is a terminal; nothing at all otherwise."""
    command = [sys.executable, "-m", "exactcheck", "sweep", "theorem-a", "--random", "1500", "--chunk", "50", "--jobs", "1"]
    main, other = pty.openpty()
    environment = {**ENVIRONMENT, "TERM": "xterm", "COLUMNS": "120"}
    errors_to = other if terminal else subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors_to) as running:
        os.close(other)
        shown = b""
        while terminal:
            try:
                piece = os.read(main, 65536)
            except OSError:  # the terminal's other end is closed
                break
            if not piece:
                break
            shown += piece
        out, errors = running.communicate(timeout=60)
    os.close(main)
    assert running.returncode == 0
    assert b"theorem-a: holds" in out
    if terminal:
        assert b"/1500" in shown
        assert b"/s" in shown
    else:
        assert errors == b""
