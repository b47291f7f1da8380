"""Explanations of ``not-locally-open`` and ``completion``: why there are no factors, or no completion, nearby."""

from __future__ import annotations

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.matrices import Document, block, plural, product_line, read, spanning
from exactcheck.explanation.pairs import pair, setting
from exactcheck.explanation.text import equation, flow, matrix, named, root


def rank_obstruction(claim: Document, witness: Document) -> list[str]:
    W1, W2 = pair(claim)
    Z, k = W1 @ W2, W1.columns
    S, KS, T, KT, U, V, N = (read(witness[key]) for key in ("S", "KS", "T", "KT", "U", "V", "null-space"))
    r, a, b, s = Z.columns - N.columns, T.columns, S.columns, U.columns
    radii = [f"‖W2' - W2‖ < 1/(‖KS‖‖S‖) = {root(1 / (KS.norm_squared() * S.norm_squared()))}"] if b else []
    radii += [f"‖W1' - W1‖ < 1/(‖KT‖‖T‖) = {root(1 / (KT.norm_squared() * T.norm_squared()))}"] if a else []
    return [*setting(W1, W2), "However near Z you look, there are matrices Z' of the range without factors near W1 and W2. "
            "First, the rank of Z.", *spanning("Z", Z, N), *_perturbation(Z, U, V),
            f"Let r = rank Z = {r}, and s = {s}, the number of columns of U. For every δ ≠ 0, Z' has rank r + s = {r + s}, which "
            f"is at most {min(W1.rows, k, W2.columns)}: it is in the range, and it tends to Z as δ tends to 0. It has no factors "
            "near W1 and W2, however small δ is. For suppose Z' = W1' W2'.",
            *_kept("S", S, "W2", W2, KS, "Z S = 0 and Vᵀ S = 0, so Z' S = 0: W1' maps the columns of W2' S to 0. And "
                                         "KS (W2 S) = I, so "
                   f"W2' S still has rank b = {b}, the number of columns of S, while ‖KS‖ ‖W2' - W2‖ ‖S‖ < 1."),
            *_kept("T", T, "W1", W1, KT, "Tᵀ Z = 0 and Tᵀ U = 0, so Tᵀ Z' = 0: Tᵀ W1' maps all columns of W2' to 0. "
                                         "And (Tᵀ W1) KT = I, so "
                   f"Tᵀ W1' still has rank a = {a}, the number of columns of T, while ‖KT‖ ‖W1' - W1‖ ‖T‖ < 1."),
            _bound(k, a, b) + f" < {r + s} = r + s. Contradiction.",
            f"Explicitly: Z + δ U Vᵀ, δ ≠ 0, has no factors with {' and '.join(radii)}.",
            "Multiplication is not locally open at this pair."]


def _bound(k: int, a: int, b: int) -> str:
    """What the rank of ``W1' W2'`` is at most, from the ``a`` and ``b`` kept dimensions that there are."""
    if not b:
        return (f"So the columns of W2' lie in a space of dimension k - a = {k} - {a} = {k - a}: the rank of Z' = W1' W2' is at "
                f"most k - a = {k - a}")
    if not a:
        return (f"So W1', with k = {k} columns, kills a space of dimension b = {b}: the rank of Z' = W1' W2' is at most "
                f"k - b = {k - b}")
    return (f"So the columns of W2' lie in a space of dimension k - a = {k} - {a} = {k - a}, in which W1' kills a subspace of "
            f"dimension b = {b}: the rank of Z' = W1' W2' is at most k - a - b = {k - a - b}")


def _perturbation(Z: RationalMatrix, U: RationalMatrix, V: RationalMatrix) -> list[str]:
    return ["Consider Z' = Z + δ U Vᵀ with", flow(named("U", U), named("V", V), named("U Vᵀ", U @ V.T)),
            "Uᵀ Z = 0 and Z V = 0: the columns of U are orthogonal to those of Z, the columns of V to its rows, and "
            "each has "
            f"{plural(U.columns, 'independent column')}; so the ranks add up."]


def _kept(name: str, S: RationalMatrix, factor: str, W: RationalMatrix, K: RationalMatrix, reason: str) -> list[str]:
    """The vectors whose images under one factor keep their rank nearby."""
    if not S.columns:
        return []
    image = (f"{factor} {name}", W @ S) if factor == "W2" else (f"{name}ᵀ {factor}", S.T @ W)
    return ["Take", flow(named(name, S), named(*image), named(f"K{name}", K)), reason]


def rank_excess(claim: Document, witness: Document) -> list[str]:
    W1, W2 = pair(claim)
    Z, U, V, k = W1 @ W2, read(witness["U"]), read(witness["V"]), W1.columns
    return [*setting(W1, W2), *_perturbation(Z, U, V),
            f"For every δ ≠ 0 it has rank {Z.rank} + {U.columns} = {Z.rank + U.columns} > {k} = k, and it tends to Z "
            "as δ tends to 0. No "
            f"product of {W1.rows} x {k} and {k} x {W2.columns} matrices has rank above {k}: near Z there are matrices "
            "that are no "
            "products at all, and multiplication is not locally open in the space of all matrices."]


def completion(claim: Document, witness: Document) -> list[str]:
    W1, W2 = pair(claim)
    D, left = read(witness["D"]), claim["side"] == "left"
    name, W, zero = ("W1", W1, "D W2 = 0") if left else ("W2", W2, "W1 D = 0")
    total = W + D
    return [*setting(W1, W2), f"Is there a D with {zero} and {name} + D of {claim['target'].replace('-', ' ')}? Yes:",
            flow(named("D", D), named(f"{name} + D", total)),
            f"{zero}, and {name} + D has rank {total.rank}: its {block(total)} (counted from 1) "
            f"form an invertible block."]


def no_completion(claim: Document, witness: Document) -> list[str]:
    W1, W2 = pair(claim)
    S, left = read(witness["S"]), claim["side"] == "left"
    name, W, zero = ("W1", W1, "D W2 = 0") if left else ("W2", W2, "W1 D = 0")
    target = W.rows if claim["target"] == "full-row-rank" else W.columns
    paragraphs = [*setting(W1, W2), f"Is there a D with {zero} and {name} + D of {claim['target'].replace('-', ' ')}, "
                                    "that is, of rank "
                  f"{target}? No."]
    if not S.columns:
        return [*paragraphs, f"{name} + D is {W.rows} x {W.columns}, so its rank is at most {min(W.shape)} < {target}."]
    b, other = S.columns, W.columns if left else W.rows
    if left:
        shown = [equation("W2 S = ", matrix(W2 @ S)), product_line("Z S", [W1 @ W2, S], W1 @ W2 @ S)]
        reason = (f"(W1 + D) W2 S = Z S + D W2 S = 0 for every such D: W1 + D kills {plural(b, 'independent vector')}, "
                  "the columns of W2 S")
    else:
        shown = [equation("Sᵀ W1 = ", matrix(S.T @ W1)), product_line("Sᵀ Z", [S.T, W1 @ W2], S.T @ W1 @ W2)]
        reason = (f"Sᵀ W1 (W2 + D) = Sᵀ Z + Sᵀ W1 D = 0 for every such D: {plural(b, 'independent row vector')}, the "
                  "rows of Sᵀ W1, "
                  "are killed by W2 + D")
    return [*paragraphs, "Take", flow(named("S", S)), *shown,
            f"{reason}. So its rank is at most {other} - {b} = {other - b}, and at most {min(W.shape)} by its size: "
            f"less than {target}."]

