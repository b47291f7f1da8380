"""Appendix A.1: the first- and the second-order condition of two layers, as formulas for derivatives in every direction."""

from __future__ import annotations

from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.landscape import claims
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper import points
from exactcheck.paper.study import Claim, Findings, Notebook, Study, Verdict

FIRST = "g'(0) = <A W_1 X + W_2 B X, Delta> in every direction"
SECOND = "g''(0) = 2 <A B X, Delta> + |A W_1 X + W_2 B X|^2 in every direction"
#: The movement of ``W_2 W_1 X`` of first and of second order, with ``A``, ``B`` numbered.
LINEAR, QUADRATIC = "A{0} W1 X + W2 B{0} X", "A{0} B{0} X"


def point() -> DeepLinearNetwork:
    """Widths 2-1-2, three samples, not critical, so that no derivative vanishes for another reason."""
    return DeepLinearNetwork([M([[1, 2]]), M([[1], [3]])], M([[1, 0, 2], [1, 1, -1]]), M([[0, 1, 1], [2, 0, 1]]))


def _run() -> Findings:
    """A linear and a quadratic form in ``(A, B)`` on both sides; ``2 <T, Delta> = |T + Delta|^2 - |T|^2 - |Delta|^2``."""
    net, notebook = point(), Notebook("theorem-8", "paper, Appendix A.1")
    W1, W2 = net.weights
    found, lines, first, second = Relations({"W1": W1, "W2": W2, "X": net.X, "Delta": net.residual}), [], [], []
    for k, (B, A) in enumerate(points.determining_directions(net), start=1):
        found.matrices.update({f"A{k}": A, f"B{k}": B})
        linear, quadratic = LINEAR.format(k), QUADRATIC.format(k)
        inner = [(found.norm_squared(f"{text} + Delta") - found.norm_squared(text) - found.norm_squared("Delta")) / 2
                 for text in (linear, quadratic)]
        line = claims.taylor_expansion(net, [B, A], shared=True)
        value = dict(enumerate(map(Fraction, line[0]["coefficients"])))
        first.append(value.get(1, 0) == inner[0])
        second.append(2 * value.get(2, 0) == 2 * inner[1] + found.norm_squared(linear))
        lines.append(line)
    files = notebook.issue("derivatives", *claims.conjunction(net, lines)), notebook.issue("derivatives-terms", *found.proof())
    for file in files:
        notebook.note(FIRST, all(first), file)
        notebook.note(SECOND, all(second), file)
    return notebook.findings()


CLAIM = Claim(
    "theorem-8-derivatives",
    "Appendix A.1, the first- and second-order conditions",
    "along (A, B) the first derivative of the objective is ⟨A W_1 X + W_2 B X, Δ⟩, the second 2 ⟨A B X, Δ⟩ + "
    "‖A W_1 X + W_2 B X‖²",
    (FIRST, SECOND),
    (Study("theorem-8/derivatives", _run, "all directions at a point of widths 2-1-2"),),
    Verdict.CONFIRMED,
    general="deep-linear-networks.md#two-layers",
)
