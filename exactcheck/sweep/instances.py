"""Which instances a sweep examines, and how they are dealt out: chunks that know their place, whatever else is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from exactcheck.errors import InputError
from exactcheck.sweep import counting, orbits
from exactcheck.sweep.lemma import Kind
from exactcheck.sweep.orbits import Block

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Parameters:
    """What determines every instance, record and certificate of a sweep.

    ``shapes``: increasing, each once. ``entries``: sorted. ``random``: how many random instances, or None for all of
    them up to symmetry. ``shard``: ``(3, 16)`` is the third of sixteen parts. ``screen``: certify only what screening
    without certificates does not dismiss. ``chunk``: instances that are decided together. ``certificates``: whether those are kept.
    """

    lemma: str
    shapes: tuple[Shape, ...]
    entries: tuple[int, ...]
    random: int | None
    seed: int
    shard: tuple[int, int]
    screen: bool
    chunk: int
    certificates: bool = False

    def to_document(self) -> dict[str, Any]:
        """With lists for tuples, as JSON has them."""
        return {
            **asdict(self),
            "shapes": [list(shape) for shape in self.shapes],
            "entries": list(self.entries),
            "shard": list(self.shard),
        }


@dataclass(frozen=True)
class Chunk:
    """Consecutive instances: ``first`` is the number of the first one in the whole sweep; or drawn by whoever examines them."""

    number: int
    first: int
    listed: Block | None
    drawn: int
    parameters: Parameters
    kind: Kind

    def blocks(self) -> Iterator[tuple[np.ndarray[Any, np.dtype[np.int64]], Block]]:
        """The instances as blocks of one shape each, with their numbers in the whole sweep."""
        if self.listed is not None:
            yield np.arange(self.first, self.first + self.listed.count), self.listed
        else:
            yield from _random(self)

    @property
    def count(self) -> int:
        return self.drawn if self.listed is None else self.listed.count


def chunks(parameters: Parameters, kind: Kind) -> Iterator[Chunk]:
    """The chunks of the shard, in order; every instance of the sweep is in exactly one chunk of one shard."""
    part, of = parameters.shard
    for chunk in _all_chunks(parameters, kind):
        if chunk.number % of == part - 1:
            yield chunk


def _all_chunks(parameters: Parameters, kind: Kind) -> Iterator[Chunk]:
    if parameters.random is not None:
        for number, first in enumerate(range(0, parameters.random, parameters.chunk)):
            yield Chunk(number, first, None, min(parameters.chunk, parameters.random - first), parameters, kind)
        return
    number, first = 0, 0
    for shape, factor in representative_shapes(parameters.shapes, kind):
        for block in _regrouped(_listed(shape, factor, parameters.entries, kind), parameters.chunk):
            yield Chunk(number, first, block, 0, parameters, kind)
            number, first = number + 1, first + block.count


def representative_shapes(shapes: tuple[Shape, ...], kind: Kind) -> list[tuple[Shape, int]]:
    """Of two shapes of transposed pairs only one, with the factor 2; every other shape with the factor 1."""
    out = []
    for shape in shapes:
        transposed = tuple(reversed(shape))
        if kind is not Kind.PAIR or transposed == shape or transposed not in shapes:
            out.append((shape, 1))
        elif shape < transposed:
            out.append((shape, 2))
    return out


def _listed(shape: Shape, factor: int, entries: tuple[int, ...], kind: Kind) -> Iterator[Block]:
    widths = kind.widths(shape)
    if kind is Kind.PAIR and shape[0] == shape[2]:
        yield from orbits.square_pairs(shape[0], shape[1], entries)
    else:
        for block in orbits.chains(widths, entries):
            yield Block(widths, block.matrices, block.sizes * factor)


def total(parameters: Parameters, kind: Kind) -> tuple[int, int]:
    """How many orbits and instances the whole sweep has, all shards together, without listing them."""
    if parameters.random is not None:
        return parameters.random, parameters.random
    found, covered = 0, 0
    for shape, factor in representative_shapes(parameters.shapes, kind):
        widths = kind.widths(shape)
        square = kind is Kind.PAIR and shape[0] == shape[2]
        entries = parameters.entries
        found += counting.square_pair_orbits(shape[0], shape[1], entries) if square else counting.orbits(widths, entries)
        covered += factor * counting.instances(widths, entries)
    return found, covered


def _regrouped(blocks: Iterable[Block], size: int) -> Iterator[Block]:
    """The same instances in the same order, ``size`` at a time (fewer in the last block)."""
    waiting: list[Block] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += block.count
        if count >= size:
            whole = _joined(waiting)
            for start in range(0, count - size + 1, size):
                yield whole.part(start, start + size)
            rest = count % size
            waiting, count = ([whole.part(count - rest, count)] if rest else []), rest
    if count:
        yield _joined(waiting)


def _joined(blocks: list[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    matrices = tuple(np.concatenate(parts) for parts in zip(*(b.matrices for b in blocks), strict=True))
    return Block(blocks[0].widths, matrices, np.concatenate([b.sizes for b in blocks]))


def _random(chunk: Chunk) -> Iterator[tuple[np.ndarray[Any, np.dtype[np.int64]], Block]]:
    """Instance ``i`` has shape ``shapes[i mod len(shapes)]``; its entries are the ``i``-th words of a counter-based generator.

    Philox is a function of the key (the seed) and a counter, so that an instance does not depend on the chunks.
    """
    parameters = chunk.parameters
    all_widths = [chunk.kind.widths(shape) for shape in parameters.shapes]
    most = max(sum(a * b for a, b in pairwise(w)) for w in all_widths)
    blocks = -(-most // 4)  # four words for each value of the counter
    generator = np.random.Philox(key=parameters.seed, counter=chunk.first * blocks)
    words = generator.random_raw(chunk.drawn * blocks * 4).reshape(chunk.drawn, -1)
    values = np.array(parameters.entries, dtype=np.int64)[(words % len(parameters.entries)).astype(np.int64)]
    numbers = np.arange(chunk.first, chunk.first + chunk.drawn)
    for s, widths in enumerate(all_widths):
        mine = np.flatnonzero(numbers % len(all_widths) == s)
        if not len(mine):
            continue
        matrices, start = [], 0
        for columns, rows in pairwise(widths):
            matrices.append(values[mine, start : start + rows * columns].reshape(-1, rows, columns))
            start += rows * columns
        yield numbers[mine], Block(widths, tuple(matrices), np.ones(len(mine), dtype=np.int64))


def checked(parameters: Parameters) -> Parameters:
    """Raises InputError, one line, for parameters that mean nothing."""
    part, of = parameters.shard
    if not 1 <= part <= of:
        raise InputError(f"shard {part}/{of}: expected a part from 1 to {max(of, 1)}")
    if not parameters.shapes:
        raise InputError(f"{parameters.lemma}: no shape of these sizes is one that the statement is about")
    if not parameters.entries:
        raise InputError("entries: found none, expected at least one integer")
    if max(map(abs, parameters.entries)) >= 2**20:
        raise InputError(f"entries: found {max(parameters.entries, key=abs)}, expected integers below 2^20 in absolute value")
    if not 0 <= parameters.seed < 2**64:
        raise InputError(f"seed: found {parameters.seed}, expected an integer from 0 to 2^64 - 1")
    if (parameters.random is not None and parameters.random < 1) or parameters.chunk < 1:
        raise InputError("expected at least one instance, and at least one in a chunk")
    return parameters
