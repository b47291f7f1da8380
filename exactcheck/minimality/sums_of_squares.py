"""``f >= f(p)`` everywhere, by a sum of squares, after multiplication with a sum of squares where that is needed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, total
from exactcheck.exact.symmetric import is_positive_semidefinite
from exactcheck.minimality.budget import Budget, OutOfSteps
from exactcheck.minimality.gram import gram_matrix_and_vector, half_monomials, kernel_at, thinned
from exactcheck.minimality.problem import Squares
from exactcheck.minimality.separation import block_diagonal, term_by_term
from exactcheck.minimality.signs import values
from exactcheck.minimality.weights import MAX_FACTORED

#: Products with more terms (times the effort) are not tried.
MAX_ZEROS, MAX_LOOKED_AT, MAX_MULTIPLIED = 40, 400, 80


def square_part(F: Polynomial, at_zero: bool = True) -> tuple[Polynomial, Polynomial]:
    """``e`` and ``g`` with ``F = e² g``: ``e`` holds the factors (``at_zero``: those that vanish at 0) as often as they go."""
    root = F.root()
    if root is not None and not (at_zero and root[1].coefficient((0,) * F.n)):
        return root[1], Polynomial.constant(F.n, root[0])
    if not has_repeated_factor(F):
        return Polynomial.constant(F.n, 1), F
    constant, factors = F.factors()
    e, g = Polynomial.constant(F.n, 1), Polynomial.constant(F.n, constant)
    for p, k in factors:
        half = 0 if at_zero and p.coefficient((0,) * F.n) else k // 2
        e, g = e * p**half, g * p ** (k - 2 * half)
    return e, g


def has_repeated_factor(F: Polynomial) -> bool:
    """False if ``F`` has no square factor, or is too large to be factored; a line on which ``F`` keeps its degree often shows that.

    A square factor of ``F`` is one of the restriction to each such line.
    """
    source = Random(F.n)
    for _ in range(3):
        line = F.compose([Polynomial(1, {(0,): source.randint(-9, 9), (1,): source.randint(-9, 9)}) for _ in range(F.n)], 1)
        if line.degree == F.degree and all(k == 1 for _, k in line.factors()[1]):
            return False
    return len(F) * F.n <= MAX_FACTORED


def visible_squares(F: Polynomial, parts: Sequence[tuple[Fraction, Polynomial]], budget: Budget) -> Squares | None:
    """``F`` as one square, or as those ``c m²`` among the ``parts`` that vanish at 0 and a remainder that is a sum of squares.

    Monomials are left to the remainder, as their squares are often parts of quadratic forms. None if that fails.
    """
    n, one = F.n, [Polynomial.constant(F.n, 1)]
    root = F.root()
    if root is not None and root[0] > 0:
        return one, [root[1]], RationalMatrix([[root[0]]])
    used = [(c, m) for c, m in parts if c > 0 and len(m) > 1 and not m.coefficient((0,) * n)]
    if not used:
        return None
    budget.spend(sum(len(m) ** 2 for _, m in used))
    found = sum_of_squares(F - total(n, ((m * m).scaled(c) for c, m in used)), budget=budget)
    if found is None or found[0] != one:
        return None
    return one, [*(m for _, m in used), *found[1]], block_diagonal([RationalMatrix.diagonal([c for c, _ in used]), found[2]])


def plain_squares(F: Polynomial, budget: Budget) -> tuple[list[Polynomial], RationalMatrix] | None:
    """``m`` and ``Q ⪰ 0`` with ``F = m^T Q m``, or None if none was found."""
    return _squares(F, F, [], budget)


def sum_of_squares(F: Polynomial, p: Sequence[Fraction] | None = None, budget: Budget | None = None) -> Squares | None:
    """``F(x) = f(p + x) - f(p)``, or any other polynomial, as a sum of squares over a sum of squares; None if none was found.

    Multipliers: 1; ``Σ X_i²`` and ``1 + Σ X_i²`` in the coordinates ``X = p + x`` of ``f``; and ``Σ x_i²``. Squares are looked for
    in the coordinates ``X``, in which a polynomial that people write down has few terms. Running out of steps is None, too.
    """
    try:
        return _sum_of_squares(F, [Fraction(0)] * F.n if p is None else p, budget or Budget())
    except OutOfSteps:
        return None


def _sum_of_squares(F: Polynomial, p: Sequence[Fraction], budget: Budget) -> Squares | None:
    n = F.n
    one = Polynomial.constant(n, 1)
    if not F:
        return [one], [], RationalMatrix.zeros(0, 0)
    if F.degree == 2 and not F.coefficient((0,) * n):  # as many squares as its rank, in however many variables
        half = F.hessian_at_zero() * Fraction(1, 2)
        definite = not any(F.gradient_at_zero()) and is_positive_semidefinite(half)
        return ([one], [Polynomial.variable(n, i) for i in range(n)], half) if definite else None
    separate = term_by_term(F)
    if separate is not None:
        return [one], *separate
    budget.spend(20 * len(F) * n)
    e, g = square_part(F, at_zero=False)
    constant = g.coefficient((0,) * n)
    if g.degree == 0:
        return ([one], [e], RationalMatrix([[constant]])) if constant > 0 else None
    variables = [Polynomial.variable(n, i) for i in range(n)]
    back = [x - Polynomial.constant(n, v) for x, v in zip(variables, p, strict=True)]
    forth = [x + Polynomial.constant(n, v) for x, v in zip(variables, p, strict=True)]
    moved = g.compose(back, n)
    if len(moved) > len(g):
        moved, forth, back = g, variables, variables
    zeros = _zeros(moved, budget)
    if zeros is None:
        return None
    multipliers = [[one], variables, [one, *variables]]
    if any(p):
        multipliers.append(back)
    for multiplier in multipliers:
        product = moved
        if multiplier != [one]:
            product = moved * total(n, (x * x for x in multiplier))
            if len(product) > MAX_MULTIPLIED * budget.effort:
                break
        found = _squares(product, moved, zeros, budget)
        if found is not None:
            vector = [q.compose(forth, n) * e for q in found[0]]
            return [q.compose(forth, n) for q in multiplier], vector, found[1]
    return None


def _squares(product: Polynomial, F: Polynomial, zeros: Sequence[Sequence[Fraction]],
             budget: Budget) -> tuple[list[Polynomial], RationalMatrix] | None:
    """``product``, a multiple of ``F`` by a sum of squares, as ``m^T Q m``; first without what vanishes at the zeros of ``F``."""
    budget.spend(20_000)
    n = product.n
    m = [Polynomial(n, {a: 1}) for a in half_monomials(product)]
    if not m:
        return None
    budget.spend(len(m) * n * (1 + len(zeros)) // 2)
    null = kernel_at(m, product, zeros)
    found = gram_matrix_and_vector(product, thinned(m, null) if null else m, False, budget)
    if found is None:
        return None
    vector, Q = found
    used = [i for i in range(Q.rows) if Q[i, i]]
    return [vector[i] for i in used], Q.select(used, used)


def _zeros(F: Polynomial, budget: Budget) -> list[tuple[Fraction, ...]] | None:
    """Simple rational zeros; None if a negative value is met: then there is no sum of squares."""
    zeros: list[tuple[Fraction, ...]] = []
    for v, value in values(F, budget, MAX_LOOKED_AT):
        if value < 0:
            return None
        if not value and len(zeros) < MAX_ZEROS:
            zeros.append(v)
    return zeros
