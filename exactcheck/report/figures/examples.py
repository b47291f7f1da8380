"""The paper's figures 2 and 3 drawn again: minima of a problem, and where the mapping takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exactcheck.report.figures.svg import ACCENT, INK, MUTED, RULE, UP, Picture, drawing, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def figure_2() -> Picture:
    """``(w² - 1)²`` with its minima -1 and 1, and ``(z - 1)²`` on ``z >= 0`` with its minimum 1."""
    import numpy as np

    with drawing(6.4, 2.9) as figure:
        left, right = figure.subplots(1, 2, sharey=True)
        w = np.linspace(-1.62, 1.62, 241)
        left.plot(w, (w**2 - 1) ** 2, color=INK, linewidth=1.6)
        left.plot([-1, 1], [0, 0], "o", color=ACCENT, markersize=7, clip_on=False, zorder=5)
        left.set_xlabel("$w$")
        left.set_title("(a)  $(w^2-1)^2$", loc="left", fontsize=11)
        for x, name in ((-1, "$w=-1$"), (1, "$w=1$")):
            left.annotate(name, (x, 0), (x, 0.16), ha="center", va="bottom", color=ACCENT)
        _auxiliary(right, 2.62)
        left.set_ylim(0, 1.5)
        left.set_xticks([-1, 0, 1])
        return picture(
            figure, "figure-2", "Figure 2, redrawn: two local minima are mapped to one",
            "Left: the graph of (w squared minus 1) squared, a W shape with the value 0 at w = -1 and w = 1. Right: the graph of "
            "(z minus 1) squared for z at least 0, a parabola with its only minimum at z = 1, to which both minima are mapped by "
            "z = w squared.")


def figure_3() -> Picture:
    """``(w_1 w_2 - 1)²`` with the hyperbola of its minima, and ``(z - 1)²`` with its minimum 1."""
    import numpy as np

    with drawing(6.4, 2.9) as figure:
        left, right = figure.subplots(1, 2)
        grid = np.linspace(-2.5, 2.5, 161)
        x, y = np.meshgrid(grid, grid)
        levels = [0.04, 0.25, 1, 2.25, 4, 9, 16, 25]
        widths = [0.9 if level == 1 else 0.5 for level in levels]
        left.contour(x, y, (x * y - 1) ** 2, levels=levels, colors=MUTED, linewidths=widths, alpha=0.75)
        branch = np.linspace(0.4, 2.5, 121)
        for sign in (1, -1):
            left.plot(sign * branch, sign / branch, color=ACCENT, linewidth=2.6)
        left.plot([0], [0], "x", color=UP, markersize=7, markeredgewidth=1.8)
        left.annotate("saddle, value 1", (0, 0), (0.12, -0.12), color=UP, va="top", fontsize=9)
        left.annotate("$w_1w_2=1$", (1, 1), (1.12, 1.12), color=ACCENT, va="bottom")
        left.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xlim=(-2.5, 2.5), ylim=(-2.5, 2.5))
        left.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        left.set_title("(a)  level lines of $(w_1w_2-1)^2$", loc="left", fontsize=11)
        _auxiliary(right, 2.3, lowest=-0.3)
        right.set_ylim(0, 1.7)
        return picture(
            figure, "figure-3", "Figure 3, redrawn: a curve of local minima is mapped to one",
            "Left: level lines of (w1 times w2 minus 1) squared in the plane; the value 0 is taken on both branches of the "
            "hyperbola w1 w2 = 1; the origin is a saddle with value 1. Right: the graph of (z minus 1) squared, a parabola with "
            "its only minimum at z = 1, to which the whole hyperbola is mapped by z = w1 w2.")


def _auxiliary(axes: Axes, largest: float, lowest: float = 0.0) -> None:
    import numpy as np

    z = np.linspace(lowest, largest, 161)
    axes.plot(z, (z - 1) ** 2, color=INK, linewidth=1.6)
    axes.plot([1], [0], "o", color=ACCENT, markersize=7, clip_on=False, zorder=5)
    axes.annotate("$z=1$", (1, 0), (1, 0.16), ha="center", va="bottom", color=ACCENT)
    axes.axvline(0, color=RULE, linewidth=0.8)
    axes.set_xlabel("$z$")
    axes.set_xticks([0, 1, 2])
    axes.set_title("(b)  $(z-1)^2$" + (",  $z\\geq 0$" if not lowest else ""), loc="left", fontsize=11)
