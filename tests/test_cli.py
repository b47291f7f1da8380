"""The command line in a process of its own, the package's public names, and completion."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from command_line import ENVIRONMENT, POINT, process, save

import exactcheck as ec
import exactcheck.auditing
import exactcheck.landscape


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


def test_closed_streams_are_no_crash(folder: Path) -> None:
    """``>&-`` and ``2>&-``: what cannot be written is left out, the exit code tells the rest."""
    save("point.json", POINT)
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        for words, code in (("classify point.json", 0), ("classify missing.json", 2), ("examples", 0), ("--version", 0)):
            done = subprocess.run(["sh", "-c", f'exec "$0" -m exactcheck {words} {closed}', sys.executable], cwd=folder,
                                  env=ENVIRONMENT, capture_output=True, text=True, check=False)
            assert (words, done.returncode) == (words, code)
            assert "Traceback" not in done.stderr


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
