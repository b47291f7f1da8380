"""Reading matrices and problem files: what is accepted, and the one line about everything else."""

from __future__ import annotations

import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flint
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from exactcheck import checker
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.inputs import as_matrix, read_problem_file
from exactcheck.inputs.networks import network_of
from exactcheck.openness import local_openness

HALF = Fraction(1, 2)
EXPECTED = RationalMatrix([[HALF, 3], [0, -2]])


class Array:
    """As much of a NumPy array as the reader looks at."""

    def __init__(self, rows: list[Any], kind: str = "i", itemsize: int = 8, ndim: int = 2) -> None:
        self.rows, self.ndim = rows, ndim
        self.dtype = SimpleNamespace(kind=kind, itemsize=itemsize)

    def tolist(self) -> list[Any]:
        return self.rows


@pytest.mark.parametrize("value", [
    [[HALF, 3], [0, -2]],
    ((HALF, 3), (0, -2)),
    [["1/2", "3"], ["0", "-2"]],
    [[sympy.Rational(1, 2), sympy.Integer(3)], [flint.fmpz(0), flint.fmpq(-2)]],
    {"shape": [2, 2], "entries": [["1/2", "3"], ["0", "-2"]]},
    sympy.Matrix([[sympy.Rational(1, 2), 3], [0, -2]]),
    sympy.ImmutableMatrix([[sympy.Rational(1, 2), 3], [0, -2]]),
    sympy.SparseMatrix([[sympy.Rational(1, 2), 3], [0, -2]]),
    sympy.Matrix([[sympy.Rational(1, 2), 3], [0, -2]]).to_DM(),
    flint.fmpq_mat([[flint.fmpq(1, 2), 3], [0, -2]]),
    EXPECTED,
])
def test_every_kind_of_matrix_is_read(value: Any) -> None:
    """Lists, documents, SymPy, python-flint and our own matrices give the same matrix."""
    assert as_matrix(value) == EXPECTED


def test_integer_matrices_of_other_libraries() -> None:
    """``fmpz_mat`` and NumPy's integer arrays (known by their attributes) are read."""
    assert as_matrix(flint.fmpz_mat([[1, 2]])) == as_matrix(Array([[1, 2]])) == RationalMatrix([[1, 2]])


def test_a_foreign_matrix_is_copied() -> None:
    """Changing the python-flint matrix afterwards does not change ours."""
    theirs = flint.fmpq_mat([[1, 2]])
    ours = as_matrix(theirs)
    theirs[0, 0] = 7
    assert ours == RationalMatrix([[1, 2]])


