"""Section 2: local openness, its composition, Observation 1, Examples 2 and 3, the range of multiplication."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.minimality.classification import PolynomialClassification, classify_polynomial
from exactcheck.minimality.reader import read_polynomial
from exactcheck.openness import claims, local_openness
from exactcheck.paper import pairs, permutations, section3
from exactcheck.paper.study import Claim, Findings, Notebook, Outcome, Proof, Reach, Slip, Study, Verdict, together

PLACE = "Section 2"
BALLS = Slip("the ball of radius ε in S around F(w), that of radius δ in W around w",
             "the ball of radius ε in W around w, that of radius δ in S around F(w)")
COMPOSED = "the composition of two locally open maps is locally open"
MAPPED = "a local minimum is mapped to a local minimum"
NOT_MAPPED = "a local minimum is mapped to a point that is not a local minimum"
SQUARE_OPEN = "every z near w^2 in the range is the square of a number near w"
EXAMPLE_2 = "w = -1 and w = 1 are local minima, both are mapped to z = 1, and they are global"
EXAMPLE_3 = "every point of the set is a local minimum, and all are mapped to the same one"
PRODUCTS = "a matrix is a product of an m x k and a k x n matrix if and only if its rank is at most min(m, n, k)"

MINIMA = {"local-minimum", "strict-local-minimum", "global-minimum", "spurious-local-minimum"}


def is_minimum(found: PolynomialClassification) -> Outcome:
    """Whether the point is a local minimum, as the checked classification says."""
    return Outcome.UNDECIDED if found.kind == "undecided" else Outcome.HOLDS if found.kind in MINIMA else Outcome.FAILS


def proof_of(found: PolynomialClassification) -> list[Proof]:
    return [] if found.claim is None or found.witness is None else [(found.claim, found.witness)]


# -- the definition ---------------------------------------------------------------------------------------------------
def _definition(W1: list[list[int]], W2: list[list[int]]) -> Findings:
    """By both readings, does the definition hold where condition 3 of Proposition 4 does?

    For ``m <= k`` every m x n matrix ``Z`` is ``J (J^T Z)``, ``J = [I 0]``: factors in a large enough ball of any centre."""
    notebook, A, B = Notebook("section-2", f"paper, {PLACE}, definition"), M(W1), M(W2)
    J = M([[int(i == j) for j in range(A.columns)] for i in range(A.rows)])
    found, file = pairs.certify(notebook, "definition-pair", A, B)
    onto = Relations({"J": J, "I": M.identity(A.rows)})
    large = onto.is_zero("J J^T - I")
    factors = notebook.issue("definition-factors-of-everything", *onto.proof())
    third = found.conditions[2]
    notebook.note(BALLS.printed, large == third, factors)
    notebook.slip(BALLS, large == third, found.is_open == third, file)
    return notebook.findings()


# -- composition ------------------------------------------------------------------------------------------------------
def _composition(name: str, W1: list[list[int]], W2: list[list[int]], everywhere: bool) -> Findings:
    """``(W1, W2) -> W1 W2 -> W1 W2 e``, ``e`` the first unit vector, ``W1`` 2 x 1, ``W2`` 1 x 2.

    ``Z -> Z e`` is open on all matrices (``everywhere``; it has a linear right inverse), or on those of rank at most 1 at a
    ``Z = c e^T`` (there ``c' e^T`` is a preimage of ``c'`` in that set). ``W1 W2 e`` moves as the product of ``W1`` and ``W2 e``.
    """
    notebook, A, B = Notebook("section-2", f"paper, {PLACE}, composition"), M(W1), M(W2)
    e = M([[1], [0]])
    outer = Relations({"e": e, "I": M.identity(1), "Z": A @ B})
    second = outer.is_zero("e^T e - I") and (everywhere or outer.is_zero("Z e e^T - Z"))
    first, whole = local_openness(A, B), local_openness(A, B @ e)
    proofs: list[Proof] = [outer.proof()]
    for found in (first, whole):
        document = found.verdict_certificate().document
        proofs.append((document["claim"], document["witness"]))
    file = notebook.together(name, proofs)
    outcome = Outcome.UNDECIDED if not (first.is_open and second) else Outcome.HOLDS if whole.is_open else Outcome.FAILS
    notebook.note(COMPOSED, outcome, file)
    return notebook.findings()


# -- Observation 1 ----------------------------------------------------------------------------------------------------
def _observation(name: str, W1: list[list[Any]], W2: list[list[Any]], loss: str, product: dict[str, str]) -> Findings:
    """``loss``: a polynomial in the entries of ``Z = W1 W2``; ``product``: each entry as a polynomial in those of ``W1, W2``."""
    notebook, A, B = Notebook("observation-1", f"paper, {PLACE}, Observation 1"), M(W1), M(W2)
    variables = [f"{letter}{i}" for letter, W in (("a", A), ("b", B)) for i in range(W.rows * W.columns)]
    whole = loss
    for entry, text in product.items():
        whole = whole.replace(entry, f"({text})")
    above = classify_polynomial(whole, dict(zip(variables, [*A.entries(), *B.entries()], strict=True)))
    below = classify_polynomial(loss, dict(zip(product, (A @ B).entries(), strict=True)))
    openness = local_openness(A, B)
    document = openness.verdict_certificate().document
    file = notebook.together(name, [(document["claim"], document["witness"]), *proof_of(above), *proof_of(below)])
    upstairs, downstairs = is_minimum(above), is_minimum(below)
    settled = upstairs is Outcome.HOLDS and downstairs is not Outcome.UNDECIDED
    if openness.is_open:
        notebook.note(MAPPED, downstairs if settled else Outcome.UNDECIDED, file)
    notebook.note(NOT_MAPPED, downstairs is Outcome.FAILS if settled else Outcome.UNDECIDED, file)
    return notebook.findings()


_OBSERVATION_1: tuple[tuple[str, list[list[Any]], list[list[Any]], str, dict[str, str]], ...] = (
    ("scalars", [[2]], [[Fraction(1, 2)]], "(z - 1)^2", {"z": "a0*b0"}),
    ("spurious", [[1, 0]], [[-1], [3]], "3*z^4 - 4*z^3 - 12*z^2", {"z": "a0*b0 + a1*b1"}),
)
_NOT_OPEN = ("not-open", [[1], [0]], [[0]], "x^2 - y^2", {"x": "a0*b0", "y": "a1*b0"})


def _observation_studies(instances: tuple[Any, ...]) -> tuple[Study, ...]:
    return tuple(Study(f"observation-1/{instance[0]}", partial(_observation, *instance)) for instance in instances)


# -- Examples 2 and 3 -------------------------------------------------------------------------------------------------
#: w, epsilon (at most |w| where w is not 0), delta.
_SQUARES = (
    (0, Fraction(1, 2), Fraction(1, 8)),
    (1, Fraction(1, 2), Fraction(1, 2)),
    (-1, Fraction(1), Fraction(1)),
    (3, Fraction(1, 100), Fraction(3, 100)),
)


def _square_open() -> Findings:
    """``(|w| - epsilon)^2 <= w^2 - delta`` (for ``w != 0``), ``w^2 + delta < (|w| + epsilon)^2``: squares take what is between."""
    notebook = Notebook("examples", f"paper, {PLACE}, Example 2")
    brackets, holds = Relations({"one": M.identity(1)}), True
    for w, epsilon, delta in _SQUARES:
        below = brackets.at_most(f"{abs(w) - epsilon} one", w * w - delta) if w else True
        holds = not brackets.at_most(f"{abs(w) + epsilon} one", w * w + delta) and below and holds
    notebook.note(SQUARE_OPEN, holds, notebook.issue("square-is-open", *brackets.proof()))
    return notebook.findings()


def _minima(name: str, loss: str, product: str, image: str, points: tuple[dict[str, Any], ...]) -> Findings:
    """``loss`` is ``image(z)`` at ``z = product``; are the points local (global) minima, mapped to one minimum of ``image``?"""
    notebook = Notebook("examples", f"paper, {PLACE}, Examples 2 and 3")
    values = {read_polynomial(product, list(point))([Fraction(v) for v in point.values()]) for point in points}
    above = [classify_polynomial(loss, point) for point in points]
    below = [classify_polynomial(image, {"z": value}) for value in sorted(values)]
    file = notebook.together(name, [proof for found in (*above, *below) for proof in proof_of(found)])
    outcome = together([*map(is_minimum, (*above, *below)), Outcome.HOLDS if len(values) == 1 else Outcome.FAILS])
    notebook.note(EXAMPLE_3, outcome, file)
    is_global = all(found.kind == "global-minimum" for found in above)
    notebook.note(EXAMPLE_2, together([outcome, Outcome.HOLDS if is_global else Outcome.FAILS]), file)
    return notebook.findings()


_TWO_WELLS = ("two-wells", "(w^2 - 1)^2", "w^2", "(z - 1)^2", ({"w": -1}, {"w": 1}))
_HYPERBOLA = ("hyperbola", "(v*w - 1)^2", "v*w", "(z - 1)^2",
              ({"v": 1, "w": 1}, {"v": 3, "w": Fraction(1, 3)}, {"v": -2, "w": Fraction(-1, 2)}))
#: ``[1 0]``, ``[-1; 3]``, and ``[1 0] Q``, ``Q^{-1} [-1; 3]`` for ``Q = [1 1; 0 1]``.
_ORBIT = ("orbit", "3*(a*c + b*d)^4 - 4*(a*c + b*d)^3 - 12*(a*c + b*d)^2", "a*c + b*d", "3*z^4 - 4*z^3 - 12*z^2",
          ({"a": 1, "b": 0, "c": -1, "d": 3}, {"a": 1, "b": 1, "c": -4, "d": 3}))


# -- the range --------------------------------------------------------------------------------------------------------
#: Inner size, and a matrix.
_MATRICES: dict[str, tuple[int, list[list[int]]]] = {
    "rank-1-of-1": (1, [[1, 2], [2, 4], [3, 6]]),
    "rank-2-of-1": (1, [[1, 2], [2, 5], [3, 6]]),
    "zero": (2, [[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
    "rank-2-of-2": (2, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
    "rank-3-of-2": (2, [[1, 2, 3], [4, 5, 6], [7, 8, 10]]),
    "surplus": (4, [[1, 2, 3], [4, 5, 6]]),
}


def _range() -> Findings:
    """Factors by a column basis where the rank is at most ``k``; where it is above, there are none: no product has such a rank."""
    notebook, proofs, outcomes = Notebook("section-2", f"paper, {PLACE}, (9)"), [], []
    for k, entries in _MATRICES.values():
        Z = M(entries)
        proofs.append(claims.rank(Z))
        basis = Z.column_space
        coefficients = basis.solve(Z)
        if Z.rank > min(*Z.shape, k) or coefficients is None:
            outcomes.append(Z.rank > k)
            continue
        spare = k - basis.columns
        W1 = M.hstack([basis, M.zeros(Z.rows, spare)])
        W2 = M.vstack([coefficients, M.zeros(spare, Z.columns)])
        factors = Relations({"W1": W1, "W2": W2, "Z": Z})
        outcomes.append(factors.is_zero("W1 W2 - Z"))
        proofs.append(factors.proof())
    notebook.note(PRODUCTS, all(outcomes), notebook.together("range", proofs))
    return notebook.findings()


PAGE = "open-maps.md"

CLAIMS = [
    Claim(
        "section-2-definition",
        "Section 2, definition of local openness",
        "the definition of local openness, with a ball of radius ε in S around F(w) and one of radius δ in W around w, describes "
        "what Proposition 4 characterizes",
        (),
        (Study("section-2/definition", partial(_definition, [[0]], [[1, 0]])),),
        Verdict.MISPRINT,
        slip=BALLS,
        depends=("proposition-4",),
        general=f"{PAGE}#local-openness",
    ),
    Claim(
        "section-2-composition",
        "Section 2, after the definition",
        "the composition of two locally open maps is locally open (the second open on the range of the first)",
        (COMPOSED,),
        (Study("section-2/composition", partial(_composition, "composition", [[1], [0]], [[1, 0]], False)),),
        Verdict.CONFIRMED,
        general=f"{PAGE}#composition",
    ),
    Claim(
        "section-2-composition-wrong-space",
        "Section 2, as the proofs of Lemmas 7 and 10 use it",
        "two locally open maps compose to a locally open one even if the second is open on more than the range of the first",
        (COMPOSED,),
        (Study("section-2/composition-wrong-space", partial(_composition, "composition-wrong-space", [[1], [0]], [[0, 1]], True)),),
        Verdict.REFUTED,
        depends=("section-2-composition",),
        general=f"{PAGE}#composition",
    ),
    Claim(
        "observation-1",
        "Observation 1",
        "if F is locally open at w, and w is a local minimum of l(F(w)), then F(w) is a local minimum of l on the range of F",
        (MAPPED,),
        _observation_studies(_OBSERVATION_1),
        Verdict.CONFIRMED,
        depends=("section-2-definition",),
        general=f"{PAGE}#observation-1",
    ),
    Claim(
        "observation-1-needs-openness",
        "Observation 1, its hypothesis",
        "without local openness a local minimum may be mapped to a point that is none",
        (NOT_MAPPED,),
        _observation_studies((_NOT_OPEN,)),
        Verdict.CONFIRMED,
        depends=("observation-1",),
        general=f"{PAGE}#observation-1",
        reach=Reach.SOME,
    ),
    *permutations.CLAIMS,
    Claim(
        "example-2-open",
        "Example 2",
        "w -> w^2 is an open map onto its range, the numbers z >= 0",
        (SQUARE_OPEN,),
        (Study("examples/square-is-open", _square_open, scope="delta for one epsilon at w = 0, 1, -1 and 3"),),
        Verdict.CONFIRMED,
        general=f"{PAGE}#example-2",
    ),
    Claim(
        "example-2",
        "Example 2",
        "w = -1 and w = 1 are local minima of (w^2 - 1)^2, both mapped to the minimum z = 1 of (z - 1)^2, and so global",
        (EXAMPLE_2,),
        (Study("examples/two-wells", partial(_minima, *_TWO_WELLS)),),
        Verdict.CONFIRMED,
        depends=("observation-1", "example-2-open"),
        reach=Reach.THESE,
    ),
    Claim(
        "example-3",
        "Example 3",
        "with (W1, W2) every (W1 Q1, Q2 W2) with Q1 Q2 = I is a local minimum, and all are mapped to one local minimum",
        (EXAMPLE_3,),
        tuple(Study(f"examples/{instance[0]}", partial(_minima, *instance)) for instance in (_HYPERBOLA, _ORBIT)),
        Verdict.CONFIRMED,
        depends=("observation-1",),
        general=f"{PAGE}#example-3",
    ),
    Claim(
        "section-2-range",
        "Section 2, (9)",
        "the range of multiplication is the set of matrices of rank at most min(m, n, k)",
        (PRODUCTS,),
        (Study("section-2/range", _range, scope=f"{len(_MATRICES)} matrices, of rank up to k and above"),),
        Verdict.CONFIRMED,
        general=f"{PAGE}#the-range-of-multiplication",
    ),
    Claim(
        "section-2-not-open-in-all",
        "Section 2, before its last example",
        "for k < min(m, n) multiplication is nowhere locally open in the space of all m x n matrices",
        (pairs.NOT_OPEN_IN_ALL,),
        (*section3.EQUAL_RANKS, *section3.OTHER_RANKS),
        Verdict.CONFIRMED,
        depends=("section-2-range",),
        general=f"{PAGE}#the-range-of-multiplication",
    ),
    Claim(
        "section-2-example",
        "Section 2, the example before section 3",
        "multiplication at [1; 2], [1 1] is locally open in its range, but not in the space of all 2 x 2 matrices",
        (pairs.OPEN, pairs.NOT_OPEN_IN_ALL),
        pairs.studies("section-2", "paper, section 2, the example before section 3", {"example": ([[1], [2]], [[1, 1]])}),
        Verdict.CONFIRMED,
        depends=("section-2-not-open-in-all",),
        reach=Reach.THESE,
    ),
]
