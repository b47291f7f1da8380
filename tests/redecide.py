"""Claims decided again, from the claim's text alone, by routes that share nothing with the checker or the provers.

Ranks and characteristic polynomials are SymPy's; local openness is decided by the criterion of Theorem A (the checker never
uses it); losses of networks are evaluated with Fractions, their derivatives are exact differences of values (the loss is a
polynomial of degree at most 2 in every single weight). Claims that say "there is a curve" are tested on the witness's curve
at tiny parameters. Only ``global_gap`` uses floating point, with 60 digits: it is compared with differences of short rationals.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import mpmath
import sympy
from redecide_functions import holds as of_function

Claim = dict[str, Any]
Rows = list[list[Fraction]]
t = sympy.Symbol("t")


def sizes(document: Claim) -> tuple[int, int]:
    m, n = document["shape"]
    return m, n


def exact(document: Claim) -> sympy.Matrix:
    return sympy.Matrix(*sizes(document), [sympy.Rational(v) for row in document["entries"] for v in row])


def rows(document: Claim) -> Rows:
    return [[Fraction(v) for v in row] for row in document["entries"]]


def characteristic(H: sympy.Matrix) -> sympy.Poly:
    return sympy.Poly(H.charpoly(t).as_expr(), t)


def signs(H: sympy.Matrix) -> tuple[int, int, int]:
    """Inertia by Descartes: a polynomial with only real roots has as many positive ones as sign changes."""
    coefficients = characteristic(H).all_coeffs()
    nonzero = [c for c in coefficients if c != 0]
    positive = sum((a > 0) != (b > 0) for a, b in pairwise(nonzero))
    zero = next(i for i, c in enumerate(reversed(coefficients)) if c != 0)
    return positive, H.rows - positive - zero, zero


def is_spectrum(H: sympy.Matrix, eigenvalues: list[Claim]) -> bool:
    product = sympy.Poly(1, t)
    for entry in eigenvalues:
        p = sympy.Poly([sympy.Rational(c) for c in reversed(entry["polynomial"])], t)
        intervals = [(sympy.Rational(a), sympy.Rational(b)) for a, b in entry["roots"]]
        if entry["multiplicity"] < 1 or len(intervals) != p.degree() or any(p.count_roots(a, b) != 1 for a, b in intervals):
            return False
        if any(a > b for a, b in intervals) or any(b >= a for (_, b), (a, _) in pairwise(intervals)):
            return False
        product *= p ** entry["multiplicity"]
    return H.is_symmetric() and bool(product == characteristic(H))


# ---- matrices -------------------------------------------------------------------------------------------------------


def rank(c: Claim, _: Claim) -> bool:
    return bool(exact(c["matrix"]).rank() == c["rank"])


def null_space(c: Claim, _: Claim) -> bool:
    A, N = exact(c["matrix"]), exact(c["basis"])
    return A.cols == N.rows and (A * N).is_zero_matrix and N.rank() == N.cols == A.cols - A.rank()


def intersection(c: Claim, _: Claim) -> bool:
    A, B = exact(c["A"]), exact(c["B"])
    return bool(B.rank() - (A * B).rank() == c["dimension"])


def pair_ranks(c: Claim, _: Claim) -> bool:
    W1, W2 = exact(c["W1"]), exact(c["W2"])
    return [W1.rank(), W2.rank(), (W1 * W2).rank()] == c["ranks"]


def inertia(c: Claim, _: Claim) -> bool:
    H = exact(c["matrix"])
    return H.is_symmetric() and signs(H) == (c["positive"], c["negative"], c["zero"])


def spectrum(c: Claim, _: Claim) -> bool:
    return is_spectrum(exact(c["matrix"]), c["eigenvalues"])


def openness(c: Claim) -> tuple[bool, str]:
    """Theorem A, and the rate."""
    W1, W2 = exact(c["W1"]), exact(c["W2"])
    m, k, n = W1.rows, W1.cols, W2.cols
    r1, r2, r = W1.rank(), W2.rank(), (W1 * W2).rank()
    a, b = r1 - r, r2 - r
    quadratic = r1 < m and r2 < n and r < k
    return min(m - a, n - b, k) <= k - a - b, "quadratic" if quadratic else "linear"


def locally_open(c: Claim, _: Claim) -> bool:
    return openness(c) == (True, c["rate"])


def not_locally_open(c: Claim, _: Claim) -> bool:
    (m, k), (_, n) = sizes(c["W1"]), sizes(c["W2"])
    return not openness(c)[0] or (c["codomain"] == "all-matrices" and k < min(m, n))


def completion(c: Claim, _: Claim) -> bool:
    W1, W2 = exact(c["W1"]), exact(c["W2"])
    left = c["side"] == "left"
    moved, fixed = (W1, W2) if left else (W2, W1)
    other = moved.rows if left else moved.cols
    attained = min(other, (W1 * W2).rank() + W1.cols - fixed.rank())
    target = moved.rows if c["target"] == "full-row-rank" else moved.cols
    return bool((attained >= target) == c["exists"])


def bounded_basis(c: Claim, _: Claim) -> bool:
    """Coefficients by Cramer's rule, from a block of the listed rows that is invertible."""
    V, chosen, m = exact(c["matrix"]), c["rows"], c["matrix"]["shape"][0]
    rest = [i for i in range(m) if i not in chosen]
    B = V.extract(chosen, list(range(V.cols)))
    if B.rank() != len(chosen) or V.rank() != len(chosen):
        return False
    if not chosen or not rest:
        return True
    pivots = list(B.rref()[1])
    A = V.extract(rest, pivots) * B.extract(list(range(B.rows)), pivots).inv()
    return bool(all(abs(v) <= sympy.Rational(c["bound"]) for v in A))


