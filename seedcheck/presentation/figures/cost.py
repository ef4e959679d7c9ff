"""The cost curve of one variant, from the configured seed."""

import numpy as np

from seedcheck.presentation.figures import lines
from seedcheck.presentation.figures.lines import Curve
from seedcheck.presentation.figures.views.runs import RunView


def draw(view: RunView) -> str:
    """Plot the cost against the epoch, as SVG."""
    return lines.draw(view.title, [curve("", view)], "cost")


def curve(name: str, view: RunView) -> Curve:
    """Return the costs of a variant by epoch."""
    epochs, costs = (np.array(list(values), dtype=float) for values in (view.costs, view.costs.values()))
    return Curve(name, view.title, view.color, epochs, costs)
