"""Global minima of large polynomials that are squares, or that are written as sums of squares."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sympy

from exactcheck.errors import InputError
from exactcheck.exact.polynomial import Polynomial, total
from exactcheck.minimality import classify_polynomial
from exactcheck.minimality.budget import Budget
from exactcheck.minimality.classification import classify_point
from exactcheck.minimality.problem import PolynomialPoint
from exactcheck.minimality.reader import read_written
from exactcheck.minimality.sums_of_squares import visible_squares

VARIABLES = [f"x{i}" for i in range(20)]
ORIGIN = dict.fromkeys(VARIABLES, 0)


def long_text(seed: int, terms: int = 40) -> str:
    """A polynomial of this many terms and degree 3 that vanishes at 0, as text."""
    source = Random(seed)
    made = {tuple(sorted(source.choices(VARIABLES, k=1 + k % 3))): source.choice([-3, -2, -1, 1, 2, 3]) for k in range(terms)}
    return " + ".join(f"({c})*{'*'.join(factors)}" for factors, c in made.items())


P, Q = long_text(1), long_text(2)


@pytest.mark.parametrize("text", [
    f"({P})^2", f"1/2*(({P})^2 + 3*({Q})^2) - 7", f"({P})^2 + x0^2 - x0*x1 + x1^2 + x2^6", f"(({P})^2)*4/3"])
def test_large_squares(text: str) -> None:
    """The value at 0 is found to be the least, at the price of multiplying out."""
    assert classify_polynomial(text, ORIGIN).kind == "global-minimum"


def test_expanded_square() -> None:
    """A square of which only the terms are known is found by its root, also at a point that is not 0."""
    e = read_written(P, VARIABLES).value
    at_one = e.compose([Polynomial.variable(20, i) - Polynomial.constant(20, int(i < 4)) for i in range(20)], 20)
    for f, point in ((e * e, [0] * 20), ((at_one * at_one).scaled(3), [1] * 4 + [0] * 16)):
        root = f.root()
        assert root is not None
        assert (root[1] * root[1]).scaled(root[0]) == f
        assert classify_point(PolynomialPoint(f, VARIABLES, point)).kind == "global-minimum"
    assert (e * e + Polynomial.variable(20, 0)).root() is None
    assert Polynomial(20, {}).root() is None
    assert (e * at_one).quotient(e) == at_one
    assert (e * at_one + Polynomial.constant(20, 1)).quotient(e) is None


def test_sympy_expressions() -> None:
    """The squares in a SymPy expression are seen, too; without them it is decided all the same; names are those of text."""
    x, y, odd = sympy.symbols("x y φ")
    found = classify_polynomial((x * y - 1) ** 2 * 3 + (x**2 - y**3) ** 2 + 5, {x: 1, y: 1})
    assert found.kind == "global-minimum"
    assert classify_polynomial(x**1002, {x: 0}).kind == "global-minimum"  # an exponent beyond those of text
    with pytest.raises(InputError, match="'φ' is not a name"):
        classify_polynomial((odd - 1) ** 2, {odd: 1})


def test_what_is_written() -> None:
    """Squares stand in sums, in products with numbers and with each other, and in even powers; the rest is none."""
    x, y = Polynomial.variable(2, 0), Polynomial.variable(2, 1)
    one = Polynomial.constant(2, 1)
    for text, squares, whole in [
            ("2*(x + y)^2", [(2, x + y)], True), ("x^2*y^4/3", [(Fraction(1, 3), x * y * y)], True),
            ("-(x - y)^6", [(-1, (x - y) ** 3)], True), ("3 + (x^2 + 1)*(y^2 + 2)", [
                (3, one), (1, x * y), (2, x), (1, y), (2, one)], True),
            ("x + y^2", [(1, y)], False), ("x*y^2", [], False), ("(x + y)^3", [], False), ("x^1", [], False)]:
        found = read_written(text, ["x", "y"])
        assert (found.squares, found.whole) == (squares, whole), text
        assert not whole or found.value == total(2, ((m * m).scaled(c) for c, m in squares))


def test_squares_that_do_not_vanish_prove_nothing() -> None:
    """Squares that are not 0 at the point, negative ones, and a remainder that falls are no proof of a global minimum."""
    for text, point in [("(x^2 + y)^2", (1, 0)), ("-(x + y)^2", (0, 0)), ("(x - y^2)^2 - y^6", (0, 0))]:
        assert classify_polynomial(text, dict(zip("xy", point, strict=True))).kind != "global-minimum"
    parts = read_written("(x - y^2)^2 - y^6", ["x", "y"])
    assert visible_squares(parts.value, parts.squares, Budget()) is None
    assert visible_squares(parts.value, [], Budget()) is None
