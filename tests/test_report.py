"""The report: what it says follows from the audit, and without measurements it is the same bytes on every run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema_rs
import numpy as np
import pytest
from click.testing import CliRunner, Result

from exactcheck import schema
from exactcheck.auditing import Audit, PrintedProof, Row, VerdictName, audit
from exactcheck.cli import cli
from exactcheck.errors import InputError
from exactcheck.measurement import measured
from exactcheck.paper import registry
from exactcheck.paper.not_checked import NOT_CHECKED
from exactcheck.report import build, write
from exactcheck.report.evidence import LISTED, exhibits
from exactcheck.report.figures import descents
from exactcheck.report.figures.surface import Valley, surface
from exactcheck.report.graph import layout
from exactcheck.report.proofs import anchor
from exactcheck.report.standing import standings
from exactcheck.report.writing import FORMATS, render
from exactcheck.schema.records import schema_of_type

CLAIMS = ["introduction-critical", "introduction-lines", "introduction-local-minimum", "proposition-4", "rate-of-delta"]
OPTIONS = [option for claim in CLAIMS for option in ("--claim", claim)]


@pytest.fixture(scope="module")
def found() -> Audit:
    """The audit of a few claims, some of them refuted."""
    return audit(CLAIMS, jobs=1)


@pytest.fixture(scope="module")
def texts(found: Audit) -> dict[str, str]:
    """The reports without measurements, by suffix."""
    return {suffix: render(found, suffix, measurements=False) for suffix in FORMATS}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def row(name: str, *depends: str, verdict: VerdictName = "confirmed", proof: PrintedProof = "examined steps hold") -> Row:
    return Row(name, "somewhere", f"what {name} says", "", "", verdict, verdict, proof, "this instance", depends, "", (), (), "",
               (), 0.0, None)


# -- standing ----------------------------------------------------------------------------------------------------------
def fully(*rows: Row) -> dict[str, tuple[bool, bool]]:
    return {name: (one.statement_fully, one.proof_fully) for name, one in standings(rows).items()}


def test_a_claim_stands_fully_only_on_what_stands_fully() -> None:
    """One refuted lemma takes "fully" from all that follows from it, however far away, and from nothing else."""
    assert fully(row("theorem", "lemma"), row("lemma", "fact"), row("fact", verdict="refuted", proof="of a false statement"),
                 row("other")) == {
        "theorem": (False, False), "lemma": (False, False), "fact": (False, False), "other": (True, True)}


def test_statement_and_printed_proof_are_kept_apart() -> None:
    """A gap leaves the statements above it confirmed and takes their printed proofs; so does one nobody examined."""
    gap = row("lemma", verdict="confirmed, printed proof has a gap", proof="gap")
    assert fully(gap, row("theorem", "lemma")) == {"lemma": (True, False), "theorem": (True, False)}
    assert fully(row("lemma", proof="not examined"), row("theorem", "lemma"))["theorem"] == (True, False)
    assert fully(row("lemma", verdict="misprint"), row("theorem", "lemma"))["theorem"][0] is True


def test_what_was_not_audited_is_not_confirmed() -> None:
    """A claim on its own does not borrow the verdicts of claims that are not in the same run."""
    standing = standings([row("theorem", "lemma")])["theorem"]
    assert (standing.statement_fully, standing.held_back_by, standing.not_run) == (False, (), ("lemma",))


def test_claims_in_a_circle_are_refused() -> None:
    """No order of computation exists, so no standing is made up."""
    with pytest.raises(InputError, match=r"circle: (a -> b -> a|b -> a -> b)"):
        standings([row("a", "b"), row("b", "a")])


# -- the JSON report and its digests -----------------------------------------------------------------------------------
def test_the_report_says_what_the_audit_found(found: Audit) -> None:
    """Verdicts, counts, scope section and receipt come from the audit, the registry and the certificates."""
    report = build(found)
    assert report.summary == {"confirmed": 3, "refuted": 2}
    assert [claim.id for claim in report.claims] == CLAIMS
    assert not report.complete
    assert report.not_checked == ()
    assert {one.file: one.sha256 for one in report.receipt.certificates} == {
        name: certificate.digest for name, certificate in found.certificates.items()}
    assert report.receipt.versions.keys() == {"Python", "exactcheck", "python-flint", "sympy"}
    refuted = next(claim for claim in report.claims if claim.id == "introduction-local-minimum")
    assert set(refuted.evidence.failing) == {"introduction/local-minimum.cert.json", "introduction/descent-curve.cert.json"}
    assert refuted.measurements is not None
    assert refuted.measurements.seconds > 0


def test_only_measurements_differ_between_runs(found: Audit, texts: dict[str, str]) -> None:
    """Reports of two runs are equal when they come without time and memory, in every format."""
    again = audit(CLAIMS, jobs=1)
    assert [row.seconds for row in again.rows] != [row.seconds for row in found.rows]
    for suffix in FORMATS:
        assert render(again, suffix, measurements=False) == texts[suffix]
        assert render(again, suffix) != texts[suffix]


def test_another_process_writes_the_same_bytes(texts: dict[str, str], tmp_path: Path) -> None:
    """Neither hash order nor what happened before in the process is in the files."""
    script = ("import sys; from exactcheck.auditing import audit; from exactcheck.report import write\n"
              f"found = audit({CLAIMS!r}, jobs=1)\n"
              "for path in sys.argv[1:]: write(found, path, False)")
    names = [f"report{suffix}" for suffix in FORMATS]
    subprocess.run([sys.executable, "-c", script, *names], cwd=tmp_path, check=True, timeout=120,
                   env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).resolve().parents[1])})
    for name in names:
        assert (tmp_path / name).read_text(encoding="utf-8") == texts[Path(name).suffix]


@pytest.mark.skipif(measured(lambda: None).peak_bytes is None, reason="this kernel does not say the peak memory of a process")
def test_memory_is_the_peak_of_one_study_not_of_those_before() -> None:
    """The high-water mark is set back: a small study after a large one is small again."""
    large = measured(lambda: len(bytearray(os.urandom(1)) * 200_000_000)).peak_bytes
    small = measured(lambda: None).peak_bytes
    assert large is not None
    assert small is not None
    assert large - small > 150_000_000


@pytest.mark.parametrize("measurements", [True, False])
def test_the_json_report_fulfils_its_schema(found: Audit, measurements: bool) -> None:
    """With and without measurements; and the schema says more than "an object"."""
    validator = jsonschema_rs.Draft202012Validator(schema.load("report"))
    report = json.loads(render(found, ".json", measurements))
    validator.validate(report)
    assert all((claim["measurements"] is not None) is measurements for claim in report["claims"])
    changes: list[dict[str, Any]] = [{"verdict": "probably"}, {"printed_proof": "fine"}, {"unknown": 1}, {"scope": 1},
                                     {"measurements": 2}]
    for change in changes:
        wrong = {**report, "claims": [{**report["claims"][0], **change}]}
        assert not validator.is_valid(wrong), change


def test_a_type_without_a_schema_is_refused() -> None:
    """The generator does not guess."""
    with pytest.raises(TypeError, match="no schema for the type"):
        schema_of_type(set[str])


# -- HTML and Markdown ---------------------------------------------------------------------------------------------------
class Page(HTMLParser):
    """What a page refers to, and whether its elements are closed."""

    VOID = frozenset({"meta", "link", "br", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.open: list[str] = []
        self.headings: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.ids += [value for name, value in attributes if name == "id" and value]
        self.references += [values[name] or "" for name in ("href", "src", "xlink:href", "action", "srcset") if name in values]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"


def test_the_page_is_one_file_and_well_formed(texts: dict[str, str]) -> None:
    """Nothing is loaded from elsewhere, every link leads to an id that exists once, headings skip no level."""
    text = texts[".html"]
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {reference for reference in page.references if not reference.startswith("#")} == {"data:,"}
    assert {reference[1:] for reference in page.references if reference.startswith("#")} <= set(page.ids)
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert "@import" not in text
    assert re.findall(r"url\((?!#)", text) == []


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_a_page_tells_every_claim(found: Audit, texts: dict[str, str], suffix: str) -> None:
    """Each claim has its verdict, its command, the digests of the certificates that are shown, and the refutation in full."""
    text = texts[suffix]
    shown = exhibits(build(found).claims, found)
    for one in found.rows:
        assert one.command in text
        assert f'id="{"claim-" if suffix == ".html" else ""}{one.id}"' in text
        for certificate in shown[one.id].shown:
            assert certificate.digest in text
    assert "Its lowest non-constant term is" in text


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_what_was_not_checked_is_told_of_the_whole_paper_only(found: Audit, texts: dict[str, str], suffix: str,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    """A selection says in one line that it is one; the report of all claims lists the passages of the paper without a row."""
    reasons = [one.reason.split(";")[0][:40] for one in NOT_CHECKED if not re.search(r"[_<>=&^'*]", one.reason)]
    line = "This is a selection: beside its claims nothing was checked in this run."
    assert line in texts[suffix]
    assert not any(reason in texts[suffix] for reason in reasons)
    monkeypatch.setattr("exactcheck.paper.registry.CLAIMS", [claim for claim in registry.CLAIMS if claim.id in CLAIMS])
    whole = render(found, suffix, measurements=False)
    assert line not in whole
    assert all(reason in whole for reason in reasons)
    assert [one.place for one in build(found).not_checked] == [one.place for one in NOT_CHECKED]


def test_written_proofs_are_part_of_the_page(found: Audit, texts: dict[str, str]) -> None:
    """The sections that claims name are there, a claim links to its own, links between the pages lead within the page."""
    page = Page(texts[".html"])
    for one in found.rows:
        if one.general:
            name, _, section = one.general.partition("#")
            assert f"proof-{name.removesuffix('.md')}--{section}" in page.ids
            assert f'href="#proof-{name.removesuffix(".md")}--{section}"' in texts[".html"]
    assert "∎" in texts[".html"]
    assert [anchor(name) for name in ("../reference/certificate-format.md", "missing.md#section", "")] == ["", "", ""]


def test_many_certificates_become_a_few_and_a_number(found: Audit) -> None:
    """Ten certificates of one claim: the failing ones first, three of them listed, the others counted."""
    claim = next(claim for claim in build(found).claims if claim.id == "rate-of-delta")
    exhibit = exhibits([claim], found)["rate-of-delta"]
    assert [one.fails for one in exhibit.shown] == [True] * LISTED
    assert exhibit.more == len(claim.evidence.certificates) - LISTED


def test_wrong_words_do_not_become_markup() -> None:
    """A statement with angle brackets and a script in it is text on the page and in the table."""
    evil = replace(row("evil"), statement="<script>alert(1)</script> a | b", scope="<b>x</b>", place="</title>")
    found = Audit((evil,), {})
    page = render(found, ".html")
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\\<script\\>alert(1)\\</script\\> a \\| b" in render(found, ".md")


def test_the_graph_leads_from_left_to_right() -> None:
    """Every arrow goes to a later column; one that follows from others is left out; claims without arrows are listed apart."""
    claims = build(Audit((row("a"), row("b", "a"), row("c", "a", "b"), row("d", "c", "a"), row("e", "a"), row("f", "e", "d"),
                          row("alone")), {})).claims
    graph = layout(claims)
    place = {node.claim.id: node for node in graph.nodes}
    assert {(edge.source, edge.target) for edge in graph.edges} == {
        ("a", "b"), ("b", "c"), ("c", "d"), ("a", "e"), ("e", "f"), ("d", "f")}
    for edge in graph.edges:
        assert place[edge.source].x + place[edge.source].width < place[edge.target].x
    assert all(node.x >= 0 and node.x + node.width <= graph.width for node in graph.nodes)
    assert all(node.y >= 0 and node.y + node.height <= graph.height for node in graph.nodes)
    assert [claim.id for claim in graph.alone] == ["alone"]


def test_boxes_of_the_graph_do_not_overlap() -> None:
    """Thirty claims, many in one column, some with long names."""
    rows = [row(f"claim-with-a-very-long-name-{i}", *(f"claim-with-a-very-long-name-{j}" for j in range(i) if i % (j + 2) == 0))
            for i in range(30)]
    nodes = layout(build(Audit(tuple(rows), {})).claims).nodes
    assert all(len(node.lines) == 2 and "".join(node.lines) == node.claim.id for node in nodes)
    for a, b in combinations(nodes, 2):
        assert a.x + a.width < b.x or b.x + b.width < a.x or a.y + a.height < b.y or b.y + b.height < a.y


# -- the command -----------------------------------------------------------------------------------------------------
def test_the_command_writes_reports_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several formats in one run; with --no-timings also the JSON on standard output is the same on every run."""
    monkeypatch.chdir(tmp_path)
    result = run("audit", *OPTIONS, "--report", "r.html", "--report", "r.md", "--report", "r.json", "--no-timings")
    assert result.exit_code == 0, result.output
    assert "The report is r.html\n" in result.stdout
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["receipt"]["memory_method"] == ""
    outputs = [run("audit", *OPTIONS, "--json", "--no-timings").stdout for _ in range(2)]
    assert outputs[0] == outputs[1]
    assert {(one["seconds"], one["peak_bytes"]) for one in json.loads(outputs[0])["rows"]} == {(None, None)}


