"""``exactcheck classify``: what kind of point is this?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exactcheck.commands.options import common, floating, output, searching, written
from exactcheck.display import paragraph, printable
from exactcheck.errors import InputError
from exactcheck.shell import about, check_output, file_name, print_json, write_certificate

if TYPE_CHECKING:
    from fractions import Fraction

    from exactcheck.inputs import Floats
    from exactcheck.minimality import PolynomialClassification


@click.command(short_help="What kind of point of a network or a polynomial is this?")
@click.argument("file", metavar="FILE")
@floating
@searching
@click.option("--general", is_flag=True, help="Decide a linear network with square loss as any polynomial: by a second route, "
              "which does not know of its layers and can end undecided.")
@output
@common
def classify(file: str, floats: Floats | None, tolerance: Fraction | None, effort: int, time_limit: float | None, general: bool,
             out: str | None, as_json: bool, quiet: bool) -> int:
    """What kind of point is this? Always decided for ½|W_h...W_1 X - Y|², the square loss of a deep linear network.

    FILE is JSON; numbers are integers or "p/q". One of each kind, layers from the input side (W_1) on:

    \b
    a deep linear network with square loss:
      {"X": "identity", "Y": [[0, 0], [0, 1]],
       "weights": [[[1, 0]], [[0]], [[1], [0]]]}
    another loss of the entries e of the residual, or a factor for each:
      {"X": [[1, 2]], "Y": [[0, 1]], "weights": [[[1]], [[1]]],
       "loss": "e^4", "entry-weights": [[1, "1/2"]]}
    biases and activations, one for each layer:
      {"X": [[1, -1]], "Y": [[1, 0]], "weights": [[[-1]], [["-2/5"]]],
       "biases": [[0], null],
       "activations": [{"leaky-relu": "1/2"}, "identity"]}
    a polynomial:
      {"polynomial": "x^2*y - y^4", "point": {"x": 0, "y": "1/2"}}

    Activations: "identity", "relu", "square", "absolute-value", ... Losses: "square", "absolute-value", a polynomial. A matrix
    may also be {"file": "X.npy"}, and weights {"file": "model.safetensors", "layers": ["0.weight", "1.weight"]}. All but the
    first kind can end undecided.
    """
    from exactcheck.explanation.text import number
    from exactcheck.inputs import read_problem_file
    from exactcheck.inputs.networks import network_of
    from exactcheck.landscape import classify as decide
    from exactcheck.minimality import Network, classify_network, classify_polynomial

    check_output(out)
    problem = read_problem_file(file, floats, tolerance)
    if "polynomial" in problem:
        answer = about(file, lambda: classify_polynomial(problem["polynomial"], problem["point"], effort, time_limit))
        return _answer(answer, out, as_json, quiet)
    if "weights" not in problem:
        found = "a single matrix" if "matrix" in problem else 'a pair (for "exactcheck openness")'
        raise InputError(f'{file_name(file)}: found {found}, expected {{"X", "Y", "weights"}}')
    net = about(file, lambda: network_of(problem, general))
    if isinstance(net, Network):
        return _answer(about(file, lambda: classify_network(net, effort=effort, time_limit=time_limit)), out, as_json, quiet)
    classification = decide(net)
    certificate = classification.certificate()
    write_certificate(certificate, out)
    if as_json:
        print_json({"kind": classification.kind, "certificate": certificate.document})
    elif quiet:
        click.echo(classification.kind)
    else:
        widths = "-".join(map(str, net.widths))
        samples = "1 sample" if net.X.columns == 1 else f"{net.X.columns} samples"
        click.echo(f"{classification.kind}\n\n{paragraph(KINDS[classification.kind])}\n"
                   f"widths {widths}, {samples}, loss {number(net.loss())}\n{written(out)}")
    return 0


def _answer(found: PolynomialClassification, out: str | None, as_json: bool, quiet: bool) -> int:
    certificate = None if found.kind == "undecided" else found.certificate()
    if certificate is not None:
        write_certificate(certificate, out)
    if as_json:
        reduced = None if found.reduced is None else found.reduced.to_document()
        print_json({"kind": found.kind, "certificate": None if certificate is None else certificate.document,
                    **({} if certificate else {"tried": list(found.tried), "reduced": reduced,
                                               "where": list(found.where), "order": found.order})})
    elif quiet:
        click.echo(found.kind)
    else:
        told = _undecided(found) if certificate is None else paragraph(printable(found.explain()))
        click.echo(f"{found.kind}\n\n{told}\n"
                   f"{written(out) if certificate else 'There is no certificate.'}")
    return 0


def _undecided(found: PolynomialClassification) -> str:
    """What was tried, and what is left open, if that is known, each on a line of its own."""
    words = found.explain().removeprefix(f"{found.kind}; ")
    return "\n".join(f"{mark}{printable(part)}" for mark, part in zip(("", "open: "), words.split("; open: "), strict=False))


KINDS = {
    "not-critical": "Some partial derivative of the loss is not 0 at this point.",
    "global-minimum": "No weights of these sizes have a smaller loss.",
    "second-order-saddle": "Critical, and the Hessian has a negative eigenvalue: the loss falls along a straight line.",
    "higher-order-saddle": "Critical, and the Hessian has no negative eigenvalue, but the point is no local minimum: "
                           "the loss falls along a curve. Nor is it a local maximum.",
}
