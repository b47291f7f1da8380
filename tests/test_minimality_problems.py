"""Problems of people who have not seen the code: elementary inequalities, determinants, cusps, famous forms, trifles."""

from __future__ import annotations

import pytest

from exactcheck.checker import check_text
from exactcheck.minimality import classify_polynomial
from exactcheck.minimality.reader import variables_of

PROBLEMS: list[tuple[str, tuple[int | str, ...], str]] = [
    ("(x*y*z-1)^2", (1, 1, 1), "global-minimum"),
    ("(x*y*z-1)^2", (0, 0, 0), "higher-order-saddle"),
    ("(x*y*z-1)^2", (0, 1, 0), "second-order-saddle"),
    ("x^4+y^4+z^4-4*x*y*z+1", (1, 1, 1), "global-minimum"),
    ("x^4+y^4+z^4+w^4-4*x*y*z*w", (1, 1, 1, 1), "global-minimum"),
    ("x^3+y^3+z^3-3*x*y*z", (1, 1, 1), "spurious-local-minimum"),
    ("x^6+y^6+z^6-3*x^2*y^2*z^2", (1, 1, 1), "global-minimum"),
    ("(a*d-b*c)^2", (0, 0, 0, 0), "global-minimum"),
    ("(a*d-b*c-1)^2", (1, 0, 0, 1), "global-minimum"),
    ("a*d-b*c", (0, 0, 0, 0), "second-order-saddle"),
    ("(a*d-b*c)^2", (1, 0, 0, 0), "global-minimum"),
    ("w^4+x^2*y^2+y^2*z^2+z^2*x^2-4*x*y*z*w", (1, 1, 1, 1), "global-minimum"),
    ("w^4+x^2*y^2+y^2*z^2+z^2*x^2-4*x*y*z*w", (0, 0, 0, 0), "global-minimum"),
    ("x^6+y^6+z^6-(x^4*y^2+x^4*z^2+y^4*x^2+y^4*z^2+z^4*x^2+z^4*y^2)+3*x^2*y^2*z^2", (0, 0, 0), "global-minimum"),
    ("x^4*y^2+y^4*z^2+z^4*x^2-3*x^2*y^2*z^2", (0, 0, 0), "global-minimum"),
    ("(x-y)^2*(y-z)^2*(z-x)^2", (0, 0, 0), "global-minimum"),
    ("(x-y)^2*(y-z)^2*(z-x)^2", (1, 1, 2), "global-minimum"),
    ("x^2*y^2*z^2", (0, 0, 0), "global-minimum"),
    ("x^2*y^2+y^2*z^2+z^2*x^2", (0, 0, 0), "global-minimum"),
    ("(y^2-x^3)^2", (0, 0), "global-minimum"),
    ("(y^2-x^3)^2-x^8", (0, 0), "higher-order-saddle"),
    ("(y^2-x^3)^2+x^8", (0, 0), "global-minimum"),
    ("(y^2-x^3)^2+x^9*y", (0, 0), "higher-order-saddle"),
    ("(y-x^2)^4+x^12", (0, 0), "global-minimum"),
    ("(y-x^2)^4-x^12", (0, 0), "higher-order-saddle"),
    ("(y-x^2)^2*(y+x^2)^2+x^9", (0, 0), "higher-order-saddle"),
    ("x^2+y^2-z^100", (0, 0, 0), "higher-order-saddle"),
    ("x^100", (0,), "global-minimum"),
    ("x^101-x^100", (0,), "local-maximum"),
    ("7", (3,), "global-minimum"),
    ("x^4-y^8+z^2-2*z*x^2", (0, 0, 0), "higher-order-saddle"),
    ("(x^2+y^2-1)^2", (1, 0), "global-minimum"),
    ("(x^2+y^2-1)^2", (0, 0), "local-maximum"),
    ("(x^2+y^2-1)^2+z^4", ("3/5", "4/5", 0), "global-minimum"),
    ("x^2*(1-y)^2+y^4", (0, 0), "global-minimum"),
    ("x^2*y-y^3", (0, 0), "higher-order-saddle"),
    ("x^4+y^4-3*x^2*y^2", (0, 0), "higher-order-saddle"),
    ("x^4+y^4-2*x^2*y^2", (0, 0), "global-minimum"),
    ("x^4+y^4-2*x^2*y^2+x^5", (0, 0), "higher-order-saddle"),
    ("x^4+y^4+z^4+x^2*y*z", (0, 0, 0), "global-minimum"),
    ("(x^2-2*y^2)^2+y^6", (0, 0), "global-minimum"),
    ("(x^2-2*y^2)^2", (0, 0), "global-minimum"),
    ("(x^3-2*y^3)^2", (0, 0), "global-minimum"),
    ("(x^3-2*y^3)^2-y^7", (0, 0), "undecided"),
    ("-(x^2-2*y^2)^2", (0, 0), "local-maximum"),
    ("x^2+y^2+z^2-2*x*y*z-1", (1, 1, 1), "second-order-saddle"),
    ("1/4*(x+y+z)^4-27/4*x*y*z*(x+y+z)", (1, 1, 1), "spurious-local-minimum"),
    ("(x^2+1)*(y^2+1)-(x+y)^2", (1, 1), "global-minimum"),
    ("x1^4+x2^4+x3^4+x4^4+x5^4+x6^4-x1*x2*x3*x4*x5", (0, 0, 0, 0, 0, 0), "spurious-local-minimum"),
    ("(x1*x2+x3*x4-1)^2+(x1*x5)^2", (1, 1, 0, 0, 0), "global-minimum"),
    ("x^2+x*y+y^3*x+y^2/4", (0, 0), "higher-order-saddle"),
    ("x*y*z", (0, 0, 0), "higher-order-saddle"),
    ("x*y*z*w", (0, 0, 0, 0), "higher-order-saddle"),
    ("x^2*y*z+y^4+z^4", (0, 0, 0), "higher-order-saddle"),
    ("x^4+x^2*y^2+y^6-x*y^4", (0, 0), "global-minimum"),
    ("x^6+y^6-x^2*y^3", (0, 0), "higher-order-saddle"),
    ("x^2 - 4*x*y^3 + 4*y^6 + y^8", (0, 0), "global-minimum"),
    ("(x^2+y^3)^2+(x*y-z^2)^2", (0, 0, 0), "global-minimum"),
    ("(x^2+y^3)^2-(x*y-z^2)^3", (0, 0, 0), "higher-order-saddle"),
]


@pytest.mark.parametrize(("text", "values", "kind"), PROBLEMS)
def test_problems(text: str, values: tuple[int | str, ...], kind: str) -> None:
    """Each is decided as a person derives it, with a certificate that the checker accepts, or honestly undecided."""
    names = variables_of(text) or ["x"]
    found = classify_polynomial(text, dict(zip(names, values, strict=True)))
    assert found.kind == kind
    if kind == "undecided":
        assert found.tried
    else:
        assert check_text(found.certificate().to_json()).status == "valid"
