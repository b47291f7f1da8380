"""What kind of point is this, for a polynomial? Every verdict with a certificate that the checker accepted, or "undecided"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from exactcheck import notebook
from exactcheck.certificate import Certificate, issue
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.engine import Engine, square_part
from exactcheck.minimality.gram import squares
from exactcheck.minimality.outcome import Descent, Minimum, Undecided
from exactcheck.minimality.problem import Claim, PolynomialPoint
from exactcheck.minimality.signs import points
from exactcheck.minimality.symmetry import Field

Kind: TypeAlias = Literal["not-critical", "global-minimum", "spurious-local-minimum", "strict-local-minimum", "local-minimum",
                          "local-maximum", "second-order-saddle", "higher-order-saddle", "not-a-local-minimum", "undecided"]


@dataclass(frozen=True)
class PolynomialClassification:
    """The kind of a point of a polynomial, with the claim that states it and the witness that proves it.

    ``undecided`` has no claim; ``tried`` then says what was done and ``reduced`` is the polynomial, in new variables, whose
    point 0 is open. ``not-a-local-minimum`` is said where a descent curve is known, but not whether the point is a maximum.
    """

    problem: PolynomialPoint
    kind: Kind
    claim: Mapping[str, Any] | None = field(default=None, repr=False)
    witness: Mapping[str, Any] | None = field(default=None, repr=False)
    tried: tuple[str, ...] = ()
    reduced: Polynomial | None = None

    def _repr_html_(self) -> str:
        return notebook.grid(self.kind, [], [[self.explain()]])

    def certificate(self, about: Mapping[str, str] | None = None) -> Certificate:
        """The certificate of ``kind``; raises InputError if the point is undecided, DisagreementError if the checker refuses."""
        if self.claim is None or self.witness is None:
            raise InputError(f"undecided, so there is no certificate; tried: {', '.join(self.tried)}")
        return issue(self.claim, self.witness, about)

    def explain(self) -> str:
        """One sentence: what is proved, or what was tried."""
        if self.claim is not None:
            return self.certificate().statement
        if self.reduced is None:
            return f"undecided; tried: {', '.join(self.tried)}"
        n = self.reduced.n
        names = self.problem.variables if n == len(self.problem.variables) else [f"z{i + 1}" for i in range(n)]
        return f"undecided; tried: {', '.join(self.tried)}; open: is 0 a local minimum of {self.reduced.text(names)}?"


def classify_polynomial(expression: Any, point: Mapping[Any, Any], effort: int = 1) -> PolynomialClassification:
    """The kind of the rational ``point`` (variable -> exact number) of the polynomial ``expression`` (text or SymPy).

    Raises InputError for anything that is not a polynomial with rational coefficients at a rational point, LimitError for
    one that is too large. ``effort`` scales the number of points, lines and zeros that are tried.
    """
    return classify_point(PolynomialPoint.read(expression, point), effort=effort)


def classify_point(problem: PolynomialPoint, fields: list[Field] | None = None, better: Sequence[Fraction] | None = None,
                   effort: int = 1, squares_of: Sequence[tuple[Fraction, Polynomial]] = ()) -> PolynomialClassification:
    """As ``classify_polynomial``, with what is known about the structure of ``F``.

    Used if given: vector fields along which ``F`` is constant, a better point, and pairs ``(c, m)`` in case ``F = Σ c m²``.
    """
    engine, F = Engine(effort), problem.F
    if any(F.gradient_at_zero()):
        return checked(problem, "not-critical", problem.not_critical())
    used = [(c, m) for c, m in squares_of if c and m]
    if used and all(c > 0 for c, _ in used) and sum(((m * m).scaled(c) for c, m in used), Polynomial(F.n, {})) == F:
        one = Polynomial.constant(F.n, 1)
        return checked(problem, "global-minimum", problem.global_minimum(
            [one], [m for _, m in used], RationalMatrix.diagonal([c for c, _ in used])))
    outcome = engine.decide(F, fields)
    if isinstance(outcome, Minimum):
        return of_minimum(problem, outcome, better, effort)
    if isinstance(outcome, Undecided):
        return PolynomialClassification(problem, "undecided", tried=outcome.tried, reduced=outcome.rest)
    negative = engine.decide(-F, fields) if not (problem.inertia.negative and problem.inertia.positive) else None
    if isinstance(negative, Minimum):
        return checked(problem, "local-maximum", problem.local_maximum(negative))
    if problem.inertia.negative:
        return checked(problem, "second-order-saddle", problem.second_order_saddle())
    if isinstance(negative, Descent):
        return checked(problem, "higher-order-saddle", problem.higher_order_saddle(outcome, negative))
    return checked(problem, "not-a-local-minimum", problem.not_a_local_minimum(outcome))


def checked(problem: PolynomialPoint, kind: Kind, proof: Claim) -> PolynomialClassification:
    """Nothing is said that the trusted checker has not accepted."""
    result = PolynomialClassification(problem, kind, *proof)
    result.certificate()
    return result


def of_minimum(problem: PolynomialPoint, found: Minimum, better: Sequence[Fraction] | None,
               effort: int) -> PolynomialClassification:
    """The verdict about a point that is a local minimum: strict, spurious or global where that is found out."""
    lower = better_point(problem, effort) if better is None else better
    certain = sum_of_squares(problem.F) if lower is None and problem.is_polynomial else None
    if certain is not None:
        return checked(problem, "global-minimum", problem.global_minimum(*certain, strict=found if found.strict else None))
    lower = better_on_lines(problem, effort) if lower is None else lower
    if lower is not None:
        return checked(problem, "spurious-local-minimum", problem.spurious_local_minimum(found, lower))
    return checked(problem, "strict-local-minimum" if found.strict else "local-minimum", problem.local_minimum(found))


def sum_of_squares(F: Polynomial) -> tuple[list[Polynomial], list[Polynomial], RationalMatrix] | None:
    """A multiplier, a vector ``m`` and ``Q ⪰ 0`` with ``(Σ multiplier_i²) F = m^T Q m``, or None if none was found."""
    n = F.n
    one = Polynomial.constant(n, 1)
    if not F:
        return [one], [], RationalMatrix.zeros(0, 0)
    e, g = square_part(F)
    if g.degree == 0:
        return ([one], [e], RationalMatrix([[g.coefficient((0,) * n)]])) if g.coefficient((0,) * n) > 0 else None
    squared = squares(g)
    return None if squared is None else ([one], [p * e for p in squared[0]], squared[1])



def better_point(problem: PolynomialPoint, effort: int = 1) -> list[Fraction] | None:
    """A rational point with a smaller value than at ``p``, among the simple ones, or None."""
    return next((list(v) for v in points(len(problem.variables), effort) if problem.value_at(v) < problem.value), None)


def better_on_lines(problem: PolynomialPoint, effort: int = 1) -> list[Fraction] | None:
    """A rational point with a smaller value than at ``p``, on lines through ``p``, or None."""
    F, n = problem.F, problem.F.n
    for v in points(n, effort) if problem.is_polynomial else ():
        line = F.compose([Polynomial(1, {(1,): a}) for a in v], 1)
        if not line:
            continue
        for s in (Fraction(k, m) * sign for m in (1, 2, 3) for k in (1, 2, 3, 5, 10, 100) for sign in (1, -1)):
            if line([s]) < 0:
                return [p + s * a for p, a in zip(problem.p, v, strict=True)]
    return None
