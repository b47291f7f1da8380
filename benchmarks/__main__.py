"""``python -m benchmarks``: exactcheck and every exact system that is installed, on the same seeded instances.

Times are the least of interleaved rounds (long runs: processor seconds); one that no second round confirms within 30 % is
measured again. Written to the folder: results.json; run.txt, ahead.txt, targets.txt, table.txt and engine.txt (Markdown); and
one log-log plot (SVG) per task. ``docs/explanation/benchmarks`` holds those of a run with the defaults, which takes about three
quarters of an hour on two idle processors.
The rivals: ``pip install --group bench``.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from benchmarks import degenerate_points, endtoend, family, machine, polynomials, report, tasks

FULL = {1: (10, 20, 50, 100, 200, 400), 30: (10, 20, 50, 100, 200)}
QUICK = {1: (6, 9), 30: (6,)}
NETWORKS = (50, 200, 500, 1000)
WHOLE = ("networks", "startup", "polynomials", "degenerate points")
#: Members of the random families: some four minutes each.
MEMBERS = {"polynomials": 400, "degenerate points": 1000}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--out", metavar="DIR", default="benchmark-results", help="where to write (default: benchmark-results)")
    parser.add_argument("--task", action="append", choices=[*(t.name for t in tasks.TASKS), *WHOLE],
                        help="only this one (may be given several times)")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    parser.add_argument("--largest", type=int, default=400, metavar="N", help="largest size of a matrix (default 400)")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds that one run may take (default 20)")
    parser.add_argument("--budget", type=float, default=40.0,
                        help="seconds after which an instance gets no third round (default 40)")
    sizes_of_families = ", ".join(f"{number} {name}" for name, number in MEMBERS.items())
    parser.add_argument("--members", type=int, metavar="N", help=f"members of each random family (default: {sizes_of_families})")
    parser.add_argument("--keep", action="store_true",
                        help="keep what the folder holds of the tasks that are not run now (the record names them)")
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

    few = 3 if options.quick else options.members
    members = {name: few or number for name, number in MEMBERS.items()}
    begun = time.monotonic()
    changed = [f"--{name} {value}" if value is not True else f"--{name}" for name, value in vars(options).items()
               if name not in ("out", "task") and value != parser.get_default(name)]
    command = " ".join(["python -m benchmarks --out DIR", *(f"--task '{name}'" for name in wanted or ()), *changed])
    results: dict[str, Any] = {
        "matrices": tasks.run(tuple(t for t in tasks.TASKS if chosen(t.name)), sizes, rounds, options.limit,
                              options.budget, show),
        "networks": endtoend.networks(NETWORKS[:1] if options.quick else NETWORKS, min(rounds, 3)) if chosen("networks") else [],
        "startup": endtoend.startup(1 if options.quick else 10) if chosen("startup") else [],
        "polynomials": polynomials.measured(members["polynomials"], 20 if options.quick else 200, min(rounds, 3), show)
        if chosen("polynomials") else {},
        "degenerate points": degenerate_points.measured(members["degenerate points"], show) if chosen("degenerate points") else {},
    }
    minutes = round((time.monotonic() - begun) / 60, 1)
    results["run"] = machine.described() | {"command": command, "minutes": minutes, "shown": "least", "earlier": []}
    if options.keep:
        earlier = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        order = {task.name: i for i, task in enumerate(tasks.TASKS)}
        results["matrices"] += [r for r in earlier["matrices"] if not chosen(r["task"])]
        results["matrices"].sort(key=lambda r: order[r["task"]])  # stable: sizes stay in order
        results |= {name: earlier[name] for name in WHOLE if name in earlier and not chosen(name)}
        results["run"]["earlier"] = [name for name in [*order, *WHOLE] if not chosen(name)]
    record = json.dumps(results, indent=1, sort_keys=True) + "\n"
    (folder / "results.json").write_text(record, encoding="utf-8")
    results = json.loads(record)  # contestants in the order of the record, from which all tables can be made again
    (folder / "run.txt").write_text(report.run(results["run"]), encoding="utf-8")
    (folder / "table.txt").write_text(report.tables(results), encoding="utf-8")
    (folder / "ahead.txt").write_text(report.ahead(results), encoding="utf-8")
    (folder / "engine.txt").write_text(family.tables(results), encoding="utf-8")
    goals = report.goals([*report.targets(results), *family.targets(results)])
    (folder / "targets.txt").write_text(goals, encoding="utf-8")
    report.plots(results["matrices"], folder)
    print(goals, end="")


if __name__ == "__main__":
    main()
