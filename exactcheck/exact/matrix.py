"""``RationalMatrix``: the one matrix type of the provers, an immutable rational matrix on FLINT.

It wraps python-flint's ``fmpq_mat`` directly. SymPy's ``DomainMatrix`` in its FLINT representation wraps the same
object, but sends rank, null space and echelon form through Python loops (8 to 16 times slower, see ``benchmarks/``);
``to_domain_matrix`` hands a copy over wherever SymPy is the better tool, and the tests use it as the second route.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import gcd
from typing import Any

import flint

from exactcheck.errors import InputError
from exactcheck.exact import modular
from exactcheck.exact.rationals import fmpq, fraction
from exactcheck.exact.table import Table


class RationalMatrix(Table):
    """An immutable ``rows x columns`` matrix over Q; either size may be 0."""

    # -- arithmetic ---------------------------------------------------------------------------------------------
    @cached_property
    def T(self) -> RationalMatrix:
        """The transpose."""
        other = RationalMatrix.wrap((self.integer_rows if self._whole else self._m).transpose())
        other.__dict__["T"] = self
        if self._whole:
            other.__dict__["_integers"] = [list(column) for column in zip(*self._table, strict=True)] or [[]] * self.columns
        return other

    def _same_shape(self, other: RationalMatrix) -> RationalMatrix:
        if self.shape != other.shape:
            raise InputError(f"shapes {self.shape} and {other.shape} do not match")
        return other

    def __add__(self, other: RationalMatrix) -> RationalMatrix:
        return RationalMatrix.wrap(self._m + self._same_shape(other)._m)

    def __sub__(self, other: RationalMatrix) -> RationalMatrix:
        return RationalMatrix.wrap(self._m - self._same_shape(other)._m)

    def __neg__(self) -> RationalMatrix:
        return RationalMatrix.wrap(-self._m)

    def __matmul__(self, other: RationalMatrix) -> RationalMatrix:
        if self.columns != other.rows:
            raise InputError(f"cannot multiply a {self.rows} x {self.columns} by a {other.rows} x {other.columns} matrix")
        return RationalMatrix.wrap(self._m * other._m)

    def __mul__(self, scalar: Any) -> RationalMatrix:
        return RationalMatrix.wrap(self._m * fmpq(scalar))

    __rmul__ = __mul__

    def kron(self, other: RationalMatrix) -> RationalMatrix:
        """Kronecker product: entry ``(i p, j q)`` block ``self[i, j] * other``."""
        a, b = self._m.tolist(), other._m.tolist()
        return self.wrap(flint.fmpq_mat(self.rows * other.rows, self.columns * other.columns,
                                        [x * y for ra in a for rb in b for x in ra for y in rb]))

    def inner(self, other: RationalMatrix) -> Fraction:
        """Frobenius inner product ``trace(self^T other)``."""
        pairs = zip(self._m.entries(), self._same_shape(other)._m.entries(), strict=True)
        return fraction(sum((x * y for x, y in pairs), flint.fmpq(0)))

    def norm_squared(self) -> Fraction:
        """Squared Frobenius norm."""
        return self.inner(self)

    # -- exact linear algebra -----------------------------------------------------------------------------------
    @cached_property
    def modular_rank(self) -> int:
        """The rank modulo the prime ``modular.PRIME`` of the matrix with each row scaled to integers: at most the rank over Q."""
        return modular.rank_modulo(self.integer_rows)

    @cached_property
    def rank(self) -> int:
        """Rank over Q, exact."""
        if "_null" in self.__dict__:
            return len(self._null.pivots)
        return modular.rank(self.integer_rows, self.__dict__.get("_integers"), self.modular_rank)

    def rank_up_to(self, bound: int) -> int:
        """The rank over Q, known to be at most ``bound``: hardly ever more work than modulo a prime."""
        if self.modular_rank == bound:
            self.__dict__["rank"] = bound
        return self.rank

    @cached_property
    def _null(self) -> modular.NullSpace:
        echelon = modular.echelon_modulo(self.integer_rows)
        self.__dict__["modular_rank"] = len(echelon[1])
        return modular.null_space(self.integer_rows, self.__dict__.get("_integers"), echelon)

    @property
    def pivot_columns(self) -> tuple[int, ...]:
        """The pivot columns of the reduced row echelon form: the first columns that are a basis of the column space."""
        return self._null.pivots

    @cached_property
    def integer_null_space(self) -> RationalMatrix:
        """A basis of the null space as coprime integer columns (``columns x nullity``): on the rows of the free columns a
        diagonal matrix, positive, and nothing below the free entry of a column."""
        found = self._null
        basis = self._of_rows((self.columns, len(found.own)), found.rows, True)
        if all(v % modular.PRIME for v in found.own):  # triangular on the free rows
            basis.__dict__["modular_rank"] = len(found.own)
        return basis

    @cached_property
    def null_space(self) -> RationalMatrix:
        """A basis of the null space as columns (``columns x nullity``): the identity on the rows of the free columns."""
        own = self._null.own
        rows = [[flint.fmpq(v, d) for v, d in zip(row, own, strict=True)] for row in self._null.rows]
        return self._of_rows((self.columns, len(own)), rows, False)

    @property
    def column_space(self) -> RationalMatrix:
        """A basis of the column space: the pivot columns (``rows x rank``)."""
        return self.select(columns=self.pivot_columns)

    @cached_property
    def column_coefficients(self) -> RationalMatrix:
        """The nonzero rows of the reduced row echelon form (``rank x columns``): ``self == column_space @ column_coefficients``."""
        table, own, pivots = self._null.rows, self._null.own, self._null.pivots
        taken, zero, one = set(pivots), flint.fmpq(0), flint.fmpq(1)
        rows = []
        for i in pivots:
            dependent = iter([flint.fmpq(-v, d) for v, d in zip(table[i], own, strict=True)])
            rows.append([(one if j == i else zero) if j in taken else next(dependent) for j in range(self.columns)])
        return self._of_rows((len(pivots), self.columns), rows, False)

    @property
    def independent_rows(self) -> tuple[int, ...]:
        """Indices of the first rows that are a basis of the row space."""
        return self.T.pivot_columns

    @property
    def basis_rows(self) -> tuple[int, ...]:
        """Indices of rows that are a basis of the row space: those a prime suggests, if they are enough (nearly always)."""
        suggested = modular.pivots_modulo(self.T.integer_rows)
        return suggested if len(suggested) in (min(self.shape), self.rank) else self.independent_rows

    def solve(self, right: RationalMatrix) -> RationalMatrix | None:
        """Some ``S`` with ``self @ S == right`` (zero outside independent columns), or None if there is none."""
        if self.rows != right.rows:
            raise InputError(f"cannot solve: {self.rows} rows on the left, {right.rows} on the right")
        if not self.rows or not self.columns or not right.columns:
            return RationalMatrix.zeros(self.columns, right.columns) if right.is_zero() else None
        columns = modular.pivots_modulo(self.integer_rows)
        if len(columns) < min(self.shape) and len(columns) < self.rank:  # the prime divides a minor
            columns = self.pivot_columns
        if not columns:
            return RationalMatrix.zeros(self.columns, right.columns) if right.is_zero() else None
        rows = self.select(columns=columns).basis_rows
        block = self.select(rows, columns)
        part = RationalMatrix.wrap(block._m.solve(right.select(rows)._m))
        table = [[flint.fmpq(0)] * right.columns for _ in range(self.columns)]
        for i, row in zip(columns, part._m.tolist(), strict=True):
            table[i] = row
        solution = RationalMatrix(table, (self.columns, right.columns))
        return solution if self @ solution == right else None

    def inverse(self) -> RationalMatrix:
        """The inverse; raises InputError if the matrix is not square and nonsingular."""
        if self.rows != self.columns or self.rank < self.rows:
            raise InputError(f"a {self.rows} x {self.columns} matrix of rank {self.rank} has no inverse")
        return RationalMatrix.wrap(self._m.inv()) if self.rows else self

    def left_inverse(self) -> RationalMatrix:
        """``K`` with ``K @ self`` the identity, zero outside a row basis; raises InputError without full column rank."""
        if self.rank < self.columns:
            raise InputError(f"a {self.rows} x {self.columns} matrix of rank {self.rank} has no left inverse")
        return self.T.right_inverse().T

    def right_inverse(self) -> RationalMatrix:
        """``K`` with ``self @ K`` the identity, zero outside the pivot columns; raises InputError without full row rank."""
        solution = self.solve(RationalMatrix.identity(self.rows)) if self.rank == self.rows else None
        if solution is None:
            raise InputError(f"a {self.rows} x {self.columns} matrix of rank {self.rank} has no right inverse")
        return solution

    def primitive_columns(self) -> RationalMatrix:
        """Every column scaled to coprime integers with its first nonzero entry positive: short, and nice to read."""
        out: list[Any] = []
        for row in self.T.integer_rows.tolist():
            content = gcd(*map(int, row))
            if next((v for v in row if v), 1) < 0:
                content = -content
            out.extend(row if content in (0, 1) else [v // content for v in row])
        return RationalMatrix.wrap(flint.fmpz_mat(self.columns, self.rows, out).transpose())

    def positive_columns(self) -> RationalMatrix:
        """Every column with the sign that makes its first nonzero entry positive."""
        signs = [next((1 if v > 0 else -1 for v in column if v), 1) for column in zip(*self._table, strict=True)]
        if all(sign > 0 for sign in signs):
            return self
        rows = [[v if sign > 0 else -v for v, sign in zip(row, signs, strict=True)] for row in self._table]
        return self._known_of(self._of_rows(self.shape, rows, self._whole))

    def to_domain_matrix(self) -> Any:
        """A SymPy ``DomainMatrix`` over QQ with the same entries."""
        from sympy import QQ
        from sympy.polys.matrices import DomainMatrix

        rows = [[QQ(v.numerator, v.denominator) for v in row] for row in self.tolist()]
        return DomainMatrix(rows, self.shape, QQ)
