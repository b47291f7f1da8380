"""Sections 2 and 3: where multiplication is locally open (example of section 2, Proposition 4, Theorem 5, the rate, Remark 1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from exactcheck.errors import DisagreementError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.openness import local_openness, not_open_in_all_matrices
from exactcheck.openness.criterion import proposition_4_inequalities
from exactcheck.paper.study import Claim, Findings, Notebook, Study, Verdict

Pairs = dict[str, tuple[list[list[int]], list[list[int]]]]

OPEN = "locally open in the range"
NOT_OPEN = "not locally open in the range"
NOT_OPEN_IN_ALL = "not locally open in the space of all matrices"
EQUIVALENT = "the conditions are equivalent"
LINEAR = "delta is of order epsilon"

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


def conditions(claim: Mapping[str, Any], W1: M, W2: M) -> list[bool]:
    """Conditions 1 to 3 of Proposition 4, or i) to v) of Theorem 5, read off the parts of a checked conjunction.

    Raises DisagreementError if a part is not about the given pair.
    """
    m, k, n = W1.rows, W1.columns, W2.columns
    verdict, ranks, *parts = claim["parts"]
    completions = {(part["side"], part["target"]): part["exists"] for part in parts if part["kind"] == "completion"}
    meets = [part for part in parts if part["kind"] == "subspace-intersection"]
    matrices = [(part["A"], part["B"]) for part in meets]
    expected = [(W1.to_document(), W2.to_document()), (W2.T.to_document(), W1.T.to_document())][: len(meets)]
    pair = W1.to_document(), W2.to_document()
    if matrices != expected or any((part["W1"], part["W2"]) != pair for part in (verdict, ranks, *parts) if part not in meets):
        raise DisagreementError("a part of the certificate is about another pair than the instance")
    is_open, dimension, (r1, r2, _) = verdict["kind"] == "locally-open", meets[0]["dimension"], ranks["ranks"]
    if k >= min(m, n):
        return [
            is_open,
            completions["left", "full-row-rank"] or completions["right", "full-column-rank"],
            any(proposition_4_inequalities(m, k, n, r1, r2, dimension)),
        ]
    return [
        completions["left", "full-column-rank"],
        completions["right", "full-row-rank"],
        dimension == 0,
        meets[1]["dimension"] == 0,
        is_open,
    ]


def _examine(folder: str, source: str, name: str, W1: list[list[int]], W2: list[list[int]]) -> Findings:
    """The pair with everything that the claims of section 3 say about it; one certificate."""
    notebook = Notebook(folder, source)
    certificate = local_openness(M(W1), M(W2)).certificate({"source": source, "title": name})
    file = notebook.keep(name, certificate, certificate.claim)
    holds = conditions(certificate.claim, M(W1), M(W2))
    verdict = certificate.claim["parts"][0]
    notebook.note(OPEN, verdict["kind"] == "locally-open", file)
    notebook.note(NOT_OPEN, verdict["kind"] == "not-locally-open" and verdict["codomain"] == "range", file)
    notebook.note(EQUIVALENT, len(set(holds)) == 1, file)
    if verdict["kind"] == "locally-open":
        notebook.note(LINEAR, verdict["rate"] == "linear", file)
    return notebook.findings()


def _studies(folder: str, source: str, pairs: Pairs) -> tuple[Study, ...]:
    return tuple(Study(f"{folder}/{name}", partial(_examine, folder, source, name, W1, W2)) for name, (W1, W2) in pairs.items())


def _section_2() -> Findings:
    W1, W2 = [[1], [2]], [[1, 1]]
    source = "paper, section 2, the example before section 3"
    inside, notebook = _examine("section-2", source, "open-in-the-range", W1, W2), Notebook("section-2", source)
    certificate = not_open_in_all_matrices(M(W1), M(W2), {"source": source, "title": "not-open-in-all-matrices"})
    claim = {"kind": "not-locally-open", "W1": M(W1).to_document(), "W2": M(W2).to_document(), "codomain": "all-matrices"}
    notebook.note(NOT_OPEN_IN_ALL, True, notebook.keep("not-open-in-all-matrices", certificate, claim))
    outside = notebook.findings()
    return Findings(inside.evidence + outside.evidence, {**inside.certificates, **outside.certificates})


_PROPOSITION_4 = _studies("proposition-4", "paper, Proposition 4", PROPOSITION_4)
_THEOREM_5 = _studies("theorem-5", "paper, Theorem 5", THEOREM_5)
_OPEN_PAIRS = tuple(study for study in (*_PROPOSITION_4, *_THEOREM_5) if "/open-" in study.name)

CLAIMS = [
    Claim(
        "section-2-example",
        "Section 2, the example before section 3",
        "multiplication at [1; 2], [1 1] is locally open in its range, but not in the space of all 2 x 2 matrices",
        (OPEN, NOT_OPEN_IN_ALL),
        (Study("section-2", _section_2),),
        Verdict.CONFIRMED,
    ),
    Claim(
        "proposition-4",
        "Proposition 4",
        "for k >= min(m, n), conditions 1, 2 and 3 are equivalent",
        (EQUIVALENT,),
        _PROPOSITION_4,
        Verdict.CONFIRMED,
    ),
    Claim(
        "theorem-5",
        "Theorem 5",
        "for k < min(m, n) and equal ranks, conditions i) to v) are equivalent",
        (EQUIVALENT,),
        _THEOREM_5,
        Verdict.CONFIRMED,
    ),
    Claim(
        "theorem-5-different-ranks",
        "Theorem 5",
        "for k < min(m, n) and different ranks, multiplication is not locally open",
        (NOT_OPEN,),
        _studies("theorem-5-different-ranks", "paper, Theorem 5", DIFFERENT_RANKS),
        Verdict.CONFIRMED,
    ),
    Claim(
        "rate-of-delta",
        "Section 3, before Remark 1",
        "delta is of order epsilon at every locally open pair",
        (LINEAR,),
        _OPEN_PAIRS,
        Verdict.REFUTED,
    ),
    Claim(
        "remark-1-both-full",
        "Remark 1",
        "multiplication is locally open where W1 has full column and W2 full row rank",
        (OPEN,),
        _studies("remark-1/both-full", "paper, Remark 1", FULL_COLUMN_AND_ROW_RANK),
        Verdict.CONFIRMED,
    ),
    Claim(
        "remark-1-one-full",
        "Remark 1 and its example",
        "for k < min(m, n) it is not locally open where only one of W1, W2 has full rank",
        (NOT_OPEN,),
        _studies("remark-1/one-full", "paper, Remark 1", ONE_OF_THEM_FULL),
        Verdict.CONFIRMED,
    ),
]