@pytest.mark.parametrize(("value", "message"), [
    ([], "W1: found no rows"),
    ([[]], "W1[0]: found an empty row"),
    ([[1, 2], [3]], "W1[1]: found 1 entry, expected 2"),
    ([1, 2], "W1[0]: found the number 1, expected a row"),
    (["12"], 'W1[0]: found the string "12", expected a row'),
    (None, "W1: found nothing (null)"),
    (3, "W1: found the number 3"),
    ([[1, None]], "W1[0][1]: found nothing (null)"),
    ([[True]], "W1[0][0]: found a boolean"),
    ([[1j]], "W1[0][0]: found 1j (complex)"),
    ([[0.5]], "W1[0][0]: found the float 0.5"),
    ([[float("nan")]], "W1[0][0]: found nan, expected a finite number"),
    ([[float("inf")]], "W1[0][0]: found inf, expected a finite number"),
    ([["1e3"]], 'W1[0][0]: found the string "1e3", expected a rational'),
    ([[" 1"]], 'W1[0][0]: found the string " 1", expected a rational'),
    ([["1_000"]], 'W1[0][0]: found the string "1_000", expected a rational'),
    ([["+1"]], 'W1[0][0]: found the string "+1", expected a rational'),
    ([["٣"]], 'W1[0][0]: found the string "٣", expected a rational'),
    ([["1\n"]], 'W1[0][0]: found the string "1\\n"'),
    ([["0.5"]], 'W1[0][0]: found the string "0.5", expected a rational'),
    ([["1/0"]], 'W1[0][0]: found the string "1/0", expected a rational'),
    ([["-0"]], 'W1[0][0]: found the string "-0", expected a rational'),
    ([["2/4"]], 'W1[0][0]: found "2/4", expected lowest terms: "1/2"'),
    ([["3/1"]], 'W1[0][0]: found "3/1", expected lowest terms: "3"'),
    ([[sympy.sqrt(2)]], "W1[0][0]: found sqrt(2)"),
    (sympy.Matrix([[sympy.Symbol("x")]]), "W1[0][0]: found x (Symbol)"),
    (sympy.Matrix([[0.5]]), "W1[0][0]: found the float 0.5"),
    (sympy.zeros(0, 2), "W1: found no rows"),
    (flint.fmpz_mat(0, 2, []), "W1: found a 0 x 2 matrix"),
    (RationalMatrix.zeros(2, 0), "W1: found a 2 x 0 matrix"),
    (Array([1, 2], ndim=1), "W1: found an array of dimension 1, expected 2"),
    (Array([[True]], kind="b"), "W1: found an array of"),
    (Array([[1]], kind="f", itemsize=16), "W1: found an array of"),
    (Array([[0.5]], kind="f"), "W1[0][0]: found the float 0.5"),
    ({"shape": [1, 1]}, 'W1: the member "entries" is missing'),
    ({"shape": [1, 1], "entries": [["1"]], "more": 1}, 'W1: unknown member "more"'),
    ({"shape": [2, 1], "entries": [["1"]]}, "W1.entries: found a 1 x 1 matrix, expected 2 x 1"),
    ({"shape": [1, True], "entries": [["1"]]}, "W1.shape: found a list, expected two sizes"),
    ({"shape": [1, 1], "entries": "1"}, 'W1.entries: found the string "1", expected a list of rows'),
    ({"shape": [1, 1], "entries": [["1", "2"]]}, "W1.entries: found a 1 x 2 matrix, expected 1 x 1"),
])
def test_what_is_no_matrix_is_named_with_its_place(value: Any, message: str) -> None:
    """One line with the place inside, what was found and what was expected."""
    with pytest.raises(InputError) as caught:
        as_matrix(value, "W1")
    assert str(caught.value).startswith(message)
    assert "expected" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None, derandomize=True, max_examples=50)
def test_exact_floats_are_the_dyadic_rationals_they_are(value: float) -> None:
    """``floats="exact"`` loses nothing: converted back it is the same float."""
    assert float(as_matrix([[value]], floats="exact")[0, 0]) == value


@given(st.floats(-1e6, 1e6), st.fractions(Fraction(1, 10**6), 1))
@settings(deadline=None, derandomize=True, max_examples=50)
def test_rationalized_floats_are_the_simplest_within_the_tolerance(value: float, tolerance: Fraction) -> None:
    """The result is within the tolerance, and no rational of smaller denominator is."""
    found = as_matrix([[value]], floats="rationalize", tolerance=tolerance)[0, 0]
    assert abs(found - Fraction(value)) <= tolerance
    smaller = range(1, min(found.denominator, 200))
    assert all(abs(Fraction(round(Fraction(value) * q), q) - Fraction(value)) > tolerance for q in smaller)


def test_floats_of_sympy_are_exact_binary_fractions() -> None:
    """SymPy's own floats are converted by their mantissa and exponent, signs included."""
    assert as_matrix(sympy.Matrix([[0.375, -2.5, 0.0]]), floats="exact") == RationalMatrix(
        [[Fraction(3, 8), Fraction(-5, 2), 0]])


@pytest.mark.parametrize("options", [
    {"floats": "yes"}, {"tolerance": HALF}, {"floats": "exact", "tolerance": HALF}, {"floats": "rationalize"},
    {"floats": "rationalize", "tolerance": 0.5}, {"floats": "rationalize", "tolerance": 0},
    {"floats": "rationalize", "tolerance": True},
])
def test_float_options_have_to_make_sense(options: dict[str, Any]) -> None:
    """A tolerance belongs to ``rationalize``, and is a positive rational."""
    with pytest.raises(InputError, match=r"expected|takes one"):
        as_matrix([[0.5]], **options)


