"""Options that several commands share, and the words they end with."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

import click

from exactcheck import checker
from exactcheck.display import printable, program

F = TypeVar("F", bound=Callable[..., Any])


def common(command: F) -> F:
    """Options of every command."""
    for option in (
        click.option("--traceback", is_flag=True, expose_value=False, hidden=True),
        click.option("--quiet", is_flag=True, help="Only the answer: no tables, hints or progress."),
        click.option("--json", "as_json", is_flag=True, help="Only JSON on standard output."),
    ):
        command = option(command)
    return command


def limited(command: F) -> F:
    """The checker's limits for untrusted documents."""
    for limit, what in (("work", "elementary operations"), ("entries", "entries of one matrix"),
                       ("digits", "digits of one number"), ("size", "bytes of the file")):
        default = getattr(checker.Limits, limit)
        command = click.option(f"--max-{limit}", type=click.IntRange(min=1), default=default, metavar="N",
                               help=f"Most {what} (default {default}).")(command)
    return command


def floating(command: F) -> F:
    """How binary floats in problem files are taken: ``floats`` and ``tolerance``."""
    for option in (
        click.option("--tolerance", type=Rational(), metavar="P/Q", help="How far --floats rationalize may round, such as 1/1000."),
        click.option("--floats", type=click.Choice(["exact", "rationalize"]),
                     help="Take floats as the binary fractions they are, or as the simplest rationals near by "
                          "(default: floats are refused)."),
    ):
        command = option(command)
    return command


class Rational(click.ParamType[Fraction]):
    """A number such as 3 or 1/1000."""

    name = "rational"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        if isinstance(value, Fraction):
            return value
        if checker.RATIONAL.fullmatch(value) is None or len(value) > checker.Limits.digits:
            self.fail(f"found {checker.short(value)}, expected a rational such as 1/1000", param, ctx)
        return Fraction(value)


output = click.option("--out", metavar="FILE", help="Write the certificate to this file.")


def written(out: str | None) -> str:
    """Where the certificate is, and what to do with it."""
    if out is None:
        return "The certificate was accepted by the checker; --out FILE keeps it."
    file = printable(out)
    return (f"The certificate was accepted by the checker and is in {file}.\n"
            f"Check it again: {program()} verify {file}\nRead it: {program()} explain {file}")


def searching(command: F) -> F:
    """How long to search where a verdict is not certain to be found."""
    command = click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
                           help="Where the answer can be undecided: give up after so many seconds. They are for the search and, "
                                "estimated from its size, for making and checking the certificate; not for reading FILE. A single "
                                "step is not interrupted.")(command)
    return click.option("--effort", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
                        help="Where the answer can be undecided: search N times as far.")(command)
