"""``Table``: rows of rationals on FLINT, immutable: how they are kept, read, selected, compared and written.

Integers are kept as they came, which makes selecting and writing them several times faster, and become FLINT's when it is to work
on them. What can be computed with a table is in ``matrix``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import gcd
from typing import Any, Self

import flint

from exactcheck import notebook, typeset
from exactcheck.errors import InputError
from exactcheck.exact.rationals import decimals, fmpq, fraction


class Table:
    """An immutable ``rows x columns`` matrix over Q; either size may be 0."""

    def __init__(self, entries: Sequence[Sequence[Any]], shape: tuple[int, int] | None = None) -> None:
        """Rows of exact numbers; ``shape`` is needed only where there are no rows.

        Raises InputError for ragged rows, for a shape that does not fit, and for anything but exact rationals.
        """
        rows: list[list[Any]] = [list(row) for row in entries]
        whole = all(type(value) is int for row in rows for value in row)
        if not whole:
            rows = [[fmpq(value) for value in row] for row in rows]
        if shape is None:
            shape = (len(rows), len(rows[0]) if rows else 0)
        if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
            raise InputError(f"ragged matrix: expected {shape[0]} rows of {shape[1]} entries, "
                             f"found rows of {[len(row) for row in rows]}")
        self._set(shape, rows, whole)
        if whole:
            self.__dict__["integer_rows"] = flint.fmpz_mat(*shape, list(chain.from_iterable(rows)))

    def _set(self, shape: tuple[int, int], rows: list[list[Any]], whole: bool) -> None:
        """``rows`` of numbers that FLINT takes; if they are all integers, Python's or FLINT's (``whole``), they are remembered, and
        made FLINT's when it is to work on them: selecting and writing is then several times faster."""
        if whole:
            self.__dict__.update(shape=shape, _integers=rows)
        else:
            self._m = flint.fmpq_mat(*shape, list(chain.from_iterable(rows)))

    # -- construction -------------------------------------------------------------------------------------------
    @classmethod
    def wrap(cls, m: Any) -> Self:
        """Around an ``fmpq_mat`` or ``fmpz_mat`` (taken over: do not change it afterwards)."""
        self = cls.__new__(cls)
        if isinstance(m, flint.fmpq_mat):
            self._m = m
        else:
            self.__dict__.update(integer_rows=m, shape=(m.nrows(), m.ncols()))
        return self

    @classmethod
    def _of_rows(cls, shape: tuple[int, int], rows: list[list[Any]], whole: bool) -> Self:
        """As ``_set``."""
        self = cls.__new__(cls)
        self._set(shape, rows, whole)
        return self

    @classmethod
    def of_integers(cls, shape: tuple[int, int], rows: list[list[int]]) -> Self:
        """From rows of Python's integers (taken over: do not change them afterwards) that have this shape: nothing is examined."""
        return cls._of_rows(shape, rows, True)

    @property
    def _whole(self) -> bool:
        return "_integers" in self.__dict__

    @property
    def _table(self) -> list[list[Any]]:
        """The rows: integers if they are remembered, else FLINT rationals."""
        known = self.__dict__.get("_integers")
        return self._m.tolist() if known is None else known  # type: ignore[no-any-return]

    @classmethod
    def zeros(cls, rows: int, columns: int) -> Self:
        return cls.wrap(flint.fmpq_mat(rows, columns, [0] * (rows * columns)))

    @classmethod
    def identity(cls, n: int) -> Self:
        return cls([[int(i == j) for j in range(n)] for i in range(n)], (n, n))

    @classmethod
    def unit(cls, rows: int, columns: int, i: int, j: int) -> Self:
        """The matrix with a single 1, in row ``i`` and column ``j`` (counted from 0)."""
        return cls([[int((r, c) == (i, j)) for c in range(columns)] for r in range(rows)], (rows, columns))

    @classmethod
    def column(cls, values: Sequence[Any]) -> Self:
        return cls([[v] for v in values], (len(values), 1))

    @classmethod
    def diagonal(cls, values: Sequence[Any]) -> Self:
        n = len(values)
        return cls([[values[i] if i == j else 0 for j in range(n)] for i in range(n)], (n, n))

    @classmethod
    def hstack(cls, blocks: Sequence[Self]) -> Self:
        """Blocks side by side; all have the same number of rows."""
        if len({b.rows for b in blocks}) != 1:
            raise InputError(f"cannot put matrices of shapes {[b.shape for b in blocks]} side by side")
        rows = [list(chain.from_iterable(parts)) for parts in zip(*(b._table for b in blocks), strict=True)]
        return cls._of_rows((blocks[0].rows, sum(b.columns for b in blocks)), rows, all(b._whole for b in blocks))

    @classmethod
    def vstack(cls, blocks: Sequence[Self]) -> Self:
        """Blocks on top of each other; all have the same number of columns."""
        if len({b.columns for b in blocks}) != 1:
            raise InputError(f"cannot stack matrices of shapes {[b.shape for b in blocks]}")
        rows = list(chain.from_iterable(b._table for b in blocks))
        return cls._of_rows((len(rows), blocks[0].columns), rows, all(b._whole for b in blocks))

    @cached_property
    def _m(self) -> Any:
        """The ``fmpq_mat``, of integers when it is first asked for."""
        return flint.fmpq_mat(self.integer_rows)

    # -- reading ------------------------------------------------------------------------------------------------
    @cached_property
    def shape(self) -> tuple[int, int]:
        return self._m.nrows(), self._m.ncols()

    @property
    def rows(self) -> int:
        return self.shape[0]

    @property
    def columns(self) -> int:
        return self.shape[1]

    @property
    def flint(self) -> Any:
        """The ``fmpq_mat`` inside; not to be changed."""
        return self._m

    def __getitem__(self, index: tuple[int, int]) -> Fraction:
        return fraction(self._m[index])

    def tolist(self) -> list[list[Fraction]]:
        return [[fraction(v) for v in row] for row in self._m.tolist()]

    def entries(self) -> Iterator[Fraction]:
        """All entries, row by row."""
        return (fraction(v) for v in self._m.entries())

    def select(self, rows: Iterable[int] | None = None, columns: Iterable[int] | None = None) -> Self:
        """The submatrix on the given row and column indices (None: all), in the given order."""
        table = self._table
        chosen = table if rows is None else [table[i] for i in rows]
        if columns is None:
            return self._of_rows((len(chosen), self.columns), chosen, self._whole)
        c = list(columns)
        found = self._of_rows((len(chosen), len(c)), [[row[j] for j in c] for row in chosen], self._whole)
        return self._known_of(found) if rows is None and sorted(c) == list(range(self.columns)) else found

    def _known_of(self, other: Self) -> Self:
        """``other``, whose columns are these in another order or with other signs, with the ranks that are known."""
        other.__dict__.update({key: self.__dict__[key] for key in ("modular_rank", "rank") if key in self.__dict__})
        return other

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table) or self.shape != other.shape:
            return False
        return bool(self.integer_rows == other.integer_rows if self._whole and other._whole else self._m == other._m)

    def __hash__(self) -> int:
        return hash((self.shape, tuple(self.entries())))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({[[str(v) for v in row] for row in self.tolist()]}, shape={self.shape})"

    def _repr_html_(self) -> str:
        return notebook.matrix(self.tolist(), self.columns)

    def _repr_latex_(self) -> str:
        return f"${typeset.matrix(self.to_document())}$"

    def is_zero(self) -> bool:
        return not self.rows or not self.columns or bool(self._m.numer_denom()[0].is_zero())

    # -- integers -------------------------------------------------------------------------------------------------
    @cached_property
    def integer_rows(self) -> Any:
        """An ``fmpz_mat`` with every row scaled by the positive lcm of its denominators (same row space, same null space)."""
        if self._whole or not self.rows or not self.columns:
            return flint.fmpz_mat(*self.shape, list(chain.from_iterable(self._table)))
        numbers, scale = self._m.numer_denom()
        if scale == 1:
            return numbers
        out: list[Any] = []
        for row in numbers.tolist():
            common = gcd(int(scale), *map(int, row))
            out.extend(row if common == 1 else [v // common for v in row])
        return flint.fmpz_mat(self.rows, self.columns, out)

    @property
    def numerators(self) -> Any:
        """The ``fmpz_mat`` that is the matrix times the least common denominator of its entries."""
        return self.integer_rows if self._whole else self._m.numer_denom()[0]

    @property
    def integer_table(self) -> Sequence[Sequence[Any]]:
        """The entries of ``integer_rows``, row by row."""
        return self._table if self._whole else self.integer_rows.tolist()

    # -- documents ------------------------------------------------------------------------------------------------
    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """The matrix of a document that the checker has accepted; either size may be 0."""
        return cls([[Fraction(v) for v in row] for row in document["entries"]], tuple(document["shape"]))

    def to_document(self) -> dict[str, Any]:
        """The certificate format's matrix document: ``{"shape": [m, n], "entries": [["1", "-2/3"], ...]}``."""
        if not self._whole and self.rows and self.columns and self._m.numer_denom()[1] == 1:
            self.__dict__["_integers"] = [list(map(int, row)) for row in self.integer_rows.tolist()]
        return {"shape": [self.rows, self.columns], "entries": [decimals(row) for row in self._table]}
