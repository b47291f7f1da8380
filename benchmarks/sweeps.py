"""``python -m benchmarks.sweeps [--json FILE]``: how fast lemmas are swept, and what the next sizes would cost.

Rates are per minute of processor time, in one process, so that other work on the machine disturbs them little; one line
shows the wall-clock rate with all processors. A plan is an exact count of orbits (Burnside's lemma) divided by the rate of
the same lemma at instances like the largest ones of the plan.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exactcheck.sweep import counted, lemma_named, orbits, run

#: name of the rate -> lemma and the sweep that is timed. Random pairs, so that nothing is cheap by symmetry; of networks
#: every 50th or 1000th chunk of all orbits, because random weights are hardly ever degenerate.
TIMED: dict[str, tuple[str, dict[str, Any]]] = {
    "openness, sizes up to 3": ("openness", {"size": 3, "random": 10_000}),
    "openness, 3 x 3": ("openness", {"shapes": [(3, 3, 3)], "random": 5_000}),
    "openness, 3 x 3, entries up to 2": ("openness", {"shapes": [(3, 3, 3)], "entries": (-2, -1, 0, 1, 2), "random": 5_000}),
    "openness, 4 x 4": ("openness", {"shapes": [(4, 4, 4)], "random": 5_000}),
    "theorem-a, sizes up to 3": ("theorem-a", {"size": 3, "random": 4_000}),
    "proposition-4, sizes up to 3": ("proposition-4", {"size": 3, "random": 4_000}),
    "theorem-5, sizes up to 3": ("theorem-5", {"size": 3, "random": 4_000}),
    "theorem-5, 4 x 3 x 4": ("theorem-5", {"shapes": [(4, 3, 4)], "random": 3_000}),
    "lemma-13, sizes up to 4": ("lemma-13", {"size": 4, "random": 10_000}),
    "theorem-8, widths up to 3": ("theorem-8", {"size": 3, "shard": (1, 4)}),
    "lemma-19, three layers, widths up to 2": ("lemma-19", {"size": 2}),
    "theorem-b, three layers, widths up to 2": ("theorem-b", {"size": 2}),
    "theorem-b, four layers, widths up to 2": ("theorem-b", {"size": 2, "layers": 4, "shard": (1, 10)}),
    "theorem-b, three layers, widths 3": ("theorem-b", {"shapes": [(3, 3, 3, 3)], "shard": (1, 2000)}),
    "theorem-a, sizes up to 3, screened only": ("theorem-a", {"size": 3, "random": 400_000, "screen": True}),
    "theorem-5, sizes up to 3, screened only": ("theorem-5", {"size": 3, "random": 400_000, "screen": True}),
}
#: Lemma, parameters, and the name of the rate: first what fits into an hour, then the next sizes.
PLANNED: list[tuple[str, dict[str, Any], str]] = [
    ("openness", {"size": 3}, "openness, 3 x 3"),
    ("proposition-4", {"size": 3}, "proposition-4, sizes up to 3"),
    ("theorem-5", {"size": 4}, "theorem-5, 4 x 3 x 4"),
    ("theorem-b", {"size": 2}, "theorem-b, three layers, widths up to 2"),
    ("theorem-b", {"size": 2, "layers": 4}, "theorem-b, four layers, widths up to 2"),
    ("openness", {"size": 3, "entries": (-2, -1, 0, 1, 2)}, "openness, 3 x 3, entries up to 2"),
    ("openness", {"size": 4}, "openness, 4 x 4"),
    ("theorem-b", {"size": 3}, "theorem-b, three layers, widths 3"),
]


def rate(lemma: str, parameters: dict[str, Any], jobs: int, clock: Callable[[], float]) -> dict[str, Any]:
    """Decisions from the first finished chunk to the last, so that everything is imported and all processes run."""
    stamps: list[tuple[float, int]] = []
    sweep = run(lemma, **parameters, jobs=jobs, progress=lambda done, total, what: stamps.append((clock(), done)))
    (start, before), (end, after) = stamps[0], stamps[-1]
    return {"decisions": after - before, "claims": sum(sweep.claims.values()), "seconds": round(end - start, 3),
            "per_minute": round(60 * (after - before) / (end - start))}


def listing() -> dict[str, Any]:
    """How fast representatives are listed, without deciding anything: all 3 x 3 pairs with entries -1, 0, 1."""
    start = time.process_time()
    count = sum(block.count for block in orbits.square_pairs(3, 3, (-1, 0, 1)))
    seconds = time.process_time() - start
    return {"decisions": count, "claims": 0, "seconds": round(seconds, 3), "per_minute": round(60 * count / seconds)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeps", description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="also write the figures to FILE")
    options = parser.parse_args()
    rates = {}
    processors = os.cpu_count() or 1

    def show(name: str, row: dict[str, Any]) -> None:
        rates[name] = row
        print(f"{name:56} {row['decisions']:>9,} in {row['seconds']:7.2f} s {row['per_minute']:>12,} per minute", flush=True)

    for name, (lemma, parameters) in TIMED.items():
        show(name, rate(lemma, parameters, 1, time.process_time))
    show("representatives listed, 3 x 3", listing())
    show(f"openness, sizes up to 3, {processors} processes, wall clock",
         rate("openness", {"size": 3, "random": 20_000}, processors, time.perf_counter))
    print("\nplans:")
    plans = []
    for lemma, parameters, name in PLANNED:
        found, covered = counted(lemma_named(lemma), **parameters)
        hours = found / rates[name]["per_minute"] / 60
        words = ", ".join(f"{key} {value}" for key, value in parameters.items())
        plans.append({"lemma": lemma, "parameters": words, "orbits": found, "instances": covered, "rate": name,
                      "processor_hours": round(hours, 3)})
        print(f"{lemma:14} {words:42} {covered:>26,} instances {found:>12,} orbits {hours:8.2f} processor hours")
    if options.json:
        document = {"processors": processors, "rates": rates, "plans": plans}
        Path(options.json).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
