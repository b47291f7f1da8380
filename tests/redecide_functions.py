"""Claims about a polynomial or the loss of a network at a rational point, decided or at least tested again: by values that are
computed with Fractions straight from the document, and by SymPy's derivatives. Nothing is shared with the package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import sympy

Claim = dict[str, Any]
t = sympy.Symbol("t")
Value = Callable[[Sequence[Any]], Any]


def rows(document: Claim) -> list[list[Fraction]]:
    return [[Fraction(v) for v in row] for row in document["entries"]]


def piece(function: Claim, z: Any, like: Fraction) -> Any:
    """The function at ``z``, by the polynomial that holds around ``like``."""
    k, number = sum(like > Fraction(b) for b in function["breaks"]), sympy.Rational if isinstance(z, sympy.Expr) else Fraction
    return sum(number(c) * z**e for e, c in enumerate(function["pieces"][k]))


def loss(claim: Claim, values: Sequence[Any], like: Sequence[Fraction]) -> Any:
    """The loss of a network with the parameters ``values``; the pieces of its functions are chosen at ``like``."""
    objective, point, found = claim["objective"], claim["point"], []
    shapes = [W["shape"] for W in point["weights"]]
    shifts = [b["shape"] for b in point.get("biases", [{"shape": [m, 0]} for m, _ in shapes])]
    for parameters in (values, like):
        queue = iter(parameters)
        found.append([[[[next(queue) for _ in range(n)] for _ in range(m)] for m, n in group] for group in (shapes, shifts)])
    (weights, biases), (weights_like, biases_like) = found
    Z: list[list[Any]] = rows(objective["X"])
    here = rows(objective["X"])
    for W, b, V, d, a in zip(weights, biases, weights_like, biases_like, objective["activations"], strict=True):
        columns, columns_here = list(zip(*Z, strict=True)), list(zip(*here, strict=True))
        before = [[sum((w * z for w, z in zip(row, column, strict=True)), sum(bias, Fraction(0))) for column in columns_here]
                  for row, bias in zip(V, d, strict=True)]
        Z = [[piece(a, sum((w * z for w, z in zip(row, column, strict=True)), sum(bias, Fraction(0))), at)
              for column, at in zip(columns, line, strict=True)] for row, bias, line in zip(W, b, before, strict=True)]
        here = [[piece(a, z, z) for z in line] for line in before]
    E = [z - y for line, ys in zip(Z, rows(objective["Y"]), strict=True) for z, y in zip(line, ys, strict=True)]
    E_here = [z - y for line, ys in zip(here, rows(objective["Y"]), strict=True) for z, y in zip(line, ys, strict=True)]
    if "polynomial" in objective["loss"]:
        return polynomial(objective["loss"]["polynomial"], E)
    entrywise, c = objective["loss"]["entrywise"], objective["loss"].get("weights")
    factors = [Fraction(1)] * len(E) if c is None else [v for line in rows(c) for v in line]
    return sum(v * piece(entrywise, e, at) for v, e, at in zip(factors, E, E_here, strict=True))


def polynomial(terms: list[Any], values: Sequence[Any]) -> Any:
    total: Any = Fraction(0)
    for c, exponents in terms:
        term: Any = Fraction(c)
        for v, e in zip(values, exponents, strict=True):
            term = term * v**e
        total = total + term
    return total


class Function:
    """``f`` and the point ``p`` of a claim."""

    def __init__(self, c: Claim) -> None:
        self.c, point = c, c["point"]
        self.is_polynomial = c["objective"]["kind"] == "polynomial"
        self.p = [Fraction(v) for v in point["values"]] if self.is_polynomial else [
            v for A in (*point["weights"], *point.get("biases", [])) for row in rows(A) for v in row]

    def __call__(self, values: Sequence[Fraction]) -> Fraction:
        if self.is_polynomial:
            return Fraction(polynomial(self.c["objective"]["terms"], values))
        return Fraction(loss(self.c, values, values))

    def at_p(self) -> tuple[sympy.Expr, list[sympy.Symbol], dict[sympy.Symbol, sympy.Rational]]:
        """An expression that equals ``f`` at ``p``, and around it unless there is a kink."""
        names = [sympy.Symbol(f"v{i}") for i in range(len(self.p))]
        at = {name: sympy.Rational(v.numerator, v.denominator) for name, v in zip(names, self.p, strict=True)}
        if self.is_polynomial:
            return sympy.sympify(polynomial(self.c["objective"]["terms"], names)), names, at
        return sympy.sympify(loss(self.c, names, self.p)), names, at

    def near(self, size: Fraction) -> list[Fraction]:
        """``f - f(p)`` at points close to ``p``, at several scales in every parameter, at most some thousand of them."""
        steps = [s * sign for s in (size, size**2, size**3)[:3 if len(self.p) < 5 else 1] for sign in (1, -1)]
        choices = product([Fraction(0), *steps], repeat=min(len(self.p), 7))
        here, rest = self(self.p), self.p[7:]
        return [self([*(a + b for a, b in zip(self.p, step, strict=False)), *rest]) - here for step in choices if any(step)]


def holds(claim: Claim, witness: Claim) -> bool:
    kind, f = claim["kind"], Function(claim)
    small = Fraction(1, 1000)
    if kind in ("critical-point", "not-critical", "hessian-inertia", "second-order-saddle", "hessian-spectrum"):
        expression, names, at = f.at_p()
        gradient = [sympy.diff(expression, v).subs(at) for v in names]
        if kind in ("critical-point", "not-critical"):
            return any(gradient) == (kind == "not-critical")
        signs = [sympy.sign(v) for v, k in sympy.hessian(expression, names).subs(at).eigenvals().items() for _ in range(k)]
        if kind == "hessian-inertia":
            return [signs.count(s) for s in (1, -1, 0)] == [claim["positive"], claim["negative"], claim["zero"]]
        if kind == "hessian-spectrum":
            return sum(len(e["roots"]) * e["multiplicity"] for e in claim["eigenvalues"]) == len(names)
        return not any(gradient) and -1 in signs
    if kind == "taylor-expansion":
        series = [Fraction(c) for c in claim["coefficients"]]
        return all(f(along(claim["curve"], s)) == polynomial([[c, [j]] for j, c in enumerate(series)], [s])
                   for s in (Fraction(k, 7) for k in range(-20, 21)))
    if kind == "local-minimum":
        return min(f.near(small)) >= 0
    if kind == "strict-local-minimum":
        return min(f.near(small)) > 0
    if kind == "local-maximum":
        return max(f.near(small)) <= 0
    if kind == "global-minimum":
        return f(f.p) == Fraction(claim["value"]) and min(*f.near(Fraction(3, 2)), *f.near(small)) >= 0
    if kind == "not-a-global-minimum":
        return f([Fraction(v) for v in witness["values"]]) < f(f.p)
    if kind == "higher-order-saddle":
        return holds({**claim, "kind": "not-a-local-minimum"}, witness["descent"]) \
            and holds({**claim, "kind": "not-a-local-maximum"}, witness["ascent"])
    assert kind in ("not-a-local-minimum", "not-a-local-maximum"), kind
    change = f(along(witness["curve"], Fraction(1, 10**6))) - f(f.p)
    return change < 0 if kind == "not-a-local-minimum" else change > 0


def along(curve: list[dict[str, str]], s: Fraction) -> list[Fraction]:
    return [sum((Fraction(c) * s ** int(e) for e, c in part.items()), Fraction(0)) for part in curve]
