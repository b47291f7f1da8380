"""Which of a claim's certificates a report shows, and each of them in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exactcheck.auditing import Audit
from exactcheck.certificate import Certificate
from exactcheck.explanation import explain
from exactcheck.report.model import Claim

#: So many certificates of a claim are listed with their sentences; the others are in the receipt.
LISTED = 3
#: Longer explanations are left to ``exactcheck explain``.
_LONGEST = 12_000
#: Explanations of all claims together: keeps the file small.
_BUDGET = 220_000


@dataclass(frozen=True)
class Shown:
    """A certificate that a claim's section lists."""

    file: str
    digest: str
    sentence: str
    fails: bool


@dataclass(frozen=True)
class Exhibit:
    """What a claim's section shows: some certificates, how many more there are, and one of them in words.

    ``told_at`` names the claim whose section already tells the same certificate; ``text`` is empty then, and also where
    the explanation is too long for a report (``too_long``).
    """

    shown: tuple[Shown, ...]
    more: int
    explained: str
    text: str
    told_at: str
    too_long: bool


def exhibits(claims: Sequence[Claim], audit: Audit) -> dict[str, Exhibit]:
    """For every claim what its section shows; each certificate is told once, failing ones first, shorter ones first."""
    told: dict[str, str] = {}
    left = _BUDGET
    found: dict[str, Exhibit] = {}
    for claim in sorted(claims, key=lambda claim: not claim.evidence.failing):  # what is refuted is told whatever the budget
        files = ranked(claim, audit.certificates)
        text, told_at, too_long = "", "", False
        if files and files[0] in told:
            told_at = told[files[0]]
        elif files:
            text = explain(audit.certificates[files[0]])
            if len(text) > min(_LONGEST, left):
                text, too_long = "", True
            else:
                told[files[0]] = claim.id
                left -= len(text)
        shown = tuple(_shown(file, audit.certificates[file], claim) for file in files[:LISTED])
        found[claim.id] = Exhibit(shown, len(files) - len(shown), files[0] if files else "", text, told_at, too_long)
    return found


def _shown(file: str, certificate: Certificate, claim: Claim) -> Shown:
    return Shown(file, certificate.digest, certificate.statement, file in claim.evidence.failing)


def ranked(claim: Claim, certificates: Mapping[str, Certificate]) -> list[str]:
    """The claim's certificates in the order in which a reader wants them."""
    failing = set(claim.evidence.failing)
    files = [file for file in claim.evidence.certificates if file]
    return sorted(files, key=lambda file: (file not in failing, _telling(certificates[file]), len(certificates[file].text), file))


def _telling(certificate: Certificate) -> int:
    """A bare expansion says less than the claim that is proved by it."""
    return int(certificate.claim["kind"] in ("taylor-expansion", "hessian-spectrum"))
