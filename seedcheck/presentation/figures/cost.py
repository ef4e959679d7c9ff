"""The cost curve of one variant, from the published seed."""

from matplotlib.figure import Figure

from seedcheck.presentation.figures.lines import cost_curves
from seedcheck.presentation.figures.views.runs import RunView


def draw(view: RunView) -> Figure:
    """Plot the cost against the epoch."""
    return cost_curves({view.title: view.costs}, {view.title: view.color}, view.title)
