"""What the engine finds out about the point 0 of a polynomial ``F`` with ``F(0) = 0``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.polynomial import Polynomial, lowest
from exactcheck.exact.symmetric import inertia

Proof: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Leading:
    """``F∘Φ`` starts, in the given weights, with the positive definite form ``m^T Q m`` of weighted degree ``degree``.

    ``phi`` is None for the identity; ``vector`` holds ``m``, ``matrix`` is ``Q``.
    """

    phi: Sequence[Polynomial] | None
    weights: list[int]
    degree: int
    vector: list[Polynomial]
    matrix: RationalMatrix

    def proof(self) -> Proof:
        """The rule ``weighted``, after ``substitute`` where there is a ``phi``."""
        weighted = {"rule": "weighted", "weights": self.weights, "degree": self.degree,
                    "vector": [p.to_document() for p in self.vector], "matrix": self.matrix.to_document(),
                    "congruence": inertia(self.matrix).congruence.to_document()}
        return weighted if self.phi is None else substitute(self.phi, weighted)


@dataclass(frozen=True)
class Minimum:
    """0 is a local minimum, by this proof; ``leading`` is set where the proof is one about a leading form."""

    strict: bool
    proof: Proof = field(repr=False)
    leading: Leading | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Descent:
    """0 is no local minimum: ``F`` along ``curve`` (polynomials in one variable, 0 at 0) starts with a negative term."""

    curve: list[Polynomial]

    @classmethod
    def along(cls, F: Polynomial, curve: Sequence[Polynomial]) -> Descent:
        """After a check of the sign; that a curve descends is computed here, not believed."""
        value = F.compose(curve, 1)
        if not value or lowest(value)[1] >= 0:
            raise AssertionError(f"not a descent curve: {curve} for {F}")
        return cls(list(curve))

    @classmethod
    def line(cls, F: Polynomial, direction: Sequence[Any]) -> Descent:
        return cls.along(F, [Polynomial(1, {(1,): v}) for v in direction])


@dataclass(frozen=True)
class Undecided:
    """Neither; ``tried`` says what was done, ``rest`` is the reduced polynomial about which the question is open.

    ``where``: what the variables of ``rest`` are, one phrase for each reduction; ``order``: if set, the question is about a
    function of which ``rest`` has the terms of lower degree than this only.
    """

    tried: tuple[str, ...]
    rest: Polynomial
    where: tuple[str, ...] = ()
    order: int | None = None


Outcome: TypeAlias = "Minimum | Descent | Undecided"


def substitute(phi: Sequence[Polynomial], proof: Proof) -> Proof:
    return {"rule": "substitute", "map": [p.to_document() for p in phi], "proof": proof}


def descends(F: Polynomial, curve: Sequence[Polynomial]) -> bool:
    value = F.compose(curve, 1)
    return bool(value) and lowest(value)[1] < 0
