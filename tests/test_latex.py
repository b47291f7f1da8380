"""``explain --latex``: a paragraph that LaTeX with amsmath can read, for every rule."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from latex2mathml.converter import convert
from latex2mathml.exceptions import MissingEndError

from exactcheck import checker, typeset
from exactcheck.cli import cli
from exactcheck.errors import InputError, LimitError
from exactcheck.explanation import arguments, latex

ROOT = Path(__file__).resolve().parent.parent
VALID = sorted((ROOT / "tests" / "certificates").rglob("valid/*.json"))
SHIPPED = sorted((ROOT / "certificates").rglob("*.cert.json"))
COMMANDS = {"begin", "end", "Bigl", "Bigr", "bigl", "bigr", "lVert", "rVert", "tfrac", "times", "text", "langle", "rangle",
            "mathit", "mathsf", "delta", "varepsilon", "eta", "cdots", "ne", "le", "ge", "sum", "ell", "ldots", "texttt", "textsf",
            "textbackslash", "textasciicircum", "textasciitilde", "_", "%", "&", "#", "$", "{", "}", "\\", " "}


def readable(text: str) -> None:
    """ASCII, one paragraph, closed braces and environments, mathematics in pairs of dollars, known commands only."""
    assert text.isascii()
    assert text.endswith(".\n")
    assert text.count("\n") == 1
    assert set(re.findall(r"\\([A-Za-z]+|.)", text)) <= COMMANDS
    bare = re.sub(r"\\[\\{}$%&#_ ]", "", text)
    depth = 0
    for c in bare:
        depth += (c == "{") - (c == "}")
        assert depth >= 0
    assert depth == 0
    assert bare.count("$") % 2 == 0
    outside = re.sub(r"\$[^$]*\$", "", bare)
    assert not set("^_&") & set(outside), outside
    for environment in ("pmatrix", "cases"):
        assert bare.count(rf"\begin{{{environment}}}") == bare.count(rf"\end{{{environment}}}")
    assert not re.search(r"\\begin|\\Bigl|\\tfrac|\\langle", outside)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_valid_certificate_is_a_paragraph(path: Path) -> None:
    """Every kind of claim and every rule; the claim, and what was checked."""
    text = latex(json.loads(path.read_text(encoding="utf-8")))
    readable(text)
    assert r"was accepted by the checker of \textsf{exactcheck}" in text


def test_every_shipped_certificate_is_a_paragraph() -> None:
    """The first of each folder, large ones included."""
    chosen = {path.parent: path for path in reversed(SHIPPED)}
    for path in chosen.values():
        readable(latex(json.loads(path.read_text(encoding="utf-8"))))


def test_the_introduction_in_a_paper() -> None:
    """The curve is one matrix of polynomials per layer, and the sentence says what falls."""
    path = ROOT / "tests/certificates/valid/not-a-local-minimum.descent-curve.introduction.json"
    run = CliRunner().invoke(cli, ["explain", "--latex", str(path)])
    assert run.exit_code == 0
    assert run.stdout.startswith(r"The point is not a local minimum of $f(W) = \tfrac12 \lVert W_3 W_2 W_1 X - Y \rVert^2$")
    assert r"\begin{pmatrix} 1 & t \end{pmatrix},\ \begin{pmatrix} t^{2} \end{pmatrix}" in run.stdout
    assert r"the lowest non-constant term of $f$ is $-\tfrac{1}{2} t^{4}$." in run.stdout
    document = json.loads(CliRunner().invoke(cli, ["explain", "--latex", "--json", str(path)]).stdout)
    assert document["explanation"] == run.stdout


def test_a_network_with_activations_says_what_they_are() -> None:
    """The paragraph alone states the problem: output, loss and activations, with their pieces."""
    text = latex(json.loads((ROOT / "tests/certificates/network-loss/valid/pieces.bias.json").read_text(encoding="utf-8")))
    assert r"$E = a_{1}(W_{1} X + b_{1} 1^{\mathsf T}) - Y$, $\ell(z) = z$" in text
    assert r"$a_{1}(z) = \begin{cases} -z & z \le 0 \\ z & z > 0 \end{cases}$" in text


def test_every_rule_has_a_paragraph_of_its_own() -> None:
    """No rule of the checker is left to a sentence that says nothing about it; steps of proofs are told one by one."""
    tables = [checker.RULES, checker.LOSS_RULES, checker.POLYNOMIAL_RULES]
    rules = {rule for table in tables for kind in table.values() for rule in kind[1]}
    told = {"descent-curve", "ascent-curve", "descent-line", "rank-bound", "proof-tree", "pieces"}
    assert rules == {*arguments.ARGUMENTS, *told}
    assert set(checker.PROOFS) == set(arguments._STEPS)


def test_a_proof_of_a_minimum_is_told_step_by_step() -> None:
    """Weights, matrices and changes of variables stand in the paragraph."""
    text = latex(json.loads((ROOT / "tests/certificates/polynomial/valid/slice.shear.json").read_text(encoding="utf-8")))
    assert r"It is constant along the flows of the vector fields" in text
    assert r"the part of lowest weighted degree, $2$, is $m^{\mathsf T} Q m$" in text


def test_a_long_proof_is_summed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph stays a paragraph: beyond the limit the steps are counted and named."""
    monkeypatch.setattr(arguments, "MOST_CHARACTERS", 100)
    text = latex(json.loads((ROOT / "tests/certificates/polynomial/valid/slice.shear.json").read_text(encoding="utf-8")))
    readable(text)
    assert "in 2 steps, which the certificate lists (slice, weighted)" in text


