"""The loss as a surface over the plane of a certified curve's two exponents: the valley that curves, and no line, follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exactcheck.report.figures.svg import ACCENT, INK, MUTED, RULE, UP, Picture, drawing, picture

if TYPE_CHECKING:
    from mpl_toolkits.mplot3d.axes3d import Axes3D

#: Facets in each direction: enough to look smooth, few enough for a small file.
_FACETS = 32
#: Straight lines through the point, as parts of the slope of the diagonal of the region that is drawn.
_SLOPES = -0.25, 0.0, 0.3, 0.8


@dataclass(frozen=True)
class Valley:
    """What is drawn: ``change(s, u)`` of the loss, and the curve ``s = t^p``, ``u = t^q`` up to ``t = least``."""

    change: Callable[[Any, Any], Any]
    p: int
    q: int
    least: float

    @property
    def reach(self) -> float:
        """The largest ``|s|`` that is drawn."""
        return 1.15 * self.least**self.p

    @property
    def height(self) -> float:
        """The curve's ``u`` where the loss is least."""
        return self.least**self.q


def surface(valley: Valley, name: str, title: str, description: str) -> Picture:
    """The surface from above and aside, coloured where the loss is smaller than at the point, with the curve and lines on it."""
    import numpy as np
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    reach, low, high = valley.reach, -0.3 * valley.height, 1.15 * valley.height
    s, u = np.meshgrid(np.linspace(-reach, reach, _FACETS + 1), np.linspace(low, high, _FACETS + 1))
    values = valley.change(s, u)
    corners = np.stack([s, u, values], axis=-1)
    pieces = [piece for i in range(_FACETS) for j in range(_FACETS)
              for piece in _pieces([corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]])]
    most = max(len(piece) for piece, _ in pieces)
    with drawing(5.8, 3.9) as figure:
        axes: Axes3D = figure.add_subplot(projection="3d", computed_zorder=False)
        colours = [ACCENT if below else UP for _, below in pieces]
        axes.add_collection3d(Poly3DCollection(
            # Equally many corners, the last repeated: Matplotlib fills shorter pieces up with whatever is in memory, projects
            # that too, and warns of an overflow now and then (matplotlib issue 32272).
            [piece + [piece[-1]] * (most - len(piece)) for piece, _ in pieces],
            facecolors=colours, alpha=0.3, edgecolor=MUTED, linewidth=0.15, clip_on=False, zorder=1))
        axes.set_zlim(values.min(), values.max())
        for slope in _SLOPES:
            _line(axes, valley, slope * high / reach, low, high)
        _on_surface(axes, valley, 0 * np.linspace(low, high, 81), np.linspace(low, high, 81), {"color": UP, "linewidth": 1.2})
        t = np.linspace(0, 1.1 ** (1 / valley.q) * valley.least, 81)
        for sign in (1, -1):
            _on_surface(axes, valley, (sign * t) ** valley.p, (sign * t) ** valley.q, {"color": ACCENT, "linewidth": 3})
        axes.plot([0], [0], [0], "o", color=INK, markersize=6, zorder=6)
        axes.set(xlim=(-reach, reach), ylim=(low, high), xlabel="$s$", ylabel="$u$", zlabel="change of the loss")
        axes.zaxis.labelpad = 9
        axes.view_init(elev=36, azim=102)  # from the side to which the valley falls
        axes.set_box_aspect((1.7, 1.25, 0.8), zoom=1.05)
        for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
            axis.set_pane_color((0, 0, 0, 0))
            axis.line.set_color(MUTED)
            axis._axinfo["grid"].update(color=RULE, linewidth=0.5)
        axes.locator_params(nbins=4)
        return picture(figure, name, title, description)


def _pieces(facet: list[Any]) -> list[tuple[list[Any], bool]]:
    """A facet (its corners in order, the height last), cut where the height is 0: each piece, and whether it is below."""
    found = []
    for sign in (1, -1):
        corners = []
        for a, b in zip(facet, [*facet[1:], facet[0]], strict=True):
            if sign * a[2] >= 0:
                corners.append(a)
            if a[2] * b[2] < 0:
                corners.append(a + (b - a) * (a[2] / (a[2] - b[2])))
        if len(corners) > 2:
            found.append((corners, sign < 0))
    return found[:1] if all(corner[2] == 0 for corner in facet) else found


def _line(axes: Axes3D, valley: Valley, slope: float, low: float, high: float) -> None:
    """A straight line of the plane, lifted to the surface, as far as it is inside the region."""
    import numpy as np

    s = np.linspace(-valley.reach, valley.reach, 121)
    inside = (slope * s >= low) & (slope * s <= high)
    _on_surface(axes, valley, s[inside], slope * s[inside], {"color": UP, "linewidth": 1.2})


def _on_surface(axes: Axes3D, valley: Valley, s: Any, u: Any, style: dict[str, Any]) -> None:
    axes.plot(s, u, valley.change(s, u), zorder=4, **style)
