"""Networks with biases, piecewise polynomial activations and any such loss, at a point; what they are near it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import comb
from typing import Any

from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, lowest
from exactcheck.exact.sizes import order_hint
from exactcheck.minimality.functions import IDENTITY, Function
from exactcheck.minimality.losses import HALF_SQUARE, Loss, entry_names
from exactcheck.minimality.outcome import Descent
from exactcheck.minimality.problem import Claim, PolynomialPoint, Squares, squares_document
from exactcheck.minimality.symmetry import Field

Sign = Callable[[Polynomial], int]
Table = list[list[Any]]
#: A polynomial, and constraints: where all of these are at least 0, it is the loss minus that at the point.
Piece = tuple[Polynomial, list[Polynomial]]
MAX_PARAMETERS, MAX_TERMS, MAX_PIECES = 40, 1_000_000, 64


class Network(PolynomialPoint):
    """The loss of ``a_h(W_h ⋯ a_1(W_1 X + b_1) ⋯ + b_h) - Y`` as a function of all weights and biases, at a point.

    The parameters, in order: ``W_1`` row by row, ..., ``W_h``, then ``b_1``, ..., ``b_h``; they are called ``W1_11``, ``b1_1``.
    """

    def __init__(self, weights: Sequence[RationalMatrix], X: RationalMatrix, Y: RationalMatrix,
                 activations: Sequence[Any] | None = None, loss: Any = "square", entry_weights: RationalMatrix | None = None,
                 biases: Sequence[RationalMatrix | None] | None = None) -> None:
        """``W_i`` is ``d_i x d_{i-1}``, ``X`` ``d_0 x n``, ``Y`` and ``entry_weights`` ``d_h x n``, ``b_i`` ``d_i x 1`` or None.

        ``activations``: one per layer (``Function.read``), default the identity; ``loss``: see ``Loss.read``. Raises
        InputError if sizes do not chain or a function is not one.
        """
        self.X, self.Y, self.weights = X, Y, list(weights)
        given = [None] * len(self.weights) if biases is None else list(biases)
        self.biases = [RationalMatrix.zeros(W.rows, 0) if b is None else b for W, b in zip(self.weights, given, strict=False)]
        functions = [IDENTITY] * len(self.weights) if activations is None else list(activations)
        if not self.weights:
            raise InputError("found no weight matrices, expected at least one layer")
        for name, list_ in (("activations", functions), ("biases", given)):
            if len(list_) != len(self.weights):
                raise InputError(f"{name}: found {len(list_)}, expected {len(self.weights)}, one for each layer")
        self.activations = [Function.read(a, "z", f"activations[{i}]") for i, a in enumerate(functions)]
        below = X.rows
        for i, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            if W.columns != below:
                raise InputError(f"weights[{i}]: a {W.rows} x {W.columns} matrix, expected {below} column{'s' * (below != 1)}"
                                 f"{order_hint(self.weights, X, Y)}")
            if b.rows != W.rows or b.columns > 1:
                raise InputError(f"biases[{i}]: a {b.rows} x {b.columns} matrix, expected {W.rows} x 1")
            below = W.rows
        if Y.shape != (below, X.columns):
            raise InputError(f"Y: a {Y.rows} x {Y.columns} matrix, expected {below} x {X.columns}{order_hint(self.weights, X, Y)}")
        self.loss = Loss.read(loss, entry_weights, Y.shape)
        self.p = [v for A in (*self.weights, *self.biases) for v in A.entries()]
        self.variables = [name for letter, group in (("W", self.weights), ("b", self.biases)) for i, A in enumerate(group, start=1)
                          for name in ([f"b{i}_{a + 1}" for a in range(A.rows * A.columns)] if letter == "b" else
                                       entry_names(A.shape, f"W{i}_"))]

    @classmethod
    def from_documents(cls, objective: Mapping[str, Any], point: Mapping[str, Any]) -> Network:
        """The network of a checked claim."""
        X, Y = RationalMatrix.from_document(objective["X"]), RationalMatrix.from_document(objective["Y"])
        biases = [RationalMatrix.from_document(b) for b in point["biases"]] if "biases" in point else None
        activations = [Function.from_document(a) for a in objective["activations"]]
        return cls([RationalMatrix.from_document(W) for W in point["weights"]], X, Y, activations,
                   Loss.from_document(objective["loss"], Y.shape), biases=biases)

    # -- values -------------------------------------------------------------------------------------------------------
    def layers(self, parameters: Sequence[Any]) -> tuple[list[Table], list[Table]]:
        """The parameters arranged as weight matrices and biases."""
        queue = iter(parameters)
        return tuple([[[next(queue) for _ in range(A.columns)] for _ in range(A.rows)] for A in group]  # type: ignore[return-value]
                     for group in (self.weights, self.biases))

    def residual(self, parameters: Sequence[Any], number: Callable[[Fraction], Any],
                 apply: Callable[[Function, Any], Any]) -> list[Any]:
        """The entries of ``E``, row by row, for parameters of any kind of number."""
        zero, Z = number(Fraction(0)), [[number(v) for v in row] for row in self.X.tolist()]
        for W, b, activation in zip(*self.layers(parameters), self.activations, strict=True):
            columns = list(zip(*Z, strict=True))
            Z = [[apply(activation, sum((w * z for w, z in zip(row, column, strict=True)), sum(bias, zero))) for column in columns]
                 for row, bias in zip(W, b, strict=True)]
        return [z - number(y) for row, ys in zip(Z, self.Y.tolist(), strict=True) for z, y in zip(row, ys, strict=True)]

    def at(self, parameters: Sequence[Any], number: Callable[[Fraction], Any], apply: Callable[[Function, Any], Any]) -> Any:
        """The loss."""
        return self.loss.at(self.residual(parameters, number, apply), number, apply)

    def value_at(self, point: Sequence[Fraction]) -> Fraction:
        return Fraction(self.at(point, Fraction, lambda function, z: function(z)))

    def expand(self, phi: Sequence[Polynomial], n: int, sign: Sign) -> Polynomial:
        """The loss of parameters that are polynomials in ``n`` variables; ``sign`` says on which side of a break one is."""
        value: Polynomial = self.at(phi, lambda c: Polynomial.constant(n, c), applied(sign, n))
        return value

    def residual_along(self, curve: Sequence[Polynomial]) -> list[Polynomial]:
        """The entries of ``E``, row by row, for small positive values of the one variable of ``curve``."""
        return self.residual(curve, lambda c: Polynomial.constant(1, c), applied(lowest_sign, 1))

    def evaluate(self, phi: Sequence[Polynomial], n: int) -> Polynomial:
        """As ``expand``; along a curve (``n`` = 1), for small positive values of the variable."""
        return self.expand(phi, n, lowest_sign)

    # -- near the point -----------------------------------------------------------------------------------------------
    def pieces(self) -> Iterator[Piece]:
        """``F`` and its constraints, for each piece, in the order of the certificate format."""
        n = len(self.p)
        if n > MAX_PARAMETERS:
            raise InputError(f"a network with {n} parameters; expansion as a polynomial is for at most {MAX_PARAMETERS}")
        phi = [Polynomial.variable(n, i) + Polynomial.constant(n, v) for i, v in enumerate(self.p)]
        pending: list[list[int]] = [[]]
        while pending:
            signs = pending.pop()
            known: list[tuple[Polynomial, Polynomial]] = []

            def sign(z: Polynomial, signs: list[int] = signs, known: list[tuple[Polynomial, Polynomial]] = known) -> int:
                at_zero = z.coefficient((0,) * n)
                if at_zero or not z:
                    return (at_zero > 0) - (at_zero < 0)
                first = next(iter(z.terms.values()))
                direction, monic = 1 if first > 0 else -1, z.scaled(1 / first)
                for i, (other, _) in enumerate(known):
                    if other == monic:
                        return signs[i] * direction
                k = len(known)
                if k == len(signs):
                    pending.append([*signs, direction])
                    signs.append(-direction)
                known.append((monic, z.scaled(signs[k] * direction)))
                return signs[k] * direction

            f = self.expand(phi, n, sign)
            yield f - Polynomial.constant(n, f.coefficient((0,) * n)), [g for _, g in known]

    @cached_property
    def near(self) -> list[Piece]:
        """All pieces; raises LimitError if there are more than 64."""
        found: list[Piece] = []
        for piece in self.pieces():
            if len(found) == MAX_PIECES:
                raise LimitError(f"near the point the loss has more than {MAX_PIECES} pieces")
            found.append(piece)
        return found

    @property
    def is_smooth(self) -> bool:
        """Whether the loss is one polynomial near the point."""
        return not self.near[0][1]

    @property
    def is_polynomial(self) -> bool:  # type: ignore[override]
        """Whether the loss is one polynomial everywhere."""
        return not any(a.breaks for a in (*self.activations, self.loss.function or IDENTITY))

    @property
    def is_plain(self) -> bool:
        """Whether it is ``½‖W_h ⋯ W_1 X - Y‖²``."""
        return (all(a == IDENTITY for a in self.activations) and not any(b.columns for b in self.biases)
                and self.loss.function == HALF_SQUARE and self.loss.weights is None)

    @cached_property
    def F(self) -> Polynomial:
        if not self.is_smooth:
            raise InputError("near the point the loss has a kink and is no polynomial")
        return self.near[0][0]

    @property
    def residual_near(self) -> list[Polynomial]:
        """The entries of ``E`` around the point, of a loss that is smooth there."""
        n = len(self.p)
        phi = [Polynomial.variable(n, i) + Polynomial.constant(n, v) for i, v in enumerate(self.p)]

        def apply(function: Function, z: Polynomial) -> Polynomial:
            return function.piece(sum(z.coefficient((0,) * n) > b for b in function.breaks), z)
        return self.residual(phi, lambda c: Polynomial.constant(n, c), apply)

    @cached_property
    def value(self) -> Fraction:
        return self.value_at(self.p)

    # -- documents ----------------------------------------------------------------------------------------------------
    def shared(self) -> dict[str, Any]:
        biases = {"biases": [b.to_document() for b in self.biases]} if any(b.columns for b in self.biases) else {}
        return {"objective": {"kind": "network-loss", "X": self.X.to_document(), "Y": self.Y.to_document(),
                              "activations": [a.document() for a in self.activations], "loss": self.loss.document()},
                "point": {"weights": [W.to_document() for W in self.weights], **biases}}

    @property
    def claim_size(self) -> int:
        return len(self.p) + (self.X.rows + self.Y.rows) * self.X.columns

    def along(self, motion: Descent) -> dict[str, Any]:
        curve = [q + Polynomial.constant(1, v) for q, v in zip(motion.curve, self.p, strict=True)]
        order, coefficient = lowest(self.evaluate(curve, 1) - Polynomial.constant(1, self.value))
        return {"curve": [{str(e): str(c) for (e,), c in sorted(q.terms.items())} for q in curve],
                "order": order, "coefficient": str(coefficient)}

    def by_pieces(self, kind: str, proofs: Sequence[dict[str, Any]], shared: bool = False) -> Claim:
        """A local minimum or maximum, by a proof for each piece."""
        return {"kind": kind, **({} if shared else self.shared())}, {"rule": "pieces", "proofs": list(proofs)}

    def neither(self, falling: Descent, rising: Descent) -> Claim:
        """A conjunction: no local minimum, by a curve, and no local maximum, by another one."""
        return ({"kind": "conjunction", "shared": self.shared(),
                 "parts": [{"kind": "not-a-local-minimum"}, {"kind": "not-a-local-maximum"}]},
                {"rule": "all", "witnesses": [{"rule": "descent-curve", **self.along(falling)},
                                              {"rule": "ascent-curve", **self.along(rising)}]})

    def by_supporting_lines(self, slopes: RationalMatrix, squares: Sequence[Squares]) -> Claim:
        """A global minimum, by slopes and a sum of squares for each line and each piece of the loss."""
        return ({"kind": "global-minimum", "value": str(self.value), **self.shared()},
                {"rule": "supporting-lines", "slopes": slopes.to_document(), "squares": [squares_document(*s) for s in squares]})

    # -- structure ----------------------------------------------------------------------------------------------------
    def fields(self) -> list[Field]:
        """Vector fields, around the point, along which the loss is constant.

        A hidden layer with the identity: ``(W_{i+1}, W_i, b_i)`` moves by ``(-W_{i+1} T, T W_i, T b_i)`` for every unit matrix
        ``T``. With ``a_i(λz) = λ^k a_i(z)``: by ``(-k W_{i+1} T, T W_i, T b_i)``, ``T`` diagonal.
        """
        n = len(self.p)
        at = [Polynomial.variable(n, i) + Polynomial.constant(n, v) for i, v in enumerate(self.p)]
        W, b = self.layers(at)
        indices, shifts = self.layers(range(n))
        fields = []
        for i, activation in enumerate(self.activations[:-1]):
            k, width = activation.degree, self.weights[i].rows
            if k is None:
                continue
            for target in range(width):
                for source in range(width) if k == 1 and not activation.breaks else [target]:
                    v = [Polynomial(n, {}) for _ in range(n)]
                    for places, values in ((indices[i][target], W[i][source]), (shifts[i][target], b[i][source])):
                        for place, p in zip(places, values, strict=True):
                            v[place] = p
                    for row, values in zip(indices[i + 1], W[i + 1], strict=True):
                        v[row[source]] = values[target].scaled(-k)
                    fields.append(v)
        return [*fields, *self.idle_fields(indices[0], shifts[0])]

    def idle_fields(self, indices: list[list[int]], shifts: list[list[int]]) -> list[Field]:
        """Constant fields along which ``W_1 X + b_1`` does not move."""
        n, bias = len(self.p), self.biases[0].columns
        seen = RationalMatrix.vstack([self.X, RationalMatrix([[1] * self.X.columns] * bias, (bias, self.X.columns))])
        fields = []
        for u in seen.T.null_space.T.tolist():
            for row, shift in zip(indices, shifts, strict=True):
                v = [Polynomial(n, {}) for _ in range(n)]
                for place, c in zip((*row, *shift), u, strict=True):
                    v[place] = Polynomial.constant(n, c)
                fields.append(v)
        return fields


def applied(sign: Sign, n: int) -> Callable[[Function, Polynomial], Polynomial]:
    """What a function makes of a polynomial in ``n`` variables; raises LimitError if that may have very many terms."""
    def apply(function: Function, z: Polynomial) -> Polynomial:
        above = sum(sign(z - Polynomial.constant(n, b)) > 0 for b in function.breaks)
        power = len(function.pieces[above]) - 1
        if power > 1 and comb(len(z) + power - 1, power) > MAX_TERMS:
            raise LimitError(f"the network may expand to a polynomial with more than {MAX_TERMS} terms")
        return function.piece(above, z)
    return apply


def lowest_sign(p: Polynomial) -> int:
    """The sign of a polynomial in one variable for small positive values of the variable."""
    if not p:
        return 0
    return 1 if lowest(p)[1] > 0 else -1
