"""Costs against epochs: what the figures cost, curves and bands share."""

from collections.abc import Mapping

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nn.activations import Array
from seedcheck.presentation.figures.canvas import LARGEST, set_legend, set_title

SAMPLE_INCHES = 0.5  # of the piece of a curve before its name in a legend
WIDE = 20  # costs that differ by more than this factor are drawn on a logarithmic axis


def cost_curves(costs: Mapping[str, Mapping[int, float]], colors: Mapping[str, str], title: str) -> Figure:
    """Plot the cost against the epoch for one or several variants; several are named in a legend."""
    several = len(costs) > 1
    figure = Figure(figsize=(6.4, 3.6) if several else (4.4, 3.0))
    figure.subplots_adjust(left=0.13, right=0.74 if several else 0.96, bottom=0.16, top=0.9)
    axes = figure.subplots()
    curves: dict[str, Artist] = {}
    for name, history in costs.items():
        values = np.clip(np.array(list(history.values()), dtype=float), -LARGEST, LARGEST)
        (curves[name],) = axes.plot(list(history), values, color=colors[name], linewidth=1.6)
    log_if_wide(axes, np.array([value for history in costs.values() for value in history.values()]))
    axes.set(xlabel="epoch", ylabel="cost")
    set_title(axes, title)
    if several:
        legend_beside(axes, curves)
    return figure


def legend_beside(axes: Axes, curves: Mapping[str, Artist]) -> None:
    """Name the curves on the right of the axes."""
    free = (1 - axes.get_position().x1) * axes.figure.bbox.width / axes.figure.dpi
    set_legend(axes, list(curves.values()), curves, free - SAMPLE_INCHES, loc="center left", bbox_to_anchor=(1, 0.5))


def log_if_wide(axes: Axes, values: Array) -> None:
    """Make the y-axis logarithmic if the positive values span more than a factor WIDE, else let it start at 0."""
    positive = np.clip(values[values > 0], None, LARGEST)
    if positive.size and positive.max() > WIDE * positive.min():
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
