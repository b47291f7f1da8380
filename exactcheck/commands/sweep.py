"""``exactcheck sweep``: a lemma on all small instances, or on many random ones."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import click

from exactcheck.commands.options import common
from exactcheck.display import printable
from exactcheck.errors import InputError
from exactcheck.shell import print_json

if TYPE_CHECKING:
    from exactcheck.sweep import Lemma, Summary


def _integers(context: click.Context, option: click.Parameter, value: str) -> tuple[int, ...]:
    if not re.fullmatch("-?[0-9]{1,9}(,-?[0-9]{1,9})*", value):
        raise click.BadParameter(f"found {value!r}, expected integers such as -1,0,1")
    return tuple(int(v) for v in value.split(","))


def _shapes(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> list[tuple[int, ...]] | None:
    for value in values:
        if not re.fullmatch("[0-9]{1,4}(x[0-9]{1,4})+", value):
            raise click.BadParameter(f"found {value!r}, expected sizes such as 2x1x3")
    return [tuple(int(v) for v in value.split("x")) for value in values] or None


def _shard(context: click.Context, option: click.Parameter, value: str) -> tuple[int, int]:
    match = re.fullmatch("([0-9]{1,9})/([0-9]{1,9})", value)
    if match is None:
        raise click.BadParameter(f"found {value!r}, expected a part such as 3/16")
    return int(match[1]), int(match[2])


@click.command(short_help="Check a lemma on all small instances, or on many random ones.")
@click.argument("lemma", required=False, metavar="LEMMA")
@click.option("--list", "listed", is_flag=True, help="What can be swept: statement, place in the paper, parameters.")
@click.option("--size", type=click.IntRange(min=1), default=2, show_default=True, metavar="N",
              help="All shapes with sizes up to N.")
@click.option("--layers", type=click.IntRange(min=1), metavar="H", help="Layers of the networks (only with --size).")
@click.option("--shape", "shapes", multiple=True, callback=_shapes, metavar="MxKxN",
              help="Only this shape (may be repeated): m x k x n of a pair, d_0 x ... x d_h of a network.")
@click.option("--entries", default="-1,0,1", callback=_integers, show_default=True, metavar="LIST",
              help="Entries are taken from these integers.")
@click.option("--random", type=click.IntRange(min=1), metavar="N", help="N random instances instead of all.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="S", help="Seed of the random instances.")
@click.option("--shard", default="1/1", callback=_shard, show_default=True, metavar="I/N", help="Only the I-th of N parts.")
@click.option("--screen", is_flag=True, help="Certify only what a fast uncertified screening does not let pass.")
@click.option("--chunk", type=click.IntRange(min=1), metavar="N", help="Instances that are decided, and kept, together.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes (default: processors).")
@click.option("--scheduler", metavar="ADDRESS", help="Use the Dask cluster at this address.")
@click.option("--out", metavar="DIR", help="Folder for the results; an interrupted sweep goes on from what is there.")
@click.option("--certificates", is_flag=True, help="Keep all certificates (in --out).")
@click.option("--count", is_flag=True, help="Only count the instances and orbits.")
@common
def sweep(lemma: str | None, listed: bool, jobs: int | None, scheduler: str | None, out: str | None, certificates: bool,
          count: bool, as_json: bool, quiet: bool, **parameters: Any) -> int:
    """Check LEMMA on all small instances up to symmetry, or on many random ones.

    Every answer is certified and accepted by the checker, except for what --screen lets pass. A failing instance is made
    small and written as a problem file with its certificate.
    """
    if listed:
        return _list(as_json)
    if lemma is None:
        raise click.UsageError('Missing argument LEMMA; "exactcheck sweep --list" says what there is')
    if certificates and out is None:
        raise InputError("--certificates: expected a folder to keep them in (--out DIR)")
    if jobs is not None and scheduler is not None:
        raise InputError("--jobs and --scheduler: expected only one of them, the cluster has its own workers")
    import os

    from exactcheck.display import rated_progress
    from exactcheck.sweep import counted, lemma_named, run

    statement = lemma_named(lemma)
    if count:
        return _count(statement, counted(statement, **parameters), parameters["random"] is not None, as_json)
    start = time.perf_counter()
    with rated_progress("sweeping", not quiet) as step:
        summary = run(statement, jobs=jobs or os.cpu_count() or 1, scheduler=scheduler, out=out, certificates=certificates,
                      progress=step, **parameters)
    seconds = time.perf_counter() - start
    if as_json:
        print_json({**summary.to_document(), "seconds": round(seconds, 3)})
    elif quiet:
        click.echo(summary.outcome.value)
    else:
        _show(summary, seconds, out)
    if summary.outcome.value == "fails" and statement.expected.value != "fails":
        click.echo(f"exactcheck: {statement.name} fails, and was expected to hold", err=True)
        return 1
    return 0


def _list(as_json: bool) -> int:
    from exactcheck.sweep import LEMMAS

    rows = [
        {"lemma": one.name, "place": one.place, "statement": one.statement, "parameters": one.parameters,
         "expected": one.expected.value, "screen": one.screen is not None}
        for one in LEMMAS.values()
    ]
    if as_json:
        print_json(rows)
        return 0
    for row in rows:
        known = "known to be false" if row["expected"] == "fails" else "known to be true"
        click.echo(f"{row['lemma']}  ({row['place']}; {known})\n    {row['statement']}\n    parameters: {row['parameters']}"
                   f"{', --screen' if row['screen'] else ''}")
    return 0


def _count(lemma: Lemma, found: tuple[int, int], random: bool, as_json: bool) -> int:
    from exactcheck.sweep.results import quantity_of

    orbits, instances = found
    if as_json:
        print_json({"lemma": lemma.name, "orbits": orbits, "instances": instances})
    else:
        up_to_symmetry = "" if random else f" in {quantity_of(orbits, 'orbit')}"
        click.echo(f"{lemma.name}: {instances:,}{' random' if random else ''} {lemma.kind.noun(instances)}{up_to_symmetry}")
    return 0


def _show(summary: Summary, seconds: float, out: str | None) -> None:
    from exactcheck.sweep import Outcome
    from exactcheck.sweep.results import quantity_of

    words = {
        Outcome.HOLDS: f"holds at all of them{' that meet its hypotheses' if summary.orbits(Outcome.VACUOUS) else ''}",
        Outcome.FAILS: "fails",
        Outcome.VACUOUS: "none of them meets its hypotheses",
        Outcome.SCREENED: "no counterexample found, but not all instances are certified: some are only screened",
    }
    lemma = summary.lemma
    verdict = words[summary.outcome] if summary.counts or summary.dismissed else "this shard is empty: the sweep has fewer chunks"
    click.echo(f"{lemma.name}: {verdict}\n\n{lemma.statement} ({lemma.place})\nexamined: {summary.scope}")
    for outcome in Outcome:
        if summary.orbits(outcome):
            orbits = "" if summary.parameters.random is not None else f"{quantity_of(summary.orbits(outcome), 'orbit')}, "
            click.echo(f"  {outcome.value}: {orbits}{quantity_of(summary.instances(outcome), 'instance')}")
    accepted = sum(summary.claims.values())
    click.echo(f"{quantity_of(accepted, 'claim')} accepted by the checker, {seconds:.1f} s; digest {summary.digest[:16]}")
    for i, failure in enumerate(summary.failures, start=1):
        places = f"; {printable(out)}/failures/{i}.json and its certificate {i}.cert.json" if out else ""
        click.echo(f"counterexample {i} (from instance {failure.index}): {failure.words}{places}")
    if out:
        click.echo(f"Results: {printable(out)}/results.jsonl and summary.json")
