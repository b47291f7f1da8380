"""Appendix C, (43) to (45): the derivatives at Theorem 12's point that its proof computes, and the constant after them."""

from __future__ import annotations

from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.landscape import claims
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness.claims import conjunction, rank
from exactcheck.paper import pairs, points, theorem12
from exactcheck.paper.study import Claim, Findings, Notebook, Slip, Study, Verdict

FIRST = "g'(0) = 0 in every direction"
SECOND = "g''(0) = |A_2|^2 in every direction"
CONSTANT = "g is constant along every line with A_2 = 0"
HALF = Slip("½‖Y‖", "½‖Y‖²")
FACTORS = "the products of the other layers are padded identities of full rank"
WIDTHS = (2, 1, 1, 2)
#: ``(W_{p+1}, W_p)``, both 0, of widths 1-1-1, 1-2-1, 1-2-2 and 2-3-2.
ZERO_LAYERS: pairs.Pairs = {
    "-".join(map(str, (n, k, m))): ([[0] * k for _ in range(m)], [[0] * n for _ in range(k)])
    for n, k, m in ((1, 1, 1), (1, 2, 1), (1, 2, 2), (2, 3, 2))
}


def point() -> DeepLinearNetwork:
    return theorem12.construction(WIDTHS, 1, 2)


def _derivatives() -> Findings:
    net, notebook = point(), Notebook("theorem-12", "paper, Appendix C, (43) to (45)")
    directions = points.determining_directions(net)
    lines = [claims.taylor_expansion(net, direction) for direction in directions]
    found = [(direction, [*map(Fraction, line[0]["coefficients"]), Fraction(0), Fraction(0)][:3])
             for direction, line in zip(directions, lines, strict=True)]
    file = notebook.issue("derivatives", *conjunction(lines))
    notebook.note(FIRST, not any(c[1] for _, c in found), file)
    notebook.note(SECOND, all(2 * c[2] == A[1].norm_squared() for A, c in found), file)
    if not net.is_critical:
        return notebook.findings()
    # The kernel of |A_2|^2 is A_2 = 0; g has degree 6, and no term of order 1 or 2 there.
    proof = claims.kernel_forms(net, (3, 4, 5, 6))
    kernel = [[M([[Fraction(v) for v in row] for row in A["entries"]]) for A in direction] for direction in proof[0]["basis"]]
    free = net.parameters - net.weights[1].rows * net.weights[1].columns
    if len(kernel) == free and all(direction[1].is_zero() for direction in kernel):
        notebook.note(CONSTANT, not any(proof[0]["forms"].values()), notebook.issue("constant", *proof))
    return notebook.findings()


def _half_norm() -> Findings:
    """At the point of the remark, where the paper uses the same method; with the ``Y`` of the proof ``|Y|`` is 1."""
    net, notebook = theorem12.remark(), Notebook("theorem-12", "paper, Appendix C, after (45)")
    direction = [M([[i + 1 + j for j in range(W.columns)] for i in range(W.rows)]) * int(k != 1) for k, W in enumerate(net.weights)]
    found, line = Relations({"Y": net.Y}), claims.taylor_expansion(net, direction)
    square, coefficients = found.norm_squared("Y"), [Fraction(c) for c in line[0]["coefficients"]]
    file = notebook.issue("half-norm", *conjunction([line, found.proof()]))
    if not any(coefficients[1:]):
        notebook.slip(HALF, (2 * coefficients[0]) ** 2 == square, 2 * coefficients[0] == square, file)
    return notebook.findings()


def _factors() -> Findings:
    """``Z_3``, ``Z_1`` of (42) for all small widths: padded identities, of full rank."""
    notebook, proofs, holds = Notebook("theorem-12", "paper, Appendix C, before and after (42)"), [], True
    for widths, p1, p2 in theorem12.sweep(3, range(3, 4)):
        weights = construction(widths, p1, p2).weights
        for layers, expected in ((weights[p2:], theorem12.padded_identity(widths[-1], widths[p2])),
                                 (weights[:p1], theorem12.padded_identity(widths[p1], widths[0]))):
            named = {f"W{i}": W for i, W in enumerate(layers, start=1)}
            found = Relations({**named, "Z": expected})
            holds = found.is_zero(" ".join([*reversed(named)]) + " - Z") and expected.rank == min(expected.shape) and holds
            proofs += [found.proof(), rank(expected)]
    notebook.note(FACTORS, holds, notebook.issue("factors", *conjunction(proofs)))
    return notebook.findings()


def construction(widths: tuple[int, ...], p1: int, p2: int) -> DeepLinearNetwork:
    return theorem12.construction(widths, p1, p2)


DERIVATIVES = Study("theorem-12/derivatives", _derivatives, "all directions at the point of widths 2-1-1-2")

CLAIMS = [
    Claim(
        "theorem-12-factors",
        "Appendix C, (42)",
        "in Theorem 12's construction the products of the layers above and below those that are 0 are the padded identities [I; 0] "
        "and [I 0], of full rank",
        (FACTORS,),
        (Study("theorem-12/factors", _factors, "all widths up to 3, 3 layers"),),
        Verdict.CONFIRMED,
        general="theorem-12.md#the-derivatives-of-the-first-half",
    ),
    Claim(
        "theorem-12-zero-layers",
        "Appendix C, before (41)",
        "multiplication is locally open at the layers that are 0, an inner width being at least both outer ones",
        (pairs.OPEN,),
        pairs.studies("theorem-12/zero-layers", "paper, Appendix C, before (41)", ZERO_LAYERS),
        Verdict.CONFIRMED,
        depends=("proposition-4",),
        general="local-openness.md#proposition-4-and-theorem-5",
    ),
    Claim(
        "theorem-12-derivatives",
        "Appendix C, (44) and (45)",
        "at Theorem 12's point the first derivative of (43) is 0 and the second is |A_2|^2, in every direction",
        (FIRST, SECOND),
        (DERIVATIVES,),
        Verdict.CONFIRMED,
        depends=("theorem-12-factors",),
        general="theorem-12.md#the-derivatives-of-the-first-half",
    ),
    Claim(
        "theorem-12-constant",
        "Appendix C, after (45)",
        "at Theorem 12's point the loss is constant along every line with A_2 = 0",
        (CONSTANT,),
        (DERIVATIVES,),
        Verdict.CONFIRMED,
        depends=("theorem-12-derivatives",),
        general="theorem-12.md#the-derivatives-of-the-first-half",
    ),
    Claim(
        "theorem-12-half-norm",
        "Appendix C, after (45)",
        "along a line with A_2 = 0 from the construction's point the loss is ½‖Y‖ (the proof's own Y has ‖Y‖ = 1)",
        (),
        (Study("theorem-12/half-norm", _half_norm),),
        Verdict.MISPRINT,
        slip=HALF,
        depends=("theorem-12-constant",),
        general="theorem-12.md#the-derivatives-of-the-first-half",
    ),
]
