"""The trusted checker: decides whether a certificate proves its claim. Standard library only, one file, no float.

Run it as ``python -m exactcheck.checker FILE...``, or copy this file anywhere and run ``python checker.py FILE...``.
It shares nothing with the programs that make certificates. What to read, in this order: the tools (``require``,
``rank_mod``, ``require_null_space``, ``require_inertia``), one ``check_...`` function per rule, and the tables at the end:
``SENTENCES`` says what each kind of claim means, ``RULES`` what a claim and a witness may contain. The format, with the
proof of every rule, is ``docs/reference/certificate-format.md``; a check function follows its sentence there, condition
by condition.

Trusted: this file, Python's integers and its JSON reader. Guaranteed for "valid": the document follows the grammar to
the last member, and the claim (the sentence that is printed) is a theorem. Everything else is a rejection.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, reduce
from itertools import chain, compress, pairwise, product, repeat, zip_longest
from operator import mul
from typing import Any

FORMAT, VERSION = "exactcheck-certificate", 1
PRIME = (1 << 61) - 1
EXIT = {"valid": 0, "invalid": 1, "malformed": 2, "limit": 3}


class Refusal(Exception):
    """Why a document is not accepted; ``status`` says of which kind."""

    status = ""


class Invalid(Refusal):
    """The document is well formed, but the witness does not prove the claim."""

    status = "invalid"


class Malformed(Refusal):
    """The document does not follow the grammar."""

    status = "malformed"


class Limit(Refusal):
    """A resource limit was reached before the answer."""

    status = "limit"


@dataclass
class Limits:
    """Bounds for untrusted documents: file size, digits of one number, entries of one matrix, elementary operations."""

    size: int = 32 * 2**20
    digits: int = 20_000
    entries: int = 2**22
    work: int = 10**9
    spent: int = field(default=0, repr=False)


@dataclass(frozen=True)
class Result:
    """``status`` is valid, invalid, malformed or limit; ``claim`` is the proved sentence, ``reason`` why it was refused."""

    status: str
    claim: str = ""
    reason: str = ""


LIMITS: ContextVar[Limits] = ContextVar("limits")


def spend(operations: int) -> None:
    """Announces elementary operations (about 10 ns each) before they are done."""
    limits = LIMITS.get()
    limits.spent += operations
    if limits.spent > limits.work:
        raise Limit(f"more than {limits.work} elementary operations needed (--max-work raises the limit)")


def allocate(rows: int, columns: int, bits: int = 1) -> None:
    """Announces a table of numbers before it is made; a row, also an empty one, is a list of its own."""
    entries = LIMITS.get().entries
    if max(rows, columns, rows * columns) > entries or rows * columns * bits > 512 * entries:
        raise Limit(f"a {rows} x {columns} matrix of {bits}-bit entries is too large (--max-entries raises the limit)")


def words(bits: int) -> int:
    """Machine words of a number: what one operation with it costs."""
    return bits // 64 + 1


def require(condition: bool, reason: str) -> None:
    """Every proof obligation goes through here; the tests disable each call in turn and must notice."""
    if not condition:
        raise Invalid(reason)


# ---- matrices of integers over one common denominator ---------------------------------------------------------------


class Matrix:
    """``rows[i][j] / den``, of size ``m x n``; never changed after it is made."""

    def __init__(self, m: int, n: int, rows: list[list[int]], den: int = 1) -> None:
        self.m, self.n, self.rows, self.den = m, n, rows, den
        if den != 1:
            spend(m * n * words(den.bit_length()) * words(self.bits))
            common = math.gcd(den, *(v for row in rows for v in row))
            if common != 1:
                self.rows, self.den = [[v // common for v in row] for row in rows], den // common
                del self.bits

    def __str__(self) -> str:
        return f"{self.m} x {self.n}"

    @property
    def T(self) -> Matrix:
        spend(100 * (self.m + self.n) + 2 * self.m * self.n)
        return Matrix(self.n, self.m, [list(c) for c in zip(*self.rows, strict=True)] if self.m else [[] for _ in range(self.n)],
                      self.den)

    @cached_property
    def bits(self) -> int:
        return max(max(map(max, self.rows)), -min(map(min, self.rows))).bit_length() if self.m and self.n else 0

    def __matmul__(self, other: Matrix) -> Matrix:
        require(self.n == other.m, f"a {self} and a {other} matrix cannot be multiplied")
        left, right = self.bits, other.bits
        width = (left + right + self.n.bit_length()) // 8 + 1  # bytes that hold an entry of the product and its sign
        allocate(self.m, other.n, left + right)
        allocate(other.m, other.n, 8 * width)
        spend(self.m * self.n * (4 + other.n * width * (left // 32 + 1) // 128))
        spend(400 + (self.m + other.m) * (150 + other.n * (80 + (left + right) // 2)))  # also bounds the memory of all products
        units = other.units() if other.n > 15 else {}
        if not units:
            packed = [pack(row, width) for row in other.rows]  # whole rows are added up at once
            rows = [unpack(sum(map(mul, r, packed)), other.n, width) for r in self.rows]
            return Matrix(self.m, other.n, rows, self.den * other.den)
        taken = {k for k, _ in units.values()}
        rest, terms = [k not in taken for k in range(other.m)], [units.get(j, (0, 0)) for j in range(other.n)]
        packed = [pack(row, width) for row in compress(other.rows, rest)]
        rows = [unpack(sum(map(mul, compress(r, rest), packed)) + pack([r[k] * v for k, v in terms], width), other.n, width)
                for r in self.rows]
        return Matrix(self.m, other.n, rows, self.den * other.den)

    def units(self) -> dict[int, tuple[int, int]]:
        """Columns ``j -> (k, v)``: the row ``k`` is ``v`` there and 0 elsewhere, as in a null space."""
        rows = ((k, row) for k, row in enumerate(self.rows) if row.count(0) == self.n - 1)
        return {next(compress(range(self.n), row)): (k, max(row, key=abs)) for k, row in rows}

    def __add__(self, other: Matrix) -> Matrix:
        require((self.m, self.n) == (other.m, other.n), f"a {self} and a {other} matrix cannot be added")
        den = common_denominator((self, other))
        a, b = den // self.den, den // other.den
        spend(400 + 100 * self.m + 8 * self.m * self.n)
        if den != 1:
            allocate(self.m, self.n, max(self.bits + a.bit_length(), other.bits + b.bit_length()))
        return Matrix(self.m, self.n, [[a * x + b * y for x, y in zip(r, s, strict=True)]
                                       for r, s in zip(self.rows, other.rows, strict=True)], den)

    def scaled(self, c: Fraction) -> Matrix:
        bits, factor = self.bits, c.numerator.bit_length()
        allocate(self.m, self.n, bits + factor)
        spend(100 * self.m + self.m * self.n * (8 + words(bits) * words(factor)))
        return Matrix(self.m, self.n, [[c.numerator * v for v in row] for row in self.rows], self.den * c.denominator)

    def __sub__(self, other: Matrix) -> Matrix:
        return self + other.scaled(Fraction(-1))

    def kron(self, other: Matrix, crossed: bool = False) -> Matrix:
        """The Kronecker product; ``crossed``: its columns ordered by those of ``other`` first."""
        allocate(self.m * other.m, self.n * other.n, 4 * (self.bits + other.bits))  # up to four such matrices stand side by side
        spend(self.m * other.m * self.n * other.n * (2 + words(self.bits) * words(other.bits)))
        rows = [[x * y for y in s for x in r] if crossed else [x * y for x in r for y in s] for r in self.rows for s in other.rows]
        return Matrix(self.m * other.m, self.n * other.n, rows, self.den * other.den)

    def is_zero(self) -> bool:
        spend(self.m * (5 + self.n))
        return not any(any(row) for row in self.rows)

    def equals(self, other: Matrix) -> bool:
        return (self.m, self.n, self.den, self.rows) == (other.m, other.n, other.den, other.rows)  # both are reduced

    def block(self, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
        allocate(len(rows), len(columns), self.bits)
        spend(len(rows) * (50 + 4 * len(columns)))
        return Matrix(len(rows), len(columns), [[self.rows[i][j] for j in columns] for i in rows], self.den)


def fractions(A: Matrix) -> list[list[Fraction]]:
    spend(A.m * A.n * (10 + (A.den.bit_length() // 64) ** 2))
    return [[Fraction(v, A.den) for v in row] for row in A.rows]


def pack(values: Sequence[int], width: int) -> int:
    """``sum values[i] B^i`` with ``B = 256^width``: the digits of one long number, each below ``B / 2`` in absolute value."""
    half = 1 << 8 * width - 1
    return int.from_bytes(b"".join([(v + half).to_bytes(width, "little") for v in values]), "little") - halves(len(values), width)


def unpack(number: int, count: int, width: int) -> list[int]:
    """The digits again."""
    if not number:
        return [0] * count
    half, data = 1 << 8 * width - 1, (number + halves(count, width)).to_bytes(count * width, "little")
    return [int.from_bytes(data[i:i + width], "little") - half for i in range(0, count * width, width)]


def halves(count: int, width: int) -> int:
    """``sum B^i B / 2``, which makes every digit positive."""
    return int.from_bytes((bytes(width - 1) + b"\x80") * count, "little")


def common_denominator(matrices: Iterable[Matrix]) -> int:
    den = 1
    for A in matrices:
        if A.den != 1:
            spend(words(den.bit_length()) * words(A.den.bit_length()))
            den = math.lcm(den, A.den)
    return den


def zeros(m: int, n: int) -> Matrix:
    allocate(m, n)
    return Matrix(m, n, [[0] * n for _ in range(m)])


def identity(n: int) -> Matrix:
    allocate(n, n)
    return Matrix(n, n, [[int(i == j) for j in range(n)] for i in range(n)])


def beside(blocks: Sequence[Matrix], m: int) -> Matrix:
    """Blocks of ``m`` rows side by side."""
    den = common_denominator(blocks)
    allocate(m, sum(b.n for b in blocks), den.bit_length())
    return Matrix(m, sum(b.n for b in blocks), [[v * (den // b.den) for b in blocks for v in b.rows[i]] for i in range(m)], den)


def vector(direction: Sequence[Matrix]) -> Matrix:
    """One matrix per layer as a column: every matrix row by row."""
    return beside([Matrix(1, A.m * A.n, [[v for row in A.rows for v in row]], A.den) for A in direction], 1).T


# ---- tools ----------------------------------------------------------------------------------------------------------


#: prime -> what bytes are modulo it.
RESIDUES = {p: bytes(v % p for v in range(256)) for p in (13, 11)}


def rank_mod_small(A: Matrix, p: int, enough: int) -> int:
    """The rank of ``A``, its rows scaled to coprime integers, modulo ``p`` (13 or 11), up to ``enough``: at most that of ``A``.

    A row of residues is a string of bytes and a number at once: ``12 + 12 * 12 < 256``, so a step of the elimination is one
    multiplication, and one translation reduces all its entries.
    """
    table = RESIDUES[p]
    spend(A.m * (200 + A.n * (8 + A.bits // 64 + (A.bits // 64) ** 2 // 3) + min(A.m, A.n) * (20 + A.n // 8)))
    pivots: list[tuple[int, int]] = []  # where the unit is, and the row, scaled so that -1 stands there
    for row in A.rows:
        if len(pivots) == enough:
            break
        content = math.gcd(*row) or 1
        number = int.from_bytes(bytes([v // content % p for v in row] if content > 1 else [v % p for v in row]), "little")
        for shift, pivot in pivots:
            entry = number >> shift & 255
            if entry:
                number = reduced(number + entry * pivot, A.n, table)
        if number:
            shift = (number.bit_length() - 1) // 8 * 8
            pivots.append((shift, reduced(number * (-pow(number >> shift, -1, p) % p), A.n, table)))
    return len(pivots)


def reduced(number: int, count: int, table: bytes) -> int:
    return int.from_bytes(number.to_bytes(count, "little").translate(table), "little")


def rank_mod(A: Matrix, q: int, enough: int | None = None) -> int:
    """The rank of ``A`` modulo 13 or 11 if it is as large as it can be (``enough`` or a size of ``A``), which takes a fifth of the
    time; else modulo ``q``, up to ``enough``: in either case at most the rank of ``A``."""
    most = min(A.m, A.n) if enough is None else enough
    return most if any(rank_mod_small(A, p, most) == most for p in RESIDUES) else unit_pivots(A, q, enough)


def unit_pivots(A: Matrix, q: int, enough: int | None = None) -> int:
    """Number of unit pivots of an elimination modulo ``q``, up to ``enough``: at most the rank of ``A``, for every ``q >= 2``."""
    bits = q.bit_length()
    width = (2 * bits + A.m.bit_length()) // 8 + 1  # holds the sum of A.m + 1 products of residues
    allocate(A.m, A.n, 8 * width)
    spend(A.m * (400 + A.n * (40 + A.bits // 64 + (A.bits // 64) ** 2 // 3 + bits // 8)
                 + min(A.m, A.n) * (20 + A.n * width * (bits // 32 + 1) // 128)))
    pivots: list[tuple[int, int]] = []  # where the unit is, and the packed row, scaled so that -1 stands there
    for row in A.rows:
        if len(pivots) == enough:
            break
        content = math.gcd(*row) or 1  # a row scaled to coprime integers: the same rank over Q
        number = pack([v // content % q for v in row], width)
        for shift, pivot in pivots:
            entry = (number >> shift & (1 << 8 * width) - 1) % q
            if entry:
                number += entry * pivot
        rest = [v % q for v in unpack(number, A.n, width)]
        found = next((j for j in range(A.n - 1, -1, -1) if math.gcd(rest[j], q) == 1), None)  # an echelon basis stays as it is
        if found is not None:
            scale = -pow(rest[found], -1, q)
            pivots.append((8 * width * found, pack([v * scale % q for v in rest], width)))
    return len(pivots)


def full_column_rank(A: Matrix, q: int) -> bool:
    """Independent columns: each ends in another row (as in an echelon form), or elimination shows it."""
    spend(20 * A.m + A.m * A.n)
    ends = {next((i for i in range(A.m - 1, -1, -1) if column[i]), None) for column in zip(*A.rows, strict=True)} - {None}
    return len(ends) == A.n or rank_mod(A.T, q) == A.n


def require_null_space(A: Matrix, N: Matrix, q: int) -> None:
    """``N`` spans the null space of ``A``; then ``rank A = A.n - N.n``."""
    require((A @ N).is_zero(), "null space: A N is not 0")
    require(full_column_rank(N, q), "null space: the columns of N are not independent modulo q")
    rank = A.n - N.n
    require(rank_mod(A, q, rank) >= rank, "null space: N is too small: the rank of A modulo q is below columns(A) - columns(N)")


def require_rank(A: Matrix, rank: int, N: Matrix, q: int) -> None:
    require_null_space(A, N, q)
    require(rank == A.n - N.n, f"rank: {rank} is claimed, the null space shows {A.n - N.n}")


def require_inertia(H: Matrix, w: dict[str, Any], q: int) -> tuple[int, int, int]:
    """Numbers of positive, negative and zero eigenvalues of the symmetric ``H``, by a congruence (Gershgorin, Sylvester)."""
    S, N = w["congruence"], w["null-space"]
    require((H @ N).is_zero(), "inertia: H N is not 0")
    require(full_column_rank(N, q), "inertia: the columns of N are not independent modulo q")
    require(S.n + N.n == H.n, f"inertia: S and N have {S.n} + {N.n} columns, expected {H.n} in all")
    C = (S.T @ (H @ S)).rows
    require(all(2 * abs(row[i]) > sum(map(abs, row)) for i, row in enumerate(C)),
            "inertia: S^T H S is not strictly diagonally dominant")
    positive = sum(row[i] > 0 for i, row in enumerate(C))
    return positive, S.n - positive, N.n


def require_semidefinite(H: Matrix, w: dict[str, Any], q: int, name: str) -> None:
    require(require_inertia(H, w, q)[1] == 0, f"{name} has a negative eigenvalue")


def require_definite(H: Matrix, S: Matrix, q: int, name: str) -> None:
    require_semidefinite(H, {"congruence": S, "null-space": zeros(H.n, 0)}, q, name)


def require_spectrum(H: Matrix, eigenvalues: list[dict[str, Any]], w: dict[str, Any], q: int) -> None:
    """The characteristic polynomial of ``H`` is the product of the listed polynomials with their multiplicities."""
    require(len(w["vectors"]) == len(eigenvalues), "spectrum: expected one matrix of vectors per eigenvalue entry")
    degree = sum((len(entry["polynomial"]) - 1) * entry["multiplicity"] for entry in eigenvalues)
    require(degree == H.n, f"spectrum: the multiplicities add up to {degree}, not to the size {H.n} of the matrix")
    basis = []
    for entry, V in zip(eigenvalues, w["vectors"], strict=True):
        p, roots = entry["polynomial"], entry["roots"]
        require(len(p) >= 2 and p[-1] == 1, "spectrum: a polynomial is not monic of degree at least 1")
        require(V.n == entry["multiplicity"] >= 1, f"spectrum: {V.n} vectors for an entry of multiplicity {entry['multiplicity']}")
        power, value = V, V.scaled(p[0])
        for c in p[1:]:
            basis.append(power)
            power = H @ power
            value = value + power.scaled(c)
        require(value.is_zero(), "spectrum: p(H) v is not 0")
        require(len(roots) == len(p) - 1, f"spectrum: {len(roots)} roots for a polynomial of degree {len(p) - 1}")
        require(all(a[1] < b[0] for a, b in pairwise(roots)), "spectrum: root intervals are not in order")
        for a, b in roots:
            at_a, at_b = sign_at(p, a), sign_at(p, b)
            require(at_a == 0 if a == b else a < b and at_a * at_b < 0, "spectrum: an interval does not show a root")
    require(rank_mod(beside(basis, H.n), q) == H.n, "spectrum: the vectors H^j v are not independent modulo q")


def sign_at(p: list[Fraction], x: Fraction) -> int:
    """The sign of ``p(x)``, by Horner's rule on integers."""
    spend(words(sum(c.denominator.bit_length() for c in p)) ** 2)
    den, value, power = math.lcm(*(c.denominator for c in p)), 0, 1
    for c in reversed(p):
        factor = power.bit_length() // 64 + x.numerator.bit_length() // 64 + x.denominator.bit_length() // 64 + 1
        spend(20 + (value.bit_length() // 64 + den.bit_length() // 64 + 1) * factor)
        value = value * x.numerator + c.numerator * (den // c.denominator) * power
        power *= x.denominator
    return sign_of(value)


def sign_of(value: int | Fraction) -> int:
    return (value > 0) - (value < 0)


# ---- matrix claims --------------------------------------------------------------------------------------------------

Fields = dict[str, Any]
Readers = dict[str, Callable[[Any, str], Any]]


def check_rank(c: Fields, w: Fields, q: int) -> None:
    require_rank(c["matrix"], c["rank"], w["null-space"], q)


def check_null_space(c: Fields, w: Fields, q: int) -> None:
    require_null_space(c["matrix"], c["basis"], q)


def check_intersection(c: Fields, w: Fields, q: int) -> None:
    A, B, d, K = c["A"], c["B"], c["dimension"], w["null-space"]
    inside, least = B @ w["coefficients"], B.n - K.n - d
    require((A @ inside).is_zero(), "intersection: A B M is not 0")
    require(inside.n == d, f"intersection: B M has {inside.n} columns, the claimed dimension is {d}")
    require(full_column_rank(inside, q), "intersection: the columns of B M are not independent modulo q")
    require((B @ K).is_zero(), "intersection: B K is not 0")
    require(full_column_rank(K, q), "intersection: the columns of K are not independent modulo q")
    require(rank_mod(A @ B, q, least) >= least, "intersection: the rank of A B modulo q leaves room for a larger intersection")


def check_pair_ranks(c: Fields, w: Fields, q: int) -> None:
    W1, W2 = pair(c)
    require(len(c["ranks"]) == 3 and len(w["null-spaces"]) == 3, "pair ranks: expected three ranks and three null spaces")
    for A, r, N in zip((W1, W2, W1 @ W2), c["ranks"], w["null-spaces"], strict=True):
        require_rank(A, r, N, q)


def symmetric(c: Fields) -> Matrix:
    """The matrix that an inertia or spectrum claim is about: the Hessian of the objective at the point, or the given one."""
    H: Matrix = c["at"].hessian if "at" in c else c["matrix"]
    require("at" in c or (H.m == H.n and H.equals(H.T)), "the matrix is not symmetric")
    return H


def check_inertia(c: Fields, w: Fields, q: int) -> None:
    claimed, shown = (c["positive"], c["negative"], c["zero"]), require_inertia(symmetric(c), w, q)
    require(claimed == shown, f"inertia: {claimed} is claimed, the congruence shows {shown}")


def check_spectrum(c: Fields, w: Fields, q: int) -> None:
    require_spectrum(symmetric(c), c["eigenvalues"], w, q)


# ---- local openness -------------------------------------------------------------------------------------------------


def pair(c: Fields) -> tuple[Matrix, Matrix]:
    W1, W2 = c["W1"], c["W2"]
    if W1.n != W2.m:
        raise Malformed(f"claim: W1 is {W1} and W2 is {W2}, expected W2 to have {W1.n} rows")
    if 0 in (W1.m, W1.n, W2.n):
        raise Malformed("claim: W1 and W2 must have at least one row and column")
    return W1, W2


def require_rate(c: Fields, w: Fields, linear: bool) -> None:
    """The claimed rate: linear by the form of the witness, or quadratic by vectors ``u^T W1 = 0``, ``W2 v = 0``."""
    vectors = [w[key] for key in ("left-null-vector", "right-null-vector") if key in w]
    if c["rate"] == "linear":
        require(linear, "rate: linear is claimed, but the witness creates rank and shows only a quadratic rate")
        require(not vectors, "rate: null vectors are given with a linear rate")
        return
    require(len(vectors) == 2, "rate: quadratic is claimed without the two null vectors")
    u, v = vectors
    require(u.n == v.n == 1 and not u.is_zero() and not v.is_zero(), "rate: a null vector is 0 or not a single column")
    require((u.T @ c["W1"]).is_zero(), "rate: u^T W1 is not 0")
    require((c["W2"] @ v).is_zero(), "rate: W2 v is not 0")


def check_open_right(c: Fields, w: Fields, q: int) -> None:
    require_right_inverse(*pair(c), w["E"], w["K0"], w["K1"])
    require_rate(c, w, w["E"].is_zero())


def check_open_left(c: Fields, w: Fields, q: int) -> None:
    W1, W2 = pair(c)
    require_right_inverse(W2.T, W1.T, w["E"].T, w["K0"].T, w["K1"].T)  # everything transposed
    require_rate(c, w, w["E"].is_zero())


def require_right_inverse(W1: Matrix, W2: Matrix, E: Matrix, K0: Matrix, K1: Matrix) -> None:
    require((E @ W2).is_zero(), "openness: E W2 (for a left inverse: W1 E) is not 0")
    require((W1 @ K1).is_zero(), "openness: W1 K1 (K1 W2) is not 0")
    require((E @ K0).is_zero(), "openness: E K0 (K0 E) is not 0")
    require((W1 @ K0 + E @ K1).equals(identity(W1.m)), "openness: W1 K0 + E K1 (K0 W2 + K1 E) is not the identity")


def check_open_schur(c: Fields, w: Fields, q: int) -> None:
    W1, W2 = pair(c)
    rows, columns, N, k = w["rows"], w["columns"], w["null-space"], W1.n
    if any(i >= W1.m for i in rows) or any(j >= W2.n for j in columns) or len(rows) != len(columns):
        raise Malformed("witness: rows and columns are not equally long lists of indices of W1 W2")
    P, r = W2.block(range(k), columns), len(rows)
    require((P @ w["coefficients"]).equals(W2), "openness: W2 is not P Q")
    require((W1 @ N).is_zero(), "openness: W1 N is not 0")
    require(P.n + N.n == k and rank_mod(beside([P, N], k), q) == k, "openness: [P N] is not square and invertible modulo q")
    require(full_column_rank((W1 @ W2).block(rows, columns), q), "openness: the block of W1 W2 is not invertible modulo q")
    require_rate(c, w, r == k)
    require(c["rate"] == "linear" or r < k, "rate: quadratic is claimed, but the rank of W1 W2 is k")


def check_open_equal_ranks(c: Fields, w: Fields, q: int) -> None:
    W1, W2 = pair(c)
    N1, N2, r = w["N1"], w["N2"], W1.n - w["N1"].n
    require((W1 @ N1).is_zero(), "openness: W1 N1 is not 0")
    require((W2 @ N2).is_zero(), "openness: W2 N2 is not 0")
    require(full_column_rank(N1, q), "openness: the columns of N1 are not independent modulo q")
    require(full_column_rank(N2, q), "openness: the columns of N2 are not independent modulo q")
    require(W2.n - N2.n == r, f"openness: N1 shows rank {r}, N2 shows {W2.n - N2.n}")
    require(rank_mod(W1 @ W2, q, r) >= r, f"openness: the rank of W1 W2 modulo q is below {r}")
    require(c["rate"] == ("linear" if r in (W1.m, W1.n, W2.n) else "quadratic"), f"rate: {c['rate']} is claimed at rank {r}")


def check_not_open(c: Fields, w: Fields, q: int) -> None:
    W1, W2 = pair(c)
    Z, m, k, n = W1 @ W2, W1.m, W1.n, W2.n
    S, KS, T, KT, U, V = (w[key] for key in ("S", "KS", "T", "KT", "U", "V"))
    require_null_space(Z, w["null-space"], q)
    r, a, b, s = n - w["null-space"].n, T.n, S.n, U.n
    require((Z @ S).is_zero(), "obstruction: Z S is not 0")
    require((KS @ (W2 @ S)).equals(identity(b)), "obstruction: KS W2 S is not the identity")
    require((T.T @ Z).is_zero(), "obstruction: T^T Z is not 0")
    require(((T.T @ W1) @ KT).equals(identity(a)), "obstruction: T^T W1 KT is not the identity")
    require_added_rank(Z, U, V, q)
    require((T.T @ U).is_zero(), "obstruction: T^T U is not 0")
    require((V.T @ S).is_zero(), "obstruction: V^T S is not 0")
    require(k - a - b < r + s, f"obstruction: rank {r + s} is not above k - a - b = {k - a - b}")
    require(r + s <= min(m, n, k), f"obstruction: rank {r + s} is outside the range (at most {min(m, n, k)})")
    require(c["codomain"] == "range", "obstruction: this rule is about openness in the range")


def require_added_rank(Z: Matrix, U: Matrix, V: Matrix, q: int) -> None:
    """``rank(Z + d U V^T) = rank Z + columns(U)`` for every ``d != 0``."""
    require(U.n == V.n, "obstruction: U and V do not have equally many columns")
    require(full_column_rank(U, q), "obstruction: the columns of U are not independent modulo q")
    require(full_column_rank(V, q), "obstruction: the columns of V are not independent modulo q")
    require((U.T @ Z).is_zero(), "obstruction: U^T Z is not 0")
    require((Z @ V).is_zero(), "obstruction: Z V is not 0")


def check_rank_excess(c: Fields, w: Fields, q: int) -> None:
    W1, W2 = pair(c)
    Z = W1 @ W2
    require_added_rank(Z, w["U"], w["V"], q)
    require(rank_mod(Z, q) + w["U"].n > W1.n, f"obstruction: the perturbed rank is not shown to exceed k = {W1.n}")
    require(c["codomain"] == "all-matrices", "obstruction: this rule is about openness in the space of all matrices")


def completion_setting(c: Fields) -> tuple[Matrix, Matrix, int]:
    """``W1``, ``W2`` and the rank asked for; the side "right" is the side "left" of the transposed pair."""
    W1, W2 = pair(c)
    moved = W1 if c["side"] == "left" else W2
    target = moved.m if c["target"] == "full-row-rank" else moved.n
    return (W1, W2, target) if c["side"] == "left" else (W2.T, W1.T, target)


def check_completion(c: Fields, w: Fields, q: int) -> None:
    W1, W2, target = completion_setting(c)
    D = w["D"] if c["side"] == "left" else w["D"].T
    require((D @ W2).is_zero(), "completion: D W2 (for the right side: W1 D) is not 0")
    require(rank_mod(W1 + D, q, target) >= target, "completion: the completed matrix is not of full rank modulo q")
    require(c["exists"], "completion: existence is shown, absence is claimed")


def check_no_completion(c: Fields, w: Fields, q: int) -> None:
    W1, W2, target = completion_setting(c)
    S = w["S"]
    require((W1 @ (W2 @ S)).is_zero(), "completion: W1 W2 S (for the right side: S^T W1 W2) is not 0")
    require(full_column_rank(W2 @ S, q), "completion: W2 S (S^T W1) is not of full rank modulo q")
    require(target > min(W1.m, W1.n - S.n), f"completion: the target rank {target} is not above the bound {min(W1.m, W1.n - S.n)}")
    require(not c["exists"], "completion: absence is shown, existence is claimed")


# ---- arithmetic of given matrices -----------------------------------------------------------------------------------


def check_bounded_basis(c: Fields, w: Fields, q: int) -> None:
    V, basis, bound, A = c["matrix"], c["rows"], c["bound"], w["coefficients"]
    if any(i >= V.m for i in basis) or len(listed := set(basis)) != len(basis):  # the range first: see unit()
        raise Malformed(f"claim.rows: not a list of different indices of the {V.m} rows")
    rest = [i for i in range(V.m) if i not in listed]
    chosen = V.block(basis, range(V.n))
    require((A @ chosen).equals(V.block(rest, range(V.n))), "bounded basis: A times the listed rows is not the other rows")
    require(rank_mod(chosen, q) == len(basis), "bounded basis: the listed rows are not independent modulo q")
    spend(A.m * A.n * words(A.bits) * words(bound.denominator.bit_length()))
    most = bound.numerator * A.den
    require(all(abs(v) * bound.denominator <= most for row in A.rows for v in row),
            "bounded basis: a coefficient is above the bound")


#: What a relation says about the sign of "the squared Frobenius norm minus the value", and how it is printed.
COMPARISONS: dict[str, tuple[Callable[[int], bool], str]] = {
    "equal": (lambda sign: sign == 0, "="), "at-most": (lambda sign: sign <= 0, "<="), "above": (lambda sign: sign > 0, ">")}


def check_relations(c: Fields, w: Fields, q: int) -> None:
    if not c["relations"]:
        raise Malformed("claim.relations: expected at least one relation")
    for i, relation in enumerate(c["relations"]):
        sum_ = combination(c["matrices"], relation["terms"], f"claim.relations[{i}]")
        holds = COMPARISONS[relation["relation"]][0](compare_norm(sum_, relation["value"]))
        require(holds, f"relation {i} does not hold")


def combination(named: dict[str, Matrix], terms: list[tuple[Fraction, list[str]]], path: str) -> Matrix:
    """The sum of coefficients times products of named matrices (``A^T``: the transpose)."""
    def factor(name: str) -> Matrix:
        known = named.get(name.removesuffix("^T"))
        if known is None:
            raise Malformed(f'{path}: there is no matrix "{short(name)}"')
        return known.T if name.endswith("^T") else known

    return reduce(Matrix.__add__, (reduce(Matrix.__matmul__, map(factor, names)).scaled(c) for c, names in terms))


def compare_norm(A: Matrix, value: Fraction) -> int:
    """The sign of ``|A|^2 - value``."""
    long = words(max(A.bits, A.den.bit_length()))
    spend(20 + (A.m * A.n + 1) * long**2 + 2 * long * words(value.numerator.bit_length() + value.denominator.bit_length()))
    return sign_of(sum(v * v for row in A.rows for v in row) * value.denominator - value.numerator * A.den**2)


def check_image_not_convex(c: Fields, w: Fields, q: int) -> None:
    """Outputs ``W2 a(W1 X)`` with one hidden unit and ``a > 0`` have entries of one sign; the middle of two has both signs."""
    X, breaks, pieces = c["X"], c["breaks"], c["pieces"]
    if len(pieces) != len(breaks) + 1 or any(u >= v for u, v in pairwise(breaks)) or any((A.m, A.n) != (2, 2) for A in pieces):
        raise Malformed("claim.pieces: expected increasing breaks, and 2 x 2 matrices, one more than there are breaks")
    spend(sum(40 + words(A.bits) ** 2 for A in pieces) * (2 + sum(v.numerator.bit_length() for v in breaks) // 64))
    for k, A in enumerate(pieces):  # a(z) = (p z + r)/(s z + t)
        (p, r), (s, t) = A.rows
        require(p * t > r * s, f"image: piece {k} is not strictly increasing")
        require(all(s * b + t > 0 for b in breaks[max(k - 1, 0):k + 1]), f"image: the denominator of piece {k} is not positive")
        require(k < len(breaks) or s >= 0, "image: the denominator of the last piece is not positive for large arguments")
    (p, _), (s, _) = pieces[0].rows
    require(s < 0 and p <= 0, "image: the first piece does not show that the activation is positive")
    require(all(fractional(A, b) == fractional(B, b) for A, B, b in zip(pieces, pieces[1:], breaks, strict=False)),
            "image: the activation is not continuous at a break")
    middle = [Fraction(0)] * X.n
    for name in ("first", "second"):
        W1, W2 = w[name]["W1"], w[name]["W2"]
        if (W1.m, W1.n, W2.m, W2.n) != (1, X.m, 1, 1) or not middle:
            raise Malformed(f"witness.{name}: W1 is {W1} and W2 is {W2}, expected 1 x {X.m} and 1 x 1, and a sample")
        hidden, scale = fractions(W1 @ X)[0], Fraction(W2.rows[0][0], W2.den)
        long = max(A.bits for A in pieces) // 64
        spend(sum(200 + (long + v.numerator.bit_length() // 64 + v.denominator.bit_length() // 64) ** 2 for v in hidden))
        middle = [m + scale * fractional(pieces[bisect_left(breaks, z)], z) for m, z in zip(middle, hidden, strict=True)]
    require(min(middle) < 0 < max(middle), "image: the middle of the two outputs does not have entries of both signs")


def fractional(A: Matrix, z: Fraction) -> Fraction:
    (p, r), (s, t) = A.rows
    return (p * z + r) / (s * z + t)


# ---- points of an objective -----------------------------------------------------------------------------------------

MatrixPolynomial = dict[Any, Matrix]  # monomial -> coefficient; a monomial is an exponent of t or a sorted tuple of variables


class Objective:
    """A function at a point; the coordinates of the point are numbers, or (deep linear networks) one matrix per layer."""

    p: Sequence[Any]
    loss: Fraction
    name: str
    word = "loss"

    def __str__(self) -> str:
        return self.name

    def require_polynomial(self) -> None:
        """Some claims are about all points, not only those near ``p``: they need one polynomial everywhere."""


class Network(Objective):
    """``f(W) = 1/2 |W_h ... W_1 X - Y|^2`` at a point, with the products that every check needs."""

    def __init__(self, X: Matrix, Y: Matrix, weights: list[Matrix]) -> None:
        if not weights:
            raise Malformed("claim.point.weights: expected at least one matrix")
        below = X.m
        for i, W in enumerate(weights):
            if W.n != below or 0 in (W.m, W.n):
                raise Malformed(f"claim.point.weights[{i}]: a {W} matrix, expected {below} columns and at least one row")
            below = W.m
        if (Y.m, Y.n) != (below, X.n) or X.n == 0:
            raise Malformed(f"claim.objective.Y: a {Y} matrix, expected {below} x {X.n}, not empty")
        self.X, self.Y, self.p, self.W, self.h = X, Y, weights, weights, len(weights)
        self.R = [identity(X.m)]
        for W in weights:
            self.R.append(W @ self.R[-1])
        self.L = [identity(below)]
        for W in reversed(weights):
            self.L.append(self.L[-1] @ W)
        self.L.reverse()
        self.residual = self.R[-1] @ X - Y
        self.G = self.residual @ X.T
        self.loss = half_square({0: self.residual}).get(0, {}).get(0, Fraction(0))
        widths = "-".join(str(d) for d in [X.m, *(W.m for W in weights)])
        layers = f"W_{self.h}...W_1" if self.h > 1 else "W_1"
        self.name = f"1/2 |{layers} X - Y|^2 (widths {widths}, {plural(X.n, 'sample')})"

    def partial(self, i: int) -> Matrix:
        """The derivative by ``W_i`` (layers from 1)."""
        return self.L[i].T @ self.G @ self.R[i - 1].T

    def slope(self, w: Fields) -> int:
        i, a, b = w["layer"], w["row"], w["column"]
        if not (1 <= i <= self.h and a < self.W[i - 1].m and b < self.W[i - 1].n):
            raise Malformed("witness: layer, row and column do not name an entry of the weights")
        return self.partial(i).rows[a][b]

    def require_critical(self) -> None:
        require(all(self.partial(i).is_zero() for i in range(1, self.h + 1)), "the point is not critical")

    @cached_property
    def hessian(self) -> Matrix:
        """Blocks by layers: Gauss-Newton, plus, between different layers, the derivative of the product against the residual."""
        h, sizes = self.h, [W.m * W.n for W in self.W]
        RX = [R @ self.X for R in self.R[:-1]]
        allocate(8 * h, 8 * h)  # the blocks
        allocate(sum(sizes), sum(sizes), 2 * max(A.bits for A in (*self.L, *RX, self.G)))
        blocks: dict[tuple[int, int], Matrix] = {}
        for i in range(1, h + 1):
            middle = identity(self.W[i - 1].m)
            for j in range(i, h + 1):
                block = (self.L[j].T @ self.L[i]).kron(RX[j - 1] @ RX[i - 1].T)
                if j > i:
                    block = block + (self.L[j].T @ self.G @ self.R[i - 1].T).kron(middle, crossed=True)
                    middle = self.W[j - 1] @ middle
                blocks[i, j], blocks[j, i] = block.T, block
        strips = [beside([blocks[i, j] for j in range(1, h + 1)], sizes[i - 1]) for i in range(1, h + 1)]
        return beside([strip.T for strip in strips], sum(sizes))  # symmetric: strips of rows stand as strips of columns

    def product(self, layers: Sequence[MatrixPolynomial], start: MatrixPolynomial, degree: int | None = None) -> MatrixPolynomial:
        """``start`` times the layers, input side first, as a polynomial; terms above ``degree`` (of a tuple) are dropped."""
        result = start
        for layer in layers:
            total: MatrixPolynomial = {}
            for p, A in layer.items():
                spend(50 * len(result))
                for r, B in result.items():
                    key = p + r if isinstance(p, int) else tuple(sorted(p + r))
                    long = 0 if isinstance(key, int) else len(key)
                    if degree is not None and long > degree:
                        continue
                    term = A @ B
                    if not term.is_zero():
                        total[key] = total[key] + term if key in total else term
                        allocate(len(total), 8 + long // 2 + term.m * term.n, term.den.bit_length())
            result = total
        return result

    def along(self, curve: list[dict[int, Matrix]]) -> dict[int, Fraction]:
        """The coefficients of ``f`` along the curve that are not 0."""
        self.require_shapes([layer[0] for layer in curve])
        for layer in curve:
            for A in layer.values():
                if (A.m, A.n) != (layer[0].m, layer[0].n):
                    raise Malformed(f"a curve with a {A} matrix, expected {layer[0]} as at its start")
        require(all(layer[0].equals(W) for layer, W in zip(curve, self.W, strict=True)), "the curve does not start at the point")
        residual = self.product(curve, {0: self.X})
        residual[0] = residual.get(0, zeros(self.Y.m, self.Y.n)) - self.Y
        return {j: v for form in half_square(residual).values() for j, v in form.items()}

    def loss_at(self, w: Fields) -> Fraction:
        self.require_shapes(w["weights"])
        return Network(self.X, self.Y, w["weights"]).loss

    def require_shapes(self, matrices: Sequence[Matrix]) -> None:
        found, expected = (", ".join(map(str, list_)) for list_ in (matrices, self.W))
        if found != expected:
            raise Malformed(f"a direction, curve or point with matrices of sizes {short(found)}, expected {short(expected)}")

    def on_span(self, N: Matrix) -> list[MatrixPolynomial]:
        """The layers of ``W + sum x_i N_i`` for the columns ``N_i``, as polynomials in the ``x_i``."""
        layers, start = [], 0
        for W in self.W:
            layer: MatrixPolynomial = {(): W}
            for i in range(N.n):
                rows = [[N.rows[start + a * W.n + b][i] for b in range(W.n)] for a in range(W.m)]
                if any(any(row) for row in rows):
                    layer[mark(i),] = Matrix(W.m, W.n, rows, N.den)
            layers.append(layer)
            start += W.m * W.n
        return layers


def half_square(terms: MatrixPolynomial, orders: Collection[int] | None = None) -> dict[int, dict[Any, Fraction]]:
    """``1/2 |sum of the terms|^2``: order -> monomial -> coefficient, if not 0; of the given orders only."""
    den = common_denominator(terms.values())
    values: dict[int, dict[Any, int]] = {}
    m, n = next((A.m, A.n) for A in terms.values())
    for i, k in product(range(m), range(n)):
        spend(10 * len(terms))
        cell: dict[int, list[tuple[Any, int]]] = {}  # this entry of the sum: its terms by order
        for p, A in terms.items():
            if A.rows[i][k]:
                cell.setdefault(p if isinstance(p, int) else len(p), []).append((p, A.rows[i][k] * (den // A.den)))
        bits = max((v.bit_length() for column in cell.values() for _, v in column), default=0)
        allocate(len(terms), 1, bits)
        spend(40 * len(cell) ** 2)
        for d, e in product(cell, cell):
            if d > e or (orders is not None and d + e not in orders):
                continue
            form = values.setdefault(d + e, {})
            for p, v in cell[d]:  # pairs of different orders count twice
                long = 0 if isinstance(p, int) else d + e  # of the new monomials
                spend(len(cell[e]) * (20 + 4 * long + (bits // 64) ** 2))
                allocate(len(form) + len(values), 8 + long // 2, 2 * bits)
                for r, u in cell[e]:
                    key = p + r if isinstance(p, int) else tuple(sorted(p + r))
                    form[key] = form.get(key, 0) + (v * u if d == e else 2 * v * u)
    return {j: {key: Fraction(v, 2 * den * den) for key, v in form.items() if v} for j, form in values.items()}


def check_critical(c: Fields, w: Fields, q: int) -> None:
    c["at"].require_critical()


def check_not_critical(c: Fields, w: Fields, q: int) -> None:
    require(c["at"].slope(w) != 0, "that partial derivative is 0, or there is no such variable")


def check_taylor(c: Fields, w: Fields, q: int) -> None:
    c["at"].require_polynomial()
    spend(20 * len(c["coefficients"]))  # that all parts may share
    claimed = {j: v for j, v in enumerate(c["coefficients"]) if v}
    require(c["at"].along(c["curve"]) == claimed, "the coefficients along the curve are not the claimed ones")
    require(len(c["coefficients"]) == max(claimed, default=0) + 1, "the claimed coefficients end in 0")


def check_kernel_forms(c: Fields, w: Fields, q: int) -> None:
    net, forms = c["at"], c["forms"]
    for direction in c["basis"]:
        net.require_shapes(direction)
    N = beside([vector(direction) for direction in c["basis"]], net.hessian.n)
    require_null_space(net.hessian, N, q)
    if any(j < 3 for j in forms):
        raise Malformed("claim.forms: orders start at 3")
    if any(i >= N.n for terms in forms.values() for _, key in terms for i in key):
        raise Malformed(f"claim.forms: an index beyond the basis of {plural(N.n, 'direction')}")
    residual = net.product(net.on_span(N), {(): net.X}, max(forms, default=0))
    residual[()] = net.residual
    values = half_square(residual, forms)
    for j, terms in forms.items():
        claimed = {tuple(map(mark, key)): v for v, key in terms}
        require(len(claimed) == len(terms) and claimed == values.get(j, {}),
                f"the form of order {j} on the kernel is not the claimed one")


def check_line_minimum(c: Fields, w: Fields, q: int) -> None:
    net = c["at"]
    net.require_critical()
    require_semidefinite(net.hessian, w, q, "the Hessian")
    cut = net.product(net.on_span(w["null-space"]), {(): net.G.T})  # then <G, P(W + A)> is the trace
    require(all(key == () or sum(M.rows[i][i] for i in range(M.m)) == 0 for key, M in cut.items()),
            "the residual is not orthogonal to the movement of the product on the kernel of the Hessian")


def on_line(at: Any, direction: list[Any]) -> dict[int, Fraction]:
    at.require_shapes(direction)
    found: dict[int, Fraction] = at.along([{0: v, 1: a} for v, a in zip(at.p, direction, strict=True)])
    return found


def check_descent_line(c: Fields, w: Fields, q: int) -> None:
    require_lowest(on_line(c["at"], w["direction"]), w, -1)


def require_lowest(coefficients: dict[int, Fraction], w: Fields, sign: int) -> None:
    """The lowest non-constant coefficient is the stated one, at the stated order, of the given sign."""
    order = min((j for j in coefficients if j), default=None)
    require(order == w["order"], f"the lowest non-constant term is at order {order}, not {w['order']}")
    require(coefficients[w["order"]] == w["coefficient"], "the lowest non-constant coefficient is not the stated one")
    require(w["coefficient"] * sign > 0, "the lowest non-constant coefficient has the wrong sign")


def check_negative_curvature(c: Fields, w: Fields, q: int) -> None:
    c["at"].require_critical()
    found = on_line(c["at"], w["direction"]).get(2)
    require(found == w["coefficient"], "the coefficient of t^2 along the direction is not the stated one")
    require(w["coefficient"] < 0, "the coefficient of t^2 along the direction is not negative")


def check_descent_curve(c: Fields, w: Fields, q: int) -> None:
    require_lowest(c["at"].along(w["curve"]), w, -1)


def check_ascent_curve(c: Fields, w: Fields, q: int) -> None:
    require_lowest(c["at"].along(w["curve"]), w, 1)


def check_higher_order_saddle(c: Fields, w: Fields, q: int) -> None:
    c["at"].require_critical()
    require_semidefinite(c["at"].hessian, w, q, "the Hessian")
    check_descent_curve(c, w["descent"], q)
    check_ascent_curve(c, w["ascent"], q)


def require_value(c: Fields) -> None:
    require(c["value"] == c["at"].loss, "the loss at the point is not the claimed value")


def check_orthogonal_residual(c: Fields, w: Fields, q: int) -> None:
    require(c["at"].G.is_zero(), "the residual is not orthogonal to the data: (P X - Y) X^T is not 0")
    require_value(c)


def check_eckart_young(c: Fields, w: Fields, q: int) -> None:
    net = c["at"]
    U, N, r = w["U"], w["N"], min([net.X.m, *(W.m for W in net.W)])
    Y1, PX = w["C"] @ net.X, net.R[-1] @ net.X
    require(((net.Y - Y1) @ net.X.T).is_zero(), "Eckart-Young: (Y - C X) X^T is not 0")
    require(PX.equals(U @ w["B"]), "Eckart-Young: P X is not U B")
    require((U.T @ (PX - Y1)).is_zero(), "Eckart-Young: U^T (P X - C X) is not 0")
    require(U.n == r, f"Eckart-Young: U has {U.n} columns, expected the smallest width {r}")
    require(U.n + N.n == net.Y.m, f"Eckart-Young: U and N have {U.n} + {N.n} columns, expected {net.Y.m} in all")
    require(full_column_rank(U, q), "Eckart-Young: the columns of U are not independent modulo q")
    require(full_column_rank(N, q), "Eckart-Young: the columns of N are not independent modulo q")
    MU, MN = Y1 @ (Y1.T @ U), Y1 @ (Y1.T @ N)
    require((N.T @ U).is_zero(), "Eckart-Young: N^T U is not 0")
    require((N.T @ MU).is_zero(), "Eckart-Young: N^T M U is not 0")
    require_semidefinite((U.T @ MU).kron(N.T @ N) - (U.T @ U).kron(N.T @ MN), w, q, "Eckart-Young: the comparison of eigenvalues")
    require_value(c)


def check_better_point(c: Fields, w: Fields, q: int) -> None:
    require(c["at"].loss_at(w) < c["at"].loss, "the other point does not have a smaller value")


# ---- polynomials ----------------------------------------------------------------------------------------------------

SLOT, DEGREES = 16, 1 << 16  # bits of one exponent in a key; all degrees stay below 2^16, so no exponent runs over
SALT, SALTS = 61, list[int]()  # bits of a key below the exponents; what each variable adds there
Terms = list[tuple[Fraction, tuple[int, ...]]]
Cut = tuple[list[int], int]  # weights of the variables, and the weighted degree above which terms are dropped


def unit(i: int) -> int:
    """The key of ``x_i``. Its lowest bits hold a secret number: ``hash(key)`` is the key modulo ``2^61 - 1``, so that without it
    all monomials of one degree in ``x_i``, ``x_{i+61}``, ``x_{i+122}``, ... had one hash, and tables of them were slow."""
    return (1 << SALT + SLOT * i) + salt(i)


def salt(i: int) -> int:
    while len(SALTS) <= i:
        SALTS.append(int.from_bytes(os.urandom(5), "little"))  # times a degree below 2^16: below 2^56
    return SALTS[i]


def mark(i: int) -> int:
    """A number for ``i``, in the same order, for tuples in tables: the hashes of tuples of known numbers could be made all one."""
    return i << 40 | salt(i)


def allocate_terms(count: int, n: int, bits: int = 0) -> None:
    allocate(count, 8 + n // 4, bits // 8)


class Polynomial:
    """``sum terms[key] x^key / den`` in ``n`` variables; never changed after it is made.

    The key of the exponents ``e_0, e_1, ...`` is ``sum e_i unit(i)``: to multiply monomials is to add their keys.
    ``degree`` is an upper bound for the total degree. No coefficient is 0, and ``den`` is as small as it can be.
    """

    __slots__ = ("degree", "den", "n", "terms")

    def __init__(self, n: int, terms: dict[int, int], den: int = 1, degree: int = 0) -> None:
        if degree >= DEGREES:
            raise Limit(f"a polynomial of degree {degree}, allowed are degrees below {DEGREES}")
        spend(200 + len(terms) * (100 + n // 4))
        self.n, self.terms, self.den, self.degree = n, {key: v for key, v in terms.items() if v}, den, degree
        allocate_terms(len(terms), n, self.bits)
        if den != 1:
            spend(len(terms) * words(den.bit_length()) * words(self.bits))
            common = math.gcd(den, *self.terms.values())
            if common != 1:
                self.terms, self.den = {key: v // common for key, v in self.terms.items()}, den // common

    @property
    def bits(self) -> int:
        return max(map(abs, self.terms.values()), default=0).bit_length()

    @property
    def constant(self) -> Fraction:
        return Fraction(self.terms.get(0, 0), self.den)

    def exponents(self, key: int) -> list[int]:
        spend(80 + self.n * (6 + self.n // 32))
        return [key >> shift & DEGREES - 1 for shift in range(SALT, SALT + SLOT * self.n, SLOT)]

    def equals(self, other: Polynomial) -> bool:
        return (self.n, self.den, self.terms) == (other.n, other.den, other.terms)

    def scaled(self, c: Fraction) -> Polynomial:
        spend(len(self.terms) * words(self.bits) * words(c.numerator.bit_length()))
        return Polynomial(self.n, {key: c.numerator * v for key, v in self.terms.items()}, self.den * c.denominator, self.degree)

    def order(self, key: int, weights: list[int]) -> int:
        return sum(map(mul, weights, self.exponents(key)))

    def times(self, other: Polynomial, cut: Cut | None = None) -> Polynomial:
        bits, pair_cost = self.bits + other.bits, 12 + words(self.bits) * words(other.bits) + self.n // 16
        degree = self.degree + other.degree
        rows = list(other.terms.items())
        if cut is not None:
            degree = min(degree, cut[1])
            graded = sorted((other.order(key, cut[0]), key) for key in other.terms)
            rows, orders = [(key, other.terms[key]) for _, key in graded], [order for order, _ in graded]
        total: dict[int, int] = {}
        for p, a in self.terms.items():
            part = rows if cut is None else rows[:bisect_right(orders, cut[1] - self.order(p, cut[0]))]
            spend(1 + len(part) * pair_cost)
            allocate_terms(len(total), self.n, bits)
            for r, b in part:
                total[p + r] = total.get(p + r, 0) + a * b
        return Polynomial(self.n, total, self.den * other.den, degree)

    def compose(self, phi: Sequence[Polynomial], n: int, cut: Cut | None = None) -> Polynomial:
        """``self(phi_0, phi_1, ...)`` in ``n`` new variables, one old variable after the other, the last one first."""
        values = {key: Polynomial(n, {0: v}, self.den) for key, v in self.terms.items()}
        for i in reversed(range(self.n)):
            powers, made = {0: Polynomial(n, {0: 1}), 1: phi[i]}, [0]

            def power(e: int, powers: dict[int, Polynomial] = powers, made: list[int] = made) -> Polynomial:
                if e not in powers:
                    powers[e] = power(e // 2).times(power(e - e // 2), cut)
                    made[0] += len(powers[e].terms) + 1
                    allocate_terms(made[0], n, powers[e].bits)
                return powers[e]

            groups: dict[int, list[tuple[int, Polynomial]]] = {}
            spend((1 + len(values)) * (20 + self.n // 16))
            own = unit(i)
            for key, value in values.items():
                e = key >> SALT + SLOT * i  # the exponents of later variables are gone
                groups.setdefault(key - e * own, []).append((e, value))
            values = {}
            for low, group in groups.items():
                values[low] = group[0][1] if len(group) == 1 and not group[0][0] else total_of(
                    n, (power(e).times(value, cut) if e else value for e, value in group))
            count = sum(len(value.terms) + 1 for value in values.values())
            spend(6 * count)
            allocate_terms(count, n, max((value.bits for value in values.values()), default=0))
        return values.get(0, Polynomial(n, {}))

    def derivative(self, i: int) -> Polynomial:
        spend(len(self.terms) * (20 + self.n // 16))
        own, powers = unit(i), ((key, key >> SALT + SLOT * i & DEGREES - 1) for key in self.terms)
        return Polynomial(self.n, {key - own: e * self.terms[key] for key, e in powers if e}, self.den, self.degree)

    def hessian(self, variables: Sequence[int]) -> Matrix:
        """The matrix of second derivatives at 0 by the given variables."""
        k = len(variables)
        allocate(k, k, self.bits + 1)
        spend(k * k * (10 + self.n // 32))
        units = [unit(i) for i in variables]
        return Matrix(k, k, [[self.terms.get(u + v, 0) * (2 if u == v else 1) for v in units] for u in units], self.den)


def total_of(n: int, parts: Iterable[Polynomial]) -> Polynomial:
    """The sum of polynomials in ``n`` variables; one part at a time is in memory."""
    den, degree = 1, 0
    terms: dict[int, int] = {}
    for part in parts:
        if den % part.den:
            spend(words(den.bit_length()) * words(part.den.bit_length()) * (1 + len(terms)))
            factor = math.lcm(den, part.den) // den
            terms, den = {key: factor * v for key, v in terms.items()}, den * factor
        factor, degree = den // part.den, max(degree, part.degree)
        spend(20 + len(part.terms) * (4 + n // 16) * words(den.bit_length()) * words(part.bits))
        allocate_terms(len(terms) + len(part.terms), n, part.bits + den.bit_length())
        for key, v in part.terms.items():
            terms[key] = terms.get(key, 0) + factor * v
    return Polynomial(n, terms, den, degree)


def polynomial(terms: Terms, n: int, name: str) -> Polynomial:
    """A polynomial that was read, in the ``n`` variables that its place asks for."""
    for _, exponents in terms:
        if len(exponents) != n:
            raise Malformed(f"{name}: a term with {len(exponents)} exponents, expected {n}")
    allocate_terms(len(terms), n)
    return total_of(n, (Polynomial(n, {key_of(exponents): c.numerator}, c.denominator, sum(exponents)) for c, exponents in terms))


def polynomials(list_: list[Terms], n: int, name: str) -> list[Polynomial]:
    return [polynomial(terms, n, name) for terms in list_]


def key_of(exponents: Sequence[int]) -> int:
    spend(len(exponents) * (2 + len(exponents) // 32))
    return sum(e * unit(i) for i, e in enumerate(exponents) if e)


def constants(values: Sequence[Fraction], n: int = 0) -> list[Polynomial]:
    return [Polynomial(n, {0: v.numerator}, v.denominator) for v in values]


def around(p: Sequence[Fraction]) -> list[Polynomial]:
    """The coordinates ``p_i + x_i`` of a point near ``p``."""
    n = len(p)
    allocate_terms(n, n)
    return [Polynomial(n, {unit(i): v.denominator, 0: v.numerator}, v.denominator, 1) for i, v in enumerate(p)]


def without_constant(f: Polynomial) -> Polynomial:
    return Polynomial(f.n, {key: v for key, v in f.terms.items() if key}, f.den, f.degree)


def linear(rows: Sequence[int], den: int) -> Polynomial:
    """``sum rows[i] x_i / den``."""
    return Polynomial(len(rows), {unit(i): v for i, v in enumerate(rows)}, den, 1)


class PolynomialAt(Objective):
    """A polynomial ``f`` at a rational point ``p``, and ``F(x) = f(p + x) - f(p)``."""

    word = "value"

    def __init__(self, objective: Fields, point: Fields) -> None:
        names, self.p = objective["variables"], point["values"]
        n = len(names)
        if not names or len(set(names)) != n or len(self.p) != n:
            raise Malformed(f"claim.objective.variables: {n} names for a point with {len(self.p)} entries, expected one each, at "
                            "least one, and no name twice")
        self.f = polynomial(objective["terms"], n, "claim.objective.terms")
        self.loss = self.evaluate(constants(self.p), 0).constant
        text = f"a polynomial in {n} variables with {len(self.f.terms)} terms"
        where = ", ".join(f"{name} = {show(v)}" for name, v in zip(names[:8], self.p, strict=False))
        shown = show_terms(self.f, names) if n * len(self.f.terms) <= 200 else text
        self.name = f"{shown if len(shown) <= 300 else text} at {where}{', ...' if n > 8 else ''}"

    def require_shapes(self, values: Sequence[Any]) -> None:
        if len(values) != len(self.p):
            raise Malformed(f"a direction, curve or point with {len(values)} entries, expected {len(self.p)} as the point has")

    def evaluate(self, phi: list[Polynomial], n: int) -> Polynomial:
        """``f(phi_0, phi_1, ...)``, polynomials in ``n`` variables; where ``f`` is only piecewise a polynomial and ``n`` is 1,
        what it is for small positive values of the variable."""
        return self.f.compose(phi, n)

    @cached_property
    def F(self) -> Polynomial:
        return without_constant(self.evaluate(around(self.p), len(self.p)) if any(self.p) else self.f)

    def slope(self, w: Fields) -> int:
        return self.F.terms.get(unit(w["variable"]), 0) if w["variable"] < self.F.n else 0

    def require_critical(self) -> None:
        spend(self.F.n * (10 + self.F.n // 16))
        require(not any(self.F.terms.get(unit(i)) for i in range(self.F.n)), "the point is not critical")

    @cached_property
    def hessian(self) -> Matrix:
        return self.F.hessian(range(self.F.n))

    def along(self, curve: list[dict[int, Fraction]]) -> dict[int, Fraction]:
        """The coefficients of ``f`` along the curve that are not 0."""
        self.require_shapes(curve)
        require(all(layer.get(0, 0) == v for layer, v in zip(curve, self.p, strict=True)), "the curve does not start at the point")
        value = self.evaluate(polynomials([[(c, (e,)) for e, c in layer.items()] for layer in curve], 1, "curve"), 1)
        return {value.exponents(key)[0]: Fraction(v, value.den) for key, v in value.terms.items()}

    def loss_at(self, w: Fields) -> Fraction:
        self.require_shapes(w["values"])
        return self.evaluate(constants(w["values"]), 0).constant


# A continuous function of one number: increasing breaks, and a polynomial (lowest coefficient first) below, between, above them.
Function = tuple[list[Fraction], list[list[Fraction]]]
Sign = Callable[[Polynomial], int]


def lowest_sign(p: Polynomial) -> int:
    """The sign of a constant; the sign for small positive values of the variable of a polynomial in one variable."""
    return sign_of(p.terms[min(p.terms)]) if p.terms else 0


def applied(function: Function, z: Polynomial, sign: Sign) -> Polynomial:
    """``function(z)``, where ``sign`` says on which side of a break ``z`` is; on a break, both polynomials have one value."""
    breaks, pieces = function
    above = sum(sign(total_of(z.n, (z, *constants([-b], z.n)))) > 0 for b in breaks)
    return in_z(pieces[above]).compose([z], z.n)


def in_z(coefficients: list[Fraction]) -> Polynomial:
    return polynomial([(c, (e,)) for e, c in enumerate(coefficients)], 1, "")


class NetworkAt(PolynomialAt):
    """The loss of ``a_h(W_h ... a_1(W_1 X + b_1) ... + b_h) - Y``, as a function of all weights and biases, at a point.

    The parameters in order: ``W_1`` row by row, ..., ``W_h``, then ``b_1``, ..., ``b_h``. ``F`` is what the loss is near the
    point, if it is a polynomial there.
    """

    def __init__(self, objective: Fields, point: Fields) -> None:
        self.X, self.Y, self.activations, self.W = objective["X"], objective["Y"], objective["activations"], point["weights"]
        self.b = point.get("biases", [zeros(W.m, 0) for W in self.W])
        if not self.W or not len(self.W) == len(self.b) == len(self.activations):
            raise Malformed("claim: not as many weights, activations (and biases) as there are layers, or none")
        below = self.X.m
        for i, (W, b) in enumerate(zip(self.W, self.b, strict=True)):
            if W.n != below or 0 in (W.m, W.n) or b.m != W.m or b.n > 1:
                raise Malformed(f"claim.point: layer {i + 1} has a {W} weight matrix and {b} biases, expected {below} columns, at "
                                "least one row, and as many rows of at most one bias")
            below = W.m
        if (self.Y.m, self.Y.n) != (below, self.X.n) or self.X.n == 0:
            raise Malformed(f"claim.objective.Y: a {self.Y} matrix, expected {below} x {self.X.n}, not empty")
        self.l = objective["loss"]
        c = self.l.get("weights", self.Y)
        if (c.m, c.n) != (self.Y.m, self.Y.n):
            raise Malformed(f"claim.objective.loss.weights: a {c} matrix, expected {self.Y}")
        self.functions = [*self.activations, *([self.l["entrywise"]] if "entrywise" in self.l else [])]
        self.p = [v for A in (*self.W, *self.b) for row in fractions(A) for v in row]
        self.loss = self.evaluate(constants(self.p), 0).constant
        self.name = show_network(self)

    def residual(self, phi: list[Polynomial], n: int, sign: Sign = lowest_sign) -> list[Polynomial]:
        """The entries of ``E``, row by row."""
        allocate_terms(2 * self.X.m * self.X.n, n)  # one polynomial each, before any is made
        parameters, Z = iter(phi), [constants(row, n) for row in fractions(self.X)]
        W, b = ([[[next(parameters) for _ in row] for row in A.rows] for A in layers] for layers in (self.W, self.b))
        for weights, biases, activation in zip(W, b, self.activations, strict=True):
            made: list[list[Polynomial]] = []
            terms = bits = 0
            for row, bias in zip(weights, biases, strict=True):
                made.append([])
                for column in zip(*Z, strict=True):
                    argument = total_of(n, chain((w.times(z) for w, z in zip(row, column, strict=True)), bias))
                    value = applied(activation, argument, sign)
                    made[-1].append(value)
                    terms, bits = terms + len(value.terms) + 1, max(bits, value.bits)
                    allocate_terms(terms, n, bits)
            Z = made
        return [total_of(n, (z, *constants([-y], n))) for zs, ys in zip(Z, fractions(self.Y), strict=True)
                for z, y in zip(zs, ys, strict=True)]

    def evaluate(self, phi: list[Polynomial], n: int, sign: Sign = lowest_sign) -> Polynomial:
        return self.lost(self.residual(phi, n, sign), n, sign)

    def lost(self, E: list[Polynomial], n: int, sign: Sign = lowest_sign) -> Polynomial:
        """The loss, of the residual."""
        if "polynomial" in self.l:
            return polynomial(self.l["polynomial"], len(E), "claim.objective.loss.polynomial").compose(E, n)
        weights = [v for row in fractions(self.l["weights"]) for v in row] if "weights" in self.l else [Fraction(1)] * len(E)
        return total_of(n, (applied(self.l["entrywise"], e, sign).scaled(c) for e, c in zip(E, weights, strict=True)))

    def pieces(self) -> Iterator[tuple[Polynomial, list[Polynomial]]]:
        """Near the point the loss is one of these polynomials, wherever (and only if) all in its list are at least 0."""
        phi, n = around(self.p), len(self.p)
        pending: list[list[int]] = [[]]
        while pending:
            signs = pending.pop()  # of the arguments in turn, divided by their first coefficients
            known: list[tuple[Polynomial, Polynomial]] = []  # those quotients, and the constraints

            def sign(z: Polynomial, signs: list[int] = signs, known: list[tuple[Polynomial, Polynomial]] = known) -> int:
                if z.constant or not z.terms:
                    return lowest_sign(z)
                spend(100 + len(known) * (10 + len(z.terms)))
                direction, k = lowest_sign(z), len(known)
                monic = z.scaled(Fraction(z.den, z.terms[min(z.terms)]))
                for i, (other, _) in enumerate(known):
                    if other.equals(monic):  # a multiple of an earlier argument: no choice
                        return signs[i] * direction
                if k == len(signs):  # first below the break, later above it
                    pending.append([*signs, direction])
                    allocate(len(pending), k + 1)
                    signs.append(-direction)
                known.append((monic, z.scaled(Fraction(signs[k] * direction))))
                return signs[k] * direction

            value = self.evaluate(phi, n, sign)
            yield without_constant(value), [g for _, g in known]

    @cached_property
    def F(self) -> Polynomial:
        F, constraints = next(self.pieces())
        require(not constraints, "the loss may have a kink at the point: an argument of an activation or of the loss is at a break")
        return F

    def require_polynomial(self) -> None:
        require(not any(breaks for breaks, _ in self.functions), "the loss may not be one polynomial everywhere: it has breaks")


def gram(m: Sequence[Polynomial], Q: Matrix, n: int) -> Polynomial:
    """``m^T Q m`` for a symmetric ``Q``, of which the upper half is read."""
    if (Q.m, Q.n) != (len(m), len(m)):
        raise Malformed(f"witness: a {Q} matrix for a vector of {len(m)} polynomials")
    require(Q.equals(Q.T), "gram: the matrix is not symmetric")
    return total_of(n, (m[i].times(m[j]).scaled(Fraction(Q.rows[i][j] * (2 if i != j else 1), Q.den))
                        for i in range(Q.n) for j in range(i, Q.n) if Q.rows[i][j]))


def pure_powers(m: Sequence[Polynomial]) -> dict[int, set[int]]:
    """variable -> the ``k >= 1`` for which ``m`` contains a multiple of its ``k``-th power."""
    found: dict[int, set[int]] = {}
    for p in m:
        exponents = [(i, e) for key in p.terms for i, e in enumerate(p.exponents(key)) if e] if len(p.terms) == 1 else []
        if len(exponents) == 1:
            found.setdefault(exponents[0][0], set()).add(exponents[0][1])
    return found


# One function per rule of a proof that F >= 0 near 0; it returns whether moreover F > 0 near 0, except at 0 itself.


def prove(F: Polynomial, proof: tuple[str, Fields], q: int) -> bool:
    rule, w = proof
    return PROOFS[rule][1](F, w, q)


def prove_zero(F: Polynomial, w: Fields, q: int) -> bool:
    require(not F.terms, "zero: the polynomial is not 0")
    return F.n == 0


def prove_weighted(F: Polynomial, w: Fields, q: int) -> bool:
    (weights, d), m = cut_of(w, F.n), polynomials(w["vector"], F.n, "weighted.vector")
    orders = {key: F.order(key, weights) for key in F.terms}
    require(all(order >= d for order in orders.values()), f"weighted: there is a term of weighted degree below {d}")
    form = Polynomial(F.n, {key: v for key, v in F.terms.items() if orders[key] == d}, F.den, F.degree)
    require(gram(m, w["matrix"], F.n).equals(form), f"weighted: m^T Q m is not the part of weighted degree {d}")
    require_definite(w["matrix"], w["congruence"], q, "weighted: Q")
    powers = pure_powers(m)
    require(all(any(2 * k * weights[i] == d for k in powers.get(i, ())) for i in range(F.n)),
            f"weighted: not every variable has a power of weighted degree {d}/2 in m")
    return True


def cut_of(w: Fields, n: int) -> Cut:
    if len(w["weights"]) != n or 0 in w["weights"]:
        raise Malformed(f"weighted.weights: expected {n} positive integers")
    return w["weights"], w["degree"]


def prove_gram(F: Polynomial, w: Fields, q: int) -> bool:
    s, m = polynomial(w["multiplier"], F.n, "gram.multiplier"), polynomials(w["vector"], F.n, "gram.vector")
    parts = [(Q, polynomial([(Fraction(1), exponents)], F.n, "gram.matrix")) for Q, exponents in w["matrix"]]
    require(s.constant > 0, "gram: the multiplier is not positive at 0")
    total = total_of(F.n, (gram(m, Q, F.n).times(monomial) for Q, monomial in parts))
    require(total.equals(s.times(F)), "gram: m^T Q m is not the multiplier times the polynomial")
    at_zero = reduce(Matrix.__add__, (Q for Q, monomial in parts if 0 in monomial.terms), zeros(len(m), len(m)))
    _, negative, zero = require_inertia(at_zero, w, q)
    require(negative == 0, "gram: Q(0) has a negative eigenvalue")
    require(zero == 0 or all(0 in monomial.terms for _, monomial in parts), "gram: Q(0) is singular, and Q is not constant")
    return zero == 0 and len(pure_powers(m)) == F.n


def prove_substitute(F: Polynomial, w: Fields, q: int) -> bool:
    n, phi = F.n, polynomials(w["map"], F.n, "substitute.map")
    if len(phi) != n:
        raise Malformed(f"substitute.map: {len(phi)} polynomials, expected {n}")
    require(all(0 not in p.terms for p in phi), "substitute: the map does not send 0 to 0")
    spend(n * n * (10 + n // 16))
    jacobian = beside([Matrix(n, 1, [[p.terms.get(unit(i), 0)] for i in range(n)], p.den) for p in phi], n)
    require(rank_mod(jacobian, q) == n, "substitute: the Jacobian at 0 is not invertible modulo q")
    rule, below = w["proof"]
    cut = cut_of(below, n) if rule == "weighted" else None  # that rule does not look at terms above its degree
    return prove(F.compose(phi, n, cut), w["proof"], q)


def prove_split(F: Polynomial, w: Fields, q: int) -> bool:
    y = w["variables"]
    if any(i >= F.n for i in y) or y != sorted(set(y)):
        raise Malformed("split.variables: not an increasing list of indices of variables")
    z = sorted(set(range(F.n)) - set(y))
    rest: dict[int, int] = {}
    for key, v in F.terms.items():
        exponents = F.exponents(key)
        degree = sum(exponents[i] for i in y)
        require(degree != 1, "split: there is a term of degree 1 in the split variables")
        if not degree:
            rest[key_of([exponents[i] for i in z])] = v
    require_definite(F.hessian(y), w["congruence"], q, "split: the Hessian by the split variables")
    return prove(Polynomial(len(z), rest, F.den, F.degree), w["proof"], q)


def prove_slice(F: Polynomial, w: Fields, q: int) -> bool:
    T, tangents = w["basis"], []
    if T.m != F.n:
        raise Malformed(f"slice.basis: a {T} matrix, expected {F.n} rows")
    for field_ in w["fields"]:
        if len(field_) != F.n:
            raise Malformed(f"slice.fields: a field with {len(field_)} entries, expected {F.n}")
        v = polynomials(field_, F.n, "slice.fields")
        derivative = total_of(F.n, (F.derivative(i).times(p) for i, p in enumerate(v) if p.terms))
        require(not derivative.terms, "slice: the polynomial is not constant along a field")
        tangents.append(beside([Matrix(1, 1, [[p.constant.numerator]], p.constant.denominator) for p in v], 1).T)
    frame = beside([*tangents, T], F.n)
    require(frame.n == F.n and rank_mod(frame, q) == F.n, "slice: the fields at 0 and the basis are not together a basis modulo q")
    phi = [linear(row, T.den) for row in T.rows]
    return prove(F.compose(phi, T.n), w["proof"], q) and not tangents


def prove_square_factor(F: Polynomial, w: Fields, q: int) -> bool:
    e, g = polynomial(w["square"], F.n, "square-factor.square"), polynomial(w["factor"], F.n, "square-factor.factor")
    require(e.times(e).times(g).equals(F), "square-factor: e^2 g is not the polynomial")
    if "proof" in w:
        prove(g, w["proof"], q)
    else:
        require(g.constant > 0, "square-factor: the factor is not positive at 0, and no proof is given")
    return False


def prove_sum(F: Polynomial, w: Fields, q: int) -> bool:
    parts = polynomials([part["polynomial"] for part in w["parts"]], F.n, "sum.parts")
    require(total_of(F.n, parts).equals(F), "sum: the parts do not add up to the polynomial")
    strict = [prove(p, part["proof"], q) for p, part in zip(parts, w["parts"], strict=True)]
    return any(strict)


def prove_pieces(at: NetworkAt, w: Fields, q: int, sign: int = 1) -> bool:
    """Where the loss has breaks: one proof about ``F``, or ``-F``, for each piece."""
    pieces, strict, done = at.pieces(), True, 0
    for proof, (F, constraints) in zip(w["proofs"], pieces, strict=False):
        strict, done = prove_piece(F.scaled(Fraction(sign)), constraints, proof, q) and strict, done + 1
    require(next(pieces, None) is None, f"pieces: the loss has more than {done} pieces near the point")
    if done < len(w["proofs"]):
        raise Malformed(f"witness.proofs: {len(w['proofs'])} proofs, but the loss has {done} pieces near the point")
    return strict


def prove_piece(F: Polynomial, constraints: list[Polynomial], w: Fields, q: int) -> bool:
    s = polynomial(w["multiplier"], F.n, "pieces.multiplier")
    if len(w["factors"]) != len(constraints):
        raise Malformed(f"pieces.factors: {len(w['factors'])} factors for {len(constraints)} constraints")
    require(s.constant > 0, "pieces: the multiplier is not positive at 0")
    rest = [s.times(F)]
    for factor, g in zip(w["factors"], constraints, strict=True):
        u = polynomial(factor["polynomial"], F.n, "pieces.factors")
        if "proof" in factor:
            prove(u, factor["proof"], q)
        else:
            require(u.constant > 0 or not u.terms, "pieces: a factor is not 0 and not positive at 0, and no proof is given")
        rest.append(u.times(g).scaled(Fraction(-1)))
    return prove(total_of(F.n, rest), w["proof"], q)


def check_local_minimum(c: Fields, w: Fields, q: int) -> bool:
    """Whether it is shown to be a strict one."""
    return prove_pieces(c["at"], w, q) if "proofs" in w else prove(c["at"].F, w["proof"], q)


def check_strict_local_minimum(c: Fields, w: Fields, q: int) -> None:
    require(check_local_minimum(c, w, q), "the proof shows a local minimum, but not that it is strict")


def check_local_maximum(c: Fields, w: Fields, q: int) -> None:
    prove_pieces(c["at"], w, q, -1) if "proofs" in w else prove(c["at"].F.scaled(Fraction(-1)), w["proof"], q)


def require_sum_of_squares(F: Polynomial, w: Fields, q: int) -> None:
    squares, m = (polynomials(w[key], F.n, f"witness.{key}") for key in ("multiplier", "vector"))
    multiplier = total_of(F.n, (e.times(e) for e in squares))
    require(bool(multiplier.terms), "sum of squares: the multiplier is 0")
    require(gram(m, w["matrix"], F.n).equals(multiplier.times(F)), "sum of squares: m^T Q m is not the multiplier times f - f(p)")
    require_semidefinite(w["matrix"], w, q, "sum of squares: Q")


def check_sum_of_squares(c: Fields, w: Fields, q: int) -> None:
    c["at"].require_polynomial()
    require_sum_of_squares(c["at"].F, w, q)
    require_value(c)


def check_least_loss(c: Fields, w: Fields, q: int) -> None:
    """No matrix at all in place of the output has a smaller loss."""
    at: NetworkAt = c["at"]
    require(not at.l.get("entrywise", ([], []))[0], "least loss: the loss is not one polynomial everywhere")
    E = [e.constant for e in at.residual(constants(at.p), 0)]
    require_sum_of_squares(without_constant(at.lost(around(E), len(E))), w, q)
    require_value(c)


def check_supporting_lines(c: Fields, w: Fields, q: int) -> None:
    """The loss of each entry lies above a line through its value, and these lines add up to a constant for all outputs."""
    at, g = c["at"], w["slopes"]
    if "entrywise" not in at.l or (g.m, g.n) != (at.Y.m, at.Y.n):
        raise Malformed(f"witness.slopes: a {g} matrix, expected {at.Y}, and a loss of single entries")
    require(g.is_zero() or all(a == ([], [[0, 1]]) for a in at.activations), "supporting lines: slopes, but not a linear network")
    require((g @ at.X.T).is_zero(), "supporting lines: the slopes are not orthogonal to the data")
    require(not any(sum(row) for row in g.rows) or not any(b.n for b in at.b), "supporting lines: the biases move along the slopes")
    breaks, pieces = at.l["entrywise"]
    weights = at.l.get("weights", Matrix(g.m, g.n, [[1] * g.n] * g.m))
    E = (e.constant for e in at.residual(constants(at.p), 0))
    entries = zip(E, chain(*fractions(g)), chain(*fractions(weights)), strict=True)
    lines = {" ".join(f"{v.numerator:x}/{v.denominator:x}" for v in entry): entry for entry in entries}.values()  # text: see unit()
    if len(w["squares"]) != len(lines) * len(pieces):
        raise Malformed(f"witness.squares: {len(w['squares'])} proofs for {len(lines)} lines and {len(pieces)} pieces each")
    sides = list(zip(pieces, [None, *breaks], [*breaks, None], strict=True))
    for ((e, slope, weight), (piece, low, high)), squares in zip(product(lines, sides), w["squares"], strict=True):
        value = applied((breaks, pieces), constants([e])[0], lowest_sign).scaled(Fraction(-1)).constant
        raised = total_of(1, (in_z(piece), *constants([value], 1))).scaled(weight)
        require_sum_of_squares(on_interval(total_of(1, (raised, in_z([-e, Fraction(1)]).scaled(-slope))), low, high), squares, q)
    require_value(c)


def on_interval(p: Polynomial, low: Fraction | None, high: Fraction | None) -> Polynomial:
    """``p(A/B) B^d``, ``d`` the degree of ``p``: ``B(t) > 0``, and ``A/B`` takes all values in the interval but for one end."""
    zero, one, d = Fraction(0), Fraction(1), p.exponents(max(p.terms, default=0))[0]
    if low is None:
        A, B = [zero, one] if high is None else [high, zero, -one], [one]
    else:
        A, B = ([low, zero, one], [one]) if high is None else ([low, zero, high], [one, zero, one])
    terms = {key + (d - p.exponents(key)[0]) * unit(1): v for key, v in p.terms.items()}
    return Polynomial(2, terms, p.den, d).compose([in_z(A), in_z(B)], 1)


# ---- sentences ------------------------------------------------------------------------------------------------------


def short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def show(value: Fraction) -> str:
    bits = value.numerator.bit_length() + value.denominator.bit_length()
    return str(value) if bits < 2**10 else f"a rational of {bits} bits"


def brief(A: Matrix) -> str:
    """A small matrix row by row, such as [1 0; 2/3 1]; of a larger one only its size."""
    if A.m * A.n > 12 or A.bits + A.den.bit_length() > 24:
        return f"a {A} matrix"
    return f"[{'; '.join(' '.join(str(Fraction(v, A.den)) for v in row) for row in A.rows)}]"


def show_spectrum(eigenvalues: list[Fields]) -> str:
    names = []
    for entry in eigenvalues:
        roots = ", ".join(show(a) if a == b else f"one in ({show(a)}, {show(b)})" for a, b in entry["roots"])
        each_ = "each of multiplicity" if len(entry["roots"]) > 1 else "multiplicity"
        names.append(roots + (f" ({each_} {entry['multiplicity']})" if entry["multiplicity"] > 1 else ""))
    return "; ".join(names) or "none"


def show_completion(c: Fields) -> str:
    words_ = "D W2 = 0 and W1 + D" if c["side"] == "left" else "W1 D = 0 and W2 + D"
    return (f"there is {'a' if c['exists'] else 'no'} D with {words_} of {c['target'].replace('-', ' ')} "
            f"(W1 {c['W1']}, W2 {c['W2']})")


def show_relation(relation: Fields) -> str:
    text, value, symbol = "", relation["value"], COMPARISONS[relation["relation"]][1]
    for c, names in relation["terms"]:
        sign = ("-" if c < 0 else "") if not text else (" - " if c < 0 else " + ")
        text += sign + (f"({show(abs(c))}) " if abs(c) != 1 else "") + " ".join(names)
    return f"{text} = 0" if symbol == "=" and not value else f"|{text}|^2 {symbol} {show(value)}"


def show_terms(f: Polynomial, names: Sequence[str]) -> str:
    texts = []
    for key in sorted(f.terms, reverse=True):
        powers = [name + (f"^{e}" if e > 1 else "") for name, e in zip(names, f.exponents(key), strict=True) if e]
        c = Fraction(f.terms[key], f.den)
        texts.append("*".join([*([f"({show(c)})"] if c != 1 or not powers else []), *powers]))
    return " + ".join(texts) or "0"


def show_series(coefficients: list[Fraction]) -> str:
    return " + ".join(f"({show(v)})" + (f" t^{j}" if j else "") for j, v in enumerate(coefficients) if v or not j)


def show_function(function: Function) -> str:
    breaks, pieces = function
    if sum(map(len, pieces)) > 20:
        return f"a function of {len(pieces)} polynomial pieces"
    values = [show_terms(in_z(piece), ["z"]) for piece in pieces]
    text = "".join(f"{value} up to z = {show(b)}, then " for value, b in zip(values, breaks, strict=False)) + values[-1]
    return text if len(text) <= 300 else f"a function of {len(pieces)} polynomial pieces"


def show_network(at: NetworkAt) -> str:
    output, functions = "X", ""
    for i, (a, b) in enumerate(zip(at.activations[:8], at.b[:8], strict=True), start=1):
        output, functions = f"a_{i}(W_{i} {output}{f' + b_{i}' if b.n else ''})", f"{functions}, a_{i}(z) = {show_function(a)}"
    loss = "a polynomial of the entries of E"
    if "entrywise" in at.l:
        loss = "the sum of c_ij l(E_ij)" if "weights" in at.l else "the sum of l(E_ij)"
        functions = f", l(z) = {show_function(at.l['entrywise'])}{functions}"
    output, functions = (output, functions) if len(at.W) <= 8 else (f"the output of {len(at.W)} layers", f"{functions}, ...")
    widths = "-".join(str(d) for d in [at.X.m, *(W.m for W in at.W[:40])]) + "-..." * (len(at.W) > 40)
    return f"{loss}, E = {output} - Y{functions} (widths {widths}, {plural(at.X.n, 'sample')})"


def show_forms(forms: dict[int, Any]) -> str:
    return ", ".join(f"order {j}: {len(terms) or 'no'} terms" for j, terms in sorted(forms.items()))


def show_openness(c: Fields) -> str:
    W1, W2 = c["W1"], c["W2"]
    where = f"all {W1.m} x {W2.n} matrices" if c.get("codomain") == "all-matrices" else "its range"
    rate = {"linear": ", with delta of order epsilon", "quadratic": ", with delta of order epsilon^2, not better"}
    is_, ends = ("is", rate[c["rate"]]) if "rate" in c else ("is not", "")
    return f"multiplication {is_} locally open in {where} at W1 ({W1}), W2 ({W2}){ends}"


def show_bounded_basis(c: Fields) -> str:
    return (f"rows {short(', '.join(map(str, c['rows'])) or 'none')} (counted from 0) of the {c['matrix']} matrix are a basis of "
            f"its row space, and every other row combines them with coefficients of absolute value at most {show(c['bound'])}")


def show_relations(c: Fields) -> str:
    names = ", ".join(f"{name} ({A})" for name, A in c["matrices"].items())
    return f"for the matrices {names}: {'; '.join(map(show_relation, c['relations']))}"


def show_image(c: Fields) -> str:
    return (f"the set of all outputs W2 a(W1 X) (one hidden unit, one output, {c['X'].n} samples) is not convex; the activation a, "
            f"of {len(c['pieces'])} fractional linear pieces, is continuous, strictly increasing and positive")


COUNTS = "{positive} positive, {negative} negative and {zero} zero eigenvalues"
#: kind -> the sentence that is claimed, made from the members of the claim alone; "at" is the objective at its point.
SENTENCES: dict[str, Callable[[Fields], str]] = {
    "rank": "the rank of the {matrix} matrix is {rank}".format_map,
    "null-space": "the {basis.n} columns are a basis of the null space of the {matrix} matrix".format_map,
    "subspace-intersection": lambda c: (f"the null space of A = {brief(c['A'])} and the column space of B = {brief(c['B'])} meet "
                                        f"in dimension {c['dimension']}"),
    "pair-ranks": lambda c: f"W1 ({c['W1']}), W2 ({c['W2']}) and W1 W2 have ranks {', '.join(map(str, c['ranks']))}",
    "inertia": ("the symmetric {matrix} matrix has " + COUNTS).format_map,
    "spectrum": lambda c: f"the symmetric {c['matrix']} matrix has the eigenvalues {show_spectrum(c['eigenvalues'])}",
    "locally-open": show_openness,
    "not-locally-open": show_openness,
    "completion": show_completion,
    "bounded-basis": show_bounded_basis,
    "matrix-relations": show_relations,
    "image-not-convex": show_image,
    "critical-point": "the point is critical for {at}".format_map,
    "not-critical": "the point is not critical for {at}".format_map,
    "hessian-inertia": ("the Hessian of {at} at the point has " + COUNTS).format_map,
    "hessian-spectrum": lambda c: f"the Hessian of {c['at']} at the point has the eigenvalues {show_spectrum(c['eigenvalues'])}",
    "taylor-expansion": lambda c: f"along the curve, {c['at']} is {show_series(c['coefficients'])}",
    "kernel-forms": lambda c: (f"the kernel of the Hessian of {c['at']} has dimension {len(c['basis'])} and the listed Taylor "
                               f"forms ({show_forms(c['forms'])})"),
    "line-minimum": "the point is a minimum of {at} along every straight line through it".format_map,
    "not-a-line-minimum": "the point is not a minimum of {at} along every straight line".format_map,
    "second-order-saddle": ("the point is a second-order saddle of {at}: critical, with a negative eigenvalue of the "
                            "Hessian").format_map,
    "higher-order-saddle": ("the point is a higher-order saddle of {at}: critical, the Hessian has no negative eigenvalue, "
                            "and it is neither a local minimum nor a local maximum").format_map,
    "not-a-local-minimum": "the point is not a local minimum of {at}".format_map,
    "not-a-local-maximum": "the point is not a local maximum of {at}".format_map,
    "local-minimum": "the point is a local minimum of {at}".format_map,
    "strict-local-minimum": "the point is a strict local minimum of {at}".format_map,
    "local-maximum": "the point is a local maximum of {at}".format_map,
    "global-minimum": lambda c: f"the point is a global minimum of {c['at']}, with value {show(c['value'])}",
    "not-a-global-minimum": lambda c: (f"the point is not a global minimum of {c['at']}: its {c['at'].word} {show(c['at'].loss)} "
                                       "is not the least"),
}


# ---- reading untrusted documents ------------------------------------------------------------------------------------


class Odd:
    """What the JSON reader met and the grammar does not know (a float, NaN, a negative or huge integer)."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"the number {short(self.text)}"


class Repeated(dict[str, Any]):
    """An object in which ``key`` stood twice."""

    key = ""


def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result and not isinstance(result, Repeated):
            result = Repeated(result)
            result.key = key
        result[key] = value
    return result


def read_integer(text: str) -> int | Odd:
    return int(text) if re.fullmatch("0|[1-9][0-9]{0,29}", text) else Odd(text)


def read_json(text: str) -> Any:
    """The JSON value of a document; what the grammar does not know comes back as ``Odd`` or ``Repeated``."""
    try:
        return json.loads(text, object_pairs_hook=read_object, parse_int=read_integer, parse_float=Odd, parse_constant=Odd)
    except json.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise Malformed("not a certificate: brackets are nested too deeply") from None


def wrong(path: str, value: Any, expected: str) -> Malformed:
    kinds = {dict: "an object", Repeated: "an object", list: "a list", bool: "true or false", type(None): "null"}
    found = kinds.get(type(value)) or (f'the string "{short(value)}"' if isinstance(value, str) else short(value))
    return Malformed(f"{path}: found {found}, expected {expected}")


def read_members(value: Any, path: str, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise wrong(path, value, "an object")
    if isinstance(value, Repeated):
        raise Malformed(f'{path}: the member "{short(value.key)}" stands twice, expected once')
    for key in required:
        if key not in value:
            raise Malformed(f'{path}: the member "{key}" is missing')
    for key in value:
        if key not in required and key not in optional:
            expected = ", ".join(sorted([*required, *optional])) or "none"
            raise Malformed(f'{path}: unknown member "{short(key)}", expected {expected}')
    return value


def read_open(value: Any, path: str) -> dict[str, Any]:
    """An object with any members."""
    return read_members(value, path, (), value if isinstance(value, dict) else ())


def read_fields(value: Any, path: str, readers: Readers, *fixed: str, read: Callable[..., Any] | None = None) -> Fields:
    """An object with the members that ``readers`` lists, a "?" marking optional ones, and the ``fixed`` ones, read elsewhere."""
    optional = [key[:-1] for key in readers if key.endswith("?")]
    document = read_members(value, path, [*fixed, *(key for key in readers if not key.endswith("?"))], optional)
    known = ((key, readers.get(key) or readers[key + "?"], v) for key, v in document.items() if key not in fixed)
    return {key: read(key, reader, v, path) if read else reader(v, f"{path}.{key}") for key, reader, v in known}


def members(**fields: Callable[[Any, str], Any]) -> Callable[[Any, str], Fields]:
    return lambda value, path: read_fields(value, path, fields)


def each(read: Callable[[Any, str], Any]) -> Callable[[Any, str], list[Any]]:
    return lambda value, path: [read(v, f"{path}[{i}]") for i, v in enumerate(read_list(value, path))]


def two(value: Any, path: str, expected: str, *read: Callable[[Any, str], Any]) -> tuple[Any, ...]:
    """The two items of a list, by a reader for each."""
    if len(read_list(value, path)) != 2:
        raise wrong(path, value, expected)
    return tuple(of(v, f"{path}[{i}]") for i, (of, v) in enumerate(zip(read, value, strict=True)))


def one_of(*names: str) -> Callable[[Any, str], str]:
    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in names:
            raise wrong(path, value, f"one of {', '.join(names)}")
        return value
    return read


def read_list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise wrong(path, value, "a list")
    return value


RATIONAL = re.compile("(-?(?:0|[1-9][0-9]*))(?:/([1-9][0-9]*))?")


def read_pair(value: Any, path: str) -> tuple[int, int]:
    """A rational as numerator and denominator."""
    if not isinstance(value, str):
        raise wrong(path, value, 'a rational as a string, such as "-2/3"')
    digits = LIMITS.get().digits
    if len(value) > digits:
        raise Limit(f"{path}: a number of {len(value)} characters, allowed are {digits} (--max-digits raises the limit)")
    match = RATIONAL.fullmatch(value)
    if match is None or value == "-0" or value.startswith("-0/"):
        raise wrong(path, value, "a rational -?(0|[1-9][0-9]*)(/[1-9][0-9]*)?")
    numerator, denominator = int(match[1]), int(match[2] or 1)
    spend(1 + len(value) ** 2 // 400)
    if match[2] is not None and (denominator == 1 or math.gcd(numerator, denominator) != 1):
        raise Malformed(f'{path}: "{short(value)}" is not in lowest terms')
    return numerator, denominator


SMALL = {str(v): v for v in range(-999, 1000)}
INTEGERS = re.compile("(?:(?:0|-?[1-9][0-9]*+),)*+")  # possessive: nothing is tried twice


def read_integers(row: list[Any]) -> list[int] | None:
    """The short integers of a row, if it has no other entries."""
    spend(len(row))
    with suppress(KeyError, TypeError):
        return list(map(SMALL.__getitem__, row)) if LIMITS.get().digits > 3 else None
    with suppress(TypeError, ValueError):
        text, longest = ",".join(row) + ",", max(map(len, row))
        if longest <= min(2000, LIMITS.get().digits) and INTEGERS.fullmatch(text):
            spend(longest * len(text) // 400)
            return list(map(int, row))  # fails where an entry has a comma of its own
    return None


def read_rational(value: Any, path: str) -> Fraction:
    return Fraction(*read_pair(value, path))


def read_count(value: Any, path: str) -> int:
    if type(value) is not int:
        raise wrong(path, value, "an integer of at least 0 (at most 30 digits)")
    return value


def read_modulus(value: Any, path: str) -> int:
    if read_count(value, path) < 2:
        raise wrong(path, value, "a modulus of at least 2")
    return int(value)


def read_exponent(value: Any, path: str) -> int:
    if read_count(value, path) >= 10000:
        raise wrong(path, value, "an exponent below 10000")
    return int(value)


def read_truth(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise wrong(path, value, "true or false")


def read_variable(value: Any, path: str) -> str:
    if isinstance(value, str) and re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,39}", value, re.ASCII):
        return value
    raise wrong(path, value, "a name of at most 40 ASCII letters, digits and underscores")


def read_matrix(value: Any, path: str) -> Matrix:
    document = read_members(value, path, ("shape", "entries"))
    m, n = two(document["shape"], f"{path}.shape", "two sizes", read_count, read_count)
    entries = LIMITS.get().entries
    if max(m, n) > entries:
        raise Limit(f"{path}.shape: a size of {max(m, n)}, allowed are {entries} (--max-entries raises the limit)")
    rows = read_list(document["entries"], f"{path}.entries")
    if len(rows) != m:
        raise Malformed(f"{path}.entries: {len(rows)} rows, expected {m} as the shape says")
    table, den = [], 1
    for i, row in enumerate(rows):
        if len(read_list(row, f"{path}.entries[{i}]")) != n:
            raise Malformed(f"{path}.entries[{i}]: {len(row)} entries, expected {n} as the shape says")
        numbers, dens = read_integers(row), [1]
        if numbers is None:
            pairs = [read_pair(v, f"{path}.entries[{i}][{j}]") for j, v in enumerate(row)]
            numbers, dens = [p for p, _ in pairs], [d for _, d in pairs]
        table.append((numbers, dens))
        for d in dens:
            spend((den.bit_length() // 64) * (d.bit_length() // 64))
            if den % d:
                den = math.lcm(den, d)
                allocate(m, n, den.bit_length())
    if den != 1:
        spend(words(den.bit_length()) * sum(words(d.bit_length()) for _, dens in table for d in dens))
    return Matrix(m, n, [[p * (den // d) for p, d in zip(numbers, chain(dens, repeat(1)), strict=False)] if den != 1 else numbers
                         for numbers, dens in table], den)


def read_exponents(value: Any, path: str, read: Callable[[Any, str], Any]) -> dict[int, Any]:
    """An object whose keys are exponents."""
    for key in read_open(value, path):
        if not re.fullmatch("0|[1-9][0-9]{0,3}", key):
            raise Malformed(f'{path}: the member "{short(key)}" is not an exponent below 10000')
    return {int(key): read(v, f'{path}["{key}"]') for key, v in value.items()}


def read_layer(value: Any, path: str) -> dict[int, Matrix]:
    layer = read_exponents(value, path, read_matrix)
    if 0 not in layer:
        raise Malformed(f'{path}: the member "0" is missing')
    return layer


def read_series(value: Any, path: str) -> dict[int, Fraction]:
    return read_exponents(value, path, read_rational)


def read_forms(value: Any, path: str) -> dict[int, Any]:
    return read_exponents(value, path, each(read_form_term))


def read_form_term(value: Any, path: str) -> tuple[Fraction, tuple[int, ...]]:
    c, indices = two(value, path, "a coefficient and a list of indices", read_rational, each(read_count))
    if indices != sorted(indices):
        raise Malformed(f"{path}[1]: the indices are not sorted")
    return c, tuple(indices)


def read_interval(value: Any, path: str) -> tuple[Any, ...]:
    return two(value, path, "two rationals", read_rational, read_rational)


def read_named(value: Any, path: str) -> dict[str, Matrix]:
    """An object from names to matrices."""
    return {read_variable(key, path): read_matrix(A, f"{path}.{key}") for key, A in read_open(value, path).items()}


def read_factor(value: Any, path: str) -> str:
    read_variable(value.removesuffix("^T") if isinstance(value, str) else value, path)
    return str(value)


def read_product(value: Any, path: str) -> tuple[Fraction, list[str]]:
    """A coefficient and a list of at least one name of a factor."""
    c, names = two(value, path, "a coefficient and a list of names of matrices", read_rational, each(read_factor))
    return c, at_least_one(names, f"{path}[1]")


def at_least_one(items: list[Any], path: str) -> list[Any]:
    if not items:
        raise wrong(path, items, "at least one item")
    return items


def read_products(value: Any, path: str) -> list[tuple[Fraction, list[str]]]:
    return at_least_one(each(read_product)(value, path), path)


def read_terms(value: Any, path: str) -> Terms:
    """A polynomial: a list of coefficients, not 0, with lists of exponents, no list twice."""
    terms, known = [], set()
    for i, term in enumerate(read_list(value, path)):
        c, exponents = two(term, f"{path}[{i}]", "a coefficient and a list of exponents", read_rational, each(read_exponent))
        text = repr(exponents)  # short, and with a secret hash: see mark()
        if not c or text in known:
            raise Malformed(f"{path}[{i}]: a coefficient 0, or a list of exponents that stood before")
        known.add(text)
        terms.append((c, tuple(exponents)))
    return terms


def read_matrix_term(value: Any, path: str) -> tuple[Matrix, tuple[int, ...]]:
    Q, exponents = two(value, path, "a matrix and a list of exponents", read_matrix, each(read_exponent))
    return Q, tuple(exponents)


def read_proof(value: Any, path: str) -> tuple[str, Fields]:
    """A proof tree: its rule, and the members of that rule."""
    if path.count(".proof") > 40:
        raise Malformed(f"{path}: proofs are nested too deeply")
    rule = name_of(value, path, "rule", PROOFS)
    return rule, read_fields(value, path, PROOFS[rule][0], "rule")


def read_function(value: Any, path: str) -> Function:
    """Breaks and pieces of a continuous function."""
    found = read_fields(value, path, {"breaks": each(read_rational), "pieces": each(each(read_rational))})
    breaks, pieces = found["breaks"], found["pieces"]
    if len(pieces) != len(breaks) + 1 or any(a >= b for a, b in pairwise(breaks)):
        raise Malformed(f"{path}: expected increasing breaks, and one piece more than there are breaks")
    for k, b in enumerate(breaks):
        sides = zip_longest(pieces[k], pieces[k + 1], fillvalue=Fraction(0))
        if sign_at([v - u for u, v in sides], b):
            raise Malformed(f"{path}.pieces[{k + 1}]: at the break, not the value of the piece before")
    return breaks, pieces


def read_loss(value: Any, path: str) -> Fields:
    if isinstance(value, dict) and "polynomial" in value:
        return read_fields(value, path, {"polynomial": read_terms})
    return read_fields(value, path, {"entrywise": read_function, "weights?": read_matrix})


def name_of(value: Any, path: str, key: str, known: Iterable[str]) -> str:
    if not isinstance(value, dict):
        raise wrong(path, value, "an object")
    if key not in value:
        raise Malformed(f'{path}: the member "{key}" is missing')
    return one_of(*known)(value[key], f"{path}.{key}")


def matrices(*names: str) -> Readers:
    return dict.fromkeys(names, read_matrix)


# ---- the rules ------------------------------------------------------------------------------------------------------

Check = Callable[[Fields, Fields, int], object]
Table = dict[str, tuple[Readers, dict[str, tuple[Readers, Check]]]]

PAIR: Readers = matrices("W1", "W2")
INERTIA: Readers = dict.fromkeys(("positive", "negative", "zero"), read_count)
EIGENVALUES: Readers = {"eigenvalues": each(members(
    polynomial=each(read_rational), multiplicity=read_count, roots=each(read_interval)))}
CONGRUENCE: Readers = matrices("congruence", "null-space")
VECTORS: Readers = {"vectors": each(read_matrix)}
NULL_VECTORS: Readers = matrices("left-null-vector?", "right-null-vector?")
INVERSE: Readers = {**matrices("E", "K0", "K1"), **NULL_VECTORS}
SCHUR: Readers = {"rows": each(read_count), "columns": each(read_count), **matrices("coefficients", "null-space"), **NULL_VECTORS}
COMPLETION: Readers = {"side": one_of("left", "right"), "target": one_of("full-row-rank", "full-column-rank"), "exists": read_truth}
RELATIONS: Readers = {"matrices": read_named, "relations": each(members(
    terms=read_products, relation=one_of(*COMPARISONS), value=read_rational))}
LOWEST: Readers = {"order": read_count, "coefficient": read_rational}
PROOF: Readers = {"proof": read_proof}
DEFINITE: Readers = matrices("matrix", "congruence")
SQUARES: Readers = {"multiplier": each(read_terms), "vector": each(read_terms), **matrices("matrix"), **CONGRUENCE}
PIECES: Readers = {"proofs": each(members(multiplier=read_terms, proof=read_proof, factors=each(
    members(polynomial=read_terms, **{"proof?": read_proof}))))}

#: rule -> (members, the function that returns whether the inequality is strict)
PROOFS: dict[str, tuple[Readers, Callable[[Polynomial, Fields, int], bool]]] = {
    "zero": ({}, prove_zero),
    "weighted": ({"weights": each(read_count), "degree": read_count, "vector": each(read_terms), **DEFINITE}, prove_weighted),
    "gram": ({"multiplier": read_terms, "vector": each(read_terms), "matrix": each(read_matrix_term), **CONGRUENCE}, prove_gram),
    "substitute": ({"map": each(read_terms), **PROOF}, prove_substitute),
    "split": ({"variables": each(read_count), **matrices("congruence"), **PROOF}, prove_split),
    "slice": ({"fields": each(each(read_terms)), **matrices("basis"), **PROOF}, prove_slice),
    "sum": ({"parts": each(members(polynomial=read_terms, proof=read_proof))}, prove_sum),
    "square-factor": ({"square": read_terms, "factor": read_terms, "proof?": read_proof}, prove_square_factor),
}


def point_rules(about: Readers, coordinate: Callable[[Any, str], Any], curve: Callable[[Any, str], Any],
                entry: Readers, better: str) -> Table:
    """The claims about points of any objective, whose points, directions and curves are read in these ways."""
    line: Readers = {"direction": each(coordinate), "coefficient": read_rational}
    along: Readers = {"curve": each(curve)}
    return {
        "critical-point": (about, {"gradient": ({}, check_critical)}),
        "not-critical": (about, {"gradient-entry": (entry, check_not_critical)}),
        "hessian-inertia": ({**about, **INERTIA}, {"congruence": (CONGRUENCE, check_inertia)}),
        "hessian-spectrum": ({**about, **EIGENVALUES}, {"cyclic-vectors": (VECTORS, check_spectrum)}),
        "taylor-expansion": ({**about, **along, "coefficients": each(read_rational)}, {"expansion": ({}, check_taylor)}),
        "second-order-saddle": (about, {"negative-curvature": (line, check_negative_curvature)}),
        "higher-order-saddle": (about, {"semidefinite-with-curves": (
            {**CONGRUENCE, **dict.fromkeys(("descent", "ascent"), members(**along, **LOWEST))}, check_higher_order_saddle)}),
        "not-a-local-minimum": (about, {"descent-curve": ({**along, **LOWEST}, check_descent_curve)}),
        "not-a-local-maximum": (about, {"ascent-curve": ({**along, **LOWEST}, check_ascent_curve)}),
        "not-a-global-minimum": (about, {"better-point": ({better: each(coordinate)}, check_better_point)}),
    }


NETWORK: Readers = {"objective": members(kind=one_of("deep-linear-square-loss"), **matrices("X", "Y")),
                    "point": members(weights=each(read_matrix))}
#: kind -> (claim members, rule -> (witness members, check)); a "?" marks an optional member. Every witness may have a "modulus".
RULES: Table = {
    "rank": ({**matrices("matrix"), "rank": read_count}, {"null-space": (matrices("null-space"), check_rank)}),
    "null-space": (matrices("matrix", "basis"), {"spanning": ({}, check_null_space)}),
    "subspace-intersection": ({**matrices("A", "B"), "dimension": read_count},
                              {"basis": (matrices("coefficients", "null-space"), check_intersection)}),
    "pair-ranks": ({**PAIR, "ranks": each(read_count)}, {"null-spaces": ({"null-spaces": each(read_matrix)}, check_pair_ranks)}),
    "inertia": ({**matrices("matrix"), **INERTIA}, {"congruence": (CONGRUENCE, check_inertia)}),
    "spectrum": ({**matrices("matrix"), **EIGENVALUES}, {"cyclic-vectors": (VECTORS, check_spectrum)}),
    "locally-open": ({**PAIR, "rate": one_of("linear", "quadratic")},
                     {"right-inverse": (INVERSE, check_open_right), "left-inverse": (INVERSE, check_open_left),
                      "schur-complement": (SCHUR, check_open_schur),
                      "equal-ranks": (matrices("N1", "N2"), check_open_equal_ranks)}),
    "not-locally-open": ({**PAIR, "codomain": one_of("range", "all-matrices")},
                         {"rank-obstruction": (matrices("S", "KS", "T", "KT", "U", "V", "null-space"), check_not_open),
                          "rank-excess": (matrices("U", "V"), check_rank_excess)}),
    "completion": ({**PAIR, **COMPLETION},
                   {"completion": (matrices("D"), check_completion), "rank-bound": (matrices("S"), check_no_completion)}),
    "bounded-basis": ({**matrices("matrix"), "rows": each(read_count), "bound": read_rational},
                      {"coefficients": (matrices("coefficients"), check_bounded_basis)}),
    "matrix-relations": (RELATIONS, {"arithmetic": ({}, check_relations)}),
    "image-not-convex": ({**matrices("X"), "breaks": each(read_rational), "pieces": each(read_matrix)}, {"opposite-signs": (
        dict.fromkeys(("first", "second"), members(**PAIR)), check_image_not_convex)}),
    **point_rules(NETWORK, read_matrix, read_layer, dict.fromkeys(("layer", "row", "column"), read_count), "weights"),
    "kernel-forms": ({**NETWORK, "basis": each(each(read_matrix)), "forms": read_forms}, {"expansion": ({}, check_kernel_forms)}),
    "line-minimum": (NETWORK, {"half-square": (CONGRUENCE, check_line_minimum)}),
    "not-a-line-minimum": (NETWORK, {"descent-line": ({"direction": each(read_matrix), **LOWEST}, check_descent_line)}),
    "global-minimum": ({**NETWORK, "value": read_rational},
                       {"orthogonal-residual": ({}, check_orthogonal_residual),
                        "eckart-young": ({**matrices("C", "U", "B", "N"), **CONGRUENCE}, check_eckart_young)}),
}

POLYNOMIAL: Readers = {"objective": members(kind=one_of("polynomial"), variables=each(read_variable), terms=read_terms),
                       "point": members(values=each(read_rational))}
#: Claims about a polynomial at a point, read instead of RULES when the objective says so.
POLYNOMIAL_RULES: Table = {
    **point_rules(POLYNOMIAL, read_rational, read_series, {"variable": read_count}, "values"),
    "local-minimum": (POLYNOMIAL, {"proof-tree": (PROOF, check_local_minimum)}),
    "strict-local-minimum": (POLYNOMIAL, {"proof-tree": (PROOF, check_strict_local_minimum)}),
    "local-maximum": (POLYNOMIAL, {"proof-tree": (PROOF, check_local_maximum)}),
    "global-minimum": ({**POLYNOMIAL, "value": read_rational}, {"sum-of-squares": (SQUARES, check_sum_of_squares)}),
}

LOSS: Readers = {"objective": members(
    kind=one_of("network-loss"), **matrices("X", "Y"), activations=each(read_function), loss=read_loss),
                 "point": members(weights=each(read_matrix), **{"biases?": each(read_matrix)})}
#: Claims about the loss of a network at a point: those about polynomials, and more rules for functions with breaks.
LOSS_RULES: Table = {kind: ({**readers, **LOSS}, dict(rules)) for kind, (readers, rules) in POLYNOMIAL_RULES.items()}
LOSS_RULES["local-minimum"][1]["pieces"] = (PIECES, check_local_minimum)
LOSS_RULES["strict-local-minimum"][1]["pieces"] = (PIECES, check_strict_local_minimum)
LOSS_RULES["local-maximum"][1]["pieces"] = (PIECES, check_local_maximum)
LOSS_RULES["global-minimum"][1]["least-loss"] = (SQUARES, check_least_loss)
LOSS_RULES["global-minimum"][1]["supporting-lines"] = (
    {**matrices("slopes"), "squares": each(members(**SQUARES))}, check_supporting_lines)

KINDS = list(SENTENCES)
#: Members that say what a claim is about.
DATA = ("objective", "point", "matrix", "matrices", "A", "B", "W1", "W2", "X")


# ---- one document ---------------------------------------------------------------------------------------------------


class Reading:
    """What the parts of a conjunction share is read, and the products of its network are computed, once."""

    def __init__(self, shared: dict[str, Any]) -> None:
        self.shared, self.known = shared, dict[tuple[str, Any], Any]()
        self.last: tuple[Any, Any, Objective] | None = None  # holds the objects, so that "is" means the same object

    def member(self, key: str, read: Callable[[Any, str], Any], value: Any, path: str) -> Any:
        if key not in self.shared:
            return read(value, f"{path}.{key}")
        if (key, read) not in self.known:  # two kinds may read one name differently
            self.known[key, read] = read(value, f"claim.shared.{key}")
        return self.known[key, read]

    def at(self, objective: Fields, point: Fields) -> Objective:
        if self.last is None or self.last[0] is not objective or self.last[1] is not point:
            build = {"polynomial": PolynomialAt, "network-loss": NetworkAt}.get(objective["kind"])
            self.last = (objective, point, build(objective, point) if build else
                         Network(objective["X"], objective["Y"], point["weights"]))
        return self.last[2]

    def check(self, claim: Any, witness: Any, path: tuple[str, str]) -> str:
        objective = claim.get("objective") if isinstance(claim, dict) else None
        kind = objective.get("kind") if isinstance(objective, dict) else None
        table = POLYNOMIAL_RULES if kind == "polynomial" else LOSS_RULES if kind == "network-loss" else RULES
        kind = name_of(claim, path[0], "kind", table)
        readers, rules = table[kind]
        c = read_fields(claim, path[0], readers, "kind", read=self.member)
        witness_readers, check = rules[name_of(witness, path[1], "rule", rules)]
        w = read_fields(witness, path[1], {**witness_readers, "modulus?": read_modulus}, "rule")
        if "objective" in c:
            c["at"] = self.at(c["objective"], c["point"])
        check(c, w, w.get("modulus", PRIME))
        return SENTENCES[kind](c)


def check_document(document: Any) -> str:
    """The sentence that the document proves; raises Malformed, Invalid or Limit."""
    read_members(document, "document", ("format", "version", "claim", "witness"), ("about",))
    one_of(FORMAT)(document["format"], "format")
    if read_count(document["version"], "version") != VERSION:
        raise wrong("version", document["version"], f"version {VERSION}")
    for key, value in read_open(document.get("about", {}), "about").items():
        if not isinstance(value, str):
            raise wrong(f"about.{short(key)}", value, "a string")
    claim, witness = document["claim"], document["witness"]
    if name_of(claim, "claim", "kind", ["conjunction", *KINDS]) != "conjunction":
        return Reading({}).check(claim, witness, ("claim", "witness"))
    read_members(claim, "claim", ("kind", "shared", "parts"))
    read_members(witness, "witness", ("rule", "witnesses"))
    name_of(witness, "witness", "rule", ["all"])
    shared = read_open(claim["shared"], "claim.shared")
    parts, witnesses = read_list(claim["parts"], "claim.parts"), read_list(witness["witnesses"], "witness.witnesses")
    if len(parts) != len(witnesses) or not parts:
        raise Malformed(f"witness.witnesses: {len(witnesses)} witnesses for {len(parts)} parts, expected one each, at least one")
    about = {name: [part[name] for part in parts if isinstance(part, dict) and name in part] for name in DATA}
    told_apart = [name for name, values in about.items() if any(v != w for v, w in pairwise(values))]
    reading, sentences = Reading(shared), []
    for i, (part, proof) in enumerate(zip(parts, witnesses, strict=True)):
        path = (f"claim.parts[{i}]", f"witness.witnesses[{i}]")
        name_of(part, path[0], "kind", KINDS)
        if isinstance(part, Repeated) or set(part) & set(shared):
            raise Malformed(f"{path[0]}: a member stands twice, or both here and in claim.shared")
        try:
            sentence = reading.check({**shared, **part}, proof, path)
            spend(20 * len(sentence))  # members that all parts share may be in all sentences
            own = not part.keys().isdisjoint(told_apart)  # "the point", say, is not that of other parts
            sentences.append(f"(part {i + 1}) {sentence}" if own else sentence)
        except Invalid as error:
            raise Invalid(f"{path[1]}: {error}") from None
    return "; ".join(sentences)


def check_text(text: str, limits: Limits | None = None) -> Result:
    """Check one document; never raises for anything that stands in it."""
    limits = limits or Limits()
    limits.spent = 0
    token, digits = LIMITS.set(limits), sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # the grammar's own limit on digits, with its own message, takes its place
    try:
        if len(text) > limits.size:
            raise Limit(f"the document has {len(text)} characters, allowed are {limits.size} (--max-size raises the limit)")
        return Result("valid", claim=check_document(read_json(text)))
    except Refusal as error:
        return Result(error.status, reason=str(error))
    except MemoryError:
        return Result("limit", reason="out of memory")
    finally:
        sys.set_int_max_str_digits(digits)
        LIMITS.reset(token)


def read_file(path: str | os.PathLike[str], size: int) -> str:
    """The text of a file (``-``: standard input); raises Malformed if it cannot be read as UTF-8, Limit if it is too large."""
    try:
        if os.fspath(path) == "-":
            data = sys.stdin.buffer.read(size + 1)
        else:
            with open(path, "rb") as stream:
                data = stream.read(size + 1)
        if len(data) > size:
            raise Limit(f"the file has more than {size} bytes (--max-size raises the limit)")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"not UTF-8: byte {error.start}") from None
    except (OSError, ValueError) as error:
        raise Malformed(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def check_file(path: str | os.PathLike[str], limits: Limits | None = None) -> Result:
    """Check the document in a file."""
    limits = limits or Limits()
    try:
        text = read_file(path, limits.size)
    except Refusal as error:
        return Result(error.status, reason=str(error))
    return check_text(text, limits)


def exit_code(results: Iterable[Result]) -> int:
    """0 only if all are valid; else 1 (some invalid), 2 (some malformed), 3 (a limit), the first that applies."""
    found = {EXIT[result.status] for result in results}
    return min(found - {0}, default=0)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="checker.py", description="Check certificates; exit code 0 only if every one is valid.")
    parser.add_argument("files", nargs="+", metavar="FILE", help='a certificate ("-": standard input)')
    parser.add_argument("--json", action="store_true", help="print a JSON list of {path, status, claim, reason}")
    for name, default in (("size", Limits.size), ("digits", Limits.digits), ("entries", Limits.entries), ("work", Limits.work)):
        parser.add_argument(f"--max-{name}", type=int, default=default, metavar="N", help=f"default {default}")
    options = parser.parse_args(arguments)
    results = []
    for path in options.files:
        limits = Limits(options.max_size, options.max_digits, options.max_entries, options.max_work)
        results.append(check_file(path, limits))
        if not options.json:
            line = f"{results[-1].status}: {path}: {results[-1].claim or results[-1].reason}"
            print(re.sub("[^ -~]", lambda match: ascii(match[0])[1:-1], line))  # no control character reaches a terminal
    if options.json:
        print(json.dumps([{"path": p, "status": r.status, "claim": r.claim, "reason": r.reason}
                          for p, r in zip(options.files, results, strict=True)], indent=2))
    return exit_code(results)


if __name__ == "__main__":
    sys.exit(main())
