"""Problem files: a network, a pair of matrices, a polynomial at a point, or a single matrix."""

from __future__ import annotations

import os
from collections.abc import Mapping
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from exactcheck import checker
from exactcheck.errors import InputError, LimitError, closest, meant
from exactcheck.inputs import files
from exactcheck.inputs.expressions import require_activation, require_loss, require_same_variables
from exactcheck.inputs.matrices import Matrices
from exactcheck.inputs.numbers import Floats, Number
from exactcheck.inputs.words import found, listed, quoted, require_members

Problem: TypeAlias = dict[str, Any]
LOSS = ("biases", "activations", "loss", "entry-weights")
NETWORK, PAIR, POLYNOMIAL = ("X", "Y", "weights"), ("W1", "W2"), ("polynomial", "point")


def read_problem_file(path: str | os.PathLike[str], floats: Floats | None = None,
                      tolerance: Fraction | int | None = None) -> Problem:
    """The problem in a file (``-``: JSON on standard input), its matrices as ``RationalMatrix``.

    JSON: one of ``{"X": M or "identity", "Y": M, "weights": [M, ...]}`` (also with ``biases``, ``activations``, ``loss``,
    ``entry-weights``), ``{"W1": M, "W2": M}``, ``{"polynomial": text,
    "point": {...}}``, or a single matrix, which comes back as ``{"matrix": M}``. A matrix may also stand in another
    file, ``{"file": "W1.npz", "name": "W1", "transpose": true}``, and all weights in one,
    ``{"file": "model.safetensors", "layers": ["0.weight", "2.weight"]}``; names of files are relative to the problem
    file. Files of other formats: a single matrix, or arrays named W1 and W2. ``floats``, ``tolerance``: see
    ``as_matrix``. Whether sizes chain is not looked at here. Raises InputError or LimitError: one line that names the
    file, the place inside, what was found and what was expected.
    """
    file = "standard input" if os.fspath(path) == "-" else os.fspath(path)
    numbers = Number(floats, tolerance)
    try:
        if Path(path).suffix.lower() in files.FORMATS:
            return _arrays(Path(path), Matrices(numbers))
        document = checker.read_json(checker.read_file(path, checker.Limits.size))
        return _problem(document, Matrices(numbers, Path() if file == "standard input" else Path(path).parent))
    except checker.Limit as error:
        raise LimitError(f"{file}: {error}") from None
    except checker.Malformed as error:
        raise InputError(f"{file}: {error}") from None
    except (InputError, LimitError) as error:
        raise type(error)(f"{file}: {error}") from None


def _arrays(path: Path, matrices: Matrices) -> Problem:
    arrays = files.arrays(path)
    if set(arrays) == set(PAIR):
        return {name: matrices.read(arrays[name](), name) for name in PAIR}
    if len(arrays) != 1:
        raise InputError(f"found {len(arrays)} arrays ({listed(arrays)}), expected a single matrix, or W1 and W2; a JSON problem "
                         f'file says which is what: {{"X": ..., "Y": ..., "weights": {{"file": "{path.name}", "layers": [...]}}}}')
    (name, load), = arrays.items()
    return {"matrix": matrices.read(load(), name or "matrix")}


def _problem(document: Any, matrices: Matrices) -> Problem:
    if isinstance(document, list):
        return {"matrix": matrices.read(document, "matrix")}
    if not isinstance(document, Mapping):
        raise InputError(f"found {found(document)}, expected a problem (an object) or a matrix (a list of rows)")
    if "claim" in document or "witness" in document:
        raise InputError('found a certificate, expected a problem; "exactcheck verify" and "exactcheck explain" read '
                         'certificates')
    if "kind" in document:
        raise InputError('found a claim (it has a "kind"), expected a problem: {"X", "Y", "weights"}, {"W1", "W2"} or '
                         'a matrix')
    if any(key in document for key in ("shape", "entries", "file")):
        return {"matrix": matrices.read(document, "matrix")}
    if any(key in document for key in PAIR):
        if "X" in document or "Y" in document:
            raise InputError('found a member "W1" or "W2" beside "X" or "Y"; the layers of a network stand in one list, '
                             '"weights": [W_1, W_2, ...]')
        require_members(document, "problem", PAIR)
        return {key: matrices.read(document[key], key) for key in PAIR}
    if any(key in document for key in NETWORK):
        return _network(document, matrices)
    if any(key in document for key in POLYNOMIAL):
        return _polynomial(document, matrices.numbers)
    close = [name for key in islice(document, 8) for name in closest(str(key), (*NETWORK, *LOSS, *PAIR, *POLYNOMIAL))]
    raise InputError('found an object, expected a problem {"X", "Y", "weights"}, {"W1", "W2"} or {"polynomial", "point"}, or a '
                     f'matrix{meant(close)}')


