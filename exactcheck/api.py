"""The Python face of the provers: the same functions, for whatever ``inputs.as_matrix`` accepts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, overload

from exactcheck import landscape, minimality, openness
from exactcheck.certificate import Certificate, load
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation import explain as explain_document
from exactcheck.inputs import Floats, as_matrix
from exactcheck.inputs.expressions import require_activation, require_loss, require_same_variables
from exactcheck.inputs.words import found
from exactcheck.landscape.curve import Curve
from exactcheck.openness import NearbyFactors, Obstruction, Openness


def local_openness(W1: Any, W2: Any, floats: Floats | None = None, tolerance: Fraction | int | None = None) -> Openness:
    """Is multiplication locally open, in its range, at ``W1`` (m x k), ``W2`` (k x n)? See ``openness.local_openness``.

    Raises InputError for what is no matrix of rationals (``inputs.as_matrix``) and for sizes that do not chain.
    """
    return openness.local_openness(as_matrix(W1, "W1", floats, tolerance), as_matrix(W2, "W2", floats, tolerance))


def factor_nearby(W1: Any, W2: Any, Z: Any, floats: Floats | None = None,
                  tolerance: Fraction | int | None = None) -> NearbyFactors | Obstruction:
    """Factors of ``Z`` (m x n) near ``W1`` (m x k) and ``W2`` (k x n), exactly; see ``openness.factor_nearby``.

    Raises InputError as ``local_openness`` does, NotNearbyError if ``Z`` is outside the range or too far away.
    """
    return openness.factor_nearby(as_matrix(W1, "W1", floats, tolerance), as_matrix(W2, "W2", floats, tolerance),
                                  as_matrix(Z, "Z", floats, tolerance))


class DeepLinearNetwork(landscape.DeepLinearNetwork):
    """``f(W) = ½‖W_h ⋯ W_1 X - Y‖²`` at a rational point; see ``landscape.DeepLinearNetwork`` for what it offers."""

    def __init__(self, weights: Sequence[Any], X: Any, Y: Any, floats: Floats | None = None,
                 tolerance: Fraction | int | None = None) -> None:
        """``weights``: ``W_1`` (input side, ``d_1 x d_0``) first; ``X`` (``d_0 x n``) may be ``"identity"``.

        Raises InputError if an argument is no matrix of rationals (``inputs.as_matrix``) or sizes do not chain.
        """
        if isinstance(weights, (str, Mapping)) or not hasattr(weights, "__iter__"):
            raise InputError("weights: expected a list of matrices, W_1 (input side) first")
        layers = [as_matrix(W, f"weights[{i}]", floats, tolerance) for i, W in enumerate(weights)]
        data = X if isinstance(X, str) else as_matrix(X, "X", floats, tolerance)
        super().__init__(layers, data, as_matrix(Y, "Y", floats, tolerance))  # type: ignore[arg-type]

    def taylor(self, path: Curve | Sequence[Any]) -> list[Fraction]:
        """Coefficients of ``f`` along a curve, or along the line in a direction (one matrix per layer)."""
        if isinstance(path, Curve):
            return super().taylor(path)
        return super().taylor([as_matrix(A, f"direction[{i}]") for i, A in enumerate(path)])


@dataclass(frozen=True)
class Classification(landscape.Classification):
    """The kind of a point with its certificate."""

    def explain(self) -> str:
        """The certificate in words and formulas."""
        return explain_document(self.certificate())


class Network(minimality.Network):
    """A network with biases, piecewise polynomial activations and such a loss, at a rational point; see ``minimality.Network``."""

    def __init__(self, weights: Sequence[Any], X: Any, Y: Any, activations: Sequence[Any] | None = None, loss: Any = "square",
                 entry_weights: Any = None, biases: Sequence[Any] | None = None, floats: Floats | None = None,
                 tolerance: Fraction | int | None = None) -> None:
        """``weights``: ``W_1`` (input side, ``d_1 x d_0``) first; ``biases``: ``b_i`` (``d_i x 1``) or None for each layer.

        ``X`` (``d_0 x n``) may be ``"identity"``; ``Y`` and ``entry_weights`` are ``d_h x n``. ``activations``, one per layer:
        ``"identity"``, ``"relu"``, ``{"leaky-relu": "1/2"}``, ``"square"``, ``"absolute-value"``, a polynomial in ``z`` as text,
        or ``{"breaks": [...], "pieces": [...]}``; default: identities. ``loss``: ``"square"`` (½ e²), ``"absolute-value"``, a
        polynomial in ``e`` as text (summed over the entries of the residual, times ``entry_weights``), pieces as above, or a
        polynomial in the entries ``E11, E12, ...`` of the residual. Raises InputError for anything else.
        """
        if isinstance(activations, (str, Mapping)):
            raise InputError(f"activations: found {found(activations)}, expected a list: one activation for each layer")
        for i, activation in enumerate(activations or ()):
            require_activation(activation, f"activations[{i}]")
        require_loss(loss)
        layers = [as_matrix(W, f"weights[{i}]", floats, tolerance) for i, W in enumerate(weights)]
        shifts = None if biases is None else [None if b is None else as_matrix(b, f"biases[{i}]", floats, tolerance)
                                              for i, b in enumerate(biases)]
        data = RationalMatrix.identity(layers[0].columns) if isinstance(X, str) and X == "identity" and layers else as_matrix(
            X, "X", floats, tolerance)
        c = None if entry_weights is None else as_matrix(entry_weights, "entry-weights", floats, tolerance)
        super().__init__(layers, data, as_matrix(Y, "Y", floats, tolerance), activations, loss, c, shifts)


@overload
def classify(net: landscape.DeepLinearNetwork) -> Classification: ...
@overload
def classify(net: minimality.Network, effort: int = ...,
             time_limit: float | None = ...) -> minimality.PolynomialClassification: ...
def classify(net: landscape.DeepLinearNetwork | minimality.Network, effort: int = 1,
             time_limit: float | None = None) -> Classification | minimality.PolynomialClassification:
    """Decide what kind of point ``net`` is at: always for a deep linear network (``landscape.classify``), else where possible.

    ``effort`` and ``time_limit`` (seconds) bound the search where one is needed; see ``classify_polynomial``.
    """
    if isinstance(net, minimality.Network):
        return minimality.classify_network(net, effort=effort, time_limit=time_limit)
    found = landscape.classify(net)
    return Classification(found.network, found.kind, found.claim, found.witness)


def classify_polynomial(expression: Any, point: Mapping[Any, Any], effort: int = 1,
                        time_limit: float | None = None) -> minimality.PolynomialClassification:
    """What kind of point of a polynomial (text or SymPy) the rational ``point`` (variable -> exact number) is.

    See ``minimality.classify_polynomial``. Raises InputError as that does, and for a text without some variable of the point:
    as in a problem file it may be a slip (SymPy drops variables by itself).
    """
    if isinstance(expression, str):
        require_same_variables(expression, [str(name) for name in point])
    return minimality.classify_polynomial(expression, point, effort, time_limit)


def explain(source: Certificate | Mapping[str, Any] | str | os.PathLike[str]) -> str:
    """A certificate (also its document, its JSON text or its path) in words and formulas, checked first.

    Raises InputError if the checker does not accept it, LimitError if a limit is reached.
    """
    if isinstance(source, str) and source.lstrip().startswith("{"):
        try:
            source = json.loads(source)
        except (ValueError, RecursionError) as error:
            raise InputError(f"not a certificate: {error}") from None
    if isinstance(source, (str, os.PathLike)):
        source = load(source)
    return explain_document(source)
