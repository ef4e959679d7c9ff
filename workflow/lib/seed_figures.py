"""Figures of replicates: every seed as a dot, what they have in common as a bar, and how cost curves spread."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from nn.activations import Array
from workflow.lib.figures import log_if_wide

INK = "#1c2430"
WORD_COLORS = {"better": "#12703c", "worse": "#b3261e"}


def strips(values: Mapping[str, Array], published: Mapping[str, float | None], colors: Mapping[str, str],
           title: str) -> Figure:  # fmt: skip
    """Show the test accuracy of every replicate (S,) per variant, their median, and that of the published seed."""
    figure, axes = _rows(list(values), title)
    for row, (name, accuracy) in enumerate(values.items()):
        finite = accuracy[np.isfinite(accuracy)]
        _dots(axes, finite, row, colors[name])
        if finite.size:
            median = float(np.median(finite))
            axes.plot([median] * 2, [row - 0.4, row + 0.4], color=INK, linewidth=2.5, solid_capstyle="butt")
            _note(axes, row, f"{100 * median:.1f} %", INK)
        if (single := published.get(name)) is not None:
            axes.scatter(single, row, s=70, marker="D", facecolors="none", edgecolors=INK, linewidths=1.4, zorder=4)
    axes.set_xlabel("test accuracy: each seed (dot), median (bar), published seed (diamond)")
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
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
    figure, axes = _rows(list(found), f"Difference from {reference}, seed by seed")
    axes.axvline(0, color=INK, linewidth=1)
    for row, (name, own) in enumerate(found.items()):
        points = 100 * (values[name] - values[reference])
        _dots(axes, points[np.isfinite(points)], row, colors[name])
        low, mean, high = (own["comparison"][key] for key in ("low_both", "mean", "high_both"))
        if mean is not None:
            axes.plot([100 * low, 100 * high], [row, row], color=INK, linewidth=2)
            axes.plot([100 * mean] * 2, [row - 0.22, row + 0.22], color=INK, linewidth=2.5, solid_capstyle="butt")
        short = {"not distinguishable": "undecided"}.get(own["verdict"], own["verdict"])
        _note(axes, row, short, WORD_COLORS.get(own["verdict"], INK))
    axes.set_xlabel("percentage points: each seed (dot), mean and 95 % interval (bars)")
    return figure


def _rows(names: list[str], title: str) -> tuple[Figure, Axes]:
    """Return a figure with a row per name."""
    figure = Figure(figsize=(5.4, 1.05 + 0.52 * len(names)))
    inches = figure.get_figheight()
    figure.subplots_adjust(left=0.235, right=0.84, bottom=0.55 / inches, top=1 - 0.38 / inches)
    axes = figure.subplots()
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.label.set_fontsize(9)
    axes.grid(visible=False, axis="y")
    axes.set_title(title, loc="left")
    return figure, axes


def _dots(axes: Axes, values: Array, row: int, color: str) -> None:
    """Draw a dot per value, equal values above each other."""
    height = {value: iter(_spread(count)) for value, count in zip(*np.unique(values, return_counts=True), strict=True)}
    axes.scatter(values, [row + next(height[value]) for value in values], s=20, color=color, alpha=0.75, linewidths=0)


def _spread(count: int) -> Array:
    """Return that many offsets around 0, closer together where they are many."""
    step = min(0.13, 0.76 / max(count - 1, 1))
    return step * (np.arange(count) - (count - 1) / 2)


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
