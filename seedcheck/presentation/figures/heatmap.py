"""A sweep as a grid of cells, coloured by the interquartile mean (IQM) of the test accuracy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from seedcheck.presentation.figures.canvas import set_names, set_title
from seedcheck.presentation.figures.views.sweep import SweepView
from seedcheck.presentation.style import ACCURACIES, INK, PAPER

LEAST_SPAN = 10.0  # percentage points from the palest to the darkest cell, so that noise does not look like a pattern
MARKS = {"better": " ▲", "worse": " ▼", "equal": " ="}
CELL_INCHES = (1.15, 0.62)  # width and height


def draw(view: SweepView) -> Figure:
    """Write IQM, 95 % interval and a mark for the verdict into each cell, and frame the reference."""
    settings = list(view.grid)
    across = settings[-1]
    down = settings[0] if len(settings) > 1 else ""
    columns = view.grid[across]
    rows = view.grid[down] if down else [""]
    figure, axes = _frame(len(rows), len(columns), view.title)
    centres = [cell["summary"]["iqm"] for cell in view.cells]
    means = np.array([np.nan if centre is None else 100 * centre for centre in centres])
    middle, half = _middle_and_half(means)
    colors: dict[str, Any] = {"cmap": ACCURACIES, "vmin": middle - half, "vmax": middle + half}
    axes.imshow(means.reshape(len(rows), len(columns)), aspect="auto", alpha=0.75, **colors)
    for index, cell in enumerate(view.cells):
        row, column = divmod(index, len(columns))
        _write_cell(axes, (column, row), cell, PAPER if means[index] > middle + 0.4 * half else INK)
    axes.add_patch(Rectangle((-0.48, -0.46), 0.96, 0.92, fill=False, edgecolor=INK, linewidth=2))
    set_names(axes.xaxis, columns, CELL_INCHES[0])
    set_names(axes.yaxis, rows, 0.9)
    axes.set(xlabel=across, ylabel=down)
    return figure


def _frame(rows: int, columns: int, title: str) -> tuple[Figure, Axes]:
    """Return a figure for so many cells, and its axes."""
    figure = Figure(figsize=(1.6 + CELL_INCHES[0] * columns, 1.15 + CELL_INCHES[1] * rows))
    width, height = figure.get_size_inches()
    figure.subplots_adjust(left=1.25 / width, right=1 - 0.1 / width, bottom=0.6 / height, top=1 - 0.45 / height)
    axes = figure.subplots()
    axes.grid(visible=False)
    set_title(axes, title, loc="left")
    return figure, axes


def _middle_and_half(means: NDArray[np.float64]) -> tuple[float, float]:
    """Return the middle of the range of colours in percent, and half of its width."""
    finite = means[np.isfinite(means)]
    if not finite.size:
        return 0.0, LEAST_SPAN / 2
    return (finite.min() + finite.max()) / 2, max(np.ptp(finite), LEAST_SPAN) / 2


def _write_cell(axes: Axes, place: tuple[int, int], cell: Mapping[str, Any], color: str) -> None:
    """Write a cell's IQM, interval and verdict into it."""
    x, y = place
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": color}
    summary = cell["summary"]
    if summary["iqm"] is None:
        axes.text(x, y, "diverged", fontsize=9, **style)
        return
    mark = MARKS.get(cell.get("verdict", ""), "")
    axes.text(x, y - 0.16, f"{100 * summary['iqm']:.1f}{mark}", fontsize=11, **style)
    if summary["low"] is not None:
        axes.text(x, y + 0.24, f"{100 * summary['low']:.1f} to {100 * summary['high']:.1f}", fontsize=8, **style)
