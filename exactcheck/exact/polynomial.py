"""``Polynomial``: a rational polynomial in ``n`` variables, thin over python-flint's ``fmpq_mpoly``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from operator import mul
from typing import Any

import flint

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.rationals import fraction

Exponents = tuple[int, ...]


@lru_cache(maxsize=64)
def _context(n: int) -> Any:
    return flint.fmpq_mpoly_ctx.get([f"x{i}" for i in range(n)], "degrevlex")


class Polynomial:
    """An immutable polynomial over Q in ``n >= 1`` variables, numbered from 0."""

    __slots__ = ("_p", "_terms", "n")
    _terms: dict[Exponents, Fraction] | None

    def __init__(self, n: int, terms: Mapping[Exponents, Any]) -> None:
        """``terms``: exponents (a tuple of ``n`` integers >= 0) -> coefficient (int or Fraction)."""
        self.n, self._terms = n, None
        values = {e: flint.fmpq(Fraction(c).numerator, Fraction(c).denominator) for e, c in terms.items()}
        self._p = _context(n).from_dict({e: c for e, c in values.items() if c})

    @classmethod
    def wrap(cls, n: int, p: Any) -> Polynomial:
        self = cls.__new__(cls)
        self.n, self._p, self._terms = n, p, None
        return self

    @classmethod
    def constant(cls, n: int, value: Any) -> Polynomial:
        return cls(n, {(0,) * n: value})

    @classmethod
    def variable(cls, n: int, i: int) -> Polynomial:
        return cls.wrap(n, _context(n).gen(i))

    @classmethod
    def linear(cls, coefficients: Sequence[Any]) -> Polynomial:
        """``sum coefficients[i] x_i``."""
        n = len(coefficients)
        return cls(n, {tuple(int(i == j) for j in range(n)): c for i, c in enumerate(coefficients)})

    @property
    def terms(self) -> dict[Exponents, Fraction]:
        """Exponents -> coefficient, in a fixed order (graded, largest first); not to be changed."""
        if self._terms is None:
            self._terms = {tuple(map(int, e)): fraction(c) for e, c in zip(self._p.monoms(), self._p.coeffs(), strict=True)}
        return self._terms

    def __len__(self) -> int:
        return len(self._p)

    def __bool__(self) -> bool:
        return not self._p.is_zero()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Polynomial) and self.n == other.n and bool(self._p == other._p)

    def __hash__(self) -> int:
        return hash((self.n, tuple(self.terms.items())))

    def __add__(self, other: Polynomial) -> Polynomial:
        return Polynomial.wrap(self.n, self._p + other._p)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return Polynomial.wrap(self.n, self._p - other._p)

    def __neg__(self) -> Polynomial:
        return Polynomial.wrap(self.n, -self._p)

    def __mul__(self, other: Polynomial) -> Polynomial:
        return Polynomial.wrap(self.n, self._p * other._p)

    def __pow__(self, exponent: int) -> Polynomial:
        return Polynomial.wrap(self.n, self._p**exponent)

    def scaled(self, c: Any) -> Polynomial:
        return self * Polynomial.constant(self.n, c)

    @property
    def degree(self) -> int:
        """The total degree; 0 for the polynomial 0."""
        return int(self._p.total_degree()) if self else 0

    def coefficient(self, exponents: Exponents) -> Fraction:
        return fraction(self._p[exponents])

    def derivative(self, i: int) -> Polynomial:
        return Polynomial.wrap(self.n, self._p.derivative(i))

    def compose(self, values: Sequence[Polynomial], n: int) -> Polynomial:
        """``self(values[0], values[1], ...)``, polynomials in ``n`` variables."""
        return Polynomial.wrap(n, self._p.compose(*(v._p for v in values), ctx=_context(n)))

    def __call__(self, point: Sequence[Any]) -> Fraction:
        """The value at a rational point."""
        values = (Fraction(v) for v in point)
        return fraction(self._p(*(flint.fmpq(v.numerator, v.denominator) for v in values)))

    @property
    def flint(self) -> Any:
        """The ``fmpq_mpoly`` inside; not to be changed."""
        return self._p

    def _chosen(self, keep: Callable[[Exponents], bool]) -> Polynomial:
        return Polynomial.wrap(self.n, _context(self.n).from_dict({e: c for e, c in self._p.to_dict().items() if keep(e)}))

    def keep(self, weights: Sequence[int], degree: int) -> Polynomial:
        """The terms of weighted degree at most ``degree``."""
        return self._chosen(lambda e: weighted_degree(e, weights) <= degree)

    def leading(self, weights: Sequence[int]) -> tuple[int, Polynomial]:
        """The lowest weighted degree and the terms of that degree; of a polynomial that is not 0."""
        degrees = {e: weighted_degree(e, weights) for e in self._p.monoms()}
        low = min(degrees.values())
        return int(low), self._chosen(lambda e: degrees[e] == low)

    def gradient_at_zero(self) -> list[Fraction]:
        return [self.coefficient(tuple(int(i == j) for j in range(self.n))) for i in range(self.n)]

    def hessian_at_zero(self) -> RationalMatrix:
        """The ``n x n`` matrix of second derivatives at 0."""
        table = [[Fraction(0)] * self.n for _ in range(self.n)]
        for e, c in self.terms.items():
            if sum(e) == 2:
                i, j = [k for k in range(self.n) for _ in range(e[k])]
                table[i][j] = table[j][i] = 2 * c if i == j else c
        return RationalMatrix(table, (self.n, self.n))

    def factors(self) -> tuple[Fraction, list[tuple[Polynomial, int]]]:
        """The constant and the irreducible factors over Q with their multiplicities, in a fixed order."""
        c, parts = self._p.factor()
        found = [(Polynomial.wrap(self.n, p), int(k)) for p, k in parts]
        return fraction(c), sorted(found, key=lambda part: (part[0].degree, list(part[0].terms.items()), part[1]))

    def quotient(self, other: Polynomial) -> Polynomial | None:
        """``self / other`` if that is a polynomial; ``other`` is not 0."""
        found, rest = divmod(self._p, other._p)
        return None if rest else Polynomial.wrap(self.n, found)

    def root(self) -> tuple[Fraction, Polynomial] | None:
        """``c`` and ``e`` with ``self = c e²``, if there are any; far cheaper than the factors."""
        c = next(iter(self._p.coeffs()), None)
        try:
            return None if c is None else (fraction(c), Polynomial.wrap(self.n, (self._p / c).sqrt()))
        except flint.utils.flint_exceptions.DomainError:
            return None

    def to_document(self) -> list[Any]:
        """The certificate format's list of terms ``[coefficient, exponents]``."""
        return [[str(c), list(e)] for e, c in self.terms.items()]

    def text(self, names: Sequence[str], rising: bool = False) -> str:
        """Such as ``-2*x*y + x^2``, in the grammar of ``minimality.reader``; with ``rising`` in the opposite order.

        The order is that of the checker's sentences: high powers of the last variable first, then of the one before it.
        """
        out = ""
        for e, c in sorted(self.terms.items(), key=lambda term: term[0][::-1], reverse=not rising):
            powers = "*".join(name + (f"^{k}" if k > 1 else "") for name, k in zip(names, e, strict=True) if k)
            size = "" if abs(c) == 1 and powers else str(abs(c))
            sign = ("- " if c < 0 else "+ ") if out else ("-" if c < 0 else "")
            out += (" " if out else "") + sign + "*".join(filter(None, [size, powers]))
        return out or "0"

    def __repr__(self) -> str:
        return f"Polynomial({self.text([f'x{i}' for i in range(self.n)])})"


def weighted_degree(exponents: Exponents, weights: Sequence[int]) -> int:
    return sum(map(mul, exponents, weights))


def total(n: int, parts: Iterable[Polynomial]) -> Polynomial:
    """The sum of polynomials in ``n`` variables."""
    result = Polynomial(n, {})
    for part in parts:
        result = result + part
    return result


def homogeneous(p: Polynomial) -> list[tuple[int, Polynomial]]:
    """The homogeneous parts that are not 0, with their degrees, lowest first."""
    parts: dict[int, dict[Exponents, Fraction]] = {}
    for e, c in p.terms.items():
        parts.setdefault(sum(e), {})[e] = c
    return [(d, Polynomial(p.n, parts[d])) for d in sorted(parts)]


def lowest(p: Polynomial) -> tuple[int, Fraction]:
    """Order and coefficient of the lowest term of a polynomial in one variable that is not 0."""
    (order,), c = min(p.terms.items())
    return order, c
