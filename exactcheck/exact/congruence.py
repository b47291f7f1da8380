"""Congruences ``S^T A S`` that show the inertia of an integer symmetric matrix: exactly diagonal, or strictly
diagonally dominant.

``diagonalizing`` is Lagrange's reduction in integers: it always succeeds, and its entries grow with the rank.
``dominating`` lets a factorization in limited precision suggest ``S``, and decides by exact arithmetic whether ``S^T A S`` is
strictly diagonally dominant. Where the matrix looks definite it is Cholesky's, rounded to the number of bits that will usually
do; elsewhere a floating LDL^T, rounded to as few bits as will do, and if it does not serve, repeated on the product, which is
far better conditioned than ``A`` (Rump, "Inversion of extremely ill-conditioned matrices in floating-point", 2009). Only
operations that IEEE 754 rounds correctly, and no ``sum`` of floats (Python 3.12 changed it), are used, so the bytes are the
same everywhere.
"""

from __future__ import annotations

from itertools import chain
from math import gcd, isqrt, ldexp, sqrt
from typing import Any, TypeAlias

import flint

from exactcheck.exact.cholesky import definite_factor, fewest_bits

IntegerColumns: TypeAlias = list[list[int]]
FloatRows: TypeAlias = list[list[float]]
#: Bits to which a suggested factor is rounded before it is shortened: those of a float.
_BITS = 53
#: Beside entries scaled to 1, smaller pivots than this are rounding errors.
_NOISE = 2.0**-46
#: (1 + sqrt 17) / 8: the bound of Bunch and Kaufman 1977 on the growth of the entries.
_ALPHA = 0.6403882032022076
#: Each repetition gains some 40 bits of condition number; beyond this many the exact reduction takes over.
_REPETITIONS = 12
#: A factor that needs this many bits more than expected was suggested badly.
_MORE_BITS = 4
#: How many last places a row may lose, times the sum of its ``|g_i| + |g_j|``: about 1 / 0.2.
_PLACES = 5


def integer_matrix(rows: int, columns: list[Any] | IntegerColumns) -> Any:
    """The ``fmpz_mat`` with ``rows`` rows and the given columns."""
    return flint.fmpz_mat(rows, len(columns), [column[i] for i in range(rows) for column in columns])


def is_dominant(c: Any) -> bool:
    """Is the square ``fmpz_mat`` strictly diagonally dominant by rows? (Exact; true for the empty matrix.)"""
    n = c.nrows()
    if n and 2 * abs(c[0, 0]) <= sum(abs(c[0, j]) for j in range(n)):  # most matrices that are not show it here
        return False
    return all(2 * abs(row[i]) > sum(map(abs, row)) for i, row in enumerate(c.tolist()))


# -- exact ----------------------------------------------------------------------------------------------------------
def diagonalizing(a: list[list[int]]) -> IntegerColumns:
    """Primitive integer columns ``S`` (as many as the rank of the symmetric ``a``) with ``S^T a S`` diagonal, no zero on it.

    Lagrange's reduction: eliminate with a nonzero diagonal entry; where there is none, ``s_i, s_j`` with
    ``a_ij != 0`` are replaced by ``s_i + s_j``, ``s_i - s_j``, whose diagonal entries are ``2 a_ij``, ``-2 a_ij``.
    """
    n = len(a)
    a = [list(row) for row in a]
    s = [[int(i == j) for i in range(n)] for j in range(n)]
    active = list(range(n))
    done: IntegerColumns = []
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


