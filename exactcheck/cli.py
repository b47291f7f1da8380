"""The command line. One module of ``commands/`` per command; this one puts them together.

Exit codes: 0 the verdict was reached and the checker accepted it; 1 a certificate is invalid, or a verdict differs from
the recorded one; 2 usage or malformed input; 3 a resource limit; 70 internal error; 130 interrupted. Everything that is
slow to load is imported inside the commands, so that ``--help`` and ``verify`` are quick.
"""

from __future__ import annotations

from typing import NoReturn

import click

from exactcheck import __version__
from exactcheck.commands.audit import audit
from exactcheck.commands.classify import classify
from exactcheck.commands.examples import examples
from exactcheck.commands.explain import explain
from exactcheck.commands.openness import openness
from exactcheck.commands.sweep import sweep
from exactcheck.commands.verify import verify
from exactcheck.shell import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--traceback", is_flag=True, expose_value=False, hidden=True)
@click.version_option(__version__, prog_name="exactcheck")
def cli() -> None:
    """Exact decisions about matrix multiplication and deep linear networks, with certificates.

    FILE arguments are JSON, or matrices in other formats; "-" is JSON on standard input. Numbers are integers or
    strings such as "-2/3".
    """


for command in (audit, verify, openness, classify, explain, examples, sweep):
    cli.add_command(command)


def main() -> NoReturn:
    """The entry point."""
    cli.main()


if __name__ == "__main__":
    main()
