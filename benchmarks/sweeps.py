"""``python -m benchmarks.sweeps --out DIR``: how fast lemmas are swept, and what the next sizes would cost.

A rate is certified decisions per minute of processor time of one process, from the least of several rounds, so that other
work on the machine disturbs it little. A plan is an exact count of orbits (Burnside's lemma) divided by the rate at a
sample of its own representatives. Written to the folder: sweeps.json; and run.txt, rates.txt, plan.txt and
complete.txt (Markdown), which ``docs/how-to/sweep.md`` includes from ``docs/how-to/sweeps``. Takes some seven minutes.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.measure import Contestant, interleaved
from exactcheck.sweep import Summary, counted, lemma_named, run
from exactcheck.sweep.instances import Chunk, chunks
from exactcheck.sweep.sweeping import parameters_for
from exactcheck.sweep.work import decide

#: name of the rate -> lemma and the sweep that is timed: a shard of all representatives, chunks at equal distances, where they can
#: be listed; representatives are more degenerate than random instances, and take up to twice as long.
TIMED: dict[str, tuple[str, dict[str, Any]]] = {
    "openness, sizes up to 3": ("openness", {"size": 3, "shard": (1, 3)}),
    "openness, sizes up to 3, entries up to 2": ("openness", {"size": 3, "entries": (-2, -1, 0, 1, 2), "shard": (1, 9000)}),
    "openness, sizes up to 4": ("openness", {"size": 4, "shard": (1, 12000)}),
    "openness, 5 x 5, random": ("openness", {"shapes": [(5, 5, 5)], "random": 3_000}),
    "theorem-a, sizes up to 3": ("theorem-a", {"size": 3, "shard": (1, 3)}),
    "proposition-4, sizes up to 3": ("proposition-4", {"size": 3, "shard": (1, 3)}),
    "theorem-5, sizes up to 4": ("theorem-5", {"size": 4, "shard": (1, 40)}),
    "lemma-13, sizes up to 4, random": ("lemma-13", {"size": 4, "random": 10_000}),
    "theorem-8, widths up to 3": ("theorem-8", {"size": 3, "shard": (1, 4)}),
    "lemma-19, three layers, widths up to 2": ("lemma-19", {"size": 2}),
    "theorem-b, three layers, widths up to 2": ("theorem-b", {"size": 2}),
    "theorem-b, four layers, widths up to 2": ("theorem-b", {"size": 2, "layers": 4, "shard": (1, 10)}),
    "theorem-b, three layers, widths up to 3": ("theorem-b", {"size": 3, "shard": (1, 2500)}),
    "theorem-a, sizes up to 3, random, screened only": ("theorem-a", {"size": 3, "random": 400_000, "screen": True}),
    "theorem-5, sizes up to 3, random, screened only": ("theorem-5", {"size": 3, "random": 400_000, "screen": True}),
}
#: Lemma, parameters, and the name of the rate: first what one machine does in minutes, then the next sizes.
PLANNED: list[tuple[str, dict[str, Any], str]] = [
    ("openness", {"size": 3}, "openness, sizes up to 3"),
    ("proposition-4", {"size": 3}, "proposition-4, sizes up to 3"),
    ("theorem-5", {"size": 4}, "theorem-5, sizes up to 4"),
    ("theorem-b", {"size": 2}, "theorem-b, three layers, widths up to 2"),
    ("theorem-b", {"size": 2, "layers": 4}, "theorem-b, four layers, widths up to 2"),
    ("openness", {"size": 3, "entries": (-2, -1, 0, 1, 2)}, "openness, sizes up to 3, entries up to 2"),
    ("openness", {"size": 4}, "openness, sizes up to 4"),
    ("theorem-b", {"size": 3}, "theorem-b, three layers, widths up to 3"),
    ("openness", {"size": 5}, "openness, 5 x 5, random"),
]
#: Sweeps of the plan that are run to the end, to compare the plan with what they take.
COMPLETE = [PLANNED[0], PLANNED[1], PLANNED[3]]
#: The timed sweep whose listing is timed, too; the second one in a quick run.
LISTED = "openness, sizes up to 4", "theorem-5, sizes up to 4"
#: Workers for which the plan says how long a sweep takes, beside one processor and this machine.
WORKERS = (16, 64)


def command(lemma: str, parameters: dict[str, Any]) -> str:
    """The sweep, as it is asked for on the command line."""
    statement = lemma_named(lemma)
    return Summary(statement, parameters_for(statement, **parameters)).command.removeprefix("exactcheck ")


def listed(lemma: str, parameters: dict[str, Any]) -> Iterator[Chunk]:
    statement = lemma_named(lemma)
    return chunks(parameters_for(statement, **parameters), statement.kind)


def rates(rounds: int, quick: bool) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """How fast the chunks (in a quick run the first) of the timed sweeps are decided; and how fast representatives are listed."""
    tasks: dict[str, list[Chunk]] = {}
    written: dict[str, int] = {}
    listing: dict[str, Any] = {}
    for name, (lemma, parameters) in TIMED.items():
        timed, start = name == LISTED[quick], time.process_time()
        tasks[name] = list(islice(listed(lemma, parameters), 1 if quick and not timed else None))[:1 if quick else None]
        if timed:
            whole = {"size": parameters["size"]}
            count = counted(lemma_named(lemma), **whole)[0]
            listing = {"sweep": command(lemma, whole), **per_minute(count, time.process_time() - start)}

    def decides(name: str) -> Contestant:
        statement = lemma_named(TIMED[name][0])

        def work() -> None:
            results = [decide(chunk, statement, keep=False) for chunk in tasks[name]]
            written[name] = sum(len(line) + 1 for result in results for line in result.lines)
        return lambda: work

    times = interleaved({name: decides(name) for name in TIMED}, rounds, limit=600, budget=math.inf)
    found = {name: {"sweep": command(*TIMED[name]), "rounds": len(values), "bytes": written[name],
                    **per_minute(sum(chunk.count for chunk in tasks[name]), min(values))} for name, values in times.items()}
    return found, listing


def per_minute(decisions: int, seconds: float) -> dict[str, Any]:
    return {"decisions": decisions, "seconds": round(seconds, 3), "per_minute": round(60 * decisions / seconds)}


def together(processors: int, number: int) -> dict[str, Any]:
    """Wall-clock rate of as many processes, from the first finished chunk to the last, so that all of them have begun."""
    stamps: list[tuple[float, int]] = []
    sweep = run("openness", size=3, random=number, jobs=processors,
                progress=lambda done, *_: stamps.append((time.perf_counter(), done)))
    (start, before), (end, after) = stamps[0], stamps[-1]
    return {"sweep": f"{sweep.command.removeprefix('exactcheck ')} --jobs {processors}", **per_minute(after - before, end - start)}


def planned(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Of each sweep of the plan: the exact counts, and what follows from the rates."""
    plans = []
    for lemma, parameters, name in PLANNED:
        orbits, instances = counted(lemma_named(lemma), **parameters)
        rate = found["rates"][name]
        hours = orbits / rate["per_minute"] / 60
        plans.append({
            "sweep": command(lemma, parameters), "instances": instances, "orbits": orbits, "rate": name,
            "processor_hours": hours, "hours": {str(n): hours / n for n in (found["processors"], *WORKERS)},
            "listing_hours": orbits / found["listing"]["per_minute"] / 60,
            "gigabytes": orbits * rate["bytes"] / rate["decisions"] / 1e9,
        })
    return plans


