"""Costs against epochs: what the figures cost, curves and bands share, as SVG."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from nn.activations import Array
from seedcheck.presentation.figures import svg
from seedcheck.presentation.figures.ranges import Scale, scale_of
from seedcheck.presentation.figures.svg import element, ink

WIDTH, PLOT = 560.0, 210.0  # of the picture; height of its axes
LEFT, RIGHT, TOP, BOTTOM = 54.0, 10.0, 38.0, 40.0  # around the axes
POINTS = 240  # of a curve that are drawn
ITEM, LINE = WIDTH - 40, 19.0  # widest name in the legend, and height of its lines


class Curve(NamedTuple):
    """A variant: its name in the files and for readers, its colour, and costs (k,) by epoch, perhaps in a band."""

    name: str
    title: str
    color: str
    epochs: Array
    costs: Array
    band: tuple[Array, Array] | None = None


def draw(title: str, curves: Sequence[Curve], label: str) -> str:
    """Return a picture of costs against epochs; several curves are named below it."""
    x = scale_of(np.concatenate([*(curve.epochs for curve in curves), np.zeros(1)]), LEFT, WIDTH - RIGHT)
    costs = np.concatenate([*(curve.costs for curve in curves), np.empty(0)])
    y = scale_of(costs, TOP + PLOT, TOP, may_be_log=True)
    legend = list(_legend(curves)) if len(curves) > 1 else []
    return svg.picture(
        [
            svg.text(title, 0, 15, width=WIDTH, size=15, font_weight=600, class_="title"),
            *_grid(x, y),
            *(_curve(curve, x, y) for curve in curves),
            svg.text("epoch", (LEFT + WIDTH) / 2, TOP + PLOT + 33, size=12, text_anchor="middle", style=_soft()),
            svg.text(label, 0, TOP - 6, width=WIDTH, size=12, style=_soft()),
            *(item for item, _ in legend),
        ],
        WIDTH,
        TOP + PLOT + BOTTOM + (LINE + legend[-1][1] * LINE if legend else 0),
    )


def _soft() -> str:
    return f"fill:{ink('soft')}"


def _grid(x: Scale, y: Scale) -> Iterator[str]:
    bottom, right = svg.short(TOP + PLOT), svg.short(WIDTH - RIGHT)
    heights, places = y.ticks(), x.ticks()
    lines = [f"M{svg.short(LEFT)} {svg.short(y.at(value))}H{right}" for value, _ in heights]
    lines += [f"M{svg.short(x.at(value))} {svg.short(TOP)}V{bottom}" for value, _ in places]
    yield element("path", d="".join(lines), stroke=ink("line"), fill="none")
    numbers = [svg.text(words, LEFT - 5, y.at(value) + 4, size=12, text_anchor="end") for value, words in heights]
    numbers += [
        svg.text(words, x.at(value), TOP + PLOT + 16, size=12,
                 text_anchor="end" if x.at(value) > WIDTH - 30 else "middle")
        for value, words in places
    ]  # fmt: skip
    yield element("g", numbers, style=_soft())


def _curve(curve: Curve, x: Scale, y: Scale) -> str:
    count = len(curve.costs)
    kept = np.unique(np.linspace(0, max(count - 1, 0), POINTS).round().astype(int))[:count]
    across = x.places(curve.epochs[kept])
    parts = []
    if curve.band:
        low, high = (y.places(edge[kept]) for edge in curve.band)
        edge = [*_points(across, high), *_points(across[::-1], low[::-1])]
        parts.append(element("polygon", points=" ".join(edge), fill=curve.color, fill_opacity=0.22))
    line = "M" + "L".join(point.replace(",", " ") for point in _points(across, y.places(curve.costs[kept])))
    parts.append(element("path", d=line if len(line) > 1 else "", fill="none", stroke=curve.color, stroke_width=1.8))
    return element("g", parts, class_="curve", data_v=curve.name or None)


def _points(across: Array, heights: Array) -> Iterator[str]:
    """Yield the points that have a place, as "x,y"."""
    for x, height in zip(across.tolist(), heights.tolist(), strict=True):
        if np.isfinite(height):
            yield f"{svg.short(x)},{svg.short(height)}"


def _legend(curves: Sequence[Curve]) -> Iterator[tuple[str, int]]:
    """Yield the names of the curves, and in which line below the axes each stands."""
    x, line = 0.0, 0
    for curve in curves:
        width = 24 + min(ITEM, svg.measured(curve.title)) + 14
        if x and x + width > WIDTH:
            x, line = 0.0, line + 1
        y = TOP + PLOT + BOTTOM + 13 + line * LINE
        swatch = element("rect", x=x, y=y - 8, width=16.0, height=5.0, fill=curve.color)
        name = svg.text(curve.title, x + 22, y, width=ITEM, class_="name")
        yield element("g", [swatch, name], class_="row", data_v=curve.name), line
        x += width
