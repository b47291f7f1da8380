"""Formulas in sentences, and displayed ones, as HTML and MathML."""

from __future__ import annotations

import pytest

from exactcheck.report import mathml


@pytest.mark.parametrize(("text", "html"), [
    ("L_i^T G = 0", "<i>L</i><sub><i>i</i></sub><sup>T</sup> <i>G</i> = 0"),
    ("d_i x d_{i-1}", "<i>d</i><sub><i>i</i></sub> × <i>d</i><sub><i>i</i>−1</sub>"),
    ("t x w^T", "<i>t</i> <i>x</i> <i>w</i><sup>T</sup>"),
    ("a < b & -c", "<i>a</i> &lt; <i>b</i> &amp; −<i>c</i>"),
    ("rank P - 1", "rank <i>P</i> − 1"),
    ("W1_12^2 + d_0", "<i>W</i><sub>1,12</sub><sup>2</sup> + <i>d</i><sub>0</sub>"),
    ("N(Z) ∩ T^⊥", "<i>N</i>(<i>Z</i>) ∩ <i>T</i><sup>⊥</sup>"),
    ("V^+ V^- t^(s+1)", "<i>V</i><sup>+</sup> <i>V</i><sup>−</sup> <i>t</i><sup><i>s</i>+1</sup>"),
    ("Z'_k, (g)_j, H₀_i", "<i>Z</i>'<sub><i>k</i></sub>, (<i>g</i>)<sub><i>j</i></sub>, <i>H</i><sub>0,<i>i</i></sub>"),
    ("u_{l0-1} E_{d_h, d_0}", "<i>u</i><sub><i>l</i><sub>0</sub>−1</sub> "
                              "<i>E</i><sub><i>d</i><sub><i>h</i></sub>, <i>d</i><sub>0</sub></sub>"),
    ("d_{p2*} G_{ij} W_{max}", "<i>d</i><sub><i>p</i><sub>2</sub>*</sub> <i>G</i><sub><i>ij</i></sub> <i>W</i><sub>max</sub>"),
    ("t^{N+l0-1} ε^{2k_i}", "<i>t</i><sup><i>N</i>+<i>l</i><sub>0</sub>−1</sup> ε<sup>2<i>k</i><sub><i>i</i></sub></sup>"),
    ("½t² + 2N", "½<i>t</i>² + 2<i>N</i>"),
    ("n x b", "<i>n</i> × <i>b</i>"),
    ("<i>x</i>", "&lt;<i>i</i>&gt;<i>x</i>&lt;/<i>i</i>&gt;"),
])
def test_formulas_in_running_text(text: str, html: str) -> None:
    """Subscripts, lone letters and signs; markup stays text."""
    assert mathml.formula(text) == html


@pytest.mark.parametrize(("text", "html"), [
    ("for k < min(m, n), i) and v)", "for <i>k</i> &lt; min(<i>m</i>, <i>n</i>), i) and v)"),
    ("a D with W_1 D = 0", "a <i>D</i> with <i>W</i><sub>1</sub> <i>D</i> = 0"),
    ("k - a - b, entries in {-1, 0}", "<i>k</i> − <i>a</i> − <i>b</i>, entries in {−1, 0}"),
    ("Appendix A, case b: ⟨A B X, Y⟩", "Appendix A, case b: ⟨<i>A</i> <i>B</i> <i>X</i>, <i>Y</i>⟩"),
    ("the paper's W₃ X^T, e.g. 2t", "the paper&#x27;s <i>W</i>₃ <i>X</i><sup>T</sup>, e.g. 2<i>t</i>"),
    ("A proof. A point for A and B", "A proof. A point for <i>A</i> and <i>B</i>"),
    ("<b>", "&lt;<i>b</i>&gt;"),
])
def test_letters_in_sentences(text: str, html: str) -> None:
    """Letters that stand for numbers and matrices are italic; articles, numerals and abbreviations are not."""
    assert mathml.sentence(text) == html


MATRICES = """\
  W₁ = [1  -1/2]   W₂ = [t²]
       [0     x]
  f = ½ - ½t⁴"""


def test_displayed_formulas_become_mathml() -> None:
    """Matrices drawn with brackets become tables, fractions fractions; what is not understood is left as it is drawn."""
    html = mathml.display(MATRICES.split("\n"))
    assert html.count("<math") == 3
    assert html.count('<mtable class="matrix">') == 2
    assert "<mtr><mtd><mn>1</mn></mtd><mtd><mo stretchy=\"false\">−</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></mtd></mtr>" in html
    assert "<msup><mi>t</mi><mn>4</mn></msup>" in html
    assert mathml.display(["  [1  2]", "  [3]  "]).startswith("<div")
    ragged = ["  A = [1  2]", "      [3   ]"]
    assert mathml.display(ragged).startswith("<pre")
