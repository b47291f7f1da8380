"""``run``: a lemma on all small instances, or on many random ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from exactcheck.errors import InputError
from exactcheck.sweep import matrices, networks, pairs
from exactcheck.sweep.execution import in_parallel
from exactcheck.sweep.instances import Chunk, Parameters, checked, chunks, total
from exactcheck.sweep.lemma import Kind, Lemma
from exactcheck.sweep.minimizing import Failure, minimal_failure
from exactcheck.sweep.orbits import require_countable
from exactcheck.sweep.records import ChunkResult
from exactcheck.sweep.results import Folder, Summary
from exactcheck.sweep.work import decide

LEMMAS: dict[str, Lemma] = {lemma.name: lemma for lemma in (*pairs.LEMMAS, *matrices.LEMMAS, *networks.LEMMAS)}
#: Instances of one chunk when all but few are dismissed by screening.
SCREENED_CHUNK = 20_000

#: Called with the number of orbits or random instances done so far, of all of the shard, and a word.
Progress = Callable[[int, int, str], None]


def lemma_named(name: str) -> Lemma:
    """Raises InputError for an unknown name."""
    if name not in LEMMAS:
        raise InputError(f"unknown lemma {name!r}; known are {', '.join(LEMMAS)}")
    return LEMMAS[name]


def parameters_for(
    lemma: Lemma,
    *,
    size: int = 2,
    shapes: Iterable[Sequence[int]] | None = None,
    layers: int | None = None,
    entries: Iterable[int] = (-1, 0, 1),
    random: int | None = None,
    seed: int = 0,
    shard: tuple[int, int] = (1, 1),
    screen: bool = False,
    chunk: int | None = None,
    certificates: bool = False,
) -> Parameters:
    """The parameters of a sweep, with what is not given filled in; raises InputError, one line, for what means nothing."""
    if screen and lemma.screen is None:
        raise InputError(f"{lemma.name}: cannot be screened without certificates")
    if layers is not None and lemma.kind is not Kind.NETWORK:
        raise InputError(f"layers: {lemma.name} is not about networks")
    if shapes is None:
        if size < 1 or (layers is not None and layers < 1):
            raise InputError("expected sizes and a number of layers of at least 1")
        chosen = lemma.shapes(size, layers)
    else:
        chosen = tuple(sorted({tuple(shape) for shape in shapes}))
        lengths = {len(shape) for shape in lemma.shapes(1, layers) or lemma.shapes(2, layers)}
        for shape in chosen:
            fits = len(shape) >= 2 if lemma.kind.value == "network" else len(shape) in lengths
            if not fits or min(shape) < 1 or not lemma.applies(shape):
                raise InputError(f"{lemma.name}: the shape {'x'.join(map(str, shape))} is not one that the statement is about")
    size_of_chunk = chunk if chunk is not None else SCREENED_CHUNK if screen else lemma.chunk
    values = tuple(sorted(set(entries)))
    made = Parameters(lemma.name, chosen, values, random, seed, shard, screen, size_of_chunk, certificates)
    return checked(made)


def counted(lemma: Lemma, **parameters: Any) -> tuple[int, int]:
    """How many orbits (or random instances) and how many instances a sweep with these parameters has; nothing is listed."""
    return total(parameters_for(lemma, **parameters), lemma.kind)


def run(
    lemma: Lemma | str,
    *,
    size: int = 2,
    shapes: Iterable[Sequence[int]] | None = None,
    layers: int | None = None,
    entries: Iterable[int] = (-1, 0, 1),
    random: int | None = None,
    seed: int = 0,
    shard: tuple[int, int] = (1, 1),
    screen: bool = False,
    chunk: int | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    out: str | Path | None = None,
    certificates: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Examine a lemma at every instance (one of each orbit of the signed permutations), or at ``random`` many random ones.

    ``size``: all shapes up to it (``layers``: of networks), unless ``shapes`` are given: ``(m, k, n)`` for pairs,
    ``(m, n)`` for matrices, ``(d_0, ..., d_h)`` for networks. ``entries``: the integers that entries are taken from.
    ``shard=(3, 16)``: the third of sixteen parts. ``screen``: certify only what an uncertified screening does not dismiss.
    ``jobs`` processes, or the Dask cluster at ``scheduler``. ``out``: a folder for results; finished chunks that are in it
    are not decided again. ``certificates``: keep them in the summary (and in ``out``); ``chunk``: instances that share one.

    Raises InputError for parameters that mean nothing, DisagreementError if the checker rejects a certificate made here.
    """
    statement = lemma if isinstance(lemma, Lemma) else lemma_named(lemma)
    if jobs < 1:
        raise InputError(f"jobs: found {jobs}, expected at least 1")
    parameters = parameters_for(
        statement, size=size, shapes=shapes, layers=layers, entries=entries, random=random, seed=seed, shard=shard,
        screen=screen, chunk=chunk, certificates=certificates,
    )
    if random is None:
        for shape in parameters.shapes:
            require_countable(statement.kind.widths(shape), parameters.entries)
    folder = None if out is None else Folder(out, parameters)
    summary = Summary(statement, parameters)
    expected = total(parameters, statement.kind)[0] // shard[1]
    done = 0
    for result in _results(statement, parameters, folder, jobs, scheduler, certificates):
        summary.add(result)
        done += result.count
        if progress is not None:
            progress(done, max(done, expected), statement.name)
    summary.certificates = dict(sorted(summary.certificates.items()))
    summary.failures = distinct_failures(statement, summary)
    if folder is not None:
        folder.finish(summary)
    return summary


def distinct_failures(lemma: Lemma, summary: Summary) -> list[Failure]:
    """The first remembered failing instances made small: one for each shape, transposed pairs counted as one shape."""
    known: set[tuple[int, ...]] = set()
    out = []
    for record in summary.tally.failing:
        failure = minimal_failure(lemma, record.index, lemma.kind.ordered(record.matrices))
        shape = min(failure.shape, failure.shape[::-1]) if lemma.kind is Kind.PAIR else failure.shape
        if shape not in known:
            known.add(shape)
            out.append(failure)
    return out


def _results(
    lemma: Lemma, parameters: Parameters, folder: Folder | None, jobs: int, scheduler: str | None, keep: bool
) -> Iterator[ChunkResult]:
    """Chunks of an earlier run first; the others when they are decided, and then saved before they are counted."""
    waiting: list[ChunkResult] = []

    def missing() -> Iterator[Chunk]:
        for chunk in chunks(parameters, lemma.kind):
            known = None if folder is None else folder.load(chunk.number)
            if known is None:
                yield chunk
            else:
                waiting.append(known)

    for result in in_parallel(partial(decide, lemma=lemma, keep=keep), missing(), jobs, scheduler):
        if folder is not None:
            folder.save(result)
        yield result
        while waiting:
            yield waiting.pop()
    yield from waiting