@pytest.mark.parametrize(("name", "words"), [
    ("report.pdf", "--report report.pdf: expected a file name that ends in .html, .md, .json"),
    ("folder.html", "--report folder.html: is a folder"),
])
def test_a_wrong_target_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str) -> None:
    """One line, exit code 2, and no audit has been run."""
    monkeypatch.chdir(tmp_path)
    Path("folder.html").mkdir()
    result = run("audit", *OPTIONS, "--report", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"exactcheck: {words}")
    assert not Path("audit").exists()


def test_what_to_install_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, HTML is refused with the command that installs it, and JSON still works."""
    monkeypatch.chdir(tmp_path)
    writing = import_module("exactcheck.report.writing")
    real = writing.find_spec
    monkeypatch.setattr(writing, "find_spec", lambda name: None if name in ("igraph", "jinja2") else real(name))
    result = run("audit", *OPTIONS, "--report", "r.html")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "igraph" in result.stderr
    assert "pip install 'exactcheck[report]'" in result.stderr
    assert run("audit", *OPTIONS, "--report", "r.json").exit_code == 0


def test_a_report_is_whole_or_not_there(found: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When rendering fails half-way, an older report is still the older report."""
    target = tmp_path / "r.html"
    target.write_text("older", encoding="utf-8")
    pages = import_module("exactcheck.report.pages")

    def fails(*_: Any) -> str:
        raise RuntimeError("half-way")

    monkeypatch.setattr(pages, "html", fails)
    with pytest.raises(RuntimeError, match="half-way"):
        write(found, str(target))
    assert target.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [target]


