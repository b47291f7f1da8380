"""Congruences ``S^T A S`` that show the inertia of an integer symmetric matrix: exactly diagonal, or strictly
diagonally dominant.

``diagonalizing`` is Lagrange's reduction in integers: it always succeeds, and its entries grow with the rank.
``dominating`` lets a floating LDL^T factorization suggest ``S``, rounds it to as few bits as will do, and decides by
exact arithmetic whether ``S^T A S`` is strictly diagonally dominant; if it is not, the factorization is repeated on
the product, which is far better conditioned than ``A`` (Rump, "Inversion of extremely ill-conditioned matrices in
floating-point", 2009). Only operations that IEEE 754 rounds correctly, and no ``sum`` of floats (Python 3.12 changed
it), are used, so the bytes are the same everywhere.
"""

from __future__ import annotations

from math import gcd, ldexp, sqrt
from typing import Any

import flint

IntegerColumns = list[list[int]]
#: Bits to which a suggested factor is rounded before it is shortened: those of a float.
_BITS = 53
#: Each repetition gains some 40 bits of condition number; beyond this many the exact reduction takes over.
_REPETITIONS = 12


def integer_matrix(rows: int, columns: list[Any] | IntegerColumns) -> Any:
    """The ``fmpz_mat`` with ``rows`` rows and the given columns."""
    return flint.fmpz_mat(rows, len(columns), [column[i] for i in range(rows) for column in columns])


def is_dominant(c: Any) -> bool:
    """Is the square ``fmpz_mat`` strictly diagonally dominant by rows? (Exact; true for the empty matrix.)"""
    for i, row in enumerate(c.tolist()):
        off = flint.fmpz(0)
        for v in row:
            off += abs(v)
        if 2 * abs(row[i]) <= off:
            return False
    return True


# -- exact ----------------------------------------------------------------------------------------------------------
def diagonalizing(a: list[list[int]]) -> IntegerColumns:
    """Primitive integer columns ``S`` (as many as the rank of the symmetric ``a``) with ``S^T a S`` diagonal, no zero on it.

    Lagrange's reduction: eliminate with a nonzero diagonal entry; where there is none, ``s_i, s_j`` with
    ``a_ij != 0`` are replaced by ``s_i + s_j``, ``s_i - s_j``, whose diagonal entries are ``2 a_ij``, ``-2 a_ij``.
    """
    n = len(a)
    a = [list(row) for row in a]
    s = [[int(i == j) for i in range(n)] for j in range(n)]
    active, done = list(range(n)), []
    while True:
        # A sparse row with a small pivot first: that keeps the columns short.
        candidates = [(sum(1 for j in active if a[i][j]), abs(a[i][i]), i) for i in active if a[i][i]]
        if not candidates:
            pair = next(((i, j) for i in active for j in active if j > i and a[i][j]), None)
            if pair is None:
                return done
            _hyperbolic(a, s, active, *pair)
            continue
        p = min(candidates)[2]
        active.remove(p)
        done.append(s[p])
        _eliminate(a, s, active, p)


def _hyperbolic(a: list[list[int]], s: IntegerColumns, active: list[int], i: int, j: int) -> None:
    s[i], s[j] = [x + y for x, y in zip(s[i], s[j], strict=True)], [x - y for x, y in zip(s[i], s[j], strict=True)]
    for k in active:
        a[k][i], a[k][j] = a[k][i] + a[k][j], a[k][i] - a[k][j]
    for k in active:
        a[i][k], a[j][k] = a[i][k] + a[j][k], a[i][k] - a[j][k]


