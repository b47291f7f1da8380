"""Polynomials that fall apart: into a quadratic form and even powers, or into parts without common variables.

This is what decides in hundreds of variables, where changes of coordinates would have too many terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial
from exactcheck.exact.symmetric import inertia, is_positive_semidefinite
from exactcheck.minimality.outcome import Descent, Leading, Minimum, Outcome, Undecided

#: Coordinates of fields in the proofs of all parts; beyond, the parts are not put together.
MAX_FIELD_ENTRIES = 200_000
#: What ``m^T Q m`` is written in, and a diagonal or block diagonal ``Q``.
Squares = tuple[list[Polynomial], RationalMatrix]


def even_powers(F: Polynomial) -> Squares | None:
    """``F = Σ c m²`` with monomials ``m`` and ``c > 0``, if every term of ``F`` is of that kind; else None."""
    terms = F.terms
    if any(c < 0 or any(k % 2 for k in e) for e, c in terms.items()):
        return None
    return [Polynomial(F.n, {tuple(k // 2 for k in e): 1}) for e in terms], RationalMatrix.diagonal(list(terms.values()))


def quadratic_form(F: Polynomial) -> tuple[Polynomial, Polynomial]:
    """The terms of degree 2, and the others."""
    form = Polynomial(F.n, {e: c for e, c in F.terms.items() if sum(e) == 2})
    return form, F - form


def form_squares(form: Polynomial) -> Squares | None:
    """A quadratic form as ``m^T Q m`` with ``Q ⪰ 0``, ``m`` the variables in it; None if it takes a negative value."""
    used = [i for i in range(form.n) if any(e[i] for e in form.terms)]
    half = form.hessian_at_zero().select(used, used) * Fraction(1, 2)
    return ([Polynomial.variable(form.n, i) for i in used], half) if is_positive_semidefinite(half) else None


def term_by_term(F: Polynomial) -> Squares | None:
    """``F = m^T Q m``, ``Q ⪰ 0``, if ``F`` is a positive semidefinite quadratic form and even powers; else None."""
    form, rest = quadratic_form(F)
    powers = even_powers(rest)
    squares = None if powers is None else form_squares(form)
    if squares is None or powers is None:
        return None
    return [*squares[0], *powers[0]], block_diagonal([squares[1], powers[1]])


def block_diagonal(blocks: Sequence[RationalMatrix]) -> RationalMatrix:
    """The square blocks along the diagonal, 0 elsewhere."""
    size = sum(B.rows for B in blocks)
    table, start = [[Fraction(0)] * size for _ in range(size)], 0
    for B in blocks:
        for i, row in enumerate(B.tolist()):
            table[start + i][start:start + B.rows] = row
        start += B.rows
    return RationalMatrix(table, (size, size))


def squares_as_minimum(squares: Squares, n: int) -> Minimum:
    """The rule ``gram`` for ``m^T Q m``, ``Q ⪰ 0``: a minimum, shown without claiming that it is strict."""
    m, Q = squares
    found = inertia(Q)
    return Minimum(False, {"rule": "gram", "multiplier": Polynomial.constant(n, 1).to_document(),
                           "vector": [p.to_document() for p in m], "matrix": [[Q.to_document(), [0] * n]],
                           "congruence": found.congruence.to_document(), "null-space": found.null_space.to_document()})


def form_and_rest(F: Polynomial, decide: Callable[[Polynomial], Outcome]) -> Minimum | None:
    """A minimum of ``F`` if its quadratic form has no negative value and what remains has a minimum by itself."""
    form, rest = quadratic_form(F)
    if not form or not rest:
        return None
    below = decide(rest)
    squares = form_squares(form) if isinstance(below, Minimum) else None
    if squares is None or not isinstance(below, Minimum):
        return None
    return Minimum(below.strict, {"rule": "sum", "parts": [
        {"polynomial": form.to_document(), "proof": squares_as_minimum(squares, F.n).proof},
        {"polynomial": rest.to_document(), "proof": below.proof}]})


# -- parts without common variables ----------------------------------------------------------------------------------
def components(F: Polynomial) -> list[list[int]]:
    """The finest partition of the variables in ``F`` for which every term stays within one class, each class sorted."""
    parent = list(range(F.n))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for e in F.terms:
        used = [i for i, k in enumerate(e) if k]
        for i in used[1:]:
            a, b = sorted((root(used[0]), root(i)))
            parent[b] = a
    classes: dict[int, list[int]] = {}
    for i in sorted({i for e in F.terms for i, k in enumerate(e) if k}):
        classes.setdefault(root(i), []).append(i)
    return list(classes.values())


def restricted(F: Polynomial, variables: Sequence[int]) -> Polynomial:
    """``F`` in these variables, the others 0."""
    inside = set(variables)
    return Polynomial(len(variables), {tuple(e[i] for i in variables): c for e, c in F.terms.items()
                                       if all(i in inside for i, k in enumerate(e) if k)})


def apart(F: Polynomial, classes: Sequence[Sequence[int]], decide: Callable[[Polynomial], Outcome]) -> Outcome:
    """``F`` is the sum of its restrictions to the classes; it has a minimum at 0 if and only if each of them has one."""
    n, found, open_parts = F.n, [], []
    for variables in classes:
        below = decide(restricted(F, variables))
        if isinstance(below, Descent):
            curve = dict(zip(variables, below.curve, strict=True))
            return Descent.along(F, [curve.get(i, Polynomial(1, {})) for i in range(n)])
        if isinstance(below, Undecided):
            open_parts.append(below)
        else:
            found.append((variables, below))
    if open_parts:
        first = open_parts[0]
        return replace(first, tried=(f"{len(classes)} parts without common variables", *first.tried),
                       where=("the variables of one part", *first.where))
    leading = [(variables, below.leading) for variables, below in found if below.leading is not None]
    if len(leading) == len(found) and sum(map(len, classes)) == n:
        form = _together(n, leading)
        return Minimum(True, form.proof(), form)
    if sum(n - len(variables) for variables, _ in found) * n > MAX_FIELD_ENTRIES:
        return Undecided((f"{len(classes)} parts without common variables, each with a minimum: too many for one proof",), F)
    parts = []
    for variables, below in found:
        part = _embedded(restricted(F, variables), variables, n)
        parts.append({"polynomial": part.to_document(), "proof": _cylinder(below, variables, n)})
    return Minimum(False, {"rule": "sum", "parts": parts})


def _embedded(p: Polynomial, variables: Sequence[int], n: int) -> Polynomial:
    return p.compose([Polynomial.variable(n, i) for i in variables], n)


def _cylinder(below: Minimum, variables: Sequence[int], n: int) -> dict[str, object]:
    """The rule ``slice`` for a function of these variables alone, as one of ``n``: it is constant along the others."""
    chosen = list(variables)
    others = [i for i in range(n) if i not in set(chosen)]
    if not others:
        return below.proof
    fields = [[Polynomial.constant(n, int(i == k)).to_document() for i in range(n)] for k in others]
    return {"rule": "slice", "fields": fields, "basis": RationalMatrix.identity(n).select(columns=chosen).to_document(),
            "proof": below.proof}


def _together(n: int, leading: Sequence[tuple[Sequence[int], Leading]]) -> Leading:
    """Definite leading forms in variables of their own make one: the weights are scaled to a common degree."""
    degree = lcm(*(form.degree for _, form in leading))
    weights, phi = [0] * n, [Polynomial.variable(n, i) for i in range(n)]
    vector: list[Polynomial] = []
    for variables, form in leading:
        for i, w in zip(variables, form.weights, strict=True):
            weights[i] = w * (degree // form.degree)
        if form.phi is not None:
            for i, p in zip(variables, form.phi, strict=True):
                phi[i] = _embedded(p, variables, n)
        vector += [_embedded(p, variables, n) for p in form.vector]
    changed = any(form.phi is not None for _, form in leading)
    return Leading(phi if changed else None, weights, degree, vector, block_diagonal([form.matrix for _, form in leading]))
