"""Appendix B, the proof of Theorem 5: Lemmas 13 to 17 and Proposition 18."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.exact.subspace import bounded_column_basis
from exactcheck.openness import local_openness
from exactcheck.openness.claims import bounded_basis
from exactcheck.openness.completion import Completion
from exactcheck.openness.pair import Pair
from exactcheck.paper import exhaustive, lemma16, orthogonal, pairs, proposition18
from exactcheck.paper.orthogonal import Decomposed
from exactcheck.paper.pairs import ONE, TWO
from exactcheck.paper.section3 import ALL_DEFICIENT, EQUAL_RANKS, OTHER_RANKS, RANDOM_DEFICIENT
from exactcheck.paper.study import Claim, Findings, Notebook, Outcome, Slip, Study, Verdict

SOURCE = "paper, Appendix B"
PAGE = "local-openness.md"

BOUND = "there is a basis of rows with coefficients at most 2^(m - r - 1)"
BOUND_1 = "there is a basis of rows with coefficients at most 1"
EXCHANGED = Slip("a_{j,i*} / a_{j,m+1}", "a_{j,i*} / a_{m+1,i*}")
TURNED = "locally open at (W1, W2) if and only if at (U^T W1, W2 V)"
COMPLETED = "(A) if and only if (B), and (C) if and only if (D)"
RANKS = "rank W1 = rank W2"
COLUMNS = "the columns r + 1 to n of W2 V are 0"
SIGMA = "W1 W2 has a singular value that is not 0, as the sigma of the formula for delta needs"
ROWS = Slip("the rows r + 1 to n of U^T W1 are 0", "the rows r + 1 to m of U^T W1 are 0")


# -- Lemma 13 ---------------------------------------------------------------------------------------------------------
def matrices() -> dict[str, M]:
    """Matrices with more rows than their rank; in the first, the first row is no basis with the bound of the lemma."""
    return {
        "column": M([[1], [10]]),
        "zero": M.zeros(3, 2),
        "line": M([[1, 2], [-3, -6], [100, 200], [7, 14]]),
        "plane": M([[1, 0, 1], [0, 1, 1], [9, 9, 18], [-50, 1, -49], [3, -80, -77]]),
        "one-too-many": M([[1, 2, 3, 4], [0, 1, 0, 1], [5, 0, 0, 1], [60, 20, 30, 50]]),
    }


def _bounded(name: str) -> Findings:
    V, notebook = matrices()[name], Notebook("lemma-13", f"{SOURCE}, Lemma 13")
    rows, _ = bounded_column_basis(V.T)
    claims = {BOUND: bounded_basis(V, rows, Fraction(2) ** (V.rows - len(rows) - 1)), BOUND_1: bounded_basis(V, rows, 1)}
    found = {assertion: proof for assertion, proof in claims.items() if proof is not None}
    file = notebook.together(name, found.values()) if found else ""
    for assertion in claims:  # another basis may do where this one does not
        notebook.note(assertion, Outcome.HOLDS if assertion in found else Outcome.UNDECIDED, file)
    return notebook.findings()


def _exchange(v3: tuple[int, int], v4: tuple[int, int]) -> Findings:
    """``v_1``, ``v_2`` the unit vectors, ``j = 3``, ``m + 1 = 4``, ``i* = 1``: ``v_1`` is exchanged for ``v_4``."""
    notebook = Notebook("lemma-13", f"{SOURCE}, proof of Lemma 13, inductive step")
    (a31, a32), (a41, a42) = v3, v4
    rows = Relations({"v2": M([[0, 1]]), "v3": M([list(v3)]), "v4": M([list(v4)])})
    second = a32 - Fraction(a31 * a42, a41)  # the coefficient of v_2 after the exchange, as printed

    def combined(c: Fraction | int) -> bool:
        terms = "".join(f" {'-' if value >= 0 else '+'} {abs(value)} {name}" for value, name in ((second, "v2"), (c, "v4")))
        return rows.is_zero(f"v3{terms}")

    # As printed the coefficient c is a_{j,i*} divided by a_{j,m+1}, which is c itself.
    # c = a/c has the solutions sqrt(a) and -sqrt(a); a31 is a square.
    roots = [c for c in range(-abs(a31), abs(a31) + 1) if c * c == a31]
    printed, meant = [combined(c) for c in roots], combined(Fraction(a31, a41))
    notebook.slip(EXCHANGED, any(printed), meant, notebook.issue("exchange", *rows.proof()))
    return notebook.findings()


# -- Lemmas 14, 15 and 17 ---------------------------------------------------------------------------------------------
def _decomposed(name: str) -> Findings:
    """A pair with a singular value decomposition over Q, and the turned pair."""
    at: Decomposed = orthogonal.instances()[name]
    notebook = Notebook("singular-values", f"{SOURCE}, Lemmas 14, 15 and 17")
    here, there = (at.W1, at.W2), at.turned
    relations, proofs, turned = at.relations(), [pairs.proof(*here), pairs.proof(*there)], Pair(*there)
    first, second = (pairs.facts(proof[0], *pair) for proof, pair in zip(proofs, (here, there), strict=True))
    for (side, target), D in zip((ONE, TWO), pairs.completions(proofs[0]), strict=True):
        if D is not None:  # the proof of Lemma 15: U^T D and D V complete the turned pair
            moved = at.U.T @ D if side == "left" else D @ at.V
            proofs.append(Completion(turned, side, target, True, moved).proof())
    m, k, n = first.shape
    r = first.ranks[2]
    last = {"Columns": M.identity(n).select(columns=range(r, n)), "Rows": M.identity(m).select(range(r, m))}
    relations.matrices.update(last)
    columns, rows = relations.is_zero("W2 V Columns"), relations.is_zero("Rows U^T W1")
    file = notebook.together(name, [relations.proof(), *proofs])
    valid = orthogonal.is_diagonal(at.S)
    notebook.note(TURNED, valid and first.is_open == second.is_open, file)
    notebook.note(COMPLETED, valid and first.completions == second.completions, file)
    if k < min(m, n) and first.completions[ONE] and first.completions[TWO]:
        notebook.note(RANKS, first.ranks[0] == first.ranks[1], file)
        notebook.note(COLUMNS, columns, file)
        notebook.slip(ROWS, rows and n <= m, rows, file)  # U^T W1 has m rows
    return notebook.findings()


def _quadratic_field() -> Findings:
    """``W1``, ``W2`` are rational of full column and row rank, ``U`` is not rational; ``L U^T W1 = I`` and ``W2 V R = I``."""
    notebook = Notebook("singular-values", f"{SOURCE}, Lemmas 14, 15 and 17, over Q(sqrt 2)")
    relations, irrational = orthogonal.quadratic()
    here = relations.matrices["W1"], relations.matrices["W2"]
    about = pairs.proof(*here)
    found = pairs.facts(about[0], *here)
    answers = {text: orthogonal.holds(relations, text, irrational) for text in (
        "U^T U - I3", "V^T V - I4", "U S V^T - W1 W2", "U^T W1 - B", "L B - I2", "W2 V R - I2", "W2 V Columns", "Rows B")}
    file = notebook.together("quadratic-field", [relations.proof(), about])
    decomposed = all(answers[text] for text in ("U^T U - I3", "V^T V - I4", "U S V^T - W1 W2", "U^T W1 - B"))
    # U^T W1 has full column rank, W2 V full row rank: D = 0 is a completion, and multiplication is locally open (Remark 1).
    full = decomposed and answers["L B - I2"] and answers["W2 V R - I2"]
    settled = Outcome.HOLDS if full and found.is_open else Outcome.UNDECIDED
    notebook.note(TURNED, settled, file)
    notebook.note(COMPLETED, settled if found.completions[ONE] and found.completions[TWO] else Outcome.UNDECIDED, file)
    if decomposed and found.completions[ONE] and found.completions[TWO]:
        m, _, n = found.shape
        notebook.note(RANKS, found.ranks[0] == found.ranks[1], file)
        notebook.note(COLUMNS, answers["W2 V Columns"], file)
        notebook.slip(ROWS, answers["Rows B"] and n <= m, answers["Rows B"], file)
    return notebook.findings()


FIRST_COLUMNS = "if W1 W2 is diagonal and multiplication locally open at (W1, W2), so it is at W1 and the first k columns of W2"


def _first_columns(name: str) -> Findings:
    """At the turned pair, whose product is diagonal."""
    at = orthogonal.instances()[name]
    (W1, W2), notebook = at.turned, Notebook("proposition-18", f"{SOURCE}, Proposition 18, only if")
    found = [local_openness(W1, W2), local_openness(W1, W2.select(columns=range(W2.rows)))]
    certificates = [pair.verdict_certificate() for pair in found]
    file = notebook.together(f"first-columns-{name}", [(dict(c.claim), dict(c.witness)) for c in certificates])
    if orthogonal.is_diagonal(W1 @ W2) and found[0].is_open:
        notebook.note(FIRST_COLUMNS, found[1].is_open, file)
    return notebook.findings()


# -- Proposition 18 ---------------------------------------------------------------------------------------------------
def _product_zero(W1: list[list[int]], W2: list[list[int]]) -> Findings:
    notebook = Notebook("proposition-18", f"{SOURCE}, Proposition 18")
    found, file = pairs.certify(notebook, "product-zero", M(W1), M(W2))
    pairs.note_all(notebook, found, file)
    notebook.note(SIGMA, found.ranks[2] > 0, file)
    return notebook.findings()


BASES = tuple(Study(f"lemma-13/{name}", partial(_bounded, name)) for name in matrices())
ALL_MATRICES = exhaustive.study(
    "lemma-13-bound-1",
    ((2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (4, 2)),
    (BOUND, BOUND_1),  # 1 <= 2^(m - r - 1)
    "all 27,090 matrices with entries in {-1, 0, 1}, shapes 2x1, 2x2, 3x1, 3x2, 3x3, 4x2, in 119 orbits of the signed "
    "permutations; 15,234 matrices in 97 orbits meet the hypotheses",
)
RATIONAL = tuple(Study(f"singular-values/{name}", partial(_decomposed, name)) for name in orthogonal.instances())
FIELD = Study("singular-values/quadratic-field", _quadratic_field, scope="one pair over Q(sqrt 2)")
CONSTANTS = tuple(
    Study(f"proposition-18/{name}", partial(proposition18.examine, name)) for name in proposition18.settings()
)
STEPS = (proposition18.STEP_T, proposition18.STEP_D2, proposition18.STEP_BASIS)

CLAIMS = [
    Claim(
        "lemma-13",
        "Lemma 13",
        "a matrix with m rows and rank r < m has r rows that generate the others with coefficients at most 2^(m - r - 1)",
        (BOUND,),
        (*BASES, ALL_MATRICES),
        Verdict.CONFIRMED,
        depends=("lemma-13-exchange",),
        general=f"{PAGE}#lemma-13-with-the-bound-1",
    ),
    Claim(
        "lemma-13-bound-1",
        "Lemma 13, its bound",
        "such rows exist even with coefficients at most 1 (rows of maximal volume)",
        (BOUND_1,),
        (*BASES, ALL_MATRICES),
        Verdict.CONFIRMED,
        general=f"{PAGE}#lemma-13-with-the-bound-1",
    ),
    Claim(
        "lemma-13-exchange",
        "Lemma 13, the inductive step of its proof",
        "after the exchange the coefficient of v_{m+1} is a_{j,i*} divided by a_{j,m+1}",
        (),
        (Study("lemma-13/exchange", partial(_exchange, (1, 1), (4, 1))),),
        Verdict.MISPRINT,
        slip=EXCHANGED,
        general="local-openness.md#lemma-13-with-the-bound-1",
    ),
    Claim(
        "lemma-14",
        "Lemma 14",
        "multiplication is locally open at (W1, W2) if and only if at (U^T W1, W2 V), W1 W2 = U S V^T",
        (TURNED,),
        (*RATIONAL, FIELD),
        Verdict.CONFIRMED,
        general=f"{PAGE}#lemmas-14-to-17",
    ),
    Claim(
        "lemma-15",
        "Lemma 15",
        "conditions i) and ii) hold at (W1, W2) if and only if they do at (U^T W1, W2 V)",
        (COMPLETED,),
        (*RATIONAL, FIELD),
        Verdict.CONFIRMED,
        general=f"{PAGE}#lemmas-14-to-17",
    ),
    Claim(
        "lemma-16",
        "Lemma 16",
        "for k < min(m, n) and equal ranks, conditions i) to iv) are equivalent",
        (pairs.FOUR,),
        (*EQUAL_RANKS, ALL_DEFICIENT, RANDOM_DEFICIENT),
        Verdict.CONFIRMED,
        depends=("lemma-16-empty", "lemma-16-rank", "lemma-16-completion"),
        general=f"{PAGE}#lemmas-14-to-17",
    ),
    *lemma16.CLAIMS,
    Claim(
        "lemma-17",
        "Lemma 17",
        "i) and ii) give rank W1 = rank W2, and the columns r + 1 to n of W2 V and the rows r + 1 to n of U^T W1 are 0",
        (RANKS, COLUMNS),
        (*(study for study in RATIONAL if "/open-" in study.name), FIELD),
        Verdict.MISPRINT,
        slip=ROWS,
        depends=("lemma-16", "lemma-17-ranks"),
        general=f"{PAGE}#lemmas-14-to-17",
    ),
    Claim(
        "lemma-17-ranks",
        "Lemma 17, (24) and (27) in its proof",
        "for k < min(m, n), i) gives rank W1 >= rank W2, and ii) gives rank W2 >= rank W1",
        (pairs.RANKS_ORDERED,),
        (*EQUAL_RANKS, *OTHER_RANKS),
        Verdict.CONFIRMED,
        general=f"{PAGE}#lemmas-14-to-17",
    ),
    Claim(
        "proposition-18-first-columns",
        "Proposition 18, the only-if direction of its proof",
        "if W1 W2 is diagonal and multiplication is locally open at (W1, W2), it is at W1 and the first k columns of W2",
        (FIRST_COLUMNS,),
        tuple(Study(f"proposition-18/first-columns/{name}", partial(_first_columns, name))
              for name in orthogonal.instances() if name.startswith("open-")),
        Verdict.CONFIRMED,
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "proposition-18",
        "Proposition 18",
        "for k < min(m, n), multiplication is locally open in its range if and only if i) and ii) hold",
        (pairs.BOTH,),
        (*EQUAL_RANKS, *OTHER_RANKS, *CONSTANTS, ALL_DEFICIENT, RANDOM_DEFICIENT),
        Verdict.GAP,
        steps=STEPS,
        depends=("proposition-4", "lemma-13", "lemma-14", "lemma-15", "lemma-16", "lemma-17", "proposition-18-first-columns"),
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "proposition-18-constants",
        "Proposition 18, the explicit delta of its proof",
        "the factors that the proof constructs are within epsilon for every Z within the delta that it states",
        (proposition18.WITHIN,),
        CONSTANTS,
        Verdict.GAP,
        steps=STEPS,
        depends=("lemma-13", "lemma-17", "proposition-18-coefficients"),
        general=f"{PAGE}#the-constants-of-proposition-18",
    ),
    Claim(
        "proposition-18-lower-bound",
        "Proposition 18, before the bound of A1",
        "for δ < σ/2 the coefficients A1 satisfy ‖(S + R1) A1‖ <= σ/2 ‖A1‖",
        (),
        CONSTANTS,
        Verdict.MISPRINT,
        slip=proposition18.BELOW,
        general="local-openness.md#the-constants-of-proposition-18",
    ),
    Claim(
        "proposition-18-coefficients",
        "Proposition 18, the bound of A1",
        "the coefficients A1 in the proof satisfy ‖A1‖ <= 2 (1 + K) δ/σ",
        (proposition18.BOUND_A1,),
        CONSTANTS,
        Verdict.CONFIRMED,
        depends=("lemma-13", "proposition-18-lower-bound"),
        general=f"{PAGE}#the-constants-of-proposition-18",
    ),
    Claim(
        "proposition-18-product-zero",
        "Proposition 18, where W1 W2 = 0",
        "multiplication is locally open if and only if i) and ii) hold, also where W1 W2 = 0: the σ of its δ is not defined",
        (pairs.BOTH,),
        (Study("proposition-18/product-zero", partial(_product_zero, [[0], [0]], [[0, 0]])),),
        Verdict.GAP,
        steps=(SIGMA,),
        general=f"{PAGE}#the-constants-of-proposition-18",
    ),
]
