"""Proposition 18, the "if" direction of its proof: the printed delta, the printed factors, and the inequalities between.

At a pair with the diagonal product ``S`` of rank ``r >= 1``, whose ``W2`` is 0 behind its first ``r`` columns, the proof takes
an orthonormal basis ``N`` of ``N(W1)``, ``T = epsilon/(n 2^(n+1)) [0 N]``, ``B = W2[:, :k] + T``, ``K = n 2^n``,
``C = |W2[:, :k]|``, the least singular value ``sigma`` of ``S`` that is not 0, and

    delta = min(epsilon / (1 + max(|B^-1|, sqrt(2) C (2 + 2K)/sigma)), sigma/2).

For ``Z`` of rank at most ``k`` with ``|Z - S| <= delta`` it orders the columns of ``Z`` so that the first ``k`` generate its
column space, the first ``r`` among them in their place, writes the others as ``Z[:, :r] A1 + Z[:, r:k] A2``, and moves ``W1`` by
``D1 = [Z[:, :r] - S[:, :r], Z[:, r:k]] B^-1`` and ``W2`` by ``D2 = [T, B[:, :r] A1 + B[:, r:] A2]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import isqrt

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.exact.subspace import bounded_column_basis
from exactcheck.openness.claims import bounded_basis
from exactcheck.paper.orthogonal import padded
from exactcheck.paper.pairs import facts, note_all, proof
from exactcheck.paper.study import Findings, Notebook, Proof, Slip

WITHIN = "with the printed delta, the printed factors multiply to Z and are within epsilon"
STEP_T = "|T|^2 <= epsilon^2/(4 n^2 2^(2n))"
STEP_D2 = "|D2|^2 <= |T|^2 + C^2 |A1|^2 + |T|^2 |A2|^2"
BELOW = Slip("‖(S + R1) A1‖ <= σ/2 ‖A1‖", "‖(S + R1) A1‖ >= σ/2 ‖A1‖")
BOUND_A1 = "|A1| <= 2 (1 + K) delta / sigma"
STEP_BASIS = "every basis of columns that Lemma 13 allows contains the first r columns"


@dataclass(frozen=True)
class Setting:
    """``W1`` (m x k), ``W2`` (k x n), ``N`` (k x (k - r), orthonormal columns), ``epsilon``, and ``Z = S + scale R``.

    ``scale`` None: ``delta / |R|``, where ``|R|`` is rational.
    """

    W1: M
    W2: M
    N: M
    epsilon: Fraction
    R: M
    scale: Fraction | None = None

    @property
    def r(self) -> int:
        return self.S.rank

    @property
    def S(self) -> M:
        return self.W1 @ self.W2

    @property
    def K(self) -> int:
        return self.W2.columns << self.W2.columns

    @property
    def sigma(self) -> Fraction:
        return self.S[self.r - 1, self.r - 1]

    @property
    def T(self) -> M:
        k, n = self.W2.shape
        return M.hstack([M.zeros(k, self.r), self.N]) * (self.epsilon / (n << (n + 1)))

    @property
    def B(self) -> M:
        return self.W2.select(columns=range(self.W2.rows)) + self.T

    @property
    def mu(self) -> Fraction:
        """A rational number at least as large as the maximum in the formula for delta, by at most 1/1000."""
        C2 = self.W2.norm_squared()
        return root_above(max(self.B.inverse().norm_squared(), 2 * C2 * (2 + 2 * self.K) ** 2 / self.sigma**2))

    @property
    def delta(self) -> Fraction:
        return min(self.epsilon / (1 + self.mu), self.sigma / 2)

    @property
    def Z(self) -> M:
        length = self.R.norm_squared()
        root = Fraction(isqrt(length.numerator), isqrt(length.denominator))
        return self.S + self.R * (self.delta / root if self.scale is None else self.scale)


def root_above(square: Fraction) -> Fraction:
    """The least multiple of 1/1000 that is at least the square root."""
    return Fraction(isqrt((square.numerator * 10**6 - 1) // square.denominator) + 1, 1000)


def printed_factors(s: Setting) -> dict[str, M]:
    """``D1``, ``D2``, ``A1``, ``A2`` for ``Z``; the columns after the first ``r`` are chosen with ``|A2_ij| <= 1``."""
    Z, r, k, n = s.Z, s.r, *s.W2.shape
    first, rest = Z.select(columns=range(r)), Z.select(columns=range(r, n))
    rows = first.independent_rows
    block = first.select(rows).inverse()
    chosen, C = bounded_column_basis(rest - first @ block @ rest.select(rows))
    spare = [j for j in range(n - r) if j not in chosen]
    extra, others = spare[: k - r - len(chosen)], spare[k - r - len(chosen):]
    A2 = M.vstack([C.select(columns=others), M.zeros(len(extra), len(others))])
    middle = rest.select(columns=[*chosen, *extra])
    A1 = block @ (rest.select(rows, others) - middle.select(rows) @ A2)
    D1 = M.hstack([first - s.S.select(columns=range(r)), middle]) @ s.B.inverse()
    D2 = M.hstack([s.T, s.B.select(columns=range(r)) @ A1 + s.B.select(columns=range(r, k)) @ A2])
    order = [*range(r), *(r + j for j in (*chosen, *extra, *others))]
    return {"D1": D1, "D2": D2.select(columns=[order.index(j) for j in range(n)]), "A1": A1, "A2": A2}


def allowed_basis_without(Z: M, r: int) -> Proof | None:
    """A basis of columns of ``Z`` with coefficients at most ``2^(n - rank - 1)``, one of the first ``r`` columns not in it."""
    n, rank = Z.columns, Z.rank
    bound = Fraction(2) ** (n - rank - 1)
    for columns in combinations(range(n), rank):
        if set(range(r)) <= set(columns) or Z.select(columns=columns).rank < rank:
            continue
        found = bounded_basis(Z.T, columns, bound)
        if found is not None:
            return found
    return None


def examine(name: str) -> Findings:
    s, notebook = settings()[name], Notebook("proposition-18", "paper, Appendix B, Proposition 18")
    made, n = printed_factors(s), s.W2.columns
    C = s.W2.select(columns=range(s.W2.rows))
    found = Relations({"W1": s.W1, "W2": s.W2, "S": s.S, "Z": s.Z, "N": s.N, "T": s.T, "C": C, "B": s.B, "Binv": s.B.inverse(),
                       "Z1": s.Z.select(columns=range(s.r)),
                       **made, "I": M.identity(s.W2.rows), "IN": M.identity(s.N.columns)})
    within = [
        *(found.is_zero(text) for text in ("W1 W2 - S", "W1 N", "N^T N - IN", "C + T - B", "B Binv - I",
                                           "W1 W2 + W1 D2 + D1 W2 + D1 D2 - Z")),
        found.at_most("Binv", s.mu**2),
        found.at_most("C", (s.mu * s.sigma / (2 + 2 * s.K)) ** 2 / 2),
        found.at_most("Z - S", s.delta**2),
        found.at_most("D1", s.epsilon**2),
        found.at_most("D2", s.epsilon**2),
    ]
    T, C2, A1, A2 = (found.norm_squared(name) for name in ("T", "C", "A1", "A2"))
    small = found.at_most("T", s.epsilon**2 / (4 * n * n << 2 * n))
    triangle = found.at_most("D2", T + C2 * A1 + T * A2)
    product, quarter = found.norm_squared("Z1 A1"), s.sigma**2 / 4 * A1
    coefficients = found.at_most("A1", (2 * (1 + s.K) * s.delta / s.sigma) ** 2)
    about = proof(s.W1, s.W2)
    file = notebook.together(name, [about, found.proof()])
    note_all(notebook, facts(about[0], s.W1, s.W2), file)
    notebook.note(WITHIN, all(within), file)
    notebook.note(STEP_T, small, file)
    notebook.note(STEP_D2, triangle, file)
    notebook.slip(BELOW, product <= quarter, product >= quarter, file)
    notebook.note(BOUND_A1, coefficients, file)
    other = allowed_basis_without(s.Z, s.r)
    if other is not None:
        notebook.note(STEP_BASIS, False, notebook.issue(f"{name}-basis", *other))
    return notebook.findings()


def settings() -> dict[str, Setting]:
    """``R`` keeps the rank of ``Z`` at most ``k``: it adds ``k - r`` to the rank, or moves the first ``r`` rows."""
    third, fifth = Fraction(3, 5), Fraction(4, 5)
    one, no_null = Fraction(1), M.zeros(2, 0)
    corner = padded(3, 2, (0, 0, 1)), padded(2, 3, (0, 0, 1)), M([[0], [1]])
    return {
        "one-column-added": Setting(*corner, one, M([[third], [fifth], [0]]) @ M([[fifth, 0, third]])),
        "two-columns-added": Setting(padded(4, 3, (0, 0, 1)), padded(3, 4, (0, 0, 1)), M([[0, 0], [1, 0], [0, 1]]), one,
                                     M([[0, 0, 0, 0], [0, third, 0, 0], [0, 0, 0, fifth], [0, 0, 0, 0]])),
        "skew": Setting(M([[third, fifth], [0, 0], [0, 0]]), M([[2 * third, 0, 0], [2 * fifth, 0, 0]]), M([[fifth], [-third]]),
                        Fraction(1, 10), M([[0], [third], [fifth]]) @ M([[third, fifth, 0]])),
        "full-rank": Setting(padded(3, 2, (0, 0, 1), (1, 1, 1)), padded(2, 3, (0, 0, 2), (1, 1, 1)), no_null, one,
                             M([[0, 0, third], [0, 0, fifth], [0, 0, 0]])),
        "cross-term": Setting(padded(3, 2, (0, 0, 1)), M([[1, 0, 0], [1, 0, 0]]), M([[0], [1]]), Fraction(48),
                              M([[0, 0, Fraction(1, 100)], [0, Fraction(3, 10), Fraction(3, 10)], [0, 0, 0]]), one),
        "other-basis": Setting(padded(3, 2, (0, 0, 1)), padded(2, 4, (0, 0, 1)), M([[0], [1]]), Fraction(200),
                               M([[Fraction(-3, 10), Fraction(1, 4), 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]), one),
    }
