"""Moduli that certify full column rank, for the "rank tools" of the certificate format."""

from __future__ import annotations

from typing import Any

import flint

from exactcheck.exact import modular
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import PRIME


def rank_modulo(matrix: RationalMatrix, modulus: int) -> int:
    """The rank modulo the prime ``modulus`` of ``matrix`` with each row scaled to integers: at most the rank over Q."""
    return matrix.modular_rank if modulus == PRIME else modular.rank_modulo(matrix.integer_rows, modulus)


def full_rank_modulus(*matrices: RationalMatrix) -> int:
    """The first prime at or below 2^61 - 1 modulo which every one of the matrices keeps its full column rank.

    All of them must have full column rank over Q: then only the finitely many primes that divide all their maximal
    minors (of the rows scaled to integers) are passed over, hardly ever one.
    """
    modulus = PRIME
    while any(rank_modulo(m, modulus) < m.columns for m in matrices):
        modulus -= 2
        while not flint.fmpz(modulus).is_probable_prime():
            modulus -= 2
    return modulus


def modulus_member(*matrices: RationalMatrix) -> dict[str, Any]:
    """``{}`` where the default modulus will do, else ``{"modulus": q}``: to be merged into a witness."""
    modulus = full_rank_modulus(*matrices)
    return {} if modulus == PRIME else {"modulus": modulus}
