"""What kind of point is this, for a polynomial? Every verdict with a certificate that the checker accepted, or "undecided"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar

from exactcheck import notebook
from exactcheck.certificate import Certificate, issue
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, homogeneous, total
from exactcheck.minimality.budget import Budget, OutOfSteps, OutOfTime
from exactcheck.minimality.engine import Engine
from exactcheck.minimality.outcome import Descent, Minimum, Undecided
from exactcheck.minimality.problem import Claim, PolynomialPoint, Squares
from exactcheck.minimality.semidefinite import solver_installed
from exactcheck.minimality.signs import points
from exactcheck.minimality.sums_of_squares import sum_of_squares, visible_squares
from exactcheck.minimality.symmetry import Field

#: With more terms, a sum of squares that is visible in the text is looked for before anything else.
MANY_TERMS = 300
T = TypeVar("T")
Kind: TypeAlias = Literal["not-critical", "global-minimum", "spurious-local-minimum", "strict-local-minimum", "local-minimum",
                          "local-maximum", "second-order-saddle", "higher-order-saddle", "not-a-local-minimum", "undecided"]


@dataclass(frozen=True)
class PolynomialClassification:
    """The kind of a point of a polynomial, with the claim that states it and the witness that proves it.

    ``undecided`` has no claim; ``tried`` then says what was done and ``reduced`` is the polynomial, in new variables, whose
    point 0 is open: ``where`` says what they are, one phrase for each step, and with an ``order``, ``reduced`` has only the terms
    of lower degree than that of the function in question. ``not-a-local-minimum`` is said where a descent curve is known, but not
    whether the point is a maximum.
    """

    problem: PolynomialPoint
    kind: Kind
    claim: Mapping[str, Any] | None = field(default=None, repr=False)
    witness: Mapping[str, Any] | None = field(default=None, repr=False)
    tried: tuple[str, ...] = ()
    reduced: Polynomial | None = None
    where: tuple[str, ...] = ()
    order: int | None = None

    def _repr_html_(self) -> str:
        return notebook.grid(self.kind, [], [[self.explain()]])

    def certificate(self, about: Mapping[str, str] | None = None) -> Certificate:
        """The certificate of ``kind``; raises InputError if the point is undecided, DisagreementError if the checker refuses."""
        if self.claim is None or self.witness is None:
            raise InputError(f"undecided, so there is no certificate; tried: {', '.join(self.tried)}")
        return self._issued if about is None else issue(self.claim, self.witness, about)

    @cached_property
    def _issued(self) -> Certificate:
        """Made and checked once, however often it is asked for."""
        return issue(self.claim or {}, self.witness or {})

    def explain(self) -> str:
        """One sentence: what is proved, or what was tried."""
        if self.claim is not None:
            return self.certificate().statement
        if self.reduced is None:
            return f"undecided; tried: {', '.join(self.tried)}"
        n = self.reduced.n
        same = n == len(self.problem.variables) and not self.where
        names = self.problem.variables if same else [f"z{i + 1}" for i in range(n)]
        what = self.reduced.text(names)
        if self.order is not None:
            what = f"a function that is {what} up to terms of degree {self.order} and higher"
        if not same:
            listed = ", ".join(names if n < 4 else [names[0], "...", names[-1]])
            what += f" ({listed}: {', then '.join(self.where) or 'new coordinates'})"
        return f"undecided; tried: {', '.join(self.tried)}; open: is 0 a local minimum of {what}?"


def classify_polynomial(expression: Any, point: Mapping[Any, Any], effort: int = 1,
                        time_limit: float | None = None) -> PolynomialClassification:
    """The kind of the rational ``point`` (variable -> exact number) of the polynomial ``expression`` (text or SymPy).

    ``effort`` scales the number of steps that may be spent before the verdict is ``undecided``. A ``time_limit`` in seconds is for
    all from the polynomial to the checked certificate, but not for reading it: it is looked at between the steps, and what the
    certificate will cost is estimated before it is made. It may turn any verdict into ``undecided``, never into another one.
    Raises InputError for anything that is not a polynomial with rational coefficients at a rational point, LimitError for
    one that is too large.
    """
    return classify_point(PolynomialPoint.read(expression, point), budget=Budget(effort, time_limit))


def classify_point(problem: PolynomialPoint, fields: list[Field] | None = None, better: Sequence[Fraction] | None = None,
                   squares_of: Sequence[tuple[Fraction, Polynomial]] = (),
                   budget: Budget | None = None) -> PolynomialClassification:
    """As ``classify_polynomial``, with what is known about the structure of ``F``.

    Used if given: vector fields along which ``F`` is constant, a better point, and pairs ``(c, m)`` in case ``F = Σ c m²``.
    """
    try:
        return _classified(problem, fields, better, squares_of, budget or Budget())
    except OutOfTime as stopped:
        return PolynomialClassification(problem, "undecided", tried=(str(stopped),), reduced=problem.F)


def _classified(problem: PolynomialPoint, fields: list[Field] | None, better: Sequence[Fraction] | None,
                squares_of: Sequence[tuple[Fraction, Polynomial]], budget: Budget) -> PolynomialClassification:
    budget.afford(problem.claim_size)
    engine, F = Engine(budget), problem.F
    if any(F.gradient_at_zero()):
        return checked(problem, "not-critical", problem.not_critical(), budget)
    used = [(c, m) for c, m in squares_of if c and m]
    if used and all(c > 0 for c, _ in used) and total(F.n, ((m * m).scaled(c) for c, m in used)) == F:
        one = Polynomial.constant(F.n, 1)
        return checked(problem, "global-minimum", problem.global_minimum(
            [one], [m for _, m in used], RationalMatrix.diagonal([c for c, _ in used])), budget)
    if problem.is_polynomial and len(F) > MANY_TERMS:
        certain = _affordable(budget, 0.3, lambda: _as_written(problem, budget))
        if certain is not None:
            return checked(problem, "global-minimum", problem.global_minimum(*certain), budget)
    with budget.part(0.5):
        outcome = engine.decide(F, fields)
    if isinstance(outcome, Minimum):
        return of_minimum(problem, outcome, better, budget)
    if isinstance(outcome, Undecided):
        return _undecided(problem, outcome, budget)
    negative = engine.decide(-F, fields) if not (problem.inertia.negative and problem.inertia.positive) else None
    if isinstance(negative, Minimum):
        return checked(problem, "local-maximum", problem.local_maximum(negative), budget)
    if problem.inertia.negative:
        return checked(problem, "second-order-saddle", problem.second_order_saddle(), budget)
    if isinstance(negative, Descent):
        return checked(problem, "higher-order-saddle", problem.higher_order_saddle(outcome, negative), budget)
    return checked(problem, "not-a-local-minimum", problem.not_a_local_minimum(outcome), budget)


def checked(problem: PolynomialPoint, kind: Kind, proof: Claim, budget: Budget) -> PolynomialClassification:
    """Nothing is said that the trusted checker has not accepted; raises OutOfTime where that would take longer than the limit."""
    budget.afford(numbers_in(proof))
    result = PolynomialClassification(problem, kind, *proof)
    result.certificate()
    return result


def numbers_in(document: Any) -> int:
    """How many numbers and other scalars stand in a document."""
    if isinstance(document, Mapping):
        return sum(map(numbers_in, document.values()))
    return sum(map(numbers_in, document)) if isinstance(document, (list, tuple)) else 1


def of_minimum(problem: PolynomialPoint, found: Minimum, better: Sequence[Fraction] | None,
               budget: Budget) -> PolynomialClassification:
    """The verdict about a point that is a local minimum: spurious or global where that is found out, else strict or not."""
    certain = _affordable(budget, 0.2, lambda: _as_written(problem, budget)) if problem.is_polynomial and better is None else None
    lower = better
    if certain is None and better is None:
        lower = _affordable(budget, 0.2, lambda: better_point(problem, budget))
    if certain is None and lower is None and problem.is_polynomial:
        certain = _affordable(budget, 0.15, lambda: sum_of_squares(problem.F, problem.p, budget))
    if certain is not None:
        return checked(problem, "global-minimum", problem.global_minimum(*certain, strict=found if found.strict else None), budget)
    lower = _affordable(budget, 0.2, lambda: better_on_lines(problem, budget)) if lower is None else lower
    if lower is not None:
        return checked(problem, "spurious-local-minimum", problem.spurious_local_minimum(found, lower), budget)
    return checked(problem, "strict-local-minimum" if found.strict else "local-minimum", problem.local_minimum(found), budget)


def _undecided(problem: PolynomialPoint, outcome: Undecided, budget: Budget) -> PolynomialClassification:
    """No local argument was found; if no smaller value is met either, a global one may still be."""
    certain = _affordable(budget, 0.3, lambda: _as_written(problem, budget)) if problem.is_polynomial else None
    if certain is None and problem.is_polynomial and _affordable(budget, 0.3, lambda: better_point(problem, budget)) is None:
        certain = _affordable(budget, 1, lambda: sum_of_squares(problem.F, problem.p, budget))
    if certain is not None:
        return checked(problem, "global-minimum", problem.global_minimum(*certain), budget)
    tried = outcome.tried if solver_installed() else (
        *outcome.tried, "no conic solver: pip install 'exactcheck[sos]' finds more sums of squares")
    return PolynomialClassification(problem, "undecided", tried=tried, reduced=outcome.rest, where=outcome.where,
                                    order=outcome.order)


def _as_written(problem: PolynomialPoint, budget: Budget) -> Squares | None:
    """A sum of squares that is visible in how the polynomial is written; or the square that it is."""
    return visible_squares(problem.F, [(c, problem.moved(m)) for c, m in problem.squares], budget)


def _affordable(budget: Budget, share: float, search: Callable[[], T]) -> T | None:
    """The result of the search, None if its share of the steps does not suffice."""
    try:
        with budget.part(share):
            return search()
    except OutOfSteps:
        return None


def better_point(problem: PolynomialPoint, budget: Budget) -> list[Fraction] | None:
    """A rational point with a smaller value than at ``p``, among the simple ones, or None."""
    for v in points(len(problem.variables), budget.effort):
        budget.spend(10 + len(problem.F) * (1 + len(v) // 20) // 8)
        if problem.value_at(v) < problem.value:
            return list(v)
    return None


def better_on_lines(problem: PolynomialPoint, budget: Budget) -> list[Fraction] | None:
    """A rational point with a smaller value than at ``p``, on lines through ``p``, or None."""
    F, n = problem.F, problem.F.n
    parts = homogeneous(F)
    for v in points(n, budget.effort) if problem.is_polynomial else ():
        budget.spend(200 + len(F) * (1 + n // 100))
        line = Polynomial(1, {(d,): part(v) for d, part in parts})
        if not line:
            continue
        for s in (Fraction(k, m) * sign for m in (1, 2, 3) for k in (1, 2, 3, 5, 10, 100) for sign in (1, -1)):
            if line([s]) < 0:
                return [p + s * a for p, a in zip(problem.p, v, strict=True)]
    return None
