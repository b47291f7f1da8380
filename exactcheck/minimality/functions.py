"""Continuous, piecewise polynomial functions of one number: the activations and entrywise losses of a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from exactcheck.errors import InputError, closest, meant
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.problem import exact
from exactcheck.minimality.reader import read_polynomial, variables_of

T = TypeVar("T", Fraction, float)


@dataclass(frozen=True)
class Function:
    """``pieces[0]`` below the first of the increasing ``breaks``, ``pieces[i]`` between two, the last one above the last.

    A piece lists the coefficients of 1, z, z², ...; neighbours differ and have one value at the break between them.
    """

    breaks: tuple[Fraction, ...]
    pieces: tuple[tuple[Fraction, ...], ...]

    @classmethod
    def polynomial(cls, *coefficients: Any) -> Function:
        return cls((), (_trimmed([Fraction(c) for c in coefficients]),))

    @classmethod
    def piecewise(cls, breaks: Sequence[Fraction], pieces: Sequence[Sequence[Fraction]]) -> Function:
        """Raises InputError if it is not a continuous function; a break between equal pieces is left out."""
        if len(pieces) != len(breaks) + 1:
            raise InputError(f"{len(pieces)} pieces for {len(breaks)} breaks, expected one piece more than breaks")
        kept, parts = [], [_trimmed(pieces[0])]
        for i, b in enumerate(breaks):
            if i and b <= breaks[i - 1]:
                raise InputError(f"the break {b} after {breaks[i - 1]}, expected increasing breaks")
            following = _trimmed(pieces[i + 1])
            if _value(parts[-1], b) != _value(following, b):
                raise InputError(f"the pieces have the values {_value(parts[-1], b)} and {_value(following, b)} at the break {b}, "
                                 "expected a continuous function")
            if following != parts[-1]:
                kept.append(b)
                parts.append(following)
        return cls(tuple(kept), tuple(parts))

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Function:
        """The function of a checked claim, with all its breaks, even where they change nothing."""
        return cls(tuple(map(Fraction, document["breaks"])), tuple(_trimmed(list(map(Fraction, p))) for p in document["pieces"]))

    @classmethod
    def read(cls, value: Any, variable: str, place: str) -> Function:
        """A name, ``{"leaky-relu": slope}``, a polynomial (text in ``variable``, or coefficients, lowest first), or
        ``{"breaks": [...], "pieces": [polynomial, ...]}``; raises InputError that names the ``place``."""
        try:
            return cls._read(value, variable)
        except InputError as error:
            raise InputError(f"{place}: {error}") from None

    @classmethod
    def _read(cls, value: Any, variable: str) -> Function:
        if isinstance(value, Function):
            return value
        if isinstance(value, str) and value in NAMED:
            return NAMED[value]
        if isinstance(value, Mapping) and set(value) == {"leaky-relu"}:
            slope = exact(value["leaky-relu"], "the slope")
            return cls.piecewise([Fraction(0)], [[Fraction(0), slope], [Fraction(0), Fraction(1)]])
        if isinstance(value, Mapping) and set(value) == {"breaks", "pieces"} and _lists(*value.values()):
            breaks, pieces = value["breaks"], value["pieces"]
            return cls.piecewise([exact(b, "a break") for b in breaks], [_coefficients(p, variable) for p in pieces])
        if isinstance(value, (str, list, tuple)):
            return cls((), (_trimmed(_coefficients(value, variable)),))
        raise InputError(f"found {value!r}, expected {_expected(variable)}")

    def piece(self, above: int, z: Polynomial) -> Polynomial:
        """The ``above``-th piece at a polynomial."""
        return Polynomial(1, {(e,): c for e, c in enumerate(self.pieces[above])}).compose([z], z.n)

    def __call__(self, z: T) -> T:
        return _value(self.pieces[sum(z > b for b in self.breaks)], z)

    @property
    def intervals(self) -> list[tuple[Fraction | None, Fraction | None]]:
        """Where each piece holds: its lower and its upper end, None for an end at infinity."""
        return list(zip([None, *self.breaks], [*self.breaks, None], strict=True))

    @property
    def degree(self) -> int | None:
        """The ``k`` with ``σ(λ z) = λ^k σ(z)`` for ``λ > 0``, or None if there is none."""
        if any(self.breaks) or not any(self.pieces):
            return None
        degrees = {e for piece in self.pieces for e, c in enumerate(piece) if c}
        return degrees.pop() if len(degrees) == 1 else None

    def document(self) -> dict[str, Any]:
        return {"breaks": [str(b) for b in self.breaks], "pieces": [[str(c) for c in piece] for piece in self.pieces]}

    def text(self, z: str = "z") -> str:
        """Such as ``max(0, z)``."""
        known = {RELU: f"max(0, {z})", ABSOLUTE: f"|{z}|"}
        if self in known:
            return known[self]
        texts = [Polynomial(1, {(e,): c for e, c in enumerate(piece)}).text([z]) for piece in self.pieces]
        return ", ".join(f"{text} for {z} ≤ {b}" for text, b in zip(texts, self.breaks, strict=False)) + (
            f", {texts[-1]} above" if self.breaks else texts[-1])


def _lists(*values: Any) -> bool:
    return all(isinstance(value, (list, tuple)) for value in values)


def _expected(variable: str) -> str:
    """What may stand for an activation (a function of ``z``) or for a loss (of ``e``)."""
    if variable == "e":
        return ("square, absolute-value, a polynomial in e (summed over the entries) or in the entries E11, E12, ..., or "
                '{"breaks": [...], "pieces": [...]}')
    return f'{", ".join(NAMED)}, {{"leaky-relu": "1/2"}}, a polynomial in {variable}, or {{"breaks": [...], "pieces": [...]}}'


def _coefficients(value: Any, variable: str) -> list[Fraction]:
    """A polynomial in one variable, given as text or by its coefficients."""
    if isinstance(value, str):
        if set(variables_of(value)) - {variable}:
            raise InputError(f"found the text {value!r}, expected {_expected(variable)}{meant(closest(value, NAMED))}")
        p = read_polynomial(value, [variable])
        return [p.coefficient((e,)) for e in range(p.degree + 1)]
    if not isinstance(value, (list, tuple)):
        raise InputError(f"found {value!r}, expected a polynomial in {variable}, or the list of its coefficients, lowest first")
    return [exact(c, f"coefficient {e}") for e, c in enumerate(value)]


def _trimmed(coefficients: Sequence[Fraction]) -> tuple[Fraction, ...]:
    size = max((e + 1 for e, c in enumerate(coefficients) if c), default=0)
    return tuple(coefficients[:size])


def _value(coefficients: Sequence[Fraction], z: T) -> T:
    """Exact at a rational; a float is what the search for better points asks about, which decides nothing."""
    total = z * 0
    for c in reversed(coefficients):
        total = total * z + (c if isinstance(z, Fraction) else float(c))
    return total


IDENTITY, SQUARE = Function.polynomial(0, 1), Function.polynomial(0, 0, 1)
RELU = Function.piecewise([Fraction(0)], [[], IDENTITY.pieces[0]])
ABSOLUTE = Function.piecewise([Fraction(0)], [[Fraction(0), Fraction(-1)], IDENTITY.pieces[0]])
#: The names that stand for functions; "square" is z² (a loss has names of its own).
NAMED = {"identity": IDENTITY, "relu": RELU, "square": SQUARE, "absolute-value": ABSOLUTE}
