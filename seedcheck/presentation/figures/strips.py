"""Rows of dots, one row per variant and one dot per seed: what the figures replicates and differences share.

Within a row a dot's height is the number of its seed, the first seed on top: the same seed has the same height in every
row, no dot hides another of equal value, and the order of the seeds shows. Very many seeds are a shape (`density`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from nn.activations import Array
from seedcheck.presentation.figures import density, svg
from seedcheck.presentation.figures.scale import EDGE, WIDTH, Axis, axis_of
from seedcheck.presentation.figures.svg import element, ink

LETTERS, TITLE, AXIS = 19.0, 26.0, 54.0  # heights: a row's line of words, the title, the axis below
FEW, CROWD = 8, 60  # up to so many rows are tall; up to so many seeds have large dots
TIPS = 240  # up to so many dots say what they are where one points at them, without a script too


class Row(NamedTuple):
    """A variant.

    Attributes
    ----------
    name, title, color : of the variant: in the files, for readers, and of its dots
    values : (S,) by seed, nan where there is none
    note, tone : what stands at the right end, and the name of its colour
    bar, interval, diamond : where they are drawn, None where not
    """

    name: str
    title: str
    color: str
    values: Array
    note: str = ""
    tone: str = "ink"
    bar: float | None = None
    interval: tuple[float, float] | None = None
    diamond: float | None = None

    def marks(self) -> list[float]:
        """Return what has to be in sight."""
        found = [self.bar, self.diamond, *(self.interval or ())]
        return [mark for mark in found if mark is not None]


def draw(title: str, rows: Sequence[Row], label: tuple[str, str], *, zero: bool = False, joined: bool = False) -> str:
    """Return a picture of rows over one axis, with a line at 0, or thin lines that join the same seeds.

    ``label`` is what the axis shows, and what the marks are.
    """
    marks = [mark for row in rows for mark in row.marks()] + [0.0] * zero
    values = np.concatenate([*(row.values for row in rows), np.empty(0)])
    axis = axis_of(values[np.isfinite(values)], marks)
    band = 34.0 if len(rows) <= FEW else 18.0
    tops = [TITLE + k * (LETTERS + band + 7) for k in range(len(rows))]
    middles = [top + LETTERS + band / 2 for top in tops]
    bottom = TITLE + len(rows) * (LETTERS + band + 7)
    few = sum(len(row.values) for row in rows) <= TIPS
    return svg.picture(
        [
            svg.text(title, 0, 15, width=WIDTH, size=15, font_weight=600, class_="title"),
            *_grid(axis, TITLE, bottom, label, zero=zero),
            _pairs(rows, axis, middles, band) if joined else "",
            *(_row(row, axis, top, band, tips=few) for row, top in zip(rows, tops, strict=True)),
        ],
        WIDTH,
        bottom + AXIS,
    )


def _grid(axis: Axis, top: float, bottom: float, label: tuple[str, str], *, zero: bool) -> Iterator[str]:
    """Yield upright lines with their numbers, what the axis is, and what marks are."""
    values = svg.ticks(axis.low, axis.high)
    lines = "".join(f"M{svg.short(axis.at(value))} {svg.short(top)}V{svg.short(bottom)}" for value in values)
    yield element("path", d=lines, stroke=ink("line"))
    if zero:
        place = svg.short(axis.at(0.0))
        yield element("path", d=f"M{place} {svg.short(top)}V{svg.short(bottom)}", stroke=ink("ink"), stroke_width=1.2)
    numbers = [
        svg.text(words, axis.at(value), bottom + 15, size=12, text_anchor=_anchor(axis.at(value)))
        for value, words in zip(values, svg.tick_labels(values), strict=True)
    ]
    yield element("g", numbers, style=f"fill:{ink('soft')}")
    for line, below in zip(label, (33, 49), strict=True):
        yield svg.text(line, WIDTH / 2, bottom + below, width=WIDTH, size=12, text_anchor="middle",
                       style=f"fill:{ink('soft')}")  # fmt: skip


def _anchor(place: float) -> str:
    """Return where a number stands to its tick: at the ends of the picture it must not stick out."""
    return "start" if place < 24 else "end" if place > WIDTH - 24 else "middle"


def _row(row: Row, axis: Axis, top: float, band: float, *, tips: bool) -> str:
    """Return a variant: its name and note in a line, and its dots below."""
    middle = top + LETTERS + band / 2
    free = WIDTH - svg.measured(row.note) - 30
    parts = [
        element("rect", x=0.0, y=top + 3, width=11.0, height=11.0, rx=2.0, fill=row.color),
        svg.text(row.title, 17, top + 13, width=free, font_weight=600, class_="name"),
        svg.text(
            row.note, WIDTH, top + 13, text_anchor="end", style=None if row.tone == "ink" else f"fill:{ink(row.tone)}"
        ),
        _dots(row, axis, middle, band, tips=tips),
        *_beyond(row, axis, middle),
        *_marks(row, axis, middle, band),
    ]
    return element("g", parts, class_="row", data_v=row.name)


def _dots(row: Row, axis: Axis, middle: float, band: float, *, tips: bool) -> str:
    count = len(row.values)
    if density.is_dense(count):
        return density.drawn(row.values, row.color, axis, middle, band)
    radius, strength = (3.2, 0.75) if count <= CROWD else (2.2, 0.5)
    dots = [
        element(
            "circle",
            element("title", f"seed {seed}: {value:.1f}") if tips else "",
            cx=_place(axis.at(value), tips=tips),
            cy=_place(height(middle, band, seed, count), tips=tips),
            r=radius,
            data_s=seed,
        )
        for seed, value in enumerate(row.values.tolist())
        if np.isfinite(value)
    ]
    return element("g", dots, class_="dots", fill=row.color, fill_opacity=strength) if dots else ""


def _place(value: float, *, tips: bool) -> float | int:
    """Return a coordinate; where there are very many, a decimal less each makes a page smaller by a tenth."""
    return value if tips else round(value)


def height(middle: float, band: float, seed: int, count: int) -> float:
    """Return the height of a seed's dot: the first on top of the band, the last at its foot."""
    return middle + band * (seed / max(count - 1, 1) - 0.5)


