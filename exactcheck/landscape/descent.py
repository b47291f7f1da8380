"""Descent and ascent curves at degenerate critical points (every loss that depends on ``P = W_h ⋯ W_1`` alone).

**Theorem.** A critical point with ``G ≠ 0`` and ``rank P < min_i d_i`` is neither a local minimum nor a local maximum.
The proof is a polynomial curve; with ``l0 = min{l >= 1 : L_l^T G ≠ 0}`` and ``m0 = max{l <= h-1 : G R_l^T ≠ 0}``:

1. if no ``L_l``, ``1 <= l < l0``, is injective, the layers below ``l0`` move by ``t u_l u_{l-1}^T`` with
   ``L_l u_l = 0`` (``P`` stays where it is), and layer ``l0`` by ``±c t^N s u_{l0-1}^T``, ``s^T L_{l0}^T G u_0 ≠ 0``;
2. if no ``R_l``, ``m0 < l <= h-1``, is surjective: case 1 for the transposed network;
3. otherwise there are ``j < i`` with ``R_j`` surjective, ``L_i`` injective, ``L_i^T G = 0``, ``G R_j^T = 0`` and
   none in between. ``M = W_i ⋯ W_{j+1}`` is neither injective nor surjective, or ``P`` would have rank ``d_j`` or
   ``d_i``: ``u^T M = 0``, ``M v = 0``. Layers 1, ``h``, ``i`` and those between ``j`` and ``i`` move so that
   ``⟨G, P(t) - P⟩`` has the single term ``t^2 x^T G y · u^T (M(t) - M) v``.

In each case ``P`` rests as long as ``c = 0``; so the linear term is ``c t^N`` times a nonzero polynomial of order below
``l0`` (case 3: ``i - j + 2``), and the square has order at least ``2N``: ``N = l0`` (case 3: ``i - j + 2``) works.
Smaller ones are tried first, because they give shorter expansions. The sign of ``c`` is read off the exact coefficient.

The proof is the above. For the statement compare Zhang 2019, "Depth creates no more spurious local minima", and
Kawaguchi 2016; Laurent & von Brecht 2018; Zhou & Liang 2018.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term

MULTIPLIERS = (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(2))


@dataclass(frozen=True)
class Motion:
    """A curve through a point with the lowest non-constant term ``coefficient · t^order`` of the loss along it."""

    curve: Curve
    order: int
    coefficient: Fraction

    def witness_members(self) -> dict[str, object]:
        """The members ``curve``, ``order``, ``coefficient`` of a witness."""
        return {"curve": self.curve.to_document(), "order": self.order, "coefficient": str(self.coefficient)}


@dataclass(frozen=True)
class _Family:
    """The curves of one case: ``members`` are functions ``(N, c) -> curve``, ``bound`` is an ``N`` that works."""

    case: int
    members: Sequence[Callable[[int, Fraction], Curve]]
    bound: int


def theorem_case(net: DeepLinearNetwork) -> int:
    """Which case (1, 2 or 3) of the theorem is used at ``net``; raises InputError unless the theorem applies."""
    return _family(net).case


def descent_curve(net: DeepLinearNetwork) -> Motion:
    """A curve along which the loss falls: its lowest non-constant coefficient is negative.

    Raises InputError unless the point is critical and degenerate with ``G ≠ 0``.
    """
    return _search(net, -1)


def ascent_curve(net: DeepLinearNetwork) -> Motion:
    """A curve along which the loss rises at the lowest order; otherwise as ``descent_curve``."""
    return _search(net, 1)


def _search(net: DeepLinearNetwork, sign: int) -> Motion:
    family = _family(net)
    for exponent in range(1, family.bound + 1):
        for member in family.members:
            for multiplier in MULTIPLIERS:
                for c in (multiplier, -multiplier):
                    curve = member(exponent, c)
                    order, coefficient = lowest_term(net.taylor(curve))
                    if coefficient * sign > 0:
                        return Motion(curve, order, coefficient)
    raise AssertionError("the theorem's exponent did not give a descent: the construction contradicts its proof")


def _family(net: DeepLinearNetwork) -> _Family:
    if not net.is_critical:
        raise InputError("the point is not critical: the negative gradient is a descent direction")
    if net.G.is_zero():
        raise InputError("G = 0: the point is a global minimum")
    if not net.is_degenerate:
        raise InputError("rank P = min d_i: the point is not degenerate")
    h, G = net.depth, net.G
    l0 = next(i for i in range(1, h + 1) if not (net.L(i).T @ G).is_zero())
    m0 = next(j for j in range(h - 1, -1, -1) if not (G @ net.R(j).T).is_zero())
    injective = [i for i in range(1, l0) if net.L(i).rank == net.widths[i]]
    surjective = [j for j in range(m0 + 1, h) if net.R(j).rank == net.widths[j]]
    if not injective:
        return _Family(1, _output_side(net, l0), l0)
    if not surjective:
        mirror = DeepLinearNetwork([w.T for w in reversed(net.weights)], RationalMatrix.identity(net.widths[-1]),
                                   net.P.T - G.T)  # transposed weights, and the same G transposed
        return _Family(2, [_mirrored(member) for member in _output_side(mirror, h - m0)], h - m0)
    i, j = min(injective), max(surjective)
    return _Family(3, _middle(net, i, j), i - j + 2)


def _mirrored(member: Callable[[int, Fraction], Curve]) -> Callable[[int, Fraction], Curve]:
    return lambda exponent, c: member(exponent, c).mirrored()


def _output_side(net: DeepLinearNetwork, l0: int) -> list[Callable[[int, Fraction], Curve]]:
    """Case 1. ``L_l`` has a null vector for every ``1 <= l < l0``; ``L_{l0}^T G ≠ 0``."""
    chain = [short_null_vector(net.L(i)) for i in range(1, l0)]

    def member(s: RationalMatrix, y: RationalMatrix) -> Callable[[int, Fraction], Curve]:
        u = [y, *chain]
        still = {i: {1: u[i] @ u[i - 1].T} for i in range(1, l0)}
        return lambda exponent, c: Curve.moving(net.weights, {**still, l0: {exponent: s @ u[l0 - 1].T * c}})

    return [member(s, y) for s, y in _pairs(net.L(l0).T @ net.G)]


def _middle(net: DeepLinearNetwork, i: int, j: int) -> list[Callable[[int, Fraction], Curve]]:
    """Case 3. ``L_i`` injective, ``R_j`` surjective, ``j < i``, and no ``L_l`` injective for ``j < l < i``."""
    h = net.depth
    M = net.between(i, j)
    u, v = short_null_vector(M.T), short_null_vector(M)
    w = _short_solution(net.between(h - 1, i).T, u)
    z = _short_solution(net.between(j, 1), v)
    chain = {j: v} | {k: short_null_vector(net.between(i, k)) for k in range(j + 1, i)}
    inner = {k: {1: chain[k] @ chain[k - 1].T} for k in range(j + 1, i)}

    def member(x: RationalMatrix, y: RationalMatrix) -> Callable[[int, Fraction], Curve]:
        outer = {h: {1: x @ w.T}, 1: {1: z @ y.T}}
        return lambda exponent, c: Curve.moving(
            net.weights, {**inner, **outer, i: {exponent: u @ chain[i - 1].T * c}})

    return [member(x, y) for x, y in _pairs(net.G)]


def _pairs(G: RationalMatrix) -> list[tuple[RationalMatrix, RationalMatrix]]:
    """Short pairs of columns ``x, y`` with ``x^T G y ≠ 0``: unit vectors; a column and row of ``G`` if these are short.

    The second pair makes the linear term larger against the square, so that a smaller exponent may do.
    """
    table = G.tolist()
    largest = max(abs(v) for row in table for v in row)
    a, b = next((a, b) for a, row in enumerate(table) for b, v in enumerate(row) if abs(v) == largest)
    units = RationalMatrix.unit(G.rows, 1, a, 0), RationalMatrix.unit(G.columns, 1, b, 0)
    x = G.select(columns=[b]).primitive_columns()
    steep = x, (G.T @ x).primitive_columns()
    short = all(abs(v) <= 9 for vector in steep for v in vector.entries())
    return [units, steep] if short and steep != units else [units]


def short_null_vector(A: RationalMatrix) -> RationalMatrix:
    """A short integer column ``u ≠ 0`` with ``A u = 0`` and few nonzero entries; InputError if ``A`` is injective."""
    basis = A.null_space.primitive_columns()
    if not basis.columns:
        raise InputError(f"the {A.rows} x {A.columns} matrix is injective: no null vector")
    return min((basis.select(columns=[k]) for k in range(basis.columns)), key=_length)


def _length(vector: RationalMatrix) -> tuple[int, Fraction]:
    entries = [abs(v) for v in vector.entries()]
    return sum(1 for v in entries if v), max(entries)


def _short_solution(A: RationalMatrix, b: RationalMatrix) -> RationalMatrix:
    """Some ``s`` with ``A s`` a positive integer multiple of ``b`` (all the theorem needs), ``s`` short integers."""
    solution = A.solve(b)
    if solution is None:
        raise InputError("the linear system has no solution")
    primitive = solution.primitive_columns()
    return primitive if (A @ primitive).inner(b) > 0 else -primitive
