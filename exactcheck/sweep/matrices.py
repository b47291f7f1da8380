"""Lemma 13: rows that are a basis of all rows, with bounded coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactcheck.errors import DisagreementError
from exactcheck.exact.subspace import bounded_column_basis
from exactcheck.openness.claims import modulus
from exactcheck.sweep.lemma import Case, Chain, Claims, Kind, Lemma, Outcome


def _examine(chain: Chain) -> list[Case]:
    """``bounded-basis`` with the least bound that the coefficients found allow; no case where ``rank V = m``."""
    V = chain[0]
    B, C = bounded_column_basis(V.T)
    rest = [j for j in range(V.rows) if j not in set(B)]
    if not rest:
        return []
    A = C.select(columns=rest).T
    bound = max((abs(v) for v in A.entries()), default=Fraction(0))
    claim = {"kind": "bounded-basis", "matrix": V.to_document(), "rows": list(B), "bound": str(bound)}
    witness = {"rule": "coefficients", "coefficients": A.to_document(), **modulus(V.select(rows=B).T)}
    return [Case({"matrix": V.to_document()}, ((claim, witness),))]


@dataclass(frozen=True)
class _Judge:
    """Compares the accepted bound with ``2^(m-r-1)``, or with 1 if ``sharp``."""

    sharp: bool

    def __call__(self, problem: Mapping[str, Any], claims: Claims) -> Outcome:
        (claim,) = claims
        if claim["matrix"] != problem["matrix"]:
            raise DisagreementError("a claim about another matrix")
        others = claim["matrix"]["shape"][0] - len(claim["rows"])
        return Outcome.of(Fraction(claim["bound"]) <= (1 if self.sharp else 2 ** (others - 1)))


LEMMAS = [
    Lemma(
        "lemma-13",
        "Appendix B, Lemma 13",
        "for rank V = r < m there are r rows B of V with V_{B^c} = A V_B and |A_ij| <= 2^(m-r-1)",
        Kind.MATRIX,
        _examine,
        _Judge(sharp=False),
    ),
    Lemma(
        "lemma-13-bound-1",
        "Appendix B, Lemma 13, with the best bound",
        "for rank V = r < m there are r rows B of V with V_{B^c} = A V_B and |A_ij| <= 1",
        Kind.MATRIX,
        _examine,
        _Judge(sharp=True),
    ),
]
