"""The audit: every registered claim of the paper, judged by computation, with its certificates."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from difflib import get_close_matches
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal, TypeAlias

from exactcheck import notebook
from exactcheck.certificate import Certificate
from exactcheck.errors import InputError
from exactcheck.inputs.words import suggestion
from exactcheck.measurement import Measured, measured
from exactcheck.paper.registry import CLAIMS
from exactcheck.paper.study import Claim, Findings, Judgement, Outcome, Study, Verdict, all_studies

VerdictName: TypeAlias = Literal["confirmed", "confirmed, printed proof has a gap", "misprint", "refuted", "undecided"]
#: What is known of the proof that the paper prints; see ``Row``.
PrintedProof: TypeAlias = Literal["not examined", "examined steps hold", "gap", "of a false statement"]
#: Called after each study with the number done, the number of all, and the study's name.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Row:
    """One claim of the paper with its computed verdict.

    ``printed`` and ``meant`` say, of a misprint, what stands in the paper and what is meant there; they are empty for other
    verdicts. ``printed_proof`` is kept apart from the verdict: "not examined" (no single step of it was tried), "examined steps
    hold", "gap" (a step fails at some instance), or "of a false statement". ``failing`` are those of the ``certificates`` that
    show the statement (as printed) or a step of its proof to fail. ``command`` repeats the row, and ``sweeps`` are the commands
    that repeat its exhaustive studies by themselves. ``seconds`` is the time of the studies that the claim rests
    on, ``peak_bytes`` the highest memory of one of them (``measurement.MEMORY_METHOD``); ``depends``, ``general``: see
    ``paper.study.Claim``.
    """

    id: str
    place: str
    statement: str
    printed: str
    meant: str
    verdict: VerdictName
    recorded: VerdictName
    printed_proof: PrintedProof
    scope: str
    depends: tuple[str, ...]
    general: str
    certificates: tuple[str, ...]
    failing: tuple[str, ...]
    command: str
    sweeps: tuple[str, ...]
    seconds: float
    peak_bytes: int | None

    @property
    def matches_record(self) -> bool:
        return self.verdict == self.recorded

    def to_document(self, measurements: bool = True) -> dict[str, Any]:
        """The row of the JSON output (schema ``audit``); without ``measurements`` time and memory are null."""
        return {
            "id": self.id,
            "place": self.place,
            "statement": self.statement,
            "printed": self.printed,
            "meant": self.meant,
            "verdict": self.verdict,
            "recorded": self.recorded,
            "printed_proof": self.printed_proof,
            "scope": self.scope,
            "depends": list(self.depends),
            "general": self.general,
            "certificates": list(self.certificates),
            "failing": list(self.failing),
            "command": self.command,
            "sweeps": list(self.sweeps),
            "seconds": round(self.seconds, 3) if measurements else None,
            "peak_bytes": self.peak_bytes if measurements else None,
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

    def _repr_html_(self) -> str:
        return notebook.grid(f"audit of {len(self.rows)} claims", ["claim", "statement", "verdict", "scope"],
                             [[row.id, row.statement, row.verdict, row.scope] for row in self.rows])

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
        hint = suggestion(unknown[0], known) or "; the closest are " + ", ".join(get_close_matches(unknown[0], known, 3, 0))
        raise InputError(f"unknown claim {unknown[0]!r}{hint} (exactcheck audit lists all {len(known)})")
    chosen = [claim for claim in CLAIMS if claims is None or claim.id in claims]
    studies = all_studies(chosen)
    measurements: dict[str, Measured[Findings]] = {}
    for done, (name, result) in enumerate(_run(studies, jobs or os.cpu_count() or 1), start=1):
        measurements[name] = result
        if progress is not None:
            progress(done, len(studies), name)
    found = {name: result.value for name, result in measurements.items()}
    certificates: dict[str, Certificate] = {}
    for study in studies:
        certificates.update(found[study.name].certificates)
    return Audit(tuple(_row(claim, found, measurements) for claim in chosen), certificates)


def _row(claim: Claim, found: Mapping[str, Findings], measurements: Mapping[str, Measured[Findings]]) -> Row:
    judged, mine = claim.judge(found), [measurements[study.name] for study in claim.studies]
    peaks = [one.peak_bytes for one in mine if one.peak_bytes is not None]
    slip = claim.slip if judged.verdict is Verdict.MISPRINT else None
    return Row(
        id=claim.id,
        place=claim.place,
        statement=claim.statement,
        printed=slip.printed if slip else "",
        meant=slip.meant if slip else "",
        verdict=judged.verdict.value,
        recorded=claim.recorded.value,
        printed_proof=_printed_proof(claim, judged),
        scope=judged.scope,
        depends=claim.depends,
        general=claim.general,
        certificates=judged.certificates,
        failing=_failing(claim, found),
        command=f"exactcheck audit --claim {claim.id}",
        sweeps=tuple(study.command for study in claim.studies if study.command),
        seconds=sum(one.seconds for one in mine),
        peak_bytes=max(peaks) if len(peaks) == len(mine) else None,
    )


def _printed_proof(claim: Claim, judged: Judgement) -> PrintedProof:
    if judged.verdict is Verdict.REFUTED:
        return "of a false statement"
    if judged.verdict is Verdict.GAP:
        return "gap"
    return "examined steps hold" if claim.steps and judged.verdict is Verdict.CONFIRMED else "not examined"


def _failing(claim: Claim, found: Mapping[str, Findings]) -> tuple[str, ...]:
    named = {*claim.printed, *claim.steps}
    return tuple(dict.fromkeys(e.certificate for study in claim.studies for e in found[study.name].evidence
                               if e.assertion in named and e.outcome is Outcome.FAILS and e.certificate))


def _measured(study: Study) -> tuple[str, Measured[Findings]]:
    return study.name, measured(study.run)


def _run(studies: Sequence[Study], jobs: int) -> Iterator[tuple[str, Measured[Findings]]]:
    """The findings of every study, in the order in which they are ready."""
    if jobs == 1 or len(studies) < 4:
        yield from map(_measured, studies)
        return
    # "spawn" behaves the same on every platform and does not inherit threads (a progress bar has one).
    # Workers die of an interrupt at once, without a traceback each.
    default = (signal.SIGINT, signal.SIG_DFL)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=signal.signal, initargs=default) as pool:
        try:
            for future in as_completed([pool.submit(_measured, study) for study in studies]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