def complete(sweeps: list[tuple[str, dict[str, Any], str]], found: dict[str, Any]) -> list[dict[str, Any]]:
    """Sweeps that are run to the end in this process: planned and measured processor hours, and the outcome."""
    rows = []
    for lemma, parameters, name in sweeps:
        orbits, _ = counted(lemma_named(lemma), **parameters)
        start = time.process_time()
        sweep = run(lemma, **parameters)
        rows.append({"sweep": command(lemma, parameters), "orbits": sweep.orbits(),
                     "outcome": f"{sweep.outcome.value}; {sweep.met}",
                     "planned_hours": orbits / found["rates"][name]["per_minute"] / 60,
                     "processor_hours": (time.process_time() - start) / 3600})
    return rows


def duration(hours: float) -> str:
    """In the unit that a person would use."""
    for unit, size in (("s", 3600.0), ("min", 60.0)):
        if hours * size < 100:
            return f"{hours * size:.3g} {unit}"
    return f"{hours:.3g} h" if hours < 1000 else f"{float(f'{hours:.3g}'):,.0f} h"


def gigabytes(size: float) -> str:
    return f"{float(f'{size:.2g}'):,.0f} GB" if size >= 10 else f"{size:.2g} GB"


def pages(found: dict[str, Any]) -> dict[str, str]:
    """The files that the documentation includes: all of their figures are those of the record."""
    def table(header: list[str], rows: list[list[str]]) -> str:
        lines = [header, ["---"] * len(header), *rows]
        return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

    processors, listing, together = found["processors"], found["listing"], found["together"]
    rates = [[name, f"`{row['sweep']}`", f"{row['per_minute']:,}"] for name, row in found["rates"].items()]
    rates += [["representatives listed, nothing decided", f"`{listing['sweep']}`", f"{listing['per_minute']:,}"],
              [f"{processors} processes together, per minute of wall-clock time", f"`{together['sweep']}`",
               f"{together['per_minute']:,}"]]
    plans = [[f"`{plan['sweep']}`", f"{plan['instances']:,}", f"{plan['orbits']:,}", plan["rate"],
              *map(duration, [plan["processor_hours"], *plan["hours"].values(), plan["listing_hours"]]),
              gigabytes(plan["gigabytes"])]
             for plan in found["plans"]]
    done = [[f"`{row['sweep']}`", f"{row['orbits']:,}", row["outcome"],
             duration(row["planned_hours"]), duration(row["processor_hours"])] for row in found["complete"]]
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    return {
        "run.txt": f"Measured with `{found['command']}` on {processors} processors ({found['processor']}), "
                   f"Python {found['python']}, {versions}.\n",
        "rates.txt": table(["decisions", "timed sweep", "per minute of one processor"], rates),
        "plan.txt": table(["sweep", "instances", "orbits", "rate", "processor time",
                           *(f"{n} {'processors' if n == str(processors) else 'workers'}" for n in found["plans"][0]["hours"]),
                           "listing", "records"], plans),
        "complete.txt": table(["sweep", "orbits", "outcome", "planned", "processor time"], done),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeps", description=__doc__)
    parser.add_argument("--out", metavar="DIR", default="sweep-results", help="where to write (default: sweep-results)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all timed sweeps (default 3)")
    parser.add_argument("--quick", action="store_true", help="few decisions: shows that everything runs, measures nothing")
    options = parser.parse_args()
    quick, folder = options.quick, Path(options.out)
    changed = ["--quick"] if quick else [f"--rounds {options.rounds}"] if options.rounds != parser.get_default("rounds") else []
    found = machine.described() | {"command": " ".join(["python -m benchmarks.sweeps --out DIR", *changed])}
    found["rates"], found["listing"] = rates(1 if quick else options.rounds, quick)
    found["together"] = together(found["processors"], 1_000 if quick else 20_000)
    found["plans"] = planned(found)
    found["complete"] = complete([("openness", {"size": 2}, PLANNED[0][2])] if quick else COMPLETE, found)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sweeps.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for name, text in pages(found).items():
        (folder / name).write_text(text, encoding="utf-8")
        print(text)


if __name__ == "__main__":
    main()
