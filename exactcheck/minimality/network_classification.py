"""What kind of point of the loss of a network is this? Structure first, the general engine after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf
from random import Random
from typing import Any

from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality import regions
from exactcheck.minimality.budget import Budget, OutOfTime
from exactcheck.minimality.classification import Kind, PolynomialClassification, checked, classify_point, of_minimum
from exactcheck.minimality.convexity import by_convexity
from exactcheck.minimality.engine import Engine, independent
from exactcheck.minimality.networks import Network, Piece, lowest_sign
from exactcheck.minimality.outcome import Descent
from exactcheck.minimality.separation import block_diagonal
from exactcheck.minimality.signs import points
from exactcheck.minimality.sums_of_squares import sum_of_squares
from exactcheck.minimality.supporting_lines import supporting_lines
from exactcheck.minimality.symmetry import Field, symmetries

MAX_LINES, STARTS, STEPS = 150, 24, 60


def classify_network(net: Network, better: Sequence[Fraction] | None = None, effort: int = 1,
                     time_limit: float | None = None) -> PolynomialClassification:
    """The kind of the point; ``better``: other parameters with a smaller loss, if known.

    ``effort`` and ``time_limit`` (seconds): as for ``classify_polynomial``. Raises InputError if ``better`` is not better, or
    if there are more than 40 parameters.
    """
    budget = Budget(effort, time_limit)
    try:
        return _classified(net, better, budget)
    except OutOfTime as stopped:
        return PolynomialClassification(net, "undecided", tried=(str(stopped),))


def _classified(net: Network, better: Sequence[Fraction] | None, budget: Budget) -> PolynomialClassification:
    if better is not None and (len(better) != len(net.p) or net.value_at(better) >= net.value):
        raise InputError(f"the better point: expected {len(net.p)} parameters with a loss below {net.value}")
    least = least_loss(net)
    if least is not None:
        return checked(net, "global-minimum", net.global_minimum(*least, rule="least-loss"), budget)
    lines = supporting_lines(net, budget)
    if lines is not None:
        return checked(net, "global-minimum", net.by_supporting_lines(*lines), budget)
    try:
        smooth = net.is_smooth
    except LimitError as error:
        return PolynomialClassification(net, "undecided", tried=(str(error),))
    if not smooth:
        return _at_a_kink(net, better, budget)
    if better is None and not any(net.F.gradient_at_zero()) and not net.inertia.negative:
        better = better_parameters(net, budget)
    found = classify_point(net, _fields(net), better, _squares(net), budget.again())
    if found.kind == "undecided":
        convex = by_convexity(net, lambda p: Engine(budget.again()).decide(p))
        return replace(found, tried=(*found.tried, "convexity")) if convex is None else of_minimum(
            net, convex, better, budget.again())
    return found


def _fields(net: Network) -> list[Field]:
    """Those of the structure, and others where they do not span the kernel of the Hessian."""
    known = independent(net.F, net.fields())
    return known if len(known) == net.inertia.zero else [*known, *symmetries(net.F, Budget())]


def _squares(net: Network) -> list[tuple[Fraction, Polynomial]]:
    """``Σ c m²`` with movements ``m`` of the output: it is ``F`` where the residual of a square loss is orthogonal to them."""
    function, n = net.loss.function, len(net.p)
    if function is None or not net.is_polynomial or len(function.pieces[0]) != 3:
        return []
    shift = [Polynomial.variable(n, i) + Polynomial.constant(n, v) for i, v in enumerate(net.p)]
    E = net.residual(shift, lambda c: Polynomial.constant(n, c), lambda f, z: f.piece(0, z))
    weights = net.loss.weights.entries() if net.loss.weights is not None else [Fraction(1)] * len(E)
    return [(c * function.pieces[0][2], e - Polynomial.constant(n, e.coefficient((0,) * n)))
            for c, e in zip(weights, E, strict=True)]


def least_loss(net: Network) -> tuple[list[Polynomial], list[Polynomial], RationalMatrix] | None:
    """A multiplier, a vector and ``Q`` that show that no matrix in place of the output has a smaller loss, or None."""
    loss, E = net.loss, net.residual(net.p, Fraction, lambda function, z: function(z))
    n = len(E)
    if loss.function is None:
        x = [Polynomial.variable(n, i) + Polynomial.constant(n, e) for i, e in enumerate(E)]
        moved = loss.at(x, lambda c: Polynomial.constant(n, c), lambda f, z: f.piece(0, z))
        moved = moved - Polynomial.constant(n, moved.coefficient((0,) * n))
        return None if any(moved.gradient_at_zero()) else sum_of_squares(moved)
    if loss.function.breaks:
        return None
    vector: list[Polynomial] = []
    blocks: list[RationalMatrix] = []
    for i, e in enumerate(E):
        c = Fraction(1) if loss.weights is None else loss.weights[divmod(i, loss.shape[1])]
        z = Polynomial.variable(1, 0) + Polynomial.constant(1, e)
        single = loss.function.piece(0, z).scaled(c)
        single = single - Polynomial.constant(1, single.coefficient((0,)))
        found = None if any(single.gradient_at_zero()) else sum_of_squares(single)
        if found is None:
            return None
        vector += [m.compose([Polynomial.variable(n, i)], n) for m in found[1]]
        blocks.append(found[2])
    return [Polynomial.constant(n, 1)], vector, block_diagonal(blocks)


# -- kinks ------------------------------------------------------------------------------------------------------------
def _at_a_kink(net: Network, better: Sequence[Fraction] | None, budget: Budget) -> PolynomialClassification:
    try:
        pieces = net.near
    except LimitError as error:
        return PolynomialClassification(net, "undecided", tried=(str(error),))
    minimum = _by_pieces(net, pieces, 1, budget)
    if isinstance(minimum, Minima):
        kind: Kind = "strict-local-minimum" if minimum.strict else "local-minimum"
        better = better_parameters(net, budget) if better is None else better
        if better is None:
            return checked(net, kind, net.by_pieces(kind, minimum.proofs), budget)
        spurious = net.spurious_with(net.by_pieces(kind, minimum.proofs, shared=True), better)
        return checked(net, "spurious-local-minimum", spurious, budget)
    if minimum.curve is None:
        return PolynomialClassification(net, "undecided", tried=(f"a proof for each of {len(pieces)} pieces", "straight lines"),
                                        reduced=minimum.rest)
    maximum = _by_pieces(net, pieces, -1, budget)
    if isinstance(maximum, Minima):
        return checked(net, "local-maximum", net.by_pieces("local-maximum", maximum.proofs), budget)
    if maximum.curve is None:
        return checked(net, "not-a-local-minimum", net.not_a_local_minimum(minimum.curve), budget)
    return checked(net, "not-a-local-minimum", net.neither(minimum.curve, maximum.curve), budget)


@dataclass(frozen=True)
class Minima:
    """The entries of ``proofs`` in the rule ``pieces``, and whether all of them are about strict minima."""

    proofs: list[dict[str, Any]]
    strict: bool


@dataclass(frozen=True)
class NoProof:
    """Some piece has no proof; the ``curve`` shows why, if there is one; ``rest`` is what is left of the first such piece."""

    curve: Descent | None
    rest: Polynomial


def _by_pieces(net: Network, pieces: Sequence[Piece], sign: int, budget: Budget) -> Minima | NoProof:
    """Is the point a local minimum of the loss, or, with the sign -1, a maximum?"""
    proofs: list[dict[str, Any]] = []
    strict, left = True, None
    for F, constraints in pieces:
        found = regions.prove(F.scaled(sign), constraints, lambda p: Engine(budget.again()).decide(p))
        if isinstance(found, regions.Proved):
            proofs.append(found.document)
            strict = strict and found.strict
            continue
        left = left or found
        for curve in found.curves:
            if lowest_sign(_change(net, curve)) == -sign:
                return NoProof(Descent(curve), left.rest)
    if left is None:
        return Minima(proofs, strict)
    for curve in lines(len(net.p), budget):
        if lowest_sign(_change(net, curve)) == -sign:
            return NoProof(Descent(curve), left.rest)
    return NoProof(None, left.rest)


def _change(net: Network, curve: Sequence[Polynomial]) -> Polynomial:
    """The loss itself, kinks included, along ``p + curve(t)`` for small ``t > 0``, minus that at ``p``."""
    path = [q + Polynomial.constant(1, v) for q, v in zip(curve, net.p, strict=True)]
    return net.evaluate(path, 1) - Polynomial.constant(1, net.value)


def lines(n: int, budget: Budget) -> Iterator[list[Polynomial]]:
    for k, v in enumerate(points(n, budget.effort)):
        if k == MAX_LINES * budget.effort:
            return
        budget.spend(1)
        yield [Polynomial(1, {(1,): a}) for a in v]


# -- better points ----------------------------------------------------------------------------------------------------
def better_parameters(net: Network, budget: Budget) -> list[Fraction] | None:
    """Parameters with a smaller loss: simple ones, or those that a search along the axes in floating point suggests."""
    n = len(net.p)
    for k, v in enumerate(points(n, budget.effort)):
        if k == 1500 * budget.effort:
            break
        budget.spend(1)
        if net.value_at(v) < net.value:
            return _rounded(net, _descended(net, [float(a) for a in v]), list(v))
    source = Random(n)
    for start in range(STARTS * budget.effort):
        budget.spend(1)
        spread = 1 + start % 3
        x = [float(source.randint(-2 * spread, 2 * spread)) / spread for _ in range(n)]
        found = _rounded(net, _descended(net, x), net.p)
        if net.value_at(found) < net.value:
            return found
    return None


def _rounded(net: Network, x: Sequence[float], start: list[Fraction]) -> list[Fraction]:
    """The best of ``start`` and of ``x`` with small denominators; the first of them, if several are."""
    rounded = [[Fraction(a).limit_denominator(d) for a in x] for d in (1, 2, 3, 4, 5, 10, 20, 256)]
    return min([start, *rounded], key=net.value_at)


def _descended(net: Network, x: list[float]) -> list[float]:
    """Coordinate search; floating point only suggests a point, its loss is computed exactly afterwards."""
    def loss(point: list[float]) -> float:
        try:
            return float(net.at(point, float, lambda function, z: function(z)))
        except OverflowError:  # a number of the network is beyond the range of a float: nothing to suggest
            return inf

    best, step = loss(x), 1.0
    for _ in range(STEPS):
        moved = False
        for i in range(len(x)):
            for sign in (1, -1):
                tried = [*x[:i], x[i] + sign * step, *x[i + 1:]]
                value = loss(tried)
                if value < best:
                    x, best, moved = tried, value, True
        if not moved:
            step /= 2
            if step < 1e-4:
                break
    return x
