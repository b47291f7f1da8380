"""Studies of all small, or of many random, instances of a statement: sweeps whose certificates are kept, one conjunction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from exactcheck.errors import DisagreementError
from exactcheck.paper.study import Findings, Notebook, Outcome, Study

#: The parts of a checked claim -> assertion -> whether it holds at every instance; and what else the scope has to say.
Reading = Callable[[Sequence[Mapping[str, Any]]], tuple[dict[str, bool], str]]


def study(
    lemma: str, shapes: Sequence[Sequence[int]], assertions: tuple[str, ...], scope: str, read: Reading | None = None
) -> Study:
    """``lemma`` (of ``exactcheck.sweep``) at all instances of these shapes with entries -1, 0, 1, as evidence for ``assertions``.

    ``scope`` is what the study says that it covers, and how many instances meet the hypotheses; the run compares it with what the
    sweep has examined, and the study names the command that repeats it. ``read`` tells assertions apart that the lemma makes
    together; without it all of them are what the sweep found.
    """
    chosen = tuple(tuple(shape) for shape in shapes)
    command = " ".join(["exactcheck sweep", lemma, *(f"--shape {'x'.join(map(str, shape))}" for shape in chosen)])
    run = partial(_run, "exhaustive", lemma, {"shapes": chosen}, assertions, scope, read)
    return Study(f"exhaustive/{lemma}", run, scope, command)


def random_study(
    lemma: str, number: int, size: int, seed: int, assertions: tuple[str, ...], scope: str, read: Reading | None = None
) -> Study:
    """As ``study``, at ``number`` random instances of sizes up to ``size`` with entries -1, 0, 1."""
    command = f"exactcheck sweep {lemma} --size {size} --random {number} --seed {seed}"
    parameters = {"size": size, "random": number, "seed": seed}
    return Study(f"random/{lemma}", partial(_run, "random", lemma, parameters, assertions, scope, read), scope, command)


def _run(
    folder: str, lemma: str, parameters: Mapping[str, Any], assertions: tuple[str, ...], scope: str, read: Reading | None
) -> Findings:
    from exactcheck import sweep  # only where it is needed: it takes longer to import than most studies to run

    found = sweep.run(lemma, **parameters, certificates=True)
    certificate = found.certificate()
    answers, more = ({}, "") if read is None else read(certificate.claim["parts"])
    examined = "; ".join([found.scope, found.met, *([more] if more else [])])
    if examined != scope:
        raise DisagreementError(f"the sweep of {lemma} has examined {examined}; the audit says {scope}")
    outcomes = {sweep.Outcome.HOLDS: Outcome.HOLDS, sweep.Outcome.FAILS: Outcome.FAILS}
    notebook = Notebook(folder, found.lemma.place)
    file = notebook.keep(lemma, certificate, certificate.claim)
    for assertion in assertions:
        notebook.note(assertion, answers.get(assertion, outcomes.get(found.outcome, Outcome.UNDECIDED)), file)
    return notebook.findings()
