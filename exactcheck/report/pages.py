"""The HTML and the Markdown page, from the templates of this package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from exactcheck.auditing import Audit
from exactcheck.report import mathml
from exactcheck.report.evidence import exhibits
from exactcheck.report.model import Report

#: Verdict -> class in the style sheet and mark; neither colour nor mark alone tells a verdict, the word is always there.
MARKS: Mapping[str, tuple[str, str]] = {
    "confirmed": ("good", "✓"),
    "confirmed, printed proof has a gap": ("gap", "✓"),
    "misprint": ("slip", "≈"),
    "refuted": ("bad", "✗"),
    "undecided": ("open", "?"),
}

#: What is known of a printed proof, in words.
PROOFS: Mapping[str, str] = {
    "not examined": "not examined step by step",
    "examined steps hold": "the examined steps hold",
    "gap": "has a gap: a step fails at some instance",
    "of a false statement": "none can be right: the statement is false",
}


def html(report: Report, audit: Audit) -> str:
    """One self-contained HTML page."""
    from exactcheck.report.figures import descents, figure_2, figure_3
    from exactcheck.report.graph import layout
    from exactcheck.report.proofs import anchor, pages

    pictures = descents(report.claims, audit)
    return _environment(autoescape=True).get_template("report.html.jinja").render(
        **_shared(report, audit),
        descents=pictures,
        drawn={claim.id: picture.lines.name for picture in pictures for claim in picture.claims},
        examples=[figure_2(), figure_3()],
        graph=layout(report.claims),
        proof_pages=pages(report.claims),
        anchor=anchor,
        inline=lambda text: Markup(mathml.sentence(text)),
        explanation=lambda text: Markup(mathml.explanation(text)),
        formula=lambda text: Markup(f"<math>{mathml.tokens(text)}</math>"),
        safe=Markup,
    )


def markdown(report: Report, audit: Audit) -> str:
    """A readable Markdown page."""
    text = _environment(autoescape=False).get_template("report.md.jinja").render(**_shared(report, audit), cell=_cell)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _shared(report: Report, audit: Audit) -> dict[str, Any]:
    refuted = [claim for claim in report.claims if claim.verdict == "refuted"]
    return {
        "report": report,
        "claims": {claim.id: claim for claim in report.claims},
        "places": [(place, list(group)) for place, group in groupby(report.claims, key=lambda claim: claim.place)],
        "refuted": [(place, list(group)) for place, group in groupby(refuted, key=lambda claim: claim.place)],
        "marks": MARKS,
        "proofs": PROOFS,
        "exhibits": exhibits(report.claims, audit),
        "memory": _memory,
        "duration": _duration,
        "plural": lambda count, noun: f"{count:,} {noun}" + ("" if count == 1 else "s"),
        "size": sum(len(certificate.text.encode()) for certificate in audit.certificates.values()),
    }


def _environment(autoescape: bool) -> Environment:
    return Environment(loader=PackageLoader("exactcheck.report"), autoescape=autoescape, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)


def _memory(peak: int | None) -> str:
    return "not measured" if peak is None else f"{peak / 2**20:.0f} MiB"


def _duration(seconds: float) -> str:
    return "under 0.1 s" if seconds < 0.1 else f"{seconds:.1f} s"


def _cell(text: str) -> str:
    """Text for a cell of a Markdown table, or for running text: nothing in it is markup."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
