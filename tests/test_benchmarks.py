"""The benchmarks run and write what the documentation shows; nothing here is timed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path
from random import Random

import pytest

from benchmarks import family, machine, report, sweeps
from benchmarks.instances import WIDTHS, degenerate_saddle, gram_of_rank, higher_order_saddle, of_rank
from benchmarks.measure import TooSlow, interleaved, limited, summary
from benchmarks.rivals import descartes
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import classify
from exactcheck.sweep import LEMMAS, counted

ROOT = Path(__file__).parents[1]


def test_a_quick_run_writes_everything(tmp_path: Path) -> None:
    """One command: a record with positive times for every task, tables, goals, and one plot per task and length of entries."""
    subprocess.run([sys.executable, "-m", "benchmarks", "--quick", "--out", tmp_path], cwd=ROOT, check=True, capture_output=True)
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert results["run"]["command"] == "python -m benchmarks --out DIR --quick"
    assert results["run"]["earlier"] == []
    assert set(results["run"]["versions"]) >= {"python-flint", "sympy", "clarabel"}
    tasks = {record["task"] for record in results["matrices"]}
    assert tasks == {"rank", "null space", "intersection", "openness", "inertia", "characteristic polynomial"}
    for record in results["matrices"]:
        assert record["reference"].startswith("FLINT")
        assert any(name.startswith("limit") for name in record["contestants"])
        assert all(row["seconds"] > 0 and row["ratio"] > 0 for row in record["contestants"].values())
    assert {record["status"] for record in results["networks"]} == {"valid"}
    assert {record["status"] for record in results["polynomials"]["large"]} == {"valid"}
    for record in (results["polynomials"]["planted"], results["degenerate points"]):
        assert (record["members"], record["wrong"], record["undecided"]) == (3, [], [])
    engine = (tmp_path / "engine.txt").read_text(encoding="utf-8")
    assert all(f"**{name}" in engine for name in ("quadratic forms", "polynomials with planted answers", "random degenerate"))
    assert len(results["startup"]) == 6
    table = (tmp_path / "table.txt").read_text(encoding="utf-8")
    assert all(f"**{task}**" in table for task in tasks)
    ahead = (tmp_path / "ahead.txt").read_text(encoding="utf-8")
    assert all(f"| {task}, with certificate | short | " in ahead for task in tasks - {"characteristic polynomial"})
    assert "| goal | measured | allowed | |" in (tmp_path / "targets.txt").read_text(encoding="utf-8")
    plots = {path.stem for path in tmp_path.glob("*.svg")}
    assert plots == {f"{task.replace(' ', '-')}-{digits}" for task in tasks for digits in (1, 30)}


def test_the_documentation_shows_a_full_run() -> None:
    """The committed tables are those of the committed record, which is that of one run and names its rivals."""
    folder = ROOT / "docs" / "explanation" / "benchmarks"
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert (folder / "table.txt").read_text(encoding="utf-8") == report.tables(results)
    assert (folder / "ahead.txt").read_text(encoding="utf-8") == report.ahead(results)
    assert (folder / "engine.txt").read_text(encoding="utf-8") == family.tables(results)
    assert (folder / "run.txt").read_text(encoding="utf-8") == report.run(results["run"])
    goals = report.goals([*report.targets(results), *family.targets(results)])
    assert (folder / "targets.txt").read_text(encoding="utf-8") == goals
    page = (folder.parent / "benchmarks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"benchmarks/(\S+\.(?:txt|svg))", page)) == {
        path.name for path in folder.iterdir() if path.suffix in (".txt", ".svg")}
    assert results["run"]["earlier"] == []
    assert results["polynomials"]["planted"]["wrong"] == results["degenerate points"]["wrong"] == []
    assert {r["n"] for r in results["matrices"]} >= {10, 50, 100, 200, 400}
    named = {name.split()[0] for r in results["matrices"] for name in r["contestants"]}
    assert named >= {"FLINT", "SymPy", "PARI", "Sage"}


@pytest.mark.parametrize("digits", [1, 30])
def test_instances_have_the_rank_they_are_made_for(digits: int) -> None:
    """Rank-deficient by construction, and Gram matrices symmetric."""
    assert RationalMatrix(of_rank(Random(1), 12, 7, digits)).rank == 7
    gram = RationalMatrix(gram_of_rank(Random(1), 12, 5, digits))
    assert gram.rank == 5
    assert gram == gram.T


def test_networks_are_the_points_they_are_made_for() -> None:
    """Degenerate critical points of both kinds, and about as many parameters as the name says."""
    assert classify(higher_order_saddle(Random(1), WIDTHS[50], 2)).kind == "higher-order-saddle"
    net = degenerate_saddle(Random(1), WIDTHS[50], 2)
    assert net.is_critical
    assert net.is_degenerate
    for size, widths in WIDTHS.items():
        assert abs(sum(a * b for a, b in pairwise(widths)) - size) <= size // 10


def test_the_least_time_counts() -> None:
    """Slow rounds change neither times nor ratios; the median shows that there were some."""
    found = summary({"ours": [10.0, 1.0, 12.0], "rival": [2.0, 20.0, 2.0], "late": [4.0]}, "rival")
    assert found["ours"] == {"seconds": 1.0, "median": 10.0, "rounds": 3, "ratio": 0.5}
    assert found["late"]["ratio"] == 2.0


def timed(steps: dict[str, list[int]], rounds: int, budget: float = 100) -> dict[str, list[float]]:
    """What the rounds measure if the runs of each contestant take these seconds, one after the other; then its last, for ever."""
    now = 0

    def contestant(name: str) -> Callable[[], Callable[[], None]]:
        def run() -> None:
            nonlocal now
            now += steps[name].pop(0) if len(steps[name]) > 1 else steps[name][0]
        return lambda: run

    return interleaved({name: contestant(name) for name in steps}, rounds, 10_000, budget, lambda: now)


@pytest.mark.usefixtures("constant_step")
def test_a_least_time_that_stands_alone_is_measured_again() -> None:
    """Rounds are added for whoever's least time no other confirms within 30 %, until one does; they end even if none ever does."""
    assert timed({"steady": [10], "disturbed": [17, 10, 15, 12], "never": [10, 20]}, 2) == {
        "steady": [10, 10], "disturbed": [17, 10, 15, 12], "never": [10, 20, 20, 20]}


