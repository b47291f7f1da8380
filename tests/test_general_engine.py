"""The general engine, which sees polynomials, against the closed form for deep linear networks, which sees layers."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks.degenerate_points import by_the_engine, degenerate_point
from exactcheck.cli import cli
from exactcheck.examples.paper_points import ENGINE, PAPER_POINTS, points
from exactcheck.explanation.text import polynomial
from exactcheck.landscape import DeepLinearNetwork, classify
from exactcheck.paper import section5, theorem8, theorem12
from exactcheck.verification import foreign_to, problem_document, verify_file

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "certificates" / "examples"
NAMES = [f"paper-{name}" for name in points()]


def document(name: str) -> dict[str, Any]:
    return json.loads((COMMITTED / f"{name}.cert.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def lowest(name: str) -> str:
    """The lowest term along the descent curve, as the docs write it."""
    descent = document(name)["witness"]["descent"]
    return polynomial({descent["order"]: Fraction(descent["coefficient"])})


@pytest.mark.parametrize("name", NAMES)
def test_both_certificates_are_of_one_problem_and_verdict(name: str) -> None:
    """Each point of the paper has two committed certificates of the same kind, valid against either problem file."""
    layers, search = document(name), document(name + ENGINE)
    assert layers["claim"]["kind"] == search["claim"]["kind"] == "higher-order-saddle"
    assert layers["claim"]["objective"]["kind"] != search["claim"]["objective"]["kind"]  # the checker expands them by other rules
    problems = [problem_document(str(COMMITTED / f"{file}.problem.json")) for file in (name, name + ENGINE)]
    assert problems[0] == problems[1]
    for file in (name, name + ENGINE):
        assert verify_file(str(COMMITTED / f"{file}.cert.json"), problem=problems[0]).valid
    others = [problem_document(str(COMMITTED / f"{other}.problem.json")) for other in NAMES if other != name]
    assert all(foreign_to(found["claim"], other) for found in (layers, search) for other in others)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_both_lowest_terms(name: str) -> None:
    """The table of the docs has, for each point, what stands in the two certificates: both losses fall."""
    widths = "-".join(map(str, points()[name.removeprefix("paper-")][0].widths))
    page = (ROOT / "docs" / "explanation" / "two-routes.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {widths} | `{lowest(name)}` | `{lowest(name + ENGINE)}` |" in page
    assert page.count("| `paper-") == len(NAMES) == len(PAPER_POINTS) // 2
    assert lowest(name).startswith("-")
    assert lowest(name + ENGINE).startswith("-")


def test_the_curves_are_found_independently() -> None:
    """At the third example and the widths 3-2-1-2 the two curves have different lowest terms: neither copies the other."""
    for name in ("paper-third-example", "paper-introduction-condition"):
        assert lowest(name) != lowest(name + ENGINE)


def test_all_smaller_points_of_theorem_12() -> None:
    """Theorem 12's construction with three layers, widths up to 3, and with four layers and few weights: one kind by both."""
    sizes = [size for size in theorem12.sweep(3, range(3, 5)) if len(size[0]) == 4 or sum(size[0]) <= 8]
    assert len(sizes) == 19
    for size in sizes:
        net = theorem12.construction(*size)
        assert by_the_engine(net) == classify(net).kind == "higher-order-saddle", size


def test_points_of_the_audit_of_theorem_8() -> None:
    """Two layers: second-order saddles and global minima, and the one of three units, are of the same kind by both routes."""
    nets = [net for _, net in (*theorem8.instances(), *theorem8.minima())]
    for net in (*nets, section5.deeper()):
        assert by_the_engine(net) == classify(net).kind


@pytest.mark.parametrize("block", range(10))
def test_random_degenerate_points(block: int) -> None:
    """Two hundred random degenerate critical points: the same kind by both routes, none undecided."""
    for seed in range(20 * block, 20 * block + 20):
        net: DeepLinearNetwork = degenerate_point(seed, 13)
        assert by_the_engine(net) == classify(net).kind, f"seed {seed}"


def test_command(tmp_path: Path) -> None:
    """``classify --general`` decides a plain network by the engine, and its certificate passes ``verify --against`` the problem."""
    problem, out = str(COMMITTED / "paper-introduction.problem.json"), str(tmp_path / "point.cert.json")
    run = CliRunner().invoke(cli, ["classify", problem, "--general", "--quiet", "--out", out])
    assert (run.exit_code, run.stdout) == (0, "higher-order-saddle\n")
    assert json.loads(Path(out).read_text())["claim"]["objective"]["kind"] == "network-loss"
    assert CliRunner().invoke(cli, ["verify", out, "--against", problem]).exit_code == 0
    other = str(COMMITTED / "paper-third-example.problem.json")
    assert "another X than the given problem" in CliRunner().invoke(cli, ["verify", out, "--against", other]).stdout
    run = CliRunner().invoke(cli, ["verify", out, "--against", str(COMMITTED / "fourth-powers-deep.problem.json")])
    assert (run.exit_code, "another Y than the given problem" in run.stdout) == (1, True)
    run = CliRunner().invoke(cli, ["verify", out, "--against", str(COMMITTED / "peano.problem.json")])
    assert (run.exit_code, "another kind of function" in run.stdout) == (1, True)
