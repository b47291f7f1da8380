"""One chunk of a sweep, from instances to records: examined, certified by the trusted checker, judged, written as lines."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

import numpy as np

from exactcheck.certificate import Certificate, check, issue
from exactcheck.errors import DisagreementError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.openness.claims import conjunction
from exactcheck.sweep.instances import Chunk
from exactcheck.sweep.lemma import Case, Chain, Lemma, Outcome
from exactcheck.sweep.records import ChunkResult, Record, Tally, name_of


def decide(chunk: Chunk, lemma: Lemma, keep: bool) -> ChunkResult:
    """Every instance of the chunk; ``keep``: return the certificates as well.

    Raises DisagreementError, naming the instance, if the checker rejects what was made here.
    """
    examined: list[tuple[int, tuple[int, ...], int, Chain, list[Case]]] = []
    dismissed: Counter[str] = Counter()
    for indices, block in chunk.blocks():
        shape = lemma.kind.widths(block.widths)
        chosen = np.arange(block.count)
        if chunk.parameters.screen and lemma.screen is not None:
            chosen = np.flatnonzero(lemma.screen(block))
            if len(chosen) < block.count:
                dismissed[name_of(shape)] += block.count - len(chosen)
        for i in chosen:
            chain = [RationalMatrix(A[i].tolist()) for A in block.matrices]
            examined.append((int(indices[i]), shape, int(block.sizes[i]), chain, lemma.examine(chain)))
    examined.sort(key=lambda instance: instance[0])
    certificates = certified(lemma, [(index, chain, cases) for index, _, _, chain, cases in examined], keep)
    records = tuple(
        Record(
            index,
            shape,
            orbit,
            lemma.kind.ordered([[[int(v) for v in row] for row in A.tolist()] for A in chain]),
            outcome(lemma, cases),
            dict(sorted(Counter(claim["kind"] for case in cases for claim, _ in case.parts).items())),
            digest_of(cases),
        )
        for index, shape, orbit, chain, cases in examined
    )
    lines = tuple(record.to_line() for record in records)
    return ChunkResult(chunk.number, lines, Tally.of(records, lines), dict(sorted(dismissed.items())), tuple(certificates))


def outcome(lemma: Lemma, cases: Sequence[Case]) -> Outcome:
    """Of an instance whose cases are certified."""
    return Outcome.together([lemma.judge(case.problem, [claim for claim, _ in case.parts]) for case in cases])


def digest_of(cases: Sequence[Case]) -> str:
    text = json.dumps([list(case.parts) for case in cases], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def certified(lemma: Lemma, examined: Sequence[tuple[int, Chain, list[Case]]], keep: bool) -> list[Certificate]:
    """Have the checker accept all parts of all cases, as one conjunction; as more of them if one is beyond its limits.

    ``keep``: return the certificates. Raises DisagreementError, naming the instance, if the checker rejects one.
    """
    parts = [part for _, _, cases in examined for case in cases for part in case.parts]
    if not parts:
        return []
    claim, witness = conjunction(parts)
    try:
        if not keep:
            check(claim, witness)
            return []
        certificate = issue(claim, witness, {"source": f"sweep of {lemma.name}", "title": _title(examined)})
    except (LimitError, DisagreementError) as error:
        if len(examined) == 1:
            index, chain, _ = examined[0]
            matrices = [[[str(v) for v in row] for row in A.tolist()] for A in chain]
            raise type(error)(f"{lemma.name}, instance {index}, matrices {matrices}: {error}") from None
        half = len(examined) // 2
        return certified(lemma, examined[:half], keep) + certified(lemma, examined[half:], keep)
    if certificate.claim != claim:
        raise DisagreementError(f"{lemma.name}: the checker accepted another claim than was made")
    return [certificate]


def _title(examined: Sequence[tuple[int, Chain, list[Case]]]) -> str:
    first, last = examined[0][0], examined[-1][0]
    return f"instances {first} to {last}" if last > first else f"instance {first}"
