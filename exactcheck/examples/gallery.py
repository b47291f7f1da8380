"""All examples, worked: kinds computed, certificates made and checked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exactcheck.certificate import Certificate, write_atomically
from exactcheck.errors import InputError
from exactcheck.examples.example import Example
from exactcheck.examples.networks import NETWORKS
from exactcheck.examples.paper_points import PAPER_POINTS
from exactcheck.examples.polynomials import POLYNOMIALS

EXAMPLES: tuple[Example, ...] = (*POLYNOMIALS, *NETWORKS, *PAPER_POINTS)

#: Called after each example with the number done, the number of all, and the example's name.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Worked:
    """An example with the kind that was computed, and its certificate; None if the example is undecided."""

    example: Example
    kind: str
    certificate: Certificate | None

    @property
    def matches_record(self) -> bool:
        return self.kind == self.example.recorded

    @property
    def file(self) -> str | None:
        """The certificate's file name."""
        return None if self.certificate is None else f"{self.example.name}.cert.json"

    def to_document(self) -> dict[str, Any]:
        """The example's entry in the JSON report."""
        return {"name": self.example.name, "shows": self.example.shows, "problem": dict(self.example.problem), "kind": self.kind,
                "statement": None if self.certificate is None else self.certificate.statement, "certificate": self.file}


@dataclass(frozen=True)
class Gallery:
    """Worked examples; ``write`` puts their certificates and their problems into a folder."""

    worked: tuple[Worked, ...]

    @property
    def matches_record(self) -> bool:
        """Whether every kind is the recorded one."""
        return all(one.matches_record for one in self.worked)

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write ``NAME.cert.json`` and ``NAME.problem.json`` (for ``classify``, ``verify --against``), each atomically."""
        for one in self.worked:
            problem = json.dumps(one.example.problem, indent=2, ensure_ascii=False) + "\n"
            write_atomically(Path(folder) / f"{one.example.name}.problem.json", problem)
            if one.certificate is not None:
                one.certificate.write(Path(folder) / f"{one.example.name}.cert.json")


def work(names: Sequence[str] = (), progress: Progress | None = None) -> Gallery:
    """Work the examples with these names (default: all), in the gallery's order.

    Raises InputError for an unknown name, DisagreementError if the checker rejects a certificate made here.
    """
    unknown = sorted(set(names) - {example.name for example in EXAMPLES})
    if unknown:
        raise InputError(f"unknown example {unknown[0]!r}; known are {', '.join(example.name for example in EXAMPLES)}")
    chosen = [example for example in EXAMPLES if not names or example.name in names]
    worked = []
    for done, example in enumerate(chosen, start=1):
        found = example.decide(example.problem)
        about = {"title": example.name, "source": "exactcheck examples"}
        worked.append(Worked(example, found.kind, None if found.kind == "undecided" else found.certificate(about)))
        if progress is not None:
            progress(done, len(chosen), example.name)
    return Gallery(tuple(worked))
