"""Exact singular value decompositions: orthogonal matrices over Q, and one pair over the field Q(sqrt 2).

Rational orthogonal matrices are products of Pythagorean rotations and Cayley transforms ``(I - A)(I + A)^{-1}`` of
antisymmetric ``A``. A matrix over Q(sqrt d) is a pair of rational ones, ``A0 + A1 sqrt d``; an identity over the field is two
identities over Q (``expand``).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations


def rotation(n: int, i: int, j: int, p: int, q: int) -> M:
    """The rotation of the plane of coordinates ``i``, ``j`` with cosine ``(p^2 - q^2)/(p^2 + q^2)``."""
    c, s = Fraction(p * p - q * q, p * p + q * q), Fraction(2 * p * q, p * p + q * q)
    table = [[Fraction(int(a == b)) for b in range(n)] for a in range(n)]
    table[i][i], table[i][j], table[j][i], table[j][j] = c, -s, s, c
    return M(table)


def cayley(above: list[list[int]]) -> M:
    """``(I - A)(I + A)^{-1}`` for the antisymmetric ``A`` with these rows of entries above the diagonal."""
    n = len(above) + 1
    table = [[0] * n for _ in range(n)]
    for i, row in enumerate(above):
        for j, value in enumerate(row, start=i + 1):
            table[i][j], table[j][i] = value, -value
    A = M(table)
    return (M.identity(n) - A) @ (M.identity(n) + A).inverse()


@dataclass(frozen=True)
class Decomposed:
    """``W1 W2 = U S V^T`` with orthogonal ``U``, ``V`` and a diagonal ``S`` (m x n)."""

    W1: M
    W2: M
    U: M
    V: M

    @property
    def turned(self) -> tuple[M, M]:
        """``U^T W1`` and ``W2 V``."""
        return self.U.T @ self.W1, self.W2 @ self.V

    @property
    def S(self) -> M:
        left, right = self.turned
        return left @ right

    def relations(self) -> Relations:
        """The matrices by name, with what makes it a singular value decomposition."""
        left, right = self.turned
        m, n = self.S.shape
        found = Relations({"W1": self.W1, "W2": self.W2, "U": self.U, "V": self.V, "S": self.S, "B1": left, "B2": right,
                           "Im": M.identity(m), "In": M.identity(n)})
        for text in ("U^T U - Im", "V^T V - In", "U S V^T - W1 W2", "U^T W1 - B1", "W2 V - B2"):
            found.is_zero(text)
        return found


def is_diagonal(S: M) -> bool:
    """Nonnegative, not increasing on the diagonal, 0 elsewhere."""
    values = [S[i, i] for i in range(min(S.shape))]
    apart = all(not v or i == j for i, row in enumerate(S.tolist()) for j, v in enumerate(row))
    return apart and all(v >= w for v, w in zip(values, [*values[1:], Fraction(0)], strict=True))


def padded(rows: int, columns: int, *places: tuple[int, int, int]) -> M:
    """The matrix with these (row, column, value), counted from 0, else 0."""
    table = [[0] * columns for _ in range(rows)]
    for i, j, value in places:
        table[i][j] = value
    return M(table)


def _turned(first: M, second: M, U: M, V: M, T: M) -> Decomposed:
    """``W1 = U first T^{-1}``, ``W2 = T second V^T``, where ``first second`` is diagonal."""
    return Decomposed(U @ first @ T.inverse(), T @ second @ V.T, U, V)


def instances() -> dict[str, Decomposed]:
    """Open and not open pairs, equal and different ranks, ``k < min(m, n)`` but for the last."""
    three, four = cayley([[1, 2], [1]]), cayley([[1, 0, 1], [1, 0], [2]])
    turn, shear, cyclic = rotation(3, 0, 2, 2, 1), M([[1, 1], [0, 1]]), M([[0, 1, 0], [0, 0, 1], [1, 1, 0]])
    return {
        "open-full": _turned(padded(3, 2, (0, 0, 2), (1, 1, 1)), padded(2, 4, (0, 0, 1), (1, 1, 1)), three, four, shear),
        "open-deficient": _turned(padded(3, 2, (0, 0, 2)), padded(2, 4, (0, 0, 3)), turn, four, shear),
        "not-open": _turned(padded(3, 2, (0, 0, 1)), padded(2, 3, (1, 0, 1)), three, turn, shear),
        "not-open-partly": _turned(padded(4, 3, (0, 0, 3), (1, 1, 1)), padded(3, 4, (0, 0, 1), (2, 1, 1)),
                                   four, rotation(4, 1, 3, 3, 2), cyclic),
        "different-ranks": _turned(padded(3, 2, (0, 0, 1), (1, 1, 1)), padded(2, 3, (0, 0, 5)), turn, three, shear),
        "full-rank-case": _turned(padded(2, 2, (0, 0, 1)), padded(2, 2, (1, 0, 1)), rotation(2, 0, 1, 2, 1),
                                  rotation(2, 0, 1, 3, 2), shear),
    }


# -- a real quadratic field -------------------------------------------------------------------------------------------
def expand(text: str, irrational: Collection[str], d: int) -> tuple[str, str]:
    """A combination over Q(sqrt d) as two over Q: its rational part and the coefficient of sqrt d.

    ``X`` in ``irrational`` stands for ``X0 + X1 sqrt d``, every other name for a rational matrix; ``text`` has no coefficients.
    A part without terms is "".
    """
    parts: tuple[list[str], list[str]] = ([], [])
    sign = "+"
    for word in _terms(text):
        if word[0] in "+-":
            sign = word[0]
            continue
        names = word.split()
        choices = [(0, 1) if name.removesuffix("^T") in irrational else (-1,) for name in names]
        for chosen in product(*choices):
            roots = chosen.count(1)
            factors = [name if c < 0 else f"{name.removesuffix('^T')}{c}{'^T' if name.endswith('^T') else ''}"
                       for name, c in zip(names, chosen, strict=True)]
            parts[roots % 2].append(f"{sign} {d ** (roots // 2)} {' '.join(factors)}")
    rational, root = (" ".join(part) for part in parts)
    return rational, root


def _terms(text: str) -> list[str]:
    """The terms and the signs between them."""
    terms = [""]
    for word in text.split():
        if word in "+-":
            terms += [word, ""]
        else:
            terms[-1] += f" {word}"
    return [term for term in terms if term]


SQUARE = 2


def quadratic() -> tuple[Relations, list[str]]:
    """A pair over Q with a decomposition over Q(sqrt 2), and the names of what is not rational.

    ``W1 W2`` has the singular values ``sqrt 2``, ``sqrt 2``, ``0``; ``U`` is a rational rotation times ``diag(H/sqrt 2, 1)``,
    ``H = [1 1; 1 -1]``. The rank conditions of ``U^T W1`` and ``W2 V`` are shown by a left and a right inverse ``L1``, ``R2``.
    """
    turn, H = rotation(3, 0, 2, 2, 1), M([[1, 1, 0], [1, -1, 0], [0, 0, 0]])
    corner, zero = M.diagonal([0, 0, 1]), M.zeros(3, 4)
    W1 = turn @ M([[1, 1], [1, -1], [0, 0]])
    W2, V = M([[1, 0, 0, 0], [0, 1, 0, 0]]), M.identity(4)
    U0, U1 = turn @ corner, turn @ H * Fraction(1, 2)
    B = M([[1, 0], [0, 1], [0, 0]])  # U^T W1 = sqrt 2 [I; 0]
    matrices = {
        "W1": W1, "W2": W2, "U0": U0, "U1": U1, "V": V, "S0": zero, "S1": padded(3, 4, (0, 0, 1), (1, 1, 1)),
        "B0": M.zeros(3, 2), "B1": B, "L0": M.zeros(2, 3), "L1": B.T * Fraction(1, 2), "R": W2.T,
        "I2": M.identity(2), "I3": M.identity(3), "I4": M.identity(4),
        "Rows": M([[0, 0, 1]]), "Columns": M([[0, 0], [0, 0], [1, 0], [0, 1]]),
    }
    return Relations(matrices), ["U", "S", "B", "L"]


def holds(found: Relations, text: str, irrational: Collection[str], d: int = SQUARE) -> bool:
    """Is this combination over Q(sqrt d) 0? Both parts are stated."""
    answers = [found.is_zero(part.removeprefix("+ ")) for part in expand(text, irrational, d) if part]
    return all(answers)
