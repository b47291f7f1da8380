"""What all pictures share: size, colours that follow the page's theme, and the way from a figure to inline SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Colours to draw with. Each stands for the variable of the page's style sheet that replaces it in the SVG.
INK, MUTED, RULE, ACCENT, UP = "#010101", "#020202", "#030303", "#050505", "#080808"
_VARIABLES = {INK: "--ink", MUTED: "--muted", RULE: "--rule", ACCENT: "--accent", UP: "--up"}
_OWN: dict[str, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "exactcheck", "font.family": "sans-serif", "font.size": 10, "mathtext.fontset": "stix",
    "axes.edgecolor": MUTED, "axes.labelcolor": INK, "axes.linewidth": 0.8, "axes.spines.top": False, "axes.spines.right": False,
    "xtick.color": MUTED, "ytick.color": MUTED, "xtick.labelcolor": INK, "ytick.labelcolor": INK, "text.color": INK,
    "axes.facecolor": "none", "figure.facecolor": "none", "savefig.facecolor": "none", "path.simplify": True,
}


@dataclass(frozen=True)
class Picture:
    """Inline SVG with its text alternative; ``name`` makes its ids unique on the page."""

    name: str
    svg: str
    title: str
    description: str


@contextmanager
def drawing(width: float, height: float) -> Iterator[Figure]:
    """An empty figure of that size in inches, in the report's style."""
    import matplotlib
    from matplotlib.figure import Figure

    style: Any = {**matplotlib.rcParamsDefault, "backend": "svg", **_OWN}
    with matplotlib.rc_context(rc=style):
        yield Figure(figsize=(width, height), layout="constrained")


def picture(figure: Figure, name: str, title: str, description: str) -> Picture:
    """The figure as SVG to be put into a page: no ids of others, no dates, no fixed size, colours as variables.

    Has to be called while ``drawing`` is active.
    """
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    svg = re.sub(r"font: ([^;\"]*?)'[^;\"]*(?=[;\"])", r"font: \1 var(--sans)", svg)
    box = re.search(r'viewBox="([^"]+)"', svg)
    if box is None:
        raise ValueError("Matplotlib wrote an SVG without viewBox")
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{box[1]}" role="img" '
            f'aria-labelledby="{name}-title {name}-description"><title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-description">{escape(description)}</desc>')
    return Picture(name, head + svg[svg.index(">") + 1:].strip(), title, description)
