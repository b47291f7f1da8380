"""Expansion of the loss in a direction ``A = Σ x_i B_i`` with indeterminate ``x``: polynomials over matrices.

A monomial is a sorted tuple of variable indices, repeated for powers: ``(0, 2, 2)`` is ``x_0 x_2^2``. The degree in
``x`` is the order in ``t`` of ``f(W + tA)``, so one expansion holds all orders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.network import DeepLinearNetwork

Monomial: TypeAlias = tuple[int, ...]
Form: TypeAlias = dict[Monomial, Fraction]
#: Matrix products per layer in one expansion; beyond it a LimitError says so (a few minutes of work).
MAX_TERMS = 2_000_000


def _times(left: Mapping[Monomial, RationalMatrix], weight: RationalMatrix,
           moves: Sequence[tuple[int, RationalMatrix]], budget: int) -> dict[Monomial, RationalMatrix]:
    """``left · (weight + Σ x_i A_i)``; terms of degree above ``budget`` and zero coefficients are left out."""
    if len(left) * (len(moves) + 1) > MAX_TERMS:
        raise LimitError(f"the expansion has more than {MAX_TERMS} terms: too many directions for this depth")
    result: dict[Monomial, RationalMatrix] = {}
    for monomial, coefficient in left.items():
        terms = [(monomial, coefficient @ weight)]
        if len(monomial) < budget:
            terms += [(tuple(sorted((*monomial, i))), coefficient @ a) for i, a in moves]
        for key, term in terms:
            result[key] = result[key] + term if key in result else term
    return {key: m for key, m in result.items() if not m.is_zero()}


def product_polynomial(net: DeepLinearNetwork, basis: Sequence[Sequence[RationalMatrix]], left: RationalMatrix,
                       degree: int | None = None) -> dict[Monomial, RationalMatrix]:
    """``left · P(W + Σ x_i basis[i])`` up to ``degree`` (default ``h``); ``left`` has ``d_h`` columns.

    Raises InputError if a direction does not fit the weights, LimitError if the expansion is too long.
    """
    for direction in basis:
        if [a.shape for a in direction] != [w.shape for w in net.weights]:
            raise InputError("a basis direction does not have the shapes of the weights")
    budget = net.depth if degree is None else degree
    result: dict[Monomial, RationalMatrix] = {(): left}
    for layer in range(net.depth - 1, -1, -1):
        moves = [(i, d[layer]) for i, d in enumerate(basis) if not d[layer].is_zero()]
        result = _times(result, net.weights[layer], moves, budget)
    return result


def linear_part(net: DeepLinearNetwork, basis: Sequence[Sequence[RationalMatrix]]) -> Form:
    """``⟨G, P(W + Σ x_i basis[i]) - P⟩`` as a polynomial in ``x``: sorted monomials, zeros left out.

    ``G^T`` is multiplied in first: at a critical point that removes most terms early.
    """
    form = {}
    for monomial, matrix in product_polynomial(net, basis, net.G.T).items():
        trace = sum((matrix[i, i] for i in range(matrix.rows)), Fraction(0))
        if monomial and trace:
            form[monomial] = trace
    return {key: form[key] for key in sorted(form, key=_order)}


def loss_forms(net: DeepLinearNetwork, basis: Sequence[Sequence[RationalMatrix]],
               orders: Iterable[int]) -> dict[int, Form]:
    """For each order ``j``: the coefficient of ``t^j`` in ``f(W + t Σ x_i basis[i])``, a form of degree ``j``."""
    wanted = sorted(set(orders))
    if not wanted:
        return {}
    product = product_polynomial(net, basis, RationalMatrix.identity(net.widths[-1]), wanted[-1])
    residual = {key: m @ net.X for key, m in product.items()}
    residual[()] = residual.get((), RationalMatrix.zeros(*net.Y.shape)) - net.Y
    by_degree: dict[int, list[tuple[Monomial, RationalMatrix]]] = defaultdict(list)
    for key, m in residual.items():
        by_degree[len(key)].append((key, m))
    forms = {}
    for order in wanted:
        form: Form = defaultdict(Fraction)
        for low in range(order // 2 + 1):
            half = Fraction(1, 2) if 2 * low == order else Fraction(1)
            for key, a in by_degree.get(low, []):
                for other, b in by_degree.get(order - low, []):
                    form[tuple(sorted(key + other))] += half * a.inner(b)
        forms[order] = {key: form[key] for key in sorted(form) if form[key]}
    return forms


def _order(monomial: Monomial) -> tuple[int, Monomial]:
    return len(monomial), monomial


def form_document(form: Mapping[Monomial, Fraction]) -> list[list[Any]]:
    """The certificate format's form: ``[coefficient, [i, ...]]`` in the order of the monomials."""
    return [[str(form[key]), list(key)] for key in sorted(form)]


def kernel_basis(net: DeepLinearNetwork) -> list[list[RationalMatrix]]:
    """A basis of the null space of the Hessian as directions with coprime integer entries."""
    null = net.hessian().null_space.primitive_columns()
    return [net.to_direction(null.select(columns=[k])) for k in range(null.columns)]


def kernel_forms(net: DeepLinearNetwork, orders: Sequence[int] = (3, 4, 5, 6)) -> dict[str, Any]:
    """The members ``basis`` and ``forms`` of a ``kernel-forms`` claim; raises InputError for an order below 3."""
    if any(order < 3 for order in orders):
        raise InputError(f"forms on the kernel start at order 3, found {min(orders)}")
    basis = kernel_basis(net)
    forms = loss_forms(net, basis, orders)
    return {"basis": [[a.to_document() for a in direction] for direction in basis],
            "forms": {str(order): form_document(form) for order, form in forms.items()}}
