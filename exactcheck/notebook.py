"""What Jupyter shows: HTML tables, and matrices in MathML. Every text is escaped; nothing here decides anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape as escape  # for those who make cells

#: Larger matrices are shortened to their first and last rows and columns; longer numbers to their length.
_MOST, _DIGITS = 12, 60


def number(value: Fraction | int) -> str:
    """A rational in MathML."""
    value = Fraction(value)
    if len(str(value)) > _DIGITS:
        return f"<mtext>({len(str(value))} characters)</mtext>"
    size = abs(value)
    text = (f"<mn>{size}</mn>" if size.denominator == 1 else
            f"<mfrac><mn>{size.numerator}</mn><mn>{size.denominator}</mn></mfrac>")
    return f"<mrow><mo>&minus;</mo>{text}</mrow>" if value < 0 else text


def matrix(rows: Sequence[Sequence[Fraction]], columns: int) -> str:
    """A matrix in MathML; ``columns`` is needed where there are no rows."""
    if not rows or not columns:
        return escape(f"({len(rows)} x {columns} matrix)")
    chosen, across = _shortened(len(rows)), _shortened(columns)
    cells = "".join("<mtr>" + "".join(f"<mtd>{_cell(rows, i, j)}</mtd>" for j in across) + "</mtr>" for i in chosen)
    size = f" ({len(rows)} x {columns})" if -1 in (*chosen, *across) else ""
    return f"<math><mrow><mo>[</mo><mtable>{cells}</mtable><mo>]</mo></mrow></math>{size}"


def _shortened(count: int) -> list[int]:
    """Indices that are shown; -1 stands for those left out."""
    return list(range(count)) if count <= _MOST else [*range(_MOST - 4), -1, *range(count - 3, count)]


def _cell(rows: Sequence[Sequence[Fraction]], i: int, j: int) -> str:
    return "<mo>&#8943;</mo>" if -1 in (i, j) else number(rows[i][j])


def value(number_: Fraction | int) -> str:
    """A rational as a formula of its own."""
    return f"<math>{number(number_)}</math>"


def yes(holds: bool) -> str:
    return "yes" if holds else "no"


def card(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """A title, and rows of a name and HTML that is safe."""
    body = "".join(f'<tr><th scope="row" {_LEFT}>{escape(name)}</th><td {_LEFT}>{cell}</td></tr>' for name, cell in rows)
    return f"{_begin(title)}{body}</table>"


def grid(title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A title, and a table of texts with named columns."""
    head = "".join(f'<th scope="col" {_LEFT}>{escape(name)}</th>' for name in names)
    body = "".join("<tr>" + "".join(f"<td {_LEFT}>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"{_begin(title)}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_LEFT = 'style="text-align:left"'


def _begin(title: str) -> str:
    caption = f'<caption style="text-align:left;white-space:nowrap"><strong>{escape(title)}</strong></caption>'
    return f'<table class="exactcheck">{caption}'
