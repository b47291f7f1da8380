"""Hypothesis strategies: rational matrices of given rank, pairs on either side of openness, points of networks by kind.

Everything is built from small drawn numbers, so that a failing example shrinks to a readable one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import get_args

from exactcheck.api import DeepLinearNetwork
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import Kind
from exactcheck.openness.criterion import is_open_for
from exactcheck.testing.instances import Pattern, padded_identity, patterns

try:
    from hypothesis import strategies as st
except ImportError:
    raise InputError("exactcheck's strategies need Hypothesis: pip install 'exactcheck[testing]'") from None


def _numbers(bound: int, denominators: Sequence[int]) -> st.SearchStrategy[Fraction]:
    return st.builds(Fraction, st.integers(-bound, bound), st.sampled_from(list(denominators)))


@st.composite
def rational_matrices(draw: st.DrawFn, rows: int | st.SearchStrategy[int] = st.integers(1, 4),  # noqa: B008
                      columns: int | st.SearchStrategy[int] = st.integers(1, 4), rank: int | None = None,  # noqa: B008
                      bound: int = 3, denominators: Sequence[int] = (1, 1, 2, 3)) -> RationalMatrix:
    """A ``rows x columns`` matrix; of exactly this ``rank``, if one is asked for.

    Sizes may be strategies. Without a rank, the numerators are at most ``bound`` in absolute value and the denominators
    among those given; with one, the matrix is the product of two of that rank with such entries. Raises InputError for a
    rank that no such matrix has.
    """
    m, n = (size if isinstance(size, int) else draw(size) for size in (rows, columns))
    numbers = _numbers(bound, denominators)

    def table(height: int, width: int) -> list[list[Fraction]]:
        return [[draw(numbers) for _ in range(width)] for _ in range(height)]

    if rank is None:
        return RationalMatrix(table(m, n), (m, n))
    if not 0 <= rank <= min(m, n):
        raise InputError(f"no {m} x {n} matrix has rank {rank}")
    left = _full_rank(table(m, rank), draw(st.permutations(range(m))), rank)
    right = _full_rank(table(n, rank), draw(st.permutations(range(n))), rank)
    scales = RationalMatrix.diagonal([draw(numbers.filter(bool)) for _ in range(rank)])
    return left @ scales @ right.T


def _full_rank(table: list[list[Fraction]], order: Sequence[int], rank: int) -> RationalMatrix:
    """Columns that are independent: unit lower triangular rows above others, the rows then permuted."""
    triangular = [[Fraction(i == j) if j >= i and i < rank else v for j, v in enumerate(row)] for i, row in enumerate(table)]
    return RationalMatrix([triangular[i] for i in order], (len(table), rank))


@st.composite
def invertible_matrices(draw: st.DrawFn, size: int, bound: int = 1) -> RationalMatrix:
    """An integer matrix of determinant 1: a unit lower triangular matrix times a unit upper triangular one."""
    def triangular() -> RationalMatrix:
        rows = [[draw(st.integers(-bound, bound)) if j < i else int(i == j) for j in range(size)] for i in range(size)]
        return RationalMatrix(rows, (size, size))
    return triangular() @ triangular().T


@cache
def _patterns(largest: int, is_open: bool | None) -> list[Pattern]:
    """From small to large."""
    found = [(m, k, n, r1, r2, r) for m, k, n, r1, r2, r in patterns(largest)
             if is_open is None or is_open_for(m, k, n, r1 - r, r2 - r) == is_open]
    return sorted(found, key=lambda pattern: (sum(pattern[:3]), pattern))


@st.composite
def pairs(draw: st.DrawFn, locally_open: bool | None = None, largest: int = 4) -> tuple[RationalMatrix, RationalMatrix]:
    """A pair ``W1`` (m x k), ``W2`` (k x n) with sizes up to ``largest`` at which multiplication is, or is not, locally open.

    Every admissible pattern of sizes and ranks occurs; ``locally_open=None`` draws from both sides.
    """
    m, k, n, r1, r2, r = draw(st.sampled_from(_patterns(largest, locally_open)))
    first = padded_identity(m, k, r1)
    reached = [*range(r), *range(r1, r1 + r2 - r)]  # in the basis of the middle, W2 reaches r coordinates that W1 keeps
    second = RationalMatrix([[int(j < r2 and i == reached[j]) for j in range(n)] for i in range(k)])
    middle = draw(invertible_matrices(k))
    scale = draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(-2, 3)]))
    return (draw(invertible_matrices(m)) @ first @ middle * scale,
            middle.inverse() @ second @ draw(invertible_matrices(n)))


@st.composite
def networks(draw: st.DrawFn, kind: Kind | None = None, depth: int | None = None) -> DeepLinearNetwork:
    """A deep linear network at a point of this kind (None: any of the four), with ``depth`` layers (None: 2 to 4).

    A point of the kind in coordinates, moved by symmetries that keep the kind: invertible changes of the hidden bases and
    of the input's, signed permutations of the outputs, samples that are 0. Raises InputError where no point of the kind
    has that depth (higher-order saddles need 3 layers).
    """
    wanted: str = kind or draw(st.sampled_from(get_args(Kind)))
    least = 3 if wanted == "higher-order-saddle" else 2
    layers = draw(st.integers(least, 4)) if depth is None else depth
    if layers < least:
        raise InputError(f"no {wanted} is made with {layers} layers, expected at least {least}")
    weights, Y = draw(_in_coordinates(wanted, layers))
    return draw(_moved(weights, Y))


@st.composite
def _in_coordinates(draw: st.DrawFn, kind: str, depth: int) -> tuple[list[RationalMatrix], RationalMatrix]:
    """Weights and ``Y`` (with ``X`` the identity) at a point of the kind."""
    widths = [draw(st.integers(1, 3)) for _ in range(depth + 1)]
    if kind in ("not-critical", "global-minimum"):
        weights = [draw(rational_matrices(m, n)) for n, m in pairwise(widths)]
        if kind == "not-critical":  # full rank, so that a nonzero G is seen by every layer
            weights = [padded_identity(m, n) for n, m in pairwise(widths)]
        P = weights[0]
        for weight in weights[1:]:
            P = weight @ P
        # At the first entry, which every padded identity lets through.
        G = RationalMatrix.unit(*P.shape, 0, 0) * (draw(st.integers(1, 3)) if kind == "not-critical" else 0)
        return weights, P - G
    scale = draw(st.integers(1, 3))
    if kind == "second-order-saddle":
        # One eigenvalue kept, a greater one dropped: a non-degenerate point, or, without the kept one, two zero layers.
        kept, others = draw(st.integers(0, 1)), draw(st.integers(1, 2))
        sizes = [kept + others, *[max(kept, 1)] * (depth - 1), kept + others]
        zeros = () if kept else draw(st.sampled_from([(i, i + 1) for i in range(1, depth)]))
        weights = [padded_identity(m, n, 0 if i in zeros else None) for i, (n, m) in enumerate(pairwise(sizes), start=1)]
        Y = RationalMatrix.diagonal([1] * kept + [scale + 1] * others)
        if not kept:
            # The layers around the zero ones let the first entry through.
            Y = RationalMatrix.unit(others, others, 0, 0) * scale if depth > 2 else Y
        return weights, Y
    # A zero layer between layers that G does not see, from either side.
    hidden = [draw(st.integers(1, 2)) for _ in range(depth - 1)]
    zero = draw(st.integers(2, depth - 1))
    below, above = min(hidden[:zero - 1]), min(hidden[zero - 1:])
    sizes = [below + 1, *hidden, above + 1]
    weights = [padded_identity(m, n, 0 if i == zero else None) for i, (n, m) in enumerate(pairwise(sizes), start=1)]
    return weights, RationalMatrix.unit(above + 1, below + 1, above, below) * scale


@st.composite
def _moved(draw: st.DrawFn, weights: Sequence[RationalMatrix], Y: RationalMatrix) -> DeepLinearNetwork:
    """The same kind of point: ``W_i -> C_i W_i C_{i-1}^{-1}``, ``X = C_0``, ``C_h`` a signed permutation also of ``Y``."""
    d0, dh = weights[0].columns, weights[-1].rows
    inner = [draw(invertible_matrices(W.rows)) for W in weights[:-1]]
    order, signs = draw(st.permutations(range(dh))), [draw(st.sampled_from([1, -1])) for _ in range(dh)]
    last = RationalMatrix([[signs[i] * int(order[i] == j) for j in range(dh)] for i in range(dh)])
    bases = [draw(invertible_matrices(d0)), *inner, last]
    moved = [new @ W @ old.inverse() for W, old, new in zip(weights, bases[:-1], bases[1:], strict=True)]
    X, Y = bases[0], last @ Y
    if draw(st.booleans()):  # a sample that is 0 adds to the loss and to nothing else
        X = RationalMatrix.hstack([X, RationalMatrix.zeros(d0, 1)])
        Y = RationalMatrix.hstack([Y, draw(rational_matrices(dh, 1))])
    return DeepLinearNetwork(moved, X, Y)
