"""What all figures share: how they look, how texts fit into them, and how they are written."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

from seedcheck.files import replacing
from seedcheck.presentation.figures.fonts import fallbacks, without_glyph_warnings
from seedcheck.presentation.figures.ranges import LARGEST, NARROW
from seedcheck.presentation.figures.written import write
from seedcheck.presentation.style import GRID_LINE

LEAST_SIZE = 7.0  # points; a text that is too wide even so loses its end
POINTS_PER_INCH = 72
SMALLEST = 1e-250  # range that matplotlib can divide by
MARGIN = 0.1  # inches that a title leaves free, since its letters are a little wider in some resolutions

mpl.rcdefaults()  # a matplotlibrc of the user's or in the folder must not change figures
mpl.rcParams.update(
    {
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 11,
        "axes.grid": True,
        "grid.color": GRID_LINE,
        "axes.axisbelow": True,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "seedcheck",
    }
)


def save(figure: Figure, path: str | Path) -> None:
    """Write a figure as SVG or PNG by the path's suffix, without dates or versions in it: the same bytes on every run.

    A ``$`` in titles, names and labels stays one, since they are what a user wrote and no formulas.
    """
    for text in _texts(figure):
        text.set_parse_math(False)
        if needed := fallbacks(text.get_text()):
            text.set_fontfamily([*mpl.rcParams["font.family"], *needed])
    with replacing(path) as temporary, without_glyph_warnings():
        write(figure, temporary)


def _texts(artist: Artist) -> Iterator[Text]:
    """Yield the texts of a figure, but not those at the ticks of an axis, where powers of ten are formulas."""
    for child in artist.get_children():
        if isinstance(child, Axis):
            yield child.label
        elif isinstance(child, Text):
            yield child
        else:
            yield from _texts(child)


def widened(low: float, high: float) -> tuple[float, float]:
    """Return a range that can be drawn: as it is, but of a single value or nearly so one around it."""
    low, high = max(low, -LARGEST), min(high, LARGEST)
    size = max(abs(low), abs(high))
    half = 0.0 if high - low > max(NARROW * size, SMALLEST) else 0.5 * max(1.0, size)
    return low - half, high + half


def set_title(axes: Axes, title: str, loc: Literal["center", "left"] = "center") -> None:
    """Write a title in one line over axes, no wider than the figure. The axes have to be in their place already."""
    left, right = axes.get_position().intervalx
    middle = (left + right) / 2
    share = 1 - left if loc == "left" else 2 * min(middle, 1 - middle)
    text = axes.set_title(" ".join(title.split()), loc=loc, y=1.0)  # else every tick is measured for its height
    fit(text, share * axes.figure.bbox.width / axes.figure.dpi - MARGIN)


def set_legend(axes: Axes, artists: Sequence[Artist], names: Iterable[str], inches: float, **style: Any) -> None:
    """Name artists in a legend, each name no wider than that; one with a "_" in front, which matplotlib hides, too."""
    if artists:
        legend = axes.legend(artists, list(names), **style)
        for text in legend.get_texts():
            fit(text, inches)


def set_names(axis: Axis, names: Iterable[Any], inches: float) -> None:
    """Write names at 0, 1, 2, ... along an axis, in one size, each no wider than that."""
    words = [str(name) for name in names]
    points = float(mpl.rcParams["font.size"])
    size = min(_fitting_size(name, points, inches) for name in words)
    axis.set_ticks(range(len(words)), [_cut(name, size, inches) for name in words], parse_math=False)
    if size < points:
        axis.set_tick_params(labelsize=size)


def fit(text: Text, inches: float) -> None:
    """Make a text smaller until it is no wider than that; if it would get too small, cut off its end."""
    words = " ".join(text.get_text().split())
    size = _fitting_size(words, float(text.get_fontsize()), inches)
    text.set_fontsize(size)
    text.set_text(_cut(words, size, inches))


def _fitting_size(words: str, points: float, inches: float) -> float:
    """Return ``points`` or the smaller size in which words are no wider than that, but at least LEAST_SIZE."""
    needed = _width(words, points)
    return points if needed <= inches else max(LEAST_SIZE, points * inches / needed)


def _cut(words: str, points: float, inches: float) -> str:
    """Return as many of the words' letters as fit, with "…" for the others."""
    shown = words
    keep = len(words)
    while keep > 1 and _width(shown, points) > (1 + 1e-6) * inches:
        keep = min(keep - 1, int(keep * inches / _width(shown, points)))
        shown = words[:keep].rstrip() + "…"
    return shown


def _width(words: str, points: float) -> float:
    """Return the width of words in inches."""
    with without_glyph_warnings():
        width, *_ = TextToPath().get_text_width_height_descent(words, FontProperties(size=points), ismath=False)
    return float(width) / POINTS_PER_INCH
