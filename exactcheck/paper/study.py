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
from typing import Any, TypeAlias

from exactcheck.certificate import Certificate, issue
from exactcheck.errors import DisagreementError

#: A claim and its witness.
Proof: TypeAlias = tuple[Mapping[str, Any], Mapping[str, Any]]


class Outcome(Enum):
    """Of one assertion at one instance."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


class Verdict(Enum):
    """Of one claim of the paper."""

    CONFIRMED = "confirmed"
    GAP = "confirmed, printed proof has a gap"
    MISPRINT = "misprint"
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
    """A unit of work: ``run()`` examines the instance ``name``. Hashed by name; picklable, to run in another process.

    ``scope`` says what was examined where that is more than one instance, such as "all pairs of sizes up to 2 x 2 with
    entries in {-1, 0, 1}".
    """

    name: str
    run: Callable[[], Findings]
    scope: str = ""

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Study) and self.name == other.name


@dataclass(frozen=True)
class Claim:
    """A claim of the paper: every one of ``assertions`` holds at every one of ``studies``.

    ``amended`` are assertions that hold instead where the printed statement has a slip (verdict ``MISPRINT``); ``steps`` are
    assertions that the printed proof uses: a true statement with a step that fails somewhere has the verdict ``GAP``.
    ``depends`` are the ids of the claims that the statement or its printed proof rests on. ``general`` names the page and
    section of the docs with a proof for all sizes ("theorem-a.md#not-open"), if there is one.
    """

    id: str
    place: str
    statement: str
    assertions: tuple[str, ...]
    studies: tuple[Study, ...]
    recorded: Verdict
    amended: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    general: str = ""

    def judge(self, findings: Mapping[str, Findings]) -> Judgement:
        """The verdict and what it rests on, given the findings by study name."""
        named = {*self.assertions, *self.amended, *self.steps}
        files = dict.fromkeys(e.certificate for s in self.studies for e in findings[s.name].evidence if e.assertion in named)
        stated = [_outcome(self.assertions, findings[study.name]) for study in self.studies]
        whole = together(stated)
        if whole is Outcome.FAILS:
            amended = self.amended and together(_outcome(self.amended, findings[study.name]) for study in self.studies)
            verdict = Verdict.MISPRINT if amended is Outcome.HOLDS else Verdict.REFUTED
        elif whole is Outcome.UNDECIDED:
            verdict = Verdict.UNDECIDED
        else:
            failing = any(e.outcome is Outcome.FAILS and e.assertion in self.steps
                          for study in self.studies for e in findings[study.name].evidence)
            verdict = Verdict.GAP if failing else Verdict.CONFIRMED
        return Judgement(verdict, _scope(self.studies, stated), tuple(files))


@dataclass(frozen=True)
class Judgement:
    """Of one claim: the verdict, the scope of its evidence in words, and the file names of the certificates it rests on."""

    verdict: Verdict
    scope: str
    certificates: tuple[str, ...]


def _outcome(assertions: Iterable[str], findings: Findings) -> Outcome:
    """Of several assertions at one study's instance; one that was not examined is undecided."""
    wanted = set(assertions)
    evidence = [e for e in findings.evidence if e.assertion in wanted]
    found = together(e.outcome for e in evidence)
    return Outcome.UNDECIDED if found is Outcome.HOLDS and wanted - {e.assertion for e in evidence} else found


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Of several: fails if one does, else undecided if one is, else holds."""
    found = set(outcomes)
    return next((outcome for outcome in (Outcome.FAILS, Outcome.UNDECIDED) if outcome in found), Outcome.HOLDS)


def _scope(studies: Sequence[Study], outcomes: Sequence[Outcome]) -> str:
    """What the evidence covers: instances that were examined one by one, and what single studies say they cover."""
    single = [outcome for study, outcome in zip(studies, outcomes, strict=True) if not study.scope]
    total, holds, undecided = len(single), single.count(Outcome.HOLDS), single.count(Outcome.UNDECIDED)
    words = [study.scope for study in studies if study.scope]
    if total == 1:
        words.insert(0, "this instance" + (" (undecided)" if undecided else ""))
    elif total:
        words.insert(0, f"holds at {holds} of {total}" + (f", undecided at {undecided}" if undecided else ""))
    return "; ".join(words)


def conjoined(proofs: Iterable[Proof]) -> Proof:
    """One conjunction, in which nothing is shared, of several claims or conjunctions."""
    parts: list[dict[str, Any]] = []
    witnesses: list[Mapping[str, Any]] = []
    for claim, witness in proofs:
        whole = claim["kind"] == "conjunction"
        parts += [{**claim["shared"], **part} for part in claim["parts"]] if whole else [dict(claim)]
        witnesses += witness["witnesses"] if whole else [witness]
    return {"kind": "conjunction", "shared": {}, "parts": parts}, {"rule": "all", "witnesses": witnesses}


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

    def together(self, name: str, proofs: Iterable[Proof]) -> str:
        """Issue one certificate for several claims (or conjunctions) with their witnesses; returns its file name."""
        return self.issue(name, *conjoined(proofs))

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
