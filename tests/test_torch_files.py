"""PyTorch's files and tensors. CI installs PyTorch for these tests; elsewhere they need the optional extra."""

from __future__ import annotations

import json
import os
import pickle
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

import exactcheck as ec
from exactcheck import checker
from exactcheck.cli import cli
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.inputs import as_matrix

if os.environ.get("EXACTCHECK_TEST_TORCH"):  # CI: without PyTorch these tests fail instead of being skipped
    import torch
else:
    torch = pytest.importorskip("torch", reason="the optional extra exactcheck[torch] is not installed")


class Executed:
    """What a hostile pickle does: a call of its choice while it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("executed",)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def model() -> torch.nn.Sequential:
    """The introduction's example, with layers of PyTorch."""
    layers = torch.nn.Sequential(*(torch.nn.Linear(n, m, bias=False) for n, m in ((2, 1), (1, 1), (1, 2))))
    with torch.no_grad():
        for layer, rows in zip(layers, ([[1.0, 0.0]], [[0.0]], [[1.0], [0.0]]), strict=True):
            layer.weight.copy_(torch.tensor(rows))
    return layers


def test_tensors_are_read_without_loss() -> None:
    """Integers and floats of every precision, parameters included; the policy for floats is the same."""
    assert as_matrix(torch.tensor([[1, -2]])) == RationalMatrix([[1, -2]])
    for kind in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        value = torch.tensor([[0.1]], dtype=kind)
        assert as_matrix(value, floats="exact")[0, 0] == Fraction(value.item())
    assert as_matrix(model()[0].weight, floats="exact") == RationalMatrix([[1, 0]])
    with pytest.raises(InputError, match="found the float"):
        as_matrix(model()[0].weight)


@pytest.mark.parametrize(("tensor", "message"), [
    (torch.tensor([1, 2]), "dimension 1, expected 2"), (torch.tensor([[True]]), "a boolean"), (torch.tensor([[1j]]), "complex"),
    (torch.tensor([[1, 0]]).to_sparse(), "sparse or quantized tensor"),
    (torch.tensor([[float("nan")]]), "expected a finite number"),
])
def test_tensors_that_are_no_matrices(tensor: torch.Tensor, message: str) -> None:
    """Named with their place."""
    with pytest.raises(InputError, match=message):
        as_matrix(tensor, "W1", floats="exact")


@pytest.mark.parametrize("name", ["model.pt", "model.pth", "pytorch_model.bin"])
@pytest.mark.parametrize("inside", ["", "state_dict.", "a.b."])
def test_state_dicts_and_checkpoints(name: str, inside: str) -> None:
    """Weights by the names of the ``state_dict``; those of a checkpoint have the names of its members before them."""
    saved: object = model().state_dict()
    for key in reversed(inside.split(".")[:-1]):
        saved = {key: saved, "epoch": 3}
    torch.save(saved, name)
    layers = [f"{inside}{i}.weight" for i in range(3)]
    Path("net.json").write_text(json.dumps({"X": "identity", "Y": [[0, 0], [0, 1]], "weights": {"file": name, "layers": layers}}))
    result = CliRunner().invoke(cli, ["classify", "net.json", "--floats", "exact", "--quiet"])
    assert result.output == "higher-order-saddle\n"
    wrong = CliRunner().invoke(cli, ["openness", name])
    assert wrong.exit_code == 2
    listed = ", ".join(layers)
    assert f"{name}: found 3 arrays ({listed}), expected a single matrix" in wrong.output


def test_a_single_tensor() -> None:
    """A file with one tensor is a matrix."""
    torch.save(torch.tensor([[1, 2]]), "W.pt")
    assert as_matrix(Path("W.pt")) == RationalMatrix([[1, 2]])


def test_networks_from_layers() -> None:
    """What the guide for PyTorch users does."""
    net = ec.DeepLinearNetwork([layer.weight for layer in model()], "identity", [[0, 0], [0, 1]], floats="exact")
    assert ec.classify(net).kind == "higher-order-saddle"


def test_nothing_in_a_file_is_executed() -> None:
    """A hostile pickle, alone and inside a checkpoint, is refused in one line; its call does not happen."""
    Path("plain.pt").write_bytes(pickle.dumps(Executed()))
    torch.save({"0.weight": torch.tensor([[1]]), "more": Executed()}, "zipped.pt")
    for name in ("plain.pt", "zipped.pt"):
        with pytest.raises(InputError, match=rf"{name}: cannot be read as \.pt: ") as caught:
            as_matrix(Path(name))
        assert "\n" not in str(caught.value)
    assert not Path("executed").exists()
    torch.load("zipped.pt", weights_only=False)  # what the tests above would have noticed
    assert Path("executed").exists()


def test_too_large_tensors(monkeypatch: pytest.MonkeyPatch) -> None:
    """More entries than the checker reads are a limit."""
    torch.save({"W": torch.zeros(30, 30, dtype=torch.int8)}, "W.pt")
    monkeypatch.setattr(checker.Limits, "entries", 500)
    with pytest.raises(LimitError, match="900 entries, allowed are 500"):
        as_matrix(Path("W.pt"))
