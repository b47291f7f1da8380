"""Figures and tables from the records of one run."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.tasks import CERTIFIED, CHECKED, CHECKING, DECIDED, WRITTEN

Record = dict[str, Any]
OURS = (CERTIFIED, WRITTEN, CHECKED, CHECKING, DECIDED)


def series(records: Iterable[Record], name: str) -> list[tuple[int, float]]:
    """``(n, seconds)`` of one contestant, by size."""
    return [(r["n"], r["contestants"][name]["seconds"]) for r in records if name in r["contestants"]]


def slope(points: list[tuple[int, float]]) -> float | None:
    """The exponent ``s`` of ``seconds ~ n^s`` between the two largest sizes; None for fewer than two."""
    if len(points) < 2:
        return None
    (n0, t0), (n1, t1) = points[-2:]
    return math.log(t1 / t0) / math.log(n1 / n0)


def grouped(records: Iterable[Record]) -> dict[tuple[str, int], list[Record]]:
    groups: dict[tuple[str, int], list[Record]] = {}
    for record in records:
        groups.setdefault((record["task"], record["digits"]), []).append(record)
    return groups


def names(records: Iterable[Record]) -> list[str]:
    return list(dict.fromkeys(name for r in records for name in r["contestants"]))


def plots(records: list[Record], folder: Path) -> list[Path]:
    """One log-log plot per task and number of digits, with the slope in the legend."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    pyplot.rcParams.update({"svg.hashsalt": "exactcheck", "svg.fonttype": "none", "font.size": 9})
    written = []
    for (task, digits), group in grouped(records).items():
        figure, axes = pyplot.subplots(figsize=(7.2, 4.4), layout="constrained")
        for name in names(group):
            points = series(group, name)
            exponent = slope(points)
            label = name if exponent is None else f"{name} (slope {exponent:.1f})"
            style = {"linewidth": 2.2, "marker": "o"} if name in OURS else {"linewidth": 1.1, "marker": "s", "markersize": 3}
            if name.startswith("limit"):
                style = {"linestyle": ":", "color": "black", "linewidth": 1.1}
            axes.loglog([n for n, _ in points], [t for _, t in points], label=label, **style)
        axes.set(title=f"{task}, {digits}-digit entries" if digits > 1 else f"{task}, short entries",
                 xlabel="n (matrices are n x n)", ylabel="seconds")
        axes.set_xticks([r["n"] for r in group], [str(r["n"]) for r in group], minor=False)
        axes.minorticks_off()
        axes.grid(True, which="major", alpha=0.3)
        figure.legend(loc="outside right upper", fontsize=7)
        path = folder / f"{task.replace(' ', '-')}-{digits}.svg"
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
        written.append(path)
    return written


def milliseconds(seconds: float) -> str:
    value = seconds * 1e3
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def run(record: dict[str, Any]) -> str:
    """Markdown: by which command the figures were measured, where, with what, and which of the repetitions they are."""
    source = (f"Everything on this page is from one run of `{record['command']}`" if not record["earlier"] else
              f"From a run of `{record['command']}`; {', '.join(record['earlier'])} from earlier runs")
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    return (f"{source}, on {record['processors']} processors ({record['processor']}) with Python {record['python']}, {versions}. "
            f"Times are the {record['shown']} of several rounds.\n")


def goals(rows: Iterable[tuple[str, float, float]]) -> str:
    """The Markdown table of the goals that this run has measured."""
    return "\n".join(["| goal | measured | allowed | |", "|---|---|---|---|",
                      *(f"| {what} | {measured:.2f} | {allowed:.2f} | {'met' if measured <= allowed else 'not met'} |"
                        for what, measured, allowed in rows if not math.isnan(measured)), ""])


def tables(results: dict[str, Any]) -> str:
    """The Markdown that the documentation page includes."""
    lines: list[str] = []
    for (task, digits), group in grouped(results["matrices"]).items():
        sizes = [r["n"] for r in group]
        lines += [f"**{task}**, {'short' if digits == 1 else f'{digits}-digit'} entries: milliseconds"
                  f" (in brackets: ratio to {group[0]['reference']})", "",
                  "| | " + " | ".join(f"n = {n}" for n in sizes) + " | slope |", "|---" * (len(sizes) + 2) + "|"]
        for name in names(group):
            cells = []
            for record in group:
                row = record["contestants"].get(name)
                ratio = f" ({row['ratio']:.2g})" if row and "ratio" in row and name != record["reference"] else ""
                cells.append(milliseconds(row["seconds"]) + ratio if row else "")
            exponent = slope(series(group, name))
            lines.append(f"| {name} | " + " | ".join(cells) + f" | {'' if exponent is None else f'{exponent:.1f}'} |")
        lines.append("")
    lines += ["**networks** at a degenerate critical point, three layers: seconds", "",
              "| point | widths | parameters | kind | make | check | certificate, MB | memory, MB |",
              "|---|---|---|---|---|---|---|---|"]
    lines += [f"| {r['point']}, rank {r['rank']} | {r['widths']} | {r['parameters']} | {r['kind']} | {r['make']:.2f} "
              f"| {r['check']:.2f} | {r['megabytes']:.2f} | {r['memory']:.0f} |" for r in results["networks"]]
    lines += ["", "**start-up**: seconds of the whole command, interpreter included", "",
              "| command | least | median |", "|---|---|---|"]
    lines += [f"| {r['command']} | {r['least']:.2f} | {r['median']:.2f} |" for r in results["startup"]]
    return "\n".join([*lines, ""])


