"""Gram matrices: ``F = m^T Q m`` with ``Q`` positive definite or semidefinite, for a given vector ``m``.

The symmetric matrices with that identity are an affine space. Floating point suggests a matrix; it is rounded and put
back on the space exactly, and the exact inertia decides. Where ``F`` is 0, so is every square, and where ``F`` is flat to
second order, so is every square to first order: ``m`` is thinned out to what vanishes there (facial reduction), for
rational points that are known, and for null vectors that the solver suggests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property

import flint

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Exponents, Polynomial, weighted_degree
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.semidefinite import PROJECTIONS, Equation, Rows, alternating, solved, solver_installed

MAX_MONOMIALS, MAX_SIZE, MAX_REDUCTIONS = 600, 70, 3
#: Larger matrices are left to the conic solver. Without it, a definite one may be found by projections, a singular one hardly ever.
MAX_DEFINITE, MAX_SEMIDEFINITE = 45, 14
_DENOMINATORS = (1, 2, 4, 8, 64, 4096, 10**6)
#: Where products of entries of ``m`` share terms, putting back is a linear system; in more entries it is not tried.
MAX_SHARED_SIZE = 40


def half_monomials(F: Polynomial, weights: Sequence[int] | None = None) -> list[Exponents]:
    """The monomials that may stand in ``m``; with ``weights``, those of half the (single) weighted degree of ``F``.

    A monomial ``a`` is left out once ``x^{2a}`` is neither a term of ``F`` nor a product of two others: then its row in a
    semidefinite ``Q`` is 0. An empty list if there are too many.
    """
    terms = F.terms
    tops = [max(e[i] for e in terms) // 2 for i in range(F.n)]
    if F.n > MAX_MONOMIALS:
        return []
    degrees = [sum(e) for e in terms]
    half = None if weights is None else weighted_degree(next(iter(terms)), weights)
    if half is not None and half % 2:
        return []
    chosen = []
    for a in _exponents(tops, max(degrees) // 2, weights, None if half is None else half // 2):
        if 2 * sum(a) >= min(degrees):
            chosen.append(a)
            if len(chosen) > MAX_MONOMIALS:
                return []
    while True:
        mixed = {_add(a, b) for i, a in enumerate(chosen) for b in chosen[:i]}
        kept = [a for a in chosen if _add(a, a) in terms or _add(a, a) in mixed]
        if len(kept) == len(chosen):
            return sorted(kept, key=lambda a: (sum(a), [-e for e in a]))
        chosen = kept


def _exponents(tops: Sequence[int], degree: int, weights: Sequence[int] | None, weight: int | None) -> Iterator[Exponents]:
    """Exponents below ``tops`` of total degree at most ``degree``, and of weighted degree exactly ``weight`` if that is given."""
    if not tops:
        if not weight:
            yield ()
        return
    for e in range(min(tops[0], degree) + 1):
        left = None if weights is None or weight is None else weight - e * weights[0]
        if left is not None and left < 0:
            return
        for rest in _exponents(tops[1:], degree - e, None if weights is None else weights[1:], left):
            yield (e, *rest)


def _add(a: Exponents, b: Exponents) -> Exponents:
    return tuple(x + y for x, y in zip(a, b, strict=True))


class GramSpace:
    """The symmetric ``Q`` with ``F = m^T Q m``."""

    def __init__(self, F: Polynomial, m: Sequence[Polynomial]) -> None:
        self.F, self.m, self.k = F, list(m), len(m)
        self.places: dict[Exponents, dict[tuple[int, int], Fraction]] = {}
        for i in range(self.k):
            for j in range(i, self.k):
                for e, c in (self.m[i] * self.m[j]).terms.items():
                    self.places.setdefault(e, {})[i, j] = c if i == j else 2 * c
        terms = F.terms
        self.covered = all(e in self.places for e in terms)
        self.targets = {e: terms.get(e, Fraction(0)) for e in self.places}
        #: Does every entry of Q belong to one coefficient of F? Then putting back is a division.
        self.apart = sum(map(len, self.places.values())) == self.k * (self.k + 1) // 2

    @cached_property
    def _system(self) -> tuple[list[Exponents], RationalMatrix] | None:
        """Coefficients that determine all others, and ``A A^T`` of their equations ``A``; None if they contradict each other."""
        order = list(self.places)
        index = {(i, j): n for n, (i, j) in enumerate((i, j) for i in range(self.k) for j in range(i, self.k))}
        table = [[Fraction(0)] * (len(index) + 1) for _ in order]
        for row, e in zip(table, order, strict=True):
            for place, c in self.places[e].items():
                row[index[place]] = c
            row[-1] = self.targets[e]
        full = RationalMatrix(table, (len(order), len(index) + 1))
        if len(index) in full.pivot_columns:
            return None
        independent = full.independent_rows
        diagonal = [i == j for i, j in index]
        A = [table[i][:-1] for i in independent]
        halved = [[v if on else v / 2 for v, on in zip(row, diagonal, strict=True)] for row in A]
        shape = (len(A), len(index))
        return [order[i] for i in independent], RationalMatrix(halved, shape) @ RationalMatrix(A, shape).T

    @cached_property
    def solvable(self) -> bool:
        """Whether there is any such ``Q`` (False also where it would take too long to find out)."""
        if not self.covered or self.k > (MAX_SIZE if self.apart else MAX_SHARED_SIZE):
            return False
        return self.apart or self._system is not None

    def nearest(self, rows: Sequence[Sequence[Fraction]]) -> RationalMatrix:
        """The nearest matrix in the space, exactly (in the Frobenius norm)."""
        out = [list(row) for row in rows]
        missing = {e: self.targets[e] - sum((c * out[i][j] for (i, j), c in where.items()), Fraction(0))
                   for e, where in self.places.items()}
        if self.apart:
            multipliers = {e: missing[e] / sum(c * c / (1 if i == j else 2) for (i, j), c in where.items())
                           for e, where in self.places.items()}
        else:
            order, square = self._system or ([], RationalMatrix.zeros(0, 0))
            right = RationalMatrix.column([missing[e] for e in order])
            multipliers = dict(zip(order, RationalMatrix.wrap(square.flint.solve(right.flint)).entries(), strict=True))
        for e, multiplier in multipliers.items():
            if multiplier:
                for (i, j), c in self.places[e].items():
                    out[i][j] += multiplier * (c if i == j else c / 2)
                    out[j][i] = out[i][j]
        return RationalMatrix(out, (self.k, self.k))

    @cached_property
    def scale(self) -> Fraction:
        """Divided by before anything becomes a float: coefficients may be beyond the range of one."""
        return max(abs(c) for c in self.F.terms.values())

    @cached_property
    def equations(self) -> list[Equation]:
        order = list(self.places) if self.apart else (self._system or ([],))[0]
        return [({place: float(c) for place, c in self.places[e].items()}, float(self.targets[e] / self.scale)) for e in order]

    def nearest_in_floats(self) -> _Projection | None:
        """None if the equations are singular to the precision of a float."""
        try:
            return _Projection(self)
        except ZeroDivisionError:
            return None


class _Projection:
    """``GramSpace.nearest`` in floating point, for ``F / scale``."""

    def __init__(self, space: GramSpace) -> None:
        self.equations, self.inverse = space.equations, None
        self.norms = []
        for where, _ in space.equations:
            norm = 0.0  # not ``sum``: its rounding changed in Python 3.12
            for (i, j), c in where.items():
                norm += c * c / (1 if i == j else 2)
            self.norms.append(norm)
        if not space.apart and space._system is not None:
            square = flint.arb_mat([[float(v) for v in row] for row in space._system[1].tolist()])
            self.inverse = square.inv().mid()

    def __call__(self, rows: Rows) -> Rows:
        out = [row[:] for row in rows]
        missing = []
        for where, target in self.equations:
            for (i, j), c in where.items():
                target -= c * out[i][j]
            missing.append(target)
        if self.inverse is None:
            multipliers = [v / norm for v, norm in zip(missing, self.norms, strict=True)]
        else:
            column = flint.arb_mat([[v] for v in missing])
            multipliers = [float(v.mid()) for v in (self.inverse * column).entries()]
        for (where, _), multiplier in zip(self.equations, multipliers, strict=True):
            for (i, j), c in where.items():
                out[i][j] += multiplier * (c if i == j else c / 2)
                out[j][i] = out[i][j]
        return out


def gram_matrix(F: Polynomial, m: Sequence[Polynomial], definite: bool, budget: Budget) -> RationalMatrix | None:
    """A symmetric ``Q`` with ``F = m^T Q m``, positive definite (or at least semidefinite), or None if none was found."""
    found = gram_matrix_and_vector(F, m, definite, budget, 0)
    return None if found is None else found[1]


def gram_matrix_and_vector(F: Polynomial, m: Sequence[Polynomial], definite: bool, budget: Budget,
                           reductions: int = MAX_REDUCTIONS) -> tuple[list[Polynomial], RationalMatrix] | None:
    """As ``gram_matrix``, where ``m`` may be thinned out ``reductions`` times to a vector of fewer combinations of its entries."""
    k = len(m)
    budget.spend(k * k * 20)
    if not 0 < k <= MAX_SIZE:
        return None
    space = GramSpace(F, m)
    if not space.apart:
        budget.spend(2 * len(space.places) * k * k)
    if not space.solvable:
        return None

    def good(Q: RationalMatrix) -> bool:
        return is_semidefinite(Q, definite)

    # The squares of F alone, and the matrix of least norm: simple where they will do.
    squares = [[Fraction(0)] * k for _ in range(k)]
    for i in range(k):
        for e, c in (space.m[i] * space.m[i]).terms.items():
            if len(space.m[i]) == 1:
                squares[i][i] = space.targets[e] / c
    for start in (squares, [[Fraction(0)] * k for _ in range(k)]):
        Q = space.nearest(start)
        if good(Q):
            return space.m, Q
    if len(space.equations) == k * (k + 1) // 2:
        return None  # there is only one
    budget.spend(k**3)
    scale = Fraction(space.scale).limit_denominator(10**6) or space.scale

    onto_space = space.nearest_in_floats()
    if onto_space is None:
        return None

    def rounded(rows: Rows, onto_space: _Projection = onto_space) -> RationalMatrix | None:
        # Where the matrix is singular, rounding succeeds only if it hits the very numbers, which are simple or not found.
        for bound in _DENOMINATORS if lowest_pivot(onto_space(rows)) > 1e-9 else _DENOMINATORS[:4]:
            budget.spend(k**3 // 4 + 20 * k * k)
            candidate = space.nearest([[Fraction(v).limit_denominator(bound) * scale for v in row] for row in rows])
            if good(candidate):
                return candidate
        return None

    first = [[float(v / space.scale) for v in row] for row in space.nearest(squares).tolist()]
    best, projected = 0.0, k <= (MAX_DEFINITE if definite and not solver_installed() else MAX_SEMIDEFINITE)
    for step, rows in enumerate(alternating(first, onto_space, budget) if projected else ()):
        pivot = lowest_pivot(onto_space(rows))
        if step == 0 or pivot > max(best, 1e-9) or (not definite and step == PROJECTIONS // 5 - 1):
            best = max(best, pivot)
            found = rounded(rows)
            if found is not None:
                return space.m, found
    suggested = solved(k, space.equations, budget)
    if suggested is None:
        return None
    rows, null = suggested
    found = rounded(rows)
    if found is not None:
        return space.m, found
    if reductions and null and len(null) < k:
        thinner = thinned(space.m, _rational_span(null))
        if thinner and len(thinner) < k:
            return gram_matrix_and_vector(F, thinner, definite, budget, reductions - 1)
    return None


def is_semidefinite(Q: RationalMatrix, definite: bool) -> bool:
    """Is the symmetric ``Q`` positive semidefinite (or definite)?

    Exact: the roots of the characteristic polynomial are real, and by Descartes' rule none is negative if and only if the
    coefficients alternate in sign.
    """
    scale = max(map(abs, Q.entries()), default=Fraction(0))
    if not scale or lowest_pivot([[float(v / scale) for v in row] for row in Q.tolist()]) < -1e-7:
        return not scale and not definite
    coefficients = [int(c) for c in Q.flint.numer_denom()[0].charpoly().coeffs()]
    n = Q.rows
    return all(c * (-1) ** (n - i) >= 0 for i, c in enumerate(coefficients)) and not (definite and coefficients[0] == 0)


def lowest_pivot(rows: Rows) -> float:
    """The least pivot of a symmetric elimination in floating point, largest pivots first; negative entries show what is left."""
    a = [row[:] for row in rows]
    left = set(range(len(a)))
    least = 1.0
    while left:
        p = max(left, key=lambda i: (a[i][i], -i))
        least = min(least, a[p][p])
        left.discard(p)
        if a[p][p] <= 1e-12:
            return min(least, *(-abs(a[i][j]) for i in {p, *left} for j in {p, *left}))
        for i in left:
            factor = a[i][p] / a[p][p]
            if factor:
                for j in left:
                    a[i][j] -= factor * a[p][j]
    return least


# -- facial reduction ------------------------------------------------------------------------------------------------
def thinned(m: Sequence[Polynomial], null: Sequence[Sequence[Fraction]]) -> list[Polynomial]:
    """A basis of the combinations ``Σ c_i m_i`` with ``c`` orthogonal to the given vectors: those are in the kernel of ``Q``."""
    rows = RationalMatrix([list(v) for v in null], (len(null), len(m)))
    basis = rows.null_space.primitive_columns()
    out = []
    for j in range(basis.columns):
        combination = Polynomial(m[0].n, {})
        for i in range(basis.rows):
            if basis[i, j]:
                combination = combination + m[i].scaled(basis[i, j])
        out.append(combination)
    return out


def kernel_at(m: Sequence[Polynomial], F: Polynomial, zeros: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """Vectors that a semidefinite ``Q`` with ``F = m^T Q m`` sends to 0, as ``F`` is 0 at these points.

    At a zero ``v``: ``m(v)``; and for ``w`` in the kernel of the Hessian of ``F`` there, the derivative of ``m`` along ``w``.
    """
    n, out = F.n, []
    slopes = [[p.derivative(i) for i in range(n)] for p in m]
    for v in zeros:
        out.append([p(v) for p in m])
        moved = F.compose([Polynomial.variable(n, i) + Polynomial.constant(n, a) for i, a in enumerate(v)], n)
        flat = moved.hessian_at_zero().null_space
        at = RationalMatrix([[p(v) for p in row] for row in slopes], (len(m), n)) @ flat
        out += [[at[i, j] for i in range(at.rows)] for j in range(at.columns)]
    return [row for row in out if any(row)]


def _rational_span(vectors: Sequence[Sequence[float]]) -> list[list[Fraction]]:
    """The echelon form of the span, rounded to small denominators."""
    rows = [list(v) for v in vectors]
    done = 0
    free = set(range(len(rows[0])))
    while done < len(rows):
        size, i, j = max((abs(rows[i][j]), -i, -j) for i in range(done, len(rows)) for j in free)
        i, j = -i, -j
        if size < 1e-3:
            break
        free.discard(j)
        rows[done], rows[i] = rows[i], rows[done]
        rows[done] = [v / rows[done][j] for v in rows[done]]
        for other in range(len(rows)):
            if other != done:
                factor = rows[other][j]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[done], strict=True)]
        done += 1
    return [[Fraction(v).limit_denominator(24) for v in row] for row in rows[:done]]
