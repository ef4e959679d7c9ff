"""Figures of replicates: every seed as a dot, what they have in common as a bar, and how cost curves spread."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from nn.activations import Array
from seedcheck.presentation.figures import log_if_wide

INK = "#1c2430"
LEAST_SPAN = 10.0  # percentage points from the palest to the darkest cell, so that noise does not look like a pattern
WORD_COLORS = {"better": "#12703c", "worse": "#b3261e"}


def strips(values: Mapping[str, Array], published: Mapping[str, float | None], colors: Mapping[str, str],
           title: str) -> Figure:  # fmt: skip
    """Show the test accuracy of every replicate (S,) per variant, their median, and that of the published seed."""
    percent = {name: 100 * accuracy[np.isfinite(accuracy)] for name, accuracy in values.items()}
    medians = {name: float(np.median(own)) for name, own in percent.items() if own.size}
    singles = {name: 100 * single for name, single in published.items() if single is not None}
    figure, axes = _rows(list(values), title, percent, [*medians.values(), *singles.values()])
    for row, (name, own) in enumerate(percent.items()):
        _dots(axes, own, row, colors[name])
        if name in medians:
            _bar(axes, medians[name], row, 0.4)
            _note(axes, row, f"{medians[name]:.1f} %", INK)
        if name in singles:
            axes.scatter(
                singles[name], row, s=70, marker="D", facecolors="none", edgecolors=INK, linewidths=1.4, zorder=4
            )
    axes.set_xlabel("test accuracy in %; bar: median, diamond: published seed")
    return figure


def differences(values: Mapping[str, Array], found: Mapping[str, Any], reference: str,
                colors: Mapping[str, str]) -> Figure:  # fmt: skip
    """Show each replicate's accuracy minus its reference's, the mean with its 95 % interval, and the verdict.

    Parameters
    ----------
    values : test accuracy (S,) of all variants
    found : per variant its ``comparison`` and ``verdict``, the reference left out
    reference : the variant that is subtracted
    colors : of the variants
    """
    points = {name: 100 * (values[name] - values[reference]) for name in found}
    points = {name: own[np.isfinite(own)] for name, own in points.items()}
    intervals = {
        name: [100 * own["comparison"][key] for key in ("low_both", "mean", "high_both")]
        for name, own in found.items()
        if own["comparison"]["mean"] is not None
    }
    marks = [0.0, *(bound for interval in intervals.values() for bound in interval)]
    figure, axes = _rows(list(found), f"Difference from {reference}, seed by seed", points, marks)
    axes.axvline(0, color=INK, linewidth=1)
    for row, (name, own) in enumerate(found.items()):
        _dots(axes, points[name], row, colors[name])
        if name in intervals:
            low, mean, high = intervals[name]
            axes.plot([low, high], [row, row], color=INK, linewidth=2)
            _bar(axes, mean, row, 0.22)
        short = {"not distinguishable": "undecided"}.get(own["verdict"], own["verdict"])
        _note(axes, row, short, WORD_COLORS.get(own["verdict"], INK))
    axes.set_xlabel("percentage points; bars: mean and 95 % interval")
    return figure


def _rows(names: list[str], title: str, values: Mapping[str, Array], marks: Sequence[float]) -> tuple[Figure, Axes]:
    """Return a figure with a row per name, over the range of the values and marks."""
    figure = Figure(figsize=(4.9, 1.05 + 0.5 * len(names)))
    inches = figure.get_figheight()
    figure.subplots_adjust(left=0.25, right=0.83, bottom=0.55 / inches, top=1 - 0.38 / inches)
    axes = figure.subplots()
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(*shown_range(np.concatenate([*values.values(), np.empty(0)]), marks))
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.label.set_fontsize(9)
    axes.grid(visible=False, axis="y")
    axes.set_title(title, loc="left")
    return figure, axes


def shown_range(values: Array, marks: Sequence[float]) -> tuple[float, float]:
    """Return the range to show: all marks and values, but a few far-off values if they take over half of it."""
    shown = values
    if values.size:
        low, high = np.quantile(values, [0.25, 0.75])
        near = values[np.abs(values - (low + high) / 2) <= 5.5 * (high - low)]
        if near.size >= 0.9 * values.size and 2 * np.ptp(near) < np.ptp(values):
            shown = near
    shown = np.concatenate([shown, marks])
    low, high = (float(shown.min()), float(shown.max())) if shown.size else (0.0, 1.0)
    beyond = [bool((values < low).any()), bool((values > high).any())]
    below, above = ((0.2 if side else 0.04) * (high - low) or 1.0 for side in beyond)  # room for arrow and label
    return low - below, high + above


def _dots(axes: Axes, values: Array, row: int, color: str) -> None:
    """Draw a dot per value, equal values above each other, and values out of range as labelled arrows at the edge."""
    low, high = axes.get_xlim()
    inside = values[(values >= low) & (values <= high)]
    height = {value: iter(_spread(count)) for value, count in zip(*np.unique(inside, return_counts=True), strict=True)}
    axes.scatter(inside, [row + next(height[value]) for value in inside], s=20, color=color, alpha=0.75, linewidths=0)
    for edge, marker, side, beyond in ((low, "<", 1, values[values < low]), (high, ">", -1, values[values > high])):
        if beyond.size:
            axes.scatter(edge + side * 0.012 * (high - low), row, s=30, color=color, marker=marker, linewidths=0)
            text, place = ", ".join(f"{value:.1f}" for value in np.sort(beyond)), edge + side * 0.035 * (high - low)
            axes.text(place, row, text, ha="left" if side > 0 else "right", va="center", fontsize=8.5, color=INK)


def _spread(count: int) -> Array:
    """Return that many offsets around 0, closer together where they are many."""
    step = min(0.13, 0.76 / max(count - 1, 1))
    return np.asarray(step * (np.arange(count) - (count - 1) / 2))


def _bar(axes: Axes, value: float, row: int, half: float) -> None:
    axes.plot([value] * 2, [row - half, row + half], color=INK, linewidth=2.5, solid_capstyle="butt")


def _note(axes: Axes, row: int, text: str, color: str) -> None:
    axes.text(1.02, row, text, transform=axes.get_yaxis_transform(), va="center", color=color, fontsize=10)


def bands(histories: Mapping[str, tuple[Array, Array]], colors: Mapping[str, str], title: str) -> Figure:
    """Plot the median cost over seeds against the epoch, with a band from quarter to three quarters of the seeds.

    Parameters
    ----------
    histories : per variant epochs (k,) and costs (S, k)
    colors : of the variants
    title : of the figure
    """
    figure = Figure(figsize=(6.4, 3.6))
    figure.subplots_adjust(left=0.12, right=0.76, bottom=0.16, top=0.9)
    axes, medians = figure.subplots(), []
    for name, (epochs, costs) in histories.items():
        finite = costs[np.isfinite(costs).all(axis=1)]
        if len(finite):
            low, median, high = np.quantile(finite, [0.25, 0.5, 0.75], axis=0)
            axes.fill_between(epochs, low, high, color=colors[name], alpha=0.22, linewidth=0)
            axes.plot(epochs, median, color=colors[name], label=name, linewidth=1.6)
            medians.append(median)
    log_if_wide(axes, np.concatenate(medians) if medians else np.empty(0))
    axes.set(xlabel="epoch", ylabel="cost: median and middle half of the seeds", title=title)
    axes.yaxis.label.set_fontsize(9)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def heatmap(grid: Mapping[str, Sequence[Any]], cells: Sequence[Mapping[str, Any]], title: str) -> Figure:
    """Show the mean test accuracy of each cell of a grid with its 95 % interval; arrows mark verdicts.

    Parameters
    ----------
    grid : one or two settings with their values; the second runs along x
    cells : in the order of the grid, the reference first: ``mean``, ``low``, ``high``, ``verdict``
    title : of the figure
    """
    (down, rows), (across, columns) = [("", [""]), *grid.items()][-2:]
    means = np.array([np.nan if cell["mean"] is None else 100 * cell["mean"] for cell in cells], float)
    shape = (len(rows), len(columns))
    figure = Figure(figsize=(1.6 + 1.15 * shape[1], 1.15 + 0.62 * shape[0]))
    width, height = figure.get_size_inches()
    figure.subplots_adjust(left=1.25 / width, right=1 - 0.1 / width, bottom=0.6 / height, top=1 - 0.45 / height)
    axes = figure.subplots()
    finite = means[np.isfinite(means)] if np.isfinite(means).any() else np.zeros(1)
    middle, half = (finite.min() + finite.max()) / 2, max(np.ptp(finite), LEAST_SPAN) / 2
    colors = {"cmap": "YlGnBu", "vmin": middle - half, "vmax": middle + half}
    axes.imshow(means.reshape(shape), aspect="auto", alpha=0.75, **colors)
    for index, cell in enumerate(cells):
        row, column = divmod(index, shape[1])
        _cell(axes, (column, row), cell, "#ffffff" if means[index] > middle + 0.4 * half else INK)
    axes.add_patch(Rectangle((-0.48, -0.46), 0.96, 0.92, fill=False, edgecolor=INK, linewidth=2))
    axes.set_xticks(range(shape[1]), [str(value) for value in columns])
    axes.set_yticks(range(shape[0]), [str(value) for value in rows])
    axes.set(xlabel=across, ylabel=down)
    axes.grid(visible=False)
    axes.set_title(title, loc="left")
    return figure


def _cell(axes: Axes, place: tuple[int, int], cell: Mapping[str, Any], color: str) -> None:
    """Write a cell's mean, interval and verdict into it."""
    x, y = place
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": color}
    if cell["mean"] is None:
        axes.text(x, y, "diverged", fontsize=9, **style)
        return
    arrow = {"better": " ▲", "worse": " ▼"}.get(cell["verdict"] or "", "")
    axes.text(x, y - 0.16, f"{100 * cell['mean']:.1f}{arrow}", fontsize=11, **style)
    axes.text(x, y + 0.24, f"{100 * cell['low']:.1f} to {100 * cell['high']:.1f}", fontsize=8, **style)