def ahead(results: dict[str, Any]) -> str:
    """A Markdown table: times of certificate and decision over that of the fastest rival, whose answer leaves no certificate."""
    records = results["matrices"]
    sizes = sorted({r["n"] for r in records})
    lines = ["| | entries | " + " | ".join(f"n = {n}" for n in sizes) + " |", "|---" * (len(sizes) + 2) + "|"]
    for ours, words in ((CERTIFIED, "with certificate"), (DECIDED, "decision alone")):
        for (task, digits), group in grouped(records).items():
            cells = dict.fromkeys(sizes, "")
            for record in group:
                row = record["contestants"].get(ours)
                rivals = [(other["seconds"], name) for name, other in record["contestants"].items()
                          if name not in OURS and not name.startswith("limit")]
                if row and rivals:
                    seconds, name = min(rivals)
                    cells[record["n"]] = f"{row['seconds'] / seconds:.2f} ({name.split()[0]})"
            if any(cells.values()):
                entries = "short" if digits == 1 else f"{digits} digits"
                lines.append(f"| {task}, {words} | {entries} | " + " | ".join(cells.values()) + " |")
    return "\n".join([*lines, ""])


def targets(results: dict[str, Any]) -> list[tuple[str, float, float]]:
    """``(what, measured, allowed)`` for the goals that the project has set itself."""
    records = results["matrices"]

    def ratios(task: str, ours: str, rival: str, least: int = 0, most: int = 10**6, rival_task: str = "") -> list[float]:
        """Seconds of ``ours`` over those of ``rival`` (on ``rival_task``, if it is another), for all sizes and entries."""
        found = []
        for r in records:
            other = next((row for s in records if (s["task"], s["n"], s["digits"]) == (rival_task or task, r["n"], r["digits"])
                          for name, row in s["contestants"].items() if name.startswith(rival)), None)
            if r["task"] == task and least <= r["n"] <= most and ours in r["contestants"] and other:
                found.append(r["contestants"][ours]["seconds"] / other["seconds"])
        return found

    def worst(values: list[float]) -> float:
        return max(values, default=math.nan)

    rows: list[tuple[str, float, float]] = []
    for task in ("rank", "null space"):
        rows.append((f"{task} with certificate / FLINT's null space, n >= 50: worst",
                     worst(ratios(task, CERTIFIED, "FLINT", 50, rival_task="null space")), 1.3))
        for rival in ("Sage", "PARI"):
            for least in (0, 50, 100):
                rows.append((f"{task} with certificate / {rival}'s {task}, n >= {least}: worst",
                             worst(ratios(task, CERTIFIED, rival, least)), 1))
    for ours in (DECIDED, CERTIFIED):
        rows.append((f"openness, {ours} / FLINT's three ranks, n >= 50: worst",
                     worst(ratios("openness", ours, "FLINT", 50)), 4 / 3))
    for least in (50, 100, 200):
        rows.append((f"inertia with certificate / FLINT's characteristic polynomial, n >= {least}: worst",
                     worst(ratios("inertia", CERTIFIED, "FLINT", least)), 1))
    for what, made in (("the file", WRITTEN), ("the document in memory", CERTIFIED)):
        checks = [value for task in ("rank", "null space", "intersection", "openness", "inertia")
                  for value in ratios(task, CHECKING, made, most=100)]
        rows += [(f"checking / making {what}, n <= 100: median", statistics.median(checks or [math.nan]), 1),
                 (f"checking / making {what}, n <= 100: worst", worst(checks), 1)]
    large = [r for r in results["networks"] if r["parameters"] > 900]
    rows += [("network of 1,000 parameters classified, certified and checked: seconds",
              worst([r["make"] + r["check"] for r in large]), 60),
             ("the same: memory in GB", worst([r["memory"] / 1000 for r in large]), 2)]
    allowed = {"exactcheck --help": 0.15, "exactcheck verify, one small certificate": 0.3}
    rows += [(f"{r['command']}: least wall-clock seconds", r["least"], allowed[r["command"]])
             for r in results["startup"] if r["command"] in allowed]
    return rows
