"""Polynomials as text: a closed grammar, read without ``eval``.

    sum     = ["+" | "-"] product {("+" | "-") product}
    product = power {("*" | "/") power}            "/" only by a nonzero constant
    power   = atom [("^" | "**") exponent]         exponent: a natural number
    atom    = natural number | variable | "(" sum ")"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import comb

from exactcheck.errors import InputError, LimitError
from exactcheck.exact.polynomial import Polynomial

_TOKEN = re.compile(r"\s*(?:([0-9]+)|([A-Za-z_][A-Za-z0-9_]*)|(\*\*|[-+*/^()]))", re.ASCII)
MAX_LENGTH, MAX_NESTING, MAX_EXPONENT, MAX_TERMS, MAX_DIGITS = 200_000, 100, 1000, 50_000, 2000


def read_polynomial(text: str, variables: Sequence[str]) -> Polynomial:
    """The polynomial that ``text`` denotes, in the given variables.

    Raises InputError, naming the place, for anything outside the grammar; LimitError if it expands beyond 50,000 terms.
    """
    if not variables or len(set(variables)) != len(variables):
        raise InputError("expected at least one variable, and no variable twice")
    for name in variables:
        if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,39}", name, re.ASCII):
            raise InputError(f"the variable {name!r} is not a name of at most 40 ASCII letters, digits and underscores")
    return _Parser(text, list(variables)).read()


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
                hint = "; write 1/2 for 0.5" if text[place] == "." else ""
                raise InputError(f"column {place + 1}: found {text[place]!r}, expected a number, a variable or an operator{hint}")
            token = match[1] or match[2] or match[3]
            if match[1] and len(token) > MAX_DIGITS:
                raise LimitError(f"column {match.end() - len(token) + 1}: a number of {len(token)} digits, allowed: {MAX_DIGITS}")
            self.tokens.append((match.end() - len(token), token))
            place = match.end()
        self.end = len(text)

    def read(self) -> Polynomial:
        result = self.sum()
        if self.peek():
            raise self.wrong("an operator or the end")
        return result

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def wrong(self, expected: str) -> InputError:
        place = self.tokens[self.at][0] if self.at < len(self.tokens) else self.end
        found = f"{self.peek()!r}" if self.peek() else "the end"
        return InputError(f"column {place + 1}: found {found}, expected {expected}")

    def take(self, *tokens: str) -> str:
        """The next token if it is one of these, else an empty string."""
        found = self.peek()
        if found and found in tokens:
            self.at += 1
            return found
        return ""

    def sum(self) -> Polynomial:
        sign = self.take("+", "-")
        result = self.product() if sign != "-" else -self.product()
        while sign := self.take("+", "-"):
            part = self.product()
            result = result + part if sign == "+" else result - part
        return result

    def product(self) -> Polynomial:
        result = self.power()
        while operator := self.take("*", "/"):
            place = self.at
            part = self.power()
            if operator == "/":
                if part.degree or not part:
                    self.at = place
                    raise self.wrong("a nonzero constant after /")
                part = Polynomial.constant(self.n, 1 / part.coefficient((0,) * self.n))
            self.limit(len(result) * len(part))
            result = result * part
        return result

    def power(self) -> Polynomial:
        base = self.atom()
        if not self.take("^", "**"):
            return base
        if not self.peek().isdigit():
            raise self.wrong("a natural number as exponent")
        exponent = int(self.peek())
        if exponent > MAX_EXPONENT:
            raise LimitError(f"the exponent {self.peek()}, allowed are exponents up to {MAX_EXPONENT}")
        self.at += 1
        if len(base) > 1:
            self.limit(min(comb(len(base) + exponent - 1, exponent), (base.degree * exponent + 1) ** self.n))
        return base**exponent

    def atom(self) -> Polynomial:
        token = self.peek()
        if token.isdigit():
            self.at += 1
            return Polynomial.constant(self.n, int(token))
        if token in self.variables:
            self.at += 1
            return Polynomial.variable(self.n, self.variables.index(token))
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
