"""Single claims about matrices and pairs, each with its witness: pairs ``(claim, witness)`` for ``certificate.issue``.

The rules are those of ``docs/reference/certificate-format.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from exactcheck.errors import InputError
from exactcheck.exact import subspace
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.modular import PRIME
from exactcheck.exact.modulus import modulus_member, rank_modulo
from exactcheck.exact.subspace import Intersection
from exactcheck.openness.pair import Pair

Proof: TypeAlias = tuple[dict[str, Any], dict[str, Any]]


def conjunction(proofs: Sequence[Proof]) -> Proof:
    """One claim and witness from several (at least one); nothing is shared between the parts."""
    return ({"kind": "conjunction", "shared": {}, "parts": [claim for claim, _ in proofs]},
            {"rule": "all", "witnesses": [witness for _, witness in proofs]})


def modulus(*matrices: RationalMatrix) -> dict[str, Any]:
    """The witness member ``modulus`` (or nothing, where the default will do) that shows the rank of every matrix."""
    if all((shown := rank_modulo(m, PRIME)) == min(m.shape) or shown == m.rank for m in matrices):
        return {}
    return modulus_member(*(m.column_space for m in matrices))


def rank(matrix: RationalMatrix) -> Proof:
    """``rank`` by rule ``null-space``."""
    basis = subspace.null_space(matrix)
    return ({"kind": "rank", "matrix": matrix.to_document(), "rank": matrix.columns - basis.columns},
            {"rule": "null-space", "null-space": basis.to_document(), **modulus(matrix, basis)})


def null_space(matrix: RationalMatrix, basis: RationalMatrix | None = None) -> Proof:
    """``null-space`` by rule ``spanning``, for a short basis or the given one.

    Raises InputError if the given columns are no basis of the null space.
    """
    if basis is None:
        basis = subspace.null_space(matrix)
    elif not ((matrix @ basis).is_zero() and basis.rank == basis.columns == matrix.columns - matrix.rank):
        raise InputError("the given columns are not a basis of the null space")
    return ({"kind": "null-space", "matrix": matrix.to_document(), "basis": basis.to_document()},
            {"rule": "spanning", **modulus(matrix, basis)})


def subspace_intersection(found: Intersection) -> Proof:
    """``subspace-intersection`` by rule ``basis``; ``found``: from ``exactcheck.exact.subspace.intersection``."""
    return ({"kind": "subspace-intersection", "A": found.A.to_document(), "B": found.B.to_document(),
             "dimension": found.dimension},
            {"rule": "basis", "coefficients": found.coefficients.to_document(),
             "null-space": found.null_space.to_document(), **modulus(found.basis, found.null_space, found.A @ found.B)})


def bounded_basis(matrix: RationalMatrix, rows: Sequence[int], bound: Fraction | int) -> Proof | None:
    """``bounded-basis`` for these rows by rule ``coefficients``, or None if they are no basis of the row space with that bound."""
    rest = [i for i in range(matrix.rows) if i not in rows]
    basis = matrix.select(rows)
    coefficients = basis.T.solve(matrix.select(rest).T)
    if basis.rank < len(rows) or coefficients is None or any(abs(v) > bound for v in coefficients.entries()):
        return None
    return ({"kind": "bounded-basis", "matrix": matrix.to_document(), "rows": list(rows), "bound": str(bound)},
            {"rule": "coefficients", "coefficients": coefficients.T.to_document(), **modulus(basis)})


def pair_members(pair: Pair) -> dict[str, Any]:
    """The claim members ``W1`` and ``W2``."""
    return {"W1": pair.W1.to_document(), "W2": pair.W2.to_document()}


def pair_ranks(pair: Pair) -> Proof:
    """``pair-ranks`` by rule ``null-spaces``."""
    bases = [pair.null1, pair.null2, pair.null_Z]
    return ({"kind": "pair-ranks", **pair_members(pair), "ranks": list(pair.ranks)},
            {"rule": "null-spaces", "null-spaces": [n.to_document() for n in bases],
             **modulus(pair.W1, pair.W2, pair.Z, *bases)})