def test_numbers_beyond_the_limit_of_digits() -> None:
    """Too many digits are a limit, as text and as integers; Python's own, lower limit is named where it is in force."""
    for value in ("1" * 30_000, 10**30_000, Fraction(1, 10**30_000)):
        with pytest.raises(LimitError, match="allowed are 20000"):
            as_matrix([[value]])
    with pytest.raises(LimitError, match="Python converts 4300"):
        as_matrix([["1" * 5_000]])
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        assert as_matrix([["1" * 5_000]])[0, 0] == (10**5_000 - 1) // 9
    finally:
        sys.set_int_max_str_digits(before)


# -- problem files ----------------------------------------------------------------------------------------------------
def written(folder: Path, text: str) -> str:
    path = folder / "problem.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_problem_files_become_matrices(tmp_path: Path) -> None:
    """Networks, pairs and single matrices; integers of any size and sign; both forms of a matrix."""
    big = -(10**40)
    text = f'{{"X": "identity", "Y": [[{big}]], "weights": [[["1/2"]], [[-3]]]}}'
    network = read_problem_file(written(tmp_path, text))
    assert network == {"X": "identity", "Y": RationalMatrix([[big]]),
                       "weights": [RationalMatrix([[HALF]]), RationalMatrix([[-3]])]}
    pair = read_problem_file(written(tmp_path, '{"W1": {"shape": [1, 2], "entries": [["1", 0]]}, "W2": [[1], [-1]]}'))
    assert pair == {"W1": RationalMatrix([[1, 0]]), "W2": RationalMatrix([[1], [-1]])}
    assert read_problem_file(written(tmp_path, "[[1, 2]]")) == {"matrix": RationalMatrix([[1, 2]])}
    single = read_problem_file(written(tmp_path, '{"shape": [1, 1], "entries": [["7"]]}'))
    assert single == {"matrix": RationalMatrix([[7]])}


@pytest.mark.parametrize(("text", "message"), [
    ("", "not JSON"),
    ("[[1]] 2", "not JSON"),
    ("3", "found the number 3, expected a problem"),
    ('"W1"', 'found the string "W1", expected a problem'),
    ("{}", 'found an object, expected a problem {"X", "Y", "weights"}'),
    ('{"W1": [[1]]}', 'problem: the member "W2" is missing'),
    ('{"W1": [[1]], "W2": [[1]], "W1": [[2]]}', 'problem: the member "W1" stands twice'),
    ('{"W1": [[1]], "W2": [[1]], "W3": 1}', 'problem: unknown member "W3"'),
    ('{"W1": [[0.5]], "W2": [[1]]}', "W1[0][0]: found the float 0.5"),
    ('{"W1": [[1e3]], "W2": [[1]]}', "W1[0][0]: found the float 1e3"),
    ('{"W1": [[NaN]], "W2": [[1]]}', "W1[0][0]: found NaN"),
    ('{"W1": [[-0]], "W2": [[1]]}', "W1[0][0]: found -0"),
    ('{"W1": [["1/0"]], "W2": [[1]]}', 'W1[0][0]: found the string "1/0"'),
    ('{"W1": [[true]], "W2": [[1]]}', "W1[0][0]: found a boolean"),
    ('{"W1": [[null]], "W2": [[1]]}', "W1[0][0]: found nothing (null)"),
    ('{"W1": {"shape": [1, -1], "entries": [[]]}, "W2": [[1]]}', "W1.shape: found a list"),
    ('{"W1": {"shape": [1, 1], "shape": [1, 1], "entries": []}, "W2": [[1]]}', 'W1: the member "shape" stands twice'),
    ('{"X": "unity", "Y": [[1]], "weights": [[[1]]]}', 'X: found the string "unity"'),
    ('{"X": "identity", "Y": [[1]], "weights": []}', "weights: found an empty list"),
    ('{"X": "identity", "Y": [[1]], "weights": {"W1": [[1]]}}', "weights: found an object"),
    ('{"X": "identity", "Y": [[1]], "weights": [[[1]], [[1], []]]}', "weights[1][1]: found an empty row"),
    ('{"kind": "rank", "matrix": [[1]], "rank": 1}', "found a claim"),
    ('{"format": "exactcheck-certificate", "claim": {}, "witness": {}}', "found a certificate, expected a problem"),
    ("[" * 100_000 + "]" * 100_000, "not"),
])
def test_problem_files_that_are_none(tmp_path: Path, text: str, message: str) -> None:
    """One line that begins with the file and the place inside it."""
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_problem_file(path)
    assert str(caught.value).startswith(f"{path}: {message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("text", "message"), [
    ('{"X": [[1]], "Y": [[1]], "weigths": [[[1]]]}', 'problem: unknown member "weigths", expected "X", "Y", "weights", "biases", '
     '"activations", "loss", "entry-weights"; did you mean "weights"?'),
    ('{"x": "identity", "Y": [[1]], "weights": [[[1]]]}', 'problem: unknown member "x", expected "X", "Y", "weights", "biases", '
     '"activations", "loss", "entry-weights"; did you mean "X"?'),
    ('{"X": [[1]], "Y": [[1]], "weights": [[[1]]], "bias": [1], "loss": "square"}', 'problem: unknown member "bias", expected "X", '
     '"Y", "weights", "biases", "activations", "loss", "entry-weights"; did you mean "biases"?'),
    ('{"polynomial": "x", "points": {"x": 0}}',
     'problem: unknown member "points", expected "polynomial", "point"; did you mean "point"?'),
    ('{"W1": [[1]], "w2": [[1]]}', 'problem: unknown member "w2", expected "W1", "W2"; did you mean "W2"?'),
    ('{"W1": {"shape": [1, 1], "entires": [["1"]]}, "W2": [[1]]}',
     'W1: unknown member "entires", expected "shape", "entries"; did you mean "entries"?'),
    ('{"Polynomial": "x", "Point": {"x": 0}}', 'found an object, expected a problem {"X", "Y", "weights"}, {"W1", "W2"} or '
     '{"polynomial", "point"}, or a matrix; did you mean "polynomial" or "point"?'),
    ('{"X": [[1]], "Y": [[1]], "W1": [[1]], "W2": [[1]]}', 'found a member "W1" or "W2" beside "X" or "Y"; the layers of a network '
     'stand in one list, "weights": [W_1, W_2, ...]'),
    ('{"X": [[1]], "Y": [[1]], "weights": [[[1]]], "activations": [{"leaky": "1/2"}]}', 'activations[0]: unknown member "leaky", '
     'expected {"leaky-relu": slope} or {"breaks": [...], "pieces": [...]}; did you mean "leaky-relu"?'),
])
def test_misspelt_members(tmp_path: Path, text: str, message: str) -> None:
    """The member is named, with all that are known and the one that may be meant, whatever its case."""
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_problem_file(path)
    assert str(caught.value) == f"{path}: {message}"


