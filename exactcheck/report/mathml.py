"""From the plain-text mathematics of ``explanation`` to HTML with MathML. What cannot be parsed stays as it is, preformatted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

_SUP = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUB = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅙": "1/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_TOKEN = re.compile(
    r"(?P<words>[A-Za-z]{2,}(?: [A-Za-z]{2,})*)|(?P<indexed>[A-Za-z]\d+)"
    r"|(?P<letter>[^\W\d_])|(?P<number>\d+(?:\.\d+)?(?:/\d+)?|[½⅓⅔¼¾⅙⅛⅜⅝⅞])"
    r"|(?P<space>\s+)|(?P<operator><=|>=|!=|->|.)"
)
_SCRIPTS = re.compile(r"(?P<sub>[₀-₉]*)(?P<sup>[⁰¹²³⁴-⁹]+|ᵀ|⁺)?")
_OPERATORS = {"-": "−", "<=": "≤", ">=": "≥", "!=": "≠", "->": "→"}


def explanation(text: str) -> str:
    """An explanation, without its heading, as HTML: prose, MathML for displayed formulas, headings of the parts."""
    return "\n".join(html for paragraph in text.strip("\n").split("\n\n")[1:] for html in _paragraph(paragraph.split("\n")))


def _paragraph(lines: list[str]) -> Iterable[str]:
    if len(lines) == 2 and set(lines[1]) == {"-"}:
        yield f"<h5>{escape(lines[0])}</h5>"
        return
    for displayed, group in groupby(lines, key=lambda line: line.startswith("  ")):
        chunk = list(group)
        yield display(chunk) if displayed else f"<p>{_prose(' '.join(chunk))}</p>"


def _prose(text: str) -> str:
    """A paragraph of an explanation: its signs in their typographic form."""
    text = re.sub(r"(?<![\w)\]])-(?=[\w½⅓⅔¼¾⅙⅛⅜⅝⅞(])| - ", lambda match: match[0].replace("-", "−"), text)
    return sentence(text)


def display(lines: Sequence[str]) -> str:
    """Displayed lines (matrices drawn with brackets, text beside them) as MathML; preformatted if they are not understood."""
    joined, blocks = _joined(lines), []
    width = max(map(len, joined))
    rows = [row.ljust(width) for row in joined]
    while rows:
        block, height = _block(rows)
        if block is None:
            return f'<pre class="formula" tabindex="0">{escape(chr(10).join(line.removeprefix("  ") for line in lines))}</pre>'
        blocks.append(f'<div class="formula" tabindex="0">{block}</div>')
        rows = rows[height:]
    return "\n".join(blocks)


def _joined(lines: Sequence[str]) -> list[str]:
    """Text that was broken into several lines, on one line again."""
    joined: list[str] = []
    for line in lines:
        if joined and "[" not in line + joined[-1] and line.startswith("   "):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line.rstrip())
    return joined


def _block(rows: Sequence[str]) -> tuple[str | None, int]:
    """The first line with the matrices that begin on it, and the number of rows that takes; None if there is a doubt."""
    top = rows[0]
    spans = [(match.start(), match.end()) for match in re.finditer(r"\[[^\[\]]*\]", top)]
    height = 1
    while height < len(rows) and _continues(rows[height], spans):
        height += 1
    parts, position = [], 0
    for start, end in spans:
        tall = next((h for h in range(1, height) if rows[h][start:end].strip() == ""), height)
        cells = [re.split(r"\s{2,}", row[start + 1:end - 1].strip()) for row in rows[:tall]]
        if len({len(row) for row in cells}) > 1:
            return None, height
        parts += [top[position:start], _matrix(cells)]
        position = end
    parts.append(top[position:])
    formulas: list[list[str]] = [[]]
    for i, part in enumerate(parts):
        if i % 2:
            formulas[-1].append(part)
            continue
        pieces = re.split(r"\s{3,}", part) if i else [part.strip()]
        formulas[-1].append(tokens(pieces[0]))
        formulas += [[tokens(piece)] for piece in pieces[1:]]
    written = ["".join(formula) for formula in formulas]
    return "".join(f'<math display="inline">{formula}</math>' for formula in written if formula), height


def _continues(row: str, spans: Sequence[tuple[int, int]]) -> bool:
    outside = list(row)
    found = False
    for start, end in spans:
        if row[start] == "[" and row[end - 1] == "]":
            outside[start:end] = " " * (end - start)
            found = True
    return found and not "".join(outside).strip()


def _matrix(cells: Sequence[Sequence[str]]) -> str:
    rows = "".join("<mtr>" + "".join(f"<mtd>{tokens(cell)}</mtd>" for cell in row) + "</mtr>" for row in cells)
    return f'<mtable class="matrix">{rows}</mtable>'


def tokens(text: str) -> str:
    """One line of formula, without matrices, as MathML elements."""
    out: list[str] = []
    position, text = 0, text.strip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise ValueError(f"no token at {position} of {text!r}")
        position = token.end()
        if token["space"]:
            continue
        element = _element(token)
        scripts = _SCRIPTS.match(text, position)
        if scripts and scripts.end() > position:
            position = scripts.end()
            element = _scripted(element, scripts["sub"].translate(_SUB), (scripts["sup"] or "").translate(_SUP))
        out.append(element)
    return "".join(out)


def _element(token: re.Match[str]) -> str:
    if words := token["words"]:
        name = len(words) == 2 and words.isupper()  # such as KS
        return f'<mi mathvariant="normal">{words}</mi>' if name else f"<mtext>&nbsp;{words}&nbsp;</mtext>"
    if indexed := token["indexed"]:
        return f"<msub><mi>{indexed[0]}</mi><mn>{indexed[1:]}</mn></msub>"
    if token["letter"]:
        return f"<mi>{token['letter']}</mi>"
    if number := token["number"]:
        over = re.fullmatch(r"(\d+)/(\d+)", _VULGAR.get(number, number))
        return f"<mfrac><mn>{over[1]}</mn><mn>{over[2]}</mn></mfrac>" if over else f"<mn>{number}</mn>"
    operator = token["operator"]
    return f'<mo stretchy="false">{escape(_OPERATORS.get(operator, operator))}</mo>'


def _scripted(base: str, sub: str, sup: str) -> str:
    lower = f"<mn>{sub}</mn>"
    upper = f"<mn>{sup}</mn>" if sup.isdigit() else f"<mi>{sup.replace('ᵀ', 'T').replace('⁺', '+')}</mi>"
    if sub and sup:
        return f"<msubsup>{base}{lower}{upper}</msubsup>"
    return f"<msub>{base}{lower}</msub>" if sub else f"<msup>{base}{upper}</msup>"


# -- running text -----------------------------------------------------------------------------------------------------
_INLINE = re.compile(
    r"(?:\b(?P<name>[^\W\d_])(?P<layer>[\d₀-₉]?)(?P<prime>'?)|(?<=\)))_(?P<sub>\{[^{}]*\}|\w+)|\b(?P<letter>[A-Za-z])(?P<digit>\d)\b"
    r"|\^(?P<sup>\{[^{}]*\}|\([^()]*\)|\w+|[⊥+]|-(?!\w))"
    r"|(?P<times>(?<=\d) x (?=\d)|(?<=d_\w) x (?=[dn]))|(?P<relation><=|>=|!=|->)"
)


def inline(text: str) -> str:
    """A sentence with ``W_1``, ``p2``, ``R^n``, ``>=``, ``2 x 2`` in it as HTML with subscripts and signs."""
    out, position = [], 0
    for match in _INLINE.finditer(text):
        out.append(escape(text[position:match.start()]))
        position = match.end()
        if match["sub"] or match["letter"]:
            name, layer = match["name"] or match["letter"], (match["layer"] or "").translate(_SUB)
            sub = ",".join(filter(None, (layer, (match["sub"] or match["digit"]).strip("{}"))))
            out.append((f"<i>{name}</i>{match['prime'] or ''}" if name else "") + f"<sub>{_subscript(sub)}</sub>")
        elif match["sup"]:
            out.append(f"<sup>{_subscript(match['sup'].strip('{}()'))}</sup>")
        else:
            out.append(" × " if match["times"] else _OPERATORS[match["relation"]])
    return "".join([*out, escape(text[position:])])


#: In a subscript or superscript: an index with an index (``d_h``, ``p2``), two indices (``ij``), a minus.
_INDEX = re.compile(r"(?<![A-Za-z_])(?P<name>[A-Za-z])(?:_(?P<index>\w+)|(?P<digits>\d+)\b)|\b(?P<two>[A-Za-z]{2})\b|(?P<minus>-)")


def _subscript(text: str) -> str:
    out, position = [], 0
    for match in _INDEX.finditer(text):
        out.append(escape(text[position:match.start()]))
        position = match.end()
        if match["name"]:
            out.append(f"<i>{match['name']}</i><sub>{_subscript(match['index'] or match['digits'])}</sub>")
        else:
            out.append("−" if match["minus"] else f"<i>{match['two']}</i>")
    return "".join([*out, escape(text[position:])])


#: After ``inline``: what is markup already, or a letter that is a word or a numeral; another letter that stands alone.
_WORDS = re.compile(
    r"(<sup>T</sup>|<[^>]*>|&\w+;|&#x27;\w+|Appendix [A-Z]|(?<![\w(])[iv](?=\))"
    r"|\ba(?= [A-Za-z<])|(?:^|(?<=[.:] ))A(?= [a-z]{2})|[A-Za-z]\.[A-Za-z]|cases? [ab]\b)"
    r"|(?<![A-Za-z_'’])([A-Za-z])(?![A-Za-z0-9_’])"
)


def sentence(text: str) -> str:
    """A sentence with formulas in it, such as ``for k < min(m, n)``, as HTML: as ``inline``, and lone letters are italic."""
    text = re.sub(r"(?<=[{(, ])-(?=\d)", "−", text.replace(" - ", " − "))
    return _WORDS.sub(lambda match: match[1] or f"<i>{match[2]}</i>", re.sub(r"<i>(\w)</i>", r"\1", inline(text)))


#: What is markup already; a letter that stands alone, or beside a number; a minus.
_LONE = re.compile(
    r"(<i>.*?</i>|<sup>T</sup>|<[^>]*>|&\w+;)|(?<![A-Za-z_])([A-Za-z])(?![A-Za-z0-9_])"
    r"|(?<!\w)-(?=\w)|(?<=\b[A-Za-z])-(?=\d)")
_SIZE = r"(?:d_\{[^}]*\}|d_\w|\d+|[mnkr])"


def formula(text: str) -> str:
    """A formula in running text, such as ``L_i^T G = 0`` or ``d_i x d_{i-1}``, as HTML: also lone letters are italic."""
    text = re.sub(rf"\b({_SIZE}) x (?=(?:{_SIZE}|[abp])(?!\w))", r"\1 × ", text).replace(" - ", " − ")
    return _LONE.sub(lambda match: match[1] or (f"<i>{match[2]}</i>" if match[2] else "−"), inline(text))

