"""Orbits of chains of small matrices: representatives, sizes, and two independent counts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

import pytest

from exactcheck.errors import InputError
from exactcheck.sweep import counting
from exactcheck.sweep.orbits import Block, chains, closed, square_pairs

THREE, BITS, FIVE, UNEVEN = (-1, 0, 1), (0, 1), (-2, -1, 0, 1, 2), (-1, 0, 2)
Chain = tuple[tuple[tuple[int, ...], ...], ...]

WIDTHS = [
    *product([(1, 1), (2, 3), (3, 2), (1, 2, 3), (2, 2, 2), (3, 1, 2)], (THREE, BITS, UNEVEN)),
    *product([(3, 3), (2, 1, 1, 2), (2, 2, 2, 2), (1, 2, 1, 2, 1)], (THREE,)),
    ((2, 3, 1, 2), BITS),
    ((1, 2, 2, 1), FIVE),
]
SQUARE = [*product((1, 2, 3), (1, 2), (THREE, BITS, UNEVEN)), (2, 3, THREE), (3, 3, THREE), (2, 2, FIVE)]


@pytest.mark.parametrize(("widths", "entries"), WIDTHS)
def test_the_orbits_add_up_to_all_chains(widths: tuple[int, ...], entries: tuple[int, ...]) -> None:
    """The sizes, by orbit and stabilizer, add up to the number of all chains; Burnside's lemma gives the number of orbits."""
    blocks = list(chains(widths, entries))
    assert sum(int(block.sizes.sum()) for block in blocks) == counting.instances(widths, entries)
    assert sum(block.count for block in blocks) == counting.orbits(widths, entries)


@pytest.mark.parametrize(("m", "k", "entries"), SQUARE)
def test_the_same_with_transposition_of_pairs(m: int, k: int, entries: tuple[int, ...]) -> None:
    """Also where the pair may be transposed, the sizes add up and the number is the one by Burnside's lemma."""
    blocks = list(square_pairs(m, k, entries))
    assert sum(int(block.sizes.sum()) for block in blocks) == counting.instances((m, k, m), entries)
    assert sum(block.count for block in blocks) == counting.square_pair_orbits(m, k, entries)


def listed(blocks: Iterator[Block]) -> dict[Chain, int]:
    """Every representative with the size of its orbit."""
    out = {}
    for block in blocks:
        for i in range(block.count):
            out[tuple(tuple(tuple(int(v) for v in row) for row in A[i]) for A in block.matrices)] = int(block.sizes[i])
    return out


def images(chain: Chain, widths: tuple[int, ...], signed: bool) -> set[Chain]:
    """The orbit of a chain, by applying every group element."""
    signs = (1, -1) if signed else (1,)
    groups = [list(product(permutations(range(d)), product(signs, repeat=d))) for d in widths]
    return {
        tuple(
            tuple(tuple(s[r] * t[c] * A[p[r]][q[c]] for c in range(widths[i])) for r in range(widths[i + 1]))
            for i, (A, (q, t), (p, s)) in enumerate(zip(chain, elements, elements[1:], strict=False))
        )
        for elements in product(*groups)
    }


def transposed(chain: Chain) -> Chain:
    return tuple(tuple(zip(*A, strict=True)) for A in reversed(chain))


@pytest.mark.parametrize(
    ("widths", "entries", "transposing"),
    [((2, 2), THREE, False), ((2, 3), BITS, False), ((1, 2, 2), THREE, False), ((2, 1, 2), THREE, True), ((1, 2, 1), THREE, True),
     ((2, 2, 2), BITS, True), ((1, 2, 1), UNEVEN, True), ((1, 2, 2, 1), BITS, False), ((1, 1, 2, 1), THREE, False)],
)  # fmt: skip
def test_the_orbits_are_a_partition(widths: tuple[int, ...], entries: tuple[int, ...], transposing: bool) -> None:
    """The orbits of the representatives, listed by the whole group, are disjoint, of the stated sizes, and cover everything."""
    found = listed(square_pairs(widths[0], widths[1], entries) if transposing else chains(widths, entries))
    covered: set[Chain] = set()
    for chain, size in found.items():
        orbit = images(chain, widths, closed(entries))
        if transposing:
            orbit |= images(transposed(chain), widths, closed(entries))
        assert len(orbit) == size
        assert not orbit & covered
        covered |= orbit
    assert len(covered) == counting.instances(widths, entries)


def test_sizes_that_cannot_be_listed_are_refused() -> None:
    """Too many instances, or too large a table: one clear line that says what to do instead."""
    with pytest.raises(InputError, match=r"3\^50 instances .* use --random"):
        list(chains((5, 5, 5), THREE))
    with pytest.raises(InputError, match="use --random"):
        list(chains((1, 9), FIVE))
