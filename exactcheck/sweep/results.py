"""What a sweep leaves behind: a summary, and if a folder is given, everything that is needed to resume it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exactcheck.certificate import Certificate, canonical_text, issue, write_atomically
from exactcheck.errors import InputError
from exactcheck.openness.claims import conjunction
from exactcheck.sweep.instances import Parameters, total
from exactcheck.sweep.lemma import Kind, Lemma, Outcome
from exactcheck.sweep.minimizing import Failure
from exactcheck.sweep.networks import DATA
from exactcheck.sweep.orbits import closed
from exactcheck.sweep.records import ChunkResult, Record, Tally, name_of


def quantity_of(number: int, noun: str) -> str:
    """``1 orbit``, ``1,234 orbits``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@dataclass
class Summary:
    """What a sweep (or one shard of it) found.

    ``tally``: counts, accepted claims and digest of all records; ``dismissed``: by shape, how many instances screening let
    pass without a certificate; ``failures``: small counterexamples; ``certificates``: by chunk, if they were kept.
    """

    lemma: Lemma
    parameters: Parameters
    chunks: int = 0
    tally: Tally = field(default_factory=Tally)
    dismissed: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    certificates: dict[int, tuple[Certificate, ...]] = field(default_factory=dict)

    def add(self, result: ChunkResult) -> None:
        """Count one more chunk in."""
        self.chunks += 1
        self.tally.add(result.tally)
        self.dismissed.update(result.dismissed)
        if result.certificates:
            self.certificates[result.number] = result.certificates

    @property
    def counts(self) -> dict[tuple[str, Outcome], tuple[int, int]]:
        """By shape and outcome: how many orbits were examined, and how many instances they stand for."""
        return self.tally.counts

    @property
    def claims(self) -> Counter[str]:
        """How many claims the checker accepted, by kind."""
        return self.tally.claims

    @property
    def digest(self) -> str:
        """The sum, modulo 2^256, of the SHA-256 of all record lines, so that the digests of shards add up."""
        return f"{self.tally.digest:064x}"

    def certificate(self) -> Certificate:
        """One certificate of everything that was examined: the conjunction of all that were kept, checked again.

        Raises InputError if none were kept (``certificates=True`` keeps them), or if some are only in the folder.
        """
        kept = [certificate for part in self.certificates.values() for certificate in part]
        if not kept:
            raise InputError("the sweep has kept no certificates")
        parts = [proof for c in kept for proof in zip(c.claim["parts"], c.witness["witnesses"], strict=True)]
        if len(parts) != sum(self.claims.values()):
            raise InputError("the sweep was resumed and has not all certificates in memory; they are in its folder")
        return issue(*conjunction(parts), {"source": f"sweep of {self.lemma.name}", "title": self.scope})

    def orbits(self, *outcomes: Outcome) -> int:
        """Examined orbits with one of these outcomes (none named: any)."""
        return sum(n for (_, outcome), (n, _) in self.counts.items() if not outcomes or outcome in outcomes)

    def instances(self, *outcomes: Outcome) -> int:
        """Instances that the examined orbits stand for."""
        return sum(n for (_, outcome), (_, n) in self.counts.items() if not outcomes or outcome in outcomes)

    @property
    def outcome(self) -> Outcome:
        """Fails if one instance fails; else screened, if not all are certified; else holds if one holds, or vacuous."""
        found = Outcome.together([outcome for (_, outcome) in self.counts])
        return Outcome.SCREENED if self.dismissed and found is not Outcome.FAILS else found

    @property
    def scope(self) -> str:
        """What was examined, in words."""
        p, kind = self.parameters, self.lemma.kind
        data = f"; {DATA}" if kind is Kind.NETWORK else ""
        shapes = self._shapes()
        entries = "{" + ", ".join(map(str, p.entries)) + "}"
        shard = "" if p.shard[1] == 1 else f" (shard {p.shard[0]} of {p.shard[1]})"
        if p.random is not None:
            examined, let_pass = self.orbits(), sum(self.dismissed.values())
            screened = f", {let_pass:,} of them screened only" if p.screen else ""
            return (f"{examined + let_pass:,} random {kind.noun(p.random)}, seed {p.seed}, with entries in {entries}, "
                    f"{shapes}{shard}{screened}{data}")
        if p.screen:
            return (f"{kind.noun(2)} with entries in {entries}, {shapes}{shard}: {quantity_of(self.orbits(), 'orbit')} certified, "
                    f"{sum(self.dismissed.values()):,} screened only")
        count, group = self.instances(), "signed permutations" if closed(p.entries) else "permutations"
        quantity = "all " if p.shard[1] == 1 else ""
        return (f"{quantity}{count:,} {kind.noun(count)} with entries in {entries}, {shapes}{shard}, "
                f"in {quantity_of(self.orbits(), 'orbit')} of the {group}{data}")

    @property
    def met(self) -> str:
        """How many of the certified instances meet the hypotheses of the statement, in words: the others are no evidence for it."""
        if not self.orbits(Outcome.VACUOUS):
            return "all meet the hypotheses"
        met = self.instances(Outcome.HOLDS, Outcome.FAILS)
        orbits = f" in {quantity_of(self.orbits(Outcome.HOLDS, Outcome.FAILS), 'orbit')}" if self.parameters.random is None else ""
        return f"{met:,} {self.lemma.kind.noun(met)}{orbits} {'meets' if met == 1 else 'meet'} the hypotheses"

    def _bound(self) -> tuple[int, int] | None:
        """The size and number of layers of which the shapes are all, if there are such."""
        shapes = self.parameters.shapes
        largest, layers = max(max(shape) for shape in shapes), len(shapes[0]) - 1
        return (largest, layers) if shapes == self.lemma.shapes(largest, layers) else None

    def _shapes(self) -> str:
        """The shapes, or what they have in common."""
        shapes, bound = self.parameters.shapes, self._bound()
        if len(shapes) > 1 and bound is not None:
            depth = f" and {bound[1]} layers" if self.lemma.kind is Kind.NETWORK else ""
            return f"sizes up to {bound[0]}{depth}"
        return "shapes " + ", ".join(map(name_of, shapes[:6])) + (f" and {len(shapes) - 6} more" if len(shapes) > 6 else "")

    @property
    def command(self) -> str:
        """The command that repeats the sweep."""
        p, bound, words = self.parameters, self._bound(), ["exactcheck", "sweep", self.lemma.name]
        if bound is None:
            words += [f"--shape {name_of(shape)}" for shape in p.shapes]
        else:
            words.append(f"--size {bound[0]}")
            words += [f"--layers {bound[1]}"] if self.lemma.kind is Kind.NETWORK and bound[1] != self.lemma.layers else []
        words += [f"--entries {','.join(map(str, p.entries))}"] if p.entries != (-1, 0, 1) else []
        words += [f"--random {p.random} --seed {p.seed}"] if p.random is not None else []
        words += [f"--shard {p.shard[0]}/{p.shard[1]}"] if p.shard != (1, 1) else []
        words += ["--screen"] if p.screen else []
        return " ".join(words)

    def to_document(self) -> dict[str, Any]:
        """The JSON summary; the same for the same sweep, however it was executed."""
        orbits, instances = total(self.parameters, self.lemma.kind)
        return {
            "lemma": self.lemma.name,
            "place": self.lemma.place,
            "statement": self.lemma.statement,
            "outcome": self.outcome.value,
            "expected": self.lemma.expected.value,
            "scope": self.scope,
            "command": self.command,
            "parameters": self.parameters.to_document(),
            "whole": {"orbits": orbits, "instances": instances},
            "examined": {"orbits": self.orbits(), "instances": self.instances()},
            "screened": dict(sorted(self.dismissed.items())),
            "shapes": {
                shape: {
                    outcome.value: {"orbits": self.counts[shape, outcome][0], "instances": self.counts[shape, outcome][1]}
                    for outcome in Outcome
                    if (shape, outcome) in self.counts
                }
                for shape in sorted({s for s, _ in self.counts})
            },
            "claims": dict(sorted(self.claims.items())),
            "chunks": self.chunks,
            "digest": self.digest,
            "failures": [
                {"index": f.index, "shape": list(f.shape), "problem": dict(f.case.problem), "digest": f.certificate.digest}
                for f in self.failures
            ],
        }


