"""``exactcheck audit``: every claim of the paper, with its certificates."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import click

from exactcheck.commands.options import common
from exactcheck.display import printable, program
from exactcheck.errors import InputError
from exactcheck.shell import print_json, writing


@click.command(short_help="Audit the paper: every claim, with its certificates.")
@click.option("--out", default="audit", metavar="DIR", show_default=True, help="Folder for the certificates.")
@click.option("--claim", "claims", multiple=True, metavar="ID", help="Only this claim (may be repeated).")
@click.option("--report", "reports", multiple=True, metavar="FILE", help="Write a report: .html, .md or .json (may be repeated).")
@click.option("--no-timings", is_flag=True, help="Leave time and memory, all that differs between runs, out of reports and JSON.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes (default: processors).")
@common
def audit(out: str, claims: tuple[str, ...], reports: tuple[str, ...], no_timings: bool, jobs: int | None, as_json: bool,
          quiet: bool) -> int:
    """Audit the paper: every claim, decided, with its certificates."""
    from exactcheck import display
    from exactcheck.auditing import audit as run_audit

    if reports:
        from exactcheck.report import check_target, write

        for report in reports:
            check_target(report)
    if Path(out).exists() and not Path(out).is_dir():
        raise InputError(f"{out}: is a file, expected a folder for the certificates")
    with display.progress("auditing", not quiet) as step:
        found = run_audit(claims or None, jobs, step)
    writing(out, lambda: found.write(out))
    for report in reports:
        writing(report, partial(write, found, report, not no_timings))
    if as_json:
        print_json({"rows": [
            {**row.to_document(not no_timings), **{name: [str(Path(out) / file) for file in files] for name, files in (
                ("certificates", row.certificates), ("failing", row.failing))}}
            for row in found.rows]})
    else:
        display.show_audit(found, only_differing=quiet)
        if not quiet:
            counts = Counter(row.verdict for row in found.rows)
            telling = [file for row in found.rows for file in row.failing] or list(found.certificates)
            folder, one = printable(out), printable(str(Path(out) / telling[0]))
            verdicts = "; ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
            were = "was" if len(found.certificates) == 1 else "were"
            click.echo(f"\n{_count(len(found.rows), 'claim')}: {verdicts}\n"
                       f"{_count(len(found.certificates), 'certificate')} {were} written to {folder}.\n"
                       f"Check them again: {program()} verify {folder}\nRead one: {program()} explain {one}")
            for report in reports:
                click.echo(f"The report is {printable(report)}")
    if not found.matches_record:
        differing = ", ".join(row.id for row in found.rows if not row.matches_record)
        click.echo(f"exactcheck: verdicts differ from the recorded ones: {differing}", err=True)
        return 1
    return 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
