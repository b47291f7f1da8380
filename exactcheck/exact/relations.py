"""Relations between named matrices: what the claim ``matrix-relations`` of the certificate format states.

A relation is about the squared Frobenius norm of a *combination*, a sum of products written as ``"2 U^T U - I"``: a term is
an optional positive rational and then names, ``A^T`` for a transpose. That it equals 0 is a matrix identity.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from operator import add, matmul
from typing import Any, TypeAlias

from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix

#: A coefficient and the names of the factors.
Term: TypeAlias = tuple[Fraction, list[str]]


def parse(text: str) -> list[Term]:
    """The terms of a combination; raises InputError if there is none, or one without a name."""
    terms: list[Term] = [(Fraction(1), [])]
    for i, word in enumerate(text.split()):
        if word in ("+", "-"):
            if i:
                terms.append((Fraction(1), []))
            terms[-1] = (Fraction(-1 if word == "-" else 1), [])
        elif word[0].isdigit():
            terms[-1] = (terms[-1][0] * Fraction(word), terms[-1][1])
        else:
            terms[-1][1].append(word)
    if not all(names for _, names in terms):
        raise InputError(f"{text!r}: expected a sum of terms, each with the name of a matrix")
    return terms


def combination(given: Mapping[str, RationalMatrix], terms: list[Term]) -> RationalMatrix:
    """The value; raises InputError for a name that is not given, or if sizes do not fit."""
    unknown = sorted({name for _, names in terms for name in names if name.removesuffix("^T") not in given})
    if unknown:
        raise InputError(f"there is no matrix {unknown[0]!r}, expected one of {', '.join(sorted(given))}")
    return reduce(add, [
        reduce(matmul, [given[name.removesuffix("^T")].T if name.endswith("^T") else given[name] for name in names]) * coefficient
        for coefficient, names in terms
    ])


class Relations:
    """True relations between the given matrices, collected to be stated in one certificate.

    ``is_zero`` and ``at_most`` decide, state what is so, and return the answer.
    """

    def __init__(self, matrices: Mapping[str, RationalMatrix]) -> None:
        self.matrices = dict(matrices)
        self.stated: list[dict[str, Any]] = []

    def _state(self, terms: list[Term], relation: str, value: Fraction) -> None:
        members = [[str(coefficient), names] for coefficient, names in terms]
        self.stated.append({"terms": members, "relation": relation, "value": str(value)})

    def is_zero(self, text: str) -> bool:
        """Is this combination 0? States that its norm is, or is not."""
        return self.at_most(text, Fraction(0))

    def at_most(self, text: str, value: Fraction | int) -> bool:
        """Is the squared norm of this combination at most ``value``?"""
        terms, bound = parse(text), Fraction(value)
        holds = combination(self.matrices, terms).norm_squared() <= bound
        self._state(terms, "above" if not holds else "at-most" if bound else "equal", bound)
        return holds

    def norm_squared(self, text: str) -> Fraction:
        """The squared norm of this combination, which is stated."""
        terms = parse(text)
        value = combination(self.matrices, terms).norm_squared()
        self._state(terms, "equal", value)
        return value

    def proof(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """``matrix-relations`` by rule ``arithmetic``: claim and witness."""
        documents = {name: A.to_document() for name, A in self.matrices.items()}
        return {"kind": "matrix-relations", "matrices": documents, "relations": self.stated}, {"rule": "arithmetic"}
