"""What a sweep examines: a statement about every chain of small integer matrices of some widths.

A ``Lemma`` turns one chain into *cases*, each with claims and witnesses; the trusted checker accepts them, and the
outcome of a case is read off the accepted claims alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.openness.claims import Proof
from exactcheck.sweep.orbits import Block

T = TypeVar("T")
Chain = list[RationalMatrix]
Claims = Sequence[Mapping[str, Any]]


class Outcome(Enum):
    """Of a lemma at one case or instance; vacuous: its hypotheses do not hold there.

    Screened is only the outcome of a whole sweep that let instances pass without certificates and found none that fails.
    """

    HOLDS = "holds"
    FAILS = "fails"
    VACUOUS = "vacuous"
    SCREENED = "screened"

    @staticmethod
    def of(holds: bool) -> Outcome:
        return Outcome.HOLDS if holds else Outcome.FAILS

    @staticmethod
    def together(outcomes: Sequence[Outcome]) -> Outcome:
        """Of several cases: fails if one fails, holds if one holds and none fails."""
        found = set(outcomes)
        return next((outcome for outcome in (Outcome.FAILS, Outcome.HOLDS) if outcome in found), Outcome.VACUOUS)


class Kind(Enum):
    """How a chain ``(A_1, ..., A_h)`` is read, and what a shape means."""

    PAIR = "pair"  # W1 = A_2 (m x k), W2 = A_1 (k x n); shape m x k x n
    MATRIX = "matrix"  # V = A_1 (m x n); shape m x n
    NETWORK = "network"  # W_i = A_i; shape d_0 x d_1 x ... x d_h

    def widths(self, shape: Sequence[int]) -> tuple[int, ...]:
        """The widths of the chain; the same function leads back."""
        return tuple(shape if self is Kind.NETWORK else reversed(shape))

    def ordered(self, matrices: Sequence[T]) -> list[T]:
        """The matrices of a chain as users know them, ``W1`` before ``W2``; the same function leads back."""
        return list(reversed(matrices)) if self is Kind.PAIR else list(matrices)

    def noun(self, count: int) -> str:
        one, many = {
            Kind.PAIR: ("pair", "pairs"),
            Kind.MATRIX: ("matrix", "matrices"),
            Kind.NETWORK: ("choice of weights", "choices of weights"),
        }[self]
        return one if count == 1 else many


@dataclass(frozen=True)
class Case:
    """One question about an instance: the problem it is about (as a problem file has it), and what proves the answer."""

    problem: Mapping[str, Any]
    parts: tuple[Proof, ...]


def every_shape(shape: tuple[int, ...]) -> bool:
    """For statements about all sizes."""
    return True


@dataclass(frozen=True)
class Lemma:
    """A statement to be examined at every instance.

    ``examine`` yields the cases of a chain; ``judge`` gets the problem of a case and its accepted claims. ``applies`` says
    for which shapes the statement is made. ``screen`` computes, for a whole block and without certificates, at which of
    its chains the statement may fail. ``expected``: what is known about it; a sweep that finds otherwise exits with 1.
    """

    name: str
    place: str
    statement: str
    kind: Kind
    examine: Callable[[Chain], list[Case]]
    judge: Callable[[Mapping[str, Any], Claims], Outcome]
    applies: Callable[[tuple[int, ...]], bool] = every_shape
    expected: Outcome = Outcome.HOLDS
    screen: Callable[[Block], NDArray[np.bool_]] | None = None
    layers: int = 2
    chunk: int = 200

    @property
    def parameters(self) -> str:
        """What shapes and ``--size`` mean, for users."""
        if self.kind is Kind.NETWORK:
            layers = "two layers" if not self.applies((1, 1, 1, 1)) else f"--layers H (default {self.layers})"
            return f"widths d_0 x ... x d_h up to --size, {layers}, --entries of the weights; the data are solved for"
        letters = "m x k x n" if self.kind is Kind.PAIR else "m x n"
        domain = {(True, False): ", k >= min(m, n)", (False, True): ", k < min(m, n)"}.get(
            (self.applies((1, 1, 1)), self.applies((2, 1, 2))), "") if self.kind is Kind.PAIR else ""
        return f"sizes {letters} up to --size{domain}, --entries"

    def shapes(self, size: int, layers: int | None = None) -> tuple[tuple[int, ...], ...]:
        """All shapes with sizes up to ``size`` that the statement is about; ``layers``: of a network."""
        length = {Kind.PAIR: 3, Kind.MATRIX: 2, Kind.NETWORK: (layers or self.layers) + 1}[self.kind]
        return tuple(shape for shape in product(range(1, size + 1), repeat=length) if self.applies(shape))
