"""Section 6 and Appendix A.4: products of many matrices at non-degenerate points (Lemmas 10 and 11)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.landscape import claims
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness import local_openness
from exactcheck.openness.claims import Proof, conjunction, pair_ranks, rank
from exactcheck.openness.pair import Pair
from exactcheck.paper.study import Claim, Findings, Notebook, Slip, Study, Verdict
from exactcheck.paper.theorem12 import padded_identity

OPEN = "the product of all layers is locally open in its range"
MERGED_OPEN = "after W_{p+1} W_p is merged the product is still locally open, as the induction needs"
GLOBAL_OR_NOT_LOCAL = "a global minimum, or not a local minimum"
INNER = "the thinnest layer p is an inner one, so that there is a product W_{p+1} W_p to be merged"
SIZE = Slip("Z is d_h x n", "Z is d_h x d_0")
PRODUCTS = "a matrix is a product of matrices of the widths if and only if its rank is at most the least of them"


# -- the auxiliary problem, and the range of the product --------------------------------------------------------------
def network_sizes() -> tuple[M, M, M]:
    """``W_1``, ``W_2`` and ``X`` of a network with more samples than inputs."""
    return M([[1, 0]]), M([[1], [0]]), M([[1, 0, 1], [0, 1, 1]])


def _auxiliary() -> Findings:
    notebook, (W1, W2, X) = Notebook("section-6", "paper, section 6, (14)"), network_sizes()
    found = Relations({"W1": W1, "W2": W2, "X": X, "Z": W2 @ W1, "T": W2 @ W1 @ X})
    holds = [found.is_zero(text) for text in ("Z - W2 W1", "Z X - T")]
    file = notebook.issue("auxiliary-problem", *found.proof())
    wide = (W2 @ W1).columns
    notebook.slip(SIZE, all(holds) and wide == X.columns, all(holds) and wide == X.rows, file)
    return notebook.findings()


def matrices() -> list[tuple[tuple[int, ...], M]]:
    """Widths ``(d_0, ..., d_h)`` and a ``d_h x d_0`` matrix, of rank up to the least width and above."""
    return [
        ((3, 2, 4, 3), M([[1, 2, 3], [4, 5, 6], [7, 8, 9]])),
        ((3, 2, 4, 3), M([[1, 2, 3], [4, 5, 6], [7, 8, 10]])),
        ((2, 3, 3, 2), M([[1, 2], [3, 4]])),
        ((3, 1, 1, 2), M([[1, 2, 3], [2, 4, 6]])),
        ((3, 1, 1, 2), M([[1, 2, 3], [2, 4, 7]])),
    ]


def _range() -> Findings:
    """A column basis is carried through all layers; a product has at most the rank of each factor."""
    notebook, proofs, outcomes = Notebook("section-6", "paper, section 6, before Lemma 10"), [], []
    for widths, Z in matrices():
        proofs.append(rank(Z))
        basis = Z.column_space
        coefficients = basis.solve(Z)
        if Z.rank > min(widths) or coefficients is None:
            outcomes.append(Z.rank > min(widths))
            continue
        r, last = basis.columns, widths[-2]
        weights = [M.vstack([coefficients, M.zeros(widths[1] - r, Z.columns)])]
        weights += [padded_identity(rows, columns) for columns, rows in pairwise(widths[1:-1])]
        weights.append(M.hstack([basis, M.zeros(Z.rows, last - r)]))
        found = Relations({"Z": Z, **{f"W{k}": W for k, W in enumerate(weights, start=1)}})
        outcomes.append(found.is_zero(" ".join(f"W{k}" for k in range(len(weights), 0, -1)) + " - Z"))
        proofs.append(found.proof())
    notebook.note(PRODUCTS, all(outcomes), notebook.issue("range", *conjunction(proofs)))
    return notebook.findings()


# -- Lemma 10 ---------------------------------------------------------------------------------------------------------
def padded(*widths: int) -> list[M]:
    """Padded identities ``[I 0]``, ``[I; 0]`` of the widths ``(d_0, ..., d_h)``: not degenerate if each fits into the next."""
    return [padded_identity(rows, columns) for columns, rows in pairwise(widths)]


def products() -> list[tuple[str, list[M]]]:
    """Non-degenerate points (weights, input side first): the thinnest layer inside, first, last, and twice."""
    full = [M([[1, 2, 0], [0, 1, 1]]), M([[1, 1]]), M([[2], [1]]), M([[1, 0], [1, 1], [0, 3]])]
    return [
        ("widths-2-1-2", padded(2, 1, 2)),
        ("widths-3-1-2-3", padded(3, 1, 2, 3)),
        ("widths-3-2-1-2-3", full),
        ("thinnest-first", padded(1, 2, 2)),
        ("thinnest-last", padded(2, 3, 1)),
        ("thinnest-twice", padded(3, 2, 3, 2, 3)),
    ]


def chain(weights: list[M]) -> list[tuple[M, M]]:
    """The pairs whose openness carries over to the product: split at a thinnest layer ``p``, never merge across it.

    ``(W_i, W_{i-1} ⋯ W_{p+1})`` for ``i = p + 2 .. h`` and ``(W_p ⋯ W_{j+1}, W_j)`` for ``j = 1 .. p - 1`` have all matrices
    of their sizes as range, so that compositions are allowed; ``(L_p, R_p)`` comes last (missing for ``p = 0`` and ``p = h``).
    """
    widths = [weights[0].columns, *(W.rows for W in weights)]
    p, pairs = widths.index(min(widths)), []
    left, right = None, None
    for W in weights[p:]:
        if left is not None:
            pairs.append((W, left))
        left = W if left is None else W @ left
    for W in reversed(weights[:p]):
        if right is not None:
            pairs.append((right, W))
        right = W if right is None else right @ W
    if left is not None and right is not None:
        pairs.append((left, right))
    return pairs


def _openness(pair: tuple[M, M]) -> Proof:
    certificate = local_openness(*pair).verdict_certificate()
    return dict(certificate.claim), dict(certificate.witness)


def _lemma_10(index: int) -> Findings:
    """Lemma 10 by the chain; and the step of the printed proof, which merges the two layers at ``p`` and goes on by induction.

    The induction can only go on where the merged product is locally open; for three layers that is one pair.
    """
    name, weights = products()[index]
    notebook = Notebook("lemma-10", "paper, Lemma 10 and Appendix A.4")
    file = notebook.issue(name, *conjunction([_openness(pair) for pair in chain(weights)]))
    notebook.note(OPEN, all(local_openness(*pair).is_open for pair in chain(weights)), file)
    p = [weights[0].columns, *(W.rows for W in weights)].index(min(weights[0].columns, *(W.rows for W in weights)))
    notebook.note(INNER, 0 < p < len(weights), file)
    if len(weights) == 3 and 0 < p < 3:
        merged = weights[p] @ weights[p - 1]
        pair = (weights[2], merged) if p == 1 else (merged, weights[0])
        file = notebook.issue(f"{name}-merged", *conjunction([_openness(pair), pair_ranks(Pair(*pair))]))
        notebook.note(MERGED_OPEN, local_openness(*pair).is_open, file)
    return notebook.findings()


# -- Lemma 11 ---------------------------------------------------------------------------------------------------------
def points() -> list[tuple[str, DeepLinearNetwork]]:
    """Critical points that are not degenerate, of three and four layers, with data of full and of deficient rank."""
    first, second = [M([[2, 0]]), M([[1]]), M([[1], [0]])], [M([[0, 1]]), M([[1]]), M([[0], [1]])]
    target = M([[2, 0], [0, 1]])
    deep = [M([[0, 1]]), M([[1], [0]]), M([[1, 0]]), M([[0], [1]])]
    return [
        ("best", DeepLinearNetwork(first, "identity", target)),
        ("second-singular-vector", DeepLinearNetwork(second, "identity", target)),
        ("four-layers", DeepLinearNetwork(deep, "identity", target)),
        ("target-of-rank-1", DeepLinearNetwork(first, "identity", M([[2, 0], [0, 0]]))),
        ("rank-deficient-data", DeepLinearNetwork(second, M([[1, 1], [0, 0]]), M([[1, 0], [0, 0]]))),
        ("fit", DeepLinearNetwork(padded(2, 2, 2, 2), "identity", M.identity(2))),
    ]


def _lemma_11(index: int) -> Findings:
    """With the rank of the product of all layers, which is the least width."""
    name, net = points()[index]
    notebook = Notebook("lemma-11", "paper, Lemma 11")
    proof = claims.global_minimum(net) if is_global_minimum(net) else claims.not_local_minimum(net)
    if not net.is_degenerate:
        notebook.note(GLOBAL_OR_NOT_LOCAL, True, notebook.issue(name, *conjunction([proof, rank(net.P)])))
    return notebook.findings()


def _studies(name: str, run: Callable[[int], Findings], names: list[str]) -> tuple[Study, ...]:
    return tuple(Study(f"{name}/{instance}", partial(run, index)) for index, instance in enumerate(names))


LEMMA_10 = _studies("lemma-10", _lemma_10, [name for name, _ in products()])
LEMMA_11 = _studies("lemma-11", _lemma_11, [name for name, _ in points()])

CLAIMS = [
    Claim(
        "section-6-auxiliary-size",
        "Section 6, (14)",
        "the matrix Z of the auxiliary problem, a product of all layers, is d_h x n",
        (),
        (Study("section-6/auxiliary-problem", _auxiliary),),
        Verdict.MISPRINT,
        slip=SIZE,
    ),
    Claim(
        "section-6-range",
        "Section 6, before Lemma 10",
        "the range of the product of several layers is the set of matrices of rank at most the least width",
        (PRODUCTS,),
        (Study("section-6/range", _range, scope=f"{len(matrices())} matrices, of rank up to the least width and above"),),
        Verdict.CONFIRMED,
        depends=("section-2-range",),
        general="open-maps.md#the-range-of-multiplication",
    ),
    Claim(
        "lemma-10",
        "Lemma 10; Appendix A.4",
        "at a non-degenerate point the product of all layers is locally open in its range",
        (OPEN,),
        LEMMA_10,
        Verdict.GAP,
        steps=(MERGED_OPEN,),
        depends=("proposition-4", "theorem-5", "section-2-composition", "lemma-10-full-ranks", "lemma-10-citation"),
        general="deep-linear-networks.md#non-degenerate-points",
    ),
    Claim(
        "lemma-10-thinnest-outside",
        "Appendix A.4, the induction step",
        "Lemma 10 where the first or the last layer is the thinnest: the proof merges W_{p+1} W_p, and one of the two is missing",
        (OPEN,),
        tuple(study for study in LEMMA_10 if study.name in ("lemma-10/thinnest-first", "lemma-10/thinnest-last")),
        Verdict.GAP,
        steps=(INNER,),
        general="deep-linear-networks.md#non-degenerate-points",
    ),
    Claim(
        "lemma-11",
        "Lemma 11",
        "every non-degenerate local minimum of a deep linear network is global, for every X and Y",
        (GLOBAL_OR_NOT_LOCAL,),
        LEMMA_11,
        Verdict.CONFIRMED,
        depends=("observation-1", "lemma-10", "lemma-7"),
        general="deep-linear-networks.md#non-degenerate-points",
    ),
]
