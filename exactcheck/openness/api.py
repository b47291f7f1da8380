"""What a user calls: ``local_openness`` decides and certifies, ``factor_nearby`` computes factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from exactcheck import notebook
from exactcheck.certificate import Certificate, issue
from exactcheck.errors import DisagreementError, InputError, NotNearbyError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.subspace import LONGEST_REDUCED
from exactcheck.openness import factorization, obstruction
from exactcheck.openness.claims import Proof, conjunction
from exactcheck.openness.criterion import Conditions, Rate, conditions, is_open_for, rate_for
from exactcheck.openness.pair import Pair


@dataclass(frozen=True)
class Openness:
    """Is ``(W1, W2) -> W1 W2`` locally open, in the set of matrices of rank at most ``min(m, n, k)``, at this pair?

    Everything is computed when asked for: ranks decide, and a certificate that is asked for first shows them by what it holds
    anyway.
    """

    W1: RationalMatrix
    W2: RationalMatrix
    _pair: Pair = field(repr=False, compare=False)

    @property
    def shape(self) -> tuple[int, int, int]:
        """``(m, k, n)``: ``W1`` is m x k, ``W2`` is k x n."""
        return self._pair.shape

    @property
    def ranks(self) -> tuple[int, int, int]:
        """The ranks of ``W1``, ``W2`` and ``W1 W2``."""
        return self._pair.ranks

    @property
    def a(self) -> int:
        """``dim(N(W2^T) ∩ C(W1^T))``."""
        return self._pair.a

    @property
    def b(self) -> int:
        """``dim(N(W1) ∩ C(W2))``."""
        return self._pair.b

    @property
    def is_open(self) -> bool:
        """Is multiplication locally open in its range at the pair?"""
        return is_open_for(*self.shape, self.a, self.b)

    @property
    def rate(self) -> Rate | None:
        """How large ``δ`` can be for small ``ε``: ``"linear"`` or ``"quadratic"``; None if the pair is not open."""
        return rate_for(*self.shape, *self.ranks) if self.is_open else None

    def __repr__(self) -> str:
        return (f"Openness(shape={self.shape}, ranks={self.ranks}, a={self.a}, b={self.b}, is_open={self.is_open}, "
                f"rate={self.rate!r})")

    @cached_property
    def _conditions(self) -> Conditions:
        return conditions(self._pair)

    @property
    def conditions(self) -> dict[str, bool]:
        """Those of Proposition 4 (``k >= min(m, n)``) or of Theorem 5, by name, each from its own definition."""
        return self._conditions.values

    @cached_property
    def _verdict(self) -> Proof:
        return verdict(self._pair)

    def _repr_html_(self) -> str:
        title = f"multiplication is {'' if self.is_open else 'not '}locally open in its range"
        rows = [("W1", self.W1._repr_html_()), ("W2", self.W2._repr_html_()),
                ("ranks of W1, W2, W1 W2", ", ".join(map(str, self.ranks))),
                ("dim N(W2ᵀ) ∩ C(W1ᵀ), dim N(W1) ∩ C(W2)", f"{self.a}, {self.b}"),
                *([("rate", self.rate)] if self.rate else []),
                *((name, notebook.yes(holds)) for name, holds in self.conditions.items())]
        return notebook.card(title, rows)

    def certificate(self, about: Mapping[str, str] | None = None) -> Certificate:
        """A checked conjunction: the verdict, the ranks, and what backs every entry of ``conditions``."""
        return issue(*conjunction([self._verdict, *self._conditions.proofs]), about)

    def verdict_certificate(self, about: Mapping[str, str] | None = None) -> Certificate:
        """A checked certificate of the verdict alone: ``locally-open`` or ``not-locally-open`` in the range."""
        return issue(*self._verdict, about)


@dataclass(frozen=True)
class NearbyFactors:
    """``W1 W2 == Z`` exactly; ``moved_squared``: squared Frobenius distances from the given ``W1`` and ``W2``."""

    W1: RationalMatrix
    W2: RationalMatrix
    moved_squared: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Obstruction:
    """Multiplication is not locally open at the pair, so no bound on the moves of factors can be promised.

    In every neighbourhood of ``W1 W2`` there are matrices of the range without factors ``W1'``, ``W2'`` for which
    ``‖W1' - W1‖²`` and ``‖W2' - W2‖²`` are below the two radii (None: no bound on that factor is needed);
    ``certificate`` names them. It does not say that a particular ``Z`` has no factors near by.
    """

    certificate: Certificate
    W1_radius_squared: Fraction | None
    W2_radius_squared: Fraction | None


def local_openness(W1: RationalMatrix, W2: RationalMatrix) -> Openness:
    """Decide local openness of multiplication in its range at ``W1`` (m x k), ``W2`` (k x n), sizes at least 1.

    The criterion ``min(m - a, n - b, k) <= k - a - b`` covers Proposition 4 (Behrends 2017, Theorem 2.5) and Theorem 5
    of Nouiehed and Razaviyayn; the certificate proves the verdict without either. Raises InputError if the sizes do not
    chain.
    """
    return Openness(W1, W2, Pair(W1, W2))


def verdict(pair: Pair) -> Proof:
    """``locally-open`` with its rate, or ``not-locally-open``, in the range: whichever is true."""
    large = max(pair.shape) > LONGEST_REDUCED  # nobody would work with the construction's entries
    if large and pair.W1.modular_rank == pair.W2.modular_rank == pair.Z.modular_rank:
        pair.rank_by_null_spaces()  # a prime suggests that rule ``equal-ranks`` will want them
    if is_open_for(*pair.shape, pair.a, pair.b):
        if pair.a == pair.b == 0 and large:
            return factorization.equal_ranks(pair)
        return factorization.proof(pair, factorization.factorization(pair))
    return obstruction.rank_obstruction(pair).proof()


def not_open_in_all_matrices(W1: RationalMatrix, W2: RationalMatrix,
                             about: Mapping[str, str] | None = None) -> Certificate:
    """A checked certificate that multiplication is not locally open in the space of all m x n matrices.

    Raises InputError if ``k >= min(m, n)``: then that space is the range, which ``local_openness`` is about.
    """
    return issue(*obstruction.rank_excess(Pair(W1, W2)), about)


def factor_nearby(W1: RationalMatrix, W2: RationalMatrix, Z: RationalMatrix) -> NearbyFactors | Obstruction:
    """Factors of ``Z`` (m x n) near ``W1`` (m x k) and ``W2`` (k x n), by the construction of the certificate.

    If ``Z == W1 W2`` the given factors are returned, open pair or not. At an open pair the squared moves are at most a
    constant times ``‖Z - W1 W2‖`` (times its square, if the rate is linear); at any other pair an ``Obstruction`` is
    returned. Raises InputError if sizes do not fit, and NotNearbyError if ``Z`` is not a product of such matrices
    (``rank Z > min(m, n, k)``) or too far from ``W1 W2`` for the construction.
    """
    pair = Pair(W1, W2)
    m, k, n = pair.shape
    if Z.shape != (m, n):
        raise InputError(f"Z is {Z.rows} x {Z.columns}, expected {m} x {n} as W1 ({m} x {k}) and W2 ({k} x {n}) say")
    if Z == pair.Z:
        return NearbyFactors(W1, W2, (Fraction(0), Fraction(0)))
    if Z.rank > k:
        raise NotNearbyError(f"Z has rank {Z.rank}: no product of {m} x {k} and {k} x {n} matrices has rank above {k}")
    if not is_open_for(m, k, n, pair.a, pair.b):
        found = obstruction.rank_obstruction(pair)
        return Obstruction(issue(*found.proof()), found.W1_radius_squared, found.W2_radius_squared)
    first, second = factorization.factorization(pair).factors(Z)
    if first @ second != Z:
        raise DisagreementError("the computed factors do not multiply to Z")
    return NearbyFactors(first, second, ((first - W1).norm_squared(), (second - W2).norm_squared()))
