"""``exactcheck openness``: is multiplication locally open at a pair?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from exactcheck.commands.options import common, floating, output, written
from exactcheck.errors import InputError
from exactcheck.shell import about, check_output, file_name, print_json, write_certificate

if TYPE_CHECKING:
    from fractions import Fraction

    from exactcheck.exact.matrix import RationalMatrix
    from exactcheck.inputs import Floats


@click.command(short_help="Is matrix multiplication locally open at this pair?")
@click.argument("files", nargs=-1, required=True, metavar="FILE | W1 W2")
@floating
@output
@common
def openness(files: tuple[str, ...], floats: Floats | None, tolerance: Fraction | None, out: str | None, as_json: bool,
             quiet: bool) -> int:
    """Is (W1, W2) -> W1 W2 locally open, in its range, at this pair?

    FILE is {"W1": matrix, "W2": matrix}, or an .npz, .safetensors or .pt file with arrays W1 and W2; or give two files
    with one matrix each: JSON, .csv, .npy, .mtx (Matrix Market) and others.
    """
    from exactcheck import display
    from exactcheck.openness import local_openness

    check_output(out)
    W1, W2 = _pair(files, floats, tolerance)
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
                   f"b = dim N(W1) ∩ C(W2) = {found.b}, a = dim N(W2ᵀ) ∩ C(W1ᵀ) = {found.a}\n")
        display.show_conditions(found.conditions)
        left, right = min(m - found.a, n - found.b, k), k - found.a - found.b
        click.echo(f"\nThe criterion for all sizes: open if and only if min(m - a, n - b, k) <= k - a - b; here "
                   f"{left} {'<=' if left <= right else '>'} {right}.\n"
                   "N: null space, C: column space. The conditions above are those of the paper for these sizes.")
        click.echo(f"\n{_openness_sentence(found.is_open, found.rate)}\n{written(out)}")
    return 0


def _openness_sentence(is_open: bool, rate: str | None) -> str:
    if not is_open:
        return ("not open: however close to W1 W2 you look, there are matrices of the range that are not the product "
                "of factors near W1 and W2.")
    delta = "δ of order ε" if rate == "linear" else "δ of order ε², not better"
    return f"open: every matrix of the range within δ of W1 W2 is a product of factors within ε of W1, W2; {delta}."


def _pair(files: Sequence[str], floats: Floats | None,
          tolerance: Fraction | None) -> tuple[RationalMatrix, RationalMatrix]:
    from exactcheck.inputs import read_problem_file

    if len(files) == 1:
        problem = read_problem_file(files[0], floats, tolerance)
        if "W1" not in problem:
            kind = "polynomial" if "polynomial" in problem else "network"
            found = "a single matrix" if "matrix" in problem else f'a {kind} (for "exactcheck classify")'
            raise InputError(f'{file_name(files[0])}: found {found}, expected {{"W1": matrix, "W2": matrix}} '
                             "or two matrix files")
        return problem["W1"], problem["W2"]
    if len(files) != 2:
        raise InputError(f"found {len(files)} files, expected one with W1 and W2, or two with one matrix each")
    if list(files) == ["-", "-"]:
        raise InputError('standard input ("-") can be read only once; give {"W1": matrix, "W2": matrix} there')
    matrices = []
    for file in files:
        problem = read_problem_file(file, floats, tolerance)
        if "matrix" not in problem:
            raise InputError(f"{file_name(file)}: found a problem, expected a single matrix beside another file")
        matrices.append(problem["matrix"])
    return matrices[0], matrices[1]
