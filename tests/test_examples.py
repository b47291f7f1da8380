"""The gallery of worked examples, as a function and as a command."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from exactcheck.checker import check_text
from exactcheck.cli import cli
from exactcheck.errors import InputError
from exactcheck.examples import EXAMPLES, work
from exactcheck.inputs import read_problem_file

COMMITTED = Path(__file__).parents[1] / "certificates" / "examples"


def test_kinds_are_the_recorded_ones_and_proved() -> None:
    """Every example has the recorded kind, and unless it is undecided a certificate that the checker accepts."""
    found = work()
    assert [one.example.name for one in found.worked if not one.matches_record] == []
    for one in found.worked:
        assert (one.certificate is None) == (one.kind == "undecided")
        assert one.certificate is None or check_text(one.certificate.to_json()).status == "valid"


def test_names_are_distinct_and_say_something() -> None:
    """Names are distinct file names; what an example shows is one line."""
    names = [example.name for example in EXAMPLES]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalnum() and name == name.lower() for name in names)
    assert all(example.shows and "\n" not in example.shows for example in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_committed_files(example: object, tmp_path: Path) -> None:
    """Each example writes the bytes that are committed; the problem file is one that ``classify`` reads."""
    name = example.name  # type: ignore[attr-defined]
    work([name]).write(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (COMMITTED / path.name).read_bytes()
    assert read_problem_file(tmp_path / f"{name}.problem.json")


def test_nothing_else_is_committed() -> None:
    """The folder holds no certificate of an example that is gone."""
    names = {example.name for example in EXAMPLES}
    assert {path.name.split(".")[0] for path in COMMITTED.iterdir()} == names


def test_command(tmp_path: Path) -> None:
    """``exactcheck examples NAME --out DIR``: table, files, and JSON with their paths; certificates pass ``verify --against``."""
    out = tmp_path / "out"
    run = CliRunner().invoke(cli, ["examples", "peano", "mixed-orders", "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert "peano: higher-order-saddle" in run.output
    certificate, problem = str(out / "peano.cert.json"), str(out / "peano.problem.json")
    assert CliRunner().invoke(cli, ["verify", certificate, "--against", problem]).exit_code == 0
    assert CliRunner().invoke(cli, ["verify", certificate, "--against", str(out / "mixed-orders.problem.json")]).exit_code == 1
    run = CliRunner().invoke(cli, ["examples", "peano", "--json", "--out", str(out)])
    (entry,) = json.loads(run.output)["examples"]
    assert (entry["kind"], entry["certificate"]) == ("higher-order-saddle", certificate)
    assert "certificate" in json.loads(CliRunner().invoke(cli, ["examples", "peano", "--json"]).output)["examples"][0]


def test_wrong_use(tmp_path: Path) -> None:
    """An unknown name and a file in place of the folder are one line each and exit code 2."""
    with pytest.raises(InputError, match="unknown example 'nothing'; known are peano"):
        work(["nothing"])
    (tmp_path / "file").write_text("")
    for arguments in (["nothing"], ["peano", "--out", str(tmp_path / "file")]):
        run = CliRunner().invoke(cli, ["examples", *arguments])
        assert (run.exit_code, run.output.count("\n")) == (2, 1)


def test_a_different_kind_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a computed kind is not the recorded one, the command names the example and exits with 1."""
    changed = dataclasses.replace(EXAMPLES[0], recorded="local-minimum")
    monkeypatch.setattr("exactcheck.examples.gallery.EXAMPLES", (changed,))
    run = CliRunner().invoke(cli, ["examples", "--quiet"])
    assert run.exit_code == 1
    assert "recorded: local-minimum" in run.output
    assert "kinds differ from the recorded ones: peano" in run.output


@pytest.mark.parametrize(("name", "value"), [
    ("weighted-square-loss", "5"), ("fourth-powers", "16"), ("fourth-powers-deep", "16"), ("square-activation", "1/3"),
    ("leaky-relu", "2/5"), ("leaky-relu-rank-deficient-data", "2/5"), ("absolute-value-loss", "1"),
])
def test_values_of_spurious_minima(name: str, value: str) -> None:
    """The committed certificates of spurious local minima prove a local minimum and that its value, known exactly, is not least."""
    document = json.loads((COMMITTED / f"{name}.cert.json").read_text(encoding="utf-8"))
    assert [part["kind"] for part in document["claim"]["parts"]] == ["local-minimum", "not-a-global-minimum"]
    assert f"its value {value} is not the least" in check_text(json.dumps(document)).claim
