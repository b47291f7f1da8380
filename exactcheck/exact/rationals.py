"""Single rational numbers on their way to and from FLINT."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

import flint

from exactcheck.errors import InputError

Rational: TypeAlias = "int | Fraction"

class _Decimals(dict[Any, str]):
    """Short integers in decimal: looking them up is twice as fast as writing them again; others are written."""

    def __missing__(self, value: Any) -> str:
        return str(value)


_DECIMALS = _Decimals({v: str(v) for v in range(-999, 1000)})


def decimals(row: list[Any]) -> list[str]:
    """Every number of ``row`` as the certificate format writes it."""
    return list(map(_DECIMALS.__getitem__ if row and row[0] in _DECIMALS else str, row))


def fraction(value: Any) -> Fraction:
    """``value`` (a FLINT rational or integer) as a Fraction."""
    return Fraction(int(value.p), int(value.q)) if isinstance(value, flint.fmpq) else Fraction(int(value))


def fmpq(value: Any) -> Any:
    """An int, Fraction or FLINT number as ``fmpq``; floats, booleans and anything else are refused."""
    if isinstance(value, flint.fmpq):
        return value
    if isinstance(value, (int, flint.fmpz)) and not isinstance(value, bool):
        return flint.fmpq(int(value))
    if isinstance(value, Fraction):
        return flint.fmpq(value.numerator, value.denominator)
    raise InputError(f"expected an exact rational (int or Fraction), found {value!r}")
