"""Explanations of certificates about pairs begin with the verdict, define their symbols, and show each matrix once."""

from __future__ import annotations

import re

import pytest

from exactcheck.certificate import issue
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.explanation import explain
from exactcheck.openness import claims, local_openness
from exactcheck.openness.pair import Pair

#: Not open on the left, on the right and on both sides; open by each rule; of rank 0.
PAIRS = {
    "a": ([[1], [1]], [[0, 0]]),
    "b": ([[0], [0]], [[1, 1]]),
    "a and b": ([[1, 0], [0, 0]], [[0, 0], [1, 0]]),
    "obstruction with a null space": ([[1, 0], [0, 0], [0, 0]], [[1, 0, 0], [0, 0, 0]]),
    "right inverse": ([[0, 0, 0]], [[1, 0], [0, 0], [0, 0]]),
    "left inverse": ([[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]], [[0], [0], [0]]),
    "Schur": ([[1, 2, 0], [0, 0, 0]], [[1, 0, 0], [0, 0, 0], [0, 0, 0]]),
    "rank 0": ([[0], [0]], [[0, 0]]),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_verdict_comes_first(name: str) -> None:
    """The first line says whether the pair is locally open; the checker's own sentence follows."""
    found = local_openness(*map(M, PAIRS[name]))
    text = explain(found.certificate())
    word = "is" if found.is_open else "is not"
    assert text.startswith(f"In short: multiplication {word} locally open at this pair: ")
    assert text.index("In short: ") < text.index("Claim:   (1) multiplication") < text.index("Rule:    all")


@pytest.mark.parametrize("name", PAIRS)
def test_the_pair_stands_once_above_its_parts(name: str) -> None:
    """W1, W2 and Z are shown once, before the first part, and no part calls them A and B."""
    W1, W2 = map(M, PAIRS[name])
    text = explain(local_openness(W1, W2).certificate()).partition("\nChecked: ")[2]
    assert len(re.findall(r"(?<!ᵀ )W1 = +\[", text)) == 1
    assert len(re.findall(r"(?<!')W2 = +\[", text)) == 1
    assert text.index("W1 is m x k = ") < text.index("\n(1) ")
    assert not re.search(r"\bA = \[|\bB = \[|rank A B", text)


@pytest.mark.parametrize("name", PAIRS)
def test_symbols_are_defined_before_they_are_used(name: str) -> None:
    """Each of r, s, a, b, k, ε and Z' is introduced by its definition where it first occurs."""
    text = " ".join(explain(local_openness(*map(M, PAIRS[name])).certificate()).partition("\nChecked: ")[2].split())
    body = text.partition("The claim has")[2]
    definitions = {"r": "Let r = rank Z", "s": "s = 1, the number of columns of U", "a": "a = ", "b": "b = ", "k": "m x k = ",
                   "ε": "for every ε > 0"}
    symbols = {"r": r"\br\b(?! o)", "s": r"(?<!['’])\bs\b", "a": r"- a\b|\ba =", "b": r"- b\b|\bb =", "k": r"\bk\b", "ε": "ε"}
    for symbol, pattern in symbols.items():
        first = re.search(pattern, body)
        if first is not None:
            defined = body.find(definitions[symbol])
            assert 0 <= defined <= first.start(), (symbol, body[max(0, first.start() - 60):first.end() + 20])


def test_a_null_space_is_shown_once() -> None:
    """Where W2 and W1 W2 have one null space, its basis is shown once; a rank that part (1) shows is referred to."""
    text = explain(local_openness(M([[1, 0], [0, 0]]), M([[1, 0, 0], [0, 0, 0]])).certificate())
    assert text.count("N2 = [") == 1
    assert "Also Z N2 = 0." in text
    assert "Part (1) shows that rank Z = 0." in explain(local_openness(M([[1], [1]]), M([[0, 0]])).certificate())


def test_other_conjunctions_are_not_summed_up_as_one_pair() -> None:
    """Claims about two pairs, or without a verdict, get no sentence about "this pair"."""
    first, second = Pair(M([[1]]), M([[2]])), Pair(M([[1]]), M([[3]]))
    open_ = local_openness(first.W1, first.W2).verdict_certificate()
    proof = (dict(open_.claim), dict(open_.witness))
    for proofs in ([proof, claims.pair_ranks(second)], [claims.pair_ranks(first), claims.pair_ranks(second)]):
        assert "this pair" not in explain(issue(*claims.conjunction(proofs)))
    assert "this pair" in explain(issue(*claims.conjunction([proof, claims.pair_ranks(first)])))


def test_a_pair_that_the_parts_share_is_summed_up_too() -> None:
    """The matrices may stand once for all parts: the explanation then differs in nothing."""
    pair = Pair(M([[1], [1]]), M([[0, 0]]))
    verdict = local_openness(pair.W1, pair.W2).verdict_certificate()
    apart, witness = claims.conjunction([(dict(verdict.claim), dict(verdict.witness)), claims.pair_ranks(pair)])
    shared = {key: apart["parts"][0][key] for key in ("W1", "W2")}
    parts = [{key: value for key, value in part.items() if key not in shared} for part in apart["parts"]]
    text = explain(issue({"kind": "conjunction", "shared": shared, "parts": parts}, witness))
    assert text == explain(issue(apart, witness))
    assert text.startswith("In short: multiplication is not locally open at this pair")


@pytest.mark.parametrize(("m", "k", "n", "shown", "rank"), [
    (45, 5, 45, "The columns of N2 are independent:", "W2 N2 = 0, so rank W1 and rank W2 are at most 5 - 0 = 45 - 40 = 5;"),
    (45, 5, 5, "", "Rank W1 and rank W2 are at most 5 - 0 = 5 - 0 = 5;"),
])
def test_a_large_pair_shows_no_matrix_without_entries(m: int, k: int, n: int, shown: str, rank: str) -> None:
    """A factor of full column rank has a null space without a basis: the explanation says so instead of drawing it."""
    W1, W2 = (M([[int(i % k == j % k) for j in range(columns)] for i in range(rows)]) for rows, columns in ((m, k), (k, n)))
    text = " ".join(explain(local_openness(W1, W2).certificate()).split())
    assert "by rule equal-ranks" in text
    assert "no entries" not in text
    assert ("The columns of" in text) == bool(shown)
    assert shown in text
    assert f"{rank} elimination shows that rank Z is at least 5. So all three ranks are r = 5. N1 has no columns: " in text
