"""How wide output is, and how its hints call the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ENVIRONMENT, process

from exactcheck import display


@pytest.mark.parametrize(("typed", "said"), [
    ("exactcheck", "exactcheck"),
    (".venv/bin/exactcheck", ".venv/bin/exactcheck"),
    ("/opt/with space/bin/exactcheck", "'/opt/with space/bin/exactcheck'"),
    ("/found/by/PATH/exactcheck", "exactcheck"),
    ("/somewhere/pytest", "exactcheck"),
])
def test_hints_call_the_program_as_the_user_did(typed: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that was typed is repeated; what the shell found by its name is called by its name."""
    monkeypatch.setattr(sys, "argv", [typed, "classify"])
    monkeypatch.setattr("shutil.which", lambda name: f"/found/by/PATH/{name}")
    assert display.program() == said


def test_a_hint_can_be_copied(folder: Path) -> None:
    """Called as a module of some Python, the hint names that Python, and so do usage errors."""
    found = process("openness", "pair.json", "--out", "new.cert.json")
    assert f"Check it again: {sys.executable} -m exactcheck verify new.cert.json\n" in found.stdout
    assert f"(see {sys.executable} -m exactcheck classify --help)" in process("classify").stderr


def test_explanations_fit_the_width(folder: Path) -> None:
    """Piped output is as wide as COLUMNS says; a list of claims is a table from 120 on."""
    wide, narrow = (process("explain", "point.cert.json", COLUMNS=columns).stdout for columns in ("300", "70"))
    assert 72 < max(map(len, wide.splitlines())) <= 112
    assert max(map(len, narrow.splitlines())) <= 70
    assert " ".join(narrow.split()).startswith(" ".join(wide.split())[:400])
    tables = {columns: process("audit", "--claim", "introduction-lines", "--out", f"out-{columns}", COLUMNS=columns).stdout
              for columns in ("80", "120")}
    assert "introduction-lines: " in tables["80"]
    assert "introduction-lines: " not in tables["120"]
    assert all(max(map(len, text.splitlines()[:3])) <= int(columns) for columns, text in tables.items())


def test_without_columns_a_pipe_is_150_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for everybody, whatever the size of a terminal that is not written to."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "__stdout__", None)
    assert display.width() == 150
    monkeypatch.setenv("COLUMNS", "64")
    assert display.width() == 64


@pytest.mark.parametrize(("arguments", "begins"), [
    (["verify", "point.cert.json"], "valid: point.cert.json: the point is "),
    (["classify", "point.json"], "higher-order-saddle\n\nCritical, "),
])
def test_long_sentences_are_broken_on_a_terminal_only(folder: Path, arguments: list[str], begins: str) -> None:
    """Between words, to the width of the terminal; a pipe gets the same words, and a sentence on one line, for other programs."""
    terminal, other = os.openpty()
    with os.fdopen(terminal, "rb", buffering=0) as shown:
        command = [sys.executable, "-m", "exactcheck", *arguments]
        subprocess.run(command, stdout=other, check=True, env=ENVIRONMENT | {"COLUMNS": "72"})
        os.close(other)
        text = shown.read(10_000).decode().replace("\r\n", "\n")
    piped = process(*arguments, COLUMNS="72").stdout
    assert text.startswith(begins)
    assert max(map(len, text.splitlines())) <= 72 < max(map(len, piped.splitlines()))
    assert text.split() == piped.split()
