"""Numbers that users hand in, by the certificate format's grammar, and the policy for binary floats.

A binary float is an exact rational, but 0.1 is not 1/10: floats are refused unless the caller says how to take them.
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral
from typing import Any, Literal, TypeAlias

import flint

from exactcheck import checker
from exactcheck.errors import InputError, LimitError
from exactcheck.inputs.words import INTEGER, found

Floats: TypeAlias = Literal["exact", "rationalize"]
NUMBER = 'an integer, a Fraction or a string such as "-2/3"'
_HOW = ('a float is a binary fraction, hardly ever what is meant (floats="exact", on the command line --floats exact, '
        'takes it as it is; "rationalize" with a tolerance rounds)')
#: What every program reads as a float and the certificate format's grammar does not know.
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_FINITE = ("nan", "inf", "infinity")


def text_number(text: str) -> Any:
    """A number in a text file that has no types of its own (CSV): rationals stay text, floats become ``checker.Odd``."""
    text = text.strip()
    if checker.RATIONAL.fullmatch(text):
        return text
    odd = _DECIMAL.fullmatch(text) or text.lstrip("+-").lower() in _NOT_FINITE
    return checker.Odd(text) if odd else text


@dataclass(frozen=True)
class Number:
    """Reads numbers. ``floats``: None refuses binary floats, ``"exact"`` takes them as the dyadic rationals they are,
    ``"rationalize"`` as the simplest rational within ``tolerance``. Raises InputError if these do not make sense."""

    floats: Floats | None = None
    tolerance: Fraction | int | None = None

    def __post_init__(self) -> None:
        if self.floats not in (None, "exact", "rationalize"):
            raise InputError(f'floats: found {self.floats!r}, expected None, "exact" or "rationalize"')
        value = self.tolerance
        if self.floats != "rationalize":
            if value is not None:
                raise InputError('tolerance: only floats="rationalize" takes one')
        elif not isinstance(value, (int, Fraction)) or isinstance(value, bool) or value <= 0:
            raise InputError(f'tolerance: found {value!r}, expected a positive Fraction with floats="rationalize"')

    def read(self, value: Any, place: str) -> Fraction:
        """The rational ``value``; ``place`` is named in errors. Raises InputError, or LimitError for too many digits."""
        if isinstance(value, str):
            return _rational(value, place)
        if isinstance(value, checker.Odd):
            return self._odd(value, place)
        if isinstance(value, float):
            return self._float(value, str(value), place)
        if isinstance(value, (bool, complex)) or value is None:
            raise InputError(f"{place}: found {found(value)}, expected {NUMBER}")
        exact = _exact(value)
        if exact is None:
            if getattr(value, "is_Float", False):  # SymPy's binary floats, of any precision
                return self._float(value, str(value), place)
            raise InputError(f"{place}: found {found(value)}, expected {NUMBER}")
        bits = max(abs(exact.numerator).bit_length(), exact.denominator.bit_length())
        _require_digits(int(bits * math.log10(2)), place)
        return exact

    def _odd(self, value: checker.Odd, place: str) -> Fraction:
        """A number of a text file that the grammar does not know: long or negative integers, floats."""
        if INTEGER.fullmatch(value.text) and value.text != "-0":
            _require_digits(len(value.text), place)
            return Fraction(int(value.text))
        if self.floats is not None and value.text != "-0":
            return self._float(float(value.text), value.text, place)  # the float that every other program reads there
        raise InputError(f'{place}: found {found(value)}, expected an integer or a string such as "-2/3"'
                         + ("" if value.text == "-0" else f"; {_HOW}"))

    def _float(self, value: Any, text: str, place: str) -> Fraction:
        if isinstance(value, float) and not math.isfinite(value):
            raise InputError(f"{place}: found {checker.short(text)}, expected a finite number")
        if self.floats is None:
            raise InputError(f"{place}: found the float {value}, expected {NUMBER}; {_HOW}")
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
        raise InputError(f'{place}: found {found(text)}, expected a rational such as "3" or "-2/3" (digits, no spaces, '
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


