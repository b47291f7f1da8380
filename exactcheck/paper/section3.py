"""Section 3: Proposition 4, Theorem 5 and what the text says about them, the rate of delta, Remark 1 and its example."""

from __future__ import annotations

from functools import partial
from itertools import product

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.openness.obstruction import RankObstruction
from exactcheck.openness.pair import Pair
from exactcheck.paper import exhaustive, pairs
from exactcheck.paper.pairs import Pairs, studies
from exactcheck.paper.study import Claim, Findings, Notebook, Outcome, Reach, Study, Verdict

#: ``k >= min(m, n)``, both sides of the line.
PROPOSITION_4: Pairs = {
    "open-scalars-at-0": ([[0]], [[0]]),
    "open-second-alternative-impossible": ([[1]], [[0, 0]]),
    "open-first-alternative-impossible": ([[0], [0]], [[1]]),
    "open-surplus-inner-size": ([[0, 0], [0, 0]], [[1, 0], [0, 0]]),
    "open-full-row-rank": ([[1, 2, 0], [0, 1, 1]], [[0, 1, 1], [1, 0, 0], [0, 0, 0]]),
    "open-by-perturbation": ([[1, 0, 0], [0, 0, 0]], [[1, 1], [0, 0], [0, 0]]),
    "not-open-smallest": ([[0]], [[1, 0]]),
    "not-open-square": ([[1, 0], [0, 0]], [[0, 0], [1, 0]]),
    "not-open-wide": ([[1, 0, 0], [0, 0, 0]], [[0, 0, 0], [1, 0, 0], [0, 1, 0]]),
    "not-open-sums": ([[1, -1], [2, -2]], [[1, 2], [1, 2]]),
}
#: ``k < min(m, n)`` and equal ranks, both sides of the line.
THEOREM_5: Pairs = {
    "open-zero": ([[0], [0]], [[0, 0]]),
    "open-section-2": ([[1], [2]], [[1, 1]]),
    "open-deficient": ([[1, 0], [0, 0], [1, 0]], [[1, 2, 0], [0, 0, 0]]),
    "open-full": ([[1, 0], [0, 1], [1, 1]], [[1, 0, 2], [0, 1, 3]]),
    "not-open-smallest": ([[1, 0], [0, 0], [0, 0]], [[0, 0, 0], [1, 0, 0]]),
    "not-open-sums": ([[1, 1], [0, 0], [2, 2]], [[1, 0, 1], [-1, 0, -1]]),
    "not-open-partly": ([[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 0]], [[1, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0]]),
}
#: ``k < min(m, n)`` and different ranks.
DIFFERENT_RANKS: Pairs = {
    "remark-1-example": ([[1], [1]], [[0, 0]]),
    "remark-1-transposed": ([[0], [0]], [[1, 1]]),
    "neither-full": ([[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 0]], [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]),
}
FULL_COLUMN_AND_ROW_RANK: Pairs = {
    "one-column": ([[1], [2]], [[1, 1]]),
    "two-columns": ([[1, 0], [0, 1], [1, 1]], [[1, 0, 2], [0, 1, 3]]),
    "square": ([[1, 1], [0, 1]], [[2, 0], [1, 1]]),
}
ONE_OF_THEM_FULL: Pairs = {
    "example": ([[1], [1]], [[0, 0]]),
    "first-full": ([[1, 0], [0, 1], [0, 0]], [[1, 0, 0], [0, 0, 0]]),
    "second-full": ([[1, 0], [0, 0], [0, 0]], [[1, 0, 0], [0, 1, 0]]),
}

PRINTED = "W1 W2 + delta E_11 is in the range, and for no delta but 0 a product of factors near W1 and W2"


def printed_perturbation(W1: list[list[int]], W2: list[list[int]]) -> Findings:
    """Remark 1's own argument: the last row of ``W1' W2'`` is 0, the last row of ``W1'`` is not near 0, so ``W2' = 0``.

    It is the rank obstruction with ``T`` the last, ``U`` and ``V`` the first unit vectors, and no ``S``; k = 1, ``W1 W2 = 0``.
    """
    notebook, pair = Notebook("remark-1", "paper, Remark 1, example"), Pair(M(W1), M(W2))
    m, k, n = pair.shape
    first, last, column = M.unit(m, 1, 0, 0), M.unit(m, 1, m - 1, 0), M.unit(n, 1, 0, 0)
    seen = (last.T @ pair.W1)[0, 0]
    if not pair.Z.is_zero() or not seen or k > 1 or m == 1:
        notebook.note(PRINTED, Outcome.UNDECIDED, pairs.certify(notebook, "printed-perturbation", pair.W1, pair.W2)[1])
        return notebook.findings()
    none = M.zeros(n, 0), M.zeros(0, k)
    found = RankObstruction(pair, *none, last, M([[1 / seen]]), first, column)
    notebook.note(PRINTED, True, notebook.issue("printed-perturbation", *found.proof()))
    return notebook.findings()


