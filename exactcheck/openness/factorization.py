"""Why multiplication is locally open: formulas for factors of every nearby matrix of the range.

Each construction is at the same time the witness of a certificate (rules ``right-inverse``, ``left-inverse`` and
``schur-complement`` of the certificate format, where the proofs stand) and a method that yields exact factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from exactcheck.errors import InputError, NotNearbyError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.subspace import bounded_column_basis, null_vector
from exactcheck.openness.claims import Proof, modulus, pair_members
from exactcheck.openness.criterion import is_open_for, rate_for
from exactcheck.openness.pair import Pair

Factors: TypeAlias = tuple[RationalMatrix, RationalMatrix]


@dataclass(frozen=True)
class RightInverse:
    """``E`` (m x k), ``K0``, ``K1`` (k x m): ``E W2 = 0``, ``W1 K1 = 0``, ``W1 K0 + E K1 = I``, ``E K0 = 0``.

    So ``(W1 + ηE)(K0 + K1/η) = I`` for every ``η ≠ 0``, and ``(W1 + ηE)(W2 + (K0 + K1/η)(Z' - Z)) = Z'``.
    """

    pair: Pair
    E: RationalMatrix
    K0: RationalMatrix
    K1: RationalMatrix

    def witness(self) -> dict[str, Any]:
        return {"rule": "right-inverse", "E": self.E.to_document(), "K0": self.K0.to_document(),
                "K1": self.K1.to_document()}

    def factors(self, Z: RationalMatrix) -> Factors:
        """Factors of any ``Z`` (m x n): ``η`` is the power of two that balances both moves."""
        difference = Z - self.pair.Z
        fixed, created = self.K0 @ difference, self.K1 @ difference
        if created.is_zero():  # nothing is divided by η, which may then be 0
            return self.pair.W1, self.pair.W2 + fixed
        eta = balance(created.norm_squared(), self.E.norm_squared())
        return self.pair.W1 + self.E * eta, self.pair.W2 + fixed + created * (1 / eta)


@dataclass(frozen=True)
class LeftInverse:
    """The right inverse of the transposed pair: ``E`` is k x n, ``K0`` and ``K1`` are n x k."""

    flipped: RightInverse

    def witness(self) -> dict[str, Any]:
        return {"rule": "left-inverse", "E": self.flipped.E.T.to_document(), "K0": self.flipped.K0.T.to_document(),
                "K1": self.flipped.K1.T.to_document()}

    def factors(self, Z: RationalMatrix) -> Factors:
        """Factors of any ``Z`` (m x n)."""
        second, first = self.flipped.factors(Z.T)
        return first.T, second.T


@dataclass(frozen=True)
class SchurComplement:
    """``W2 = P Q`` with ``P = W2[:, columns]`` (k x r), ``N`` (k x (k - r)) a basis of ``N(W1)``, ``[P N]`` and
    ``(W1 W2)[rows, columns]`` invertible: possible iff ``a = b = 0``."""

    pair: Pair
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    Q: RationalMatrix
    N: RationalMatrix

    @property
    def P(self) -> RationalMatrix:
        return self.pair.W2.select(columns=self.columns)

    def witness(self) -> dict[str, Any]:
        frame = RationalMatrix.hstack([self.P, self.N])
        return {"rule": "schur-complement", "rows": list(self.rows), "columns": list(self.columns),
                "coefficients": self.Q.to_document(), "null-space": self.N.to_document(),
                **modulus(frame, self.pair.Z.select(self.rows, self.columns))}

    def factors(self, Z: RationalMatrix) -> Factors:
        """Factors of ``Z`` (m x n) of rank at most ``k``.

        Raises NotNearbyError if ``Z[rows, columns]`` is singular.
        """
        block = Z.select(self.rows, self.columns)
        if block.rank < len(self.rows):
            raise NotNearbyError(f"too far from W1 W2: the block of Z in rows {list(self.rows)} and columns "
                                 f"{list(self.columns)} (counted from 0), invertible in W1 W2, is singular")
        A = Z.select(columns=self.columns)
        Q = block.inverse() @ Z.select(self.rows)
        rest = Z - A @ Q
        chosen, H = bounded_column_basis(rest)
        F, N = rest.select(columns=chosen), self.N.select(columns=range(len(chosen)))
        inverse = RationalMatrix.hstack([self.P, self.N]).inverse()
        r = len(self.rows)
        W1, W2 = A @ inverse.select(range(r)), self.P @ Q
        if not chosen:
            return W1, W2
        left, right = F @ inverse.select(range(r, r + len(chosen))), N @ H
        tau = balance(left.norm_squared(), right.norm_squared())
        return W1 + left * (1 / tau), W2 + right * tau


Factorization: TypeAlias = RightInverse | LeftInverse | SchurComplement


def balance(over: Fraction, times: Fraction) -> Fraction:
    """The power of two ``t`` next to ``(over/times)^(1/4)``, which makes ``over/t²`` and ``times t²`` about equal."""
    ratio = over / times
    e = (ratio.numerator.bit_length() - ratio.denominator.bit_length() + 2) // 4
    return Fraction(2**e) if e >= 0 else Fraction(1, 2**-e)


def factorization(pair: Pair) -> Factorization:
    """The construction that certifies the true rate; raises InputError if multiplication is not locally open."""
    m, k, n = pair.shape
    if not is_open_for(m, k, n, pair.a, pair.b):
        raise InputError("multiplication is not locally open in its range at this pair: there is no such construction")
    if pair.r == k:
        return schur_complement(pair)
    if pair.r1 == m:
        return right_inverse(pair)
    if pair.r2 == n:
        return LeftInverse(right_inverse(pair.flip))
    if pair.a == pair.b == 0:
        return schur_complement(pair)
    return right_inverse(pair) if m <= k - pair.b else LeftInverse(right_inverse(pair.flip))


def proof(pair: Pair, construction: Factorization) -> Proof:
    """``locally-open`` with its rate, by the rule of the construction."""
    rate = rate_for(*pair.shape, *pair.ranks)
    vectors = {} if rate == "linear" else {"left-null-vector": null_vector(pair.flip.W2).to_document(),
                                           "right-null-vector": null_vector(pair.W2).to_document()}
    return {"kind": "locally-open", **pair_members(pair), "rate": rate}, {**construction.witness(), **vectors}


def equal_ranks(pair: Pair) -> Proof:
    """``locally-open`` for ``a = b = 0`` by rule ``equal-ranks``: two null spaces show that there is a construction, without
    its long entries. Raises InputError if ``a`` or ``b`` is not 0."""
    if pair.a or pair.b:
        raise InputError("the ranks of W1, W2 and W1 W2 are not equal")
    return ({"kind": "locally-open", **pair_members(pair), "rate": rate_for(*pair.shape, *pair.ranks)},
            {"rule": "equal-ranks", "N1": pair.null1.to_document(), "N2": pair.null2.to_document(),
             **modulus(pair.null1, pair.null2, pair.Z)})


def right_inverse(pair: Pair) -> RightInverse:
    """For ``m <= k - b``. ``E`` has ``m - r1`` nonzero rows, and is 0 if ``W1`` has full row rank.

    ``L`` (m x (m - r1)) is the basis of ``N(W1^T)`` with the identity on the dependent rows; ``E`` adds on each of them
    a vector ``q`` with ``q^T W2 = 0``. ``K1`` in ``N(W1)`` is normalised by ``E K1 = R L^T`` (``R`` selects those
    rows), so that ``W1 K0 = I - E K1`` is solvable, with ``q^T K0 = 0``, since the ``q`` are independent on ``N(W1)``.
    """
    m, k = pair.W1.shape
    if pair.r1 == m:
        return RightInverse(pair, RationalMatrix.zeros(m, k), pair.W1.right_inverse(), RationalMatrix.zeros(k, m))
    count = m - pair.r1
    if pair.completing.columns < count:
        raise InputError("no right inverse: m > k - dim(N(W1) ∩ C(W2))")
    q = pair.completing.select(columns=range(count))
    selector = RationalMatrix([[int(i == row) for row in pair.free_rows] for i in range(m)], (m, count))
    L = pair.W1.T.null_space  # identity on the rows that free_rows lists
    Y = (q.T @ pair.null1).solve(L.T)
    if Y is None:
        raise InputError("no right inverse: the chosen vectors are dependent on N(W1)")
    K1 = pair.null1 @ Y
    E = selector @ q.T
    stacked = RationalMatrix.vstack([RationalMatrix.identity(m) - selector @ L.T, RationalMatrix.zeros(count, m)])
    K0 = RationalMatrix.vstack([pair.W1, q.T]).solve(stacked)
    if K0 is None:
        raise InputError("no right inverse: W1 K0 = I - E K1 has no solution")
    return RightInverse(pair, E, K0, K1)


def schur_complement(pair: Pair) -> SchurComplement:
    """For ``a = b = 0``: ``P`` the pivot columns of ``W2``, so that ``Q`` contains an identity block."""
    columns = pair.W2.pivot_columns
    if pair.a or pair.b:
        raise InputError("no Schur complement construction: a and b are not both 0")
    rows = pair.Z.select(columns=columns).basis_rows
    return SchurComplement(pair, rows, columns, pair.W2.column_coefficients, pair.null1)
