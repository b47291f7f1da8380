"""``exactcheck explain``: a certificate in words and formulas."""

from __future__ import annotations

import json

import click

from exactcheck import checker
from exactcheck.commands.options import common, limited
from exactcheck.display import width
from exactcheck.errors import ExactcheckError, InputError
from exactcheck.shell import file_name, print_json


@click.command(short_help="A certificate in words and formulas, to redo by hand.")
@click.argument("file", metavar="CERT")
@click.option("--latex", "as_latex", is_flag=True, help="A paragraph for a paper instead (needs amsmath).")
@limited
@common
def explain(file: str, as_latex: bool, max_size: int, max_digits: int, max_entries: int, max_work: int, as_json: bool,
            quiet: bool) -> int:
    """A certificate in words and formulas, with the arithmetic that a person can redo."""
    from exactcheck.explanation import explain as explain_certificate
    from exactcheck.explanation import latex

    limits, text = checker.Limits(max_size, max_digits, max_entries, max_work), ""
    try:
        text = checker.read_file(file, limits.size)
        result = checker.check_text(text, limits)
        status, reason = result.status, result.reason
    except checker.Refusal as error:
        from exactcheck.verification import unread

        status, reason = unread(file, error)
    if status == "malformed":
        from exactcheck.verification import kind_of_problem

        if problem := kind_of_problem(text, file):
            raise InputError(f"{file_name(file)}: {problem}")
    if status != "valid":
        from exactcheck.verification import EXIT

        refusal = ExactcheckError(f"{file_name(file)}: {status}: {reason}")
        refusal.exit_code = EXIT[status]
        raise refusal
    words = latex(json.loads(text), limits) if as_latex else explain_certificate(
        json.loads(text), limits, None if as_json else width())
    if as_json:
        print_json({"claim": result.claim, "explanation": words})
    else:
        click.echo(words, nl=False)
    return 0