LINEAR = {"X": [[1]], "Y": [[1]], "weights": [[[1]]]}


@pytest.mark.parametrize(("problem", "messages"), [
    ({**LINEAR, "biases": [0]}, ["biases[0]: found the number 0, expected a list of numbers, such as [0], ", "or null"]),
    ({**LINEAR, "loss": "x^4"}, ['loss: found the string "x^4", expected "square", ', "; write e for the entry of the residual"]),
    ({**LINEAR, "loss": "x"}, ["; write e for the entry of the residual"]),
    ({**LINEAR, "loss": "relu"}, ['loss: found the string "relu", expected "square", "absolute-value", a polynomial in e']),
    ({**LINEAR, "loss": "identity"}, ['loss: found the string "identity", expected "square"']),
    ({**LINEAR, "loss": {"leaky-relu": 2}}, ["loss: found a leaky ReLU, expected"]),
    ({**LINEAR, "loss": "Square"}, ['; did you mean "square"?']),
    ({**LINEAR, "activations": ["ReLu"]}, ['activations[0]: found the string "ReLu"', '; did you mean "relu"?']),
    ({**LINEAR, "activations": ["Identity"]}, ['; did you mean "identity"?']),
    ({**LINEAR, "activations": ["x^2"]}, ["; write z for what comes into the unit"]),
    ({"X": [[1]], "Y": [[1]], "loss": "e"}, ['problem: the member "weights" is missing, expected "X", "Y", "weights"']),
    ({"polynomial": "x^2y + xy", "point": {"x": 0, "y": 0}}, ["no value for xy (a polynomial has variables, no functions); ",
      "write x*y for a product"]),
    ({"polynomial": "x1x2^2", "point": {"x1": 0, "x2": 0}}, ["no value for x1x2 (a ", "; write x1*x2 for a product"]),
    ({"polynomial": "abc", "point": {"a": 0, "b": 0, "ab": 0, "c": 0}}, ["write ab*c for a product"]),
    ({"polynomial": "x", "point": {"x": 0, "z": 1}}, ['point: the polynomial has no variable "z"; write + 0*z there']),
])
def test_what_may_be_meant_by_wrong_text(tmp_path: Path, problem: Any, messages: list[str]) -> None:
    """A loss, an activation, a bias or a name that is none: one line with what to write instead."""
    path = written(tmp_path, json.dumps(problem))
    with pytest.raises(InputError) as caught:
        read_problem_file(path)
    assert all(message in str(caught.value) for message in messages), caught.value


