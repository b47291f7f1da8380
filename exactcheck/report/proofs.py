"""The written proofs for all sizes that claims name: pages of the documentation, put into the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from exactcheck.report import mathml
from exactcheck.report.model import Claim

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Where the pages are in an installed package, and in a checkout of the repository.
_FOLDERS = (Path(__file__).with_name("proofs"), Path(__file__).parents[2] / "docs" / "explanation")


@dataclass(frozen=True)
class Page:
    """A page as HTML, its headings two levels below the report's."""

    name: str
    html: str


def pages(claims: Iterable[Claim]) -> list[Page]:
    """The pages that ``general`` of some claim names, in the order of the claims."""
    names = dict.fromkeys(claim.general.partition("#")[0] for claim in claims if claim.general)
    return [Page(name, _html(name, frozenset(names))) for name in names if _file(name) is not None]


def anchor(general: str) -> str:
    """The id, on the report's page, of the section that ``general`` names; empty if the documentation is not there."""
    name, _, section = general.partition("#")
    return _anchor(name, section) if general and _file(name) is not None else ""


def _anchor(name: str, section: str) -> str:
    return f"proof-{name.removesuffix('.md')}" + (f"--{section}" if section else "")


@cache
def _file(name: str) -> Path | None:
    """The file of a page; None for what is no plain file name or does not exist."""
    if not re.fullmatch(r"[a-z0-9-]+\.md", name):
        return None
    return next((folder / name for folder in _FOLDERS if (folder / name).is_file()), None)


@cache
def _html(name: str, known: frozenset[str]) -> str:
    from markdown_it import MarkdownIt

    file = _file(name)
    if file is None:
        raise FileNotFoundError(name)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(file.read_text(encoding="utf-8"))
    for i, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        if token.type == "heading_open":
            section = "" if token.markup == "#" else slug(tokens[i + 1].content)
            token.attrSet("id", _anchor(name, section))
        if token.type in ("fence", "code_block"):
            token.attrSet("tabindex", "0")
        _adapt(token.children or (), name, known)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _adapt(tokens: Sequence[Token], name: str, known: frozenset[str]) -> None:
    """Formulas (written as code) with subscripts; links within the report, others as text."""
    closing = ""
    for token in tokens:
        if token.type == "code_inline":
            token.type, token.content = "html_inline", f'<span class="inline-formula">{mathml.formula(token.content)}</span>'
        elif token.type == "link_open":
            page, _, section = str(token.attrGet("href") or "").partition("#")
            closing = "a" if (page or name) in known else "span"
            token.tag = closing
            token.attrs = {"href": f"#{_anchor(page or name, section)}"} if closing == "a" else {}
        elif token.type == "link_close":
            token.tag = closing


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub and the documentation make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