def _short(value: Any) -> str:
    """A value of ``parameters.json`` in one line; of a long list the first and the last items."""
    if isinstance(value, list) and len(value) > 4:
        return f"[{value[0]}, {value[1]}, ..., {value[-1]}] ({len(value)} in all)"
    return str(value)


class Folder:
    """``--out DIR``: ``parameters.json``, ``chunks/``, ``certificates/``, ``failures/``, and at the end ``results.jsonl``."""

    def __init__(self, path: str | Path, parameters: Parameters) -> None:
        """Raises InputError if the folder holds another sweep."""
        self.path = Path(path)
        if self.path.exists() and not self.path.is_dir():
            raise InputError(f"{self.path}: is a file, expected a folder for the results")
        known = self.path / "parameters.json"
        wanted = parameters.to_document()
        if known.exists():
            try:
                found = json.loads(known.read_text(encoding="utf-8"))
            except ValueError:
                raise InputError(f"{known}: is not JSON, expected the parameters of a sweep") from None
            for key in wanted:
                if not isinstance(found, dict) or found.get(key) != wanted[key]:
                    other = found.get(key) if isinstance(found, dict) else found
                    raise InputError(f"{self.path}: holds another sweep: {key} is {_short(other)}, not {_short(wanted[key])}")
        else:
            if self.path.exists() and any(self.path.iterdir()):
                raise InputError(f"{self.path}: is neither empty nor the folder of a sweep")
            with self._writing():
                write_atomically(known, canonical_text(wanted))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What the operating system has against writing becomes one line."""
        try:
            yield
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written: {error.strerror or error}") from None

    def _chunk(self, number: int) -> Path:
        return self.path / "chunks" / f"{number:06d}.jsonl"

    def load(self, number: int) -> ChunkResult | None:
        """A chunk that was finished before."""
        path = self._chunk(number)
        try:
            header, *lines = path.read_text(encoding="utf-8").splitlines()
            return ChunkResult(number, tuple(lines), Tally.of(map(Record.from_line, lines), lines), json.loads(header)["screened"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{path}: is not a finished chunk of a sweep; without it, the chunk is decided again") from None

    def save(self, result: ChunkResult) -> None:
        """Certificates first: a chunk counts as finished once its records are there, whole or not at all."""
        with self._writing():
            self._save(result)

    def _save(self, result: ChunkResult) -> None:
        for i, certificate in enumerate(result.certificates):
            part = f"-{i + 1}" if len(result.certificates) > 1 else ""
            certificate.write(self.path / "certificates" / f"{result.number:06d}{part}.cert.json")
        header = json.dumps({"chunk": result.number, "screened": result.dismissed}, sort_keys=True, separators=(",", ":"))
        write_atomically(self._chunk(result.number), "\n".join([header, *result.lines]) + "\n")

    def _finished(self) -> Iterator[list[str]]:
        """The record lines of the finished chunks, in order, one chunk in memory at a time."""
        numbers = sorted(int(path.stem) for path in (self.path / "chunks").glob("*.jsonl"))
        for number in numbers:
            yield self._chunk(number).read_text(encoding="utf-8").splitlines()[1:]

    def finish(self, summary: Summary) -> None:
        """Write the results together, the counterexamples, and last of all the summary."""
        with self._writing():
            self._finish(summary)

    def _finish(self, summary: Summary) -> None:
        for i, failure in enumerate(summary.failures, start=1):
            write_atomically(self.path / "failures" / f"{i}.json", canonical_text(failure.case.problem))
            failure.certificate.write(self.path / "failures" / f"{i}.cert.json")
        temporary = self.path / "results.tmp"
        with open(temporary, "w", encoding="utf-8", newline="\n") as stream:
            for lines in self._finished():
                stream.writelines(line + "\n" for line in lines)
        temporary.replace(self.path / "results.jsonl")
        self._parquet()
        write_atomically(self.path / "summary.json", canonical_text(summary.to_document()))

    def _parquet(self) -> None:
        """``results.parquet`` where pyarrow is installed (``exactcheck[parquet]``); matrices and claims as JSON text."""
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError:
            return
        text, whole = pyarrow.string(), pyarrow.int64()
        types = {"index": whole, "shape": text, "orbit": whole, "matrices": text, "outcome": text, "claims": text, "digest": text}
        schema, temporary = pyarrow.schema(types.items()), self.path / "results.tmp"
        with parquet.ParquetWriter(temporary, schema) as writer:
            for lines in self._finished():
                rows = [json.loads(line) for line in lines]
                columns = {name: [row[name] if types[name] is whole else _text(row[name]) for row in rows] for name in types}
                writer.write_table(pyarrow.table(columns, schema=schema))
        temporary.replace(self.path / "results.parquet")


def _text(value: Any) -> str:
    """A shape as its name, other lists and objects as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(v, int) for v in value):
        return name_of(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
