"""The cost over seeds: its median by variant, in a band from a quarter to three quarters of the seeds."""

import numpy as np
from matplotlib.figure import Figure

from seedcheck.presentation.figures.canvas import LARGEST, set_title
from seedcheck.presentation.figures.lines import legend_beside, log_if_wide
from seedcheck.presentation.figures.views.runs import ExperimentView


def draw(view: ExperimentView) -> Figure:
    """Plot median and middle half of the seeds that did not diverge, against the epoch."""
    figure = Figure(figsize=(6.4, 3.6))
    figure.subplots_adjust(left=0.12, right=0.76, bottom=0.16, top=0.9)
    axes = figure.subplots()
    medians = [np.empty(0)]
    curves = {}
    for run in view.runs.values():
        if run.replicates is None:
            continue
        finite = run.replicates.costs[np.isfinite(run.replicates.costs).all(axis=1)].clip(-LARGEST, LARGEST)
        if len(finite):
            epochs = run.replicates.epochs
            low, median, high = np.quantile(finite, [0.25, 0.5, 0.75], axis=0)
            axes.fill_between(epochs, low, high, color=run.color, alpha=0.22, linewidth=0)
            (curves[run.title],) = axes.plot(epochs, median, color=run.color, linewidth=1.6)
            medians.append(median)
    log_if_wide(axes, np.concatenate(medians))
    axes.set(xlabel="epoch", ylabel="cost: median and middle half of the seeds")
    axes.yaxis.label.set_fontsize(9)
    set_title(axes, f"{view.title}: {view.replicates} seeds")
    legend_beside(axes, curves)
    return figure
