"""The report of the whole audit in a headless Chromium: it renders, answers, and loads nothing. Run by .ci/run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from exactcheck.auditing import Audit, audit
from exactcheck.report import write

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SCHEMES = ("light", "dark")
expect.set_options(timeout=60_000)  # a busy machine is no error


@pytest.fixture(scope="module")
def found() -> Audit:
    return audit()


@pytest.fixture(scope="module")
def report(found: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write(found, str(path))
    return path


@pytest.fixture
def page(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The report at the size and colour scheme of the test; at the end: no message, no error, no request but for the file."""
    options: dict[str, Any] = {"viewport": DESKTOP, "color_scheme": "light", **getattr(request, "param", {})}
    opened = browser.new_page(**options)
    opened.set_default_timeout(120_000)
    trouble: list[str] = []
    opened.on("console", lambda message: trouble.append(f"console: {message.text}"))
    opened.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    requests: list[str] = []
    opened.on("request", lambda one: requests.append(one.url))
    opened.goto(report.as_uri())
    yield opened
    assert trouble == []
    assert requests == [report.as_uri()]
    opened.close()


def shown(page: Page) -> list[str]:
    """The claims in the table that are not filtered out."""
    return page.locator("#verdict-table tr[data-verdict]:visible a.statement").evaluate_all(
        "links => links.map(link => link.getAttribute('href').replace('#claim-', ''))")


def test_it_shows_every_claim_and_stays_small(page: Page, found: Audit, report: Path) -> None:
    """One row and one section per claim, the pictures are drawn, and the file is below 5 MB."""
    assert shown(page) == [row.id for row in found.rows]
    assert page.locator("article.claim").count() == len(found.rows)
    assert report.stat().st_size < 5_000_000
    for i in range(page.locator("figure svg").count()):
        box = page.locator("figure svg").nth(i).bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert box["height"] > 100


def test_every_link_leads_somewhere(page: Page, found: Audit) -> None:
    """All links are to ids on the page; every claim with a general proof links to its section of the proofs."""
    assert page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
                         ".filter(to => !to.startsWith('#') || !document.getElementById(to.slice(1)))") == []
    for row in found.rows:
        proofs = page.locator(f"#claim-{row.id} dl a[href^='#proof-']")
        assert proofs.count() == bool(row.general), row.id


def test_formulas_are_typeset(page: Page) -> None:
    """MathML is laid out by the browser: fractions stand, matrices have rows below each other, inside their section."""
    rows = page.locator("article.claim details[open] mtable.matrix:has(mtr:nth-child(2))").first.locator("mtr")
    first, second = rows.nth(0).bounding_box(), rows.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"] - 1


def test_the_filters_filter(page: Page, found: Audit) -> None:
    """By verdict, by place, by words, together, and back."""
    refuted = [row.id for row in found.rows if row.verdict == "refuted"]
    for box in page.locator("input[name=verdict]").all():
        if box.get_attribute("value") != "refuted":
            box.uncheck()
    assert shown(page) == refuted
    expect(page.locator("#count")).to_have_text(f"{len(refuted)} of {len(found.rows)} claims shown")
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == len(found.rows)
    place = found.rows[-1].place
    page.get_by_label("Place in the paper").select_option(place)
    assert shown(page) == [row.id for row in found.rows if row.place == place]
    page.get_by_label("Text").fill("LOCAL minimum")
    texts = {row.id: f"{row.id} {row.statement} {row.place} {row.scope}".lower() for row in found.rows if row.place == place}
    assert shown(page) == [name for name, text in texts.items() if "local" in text and "minimum" in text]
    page.get_by_label("Text").fill("no such words")
    assert shown(page) == []
    expect(page.locator("#count")).to_have_text(f"0 of {len(found.rows)} claims shown")


def test_a_count_at_the_top_shows_these_claims(page: Page, found: Audit) -> None:
    """The number of refuted claims is a link to exactly them."""
    page.locator(".chips a[data-only=refuted]").click()
    assert shown(page) == [row.id for row in found.rows if row.verdict == "refuted"]
    expect(page.locator("#verdicts-title")).to_be_in_viewport()