def image_not_convex(c: Claim, w: Claim) -> bool:
    """The activation by SymPy's calculus, piece by piece; the outputs of the witness again; half their sum has both signs."""
    breaks, x = [sympy.Rational(b) for b in c["breaks"]], sympy.Symbol("x", real=True)
    values = [(A[0, 0] * x + A[0, 1]) / (A[1, 0] * x + A[1, 1]) for A in map(exact, c["pieces"])]
    ends = [-sympy.oo, *breaks, sympy.oo]
    for value, (low, high) in zip(values, pairwise(ends), strict=True):
        piece = sympy.Interval(low, high)
        if low >= high or sympy.singularities(value, x, piece) or not sympy.is_strictly_increasing(value, piece, x):
            return False
    if any(f.subs(x, b) != g.subs(x, b) for f, g, b in zip(values, values[1:], breaks, strict=False)):
        return False
    if not sympy.limit(values[0], x, -sympy.oo) >= 0:
        return False
    a = sympy.Piecewise(*((value, x <= high) for value, high in zip(values, breaks, strict=False)), (values[-1], True))
    middle = sympy.zeros(1, sizes(c["X"])[1])
    for point in (w["first"], w["second"]):
        middle += exact(point["W2"])[0, 0] * (exact(point["W1"]) * exact(c["X"])).applyfunc(lambda z: a.subs(x, z))
    return bool(min(middle) < 0 < max(middle))


def relations(c: Claim, _: Claim) -> bool:
    """The squared norm as the trace of ``A^T A``."""
    named = {name: exact(A) for name, A in c["matrices"].items()}
    for relation in c["relations"]:
        total: Any = None
        for coefficient, names in relation["terms"]:
            term: Any = sympy.Rational(coefficient)
            for name in names:
                term = term * (named[name[:-2]].T if name.endswith("^T") else named[name])
            total = term if total is None else total + term
        gap = (total.T * total).trace() - sympy.Rational(relation["value"])
        if not {"equal": gap == 0, "at-most": gap <= 0, "above": gap > 0}[relation["relation"]]:
            return False
    return bool(c["relations"])


# ---- networks -------------------------------------------------------------------------------------------------------


def times(A: Rows, B: Rows) -> Rows:
    columns = list(zip(*B, strict=True))
    return [[sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in columns] for row in A]


