"""What users hand in: matrices of many kinds, and problem files. Each becomes ``RationalMatrix`` or one clear line.

Numbers follow the certificate format's grammar. Binary floats are exact rationals, but 0.1 is not 1/10: they are
refused unless the caller says how to take them.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral
from typing import Any, Literal, TypeAlias

import flint

from exactcheck import checker
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix

Floats: TypeAlias = Literal["exact", "rationalize"]
_INTEGER = re.compile("-?(?:0|[1-9][0-9]*)")
_NUMBER = 'an integer, a Fraction or a string such as "-2/3"'
_MATRIX = 'a list of rows, a {"shape", "entries"} document, or a SymPy, python-flint or integer NumPy matrix'


def as_matrix(value: Any, name: str = "matrix", floats: Floats | None = None,
              tolerance: Fraction | int | None = None) -> RationalMatrix:
    """``value`` as a ``RationalMatrix`` with at least one row and one column.

    Accepted: nested lists of int, Fraction or ``"p/q"`` in lowest terms; ``{"shape", "entries"}`` documents; SymPy
    matrices of rationals; ``fmpz_mat``, ``fmpq_mat``; two-dimensional NumPy arrays of integers; ``RationalMatrix``.
    ``floats="exact"`` takes floats as the dyadic rationals they are, ``floats="rationalize"`` as the simplest rational
    within ``tolerance``. Raises InputError, which names the place inside (``W1[0][2]``: row 0, column 2), what was
    found and what was expected; LimitError for a number of too many digits.
    """
    reader = _Reader(floats, _tolerance(floats, tolerance))
    matrix = reader.matrix(value, name)
    if 0 in matrix.shape:
        raise InputError(f"{name}: found a {matrix.rows} x {matrix.columns} matrix, expected at least one row and one "
                         "column")
    return matrix


def _tolerance(floats: str | None, tolerance: Fraction | int | None) -> Fraction | None:
    if floats not in (None, "exact", "rationalize"):
        raise InputError(f'floats: found {floats!r}, expected None, "exact" or "rationalize"')
    if floats != "rationalize":
        if tolerance is not None:
            raise InputError('tolerance: only floats="rationalize" takes one')
        return None
    if not isinstance(tolerance, (int, Fraction)) or isinstance(tolerance, bool) or tolerance <= 0:
        raise InputError(f'tolerance: found {tolerance!r}, expected a positive Fraction with floats="rationalize"')
    return Fraction(tolerance)


@dataclass(frozen=True)
class _Reader:
    floats: str | None
    tolerance: Fraction | None

    # -- matrices -----------------------------------------------------------------------------------------------------
    def matrix(self, value: Any, name: str) -> RationalMatrix:
        if isinstance(value, RationalMatrix):
            return value
        if isinstance(value, (flint.fmpz_mat, flint.fmpq_mat)):
            return RationalMatrix.wrap(flint.fmpq_mat(value))  # a copy: theirs can change
        if isinstance(value, Mapping):
            return self._document(value, name)
        if isinstance(value, (list, tuple)):
            return self._rows(value, name)
        if hasattr(value, "dtype") and hasattr(value, "ndim"):
            return self._array(value, name)
        if type(value).__module__.partition(".")[0] == "sympy" and hasattr(value, "shape"):
            return self._rows((value.to_Matrix() if hasattr(value, "to_Matrix") else value).tolist(), name)
        raise InputError(f"{name}: found {_found(value)}, expected {_MATRIX}")

    def _rows(self, rows: Any, name: str) -> RationalMatrix:
        if not rows:
            raise InputError(f"{name}: found no rows, expected at least one")
        table: list[list[Fraction]] = []
        for i, row in enumerate(rows):
            if not isinstance(row, (list, tuple)):
                raise InputError(f"{name}[{i}]: found {_found(row)}, expected a row: a list of numbers")
            if not row:
                raise InputError(f"{name}[{i}]: found an empty row, expected at least one entry")
            if table and len(row) != len(table[0]):
                raise InputError(f"{name}[{i}]: found {_entries(len(row))}, expected {len(table[0])} as in row 0")
            table.append([self.number(entry, f"{name}[{i}][{j}]") for j, entry in enumerate(row)])
        return RationalMatrix(table)

    def _document(self, value: Mapping[str, Any], name: str) -> RationalMatrix:
        _members(value, name, ("shape", "entries"))
        shape = value["shape"]
        if not (isinstance(shape, (list, tuple)) and len(shape) == 2
                and all(type(size) is int and size > 0 for size in shape)):
            raise InputError(f"{name}.shape: found {_found(shape)}, expected two sizes of at least 1, such as [2, 3]")
        if not isinstance(value["entries"], (list, tuple)):
            raise InputError(f"{name}.entries: found {_found(value['entries'])}, expected a list of rows")
        matrix = self._rows(value["entries"], f"{name}.entries")
        if matrix.shape != tuple(shape):
            raise InputError(f"{name}.entries: found a {matrix.rows} x {matrix.columns} matrix, "
                             f"expected {shape[0]} x {shape[1]} as the shape says")
        return matrix

    def _array(self, value: Any, name: str) -> RationalMatrix:
        """A NumPy array, known by its attributes so that NumPy need not be installed."""
        if value.ndim != 2:
            raise InputError(f"{name}: found an array of dimension {value.ndim}, expected 2")
        if value.dtype.kind not in "iufO" or value.dtype.itemsize > 8:
            raise InputError(f"{name}: found an array of {value.dtype}, expected integers")
        return self._rows(value.tolist(), name)

    # -- numbers ------------------------------------------------------------------------------------------------------
    def number(self, value: Any, place: str) -> Fraction:
        if isinstance(value, str):
            return _rational(value, place)
        if isinstance(value, checker.Odd):
            if _INTEGER.fullmatch(value.text) and value.text != "-0":
                _require_digits(len(value.text), place)
                return Fraction(int(value.text))
            raise InputError(f"{place}: found {_found(value)}, expected an integer or a string such as \"-2/3\"")
        if isinstance(value, float):
            return self._float(value, place)
        if isinstance(value, (bool, complex)) or value is None:
            raise InputError(f"{place}: found {_found(value)}, expected {_NUMBER}")
        exact = _exact(value)
        if exact is None:
            if getattr(value, "is_Float", False):  # SymPy's binary floats, of any precision
                return self._float(value, place)
            raise InputError(f"{place}: found {_found(value)}, expected {_NUMBER}")
        bits = max(abs(exact.numerator).bit_length(), exact.denominator.bit_length())
        _require_digits(int(bits * math.log10(2)), place)
        return exact

    def _float(self, value: Any, place: str) -> Fraction:
        if isinstance(value, float) and not math.isfinite(value):
            raise InputError(f"{place}: found {value}, expected a finite number")
        if self.floats is None:
            raise InputError(f'{place}: found the float {value}, expected {_NUMBER}; floats are binary fractions, '
                             'hardly ever '
                             'what is meant (floats="exact" takes them as they are, floats="rationalize" rounds)')
        # Only here does a float become a number of the problem: exactly, or rounded as the caller asked.
        exact = Fraction(value) if isinstance(value, float) else _sympy_float(value)
        if self.tolerance is None:
            return exact
        return _simplest_between(exact - self.tolerance, exact + self.tolerance)


def _exact(value: Any) -> Fraction | None:
    """The value of an exact number of Python, NumPy, SymPy or python-flint; None for anything else."""
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (flint.fmpz, flint.fmpq)):
        return Fraction(int(value.numerator), int(value.denominator))
    if getattr(value, "is_Rational", False) and hasattr(value, "p") and hasattr(value, "q"):
        return Fraction(int(value.p), int(value.q))
    return None


def _sympy_float(value: Any) -> Fraction:
    sign, mantissa, exponent, _ = value._mpf_
    magnitude = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return -magnitude if sign else magnitude


def _rational(text: str, place: str) -> Fraction:
    _require_digits(len(text), place)
    match = checker.RATIONAL.fullmatch(text)
    if match is None or text == "-0" or text.startswith("-0/"):
        raise InputError(f'{place}: found {_found(text)}, expected a rational such as "3" or "-2/3" (digits, no '
                         'spaces, '
                         "denominator at least 1)")
    exact = Fraction(int(match[1]), int(match[2] or 1))
    if match[2] is not None and (match[2] == "1" or exact.denominator != int(match[2])):
        raise InputError(f'{place}: found "{checker.short(text)}", expected lowest terms: '
                         f'"{checker.short(str(exact))}"')
    return exact


def _require_digits(digits: int, place: str) -> None:
    allowed = checker.Limits.digits
    python = sys.get_int_max_str_digits()
    if digits > allowed:
        raise LimitError(f"{place}: a number of {digits} characters, allowed are {allowed}")
    if python and digits > python:
        raise LimitError(f"{place}: a number of {digits} characters, Python converts {python} "
                         "(sys.set_int_max_str_digits)")


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The rational of least denominator (then least size) in ``[low, high]``, by continued fractions."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -_simplest_between(-high, -low)
    whole = math.ceil(low)
    if whole <= high:
        return Fraction(whole)
    whole -= 1
    return whole + 1 / _simplest_between(1 / (high - whole), 1 / (low - whole))


def _found(value: Any) -> str:
    """What stood there, in words; long values shortened."""
    if isinstance(value, checker.Odd):
        kind = "" if value.text in ("NaN", "Infinity", "-Infinity") or _INTEGER.fullmatch(value.text) else "the float "
        return f"{kind}{checker.short(value.text)}"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return "a boolean"
    if value is None:
        return "nothing (null)"
    if isinstance(value, str):
        return f"the string {_quoted(value)}"
    if isinstance(value, int):
        return f"the number {value}" if abs(value) < 10**30 else "a huge number"
    return f"{checker.short(str(value))} ({type(value).__name__})"


def _quoted(text: str) -> str:
    """``text`` in quotation marks, shortened, on one line."""
    return json.dumps(checker.short(text), ensure_ascii=False)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _members(value: Mapping[str, Any], place: str, expected: tuple[str, ...]) -> None:
    """Exactly these members, each once."""
    words = ", ".join(f'"{key}"' for key in expected)
    if isinstance(value, checker.Repeated):
        raise InputError(f'{place}: the member {_quoted(value.key)} stands twice, expected once')
    for key in expected:
        if key not in value:
            raise InputError(f'{place}: the member "{key}" is missing, expected {words}')
    for key in value:
        if key not in expected:
            raise InputError(f'{place}: unknown member {_quoted(str(key))}, expected {words}')


# -- problem files ----------------------------------------------------------------------------------------------------
Problem: TypeAlias = dict[str, Any]
NETWORK, PAIR, POLYNOMIAL = ("X", "Y", "weights"), ("W1", "W2"), ("polynomial", "point")


def read_problem_file(path: str | os.PathLike[str]) -> Problem:
    """The problem in a JSON file (``-``: standard input), its matrices as ``RationalMatrix``.

    One of ``{"X": M or "identity", "Y": M, "weights": [M, ...]}``, ``{"W1": M, "W2": M}``, ``{"matrix": M}`` (the file
    is a single matrix). Whether sizes chain is not looked at here. Raises InputError or LimitError: one line that names
    the file, the place inside, what was found and what was expected.
    """
    file = "standard input" if os.fspath(path) == "-" else os.fspath(path)
    try:
        return _problem(checker.read_json(checker.read_file(path, checker.Limits.size)))
    except checker.Limit as error:
        raise LimitError(f"{file}: {error}") from None
    except checker.Malformed as error:
        raise InputError(f"{file}: {error}") from None
    except (InputError, LimitError) as error:
        raise type(error)(f"{file}: {error}") from None


def _problem(document: Any) -> Problem:
    if isinstance(document, list):
        return {"matrix": as_matrix(document)}
    if not isinstance(document, Mapping):
        raise InputError(f"found {_found(document)}, expected a problem (an object) or a matrix (a list of rows)")
    if "claim" in document or "witness" in document:
        raise InputError('found a certificate, expected a problem; "exactcheck verify" and "exactcheck explain" read '
                         'certificates')
    if "kind" in document:
        raise InputError('found a claim (it has a "kind"), expected a problem: {"X", "Y", "weights"}, {"W1", "W2"} or '
                         'a matrix')
    if "shape" in document or "entries" in document:
        return {"matrix": as_matrix(document)}
    if any(key in document for key in PAIR):
        _members(document, "problem", PAIR)
        return {key: as_matrix(document[key], key) for key in PAIR}
    if any(key in document for key in NETWORK):
        return _network(document)
    if any(key in document for key in POLYNOMIAL):
        return _polynomial(document)
    raise InputError('found an object, expected a problem {"X", "Y", "weights"} or {"W1", "W2"}, or a matrix')


def _polynomial(document: Mapping[str, Any]) -> Problem:
    _members(document, "problem", POLYNOMIAL)
    text, point = document["polynomial"], document["point"]
    if not isinstance(text, str):
        raise InputError(f'polynomial: found {_found(text)}, expected text such as "x^2 - 2*x*y"')
    if not isinstance(point, Mapping) or not point:
        raise InputError(f'point: found {_found(point)}, expected an object such as {{"x": 0, "y": "1/2"}}')
    _members(point, "point", tuple(point))
    reader = _Reader(None, None)
    return {"polynomial": text, "point": {name: reader.number(value, f"point.{name}") for name, value in point.items()}}


def _network(document: Mapping[str, Any]) -> Problem:
    _members(document, "problem", NETWORK)
    weights, X = document["weights"], document["X"]
    if not isinstance(weights, list) or not weights:
        raise InputError(f"weights: found {_found(weights)}, expected a list of matrices, W_1 (input side) first")
    if isinstance(X, str) and X != "identity":
        raise InputError(f'X: found {_found(X)}, expected a matrix or "identity"')
    return {"X": X if isinstance(X, str) else as_matrix(X, "X"), "Y": as_matrix(document["Y"], "Y"),
            "weights": [as_matrix(W, f"weights[{i}]") for i, W in enumerate(weights)]}
