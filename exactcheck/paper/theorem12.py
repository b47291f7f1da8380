"""Theorem 12's construction (Appendix C): the points that the paper offers as local minima that are not global."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations, product

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.network import DeepLinearNetwork


def padded_identity(rows: int, columns: int) -> RationalMatrix:
    """``[I 0]`` or ``[I; 0]``: ones on the diagonal of a ``rows x columns`` matrix."""
    return RationalMatrix([[int(i == j) for j in range(columns)] for i in range(rows)], (rows, columns))


def thinnest_pairs(widths: tuple[int, ...]) -> list[tuple[int, int]]:
    """All ``(p1, p2)``, ``p1 < p2``, that the paper's two argmins may name (they leave ties open).

    The paper takes ``p1*`` with the least width and ``p2*`` with the least of the others, then sorts them.
    """
    order = sorted(widths)
    first, second = order[0], order[1]
    return [(i, j) for i, j in combinations(range(len(widths)), 2) if sorted((widths[i], widths[j])) == [first, second]]


def admissible(widths: tuple[int, ...]) -> bool:
    """Theorem 12's condition: the second least width is below both outer widths."""
    return sorted(widths)[1] < min(widths[0], widths[-1])


def padded_network(widths: tuple[int, ...], zero_layers: Collection[int]) -> DeepLinearNetwork:
    """``X = I``, ``Y = E_{d_h, d_0}``, the named layers (from 1) zero and the others padded identities."""
    weights = [
        RationalMatrix.zeros(widths[k], widths[k - 1]) if k in zero_layers else padded_identity(widths[k], widths[k - 1])
        for k in range(1, len(widths))
    ]
    return DeepLinearNetwork(weights, "identity", RationalMatrix.unit(widths[-1], widths[0], widths[-1] - 1, widths[0] - 1))


def construction(widths: tuple[int, ...], p1: int, p2: int) -> DeepLinearNetwork:
    """Theorem 12's point for widths ``(d_0, ..., d_h)``: ``X = I``, ``Y = E_{d_h, d_0}``, zero layers ``p1 < k <= p2``.

    Raises InputError if the widths do not fulfil the theorem's condition, or ``(p1, p2)`` is not a thinnest pair.
    """
    if not admissible(widths) or (p1, p2) not in thinnest_pairs(widths):
        raise InputError(f"widths {widths} with p1 = {p1}, p2 = {p2} do not fulfil the condition of Theorem 12")
    return padded_network(widths, range(p1 + 1, p2 + 1))


def remark() -> DeepLinearNetwork:
    """Widths 4-2-2-4 and ``Y`` of rank 2: the construction "whenever rank Y <= min{d_h - d_p2, d_0 - d_p1}"."""
    weights = [padded_identity(2, 4), RationalMatrix.zeros(2, 2), padded_identity(4, 2)]
    return DeepLinearNetwork(weights, "identity", RationalMatrix.diagonal([0, 0, 1, 2]))


def all_widths(largest: int, depth: int) -> Iterator[tuple[int, ...]]:
    """All ``(d_0, ..., d_h)`` with ``h = depth`` and widths from 1 to ``largest``."""
    return product(range(1, largest + 1), repeat=depth + 1)


def sweep(largest: int, layers: range) -> list[tuple[tuple[int, ...], int, int]]:
    """All ``(widths, p1, p2)`` with widths up to ``largest``, that many layers, and every choice among ties."""
    return [
        (widths, p1, p2)
        for h in layers
        for widths in all_widths(largest, h)
        if admissible(widths)
        for p1, p2 in thinnest_pairs(widths)
    ]


def introduction_condition(widths: tuple[int, ...]) -> bool:
    """The introduction's condition: ``d_p1 < d_0`` and ``d_p2 < d_h`` for some ``1 <= p1 < p2 <= h - 1``."""
    return any(widths[p] < widths[0] and widths[q] < widths[-1] for p, q in combinations(range(1, len(widths) - 1), 2))


def line_layers(widths: tuple[int, ...]) -> list[int]:
    """The ``j`` for which ``padded_network(widths, [j + 1])`` is a minimum along every straight line, and not global.

    ``1 <= j <= h - 2``, ``d_j < d_0``, ``d_{j+1} < d_h``, no width before ``d_j`` is smaller, and none after ``d_{j+1}``.
    """
    return [
        j
        for j in range(1, len(widths) - 2)
        if widths[j] < widths[0]
        and widths[j + 1] < widths[-1]
        and widths[j] == min(widths[: j + 1])
        and widths[j + 1] == min(widths[j + 1 :])
    ]


def critical_points(largest: int, depth: int) -> list[DeepLinearNetwork]:
    """All critical points ``padded_network(widths, zero_layers)`` of that depth, with widths up to ``largest``."""
    return [
        net
        for widths in all_widths(largest, depth)
        for number in range(depth + 1)
        for zero_layers in combinations(range(1, depth + 1), number)
        if (net := padded_network(widths, zero_layers)).is_critical
    ]
