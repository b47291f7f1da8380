"""Plain-text mathematics: aligned matrices, polynomials, and pieces set side by side. No verdict depends on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

from exactcheck.exact.matrix import RationalMatrix

#: Lines of equal length.
Block: TypeAlias = list[str]
#: Exponents of one or more variables -> coefficient; see ``polynomial`` and ``form``.
Polynomial: TypeAlias = Mapping[int, Fraction]
Form: TypeAlias = Mapping[tuple[int, ...], Fraction]

#: Characters in a line of formulas, and the most there ever are.
LONGEST = 110
WIDTH: ContextVar[int] = ContextVar("WIDTH", default=LONGEST)
#: Matrices with more rows or columns are shown by their first and last few.
MAX_SIZE, _HEAD, _TAIL = 12, 6, 2
_MAX_DIGITS = 24
#: So many entries of a matrix that is too wide are listed.
_MAX_ENTRIES = 24
_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DOWN = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_VULGAR = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/6": "⅙",
           "1/8": "⅛", "3/8": "⅜", "5/8": "⅝", "7/8": "⅞"}


def sub(name: str, index: int) -> str:
    """``W₃``."""
    return name + str(index).translate(_DOWN)


def power(name: str, exponent: int) -> str:
    """``t⁴``; ``t`` for exponent 1."""
    return name if exponent == 1 else name + str(exponent).translate(_UP)


def number(value: Fraction) -> str:
    """``-2/3``; long ones shortened."""
    text = str(value)
    return text if len(text) <= _MAX_DIGITS else f"{text[:8]}…{text[-4:]}({len(text)} digits)"


def decimal(value: Fraction, digits: int = 4) -> str:
    """``value >= 0`` rounded down to so many places, with integer arithmetic."""
    scaled = value.numerator * 10**digits // value.denominator
    return f"{scaled // 10**digits}.{scaled % 10**digits:0{digits}d}"


def root(square: Fraction) -> str:
    """``√(square)``, simplified if it is rational, else with its value rounded down."""
    p, q = isqrt(square.numerator), isqrt(square.denominator)
    if p * p == square.numerator and q * q == square.denominator:
        return number(Fraction(p, q))
    scale = 10**8  # rounding down twice is still rounding down
    value = Fraction(isqrt(square.numerator * scale * scale // square.denominator), scale)
    return f"√({number(square)}) ≈ {decimal(value) if value > Fraction(1, 10) else decimal(value, 8)}"


# -- polynomials ------------------------------------------------------------------------------------------------------
def polynomial(coefficients: Polynomial | Sequence[Fraction], variable: str = "t") -> str:
    """``½ - ½t⁴ + t⁶``, in increasing order."""
    items = enumerate(coefficients) if isinstance(coefficients, Sequence) else sorted(coefficients.items())
    return _sum([(value, power(variable, exponent) if exponent else "") for exponent, value in items if value])


def form(terms: Form, names: Sequence[str]) -> str:
    """``x₁x₂² - 2x₃``; a monomial is a sorted tuple of indices into ``names``."""
    return _sum([(terms[key], _monomial(key, names)) for key in sorted(terms, key=lambda k: (len(k), k)) if terms[key]])


def _monomial(key: tuple[int, ...], names: Sequence[str]) -> str:
    return "".join(power(names[i], key.count(i)) for i in sorted(set(key)))


def _sum(terms: list[tuple[Fraction, str]]) -> str:
    parts: list[str] = []
    for value, monomial in terms:
        sign = ("-" if value < 0 else "") if not parts else (" - " if value < 0 else " + ")
        parts.append(sign + _term(abs(value), monomial))
    return "".join(parts) or "0"


def _term(value: Fraction, monomial: str) -> str:
    if value == 1 and monomial:
        return monomial
    text = _VULGAR.get(str(value)) or number(value)
    return text + (" " if "/" in text and monomial else "") + monomial


# -- matrices ---------------------------------------------------------------------------------------------------------
def matrix(A: RationalMatrix) -> Block:
    """The entries in brackets, aligned to the right; abbreviated if larger than 12 x 12."""
    return table([[number(v) for v in row] for row in A.tolist()], A.rows, A.columns)


def polynomial_matrix(A: Mapping[int, RationalMatrix], rows: int, columns: int) -> Block:
    """A matrix of polynomials in ``t``, from its matrix coefficients."""
    tables = {exponent: coefficient.tolist() for exponent, coefficient in A.items()}
    return table([[polynomial({k: m[i][j] for k, m in tables.items()}) for j in range(columns)] for i in range(rows)],
                 rows, columns)


def form_matrix(A: Mapping[tuple[int, ...], RationalMatrix], rows: int, columns: int, names: Sequence[str]) -> Block:
    """A matrix of polynomials in several variables, from its matrix coefficients."""
    tables = {key: coefficient.tolist() for key, coefficient in A.items()}
    return table([[form({k: m[i][j] for k, m in tables.items()}, names) for j in range(columns)] for i in range(rows)],
                 rows, columns)


def table(cells: list[list[str]], rows: int, columns: int) -> Block:
    """Cells in brackets; ``rows x columns`` is their number before abbreviation."""
    if 0 in (rows, columns):
        return [f"({rows} x {columns}: no entries)"]
    if max(sum(len(cell) + 2 for cell in row) for row in cells[:MAX_SIZE]) > 2 * WIDTH.get() // 3 and columns <= MAX_SIZE:
        return _entries(cells)
    if rows > MAX_SIZE:
        cells = [*cells[:_HEAD], ["⋮"] * len(cells[0]), *cells[-_TAIL:]]
    widths = [max(len(row[j]) for row in cells) for j in range(len(cells[0]))]
    if columns > MAX_SIZE:  # of long entries fewer columns, but two at the least
        room = 2 * WIDTH.get() // 3 - 2 * _HEAD
        head = next((head for head in range(_HEAD, 1, -1) if sum(widths[:head] + widths[-_TAIL:]) <= room), 1)
        tail = _TAIL if head > 1 else 1
        cells, widths = [[*row[:head], "⋯", *row[-tail:]] for row in cells], [*widths[:head], 1, *widths[-tail:]]
    lines = ["[" + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + "]" for row in cells]
    if max(rows, columns) > MAX_SIZE:
        lines[0] += f"  ({rows} x {columns})"
    return _padded(lines)


def _entries(cells: list[list[str]]) -> Block:
    """The nonzero cells of a matrix too wide to align, one below the other; rows and columns count from 1."""
    found = [(f"({i}, {j})  ", cell) for i, row in enumerate(cells, start=1) for j, cell in enumerate(row, start=1)
             if cell != "0"]
    lines = ["the matrix with these entries, else 0:"]
    for label, cell in found[:_MAX_ENTRIES]:
        lines += wrapped(cell, label, 2 * WIDTH.get() // 3)
    if len(found) > _MAX_ENTRIES:
        lines.append(f"and {len(found) - _MAX_ENTRIES} more")
    return _padded(lines)


def wrapped(text: str, label: str = "", width: int | None = None) -> list[str]:
    """``label`` and ``text``, broken at spaces into lines of ``width`` characters (None: ``WIDTH``), later ones indented."""
    width = WIDTH.get() if width is None else width
    lines, line, empty = [], label, True
    for word in text.split(" "):
        if not empty and len(line) + len(word) > width:
            lines.append(line.rstrip())
            line, empty = " " * len(label), True
        line += word + " "
        empty = False
    return [*lines, line.rstrip()]


def _padded(lines: Sequence[str]) -> Block:
    width = max(len(line) for line in lines)
    return [line.ljust(width) for line in lines]


def beside(*parts: str | Block) -> Block:
    """Pieces from left to right, their first lines on one line."""
    blocks = [[part] if isinstance(part, str) else part for part in parts]
    height = max(len(block) for block in blocks)
    filled = [_padded([*block, *[""] * (height - len(block))]) for block in blocks]
    return ["".join(lines) for lines in zip(*filled, strict=True)]


def named(name: str, A: RationalMatrix) -> Block:
    """``name = [...]``."""
    return beside(f"{name} = ", matrix(A))


def flow(*blocks: Block) -> str:
    """Blocks side by side, a new line of blocks where the width is used up; indented."""
    lines: list[str] = []
    current: Block = []
    for block in blocks:
        if current and len(current[0]) + 3 + len(block[0]) > WIDTH.get():
            lines += current
            current = []
        current = beside(current, "   ", block) if current else block
    return "\n".join(("  " + line).rstrip() for line in [*lines, *current])


def equation(*parts: str | Block) -> str:
    """One displayed line of formulas; if it is too wide, its parts one below the other."""
    whole = beside(*parts)
    if len(whole[0]) > WIDTH.get():
        whole = [line for part in parts for line in ([part] if isinstance(part, str) else part)]
    return "\n".join(("  " + line).rstrip() for line in whole)
