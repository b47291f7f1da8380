"""The dependency graph of the claims: columns from left to right; igraph orders them after Sugiyama, so that few arrows cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exactcheck.report.model import Claim

_CHARACTER, _PADDING, _LINE, _LONG = 6.6, 20, 14.0, 22
_COLUMN_GAP, _MARGIN = 54, 12
#: Least distances from box to box, box to arrow, arrow to arrow, within a column.
_BOX_BOX, _BOX_ARROW, _ARROW_ARROW = 9.0, 7.0, 5.0
_ROUNDS = 60


@dataclass(frozen=True)
class Node:
    """A claim in the picture; ``x``, ``y``: its upper left corner; ``lines``: its id, broken in two if it is long."""

    claim: Claim
    lines: tuple[str, ...]
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
    """The picture of the claims that depend on one of them, or have one that depends on them.

    An arrow that follows from others (a depends on b, b on c, and a on c) is left out.
    """
    pairs = _needed({claim.id: claim.depends for claim in claims})
    joined = [claim for claim in claims if any(claim.id in pair for pair in pairs)]
    alone = tuple(claim for claim in claims if claim not in joined)
    if not joined:
        return Graph(0, 0, (), (), alone)
    index = {claim.id: i for i, claim in enumerate(joined)}
    depth = _depths({claim.id: [source for source, target in pairs if target == claim.id] for claim in joined})
    layers = [depth[claim.id] for claim in joined]
    chains: list[list[int]] = []  # an edge across several layers goes through a vertex of its own in each of them
    for source, target in pairs:
        between = range(depth[source] + 1, depth[target])
        chains.append([index[source], *range(len(layers), len(layers) + len(between)), index[target]])
        layers += between
    lines = [_broken(claim.id) for claim in joined]
    heights = [12 + _LINE * len(one) for one in lines] + [0.0] * (len(layers) - len(joined))
    middles = _places(layers, heights, [step for chain in chains for step in pairwise(chain)])
    widths = [_PADDING + _CHARACTER * max(map(len, one)) for one in lines]
    columns = [max(width for width, layer in zip(widths, layers, strict=False) if layer == k) for k in range(max(layers) + 1)]
    left = [_MARGIN + sum(columns[:k]) + _COLUMN_GAP * k for k in range(len(columns))]
    nodes = tuple(Node(claim, line, round(left[layer], 1), round(middle - height / 2, 1), round(columns[layer], 1), height)
                  for claim, line, layer, middle, height in zip(joined, lines, layers, middles, heights, strict=False))
    edges = []
    for (source, target), chain in zip(pairs, chains, strict=True):
        ends = [(side, middles[i]) for i in chain for side in (left[layers[i]], left[layers[i]] + columns[layers[i]])]
        (x, y), *inner, (u, v) = ends[1:-1]
        edges.append(Edge(source, target, _path([(x, y), *inner, (u - 3, v)])))
    lowest = max(middle + height / 2 for middle, height in zip(middles, heights, strict=True))
    return Graph(left[-1] + columns[-1] + _MARGIN, lowest + _MARGIN, nodes, tuple(edges), alone)


def _needed(depends: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The pairs (source, target) that do not follow from others."""
    above: dict[str, set[str]] = {}

    def of(name: str) -> set[str]:
        if name not in above:
            above[name] = set()
            above[name] = {far for near in depends.get(name, ()) for far in (near, *of(near))}
        return above[name]

    return [(source, target) for target, sources in depends.items() for source in sources if source in depends
            and not any(source in of(other) for other in sources if other != source)]


def _depths(depends: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The longest way from a claim that depends on nothing."""
    depth: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in depth:
            depth[name] = max((of(source) + 1 for source in depends[name]), default=0)
        return depth[name]

    for name in depends:
        of(name)
    return depth


def _broken(name: str) -> tuple[str, ...]:
    """A long id on two lines, broken at the hyphen nearest to its middle."""
    breaks = [i + 1 for i, c in enumerate(name) if c == "-" and 0 < i < len(name) - 1]
    if len(name) <= _LONG or not breaks:
        return (name,)
    middle = min(breaks, key=lambda i: abs(i - len(name) / 2))
    return name[:middle], name[middle:]


def _places(layers: Sequence[int], heights: Sequence[float], steps: Sequence[tuple[int, int]]) -> list[float]:
    """The vertical middle of every vertex, close to its neighbours, without overlap; connected parts one below the other."""
    import igraph

    graph = igraph.Graph(len(layers), steps, directed=True)
    order = [x for x, _ in graph.layout_sugiyama(layers=list(layers))]
    places, top = [0.0] * len(layers), float(_MARGIN)
    for part in sorted(graph.connected_components(mode="weak"), key=lambda part: (-len(part), part)):
        columns = [sorted((i for i in part if layers[i] == k), key=lambda i: order[i]) for k in sorted({layers[i] for i in part})]
        found = _relaxed(columns, heights, steps)
        first = min(place - heights[i] / 2 for i, place in found.items())
        for i, place in found.items():
            places[i] = place - first + top
        top = max(places[i] + heights[i] / 2 for i in part) + _BOX_BOX
    return places


def _relaxed(columns: Sequence[Sequence[int]], heights: Sequence[float], steps: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Every vertex of the columns at the mean of its neighbours, as far as order and gaps in its column allow."""
    places: dict[int, float] = {}
    for column in columns:
        places[column[0]] = 0.0
        for above, below in pairwise(column):
            places[below] = places[above] + _apart(heights[above], heights[below])
    near: dict[int, list[int]] = {i: [] for i in places}
    for a, b in steps:
        if a in places:
            near[a].append(b)
            near[b].append(a)
    for _ in range(_ROUNDS):
        for column in columns:
            wanted = [sum(places[j] for j in near[i]) / len(near[i]) for i in column]
            gaps = [_apart(heights[above], heights[below]) for above, below in pairwise(column)]
            places.update(zip(column, _separated(wanted, gaps), strict=True))
    return places


def _apart(above: float, below: float) -> float:
    gap = _BOX_BOX if above and below else _BOX_ARROW if above or below else _ARROW_ARROW
    return above / 2 + gap + below / 2


def _separated(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """The places nearest to the wanted ones (least squares) that keep their order and at least the gaps: pooled averages."""
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[tuple[float, int]] = []  # mean and number of places that move together
    for place, offset in zip(wanted, offsets, strict=True):
        mean, count = place - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, number = blocks.pop()
            mean, count = (mean * count + before * number) / (count + number), count + number
        blocks.append((mean, count))
    means = [mean for mean, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


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
