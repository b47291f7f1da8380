"""``F = m^T Q(x) m`` at sight: ``m`` from the monomial squares of ``F``, every other term in one entry of ``Q(x)``.

Monomials whose squares are terms of ``F`` with positive coefficients, and no multiples of other products, stand at the lower
boundary of the Newton polyhedron; a term that is a proper multiple of a product of two of them does not touch ``Q(0)``. So a
positive definite ``Q(0)`` is a matter of few terms, also where no weights make the leading form of ``F`` definite.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Exponents, Polynomial, weighted_degree
from exactcheck.exact.symmetric import inertia
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.gram import gram_matrix
from exactcheck.minimality.outcome import Leading, Minimum

#: Entries of ``m`` at most: each term is compared with each product of two; and the steps that this may take (times the effort).
MAX_SQUARES, MAX_COMPARED = 20, 1_000_000


def by_monomial_squares(F: Polynomial, budget: Budget) -> Minimum | None:
    """The rule ``gram`` with a positive definite ``Q(0)`` and monomials ``m``; None if this simple search finds none.

    Where all of ``m`` is of one weighted degree, ``m^T Q(0) m`` is the leading form, and the rule is ``weighted``.
    The minimum is strict if ``m`` has a power of every variable; otherwise ``F`` is 0 along some axis.
    """
    m = minimal_squares(F, budget)
    if not 1 < len(m) <= MAX_SQUARES:  # one square divides F: the rule ``square-factor``
        return None
    n, k = F.n, len(m)
    steps = len(F) * k * k * (4 + n)
    if steps > MAX_COMPARED * budget.effort:
        return None
    budget.spend(steps)
    products = {(i, j): tuple(a + b for a, b in zip(m[i], m[j], strict=True)) for i, j in _places(k)}
    exact, constant = set(products.values()), {}
    parts: dict[Exponents, list[list[Fraction]]] = {}
    for e, c in F.terms.items():
        place = next((at for at, p in products.items() if p != e and _divides(p, e)), None)
        if place is None:
            if e not in exact:
                return None
            constant[e] = c
            continue
        i, j = place
        over = tuple(a - b for a, b in zip(e, products[place], strict=True))
        entries = parts.setdefault(over, [[Fraction(0)] * k for _ in range(k)])
        entries[i][j] += c / 2
        entries[j][i] += c / 2
    vector = [Polynomial(n, {a: 1}) for a in m]
    Q = gram_matrix(Polynomial(n, constant), vector, definite=True, budget=budget)
    if Q is None:
        return None
    weights = _weights(m, n)
    if weights is not None:
        form = Leading(None, *weights, vector, Q)
        return Minimum(True, form.proof(), form)
    matrix = [[Q.to_document(), [0] * n], *([RationalMatrix(parts[e]).to_document(), list(e)] for e in sorted(parts))]
    pure = {i for a in m for i, e in enumerate(a) if e == sum(a)}
    return Minimum(len(pure) == n, {**inertia(Q).witness(), "rule": "gram", "multiplier": Polynomial.constant(n, 1).to_document(),
                                    "vector": [p.to_document() for p in vector], "matrix": matrix})


def minimal_squares(F: Polynomial, budget: Budget) -> list[Exponents]:
    """The ``a`` with a positive coefficient of ``x^{2a}`` that is no proper multiple of a product of two of the others.

    More than ``MAX_SQUARES`` may be returned where there are too many.
    """
    halves = [tuple(v // 2 for v in e) for e, c in F.terms.items() if c > 0 and not any(v % 2 for v in e)]
    lowest: list[Exponents] = []
    for a in sorted(halves, key=lambda a: (sum(a), [-v for v in a])):
        budget.spend(F.n * (1 + len(lowest)) // 4)
        if not any(_divides(b, a) for b in lowest):
            lowest.append(a)
            if len(lowest) > MAX_SQUARES:
                return lowest
    kept = list(lowest)
    for a in lowest:
        others = [b for b in kept if b != a]
        double = tuple(2 * v for v in a)
        products = (tuple(v + w for v, w in zip(others[i], others[j], strict=True)) for i, j in _places(len(others)))
        if any(p != double and _divides(p, double) for p in products):
            kept.remove(a)
    return kept


def _weights(m: Sequence[Exponents], n: int) -> tuple[list[int], int] | None:
    """Weights in which each of ``m`` has half the returned degree, if there is a power of every variable among them."""
    powers = {i: 2 * e for a in m for i, e in enumerate(a) if e == sum(a)}
    if len(powers) < n:
        return None
    degree = lcm(*powers.values())
    weights = [degree // powers[i] for i in range(n)]
    return (weights, degree) if all(2 * weighted_degree(a, weights) == degree for a in m) else None


def _places(k: int) -> Iterator[tuple[int, int]]:
    """Entries on and above the diagonal, those on it first."""
    yield from ((i, i) for i in range(k))
    yield from ((i, j) for i in range(k) for j in range(i + 1, k))


def _divides(a: Sequence[int], b: Sequence[int]) -> bool:
    return all(v <= w for v, w in zip(a, b, strict=True))
