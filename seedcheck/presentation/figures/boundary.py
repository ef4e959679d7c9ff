"""Where a network on two features predicts which class."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

import nn
from nn.activations import Array
from seedcheck.presentation.figures.plane import draw_points, plane
from seedcheck.presentation.figures.views.runs import RunView
from seedcheck.presentation.style import BOUNDARY, REGIONS, of

GRID = 350  # points along the longer side


def draw(view: RunView) -> Figure:
    """Colour the plane by the predicted class, with the training points on it."""
    figure, axes, extent = plane(view.dataset, view.shown, view.title)
    width = extent[1] - extent[0]
    height = extent[3] - extent[2]
    nx, ny = (max(2, round(GRID * side / max(width, height))) for side in (width, height))
    x, y = np.meshgrid(np.linspace(extent[0], extent[1], nx), np.linspace(extent[2], extent[3], ny))
    points = np.vstack([x.ravel(), y.ravel()])
    predicted = nn.predicted_class(nn.logits(view.layers, view.theta, points, view.form)).reshape(x.shape)
    colors = ListedColormap([of(REGIONS, k) for k in range(max(2, view.layers[-1]))])
    style: dict[str, Any] = {"cmap": colors, "vmin": 0, "vmax": colors.N - 1, "interpolation": "nearest"}
    axes.imshow(predicted, extent=extent, origin="lower", aspect=axes.get_aspect(), **style)
    if predicted.min() < predicted.max():
        _draw_borders(axes, x, y, nn.predict(view.layers, view.theta, points, view.form))
    draw_points(axes, view.dataset)
    return figure


def _draw_borders(axes: Axes, x: Array, y: Array, probabilities: Array) -> None:
    """Draw where class 1 has a probability of one half, or where each of K classes is as probable as any other."""
    leads, level = probabilities, 0.5
    if len(probabilities) > 1:
        following, largest = np.partition(probabilities, -2, axis=0)[-2:]
        leads, level = probabilities - np.where(probabilities == largest, following, largest), 0.0
    for lead in leads:
        if lead.min() < level < lead.max():
            axes.contour(x, y, lead.reshape(x.shape), levels=[level], colors=BOUNDARY, linewidths=1.1)
