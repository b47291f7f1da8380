"""A failing instance made small: rows, columns and inner indices deleted, entries moved towards 0, while it still fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from exactcheck.certificate import Certificate, issue
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.openness.claims import conjunction
from exactcheck.sweep.lemma import Case, Lemma, Outcome
from exactcheck.sweep.records import Rows

IntegerChain = tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class Failure:
    """A counterexample that cannot be made smaller by one step, with its first failing case.

    ``index``: the number of the instance in the sweep from which it was reduced; ``problem``: a problem file's content.
    """

    index: int
    shape: tuple[int, ...]
    matrices: IntegerChain
    case: Case
    certificate: Certificate

    @property
    def words(self) -> str:
        """The matrices of the problem, on one line."""
        return ", ".join(f"{name} = {_words(value)}" for name, value in self.case.problem.items())


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_words, value)) + "]"
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in value["entries"]) + "]"


def minimal_failure(lemma: Lemma, index: int, matrices: Sequence[Rows]) -> Failure:
    """Raises ValueError if the lemma does not fail at these matrices (``A_1`` first)."""
    chain: IntegerChain = tuple(tuple(tuple(row) for row in A) for A in matrices)
    case = failing_case(lemma, chain)
    if case is None:
        raise ValueError(f"{lemma.name} does not fail at {matrices}")
    improved = True
    while improved:
        improved = False
        for smaller in _smaller(chain):
            found = failing_case(lemma, smaller) if lemma.applies(_shape(lemma, smaller)) else None
            if found is not None:
                chain, case, improved = smaller, found, True
                break
    about = {"source": f"sweep of {lemma.name}", "title": f"a smallest counterexample: {lemma.statement}"}
    certificate = issue(*conjunction(case.parts), about)
    return Failure(index, _shape(lemma, chain), chain, case, certificate)


def failing_case(lemma: Lemma, chain: IntegerChain) -> Case | None:
    """The first case at which the lemma fails, judged by claims that the checker accepts."""
    for case in lemma.examine([RationalMatrix(A) for A in chain]):
        certificate = issue(*conjunction(case.parts))
        if lemma.judge(case.problem, certificate.claim["parts"]) is Outcome.FAILS:
            return case
    return None


def _widths(chain: IntegerChain) -> tuple[int, ...]:
    return (len(chain[0][0]), *(len(A) for A in chain))


def _shape(lemma: Lemma, chain: IntegerChain) -> tuple[int, ...]:
    return lemma.kind.widths(_widths(chain))


def _smaller(chain: IntegerChain) -> Iterator[IntegerChain]:
    """Chains that are smaller by one step, the largest steps first; the order is well-founded, so that it ends."""
    for side, width in enumerate(_widths(chain)):
        if width > 1:
            for j in range(width):
                yield _without(chain, side, j)
    for towards in (lambda v: 0, lambda v: (abs(v) // 2) * (1 if v > 0 else -1), abs):
        for i, A in enumerate(chain):
            for r, row in enumerate(A):
                for c, v in enumerate(row):
                    if towards(v) != v:
                        changed = (*row[:c], towards(v), *row[c + 1 :])
                        yield (*chain[:i], (*A[:r], changed, *A[r + 1 :]), *chain[i + 1 :])


def _without(chain: IntegerChain, side: int, j: int) -> IntegerChain:
    """Without index ``j`` of index set ``side``: row ``j`` of the matrix below, column ``j`` of the one above."""
    out = list(chain)
    if side > 0:
        out[side - 1] = (*chain[side - 1][:j], *chain[side - 1][j + 1 :])
    if side < len(chain):
        out[side] = tuple((*row[:j], *row[j + 1 :]) for row in chain[side])
    return tuple(out)
