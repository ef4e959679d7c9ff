"""The cost curves of an experiment's variants in one plot, from the published seed."""

from matplotlib.figure import Figure

from seedcheck.presentation.figures.lines import cost_curves
from seedcheck.presentation.figures.views.runs import ExperimentView


def draw(view: ExperimentView) -> Figure:
    """Plot the costs against the epoch."""
    costs = {run.title: run.costs for run in view.runs.values()}
    colors = {run.title: run.color for run in view.runs.values()}
    return cost_curves(costs, colors, view.title)
