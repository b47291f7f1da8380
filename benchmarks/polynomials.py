"""Polynomials at a critical point, with planted answers.

First a Hessian of many variables: time of the verdict with its certificate, and of checking it. Then a random family: kernel
of the Hessian of dimension 2 to 8, total degree up to 8, with minima and saddles that are known by construction: counts of
what the engine says, times, and every answer that contradicts the construction (there must be none).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from time import process_time
from typing import Any

from benchmarks.family import Seen, summarized
from exactcheck.checker import check_text
from exactcheck.exact.polynomial import Polynomial, total
from exactcheck.minimality import PolynomialClassification, PolynomialPoint, classify_point
from exactcheck.minimality.budget import Budget

MINIMA = {"global-minimum", "spurious-local-minimum", "strict-local-minimum", "local-minimum"}


def large_hessian(rng: Random, n: int, saddle: bool) -> Polynomial:
    """``n`` squares of sparse linear forms and of all variables; with ``saddle``, one square is taken away too often."""
    terms: dict[tuple[int, int], int] = Counter({(i, i): 1 for i in range(n)})
    for _ in range(n):
        form = [(i, rng.randint(-3, 3)) for i in sorted(rng.sample(range(n), min(n, 6)))]
        for i, a in form:
            for j, b in form:
                terms[min(i, j), max(i, j)] += a * b
    terms[0, 0] -= 500 * saddle
    return Polynomial(n, {tuple((k == i) + (k == j) for k in range(n)): c for (i, j), c in terms.items()})


def planted(rng: Random) -> tuple[str, Polynomial]:
    """The answer ("minimum", "saddle"), and a polynomial of degree at most 8 in up to 8 kernel and 2 other variables."""
    while True:
        k, r = rng.randint(2, 8), rng.randint(0, 2)
        n = k + r
        x, z = [Polynomial.variable(n, i) for i in range(n)], list(range(r, n))
        answer = rng.choice(["minimum", "minimum", "saddle"])
        if answer == "saddle":
            a, b = rng.sample(z, 2)
            F = (x[a] - x[b] ** 2) * (x[a] - (x[b] ** 2).scaled(3)) + total(n, (x[i] ** 4 for i in z if i not in (a, b)))
        elif rng.random() < 0.5:
            F = total(n, ((x[i] ** 4).scaled(rng.randint(1, 3)) for i in z))
            forms = [total(n, (x[i].scaled(rng.choice([0, 0, 1, -1, 2])) for i in z)) for _ in range(2 * k)]
            F = F + total(n, (p * p * q * q for p, q in zip(forms[:k], forms[k:], strict=True)))
            for _ in range(3):
                F = F + (x[rng.choice(z)] ** 3 * x[rng.choice(z)] ** rng.randint(2, 5)).scaled(rng.choice([-2, 1]))
        else:
            powers = {i: rng.choice([2, 3, 4]) for i in z}
            F = total(n, ((x[i] ** (2 * e)).scaled(rng.randint(1, 3)) for i, e in powers.items()))
            for _ in range(3):
                i, j = rng.choice(z), rng.choice(z)
                F = F + (x[i] ** powers[i] + (x[j] ** powers[j]).scaled(rng.choice([-1, 1, 2]))) ** 2
        for i in range(r):
            F = F + (x[i] - x[rng.choice(z)] * x[rng.choice(z)]) ** 2
        for _ in range(rng.choice([0, 2, 4])):
            i, j = rng.sample(range(n), 2)
            F = F.compose([p + x[j].scaled(rng.choice([-1, 1])) if m == i else p for m, p in enumerate(x)], n)
        if F.degree <= 8:
            return answer, F


def measured(count: int, variables: int, rounds: int, report: Callable[[str], None]) -> dict[str, Any]:
    """``large``: two quadratic forms in so many variables; ``planted``: the first ``count`` members of the random family."""
    large = []
    for saddle in (False, True):
        made, checked = [], []
        for _ in range(rounds):
            F = large_hessian(Random(1), variables, saddle)
            start = process_time()
            found = at_zero(F)
            text = found.certificate().to_json()
            middle = process_time()
            status, end = check_text(text).status, process_time()
            made.append(middle - start)
            checked.append(end - middle)
        large.append({"variables": variables, "kind": found.kind, "make": min(made), "check": min(checked), "status": status})
        report(f"{variables} variables: {found.kind}, {min(made):.1f} s; checked in {min(checked):.1f} s")
    seen = []
    for seed in range(count):
        answer, F = planted(Random(seed))
        start = process_time()
        kind = at_zero(F).kind
        wrong = kind != "undecided" and (kind in MINIMA) != (answer == "minimum")
        seen.append(Seen(seed, answer, kind, process_time() - start, wrong))
    return {"large": large, "planted": summarized("polynomials with planted answers", seen, report)}


def at_zero(F: Polynomial, time_limit: float | None = None) -> PolynomialClassification:
    return classify_point(PolynomialPoint(F, [f"x{i}" for i in range(F.n)], [0] * F.n), budget=Budget(1, time_limit))
