"""The built documentation in a headless Chromium: what a page promises to say on the first screens, it says there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, without running its notebook."""
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-b", "html", "-D", "nb_execution_mode=off", str(DOCS), str(folder)],
                   check=True, capture_output=True)
    return folder


def test_two_screens_say_what_a_certificate_of_a_local_minimum_is(browser: Browser, site: Path) -> None:
    """Why straight lines are not enough, and the tree of small steps, end within two screens of 1280 x 900."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "explanation" / "local-minimality.html").as_uri())
    headings = page.evaluate("""Object.fromEntries([...document.querySelectorAll('h2')].map(
        heading => [heading.firstChild.textContent, heading.getBoundingClientRect().top]))""")
    page.close()
    assert headings["Straight lines are not enough"] < headings["A proof is a tree of small steps"] < 900
    assert headings["Why each rule proves it"] < 2 * 900
