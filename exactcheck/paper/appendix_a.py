"""Appendix A: slips in the printed proofs of Theorem 8, Corollary 9 and Lemmas 7 and 10 that change none of the statements."""

from __future__ import annotations

from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.relations import Relations
from exactcheck.landscape import claims
from exactcheck.landscape.global_minimum import is_global_minimum
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness import local_openness
from exactcheck.openness.claims import conjunction, null_space, rank
from exactcheck.paper import orthogonal, section5, theorem8_derivatives
from exactcheck.paper.study import Claim, Findings, Notebook, Slip, Study, Verdict

THIRD_CASE = Slip("a vector that is not 0 in N(W_2)", "a vector that is not 0 in N(W_1^T)")
CURVATURE = Slip("α ‖b‖² ⟨X_i, Δ_j⟩ + c", "2 α ‖b‖² ⟨X_i, Δ_j⟩ + c")
LENGTH = Slip("⟨A B X, ∇l⟩ = α ⟨X_i, (∇l)_j⟩", "⟨A B X, ∇l⟩ = α ‖b‖² ⟨X_i, (∇l)_j⟩")
GRADIENT = Slip("if ∇l X^T, then the point is a global minimum", "if ∇l X^T = 0, then the point is a global minimum")
DECOMPOSED = "|Z X - Y|^2 = |Z U S_{:,1:r} - (Y V)_{:,1:r}|^2 + |(Y V)_{:,r+1:n}|^2"
RANKS = Slip("min{rank Z, rank X} = min{d_2, d_1, d_0, rank X}", "min{rank Z, rank X} <= min{d_2, d_1, d_0, rank X}")
FULL_RANKS = Slip("for d_1 < d_2, d_0 W_1 has full column rank, else W_2 or W_1 full row rank",
                  "for d_1 < d_2, d_0 W_1 has full row rank, else W_2 full row rank or W_1 full column rank")
CITED = Slip("Proposition 4, which asks for k >= min(m, n)", "Theorem 5 for k < min(m, n), Proposition 4 else")


# -- Theorem 8 and Corollary 9 ----------------------------------------------------------------------------------------
def deficient_first_layer() -> tuple[M, M]:
    """``(W_1, W_2)`` of widths 2-1-2, the case ``d_1 <= d_2, d_0`` of the proof: ``W_1 = 0``, ``W_2`` of full rank."""
    return M([[0, 0]]), M([[1], [0]])


def _third_case() -> Findings:
    notebook, (W1, W2) = Notebook("appendix-a", "paper, Appendix A.1, third case"), deficient_first_layer()
    file = notebook.issue("third-case", *conjunction([rank(W1), null_space(W2), null_space(W1.T)]))
    if W1.rank < min(W1.shape) and W1.rows <= min(W2.rows, W1.columns):
        notebook.slip(THIRD_CASE, W2.null_space.columns > 0, W1.T.null_space.columns > 0, file)
    return notebook.findings()


def perturbed() -> tuple[DeepLinearNetwork, int, int, M, Fraction]:
    """A degenerate critical point, ``i`` and ``j`` (from 0), ``b`` in ``N(W_2)``, and alpha."""
    net = DeepLinearNetwork([M([[1, 0]]), M([[0], [0]])], "identity", M([[0, 0], [0, 1]]))
    return net, 1, 1, M([[2]]), Fraction(3)


def _perturbation() -> Findings:
    """``A = e_j b^T``, ``B = alpha b e_i^T``, so that ``A B = alpha |b|^2 e_j e_i^T`` and ``W_2 B = 0``."""
    notebook = Notebook("appendix-a", "paper, Appendices A.1 and A.2, second-order condition")
    net, i, j, b, alpha = perturbed()
    W1, W2 = net.weights
    A, B = M.unit(W2.rows, 1, j, 0) @ b.T, b @ M.unit(1, W1.columns, 0, i) * alpha
    unit = M.unit(W2.rows, W1.columns, j, i)
    found = Relations({"W1": W1, "W2": W2, "X": net.X, "Y": net.Y, "A": A, "B": B, "b": b, "G": net.G, "E": unit})
    holds = [found.is_zero(text) for text in ("W2 b", "W2 W1 X X^T - Y X^T - G")]
    c, square, inner = found.norm_squared("A W1 X"), found.norm_squared("b"), net.G[j, i]
    line = claims.taylor_expansion(net, [B, A])
    second = 2 * Fraction(line[0]["coefficients"][2])
    printed, meant = (found.is_zero(f"A B - {abs(size)} E") for size in (alpha, alpha * square))
    file = notebook.issue("perturbation", *conjunction([line, found.proof()]))
    if all(holds) and inner and alpha > 0:
        first = alpha * square * inner
        notebook.slip(CURVATURE, second == first + c, second == 2 * first + c, file)
        notebook.slip(LENGTH, printed, meant, file)
    return notebook.findings()


