"""What the tests of the command line share: two problems, and the command in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from exactcheck.cli import cli

POINT = {"X": "identity", "Y": [[0, 0], [0, 1]], "weights": [[[1, 0]], [[0]], [[1], [0]]]}
PAIR = {"W1": [[1], [1]], "W2": [[0, 0]]}
CLAIMS = ("--claim", "introduction-lines", "--claim", "introduction-local-minimum")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}


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