def _polynomial(document: Mapping[str, Any], numbers: Number) -> Problem:
    require_members(document, "problem", POLYNOMIAL)
    text, point = document["polynomial"], document["point"]
    if not isinstance(text, str):
        raise InputError(f'polynomial: found {found(text)}, expected text such as "x^2 - 2*x*y"')
    if not isinstance(point, Mapping) or not point:
        raise InputError(f'point: found {found(point)}, expected an object such as {{"x": 0, "y": "1/2"}}')
    require_members(point, "point", tuple(point))
    require_same_variables(text, list(point))
    return {"polynomial": text, "point": {name: numbers.read(value, f"point.{name}") for name, value in point.items()}}


def _network(document: Mapping[str, Any], matrices: Matrices) -> Problem:
    require_members(document, "problem", NETWORK, LOSS)
    weights, X = document["weights"], document["X"]
    if isinstance(X, str) and X != "identity":
        raise InputError(f'X: found {found(X)}, expected a matrix or "identity"')
    problem = {"X": X if isinstance(X, str) else matrices.read(X, "X"), "Y": matrices.read(document["Y"], "Y"),
               "weights": _weights(weights, matrices)}
    if "biases" in document:
        problem["biases"] = [None if b is None else _bias(b, f"biases[{i}]", matrices)
                             for i, b in enumerate(_list(document["biases"], "biases", "one bias (or null) for each layer"))]
    if "activations" in document:
        given = _list(document["activations"], "activations", "one activation for each layer")
        for i, a in enumerate(given):
            require_activation(a, f"activations[{i}]")
        problem["activations"] = [_function(a, f"activations[{i}]", matrices.numbers) for i, a in enumerate(given)]
    if "loss" in document:
        require_loss(document["loss"])
        problem["loss"] = _function(document["loss"], "loss", matrices.numbers)
    if "entry-weights" in document:
        problem["entry-weights"] = matrices.read(document["entry-weights"], "entry-weights")
    return problem


def _list(value: Any, place: str, expected: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{place}: found {found(value)}, expected a list: {expected}")
    return value


def _bias(value: Any, place: str, matrices: Matrices) -> Any:
    """A column; it may also be given as a list of numbers."""
    if isinstance(value, list) and value and not isinstance(value[0], list):
        return matrices.read([[v] for v in value], place)
    if not isinstance(value, (list, Mapping)):
        raise InputError(f"{place}: found {found(value)}, expected a list of numbers, such as [0], one for each unit of the layer, "
                         "or null")
    return matrices.read(value, place)


def _function(value: Any, place: str, numbers: Number) -> Any:
    """An activation or a loss: its numbers are read, what they mean is not looked at here."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [numbers.read(c, f"{place}[{i}]") for i, c in enumerate(value)]
    if not isinstance(value, Mapping):
        raise InputError(f"{place}: found {found(value)}, expected a name, a polynomial as text or as a list of coefficients, "
                         '{"leaky-relu": slope} or {"breaks": [...], "pieces": [...]}')
    if "leaky-relu" in value:
        require_members(value, place, ("leaky-relu",))
        return {"leaky-relu": numbers.read(value["leaky-relu"], f"{place}.leaky-relu")}
    for key in value:
        if key not in ("breaks", "pieces"):
            raise InputError(f'{place}: unknown member {quoted(str(key))}, expected {{"leaky-relu": slope}} or {{"breaks": [...], '
                             f'"pieces": [...]}}{meant(closest(str(key), ("leaky-relu", "breaks", "pieces")))}')
    require_members(value, place, ("breaks", "pieces"))
    breaks, pieces = (_list(value[key], f"{place}.{key}", "numbers, or polynomials") for key in ("breaks", "pieces"))
    return {"breaks": [numbers.read(b, f"{place}.breaks[{i}]") for i, b in enumerate(breaks)],
            "pieces": [_function(p, f"{place}.pieces[{i}]", numbers) for i, p in enumerate(pieces)]}


def _weights(weights: Any, matrices: Matrices) -> list[Any]:
    if isinstance(weights, Mapping) and "file" in weights:
        return list(matrices.layers(weights, "weights"))
    if not isinstance(weights, list) or not weights:
        raise InputError(f"weights: found {found(weights)}, expected a list of matrices, W_1 (input side) first, or "
                         '{"file": ..., "layers": [...]}')
    return [matrices.read(W, f"weights[{i}]") for i, W in enumerate(weights)]
