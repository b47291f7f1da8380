"""The splitting lemma by exact power series: eliminate the directions in which the Hessian is definite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.exact.symmetric import Inertia, inertia
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.composition import MAX_COMPOSED, composed, composed_terms
from exactcheck.minimality.monomial_squares import by_monomial_squares
from exactcheck.minimality.outcome import Descent, Leading, Minimum, Outcome, Undecided, substitute

Decide = Callable[[Polynomial], Outcome]
ORDERS, EXACT_ORDER, MAX_TERMS = (1, 2, 3, 4, 6, 8), 4, 4000


@dataclass(frozen=True)
class Split:
    """``F`` in coordinates ``x'``, ``x = basis x'``: ``y`` stands at the places ``solid``, ``z``, for the kernel, at ``free``."""

    original: Polynomial  # F
    F: Polynomial  # F in the coordinates x'
    basis: list[Polynomial] | None  # None: the identity
    solid: list[int]
    free: list[int]
    block: RationalMatrix  # the Hessian by y


def split(F: Polynomial, found: Inertia, decide: Decide, budget: Budget) -> Outcome:
    """What ``F`` has at 0, where its Hessian is positive semidefinite, not 0 and not definite (inertia ``found``)."""
    n, H = F.n, F.hessian_at_zero()
    solid = list(H.pivot_columns)
    free = [i for i in range(n) if i not in solid]
    N = found.null_space
    # Columns of N belong to free coordinates; the rows of the free coordinates of N are invertible.
    N = N @ N.select(rows=free).inverse()
    N = N.primitive_columns()
    rows = [[0] * n for _ in range(n)]
    for i in solid:
        rows[i][i] = 1
    table = N.tolist()
    for j, place in enumerate(free):
        for i in range(n):
            rows[i][place] = table[i][j]  # type: ignore[call-overload]
    basis = [Polynomial.linear(row) for row in rows]
    identity = basis == [Polynomial.variable(n, i) for i in range(n)]
    G = F if identity else composed(F, basis, n, budget)
    if G is None:
        return Undecided(("splitting lemma: too many terms in coordinates of the Hessian's kernel",), F)
    return _reduce(Split(F, G, None if identity else basis, solid, free, H.select(solid, solid)), decide, budget)


def _reduce(s: Split, decide: Decide, budget: Budget) -> Outcome:
    k = len(s.free)
    inverse = s.block.inverse().tolist()
    slopes = [s.F.derivative(i) for i in s.solid]
    eta = [Polynomial(k, {}) for _ in s.solid]
    z = [Polynomial.variable(k, j) for j in range(k)]
    last = Undecided(("splitting lemma",), s.original)
    done = -1
    for order in ORDERS:
        # One more correct order per step: the terms of F are of degree 2 at least, and the block is the exact derivative.
        for current in range(max(done, 0) + 1, order + 1):
            at = _place(s, eta, z)
            cost = sum(composed_terms(p, at) for p in slopes)
            if cost > MAX_COMPOSED * budget.effort:
                return replace(last, tried=(f"splitting lemma to order {done}, then too many terms", *last.tried))
            budget.spend(2 * cost)
            residual = [_truncated(p, at, current, k) for p in slopes]
            eta = [e - _combine(row, residual, k) for e, row in zip(eta, inverse, strict=True)]
        done = order
        at = _place(s, eta, z)
        cost = composed_terms(s.F, at)
        if cost > MAX_COMPOSED * budget.effort:
            return replace(last, tried=(f"splitting lemma to order {done - 1}, then too many terms", *last.tried))
        budget.spend(2 * cost)
        g = s.F.compose(at, k)
        exact = order <= EXACT_ORDER and all(not p.compose(at, k) for p in slopes)
        outcome = decide(g) if len(g) <= MAX_TERMS else Undecided((f"splitting lemma to order {order}: too many terms",), g)
        if isinstance(outcome, Descent):
            lifted = [p.compose(outcome.curve, 1) for p in at]
            return Descent(lifted if s.basis is None else [p.compose(lifted, 1) for p in s.basis])
        if isinstance(outcome, Minimum):
            result = _flattened(s, eta, outcome.leading) if outcome.leading else None
            if result is None and exact:
                result = _exact(s, eta, outcome)
            if result is None:
                result = _seen(s, eta, budget)
            if result is not None:
                return result
        last = _open(outcome if isinstance(outcome, Undecided) else Undecided((f"splitting lemma to order {order}, not exact",), g),
                     None if exact else 2 * order + 2)
        if exact:
            break
    return replace(last, tried=("splitting lemma by power series", *last.tried))


def _open(below: Undecided, order: int | None) -> Undecided:
    """``below`` as a question about the kernel of the Hessian.

    With ``η`` wrong by terms of degree ``k + 1`` and higher, ``F(η(z), z)`` is wrong by terms of degree ``2 k + 2`` (``order``) and
    higher: it is stationary in ``η``. What follows keeps degrees, as it is linear.
    """
    rest = below.rest if order is None else below.rest.keep([1] * below.rest.n, order - 1)
    return replace(below, rest=rest, where=("coordinates on the kernel of the Hessian after the splitting lemma", *below.where),
                   order=below.order if order is None else order)


def _combine(row: Sequence[object], parts: list[Polynomial], k: int) -> Polynomial:
    result = Polynomial(k, {})
    for c, p in zip(row, parts, strict=True):
        result = result + p.scaled(c)
    return result


def _truncated(p: Polynomial, at: list[Polynomial], order: int, k: int) -> Polynomial:
    return p.compose(at, k).keep([1] * k, order)


def _place(s: Split, y: list[Polynomial], z: list[Polynomial]) -> list[Polynomial]:
    """The vector ``x'`` with the given ``y`` and ``z``."""
    where = {**dict(zip(s.solid, y, strict=True)), **dict(zip(s.free, z, strict=True))}
    return [where[i] for i in range(s.F.n)]


