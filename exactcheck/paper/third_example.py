"""Appendix C, the third example: widths 3-2-2-3 with ``rank Y = 2``, and each statement that the paper makes about it.

On the kernel of the Hessian, with ``A = (A_3, A_2, A_1)``, the paper writes ``g(t)`` for the loss along ``W + tA``. The movement
of the product is ``t L + t² Q + t³ C`` with ``L = W_3 W_2 A_1 + W_3 A_2 W_1 + A_3 W_2 W_1``,
``Q = A_3 A_2 W_1 + A_3 W_2 A_1 + W_3 A_2 A_1`` and ``C = A_3 A_2 A_1``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial
from typing import Any

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.landscape import claims
from exactcheck.landscape.forms import Form, Monomial, form_document, kernel_basis, product_polynomial
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness.claims import conjunction, rank
from exactcheck.paper import points
from exactcheck.paper.about_points import claims_about_point
from exactcheck.paper.study import Claim, Findings, Notebook, Reach, Slip, Study, Verdict

PLACE = "Appendix C, the example before (46)"
AFTER_46 = "Appendix C, after (46)"
SOURCE = f"paper, {PLACE}"
RANK = "rank Y is above min{d_h - d_p2, d_0 - d_p1}"
ORTHOGONAL = "W_3^T Δ = 0 and Δ W_1^T = 0"
STILL = "L = 0 on the kernel of the Hessian"
FOURTH = "g''''(0) = 12 |Q|² on the kernel"
FIFTH = "g'''''(0) = 120 <Q, C> on the kernel, so 0 where Q = 0"
MIDDLE = Slip("W_3 + t A_2", "W_2 + t A_2")
SECOND = "g''(0) = 2 <A_3 W_2 A_1, Delta> + |L|^2"
SIXTH = Slip("‖A_3 A_2 A_1‖²", "360 ‖A_3 A_2 A_1‖²")


def third_example() -> DeepLinearNetwork:
    """``X = I``, ``W_1 = W_3^T``; ``Y`` has rank 2."""
    W3 = M([[1, -1], [-1, -1], [1, -1]])
    return DeepLinearNetwork([W3.T, M([[1, 1], [1, 1]]), W3], "identity", M([[1, 0, -1], [0, 4, 0], [-1, 0, 1]]))


def kernel_direction() -> list[M]:
    """A direction in the kernel of the Hessian with ``Q = 0`` and ``C ≠ 0``, input side first."""
    return [M([[1, 5, 1], [0, -2, 0]]), M([[0, 1], [0, 1]]), M([[0, 0], [-2, 0], [0, 0]])]


def movement(net: DeepLinearNetwork, basis: list[list[M]]) -> dict[int, dict[Monomial, M]]:
    """``{1: L, 2: Q, 3: C}``, each a polynomial in the coordinates of the direction."""
    parts: dict[int, dict[Monomial, M]] = {1: {}, 2: {}, 3: {}}
    for monomial, matrix in product_polynomial(net, basis, M.identity(net.widths[-1])).items():
        if monomial:
            parts[len(monomial)][monomial] = matrix
    return parts


def inner(left: Mapping[Monomial, M], right: Mapping[Monomial, M]) -> Form:
    """``⟨left, right⟩`` as a polynomial."""
    form: Form = {}
    for p, A in left.items():
        for q, B in right.items():
            key = tuple(sorted(p + q))
            form[key] = form.get(key, Fraction(0)) + A.inner(B)
    return {key: value for key, value in form.items() if value}


def scaled(form: Form, factor: Fraction) -> list[Any]:
    return form_document({key: factor * value for key, value in form.items()})


def _run() -> Findings:
    found = points.examine_apart(third_example(), "third-example", SOURCE)
    more = _statements(third_example())
    return Findings(found.evidence + more.evidence, {**found.certificates, **more.certificates})


def _statements(net: DeepLinearNetwork) -> Findings:
    """What the paper says beyond the assertions of ``points``."""
    notebook = Notebook("third-example", SOURCE)
    W1, W2, W3 = net.weights
    thinnest = min(net.widths[1:-1])
    bound = min(net.widths[-1] - thinnest, net.widths[0] - thinnest)
    notebook.note(RANK, net.Y.rank > bound, notebook.issue("rank-of-the-target", *rank(net.Y)))
    relations = Relations({"W1": W1, "W2": W2, "W3": W3, "Y": net.Y, "Delta": net.residual})
    holds = [relations.is_zero(text) for text in ("W3 W2 W1 - Y - Delta", "W3^T Delta", "Delta W1^T")]
    notebook.note(ORTHOGONAL, all(holds), notebook.issue("orthogonal-residual", *relations.proof()))
    if not net.is_critical:
        return notebook.findings()

    # L = 0 on the kernel: with P X as target the Hessian is that of half of |L X|², and it has the same kernel.
    proof = claims.kernel_forms(net, (3, 4, 5, 6))
    still = claims.kernel_forms(DeepLinearNetwork(net.weights, net.X, net.P @ net.X), (3,))
    file = notebook.issue("kernel-forms", *proof)
    for name in (file, notebook.issue("kernel-of-the-first-order-movement", *still)):
        notebook.note(STILL, proof[0]["basis"] == still[0]["basis"], name)
    part, stated = movement(net, kernel_basis(net)), proof[0]["forms"]
    notebook.note(FOURTH, stated["4"] == scaled(inner(part[2], part[2]), Fraction(1, 2)), file)
    notebook.note(FIFTH, stated["5"] == scaled(inner(part[2], part[3]), Fraction(1)), file)
    notebook.note(SIXTH.meant, stated["6"] == scaled(inner(part[3], part[3]), Fraction(1, 2)), file)

    A1, A2, A3 = kernel_direction()
    relations = Relations({"W1": W1, "W2": W2, "W3": W3, "A1": A1, "A2": A2, "A3": A3})
    cubic = relations.norm_squared("A3 A2 A1")
    if relations.is_zero("W3 W2 A1 + W3 A2 W1 + A3 W2 W1") and relations.is_zero("A3 A2 W1 + A3 W2 A1 + W3 A2 A1"):
        line = claims.taylor_expansion(net, [A1, A2, A3])
        sixth = factorial(6) * Fraction(dict(enumerate(line[0]["coefficients"])).get(6, 0))
        file = notebook.issue("sixth-derivative", *conjunction([line, relations.proof()]))
        notebook.slip(SIXTH, sixth == cubic, sixth == 360 * cubic, file)
    return notebook.findings()


def _second_derivative() -> Findings:
    """``2 <T, Delta> = |T + Delta|^2 - |T|^2 - |Delta|^2`` with ``T = A_3 W_2 A_1``; both sides are quadratic forms in ``A``."""
    net, notebook = third_example(), Notebook("third-example", SOURCE)
    W1, W2, W3 = net.weights
    found, lines, outcomes = Relations({"W1": W1, "W2": W2, "W3": W3, "Delta": net.residual}), [], []
    directions = points.determining_directions(net)
    for k, direction in enumerate(directions, start=1):
        A1, A2, A3 = names = [f"A{i}_{k}" for i in (1, 2, 3)]
        found.matrices.update(zip(names, direction, strict=True))
        sizes = [found.norm_squared(text) for text in (f"{A3} W2 {A1} + Delta", f"{A3} W2 {A1}", "Delta")]
        first = found.norm_squared(f"W3 W2 {A1} + W3 {A2} W1 + {A3} W2 W1")
        line = claims.taylor_expansion(net, direction, shared=True)
        second = 2 * Fraction(dict(enumerate(line[0]["coefficients"])).get(2, 0))
        outcomes.append(second == sizes[0] - sizes[1] - sizes[2] + first)
        lines.append(line)
    for file in (notebook.issue("second-derivative", *claims.conjunction(net, lines)),
                 notebook.issue("second-derivative-terms", *found.proof())):
        notebook.note(SECOND, all(outcomes), file)
    return notebook.findings()


def _middle_layer() -> Findings:
    """The expansion is along ``W + tA``; the sum of a layer and ``A_2`` asks for matrices of one size."""
    net, notebook = third_example(), Notebook("third-example", SOURCE)
    _, W2, W3 = net.weights
    A = kernel_direction()
    file = notebook.issue("middle-layer", *claims.taylor_expansion(net, A))
    notebook.slip(MIDDLE, A[1].shape == W3.shape, A[1].shape == W2.shape, file)
    return notebook.findings()


STUDY = Study("third-example", _run)
SECOND_STUDY = Study("third-example/second-derivative", _second_derivative,
                     "all directions: two quadratic forms that agree at enough of them")
MIDDLE_STUDY = Study("third-example/middle-layer", _middle_layer)


def _claim(name: str, statement: str, assertion: str, place: str = PLACE) -> Claim:
    return Claim(f"third-example-{name}", place, statement, (assertion,), (STUDY,), Verdict.CONFIRMED, reach=Reach.THESE)


_STEPS = tuple(f"third-example-{step}" for step in ("second-derivative", "kernel", "fourth-derivative", "fifth-derivative",
                                                    "sixth-derivative"))
_BASIC = {claim.id: claim for claim in claims_about_point("third-example", PLACE, "the third example", (STUDY,), Verdict.CONFIRMED,
                                                          _STEPS)}
CLAIMS = [
    _claim("rank", "rank Y = 2 is above min{d_h - d_p2, d_0 - d_p1} = 1", RANK),
    _claim("residual", "W_3^T Δ = 0 and Δ W_1^T = 0, where Δ is the residual", ORTHOGONAL, "Appendix C, (46)"),
    _BASIC["third-example-critical"],
    Claim(
        "third-example-line",
        AFTER_46,
        "the middle factor along a line from the third example is W_3 + t A_2, a sum of matrices of two sizes",
        (),
        (MIDDLE_STUDY,),
        Verdict.MISPRINT,
        slip=MIDDLE,
    ),
    Claim(
        "third-example-second-derivative",
        AFTER_46,
        "the second derivative at the third example is 2 ⟨A_3 W_2 A_1, Δ⟩ + ‖W_3 W_2 A_1 + W_3 A_2 W_1 + A_3 W_2 W_1‖²",
        (SECOND,),
        (SECOND_STUDY,),
        Verdict.CONFIRMED,
        depends=("third-example-residual",),
    ),
    _BASIC["third-example-hessian"],
    _claim("kernel", "on the kernel of the Hessian the product does not move to first order", STILL, AFTER_46),
    _BASIC["third-example-third-derivative"],
    _claim("fourth-derivative", "on the kernel the fourth derivative is 12 |Q|², so not negative", FOURTH, AFTER_46),
    _claim("fifth-derivative", "on the kernel, where Q = 0, the fifth derivative is 0", FIFTH, AFTER_46),
    Claim(
        "third-example-sixth-derivative",
        AFTER_46,
        "on the kernel, where Q = 0, the sixth derivative is ‖A_3 A_2 A_1‖²",
        (),
        (STUDY,),
        Verdict.MISPRINT,
        slip=SIXTH,
    ),
    _BASIC["third-example-lines"],
    _BASIC["third-example-not-global"],
    _BASIC["third-example-local-minimum"],
]
