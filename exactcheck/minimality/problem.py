"""A polynomial at a rational point, and single claims about it, each with its witness."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from exactcheck.errors import InputError, LimitError, closest, meant
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, lowest
from exactcheck.exact.symmetric import Inertia, inertia, negative_direction
from exactcheck.minimality.outcome import Descent, Minimum
from exactcheck.minimality.reader import Written, read_written, require_names, variables_of

Claim: TypeAlias = tuple[dict[str, Any], dict[str, Any]]
#: A multiplier (its squares add up to it), a vector ``m`` and ``Q ⪰ 0`` with ``(Σ multiplier_i²) F = m^T Q m``.
Squares: TypeAlias = tuple[list[Polynomial], list[Polynomial], RationalMatrix]


class PolynomialPoint:
    """``f``, in ``n`` named variables, at the rational point ``p``; ``F(x) = f(p + x) - f(p)``."""

    def __init__(self, f: Polynomial, variables: Sequence[str], point: Sequence[Any],
                 squares: Sequence[tuple[Fraction, Polynomial]] = ()) -> None:
        """``squares``: pairs ``(c, m)``; squares ``c m²`` of which ``f`` may be the sum, up to a simple remainder.

        Raises InputError if there are not as many variables and coordinates as ``f`` has variables.
        """
        if not f.n == len(variables) == len(point):
            raise InputError(f"{f.n} variables in the polynomial, {len(variables)} names, {len(point)} coordinates of the point")
        self.f, self.variables = f, list(variables)
        self.p = [exact(value, name) for name, value in zip(variables, point, strict=True)]
        self.squares = list(squares)

    @classmethod
    def read(cls, expression: Any, point: Mapping[Any, Any]) -> PolynomialPoint:
        """``expression``: text in the grammar of ``reader``, or a SymPy expression; ``point``: variable -> exact number.

        Variables are those of ``point``, in its order. Raises InputError if the expression has others.
        """
        names = [str(name) for name in point]
        if isinstance(expression, str):
            missing = [name for name in variables_of(expression) if name not in names]
            if missing:
                raise InputError(f"the point gives no value for {', '.join(missing)} (a polynomial has variables, no functions)"
                                 f"{_instead(missing[0], names)}")
            try:
                written = read_written(expression, names)
            except (InputError, LimitError) as error:
                raise type(error)(f"polynomial: {error}") from None
        else:
            require_names(names)
            f = _from_sympy(expression, names)
            written = Written(f, _squares_in(expression, names))
        return cls(written.value, names, list(point.values()), written.squares)

    @cached_property
    def F(self) -> Polynomial:
        return self.moved(self.f) - Polynomial.constant(self.f.n, self.value)

    def moved(self, g: Polynomial) -> Polynomial:
        """``g(p + x)``."""
        if not any(self.p):
            return g
        n = len(self.p)
        return g.compose([Polynomial.variable(n, i) + Polynomial.constant(n, v) for i, v in enumerate(self.p)], n)

    @cached_property
    def value(self) -> Fraction:
        return self.f(self.p)

    #: Squares that may add up to the function.
    squares: Sequence[tuple[Fraction, Polynomial]] = ()
    #: Whether the function is one polynomial everywhere, not only near the point.
    is_polynomial = True

    def evaluate(self, phi: Sequence[Polynomial], n: int) -> Polynomial:
        """``f`` at polynomials in ``n`` variables."""
        return self.f.compose(phi, n)

    def value_at(self, point: Sequence[Fraction]) -> Fraction:
        return self.f(point)

    @cached_property
    def hessian(self) -> RationalMatrix:
        return self.F.hessian_at_zero()

    @cached_property
    def inertia(self) -> Inertia:
        return inertia(self.hessian)

    def shared(self) -> dict[str, Any]:
        """The claim members ``objective`` and ``point``."""
        return {"objective": {"kind": "polynomial", "variables": self.variables, "terms": self.f.to_document()},
                "point": {"values": [str(v) for v in self.p]}}

    @property
    def claim_size(self) -> int:
        """How many numbers stand in a claim about this point, at least."""
        return len(self.f) * (self.f.n + 1)

    # -- claims -------------------------------------------------------------------------------------------------------
    def not_critical(self) -> Claim:
        """``not-critical``: the first partial derivative that is not 0."""
        index = next((i for i, v in enumerate(self.F.gradient_at_zero()) if v), None)
        if index is None:
            raise InputError("the point is critical")
        return {"kind": "not-critical", **self.shared()}, {"rule": "gradient-entry", "variable": index}

    def second_order_saddle(self) -> Claim:
        direction = negative_direction(self.hessian)
        if direction is None or any(self.F.gradient_at_zero()):
            raise InputError("the point is no second-order saddle")
        v = list(direction.entries())
        value = self.F.compose([Polynomial(1, {(1,): a}) for a in v], 1).coefficient((2,))
        return ({"kind": "second-order-saddle", **self.shared()},
                {"rule": "negative-curvature", "direction": [str(a) for a in v], "coefficient": str(value)})

    def higher_order_saddle(self, descent: Descent, ascent: Descent) -> Claim:
        """``ascent``: a descent curve of ``-F``."""
        return ({"kind": "higher-order-saddle", **self.shared()},
                {**self.inertia.witness(), "rule": "semidefinite-with-curves",
                 "descent": self.along(descent), "ascent": self.along(ascent)})

    def not_a_local_minimum(self, descent: Descent) -> Claim:
        return {"kind": "not-a-local-minimum", **self.shared()}, {"rule": "descent-curve", **self.along(descent)}

    def along(self, motion: Descent) -> dict[str, Any]:
        """The members ``curve``, ``order`` and ``coefficient``."""
        curve = [q + Polynomial.constant(1, v) for q, v in zip(motion.curve, self.p, strict=True)]
        order, coefficient = lowest(self.F.compose(motion.curve, 1))
        return {"curve": [{str(e): str(c) for (e,), c in sorted(q.terms.items())} for q in curve],
                "order": order, "coefficient": str(coefficient)}

    def local_minimum(self, found: Minimum, shared: bool = False) -> Claim:
        return ({"kind": "strict-local-minimum" if found.strict else "local-minimum", **({} if shared else self.shared())},
                {"rule": "proof-tree", "proof": found.proof})

    def local_maximum(self, found: Minimum) -> Claim:
        """``found`` is about ``-F``."""
        return {"kind": "local-maximum", **self.shared()}, {"rule": "proof-tree", "proof": found.proof}

    def spurious_local_minimum(self, found: Minimum, better: Sequence[Fraction]) -> Claim:
        """A conjunction: a local minimum, and a point with a smaller value."""
        return self.spurious_with(self.local_minimum(found, shared=True), better)

    def spurious_with(self, minimum: Claim, better: Sequence[Fraction]) -> Claim:
        """The same for a claim of a local minimum, without objective and point, that has its witness."""
        claim, witness = minimum
        return ({"kind": "conjunction", "shared": self.shared(), "parts": [claim, {"kind": "not-a-global-minimum"}]},
                {"rule": "all", "witnesses": [witness, {"rule": "better-point", "values": [str(v) for v in better]}]})

    def global_minimum(self, multiplier: Sequence[Polynomial], vector: Sequence[Polynomial], Q: RationalMatrix,
                       strict: Minimum | None = None, rule: str = "sum-of-squares") -> Claim:
        """``(Σ multiplier_i²) F = vector^T Q vector`` with ``Q ⪰ 0``; with ``strict``, and a strict local minimum."""
        claim = {"kind": "global-minimum", "value": str(self.value)}
        witness = {"rule": rule, **squares_document(multiplier, vector, Q)}
        if strict is None:
            return {**claim, **self.shared()}, witness
        local, proof = self.local_minimum(strict, shared=True)
        return ({"kind": "conjunction", "shared": self.shared(), "parts": [claim, local]},
                {"rule": "all", "witnesses": [witness, proof]})


def squares_document(multiplier: Sequence[Polynomial], vector: Sequence[Polynomial], Q: RationalMatrix) -> dict[str, Any]:
    """The members of a witness that show ``(Σ multiplier_i²) F = vector^T Q vector`` to be a sum of squares."""
    found = inertia(Q)
    return {"multiplier": [p.to_document() for p in multiplier], "vector": [p.to_document() for p in vector],
            "matrix": Q.to_document(), "congruence": found.congruence.to_document(), "null-space": found.null_space.to_document()}


def _instead(name: str, known: Sequence[str]) -> str:
    """What may be meant by a variable that is none: a product of others, or one of nearly this name."""
    product = "*".join(name) if len(name) > 1 and set(name) <= set(known) else ""
    return f"; write {product} for a product" if product else meant(closest(name, known))


def exact(value: Any, name: str) -> Fraction:
    """An int, Fraction, SymPy or FLINT rational, or text such as ``-2/3``; raises InputError for floats and anything else."""
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,4000}(/0*[1-9][0-9]{0,3999})?", value, re.ASCII):
        return Fraction(value)
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, (str, float, bool)):
        for top, bottom in (("p", "q"), ("numerator", "denominator")):
            if hasattr(value, top) and hasattr(value, bottom):
                return Fraction(int(getattr(value, top)), int(getattr(value, bottom)))
    raise InputError(f"the value of {name}: found {value!r}, expected an exact rational: an integer, a Fraction, or text like -2/3")


def _from_sympy(expression: Any, names: list[str]) -> Polynomial:
    from sympy import QQ, Poly, PolynomialError, Symbol, sympify
    from sympy.core.basic import Basic
    from sympy.polys.polyerrors import CoercionFailed

    if not isinstance(expression, Basic):
        raise InputError(f"expected a polynomial as text or as a SymPy expression, found {type(expression).__name__}")
    by_name = {symbol.name: symbol for symbol in expression.free_symbols if isinstance(symbol, Symbol)}
    missing = sorted(set(by_name) - set(names))
    if missing:
        raise InputError(f"the point gives no value for {', '.join(missing)}")
    try:
        poly = Poly(sympify(expression), *(by_name.get(name, Symbol(name)) for name in names), domain=QQ)
    except (PolynomialError, CoercionFailed) as error:
        raise InputError(f"not a polynomial with rational coefficients in {', '.join(names)}: {error}") from None
    return Polynomial(len(names), {tuple(e): Fraction(int(c.p), int(c.q)) for e, c in poly.terms()})


def _squares_in(expression: Any, names: list[str]) -> list[tuple[Fraction, Polynomial]]:
    """The squares that are visible in a SymPy expression, if it can be written in the grammar of ``reader``."""
    try:
        return read_written(str(expression), names).squares
    except (InputError, LimitError):
        return []
