"""The dependency graph of the claims, laid out by igraph (layers after Sugiyama, from left to right)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from exactcheck.report.model import Claim

_CHARACTER, _PADDING, _HEIGHT = 6.9, 22, 26
_COLUMN_GAP, _ROW = 56, 36
_MARGIN = 12


@dataclass(frozen=True)
class Node:
    """A claim in the picture; ``x``, ``y``: its upper left corner."""

    claim: Claim
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Edge:
    """``target`` depends on ``source``; ``path`` is an SVG path."""

    source: str
    target: str
    path: str


@dataclass(frozen=True)
class Graph:
    """Size, nodes and edges of the picture; ``alone`` are the claims that have no edge."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    alone: tuple[Claim, ...]


def layout(claims: Sequence[Claim]) -> Graph:
    """The picture of the claims that depend on another one or have one that depends on them."""
    import igraph

    by_id = {claim.id: claim for claim in claims}
    pairs = [(source, claim.id) for claim in claims for source in claim.depends if source in by_id]
    joined = [claim for claim in claims if any(claim.id in pair for pair in pairs)]
    alone = tuple(claim for claim in claims if claim not in joined)
    if not joined:
        return Graph(0, 0, (), (), alone)
    index = {claim.id: i for i, claim in enumerate(joined)}
    layers = _layers(joined, index)
    chains: list[list[int]] = []  # an edge across several layers goes through a vertex of its own in each of them
    for source, target in pairs:
        between = range(layers[index[source]] + 1, layers[index[target]])
        chains.append([index[source], *range(len(layers), len(layers) + len(between)), index[target]])
        layers += between
    steps = [step for chain in chains for step in pairwise(chain)]
    found = igraph.Graph(len(layers), steps, directed=True).layout_sugiyama(layers=layers)
    first = min(x for x, _ in found)
    rows = [_MARGIN + (x - first) * _ROW for x, _ in found]
    widths = [_PADDING + _CHARACTER * len(claim.id) for claim in joined]
    columns = [max(width for width, layer in zip(widths, layers, strict=False) if layer == k) for k in range(max(layers) + 1)]
    left = [_MARGIN + sum(columns[:k]) + _COLUMN_GAP * k for k in range(len(columns))]
    nodes = tuple(Node(claim, round(left[layers[i]], 1), round(rows[i], 1), round(columns[layers[i]], 1), _HEIGHT)
                  for i, claim in enumerate(joined))
    edges = []
    for (source, target), chain in zip(pairs, chains, strict=True):
        ends = [(side, rows[i] + _HEIGHT / 2) for i in chain for side in (left[layers[i]], left[layers[i]] + columns[layers[i]])]
        (x, y), *inner, (u, v) = ends[1:-1]
        edges.append(Edge(source, target, _path([(x, y), *inner, (u - 3, v)])))
    return Graph(left[-1] + columns[-1] + _MARGIN, max(rows) + _HEIGHT + _MARGIN, nodes, tuple(edges), alone)


def _layers(claims: Sequence[Claim], index: dict[str, int]) -> list[int]:
    """The longest way from a claim that depends on nothing."""
    depth: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in depth:
            depth[name] = max((of(source) + 1 for source in claims[index[name]].depends if source in index), default=0)
        return depth[name]

    return [of(claim.id) for claim in claims]


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Smooth between columns, straight across them."""
    (x, y), *rest = points
    parts = [f"M{x:.1f} {y:.1f}"]
    for i, (u, v) in enumerate(rest):
        if i % 2:
            parts.append(f"L{u:.1f} {v:.1f}")
        else:
            middle = (x + u) / 2
            parts.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {v:.1f} {u:.1f} {v:.1f}")
        x, y = u, v
    return "".join(parts)
