"""Local minimality of polynomials: the named examples, planted minima and descents, and honest answers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactcheck.certificate import canonical_text
from exactcheck.checker import check_text
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.polynomial import Polynomial, lowest
from exactcheck.minimality import PolynomialPoint, classify_point, classify_polynomial
from exactcheck.minimality.reader import read_polynomial

INTRODUCTION = "1/2*((a1*w*b1)^2 + (a1*w*b2)^2 + (a2*w*b1)^2 + (a2*w*b2 - 1)^2)"
MOTZKIN = "x^4*y^2 + x^2*y^4 - 3*x^2*y^2 + 1"
ZERO = {"x": 0, "y": 0}

EXAMPLES = [
    ("(y - x^2)*(y - 3*x^2)", ZERO, "higher-order-saddle"),
    ("x^3 - 3*x*y^2", ZERO, "higher-order-saddle"),
    ("x^2 + y^4", ZERO, "global-minimum"),
    ("x^2*y^2", ZERO, "global-minimum"),
    ("(y - x^2)^2", ZERO, "global-minimum"),
    ("(y - x^2)^2 + x^8", ZERO, "global-minimum"),
    ("(y - x^2)^2 - x^8", ZERO, "higher-order-saddle"),
    ("(y - x^2)^2 + x^8 - x^9", ZERO, "spurious-local-minimum"),
    ("x^4 + y^4 - y^2", ZERO, "second-order-saddle"),
    (MOTZKIN, ZERO, "local-maximum"),
    (MOTZKIN, {"x": 1, "y": -1}, "global-minimum"),
    ("(w^2 - 1)^2", {"w": 1}, "global-minimum"),
    ("(w^2 - 1)^2", {"w": -1}, "global-minimum"),
    ("(w^2 - 1)^2", {"w": 0}, "local-maximum"),
    ("(x*y - 1)^2", ZERO, "second-order-saddle"),
    ("(x*y - 1)^2", {"x": 2, "y": "1/2"}, "global-minimum"),
    (INTRODUCTION, {"a1": 1, "a2": 0, "w": 0, "b1": 1, "b2": 0}, "higher-order-saddle"),
    ("x^2 - x^3", {"x": 0}, "spurious-local-minimum"),
    ("x^3", {"x": 0}, "higher-order-saddle"),
    ("x - y^2", ZERO, "not-critical"),
    ("-x^2 - y^4", ZERO, "local-maximum"),
    ("(x^2 - y^2)^2 - x^6", ZERO, "higher-order-saddle"),
    ("5", ZERO, "global-minimum"),
    ("y^2 - x^4", ZERO, "higher-order-saddle"),
    ("x^4 + y^4 + x^3*y - y^6", ZERO, "spurious-local-minimum"),
]


@pytest.mark.parametrize(("text", "point", "kind"), EXAMPLES, ids=[f"{text} at {list(p.values())}" for text, p, _ in EXAMPLES])
def test_examples(text: str, point: dict[str, object], kind: str) -> None:
    """Each named polynomial has the kind that a person derives, with a certificate, which is the same every time."""
    found = classify_polynomial(text, point)
    assert found.kind == kind
    certificate = found.certificate()
    assert check_text(certificate.to_json()).status == "valid"
    assert classify_polynomial(text, point).certificate().to_json() == certificate.to_json()


def test_strictness_is_claimed_where_it_holds() -> None:
    """The certificate of ``x^2 + y^4`` also states that the global minimum is a strict local one; that of ``x^2 y^2`` does not."""
    assert "strict local minimum" in classify_polynomial("x^2 + y^4", ZERO).explain()
    assert "strict" not in classify_polynomial("x^2*y^2", ZERO).explain()


def test_introduction_finds_a_curve_of_its_own() -> None:
    """For the expanded example of the paper's introduction the engine finds a curve like (1, t), t^2, (1, t)."""
    found = classify_polynomial(INTRODUCTION, {"a1": 1, "a2": 0, "w": 0, "b1": 1, "b2": 0})
    assert found.witness is not None
    descent = found.witness["descent"]
    assert (descent["order"], descent["coefficient"]) == (4, "-1/2")
    assert "2" in descent["curve"][2]


def test_irrational_zeros_are_undecided() -> None:
    """The descent of ``(x^2 - 2 y^2)^2 - y^6`` follows no rational curve: no certificate, but a list of what was tried."""
    found = classify_polynomial("(x^2 - 2*y^2)^2 - y^6", ZERO)
    assert found.kind == "undecided"
    assert "leading forms" in found.explain()
    with pytest.raises(InputError, match="undecided"):
        found.certificate()