# -- suggested in limited precision, decided exactly -----------------------------------------------------------------------
def dominating(a: Any, rows: list[list[int]] | None = None) -> Any | None:
    """An integer ``S`` (``fmpz_mat``) with ``S^T a S`` strictly diagonally dominant, or None if none was found.

    ``a`` is a nonsingular symmetric ``fmpz_mat``, with these ``rows``; the test of dominance is exact, whatever suggested ``S``.
    """
    n = a.nrows()
    if is_dominant(a):
        return integer_matrix(n, [[int(i == j) for i in range(n)] for j in range(n)])
    s = _definite(a, [list(map(int, row)) for row in a.tolist()] if rows is None else rows)
    if s is not None:
        return s
    c = a
    for _ in range(_REPETITIONS):
        if s is not None and is_dominant(c):
            return _shortened(a, s)
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
        before = list(x)
        for i, row in enumerate(bits):
            if row:
                x[i] -= (max([b + x[j] for j, b in row]) + x[i]) // 2
        if x == before:
            break
    top = max((b + x[i] + x[j] for i, row in enumerate(bits) for j, b in row), default=0)
    return [v - (top + 1) // 2 for v in x]


def _scaled(table: list[list[int]], x: list[int]) -> FloatRows:
    """The lower triangle of ``a_ij 2^(x_i + x_j)`` in floats.

    Nothing overflows, and what underflows is negligible beside the greatest entry of its row.
    """
    def scaled(v: int, exponent: int) -> float:
        shift = max(0, v.bit_length() - 64)
        return ldexp(float(v >> shift), exponent + shift)

    return [[scaled(v, x[i] + x[j]) if v else 0.0 for j, v in enumerate(row[:i + 1])] for i, row in enumerate(table)]


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


def _factor(a: FloatRows, count: int) -> tuple[list[int], FloatRows, list[float]]:
    """Floating LDL^T with rook pivoting of the symmetric ``a`` (destroyed), stopped after ``count`` pivots.

    ``a`` is the lower triangle: row ``i`` has ``i + 1`` entries. Returns the pivot indices, the rows of ``L^-1`` on
    them (row ``k`` has its first ``k + 1`` entries, or one more in a 2 x 2 pivot, which is diagonalized by a rotation),
    and the diagonal ``D``. When everything left is noise it gets pivots of the size of the noise and is not eliminated
    any further.
    """
    labels = list(range(len(a)))
    inverse: FloatRows = [[] for _ in a]
    order: list[int] = []
    rows: FloatRows = []
    pivots: list[float] = []
    while len(order) < count:
        chosen, size = _rook_pivot(a)
        if size < _NOISE:
            for k in range(count - len(order)):
                order.append(labels[k])
                rows.append([*inverse[k], *[0.0] * k, 1.0])
                pivots.append(_NOISE)
            break
        chosen = chosen[:count - len(order)]
        for place, p in enumerate(sorted(chosen, reverse=True), 1):
            _swap(a, p, len(a) - place)
            labels[p], labels[-place] = labels[-place], labels[p]
            inverse[p], inverse[-place] = inverse[-place], inverse[p]
        if len(chosen) == 2:
            _rotate(a, inverse)
        else:
            inverse[-1].append(1.0)
        moved = len(chosen)
        order += labels[-moved:]
        rows += inverse[-moved:]
        pivots += [row[-1] for row in a[-moved:]]
        if len(order) < count:
            _float_eliminate(a, inverse, moved)
            del labels[-moved:]
    return order, rows, pivots


def _rook_pivot(a: FloatRows) -> tuple[list[int], float]:
    """One index for a diagonal pivot, or two for a 2 x 2 pivot whose off-diagonal entry dominates both rows; and the
    size of the pivot's greatest entry."""
    def greatest(i: int) -> tuple[int, float]:
        row = [abs(v) for v in a[i]]
        row += [abs(a[k][i]) for k in range(i + 1, len(a))]
        row[i] = -1.0
        size = max(row)
        return row.index(size), size

    diagonal = [abs(row[-1]) for row in a]
    p = diagonal.index(max(diagonal))
    if diagonal[p] < 2.0**-10:
        # A small diagonal tells nothing about the rest: begin at the greatest entry of all.
        maxima = [max(max(row), -min(row)) for row in a]
        p = maxima.index(max(maxima))
    q, size = greatest(p)
    while diagonal[p] < _ALPHA * size:
        back, other = greatest(q)
        if other <= size:
            return ([q], diagonal[q]) if diagonal[q] >= _ALPHA * size else ([p, q], size)
        p, q, size = q, back, other
    return [p], diagonal[p]


def _swap(a: FloatRows, i: int, j: int) -> None:
    """Exchange rows and columns ``i <= j`` of the lower triangle ``a``."""
    if i == j:
        return
    a[i][:i], a[j][:i] = a[j][:i], a[i][:i]
    for k in range(i + 1, j):
        a[k][i], a[j][k] = a[j][k], a[k][i]
    for row in a[j + 1:]:
        row[i], row[j] = row[j], row[i]
    a[i][i], a[j][j] = a[j][j], a[i][i]


def _rotate(a: FloatRows, inverse: FloatRows) -> None:
    """A Jacobi rotation of the last two rows and columns that makes the entry between them zero."""
    p, q = a[-2], a[-1]
    between = q[-2]
    theta = (q[-1] - p[-1]) / (2.0 * between)
    t = (1.0 if theta >= 0 else -1.0) / (abs(theta) + sqrt(theta * theta + 1.0))
    c = 1.0 / sqrt(1.0 + t * t)
    s = t * c

    def turned(u: list[float], v: list[float]) -> tuple[list[float], list[float]]:
        return ([c * x - s * y for x, y in zip(u, v, strict=True)], [s * x + c * y for x, y in zip(u, v, strict=True)])

    u, v = turned(p[:-1], q[:-2])
    a[-2], a[-1] = [*u, p[-1] - t * between], [*v, 0.0, q[-1] + t * between]
    inverse[-2], inverse[-1] = turned([*inverse[-2], 1.0, 0.0], [*inverse[-1], 0.0, 1.0])


def _float_eliminate(a: FloatRows, inverse: FloatRows, count: int) -> None:
    """Remove the last ``count`` rows and columns of ``a``, decoupled from each other, by elimination."""
    rest = len(a) - count
    for row in inverse[:rest]:
        row.extend([0.0] * count)
    for row, source in zip(a[rest:], inverse[rest:], strict=True):
        pivot = row[-1]
        for i in range(rest):
            if row[i]:
                f = row[i] / pivot
                a[i] = [v - f * w for v, w in zip(a[i], row, strict=False)]
                inverse[i] = [v - f * w for v, w in zip(inverse[i], source, strict=True)]
    del a[rest:], inverse[rest:]


def _definite(a: Any, rows: list[list[int]]) -> Any | None:
    """As ``dominating``, for a matrix that Cholesky's factorization finds definite, and not too near singular."""
    factor = definite_factor(rows)
    if factor is None:
        return None
    # Fewer bits than expected hardly ever do, and what a trial costs is saved only by who checks the witness many times.
    trials = (_if_dominant(a, factor.rounded(factor.expected_bits + more)) for more in range(_MORE_BITS + 1))
    return next((s for s in trials if s is not None), None)


def _if_dominant(a: Any, rows: list[list[int]]) -> Any | None:
    """The ``fmpz_mat`` ``s`` with these rows (at least one) if ``s^T a s`` is strictly dominant."""
    s = flint.fmpz_mat(len(rows), len(rows[0]), list(chain.from_iterable(rows)))
    return s if is_dominant(s.transpose() * a * s) else None


def _shortened(a: Any, s: Any) -> Any:
    """``s`` rounded to as few bits as leave ``s^T a s`` strictly dominant (found by trying, decided exactly)."""
    x = _exponents([[int(v) for v in row] for row in a.tolist()])
    low = min(x)
    table = [[int(v) for v in row] for row in s.tolist()]

    def rounded(bits: int) -> Any | None:
        rows = []
        for row, exponent in zip(table, x, strict=True):
            scale = exponent - low
            shift = scale - bits
            half = 1 << shift >> 1
            rows.append([(v + half >> shift) << scale for v in row])
        return _if_dominant(a, rows)

    # As in ``cholesky.DefiniteFactor``: rounding changes the entry between columns i and j by about 0.23 sqrt(|g_i|^2 + |g_j|^2),
    # between 0.16 and 0.23 times |g_i| + |g_j|, times the last place that is kept, where g = a s in the scales of the rows.
    images = (a * s).transpose().tolist()
    values = [abs(sum(int(v) * w for v, w in zip(image, column, strict=True)))
              for image, column in zip(images, zip(*table, strict=True), strict=True)]
    norms = [isqrt(sum((int(v) << exponent - low) ** 2 for v, exponent in zip(image, x, strict=True))) for image in images]
    total = sum(norms)
    allowed = min(_PLACES * value // (len(norms) * norm + total) for value, norm in zip(values, norms, strict=True))
    found = fewest_bits(rounded, 1 - allowed.bit_length(), 0)
    return _primitive(a, s if found is None else found)


def _primitive(a: Any, s: Any) -> Any:
    """``s`` with coprime entries, column by column if that keeps the dominance, else as a whole."""
    columns = [[int(v) for v in column] for column in s.transpose().tolist()]
    contents = [gcd(*column) for column in columns]
    if all(g == 1 for g in contents):
        return s
    by_column = integer_matrix(s.nrows(), [[v // g for v in column] for g, column in zip(contents, columns, strict=True)])
    if is_dominant(by_column.transpose() * a * by_column):
        return by_column
    content = gcd(*contents)
    return integer_matrix(s.nrows(), [[v // content for v in column] for column in columns])
