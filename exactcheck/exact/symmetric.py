"""Exact inertia of symmetric rational matrices, semidefiniteness, and short directions of negative curvature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, product
from typing import Any

import flint

from exactcheck.errors import InputError
from exactcheck.exact.congruence import chosen_indices, diagonalizing, dominating, integer_matrix
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import rank_modulo as modular_rank
from exactcheck.exact.modulus import modulus_member

#: Up to this rank an exactly diagonal congruence is short enough to be redone by hand.
_SMALL_RANK = 12
#: Null vectors longer than this many bits are worth a lattice reduction, as long as rows^2 times the bits of the
#: matrix times rank / nullity stays below the second number: then it takes a few milliseconds (else up to minutes).
_LONG_BITS, _LATTICE_WORK = 32, 12_000


@dataclass(frozen=True)
class Inertia:
    """The numbers of positive, negative and zero eigenvalues of a symmetric ``n x n`` matrix ``H``, with their proof.

    ``congruence`` ``S`` (``n x rank``) makes ``S^T H S`` strictly diagonally dominant by rows, ``null_space``
    (``n x zero``) is a basis of the null space: the "inertia tool" of the certificate format (Gershgorin and
    Sylvester). Both have integer entries.
    """

    positive: int
    negative: int
    zero: int
    congruence: RationalMatrix
    null_space: RationalMatrix

    def witness(self) -> dict[str, Any]:
        """The witness of rule ``congruence``."""
        return {"rule": "congruence", "congruence": self.congruence.to_document(),
                "null-space": self.null_space.to_document(), **modulus_member(self.null_space)}


def inertia(H: RationalMatrix) -> Inertia:
    """The inertia of a symmetric rational ``n x n`` matrix, ``n >= 0``, always decided and exact.

    Raises InputError if ``H`` is not square and symmetric. Up to rank 12 the congruence is exactly diagonal, unless that
    takes far longer entries; above, it is a floating factor rounded to short integers and tested exactly.
    """
    a = _integer_symmetric(H)
    null_space = _short_null_space(H, a)
    rank = H.rows - null_space.columns
    s, positive = _congruence(H, a, rank)
    return Inertia(positive, rank - positive, null_space.columns, s, null_space)


def is_positive_semidefinite(H: RationalMatrix) -> bool:
    """Is the symmetric rational ``H`` positive semidefinite? Exact; raises InputError if ``H`` is not symmetric."""
    a = _integer_symmetric(H)
    if _two_entry_direction([[int(v) for v in row] for row in a.tolist()]) is not None:
        return False
    return inertia(H).negative == 0


def negative_direction(H: RationalMatrix) -> RationalMatrix | None:
    """A short integer column ``v`` with ``v^T H v < 0``, or None if and only if ``H`` is positive semidefinite.

    Tried in this order: unit vectors, ``e_i + e_j`` and ``e_i - e_j``, two nonzero entries, and a column of the
    congruence with a negative diagonal entry, rounded and thinned out while the value stays negative.
    Raises InputError if ``H`` is not symmetric.
    """
    a = _integer_symmetric(H)
    table = [[int(v) for v in row] for row in a.tolist()]
    v = _two_entry_direction(table)
    if v is None:
        found = inertia(H)
        if found.negative == 0:
            return None
        v = _thinned(table, _rounded(a, found.congruence.flint.numer_denom()[0]))
    return RationalMatrix.column(v).primitive_columns()


def require_symmetric(H: RationalMatrix) -> None:
    """Raises InputError, naming the first place that shows it, if ``H`` is not square and symmetric."""
    if H.rows != H.columns:
        raise InputError(f"expected a symmetric matrix, found one of shape {H.rows} x {H.columns}")
    if H.rows and H.numerators != H.numerators.transpose():
        i, j = next((i, j) for i in range(H.rows) for j in range(i) if H[i, j] != H[j, i])
        raise InputError(f"expected a symmetric matrix, found {H[i, j]} at row {i}, column {j} "
                         f"but {H[j, i]} at row {j}, column {i}")


# -- the parts of an inertia -----------------------------------------------------------------------------------------
def _integer_symmetric(H: RationalMatrix) -> Any:
    """The symmetric ``H`` times the positive number that makes its entries coprime integers, an ``fmpz_mat``."""
    require_symmetric(H)
    if not H.rows:
        return flint.fmpz_mat(0, 0)
    a, content = H.numerators, flint.fmpz(0)
    for i, j in product(range(H.rows), repeat=2):
        content = content.gcd(a[i, j])
        if content == 1:
            return a
    return flint.fmpz_mat(H.rows, H.rows, [v // content for v in a.entries()]) if content else a


def _congruence(H: RationalMatrix, a: Any, rank: int) -> tuple[RationalMatrix, int]:
    """An integer ``n x rank`` ``S`` with ``S^T a S`` strictly diagonally dominant, and how often its diagonal is positive."""
    n = H.rows
    exact = None
    if rank <= _SMALL_RANK:
        exact = integer_matrix(n, diagonalizing([[int(v) for v in row] for row in a.tolist()]))
        if rank <= 4 or _digits(exact) <= 4 * rank * rank:
            return RationalMatrix.wrap(exact), _positive(a, exact)
    # The block on the pivot columns of a symmetric matrix is nonsingular: H = [I; K^T] B [I K].
    indices = H.pivot_columns
    table = H.integer_table if a is H.integer_rows else [list(map(int, row)) for row in a.tolist()]
    block, rows = _principal(table, indices)
    part = dominating(block, rows)
    if part is None and rank < n:  # another block may be better conditioned
        indices = chosen_indices(a, rank)
        block, rows = _principal(table, indices)
        part = dominating(block, rows) if modular_rank(block) == rank else None
    if part is None:
        if exact is None:
            exact = integer_matrix(n, diagonalizing([[int(v) for v in row] for row in a.tolist()]))
        return RationalMatrix.wrap(exact), _positive(a, exact)
    # The exactly diagonal one is easier to redo by hand, as long as it is not much longer.
    if exact is not None and _digits(exact) <= 2 * _digits(part):
        return RationalMatrix.wrap(exact), _positive(a, exact)
    places = dict(zip(indices, range(rank), strict=True))
    shown = [*(list(map(int, row)) for row in part.tolist()), [0] * rank]
    return RationalMatrix.of_integers((n, rank), [shown[places.get(i, rank)] for i in range(n)]), _positive(block, part)


def _principal(table: Sequence[Sequence[int]], indices: Sequence[int]) -> tuple[Any, list[list[int]]]:
    """The principal block on these indices, as an ``fmpz_mat`` and as rows."""
    rows = [[table[i][j] for j in indices] for i in indices]
    return flint.fmpz_mat(len(rows), len(rows), list(chain.from_iterable(rows))), rows


def _positive(a: Any, s: Any) -> int:
    """On how many columns of ``s`` the quadratic form ``a`` is positive."""
    return sum(1 for v in _values(a, s) if v > 0)


def _short_null_space(H: RationalMatrix, a: Any) -> RationalMatrix:
    """A basis of the null space in coprime integers, reduced as a lattice where that pays."""
    n = H.rows
    basis = H.integer_null_space
    rank, nullity = n - basis.columns, basis.columns
    if not nullity:
        return basis
    longest = _LATTICE_WORK * nullity // (n * n * rank) if rank else 0
    if not longest or _any_longer(a, longest) or not _any_longer(basis.integer_rows, _LONG_BITS):
        return basis.positive_columns()
    return RationalMatrix.wrap(_lattice_basis(a, H.pivot_columns, nullity).transpose()).primitive_columns()


def _lattice_basis(a: Any, pivots: tuple[int, ...], nullity: int) -> Any:
    """An LLL-reduced basis (rows) of the integer vectors in the null space of the symmetric ``a``.

    The rows ``[e_i, 2^k a_i]`` (on a row basis of ``a``) are reduced: with ``k`` large enough the short ones have
    zeros on the right.
    """
    n = a.nrows()
    k = 8
    while True:
        rows = [[int(i == j) for j in range(n)] + [int(a[i, j]) << k for j in pivots] for i in range(n)]
        reduced = flint.fmpz_mat(n, n + len(pivots), [v for row in rows for v in row]).lll()
        kernel = [row[:n] for row in reduced.tolist() if not any(row[n:])]
        if len(kernel) == nullity:
            return flint.fmpz_mat(nullity, n, [v for row in kernel for v in row])
        k *= 2


def _any_longer(m: Any, bits: int) -> bool:
    """Has the integer matrix ``m`` an entry of more than this many bits?"""
    limit = 1 << bits
    return any(abs(m[i, j]) >= limit for i, j in product(range(m.nrows()), range(m.ncols())))


def _digits(m: Any) -> int:
    """The number of decimal digits in the integer matrix ``m``, zeros not counted."""
    return sum(len(str(abs(int(v)))) for v in m.entries() if v)


def _values(a: Any, s: Any) -> list[Any]:
    """The diagonal of ``s^T a s``: the values of the quadratic form on the columns of ``s``."""
    congruent = s.transpose() * (a * s)
    return [congruent[j, j] for j in range(s.ncols())]


# -- short negative directions ---------------------------------------------------------------------------------------
def _two_entry_direction(a: list[list[int]]) -> list[int] | None:
    """``v`` with at most two nonzero entries and ``v^T a v < 0``, the simplest ones first, or None if there is none."""
    n = len(a)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n) if a[i][j]]
    best = next(([(i, 1)] for i in range(n) if a[i][i] < 0), None)
    if best is None:
        best = next(([(i, 1), (j, -1 if a[i][j] > 0 else 1)] for i, j in pairs
                     if a[i][i] + a[j][j] < 2 * abs(a[i][j])), None)
    if best is None:
        pair = next(((i, j) for i, j in pairs if a[i][i] * a[j][j] < a[i][j] ** 2), None)
        if pair is None:
            return None
        best = _binary_direction(*pair, a)
    v = [0] * n
    for i, value in best:
        v[i] = value
    return v


def _binary_direction(i: int, j: int, a: list[list[int]]) -> list[tuple[int, int]]:
    """``x e_i + y e_j`` with a negative value, for a principal 2 x 2 minor that is negative and no diagonal entry that is."""
    p, q, r = a[i][i], a[i][j], a[j][j]
    if not p:
        # 2 x q + r < 0 for y = 1 and x of the other sign than q, large enough.
        large = r // (2 * abs(q)) + 1
        return [(i, -large if q > 0 else large), (j, 1)]
    best = Fraction(-q, p)
    bound = 1
    while True:
        x = best.limit_denominator(bound)
        if p * x * x + 2 * q * x + r < 0:
            return [(i, x.numerator), (j, x.denominator)]
        bound = bound + 1 if bound < 32 else 2 * bound


def _rounded(a: Any, s: Any) -> list[int]:
    """A column of ``s`` with a negative value, scaled down to the smallest integers that keep one such value negative."""
    columns = [[int(x) for x in column] for column, value
               in zip(s.transpose().tolist(), _values(a, s), strict=True) if value < 0]
    sizes = [max(map(abs, column)) for column in columns]
    bound = 1
    while bound < min(sizes):
        candidates = [[(2 * bound * x + m) // (2 * m) for x in column] for m, column in zip(sizes, columns, strict=True)]
        values = _values(a, integer_matrix(s.nrows(), candidates))
        negative = [v for v, value in zip(candidates, values, strict=True) if value < 0]
        if negative:
            return min(negative, key=lambda v: sum(1 for x in v if x))
        bound = bound + 1 if bound < 9 else 2 * bound
    return columns[sizes.index(min(sizes))]


def _thinned(a: list[list[int]], v: list[int]) -> list[int]:
    """``v`` with entries replaced by 0, the smallest first, as long as ``v^T a v`` stays negative."""
    v = list(v)
    image = [sum(x * y for x, y in zip(row, v, strict=True)) for row in a]
    value = sum(x * y for x, y in zip(v, image, strict=True))
    for i in sorted((i for i, x in enumerate(v) if x), key=lambda i: abs(v[i])):
        changed = value - 2 * v[i] * image[i] + v[i] ** 2 * a[i][i]
        if changed < 0:
            value = changed
            image = [y - row[i] * v[i] for y, row in zip(image, a, strict=True)]
            v[i] = 0
    return v
