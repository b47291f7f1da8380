"""Losses of a network: a polynomial of the residual, or a sum over its entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.functions import ABSOLUTE, Function
from exactcheck.minimality.reader import read_polynomial, variables_of

#: ½ e², the plain square loss.
HALF_SQUARE = Function.polynomial(0, 0, Fraction(1, 2))
NAMED = {"square": HALF_SQUARE, "absolute-value": ABSOLUTE}


@dataclass(frozen=True)
class Loss:
    """``Σ weights_ij function(E_ij)`` (weights None: all 1); without a function, ``polynomial`` of the entries, row by row."""

    shape: tuple[int, int]
    function: Function | None = None
    weights: RationalMatrix | None = None
    polynomial: Polynomial | None = None

    @classmethod
    def read(cls, value: Any, weights: RationalMatrix | None, shape: tuple[int, int]) -> Loss:
        """``"square"`` (½ e²), ``"absolute-value"``, a polynomial in ``e`` such as ``"e^4/4"``, a polynomial in the entries
        ``E11, E12, ...`` of the residual (``E_1_10`` beyond nine), a piecewise polynomial of ``e`` (see ``Function.read``).

        Raises InputError for anything else, for weights of another shape than Y, or with a polynomial of entries.
        """
        if weights is not None and weights.shape != shape:
            raise InputError(f"entry-weights: a {weights.rows} x {weights.columns} matrix, expected {shape[0]} x {shape[1]} as Y")
        if isinstance(value, Loss):
            return value
        if isinstance(value, str) and value not in NAMED and any(re.match("E[0-9_]", name) for name in variables_of(value)):
            if weights is not None:
                raise InputError("entry-weights: they go with a loss of single entries, not with a polynomial of all")
            names = entry_names(shape)
            missing = sorted(set(variables_of(value)) - set(names))
            if missing:
                raise InputError(f"loss: {', '.join(missing)} is no entry of the residual; they are {names[0]} ... {names[-1]}")
            return cls(shape, polynomial=read_polynomial(value, names))
        function = NAMED[value] if isinstance(value, str) and value in NAMED else Function.read(value, "e", "loss")
        if weights is not None and set(weights.entries()) == {Fraction(1)}:
            weights = None
        return cls(shape, function, weights)

    @classmethod
    def from_document(cls, document: Mapping[str, Any], shape: tuple[int, int]) -> Loss:
        """The loss of a checked claim."""
        if "polynomial" in document:
            n = shape[0] * shape[1]
            return cls(shape, polynomial=Polynomial(n, {tuple(e): Fraction(c) for c, e in document["polynomial"]}))
        weights = RationalMatrix.from_document(document["weights"]) if "weights" in document else None
        return cls(shape, Function.from_document(document["entrywise"]), weights)

    def at(self, E: Sequence[Any], number: Callable[[Fraction], Any], apply: Callable[[Function, Any], Any]) -> Any:
        """The loss of a residual, entries row by row, of any kind of number; ``number`` converts rationals to that kind."""
        total = number(Fraction(0))
        if self.function is None:
            for exponents, c in (self.polynomial.terms if self.polynomial is not None else {}).items():
                term = number(c)
                for e, k in zip(E, exponents, strict=True):
                    term = term * e**k if k else term
                total = total + term
            return total
        for i, e in enumerate(E):
            c = Fraction(1) if self.weights is None else self.weights[divmod(i, self.shape[1])]
            total = total + number(c) * apply(self.function, e)
        return total

    def document(self) -> dict[str, Any]:
        if self.function is None:
            return {"polynomial": self.polynomial.to_document() if self.polynomial is not None else []}
        return {"entrywise": self.function.document(), **({} if self.weights is None else {"weights": self.weights.to_document()})}


def entry_names(shape: tuple[int, int], letter: str = "E") -> list[str]:
    """``E11``, ``E12``, ...: row and column, counted from 1; with underscores if a number has two digits."""
    rows, columns = shape
    between = "_" if max(rows, columns) > 9 else ""
    return [f"{letter}{between}{i}{between}{j}" for i in range(1, rows + 1) for j in range(1, columns + 1)]