def test_what_is_left_is_named_and_its_terms_are_right() -> None:
    """A series of the splitting lemma that does not end has the first terms of ``x(y)``, ``2 x + 3 x^2 + y^3 = 0``, and says so."""
    from sympy import Poly, Symbol, series, sqrt

    found = classify_polynomial("x^2 + x^3 + x*y^3 + (y^2 - 2*z^2)^2 - z^6", {"x": 0, "y": 0, "z": 0})
    assert found.kind == "undecided"
    assert found.where == ("coordinates on the kernel of the Hessian after the splitting lemma",)
    assert found.order is not None
    y = Symbol("y")
    x = (sqrt(1 - 3 * y**3) - 1) / 3
    expected = Poly(series(x**2 + x**3 + x * y**3, y, 0, found.order).removeO(), y)
    assert found.reduced is not None
    z = read_polynomial("(y^2 - 2*z^2)^2 - z^6", ["y", "z"])
    begun = Polynomial(2, {(k, 0): Fraction(int(c.p), int(c.q)) for (k,), c in expected.terms()})
    assert found.reduced == begun + z
    assert f"up to terms of degree {found.order} and higher (z1, z2: {found.where[0]})" in found.explain()


def test_exact_reductions_ask_an_exact_question() -> None:
    """Where the series ends nothing is said of higher terms; each step names its coordinates, and without one the names stay."""
    exact = classify_polynomial("w^2 + (x^2 - 2*(y - u)^2)^2 - (y - u)^6", dict.fromkeys("wxyu", 0))
    assert (exact.kind, exact.order) == ("undecided", None)
    assert exact.where == ("coordinates on a complement of the symmetries",
                           "coordinates on the kernel of the Hessian after the splitting lemma")
    assert "up to terms" not in exact.explain()
    plain = classify_polynomial("(x^2 - 2*y^2)^2 - y^6", ZERO)
    assert plain.explain().endswith("is 0 a local minimum of -y^6 + 4*y^4 - 4*x^2*y^2 + x^4?")


coefficients = st.integers(-3, 3)
maps = st.tuples(coefficients, coefficients, coefficients, coefficients)


def sheared(F: Polynomial, c: tuple[int, int, int, int]) -> Polynomial:
    """``F`` after an invertible polynomial change of variables that keeps 0."""
    x, y = Polynomial.variable(2, 0), Polynomial.variable(2, 1)
    first = F.compose([x, y + (x * x).scaled(c[0]) + (x**3).scaled(c[1])], 2)
    return first.compose([x + (y * y).scaled(c[2]) + y.scaled(c[3]), y], 2)


def kind_of(F: Polynomial) -> str:
    return classify_point(PolynomialPoint(F, ["x", "y"], [0, 0])).kind


MINIMA = {"global-minimum", "spurious-local-minimum", "strict-local-minimum", "local-minimum"}


@settings(deadline=None, derandomize=True, max_examples=15)
@given(c=maps, text=st.sampled_from(["x^2 + y^4", "2*y^2 + x^6", "x^2 + x*y + y^2", "(y - x^2)^2", "y^2",
                                     "y^2 + x^2*y + x^4 - x^5"]))
def test_minima_survive_a_change_of_variables(c: tuple[int, int, int, int], text: str) -> None:
    """A known minimum, moved by a random polynomial diffeomorphism, is found to be one."""
    assert kind_of(sheared(read_polynomial(text, ["x", "y"]), c)) in MINIMA


@settings(deadline=None, derandomize=True, max_examples=40)
@given(c=maps, text=st.sampled_from(["(y - x^2)*(y - 3*x^2)", "y^2 - x^4", "y^2 + x^3", "y^2 - x^6", "y^2 + x^5 + y^3"]))
def test_descents_survive_a_change_of_variables(c: tuple[int, int, int, int], text: str) -> None:
    """A known descent, moved by a random polynomial diffeomorphism, is found."""
    assert kind_of(sheared(read_polynomial(text, ["x", "y"]), c)) == "higher-order-saddle"


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda e: 2 <= sum(e) <= 6), coefficients,
                       min_size=1, max_size=5))
