"""The exact spectrum of a symmetric rational matrix: irreducible factors, multiplicities, isolated real roots, and
cyclic vectors that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import flint

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import PRIME
from exactcheck.exact.modulus import full_rank_modulus
from exactcheck.exact.rationals import fraction
from exactcheck.exact.symmetric import require_symmetric

Interval: TypeAlias = tuple[Fraction, Fraction]
#: Irrational roots are shown in dyadic intervals ``[k / 2^s, (k + 1) / 2^s]`` with ``s`` at least this.
_BITS = 20


@dataclass(frozen=True)
class Eigenvalue:
    """The roots of one irreducible factor of the characteristic polynomial, each an eigenvalue.

    ``polynomial`` lists the coefficients ``c_0, ..., c_d`` (``c_d = 1``) of a polynomial irreducible over Q; each of its
    ``d`` roots has multiplicity ``multiplicity``. ``roots`` holds one interval ``(a, b)`` per root, disjoint and in
    increasing order: ``a = b`` if ``d = 1``, else ``a < b`` with values of opposite signs at the ends.
    """

    polynomial: tuple[Fraction, ...]
    multiplicity: int
    roots: tuple[Interval, ...]

    @cached_property
    def _integers(self) -> Any:
        """The polynomial times the lcm of its denominators, an ``fmpz_poly``."""
        return flint.fmpq_poly([flint.fmpq(c.numerator, c.denominator) for c in self.polynomial]).numer()


@dataclass(frozen=True)
class Spectrum:
    """All eigenvalues of a symmetric ``n x n`` matrix ``H``, and the vectors that prove them.

    ``vectors[i]`` has one column ``v`` per multiplicity of ``eigenvalues[i]`` (polynomial ``p`` of degree ``d``), with
    ``p(H) v = 0``; all ``H^j v``, ``0 <= j < d``, together are a basis of the space, and keep their rank modulo ``modulus``.
    Entries are ordered by their smallest root, which no two of them share.
    """

    eigenvalues: tuple[Eigenvalue, ...]
    vectors: tuple[RationalMatrix, ...]
    modulus: int = PRIME

    def claim_member(self) -> list[dict[str, Any]]:
        """The member ``eigenvalues`` of a claim ``spectrum`` or ``hessian-spectrum``."""
        return [{"polynomial": [str(c) for c in e.polynomial], "multiplicity": e.multiplicity,
                 "roots": [[str(a), str(b)] for a, b in e.roots]} for e in self.eigenvalues]

    def witness(self) -> dict[str, Any]:
        """The witness of rule ``cyclic-vectors``."""
        special = {} if self.modulus == PRIME else {"modulus": self.modulus}
        return {"rule": "cyclic-vectors", "vectors": [v.to_document() for v in self.vectors], **special}

    def enclosures(self, digits: int = 7) -> list[str]:
        """Every distinct eigenvalue for display, entry by entry and root by root.

        A rational one is written out (``40``, ``1/3``), an irrational one enclosed with ``digits`` significant
        decimal digits, rounded outward exactly (``[1.618033, 1.618034]``). Raises InputError if ``digits < 1``.
        """
        if digits < 1:
            raise InputError(f"expected at least one digit, found {digits}")
        return [_enclosure(e, root, digits) for e in self.eigenvalues for root in e.roots]


def spectrum(H: RationalMatrix) -> Spectrum:
    """The exact spectrum of a symmetric rational ``n x n`` matrix, ``n >= 0``.

    Raises InputError if ``H`` is not square and symmetric. ``H`` is diagonalizable with real eigenvalues, so for an
    irreducible factor ``p`` of degree ``d`` and multiplicity ``m`` the null space of ``p(H)`` has dimension ``m d``; it
    is a vector space of dimension ``m`` over the field ``Q[x]/p``, and ``vectors`` is a basis of it there.
    """
    require_symmetric(H)
    factors = _factors(H)
    eigenvalues = [Eigenvalue(tuple(fraction(c) for c in p.coeffs()), m, roots)
                   for (p, m), roots in zip(factors, _isolated([p for p, _ in factors]), strict=True)]
    eigenvalues.sort(key=lambda e: e.roots[0])
    vectors = tuple(_cyclic_vectors(H, e) for e in eigenvalues)
    krylov = [_krylov(H, v.select(columns=[j]), len(e.polynomial) - 1)
              for e, v in zip(eigenvalues, vectors, strict=True) for j in range(v.columns)]
    return Spectrum(tuple(eigenvalues), vectors, full_rank_modulus(RationalMatrix.hstack(krylov)) if krylov else PRIME)


def _factors(H: RationalMatrix) -> list[tuple[Any, int]]:
    """The monic irreducible factors (``fmpq_poly``) of the characteristic polynomial, with multiplicities."""
    if not H.rows:
        return []
    _, factors = H.flint.charpoly().factor()
    return [(p / p[p.degree()], int(m)) for p, m in factors]


# -- roots -----------------------------------------------------------------------------------------------------------
def _isolated(polynomials: list[Any]) -> list[tuple[Interval, ...]]:
    """For monic irreducible polynomials with real roots only: the intervals of their roots, pairwise disjoint.

    The interval of an irrational root ``x`` is ``[k / 2^s, (k + 1) / 2^s]``, ``k = floor(2^s x)``, with the first
    ``s = 20, 21, ...`` for which it neither contains 0 nor meets another root's: it depends on the roots alone.
    """
    roots = []
    for p in polynomials:
        if p.degree() == 1:
            roots.append(_Root(p.numer(), (-fraction(p[0]), -fraction(p[0]))))
        else:
            roots += [_Root(p.numer(), isolated) for isolated in _separated(p.numer())]
    while True:
        roots.sort(key=lambda root: root.cell)
        crowded = {k for k, root in enumerate(roots) if root.cell[0] < root.cell[1] and root.cell[0] <= 0 <= root.cell[1]}
        for k in range(len(roots) - 1):
            if roots[k].cell[1] >= roots[k + 1].cell[0]:
                crowded |= {k, k + 1}
        if not crowded:
            return [tuple(root.cell for root in roots if root.polynomial == p.numer()) for p in polynomials]
        for k in crowded:
            roots[k].refine()


class _Root:
    """A root of an ``fmpz_poly`` with an interval that isolates it from its other roots, and its dyadic cell."""

    def __init__(self, polynomial: Any, isolated: Interval) -> None:
        self.polynomial = polynomial
        self.isolated = isolated
        self.bits = _BITS
        self.cell = isolated if isolated[0] == isolated[1] else _cell(polynomial, isolated, 1 << _BITS)

    def refine(self) -> None:
        """Halve the cell; a rational root stays as it is."""
        if self.isolated[0] < self.isolated[1]:
            self.bits += 1
            self.cell = _cell(self.polynomial, self.isolated, 1 << self.bits)


def _separated(p: Any) -> list[Interval]:
    """Disjoint intervals with a sign change of the ``fmpz_poly`` ``p``, as many as its degree.

    ``p`` has simple, real, irrational roots only. FLINT's numerical roots suggest where to look; the signs are exact,
    and ``degree`` disjoint sign changes leave no root out.
    """
    bits = 32
    before = flint.ctx.prec
    while True:
        try:
            flint.ctx.prec = 2 * bits
            centres = sorted(_dyadic(root.real.mid()) for root, _ in p.complex_roots())
        finally:
            flint.ctx.prec = before
        width = Fraction(1, 1 << bits)
        intervals = [(x - width, x + width) for x in centres]
        if (all(_sign(p, a) * _sign(p, b) < 0 for a, b in intervals)
                and all(u[1] < v[0] for u, v in pairwise(intervals))):
            return intervals
        bits *= 2


def _dyadic(x: Any) -> Fraction:
    mantissa, exponent = x.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _sign(p: Any, x: Fraction) -> int:
    """The sign of ``p(x)``, exactly."""
    value = p(flint.fmpq(x.numerator, x.denominator))
    return int(value > 0) - int(value < 0)


def _cell(p: Any, root: Interval, denominator: Fraction | int) -> Interval:
    """``(k / denominator, (k + 1) / denominator)`` around the one root of ``p`` between the ends of ``root``."""
    a, b = root
    left = _sign(p, a)
    low, high = a * denominator // 1, -(-b * denominator // 1)
    while high - low > 1:
        middle = (low + high) // 2
        x = Fraction(middle) / denominator
        if x <= a or (x < b and _sign(p, x) == left):
            low = middle
        else:
            high = middle
    return Fraction(low) / denominator, Fraction(high) / denominator


def _enclosure(e: Eigenvalue, root: Interval, digits: int) -> str:
    a, b = root
    if a == b:
        return str(a)
    # The interval does not contain 0; refine until both ends have the same leading decimal place.
    step = int(2 / (b - a))
    while (place := _place(abs(a))) != _place(abs(b)):
        a, b = _cell(e._integers, (a, b), step)
        step *= 2
    scale = digits - 1 - place
    low, high = (int(x * Fraction(10) ** scale) for x in _cell(e._integers, (a, b), Fraction(10) ** scale))
    return f"[{_decimal(low, scale)}, {_decimal(high, scale)}]"


def _place(x: Fraction) -> int:
    """The ``e`` with ``10^e <= x < 10^(e + 1)``, for ``x > 0``; for ``x = 0`` less than any place of a root."""
    e = len(str(x.numerator)) - len(str(x.denominator))
    return e - 1 if x < Fraction(10) ** e else e


def _decimal(value: int, scale: int) -> str:
    """``value / 10^scale`` as a decimal, in scientific notation where that is shorter."""
    return str(Decimal((int(value < 0), tuple(int(c) for c in str(abs(value))), -scale)))


# -- vectors ---------------------------------------------------------------------------------------------------------
def _krylov(H: RationalMatrix, v: RationalMatrix, degree: int) -> RationalMatrix:
    """``[v, H v, ..., H^(degree - 1) v]``."""
    columns = [v]
    while len(columns) < degree:
        columns.append(H @ columns[-1])
    return RationalMatrix.hstack(columns)


def _cyclic_vectors(H: RationalMatrix, e: Eigenvalue) -> RationalMatrix:
    """``multiplicity`` integer columns that generate the null space of ``p(H)`` under ``H``.

    A vector outside the span so far (a subspace that ``H`` maps to itself) adds all of ``v, ..., H^(d-1) v``: a proper
    intersection would be a nonzero ``Q[x]/p``-subspace of a line. So a greedy choice succeeds.
    """
    degree = len(e.polynomial) - 1
    if degree * e.multiplicity == H.rows:
        # p is the minimal polynomial: p(H) = 0.
        basis = RationalMatrix.identity(H.rows)
    else:
        basis = _value(H, e.polynomial).null_space.primitive_columns()
    if degree == 1:
        return basis
    entries = basis.T.tolist()
    shortest = sorted(range(basis.columns), key=lambda j: (sum(map(abs, entries[j])), j))
    chosen: list[int] = []
    span: RationalMatrix | None = None
    for j in shortest:
        block = _krylov(H, basis.select(columns=[j]), degree)
        grown = block if span is None else RationalMatrix.hstack([span, block])
        if grown.rank == grown.columns:
            span = grown
            chosen.append(j)
            if len(chosen) == e.multiplicity:
                break
    return basis.select(columns=chosen)


def _value(H: RationalMatrix, polynomial: tuple[Fraction, ...]) -> RationalMatrix:
    """``p(H)`` by Horner's rule."""
    one = RationalMatrix.identity(H.rows)
    value = one * polynomial[-1]
    for c in reversed(polynomial[:-1]):
        value = value @ H + one * c
    return value
