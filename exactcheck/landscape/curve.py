"""Polynomial curves of weights: one matrix polynomial in ``t`` per layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix

#: Exponent of ``t`` -> coefficient; all coefficients have one shape. Exponents without an entry have coefficient 0.
MatrixPolynomial: TypeAlias = Mapping[int, RationalMatrix]


def multiply(left: MatrixPolynomial, right: MatrixPolynomial) -> dict[int, RationalMatrix]:
    """The product of an ``m x k`` and a ``k x n`` matrix polynomial (``m x n``), by convolution; zeros are left out."""
    product: dict[int, RationalMatrix] = {}
    for i, a in left.items():
        for j, b in right.items():
            term = a @ b
            product[i + j] = product[i + j] + term if i + j in product else term
    return {k: product[k] for k in sorted(product) if not product[k].is_zero()}


@dataclass(frozen=True)
class Curve:
    """Weights ``W(t)``: per layer, input side first, a polynomial in ``t`` that lists its constant coefficient."""

    layers: tuple[MatrixPolynomial, ...]

    @classmethod
    def moving(cls, weights: Sequence[RationalMatrix], moves: Mapping[int, MatrixPolynomial]) -> Curve:
        """The curve ``W_i + Σ t^k moves[i][k]`` through ``weights``; layers count from 1, zeros are left out.

        Raises InputError for a layer that does not exist, an exponent below 1, or a coefficient of another shape.
        """
        if unknown := sorted(set(moves) - set(range(1, len(weights) + 1))):
            raise InputError(f"a curve moves layer {unknown[0]}, but the layers are 1 to {len(weights)}")
        layers = []
        for i, weight in enumerate(weights, start=1):
            layer = {0: weight}
            for exponent, coefficient in sorted(moves.get(i, {}).items()):
                if exponent < 1:
                    raise InputError(f"layer {i} of a curve: exponent {exponent}, expected at least 1")
                if coefficient.shape != weight.shape:
                    raise InputError(f"layer {i} of a curve: the coefficient of t^{exponent} has shape "
                                     f"{coefficient.shape}, the weights have {weight.shape}")
                if not coefficient.is_zero():
                    layer[exponent] = coefficient
            layers.append(layer)
        return cls(tuple(layers))

    @classmethod
    def line(cls, weights: Sequence[RationalMatrix], direction: Sequence[RationalMatrix]) -> Curve:
        """The straight line ``W + tA``; raises InputError unless ``direction`` has the shapes of ``weights``."""
        if len(direction) != len(weights):
            raise InputError(f"found a direction of length {len(direction)}, expected one matrix for each layer: {len(weights)}")
        return cls.moving(weights, {i: {1: a} for i, a in enumerate(direction, start=1)})

    @property
    def start(self) -> tuple[RationalMatrix, ...]:
        """``W(0)``."""
        return tuple(layer[0] for layer in self.layers)

    def product(self) -> dict[int, RationalMatrix]:
        """``W_h(t) ⋯ W_1(t)``, a ``d_h x d_0`` matrix polynomial."""
        result: Mapping[int, RationalMatrix] = self.layers[-1]
        for layer in reversed(self.layers[:-1]):
            result = multiply(result, layer)
        return dict(result)

    def at(self, t: Fraction | int) -> tuple[RationalMatrix, ...]:
        """The weights at the rational parameter ``t``."""
        points = []
        for layer in self.layers:
            value = layer[0]
            for exponent, coefficient in layer.items():
                if exponent:
                    value = value + coefficient * (Fraction(t) ** exponent)
            points.append(value)
        return tuple(points)

    def mirrored(self) -> Curve:
        """The curve of the transposed network ``W_1^T ⋯ W_h^T``: layers transposed, in reverse order."""
        return Curve(tuple({k: m.T for k, m in layer.items()} for layer in reversed(self.layers)))

    def to_document(self) -> list[dict[str, Any]]:
        """The certificate format's curve: per layer ``{"0": matrix, "2": matrix, ...}``."""
        return [{str(k): layer[k].to_document() for k in sorted(layer)} for layer in self.layers]