def with_and_without_gradient() -> list[DeepLinearNetwork]:
    """Critical points of widths 2-1-2, ``W = 0``: the first with ``G = 0``, the second with ``G`` not 0."""
    weights = [M([[0, 0]]), M([[0], [0]])]
    return [DeepLinearNetwork(weights, "identity", M.zeros(2, 2)), DeepLinearNetwork(weights, "identity", M.identity(2))]


def _gradient() -> Findings:
    notebook, proofs, outcomes = Notebook("appendix-a", "paper, Appendix A.2"), [], []
    for net in with_and_without_gradient():
        W1, W2 = net.weights
        found = Relations({"W1": W1, "W2": W2, "X": net.X, "Y": net.Y})
        zero, best = found.is_zero("W2 W1 X X^T - Y X^T"), is_global_minimum(net)
        proofs += [found.proof(), claims.global_minimum(net) if best else claims.not_global_minimum(net)]
        outcomes.append((zero, best))
    file = notebook.issue("gradient", *conjunction(proofs))
    notebook.note(GRADIENT.printed, all(best for _, best in outcomes), file)
    if any(zero for zero, _ in outcomes):
        notebook.note(GRADIENT.meant, all(best for zero, best in outcomes if zero), file)
    return notebook.findings()


# -- Lemma 7 ----------------------------------------------------------------------------------------------------------
def bounded_matrix() -> tuple[M, M, int]:
    """``Z`` (d_2 x d_0), ``X``, and ``d_1``; the rank of ``Z`` is below ``d_1``."""
    return M.zeros(2, 2), M.identity(2), 1


def _bounded_rank() -> Findings:
    notebook, (Z, X, inner) = Notebook("appendix-a", "paper, Appendix A.3"), bounded_matrix()
    file = notebook.issue("rank-of-the-product", *conjunction([rank(Z), rank(X)]))
    least, bound = min(Z.rank, X.rank), min(*Z.shape, inner, X.rank)
    if Z.rank <= inner:
        notebook.slip(RANKS, least == bound, least <= bound, file)
    return notebook.findings()


def decomposed_data() -> tuple[dict[str, M], int]:
    """``X = U S V^T`` (2 x 3) over the rationals, ``Z``, ``Y``, and the rank of ``X``."""
    U, V, S = orthogonal.rotation(2, 0, 1, 2, 1), orthogonal.rotation(3, 0, 2, 3, 1), orthogonal.padded(2, 3, (0, 0, 2))
    return {"U": U, "V": V, "S": S, "X": U @ S @ V.T, "Z": M([[1, 2], [0, -1]]), "Y": M([[1, 0, 2], [3, 1, 1]])}, S.rank


def _decomposition() -> Findings:
    """With ``First`` and ``Last`` the first ``r`` and the other columns of the identity, ``A_{:,1:r} = A First``."""
    notebook, (given, r) = Notebook("appendix-a", "paper, Appendix A.3"), decomposed_data()
    n = given["X"].columns
    first, last = M.identity(n).select(columns=range(r)), M.identity(n).select(columns=range(r, n))
    found = Relations({**given, "First": first, "Last": last, "I": M.identity(given["U"].rows), "In": M.identity(n)})
    valid = [found.is_zero(text) for text in ("U^T U - I", "V^T V - In", "U S V^T - X", "S Last")]
    whole, near, rest = (found.norm_squared(text) for text in ("Z X - Y", "Z U S First - Y V First", "Y V Last"))
    file = notebook.issue("decomposition", *found.proof())
    if all(valid):
        notebook.note(DECOMPOSED, whole == near + rest, file)
    return notebook.findings()


# -- Lemma 10 ---------------------------------------------------------------------------------------------------------
def two_layers() -> list[tuple[M, M]]:
    """Non-degenerate ``(W_1, W_2)``: of widths 2-1-2 (the first case of two layers), and of widths 1-2-2 (the second)."""
    return [(M([[1, 0]]), M([[1], [0]])), (M([[1], [0]]), M([[1, 0], [0, 0]]))]


def _full_ranks() -> Findings:
    notebook, proofs, printed, meant = Notebook("appendix-a", "paper, Appendix A.4, two layers"), [], [], []
    for W1, W2 in two_layers():
        proofs += [rank(W1), rank(W2), rank(W2 @ W1)]
        if (W2 @ W1).rank < min(W1.columns, W1.rows, W2.rows):
            continue  # degenerate
        if W1.rows < min(W2.rows, W1.columns):
            printed.append(W1.rank == W1.columns)
            meant.append(W1.rank == W1.rows)
        else:
            printed.append(W2.rank == W2.rows or W1.rank == W1.rows)
            meant.append(W2.rank == W2.rows or W1.rank == W1.columns)
    file = notebook.issue("full-ranks", *conjunction(proofs))
    if printed:
        notebook.slip(FULL_RANKS, all(printed), all(meant), file)
    return notebook.findings()


