"""What Jupyter shows of each result: well-formed HTML, everything escaped, and LaTeX of matrices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pytest

import exactcheck as ec
from exactcheck import notebook
from exactcheck.exact.matrix import RationalMatrix

NET = ec.DeepLinearNetwork([[[1, 0]], [[0]], [[1], [0]]], X="identity", Y=[[0, 0], [0, "1/2"]])
NOT_OPEN = ec.local_openness([[1], [1]], [[0, 0]])


def parsed(html: str) -> ElementTree.Element:
    """HTML that is XML as well, once the names of characters are known."""
    for name, character in (("&minus;", "−"),):
        html = html.replace(name, character)
    return ElementTree.fromstring(f"<div>{html}</div>")


@pytest.mark.parametrize(("result", "words"), [
    (RationalMatrix([[1, Fraction(-2, 3)]]), ["1", "−", "2", "3"]),
    (NOT_OPEN, ["multiplication is not locally open in its range", "ranks of W1, W2, W1 W2", "1, 0, 0", "Theorem 5 ii)", "no"]),
    (ec.local_openness([[1]], [[1]]), ["multiplication is locally open in its range", "rate", "linear"]),
    (ec.classify(NET), ["higher-order-saddle", "2-1-1-2", "W_3", "loss"]),
    (ec.classify_polynomial("x^2 - x^3", {"x": 0}), ["spurious-local-minimum", "local minimum of (-1)*x^3 + x^2"]),
    (ec.classify_polynomial("(x^2 - 2*y^2)^2 - y^6", {"x": 0, "y": 0}), ["undecided", "tried: "]),
    (NOT_OPEN.certificate({"title": "<b>&"}), ["claim", "not locally open", "title", "<b>&", "SHA-256"]),
    (ec.verify(NOT_OPEN.certificate()), ["valid", "multiplication is not locally open"]),
    (ec.verify("{}"), ["malformed", 'the member "format" is missing']),
    (ec.audit(["introduction-critical"], jobs=1), ["audit of 1 claims", "introduction-critical", "confirmed"]),
])
def test_results_are_shown(result: Any, words: list[str]) -> None:
    """The verdict and what it is about stand in the text of the HTML; what users wrote is text, never markup."""
    tree = parsed(result._repr_html_())
    text = " ".join(tree.itertext())
    for word in words:
        assert word in text
    assert tree.find(".//b") is None


def test_large_matrices_are_shortened() -> None:
    """Twelve rows or columns are shown whole, of more the first and last; sizes of 0 and long numbers in words."""
    assert len(parsed(RationalMatrix.identity(12)._repr_html_()).findall(".//mtd")) == 144
    large = RationalMatrix.identity(40)._repr_html_()
    assert len(parsed(large).findall(".//mtd")) == 144
    assert large.endswith("</math> (40 x 40)")
    assert RationalMatrix.zeros(0, 2)._repr_html_() == "(0 x 2 matrix)"
    assert RationalMatrix.zeros(2, 0)._repr_html_() == "(2 x 0 matrix)"
    assert notebook.number(10**99) == "<mtext>(100 characters)</mtext>"


def test_matrices_in_latex() -> None:
    """In mathematics mode, as Jupyter asks."""
    assert RationalMatrix([[1, Fraction(-1, 2)]])._repr_latex_() == r"$\begin{pmatrix} 1 & -\tfrac{1}{2} \end{pmatrix}$"
