"""The docs: console blocks are really run and compared, and every page and command is reached."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import exactcheck.errors
import exactcheck.testing
from exactcheck.checker import KINDS, LOSS_RULES, POLYNOMIAL_RULES, PROOFS, RULES
from exactcheck.cli import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = {path.relative_to(ROOT / "docs"): path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))
         if "_build" not in path.parts}


@pytest.fixture(scope="module")
def conftest() -> ModuleType:
    spec = importlib.util.spec_from_file_location("repository_conftest", ROOT / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sessions_are_split_into_commands_and_outputs(conftest: ModuleType) -> None:
    """Continued commands, several commands, outputs; a block without a command is an error."""
    assert conftest.session("$ a\n1\n2\n$ b \\\n> c\n$ d\n") == [("a", "1\n2\n"), ("b \\\nc", ""), ("d", "")]
    with pytest.raises(ValueError, match="begins with a command"):
        conftest.session("output\n$ a\n")


@pytest.mark.parametrize(("shown", "printed", "same"), [
    ("1\n2\n", "1\n2\n", True), ("1\n2\n", "1\n", False), ("1\n...\n3\n", "1\n2\n2\n3\n", True), ("1 ... 3\n", "1 2 3\n", True),
    ("1\n...\n4\n", "1\n2\n3\n", False), ("a.c\n", "abc\n", False), ("a  \n", "a\n", True),
])
def test_outputs_are_compared(conftest: ModuleType, shown: str, printed: str, same: bool) -> None:
    """All of it, with "..." for what is left out."""
    assert conftest.shows(shown, printed) is same


@pytest.mark.parametrize(("block", "trouble"), [
    ("$ echo 1\n1\n", None), ("$ echo 1\n", None), ("$ echo 1\n2\n", "--- printed\n1"), ("$ false\n", "exit code 1"),
    ("$ false | true\n", "exit code 1"),
    ("$ echo $UNSET\n", "exit code 1"), ("$ exactcheck --version\nexactcheck, version ...\n", None),
])
def test_console_blocks_are_run(conftest: ModuleType, block: str, trouble: str | None) -> None:
    """A command that fails, or prints something else than is shown, fails the page."""
    found = conftest.run_console(SimpleNamespace(parsed=block))
    assert found is None if trouble is None else trouble in found


def test_every_page_is_in_a_table_of_contents() -> None:
    """Sphinx warns of others; here it is said by which name."""
    listed = set(re.findall(r"^(?:\S+ <)?([a-z-]+/[a-z0-9-]+)>?$", PAGES[Path("index.md")], re.MULTILINE))
    assert listed == {str(page.with_suffix("")) for page in PAGES if page != Path("index.md")} | {
        str(path.relative_to(ROOT / "docs").with_suffix("")) for path in (ROOT / "docs").glob("[a-z]*/*.ipynb")}


def test_console_blocks_are_marked_as_such() -> None:
    """No shell session hides in a block of another kind, where nobody would run it."""
    for page, text in PAGES.items():
        for language, body in re.findall(r"^```([^\n]*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            assert language == "console" or not re.search(r"^\$ ", body, re.MULTILINE), f"{page}: {language}"
            assert language not in ("sh", "bash", "shell"), page


def test_every_rule_is_in_the_reference() -> None:
    """Every kind of claim and every rule of the checker has its entry in the certificate format."""
    text = PAGES[Path("reference/certificate-format.md")]
    for kind in KINDS:
        assert f"`{kind}`" in text, kind
    for table in (RULES, POLYNOMIAL_RULES, LOSS_RULES):
        for _, rules in table.values():
            for rule in rules:
                assert f"**`{rule}`**" in text, rule
    for rule in PROOFS:
        assert f"**`{rule}`**" in text, rule


def test_every_command_is_shown_somewhere() -> None:
    """In a console block of a guide or tutorial, so that it is run."""
    shown = "".join(body for page, text in PAGES.items() if page.parts[0] in ("tutorial", "how-to")
                    for body in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    for command in cli.commands:
        assert f"exactcheck {command}" in shown, command


def test_notebooks_are_stored_without_outputs() -> None:
    """What a reader sees was computed when the page was built; a stored output could be out of date."""
    notebooks = list((ROOT / "docs" / "tutorial").glob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        document = json.loads(path.read_text(encoding="utf-8"))
        assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in document["cells"])


def test_every_public_name_is_in_the_reference() -> None:
    """What a user can import from the package or its testing module is documented."""
    text = PAGES[Path("reference/python.md")]
    missing = [name for name in exactcheck.__all__ if not name.startswith("_") and not hasattr(exactcheck.errors, name)
               and f"exactcheck.{name}\n" not in text]
    missing += [name for name in exactcheck.testing.__all__ if f"exactcheck.testing.{name}\n" not in text]
    assert missing == []


def test_certificates_named_in_the_readme_are_those_that_the_audit_writes() -> None:
    """Each stands in the audit's folder under the name that the README gives it, those of all three counterexamples among them."""
    named = set(re.findall(r"audit/(\S+?\.cert\.json)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {f"{folder}/local-minimum.cert.json" for folder in ("introduction", "theorem-12", "third-example")} <= named
    assert [name for name in named if not (ROOT / "certificates" / "paper" / name).is_file()] == []