@pytest.mark.usefixtures("constant_step")
def test_everybody_gets_two_rounds_whatever_the_budget() -> None:
    """Over the budget there is no third round, except for a time that no other confirms."""
    assert timed({"steady": [30], "stray": [10, 30, 10]}, 5, budget=20) == {"steady": [30, 30], "stray": [10, 30, 10]}


@pytest.fixture
def constant_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that only the runs move has no step that waiting would show."""
    monkeypatch.setattr("benchmarks.measure._step", lambda clock: 0.0)


def test_the_page_says_what_is_not_from_the_same_run() -> None:
    """One run says so; tasks that were kept from an earlier run are named."""
    record = machine.described() | {"command": "C", "shown": "least", "earlier": []}
    assert report.run(record).startswith("Everything on this page is from one run of `C`, on ")
    mixed = report.run(record | {"earlier": ["rank", "startup"]})
    assert mixed.startswith("From a run of `C`; rank, startup from earlier runs, on ")


def test_rounds_are_interleaved_and_slow_contestants_leave() -> None:
    """Every round runs everybody once; whoever is over the limit is left out, which the others do not notice."""
    order: list[str] = []
    clock = iter(range(10**6))

    def contestant(name: str) -> object:
        return lambda: lambda: order.append(name)

    found = interleaved({"a": contestant("a"), "b": contestant("b")}, 2, 10, 100, lambda: next(clock))
    assert order == ["a", "b", "a", "b"]
    assert set(found) == {"a", "b"}
    with pytest.raises(TooSlow), limited(0.01):
        sum(1 for _ in count())


def test_descartes_counts_roots() -> None:
    """(x - 1)(x + 2) x^2, from the lowest coefficient up."""
    assert descartes([0, 0, -2, 1, 1]) == (1, 1, 2)


def test_wrong_and_undecided_members_are_counted_and_named() -> None:
    """A contradiction and an open answer appear in the record, in the table and among the goals that are not met."""
    seen = [family.Seen(0, "minimum", "global-minimum", 1.0, False), family.Seen(1, "minimum", "second-order-saddle", 5.0, True),
            family.Seen(2, "saddle", "undecided", 3.0, False)]
    said: list[str] = []
    record = family.summarized("name", seen, said.append)
    assert (record["wrong"], record["undecided"], record["median"], record["slowest"]) == ([1], [2], 3.0, 1)
    assert said == ["name: 3, wrong [1], undecided [2], median 3.00 s, worst 5.00 s (seed 1)"]
    assert "1 wrong, 1 undecided" in family.tables({"degenerate points": record})
    goals = family.targets({"degenerate points": record})
    assert [(measured, allowed) for _, measured, allowed in goals] == [(1, 0), (1, 0)]
    assert family.tables({}) == ""


def test_the_slope_is_that_of_the_two_largest_sizes() -> None:
    """A cubic time has slope 3; one size has none."""
    assert report.slope([(10, 5.0), (20, 1.0), (40, 8.0)]) == pytest.approx(3)
    assert report.slope([(10, 1.0)]) is None


def test_a_quick_run_of_sweeps_writes_rates_and_plans(tmp_path: Path) -> None:
    """One command: rates of every timed sweep, a plan, one sweep run to the end, and the pages that show them."""
    command = [sys.executable, "-m", "benchmarks.sweeps", "--quick", "--out", tmp_path]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found = json.loads((tmp_path / "sweeps.json").read_text(encoding="utf-8"))
    assert set(found["rates"]) == set(sweeps.TIMED)
    assert all(row["per_minute"] > 0 for row in (*found["rates"].values(), found["listing"], found["together"]))
    assert [(row["sweep"], row["outcome"]) for row in found["complete"]] == [
        ("sweep openness --size 2", "holds; all meet the hypotheses")]
    for name, text in sweeps.pages(found).items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_the_plan_of_the_documentation_is_rate_times_count() -> None:
    """The page includes the tables of the committed record and types no figure itself; counts are those of the counting code,
    hours are orbits by rate, and so many workers take so many times less."""
    folder = ROOT / "docs" / "how-to" / "sweeps"
    found = json.loads((folder / "sweeps.json").read_text(encoding="utf-8"))
    page = (folder.parent / "sweep.md").read_text(encoding="utf-8")
    pages = sweeps.pages(found)
    assert {path.name for path in folder.iterdir()} == {*pages, "sweeps.json"}
    for name, text in pages.items():
        assert (folder / name).read_text(encoding="utf-8") == text
        assert page.count(f"```{{include}} sweeps/{name}\n```\n") == 1
    planning = page.partition("## Plan a long sweep")[2]
    assert not re.search(r"[0-9]{2,}", planning)
    assert len(found["plans"]) == len(sweeps.PLANNED)
    for plan, (lemma, parameters, rate) in zip(found["plans"], sweeps.PLANNED, strict=True):
        assert (plan["orbits"], plan["instances"]) == counted(LEMMAS[lemma], **parameters)
        hours = plan["orbits"] / found["rates"][rate]["per_minute"] / 60
        assert plan["processor_hours"] == pytest.approx(hours)
        assert plan["hours"] == pytest.approx({str(n): hours / n for n in (found["processors"], 16, 64)})
    for row, (lemma, parameters, _) in zip(found["complete"], sweeps.COMPLETE, strict=True):
        assert row["orbits"] == counted(LEMMAS[lemma], **parameters)[0]
        assert re.fullmatch(r"holds; .* meet the hypotheses", row["outcome"])


@pytest.mark.parametrize(("hours", "shown"), [(0.5 / 3600, "0.5 s"), (0.1, "6 min"), (2.0, "2 h"), (285_000.4, "285,000 h")])
def test_durations_have_the_unit_of_their_size(hours: float, shown: str) -> None:
    """Seconds, minutes or hours, to three digits."""
    assert sweeps.duration(hours) == shown
