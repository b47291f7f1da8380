"""A loss that is convex in the output: ``F`` is what moves the output to first order, and a remainder that is a sum of squares."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from exactcheck.exact.polynomial import Polynomial
from exactcheck.exact.symmetric import inertia
from exactcheck.minimality.networks import Network
from exactcheck.minimality.outcome import Minimum, Outcome, Proof
from exactcheck.minimality.separation import block_diagonal
from exactcheck.minimality.sums_of_squares import sum_of_squares


def by_convexity(net: Network, decide: Callable[[Polynomial], Outcome]) -> Minimum | None:
    """A proof of ``F = Σ c l'(E) m + Σ c r(m) >= 0`` near 0, or None; ``m`` are the movements of the output.

    ``r(m) = l(E + m) - l(E) - l'(E) m`` has to be a sum of squares for every entry, as it is for even powers; the first sum,
    which is linear in ``m``, is left to ``decide``.
    """
    function, n = net.loss.function, len(net.p)
    if function is None:
        return None
    E, vector, blocks = net.residual_near, [], []
    for i, entry in enumerate(E):
        at_zero = entry.coefficient((0,) * n)
        c = Fraction(1) if net.loss.weights is None else net.loss.weights[divmod(i, net.loss.shape[1])]
        moved = entry - Polynomial.constant(n, at_zero)
        around = Polynomial.variable(1, 0) + Polynomial.constant(1, at_zero)
        single = function.piece(sum(at_zero > b for b in function.breaks), around).scaled(c)
        bent = Polynomial(1, {e: v for e, v in single.terms.items() if e[0] > 1})
        if not moved or not bent:
            continue
        squares = sum_of_squares(bent)
        if squares is None:
            return None
        vector += [p.compose([moved], n) for p in squares[1]]
        blocks.append(squares[2])
    Q = block_diagonal(blocks)
    convex = Polynomial(n, {})
    for i, p in enumerate(vector):
        for j, r in enumerate(vector):
            convex = convex + (p * r).scaled(Q[i, j]) if Q[i, j] else convex
    linear = net.F - convex
    below = decide(linear)
    if not isinstance(below, Minimum):
        return None
    gram: Proof = {**inertia(Q).witness(), "rule": "gram", "multiplier": Polynomial.constant(n, 1).to_document(),
                   "vector": [p.to_document() for p in vector], "matrix": [[Q.to_document(), [0] * n]]}
    return Minimum(below.strict, {"rule": "sum", "parts": [{"polynomial": linear.to_document(), "proof": below.proof},
                                                           {"polynomial": convex.to_document(), "proof": gram}]})
