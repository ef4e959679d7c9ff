"""Rows of dots, one row per variant and one dot per seed: what the figures replicates and differences share."""

from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from nn.activations import Array
from seedcheck.presentation.figures.canvas import set_names, set_title
from seedcheck.presentation.style import INK

NAME_INCHES = 1.15  # of a variant beside its row
FAR = 5.5  # a value is far off if it is further than so many interquartile ranges from the middle of the quartiles


def rows(
    title: str, titles: Mapping[str, str], values: Mapping[str, Array], marks: Iterable[float]
) -> tuple[Figure, Axes]:
    """Return a figure with a row per variant, which ``titles`` name, over the range of the values and marks."""
    figure = Figure(figsize=(4.9, 1.05 + 0.5 * len(values)))
    inches = figure.get_figheight()
    figure.subplots_adjust(left=0.25, right=0.83, bottom=0.55 / inches, top=1 - 0.38 / inches)
    axes = figure.subplots()
    set_names(axes.yaxis, [titles[name] for name in values], NAME_INCHES)
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_xlim(*shown_range(np.concatenate([*values.values(), np.empty(0)]), marks))
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.label.set_fontsize(9)
    axes.grid(visible=False, axis="y")
    set_title(axes, title, loc="left")
    return figure, axes


def shown_range(values: Array, marks: Iterable[float]) -> tuple[float, float]:
    """Return the range to show: all marks and values, but a few far-off values if they take over half of it."""
    shown = np.concatenate([_without_far(values), list(marks)])
    low, high = (float(shown.min()), float(shown.max())) if shown.size else (0.0, 1.0)
    below = _margin(high - low, beyond=bool((values < low).any()))
    above = _margin(high - low, beyond=bool((values > high).any()))
    return low - below, high + above


def _without_far(values: Array) -> Array:
    """Return the values, without those far off if they are a tenth at most and more than double the range."""
    if not values.size:
        return values
    low, high = np.quantile(values, [0.25, 0.75])
    near = values[np.abs(values - (low + high) / 2) <= FAR * (high - low)]
    few_are_far = near.size >= 0.9 * values.size
    return near if few_are_far and 2 * np.ptp(near) < np.ptp(values) else values


def _margin(span: float, beyond: bool) -> float:
    """Return the margin at an end of the range, with room for arrow and label if there are values beyond."""
    return (0.2 if beyond else 0.04) * span or 1.0


def draw_dots(axes: Axes, values: Array, row: int, color: str) -> None:
    """Draw a dot per value, equal values above each other, and values out of range as labelled arrows at the edge."""
    low, high = axes.get_xlim()
    inside = values[(values >= low) & (values <= high)]
    axes.scatter(inside, row + _offsets(inside), s=20, color=color, alpha=0.75, linewidths=0)
    _draw_arrow(axes, np.sort(values[values < low]), row, color, to_left=True)
    _draw_arrow(axes, np.sort(values[values > high]), row, color, to_left=False)


def _offsets(values: Array) -> Array:
    """Return offsets around 0 that part equal values, closer together where they are many."""
    offsets = np.zeros(len(values))
    for value, count in zip(*np.unique(values, return_counts=True), strict=True):
        step = min(0.13, 0.76 / max(count - 1, 1))
        offsets[values == value] = step * (np.arange(count) - (count - 1) / 2)
    return offsets


def _draw_arrow(axes: Axes, values: Array, row: int, color: str, to_left: bool) -> None:
    """Draw an arrow at an edge with the values beyond it, if there are any."""
    if not values.size:
        return
    low, high = axes.get_xlim()
    edge, inwards = (low, 1) if to_left else (high, -1)
    marker = "<" if to_left else ">"
    axes.scatter(edge + inwards * 0.012 * (high - low), row, s=30, color=color, marker=marker, linewidths=0)
    text = ", ".join(f"{value:.1f}" for value in values)
    place = edge + inwards * 0.035 * (high - low)
    axes.text(place, row, text, ha="left" if to_left else "right", va="center", fontsize=8.5, color=INK)


def draw_bar(axes: Axes, value: float, row: int, half: float) -> None:
    """Draw an upright bar of twice that height."""
    axes.plot([value] * 2, [row - half, row + half], color=INK, linewidth=2.5, solid_capstyle="butt")


def write_note(axes: Axes, row: int, text: str, color: str) -> None:
    """Write on the right of a row."""
    axes.text(1.02, row, text, transform=axes.get_yaxis_transform(), va="center", color=color, fontsize=10)