def _embedded(s: Split, p: Polynomial) -> Polynomial:
    """A polynomial in ``z`` as one in ``x'``."""
    return p.compose([Polynomial.variable(s.F.n, i) for i in s.free], s.F.n)


def _full_map(s: Split, eta: list[Polynomial], psi: list[Polynomial] | None) -> list[Polynomial] | None:
    """``x = basis (y + η(ψ(z)), ψ(z))`` as polynomials in ``x'``; None for the identity."""
    n, k = s.F.n, len(s.free)
    z = [Polynomial.variable(k, j) for j in range(k)] if psi is None else psi
    moved = eta if psi is None else [e.compose(psi, k) for e in eta]
    y = [Polynomial.variable(n, i) + _embedded(s, e) for i, e in zip(s.solid, moved, strict=True)]
    phi = _place(s, y, [_embedded(s, p) for p in z])
    phi = phi if s.basis is None else [p.compose(phi, n) for p in s.basis]
    return None if phi == [Polynomial.variable(n, i) for i in range(n)] else phi


def _exact(s: Split, eta: list[Polynomial], below: Minimum) -> Minimum:
    proof = {"rule": "split", "variables": s.solid, "congruence": inertia(s.block).congruence.to_document(), "proof": below.proof}
    phi = _full_map(s, eta, None)
    return Minimum(below.strict, proof if phi is None else substitute(phi, proof))


def _seen(s: Split, eta: list[Polynomial], budget: Budget) -> Minimum | None:
    """In the coordinates of a series that is only begun, monomial squares may show what they show of the rest, exactly."""
    phi = _full_map(s, eta, None)
    moved = s.F if phi is None else composed(s.original, phi, s.F.n, budget)
    found = None if moved is None else by_monomial_squares(moved, budget)
    return None if found is None else Minimum(found.strict, found.proof if phi is None else substitute(phi, found.proof))


def _flattened(s: Split, eta: list[Polynomial], leading: Leading) -> Minimum | None:
    """One leading form in ``y`` and ``z``: ``y`` gets half the weighted degree. None if ``η`` is not yet exact enough."""
    n, half = s.F.n, leading.degree // 2
    weights = [half] * n
    for place, w in zip(s.free, leading.weights, strict=True):
        weights[place] = w
    psi = list(leading.phi) if leading.phi is not None else None
    k = len(s.free)
    short = [e.keep([1] * k, half) if psi is None else e for e in eta]
    if psi is None:
        short = [e.keep(leading.weights, half) for e in short]
    phi = _full_map(s, short, psi)
    vector = [*(Polynomial.variable(n, i) for i in s.solid), *(_embedded(s, p) for p in leading.vector)]
    r, size = len(s.solid), len(vector)
    halves, below = s.block.tolist(), leading.matrix.tolist()
    Q = RationalMatrix([[halves[i][j] / 2 if i < r and j < r else below[i - r][j - r] if i >= r and j >= r else 0
                         for j in range(size)] for i in range(size)], (size, size))
    x = [Polynomial.variable(n, i) for i in range(n)]
    value = s.original.compose(phi or x, n)
    form = Polynomial(n, {})
    for i in range(size):
        for j in range(size):
            if Q[i, j]:
                form = form + (vector[i] * vector[j]).scaled(Q[i, j])
    if not value or value.leading(weights) != (leading.degree, form):
        return None
    result = Leading(phi, weights, leading.degree, vector, Q)
    return Minimum(True, result.proof(), result)