def _eliminate(a: list[list[int]], s: IntegerColumns, active: list[int], p: int) -> None:
    """``s_j <- (a_pp s_j - a_pj s_p) / content`` for the active ``j``, and ``a = S^T A S`` accordingly."""
    pivot, column = a[p][p], a[p]
    scale = {}
    for j in active:
        if column[j]:
            common = gcd(pivot, column[j])
            x, y = pivot // common, column[j] // common
            moved = [x * v - y * w for v, w in zip(s[j], s[p], strict=True)]
            content = gcd(*moved)
            s[j] = [v // content for v in moved]
            scale[j] = (x, content)
    for j in active:
        xj, cj = scale.get(j, (1, 1))
        for k in active:
            if k <= j and (j in scale or k in scale):
                xk, ck = scale.get(k, (1, 1))
                # (pivot a_jk - a_pj a_pk) / pivot, times the factors of both columns; s_j^T A s_k is an integer.
                a[j][k] = a[k][j] = xj * xk * (pivot * a[j][k] - column[j] * column[k]) // (pivot * cj * ck)


# -- suggested by floating point, decided exactly -----------------------------------------------------------------------
def dominating(a: Any) -> Any | None:
    """An integer ``S`` (``fmpz_mat``) with ``S^T a S`` strictly diagonally dominant, or None if none was found.

    ``a`` is a nonsingular symmetric ``fmpz_mat``; the test of dominance is exact, whatever the floats did.
    """
    n = a.nrows()
    s, c = None, a
    for _ in range(_REPETITIONS):
        if is_dominant(c):
            identity = integer_matrix(n, [[int(i == j) for i in range(n)] for j in range(n)])
            return identity if s is None else _shortened(a, s)
        table = [[int(v) for v in row] for row in c.tolist()]
        factor = integer_matrix(n, _suggestion(table))
        s = factor if s is None else s * factor
        c = s.transpose() * a * s
    return None


def chosen_indices(a: Any, count: int) -> tuple[int, ...]:
    """``count`` indices, in increasing order, whose principal block of ``a`` a floating factorization finds far from
    singular (a suggestion: the block may be singular)."""
    table = [[int(v) for v in row] for row in a.tolist()]
    order, _, _ = _factor(_scaled(table, _exponents(table)), count)
    return tuple(sorted(order))


def _exponents(table: list[list[int]]) -> list[int]:
    """``x`` with ``|a_ij| 2^(x_i + x_j) <= 1`` for all entries and about 1 for the greatest of each row."""
    bits = [[(j, v.bit_length()) for j, v in enumerate(row) if v] for row in table]
    x = [-(row[i].bit_length() // 2) for i, row in enumerate(table)]
    for _ in range(6):
        for i, row in enumerate(bits):
            if row:
                x[i] -= max(b + x[i] + x[j] for j, b in row) // 2
    top = max((b + x[i] + x[j] for i, row in enumerate(bits) for j, b in row), default=0)
    return [v - (top + 1) // 2 for v in x]


def _scaled(table: list[list[int]], x: list[int]) -> list[list[float]]:
    """``a_ij 2^(x_i + x_j)`` in floats: no overflow, and what underflows is negligible beside the rest of its row."""
    def scaled(v: int, exponent: int) -> float:
        shift = max(0, v.bit_length() - 64)
        return ldexp(float(v >> shift), exponent + shift)

    return [[scaled(v, x[i] + x[j]) if v else 0.0 for j, v in enumerate(row)] for i, row in enumerate(table)]


def _suggestion(table: list[list[int]]) -> IntegerColumns:
    """Columns ``S`` of integers with ``S^T a S`` roughly a multiple of ``diag(+-1)``."""
    x = _exponents(table)
    low = min(x)
    order, factors, pivots = _factor(_scaled(table, x), len(table))
    columns = []
    for row, d in zip(factors, pivots, strict=True):
        column = [0] * len(table)
        for i, v in zip(order, row, strict=False):
            column[i] = round(ldexp(v / sqrt(abs(d)), _BITS)) << (x[i] - low)
        columns.append(column)
    return columns


def _factor(a: list[list[float]], count: int) -> tuple[list[int], list[list[float]], list[float]]:
    """Floating LDL^T with rook pivoting of the symmetric ``a`` (destroyed), stopped after ``count`` pivots.

    Returns the pivot indices, the rows of ``L^-1`` on them (row ``k`` has its first ``k + 1`` entries, or one more in
    a 2 x 2 pivot, which is diagonalized by a rotation), and the diagonal ``D``. What remains when everything left
    is noise gets pivots of the size of the noise, not eliminated any further.
    """
    labels = list(range(len(a)))
    inverse: list[list[float]] = [[] for _ in a]
    order: list[int] = []
    rows: list[list[float]] = []
    pivots: list[float] = []
    while len(order) < count:
        p, q = _rook_pivot(a)
        if abs(a[p][q]) < 2.0**-46:
            while len(order) < count:
                order.append(labels.pop(0))
                rows.append([*inverse.pop(0), *[0.0] * (len(order) - len(rows) - 1), 1.0])
                inverse = [[*row, 0.0] for row in inverse]
                pivots.append(2.0**-46)
            break
        if p != q and len(order) + 2 <= count:
            _rotate(a, inverse, p, q)
            order += [labels[p], labels[q]]
            width = len(order)
            chosen = [p, q]
        else:
            order.append(labels[p])
            width = len(order)
            inverse[p].append(1.0)
            chosen = [p]
        rows += [inverse[i] for i in chosen]
        pivots += [a[i][i] for i in chosen]
        for i, row in enumerate(inverse):
            if i not in chosen:
                row.extend([0.0] * (width - len(row)))
        for p in chosen:
            _float_eliminate(a, inverse, p, chosen)
        for p in sorted(chosen, reverse=True):
            for row in a:
                row.pop(p)
            a.pop(p)
            labels.pop(p)
            inverse.pop(p)
    return order, rows, pivots


def _rook_pivot(a: list[list[float]]) -> tuple[int, int]:
    """``(p, p)`` for a diagonal pivot, ``(p, q)`` for a 2 x 2 pivot whose off-diagonal entry dominates both rows."""
    def greatest(i: int) -> int:
        row = [abs(v) for v in a[i]]
        row[i] = -1.0
        return row.index(max(row))

    diagonal = [abs(row[i]) for i, row in enumerate(a)]
    p = diagonal.index(max(diagonal))
    if len(a) == 1:
        return p, p
    q = greatest(p)
    while True:
        # (1 + sqrt 17) / 8, the bound of Bunch and Kaufman 1977.
        if diagonal[p] >= 0.6403882032022076 * abs(a[p][q]):
            return p, p
        back = greatest(q)
        if abs(a[q][back]) <= abs(a[p][q]):
            if diagonal[q] >= 0.6403882032022076 * abs(a[p][q]):
                return q, q
            return p, q
        p, q = q, back


def _rotate(a: list[list[float]], inverse: list[list[float]], p: int, q: int) -> None:
    """A Jacobi rotation of rows and columns ``p`` and ``q`` that makes ``a_pq`` zero."""
    theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q])
    t = (1.0 if theta >= 0 else -1.0) / (abs(theta) + sqrt(theta * theta + 1.0))
    c = 1.0 / sqrt(1.0 + t * t)
    s = t * c
    app, aqq = a[p][p] - t * a[p][q], a[q][q] + t * a[p][q]
    inverse[p].extend((1.0, 0.0))
    inverse[q].extend((0.0, 1.0))
    for table in (a, inverse):
        u, v = table[p], table[q]
        table[p] = [c * y - s * z for y, z in zip(u, v, strict=True)]
        table[q] = [s * y + c * z for y, z in zip(u, v, strict=True)]
    for i, row in enumerate(a):
        row[p], row[q] = a[p][i], a[q][i]
    a[p][p], a[q][q], a[p][q], a[q][p] = app, aqq, 0.0, 0.0


def _float_eliminate(a: list[list[float]], inverse: list[list[float]], p: int, chosen: list[int]) -> None:
    pivot, row, source = a[p][p], a[p], inverse[p]
    for i in range(len(a)):
        if i not in chosen and row[i]:
            f = row[i] / pivot
            a[i] = [v - f * w for v, w in zip(a[i], row, strict=True)]
            inverse[i] = [v - f * w for v, w in zip(inverse[i], source, strict=True)]


def _shortened(a: Any, s: Any) -> Any:
    """``s`` rounded to as few bits as leave ``s^T a s`` strictly dominant (found by bisection, decided exactly)."""
    x = _exponents([[int(v) for v in row] for row in a.tolist()])
    low = min(x)
    table = [[int(v) for v in row] for row in s.tolist()]

    def rounded(t: int) -> Any:
        def entry(i: int, v: int) -> int:
            shift = t + x[i] - low
            return ((v + (1 << shift >> 1)) >> shift) << (x[i] - low)
        return flint.fmpz_mat(s.nrows(), s.ncols(), [entry(i, v) for i, row in enumerate(table) for v in row])

    best, lo, hi = s, 0, max(abs(v).bit_length() for row in table for v in row)
    while lo < hi:
        middle = (lo + hi) // 2
        candidate = rounded(middle)
        if is_dominant(candidate.transpose() * a * candidate):
            best, lo = candidate, middle + 1
        else:
            hi = middle
    return _primitive(a, best)


def _primitive(a: Any, s: Any) -> Any:
    """``s`` with coprime entries, column by column if that keeps the dominance, else as a whole."""
    columns = [[int(v) for v in column] for column in s.transpose().tolist()]
    by_column = integer_matrix(s.nrows(), [[v // gcd(*column) for v in column] for column in columns])
    if is_dominant(by_column.transpose() * a * by_column):
        return by_column
    content = gcd(*(v for column in columns for v in column))
    return integer_matrix(s.nrows(), [[v // content for v in column] for column in columns])
