"""The audit: every registered claim of the paper, judged by computation, with its certificates."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from exactcheck.certificate import Certificate
from exactcheck.errors import InputError
from exactcheck.inputs.words import suggestion
from exactcheck.paper.registry import CLAIMS
from exactcheck.paper.study import Findings, Study, all_studies

#: Called after each study with the number done, the number of all, and the study's name.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Row:
    """One claim of the paper with its computed verdict; ``seconds`` is the time of the studies it rests on.

    ``depends`` and ``general``: see ``paper.study.Claim``.
    """

    id: str
    place: str
    statement: str
    verdict: str
    recorded: str
    scope: str
    depends: tuple[str, ...]
    general: str
    certificates: tuple[str, ...]
    command: str
    seconds: float

    @property
    def matches_record(self) -> bool:
        return self.verdict == self.recorded

    def to_document(self) -> dict[str, Any]:
        """The row of the JSON report (design: ``{"rows": [...]}``)."""
        return {
            "id": self.id,
            "place": self.place,
            "statement": self.statement,
            "verdict": self.verdict,
            "scope": self.scope,
            "depends": list(self.depends),
            "general": self.general,
            "certificates": list(self.certificates),
            "command": self.command,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True)
class Audit:
    """All rows, and all certificates by file name; ``write`` puts the certificates into a folder."""

    rows: tuple[Row, ...]
    certificates: dict[str, Certificate]

    @property
    def matches_record(self) -> bool:
        """Whether every verdict is the recorded one."""
        return all(row.matches_record for row in self.rows)

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write every certificate to its file name below ``folder``, each atomically."""
        for name, certificate in self.certificates.items():
            certificate.write(Path(folder) / name)


def audit(claims: Sequence[str] | None = None, jobs: int | None = None, progress: Progress | None = None) -> Audit:
    """Judge the claims with these ids (default: all), in ``jobs`` processes (default: one per processor).

    Raises InputError for an unknown id, DisagreementError if the checker rejects a certificate made here.
    """
    unknown = sorted(set(claims or ()) - {claim.id for claim in CLAIMS})
    if unknown:
        known = [claim.id for claim in CLAIMS]
        hint = suggestion(unknown[0], known) or "; known are " + ", ".join(known)
        raise InputError(f"unknown claim {unknown[0]!r}{hint}")
    chosen = [claim for claim in CLAIMS if claims is None or claim.id in claims]
    studies = all_studies(chosen)
    found: dict[str, Findings] = {}
    seconds: dict[str, float] = {}
    for done, (name, result, spent) in enumerate(_run(studies, jobs or os.cpu_count() or 1), start=1):
        found[name], seconds[name] = result, spent
        if progress is not None:
            progress(done, len(studies), name)
    rows: list[Row] = []
    certificates: dict[str, Certificate] = {}
    for claim in chosen:
        judged = claim.judge(found)
        rows.append(
            Row(
                claim.id,
                claim.place,
                claim.statement,
                judged.verdict.value,
                claim.recorded.value,
                judged.scope,
                claim.depends,
                claim.general,
                judged.certificates,
                f"exactcheck audit --claim {claim.id}",
                sum(seconds[study.name] for study in claim.studies),
            )
        )
    for study in studies:
        certificates.update(found[study.name].certificates)
    return Audit(tuple(rows), certificates)


def _timed(study: Study) -> tuple[str, Findings, float]:
    start = time.perf_counter()
    return study.name, study.run(), time.perf_counter() - start


def _run(studies: Sequence[Study], jobs: int) -> Iterator[tuple[str, Findings, float]]:
    """The findings of every study, in the order in which they are ready."""
    if jobs == 1 or len(studies) < 4:
        yield from map(_timed, studies)
        return
    # "spawn" behaves the same on every platform and does not inherit threads (a progress bar has one).
    # Workers die of an interrupt at once, without a traceback each.
    default = (signal.SIGINT, signal.SIG_DFL)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=signal.signal, initargs=default) as pool:
        try:
            for future in as_completed([pool.submit(_timed, study) for study in studies]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
