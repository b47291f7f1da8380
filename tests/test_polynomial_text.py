"""Polynomials as text: what is printed for a user can be pasted into a problem file, and errors say what to write instead."""

from __future__ import annotations

import json
import re
from contextvars import copy_context
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from exactcheck import checker
from exactcheck.cli import cli
from exactcheck.errors import InputError
from exactcheck.exact.polynomial import Polynomial
from exactcheck.minimality.problem import PolynomialPoint
from exactcheck.minimality.reader import read_polynomial

COMMITTED = Path(__file__).parents[1] / "certificates" / "examples"
NAMES = ["x", "y", "W1_11"]
POLYNOMIALS = st.dictionaries(st.tuples(*[st.integers(0, 4)] * len(NAMES)), st.fractions(-9, 9, max_denominator=7), max_size=6).map(
    lambda terms: Polynomial(len(NAMES), terms))


@given(p=POLYNOMIALS)
def test_printed_polynomials_are_read_again(p: Polynomial) -> None:
    """The package's text and the checker's both denote the polynomial, in either order of terms."""
    assert read_polynomial(p.text(NAMES), NAMES) == p
    assert read_polynomial(p.text(NAMES, rising=True), NAMES) == p
    assert read_polynomial(copy_context().run(shown_by_the_checker, p), NAMES) == p


@given(p=POLYNOMIALS)
def test_terms_stand_in_the_checkers_order(p: Polynomial) -> None:
    """A reader who compares the checker's sentence with the explanation finds the same monomials in the same places."""
    ours, theirs = (re.findall(r"(?:[a-zA-Z]\w*(?:\^\d+)?\*?)+", text) for text in (p.text(NAMES), copy_context().run(
        shown_by_the_checker, p)))
    assert ours == theirs
    assert ours == re.findall(r"(?:[a-zA-Z]\w*(?:\^\d+)?\*?)+", p.text(NAMES, rising=True))[::-1]


def shown_by_the_checker(p: Polynomial) -> str:
    checker.LIMITS.set(checker.Limits())
    terms = checker.read_terms(checker.read_json(json.dumps(p.to_document())), "terms")
    return checker.show_terms(checker.polynomial(terms, len(NAMES), "terms"), NAMES)


@pytest.mark.parametrize("name", ["peano", "rising-valley", "motzkin-at-1-1", "falling-valley", "paper-example-3-at-1-1"])
def test_explanations_print_what_can_be_read(name: str) -> None:
    """From ``explain``: f and F are read again, and the curve can be put in by hand."""
    run = CliRunner().invoke(cli, ["explain", str(COMMITTED / f"{name}.cert.json")], env={"COLUMNS": "100"})
    problem = json.loads((COMMITTED / f"{name}.problem.json").read_text(encoding="utf-8"))
    variables = list(problem["point"])
    text = run.stdout.replace("\n", " ")
    f, F = re.search(r"f = (.*?)  The point", text), re.search(r"F\(x\) = f\(.*?\) - f\(p\) = (.*?)\.", text)
    assert f is not None
    assert F is not None
    assert read_polynomial(f[1], variables) == read_polynomial(problem["polynomial"], variables)
    assert read_polynomial(F[1], variables) == PolynomialPoint.read(problem["polynomial"], problem["point"]).F
    for curve, value in re.findall(r"Along the curve (.*?)    f = (.*?)  The", text):
        path = [read_polynomial(part.partition("=")[2], ["t"]) for part in curve.split(";")]
        assert read_polynomial(problem["polynomial"], variables).compose(path, 1) == read_polynomial(value, ["t"])


@pytest.mark.parametrize(("text", "same"), [
    ("2x", "2*x"), ("2 x^2 y", "2*x^2*y"), ("(1/2) x y", "x*y/2"), ("x^2y", "x^2*y"), ("(x + y)x", "(x + y)*x"),
    ("(3) x + (-4/3) y", "3*x - 4*y/3"), ("x/2*y x", "x^2*y/2"), ("-x y", "-(x*y)"),
])
def test_a_product_without_its_sign(text: str, same: str) -> None:
    """Before a variable the sign of multiplication may be left out."""
    assert read_polynomial(text, ["x", "y"]) == read_polynomial(same, ["x", "y"])


@pytest.mark.parametrize(("text", "message"), [
    ("1/2x", "column 4: found 'x', expected an operator or the end; write * between factors"),
    ("(x + 1)(x - 1)", "column 8: found '(', expected an operator or the end; write * between factors"),
    ("(x 2)", "column 4: found '2', expected an operator or ); write * between factors"),
    ("x²", "column 2: found '²', expected a number, a variable or an operator; write x^2 for x²"),
    ("½*x", "column 1: found '½', expected a number, a variable or an operator; write 1/2 for ½"),
    ("2·x", "column 2: found '·', expected a number, a variable or an operator; write * between factors"),
    ("x − 1", "column 3: found '−', expected a number, a variable or an operator; write - for a minus"),
    ("x)", "column 2: found ')', expected an operator or the end"),
])
def test_hints(text: str, message: str) -> None:
    """What people write otherwise is refused with the way to write it here."""
    with pytest.raises(InputError) as error:
        read_polynomial(text, ["x"])
    assert str(error.value) == message


def test_division_is_never_guessed() -> None:
    """``1/2 x`` is refused, ``x/2`` and ``1/2*x`` mean one thing."""
    half = Polynomial(1, {(1,): Fraction(1, 2)})
    assert read_polynomial("x/2", ["x"]) == read_polynomial("1/2*x", ["x"]) == half
