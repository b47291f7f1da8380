"""Minima that are seen in the monomial squares of a polynomial: ``F = m^T Q(x) m`` with ``Q(0)`` positive definite."""

from __future__ import annotations

import pytest

from exactcheck.checker import check_text
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality import classify_polynomial
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.monomial_squares import by_monomial_squares
from exactcheck.minimality.reader import read_polynomial

XYZ = ["x", "y", "z"]

#: A polynomial with a minimum at 0 that is not strict, and the monomials ``m``.
SEEN = [
    ("x^2*(1 - y) + y^2*z^2 + z^4 + x*z^2", ["x", "y*z", "z^2"]),
    ("x^2 + y^4 + y^2*z^2 - x*y^2 - x^3", ["x", "y^2", "y*z"]),
    ("x^2 - 2*x*y*z + 2*y^2*z^2 - x^3 + z^4", ["x", "y*z", "z^2"]),
    ("x^4*(1 + y) + y^6*z^4 + z^20 - x^2*z^10", ["x^2", "y^3*z^2", "z^10"]),  # no quadratic terms
    ("4*x^4 - 3*x^3*y + 2*x^2*y^2*(1 + z) + y^4*z^2 + x*y^3*z - y^5*z^2", ["x^2", "x*y", "y^2*z"]),
    ("x^2*z^2 - x*y*z^2 + y^2*z^2 + x^2*y^2 + x^2*y*z - x^3*y^3*z", ["x*y", "x*z", "y*z"]),  # x^2 y z and x y z^2: one place each
]


@pytest.mark.parametrize(("text", "monomials"), SEEN, ids=[text for text, _ in SEEN])
def test_minima_are_seen_in_the_terms(text: str, monomials: list[str]) -> None:
    """Each has the ``m`` that a person sees, and the checker accepts that 0 is a local minimum, and that there are lower points."""
    found = classify_polynomial(text, dict.fromkeys(XYZ, 0))
    assert found.kind == "spurious-local-minimum"
    assert found.witness is not None
    assert found.claim is not None
    proof = found.witness["witnesses"][0]["proof"]
    assert proof["rule"] == "gram"
    assert proof["vector"] == [read_polynomial(m, XYZ).to_document() for m in monomials]
    assert found.claim["parts"][0]["kind"] == "local-minimum"
    assert check_text(found.certificate().to_json()).status == "valid"


#: The same kind of minimum in other coordinates: linear ones, and such in which the splitting lemma's series does not end.
MOVED = [
    "(x + 2*y)^2*(1 - y) + y^2*z^2 + z^4 + (x + 2*y)*z^2",
    "(x + y)^2 + y^4 + y^2*z^2 - (x + y)*y^2 - (x + y)^3",
    "(x + y^2)^2*(1 - y) + y^2*z^2 + z^4 + (x + y^2)*z^2",
    "(x - y^3)^2 + y^4*z^2 - (x - y^3)*y^2*z - (x - y^3)^3 + z^6",
]


@pytest.mark.parametrize("text", MOVED)
def test_minima_are_seen_after_a_change_of_coordinates(text: str) -> None:
    """Coordinates from the first terms of the splitting lemma's series are enough, and the proof in them is exact."""
    found = classify_polynomial(text, dict.fromkeys(XYZ, 0))
    assert found.kind == "spurious-local-minimum"
    assert found.witness is not None
    proof = found.witness["witnesses"][0]["proof"]
    assert (proof["rule"], proof["proof"]["rule"]) == ("substitute", "gram")


def test_strict_where_every_variable_has_a_power() -> None:
    """With powers of all variables in ``m`` the minimum is strict, though no weights give the entries of ``m`` one degree."""
    found = classify_polynomial("x^2*(1 - z) + y^10 + y^2*z^2 + z^10 + x*y*z", dict.fromkeys(XYZ, 0))
    assert found.kind == "spurious-local-minimum"
    assert found.witness is not None
    assert found.claim is not None
    assert found.claim["parts"][0]["kind"] == "strict-local-minimum"
    assert found.witness["witnesses"][0]["proof"]["rule"] == "gram"


#: ``Q(0)`` indefinite, or singular while ``Q`` is not constant; and a descent curve exists.
NOT_SEEN = [
    "x^2 - 3*x*z^2 + z^4 + y^2*z^2",
    "x^2 - 2*x*y*z + y^2*z^2 - x^2*y",
    "x^4 - 2*x^2*y*z + y^2*z^2 - y^3*z^2 + z^6",
    "x^2 + y^2*z^2 - y^3*z",
]


@pytest.mark.parametrize("text", NOT_SEEN)
def test_no_proof_where_the_matrix_at_zero_is_not_definite(text: str) -> None:
    """Where ``Q(0)`` is not positive definite, or a term has no place, there is no such proof, and these points are saddles."""
    assert by_monomial_squares(read_polynomial(text, XYZ), Budget()) is None
    assert classify_polynomial(text, dict.fromkeys(XYZ, 0)).kind == "higher-order-saddle"


def test_the_search_is_cheap() -> None:
    """With more squares than it compares, the search gives up before it looks at products."""
    n, budget = 60, Budget()
    before = budget.left
    many = Polynomial(n, {tuple(2 * int(i in (j, (j + 1) % n)) for i in range(n)): 1 for j in range(n)})
    assert by_monomial_squares(many, budget) is None
    assert before - budget.left < 20_000
