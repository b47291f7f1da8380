"""Global minima of ``½‖W_h ⋯ W_1 X - Y‖²`` at a critical point, decided and witnessed.

With ``C X X^T = Y X^T`` and ``Y1 = C X`` (the projection of the rows of ``Y`` on the row space of ``X``),
``f = ½‖P X - Y1‖² + ½‖Y1 - Y‖²``. At a critical point that is not degenerate (``rank P = r = min_i d_i = d_p``) with
``G ≠ 0``, put ``U = L_p`` (``d_h x r``, injective) and ``N`` a basis of ``N(U^T)``. Then ``C(U)`` is invariant under
``M = Y1 Y1^T``, and the point is a global minimum if and only if
``K = (U^T M U) ⊗ (N^T N) - (U^T U) ⊗ (N^T M N)`` is positive semidefinite: ``C(U)`` carries the ``r`` greatest
eigenvalues of ``M`` (Eckart-Young-Mirsky). If it is not, a negative direction of ``K`` lifts to a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import count
from typing import Any

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.symmetric import Inertia, inertia, is_positive_semidefinite, negative_direction
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.network import DeepLinearNetwork


def projected_solution(net: DeepLinearNetwork) -> RationalMatrix:
    """``C`` (``d_h x d_0``), ``C X X^T = Y X^T``, zero outside independent rows of ``X``, so ``rank C = rank C X``."""
    solution = (net.X @ net.X.T).solve(net.X @ net.Y.T)
    if solution is None:
        raise AssertionError("the normal equations always have a solution")
    return solution.T


@dataclass(frozen=True)
class Spectral:
    """The comparison of ``C(U)`` with its complement at a non-degenerate critical point with ``G ≠ 0``.

    Sizes: ``C`` is ``d_h x d_0``, ``U`` ``d_h x r``, ``N`` ``d_h x (d_h - r)``, ``K`` square of size ``r (d_h - r)``.
    """

    net: DeepLinearNetwork
    layer: int
    C: RationalMatrix
    U: RationalMatrix
    N: RationalMatrix

    @classmethod
    def at(cls, net: DeepLinearNetwork) -> Spectral:
        """Raises InputError unless the point is critical and not degenerate, with ``G ≠ 0``."""
        if not net.is_critical or net.is_degenerate or net.G.is_zero():
            raise InputError("the spectral comparison needs a non-degenerate critical point with G ≠ 0")
        # d_0 and d_h exceed the least width here: were P injective or surjective, criticality would force G = 0.
        p = net.widths.index(min(net.widths))
        U = net.L(p)
        return cls(net, p, projected_solution(net), U, U.T.null_space.primitive_columns())

    @cached_property
    def K(self) -> RationalMatrix:
        Y1 = self.C @ self.net.X
        U, N, M = self.U, self.N, Y1 @ Y1.T
        return (U.T @ M @ U).kron(N.T @ N) - (U.T @ U).kron(N.T @ M @ N)

    @cached_property
    def inertia(self) -> Inertia:
        """The inertia of ``K`` (the whole of it is computed only for a witness)."""
        return inertia(self.K)

    def witness(self) -> dict[str, Any]:
        """The witness of rule ``eckart-young``; proves ``global-minimum`` if and only if ``K ⪰ 0``."""
        members = {name: part for name, part in self.inertia.witness().items() if name != "rule"}
        return {"rule": "eckart-young", "C": self.C.to_document(), "U": self.U.to_document(),
                "B": (self.net.R(self.layer) @ self.net.X).to_document(), "N": self.N.to_document(), **members}

    def descent_direction(self) -> list[RationalMatrix] | None:
        """A straight direction ``A`` with a negative coefficient of ``t²`` in ``f(W + tA)``, or None if ``K ⪰ 0``.

        A pair ``(A, B)`` that moves ``(L_p, R_p)`` lifts to ``W_h + t A (W_{h-1} ⋯ W_{p+1})^-``,
        ``W_1 + t (W_p ⋯ W_2)^- B`` (a left and a right inverse).
        """
        pair = self._rank_drop() or self._eigenvalue_exchange()
        if pair is None:
            return None
        net, p, h = self.net, self.layer, self.net.depth
        direction = [RationalMatrix.zeros(*w.shape) for w in net.weights]
        direction[h - 1] = pair[0] @ net.between(h - 1, p).left_inverse()
        direction[0] = net.between(p, 1).right_inverse() @ pair[1]
        return direction

    def _rank_drop(self) -> tuple[RationalMatrix, RationalMatrix] | None:
        """If ``z^T V X = 0`` for a ``z ≠ 0`` (``V = R_p``): ``A = e_i z^T``, ``B = η z e_j^T`` with ``G_ij ≠ 0``.

        ``A V X = 0``, so the coefficient of ``t²`` is ``η |z|² G_ij + ½ η² ‖U z e_j^T X‖²``.
        """
        net = self.net
        null = (net.R(self.layer) @ net.X).T.null_space.primitive_columns()
        if not null.columns:
            return None
        z = null.select(columns=[0])
        i, j = next((i, j) for i in range(net.G.rows) for j in range(net.G.columns) if net.G[i, j])
        unit = RationalMatrix.unit(1, net.widths[0], 0, j)
        linear, square = net.G[i, j] * z.norm_squared(), (self.U @ z @ unit @ net.X).norm_squared() / 2
        eta = Fraction(-1 if linear > 0 else 1)
        while eta * linear + eta * eta * square >= 0:
            eta /= 2
        return RationalMatrix.unit(net.widths[-1], 1, i, 0) @ z.T, z @ unit * eta

    def _eigenvalue_exchange(self) -> tuple[RationalMatrix, RationalMatrix] | None:
        """From ``Θ`` (``r x (d_h - r)``) with ``vec(Θ)^T K vec(Θ) < 0``: ``A = N Θ^T U^T U``, ``B = Θ N^T C``.

        With ``S = N Θ^T U^T``: ``A R_p X = S Y1``, ``U B X = S^T Y1`` and ``⟨Δ, A B X⟩ = -‖S^T Y1‖²``, so twice the
        coefficient of ``t²`` is ``‖S Y1‖² - ‖S^T Y1‖² = vec(Θ)^T K vec(Θ)``.
        """
        vector = negative_direction(self.K)
        if vector is None:
            return None
        values, columns = list(vector.entries()), self.N.columns
        theta = RationalMatrix([values[k * columns:(k + 1) * columns] for k in range(self.U.columns)])
        return self.N @ theta.T @ self.U.T @ self.U, theta @ self.N.T @ self.C


def is_global_minimum(net: DeepLinearNetwork) -> bool:
    """Whether no weights of these sizes have a smaller loss: ``G = 0``, or critical, not degenerate and ``K ⪰ 0``."""
    if net.G.is_zero():
        return True
    return net.is_critical and not net.is_degenerate and is_positive_semidefinite(Spectral.at(net).K)


def unconstrained_weights(net: DeepLinearNetwork) -> list[RationalMatrix] | None:
    """Weights with product ``C``, so with the least loss that any product can have; None if ``rank C > min_i d_i``.

    A rank factorization ``C = F H`` padded with zeros, and ``diag(I, 0)`` in the layers between.
    """
    C = projected_solution(net)
    rank, h = C.rank, net.depth
    if rank > min(net.widths):
        return None
    if h == 1:
        return [C]
    F = C.column_space
    H = F.left_inverse() @ C
    first = RationalMatrix.vstack([H, RationalMatrix.zeros(net.widths[1] - rank, net.widths[0])])
    last = RationalMatrix.hstack([F, RationalMatrix.zeros(net.widths[-1], net.widths[h - 1] - rank)])
    inner = [RationalMatrix([[int(a == b < rank) for b in range(w.columns)] for a in range(w.rows)])
             for w in net.weights[1:-1]]
    return [first, *inner, last]


def better_weights(net: DeepLinearNetwork, path: Curve) -> list[RationalMatrix]:
    """Weights with a smaller loss: factors of ``C`` where its rank allows, else a point of ``path`` at ``t = 1/2^k``.

    ``path`` starts at the point and has a negative lowest non-constant coefficient, so the search ends.
    """
    best = unconstrained_weights(net)
    if best is not None and DeepLinearNetwork(best, net.X, net.Y).loss() < net.loss():
        return best
    return next(weights for weights in _points(path)
                if DeepLinearNetwork(weights, net.X, net.Y).loss() < net.loss())


def _points(path: Curve) -> Iterator[list[RationalMatrix]]:
    return (list(path.at(Fraction(1, 2 ** k))) for k in count(1))
