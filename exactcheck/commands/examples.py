"""``exactcheck examples``: the gallery of worked examples."""

from __future__ import annotations

from pathlib import Path

import click

from exactcheck.commands.options import common
from exactcheck.display import printable, program
from exactcheck.errors import InputError
from exactcheck.shell import print_json, writing


@click.command(short_help="Worked examples of local minimality, each with its certificate.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--out", metavar="DIR", help="Write the problems and their certificates to this folder.")
@common
def examples(names: tuple[str, ...], out: str | None, as_json: bool, quiet: bool) -> int:
    """Work small named problems, each of which shows one thing about local minimality. Without NAME: all of them.

    Every kind is computed, and every certificate checked; --out keeps NAME.problem.json and NAME.cert.json.
    """
    from exactcheck import display
    from exactcheck.examples import work

    if out is not None and (out == "" or (Path(out).exists() and not Path(out).is_dir())):
        raise InputError(f"--out {out}: expected the name of a folder")
    with display.progress("working", not quiet) as step:
        found = work(names, step)
    if out is not None:
        writing(out, lambda: found.write(out))
    if as_json:
        place = Path(out or "")
        print_json({"examples": [
            {**one.to_document(), "certificate": None if out is None or one.file is None else str(place / one.file)}
            for one in found.worked]})
    else:
        display.show_examples([one for one in found.worked if not (quiet and one.matches_record)])
        if not quiet and out is not None:
            folder = printable(out)
            click.echo(f"Problems and certificates are in {folder}.\nCheck them again: {program()} verify {folder}\n"
                       f"Read one: {program()} explain {printable(str(Path(out) / (found.worked[0].file or 'NAME.cert.json')))}")
    if not found.matches_record:
        differing = ", ".join(one.example.name for one in found.worked if not one.matches_record)
        click.echo(f"exactcheck: kinds differ from the recorded ones: {differing}", err=True)
        return 1
    return 0
