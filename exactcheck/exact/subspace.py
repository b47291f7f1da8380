"""Bases of subspaces of Q^n as short integer columns, and intersections ``N(A) ∩ C(B)``.

Certificates are read, parsed and multiplied by others, so the length of a basis counts. Up to ``READABLE_BITS`` bits
per entry the echelon basis (an identity block, denominators cleared) is kept; a longer one is replaced by an
LLL-reduced basis of the integer vectors of the same subspace. On a 60-dimensional row space in Q^100 with one-digit
factors this takes null vectors from 285 bits to 9.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

import flint

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import pivots_modulo

#: Entries up to this length are left as they come out of the elimination.
READABLE_BITS = 24
#: Longer columns are not reduced: LLL would take several times as long as everything else (10 ms at 50 x 25, 3 s at 200 x 100).
LONGEST_REDUCED = 40


def null_space(matrix: RationalMatrix) -> RationalMatrix:
    """A basis (coprime integer columns) of the null space: ``columns x nullity``; up to ``LONGEST_REDUCED`` rows a short one,
    the shortest vectors first."""
    if matrix.columns > LONGEST_REDUCED:
        return matrix.integer_null_space
    short = matrix.integer_null_space.positive_columns()
    return sorted_columns(_reduced(matrix.null_space) if _is_long(short) else short)


def null_vector(matrix: RationalMatrix) -> RationalMatrix:
    """One short nonzero null vector, integers (``columns x 1``); the matrix does not have full column rank.

    Of a large matrix the vector of the first dependent column, which takes one system with one right-hand side.
    """
    if matrix.columns <= LONGEST_REDUCED:
        return null_space(matrix).select(columns=[0])
    if "_null" in matrix.__dict__:  # computed already
        return matrix.integer_null_space.select(columns=[0]).primitive_columns()
    pivots = pivots_modulo(matrix.integer_rows)
    first = next(j for j in range(matrix.columns) if j >= len(pivots) or pivots[j] != j)
    coefficients = matrix.select(columns=range(first)).solve(matrix.select(columns=[first]))
    if coefficients is None:  # the prime divides a minor
        return null_space(matrix).select(columns=[0])
    return RationalMatrix.vstack([coefficients, RationalMatrix([[-1]]),
                                  RationalMatrix.zeros(matrix.columns - first - 1, 1)]).primitive_columns()


def short_basis(basis: RationalMatrix) -> RationalMatrix:
    """A short integer basis (columns) of the column space of ``basis`` (any columns): ``rows x rank``."""
    columns = basis.column_space
    if not columns.columns:
        return columns
    block = columns.select(columns.independent_rows)
    basis = columns @ block.inverse()
    short = basis.primitive_columns()
    return sorted_columns(_reduced(basis) if _is_long(short) else short)


def sorted_columns(matrix: RationalMatrix) -> RationalMatrix:
    """The same columns, which are integers, those with the smallest sums of squares first (ties: the given order)."""
    sizes = [sum(map(mul, column, column)) for column in zip(*matrix.integer_table, strict=True)]
    return matrix if sizes == sorted(sizes) else matrix.select(columns=sorted(range(len(sizes)), key=sizes.__getitem__))


def _is_long(short: RationalMatrix) -> bool:
    """Is a reduction worth its time?"""
    return short.columns > 1 and short.rows <= LONGEST_REDUCED and _bits(short) > READABLE_BITS


def _reduced(basis: RationalMatrix) -> RationalMatrix:
    """The LLL-reduced basis of the integer vectors in the span of ``basis``, which contains the rows of an identity matrix."""
    reduced = _integer_points(basis).T.integer_rows.lll()
    return RationalMatrix.wrap(reduced).T.primitive_columns()


def _bits(matrix: RationalMatrix) -> int:
    table = matrix.integer_table
    return max(int(max(map(max, table))), -int(min(map(min, table)))).bit_length() if matrix.rows else 0


def _integer_points(basis: RationalMatrix) -> RationalMatrix:
    """A basis of the lattice of integer vectors in the column space of ``basis``.

    ``basis`` contains the rows of an identity matrix, so integer vectors are ``basis @ c`` with integer ``c``; each
    row adds one congruence ``f · c ≡ 0`` modulo its denominator. The lattice of its solutions has a basis that differs
    from the identity in one row, once an entry of ``f`` is a unit. LLL on the columns of ``basis`` with denominators
    cleared would not do: they span a lattice of enormous index, whose short vectors are long.
    """
    table = basis.flint.tolist()
    for i in range(basis.rows):
        q = math.lcm(*(int(v.q) for v in table[i]))
        if q > 1:
            basis = basis @ _solutions([int(v.p) * (q // int(v.q)) for v in table[i]], q)
            table = basis.flint.tolist()
    return basis


def _solutions(f: Sequence[int], q: int) -> RationalMatrix:
    """A basis (columns) of the integer vectors ``c`` with ``f · c ≡ 0 (mod q)``, where ``gcd(f, q) = 1``."""
    n, f = len(f), [v % q for v in f]
    p = min(range(n), key=lambda j: (math.gcd(f[j], q), j))
    steps = [0] * n  # column p is replaced by itself plus steps[j] times column j, until its residue is a unit
    unit = f[p]
    for j in range(n):
        if j != p and math.gcd(unit, q) > 1:
            # gcd(unit, f_j, q) is reached by unit + s f_j for some s: those s are excluded modulo few small primes only
            goal = math.gcd(unit, f[j], q)
            steps[j] = next(s for s in range(q + 1) if math.gcd(unit + s * f[j], q) == goal)
            unit = (unit + steps[j] * f[j]) % q
    inverse = pow(unit, -1, q)
    columns = []
    for j in range(n):
        column = [q * s for s in steps] if j == p else [0] * n
        if j == p:
            column[p] = q
        else:
            c = -f[j] * inverse % q
            c = c - q if 2 * c > q else c
            column = [c * s for s in steps]
            column[j] += 1
            column[p] = c
        columns.append(column)
    return RationalMatrix.wrap(flint.fmpz_mat(n, n, [v for column in columns for v in column])).T


@dataclass(frozen=True)
class Intersection:
    """``N(A) ∩ C(B)`` for ``A`` (p x k) and ``B`` (k x n).

    ``coefficients`` ``M`` (n x d): ``A B M = 0`` and the columns of ``B M`` are a basis of the intersection;
    ``null_space`` (n x (n - rank B)): a basis of ``N(B)``.
    """

    A: RationalMatrix
    B: RationalMatrix
    coefficients: RationalMatrix
    null_space: RationalMatrix

    @property
    def basis(self) -> RationalMatrix:
        """A basis of the intersection (k x d)."""
        return self.B @ self.coefficients

    @property
    def dimension(self) -> int:
        return self.coefficients.columns


def intersection(A: RationalMatrix, B: RationalMatrix) -> Intersection:
    """``N(A) ∩ C(B)``, by a basis: ``B`` times those null vectors of ``A B`` that are independent modulo ``N(B)``.

    Raises InputError if the columns of ``A`` are not as many as the rows of ``B``.
    """
    return Intersection(A, B, independent_images(B, null_space(A @ B)), null_space(B))


def independent_images(B: RationalMatrix, vectors: RationalMatrix) -> RationalMatrix:
    """The first columns of ``vectors`` whose images under ``B`` are a basis of all the images."""
    return vectors.select(columns=(B @ vectors).pivot_columns)


def bounded_column_basis(matrix: RationalMatrix) -> tuple[tuple[int, ...], RationalMatrix]:
    """Columns ``B`` of ``matrix`` (m x n, rank p), and ``C`` (p x n) with ``matrix = matrix[:, B] C``, ``|C_ij| <= 1``.

    Lemma 13 of Nouiehed and Razaviyayn (for columns) with the bound 1: while a coefficient exceeds 1 in absolute
    value, the largest one is exchanged into the basis, which multiplies the basis's volume by it (Cramer's rule), so
    the exchange ends.
    """
    basis, coefficients = _column_basis(matrix)
    table = coefficients.flint.tolist()
    while True:
        size, i, j = max(((abs(v), -i, -j) for i, row in enumerate(table) for j, v in enumerate(row)),
                         default=(flint.fmpq(0), 0, 0))
        if size <= 1:
            return tuple(basis), RationalMatrix(table, (len(basis), matrix.columns))
        i, j = -i, -j
        pivot = table[i][j]
        table[i] = [v / pivot for v in table[i]]
        for k, row in enumerate(table):
            if k != i and row[j]:
                table[k] = [v - row[j] * w for v, w in zip(row, table[i], strict=True)]
        basis[i] = j


def _column_basis(matrix: RationalMatrix) -> tuple[list[int], RationalMatrix]:
    """Columns ``B`` that are a basis of the column space, and ``C`` with ``matrix = matrix[:, B] C``.

    An echelon form modulo a prime suggests ``B``: columns independent modulo the prime are independent, and the
    equation shows that they generate. Where entries are long this is far cheaper than an exact echelon form.
    """
    basis = list(pivots_modulo(matrix.integer_rows))
    columns = matrix.select(columns=basis)
    rows: Sequence[int] = pivots_modulo(columns.T.integer_rows)
    if basis and len(rows) == len(basis):
        coefficients = RationalMatrix.wrap(columns.select(rows).flint.solve(matrix.select(rows).flint))
        if columns @ coefficients == matrix:
            return basis, coefficients
    basis = list(matrix.pivot_columns)
    columns = matrix.select(columns=basis)
    rows = columns.independent_rows
    return basis, columns.select(rows).inverse() @ matrix.select(rows)
