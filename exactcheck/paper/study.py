"""What the audit is made of: studies (units of computation), the evidence they yield, and the claims judged by it.

A *study* examines one instance and yields certificates, and for each *assertion* about the instance an outcome that a
certificate proves. A *claim* of the paper names the assertions it makes and the studies it is tried on; its verdict is
computed from their outcomes and stored nowhere. ``recorded`` is what the last published audit found: the audit compares
with it, so that a change of a verdict is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from exactcheck.certificate import Certificate, issue
from exactcheck.errors import DisagreementError


class Outcome(Enum):
    """Of one assertion at one instance."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


class Verdict(Enum):
    """Of one claim of the paper."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Evidence:
    """``assertion`` has this outcome at the study's instance, as the certificate of that file name proves."""

    assertion: str
    outcome: Outcome
    certificate: str


@dataclass(frozen=True)
class Findings:
    """What one study found: its evidence, and the certificates by file name."""

    evidence: tuple[Evidence, ...]
    certificates: Mapping[str, Certificate]


@dataclass(frozen=True)
class Study:
    """A unit of work: ``run()`` examines the instance ``name``. Hashed by name; picklable, to run in another process."""

    name: str
    run: Callable[[], Findings]

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Study) and self.name == other.name


@dataclass(frozen=True)
class Claim:
    """A claim of the paper: every one of ``assertions`` holds at every one of ``studies``."""

    id: str
    place: str
    statement: str
    assertions: tuple[str, ...]
    studies: tuple[Study, ...]
    recorded: Verdict

    def judge(self, findings: Mapping[str, Findings]) -> tuple[Verdict, str, tuple[str, ...]]:
        """Verdict, scope in words, and the file names of the certificates it rests on, given the findings by study name."""
        outcomes: list[Outcome] = []
        names: list[str] = []
        for study in self.studies:
            evidence = [e for e in findings[study.name].evidence if e.assertion in self.assertions]
            missing = set(self.assertions) - {e.assertion for e in evidence}
            found = {e.outcome for e in evidence}
            names += [e.certificate for e in evidence if e.certificate not in names]
            outcomes.append(
                Outcome.FAILS
                if Outcome.FAILS in found
                else Outcome.UNDECIDED
                if missing or Outcome.UNDECIDED in found
                else Outcome.HOLDS
            )
        verdict = (
            Verdict.REFUTED
            if Outcome.FAILS in outcomes
            else Verdict.UNDECIDED
            if Outcome.UNDECIDED in outcomes
            else Verdict.CONFIRMED
        )
        return verdict, _scope(outcomes), tuple(names)


def _scope(outcomes: Sequence[Outcome]) -> str:
    total, holds = len(outcomes), outcomes.count(Outcome.HOLDS)
    undecided = outcomes.count(Outcome.UNDECIDED)
    if total == 1:
        return "this instance" + (" (undecided)" if undecided else "")
    words = f"holds at {holds} of {total}"
    return words + (f", undecided at {undecided}" if undecided else "")


@dataclass
class Notebook:
    """Collects the evidence of one study while it runs; every certificate goes through the trusted checker."""

    folder: str
    source: str

    def __post_init__(self) -> None:
        self.evidence: list[Evidence] = []
        self.certificates: dict[str, Certificate] = {}

    def issue(self, name: str, claim: Mapping[str, Any], witness: Mapping[str, Any]) -> str:
        """Issue and keep the certificate ``folder/name.cert.json``; returns its file name."""
        certificate = issue(claim, witness, {"source": self.source, "title": name})
        return self.keep(name, certificate, claim)

    def keep(self, name: str, certificate: Certificate, claim: Mapping[str, Any]) -> str:
        """Keep a certificate after comparing its claim with the instance that it has to be about."""
        if certificate.claim != claim:
            raise DisagreementError(f"{self.folder}/{name}: the certificate is about another claim than the instance asks for")
        file = f"{self.folder}/{name}.cert.json"
        self.certificates[file] = certificate
        return file

    def note(self, assertion: str, outcome: Outcome | bool, file: str) -> None:
        if isinstance(outcome, bool):
            outcome = Outcome.HOLDS if outcome else Outcome.FAILS
        self.evidence.append(Evidence(assertion, outcome, file))

    def findings(self) -> Findings:
        return Findings(tuple(self.evidence), dict(self.certificates))


def all_studies(claims: Iterable[Claim]) -> list[Study]:
    """The studies of the claims, each once, in order."""
    return list(dict.fromkeys(study for claim in claims for study in claim.studies))
