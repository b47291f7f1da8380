"""Exhaustive scopes: all pairs, or matrices, with entries in {-1, 0, 1} of some sizes, up to signed permutations.

A sweep certifies one instance of each orbit; a study keeps its certificate, and the assertions are read off the checked claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.paper import pairs
from exactcheck.paper.pairs import Facts
from exactcheck.paper.study import Findings, Notebook, Outcome, Study
from exactcheck.sweep import Outcome as Found
from exactcheck.sweep import run

Shapes = tuple[tuple[int, ...], ...]
OUTCOMES = {Found.HOLDS: Outcome.HOLDS, Found.FAILS: Outcome.FAILS}


def cases(parts: Sequence[dict[str, Any]]) -> Iterator[Facts]:
    """The pairs of a sweep's certificate: the parts about each begin with the verdict."""
    kinds = ("locally-open", "not-locally-open")
    starts = [i for i, part in enumerate(parts) if part["kind"] in kinds]
    for start, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        about = parts[start:end]
        W1, W2 = (M([[int(v) for v in row] for row in about[0][name]["entries"]]) for name in ("W1", "W2"))
        yield pairs.facts({"parts": about}, W1, W2)


def examine_pairs(lemma: str, shapes: Shapes) -> Findings:
    """Proposition 4 or Theorem 5 at every pair of these shapes ``(m, k, n)``."""
    notebook, found = Notebook("sweeps", "paper, section 3 and Appendix B"), run(lemma, shapes=shapes, certificates=True)
    certificate = found.certificate()
    file = notebook.keep(lemma, certificate, certificate.claim)
    every = list(cases(certificate.claim["parts"]))
    equal = [at for at in every if at.ranks[0] == at.ranks[1]]
    different = [at for at in every if at.ranks[0] != at.ranks[1]]
    if lemma == "proposition-4":
        notebook.note(pairs.EQUIVALENT, all(len(set(at.conditions)) == 1 for at in every), file)
        return notebook.findings()
    notebook.note(pairs.EQUIVALENT, all(len(set(at.conditions)) == 1 for at in equal), file)
    notebook.note(pairs.FOUR, all(len(set(at.conditions[:4])) == 1 for at in equal), file)
    notebook.note(pairs.NOT_OPEN, not any(at.is_open for at in different), file)
    notebook.note(pairs.BOTH, all((at.completions[pairs.ONE] and at.completions[pairs.TWO]) == at.is_open for at in every), file)
    return notebook.findings()


def examine_matrices(lemma: str, assertions: tuple[str, ...], shapes: Shapes) -> Findings:
    """A statement about single matrices of these shapes ``(m, n)`` that implies all of the assertions."""
    notebook, found = Notebook("sweeps", "paper, Appendix B"), run(lemma, shapes=shapes, certificates=True)
    certificate = found.certificate()
    file = notebook.keep(lemma, certificate, certificate.claim)
    for assertion in assertions:
        notebook.note(assertion, OUTCOMES[found.outcome], file)
    return notebook.findings()


def _scope(lemma: str, noun: str, shapes: Shapes) -> str:
    command = " ".join(["exactcheck sweep", lemma, *(f"--shape {'x'.join(map(str, shape))}" for shape in shapes)])
    return f"all {noun} with entries in {{-1, 0, 1}} of these sizes, up to signed permutations: {command}"


def pairs_study(lemma: str, shapes: Shapes) -> Study:
    """Of the sweep ``proposition-4`` or ``theorem-5``."""
    return Study(f"sweeps/{lemma}", partial(examine_pairs, lemma, shapes), scope=_scope(lemma, "pairs", shapes))


def matrices_study(lemma: str, assertions: tuple[str, ...], shapes: Shapes) -> Study:
    """Of a sweep of single matrices, whose statement implies all of the assertions."""
    return Study(f"sweeps/{lemma}", partial(examine_matrices, lemma, assertions, shapes), scope=_scope(lemma, "matrices", shapes))
