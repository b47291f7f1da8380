"""Deep linear networks with a polynomial loss, as polynomials in their weights, with the vector fields of the gauge group."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.classification import PolynomialClassification, classify_point
from exactcheck.minimality.problem import PolynomialPoint
from exactcheck.minimality.symmetry import Field

Table = list[list[Polynomial]]

#: ``ℓ(e) = e²/2`` and ``e⁴/4``, lowest coefficient first.
SQUARE = (Fraction(0), Fraction(0), Fraction(1, 2))
QUARTIC = (Fraction(0), Fraction(0), Fraction(0), Fraction(0), Fraction(1, 4))
MAX_VARIABLES = 40


def classify_network(weights: Sequence[RationalMatrix], X: RationalMatrix, Y: RationalMatrix, loss: Sequence[Fraction] = SQUARE,
                     entry_weights: RationalMatrix | None = None, better: Sequence[RationalMatrix] | None = None,
                     effort: int = 1) -> PolynomialClassification:
    """The kind of the point ``weights`` of ``Σ c_ij ℓ((W_h ⋯ W_1 X - Y)_ij)``, by polynomial expansion.

    ``W_i`` is ``d_i x d_{i-1}``, ``X`` ``d_0 x n``, ``Y`` and ``entry_weights`` ``c`` ``d_h x n`` (default: all 1); ``loss``
    holds the coefficients of ``ℓ``. The gauge group ``(W_{i+1} T, T^{-1} W_i)`` gives the vector fields of the slice rule;
    ``better`` may name weights with a smaller loss. Raises InputError if the sizes do not chain or there are more than 40 weights.
    """
    problem = network_point(weights, X, Y, loss, entry_weights)
    values = None if better is None else [v for W in better for v in W.entries()]
    if values is not None and [W.shape for W in better or ()] != [W.shape for W in weights]:
        raise InputError("the better point has weights of other sizes")
    return classify_point(problem, gauge_fields(weights), values, effort)


def network_point(weights: Sequence[RationalMatrix], X: RationalMatrix, Y: RationalMatrix, loss: Sequence[Fraction] = SQUARE,
                  entry_weights: RationalMatrix | None = None) -> PolynomialPoint:
    """The loss as a polynomial in the weights: ``W1_00``, ``W1_01``, ..., layer by layer and row by row."""
    names = [f"W{i}_{a}{b}" if max(W.shape) <= 10 else f"W{i}_{a}_{b}"
             for i, W in enumerate(weights, start=1) for a in range(W.rows) for b in range(W.columns)]
    n = len(names)
    if not 0 < n <= MAX_VARIABLES:
        raise InputError(f"a network with {n} weights; expansion as a polynomial is for at most {MAX_VARIABLES}")
    c = entry_weights or RationalMatrix([[1] * Y.columns for _ in range(Y.rows)], Y.shape)
    below = X.rows
    for W in weights:
        if W.columns != below:
            raise InputError(f"a weight matrix of shape {W.shape} above a layer of width {below}")
        below = W.rows
    if Y.shape != (below, X.columns) or c.shape != Y.shape:
        raise InputError(f"Y of shape {Y.shape} and entry weights of shape {c.shape}, expected {(below, X.columns)}")
    output = [[Polynomial.constant(n, v) for v in row] for row in X.tolist()]
    for layer in tables(weights):
        output = multiply(layer, output, n)
    f = Polynomial(n, {})
    for i, row in enumerate(output):
        for j, value in enumerate(row):
            error, term = value - Polynomial.constant(n, Y[i, j]), Polynomial(n, {})
            for coefficient in reversed(loss):
                term = term * error + Polynomial.constant(n, coefficient)
            f = f + term.scaled(c[i, j])
    return PolynomialPoint(f, names, [v for W in weights for v in W.entries()])


def gauge_fields(weights: Sequence[RationalMatrix]) -> list[Field]:
    """``W_i + E W_i``, ``W_{i+1} - W_{i+1} E`` for every hidden layer and every unit matrix ``E``, around the point."""
    n = sum(W.rows * W.columns for W in weights)
    layers = [[[p + Polynomial.constant(n, W[a, b]) for b, p in enumerate(row)] for a, row in enumerate(table)]
              for W, table in zip(weights, tables(weights), strict=True)]
    fields = []
    for i in range(len(weights) - 1):
        width = weights[i].rows
        for a in range(width):
            for b in range(width):
                moved: list[Table] = [zero(W, n) for W in weights]
                moved[i][a] = list(layers[i][b])
                for row, source in zip(moved[i + 1], layers[i + 1], strict=True):
                    row[b] = -source[a]
                fields.append([p for table in moved for row in table for p in row])
    return fields


def tables(weights: Sequence[RationalMatrix]) -> list[Table]:
    """The variables, arranged as the weight matrices."""
    n, start, result = sum(W.rows * W.columns for W in weights), 0, []
    for W in weights:
        result.append([[Polynomial.variable(n, start + a * W.columns + b) for b in range(W.columns)] for a in range(W.rows)])
        start += W.rows * W.columns
    return result


def zero(W: Any, n: int) -> Table:
    return [[Polynomial(n, {}) for _ in range(W.columns)] for _ in range(W.rows)]


def multiply(A: Table, B: Table, n: int) -> Table:
    return [[sum((x * B[k][j] for k, x in enumerate(row)), Polynomial(n, {})) for j in range(len(B[0]))] for row in A]
