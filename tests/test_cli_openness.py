"""``exactcheck openness``: what it says and writes."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import run, save

from exactcheck import checker


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


def test_quiet_openness_is_one_word(folder: Path) -> None:
    """``open`` or ``not-open``, for scripts."""
    save("open.json", {"W1": [[1]], "W2": [[1]]})
    assert run("openness", "pair.json", "--quiet").stdout == "not-open\n"
    assert run("openness", "open.json", "--quiet").stdout == "open\n"
