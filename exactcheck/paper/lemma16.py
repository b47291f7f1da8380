"""The proof of Lemma 16 (Appendix B): what it calls empty, and the completion of ``W_2`` that it writes down."""

from __future__ import annotations

from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.openness.claims import conjunction, rank
from exactcheck.paper import pairs
from exactcheck.paper.study import Claim, Findings, Notebook, Slip, Study, Verdict

EMPTY = Slip("N(W1) ∩ C(W2) = ∅", "N(W1) ∩ C(W2) = {0}")
RANK = "rank D = k - r and C(D) = N(W1) for every D that completes W2"
COMPLETED = "W2 + epsilon [N 0] has rank k, and W1 [N 0] = 0"


def completed_pair() -> tuple[M, M]:
    """``W1`` (3 x 2) and ``W2 = [W2' A, W2']``, whose last column is a basis of its column space; both have rank 1."""
    return M([[1, 0], [0, 0], [0, 0]]), M([[2, 3, 1], [0, 0, 0]])


def _run() -> Findings:
    notebook, (W1, W2) = Notebook("lemma-16", "paper, Appendix B, proof of Lemma 16"), completed_pair()
    about = pairs.proof(W1, W2)
    facts = pairs.facts(about[0], W1, W2)
    k, n = W2.shape
    found = Relations({"W1": W1, "W2": W2, "z": M.zeros(k, 1), "y": M.zeros(n, 1)})
    common = found.is_zero("W1 z") and found.is_zero("W2 y - z")
    file = notebook.together("intersection", [about, found.proof()])
    if facts.completions[pairs.TWO]:
        notebook.slip(EMPTY, not common, facts.b == 0, file)
    D = pairs.completions(about)[1]
    if D is not None:
        both = M.hstack([W1.null_space, D])
        ranks = notebook.issue("rank-of-the-completion", *conjunction([rank(D), rank(both), rank(W1)]))
        notebook.note(RANK, D.rank == both.rank == k - W1.rank, ranks)
    N = W1.null_space
    D = M.hstack([N, M.zeros(k, n - N.columns)])
    sums = [W2 + D * epsilon for epsilon in (1, -1, Fraction(1, 2))]
    found = Relations({"W1": W1, "D": D})
    inside = found.is_zero("W1 D")
    file = notebook.issue("completion", *conjunction([found.proof(), *map(rank, sums)]))
    notebook.note(COMPLETED, inside and all(A.rank == k for A in sums), file)
    return notebook.findings()


STUDY = Study("lemma-16/proof", _run)

CLAIMS = [
    Claim(
        "lemma-16-empty",
        "Lemma 16 and Lemma 17, their proofs",
        "if ii) holds, N(W1) ∩ C(W2) is empty (the paper calls null spaces empty and non-empty in the same way)",
        (),
        (STUDY,),
        Verdict.MISPRINT,
        slip=EMPTY,
        general="local-openness.md#lemmas-14-to-17",
    ),
    Claim(
        "lemma-16-rank",
        "Lemma 16, from ii) to iii)",
        "a D with W1 D = 0 and W2 + D of full row rank has rank k - r, and its columns span N(W1)",
        (RANK,),
        (STUDY,),
        Verdict.CONFIRMED,
        general="local-openness.md#lemmas-14-to-17",
    ),
    Claim(
        "lemma-16-completion",
        "Lemma 16, from iii) to ii)",
        "if the last r columns of W2 are independent, W2 + epsilon [N 0] has full row rank, N a basis of N(W1)",
        (COMPLETED,),
        (STUDY,),
        Verdict.CONFIRMED,
        general="local-openness.md#lemmas-14-to-17",
    ),
]