class Loss:
    """``1/2 |W_h ... W_1 X - Y|^2`` at a point, as a function of the entries in the order of the format."""

    def __init__(self, c: Claim) -> None:
        self.X, self.Y = rows(c["objective"]["X"]), rows(c["objective"]["Y"])
        self.W = [rows(W) for W in c["point"]["weights"]]
        self.size = sum(len(W) * len(W[0]) for W in self.W)
        self.here = self.value(self.W)

    def value(self, weights: list[Rows]) -> Fraction:
        P = self.X
        for W in weights:
            P = times(W, P)
        misses = [p - y for row, target in zip(P, self.Y, strict=True) for p, y in zip(row, target, strict=True)]
        return sum((miss * miss for miss in misses), Fraction(0)) / 2

    def at(self, direction: list[Fraction], step: Fraction | int) -> Fraction:
        """The value at ``W + step * direction``."""
        values = iter(direction)
        return self.value([[[v + step * next(values) for v in row] for row in W] for W in self.W])

    def unit(self, *indices: int) -> list[Fraction]:
        return [Fraction(sum((i == j) - (i == -1 - j) for j in indices)) for i in range(self.size)]

    def gradient_is_zero(self) -> bool:
        return all(self.at(e, 1) == self.at(e, -1) for e in map(self.unit, range(self.size)))

    def hessian(self) -> sympy.Matrix:
        H, units = sympy.zeros(self.size), [self.unit(i) for i in range(self.size)]
        for i, e in enumerate(units):
            H[i, i] = sympy.Rational(self.at(e, 1) + self.at(e, -1) - 2 * self.here)
            for j in range(i):
                plus = [a + b for a, b in zip(e, units[j], strict=True)]
                minus = [a - b for a, b in zip(e, units[j], strict=True)]
                mixed = self.at(plus, 1) + self.at(plus, -1) - self.at(minus, 1) - self.at(minus, -1)
                H[i, j] = H[j, i] = sympy.Rational(mixed) / 4
        return H

    def along(self, curve: list[Claim], step: Fraction) -> Fraction:
        layers = []
        for layer in curve:
            terms = [(step ** int(j), rows(A)) for j, A in layer.items()]
            m, n = sizes(layer["0"])
            layers.append([[sum((s * A[a][b] for s, A in terms), Fraction(0)) for b in range(n)] for a in range(m)])
        return self.value(layers)

    def on_line(self, direction: list[Fraction]) -> list[Fraction]:
        """Coefficients of the polynomial ``f(W + t A)``, by Newton's interpolation at 0, 1, 2, ..."""
        degree = 2 * len(self.W)
        differences = [self.at(direction, s) for s in range(degree + 1)]
        for order in range(1, degree + 1):
            for s in range(degree, order - 1, -1):
                differences[s] = (differences[s] - differences[s - 1]) / order
        line = [Fraction(0)] * (degree + 1)
        for s in range(degree, -1, -1):  # Horner: line * (t - s) + differences[s]
            line = [a - s * b for a, b in zip([Fraction(0), *line], line, strict=False)]
            line[0] += differences[s]
        return line


def flat(direction: list[Claim]) -> list[Fraction]:
    return [Fraction(v) for A in direction for row in A["entries"] for v in row]


def moves(f: Loss, curve: list[Claim], sign: int) -> bool:
    """At small parameters the loss along the curve is larger (``sign`` 1) or smaller (-1), and the curve starts at the point."""
    starts = [rows(layer["0"]) for layer in curve] == f.W
    return starts and all((f.along(curve, Fraction(1, 10**e)) - f.here) * sign > 0 for e in (20, 30, 40))


def global_gap(f: Loss) -> mpmath.mpf:
    """Loss minus the least possible one: Eckart-Young-Mirsky for the part of ``Y`` that ``X`` can reach."""
    X, Y = sympy.Matrix(f.X), sympy.Matrix(f.Y)
    basis = X.rowspace()
    reached = sympy.zeros(Y.rows)
    if basis:
        B = sympy.Matrix.vstack(*basis)
        reached = Y * B.T * (B * B.T).inv() * B * Y.T
    width = min([len(f.X), *(len(W) for W in f.W)])
    with mpmath.workdps(60):
        numbers = [[mpmath.mpf(int(v.p)) / int(v.q) for v in reached.row(i)] for i in range(Y.rows)]
        values = sorted(mpmath.eigsy(mpmath.matrix(numbers), eigvals_only=True), reverse=True)
        square = sum((y * y for row in f.Y for y in row), Fraction(0))
        return mpmath.mpf(f.here.numerator) / f.here.denominator - (
            mpmath.mpf(square.numerator) / square.denominator - sum(values[:width])) / 2


def critical(c: Claim, _: Claim) -> bool:
    return Loss(c).gradient_is_zero()


def hessian_inertia(c: Claim, _: Claim) -> bool:
    return signs(Loss(c).hessian()) == (c["positive"], c["negative"], c["zero"])


def hessian_spectrum(c: Claim, _: Claim) -> bool:
    return is_spectrum(Loss(c).hessian(), c["eigenvalues"])


def taylor(c: Claim, _: Claim) -> bool:
    f, coefficients = Loss(c), [Fraction(v) for v in c["coefficients"]]
    degree = max(2 * sum(max(map(int, layer)) for layer in c["curve"]), len(coefficients))
    points = [Fraction(s) for s in range(1, degree + 2)]
    reduced = bool(coefficients) and (len(coefficients) == 1 or coefficients[-1] != 0)
    return (reduced and [rows(layer["0"]) for layer in c["curve"]] == f.W
            and all(f.along(c["curve"], s) == sum(v * s**j for j, v in enumerate(coefficients)) for s in points))


