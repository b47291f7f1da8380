"""Relations between matrices: what the prover states is true, and follows the matrices."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exactcheck.certificate import issue
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations, parse

TURN = {"U": M([[Fraction(3, 5), Fraction(-4, 5)], [Fraction(4, 5), Fraction(3, 5)]]), "I": M.identity(2)}


def test_terms_are_read() -> None:
    """Signs, coefficients and names; a term without a name is an error."""
    assert parse("- 2 U^T U + 1/2 I - U") == [(-2, ["U^T", "U"]), (Fraction(1, 2), ["I"]), (-1, ["U"])]
    for text in ("", "2", "U -", "U + 3"):
        with pytest.raises(InputError, match="each with the name of a matrix"):
            parse(text)


def test_what_is_decided_is_stated() -> None:
    """True or false, the answer is stated as a true relation, and the checker accepts all of them together."""
    found = Relations(TURN)
    assert found.is_zero("U^T U - I")
    assert not found.is_zero("U - I")
    assert found.at_most("U", 2)
    assert not found.at_most("U", Fraction(199, 100))
    assert found.norm_squared("2 U") == 8
    assert issue(*found.proof()).statement == (
        "for the matrices I (2 x 2), U (2 x 2): U^T U - I = 0; |U - I|^2 > 0; |U|^2 <= 2; |U|^2 > 199/100; |(2) U|^2 = 8")


def test_an_unknown_matrix_is_an_error() -> None:
    """A misspelt name is named, with those that there are."""
    with pytest.raises(InputError, match="there is no matrix 'V', expected one of I, U"):
        Relations(TURN).is_zero("U V - I")