#: Remark 1: the value of a product, affine in each of four numbers.
PRODUCT = "the product of the perturbed factors of Remark 1 is the printed matrix"


def printed_product(e1: int, e2: int, e3: int, e4: int) -> list[list[int]]:
    return [[(1 + e1) * e3, (1 + e1) * e4], [(1 + e2) * e3, (1 + e2) * e4]]


def _product() -> Findings:
    """Both sides are of degree at most 1 in each of the four numbers, so they agree if they do where each is 0 or 1."""
    notebook, holds, proofs = Notebook("remark-1", "paper, Remark 1, example"), True, []
    for corner in product((0, 1), repeat=4):
        e1, e2, e3, e4 = corner
        found = Relations({"V1": M([[1 + e1], [1 + e2]]), "V2": M([[e3, e4]]), "P": M(printed_product(*corner))})
        holds = found.is_zero("V1 V2 - P") and holds
        proofs.append(found.proof())
    notebook.note(PRODUCT, holds, notebook.together("product", proofs))
    return notebook.findings()


FULL_RANK_CASE = studies("proposition-4", "paper, Proposition 4", PROPOSITION_4)
EQUAL_RANKS = studies("theorem-5", "paper, Theorem 5", THEOREM_5)
OTHER_RANKS = studies("theorem-5-different-ranks", "paper, Theorem 5", DIFFERENT_RANKS)
ALL_FULL_RANK = exhaustive.study(
    "proposition-4",
    ((1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (2, 1, 1), (2, 2, 1), (2, 2, 2)),
    (pairs.EQUIVALENT,),
    "all 8,163 pairs with entries in {-1, 0, 1}, sizes up to 2, in 96 orbits of the signed permutations; all meet the "
    "hypotheses",
)
#: 3 x 2 x 3 is the smallest shape with pairs of equal ranks that are not locally open.
ALL_DEFICIENT = exhaustive.study(
    "theorem-5",
    ((2, 1, 2), (2, 1, 3), (3, 1, 2), (3, 1, 3), (3, 2, 3)),
    (pairs.EQUIVALENT, pairs.FOUR, pairs.NOT_OPEN, pairs.BOTH),
    "all 532,737 pairs with entries in {-1, 0, 1}, sizes up to 3, in 242 orbits of the signed permutations; all meet the "
    "hypotheses; of the 242 that were decided, the ranks are equal at 133",
    pairs.theorem_5,
)
#: Larger than the sweeps can be.
RANDOM_FULL_RANK = exhaustive.random_study(
    "proposition-4", 100, 4, 1, (pairs.EQUIVALENT,),
    "100 random pairs, seed 1, with entries in {-1, 0, 1}, sizes up to 4; all meet the hypotheses")
RANDOM_DEFICIENT = exhaustive.random_study(
    "theorem-5", 100, 4, 1, (pairs.EQUIVALENT, pairs.FOUR, pairs.NOT_OPEN, pairs.BOTH),
    "100 random pairs, seed 1, with entries in {-1, 0, 1}, sizes up to 4; all meet the hypotheses; of the 100 that were decided, "
    "the ranks are equal at 90", pairs.theorem_5)
_OPEN_PAIRS = tuple(study for study in (*FULL_RANK_CASE, *EQUAL_RANKS) if "/open-" in study.name)
_DIFFERING = tuple(study for study in FULL_RANK_CASE if study.name.endswith("-impossible"))

PAGE = "local-openness.md"

CLAIMS = [
    Claim(
        "proposition-4",
        "Proposition 4",
        "for k >= min(m, n), conditions 1, 2 and 3 are equivalent (3 with its parenthesis closed)",
        (pairs.EQUIVALENT,),
        (*FULL_RANK_CASE, ALL_FULL_RANK, RANDOM_FULL_RANK),
        Verdict.CONFIRMED,
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "proposition-4-parenthesis",
        "Proposition 4, condition 3 as printed",
        "condition 3, the second inequality read without the parenthesis that is never closed, is equivalent to 1 and 2",
        (),
        FULL_RANK_CASE,
        Verdict.MISPRINT,
        slip=pairs.PARENTHESIS,
        depends=("proposition-4",),
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "theorem-5-different-ranks",
        "Theorem 5",
        "for k < min(m, n) and different ranks, multiplication is not locally open",
        (pairs.NOT_OPEN,),
        (*OTHER_RANKS, ALL_DEFICIENT, RANDOM_DEFICIENT),
        Verdict.CONFIRMED,
        depends=("proposition-18", "lemma-17"),
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "theorem-5",
        "Theorem 5",
        "for k < min(m, n) and equal ranks, conditions i) to v) are equivalent",
        (pairs.EQUIVALENT,),
        (*EQUAL_RANKS, ALL_DEFICIENT, RANDOM_DEFICIENT),
        Verdict.CONFIRMED,
        depends=("proposition-18", "lemma-16"),
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "theorem-5-i-and-ii",
        "Section 3, after Theorem 5",
        "conditions i) and ii) are equivalent in the rank-deficient case, k < min(m, n), as the sentence stands: "
        "without equal ranks (with them it is Lemma 16)",
        (pairs.SAME,),
        (*EQUAL_RANKS, *OTHER_RANKS),
        Verdict.REFUTED,
        depends=("lemma-16",),
        general=f"{PAGE}#conditions-i-and-ii",
    ),
    Claim(
        "theorem-5-i-and-ii-full-rank-case",
        "Section 3, after Theorem 5",
        "in the full-rank case, k >= min(m, n), conditions i) and ii) are not equivalent, "
        "and neither are the two alternatives of Proposition 4's condition 2",
        (pairs.DIFFER, pairs.ALTERNATIVES_DIFFER),
        _DIFFERING,
        Verdict.CONFIRMED,
        reach=Reach.SOME,
    ),
    Claim(
        "theorem-5-equal-ranks-full-rank-case",
        "Section 3, after Theorem 5",
        "in the full-rank case rank W1 = rank W2 is not necessary for local openness (in the other it is, by Theorem 5)",
        (pairs.OPEN_WITH_OTHER_RANKS,),
        _DIFFERING,
        Verdict.CONFIRMED,
        depends=("theorem-5-different-ranks",),
        reach=Reach.SOME,
    ),
    Claim(
        "rate-of-delta",
        "Section 3, before Remark 1",
        "delta is of order epsilon at every locally open pair",
        (pairs.LINEAR,),
        _OPEN_PAIRS,
        Verdict.REFUTED,
        depends=("proposition-18-constants",),
        general=f"{PAGE}#the-rate",
    ),
    Claim(
        "remark-1-both-full",
        "Remark 1",
        "multiplication is locally open where W1 has full column and W2 full row rank",
        (pairs.OPEN,),
        studies("remark-1/both-full", "paper, Remark 1", FULL_COLUMN_AND_ROW_RANK),
        Verdict.CONFIRMED,
        depends=("theorem-5",),
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "remark-1-one-full",
        "Remark 1",
        "for k < min(m, n) it is not locally open where only one of W1, W2 has full rank",
        (pairs.NOT_OPEN,),
        studies("remark-1/one-full", "paper, Remark 1", ONE_OF_THEM_FULL),
        Verdict.CONFIRMED,
        depends=("theorem-5-different-ranks",),
        general=f"{PAGE}#proposition-4-and-theorem-5",
    ),
    Claim(
        "remark-1-product",
        "Remark 1, its example",
        "the product of the factors perturbed by e1, e2 and e3, e4 is [(1 + e1) e3, (1 + e1) e4; (1 + e2) e3, (1 + e2) e4]",
        (PRODUCT,),
        (Study("remark-1/product", _product, "for all e1 to e4: an identity of polynomials of degree 1 in each"),),
        Verdict.CONFIRMED,
    ),
    Claim(
        "remark-1-example",
        "Remark 1, its example",
        "at W1 = [1; 1], W2 = [0 0], delta E_11 is a feasible perturbation that no factors near W1 and W2 reach",
        (PRINTED,),
        (Study("remark-1/printed-perturbation", partial(printed_perturbation, [[1], [1]], [[0, 0]])),),
        Verdict.CONFIRMED,
        depends=("remark-1-product",),
        reach=Reach.THESE,
    ),
]
