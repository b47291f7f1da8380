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
    entries in {-1, 0, 1}"; ``command``: what repeats the study by itself, where there is such a command.
    """

    name: str
    run: Callable[[], Findings]
    scope: str = ""
    command: str = ""

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Study) and self.name == other.name


class Reach(Enum):
    """What a statement is about, and so what one instance can settle."""

    EVERY = "every instance of a kind: one at which it fails refutes it"
    SOME = "some instance of a kind: one at which it holds confirms it"
    THESE = "the instances of its studies and nothing else: they settle it"


@dataclass(frozen=True)
class Slip:
    """A misprint: two assertions, of which the first is what stands in the paper, and the second what is meant there."""

    printed: str
    meant: str


@dataclass(frozen=True)
class Claim:
    """A claim of the paper: every one of ``assertions`` holds at every one of ``studies``.

    With a ``slip`` the statement moreover makes the assertion ``slip.printed``, and as it is meant ``slip.meant`` in its place:
    where the first fails and the second holds the verdict is ``MISPRINT``. ``steps`` are assertions that the printed proof
    uses: a true statement with a step that fails somewhere has the verdict ``GAP``. ``depends`` are the ids of the claims that
    the statement or its printed proof rests on. ``general`` names the page and section of the docs with a proof for all sizes
    ("theorem-a.md#not-open"), if there is one. ``reach``: what the studies' instances are to the statement.
    """

    id: str
    place: str
    statement: str
    assertions: tuple[str, ...]
    studies: tuple[Study, ...]
    recorded: Verdict
    slip: Slip | None = None
    steps: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    general: str = ""
    reach: Reach = Reach.EVERY

    @property
    def printed(self) -> tuple[str, ...]:
        """All assertions of the statement as it is printed."""
        return (*self.assertions, *((self.slip.printed,) if self.slip else ()))

    @property
    def meant(self) -> tuple[str, ...]:
        """All assertions of the statement as it is meant; none where nothing is misprinted."""
        return (*self.assertions, self.slip.meant) if self.slip else ()

    def judge(self, findings: Mapping[str, Findings]) -> Judgement:
        """The verdict and what it rests on, given the findings by study name."""
        named = {*self.printed, *self.meant, *self.steps}
        files = dict.fromkeys(e.certificate for s in self.studies for e in findings[s.name].evidence if e.assertion in named)
        stated = [_outcome(self.printed, findings[study.name]) for study in self.studies]
        whole = together(stated)
        if whole is Outcome.FAILS:
            amended = self.meant and together(_outcome(self.meant, findings[study.name]) for study in self.studies)
            verdict = Verdict.MISPRINT if amended is Outcome.HOLDS else Verdict.REFUTED
        elif whole is Outcome.UNDECIDED:
            verdict = Verdict.UNDECIDED
        else:
            verdict = Verdict.GAP if self.failing_steps(findings) else Verdict.CONFIRMED
        return Judgement(verdict, scope(self, verdict, stated, self.failing_steps(findings)), tuple(files))

    def failing_steps(self, findings: Mapping[str, Findings]) -> int:
        """At how many of the studies a step of the printed proof fails."""
        return sum(any(e.outcome is Outcome.FAILS and e.assertion in self.steps for e in findings[study.name].evidence)
                   for study in self.studies)


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


def scope(claim: Claim, verdict: Verdict, stated: Sequence[Outcome], failing_steps: int = 0) -> str:
    """What the evidence covers: instances that were examined one by one, and what single studies say they cover.

    ``stated``: the outcome of the statement as printed at each study of the claim; ``failing_steps``: at how many of them a
    step of the printed proof fails.
    """
    single = [outcome for study, outcome in zip(claim.studies, stated, strict=True) if not study.scope]
    words = [("fails: " if outcome is Outcome.FAILS else "") + study.scope
             for study, outcome in zip(claim.studies, stated, strict=True) if study.scope]
    if single:
        words.insert(0, _instances(claim, verdict, single))
    if Outcome.FAILS in stated and Outcome.FAILS not in single and claim.reach is Reach.EVERY:
        words.append("one counterexample suffices")
    every = len(claim.studies)
    if verdict is Verdict.MISPRINT:
        words.append("as meant it holds " + ("there" if every == 1 else f"at all {every}"))
    if verdict is Verdict.GAP:
        words.append("a step of the printed proof fails " + ("there" if every == 1 else f"at {failing_steps} of {every}"))
    return "; ".join(words)


def _instances(claim: Claim, verdict: Verdict, outcomes: Sequence[Outcome]) -> str:
    """Of instances examined one by one: how many, at how many the statement holds or fails, and whether that settles it."""
    total, undecided = len(outcomes), outcomes.count(Outcome.UNDECIDED)
    if verdict is Verdict.UNDECIDED:
        if total == 1:
            return "this instance (undecided)" if undecided else "this instance"
        return f"holds at {outcomes.count(Outcome.HOLDS)} of {total} instances, undecided at {undecided}"
    false = Outcome.FAILS in outcomes
    count = outcomes.count(Outcome.FAILS if false else Outcome.HOLDS)
    word = "fails" if false else "holds"
    if claim.reach is Reach.THESE:
        if total == 1:
            return "this instance, the one that the statement is about"
        return f"{word} at {count} of {total} instances, all that the statement is about"
    suffices = claim.reach is (Reach.EVERY if false else Reach.SOME)
    if not suffices:
        alone = "fails at this instance" if false else "this instance"
        rest = "; the proof excludes all others" if false and claim.general else ""
        return (f"{word} at {count} of {total} instances" if total > 1 else alone) + rest
    if total == 1:
        return "one counterexample, which suffices" if false else "one example, which suffices"
    return f"{word} at {count} of {total} instances, and one suffices"


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

    def slip(self, slip: Slip, printed: bool, meant: bool, file: str) -> None:
        """Note of both readings of a misprint whether they hold, as one certificate proves."""
        self.note(slip.printed, printed, file)
        self.note(slip.meant, meant, file)

    def findings(self) -> Findings:
        return Findings(tuple(self.evidence), dict(self.certificates))


def all_studies(claims: Iterable[Claim]) -> list[Study]:
    """The studies of the claims, each once, in order."""
    return list(dict.fromkeys(study for claim in claims for study in claim.studies))
