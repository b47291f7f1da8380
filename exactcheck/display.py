"""What the command line shows to people: tables, and progress on standard error. Nothing here decides anything."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from exactcheck.auditing import Audit, Row
    from exactcheck.examples import Worked

_VERDICT_WIDTH = len("confirmed, printed proof has a gap")
#: Columns of what goes to a file or a pipe, where there is no terminal to ask and ``COLUMNS`` is not set: a claim has one line.
_PIPE_WIDTH = 150
#: Narrower terminals get a list instead of the audit's table.
_TABLE_WIDTH = 120
_STYLES = {"confirmed": "green", "confirmed, printed proof has a gap": "cyan", "misprint": "cyan", "refuted": "red",
           "undecided": "yellow"}


def printable(text: str) -> str:
    """``text`` on one line: characters that would control a terminal become escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def width() -> int:
    """Columns to write in: ``COLUMNS``, else those of the terminal, else 150."""
    return shutil.get_terminal_size((_PIPE_WIDTH, 0)).columns


def on_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at it; None is the stream that the shell has closed (``>&-``)."""
    return stream is not None and stream.isatty()


def paragraph(text: str) -> str:
    """On a terminal ``text`` broken between words, later lines indented; as it is where it goes to a file or to a program."""
    if not on_terminal(sys.stdout):
        return text
    return textwrap.fill(text, max(width(), 40), subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def program() -> str:
    """How this program was called, for commands that can be copied: ``exactcheck``, or a path such as ``.venv/bin/exactcheck``."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py" and called.parent.name == "exactcheck":
        return f"{shlex.quote(sys.orig_argv[0])} -m exactcheck"
    if called.stem != "exactcheck" or os.sep not in sys.argv[0]:
        return "exactcheck"
    return "exactcheck" if shutil.which("exactcheck") == sys.argv[0] else shlex.quote(sys.argv[0])


def console() -> Console:
    """Standard output; colours only if it is a terminal."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width())


def show_conditions(conditions: Mapping[str, bool]) -> None:
    """One line for each condition of the paper."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("condition")
    table.add_column("holds")
    for name, holds in conditions.items():
        table.add_row(name, "yes" if holds else "no")
    console().print(table)


def show_audit(audit: Audit, only_differing: bool = False) -> None:
    """The claims by their place in the paper: a table, or on a narrow terminal a list."""
    from rich.text import Text

    rows = [row for row in audit.rows if not (only_differing and row.matches_record)]
    screen = console()
    lines = _as_table if screen.width >= _TABLE_WIDTH else _as_list
    for place, group in groupby(rows, key=lambda row: row.place):
        screen.print(Text(place, style="bold"))
        screen.print(lines(list(group)))


def _as_table(group: Sequence[Row]) -> Table:
    """One place's rows: the statement above its id, the verdict above the scope of its evidence."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column(ratio=1)
    table.add_column(width=_VERDICT_WIDTH)
    table.add_column(width=len("999 certificates"), justify="right")
    table.add_column(width=len("99.9 s"), justify="right")
    for row in group:
        statement = Text.assemble(f"{row.statement}\n", *([f"{_readings(row)}\n"] if row.meant else []), (row.id, "dim"))
        table.add_row(Padding(statement, (0, 0, 0, 2)), _verdict(row), _certificates(row), f"{row.seconds:.1f} s")
    return table


def _as_list(group: Sequence[Row]) -> Text:
    from rich.text import Text

    text = Text()
    for row in group:
        text.append(f"  {row.id}: {row.statement}\n    ")
        if row.meant:
            text.append(f"{_readings(row)}\n    ")
        text.append(", ".join(_verdict(row).plain.split("\n")), style=_STYLES.get(row.verdict, ""))
        text.append(f"; {_certificates(row)}, {row.seconds:.1f} s\n")
    return text


def _readings(row: Row) -> str:
    """Of a misprint."""
    return f"printed: {row.printed}; meant: {row.meant}"


def _certificates(row: Row) -> str:
    count = len(row.certificates)
    return f"{count} certificate" + ("s" if count != 1 else "")


def _verdict(row: Row) -> Text:
    """The verdict, its scope, whether a written proof says more, and whether it is a surprise."""
    from rich.text import Text

    verdict = Text(row.verdict, style=_STYLES.get(row.verdict, ""))
    scope = [row.scope, *([_in_general(row)] if row.general else [])]
    verdict.append("".join(f"\n{line}" for line in scope), style="dim")
    if not row.matches_record:
        verdict.append(f"\nrecorded: {row.recorded}", style="bold")
    return verdict


def _in_general(row: Row) -> str:
    return "in general by a proof in the docs" if row.verdict.startswith("confirmed") else "the docs prove what holds in general"


def show_examples(worked: Sequence[Worked]) -> None:
    """One paragraph for each example: its name and kind, what it shows, and what the certificate states."""
    from rich.text import Text

    screen = console()
    for one in worked:
        text = Text(one.example.name, style="bold")
        text.append(f": {one.kind}\n", style="not bold")
        if not one.matches_record:
            text.append(f"  recorded: {one.example.recorded}\n")
        text.append(f"  {printable(one.example.shows)}\n", style="not bold")
        if one.certificate is not None:
            text.append(f"  proved: {printable(one.certificate.statement)}\n", style="dim not bold")
        screen.print(text)


@contextmanager
def progress(label: str, enabled: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error, as a function of (done, of all, what); None if that is no terminal or not wanted."""
    if not (enabled and on_terminal(sys.stderr)):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def step(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total)

        yield step


@contextmanager
def rated_progress(label: str, enabled: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """As ``progress``, for long work: with the count, the rate since the start, and the time that is left."""
    if not (enabled and on_terminal(sys.stderr)):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
               TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, speed_estimate_period=300) as bar:
        task = bar.add_task(label, total=None, rate="")

        def step(done: int, total: int, what: str) -> None:
            speed = bar.tasks[task].speed
            bar.update(task, completed=done, total=total, rate=f"{speed:,.0f}/s" if speed else "")

        yield step


def tracked(items: Iterable[Any], total: int, label: str, enabled: bool) -> Iterator[Any]:
    """The items, with a progress bar on standard error."""
    with progress(label, enabled) as step:
        for done, item in enumerate(items, start=1):
            if step is not None:
                step(done, total, "")
            yield item
