"""What is measured: exactcheck's own contestants for every task, and the sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.instances import Table, gram_of_rank, of_rank
from benchmarks.measure import Contestant, interleaved, summary
from benchmarks.rivals import installed, on
from exactcheck import checker
from exactcheck.certificate import canonical_text, issue
from exactcheck.errors import LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.subspace import intersection
from exactcheck.exact.symmetric import inertia
from exactcheck.openness import claims, local_openness

#: Contestant names of exactcheck: claim and witness as a document; the same as the text of a file; the text once the checker
#: has accepted it; the checker alone, which reads the text; the answer alone.
CERTIFIED, WRITTEN, CHECKED, CHECKING, DECIDED = (
    "exactcheck, certificate", "exactcheck, certificate written", "exactcheck, certificate written and checked",
    "exactcheck, checking alone", "exactcheck, decision alone")


def _written(claim: dict[str, Any], witness: dict[str, Any]) -> str:
    return canonical_text({"format": checker.FORMAT, "version": checker.VERSION, "claim": claim, "witness": witness})


def _rank(a: RationalMatrix) -> claims.Proof:
    return claims.rank(a)


def _null_space(a: RationalMatrix) -> claims.Proof:
    return claims.null_space(a)


def _intersection(a: RationalMatrix, b: RationalMatrix) -> claims.Proof:
    return claims.subspace_intersection(intersection(a, b))


def _openness(a: RationalMatrix, b: RationalMatrix) -> claims.Proof:
    return local_openness(a, b)._verdict


def _inertia(a: RationalMatrix) -> claims.Proof:
    found = inertia(a)
    counts = {"positive": found.positive, "negative": found.negative, "zero": found.zero}
    return {"kind": "inertia", "matrix": a.to_document(), **counts}, found.witness()


@dataclass(frozen=True)
class Task:
    """``certify`` makes claim and witness from matrices; ``decide`` only the answer; ``make`` draws the instance."""

    name: str
    make: Callable[[Random, int, int], tuple[Table, ...]]
    certify: Callable[..., claims.Proof] | None
    decide: Callable[..., Any] | None
    reference: str

    def contestants(self, tables: tuple[Table, ...], rivals: Mapping[str, Any]) -> dict[str, Contestant]:
        found: dict[str, Contestant] = {}
        if self.certify is not None:
            certify = self.certify
            found[CERTIFIED] = on(RationalMatrix, certify)(*tables)
            try:
                text = issue(*certify(*map(RationalMatrix, tables))).text
            except LimitError:  # more than the checker's 32 MB
                text = ""
            found[WRITTEN] = on(RationalMatrix, lambda *matrices: _written(*certify(*matrices)))(*tables)
            if text:
                found[CHECKED] = on(RationalMatrix, lambda *matrices: issue(*certify(*matrices)))(*tables)
                found[CHECKING] = lambda: lambda: checker.check_text(text)
        if self.decide is not None:
            found[DECIDED] = on(RationalMatrix, self.decide)(*tables)
        return found | {name: tasks[self.name](*tables) for name, tasks in rivals.items() if self.name in tasks}


def _one(rng: Random, n: int, digits: int) -> tuple[Table, ...]:
    return (of_rank(rng, n, n // 2, digits),)


def _two(rng: Random, n: int, digits: int) -> tuple[Table, ...]:
    return of_rank(rng, n, 6 * n // 10, digits), of_rank(rng, n, 6 * n // 10, digits)


def _gram(rng: Random, n: int, digits: int) -> tuple[Table, ...]:
    return (gram_of_rank(rng, n, n // 2, digits),)


TASKS = (
    Task("rank", _one, _rank, lambda a: a.rank, "FLINT"),
    Task("null space", _one, _null_space, lambda a: a.integer_null_space, "FLINT"),
    Task("intersection", _two, _intersection, lambda a, b: b.rank - (a @ b).rank, "FLINT"),
    Task("openness", _two, _openness, lambda a, b: local_openness(a, b).is_open, "FLINT"),
    Task("inertia", _gram, _inertia, None, "FLINT"),
    Task("characteristic polynomial", _gram, None, lambda a: a.flint.charpoly(), "FLINT"),
)


def run(tasks: tuple[Task, ...], sizes: Mapping[int, tuple[int, ...]], rounds: int, limit: float, budget: float,
        report: Callable[[str], None]) -> list[dict[str, Any]]:
    """One record per task, number of digits and size: ``{"task", "digits", "n", "reference", "contestants": {name: ...}}``.

    A contestant whose next run would take longer than ``limit`` seconds, if its time grows like the cube of the size, is left
    out from there on.
    """
    rivals, records = installed(), []
    for task in tasks:
        for digits, ns in sizes.items():
            last: dict[str, tuple[int, float]] = {}
            for n in ns:
                tables = task.make(Random(f"{task.name}/{digits}/{n}"), n, digits)
                wanted = {name: c for name, c in task.contestants(tables, dict(rivals)).items()
                          if not last or (name in last and last[name][1] * (n / last[name][0]) ** 3 <= limit)}
                reference = next((name for name in wanted if name.startswith(task.reference)), "")
                found = summary(interleaved(wanted, rounds, limit, budget), reference)
                last = {name: (n, row["seconds"]) for name, row in found.items()}
                records.append({"task": task.name, "digits": digits, "n": n, "reference": reference, "contestants": found})
                report(f"{task.name}, n = {n}, {digits} digits: "
                       + ", ".join(f"{name} {row['seconds'] * 1e3:.2f} ms" for name, row in found.items()))
    return records
