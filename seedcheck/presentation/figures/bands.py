"""The cost over seeds: its median by variant, in a band from a quarter to three quarters of the seeds."""

import numpy as np

from seedcheck.presentation.figures import lines
from seedcheck.presentation.figures.lines import Curve
from seedcheck.presentation.figures.ranges import LARGEST
from seedcheck.presentation.figures.views.runs import ExperimentView


def draw(view: ExperimentView) -> str:
    """Plot median and middle half of the seeds that did not diverge, against the epoch, as SVG."""
    curves = []
    for name, run in view.runs.items():
        if run.replicates is None:
            continue
        finite = run.replicates.costs[np.isfinite(run.replicates.costs).all(axis=1)].clip(-LARGEST, LARGEST)
        if len(finite):
            low, median, high = np.quantile(finite, [0.25, 0.5, 0.75], axis=0)
            curves.append(Curve(name, run.title, run.color, run.replicates.epochs, median, (low, high)))
    title = f"{view.title}: {view.replicates} seeds"
    return lines.draw(title, curves, "cost: median and middle half of the seeds")
