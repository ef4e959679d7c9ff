"""The cost curves of an experiment's variants in one plot, from the published seed."""

from matplotlib.figure import Figure

from seedcheck.presentation.figures.lines import cost_curves
from seedcheck.presentation.figures.views.runs import ExperimentView


def draw(view: ExperimentView) -> Figure:
    """Plot the costs against the epoch."""
    costs = {name: run.costs for name, run in view.runs.items()}
    colors = {name: run.color for name, run in view.runs.items()}
    return cost_curves(costs, colors, view.title)
