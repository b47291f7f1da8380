"""``exactcheck verify``: certificates checked again."""

from __future__ import annotations

import click

from exactcheck import checker
from exactcheck.commands.options import common, limited
from exactcheck.display import printable
from exactcheck.shell import print_json


@click.command(short_help="Check certificates again: files or folders.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--against", metavar="PROBLEM", help="The claims must be about exactly this problem file.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes (default: processors).")
@limited
@common
def verify(paths: tuple[str, ...], against: str | None, jobs: int | None, max_size: int, max_digits: int,
           max_entries: int, max_work: int, as_json: bool, quiet: bool) -> int:
    """Check certificates again with the trusted checker: files, or folders with *.cert.json files."""
    from exactcheck import verification
    from exactcheck.display import tracked

    problem = None if against is None else verification.problem_document(against)
    files = verification.certificate_files(paths)
    limits = checker.Limits(max_size, max_digits, max_entries, max_work)
    results = []
    # The lines themselves show the progress where they are printed.
    checked = verification.verify_files(files, limits, problem, jobs)
    for file, result in zip(files, tracked(checked, len(files), "verifying", as_json), strict=True):
        results.append(result)
        if not as_json and not (quiet and result.valid):
            click.echo(f"{result.status}: {printable(file)}: {printable(result.claim or result.reason)}")
    if as_json:
        print_json([{"path": file, "status": result.status, "claim": result.claim, "reason": result.reason}
                     for file, result in zip(files, results, strict=True)])
    elif not quiet:
        counts = {status: sum(result.status == status for result in results) for status in checker.EXIT}
        summary = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
        click.echo(f"{len(results)} certificate{'s' if len(results) > 1 else ''}: {summary}")
    return checker.exit_code(results)
