"""Studies of all small instances of a statement: sweeps whose certificates are kept, one conjunction each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from exactcheck.errors import DisagreementError
from exactcheck.paper.study import Findings, Notebook, Outcome, Study

Shapes = tuple[tuple[int, ...], ...]


def study(lemma: str, shapes: Sequence[Sequence[int]], assertions: tuple[str, ...], scope: str) -> Study:
    """``lemma`` (of ``exactcheck.sweep``) at all instances of these shapes with entries -1, 0, 1, as evidence for ``assertions``.

    ``scope`` is what the study says that it covers; the run compares it with what the sweep has examined.
    """
    chosen = tuple(tuple(shape) for shape in shapes)
    return Study(f"exhaustive/{lemma}", partial(_run, lemma, chosen, assertions, scope), scope)


def _run(lemma: str, shapes: Shapes, assertions: tuple[str, ...], scope: str) -> Findings:
    from exactcheck import sweep  # only where it is needed: it takes longer to import than most studies to run

    found = sweep.run(lemma, shapes=shapes, certificates=True)
    if found.scope != scope:
        raise DisagreementError(f"the sweep of {lemma} has examined {found.scope}; the audit says {scope}")
    outcomes = {sweep.Outcome.HOLDS: Outcome.HOLDS, sweep.Outcome.FAILS: Outcome.FAILS}
    notebook = Notebook("exhaustive", found.lemma.place)
    certificate = found.certificate()
    file = notebook.keep(lemma, certificate, certificate.claim)
    for assertion in assertions:
        notebook.note(assertion, outcomes.get(found.outcome, Outcome.UNDECIDED), file)
    return notebook.findings()
