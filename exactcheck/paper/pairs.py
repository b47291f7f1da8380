"""One pair ``(W1, W2)`` and everything that sections 2, 3 and Appendix B say about such a pair, in one certificate.

``facts`` reads what is so off the parts of the checked claim; the assertions below are the paper's sentences about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from exactcheck.errors import DisagreementError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.openness import local_openness
from exactcheck.openness.completion import Side, Target, complete
from exactcheck.openness.criterion import proposition_4_inequalities
from exactcheck.openness.obstruction import rank_excess
from exactcheck.openness.pair import Pair
from exactcheck.paper.study import Findings, Notebook, Proof, Slip, Study, conjoined

Pairs = dict[str, tuple[list[list[int]], list[list[int]]]]

OPEN = "locally open in the range"
NOT_OPEN = "not locally open in the range"
NOT_OPEN_IN_ALL = "not locally open in the space of all matrices"
EQUIVALENT = "the conditions are equivalent"
#: Of condition 3 of Proposition 4: its second inequality, and whether condition 3 with it is equivalent to 1 and 2.
PARENTHESIS = Slip("n - rank W2 - dim(N(W1) ∩ C(W2)) <= k - rank W1", "n - (rank W2 - dim(N(W1) ∩ C(W2))) <= k - rank W1")
DIFFER = "conditions i) and ii) differ"
ALTERNATIVES_DIFFER = "the two alternatives of condition 2 differ"
SAME = "conditions i) and ii) are equivalent"
FOUR = "conditions i) to iv) are equivalent"
RANKS_ORDERED = "i) gives rank W1 >= rank W2, and ii) gives rank W2 >= rank W1"
BOTH = "locally open if and only if i) and ii) hold"
OPEN_WITH_OTHER_RANKS = "locally open, with rank W1 different from rank W2"
LINEAR = "delta is of order epsilon"

#: Conditions i) and ii): the side, and the rank that is asked for.
ONE: tuple[Side, Target]
TWO: tuple[Side, Target]
ONE, TWO = ("left", "full-column-rank"), ("right", "full-row-rank")
#: The two alternatives of Proposition 4's condition 2.
FIRST, SECOND = ("left", "full-row-rank"), ("right", "full-column-rank")


@dataclass(frozen=True)
class Facts:
    """What a checked certificate says about a pair; ``completions``: (side, target) -> is there one.

    ``shape`` is ``(m, k, n)``, ``ranks`` those of ``W1``, ``W2``, ``W1 W2``; ``b = dim(N(W1) ∩ C(W2))``, and
    ``a = dim(N(W2^T) ∩ C(W1^T))``, which is stated (not None) for ``k < min(m, n)`` only. ``closed_in_all``: not locally
    open in the space of all matrices, stated for ``k < min(m, n)``.
    """

    shape: tuple[int, int, int]
    is_open: bool
    closed_in_all: bool
    rate: str | None
    ranks: tuple[int, int, int]
    completions: dict[tuple[str, str], bool]
    b: int
    a: int | None

    @property
    def conditions(self) -> list[bool]:
        """Conditions 1 to 3 of Proposition 4 (``k >= min(m, n)``), or i) to v) of Theorem 5."""
        m, k, n = self.shape
        if k >= min(m, n):
            third = any(proposition_4_inequalities(m, k, n, *self.ranks[:2], self.b))
            return [self.is_open, self.completions[FIRST] or self.completions[SECOND], third]
        return [self.completions[ONE], self.completions[TWO], self.b == 0, self.a == 0, self.is_open]


def facts(claim: Mapping[str, Any], W1: M, W2: M) -> Facts:
    """What the parts of a checked conjunction say; raises DisagreementError if one is not about the given pair."""
    verdict, ranks, *parts = claim["parts"]
    meets = [part for part in parts if part["kind"] == "subspace-intersection"]
    about = [(part["W1"], part["W2"]) for part in (verdict, ranks, *parts) if part not in meets]
    expected = [(W1.to_document(), W2.to_document()), (W2.T.to_document(), W1.T.to_document())][: len(meets)]
    if verdict.get("codomain", "range") != "range":
        raise DisagreementError("the certificate is not about openness in the range")
    if [(part["A"], part["B"]) for part in meets] != expected or any(pair != expected[0] for pair in about):
        raise DisagreementError("a part of the certificate is about another pair than the instance")
    r1, r2, r = ranks["ranks"]
    return Facts(
        (W1.rows, W1.columns, W2.columns),
        verdict["kind"] == "locally-open",
        any(part["kind"] == "not-locally-open" and part["codomain"] == "all-matrices" for part in parts),
        verdict.get("rate"),
        (r1, r2, r),
        {(part["side"], part["target"]): part["exists"] for part in parts if part["kind"] == "completion"},
        meets[0]["dimension"],
        meets[1]["dimension"] if len(meets) > 1 else None,
    )


def proof(W1: M, W2: M) -> Proof:
    """The conjunction of everything that ``facts`` reads."""
    pair, document = Pair(W1, W2), local_openness(W1, W2).certificate().document
    # Conditions i) and ii) are Theorem 5's, but the paper also speaks of them in the full-rank case.
    full_rank = pair.shape[1] >= min(pair.shape[0], pair.shape[2])
    more = [complete(pair, *ONE).proof(), complete(pair, *TWO).proof()] if full_rank else [rank_excess(pair)]
    return conjoined([(document["claim"], document["witness"]), *more])


def certify(notebook: Notebook, name: str, W1: M, W2: M) -> tuple[Facts, str]:
    """The facts about a pair, and the file name of the certificate that states them."""
    file = notebook.together(name, [proof(W1, W2)])
    return facts(notebook.certificates[file].claim, W1, W2), file


def examine(folder: str, source: str, name: str, W1: list[list[int]], W2: list[list[int]]) -> Findings:
    """The pair with the outcomes of all assertions about it."""
    notebook = Notebook(folder, source)
    found, file = certify(notebook, name, M(W1), M(W2))
    note_all(notebook, found, file)
    return notebook.findings()


def note_all(notebook: Notebook, found: Facts, file: str) -> None:
    m, k, n = found.shape
    r1, r2, _ = found.ranks
    i, ii = found.completions[ONE], found.completions[TWO]
    notebook.note(OPEN, found.is_open, file)
    notebook.note(NOT_OPEN, not found.is_open, file)
    notebook.note(EQUIVALENT, len(set(found.conditions)) == 1, file)
    notebook.note(SAME, i == ii, file)
    notebook.note(DIFFER, i != ii, file)
    if k >= min(m, n):
        unclosed = found.b <= k - m or n - r2 - found.b <= k - r1
        notebook.slip(PARENTHESIS, {unclosed} == set(found.conditions[:2]), len(set(found.conditions)) == 1, file)
        notebook.note(ALTERNATIVES_DIFFER, found.completions[FIRST] != found.completions[SECOND], file)
        notebook.note(OPEN_WITH_OTHER_RANKS, found.is_open and r1 != r2, file)
    else:
        notebook.note(NOT_OPEN_IN_ALL, found.closed_in_all, file)
        notebook.note(FOUR, len(set(found.conditions[:4])) == 1, file)
        notebook.note(BOTH, (i and ii) == found.is_open, file)
        notebook.note(RANKS_ORDERED, (not i or r1 >= r2) and (not ii or r2 >= r1), file)
    if found.is_open:
        notebook.note(LINEAR, found.rate == "linear", file)


def completions(proof: Proof) -> list[M | None]:
    """The ``D`` of conditions i) and ii), or None where there is none."""
    found: list[M | None] = []
    for side, target in (ONE, TWO):
        witness = next(w for part, w in zip(proof[0]["parts"], proof[1]["witnesses"], strict=True)
                       if part["kind"] == "completion" and (part["side"], part["target"]) == (side, target))
        D = witness.get("D")
        found.append(None if D is None else M([[Fraction(v) for v in row] for row in D["entries"]], tuple(D["shape"])))
    return found


def cases(parts: Sequence[Mapping[str, Any]]) -> Iterator[Facts]:
    """The pairs of a sweep's certificate: the parts about each begin with the verdict."""
    starts = [i for i, part in enumerate(parts) if part["kind"] in ("locally-open", "not-locally-open")]
    for start, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        about = parts[start:end]
        W1, W2 = (M([[int(v) for v in row] for row in about[0][name]["entries"]]) for name in ("W1", "W2"))
        yield facts({"parts": about}, W1, W2)


def theorem_5(parts: Sequence[Mapping[str, Any]]) -> tuple[dict[str, bool], str]:
    """What the sweep of Theorem 5 says about its two halves, Lemma 16 and Proposition 18, at every pair; and how many of the
    decided pairs each half is about."""
    every = list(cases(parts))
    equal = [at for at in every if at.ranks[0] == at.ranks[1]]
    return {
        EQUIVALENT: all(len(set(at.conditions)) == 1 for at in equal),
        FOUR: all(len(set(at.conditions[:4])) == 1 for at in equal),
        NOT_OPEN: not any(at.is_open for at in every if at not in equal),
        BOTH: all((at.completions[ONE] and at.completions[TWO]) == at.is_open for at in every),
    }, f"of the {len(every)} that were decided, the ranks are equal at {len(equal)}"


def studies(folder: str, source: str, pairs: Pairs) -> tuple[Study, ...]:
    """One study for each pair."""
    return tuple(Study(f"{folder}/{name}", partial(examine, folder, source, name, W1, W2)) for name, (W1, W2) in pairs.items())
