"""Explanations of ``locally-open``: what the nearby factors are, and how near."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.matrices import Document, plural, product_line, read
from exactcheck.explanation.pairs import pair, setting
from exactcheck.explanation.text import flow, named, number, root

#: Larger pairs are not worked through with numbers.
_MAX_EXAMPLE = 6


def opening(W1: RationalMatrix, W2: RationalMatrix) -> list[str]:
    """The pair, and what is to be shown about it."""
    return [*setting(W1, W2), "To be shown: for every ε > 0 there is a δ > 0 such that every Z' of the range with ‖Z' - Z‖ <= δ is "
            "a product W1' W2' with ‖W1' - W1‖ <= ε and ‖W2' - W2‖ <= ε (‖·‖²: the sum of the squares of the entries)."]


def right_inverse(claim: Document, witness: Document) -> list[str]:
    (W1, W2), (E, K0, K1) = pair(claim), (read(witness[key]) for key in ("E", "K0", "K1"))
    paragraphs = opening(W1, W2)
    if E.is_zero():
        K = K0 + K1  # W1 K1 = 0, so this is a right inverse too
        return [*paragraphs, "W1 has a right inverse K:", product_line("W1 K", [W1, K], W1 @ K),
                "So for every matrix Z' of the size of Z, whatever its rank,",
                "  W1' = W1,    W2' = W2 + K (Z' - Z)    have    W1' W2' = W1 W2 + W1 K (Z' - Z) = Z'.",
                *_linear("W2' - W2", "K", K), *_example(W1, W2, W1, lambda change: W2 + K @ change)]
    eta = Fraction(1, 10)
    return [*paragraphs, "Take", flow(named("E", E), named("K0", K0), named("K1", K1)),
            _identities("E W2 = 0", "W1 K1 = 0", "E K0 = 0", "W1 K0 + E K1 = I"),
            "So (W1 + ηE)(K0 + K1/η) = W1 K0 + E K1 + η E K0 + W1 K1/η = I for every η ≠ 0, and for every Z' of the "
            "size of Z",
            "  W1' = W1 + ηE,    W2' = W2 + (K0 + K1/η)(Z' - Z)    have    W1' W2' = W1 W2 + η E W2 + (Z' - Z) = Z'.",
            *_balanced("W1' - W1", "W2' - W2", E),
            *_example(W1, W2, W1 + E * eta, lambda change: W2 + (K0 + K1 * (1 / eta)) @ change, eta),
            *_rate(claim, W1, W2, witness)]


def left_inverse(claim: Document, witness: Document) -> list[str]:
    (W1, W2), (E, K0, K1) = pair(claim), (read(witness[key]) for key in ("E", "K0", "K1"))
    paragraphs = opening(W1, W2)
    if E.is_zero():
        K = K0 + K1
        return [*paragraphs, "W2 has a left inverse K:", product_line("K W2", [K, W2], K @ W2),
                "So for every matrix Z' of the size of Z, whatever its rank,",
                "  W1' = W1 + (Z' - Z) K,    W2' = W2    have    W1' W2' = W1 W2 + (Z' - Z) K W2 = Z'.",
                *_linear("W1' - W1", "K", K)]
    return [*paragraphs, "Take", flow(named("E", E), named("K0", K0), named("K1", K1)),
            _identities("W1 E = 0", "K1 W2 = 0", "K0 E = 0", "K0 W2 + K1 E = I"),
            "So (K0 + K1/η)(W2 + ηE) = K0 W2 + K1 E + η K0 E + K1 W2/η = I for every η ≠ 0, and for every Z' of the "
            "size of Z",
            "  W1' = W1 + (Z' - Z)(K0 + K1/η),    W2' = W2 + ηE    have    W1' W2' = W1 W2 + η W1 E + (Z' - Z) = Z'.",
            *_balanced("W2' - W2", "W1' - W1", E), *_rate(claim, W1, W2, witness)]


def _identities(*formulas: str) -> str:
    return f"and multiply out: {', '.join(formulas)}."


def _linear(moved: str, name: str, K: RationalMatrix) -> list[str]:
    return [f"‖{moved}‖ <= ‖{name}‖ ‖Z' - Z‖ with ‖{name}‖ = {root(K.norm_squared())}, so δ = ε/‖{name}‖ will do: of "
            "order ε. The pair is "
            "locally open, with a linear rate."]


def _balanced(first: str, second: str, E: RationalMatrix) -> list[str]:
    return [f"Given ε > 0, η = min(1, ε/‖E‖) makes ‖{first}‖ = η‖E‖ <= ε (‖E‖ = {root(E.norm_squared())}), and then "
            f"δ = ε/‖K0 + K1/η‖ makes ‖{second}‖ <= ε for every Z' with ‖Z' - Z‖ <= δ. The pair is locally open; δ is "
            "of order ε²."]


def _example(W1: RationalMatrix, W2: RationalMatrix, first: RationalMatrix,
             second: Callable[[RationalMatrix], RationalMatrix], eta: Fraction | None = None) -> list[str]:
    """One product with numbers: the entry of Z in its first row and column is raised by 1/100."""
    if max(*W1.shape, W2.columns) > _MAX_EXAMPLE:
        return []
    change = RationalMatrix.unit(W1.rows, W2.columns, 0, 0) * Fraction(1, 100)
    moved = second(change)
    with_eta = f", with η = {number(eta)}" if eta is not None else ""
    return [f"For example, raise the first entry of Z by 1/100{with_eta}:",
            product_line("W1' W2'", [first, moved], first @ moved)]


def _rate(claim: Document, W1: RationalMatrix, W2: RationalMatrix, witness: Document) -> list[str]:
    """Why ``δ`` cannot be of larger order than ``ε²``."""
    if claim["rate"] == "linear":
        return []
    u, v = read(witness["left-null-vector"]), read(witness["right-null-vector"])
    return ["A larger order of δ is impossible: with", flow(named("u", u), named("v", v)),
            "uᵀ W1 = 0 and W2 v = 0, so uᵀ W1' W2' v = uᵀ (W1' - W1)(W2' - W2) v for all W1', W2'. For Z' = Z + δ u "
            "vᵀ/(‖u‖‖v‖), whose "
            "rank is at most rank Z + 1, in the range, the left side is δ‖u‖‖v‖ and the right side at most ε² ‖u‖‖v‖: "
            "δ <= ε²."]


def schur_complement(claim: Document, witness: Document) -> list[str]:
    W1, W2 = pair(claim)
    rows, columns = witness["rows"], witness["columns"]
    Q, N, r, k = read(witness["coefficients"]), read(witness["null-space"]), len(rows), W1.columns
    if r == 0:
        return [*opening(W1, W2), *_zero_product(W2, N), *_rate(claim, W1, W2, witness)]
    P, Z = W2.select(columns=columns), W1 @ W2
    chosen = f"rows I = {_shown(rows)} and columns J = {_shown(columns)} (counted from 1)"
    paragraphs = [
        *opening(W1, W2), f"Let r = rank Z = {r}, and choose {chosen}. The columns J of W2 are a matrix P, and W2 = P Q:",
        flow(named("P", P), named("Q", Q)),
        *(["The null space of W1 is spanned by", flow(named("N", N)), "and [P N] is invertible."] if N.columns else
          [f"P is invertible (r = k = {k}), and W1 is injective."]),
        "The block of Z in the rows I and columns J is invertible:", flow(named("Z_IJ", Z.select(rows, columns))),
        "For every Z' near Z its block Z'_IJ is invertible, too. Let A' be the columns J of Z' and Q' = (Z'_IJ)⁻¹ "
        "times the rows I of "
        "Z'. For Z' = Z these are W1 P and Q."]
    if r == k:
        return [*paragraphs, f"If Z' has rank at most k = {k}, then Z' = A' Q', so W1' = A' P⁻¹ and W2' = P Q' are "
                             "factors of Z', and they "
                "tend to W1 and W2 at the rate at which Z' tends to Z: δ is of order ε. The pair is locally open, with "
                "a linear rate."]
    return [
        *paragraphs, f"What is left, S = Z' - A' Q', has rank at most k - r = {k} - {r} = {k - r} if Z' has rank at "
                     f"most {k} (Guttman), and "
        "tends to 0 at the rate of Z' - Z. Write S = F H, the columns of F being columns of S divided by τ, chosen so "
        "that no entry of H "
        "exceeds τ (a set of columns of largest volume, Cramer's rule). Then",
        "  W1' = [A' F] [P N]⁻¹,    W2' = [P N] [Q'; H]    have    W1' W2' = A' Q' + F H = Z',",
        "where [A' F] has the columns of A' and F, and [Q'; H] the rows of Q' and H. "
        "Both tend to W1 and W2 as τ and ‖S‖/τ tend to 0. With τ of order ε this works for δ of order ε²: the pair "
        "is locally "
        "open.", *_rate(claim, W1, W2, witness)]


def equal_ranks(claim: Document, witness: Document) -> list[str]:
    W1, W2 = pair(claim)
    N1, N2 = read(witness["N1"]), read(witness["N2"])
    r, (m, k), n = W1.columns - N1.columns, W1.shape, W2.columns
    rate = (f"As r is one of the sizes m, k, n = {m}, {k}, {n}, δ is of order ε." if claim["rate"] == "linear" else
            "As r is below m, k and n, there are u and v, not 0, with uᵀ W1 = 0 and W2 v = 0, and Z' = Z + δ u vᵀ/(‖u‖‖v‖) has "
            "rank at most r + 1, which is in the range; uᵀ W1' W2' v = uᵀ (W1' - W1)(W2' - W2) v bounds δ by ε².")
    nulls = {name: N for name, N in (("N1", N1), ("N2", N2)) if N.columns}
    shown = [f"The columns of {' and '.join(nulls)} are independent:", flow(*(named(name, N) for name, N in nulls.items()))]
    vanish = " and ".join(f"W{name[1]} {name} = 0" for name in nulls)
    return [
        *opening(W1, W2), *(shown if nulls else []),
        f"{vanish + ', so rank' if nulls else 'Rank'} W1 and rank W2 are at most {k} - {N1.columns} = {n} - {N2.columns} = {r}; "
        f"elimination shows that rank Z is at least {r}. So all three ranks are r = {r}."
        + ("" if N1.columns else " N1 has no columns: below, [P N1] is P."),
        "Hence there are r columns J of W2 that generate the others and span a space that W1 maps injectively: with P = W2[:, J], "
        "W2 = P Q for some Q, and [P N1] is invertible. For rows I with an invertible block Z_IJ, every Z' near Z of rank at most "
        f"k = {k} has the factors",
        "  W1' = [A' F] [P N1]⁻¹,  W2' = [P N1] [Q'; H],  A' = Z'[:, J],  Q' = (Z'_IJ)⁻¹ Z'[I, :],  F H = Z' - A' Q',",
        f"as the last difference has rank at most k - r = {k - r} (Guttman). They tend to W1 and W2 if F and H are chosen of equal "
        f"size. The pair is locally open. {rate}"]


def _zero_product(W2: RationalMatrix, N: RationalMatrix) -> list[str]:
    """The case of rank 0: both factors are 0, and every matrix of rank at most ``k`` is to be split evenly."""
    k = W2.rows
    return [f"Z = 0 and W2 = 0, and W1 = 0, as its null space is everything (N is {N.rows} x {N.columns} and "
            "invertible). A small Z' of "
            f"rank at most k = {k} is F H with {plural(k, 'column')} in F, the columns of F being columns of Z' "
            "divided by τ, chosen so that "
            "no entry of H exceeds τ. Then W1' = F N⁻¹ and W2' = N H have the product Z', and both tend to 0 as τ and "
            "‖Z'‖/τ do: with τ "
            "of order ε for δ of order ε². The pair is locally open."]


def _shown(indices: list[int]) -> str:
    return "{" + ", ".join(str(i + 1) for i in indices) + "}"