def test_what_is_not_accepted_is_not_typeset() -> None:
    """The checker comes first; on the command line with its exit code."""
    document = json.loads(VALID[0].read_text(encoding="utf-8"))
    with pytest.raises(InputError, match="does not accept"):
        latex({**document, "version": 2})
    with pytest.raises(LimitError, match="limits"):
        latex(document, checker.Limits(work=1))
    invalid = next((ROOT / "tests" / "certificates" / "invalid").glob("*.json"))
    assert CliRunner().invoke(cli, ["explain", "--latex", str(invalid)]).exit_code == 1


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name.removesuffix(".json"))
def test_formulas_are_read_by_a_converter(path: Path) -> None:
    """Another program reads every formula of the paragraph, to the last command and brace."""
    formulas = re.findall(r"\$([^$]*)\$", latex(json.loads(path.read_text(encoding="utf-8"))))
    assert formulas
    for formula in formulas:
        assert "\\" not in convert(formula), formula


def test_the_converter_notices_what_is_broken() -> None:
    """An environment without end and an unknown command do not pass unnoticed (braces: ``readable``)."""
    with pytest.raises(MissingEndError):
        convert(r"\begin{pmatrix} 1")
    assert "\\" in convert(r"\nonsense")


@pytest.mark.parametrize(("made", "expected"), [
    (typeset.number("-2/3"), r"-\tfrac{2}{3}"), (typeset.number("7"), "7"),
    (typeset.number("1" * 50), r"\langle\text{a long rational}\rangle"),
    (typeset.name("W12"), "W_{12}"), (typeset.name("W1_00"), "W_{1,00}"),
    (typeset.name("x"), "x"), (typeset.name("loss_rate"), r"\mathit{loss\_rate}"),
    (typeset.escaped("a_b^2 & 50% {½}"), r"a\_b\textasciicircum{}2 \& 50\% \{\textbackslash{}xbd\}"),
    (typeset.series({}), "0"), (typeset.series({0: -1, 1: 1, 3: -2}), "-1 + t - 2 t^{3}"),
    (typeset.polynomial([["1", [0, 0]], ["-1", [2, 1]]], ["x", "y"]), "-x^{2} y + 1"),
    (typeset.table([], 0, 2), r"\langle 0 \times 2\text{ matrix}\rangle"), (typeset.table([["0"] * 9] * 9, 9, 9),
                                                                            r"\langle 9 \times 9\text{ matrix}\rangle"),
])
def test_pieces(made: str, expected: str) -> None:
    """Numbers, names, text, polynomials, and what is too large to stand in a paragraph."""
    assert made == expected
