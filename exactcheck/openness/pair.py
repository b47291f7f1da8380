"""A pair ``(W1, W2)`` with what every construction of this package needs of it, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.subspace import Intersection, independent_images, null_space


@dataclass(frozen=True, eq=False)
class Pair:
    """``W1`` (m x k) and ``W2`` (k x n), all sizes at least 1, with the product ``Z = W1 W2``.

    Raises InputError, naming both shapes, if the sizes do not chain or one of them is 0.
    """

    W1: RationalMatrix
    W2: RationalMatrix

    def __post_init__(self) -> None:
        shapes = f"W1 is {self.W1.rows} x {self.W1.columns} and W2 is {self.W2.rows} x {self.W2.columns}"
        if self.W1.columns != self.W2.rows:
            other = "; the product is W1 W2, and in the other order the sizes chain" if self.W2.columns == self.W1.rows else ""
            raise InputError(f"{shapes}: expected W2 to have as many rows as W1 has columns{other}")
        if 0 in (*self.W1.shape, *self.W2.shape):
            raise InputError(f"{shapes}: expected at least one row and one column")

    @cached_property
    def flip(self) -> Pair:
        """The transposed pair ``(W2^T, W1^T)``: what holds of it on the left holds here on the right."""
        other = Pair(self.W2.T, self.W1.T)
        other.__dict__.update(flip=self, Z=self.Z.T, r1=self.r2, r2=self.r1, r=self.r)
        return other

    @cached_property
    def Z(self) -> RationalMatrix:
        return self.W1 @ self.W2

    @property
    def shape(self) -> tuple[int, int, int]:
        """``(m, k, n)``."""
        return self.W1.rows, self.W1.columns, self.W2.columns

    @cached_property
    def r1(self) -> int:
        return self.W1.rank

    @cached_property
    def r2(self) -> int:
        return self.W2.rank

    @cached_property
    def r(self) -> int:
        """The rank of ``Z``, which is at most those of the factors."""
        return self.Z.rank_up_to(min(self.r1, self.r2))

    def rank_by_null_spaces(self) -> None:
        """Show the ranks of the factors by null spaces, which somebody will want: then they are not proved twice."""
        self.__dict__.update(r1=self.W1.columns - self.null1.columns, r2=self.W2.columns - self.null2.columns)

    @property
    def ranks(self) -> tuple[int, int, int]:
        """The ranks of ``W1``, ``W2`` and ``W1 W2``."""
        return self.r1, self.r2, self.r

    @property
    def a(self) -> int:
        """``dim(N(W2^T) ∩ C(W1^T)) = rank W1 - rank W1 W2``."""
        return self.r1 - self.r

    @property
    def b(self) -> int:
        """``dim(N(W1) ∩ C(W2)) = rank W2 - rank W1 W2``."""
        return self.r2 - self.r

    # -- short integer bases ------------------------------------------------------------------------------------
    @cached_property
    def null1(self) -> RationalMatrix:
        """A basis of ``N(W1)`` (k x (k - r1))."""
        return null_space(self.W1)

    @cached_property
    def null2(self) -> RationalMatrix:
        """A basis of ``N(W2)`` (n x (n - r2))."""
        return null_space(self.W2)

    @cached_property
    def null_Z(self) -> RationalMatrix:
        """A basis of ``N(W1 W2)`` (n x (n - r))."""
        return null_space(self.Z)

    @cached_property
    def intersection(self) -> Intersection:
        """``N(W1) ∩ C(W2)``; its coefficients ``S`` (n x b): ``Z S = 0``, and ``W2 S`` has full column rank."""
        return Intersection(self.W1, self.W2, independent_images(self.W2, self.null_Z), self.null2)

    @cached_property
    def free_rows(self) -> tuple[int, ...]:
        """Rows of ``W1`` (m - r1 of them) that depend on the other ones, which are independent."""
        taken = set(self.W1.independent_rows)
        return tuple(i for i in range(self.W1.rows) if i not in taken)

    @cached_property
    def completing(self) -> RationalMatrix:
        """As many vectors ``q`` as possible (columns) with ``q^T W2 = 0`` and independent restrictions to ``N(W1)``.

        ``q^T`` added to rows of ``W1`` changes no ``W1 W2`` and raises the rank by one for each.
        """
        return independent_images(self.null1.T, self.flip.null1)
