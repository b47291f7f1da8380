"""Random families whose answers are known from elsewhere: what the engine said about them, counted."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Seen:
    """One member: the answer that is known, the kind that was found, processor seconds, and whether they contradict."""

    seed: int
    answer: str
    kind: str
    seconds: float
    wrong: bool


def summarized(name: str, seen: Sequence[Seen], report: Callable[[str], None]) -> dict[str, Any]:
    """Counts ``[answer, kind, number]``, times, the slowest, and the seeds of wrong and undecided members."""
    counts = Counter((one.answer, one.kind) for one in seen)
    slowest = max(seen, key=lambda one: one.seconds)
    record = {"members": len(seen), "kinds": [[*pair, number] for pair, number in sorted(counts.items())],
              "median": statistics.median(one.seconds for one in seen), "worst": slowest.seconds, "slowest": slowest.seed,
              "wrong": [one.seed for one in seen if one.wrong],
              "undecided": [one.seed for one in seen if one.kind == "undecided"]}
    report(f"{name}: {len(seen)}, wrong {record['wrong']}, undecided {record['undecided']}, median {record['median']:.2f} s, "
           f"worst {slowest.seconds:.2f} s (seed {slowest.seed})")
    return record


def tables(results: dict[str, Any]) -> str:
    """The Markdown that the documentation page includes; of families that were run."""
    lines: list[str] = []
    polynomials, degenerate = results.get("polynomials"), results.get("degenerate points")
    if polynomials:
        lines += ["**quadratic forms in many variables**: processor seconds, the least of the repetitions", "",
                  "| variables | kind | make | check |", "|---|---|---|---|"]
        lines += [f"| {r['variables']} | {r['kind']} | {r['make']:.2f} | {r['check']:.2f} |" for r in polynomials["large"]]
        lines += ["", *_family("polynomials with planted answers", "by construction", polynomials["planted"])]
    if degenerate:
        lines += _family("random degenerate critical points of deep linear networks", "closed form", degenerate)
    return "\n".join(lines)


def _family(name: str, source: str, record: dict[str, Any]) -> list[str]:
    """How often which kind was found for which answer."""
    return [f"**{name}**: {record['members']:,} members; the engine takes {record['median']:.2f} processor seconds for the "
            f"median member, {record['worst']:.1f} for the slowest; {len(record['wrong'])} wrong, "
            f"{len(record['undecided'])} undecided", "",
            f"| {source} | engine | number |", "|---|---|---|",
            *(f"| {answer} | {kind} | {number:,} |" for answer, kind, number in record["kinds"]), ""]


def targets(results: dict[str, Any]) -> list[tuple[str, float, float]]:
    """``(what, measured, allowed)`` for the goals about the engine."""
    rows: list[tuple[str, float, float]] = []
    polynomials, degenerate = results.get("polynomials"), results.get("degenerate points")
    if polynomials:
        large, planted = polynomials["large"], polynomials["planted"]
        if large[0]["variables"] >= 200:
            rows += [("Hessian of 200 variables, verdict with certificate: seconds, worst", max(r["make"] for r in large), 30),
                     ("the same, checked: seconds, worst", max(r["check"] for r in large), 10)]
        rows += [("planted polynomials, kernels and degrees up to 8: wrong answers", len(planted["wrong"]), 0),
                 ("the same: seconds, median", planted["median"], 10)]
    if degenerate:
        rows += [("random degenerate points of networks: wrong answers", len(degenerate["wrong"]), 0),
                 ("the same: undecided", len(degenerate["undecided"]), 0)]
    return rows