def kernel_forms(c: Claim, _: Claim) -> bool:
    """The forms are compared at random points of the kernel."""
    f, basis = Loss(c), [flat(direction) for direction in c["basis"]]
    H, N = f.hessian(), sympy.Matrix(f.size, len(basis), lambda i, j: sympy.Rational(basis[j][i]))
    if not ((H * N).is_zero_matrix and N.rank() == N.cols == f.size - H.rank()):
        return False
    rng = Random(0)
    for _ in range(12):
        x = [Fraction(rng.randint(-9, 9)) for _ in basis]
        line = f.on_line([sum((a * v[i] for a, v in zip(x, basis, strict=True)), Fraction(0)) for i in range(f.size)])
        for order, terms in c["forms"].items():
            found = line[int(order)] if int(order) < len(line) else 0
            total = Fraction(0)
            for coefficient, indices in terms:
                value = Fraction(coefficient)
                for i in indices:
                    value *= x[i]
                total += value
            if total != found:
                return False
    return True


def line_minimum(c: Claim, _: Claim) -> bool:
    """Critical, no negative eigenvalue, and on random lines of the kernel the lowest coefficient is positive, at even order."""
    f = Loss(c)
    H = f.hessian()
    if not f.gradient_is_zero() or signs(H)[1]:
        return False
    kernel, rng = H.nullspace(), Random(0)
    for _ in range(12 if kernel else 0):
        direction = sum((rng.randint(-9, 9) * v for v in kernel), sympy.zeros(f.size, 1))
        line = f.on_line([Fraction(int(v.p), int(v.q)) for v in direction])
        order = next((j for j, v in enumerate(line) if j and v), None)
        if order is not None and (order % 2 or line[order] < 0):
            return False
    return True


def not_a_line_minimum(c: Claim, w: Claim) -> bool:
    f = Loss(c)
    return all(f.at(flat(w["direction"]), Fraction(1, 10**e)) < f.here for e in (20, 30, 40))


def second_order_saddle(c: Claim, _: Claim) -> bool:
    f = Loss(c)
    return f.gradient_is_zero() and signs(f.hessian())[1] > 0


def higher_order_saddle(c: Claim, w: Claim) -> bool:
    f = Loss(c)
    return (f.gradient_is_zero() and signs(f.hessian())[1] == 0
            and moves(f, w["descent"]["curve"], -1) and moves(f, w["ascent"]["curve"], 1))


def global_minimum(c: Claim, _: Claim) -> bool:
    f = Loss(c)
    return f.here == Fraction(c["value"]) and bool(abs(global_gap(f)) < mpmath.mpf(10) ** -40)


KINDS: dict[str, Callable[[Claim, Claim], bool]] = {
    "rank": rank, "null-space": null_space, "subspace-intersection": intersection, "pair-ranks": pair_ranks, "inertia": inertia,
    "spectrum": spectrum, "bounded-basis": bounded_basis, "matrix-relations": relations, "image-not-convex": image_not_convex,
    "locally-open": locally_open, "not-locally-open": not_locally_open, "completion": completion,
    "critical-point": critical, "not-critical": lambda c, w: not critical(c, w), "hessian-inertia": hessian_inertia,
    "hessian-spectrum": hessian_spectrum, "taylor-expansion": taylor, "kernel-forms": kernel_forms, "line-minimum": line_minimum,
    "not-a-line-minimum": not_a_line_minimum, "second-order-saddle": second_order_saddle,
    "higher-order-saddle": higher_order_saddle,
    "not-a-local-minimum": lambda c, w: moves(Loss(c), w["curve"], -1),
    "not-a-local-maximum": lambda c, w: moves(Loss(c), w["curve"], 1),
    "global-minimum": global_minimum,
    "not-a-global-minimum": lambda c, _: bool(global_gap(Loss(c)) > mpmath.mpf(10) ** -40),
}


def parts(claim: Claim, witness: Claim) -> list[tuple[Claim, Claim]]:
    """The claims that a claim consists of, each complete, with their witnesses."""
    if claim["kind"] != "conjunction":
        return [(claim, witness)]
    return [({**claim["shared"], **part}, proof) for part, proof in zip(claim["parts"], witness["witnesses"], strict=True)]


def holds(claim: Claim, witness: Claim) -> bool:
    """Whether the claim is true; the witness is asked only for curves and directions."""
    return all(of_function(part, proof) if part.get("objective", {}).get("kind") in ("polynomial", "network-loss")
               else KINDS[part["kind"]](part, proof) for part, proof in parts(claim, witness))
