"""What a report says, as plain data: the JSON report is this, and the other formats are made from it.

Only standard types: the schema ``report`` is generated from the annotations.
"""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any, Literal

from exactcheck.auditing import Audit, PrintedProof, Row, VerdictName
from exactcheck.certificate import Certificate
from exactcheck.measurement import MEMORY_METHOD
from exactcheck.paper.not_checked import NOT_CHECKED
from exactcheck.paper.study import Verdict
from exactcheck.report.standing import Standing, standings

PAPER = "Learning Deep Models: Critical Points and Local Openness"
#: Packages whose versions are in the receipt.
_PACKAGES = ("exactcheck", "python-flint", "sympy")


@dataclass(frozen=True)
class Measurements:
    """Time and memory of one claim; the only part of a report that differs between two runs."""

    seconds: float
    """Wall-clock time of the studies the claim rests on, added up."""
    peak_bytes: int | None
    """The highest peak memory of these studies; null where it could not be measured."""


@dataclass(frozen=True)
class Evidence:
    """The certificates that a claim rests on."""

    certificates: tuple[str, ...]
    """Their file names, below the folder of the audit."""
    failing: tuple[str, ...]
    """Those that show the statement, or a step of its printed proof, to fail."""
    sha256: str
    """SHA-256 of the list of these certificates, made as the receipt's."""


@dataclass(frozen=True)
class Claim:
    """One claim of the paper."""

    id: str
    place: str
    """Where it stands in the paper, in the paper's numbering."""
    statement: str
    printed: str
    """Of a misprint, what stands in the paper; empty for other verdicts."""
    meant: str
    """Of a misprint, what is meant there; empty for other verdicts."""
    verdict: VerdictName
    matches_record: bool
    """Whether the verdict is the one that the last published audit found."""
    printed_proof: PrintedProof
    scope: str
    """What the evidence covers."""
    depends: tuple[str, ...]
    standing: Standing
    general: str
    """The page and section of the documentation with a proof for all sizes; empty if there is none."""
    evidence: Evidence
    command: str
    """Reproduces this row alone."""
    sweeps: tuple[str, ...]
    """Commands that repeat, by themselves, the exhaustive studies that the row rests on."""
    measurements: Measurements | None


@dataclass(frozen=True)
class Passage:
    """A passage of the paper that no claim of the audit is about."""

    place: str
    sentence: str
    reason: str
    """Why it was not checked."""


@dataclass(frozen=True)
class ListedCertificate:
    """One certificate of the receipt."""

    file: str
    sha256: str
    claim: str
    """The sentence that the checker printed when it accepted the certificate."""


@dataclass(frozen=True)
class Receipt:
    """What is needed to repeat the audit and to compare."""

    versions: dict[str, str]
    commands: tuple[str, ...]
    sha256: str
    """SHA-256 of the lines ``<sha256 of the file>  <file name>``, sorted by file name: what ``sha256sum`` prints."""
    certificates: tuple[ListedCertificate, ...]
    memory_method: str
    """How ``peak_bytes`` was measured; empty in a report without measurements."""


@dataclass(frozen=True)
class Report:
    """The whole audit."""

    format: Literal["exactcheck-report"]
    version: Literal[1]
    paper: str
    summary: dict[str, int]
    """The number of claims with each verdict."""
    complete: bool
    """Whether all registered claims were audited, not a selection."""
    claims: tuple[Claim, ...]
    not_checked: tuple[Passage, ...]
    """The passages of the paper that no claim is about; empty in the report of a selection, which is about its claims only."""
    receipt: Receipt

    def to_document(self) -> dict[str, Any]:
        """The JSON report; schema: ``exactcheck/schema/report.schema.json``."""
        return asdict(self)


def build(audit: Audit, measurements: bool = True) -> Report:
    """The report of an audit; without ``measurements`` it is the same, byte for byte, for every run of one installation."""
    from exactcheck.paper.registry import CLAIMS

    found = standings(audit.rows)
    counts = Counter(row.verdict for row in audit.rows)
    selection = {row.id for row in audit.rows}
    complete = selection == {claim.id for claim in CLAIMS}
    return Report(
        format="exactcheck-report",
        version=1,
        paper=PAPER,
        summary={verdict.value: counts[verdict.value] for verdict in Verdict if counts[verdict.value]},
        complete=complete,
        claims=tuple(_claim(row, found[row.id], audit.certificates, measurements) for row in audit.rows),
        not_checked=tuple(Passage(one.place, one.sentence, one.reason) for one in NOT_CHECKED) if complete else (),
        receipt=_receipt(audit, complete, measurements),
    )


def _claim(row: Row, standing: Standing, certificates: Mapping[str, Certificate], measurements: bool) -> Claim:
    return Claim(
        id=row.id,
        place=row.place,
        statement=row.statement,
        printed=row.printed,
        meant=row.meant,
        verdict=row.verdict,
        matches_record=row.matches_record,
        printed_proof=row.printed_proof,
        scope=row.scope,
        depends=row.depends,
        standing=standing,
        general=row.general,
        evidence=Evidence(row.certificates, row.failing, digest_of_list(certificates, row.certificates)),
        command=row.command,
        sweeps=row.sweeps,
        measurements=Measurements(round(row.seconds, 3), row.peak_bytes) if measurements else None,
    )


def digest_of_list(certificates: Mapping[str, Certificate], names: Iterable[str]) -> str:
    """SHA-256 of what ``sha256sum`` prints for these files, sorted by name; empty names are left out."""
    lines = (f"{certificates[name].digest}  {name}\n" for name in sorted({name for name in names if name}))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _receipt(audit: Audit, complete: bool, measurements: bool) -> Receipt:
    selected = "" if complete else "".join(f" --claim {row.id}" for row in audit.rows)
    return Receipt(
        versions={"Python": platform.python_version(), **{name: metadata.version(name) for name in _PACKAGES}},
        commands=(
            "mkdir again && cd again",  # certificates of other claims in the folder would change the digest
            f"exactcheck audit --out audit{selected}",
            "exactcheck verify audit",
            "cd audit && find * -name '*.cert.json' | LC_ALL=C sort | xargs sha256sum | sha256sum",
        ),
        sha256=digest_of_list(audit.certificates, audit.certificates),
        certificates=tuple(ListedCertificate(name, audit.certificates[name].digest, audit.certificates[name].statement)
                           for name in sorted(audit.certificates)),
        memory_method=MEMORY_METHOD if measurements else "",
    )
