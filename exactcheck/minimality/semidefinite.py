"""Floating-point suggestions of a positive semidefinite matrix in an affine space. Nothing is decided here.

Two routes: alternating projections, always there, for small matrices or spaces with an interior point; and the conic
solver Clarabel, if it is installed (``pip install 'exactcheck[sos]'``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from typing import Any, TypeAlias

import flint

from exactcheck.minimality.budget import Budget

Rows: TypeAlias = list[list[float]]
#: One linear equation: the coefficients of the entries (i, j), i <= j, and the right-hand side.
Equation: TypeAlias = tuple[dict[tuple[int, int], float], float]

PROJECTIONS, _SIGN_STEPS, _BITS = 60, 24, 53
MAX_SOLVER_SIZE = 80


def alternating(start: Rows, onto_space: Callable[[Rows], Rows], budget: Budget) -> Iterator[Rows]:
    """Matrices near both the affine space and the matrices with eigenvalues above a small, falling bound."""
    rows, k = start, len(start)
    for step in range(PROJECTIONS):
        budget.spend(100 + k**3 // 4 + 15 * k * k)
        rows = _lifted(rows, 0.1 / (1 + step / 10))
        if step % 5 == 4:
            yield rows
        rows = onto_space(rows)


def _lifted(rows: Rows, floor: float) -> Rows:
    """The symmetric matrix with (nearly) all eigenvalues below ``floor`` raised to it.

    It is ``floor + (B + |B|)/2`` for ``B = rows - floor``; ``|B| = B sign(B)`` by Newton and Schulz's iteration, in
    FLINT's ball arithmetic, whose midpoints are the same everywhere.
    """
    before, flint.ctx.prec = flint.ctx.prec, _BITS
    try:
        k = len(rows)
        B = flint.arb_mat([[v - floor if i == j else v for j, v in enumerate(row)] for i, row in enumerate(rows)])
        norm = sqrt(float(sum((v * v for v in B.entries()), flint.arb(0)).mid()))
        if not norm:
            return rows
        X = (B / flint.arb(norm)).mid()
        one = flint.arb_mat(k, k, [3 * int(i == j) for i in range(k) for j in range(k)])
        for _ in range(_SIGN_STEPS):
            X = (X * (one - X * X) / 2).mid()
        positive = ((B + B * X) / 2).mid().tolist()
    finally:
        flint.ctx.prec = before
    out = [[float(v) for v in row] for row in positive]
    return [[(out[i][j] + out[j][i]) / 2 + (floor if i == j else 0.0) for j in range(k)] for i in range(k)]


def solver_installed() -> bool:
    """Whether the conic solver of the extra ``sos`` can be imported."""
    from importlib.util import find_spec

    return find_spec("clarabel") is not None


def solved(k: int, equations: Sequence[Equation], budget: Budget) -> tuple[Rows, list[list[float]]] | None:
    """A ``k x k`` matrix that fulfils the equations with its least eigenvalue as large as possible (but at most 1), by Clarabel.

    With it come approximate null vectors, if that eigenvalue is about 0. None if there is no such matrix, or no solver.
    """
    if not solver_installed() or k > MAX_SOLVER_SIZE:
        return None
    import clarabel
    import numpy as np
    from scipy import sparse

    budget.spend(10_000 + 40 * k**4 // 100)
    places = {(i, j): n for n, (i, j) in enumerate((i, j) for j in range(k) for i in range(j + 1))}  # the solver's order
    size, root = len(places), 2.0**0.5
    entries: list[tuple[int, int, float]] = []
    for row, (coefficients, _) in enumerate(equations):
        entries += [(row, places[place], c if place[0] == place[1] else c / root) for place, c in coefficients.items()]
    top = len(equations)
    entries.append((top, size, 1.0))  # t <= 1
    entries += [(top + 1 + n, n, -1.0) for n in range(size)]
    entries += [(top + 1 + places[i, i], size, 1.0) for i in range(k)]  # Q - t I
    rows, columns, values = zip(*entries, strict=True)
    A = sparse.csc_matrix((values, (rows, columns)), shape=(top + 1 + size, size + 1))
    b = np.array([value for _, value in equations] + [1.0] + [0.0] * size)
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = 100
    if budget.seconds_left is not None:
        settings.time_limit = max(budget.seconds_left, 0.001)
    cones: list[Any] = [clarabel.ZeroConeT(top), clarabel.NonnegativeConeT(1), clarabel.PSDTriangleConeT(k)]
    goal = np.array([0.0] * size + [-1.0])
    found = clarabel.DefaultSolver(sparse.csc_matrix((size + 1, size + 1)), goal, A, b, cones, settings).solve()
    x = np.array(found.x)
    if str(found.status) not in ("Solved", "AlmostSolved", "InsufficientProgress", "MaxIterations") or not np.all(np.isfinite(x)):
        return None
    Q = np.zeros((k, k))
    for (i, j), n in places.items():
        Q[i, j] = Q[j, i] = x[n] if i == j else x[n] / root
    eigenvalues, vectors = np.linalg.eigh(Q)
    largest = max(float(eigenvalues[-1]), 1e-9)
    if eigenvalues[0] < -1e-3 * largest:
        return None
    null = [vectors[:, n].tolist() for n in range(k) if eigenvalues[n] < 1e-4 * largest]
    return Q.tolist(), null
