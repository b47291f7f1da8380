"""What is said about one examined instance, and about a chunk of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from exactcheck.certificate import Certificate
from exactcheck.sweep.lemma import Outcome

#: An integer matrix, as records have them.
Rows = list[list[int]]
#: Failing instances that are remembered; the others are only counted.
MOST_FAILING = 20


@dataclass(frozen=True)
class Record:
    """One examined instance. ``index``: its number in the whole sweep; ``orbit``: how many instances it stands for.

    ``matrices``: ``W1, W2`` of a pair, ``W_1, ..., W_h`` of a network; ``claims``: how many accepted claims of which kind;
    ``digest``: SHA-256 of its cases' claims and witnesses.
    """

    index: int
    shape: tuple[int, ...]
    orbit: int
    matrices: list[Rows]
    outcome: Outcome
    claims: dict[str, int]
    digest: str

    def to_line(self) -> str:
        """One line of JSON, sorted keys, no spaces: same instance, same line."""
        document = {
            "index": self.index,
            "shape": list(self.shape),
            "orbit": self.orbit,
            "matrices": self.matrices,
            "outcome": self.outcome.value,
            "claims": self.claims,
            "digest": self.digest,
        }
        return json.dumps(document, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> Record:
        d: dict[str, Any] = json.loads(line)
        return cls(d["index"], tuple(d["shape"]), d["orbit"], d["matrices"], Outcome(d["outcome"]), d["claims"], d["digest"])


@dataclass
class Tally:
    """Of any number of records, in any order.

    ``counts``: by shape and outcome, how many orbits were examined and how many instances they stand for; ``claims``: how
    many the checker accepted, by kind; ``digest``: the sum of the SHA-256 of all record lines modulo ``2^256``;
    ``failing``: those with the least indices.
    """

    counts: dict[tuple[str, Outcome], tuple[int, int]] = field(default_factory=dict)
    claims: Counter[str] = field(default_factory=Counter)
    digest: int = 0
    failing: list[Record] = field(default_factory=list)

    @classmethod
    def of(cls, records: Iterable[Record], lines: Iterable[str]) -> Tally:
        found = cls()
        for record, line in zip(records, lines, strict=True):
            key = name_of(record.shape), record.outcome
            orbits, instances = found.counts.get(key, (0, 0))
            found.counts[key] = orbits + 1, instances + record.orbit
            found.claims.update(record.claims)
            found.digest += int(hashlib.sha256(line.encode()).hexdigest(), 16)
            if record.outcome is Outcome.FAILS:
                found.failing.append(record)
        found.digest %= 2**256
        return found._remembering()

    def add(self, other: Tally) -> None:
        for key, (orbits, instances) in other.counts.items():
            before = self.counts.get(key, (0, 0))
            self.counts[key] = before[0] + orbits, before[1] + instances
        self.claims.update(other.claims)
        self.digest = (self.digest + other.digest) % 2**256
        self.failing += other.failing
        self._remembering()

    def _remembering(self) -> Tally:
        self.failing = sorted(self.failing, key=lambda record: record.index)[:MOST_FAILING]
        return self


@dataclass(frozen=True)
class ChunkResult:
    """Of chunk ``number``: the records as lines, in order, and their tally; ``dismissed``: how many instances (by shape)
    screening let pass; ``certificates``: if they are kept.

    Whoever examines a chunk also counts: the one process that collects thousands of them has little to do.
    """

    number: int
    lines: tuple[str, ...]
    tally: Tally
    dismissed: dict[str, int] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()

    @property
    def count(self) -> int:
        return len(self.lines) + sum(self.dismissed.values())


def name_of(shape: Sequence[int]) -> str:
    """``2x1x3``."""
    return "x".join(map(str, shape))
