"""Polynomials as text: a closed grammar, read without ``eval``.

    sum     = ["+" | "-"] product {("+" | "-") product}
    product = power {("*" | "/" | nothing, before a variable) power}
    power   = atom [("^" | "**") exponent]         exponent: a natural number
    atom    = natural number | variable | "(" sum ")"

"/" is by a nonzero constant. Before a variable "*" may be left out, as in ``2 x^2 y``, but not after a division: ``1/2 x`` could
be meant either way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb

from exactcheck.errors import InputError, LimitError
from exactcheck.exact.polynomial import Polynomial

_TOKEN = re.compile(r"\s*(?:([0-9]+)|([A-Za-z_][A-Za-z0-9_]*)|(\*\*|[-+*/^()]))", re.ASCII)
#: Characters that people write and the grammar does not know -> what to write.
HINTS = {".": "; write 1/2 for 0.5", "²³⁴⁵⁶⁷⁸⁹⁰¹": "; write x^2 for x²", "½⅓⅔¼¾⅛": "; write 1/2 for ½",
         "−–": "; write - for a minus", "·×⋅": "; write * between factors"}
MAX_LENGTH, MAX_NESTING, MAX_EXPONENT, MAX_TERMS, MAX_DIGITS = 200_000, 100, 1000, 50_000, 2000
#: A product of two sums of squares is written as one up to this many squares.
MAX_SQUARES = 100


@dataclass(frozen=True)
class Written:
    """A polynomial and the squares ``c m²`` that are visible in how it is written; ``whole``: it is the sum of them."""

    value: Polynomial
    squares: list[tuple[Fraction, Polynomial]] = field(default_factory=list)
    whole: bool = False

    def scaled(self, c: Fraction) -> Written:
        return Written(self.value.scaled(c), [(c * weight, m) for weight, m in self.squares], self.whole)

    @property
    def number(self) -> Fraction | None:
        """The value of a constant."""
        return self.value.coefficient((0,) * self.value.n) if self.value.degree <= 0 else None

    def __mul__(self, other: Written) -> Written:
        for one, another in ((self, other), (other, self)):
            if one.number is not None:
                return another.scaled(one.number)
        if not (self.whole and other.whole and len(self.squares) * len(other.squares) <= MAX_SQUARES):
            return Written(self.value * other.value)
        return Written(self.value * other.value, [(a * b, m * k) for a, m in self.squares for b, k in other.squares], True)

    def __pow__(self, exponent: int) -> Written:
        if exponent == 1:
            return self
        squares = [] if exponent % 2 else [(Fraction(1), self.value ** (exponent // 2))]
        return Written(self.value**exponent, squares, bool(squares))


def read_polynomial(text: str, variables: Sequence[str]) -> Polynomial:
    """The polynomial that ``text`` denotes, in the given variables; raises as ``read_written`` does."""
    return read_written(text, variables).value


def read_written(text: str, variables: Sequence[str]) -> Written:
    """The polynomial that ``text`` denotes, in the given variables, with the squares that are visible in the text.

    Raises InputError, naming the place, for anything outside the grammar; LimitError if it expands beyond 50,000 terms.
    """
    require_names(variables)
    return _Parser(text, list(variables)).read()


def require_names(variables: Sequence[str]) -> None:
    """Raises InputError unless these are names of variables, at least one, and none twice."""
    if not variables or len(set(variables)) != len(variables):
        raise InputError("expected at least one variable, and no variable twice")
    for name in variables:
        if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,39}", name, re.ASCII):
            raise InputError(f"the variable {name!r} is not a name of at most 40 ASCII letters, digits and underscores")


def variables_of(text: str) -> list[str]:
    """The names that stand in ``text``, sorted."""
    return sorted({match[2] for match in _TOKEN.finditer(text) if match[2]})


class _Parser:
    def __init__(self, text: str, variables: list[str]) -> None:
        if len(text) > MAX_LENGTH:
            raise LimitError(f"a polynomial of {len(text)} characters, allowed are {MAX_LENGTH}")
        self.variables, self.n, self.nesting, self.at = variables, len(variables), 0, 0
        self.tokens: list[tuple[int, str]] = []
        place, text = 0, text.rstrip()
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None or text[match.end() - 1:match.end() + 1] == "..":
                place += len(text[place:]) - len(text[place:].lstrip())
                hint = next((hint for characters, hint in HINTS.items() if text[place] in characters), "")
                raise InputError(f"column {place + 1}: found {text[place]!r}, expected a number, a variable or an operator{hint}")
            token = match[1] or match[2] or match[3]
            if match[1] and len(token) > MAX_DIGITS:
                raise LimitError(f"column {match.end() - len(token) + 1}: a number of {len(token)} digits, allowed: {MAX_DIGITS}")
            self.tokens.append((match.end() - len(token), token))
            place = match.end()
        self.end = len(text)

    def read(self) -> Written:
        result = self.sum()
        if self.peek():
            raise self.wrong("an operator or the end")
        return result

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def wrong(self, expected: str) -> InputError:
        place = self.tokens[self.at][0] if self.at < len(self.tokens) else self.end
        found = f"{self.peek()!r}" if self.peek() else "the end"
        adjacent = expected.startswith("an operator") and (self.peek() == "(" or self.peek()[:1].isalnum())
        return InputError(f"column {place + 1}: found {found}, expected {expected}"
                          f"{'; write * between factors' if adjacent else ''}")

    def take(self, *tokens: str) -> str:
        """The next token if it is one of these, else an empty string."""
        found = self.peek()
        if found and found in tokens:
            self.at += 1
            return found
        return ""

    def sum(self) -> Written:
        sign: str = self.take("+", "-") or "+"
        value, whole = Polynomial(self.n, {}), True
        squares: list[tuple[Fraction, Polynomial]] = []
        while sign:
            part = self.product()
            if sign == "-":
                part = part.scaled(Fraction(-1))
            value, whole = value + part.value, whole and part.whole
            squares += part.squares
            sign = self.take("+", "-")
        return Written(value, squares, whole)

    def product(self) -> Written:
        result, operator = self.power(), ""
        while before := self.take("*", "/") or ("*" if operator != "/" and self.peek() in self.variables else ""):
            operator, place = before, self.at
            part = self.power()
            if operator == "/":
                if not part.number:
                    self.at = place
                    raise self.wrong("a nonzero constant after /")
                part = self.constant(1 / part.number)
            self.limit(len(result.value) * len(part.value))
            result = result * part
        return result

    def constant(self, c: Fraction) -> Written:
        one = Polynomial.constant(self.n, 1)
        return Written(one.scaled(c), [(c, one)], True)

    def power(self) -> Written:
        base = self.atom()
        if not self.take("^", "**"):
            return base
        if not self.peek().isdigit():
            raise self.wrong("a natural number as exponent")
        exponent = int(self.peek())
        if exponent > MAX_EXPONENT:
            raise LimitError(f"the exponent {self.peek()}, allowed are exponents up to {MAX_EXPONENT}")
        self.at += 1
        terms = len(base.value)
        if terms > 1:
            self.limit(min(comb(terms + exponent - 1, exponent), (base.value.degree * exponent + 1) ** self.n))
        return base**exponent

    def atom(self) -> Written:
        token = self.peek()
        if token.isdigit():
            self.at += 1
            return self.constant(Fraction(int(token)))
        if token in self.variables:
            self.at += 1
            return Written(Polynomial.variable(self.n, self.variables.index(token)))
        if not self.take("("):
            raise self.wrong(f"a number, one of the variables {', '.join(self.variables)}, or (")
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise LimitError(f"parentheses are nested more than {MAX_NESTING} deep")
        result = self.sum()
        self.nesting -= 1
        if not self.take(")"):
            raise self.wrong("an operator or )")
        return result

    def limit(self, terms: int) -> None:
        if terms > MAX_TERMS:
            raise LimitError(f"the polynomial may expand to {terms} terms, allowed are {MAX_TERMS}")
