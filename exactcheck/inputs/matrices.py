"""Matrices that users hand in: Python objects of many libraries, and files. Each becomes a ``RationalMatrix``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint

from exactcheck import checker
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.inputs import files
from exactcheck.inputs.numbers import Floats, Number
from exactcheck.inputs.words import count, found, listed, require_members, suggestion

_MATRIX = ('a list of rows, a {"shape", "entries"} document, a SymPy, python-flint or NumPy matrix, a PyTorch tensor, or '
           "the pathlib.Path of a file with one matrix")


def as_matrix(value: Any, name: str = "matrix", floats: Floats | None = None,
              tolerance: Fraction | int | None = None) -> RationalMatrix:
    """``value`` as a ``RationalMatrix`` with at least one row and one column.

    Accepted: nested lists of int, Fraction or ``"p/q"`` in lowest terms; ``{"shape", "entries"}`` documents; SymPy
    matrices of rationals; ``fmpz_mat``, ``fmpq_mat``; two-dimensional NumPy arrays and PyTorch tensors of integers;
    ``RationalMatrix``; an ``os.PathLike`` of a file with one matrix (JSON, CSV, .npy, .npz, Matrix Market, safetensors,
    PyTorch). ``floats="exact"`` takes floats as the dyadic rationals they are, ``floats="rationalize"`` as the simplest
    rational within ``tolerance``. Raises InputError, which names the place inside (``W1[0][2]``: row 0, column 2), what
    was found and what was expected; LimitError for a number of too many digits or a file with too many entries.
    """
    return Matrices(Number(floats, tolerance)).read(value, name)


@dataclass(frozen=True)
class Matrices:
    """Reads matrices whose entries ``numbers`` reads; names of files are relative to ``folder``."""

    numbers: Number
    folder: Path = Path()

    def read(self, value: Any, name: str) -> RationalMatrix:
        """``value`` as a matrix with at least one row and one column; see ``as_matrix``."""
        matrix = self._matrix(value, name)
        if 0 in matrix.shape:
            raise InputError(f"{name}: found a {matrix.rows} x {matrix.columns} matrix, expected at least one row and one "
                             "column")
        return matrix

    def _matrix(self, value: Any, name: str) -> RationalMatrix:
        if isinstance(value, RationalMatrix):
            return value
        if isinstance(value, (flint.fmpz_mat, flint.fmpq_mat)):
            return RationalMatrix.wrap(flint.fmpq_mat(value))  # a copy: theirs can change
        if isinstance(value, Mapping):
            return self._reference(value, name) if "file" in value else self._document(value, name)
        if isinstance(value, (list, tuple)):
            return self._rows(value, name)
        if isinstance(value, os.PathLike):
            return self.stored(os.fspath(value), None, name)
        library = type(value).__module__.partition(".")[0]  # a library's objects are known without importing it
        if library == "torch" and hasattr(value, "detach"):
            return self._tensor(value, name)
        if library == "scipy" and hasattr(value, "toarray"):
            return self._array(value.toarray(), name)
        if hasattr(value, "dtype") and hasattr(value, "ndim"):
            return self._array(value, name)
        if library == "sympy" and hasattr(value, "shape"):
            return self._rows((value.to_Matrix() if hasattr(value, "to_Matrix") else value).tolist(), name)
        raise InputError(f"{name}: found {found(value)}, expected {_MATRIX}")

    def _rows(self, rows: Any, name: str) -> RationalMatrix:
        if not rows:
            raise InputError(f"{name}: found no rows, expected at least one")
        table: list[list[Fraction]] = []
        for i, row in enumerate(rows):
            if not isinstance(row, (list, tuple)):
                raise InputError(f"{name}[{i}]: found {found(row)}, expected a row: a list of numbers")
            if not row:
                raise InputError(f"{name}[{i}]: found an empty row, expected at least one entry")
            if table and len(row) != len(table[0]):
                raise InputError(f"{name}[{i}]: found {count(len(row), 'entry', 'entries')}, expected {len(table[0])} as in row 0")
            table.append([self.numbers.read(entry, f"{name}[{i}][{j}]") for j, entry in enumerate(row)])
        return RationalMatrix(table)

    def _document(self, value: Mapping[str, Any], name: str) -> RationalMatrix:
        require_members(value, name, ("shape", "entries"))
        shape = value["shape"]
        if not (isinstance(shape, (list, tuple)) and len(shape) == 2
                and all(type(size) is int and size > 0 for size in shape)):
            raise InputError(f"{name}.shape: found {found(shape)}, expected two sizes of at least 1, such as [2, 3]")
        if not isinstance(value["entries"], (list, tuple)):
            raise InputError(f"{name}.entries: found {found(value['entries'])}, expected a list of rows")
        matrix = self._rows(value["entries"], f"{name}.entries")
        if matrix.shape != tuple(shape):
            raise InputError(f"{name}.entries: found a {matrix.rows} x {matrix.columns} matrix, "
                             f"expected {shape[0]} x {shape[1]} as the shape says")
        return matrix

    def _array(self, value: Any, name: str) -> RationalMatrix:
        """A NumPy array, known by its attributes so that NumPy need not be installed."""
        if value.ndim != 2:
            raise InputError(f"{name}: found an array of dimension {value.ndim}, expected 2")
        if getattr(value.dtype, "kind", "") not in tuple("iufO") or value.dtype.itemsize > 8:
            raise InputError(f"{name}: found an array of {value.dtype}, expected integers")
        return self._rows(value.tolist(), name)

    def _tensor(self, value: Any, name: str) -> RationalMatrix:
        """A PyTorch tensor; ``tolist`` gives Python's numbers without loss, also for half precision."""
        if value.ndim != 2:
            raise InputError(f"{name}: found a tensor of dimension {value.ndim}, expected 2")
        if str(value.layout) != "torch.strided" or value.is_quantized:
            raise InputError(f"{name}: found a sparse or quantized tensor, expected a plain one (.to_dense(), .dequantize())")
        return self._rows(value.detach().cpu().tolist(), name)

    # -- files --------------------------------------------------------------------------------------------------------
    def _reference(self, value: Mapping[str, Any], name: str) -> RationalMatrix:
        """``{"file": ..., "name": ..., "transpose": true}``: a matrix that stands in another file."""
        require_members(value, name, ("file",), ("name", "transpose"))
        array = value.get("name")
        if array is not None and not isinstance(array, str):
            raise InputError(f"{name}.name: found {found(array)}, expected the name of an array in the file")
        matrix = self.stored(_file(value, name), array, name)
        return matrix.T if _transposed(value, name) else matrix

    def layers(self, value: Mapping[str, Any], name: str) -> list[RationalMatrix]:
        """``{"file": ..., "layers": ["0.weight", ...], "transpose": true}``: several matrices of one file, in this order."""
        require_members(value, name, ("file", "layers"), ("transpose",))
        names = value["layers"]
        if not isinstance(names, list) or not names or not all(isinstance(layer, str) for layer in names):
            raise InputError(f"{name}.layers: found {found(names)}, expected a list of names of arrays in the file, "
                             "the input side first")
        file, transposed = _file(value, name), _transposed(value, name)
        matrices = [self.stored(file, layer, f"{name}.layers[{i}]") for i, layer in enumerate(names)]
        return [matrix.T for matrix in matrices] if transposed else matrices

    def stored(self, file: str, array: str | None, place: str) -> RationalMatrix:
        """The matrix in a file, or the one of that name in a file of several."""
        path = self.folder / file
        try:
            arrays = files.arrays(path)
            if array is None and len(arrays) == 1:
                array = next(iter(arrays))
            if array is None:
                raise InputError(f'found {len(arrays)} arrays ({listed(arrays)}), expected a single one, or its "name"')
            if array not in arrays:
                known = listed(arrays) if "" not in arrays else "a single matrix, which has no name"
                raise InputError(f'found no array "{checker.short(array)}", expected one of: {known}'
                                 f"{suggestion(array, arrays)}")
            return self.read(arrays[array](), array or "matrix")
        except (InputError, LimitError) as error:
            raise type(error)(f"{place}: {path}: {error}") from None


def _file(value: Mapping[str, Any], name: str) -> str:
    if not isinstance(value["file"], str) or not value["file"]:
        raise InputError(f"{name}.file: found {found(value['file'])}, expected the name of a file")
    return str(value["file"])


def _transposed(value: Mapping[str, Any], name: str) -> bool:
    transposed = value.get("transpose", False)
    if not isinstance(transposed, bool):
        raise InputError(f"{name}.transpose: found {found(transposed)}, expected true or false")
    return transposed
