"""No output of the network has a smaller loss, because each entry's loss lies above a line: also for losses with breaks.

With slopes ``g``, ``c_ij l(e) >= c_ij l(E_ij) + g_ij (e - E_ij)`` for all numbers ``e``; and ``Σ g_ij E_ij`` is the same for all
outputs, as ``g = 0``, or as the network is linear and ``g X^T = 0`` (and ``g 1 = 0`` with biases). So the loss is the least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.functions import IDENTITY, Function
from exactcheck.minimality.networks import Network
from exactcheck.minimality.problem import Squares
from exactcheck.minimality.sums_of_squares import sum_of_squares

#: A lower and an upper bound of a slope.
Bounds = tuple[Fraction, Fraction]
#: How often slopes out of their bounds are fixed at them and the others are computed again.
ROUNDS = 20


def supporting_lines(net: Network, budget: Budget) -> tuple[RationalMatrix, list[Squares]] | None:
    """The slopes, and a sum of squares for each line and each piece of the loss, in the order of the format; None if not found."""
    function = net.loss.function
    if function is None:
        return None
    bounds = [slopes_at(function, e, c) for e, c in _entries(net)]
    if any(low > high for low, high in bounds):
        return None
    g = orthogonal_slopes(net, bounds)
    if g is None:
        return None
    proofs = []
    for e, slope, c in lines(net, g):
        for raised in above(function, e, slope, c):
            budget.spend(100)
            found = sum_of_squares(raised, budget=budget.again())
            if found is None:
                return None
            proofs.append(found)
    return g, proofs


def _entries(net: Network) -> list[tuple[Fraction, Fraction]]:
    """The residuals with their weights."""
    E = net.residual(net.p, Fraction, lambda f, z: f(z))
    return list(zip(E, [Fraction(1)] * len(E) if net.loss.weights is None else net.loss.weights.entries(), strict=True))


def lines(net: Network, g: RationalMatrix) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Residual, slope and weight of the entries, row by row; equal ones stand there once."""
    return list(dict.fromkeys((e, slope, c) for (e, c), slope in zip(_entries(net), g.entries(), strict=True)))


def slopes_at(function: Function, e: Fraction, c: Fraction) -> Bounds:
    """The derivatives of ``c`` times the function on the left and on the right of ``e``."""
    left, right = (Polynomial(1, {(k,): v for k, v in enumerate(function.pieces[above])}).derivative(0)([e])
                   for above in (sum(e > b for b in function.breaks), sum(e >= b for b in function.breaks)))
    return c * left, c * right


def orthogonal_slopes(net: Network, bounds: Sequence[Bounds]) -> RationalMatrix | None:
    """Slopes within their bounds whose lines do not move with the output."""
    if all(low <= 0 <= high for low, high in bounds):
        return RationalMatrix.zeros(*net.Y.shape)
    if any(a != IDENTITY for a in net.activations):
        return None
    n = net.X.columns
    seen = RationalMatrix.vstack([net.X, *[RationalMatrix([[1] * n])] * any(b.columns for b in net.biases)])
    rows = [_within(seen, bounds[i * n:(i + 1) * n]) for i in range(net.Y.rows)]
    return None if None in rows else RationalMatrix([row for row in rows if row is not None], net.Y.shape)


def _within(A: RationalMatrix, bounds: Sequence[Bounds]) -> list[Fraction] | None:
    """``g`` with ``A g = 0`` within the bounds: the nearest to their middle, those beyond a bound fixed at it, again and again."""
    g = [(low + high) / 2 for low, high in bounds]
    free = [i for i, (low, high) in enumerate(bounds) if low < high]
    for _ in range(ROUNDS):
        missing = A @ RationalMatrix.column(g)
        if missing.is_zero():
            return g
        part = A.select(columns=free)
        solved = (part @ part.T).solve(missing)
        if solved is None:
            return None
        for i, v in zip(free, (part.T @ solved).entries(), strict=True):
            g[i] -= v
        beyond = {i for i in free if not bounds[i][0] <= g[i] <= bounds[i][1]}
        g = [min(max(v, low), high) for v, (low, high) in zip(g, bounds, strict=True)]
        free = [i for i in free if i not in beyond]
    return None


def above(function: Function, e: Fraction, slope: Fraction, c: Fraction) -> Iterator[Polynomial]:
    """``c l(z) - c l(e) - slope (z - e)`` on each piece of ``l``, as a polynomial in ``t`` that is at least 0 if this is there.

    For real ``t``, ``z = A/B`` takes all values in the piece but one end, and ``B > 0``; the product with ``B^d`` is yielded.
    """
    z, one = Polynomial.variable(1, 0), Polynomial.constant(1, 1)
    for piece, (low, high) in zip(function.pieces, function.intervals, strict=True):
        p = Polynomial(1, {(k,): c * v for k, v in enumerate(piece)}) - Polynomial.constant(1, c * function(e) - slope * e)
        p = p - z.scaled(slope)
        A, B = z, one
        if low is not None and high is not None:
            A, B = Polynomial.constant(1, low) + (z * z).scaled(high), one + z * z
        elif low is not None:
            A = Polynomial.constant(1, low) + z * z
        elif high is not None:
            A = Polynomial.constant(1, high) - z * z
        d = p.degree if p else 0
        yield Polynomial(2, {(k, d - k): v for (k,), v in p.terms.items()}).compose([A, B], 1)
