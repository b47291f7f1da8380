"""``python -m benchmarks``: exactcheck and every exact system that is installed, on the same seeded instances.

Times of matrix tasks are medians of interleaved rounds (long runs: processor seconds); ratios are taken round by
round. Ratios below 1.5 are noise on a shared machine. Written to the folder: results.json, table.txt, ahead.txt,
engine.txt and targets.txt (Markdown), and one log-log plot (SVG) per task; ``docs/explanation/benchmarks`` holds those of
the documentation.
The rivals: ``pip install --group bench``.
"""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path
from typing import Any

from benchmarks import degenerate_points, endtoend, family, polynomials, report, tasks

FULL = {1: (10, 20, 50, 100, 200, 400), 30: (10, 20, 50, 100, 200)}
QUICK = {1: (6, 9), 30: (6,)}
NETWORKS = (50, 200, 500, 1000)
WHOLE = ("networks", "startup", "polynomials", "degenerate points")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--out", metavar="DIR", default="benchmark-results", help="where to write (default: benchmark-results)")
    parser.add_argument("--task", action="append", choices=[*(t.name for t in tasks.TASKS), *WHOLE],
                        help="only this one (may be given several times)")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    parser.add_argument("--largest", type=int, default=400, metavar="N", help="largest size of a matrix (default 400)")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds that one run may take (default 20)")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds after which an instance gets no new round (default 60)")
    parser.add_argument("--members", type=int, default=2000, metavar="N", help="members of each random family (default 2000)")
    parser.add_argument("--keep", action="store_true", help="keep what the folder holds of the tasks that are not run now")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, one round: shows that everything runs, measures nothing")
    options = parser.parse_args()
    wanted, folder = options.task, Path(options.out)
    rounds = 1 if options.quick else options.rounds
    sizes = {digits: tuple(n for n in ns if n <= options.largest) for digits, ns in (QUICK if options.quick else FULL).items()}
    folder.mkdir(parents=True, exist_ok=True)

    def chosen(name: str) -> bool:
        return not wanted or name in wanted

    def show(line: str) -> None:
        print(line, flush=True)

    members, variables = (3, 20) if options.quick else (options.members, 200)
    results: dict[str, Any] = {
        "machine": {"python": platform.python_version(), "processor": platform.machine()},
        "matrices": tasks.run(tuple(t for t in tasks.TASKS if chosen(t.name)), sizes, rounds, options.limit,
                              options.budget, show),
        "networks": endtoend.networks(NETWORKS[:1] if options.quick else NETWORKS, min(rounds, 3)) if chosen("networks") else [],
        "startup": endtoend.startup(1 if options.quick else 10) if chosen("startup") else [],
        "polynomials": polynomials.measured(members, variables, show) if chosen("polynomials") else {},
        "degenerate points": degenerate_points.measured(members, show) if chosen("degenerate points") else {},
    }
    if options.keep:
        earlier = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        order = {task.name: i for i, task in enumerate(tasks.TASKS)}
        results["matrices"] += [r for r in earlier["matrices"] if not chosen(r["task"])]
        results["matrices"].sort(key=lambda r: order[r["task"]])  # stable: sizes stay in order
        results |= {name: earlier[name] for name in WHOLE if name in earlier and not chosen(name)}
    (folder / "results.json").write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    (folder / "table.txt").write_text(report.tables(results), encoding="utf-8")
    (folder / "ahead.txt").write_text(report.ahead(results), encoding="utf-8")
    (folder / "engine.txt").write_text(family.tables(results), encoding="utf-8")
    goals = ["| goal | measured | allowed | |", "|---|---|---|---|"]
    goals += [f"| {what} | {measured:.2f} | {allowed:.2f} | {'met' if measured <= allowed else 'not met'} |"
              for what, measured, allowed in [*report.targets(results), *family.targets(results)] if measured == measured]
    (folder / "targets.txt").write_text("\n".join([*goals, ""]), encoding="utf-8")
    report.plots(results["matrices"], folder)
    print("\n".join(goals))


if __name__ == "__main__":
    main()
