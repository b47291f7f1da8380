"""What the command line shows to people: tables, and progress on standard error. Nothing here decides anything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from exactcheck.audit import Audit, Row

#: Columns of a table that goes to a file or a pipe, where there is no width to ask for.
_PIPE_WIDTH = 150
_STYLES = {"confirmed": "green", "refuted": "red", "undecided": "yellow"}


def printable(text: str) -> str:
    """``text`` on one line: characters that would control a terminal become escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def console() -> Console:
    """Standard output; colours and the terminal's width only if it is a terminal."""
    from rich.console import Console

    terminal = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    return terminal if terminal.is_terminal else Console(
        file=sys.stdout, highlight=False, markup=False, emoji=False, width=_PIPE_WIDTH)


def show_conditions(conditions: Mapping[str, bool]) -> None:
    """One line for each condition of the paper."""
    from rich.table import Table

    table = Table(box=None, pad_edge=True)
    table.add_column("condition")
    table.add_column("holds")
    for name, holds in conditions.items():
        table.add_row(name, "yes" if holds else "no")
    console().print(table)


def show_audit(audit: Audit, only_differing: bool = False) -> None:
    """The table of claims."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    rows = [row for row in audit.rows if not (only_differing and row.matches_record)]
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, justify in (("id", "left"), ("place", "left"), ("statement", "left"), ("verdict", "left"),
                          ("certificates", "left"), ("seconds", "right")):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        verdict = Text(row.verdict, style=_STYLES.get(row.verdict, ""))
        verdict.append(f"\n{row.scope}" if row.scope != "this instance" else "", style="dim")
        if not row.matches_record:
            verdict.append(f"\ndiffers from the record: {row.recorded}", style="bold")
        table.add_row(row.id, row.place, row.statement, verdict, _certificates(row), f"{row.seconds:.1f}")
    console().print(table)


def _certificates(row: Row) -> str:
    """The only file, or how many there are in which folder."""
    names = row.certificates
    if len(names) < 2:
        return "".join(names)
    folders = {PurePath(name).parts[0] for name in names}
    return f"{len(names)} in {', '.join(f'{folder}/' for folder in sorted(folders))}"


@contextmanager
def progress(label: str, enabled: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error, as a function of (done, of all, what); None if that is no terminal or not wanted."""
    if not (enabled and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def step(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def tracked(items: Iterable[Any], total: int, label: str, enabled: bool) -> Iterator[Any]:
    """The items, with a progress bar on standard error."""
    with progress(label, enabled) as step:
        for done, item in enumerate(items, start=1):
            if step is not None:
                step(done, total, "")
            yield item
