"""Every Python snippet in the README and the docs is a test, and so is every console block in the docs.

A page runs in a folder of its own, its snippets one after the other. A console block is a shell session: lines that begin
with "$ " are commands ("> " continues one), the lines between them their output, compared where it is shown; "..." stands
for anything. The README's console blocks set up an environment; ``.ci/run`` runs those.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).resolve().parent


def pytest_runtest_setup() -> None:
    """Output is as wide as it is in a pipe: an import of readline, in some processes only, sets COLUMNS to 80."""
    os.environ.pop("COLUMNS", None)


def enter(namespace: dict[str, Any]) -> None:
    namespace["_back"], namespace["_folder"] = os.getcwd(), tempfile.TemporaryDirectory()
    os.chdir(namespace["_folder"].name)
    # CI sets the variable: without PyTorch its snippets then fail instead of being skipped.
    namespace["torch_is_missing"] = importlib.util.find_spec("torch") is None and "EXACTCHECK_TEST_TORCH" not in os.environ


def leave(namespace: dict[str, Any]) -> None:
    os.chdir(namespace["_back"])
    namespace["_folder"].cleanup()


def session(text: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that is shown after it."""
    steps: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], ""))
        elif line.startswith("> ") and steps and not steps[-1][1]:
            steps[-1] = (f"{steps[-1][0]}\n{line[2:]}", "")
        elif steps:
            steps[-1] = (steps[-1][0], f"{steps[-1][1]}{line}\n")
        else:
            raise ValueError(f"a console block begins with a command, found {line!r}")
    return steps


def shows(expected: str, printed: str) -> bool:
    """Whether the output is what is shown: "..." stands for anything, spaces at the ends of lines for nothing."""
    lines = [line.rstrip() for line in expected.strip("\n").split("\n")]
    pattern = r"\n".join(".*".join(map(re.escape, line.split("..."))) for line in lines)
    whole = "\n".join(line.rstrip() for line in printed.strip("\n").split("\n"))
    return re.fullmatch(pattern, whole, re.DOTALL) is not None


def run_console(example: Example) -> str | None:
    """Run the commands of one block; what went wrong, or None."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                   "PYTHONPATH": str(ROOT), "COLUMNS": "150", "EXACTCHECK": str(ROOT), "PYTHONUTF8": "1"}
    for command, expected in session(example.parsed):
        run = subprocess.run(["bash", "-uo", "pipefail", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=environment, timeout=300, check=False)
        if run.returncode:
            return f"$ {command}\nexit code {run.returncode}\n{run.stdout}"
        if expected.strip() and not shows(expected, run.stdout):
            return f"$ {command}\n--- shown\n{expected}\n--- printed\n{run.stdout}"
    return None


python = PythonCodeBlockParser()
console = CodeBlockParser("console", evaluator=run_console)
pytest_collect_file = (
    Sybil(parsers=[python], patterns=["README.md"], setup=enter, teardown=leave)
    + Sybil(parsers=[python, console, SkipParser()], patterns=["docs/**/*.md"], setup=enter, teardown=leave)
).pytest()
