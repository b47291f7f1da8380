"""``exactcheck verify``: certificates checked again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exactcheck import checker
from exactcheck.commands.options import common, floating, limited
from exactcheck.display import paragraph, printable
from exactcheck.shell import print_json

if TYPE_CHECKING:
    from fractions import Fraction

    from exactcheck.inputs import Floats


@click.command(short_help="Check certificates again: files or folders.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--against", metavar="PROBLEM", help="The claims must be about exactly this problem file.")
@click.option("--verbose", is_flag=True, help="A line for every certificate in a folder, also for valid ones.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes (default: processors).")
@floating
@limited
@common
def verify(paths: tuple[str, ...], against: str | None, verbose: bool, jobs: int | None, floats: Floats | None,
           tolerance: Fraction | None, max_size: int, max_digits: int, max_entries: int, max_work: int, as_json: bool,
           quiet: bool) -> int:
    """Check certificates again with the trusted checker: files, or folders with .cert.json files.

    Of a folder only those that are not valid are listed, and a summary. --floats and --tolerance are for --against.
    """
    from exactcheck import verification
    from exactcheck.display import tracked

    problem = None if against is None else verification.problem_document(against, floats, tolerance)
    files = verification.certificate_files(paths)
    limits = checker.Limits(max_size, max_digits, max_entries, max_work)
    named = {path for path in paths if path == "-" or not Path(path).is_dir()}
    results = []
    checked = verification.verify_files(files, limits, problem, jobs)
    # Where every line is printed, the lines themselves show the progress.
    for file, result in zip(files, tracked(checked, len(files), "verifying", as_json or not verbose), strict=True):
        results.append(result)
        if not as_json and (not result.valid or ((verbose or file in named) and not quiet)):
            click.echo(paragraph(f"{result.status}: {printable(file)}: {printable(result.claim or result.reason)}"))
    if as_json:
        print_json([{"path": file, "status": result.status, "claim": result.claim, "reason": result.reason}
                     for file, result in zip(files, results, strict=True)])
    elif not quiet:
        click.echo(_summary([result.status for result in results]))
    return verification.exit_code(results)


def _summary(statuses: list[str]) -> str:
    """Such as "3 certificates: 2 valid, 1 invalid; 1 file could not be read"."""
    from exactcheck.verification import EXIT

    unreadable = statuses.count("unreadable")
    read = len(statuses) - unreadable
    parts = ", ".join(f"{statuses.count(status)} {status}" for status in EXIT if status != "unreadable" and status in statuses)
    return "; ".join([*([f"{read} certificate{'s' if read > 1 else ''}: {parts}"] if read else []),
                      *([f"{unreadable} file{'s' if unreadable > 1 else ''} could not be read"] if unreadable else [])])
