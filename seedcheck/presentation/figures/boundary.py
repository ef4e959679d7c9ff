"""Where a network on two features predicts which class."""

from typing import Any

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

import nn
from seedcheck.presentation.figures.plane import draw_points, plane
from seedcheck.presentation.figures.views.runs import RunView
from seedcheck.presentation.style import BOUNDARY, REGIONS

GRID = 350  # points along the longer side


def draw(view: RunView) -> Figure:
    """Colour the plane by the predicted class, with the training points on it."""
    figure, axes, extent = plane(view.dataset, view.shown, view.title)
    width = extent[1] - extent[0]
    height = extent[3] - extent[2]
    nx, ny = (max(2, round(GRID * side / max(width, height))) for side in (width, height))
    x, y = np.meshgrid(np.linspace(extent[0], extent[1], nx), np.linspace(extent[2], extent[3], ny))
    points = np.vstack([x.ravel(), y.ravel()])
    is_class_1 = nn.predicted_class(nn.logits(view.layers, view.theta, points, view.form)).reshape(x.shape)
    style: dict[str, Any] = {"cmap": ListedColormap(REGIONS), "vmin": 0, "vmax": 1, "interpolation": "nearest"}
    axes.imshow(is_class_1, extent=extent, origin="lower", aspect=axes.get_aspect(), **style)
    if is_class_1.any() and not is_class_1.all():
        probability = nn.predict(view.layers, view.theta, points, view.form).reshape(x.shape)
        axes.contour(x, y, probability, levels=[0.5], colors=BOUNDARY, linewidths=1.1)
    draw_points(axes, view.dataset)
    return figure
