"""Writing a report in the format that the file's name asks for."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from exactcheck.auditing import Audit
from exactcheck.certificate import write_atomically
from exactcheck.errors import InputError
from exactcheck.report.model import build

#: Suffix of the file -> the modules that its format needs beyond the package's own dependencies.
FORMATS = {".html": ("jinja2", "matplotlib", "igraph", "markdown_it"), ".md": ("jinja2",), ".json": ()}


def check_target(path: str) -> None:
    """Before any long work: raises InputError for a name with another suffix, a folder, or a format whose extra is missing."""
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise InputError(f"--report {path}: expected a file name that ends in {', '.join(FORMATS)}")
    if Path(path).is_dir():
        raise InputError(f"--report {path}: is a folder, expected the name of a file to write to")
    missing = [module for module in FORMATS[suffix] if find_spec(module) is None]
    if missing:
        raise InputError(f"--report {path}: {', '.join(missing)} not installed; install with: pip install 'exactcheck[report]'")


def write(audit: Audit, path: str, measurements: bool = True) -> None:
    """Write the report of an audit atomically; ``check_target`` says which formats there are and what it raises.

    Without ``measurements`` (time and memory) two runs of one installation write the same bytes.
    """
    check_target(path)
    write_atomically(path, render(audit, Path(path).suffix.lower(), measurements))


def render(audit: Audit, suffix: str, measurements: bool = True) -> str:
    """The text of the report in the format of ``suffix``."""
    report = build(audit, measurements)
    if suffix == ".json":
        return json.dumps(report.to_document(), indent=2, ensure_ascii=False) + "\n"
    from exactcheck.report.pages import html, markdown

    return html(report, audit) if suffix == ".html" else markdown(report, audit)