def _beyond(row: Row, axis: Axis, middle: float) -> Iterator[str]:
    """Yield what the values beyond the axis are, in words beside their dots."""
    for values, x, anchor, arrow in (
        (row.values[row.values < axis.low], EDGE + 8, "start", "◂ {}"),
        (row.values[row.values > axis.high], WIDTH - EDGE - 8, "end", "{} ▸"),
    ):
        if values.size:
            ends = dict.fromkeys(f"{end:.1f}".replace("-", "\u2212") for end in (values.min(), values.max()))
            yield svg.text(arrow.format(" to ".join(ends)), x, middle + 4, size=11, text_anchor=anchor)


def _marks(row: Row, axis: Axis, middle: float, band: float) -> Iterator[str]:
    """Yield the interval, the bar across the dots, and the diamond."""
    lines = ""
    if row.interval:
        low, high = (svg.short(axis.at(end)) for end in row.interval)
        lines += f"M{low} {svg.short(middle)}H{high}"
    if row.bar is not None:
        half = band / 2 + (0 if row.interval else 3)
        lines += f"M{svg.short(axis.at(row.bar))} {svg.short(middle - half)}v{svg.short(2 * half)}"
    if row.diamond is not None:
        lines += f"M{svg.short(axis.at(row.diamond))} {svg.short(middle - 6)}l6 6l-6 6l-6 -6z"
    if lines:
        yield element("path", d=lines, fill="none", stroke=ink("ink"), stroke_width=2)


def _pairs(rows: Sequence[Row], axis: Axis, middles: Sequence[float], band: float) -> str:
    """Return a line per seed through its dots, from row to row."""
    lines = []
    for seed in range(max((len(row.values) for row in rows), default=0)):
        points = [
            f"{svg.short(axis.at(row.values[seed]))},{svg.short(height(middle, band, seed, len(row.values)))}"
            for row, middle in zip(rows, middles, strict=True)
            if seed < len(row.values) and np.isfinite(row.values[seed])
        ]
        if len(points) > 1:
            lines.append(element("polyline", points=" ".join(points), data_s=seed))
    return element("g", lines, class_="pairs", fill="none", stroke=ink("soft"), stroke_width=0.7, stroke_opacity=0.35)
