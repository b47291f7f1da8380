"""``DeepLinearNetwork``: a deep linear network with square loss at a rational point, and its exact derivatives.

Notation, as in ``docs/reference/certificate-format.md``: weights ``W_1 .. W_h`` (``W_i`` is ``d_i x d_{i-1}``), data
``X`` (``d_0 x n``) and ``Y`` (``d_h x n``), ``P = W_h ⋯ W_1``, ``Δ = P X - Y``, ``G = Δ X^T``,
``L_i = W_h ⋯ W_{i+1}``, ``R_i = W_i ⋯ W_1``, and the loss ``f(W) = ½‖Δ‖²``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import flint

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.sizes import counted, order_hint
from exactcheck.exact.symmetric import Inertia, inertia
from exactcheck.landscape.curve import Curve


@dataclass(frozen=True, init=False)
class DeepLinearNetwork:
    """``f(W) = ½‖W_h ⋯ W_1 X - Y‖²`` at one rational point ``W``; immutable."""

    weights: tuple[RationalMatrix, ...]
    X: RationalMatrix
    Y: RationalMatrix

    def __init__(self, weights: Sequence[RationalMatrix], X: RationalMatrix | Literal["identity"],
                 Y: RationalMatrix) -> None:
        """``weights``: ``W_1`` (input side) first; ``X="identity"`` is the ``d_0 x d_0`` identity.

        Raises InputError if there is no layer, if a size is 0, or if the sizes do not chain.
        """
        if not weights:
            raise InputError("a network needs at least one layer, found no weights")
        if isinstance(X, str):
            if X != "identity":
                raise InputError(f'X must be a matrix or "identity", found {X!r}')
            X = RationalMatrix.identity(weights[0].columns)
        for name, matrix in [("X", X), ("Y", Y), *((f"W_{i}", w) for i, w in enumerate(weights, start=1))]:
            if not isinstance(matrix, RationalMatrix):
                raise InputError(f"{name} must be a RationalMatrix, found {type(matrix).__name__}")
            if 0 in matrix.shape:
                raise InputError(f"{name} is {matrix.rows} x {matrix.columns}; all sizes must be at least 1")
        below = [("X", X.rows), *((f"W_{i}", W.rows) for i, W in enumerate(weights, start=1))]
        above = [*((f"W_{i}", "column", W.columns) for i, W in enumerate(weights, start=1)), ("Y", "row", Y.rows)]
        for (lower, rows), (upper, side, size) in zip(below, above, strict=True):
            if rows != size:
                hint = order_hint(weights, X, Y)
                raise InputError(f"sizes do not chain: {upper} has {counted(size, side)}, but {lower} has "
                                 f"{counted(rows, 'row')}{hint}")
        if X.columns != Y.columns:
            raise InputError(f"X has {counted(X.columns, 'column')}, but Y has {Y.columns}: one column per sample in both")
        object.__setattr__(self, "weights", tuple(weights))
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "Y", Y)

    # -- sizes and products ---------------------------------------------------------------------------------------
    @property
    def depth(self) -> int:
        """The number of layers ``h``."""
        return len(self.weights)

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """``(d_0, ..., d_h)``."""
        return (self.weights[0].columns, *(w.rows for w in self.weights))

    @cached_property
    def parameters(self) -> int:
        """The number of weights, ``Σ d_i d_{i-1}``."""
        return sum(w.rows * w.columns for w in self.weights)

    @cached_property
    def _left(self) -> tuple[RationalMatrix, ...]:
        products = [RationalMatrix.identity(self.widths[-1])]
        for weight in reversed(self.weights):
            products.append(products[-1] @ weight)
        return tuple(reversed(products))

    @cached_property
    def _right(self) -> tuple[RationalMatrix, ...]:
        products = [RationalMatrix.identity(self.widths[0])]
        for weight in self.weights:
            products.append(weight @ products[-1])
        return tuple(products)

    def L(self, i: int) -> RationalMatrix:
        """``L_i = W_h ⋯ W_{i+1}`` (``d_h x d_i``), ``0 <= i <= h``; ``L_h`` is the identity."""
        return self._left[i]

    def R(self, i: int) -> RationalMatrix:
        """``R_i = W_i ⋯ W_1`` (``d_i x d_0``), ``0 <= i <= h``; ``R_0`` is the identity."""
        return self._right[i]

    def between(self, j: int, i: int) -> RationalMatrix:
        """``W_j ⋯ W_{i+1}`` (``d_j x d_i``), ``i <= j``; the identity for ``i = j``."""
        product = RationalMatrix.identity(self.widths[i])
        for weight in self.weights[i:j]:
            product = weight @ product
        return product

    @property
    def P(self) -> RationalMatrix:
        """``W_h ⋯ W_1`` (``d_h x d_0``)."""
        return self._right[-1]

    @cached_property
    def residual(self) -> RationalMatrix:
        """``Δ = P X - Y`` (``d_h x n``)."""
        return self.P @ self.X - self.Y

    @cached_property
    def G(self) -> RationalMatrix:
        """``Δ X^T`` (``d_h x d_0``), the gradient of ``½‖Z X - Y‖²`` at ``Z = P``."""
        return self.residual @ self.X.T

    # -- the loss and its derivatives -----------------------------------------------------------------------------
    def loss(self) -> Fraction:
        """``f(W) = ½‖Δ‖²``."""
        return self.residual.norm_squared() / 2

    @cached_property
    def _gradient(self) -> tuple[RationalMatrix, ...]:
        return tuple(self.L(i).T @ self.G @ self.R(i - 1).T for i in range(1, self.depth + 1))

    def gradient(self) -> list[RationalMatrix]:
        """One matrix per layer: ``L_i^T G R_{i-1}^T`` (``d_i x d_{i-1}``)."""
        return list(self._gradient)

    @property
    def is_critical(self) -> bool:
        """Whether every partial derivative of ``f`` is 0."""
        return all(block.is_zero() for block in self._gradient)

    @property
    def is_degenerate(self) -> bool:
        """Whether ``rank P < min_i d_i``."""
        return self.P.rank < min(self.widths)

    @cached_property
    def _hessian(self) -> RationalMatrix:
        h, gram = self.depth, self.X @ self.X.T
        blocks: dict[tuple[int, int], RationalMatrix] = {}
        for i in range(1, h + 1):
            for j in range(i, h + 1):
                block = (self.L(j).T @ self.L(i)).kron(self.R(j - 1) @ gram @ self.R(i - 1).T)
                if j > i:
                    block = block + _crossed(self.between(j - 1, i), self.L(j).T @ self.G @ self.R(i - 1).T)
                    blocks[i, j] = block.T
                blocks[j, i] = block
        return RationalMatrix.vstack([RationalMatrix.hstack([blocks[j, i] for i in range(1, h + 1)])
                                      for j in range(1, h + 1)])

    def hessian(self) -> RationalMatrix:
        """The Hessian of ``f`` (``Σ d_i d_{i-1}`` square), weights ordered ``W_1`` row by row, then ``W_2``, and so on.

        Assembled in closed form: block ``(j, i)``, ``i <= j``, is ``L_j^T L_i ⊗ R_{j-1} X X^T R_{i-1}^T`` plus, for
        ``i < j``, at row ``(a, b)`` and column ``(c, d)``, ``(W_{j-1} ⋯ W_{i+1})_{bc} (L_j^T G R_{i-1}^T)_{ad}``.
        """
        return self._hessian

    @cached_property
    def hessian_inertia(self) -> Inertia:
        """The inertia of the Hessian with its witness (exact; a singular or huge Hessian is no exception)."""
        return inertia(self._hessian)

    def taylor(self, path: Curve | Sequence[RationalMatrix]) -> list[Fraction]:
        """Coefficients of ``f`` along a curve, or along the line in a direction; no zeros at the end.

        Raises InputError if the curve does not start at the point or a shape does not fit.
        """
        curve = path if isinstance(path, Curve) else Curve.line(self.weights, path)
        if curve.start != self.weights:
            raise InputError("the curve does not start at the point: its coefficients of t^0 are not the weights")
        residual = {k: m @ self.X for k, m in curve.product().items()}
        residual[0] = residual[0] - self.Y if 0 in residual else -self.Y
        coefficients = [Fraction(0)] * (2 * max(residual) + 1)
        for i, a in residual.items():
            for j, b in residual.items():
                if i <= j:
                    coefficients[i + j] += a.inner(b) / (2 if i == j else 1)
        while coefficients and not coefficients[-1]:
            coefficients.pop()
        return coefficients

    # -- directions as vectors ------------------------------------------------------------------------------------
    def to_vector(self, direction: Sequence[RationalMatrix]) -> RationalMatrix:
        """A direction (one matrix per layer) as a column: ``A_1`` row by row, then ``A_2``, and so on."""
        if [a.shape for a in direction] != [w.shape for w in self.weights]:
            raise InputError(f"a direction with shapes {[a.shape for a in direction]}, "
                             f"the weights have {[w.shape for w in self.weights]}")
        return RationalMatrix.column([v for a in direction for v in a.entries()])

    def to_direction(self, vector: RationalMatrix) -> list[RationalMatrix]:
        """The inverse of ``to_vector``; raises InputError unless ``vector`` is ``parameters x 1``."""
        if vector.shape != (self.parameters, 1):
            raise InputError(f"a vector of shape {vector.shape}, expected ({self.parameters}, 1)")
        values = vector.flint.entries()
        direction, start = [], 0
        for weight in self.weights:
            rows, columns = weight.shape
            direction.append(RationalMatrix.wrap(flint.fmpq_mat(rows, columns, values[start:start + rows * columns])))
            start += rows * columns
        return direction

    # -- documents ------------------------------------------------------------------------------------------------
    def objective_document(self) -> dict[str, Any]:
        """The ``objective`` member of a claim."""
        return {"kind": "deep-linear-square-loss", "X": self.X.to_document(), "Y": self.Y.to_document()}

    def point_document(self) -> dict[str, Any]:
        """The ``point`` member of a claim."""
        return {"weights": [w.to_document() for w in self.weights]}


def _crossed(M: RationalMatrix, K: RationalMatrix) -> RationalMatrix:
    """``M[b, c] K[a, d]`` at row ``(a, b)``, column ``(c, d)``: the second derivative of ``⟨K, A M B⟩``."""
    m, k = M.flint.tolist(), K.flint.tolist()
    return RationalMatrix([[y * x for y in m[b] for x in k[a]] for a in range(K.rows) for b in range(M.rows)],
                          (K.rows * M.rows, M.columns * K.columns))


def lowest_term(coefficients: Sequence[Fraction]) -> tuple[int, Fraction]:
    """The lowest non-constant nonzero term ``(order, coefficient)`` of an expansion; ``(0, 0)`` if it is constant."""
    return next(((k, c) for k, c in enumerate(coefficients) if k and c), (0, Fraction(0)))
