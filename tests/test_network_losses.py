"""Networks with biases, kinks and other losses, on the command line and in Python: verdicts, certificates, wrong input."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from redecide import holds
from redecide_functions import Function as Independent

import exactcheck as ec
from exactcheck.checker import check_text
from exactcheck.cli import cli
from exactcheck.errors import InputError
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality import classify_network
from exactcheck.minimality.functions import Function

LEAKY: Any = {"leaky-relu": "1/2"}
CROSS = {"X": "identity", "weights": [[[1, 1]], [[1], [1]]]}
KINDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "weighted square loss, 2-1-2": (
        {**CROSS, "Y": [[-1, "3/2"], ["3/2", -1]], "entry-weights": [[1, 4], [4, 1]]}, "spurious-local-minimum", "5"),
    "fourth powers, 2-1-2": ({**CROSS, "Y": [[-1, 3], [3, -1]], "loss": "e^4/4"}, "spurious-local-minimum", "16"),
    "fourth powers, 2-1-1-2": (
        {"X": "identity", "Y": [[-1, 3], [3, -1]], "weights": [[[1, 1]], [[1]], [[1], [1]]], "loss": "e^4/4"},
        "spurious-local-minimum", "16"),
    "fourth power of the norm": (
        {**CROSS, "Y": [[-1, 3], [3, -1]], "loss": "(E11^2 + E12^2 + E21^2 + E22^2)^2"}, "second-order-saddle", "256"),
    "square activation (Yun, Sra, Jadbabaie)": (
        {"X": [[1, 0, "1/2"], [0, 1, "1/2"]], "Y": [[0, 0, 1]], "weights": [[[1, 1], [-1, -1]], [["1/6", "1/6"]]],
         "biases": [[0, 0], [0]], "activations": ["square", "identity"]}, "spurious-local-minimum", "1/3"),
    "leaky ReLU, 1-1-1": ({"X": [[1, -1]], "Y": [[1, 0]], "weights": [[[-1]], [["-2/5"]]], "activations": [LEAKY, "identity"]},
                          "spurious-local-minimum", "2/5"),
    "leaky ReLU of section 4, 3-1-1": (
        {"X": [[1, -1], [0, 0], [0, 0]], "Y": [[1, 0]], "weights": [[[-1, 0, 0]], [["-2/5"]]], "activations": [LEAKY, "identity"]},
        "spurious-local-minimum", "2/5"),
    "flat region of a ReLU": ({"X": [[1]], "Y": [[1]], "weights": [[[-1]], [[1]]], "activations": ["relu", "identity"]},
                              "spurious-local-minimum", "1/2"),
    "absolute value at a degenerate point (Corollary 9)": (
        {"X": [[1]], "Y": [[0], [1]], "weights": [[[0]], [[1], [0]]], "loss": "absolute-value"}, "spurious-local-minimum", "1"),
    "median": ({"X": [[1, 1, 1]], "Y": [[0, 1, 3]], "weights": [[[1]]], "loss": "absolute-value"}, "global-minimum", "3"),
    "not the median": ({"X": [[1, 1, 1]], "Y": [[0, 1, 3]], "weights": [[[3]]], "loss": "absolute-value"},
                       "not-a-local-minimum", "5"),
    "kink of a ReLU that falls on one side": (
        {"X": [[1]], "Y": [[1]], "weights": [[[0]], [[1]]], "activations": ["relu", "identity"]}, "local-maximum", "1/2"),
    "kink of a ReLU that falls on one side and rises on the other": (
        {"X": [[1, -1]], "Y": [[1, -1]], "weights": [[[0]], [[1]]], "activations": ["relu", "identity"]},
        "not-a-local-minimum", "1"),
    "kinks in a row, with pieces that are empty inside": (
        {"X": [[1, 0, 1]], "Y": [[2, 0, -1], [-1, -1, 2]], "weights": [[[0]], [[1], [1]]], "loss": "-e^2",
         "activations": ["absolute-value", "absolute-value"]}, "spurious-local-minimum", "-11"),
    "|v r + b| + |b| + 1, r = max(0, w)": (
        {"X": [[0, 2], [-1, 0]], "Y": [[0, -1]], "weights": [[[-1, 0]], [[0]]], "biases": [None, [0]], "loss": "absolute-value",
         "activations": ["relu", "absolute-value"]}, "local-minimum", "1"),
    "|v^2 w^4| + 1: a constraint without gradient": (
        {"X": [[0, 1]], "Y": [[1, 0]], "weights": [[[0]], [[-1]]], "loss": "absolute-value", "activations": ["square", "square"]},
        "local-minimum", "1"),
    "ridge": ({"X": [[1]], "Y": [[1]], "weights": [[[0]]], "activations": ["absolute-value"]}, "local-maximum", "1/2"),
    "kink of a ReLU that rises on one side": (
        {"X": [[1]], "Y": [[-1]], "weights": [[[0]], [[1]]], "activations": ["relu", "identity"]}, "spurious-local-minimum", "1/2"),
    "two kinks that cancel": (  # |w| - |w| + w: a kink in each term, none in the sum
        {"X": [[1]], "Y": [[0], [0]], "weights": [[[0], [0]]], "activations": ["absolute-value"], "loss": "E11 - E21"},
        "not-a-local-minimum", "0"),
    "interpolation by a ReLU network": (
        {"X": [[0, 1, -1]], "Y": [[0, 1, 1]], "weights": [[[1], [-1]], [[1, 1]]], "biases": [[0, 0], None],
         "activations": ["relu", "identity"]}, "global-minimum", "0"),
    "a slope": ({"X": [[1]], "Y": [[1]], "weights": [[[2]]], "activations": ["square"]}, "not-critical", "9/2"),
    "top of a parabola": ({"X": [[1]], "Y": [[0]], "weights": [[[0]]], "loss": "-e^2"}, "local-maximum", "0"),
    "a cube": ({"X": [[1]], "Y": [[0]], "weights": [[[0]]], "activations": ["z^3"], "loss": "e"}, "higher-order-saddle", "0"),
    "deadzone, away from its corners": (
        {"X": [[1]], "Y": [[0]], "weights": [[[1]]], "loss": {"breaks": [-2, 2], "pieces": ["-e - 2", [], "e - 2"]}},
        "global-minimum", "0"),
}


@pytest.mark.parametrize("name", KINDS)
def test_kinds(name: str, tmp_path: Path) -> None:
    """The kind, a certificate that stands, is about this very problem and is explained, and the value at the point."""
    problem, kind, value = KINDS[name]
    file, out = tmp_path / "problem.json", str(tmp_path / "out.cert.json")
    file.write_text(json.dumps(problem), encoding="utf-8")
    run = CliRunner().invoke(cli, ["classify", "--json", str(file), "--out", out])
    assert run.exit_code == 0, run.output
    found = json.loads(run.output)
    assert found["kind"] == kind
    document = found["certificate"]
    assert check_text(json.dumps(document)).status == "valid"
    assert holds(document["claim"], document["witness"])
    claim = document["claim"].get("shared", document["claim"])
    assert str(Independent(claim)(Independent(claim).p)) == value
    assert CliRunner().invoke(cli, ["verify", out, "--against", str(file)]).exit_code == 0
    told = CliRunner().invoke(cli, ["explain", out])
    assert told.exit_code == 0, told.output
    for member, changed in (("Y", [[v + 7 for v in range(len(problem["Y"][0]))] for _ in problem["Y"]]), ("loss", "e^6")):
        file.write_text(json.dumps({**problem, member: changed, **({"entry-weights": [[1] * 2] * 2} if "entry-weights" in problem
                                                                   else {})}), encoding="utf-8")
        other = CliRunner().invoke(cli, ["verify", out, "--against", str(file)])
        assert other.exit_code == 1
        assert "another" in other.output


def test_better_point_of_section_4() -> None:
    """The better point of the leaky ReLU network is the best there is, 1/10, found by a search and computed exactly."""
    problem = KINDS["leaky ReLU of section 4, 3-1-1"][0]
    net = ec.Network(problem["weights"], problem["X"], problem["Y"], problem["activations"])
    found = ec.classify(net)
    assert found.witness is not None
    values = [Fraction(v) for v in found.witness["witnesses"][1]["values"]]
    assert net.value_at(values) == Fraction(1, 10)


def test_plain_networks_take_the_closed_form(tmp_path: Path) -> None:
    """The square loss of a linear network is decided in closed form, also when its functions are written out."""
    file = tmp_path / "problem.json"
    plain = {"X": "identity", "Y": [[0, 0], [0, 1]], "weights": [[[1, 0]], [[0]], [[1], [0]]]}
    spelled = {**plain, "loss": "e^2/2", "activations": ["identity", "z", [0, 1]], "biases": [None] * 3,
               "entry-weights": [[1, 1]] * 2}
    for problem in (plain, spelled):
        file.write_text(json.dumps(problem), encoding="utf-8")
        found = json.loads(CliRunner().invoke(cli, ["classify", "--json", str(file)]).output)
        assert found["kind"] == "higher-order-saddle"
        assert found["certificate"]["claim"]["objective"]["kind"] == "deep-linear-square-loss"


def test_too_many_pieces(tmp_path: Path) -> None:
    """Eight units at a kink have 256 pieces: undecided, and the answer says why."""
    net = ec.Network([[[0] for _ in range(8)]], [[1]], [[-1]] * 8, ["relu"], "absolute-value")
    found = ec.classify(net)
    assert found.kind == "undecided"
    assert "more than 64 pieces" in found.explain()
    with pytest.raises(InputError, match="undecided"):
        found.certificate()


@pytest.mark.parametrize(("change", "message"), [
    ({"loss": "cubic"}, "loss: found the string \"cubic\""), ({"loss": "e^2 + z"}, "loss: found the string"),
    ({"loss": "E13^2"}, "E13 is no entry of the residual"), ({"loss": 3}, "loss: found the number 3"),
    ({"loss": "E11^2", "entry-weights": [[1, 1]]}, "entry-weights: they go with"),
    ({"entry-weights": [[1]]}, "entry-weights: a 1 x 1 matrix, expected 1 x 2"),
    ({"activations": ["relu"]}, "activations: found 1, expected 2, one for each layer"),
    ({"activations": "relu"}, "activations: found the string"),
    ({"activations": ["relu", "tanh"]}, r'activations\[1\]: found the string "tanh"'),
    ({"activations": ["relu", {"leaky-relu": 0.5}]}, r"activations\[1\].leaky-relu: found the float 0.5"),
    ({"activations": ["relu", {"slope": 1}]}, r"activations\[1\]: unknown member \"slope\", expected {\"leaky-relu\": slope}"),
    ({"activations": ["relu", {"breaks": [0], "pieces": ["0", "1"]}]}, "expected a continuous function"),
    ({"activations": ["relu", {"breaks": [1, 0], "pieces": [[], [], []]}]}, "expected increasing breaks"),
    ({"activations": ["relu", {"breaks": [0], "pieces": [[]]}]}, "one piece more than breaks"),
    ({"biases": [[0]]}, "biases: found 1, expected 2, one for each layer"),
    ({"biases": [[0, 0], [0]]}, r"biases\[0\]: a 2 x 1 matrix, expected 1 x 1"),
    ({"biases": 0}, "biases: found the number 0"),
    ({"biases": [0, 0]}, r"biases\[0\]: found the number 0, expected a list of numbers, such as \[0\], one for each unit"),
    ({"activations": ["ReLU", "identity"]}, 'did you mean "relu"\\?'),
    ({"loss": "E^4"}, r"a polynomial in e \(summed over the entries\)"),
    ({"weights": [[[1]], [[1, 1]]]}, r"weights\[1\]: a 1 x 2 matrix, expected 1 column$"),
    ({"Y": [[1]]}, "Y: a 1 x 1 matrix, expected 1 x 2"), ({"width": 3}, 'unknown member "width"'),
])
def test_wrong_problems(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    """What is no network is refused with one line that names the place, and exit code 2."""
    file = tmp_path / "problem.json"
    file.write_text(json.dumps({"X": [[1, -1]], "Y": [[1, 0]], "weights": [[[-1]], [[1]]], "activations": ["relu", "identity"],
                                **change}), encoding="utf-8")
    run = CliRunner().invoke(cli, ["classify", str(file)])
    assert run.exit_code == 2
    assert len(run.output.strip().splitlines()) == 1
    with pytest.raises(InputError, match=message):
        raise InputError(run.output)


def random_problem(source: Random) -> ec.Network:
    """Small integer data, so that arguments often stand at a break, and random functions."""
    widths = [source.randint(1, 2) for _ in range(source.choice([2, 3, 3]))]
    samples = source.randint(1, 2)

    def table(rows: int, columns: int) -> list[list[int]]:
        return [[source.choice([-1, 0, 0, 1, 2]) for _ in range(columns)] for _ in range(rows)]

    functions = ["identity", "relu", LEAKY, "square", "absolute-value", {"breaks": [0, 1], "pieces": ["0", "z", "1"]}]
    loss = source.choice(["square", "absolute-value", "e^4/4", "E11^2 - E11",
                          {"breaks": [-1, 1], "pieces": ["-e - 1", "0", "e - 1"]}])
    layers = list(zip(widths[1:], widths[:-1], strict=True))
    return ec.Network([table(m, n) for m, n in layers], table(widths[0], samples), table(widths[-1], samples),
                      [source.choice(functions) for _ in layers], loss, None,
                      [source.choice([None, table(m, 1)]) for m, _ in layers])


def test_pieces_are_the_loss() -> None:
    """Random networks near random points: where the constraints of a piece hold, the loss is that piece, and some piece holds."""
    source, kinks = Random(3), 0
    for _ in range(40):
        net = random_problem(source)
        independent = Independent({"kind": "", **net.shared()})
        assert independent.p == net.p
        pieces = net.near
        kinks += len(pieces) > 1
        for _ in range(4):
            x = [Fraction(source.randint(-3, 3), 10**4) for _ in net.p]
            value = independent([p + v for p, v in zip(net.p, x, strict=True)])
            assert value == net.value_at([p + v for p, v in zip(net.p, x, strict=True)])
            there = [F for F, constraints in pieces if all(g(x) >= 0 for g in constraints)]
            assert there
            assert {F(x) + net.value for F in there} == {value}
    assert kinks > 12


def test_curves_through_kinks() -> None:
    """Along random curves the loss for small t > 0 is the polynomial that is computed without pieces."""
    source = Random(4)
    for _ in range(60):
        net = random_problem(source)
        curve = [Polynomial(1, {(e,): source.randint(-2, 2) for e in (1, 2)}) + Polynomial.constant(1, v) for v in net.p]
        value, t = net.evaluate(curve, 1), Fraction(1, 10**4)
        assert value([t]) == Independent({"kind": "", **net.shared()})([q([t]) for q in curve])


def test_random_verdicts_are_true() -> None:
    """The verdicts about random networks hold where they can be tested by values; most are decided."""
    source, decided, seen = Random(6), 0, set()
    for _ in range(30):
        net = random_problem(source)
        found = classify_network(net)
        seen.add(found.kind)
        decided += found.kind != "undecided"
        if found.claim is not None and found.witness is not None:
            assert holds(dict(found.claim), dict(found.witness))
    assert decided >= 27
    assert len(seen) >= 4


def test_functions_in_words() -> None:
    """Functions are written as a person would."""
    cases = {"max(0, z)": "relu", "|z|": "absolute-value", "z^2": "square", "z": [0, 1, 0], "0": [],
             "1/2*z for z ≤ 0, z above": LEAKY}
    for words, value in cases.items():
        assert Function.read(value, "z", "here").text() == words
    assert Function.read({"leaky-relu": 1}, "z", "here") == Function.read("identity", "z", "here")