@pytest.mark.parametrize("problem", [
    *({**LINEAR, "loss": loss} for loss in ("square", "absolute-value", "e^4/4", "E11^2", "E_1_1^2", "7", ["0", "0", 1])),
    *({**LINEAR, "activations": [a]} for a in ("identity", "relu", "square", "absolute-value", "z^3 - z", "0", {"leaky-relu": 2})),
    {"polynomial": "x + 0*z", "point": {"x": 0, "z": 1}},
])
def test_text_that_is_right_is_let_through(tmp_path: Path, problem: Any) -> None:
    """Every documented name, polynomials in the right variable, and a variable that does not matter."""
    assert set(read_problem_file(written(tmp_path, json.dumps(problem)))) == set(problem)


ORDERS = {
    "in the reversed order": [[[1], [0]], [[0]], [[1, 0]]],
    "transposed": [[[1], [0], [0]], [[1, 2]], [[1], [0]]],
    "transposed and in the reversed order": [[[1, 0]], [[1], [0]], [[1, 2], [0, 0], [3, 4]]],
}


@pytest.mark.parametrize("words", ORDERS)
@pytest.mark.parametrize("more", [{}, {"loss": "e^4"}])
def test_layers_in_another_order(words: str, more: dict[str, str]) -> None:
    """If the sizes would chain in the reversed order or transposed, the message says so, for networks of both kinds."""
    weights = [as_matrix(W) for W in ORDERS[words]]
    layers = [W.T for W in weights] if "transposed" in words else weights
    layers = layers[::-1] if "reversed" in words else layers
    Y = as_matrix([[0] * layers[0].columns for _ in range(layers[-1].rows)])
    assert network_of({"weights": layers, "X": "identity", "Y": Y, **more}).weights
    for X in ("identity", RationalMatrix.identity(layers[0].columns)):
        with pytest.raises(InputError, match=f"; {re.escape(words)} they would: weights are listed input side first"):
            network_of({"weights": weights, "X": X, "Y": Y, **more})


def test_sizes_that_chain_in_no_order() -> None:
    """Where nothing would help, nothing is suggested."""
    with pytest.raises(InputError) as caught:
        network_of({"weights": [as_matrix([[1, 2]]), as_matrix([[1, 2, 3]])], "X": "identity", "Y": as_matrix([[1, 2]])})
    assert str(caught.value) == "sizes do not chain: W_2 has 3 columns, but W_1 has 1 row"
    with pytest.raises(InputError, match="the product is W1 W2, and in the other order the sizes chain"):
        local_openness(as_matrix([[1], [2]]), as_matrix([[1, 2], [3, 4]]))


def test_files_beyond_the_limit_of_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with more bytes than the checker would read is a limit."""
    monkeypatch.setattr(checker.Limits, "size", 5)
    assert read_problem_file(written(tmp_path, "[[1]]")) == {"matrix": RationalMatrix([[1]])}
    with pytest.raises(LimitError, match="more than 5 bytes"):
        read_problem_file(written(tmp_path, "[[1]] "))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder, bytes that are not UTF-8: malformed. A number or file beyond the limits: a limit."""
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_problem_file(path)
    (tmp_path / "latin.json").write_bytes(b'["\xe9"]')
    with pytest.raises(InputError, match="not UTF-8"):
        read_problem_file(tmp_path / "latin.json")
    for number in ("1" * 10**6, json.dumps("1" * 10**6)):
        with pytest.raises(LimitError, match=r"matrix\[0\]\[0\]: a number of 10000\d\d characters"):
            read_problem_file(written(tmp_path, f"[[{number}]]"))
