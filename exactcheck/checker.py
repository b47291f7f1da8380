"""The trusted checker: decides whether a certificate proves its claim. Standard library only, one file, no float.

Run it as ``python -m exactcheck.checker FILE...``, or copy this file anywhere and run ``python checker.py FILE...``.
It shares nothing with the programs that make certificates. What to read, in this order: the tools (``require``,
``rank_mod``, ``require_null_space``, ``require_inertia``), one ``check_...`` function per rule, and the table ``RULES``
at the end, which says what a claim and a witness may contain. The format, with the proof of every rule, is
``docs/reference/certificate-format.md``; a check function follows its sentence there, condition by condition.

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
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, reduce
from itertools import chain, pairwise, product, repeat, zip_longest
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

    def spend(self, operations: int) -> None:
        self.spent += operations
        if self.spent > self.work:
            raise Limit(f"more than {self.work} elementary operations needed (--max-work raises the limit)")

    def allocate(self, rows: int, columns: int, bits: int = 1) -> None:
        if rows * columns > self.entries or rows * columns * bits > 512 * self.entries:
            raise Limit(f"a {rows} x {columns} matrix of {bits}-bit entries is too large (--max-entries raises the limit)")


@dataclass(frozen=True)
class Result:
    """``status`` is valid, invalid, malformed or limit; ``claim`` is the proved sentence, ``reason`` why it was refused."""

    status: str
    claim: str = ""
    reason: str = ""


LIMITS: ContextVar[Limits] = ContextVar("limits")


def require(condition: bool, reason: str) -> None:
    """Every proof obligation goes through here; the tests disable each call in turn and must notice."""
    if not condition:
        raise Invalid(reason)


# ---- matrices of integers over one common denominator ---------------------------------------------------------------


class Matrix:
    """``rows[i][j] / den``, of size ``m x n``; never changed after it is made."""

    __slots__ = ("den", "m", "n", "rows")

    def __init__(self, m: int, n: int, rows: list[list[int]], den: int = 1) -> None:
        self.m, self.n, self.rows, self.den = m, n, rows, den
        if den != 1:
            LIMITS.get().spend(m * n * (den.bit_length() // 64 + 1) * (self.bits // 64 + 1))
            common = math.gcd(den, *(v for row in rows for v in row))
            if common != 1:
                self.rows, self.den = [[v // common for v in row] for row in rows], den // common

    @property
    def T(self) -> Matrix:
        return Matrix(self.n, self.m, [list(c) for c in zip(*self.rows, strict=True)] if self.m else [[] for _ in range(self.n)],
                      self.den)

    @property
    def bits(self) -> int:
        return max((max(max(row), -min(row)) for row in self.rows if row), default=0).bit_length()

    def __matmul__(self, other: Matrix) -> Matrix:
        require(self.n == other.m, f"a {self.m} x {self.n} and a {other.m} x {other.n} matrix cannot be multiplied")
        left, right, limits = self.bits, other.bits, LIMITS.get()
        width = (left + right + self.n.bit_length()) // 8 + 1  # bytes that hold an entry of the product and its sign
        limits.allocate(self.m, other.n, left + right)
        limits.allocate(other.m, other.n, 8 * width)
        limits.spend(self.m * self.n * (1 + other.n * width * (left // 32 + 1) // 128))
        limits.spend(400 + (self.m + other.m) * other.n * (80 + (left + right) // 2))  # also bounds the memory of all products
        packed = [pack(row, width) for row in other.rows]  # whole rows are added up at once
        return Matrix(self.m, other.n, [unpack(sum(map(mul, r, packed)), other.n, width) for r in self.rows], self.den * other.den)

    def __add__(self, other: Matrix) -> Matrix:
        require((self.m, self.n) == (other.m, other.n), f"a {self.m} x {self.n} and a {other.m} x {other.n} matrix cannot be added")
        den = common_denominator((self, other))
        a, b = den // self.den, den // other.den
        LIMITS.get().spend(400 + 8 * self.m * self.n)
        if den != 1:
            LIMITS.get().allocate(self.m, self.n, max(self.bits + a.bit_length(), other.bits + b.bit_length()))
        return Matrix(self.m, self.n, [[a * x + b * y for x, y in zip(r, s, strict=True)]
                                       for r, s in zip(self.rows, other.rows, strict=True)], den)

    def scaled(self, c: Fraction) -> Matrix:
        bits, factor = self.bits, c.numerator.bit_length()
        LIMITS.get().allocate(self.m, self.n, bits + factor)
        LIMITS.get().spend(self.m * self.n * (8 + (bits // 64 + 1) * (factor // 64 + 1)))
        return Matrix(self.m, self.n, [[c.numerator * v for v in row] for row in self.rows], self.den * c.denominator)

    def __sub__(self, other: Matrix) -> Matrix:
        return self + other.scaled(Fraction(-1))

    def kron(self, other: Matrix) -> Matrix:
        LIMITS.get().allocate(self.m * other.m, self.n * other.n, self.bits + other.bits)
        return Matrix(self.m * other.m, self.n * other.n,
                      [[x * y for x in r for y in s] for r in self.rows for s in other.rows], self.den * other.den)

    def is_zero(self) -> bool:
        return not any(any(row) for row in self.rows)

    def equals(self, other: Matrix) -> bool:
        return (self.m, self.n, self.den, self.rows) == (other.m, other.n, other.den, other.rows)  # both are reduced

    def block(self, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
        return Matrix(len(rows), len(columns), [[self.rows[i][j] for j in columns] for i in rows], self.den)


def fractions(A: Matrix) -> list[list[Fraction]]:
    LIMITS.get().spend(A.m * A.n * (10 + (A.den.bit_length() // 64) ** 2))
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
            LIMITS.get().spend((den.bit_length() // 64 + 1) * (A.den.bit_length() // 64 + 1))
            den = math.lcm(den, A.den)
    return den


def identity(n: int) -> Matrix:
    LIMITS.get().allocate(n, n)
    return Matrix(n, n, [[int(i == j) for j in range(n)] for i in range(n)])


def beside(blocks: Sequence[Matrix], m: int) -> Matrix:
    """Blocks of ``m`` rows side by side."""
    den = common_denominator(blocks)
    LIMITS.get().allocate(m, sum(b.n for b in blocks), den.bit_length())
    return Matrix(m, sum(b.n for b in blocks), [[v * (den // b.den) for b in blocks for v in b.rows[i]] for i in range(m)], den)


def vector(direction: Sequence[Matrix]) -> Matrix:
    """One matrix per layer as a column: every matrix row by row."""
    return beside([Matrix(1, A.m * A.n, [[v for row in A.rows for v in row]], A.den) for A in direction], 1).T


# ---- tools ----------------------------------------------------------------------------------------------------------


def rank_mod(A: Matrix, q: int, enough: int | None = None) -> int:
    """Number of unit pivots of an elimination modulo ``q``, up to ``enough``: at most the rank of ``A``, for every ``q >= 2``."""
    bits, limits = q.bit_length(), LIMITS.get()
    width = (2 * bits + A.m.bit_length()) // 8 + 1  # holds the sum of A.m + 1 products of residues
    limits.allocate(A.m, A.n, 8 * width)
    limits.spend(A.m * (A.n * (8 + A.bits // 64 + bits // 8) + min(A.m, A.n) * (1 + A.n * width * (bits // 32 + 1) // 128)))
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
    return rank_mod(A.T, q) == A.n


def require_null_space(A: Matrix, N: Matrix, q: int) -> None:
    """``N`` spans the null space of ``A``; then ``rank A = A.n - N.n``."""
    require((A @ N).is_zero(), "null space: A N is not 0")
    require(full_column_rank(N, q), "null space: the columns of N are not independent modulo q")
    rank = A.n - N.n
    require(rank_mod(A, q, rank) >= rank, "null space: N is too small: the rank of A modulo q is below columns(A) - columns(N)")


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
        require(all(roots[i][1] < roots[i + 1][0] for i in range(len(roots) - 1)), "spectrum: root intervals are not in order")
        for a, b in roots:
            at_a, at_b = sign_at(p, a), sign_at(p, b)
            require(at_a == 0 if a == b else a < b and at_a * at_b < 0, "spectrum: an interval does not show a root")
    require(rank_mod(beside(basis, H.n), q) == H.n, "spectrum: the vectors H^j v are not independent modulo q")


def sign_at(p: list[Fraction], x: Fraction) -> int:
    """The sign of ``p(x)``, by Horner's rule on integers."""
    LIMITS.get().spend((sum(c.denominator.bit_length() for c in p) // 64 + 1) ** 2)
    den, value, power = math.lcm(*(c.denominator for c in p)), 0, 1
    for c in reversed(p):
        factor = power.bit_length() // 64 + x.numerator.bit_length() // 64 + x.denominator.bit_length() // 64 + 1
        LIMITS.get().spend(20 + (value.bit_length() // 64 + den.bit_length() // 64 + 1) * factor)
        value = value * x.numerator + c.numerator * (den // c.denominator) * power
        power *= x.denominator
    return (value > 0) - (value < 0)


# ---- matrix claims --------------------------------------------------------------------------------------------------

Fields = dict[str, Any]
Readers = dict[str, Callable[[Any, str], Any]]


def size(A: Matrix) -> str:
    return f"{A.m} x {A.n}"


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def brief(A: Matrix) -> str:
    """A small matrix row by row, such as [1 0; 2/3 1]; of a larger one only its size."""
    if A.m * A.n > 12 or A.bits + A.den.bit_length() > 24:
        return f"a {size(A)} matrix"
    return f"[{'; '.join(' '.join(str(Fraction(v, A.den)) for v in row) for row in A.rows)}]"


def check_rank(c: Fields, w: Fields, q: int) -> str:
    A, N = c["matrix"], w["null-space"]
    require_null_space(A, N, q)
    require(c["rank"] == A.n - N.n, f"rank: {c['rank']} is claimed, the null space shows {A.n - N.n}")
    return f"the rank of the {size(A)} matrix is {c['rank']}"


def check_null_space(c: Fields, w: Fields, q: int) -> str:
    require_null_space(c["matrix"], c["basis"], q)
    return f"the {c['basis'].n} columns are a basis of the null space of the {size(c['matrix'])} matrix"


def check_intersection(c: Fields, w: Fields, q: int) -> str:
    A, B, d, K = c["A"], c["B"], c["dimension"], w["null-space"]
    inside = B @ w["coefficients"]
    require((A @ inside).is_zero(), "intersection: A B M is not 0")
    require(inside.n == d, f"intersection: B M has {inside.n} columns, the claimed dimension is {d}")
    require(full_column_rank(inside, q), "intersection: the columns of B M are not independent modulo q")
    require((B @ K).is_zero(), "intersection: B K is not 0")
    require(full_column_rank(K, q), "intersection: the columns of K are not independent modulo q")
    require(rank_mod(A @ B, q) >= B.n - K.n - d, "intersection: the rank of A B modulo q leaves room for a larger intersection")
    return f"the null space of A = {brief(A)} and the column space of B = {brief(B)} meet in dimension {d}"


def check_pair_ranks(c: Fields, w: Fields, q: int) -> str:
    W1, W2 = pair(c)
    require(len(c["ranks"]) == 3 and len(w["null-spaces"]) == 3, "pair ranks: expected three ranks and three null spaces")
    for A, r, N in zip((W1, W2, W1 @ W2), c["ranks"], w["null-spaces"], strict=True):
        require_null_space(A, N, q)
        require(r == A.n - N.n, f"pair ranks: {r} is claimed, the null space shows {A.n - N.n}")
    return f"W1 ({size(W1)}), W2 ({size(W2)}) and W1 W2 have ranks {', '.join(map(str, c['ranks']))}"


def symmetric(c: Fields) -> tuple[Matrix, str]:
    """The matrix that an inertia or spectrum claim is about, and its name: the given one, or the Hessian of a network."""
    if "network" in c:
        return c["network"].hessian, f"the Hessian of {c['network'].name} at the point"
    H = c["matrix"]
    require(H.m == H.n and H.equals(H.T), "the matrix is not symmetric")
    return H, f"the symmetric {size(H)} matrix"


def check_inertia(c: Fields, w: Fields, q: int) -> str:
    H, name = symmetric(c)
    claimed, shown = (c["positive"], c["negative"], c["zero"]), require_inertia(H, w, q)
    require(claimed == shown, f"inertia: {claimed} is claimed, the congruence shows {shown}")
    return f"{name} has {claimed[0]} positive, {claimed[1]} negative and {claimed[2]} zero eigenvalues"


def check_spectrum(c: Fields, w: Fields, q: int) -> str:
    H, name = symmetric(c)
    require_spectrum(H, c["eigenvalues"], w, q)
    return f"{name} has the eigenvalues {show_spectrum(c['eigenvalues'])}"


def show_spectrum(eigenvalues: list[Fields]) -> str:
    names = []
    for entry in eigenvalues:
        roots = ", ".join(str(a) if a == b else f"one in ({a}, {b})" for a, b in entry["roots"])
        names.append(roots + (f" (multiplicity {entry['multiplicity']})" if entry["multiplicity"] > 1 else ""))
    return "; ".join(names) or "none"


# ---- local openness -------------------------------------------------------------------------------------------------


def pair(c: Fields) -> tuple[Matrix, Matrix]:
    W1, W2 = c["W1"], c["W2"]
    if W1.n != W2.m:
        raise Malformed(f"claim: W1 is {size(W1)} and W2 is {size(W2)}, expected W2 to have {W1.n} rows")
    if 0 in (W1.m, W1.n, W2.n):
        raise Malformed("claim: W1 and W2 must have at least one row and column")
    return W1, W2


def require_rate(c: Fields, w: Fields, linear: bool, W1: Matrix, W2: Matrix) -> str:
    """The claimed rate: linear by the form of the witness, or quadratic by vectors ``u^T W1 = 0``, ``W2 v = 0``."""
    vectors = [w[key] for key in ("left-null-vector", "right-null-vector") if key in w]
    if c["rate"] == "linear":
        require(linear, "rate: linear is claimed, but the witness creates rank and shows only a quadratic rate")
        require(not vectors, "rate: null vectors are given with a linear rate")
        return "delta of order epsilon"
    require(len(vectors) == 2, "rate: quadratic is claimed without the two null vectors")
    u, v = vectors
    require(u.n == v.n == 1 and not u.is_zero() and not v.is_zero(), "rate: a null vector is 0 or not a single column")
    require((u.T @ W1).is_zero(), "rate: u^T W1 is not 0")
    require((W2 @ v).is_zero(), "rate: W2 v is not 0")
    return "delta of order epsilon^2, not better"


def check_open_right(c: Fields, w: Fields, q: int) -> str:
    W1, W2 = pair(c)
    require_right_inverse(W1, W2, w["E"], w["K0"], w["K1"])
    return open_sentence(W1, W2, require_rate(c, w, w["E"].is_zero(), W1, W2))


def check_open_left(c: Fields, w: Fields, q: int) -> str:
    W1, W2 = pair(c)
    require_right_inverse(W2.T, W1.T, w["E"].T, w["K0"].T, w["K1"].T)  # everything transposed
    return open_sentence(W1, W2, require_rate(c, w, w["E"].is_zero(), W1, W2))


def require_right_inverse(W1: Matrix, W2: Matrix, E: Matrix, K0: Matrix, K1: Matrix) -> None:
    require((E @ W2).is_zero(), "openness: E W2 (for a left inverse: W1 E) is not 0")
    require((W1 @ K1).is_zero(), "openness: W1 K1 (K1 W2) is not 0")
    require((E @ K0).is_zero(), "openness: E K0 (K0 E) is not 0")
    require((W1 @ K0 + E @ K1).equals(identity(W1.m)), "openness: W1 K0 + E K1 (K0 W2 + K1 E) is not the identity")


def check_open_schur(c: Fields, w: Fields, q: int) -> str:
    W1, W2 = pair(c)
    rows, columns, N, k = w["rows"], w["columns"], w["null-space"], W1.n
    if any(i >= W1.m for i in rows) or any(j >= W2.n for j in columns) or len(rows) != len(columns):
        raise Malformed("witness: rows and columns are not equally long lists of indices of W1 W2")
    P = W2.block(range(k), columns)
    require((P @ w["coefficients"]).equals(W2), "openness: W2 is not P Q")
    require((W1 @ N).is_zero(), "openness: W1 N is not 0")
    require(P.n + N.n == k and rank_mod(beside([P, N], k), q) == k, "openness: [P N] is not square and invertible modulo q")
    require(full_column_rank((W1 @ W2).block(rows, columns), q), "openness: the block of W1 W2 is not invertible modulo q")
    r = len(rows)
    rate = require_rate(c, w, r == k, W1, W2)
    require(c["rate"] == "linear" or r < k, "rate: quadratic is claimed, but the rank of W1 W2 is k")
    return open_sentence(W1, W2, rate)


def open_sentence(W1: Matrix, W2: Matrix, rate: str) -> str:
    return f"multiplication is locally open in its range at W1 ({size(W1)}), W2 ({size(W2)}), with {rate}"


def check_not_open(c: Fields, w: Fields, q: int) -> str:
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
    return f"multiplication is not locally open in its range at W1 ({size(W1)}), W2 ({size(W2)})"


def require_added_rank(Z: Matrix, U: Matrix, V: Matrix, q: int) -> None:
    """``rank(Z + d U V^T) = rank Z + columns(U)`` for every ``d != 0``."""
    require(U.n == V.n, "obstruction: U and V do not have equally many columns")
    require(full_column_rank(U, q), "obstruction: the columns of U are not independent modulo q")
    require(full_column_rank(V, q), "obstruction: the columns of V are not independent modulo q")
    require((U.T @ Z).is_zero(), "obstruction: U^T Z is not 0")
    require((Z @ V).is_zero(), "obstruction: Z V is not 0")


def check_rank_excess(c: Fields, w: Fields, q: int) -> str:
    W1, W2 = pair(c)
    Z = W1 @ W2
    require_added_rank(Z, w["U"], w["V"], q)
    require(rank_mod(Z, q) + w["U"].n > W1.n, f"obstruction: the perturbed rank is not shown to exceed k = {W1.n}")
    require(c["codomain"] == "all-matrices", "obstruction: this rule is about openness in the space of all matrices")
    return f"multiplication is not locally open in all {W1.m} x {W2.n} matrices at W1 ({size(W1)}), W2 ({size(W2)})"


def completion_setting(c: Fields) -> tuple[Matrix, Matrix, int, str]:
    """The side "right" is the side "left" of the transposed pair; ``target`` is the rank asked for."""
    W1, W2 = pair(c)
    moved = W1 if c["side"] == "left" else W2
    target = moved.m if c["target"] == "full-row-rank" else moved.n
    words = "D W2 = 0 and W1 + D" if c["side"] == "left" else "W1 D = 0 and W2 + D"
    kind = c["target"].replace("-", " ")
    sentence = f"there is {'a' if c['exists'] else 'no'} D with {words} of {kind} (W1 {size(W1)}, W2 {size(W2)})"
    return (W1, W2, target, sentence) if c["side"] == "left" else (W2.T, W1.T, target, sentence)


def check_completion(c: Fields, w: Fields, q: int) -> str:
    W1, W2, target, sentence = completion_setting(c)
    D = w["D"] if c["side"] == "left" else w["D"].T
    require((D @ W2).is_zero(), "completion: D W2 (for the right side: W1 D) is not 0")
    require(rank_mod(W1 + D, q) >= target, "completion: the completed matrix is not of full rank modulo q")
    require(c["exists"], "completion: existence is shown, absence is claimed")
    return sentence


def check_no_completion(c: Fields, w: Fields, q: int) -> str:
    W1, W2, target, sentence = completion_setting(c)
    S = w["S"]
    require((W1 @ (W2 @ S)).is_zero(), "completion: W1 W2 S (for the right side: S^T W1 W2) is not 0")
    require(full_column_rank(W2 @ S, q), "completion: W2 S (S^T W1) is not of full rank modulo q")
    require(target > min(W1.m, W1.n - S.n), f"completion: the target rank {target} is not above the bound {min(W1.m, W1.n - S.n)}")
    require(not c["exists"], "completion: absence is shown, existence is claimed")
    return sentence


def check_bounded_basis(c: Fields, w: Fields, q: int) -> str:
    V, basis, bound, A = c["matrix"], c["rows"], c["bound"], w["coefficients"]
    listed = set(basis)
    if any(i >= V.m for i in basis) or len(listed) != len(basis):
        raise Malformed(f"claim.rows: not a list of different indices of the {V.m} rows")
    rest = [i for i in range(V.m) if i not in listed]
    chosen = V.block(basis, range(V.n))
    require((A @ chosen).equals(V.block(rest, range(V.n))), "bounded basis: A times the listed rows is not the other rows")
    require(rank_mod(chosen, q) == len(basis), "bounded basis: the listed rows are not independent modulo q")
    LIMITS.get().spend(A.m * A.n * (A.bits // 64 + 1) * (bound.denominator.bit_length() // 64 + 1))
    most = bound.numerator * A.den
    require(all(abs(v) * bound.denominator <= most for row in A.rows for v in row),
            "bounded basis: a coefficient is above the bound")
    return (f"rows {short(', '.join(map(str, basis)) or 'none')} (counted from 0) of the {size(V)} matrix are a basis of its row "
            f"space, and every other row combines them with coefficients of absolute value at most {show(bound)}")


#: What a relation says about the sign of "the squared Frobenius norm minus the value", and how it is printed.
COMPARISONS: dict[str, tuple[Callable[[int], bool], str]] = {
    "equal": (lambda sign: sign == 0, "="), "at-most": (lambda sign: sign <= 0, "<="), "above": (lambda sign: sign > 0, ">")}


def check_relations(c: Fields, w: Fields, q: int) -> str:
    if not c["relations"]:
        raise Malformed("claim.relations: expected at least one relation")
    texts = []
    for i, relation in enumerate(c["relations"]):
        sum_, text = combination(c["matrices"], relation["terms"], f"claim.relations[{i}]")
        value, (holds, symbol) = relation["value"], COMPARISONS[relation["relation"]]
        zero = relation["relation"] == "equal" and not value
        texts.append(f"{text} = 0" if zero else f"|{text}|^2 {symbol} {show(value)}")
        require(holds(compare_norm(sum_, value)), f"relation {i}: {short(texts[-1])} does not hold")
    return f"for the matrices {', '.join(f'{name} ({size(A)})' for name, A in c['matrices'].items())}: {'; '.join(texts)}"


def combination(named: dict[str, Matrix], terms: list[tuple[Fraction, list[str]]], path: str) -> tuple[Matrix, str]:
    """The sum of coefficients times products of named matrices (``A^T``: the transpose), and its text."""
    text = ""
    for coefficient, names in terms:
        for name in names:
            if name.removesuffix("^T") not in named:
                raise Malformed(f'{path}: there is no matrix "{short(name)}"')
        sign = ("-" if coefficient < 0 else "") if not text else (" - " if coefficient < 0 else " + ")
        text += sign + (f"({show(abs(coefficient))}) " if abs(coefficient) != 1 else "") + " ".join(names)

    def factor(name: str) -> Matrix:
        return named[name.removesuffix("^T")].T if name.endswith("^T") else named[name]

    parts = (reduce(Matrix.__matmul__, map(factor, names)).scaled(c) for c, names in terms)  # one at a time is in memory
    return reduce(Matrix.__add__, parts), text


def compare_norm(A: Matrix, value: Fraction) -> int:
    """The sign of ``|A|^2 - value``."""
    words = max(A.bits, A.den.bit_length()) // 64 + 1
    other = (value.numerator.bit_length() + value.denominator.bit_length()) // 64 + 1
    LIMITS.get().spend(20 + (A.m * A.n + 1) * words**2 + 2 * words * other)
    difference = sum(v * v for row in A.rows for v in row) * value.denominator - value.numerator * A.den**2
    return (difference > 0) - (difference < 0)


def check_image_not_convex(c: Fields, w: Fields, q: int) -> str:
    """Outputs ``W2 a(W1 X)`` with one hidden unit and ``a > 0`` have entries of one sign; the middle of two has both signs."""
    X, breaks, pieces = c["X"], c["breaks"], c["pieces"]
    if len(pieces) != len(breaks) + 1 or any(u >= v for u, v in pairwise(breaks)) or any((A.m, A.n) != (2, 2) for A in pieces):
        raise Malformed("claim.pieces: expected increasing breaks, and 2 x 2 matrices, one more than there are breaks")
    limits = LIMITS.get()
    limits.spend(sum(40 + (A.bits // 64 + 1) ** 2 for A in pieces) * (2 + sum(v.numerator.bit_length() for v in breaks) // 64))
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
            raise Malformed(f"witness.{name}: W1 is {size(W1)} and W2 is {size(W2)}, expected 1 x {X.m} and 1 x 1, and a sample")
        hidden, scale = fractions(W1 @ X)[0], Fraction(W2.rows[0][0], W2.den)
        words = max(A.bits for A in pieces) // 64
        limits.spend(sum(200 + (words + v.numerator.bit_length() // 64 + v.denominator.bit_length() // 64) ** 2 for v in hidden))
        middle = [m + scale * fractional(pieces[sum(b < z for b in breaks)], z) for m, z in zip(middle, hidden, strict=True)]
    require(min(middle) < 0 < max(middle), "image: the middle of the two outputs does not have entries of both signs")
    return (f"the set of all outputs W2 a(W1 X) (one hidden unit, one output, {X.n} samples) is not convex; the activation a, of "
            f"{len(pieces)} fractional linear pieces, is continuous, strictly increasing and positive")


def fractional(A: Matrix, z: Fraction) -> Fraction:
    (p, r), (s, t) = A.rows
    return (p * z + r) / (s * z + t)


# ---- deep linear networks -------------------------------------------------------------------------------------------

MatrixPolynomial = dict[Any, Matrix]  # monomial -> coefficient; a monomial is an exponent of t or a sorted tuple of variables


class Network:
    """``f(W) = 1/2 |W_h ... W_1 X - Y|^2`` at a point, with the products that every check needs."""

    def __init__(self, X: Matrix, Y: Matrix, weights: list[Matrix]) -> None:
        if not weights:
            raise Malformed("claim.point.weights: expected at least one matrix")
        below = X.m
        for i, W in enumerate(weights):
            if W.n != below or 0 in (W.m, W.n):
                raise Malformed(f"claim.point.weights[{i}]: a {size(W)} matrix, expected {below} columns and at least one row")
            below = W.m
        if (Y.m, Y.n) != (below, X.n) or X.n == 0:
            raise Malformed(f"claim.objective.Y: a {size(Y)} matrix, expected {below} x {X.n}, not empty")
        self.X, self.Y, self.W, self.h = X, Y, weights, len(weights)
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
        self.name = f"1/2 |W_{self.h}...W_1 X - Y|^2 (widths {widths}, {plural(X.n, 'sample')})"

    def partial(self, i: int) -> Matrix:
        """The derivative by ``W_i`` (layers from 1)."""
        return self.L[i].T @ self.G @ self.R[i - 1].T

    def require_polynomial(self) -> None:
        """Some claims need more than a polynomial near the point; this loss is one everywhere."""

    def require_critical(self) -> None:
        require(all(self.partial(i).is_zero() for i in range(1, self.h + 1)), "the point is not critical")

    @cached_property
    def hessian(self) -> Matrix:
        """Gauss-Newton blocks plus, between different layers, the derivative of the product against the residual."""
        n = sum(W.m * W.n for W in self.W)
        limits = LIMITS.get()
        limits.allocate(8 * self.h, 8 * self.h)  # blocks
        RX = [R @ self.X for R in self.R[:-1]]
        limits.allocate(n, n, 2 * max(A.bits for A in (*self.L, *RX, self.G)))
        limits.spend(8 * n * n)
        blocks: dict[tuple[int, int], tuple[Matrix, Matrix, Matrix | None, Matrix | None]] = {}
        for i in range(1, self.h + 1):
            middle = identity(self.W[i - 1].m)
            for j in range(i, self.h + 1):
                extra = (middle, self.L[j].T @ self.G @ self.R[i - 1].T) if j > i else (None, None)
                blocks[j, i] = (self.L[j].T @ self.L[i], RX[j - 1] @ RX[i - 1].T, *extra)
                middle = self.W[j - 1] @ middle if j > i else middle
        den = 1
        for A, B, C, D in blocks.values():
            for both in (A.den * B.den, C.den * D.den if C is not None and D is not None else 1):
                limits.spend((den.bit_length() // 64 + 1) * (both.bit_length() // 64 + 1))
                den = math.lcm(den, both)
        limits.allocate(n, n, den.bit_length())
        start = [0]
        for W in self.W:
            start.append(start[-1] + W.m * W.n)
        H = [[0] * n for _ in range(n)]
        for (j, i), (A, B, C, D) in blocks.items():
            s, t = den // (A.den * B.den), den // (C.den * D.den) if C is not None and D is not None else 0
            wi, wj = self.W[i - 1], self.W[j - 1]
            limits.allocate(n, n, A.bits + B.bits + s.bit_length())
            if C is not None and D is not None:
                limits.allocate(n, n, C.bits + D.bits + t.bit_length())
            for a in range(wj.m):
                for b in range(wj.n):
                    row = start[j - 1] + a * wj.n + b
                    for c in range(wi.m):
                        base, x = start[i - 1] + c * wi.n, s * A.rows[a][c]
                        for d in range(wi.n):
                            value = x * B.rows[b][d]
                            if C is not None and D is not None:
                                value += t * C.rows[b][c] * D.rows[a][d]
                            H[row][base + d] = H[base + d][row] = value
        return Matrix(n, n, H, den)

    def product(self, layers: Sequence[MatrixPolynomial], start: MatrixPolynomial, degree: int | None = None) -> MatrixPolynomial:
        """``start`` times the layers, input side first, as a polynomial; terms above ``degree`` (of a tuple) are dropped."""
        result = start
        for layer in layers:
            total: MatrixPolynomial = {}
            for p, A in layer.items():
                LIMITS.get().spend(50 * len(result))
                for r, B in result.items():
                    key = p + r if isinstance(p, int) else tuple(sorted(p + r))
                    if degree is not None and len(key) > degree:
                        continue
                    term = A @ B
                    if not term.is_zero():
                        total[key] = total[key] + term if key in total else term
                        LIMITS.get().allocate(len(total), 8 + term.m * term.n, term.den.bit_length())
            result = total
        return result

    def along(self, curve: list[dict[int, Matrix]]) -> dict[int, Fraction]:
        """The coefficients of ``f`` along the curve that are not 0."""
        self.require_shapes([layer[0] for layer in curve])
        for layer in curve:
            for A in layer.values():
                if (A.m, A.n) != (layer[0].m, layer[0].n):
                    raise Malformed(f"a curve with a {size(A)} matrix, expected {size(layer[0])} as at its start")
        require(all(layer[0].equals(W) for layer, W in zip(curve, self.W, strict=True)), "the curve does not start at the point")
        residual = self.product(curve, {0: self.X})
        residual[0] = residual.get(0, Matrix(self.Y.m, self.Y.n, [[0] * self.Y.n for _ in range(self.Y.m)])) - self.Y
        return {j: v for form in half_square(residual).values() for j, v in form.items()}

    def line(self, direction: list[Matrix]) -> dict[int, Fraction]:
        self.require_shapes(direction)
        return self.along([{0: W, 1: A} for W, A in zip(self.W, direction, strict=True)])

    def require_shapes(self, matrices: Sequence[Matrix]) -> None:
        """One matrix per layer, of the sizes of the weights."""
        found, expected = (", ".join(size(A) for A in list_) for list_ in (matrices, self.W))
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
                    layer[i,] = Matrix(W.m, W.n, rows, N.den)
            layers.append(layer)
            start += W.m * W.n
        return layers


def half_square(terms: MatrixPolynomial, orders: Collection[int] | None = None) -> dict[int, dict[Any, Fraction]]:
    """``1/2 |sum of the terms|^2``: order -> monomial -> coefficient, if not 0; of the given orders only."""
    limits, den = LIMITS.get(), common_denominator(terms.values())
    values: dict[int, dict[Any, int]] = {}
    m, n = next((A.m, A.n) for A in terms.values())
    for i, k in product(range(m), range(n)):
        limits.spend(10 * len(terms))
        cell: dict[int, list[tuple[Any, int]]] = {}  # this entry of the sum: its terms by order
        for p, A in terms.items():
            if A.rows[i][k]:
                cell.setdefault(p if isinstance(p, int) else len(p), []).append((p, A.rows[i][k] * (den // A.den)))
        bits = max((v.bit_length() for column in cell.values() for _, v in column), default=0)
        limits.allocate(len(terms), 1, bits)
        limits.spend(40 * len(cell) ** 2)
        for d, e in product(cell, cell):
            if d > e or (orders is not None and d + e not in orders):
                continue
            form = values.setdefault(d + e, {})
            for p, v in cell[d]:  # pairs of different orders count twice
                limits.spend(len(cell[e]) * (20 + (bits // 64) ** 2))
                limits.allocate(len(form) + len(values), 8, 2 * bits)
                for r, u in cell[e]:
                    key = p + r if isinstance(p, int) else tuple(sorted(p + r))
                    form[key] = form.get(key, 0) + (v * u if d == e else 2 * v * u)
    return {j: {key: Fraction(v, 2 * den * den) for key, v in form.items() if v} for j, form in values.items()}


def show(value: Fraction) -> str:
    bits = value.numerator.bit_length() + value.denominator.bit_length()
    return str(value) if bits < 2**16 else f"a rational of {bits} bits"


def check_critical(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    net.require_critical()
    return f"the point is critical for {net.name}"


def check_not_critical(c: Fields, w: Fields, q: int) -> str:
    net, i, a, b = c["network"], w["layer"], w["row"], w["column"]
    if not (1 <= i <= net.h and a < net.W[i - 1].m and b < net.W[i - 1].n):
        raise Malformed("witness: layer, row and column do not name an entry of the weights")
    require(net.partial(i).rows[a][b] != 0, "that partial derivative is 0")
    return f"the point is not critical for {net.name}"


def check_taylor(c: Fields, w: Fields, q: int) -> str:
    net: Network | PolynomialAt = c["network"]
    net.require_polynomial()
    claimed = {j: v for j, v in enumerate(c["coefficients"]) if v}
    require(net.along(c["curve"]) == claimed, "the coefficients along the curve are not the claimed ones")
    require(len(c["coefficients"]) == max(claimed, default=0) + 1, "the claimed coefficients end in 0")
    return f"along the curve, {net.name} is {show_polynomial(c['coefficients'])}"


def show_polynomial(coefficients: list[Fraction]) -> str:
    terms = [f"({v})" + (f" t^{j}" if j else "") for j, v in enumerate(coefficients) if v or not j]
    return " + ".join(terms)


def check_kernel_forms(c: Fields, w: Fields, q: int) -> str:
    net, basis, forms = c["network"], c["basis"], c["forms"]
    for direction in basis:
        net.require_shapes(direction)
    N = beside([vector(direction) for direction in basis], net.hessian.n)
    require_null_space(net.hessian, N, q)
    if any(j < 3 for j in forms):
        raise Malformed("claim.forms: orders start at 3")
    top = max(forms, default=0)
    residual = net.product(net.on_span(N), {(): net.X}, top)
    residual[()] = net.residual
    values = half_square(residual, forms)
    for j, terms in forms.items():
        claimed = {key: v for v, key in terms}
        require(len(claimed) == len(terms) and claimed == values.get(j, {}),
                f"the form of order {j} on the kernel is not the claimed one")
    counts = ", ".join(f"order {j}: {len(terms) or 'no'} terms" for j, terms in sorted(forms.items()))
    return f"the kernel of the Hessian of {net.name} has dimension {len(basis)} and the listed Taylor forms ({counts})"


def check_line_minimum(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    net.require_critical()
    require_semidefinite(net.hessian, w, q, "the Hessian")
    cut = net.product(net.on_span(w["null-space"]), {(): net.G.T})  # then <G, P(W + A)> is the trace
    require(all(key == () or sum(M.rows[i][i] for i in range(M.m)) == 0 for key, M in cut.items()),
            "the residual is not orthogonal to the movement of the product on the kernel of the Hessian")
    return f"the point is a minimum of {net.name} along every straight line through it"


def check_descent_line(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    require_lowest(net.line(w["direction"]), w, -1)
    return f"the point is not a minimum of {net.name} along every straight line"


def require_lowest(coefficients: dict[int, Fraction], w: Fields, sign: int) -> None:
    """The lowest non-constant coefficient is the stated one, at the stated order, of the given sign."""
    order = min((j for j in coefficients if j), default=None)
    require(order == w["order"], f"the lowest non-constant term is at order {order}, not {w['order']}")
    require(coefficients[w["order"]] == w["coefficient"], "the lowest non-constant coefficient is not the stated one")
    require(w["coefficient"] * sign > 0, "the lowest non-constant coefficient has the wrong sign")


def check_negative_curvature(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    net.require_critical()
    require(net.line(w["direction"]).get(2) == w["coefficient"], "the coefficient of t^2 along the direction is not the stated one")
    require(w["coefficient"] < 0, "the coefficient of t^2 along the direction is not negative")
    return f"the point is a second-order saddle of {net.name}: critical, with a negative eigenvalue of the Hessian"


def check_descent_curve(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    require_lowest(net.along(w["curve"]), w, -1)
    return f"the point is not a local minimum of {net.name}"


def check_ascent_curve(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    require_lowest(net.along(w["curve"]), w, 1)
    return f"the point is not a local maximum of {net.name}"


def check_higher_order_saddle(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    net.require_critical()
    require_semidefinite(net.hessian, w, q, "the Hessian")
    require_lowest(net.along(w["descent"]["curve"]), w["descent"], -1)
    require_lowest(net.along(w["ascent"]["curve"]), w["ascent"], 1)
    return (f"the point is a higher-order saddle of {net.name}: critical, the Hessian has no negative eigenvalue, "
            "and it is neither a local minimum nor a local maximum")


def check_orthogonal_residual(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    require(net.G.is_zero(), "the residual is not orthogonal to the data: (P X - Y) X^T is not 0")
    return global_sentence(net, c)


def check_eckart_young(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
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
    return global_sentence(net, c)


def global_sentence(net: Network | PolynomialAt, c: Fields) -> str:
    require(c["value"] == net.loss, "the loss at the point is not the claimed value")
    return f"the point is a global minimum of {net.name}, with value {c['value']}"


def check_better_point(c: Fields, w: Fields, q: int) -> str:
    net: Network = c["network"]
    net.require_shapes(w["weights"])
    better = Network(net.X, net.Y, w["weights"])
    require(better.loss < net.loss, "the other weights do not have a smaller loss")
    return f"the point is not a global minimum of {net.name}: its loss {show(net.loss)} is not the least"


# ---- polynomials ----------------------------------------------------------------------------------------------------

SLOT, DEGREES = 16, 1 << 16  # bits of one exponent in a key; all degrees stay below 2^16, so no exponent runs over
Terms = list[tuple[Fraction, tuple[int, ...]]]
Cut = tuple[list[int], int]  # weights of the variables, and the weighted degree above which terms are dropped


class Polynomial:
    """``sum terms[key] x^key / den`` in ``n`` variables; never changed after it is made.

    The key of the exponents ``e_0, e_1, ...`` is ``sum e_i 2^(16 i)``: to multiply monomials is to add their keys.
    ``degree`` is an upper bound for the total degree. No coefficient is 0, and ``den`` is as small as it can be.
    """

    __slots__ = ("degree", "den", "n", "terms")

    def __init__(self, n: int, terms: dict[int, int], den: int = 1, degree: int = 0) -> None:
        if degree >= DEGREES:
            raise Limit(f"a polynomial of degree {degree}, allowed are degrees below {DEGREES}")
        limits = LIMITS.get()
        limits.spend(200 + len(terms) * (100 + n // 4))
        self.n, self.terms, self.den, self.degree = n, {key: v for key, v in terms.items() if v}, den, degree
        limits.allocate(len(terms), 8 + n // 4, self.bits // 8)
        if den != 1:
            limits.spend(len(terms) * (den.bit_length() // 64 + 1) * (self.bits // 64 + 1))
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
        LIMITS.get().spend(self.n * (2 + self.n // 32))
        return [key >> SLOT * i & DEGREES - 1 for i in range(self.n)]

    def equals(self, other: Polynomial) -> bool:
        return (self.n, self.den, self.terms) == (other.n, other.den, other.terms)

    def scaled(self, c: Fraction) -> Polynomial:
        LIMITS.get().spend(len(self.terms) * (self.bits // 64 + 1) * (c.numerator.bit_length() // 64 + 1))
        return Polynomial(self.n, {key: c.numerator * v for key, v in self.terms.items()}, self.den * c.denominator, self.degree)

    def order(self, key: int, weights: list[int]) -> int:
        return sum(map(mul, weights, self.exponents(key)))

    def times(self, other: Polynomial, cut: Cut | None = None) -> Polynomial:
        limits, bits = LIMITS.get(), self.bits + other.bits
        pair_cost = 12 + (self.bits // 64 + 1) * (other.bits // 64 + 1) + self.n // 16
        degree = self.degree + other.degree
        rows = list(other.terms.items())
        if cut is not None:
            degree = min(degree, cut[1])
            graded = sorted((other.order(key, cut[0]), key) for key in other.terms)
            rows, orders = [(key, other.terms[key]) for _, key in graded], [order for order, _ in graded]
        total: dict[int, int] = {}
        for p, a in self.terms.items():
            part = rows if cut is None else rows[:bisect_right(orders, cut[1] - self.order(p, cut[0]))]
            limits.spend(1 + len(part) * pair_cost)
            limits.allocate(len(total), 8 + self.n // 4, bits // 8)
            for r, b in part:
                total[p + r] = total.get(p + r, 0) + a * b
        return Polynomial(self.n, total, self.den * other.den, degree)

    def compose(self, phi: Sequence[Polynomial], n: int, cut: Cut | None = None) -> Polynomial:
        """``self(phi_0, phi_1, ...)`` in ``n`` new variables, one old variable after the other, the last one first."""
        limits = LIMITS.get()
        values = {key: Polynomial(n, {0: v}, self.den) for key, v in self.terms.items()}
        for i in reversed(range(self.n)):
            powers = {0: Polynomial(n, {0: 1}), 1: phi[i]}

            def power(e: int, powers: dict[int, Polynomial] = powers) -> Polynomial:
                if e not in powers:
                    powers[e] = power(e // 2, powers).times(power(e - e // 2, powers), cut)
                    allocate_together(powers.values(), n)
                return powers[e]

            groups: dict[int, list[tuple[int, Polynomial]]] = {}
            for key, value in values.items():
                limits.spend(20 + self.n // 16)
                groups.setdefault(key & (1 << SLOT * i) - 1, []).append((key >> SLOT * i, value))
            values = {}
            for low, group in groups.items():
                values[low] = group[0][1] if len(group) == 1 and not group[0][0] else total_of(
                    n, (power(e).times(value, cut) if e else value for e, value in group))
            allocate_together(values.values(), n)
        return values.get(0, Polynomial(n, {}))

    def derivative(self, i: int) -> Polynomial:
        unit, terms = 1 << SLOT * i, {}
        for key, v in self.terms.items():
            e = key >> SLOT * i & DEGREES - 1
            if e:
                terms[key - unit] = e * v
        return Polynomial(self.n, terms, self.den, self.degree)

    def hessian(self, variables: Sequence[int]) -> Matrix:
        """The matrix of second derivatives at 0 by the given variables."""
        size_ = len(variables)
        LIMITS.get().allocate(size_, size_, self.bits + 1)
        LIMITS.get().spend(size_ * size_ * (10 + self.n // 32))
        units = [1 << SLOT * i for i in variables]
        return Matrix(size_, size_, [[self.terms.get(u + v, 0) * (2 if u == v else 1) for v in units] for u in units], self.den)


def allocate_together(parts: Collection[Polynomial], n: int) -> None:
    LIMITS.get().allocate(sum(len(p.terms) + 1 for p in parts), 8 + n // 4, max((p.bits for p in parts), default=0) // 8)


def total_of(n: int, parts: Iterable[Polynomial]) -> Polynomial:
    """The sum of polynomials in ``n`` variables; one part at a time is in memory."""
    limits, den, degree = LIMITS.get(), 1, 0
    terms: dict[int, int] = {}
    for part in parts:
        if den % part.den:
            limits.spend((den.bit_length() // 64 + 1) * (part.den.bit_length() // 64 + 1 + len(terms)))
            factor = math.lcm(den, part.den) // den
            terms, den = {key: factor * v for key, v in terms.items()}, den * factor
        factor, degree = den // part.den, max(degree, part.degree)
        limits.spend(20 + len(part.terms) * (4 + n // 16) * (1 + den.bit_length() // 64) * (1 + part.bits // 64))
        limits.allocate(len(terms) + len(part.terms), 8 + n // 4, (part.bits + den.bit_length()) // 8)
        for key, v in part.terms.items():
            terms[key] = terms.get(key, 0) + factor * v
    return Polynomial(n, terms, den, degree)


def polynomial(terms: Terms, n: int, name: str) -> Polynomial:
    """A polynomial that was read, in the ``n`` variables that its place asks for."""
    for _, exponents in terms:
        if len(exponents) != n:
            raise Malformed(f"{name}: a term with {len(exponents)} exponents, expected {n}")
    LIMITS.get().allocate(len(terms), 8 + n // 4)
    return total_of(n, (Polynomial(n, {key_of(exponents): c.numerator}, c.denominator, sum(exponents)) for c, exponents in terms))


def key_of(exponents: Sequence[int]) -> int:
    LIMITS.get().spend(len(exponents) * (2 + len(exponents) // 32))
    return sum(e << SLOT * i for i, e in enumerate(exponents) if e)


def show_terms(f: Polynomial, names: Sequence[str]) -> str:
    texts = []
    for key in sorted(f.terms, reverse=True):
        powers = [name + (f"^{e}" if e > 1 else "") for name, e in zip(names, f.exponents(key), strict=True) if e]
        c = Fraction(f.terms[key], f.den)
        texts.append(" ".join([*([f"({show(c)})"] if c != 1 or not powers else []), *powers]))
    return " + ".join(texts) or "0"


def constants(values: Sequence[Fraction], n: int = 0) -> list[Polynomial]:
    return [Polynomial(n, {0: v.numerator}, v.denominator) for v in values]


def around(p: Sequence[Fraction]) -> list[Polynomial]:
    """The coordinates ``p_i + x_i`` of a point near ``p``."""
    n = len(p)
    LIMITS.get().allocate(n, 8 + n // 4)
    return [Polynomial(n, {1 << SLOT * i: v.denominator, 0: v.numerator}, v.denominator, 1) for i, v in enumerate(p)]


def without_constant(f: Polynomial) -> Polynomial:
    return Polynomial(f.n, {key: v for key, v in f.terms.items() if key}, f.den, f.degree)


def linear(rows: Sequence[int], den: int) -> Polynomial:
    """``sum rows[i] x_i / den``."""
    return Polynomial(len(rows), {1 << SLOT * i: v for i, v in enumerate(rows)}, den, 1)


class PolynomialAt:
    """A polynomial ``f`` at a rational point ``p``: ``F(x) = f(p + x) - f(p)``, and what checks of networks ask of a network."""

    def __init__(self, objective: Fields, point: Fields) -> None:
        names, self.p = objective["variables"], point["values"]
        n = len(names)
        if not names or len(set(names)) != n:
            raise Malformed("claim.objective.variables: expected at least one name, and no name twice")
        self.require_shapes(self.p, n)
        self.f = polynomial(objective["terms"], n, "claim.objective.terms")
        self.loss = self.evaluate(constants(self.p), 0).constant
        text = f"a polynomial in {n} variables with {len(self.f.terms)} terms"
        if n * len(self.f.terms) <= 200:
            found = show_terms(self.f, names)
            text = found if len(found) <= 300 else text
        where = ", ".join(f"{name} = {show(v)}" for name, v in zip(names[:8], self.p, strict=False))
        self.name = f"{text} at {where}{', ...' if n > 8 else ''}"

    def require_shapes(self, values: Sequence[Any], n: int | None = None) -> None:
        expected = len(self.p) if n is None else n
        if len(values) != expected:
            raise Malformed(f"a point, direction or curve with {len(values)} entries, expected {expected} as there are variables")

    def evaluate(self, phi: list[Polynomial], n: int) -> Polynomial:
        """``f(phi_0, phi_1, ...)``, polynomials in ``n`` variables; where ``f`` is only piecewise a polynomial and ``n`` is 1,
        what it is for small positive values of the variable."""
        return self.f.compose(phi, n)

    @cached_property
    def F(self) -> Polynomial:
        return without_constant(self.evaluate(around(self.p), len(self.p)) if any(self.p) else self.f)

    def require_polynomial(self) -> None:
        """Some claims are about all points, not only those near ``p``; this is a polynomial everywhere."""

    def require_critical(self) -> None:
        n = self.F.n
        require(not any(self.F.terms.get(1 << SLOT * i) for i in range(n)), "the point is not critical")

    @cached_property
    def hessian(self) -> Matrix:
        return self.F.hessian(range(self.F.n))

    def along(self, curve: list[dict[int, Fraction]]) -> dict[int, Fraction]:
        """The coefficients of ``f`` along the curve that are not 0."""
        self.require_shapes(curve)
        require(all(layer.get(0, 0) == v for layer, v in zip(curve, self.p, strict=True)), "the curve does not start at the point")
        phi = [polynomial([(c, (e,)) for e, c in layer.items()], 1, "curve") for layer in curve]
        value = self.evaluate(phi, 1)
        return {e: Fraction(v, value.den) for e, v in value.terms.items()}

    def line(self, direction: list[Fraction]) -> dict[int, Fraction]:
        self.require_shapes(direction)
        return self.along([{0: v, 1: a} for v, a in zip(self.p, direction, strict=True)])


# A continuous function of one number: increasing breaks, and a polynomial (lowest coefficient first) below, between, above them.
Function = tuple[list[Fraction], list[list[Fraction]]]
Sign = Callable[[Polynomial], int]


def lowest_sign(p: Polynomial) -> int:
    """The sign of a constant; the sign for small positive values of the variable of a polynomial in one variable."""
    lowest = p.terms[min(p.terms)] if p.terms else 0
    return (lowest > 0) - (lowest < 0)


def applied(function: Function, z: Polynomial, sign: Sign) -> Polynomial:
    """``function(z)``, where ``sign`` says on which side of a break ``z`` is; on a break, both polynomials have one value."""
    breaks, pieces = function
    above = sum(sign(total_of(z.n, (z, *constants([-b], z.n)))) > 0 for b in breaks)
    return in_z(pieces[above]).compose([z], z.n)


def in_z(coefficients: list[Fraction]) -> Polynomial:
    return polynomial([(c, (e,)) for e, c in enumerate(coefficients)], 1, "")


def show_function(function: Function) -> str:
    breaks, pieces = function
    if sum(map(len, pieces)) > 20:
        return f"a function of {len(pieces)} polynomial pieces"
    values = [show_terms(in_z(piece), ["z"]) for piece in pieces]
    text = "".join(f"{value} up to z = {show(b)}, then " for value, b in zip(values, breaks, strict=False)) + values[-1]
    return text if len(text) <= 300 else f"a function of {len(pieces)} polynomial pieces"


class NetworkAt(PolynomialAt):
    """The loss of ``a_h(W_h ... a_1(W_1 X + b_1) ... + b_h) - Y``, as a function of all weights and biases, at a point.

    The parameters in order: ``W_1`` row by row, ..., ``W_h``, then ``b_1``, ..., ``b_h``. ``F`` is what the loss is near the
    point, if it is a polynomial there.
    """

    def __init__(self, objective: Fields, point: Fields) -> None:
        self.X, self.Y, self.activations, self.W = objective["X"], objective["Y"], objective["activations"], point["weights"]
        self.b = point.get("biases", [Matrix(W.m, 0, [[] for _ in range(W.m)]) for W in self.W])
        if not self.W or not len(self.W) == len(self.b) == len(self.activations):
            raise Malformed("claim: not as many weights, activations (and biases) as there are layers, or none")
        below = self.X.m
        for i, (W, b) in enumerate(zip(self.W, self.b, strict=True)):
            if W.n != below or 0 in (W.m, W.n) or b.m != W.m or b.n > 1:
                raise Malformed(f"claim.point: layer {i + 1} has a {size(W)} weight matrix and {size(b)} biases, expected {below} "
                                "columns, at least one row, and as many rows of at most one bias")
            below = W.m
        if (self.Y.m, self.Y.n) != (below, self.X.n) or self.X.n == 0:
            raise Malformed(f"claim.objective.Y: a {size(self.Y)} matrix, expected {below} x {self.X.n}, not empty")
        self.l = objective["loss"]
        c = self.l.get("weights", self.Y)
        if (c.m, c.n) != (self.Y.m, self.Y.n):
            raise Malformed(f"claim.objective.loss.weights: a {size(c)} matrix, expected {size(self.Y)}")
        self.functions = [*self.activations, *([self.l["entrywise"]] if "entrywise" in self.l else [])]
        self.p = [v for A in (*self.W, *self.b) for row in fractions(A) for v in row]
        self.loss = self.evaluate(constants(self.p), 0).constant
        output, functions = "X", ""
        for i, (a, b) in enumerate(zip(self.activations[:8], self.b[:8], strict=True), start=1):
            output, functions = f"a_{i}(W_{i} {output}{f' + b_{i}' if b.n else ''})", f"{functions}, a_{i}(z) = {show_function(a)}"
        loss = "a polynomial of the entries of E"
        if "entrywise" in self.l:
            loss = "the sum of c_ij l(E_ij)" if "weights" in self.l else "the sum of l(E_ij)"
            functions = f", l(z) = {show_function(self.l['entrywise'])}{functions}"
        output = output if len(self.W) <= 8 else f"the output of {len(self.W)} layers"
        widths = "-".join(str(d) for d in [self.X.m, *(W.m for W in self.W[:40])])
        self.name = f"{loss}, E = {output} - Y{functions} (widths {widths}, {plural(self.X.n, 'sample')})"

    def residual(self, phi: list[Polynomial], n: int, sign: Sign = lowest_sign) -> list[Polynomial]:
        """The entries of ``E``, row by row."""
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
                    LIMITS.get().allocate(terms, 8 + n // 4, bits // 8)
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
        phi, n, limits = around(self.p), len(self.p), LIMITS.get()
        pending: list[list[int]] = [[]]
        while pending:
            signs = pending.pop()  # of the arguments in turn, divided by their first coefficients
            known: list[tuple[Polynomial, Polynomial]] = []  # those quotients, and the constraints

            def sign(z: Polynomial, signs: list[int] = signs, known: list[tuple[Polynomial, Polynomial]] = known) -> int:
                if z.constant or not z.terms:
                    return lowest_sign(z)
                limits.spend(100 + len(known) * (10 + len(z.terms)))
                direction, k = lowest_sign(z), len(known)
                monic = z.scaled(Fraction(z.den, z.terms[min(z.terms)]))
                for i, (other, _) in enumerate(known):
                    if other.equals(monic):  # a multiple of an earlier argument: no choice
                        return signs[i] * direction
                if k == len(signs):  # first below the break, later above it
                    pending.append([*signs, direction])
                    limits.allocate(len(pending), k + 1)
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
        raise Malformed(f"witness: a {size(Q)} matrix for a vector of {len(m)} polynomials")
    require(Q.equals(Q.T), "gram: the matrix is not symmetric")
    return total_of(n, (m[i].times(m[j]).scaled(Fraction(Q.rows[i][j] * (2 if i != j else 1), Q.den))
                        for i in range(Q.n) for j in range(i, Q.n) if Q.rows[i][j]))


def pure_powers(m: Sequence[Polynomial]) -> dict[int, set[int]]:
    """variable -> the ``k >= 1`` for which ``m`` contains a multiple of its ``k``-th power."""
    found: dict[int, set[int]] = {}
    for p in m:
        if len(p.terms) == 1:
            exponents = [(i, e) for i, e in enumerate(p.exponents(next(iter(p.terms)))) if e]
            if len(exponents) == 1:
                found.setdefault(exponents[0][0], set()).add(exponents[0][1])
    return found


def require_definite(H: Matrix, S: Matrix, q: int, name: str) -> None:
    none = Matrix(H.n, 0, [[] for _ in range(H.n)])
    require(require_inertia(H, {"congruence": S, "null-space": none}, q)[1] == 0, f"{name} is not positive definite")


# One function per rule of a proof that F >= 0 near 0; it returns whether moreover F > 0 near 0, except at 0 itself.


def prove(F: Polynomial, proof: tuple[str, Fields], q: int) -> bool:
    rule, w = proof
    return PROOFS[rule][1](F, w, q)


def prove_zero(F: Polynomial, w: Fields, q: int) -> bool:
    require(not F.terms, "zero: the polynomial is not 0")
    return F.n == 0


def prove_weighted(F: Polynomial, w: Fields, q: int) -> bool:
    weights, d = cut_of(w, F.n)
    m = [polynomial(terms, F.n, "weighted.vector") for terms in w["vector"]]
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
    s = polynomial(w["multiplier"], F.n, "gram.multiplier")
    m = [polynomial(terms, F.n, "gram.vector") for terms in w["vector"]]
    parts = [(Q, polynomial([(Fraction(1), exponents)], F.n, "gram.matrix")) for Q, exponents in w["matrix"]]
    require(s.constant > 0, "gram: the multiplier is not positive at 0")
    identity_ = total_of(F.n, (gram(m, Q, F.n).times(monomial) for Q, monomial in parts))
    require(identity_.equals(s.times(F)), "gram: m^T Q m is not the multiplier times the polynomial")
    at_zero = Matrix(len(m), len(m), [[0] * len(m) for _ in m])
    for Q, monomial in parts:
        at_zero = at_zero + Q if 0 in monomial.terms else at_zero
    _, negative, zero = require_inertia(at_zero, w, q)
    require(negative == 0, "gram: Q(0) has a negative eigenvalue")
    require(zero == 0 or all(0 in monomial.terms for _, monomial in parts), "gram: Q(0) is singular, and Q is not constant")
    return zero == 0 and len(pure_powers(m)) == F.n


def prove_substitute(F: Polynomial, w: Fields, q: int) -> bool:
    n = F.n
    if len(w["map"]) != n:
        raise Malformed(f"substitute.map: {len(w['map'])} polynomials, expected {n}")
    phi = [polynomial(terms, n, "substitute.map") for terms in w["map"]]
    require(all(0 not in p.terms for p in phi), "substitute: the map does not send 0 to 0")
    jacobian = beside([Matrix(n, 1, [[p.terms.get(1 << SLOT * i, 0)] for i in range(n)], p.den) for p in phi], n)
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
        raise Malformed(f"slice.basis: a {size(T)} matrix, expected {F.n} rows")
    for field_ in w["fields"]:
        if len(field_) != F.n:
            raise Malformed(f"slice.fields: a field with {len(field_)} entries, expected {F.n}")
        v = [polynomial(terms, F.n, "slice.fields") for terms in field_]
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
    parts = [polynomial(part["polynomial"], F.n, "sum.parts") for part in w["parts"]]
    require(total_of(F.n, parts).equals(F), "sum: the parts do not add up to the polynomial")
    strict = [prove(p, part["proof"], q) for p, part in zip(parts, w["parts"], strict=True)]
    return any(strict)


def check_partial(c: Fields, w: Fields, q: int) -> str:
    at, i = c["network"], w["variable"]
    require(i < at.F.n and 1 << SLOT * i in at.F.terms, "that partial derivative is 0, or there is no such variable")
    return f"the point is not critical for {at.name}"


def check_local_minimum(c: Fields, w: Fields, q: int) -> str:
    at = c["network"]
    prove(at.F, w["proof"], q)
    return f"the point is a local minimum of {at.name}"


def check_strict_local_minimum(c: Fields, w: Fields, q: int) -> str:
    at = c["network"]
    require(prove(at.F, w["proof"], q), "the proof shows a local minimum, but not that it is strict")
    return f"the point is a strict local minimum of {at.name}"


def check_local_maximum(c: Fields, w: Fields, q: int) -> str:
    at = c["network"]
    prove(at.F.scaled(Fraction(-1)), w["proof"], q)
    return f"the point is a local maximum of {at.name}"


def require_sum_of_squares(F: Polynomial, w: Fields, q: int) -> None:
    n = F.n
    squares = [polynomial(terms, n, "witness.multiplier") for terms in w["multiplier"]]
    m = [polynomial(terms, n, "witness.vector") for terms in w["vector"]]
    multiplier = total_of(n, (e.times(e) for e in squares))
    require(bool(multiplier.terms), "sum of squares: the multiplier is 0")
    require(gram(m, w["matrix"], n).equals(multiplier.times(F)), "sum of squares: m^T Q m is not the multiplier times f - f(p)")
    require_semidefinite(w["matrix"], w, q, "sum of squares: Q")


def check_sum_of_squares(c: Fields, w: Fields, q: int) -> str:
    at = c["network"]
    at.require_polynomial()
    require_sum_of_squares(at.F, w, q)
    return global_sentence(at, c)


def check_better_values(c: Fields, w: Fields, q: int) -> str:
    at = c["network"]
    at.require_shapes(w["values"])
    value = at.evaluate(constants(w["values"]), 0).constant
    require(value < at.loss, "the other point does not have a smaller value")
    return f"the point is not a global minimum of {at.name}: its value {show(at.loss)} is not the least"


# Networks with breaks: one proof for each piece.


def prove_pieces(at: NetworkAt, w: Fields, q: int) -> bool:
    pieces, strict, done = at.pieces(), True, 0
    for proof, (F, constraints) in zip(w["proofs"], pieces, strict=False):
        strict, done = prove_piece(F, constraints, proof, q) and strict, done + 1
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


def check_pieces(c: Fields, w: Fields, q: int) -> str:
    at = c["network"]
    prove_pieces(at, w, q)
    return f"the point is a local minimum of {at.name}"


def check_strict_pieces(c: Fields, w: Fields, q: int) -> str:
    at = c["network"]
    require(prove_pieces(at, w, q), "the proofs show a local minimum, but not that it is strict")
    return f"the point is a strict local minimum of {at.name}"


def check_least_loss(c: Fields, w: Fields, q: int) -> str:
    """No matrix at all in place of the output has a smaller loss."""
    at: NetworkAt = c["network"]
    require(not at.l.get("entrywise", ([], []))[0], "least loss: the loss is not one polynomial everywhere")
    E = [e.constant for e in at.residual(constants(at.p), 0)]
    require_sum_of_squares(without_constant(at.lost(around(E), len(E))), w, q)
    return global_sentence(at, c)


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


def short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


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


def read_list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise wrong(path, value, "a list")
    return value


RATIONAL = re.compile("(-?(?:0|[1-9][0-9]*))(?:/([1-9][0-9]*))?")


def read_pair(value: Any, path: str) -> tuple[int, int]:
    """A rational as numerator and denominator."""
    if not isinstance(value, str):
        raise wrong(path, value, 'a rational as a string, such as "-2/3"')
    limits = LIMITS.get()
    if len(value) > limits.digits:
        raise Limit(f"{path}: a number of {len(value)} characters, allowed are {limits.digits} (--max-digits raises the limit)")
    match = RATIONAL.fullmatch(value)
    if match is None or value == "-0" or value.startswith("-0/"):
        raise wrong(path, value, "a rational -?(0|[1-9][0-9]*)(/[1-9][0-9]*)?")
    numerator, denominator = int(match[1]), int(match[2] or 1)
    limits.spend(1 + len(value) ** 2 // 400)
    if match[2] is not None and (denominator == 1 or math.gcd(numerator, denominator) != 1):
        raise Malformed(f'{path}: "{short(value)}" is not in lowest terms')
    return numerator, denominator


def read_integers(row: list[Any]) -> list[int] | None:
    """The short integers of a row, if it has no other entries: exactly they are what Python writes them as."""
    try:
        longest = max(map(len, row), default=0)
        numbers = list(map(int, row)) if longest <= min(2000, LIMITS.get().digits) else []
    except (TypeError, ValueError):
        return None
    LIMITS.get().spend(len(row) + longest * sum(map(len, row)) // 400)
    return numbers if list(map(str, numbers)) == row else None


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


def read_truth(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise wrong(path, value, "true or false")


def read_matrix(value: Any, path: str) -> Matrix:
    document = read_members(value, path, ("shape", "entries"))
    shape = [read_count(v, f"{path}.shape[{i}]") for i, v in enumerate(read_list(document["shape"], f"{path}.shape"))]
    if len(shape) != 2:
        raise wrong(f"{path}.shape", shape, "two sizes")
    m, n = shape
    limits = LIMITS.get()
    if max(m, n) > limits.entries:
        raise Limit(f"{path}.shape: a size of {max(m, n)}, allowed are {limits.entries} (--max-entries raises the limit)")
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
            limits.spend((den.bit_length() // 64) * (d.bit_length() // 64))
            if den % d:
                den = math.lcm(den, d)
                limits.allocate(m, n, den.bit_length())
    return Matrix(m, n, [[p * (den // d) for p, d in zip(numbers, chain(dens, repeat(1)), strict=False)] if den != 1 else numbers
                         for numbers, dens in table], den)


def each(read: Callable[[Any, str], Any]) -> Callable[[Any, str], list[Any]]:
    return lambda value, path: [read(v, f"{path}[{i}]") for i, v in enumerate(read_list(value, path))]


def one_of(*names: str) -> Callable[[Any, str], str]:
    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in names:
            raise wrong(path, value, f"one of {', '.join(names)}")
        return value
    return read


def read_fields(value: Any, path: str, readers: Readers, *fixed: str) -> Fields:
    """An object with the members that ``readers`` lists, a "?" marking optional ones, and the ``fixed`` ones, read elsewhere."""
    optional = [key[:-1] for key in readers if key.endswith("?")]
    document = read_members(value, path, [*fixed, *(key for key in readers if not key.endswith("?"))], optional)
    return {key: (readers.get(key) or readers[key + "?"])(v, f"{path}.{key}") for key, v in document.items() if key not in fixed}


def members(**fields: Callable[[Any, str], Any]) -> Callable[[Any, str], Fields]:
    return lambda value, path: read_fields(value, path, fields)


def read_exponents(value: Any, path: str, read: Callable[[Any, str], Any]) -> dict[int, Any]:
    """An object whose keys are exponents."""
    for key in read_members(value, path, (), value if isinstance(value, dict) else ()):
        if not re.fullmatch("0|[1-9][0-9]{0,3}", key):
            raise Malformed(f'{path}: the member "{short(key)}" is not an exponent below 10000')
    return {int(key): read(v, f'{path}["{key}"]') for key, v in value.items()}


def read_layer(value: Any, path: str) -> dict[int, Matrix]:
    layer = read_exponents(value, path, read_matrix)
    if 0 not in layer:
        raise Malformed(f'{path}: the member "0" is missing')
    return layer


def read_term(value: Any, path: str) -> tuple[Fraction, tuple[int, ...]]:
    if len(read_list(value, path)) != 2:
        raise wrong(path, value, "a coefficient and a list of indices")
    indices = tuple(each(read_count)(value[1], f"{path}[1]"))
    if list(indices) != sorted(indices):
        raise Malformed(f"{path}[1]: the indices are not sorted")
    return read_rational(value[0], f"{path}[0]"), indices


def read_interval(value: Any, path: str) -> tuple[Fraction, Fraction]:
    ends = each(read_rational)(value, path)
    if len(ends) != 2:
        raise wrong(path, value, "two rationals")
    return ends[0], ends[1]


def read_forms(value: Any, path: str) -> dict[int, Any]:
    return read_exponents(value, path, each(read_term))


def read_named(value: Any, path: str) -> dict[str, Matrix]:
    """An object from names to matrices."""
    document = read_members(value, path, (), value if isinstance(value, dict) else ())
    return {read_variable(key, path): read_matrix(A, f"{path}.{key}") for key, A in document.items()}


def read_products(value: Any, path: str) -> list[tuple[Fraction, list[str]]]:
    """A sum of at least one term, each a coefficient and a list of at least one name of a factor."""
    terms = []
    for i, term in enumerate(read_list(value, path)):
        if not isinstance(term, list) or len(term) != 2 or not isinstance(term[1], list) or not term[1]:
            raise wrong(f"{path}[{i}]", term, "a coefficient and a list of names of matrices")
        for j, name in enumerate(term[1]):
            read_variable(name.removesuffix("^T") if isinstance(name, str) else name, f"{path}[{i}][1][{j}]")
        terms.append((read_rational(term[0], f"{path}[{i}][0]"), term[1]))
    if not terms:
        raise wrong(path, value, "at least one term")
    return terms


def matrices(*names: str) -> Readers:
    return dict.fromkeys(names, read_matrix)


NETWORK: Readers = {"objective": members(kind=one_of("deep-linear-square-loss"), **matrices("X", "Y")),
                    "point": members(weights=each(read_matrix))}
PAIR: Readers = matrices("W1", "W2")
INERTIA: Readers = dict.fromkeys(("positive", "negative", "zero"), read_count)
EIGENVALUES: Readers = {"eigenvalues": each(members(
    polynomial=each(read_rational), multiplicity=read_count, roots=each(read_interval)))}
CONGRUENCE: Readers = matrices("congruence", "null-space")
VECTORS: Readers = {"vectors": each(read_matrix)}
NULL_VECTORS: Readers = matrices("left-null-vector?", "right-null-vector?")
INVERSE: Readers = {**matrices("E", "K0", "K1"), **NULL_VECTORS}
SCHUR: Readers = {"rows": each(read_count), "columns": each(read_count), **matrices("coefficients", "null-space"), **NULL_VECTORS}
ENTRY: Readers = dict.fromkeys(("layer", "row", "column"), read_count)
LOWEST: Readers = {"order": read_count, "coefficient": read_rational}
CURVE: Readers = {"curve": each(read_layer), **LOWEST}
LINE: Readers = {"direction": each(read_matrix), **LOWEST}
CURVATURE: Readers = {"direction": each(read_matrix), "coefficient": read_rational}
COMPLETION: Readers = {"side": one_of("left", "right"), "target": one_of("full-row-rank", "full-column-rank"), "exists": read_truth}
EXPANSION: Readers = {"curve": each(read_layer), "coefficients": each(read_rational)}

RELATIONS: Readers = {"matrices": read_named, "relations": each(members(
    terms=read_products, relation=one_of(*COMPARISONS), value=read_rational))}

Check = Callable[[Fields, Fields, int], str]
#: kind -> (claim members, rule -> (witness members, check)); a "?" marks an optional member. Every witness may have a "modulus".
RULES: dict[str, tuple[Readers, dict[str, tuple[Readers, Check]]]] = {
    "rank": ({**matrices("matrix"), "rank": read_count}, {"null-space": (matrices("null-space"), check_rank)}),
    "null-space": (matrices("matrix", "basis"), {"spanning": ({}, check_null_space)}),
    "subspace-intersection": ({**matrices("A", "B"), "dimension": read_count},
                              {"basis": (matrices("coefficients", "null-space"), check_intersection)}),
    "pair-ranks": ({**PAIR, "ranks": each(read_count)}, {"null-spaces": ({"null-spaces": each(read_matrix)}, check_pair_ranks)}),
    "inertia": ({**matrices("matrix"), **INERTIA}, {"congruence": (CONGRUENCE, check_inertia)}),
    "spectrum": ({**matrices("matrix"), **EIGENVALUES}, {"cyclic-vectors": (VECTORS, check_spectrum)}),
    "locally-open": ({**PAIR, "rate": one_of("linear", "quadratic")},
                     {"right-inverse": (INVERSE, check_open_right), "left-inverse": (INVERSE, check_open_left),
                      "schur-complement": (SCHUR, check_open_schur)}),
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
    "critical-point": (NETWORK, {"gradient": ({}, check_critical)}),
    "not-critical": (NETWORK, {"gradient-entry": (ENTRY, check_not_critical)}),
    "hessian-inertia": ({**NETWORK, **INERTIA}, {"congruence": (CONGRUENCE, check_inertia)}),
    "hessian-spectrum": ({**NETWORK, **EIGENVALUES}, {"cyclic-vectors": (VECTORS, check_spectrum)}),
    "taylor-expansion": ({**NETWORK, **EXPANSION}, {"expansion": ({}, check_taylor)}),
    "kernel-forms": ({**NETWORK, "basis": each(each(read_matrix)), "forms": read_forms}, {"expansion": ({}, check_kernel_forms)}),
    "line-minimum": (NETWORK, {"half-square": (CONGRUENCE, check_line_minimum)}),
    "not-a-line-minimum": (NETWORK, {"descent-line": (LINE, check_descent_line)}),
    "second-order-saddle": (NETWORK, {"negative-curvature": (CURVATURE, check_negative_curvature)}),
    "higher-order-saddle": (NETWORK, {"semidefinite-with-curves": (
        {**CONGRUENCE, "descent": members(**CURVE), "ascent": members(**CURVE)}, check_higher_order_saddle)}),
    "not-a-local-minimum": (NETWORK, {"descent-curve": (CURVE, check_descent_curve)}),
    "not-a-local-maximum": (NETWORK, {"ascent-curve": (CURVE, check_ascent_curve)}),
    "global-minimum": ({**NETWORK, "value": read_rational},
                       {"orthogonal-residual": ({}, check_orthogonal_residual),
                        "eckart-young": ({**matrices("C", "U", "B", "N"), **CONGRUENCE}, check_eckart_young)}),
    "not-a-global-minimum": (NETWORK, {"better-point": ({"weights": each(read_matrix)}, check_better_point)}),
}


def read_variable(value: Any, path: str) -> str:
    if isinstance(value, str) and re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,39}", value, re.ASCII):
        return value
    raise wrong(path, value, "a name of at most 40 ASCII letters, digits and underscores")


def read_exponent(value: Any, path: str) -> int:
    if read_count(value, path) >= 10000:
        raise wrong(path, value, "an exponent below 10000")
    return int(value)


def read_terms(value: Any, path: str) -> Terms:
    """A polynomial: a list of coefficients, not 0, with lists of exponents, no list twice."""
    terms, known = [], set()
    for i, term in enumerate(read_list(value, path)):
        if len(read_list(term, f"{path}[{i}]")) != 2:
            raise wrong(f"{path}[{i}]", term, "a coefficient and a list of exponents")
        c, exponents = read_rational(term[0], f"{path}[{i}][0]"), tuple(each(read_exponent)(term[1], f"{path}[{i}][1]"))
        if not c or exponents in known:
            raise Malformed(f"{path}[{i}]: a coefficient 0, or a list of exponents that stood before")
        known.add(exponents)
        terms.append((c, exponents))
    return terms


def read_matrix_term(value: Any, path: str) -> tuple[Matrix, tuple[int, ...]]:
    if len(read_list(value, path)) != 2:
        raise wrong(path, value, "a matrix and a list of exponents")
    return read_matrix(value[0], f"{path}[0]"), tuple(each(read_exponent)(value[1], f"{path}[1]"))


def read_series(value: Any, path: str) -> dict[int, Fraction]:
    return read_exponents(value, path, read_rational)


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


POLYNOMIAL: Readers = {"objective": members(kind=one_of("polynomial"), variables=each(read_variable), terms=read_terms),
                       "point": members(values=each(read_rational))}
SERIES: Readers = {"curve": each(read_series), **LOWEST}
PROOF: Readers = {"proof": read_proof}
DEFINITE: Readers = matrices("matrix", "congruence")

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

#: Claims about a polynomial at a point, read instead of RULES when the objective says so; the network checks serve both.
POLYNOMIAL_RULES: dict[str, tuple[Readers, dict[str, tuple[Readers, Check]]]] = {
    "critical-point": (POLYNOMIAL, {"gradient": ({}, check_critical)}),
    "not-critical": (POLYNOMIAL, {"gradient-entry": ({"variable": read_count}, check_partial)}),
    "hessian-inertia": ({**POLYNOMIAL, **INERTIA}, {"congruence": (CONGRUENCE, check_inertia)}),
    "hessian-spectrum": ({**POLYNOMIAL, **EIGENVALUES}, {"cyclic-vectors": (VECTORS, check_spectrum)}),
    "taylor-expansion": ({**POLYNOMIAL, "curve": each(read_series), "coefficients": each(read_rational)},
                         {"expansion": ({}, check_taylor)}),
    "second-order-saddle": (POLYNOMIAL, {"negative-curvature": (
        {"direction": each(read_rational), "coefficient": read_rational}, check_negative_curvature)}),
    "higher-order-saddle": (POLYNOMIAL, {"semidefinite-with-curves": (
        {**CONGRUENCE, "descent": members(**SERIES), "ascent": members(**SERIES)}, check_higher_order_saddle)}),
    "not-a-local-minimum": (POLYNOMIAL, {"descent-curve": (SERIES, check_descent_curve)}),
    "not-a-local-maximum": (POLYNOMIAL, {"ascent-curve": (SERIES, check_ascent_curve)}),
    "local-minimum": (POLYNOMIAL, {"proof-tree": (PROOF, check_local_minimum)}),
    "strict-local-minimum": (POLYNOMIAL, {"proof-tree": (PROOF, check_strict_local_minimum)}),
    "local-maximum": (POLYNOMIAL, {"proof-tree": (PROOF, check_local_maximum)}),
    "global-minimum": ({**POLYNOMIAL, "value": read_rational}, {"sum-of-squares": (
        {"multiplier": each(read_terms), "vector": each(read_terms), **matrices("matrix"), **CONGRUENCE}, check_sum_of_squares)}),
    "not-a-global-minimum": (POLYNOMIAL, {"better-point": ({"values": each(read_rational)}, check_better_values)}),
}
#: Claims about the loss of a network at a point: those about polynomials, and more rules for functions with breaks.
LOSS: Readers = {"objective": members(
    kind=one_of("network-loss"), **matrices("X", "Y"), activations=each(read_function), loss=read_loss),
                 "point": members(weights=each(read_matrix), **{"biases?": each(read_matrix)})}
PIECES: Readers = {"proofs": each(members(multiplier=read_terms, proof=read_proof, factors=each(
    members(polynomial=read_terms, **{"proof?": read_proof}))))}
LOSS_RULES = {kind: ({**readers, **LOSS}, dict(rules)) for kind, (readers, rules) in POLYNOMIAL_RULES.items()}
LOSS_RULES["local-minimum"][1]["pieces"] = (PIECES, check_pieces)
LOSS_RULES["strict-local-minimum"][1]["pieces"] = (PIECES, check_strict_pieces)
LOSS_RULES["global-minimum"][1]["least-loss"] = (POLYNOMIAL_RULES["global-minimum"][1]["sum-of-squares"][0], check_least_loss)

KINDS = list(dict.fromkeys([*RULES, *POLYNOMIAL_RULES]))


def rules_for(claim: Any) -> dict[str, tuple[Readers, dict[str, tuple[Readers, Check]]]]:
    objective = claim.get("objective") if isinstance(claim, dict) else None
    kind = objective.get("kind") if isinstance(objective, dict) else None
    return POLYNOMIAL_RULES if kind == "polynomial" else LOSS_RULES if kind == "network-loss" else RULES


# ---- one document ---------------------------------------------------------------------------------------------------


class Reading:
    """Reads members by table; what the parts of a conjunction share is read, and its network built, once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, Any], Any] = {}
        self.last: tuple[Any, Any, Network | PolynomialAt] | None = None  # holds the objects, so that "is" means the same object

    def fields(self, value: Any, path: str, readers: Readers, fixed: str, shared: dict[str, Any] | None = None) -> Fields:
        optional = [key[:-1] for key in readers if key.endswith("?")]
        required = [key for key in readers if not key.endswith("?")]
        document = read_members(value, path, [fixed, *required], optional)
        result = {}
        for key in [*required, *optional]:
            if key in document:
                read = readers.get(key) or readers[key + "?"]
                if shared is not None and key in shared:
                    if (key, read) not in self.known:  # two kinds may read one name differently
                        self.known[key, read] = read(document[key], f"claim.shared.{key}")
                    result[key] = self.known[key, read]
                else:
                    result[key] = read(document[key], f"{path}.{key}")
        return result

    def network(self, c: Fields) -> Network | PolynomialAt:
        if self.last is None or self.last[0] is not c["objective"] or self.last[1] is not c["point"]:
            objective, point, build = c["objective"], c["point"], {"polynomial": PolynomialAt, "network-loss": NetworkAt}
            self.last = (objective, point, build[objective["kind"]](objective, point) if objective["kind"] in build else
                         Network(objective["X"], objective["Y"], point["weights"]))
        return self.last[2]

    def check(self, claim: Any, witness: Any, path: tuple[str, str], shared: dict[str, Any] | None = None) -> str:
        table = rules_for(claim)
        claim_readers, rules = table[name_of(claim, path[0], "kind", table)]
        c = self.fields(claim, path[0], claim_readers, "kind", shared)
        rule = name_of(witness, path[1], "rule", rules)
        readers, check = rules[rule]
        w = self.fields(witness, path[1], {**readers, "modulus?": read_modulus}, "rule")
        if "objective" in c:
            c["network"] = self.network(c)
        return check(c, w, w.get("modulus", PRIME))


def name_of(value: Any, path: str, key: str, known: Iterable[str]) -> str:
    if not isinstance(value, dict):
        raise wrong(path, value, "an object")
    if key not in value:
        raise Malformed(f'{path}: the member "{key}" is missing')
    return one_of(*known)(value[key], f"{path}.{key}")


def check_document(document: Any) -> str:
    """The sentence that the document proves; raises Malformed, Invalid or Limit."""
    read_members(document, "document", ("format", "version", "claim", "witness"), ("about",))
    one_of(FORMAT)(document["format"], "format")
    if read_count(document["version"], "version") != VERSION:
        raise wrong("version", document["version"], f"version {VERSION}")
    about = document.get("about", {})
    for key, value in read_members(about, "about", (), about if isinstance(about, dict) else ()).items():
        if not isinstance(value, str):
            raise wrong(f"about.{short(key)}", value, "a string")
    claim, witness = document["claim"], document["witness"]
    if name_of(claim, "claim", "kind", ["conjunction", *KINDS]) != "conjunction":
        return Reading().check(claim, witness, ("claim", "witness"))
    read_members(claim, "claim", ("kind", "shared", "parts"))
    read_members(witness, "witness", ("rule", "witnesses"))
    name_of(witness, "witness", "rule", ["all"])
    shared = claim["shared"]
    read_members(shared, "claim.shared", (), shared if isinstance(shared, dict) else ())
    parts, witnesses = read_list(claim["parts"], "claim.parts"), read_list(witness["witnesses"], "witness.witnesses")
    if len(parts) != len(witnesses) or not parts:
        raise Malformed(f"witness.witnesses: {len(witnesses)} witnesses for {len(parts)} parts, expected one each, at least one")
    reading, sentences = Reading(), []
    for i, (part, proof) in enumerate(zip(parts, witnesses, strict=True)):
        path = (f"claim.parts[{i}]", f"witness.witnesses[{i}]")
        name_of(part, path[0], "kind", KINDS)
        if isinstance(part, Repeated) or set(part) & set(shared):
            raise Malformed(f"{path[0]}: a member stands twice, or both here and in claim.shared")
        try:
            sentence = reading.check({**shared, **part}, proof, path, shared)
            own = len(parts) > 1 and not part.keys().isdisjoint(("objective", "point"))  # "the point" is not that of the others
            sentences.append(f"(part {i}) {sentence}" if own else sentence)
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
