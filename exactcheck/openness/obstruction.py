"""Why multiplication is not locally open: nearby matrices of the codomain that no nearby factors have as product."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.subspace import null_space
from exactcheck.openness.claims import Proof, modulus, pair_members
from exactcheck.openness.criterion import is_open_for
from exactcheck.openness.pair import Pair


@dataclass(frozen=True)
class RankObstruction:
    """``Z + δ U V^T`` has rank ``k - a - b + 1`` for ``δ ≠ 0`` and no factors within the radii, however small ``δ`` is.

    ``S`` (n x b), ``KS`` (b x k): ``Z S = 0``, ``KS W2 S = I``; ``T`` (m x a), ``KT`` (k x a): ``T^T Z = 0``,
    ``T^T W1 KT = I``; ``U`` (m x s), ``V`` (n x s): ``U^T Z = 0``, ``Z V = 0``, ``T^T U = 0``, ``V^T S = 0``, with
    ``s = k - a - b - r + 1``. Rule ``rank-obstruction`` of the certificate format, where the proof stands.
    """

    pair: Pair
    S: RationalMatrix
    KS: RationalMatrix
    T: RationalMatrix
    KT: RationalMatrix
    U: RationalMatrix
    V: RationalMatrix

    @property
    def W1_radius_squared(self) -> Fraction | None:
        """``1/(‖KT‖² ‖T‖²)``: the bound on ``‖W1' - W1‖²``; None where ``a = 0`` and no bound is needed."""
        return 1 / (self.KT.norm_squared() * self.T.norm_squared()) if self.T.columns else None

    @property
    def W2_radius_squared(self) -> Fraction | None:
        """``1/(‖KS‖² ‖S‖²)``: the bound on ``‖W2' - W2‖²``; None where ``b = 0`` and no bound is needed."""
        return 1 / (self.KS.norm_squared() * self.S.norm_squared()) if self.S.columns else None

    def proof(self) -> Proof:
        """``not-locally-open`` in the range, by rule ``rank-obstruction``."""
        members = {"S": self.S, "KS": self.KS, "T": self.T, "KT": self.KT, "U": self.U, "V": self.V,
                   "null-space": self.pair.null_Z}
        return ({"kind": "not-locally-open", **pair_members(self.pair), "codomain": "range"},
                {"rule": "rank-obstruction", **{name: matrix.to_document() for name, matrix in members.items()},
                 **modulus(self.pair.Z, self.pair.null_Z, self.U, self.V)})


def rank_obstruction(pair: Pair) -> RankObstruction:
    """The obstruction in the range; raises InputError if multiplication is locally open there."""
    m, k, n = pair.shape
    if is_open_for(m, k, n, pair.a, pair.b):
        raise InputError("multiplication is locally open in its range at this pair: there is no obstruction")
    s = k - pair.a - pair.b - pair.r + 1
    S, KS = _normalised(pair.W2, pair.intersection.coefficients)
    T, KT = _normalised(pair.W1.T, pair.flip.intersection.coefficients)
    U = null_space(RationalMatrix.vstack([pair.Z.T, T.T]))
    V = null_space(RationalMatrix.vstack([pair.Z, S.T]))
    return RankObstruction(pair, S, KS, T, KT.T, U.select(columns=range(s)), V.select(columns=range(s)))


def _normalised(W: RationalMatrix, vectors: RationalMatrix) -> tuple[RationalMatrix, RationalMatrix]:
    """``S`` with the column space of ``vectors`` and ``K`` with ``K W S = I``; ``W vectors`` has full column rank.

    Either ``K`` inverts or ``S`` is rescaled so that ``K`` only selects rows, whichever takes fewer digits.
    """
    if not vectors.columns:
        return vectors, RationalMatrix.zeros(0, W.rows)
    image = W @ vectors
    rows = image.independent_rows
    rescaled = vectors @ image.select(rows).inverse()
    selection = RationalMatrix([[int(j == i) for j in range(W.rows)] for i in rows], (len(rows), W.rows))
    inverse = image.left_inverse()
    if _digits(rescaled) + _digits(selection) <= _digits(vectors) + _digits(inverse):
        return rescaled, selection
    return vectors, inverse


def _digits(matrix: RationalMatrix) -> int:
    return sum(len(str(v)) for v in matrix.flint.entries())


def rank_excess(pair: Pair) -> Proof:
    """``not-locally-open`` in all m x n matrices, by rule ``rank-excess``: nearby matrices of rank ``k + 1``.

    Raises InputError if ``k >= min(m, n)``: then every m x n matrix is in the range, and the other rule is the one.
    """
    m, k, n = pair.shape
    if k >= min(m, n):
        raise InputError(f"every {m} x {n} matrix is a product of {m} x {k} and {k} x {n} matrices")
    s = range(k - pair.r + 1)
    U, V = null_space(pair.Z.T).select(columns=s), pair.null_Z.select(columns=s)
    return ({"kind": "not-locally-open", **pair_members(pair), "codomain": "all-matrices"},
            {"rule": "rank-excess", "U": U.to_document(), "V": V.to_document(), **modulus(pair.Z, U, V)})