def test_everything_works_by_keyboard(page: Page, found: Audit) -> None:
    """The skip link, a filter by space bar, a claim's link by enter, its certificates by enter; focus is always visible."""
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("input[name=verdict][value=refuted]").focus()
    page.keyboard.press("Space")
    assert "refuted" not in {row.verdict for row in found.rows if row.id in shown(page)}
    page.keyboard.press("Space")
    link = page.locator("#verdict-table a.statement").last
    link.focus()
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") != "none"
    page.keyboard.press("Enter")
    section = page.locator(f"#claim-{found.rows[-1].id}")
    expect(section).to_be_in_viewport()
    summary = section.locator("summary").last
    summary.focus()
    page.keyboard.press("Enter")
    expect(section.locator("ul.certificates")).to_be_visible()


def test_graph_nodes_are_links_that_show_what_they_rest_on(page: Page, found: Audit) -> None:
    """Focus on a node dims what has nothing to do with it, and its link leads to the claim; the table says the same."""
    nodes = page.locator(".graph a[data-id]")
    ids = {row.id for row in found.rows}
    linked = {row.id for row in found.rows if ids & set(row.depends)}
    linked |= {name for row in found.rows for name in row.depends if name in ids}
    assert set(nodes.evaluate_all("nodes => nodes.map(node => node.dataset.id)")) == linked
    for row in found.rows:
        if row.id in linked and ids & set(row.depends):
            node = page.locator(f".graph a[data-id='{row.id}']")
            node.focus()
            for name in row.depends:
                assert "dim" not in (page.locator(f".graph a[data-id='{name}']").get_attribute("class") or "").split()
            node.press("Enter")
            expect(page.locator(f"#claim-{row.id}")).to_be_in_viewport()
            break
    page.get_by_text("The same as a table").click()
    assert page.locator("#dependencies table tbody tr").count() == len(found.rows)


@pytest.mark.parametrize("page", [{"viewport": PHONE, "color_scheme": scheme} for scheme in SCHEMES], indirect=True, ids=SCHEMES)
def test_a_phone_needs_no_horizontal_scrolling(page: Page) -> None:
    """At 360 pixels the page is not wider than the screen, also with every part unfolded; wide things scroll in their own box."""
    page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
                          return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = parts => { const [r, g, b] = parts.map(v => linear(v / 255));
                           return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = element => { for (let e = element; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                              if (c[3] > 0) return c; } return [255, 255, 255, 255]; };
  const poor = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const said = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!said || !element.checkVisibility() || element.closest('script, style')) continue;
    const style = getComputedStyle(element);
    const drawn = element.closest('svg') && element.tagName !== 'A';
    const a = light(rgb(drawn ? style.fill : style.color)), b = light(behind(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.add(`${element.tagName} ${element.className.baseVal ?? element.className}: ${ratio.toFixed(2)}`);
  }
  return [...poor];
}"""


@pytest.mark.parametrize("page", [{"color_scheme": scheme} for scheme in SCHEMES], indirect=True, ids=SCHEMES)
def test_text_has_contrast(page: Page) -> None:
    """Every piece of text reaches WCAG AA (4.5 : 1) against what is behind it, in light and dark, in pictures too."""
    page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(browser: Browser, report: Path, scheme: Literal["light", "dark"]) -> None:
    """The rules of axe-core, a tester of accessibility, in both colour schemes."""
    page = browser.new_page(viewport=DESKTOP, color_scheme=scheme, bypass_csp=True)  # it is a script of its own
    page.goto(report.as_uri())
    found = Axe().run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()


def test_assistive_technology_finds_its_way(page: Page) -> None:
    """One main landmark, named sections, a caption for each table, a title and a description for each picture."""
    assert page.locator("main").count() == 1
    assert page.locator("h1").count() == 1
    assert page.locator("main > section:not([aria-labelledby])").count() == 0
    assert page.locator("table:not(:has(caption))").count() == 0
    for svg in page.locator("figure svg").all():
        names = (svg.get_attribute("aria-labelledby") or "").split()
        assert len(names) == 2
        assert all(svg.locator(f"[id='{name}']").inner_html() for name in names)
    assert page.locator("input:not([type=checkbox]), select").evaluate_all("all => all.every(one => one.labels.length === 1)")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_all_is_there(page: Page, found: Audit) -> None:
    """The filters stay hidden, the table and every section are complete."""
    assert page.locator("#filters").is_hidden()
    assert page.locator("#verdict-table tr[data-verdict]:visible").count() == len(found.rows)


def test_it_prints(page: Page, tmp_path: Path) -> None:
    """A4 on paper: controls are left out, the verdicts are in."""
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    assert page.locator("#verdict-table").is_visible()
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) > 5
