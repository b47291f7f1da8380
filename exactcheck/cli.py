"""The command line: ``exactcheck audit | verify | openness | classify | explain``.

Exit codes: 0 the verdict was reached and the checker accepted it; 1 a certificate is invalid, or a verdict differs from
the recorded one; 2 usage or malformed input; 3 a resource limit; 70 internal error; 130 interrupted. Everything that is
slow to load is imported inside the commands, so that ``--help`` and ``verify`` are quick.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from exactcheck import __version__, checker
from exactcheck.display import printable
from exactcheck.errors import ExactcheckError, InputError
from exactcheck.shell import Commands, about, check_output, file_name, print_json, write_certificate, writing

if TYPE_CHECKING:
    from exactcheck.exact.matrix import RationalMatrix

F = TypeVar("F", bound=Callable[..., Any])


# -- options ----------------------------------------------------------------------------------------------------------
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


output = click.option("--out", metavar="FILE", help="Write the certificate to this file.")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--traceback", is_flag=True, expose_value=False, hidden=True)
@click.version_option(__version__, prog_name="exactcheck")
def cli() -> None:
    """Exact decisions about matrix multiplication and deep linear networks, with certificates.

    FILE arguments are JSON; "-" is standard input. Numbers are integers or strings such as "-2/3".
    """


# -- audit ------------------------------------------------------------------------------------------------------------
@cli.command(short_help="Audit the paper: every claim, with its certificates.")
@click.option("--out", default="audit", metavar="DIR", show_default=True, help="Folder for the certificates.")
@click.option("--claim", "claims", multiple=True, metavar="ID", help="Only this claim (may be repeated).")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes (default: processors).")
@common
def audit(out: str, claims: tuple[str, ...], jobs: int | None, as_json: bool, quiet: bool) -> int:
    """Audit the paper: every claim, decided, with its certificates."""
    from exactcheck import display
    from exactcheck.audit import audit as run_audit

    if Path(out).exists() and not Path(out).is_dir():
        raise InputError(f"{out}: is a file, expected a folder for the certificates")
    with display.progress("auditing", not quiet) as step:
        found = run_audit(claims or None, jobs, step)
    writing(out, lambda: found.write(out))
    if as_json:
        print_json({"rows": [
            {**row.to_document(), "certificates": [str(Path(out) / name) for name in row.certificates]}
            for row in found.rows]})
    else:
        display.show_audit(found, only_differing=quiet)
        if not quiet:
            refuted = [row for row in found.rows if row.verdict == "refuted"] or list(found.rows)
            folder, one = printable(out), printable(str(Path(out) / refuted[0].certificates[0]))
            click.echo(f"{len(found.certificates)} certificates are in {folder}.\n"
                       f"Check them again: exactcheck verify {folder}\nRead one: exactcheck explain {one}")
    if not found.matches_record:
        differing = ", ".join(row.id for row in found.rows if not row.matches_record)
        click.echo(f"exactcheck: verdicts differ from the recorded ones: {differing}", err=True)
        return 1
    return 0


# -- verify -----------------------------------------------------------------------------------------------------------
@cli.command(short_help="Check certificates again: files or folders.")
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


# -- openness ---------------------------------------------------------------------------------------------------------
@cli.command(short_help="Is matrix multiplication locally open at this pair?")
@click.argument("files", nargs=-1, required=True, metavar="FILE | W1 W2")
@output
@common
def openness(files: tuple[str, ...], out: str | None, as_json: bool, quiet: bool) -> int:
    """Is (W1, W2) -> W1 W2 locally open, in its range, at this pair?

    FILE is {"W1": matrix, "W2": matrix}; or give two files with one matrix each.
    """
    from exactcheck import display
    from exactcheck.openness import local_openness

    check_output(out)
    W1, W2 = _pair(files)
    found = about(files[0], lambda: local_openness(W1, W2))
    certificate = found.certificate()
    write_certificate(certificate, out)
    if as_json:
        print_json({"open": found.is_open, "ranks": list(found.ranks), "conditions": found.conditions,
                     "rate": found.rate, "certificate": certificate.document})
    elif quiet:
        click.echo("open" if found.is_open else "not-open")
    else:
        (m, k, n), (r1, r2, r) = found.shape, found.ranks
        click.echo(f"W1 is {m} x {k}, W2 is {k} x {n}; rank W1 = {r1}, rank W2 = {r2}, rank W1 W2 = {r}\n"
                   f"dim N(W1) ∩ C(W2) = {found.b}, dim N(W2ᵀ) ∩ C(W1ᵀ) = {found.a}\n")
        display.show_conditions(found.conditions)
        click.echo(f"\n{_openness_sentence(found.is_open, found.rate)}\n{_written(out)}")
    return 0


def _openness_sentence(is_open: bool, rate: str | None) -> str:
    if not is_open:
        return ("not open: however close to W1 W2 you look, there are matrices of the range that are not the product "
                "of factors near W1 and W2.")
    delta = "δ of order ε" if rate == "linear" else "δ of order ε², not better"
    return f"open: every matrix of the range within δ of W1 W2 is a product of factors within ε of W1, W2; {delta}."


def _pair(files: Sequence[str]) -> tuple[RationalMatrix, RationalMatrix]:
    from exactcheck.inputs import read_problem_file

    if len(files) == 1:
        problem = read_problem_file(files[0])
        if "W1" not in problem:
            found = "a single matrix" if "matrix" in problem else 'a network (for "exactcheck classify")'
            raise InputError(f'{file_name(files[0])}: found {found}, expected {{"W1": matrix, "W2": matrix}} '
                             "or two matrix files")
        return problem["W1"], problem["W2"]
    if len(files) != 2:
        raise InputError(f"found {len(files)} files, expected one with W1 and W2, or two with one matrix each")
    if list(files) == ["-", "-"]:
        raise InputError('standard input ("-") can be read only once; give {"W1": matrix, "W2": matrix} there')
    matrices = []
    for file in files:
        problem = read_problem_file(file)
        if "matrix" not in problem:
            raise InputError(f"{file_name(file)}: found a problem, expected a single matrix beside another file")
        matrices.append(problem["matrix"])
    return matrices[0], matrices[1]


# -- classify ---------------------------------------------------------------------------------------------------------
@cli.command(short_help="What kind of point of a deep linear network is this?")
@click.argument("file", metavar="FILE")
@output
@common
def classify(file: str, out: str | None, as_json: bool, quiet: bool) -> int:
    """What kind of point of ½|W_h...W_1 X - Y|² is this? Always decided.

    FILE is {"X": matrix or "identity", "Y": matrix, "weights": [W_1, ..., W_h]}, W_1 on the input side. Or what kind of
    point of a polynomial: {"polynomial": "x^2*y - y^4", "point": {"x": 0, "y": "1/2"}}; that can end undecided.
    """
    from exactcheck.explanation.text import number
    from exactcheck.inputs import read_problem_file
    from exactcheck.landscape import DeepLinearNetwork
    from exactcheck.landscape import classify as decide

    check_output(out)
    problem = read_problem_file(file)
    if "polynomial" in problem:
        return _classify_polynomial(file, problem, out, as_json, quiet)
    if "weights" not in problem:
        found = "a single matrix" if "matrix" in problem else 'a pair (for "exactcheck openness")'
        raise InputError(f'{file_name(file)}: found {found}, expected {{"X", "Y", "weights"}}')
    net = about(file, lambda: DeepLinearNetwork(problem["weights"], problem["X"], problem["Y"]))
    classification = decide(net)
    certificate = classification.certificate()
    write_certificate(certificate, out)
    if as_json:
        print_json({"kind": classification.kind, "certificate": certificate.document})
    elif quiet:
        click.echo(classification.kind)
    else:
        widths = "-".join(map(str, net.widths))
        click.echo(f"{classification.kind}\n\n{KINDS[classification.kind]}\n"
                   f"widths {widths}, samples {net.X.columns}, loss {number(net.loss())}\n{_written(out)}")
    return 0


def _classify_polynomial(file: str, problem: dict[str, Any], out: str | None, as_json: bool, quiet: bool) -> int:
    from exactcheck.minimality import classify_polynomial

    found = about(file, lambda: classify_polynomial(problem["polynomial"], problem["point"]))
    certificate = None if found.kind == "undecided" else found.certificate()
    if certificate is not None:
        write_certificate(certificate, out)
    if as_json:
        reduced = None if found.reduced is None else found.reduced.to_document()
        print_json({"kind": found.kind, "certificate": None if certificate is None else certificate.document,
                    **({} if certificate else {"tried": list(found.tried), "reduced": reduced})})
    elif quiet:
        click.echo(found.kind)
    else:
        click.echo(f"{found.kind}\n\n{printable(found.explain())}\n"
                   f"{_written(out) if certificate else 'There is no certificate.'}")
    return 0


KINDS = {
    "not-critical": "Some partial derivative of the loss is not 0 at this point.",
    "global-minimum": "No weights of these sizes have a smaller loss.",
    "second-order-saddle": "Critical, and the Hessian has a negative eigenvalue: the loss falls along a straight line.",
    "higher-order-saddle": "Critical, and the Hessian has no negative eigenvalue, but the point is no local minimum: "
                           "the loss falls along a curve. Nor is it a local maximum.",
}


# -- explain ----------------------------------------------------------------------------------------------------------
@cli.command(short_help="A certificate in words and formulas, to redo by hand.")
@click.argument("file", metavar="CERT")
@limited
@common
def explain(file: str, max_size: int, max_digits: int, max_entries: int, max_work: int, as_json: bool,
            quiet: bool) -> int:
    """A certificate in words and formulas, with the arithmetic that a person can redo."""
    from exactcheck.explanation import explain as explain_certificate

    limits = checker.Limits(max_size, max_digits, max_entries, max_work)
    try:
        text = checker.read_file(file, limits.size)
        result = checker.check_text(text, limits)
    except checker.Refusal as error:
        result = checker.Result(error.status, reason=str(error))
    if result.status != "valid":
        refusal = ExactcheckError(f"{file_name(file)}: {result.status}: {result.reason}")
        refusal.exit_code = checker.EXIT[result.status]
        raise refusal
    words = explain_certificate(json.loads(text), limits)
    if as_json:
        print_json({"claim": result.claim, "explanation": words})
    else:
        click.echo(words, nl=False)
    return 0


def _written(out: str | None) -> str:
    """Where the certificate is, and what to do with it."""
    if out is None:
        return "The certificate was accepted by the checker; --out FILE keeps it."
    file = printable(out)
    return (f"The certificate was accepted by the checker and is in {file}.\n"
            f"Check it again: exactcheck verify {file}\nRead it: exactcheck explain {file}")


def main() -> NoReturn:
    """The entry point."""
    cli.main()


if __name__ == "__main__":
    main()
