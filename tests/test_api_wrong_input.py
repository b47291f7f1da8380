"""The Python interface refuses what a problem file with the same words would be refused for, in the same line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sympy

import exactcheck as ec
from exactcheck.inputs import read_problem_file

NETWORK: dict[str, Any] = {"weights": [[[1]]], "X": [[1]], "Y": [[1]]}


@pytest.mark.parametrize("wrong", [
    {"loss": "relu"}, {"loss": "identity"}, {"loss": "squre"}, {"loss": {"leaky-relu": "1/2"}}, {"loss": "x^2"},
    {"activations": ["abs"]}, {"activations": ["sqare"]}, {"activations": ["x"]}, {"activations": "relu"},
])
def test_losses_and_activations(tmp_path: Path, wrong: dict[str, Any]) -> None:
    """An activation is no loss, a misspelt name is none, and one name is no list."""
    file = tmp_path / "problem.json"
    file.write_text(json.dumps({**NETWORK, **wrong}), encoding="utf-8")
    with pytest.raises(ec.InputError) as of_file:
        read_problem_file(str(file), None, None)
    with pytest.raises(ec.InputError) as of_api:
        ec.Network(**NETWORK, **wrong)
    assert str(of_file.value) == f"{file}: {of_api.value}"


def test_variables_that_do_not_occur(tmp_path: Path) -> None:
    """A coordinate of the point that the text lacks may be a slip; SymPy drops variables by itself, so there it is none."""
    file = tmp_path / "problem.json"
    file.write_text(json.dumps({"polynomial": "x^2", "point": {"x": 0, "y": 0}}), encoding="utf-8")
    with pytest.raises(ec.InputError) as of_file:
        read_problem_file(str(file), None, None)
    with pytest.raises(ec.InputError) as of_api:
        ec.classify_polynomial("x^2", {"x": 0, "y": 0})
    assert str(of_file.value) == f"{file}: {of_api.value}"
    assert ec.classify_polynomial("x^2 + 0*y", {"x": 0, "y": 0}).kind == "global-minimum"
    x, y = sympy.symbols("x y")
    assert ec.classify_polynomial(x**2 + 0 * y, {x: 0, y: 0}).kind == "global-minimum"


def test_what_is_right_is_taken() -> None:
    """Names, polynomials and functions as objects."""
    from exactcheck.minimality.functions import RELU

    for activation in ("relu", RELU, "z^3", {"leaky-relu": "1/2"}, [0, 1]):
        assert ec.Network(**NETWORK, activations=[activation], loss="e^4").value == 0
