"""Mutants of the certificates about polynomials: an accepted one with another claim must state something true there."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sympy
from make_minimality_certificates import FOLDER
from test_checker_mutation import mutants

from exactcheck import checker

VALID = sorted((FOLDER / "polynomial" / "valid").glob("*.json"))
t = sympy.Symbol("t")


def polynomial(claim: dict[str, Any]) -> tuple[sympy.Expr, list[sympy.Symbol], list[sympy.Rational]]:
    names = [sympy.Symbol(f"v{i}") for i in range(len(claim["objective"]["variables"]))]
    f = sympy.Add(*(sympy.Rational(c) * sympy.prod(v**e for v, e in zip(names, exponents, strict=True))
                    for c, exponents in claim["objective"]["terms"]))
    return f, names, [sympy.Rational(v) for v in claim["point"]["values"]]


def near(claim: dict[str, Any], size: Fraction) -> list[Fraction]:
    """``F`` at points close to 0, at several scales in every variable; computed with Fractions from the terms."""
    p = [Fraction(v) for v in claim["point"]["values"]]
    terms = [(Fraction(c), e) for c, e in claim["objective"]["terms"]]

    def value(point: list[Fraction]) -> Fraction:
        total = Fraction(0)
        for c, exponents in terms:
            for v, e in zip(point, exponents, strict=True):
                c *= v**e
            total += c
        return total

    steps = [s * sign for s in (size, size**2, size**3) for sign in (1, -1)]
    return [value([a + b for a, b in zip(p, step, strict=True)]) - value(p)
            for step in product([Fraction(0), *steps], repeat=len(p)) if any(step)]


def holds(claim: dict[str, Any], witness: dict[str, Any]) -> bool:
    """The claim, decided or at least tested again by SymPy and by values at close points."""
    kind = claim["kind"]
    if kind == "conjunction":
        pairs = zip(claim["parts"], witness["witnesses"], strict=True)
        return all(holds({**claim["shared"], **part}, proof) for part, proof in pairs)
    f, names, p = polynomial(claim)
    at = dict(zip(names, p, strict=True))
    gradient = [sympy.diff(f, v).subs(at) for v in names]
    H = sympy.hessian(f, names).subs(at) if names else sympy.zeros(0, 0)
    small = Fraction(1, 1000)
    if kind in ("critical-point", "not-critical"):
        return any(gradient) == (kind == "not-critical")
    if kind in ("hessian-inertia", "second-order-saddle", "hessian-spectrum"):
        signs = [sympy.sign(v) for v, k in H.eigenvals().items() for _ in range(k)]
        if kind == "hessian-inertia":
            return [signs.count(s) for s in (1, -1, 0)] == [claim["positive"], claim["negative"], claim["zero"]]
        if kind == "hessian-spectrum":
            return sum(len(e["roots"]) * e["multiplicity"] for e in claim["eigenvalues"]) == len(names)
        return not any(gradient) and -1 in signs
    if kind == "taylor-expansion":
        curve = [sum(sympy.Rational(c) * t ** int(e) for e, c in part.items()) for part in claim["curve"]]
        series = sum(sympy.Rational(c) * t**j for j, c in enumerate(claim["coefficients"]))
        return sympy.expand(f.subs(dict(zip(names, curve, strict=True)), simultaneous=True) - series) == 0
    values = near(claim, small)
    if kind == "local-minimum":
        return min(values) >= 0
    if kind == "strict-local-minimum":
        return min(values) > 0
    if kind == "local-maximum":
        return max(values) <= 0
    if kind == "global-minimum":
        return f.subs(at) == sympy.Rational(claim["value"]) and min(near(claim, Fraction(3, 2))) >= 0 <= min(values)
    if kind == "not-a-global-minimum":
        return bool(f.subs(dict(zip(names, map(sympy.Rational, witness["values"]), strict=True))) < f.subs(at))
    if kind == "higher-order-saddle":
        return holds({**claim, "kind": "not-a-local-minimum"}, witness["descent"]) \
            and holds({**claim, "kind": "not-a-local-maximum"}, witness["ascent"])
    assert kind in ("not-a-local-minimum", "not-a-local-maximum"), kind
    tiny = {t: sympy.Rational(1, 10**6)}
    place = [sympy.Add(*(sympy.Rational(c) * t ** int(e) for e, c in part.items())).subs(tiny) for part in witness["curve"]]
    change = f.subs(dict(zip(names, place, strict=True))) - f.subs(at)
    return bool(change < 0 if kind == "not-a-local-minimum" else change > 0)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_mutants(path: Path) -> None:
    """All mutants of each certificate, and its witness under other kinds of claims: only true statements pass."""
    document = json.loads(path.read_text(encoding="utf-8"))
    kinds = [{**document, "claim": {**document["claim"], "kind": kind}} for kind in checker.POLYNOMIAL_RULES]
    tried = 0
    for made in [*mutants(document, None, path.stem), *kinds]:
        tried += 1
        result = checker.check_text(json.dumps(made))
        assert result.status in ("valid", "invalid", "malformed"), result
        if result.status == "valid" and made["claim"] != document["claim"]:
            assert holds(made["claim"], made["witness"]), made
    assert tried > 20