def at_the_thinnest() -> tuple[M, M]:
    """``(W_{p+1}, W_p)`` of a non-degenerate point of widths 2-1-2, ``p = 1``."""
    return M([[1], [0]]), M([[1, 0]])


def _citation() -> Findings:
    notebook, (left, right) = Notebook("appendix-a", "paper, Appendix A.4, induction step"), at_the_thinnest()
    found = local_openness(left, right)
    certificate = found.verdict_certificate()
    file = notebook.issue("thinnest-pair", *conjunction([(dict(certificate.claim), dict(certificate.witness))]))
    m, k, n = found.shape
    notebook.slip(CITED, k >= min(m, n) and found.is_open, found.is_open, file)
    return notebook.findings()


PERTURBATION = Study("appendix-a/perturbation", _perturbation)

CLAIMS = [
    Claim(
        "theorem-8-null-spaces",
        "Appendix A.1, the three cases",
        "at a degenerate point of a two-layer network N(W_2) or N(W_1^T) has a vector that is not 0",
        (section5.NULL_VECTOR,),
        section5.DEGENERATE,
        Verdict.CONFIRMED,
        depends=("theorem-8-third-case",),
        general="deep-linear-networks.md#two-layers",
    ),
    theorem8_derivatives.CLAIM,
    Claim(
        "theorem-8-third-case",
        "Appendix A.1, the third case",
        "for d_1 <= d_2, d_0 and W_1 of less than full rank there is a vector that is not 0 in N(W_2)",
        (),
        (Study("appendix-a/third-case", _third_case),),
        Verdict.MISPRINT,
        slip=THIRD_CASE,
        general="deep-linear-networks.md#two-layers",
    ),
    Claim(
        "theorem-8-factor-2",
        "Appendix A.1, the second-order condition for A and B",
        "along the direction of the proof the second derivative of the objective is α ‖b‖² ⟨X_i, Δ_j⟩ + c",
        (),
        (PERTURBATION,),
        Verdict.MISPRINT,
        slip=CURVATURE,
        general="deep-linear-networks.md#two-layers",
    ),
    Claim(
        "corollary-9-length",
        "Appendix A.2, the choice of A and B",
        "⟨A B X, ∇l⟩ = α ⟨X_i, (∇l)_j⟩ for A = e_j b^T and B = α b e_i^T",
        (),
        (PERTURBATION,),
        Verdict.MISPRINT,
        slip=LENGTH,
        general="deep-linear-networks.md#two-layers",
    ),
    Claim(
        "corollary-9-gradient",
        "Appendix A.2, before the choice of A and B",
        "if ∇l X^T (as the sentence stands: whatever ∇l X^T is), then the point is a global minimum",
        (),
        (Study("appendix-a/gradient", _gradient),),
        Verdict.MISPRINT,
        slip=GRADIENT,
        general="deep-linear-networks.md#two-layers",
    ),
    Claim(
        "lemma-7-decomposition",
        "Appendix A.3, before (17)",
        "with X = U S V^T of rank r, ‖Z X - Y‖² is ‖Z U S - Y V‖², of both the first r columns, and a constant",
        (DECOMPOSED,),
        (Study("appendix-a/decomposition", _decomposition),),
        Verdict.CONFIRMED,
        general="deep-linear-networks.md#matrices-of-bounded-rank",
    ),
    Claim(
        "lemma-7-ranks",
        "Appendix A.3, before (17)",
        "for every Z of problem (12), min{rank Z, rank X} = min{d_2, d_1, d_0, rank X}",
        (),
        (Study("appendix-a/rank-of-the-product", _bounded_rank),),
        Verdict.MISPRINT,
        slip=RANKS,
        general="deep-linear-networks.md#matrices-of-bounded-rank",
    ),
    Claim(
        "lemma-10-full-ranks",
        "Appendix A.4, the start of the induction",
        "at a non-degenerate point of two layers W_1 has full column rank for d_1 < d_2, d_0, and else W_2 or W_1 full row rank",
        (),
        (Study("appendix-a/full-ranks", _full_ranks),),
        Verdict.MISPRINT,
        slip=FULL_RANKS,
        general="deep-linear-networks.md#non-degenerate-points",
    ),
    Claim(
        "lemma-10-citation",
        "Appendix A.4, the induction step",
        "Proposition 4 shows that multiplication is locally open at (W_{p+1}, W_p), p a thinnest layer",
        (),
        (Study("appendix-a/thinnest-pair", _citation),),
        Verdict.MISPRINT,
        slip=CITED,
        depends=("proposition-4", "theorem-5"),
        general="deep-linear-networks.md#non-degenerate-points",
    ),
]
