"""Theorem 12's construction (Appendix C): the points that the paper offers as local minima that are not global."""

from __future__ import annotations

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


def construction(widths: tuple[int, ...], p1: int, p2: int) -> DeepLinearNetwork:
    """Theorem 12's point for widths ``(d_0, ..., d_h)``: ``X = I``, ``Y = E_{d_h, d_0}``, zero layers ``p1 < k <= p2``.

    Raises InputError if the widths do not fulfil the theorem's condition, or ``(p1, p2)`` is not a thinnest pair.
    """
    if not admissible(widths) or (p1, p2) not in thinnest_pairs(widths):
        raise InputError(f"widths {widths} with p1 = {p1}, p2 = {p2} do not fulfil the condition of Theorem 12")
    h = len(widths) - 1
    weights = [
        RationalMatrix.zeros(widths[k], widths[k - 1]) if p1 < k <= p2 else padded_identity(widths[k], widths[k - 1])
        for k in range(1, h + 1)
    ]
    return DeepLinearNetwork(weights, "identity", RationalMatrix.unit(widths[-1], widths[0], widths[-1] - 1, widths[0] - 1))


def sweep(largest: int, layers: range) -> list[tuple[tuple[int, ...], int, int]]:
    """All ``(widths, p1, p2)`` with widths up to ``largest``, that many layers, and every choice among ties."""
    return [
        (widths, p1, p2)
        for h in layers
        for widths in product(range(1, largest + 1), repeat=h + 1)
        if admissible(widths)
        for p1, p2 in thinnest_pairs(widths)
    ]
