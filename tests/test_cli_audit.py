"""``exactcheck audit``: table, files, JSON, and a verdict that is not the recorded one."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from command_line import CLAIMS, refused, run

from exactcheck.paper.study import Verdict


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


def test_unknown_claims_are_named(folder: Path) -> None:
    """``audit --claim`` lists what there is."""
    refused(run("audit", "--claim", "nonsense"), 2, "unknown claim 'nonsense'; the closest are ", "(exactcheck audit lists all ")
    assert len(run("audit", "--claim", "nonsense").stderr) < 200
    assert not Path("audit").exists()
