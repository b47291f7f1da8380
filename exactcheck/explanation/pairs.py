"""Explanations about one pair of matrices: its setting, its ranks, and a certificate with several claims about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.matrices import Document, common_vectors, rank_formula, read, spanning
from exactcheck.explanation.text import flow, named

#: What the paper's own conditions are proved by, beside the verdict.
_CONDITIONS = {"pair-ranks", "completion", "subspace-intersection"}


def pair(claim: Document) -> tuple[RationalMatrix, RationalMatrix]:
    return read(claim["W1"]), read(claim["W2"])


def setting(W1: RationalMatrix, W2: RationalMatrix) -> list[str]:
    """The pair, its product, and the sizes."""
    m, k, n = W1.rows, W1.columns, W2.columns
    return [f"W1 is m x k = {m} x {k}, W2 is k x n = {k} x {n}, and Z = W1 W2 is m x n = {m} x {n}. The products of such matrices, "
            f"the range, are the {m} x {n} matrices of rank at most min(m, k, n) = {min(m, k, n)}.",
            flow(named("W1", W1), named("W2", W2), named("Z", W1 @ W2))]


def ranks(claim: Document, witness: Document) -> list[str]:
    (W1, W2), (N1, N2, N) = pair(claim), map(read, witness["null-spaces"])
    return [*setting(W1, W2), *spanning("W1", W1, N1, "N1"), *spanning("W2", W2, N2, "N2"), *_of_product(W1 @ W2, N, N2)]


def _of_product(Z: RationalMatrix, N: RationalMatrix, N2: RationalMatrix) -> list[str]:
    return spanning("Z", Z, N, "N2", known=True) if N == N2 and N.columns else spanning("Z", Z, N)


def in_short(parts: Sequence[Mapping[str, Any]]) -> str | None:
    """The verdict of a certificate with several claims about one pair, as ``local_openness`` makes them; None for any other.

    The words name no more than the claims state: where the pair is locally open, the rate is left to the claim.
    """
    verdict, *conditions = parts
    if verdict["kind"] not in ("locally-open", "not-locally-open") or verdict.get("codomain", "range") != "range":
        return None
    if not all(_belongs(part, verdict) for part in conditions):
        return None
    others = f"parts (2) to ({len(parts)}) back" if len(conditions) > 1 else "part (2) backs"
    end = f"Part (1) proves it; {others} the conditions of the paper for such a pair"
    if verdict["kind"] == "locally-open":
        return ("multiplication is locally open at this pair: matrices of the range that are near W1 W2 are products of factors "
                f"near W1 and W2. {end}")
    return ("multiplication is not locally open at this pair: however close to W1 W2 you look, there are matrices of the range "
            f"that are not the product of factors near W1 and W2. {end}")


def _belongs(part: Mapping[str, Any], verdict: Mapping[str, Any]) -> bool:
    """Whether a condition is about the pair of the verdict."""
    if part["kind"] == "subspace-intersection":
        return _named(part, *pair(verdict)) is not None
    return part["kind"] in _CONDITIONS and (part["W1"], part["W2"]) == (verdict["W1"], verdict["W2"])


def _named(claim: Mapping[str, Any], W1: RationalMatrix, W2: RationalMatrix) -> tuple[str, str, str] | None:
    """What A, B and A B are for the pair."""
    found = read(claim["A"]), read(claim["B"])
    if found == (W1, W2):
        return "W1", "W2", "Z"
    return ("W2ᵀ", "W1ᵀ", "Zᵀ") if found == (W2.T, W1.T) else None


def told_once(told: Sequence[list[str]], parts: Sequence[Mapping[str, Any]],
              witnesses: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The paragraphs of all parts, without what stands above them (the setting) or in an earlier one (ranks)."""
    W1, W2 = pair(parts[0])
    start, kinds = setting(W1, W2), [part["kind"] for part in parts]
    where = f" (part ({kinds.index('pair-ranks') + 1}))" if "pair-ranks" in kinds else ""
    texts = []
    for text, part, witness in zip(told, parts, witnesses, strict=True):
        rest = text[len(start):] if text[:len(start)] == start else text
        if part["kind"] == "subspace-intersection":
            a, b, ab = _named(part, W1, W2) or ("A", "B", "A B")
            dimension = "b = dim N(W1) ∩ C(W2)" if a == "W1" else "a = dim N(W2ᵀ) ∩ C(W1ᵀ)"
            rest = [f"This is {dimension}, of a null space N and a column space C.", *common_vectors(part, witness, a, b),
                    *rank_formula(part, witness, a, b, ab, where)]
        elif part["kind"] == "pair-ranks":
            N1, N2, N = map(read, witness["null-spaces"])
            if _runs_in(spanning("Z", W1 @ W2, N), told[0]):
                rest = [*spanning("W1", W1, N1, "N1"), *spanning("W2", W2, N2, "N2"),
                        f"Part (1) shows that rank Z = {part['ranks'][2]}."]
        texts.append(rest)
    return texts


def _runs_in(run: Sequence[str], text: Sequence[str]) -> bool:
    return any(list(text[i:i + len(run)]) == list(run) for i in range(len(text)))
