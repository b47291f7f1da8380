"""Matrix files, each format read by the library that keeps it. A file is a set of named arrays, loaded one by one.

A format is known by the suffix of the file's name. Files are data: nothing in them is executed (no pickled objects), and
what they say about sizes is looked at before memory is set aside.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from exactcheck import checker
from exactcheck.display import printable
from exactcheck.errors import ExactcheckError, InputError, LimitError
from exactcheck.inputs.numbers import text_number
from exactcheck.inputs.words import INTEGER

#: Name of an array ("" if it has none) -> the function that loads it, as something that ``matrices.Matrices`` reads.
Arrays: TypeAlias = Mapping[str, Callable[[], Any]]

#: No entry that is read here takes more bytes in NumPy's formats.
_BYTES = 16


def arrays(path: Path) -> Arrays:
    """The arrays in a file: JSON, .csv, .tsv, .npy, .npz, .mtx, .safetensors, .pt, .pth, .bin by its suffix.

    Raises InputError if it is not what its suffix says, or if the library that reads it is not installed; LimitError if
    an array has more entries than the checker would read.
    """
    if path.suffix.lower() not in FORMATS:
        return {"": lambda: _json(path)}
    with _reading(path):
        return FORMATS[path.suffix.lower()](path)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Whatever a library has against a file becomes one line."""
    try:
        yield
    except ExactcheckError:
        raise
    except checker.Limit as error:
        raise LimitError(str(error)) from None
    except checker.Malformed as error:
        raise InputError(str(error)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or _line(error)}") from None
    except Exception as error:  # libraries raise errors of many kinds for a malformed file
        raise InputError(f"cannot be read as {path.suffix.lower()}: {_line(error)}") from None


def _line(error: Exception) -> str:
    """The first sentence of a library's message."""
    text = str(error).strip() or type(error).__name__
    return checker.short(text.splitlines()[0])


def _library(module: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise InputError(f"needs the library {name}, which is not installed: pip install 'exactcheck[{extra}]'") from None


def _require_size(shape: tuple[int, ...]) -> None:
    entries = math.prod(shape)
    if entries > checker.Limits.entries:
        raise LimitError(f"an array of {entries} entries, allowed are {checker.Limits.entries}")


def _loaders(path: Path, names: Iterable[str], load: Callable[[str], Any]) -> Arrays:
    def guarded(name: str) -> Any:
        with _reading(path):
            return load(name)
    return {name: partial(guarded, name) for name in names}


# -- text ---------------------------------------------------------------------------------------------------------------
def _json(path: Path) -> Any:
    with _reading(path):
        document = checker.read_json(checker.read_file(path, checker.Limits.size))
    if not isinstance(document, (list, Mapping)) or (isinstance(document, Mapping) and "entries" not in document):
        raise InputError('found no matrix, expected a list of rows or {"shape", "entries"}')
    return document


def _csv(path: Path) -> Arrays:
    """One row per line, numbers in the certificate format's grammar or floats; blank lines at the end count for nothing."""
    text = checker.read_file(path, checker.Limits.size).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    rows = [[text_number(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)]
    while rows and not rows[-1]:
        rows.pop()
    return {"": lambda: rows}


def _matrix_market(path: Path) -> Arrays:
    library = _library("scipy.io", "files")
    text = checker.read_file(path, checker.Limits.size)
    rows, columns, _, form, field, _ = library.mminfo(path)
    _require_size((rows, columns))
    _require_numbers(text, (2 if form == "coordinate" else 0) + {"pattern": 0, "complex": 2}.get(field, 1))

    def load(_: str) -> Any:
        found = library.mmread(path)
        dense = found.toarray() if hasattr(found, "toarray") else found
        return dense.astype("int64") if field == "pattern" else dense  # a pattern's entries are 0 and 1
    return _loaders(path, [""], load)


def _require_numbers(text: str, count: int) -> None:
    """As many numbers on each line as the header promises, and nothing else. SciPy's reader passes over what follows a
    number ("1,5" is 1 to it), and a zero byte makes it fail beyond rescue."""
    lines = ((i, line.split()) for i, line in enumerate(text.split("\n"), start=1) if not line.startswith("%"))
    body = [(i, words) for i, words in lines if words][1:]  # the first such line is the size
    for i, words in body:
        if len(words) != count or not all(isinstance(text_number(word), checker.Odd) or INTEGER.fullmatch(word) for word in words):
            expected = "a number" if count == 1 else f"{count} numbers"
            raise InputError(f'line {i}: found "{printable(checker.short(" ".join(words)))}", expected {expected}')


# -- NumPy --------------------------------------------------------------------------------------------------------------
def _npy(path: Path) -> Arrays:
    numpy = _library("numpy", "files")
    with open(path, "rb") as stream:
        _require_size((path.stat().st_size // _BYTES,))
        found = numpy.load(stream, allow_pickle=False)
    _require_size(found.shape)
    return {"": lambda: found}


def _npz(path: Path) -> Arrays:
    numpy = _library("numpy", "files")
    with zipfile.ZipFile(path) as archive:
        sizes = {info.filename.removesuffix(".npy"): info.file_size for info in archive.infolist()}
    with numpy.load(path, allow_pickle=False) as found:
        names = list(found.files)

    def load(name: str) -> Any:
        _require_size((sizes[name] // _BYTES,))
        with numpy.load(path, allow_pickle=False) as found:
            array = found[name]
        _require_size(array.shape)
        return array
    return _loaders(path, names, load)


# -- networks -----------------------------------------------------------------------------------------------------------
def _safetensors(path: Path) -> Arrays:
    library = _library("safetensors", "files")
    with library.safe_open(path, framework="numpy") as file:
        names = list(file.keys())

    def load(name: str) -> Any:
        with library.safe_open(path, framework="numpy") as file:
            part = file.get_slice(name)
            _require_size(tuple(part.get_shape()))
            if part.get_dtype() not in ("I8", "I16", "I32", "I64", "U8", "U16", "U32", "U64", "F16", "F32", "F64"):
                raise InputError(f"{name}: found numbers of type {part.get_dtype()}, expected integers or F16, F32, F64")
            return file.get_tensor(name)
    return _loaders(path, names, load)


def _torch(path: Path) -> Arrays:
    """A ``state_dict``, also inside a checkpoint (names are joined by dots). ``weights_only``: no code is executed."""
    found = _library("torch", "torch").load(path, map_location="cpu", weights_only=True)
    tensors = {"": found} if hasattr(found, "detach") else dict(_tensors(found, ""))

    def load(name: str) -> Any:
        _require_size(tuple(tensors[name].shape))
        return tensors[name]
    return _loaders(path, tensors, load)


def _tensors(found: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in found.items() if isinstance(found, Mapping) else ():
        if hasattr(value, "detach"):
            yield f"{prefix}{key}", value
        else:
            yield from _tensors(value, f"{prefix}{key}.")


FORMATS: dict[str, Callable[[Path], Arrays]] = {
    ".csv": _csv, ".tsv": _csv, ".mtx": _matrix_market, ".npy": _npy, ".npz": _npz, ".safetensors": _safetensors,
    ".pt": _torch, ".pth": _torch, ".bin": _torch,
}
