"""The checker's part against documents that are small and ask for much, or that say one thing and seem to say another."""

from __future__ import annotations

from collections import Counter

import pytest
from corpus import M, certificate
from corpus_matrices import RANK, conjunction, without
from corpus_relations import relations

from exactcheck import checker
from exactcheck.certificate import canonical_text


def check(pair: tuple[dict[str, object], dict[str, object]], **limits: int) -> checker.Result:
    return checker.check_text(canonical_text(certificate(pair)), checker.Limits(**limits))


def test_repeated_indices_make_no_large_matrix() -> None:
    """A block with rows and columns that are named again and again is refused before it is made."""
    row, column = M(" ".join(["1"] * 3000)), M("; ".join(["1"] * 3000))
    result = check(({"kind": "locally-open", "W1": row, "W2": column, "rate": "linear"},
                    {"rule": "schur-complement", "rows": [0] * 3000, "columns": [0] * 3000, "coefficients": column,
                     "null-space": {"shape": [3000, 0], "entries": [[]] * 3000}}))
    assert result.status == "limit"
    assert "3000 x 3000" in result.reason


def test_empty_rows_are_counted() -> None:
    """Millions of empty rows, which a document asks for in a few characters, are work, although they hold no entry."""
    pair = relations({"A": {"shape": [0, 2**22], "entries": []}}, "A^T = 0")
    assert check(pair, work=10**8).status == "limit"


def test_monomials_have_different_hashes() -> None:
    """Monomials in x_0, x_61, x_122, ..., which would all have one hash if exponents alone made the key, do not collide."""
    keys = [checker.unit(i) + checker.unit(j) for i in range(0, 1220, 61) for j in range(i, 1220, 61)]
    plain = [(1 << 16 * i) + (1 << 16 * j) for i in range(0, 1220, 61) for j in range(i, 1220, 61)]
    assert max(Counter(map(hash, plain)).values()) == len(plain)
    assert max(Counter(map(hash, keys)).values()) == 1


def test_powers_are_not_counted_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """To insert a monomial into a polynomial of degree d looks at each power a bounded number of times."""
    looks = Counter[str]()
    bits = checker.Polynomial.bits.fget
    assert bits is not None

    def counted(p: checker.Polynomial) -> int:
        looks["bits"] += 1
        return bits(p)

    monkeypatch.setattr(checker.Polynomial, "bits", property(counted))
    token = checker.LIMITS.set(checker.Limits())
    f = checker.polynomial([(checker.Fraction(1), (e,)) for e in range(2, 200)], 1, "")
    looks.clear()
    assert len(f.compose([checker.linear([2], 1)], 1).terms) == 198
    checker.LIMITS.reset(token)
    assert looks["bits"] < 198 * 20


def test_sentences_do_not_multiply_long_numbers() -> None:
    """A number of 19,000 digits that all parts share is named by its size, and long output is work that is counted."""
    value = "1" + "0" * 19_000
    pair = relations({"A": M("1")}, *[f"A <= {value}"] * 3)
    assert check(pair).claim == "for the matrices A (1 x 1): " + "; ".join(["|A|^2 <= a rational of 63118 bits"] * 3)
    many = conjunction({"matrix": RANK[0]["matrix"]}, *[without(RANK, "matrix")] * 200)
    assert check(many).status == "valid"
    assert check(many, work=150_000).status == "limit"


def test_out_of_memory_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """If Python has no memory left the document is refused in a line, too."""
    def exhausted(_: object) -> str:
        raise MemoryError

    monkeypatch.setattr(checker, "check_document", exhausted)
    assert check(RANK) == checker.Result("limit", reason="out of memory")