def test_no_verdict_contradicts_nearby_values(terms: dict[tuple[int, int], int]) -> None:
    """Random sparse polynomials: no certified minimum has a smaller value at close grid points, no maximum a larger one."""
    F = Polynomial(2, terms)
    kind = kind_of(F)
    close = [F([Fraction(a, 4096), Fraction(b, 512)]) for a, b in product(range(-3, 4), repeat=2)]
    if kind in MINIMA and F:
        assert min(close) >= 0
    if kind == "local-maximum":
        assert max(close) <= 0


def test_certificates_do_not_pass_for_each_other() -> None:
    """Every witness, put under every other example's claim, proves nothing but what is true there."""
    found = [(text, classify_polynomial(text, point)) for text, point, _ in EXAMPLES if set(point) == {"x", "y"}]
    crossed = 0
    for (text, mine), (other_text, other) in product(found, found):
        if text == other_text or mine.kind == other.kind or mine.claim is None or other.witness is None:
            continue
        result = check_text(canonical_text({"format": "exactcheck-certificate", "version": 1, "claim": mine.claim,
                                            "witness": other.witness}))
        assert result.status in {"invalid", "malformed"}
        crossed += 1
    assert crossed > 100


def test_wrong_input() -> None:
    """What is no polynomial with rational coefficients at a rational point is refused in one line that names the place."""
    for text in ("x +", "2(x + y)", "1/2 x", "x 2", "x^y", "x^-1", "x/y", "sin(x)", "x.real", "__import__('os')", "", "x = 1",
                 "x^2.5", "(x", "x)", "x;y"):
        with pytest.raises(InputError) as error:
            classify_polynomial(text, ZERO)
        assert "\n" not in str(error.value)
    for text in ("x^99999", "(x + y + 1)^900", "(" * 1000 + "x" + ")" * 1000, "9" * 5000, "((x+y)^9)^999"):
        with pytest.raises(LimitError):
            classify_polynomial(text, ZERO)
    with pytest.raises(InputError, match="z"):
        classify_polynomial("x + z", ZERO)
    for value in (0.5, "0.5", "1/0", None, True, "1e3", " 1"):
        with pytest.raises(InputError, match="exact rational"):
            classify_polynomial("x^2", {"x": value})
    with pytest.raises(InputError, match="at least one variable"):
        classify_polynomial("5", {})


def test_sympy_expressions() -> None:
    """SymPy expressions and symbols are taken as they are; anything but a rational polynomial is refused."""
    from sympy import Rational, sqrt, symbols

    x, y = symbols("x y")
    assert classify_polynomial((y - x**2) * (y - 3 * x**2), {x: 0, y: 0}).kind == "higher-order-saddle"
    assert classify_polynomial(Rational(1, 3) * x**2, {x: Rational(0)}).kind == "global-minimum"
    for bad in (sqrt(2) * x, 1 / x, x**0.5):
        with pytest.raises(InputError):
            classify_polynomial(bad, {x: 0})
    with pytest.raises(InputError):
        classify_polynomial(3.5, {x: 0})


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.fractions(-3, 3, max_denominator=5), max_size=6))
def test_text_and_arithmetic_agree_with_sympy(terms: dict[tuple[int, int], Fraction]) -> None:
    """Reading what SymPy prints gives the polynomial back; derivative and composition agree with SymPy's."""
    from sympy import Poly, Rational, symbols

    x, y = symbols("x y")
    expression = sum((Rational(c.numerator, c.denominator) * x**a * y**b for (a, b), c in terms.items()), Rational(0))
    p = Polynomial(2, terms)
    assert read_polynomial(str(expression), ["x", "y"]) == p
    composed = Poly(expression.subs({x: x + y**2, y: 2 * x}, simultaneous=True), x, y)
    a, b = Polynomial.variable(2, 0), Polynomial.variable(2, 1)
    assert p.compose([a + b * b, a.scaled(2)], 2) == read_polynomial(str(composed.as_expr()), ["x", "y"])
    assert p.derivative(0) == read_polynomial(str(expression.diff(x)), ["x", "y"])


def test_descent_curves_are_exact() -> None:
    """The order and coefficient of a descent curve are those of the composed polynomial, computed again here."""
    problem = PolynomialPoint.read("(y - x^2)*(y - 3*x^2)", ZERO)
    found = classify_point(problem)
    assert found.witness is not None
    curve = [Polynomial(1, {(int(e),): Fraction(c) for e, c in part.items()}) for part in found.witness["descent"]["curve"]]
    order, coefficient = lowest(problem.f.compose(curve, 1))
    assert (order, str(coefficient)) == (found.witness["descent"]["order"], found.witness["descent"]["coefficient"])
    assert coefficient < 0
