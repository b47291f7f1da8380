"""Studies of all small instances of a statement: sweeps whose certificates are kept, one conjunction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from exactcheck.errors import DisagreementError
from exactcheck.paper.study import Findings, Notebook, Outcome, Study

Shapes = tuple[tuple[int, ...], ...]


#: The parts of a checked claim -> assertion -> whether it holds at every instance.
Reading = Callable[[Sequence[Mapping[str, Any]]], dict[str, bool]]


def study(
    lemma: str, shapes: Sequence[Sequence[int]], assertions: tuple[str, ...], scope: str, read: Reading | None = None
) -> Study:
    """``lemma`` (of ``exactcheck.sweep``) at all instances of these shapes with entries -1, 0, 1, as evidence for ``assertions``.

    ``scope`` is what the study says that it covers; the run compares it with what the sweep has examined, and the study names
    the command that repeats it. ``read`` tells assertions apart that the lemma makes together; without it all of them are
    what the sweep found.
    """
    chosen = tuple(tuple(shape) for shape in shapes)
    command = " ".join(["exactcheck sweep", lemma, *(f"--shape {'x'.join(map(str, shape))}" for shape in chosen)])
    return Study(f"exhaustive/{lemma}", partial(_run, lemma, chosen, assertions, scope, read), scope, command)


def _run(lemma: str, shapes: Shapes, assertions: tuple[str, ...], scope: str, read: Reading | None) -> Findings:
    from exactcheck import sweep  # only where it is needed: it takes longer to import than most studies to run

    found = sweep.run(lemma, shapes=shapes, certificates=True)
    if found.scope != scope:
        raise DisagreementError(f"the sweep of {lemma} has examined {found.scope}; the audit says {scope}")
    outcomes = {sweep.Outcome.HOLDS: Outcome.HOLDS, sweep.Outcome.FAILS: Outcome.FAILS}
    notebook = Notebook("exhaustive", found.lemma.place)
    certificate = found.certificate()
    file = notebook.keep(lemma, certificate, certificate.claim)
    answers = {} if read is None else read(certificate.claim["parts"])
    for assertion in assertions:
        notebook.note(assertion, answers.get(assertion, outcomes.get(found.outcome, Outcome.UNDECIDED)), file)
    return notebook.findings()
