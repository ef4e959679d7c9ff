"""The cost curves of an experiment's variants in one plot, from the configured seed."""

from seedcheck.presentation.figures import lines
from seedcheck.presentation.figures.cost import curve
from seedcheck.presentation.figures.views.runs import ExperimentView


def draw(view: ExperimentView) -> str:
    """Plot the costs against the epoch, as SVG."""
    return lines.draw(view.title, [curve(name, run) for name, run in view.runs.items()], "cost")