def test_the_surface_shows_the_curve_below_the_point() -> None:
    """A surface for every curve with two exponents: facets, the curve on it, a text alternative, the same bytes each time."""
    found = audit(["introduction-local-minimum", "introduction-lines"], jobs=1)
    (first,), (second,) = (descents(build(found).claims, found) for _ in range(2))
    assert first.surface is not None
    assert first.surface == second.surface
    assert first.surface.svg.count("Poly3DCollection") == 1
    assert len(first.surface.svg) < 600_000
    assert "Two valleys, shaded, lead down from it" in first.surface.description
    assert f"<desc id=\"{first.surface.name}-description\">" in first.surface.svg
    assert "fill: var(--accent)" in first.surface.svg
    rising = surface(Valley(lambda s, u: s * s + u * u, 1, 2, 0.5), "rising", "t", "d").svg
    assert "fill: var(--up)" in rising
    assert "fill: var(--accent)" not in rising


def test_the_surface_has_no_corners_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facets cut where the height is 0 have 3, 4 or 5 corners; Matplotlib projects what it fills them up with."""
    empty = np.empty

    def used_before(*args: Any, **kwargs: Any) -> Any:
        found = empty(*args, **kwargs)
        if found.dtype == float:
            found.fill(np.finfo(float).max)
        return found

    monkeypatch.setattr(np, "empty", used_before)
    falling = surface(Valley(lambda s, u: s * s - u, 1, 2, 0.5), "falling", "t", "d").svg
    assert "fill: var(--accent)" in falling
    assert "fill: var(--up)" in falling
