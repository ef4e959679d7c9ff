"""The test accuracy of every replicate by variant, with the median, and that of the published seed."""

import numpy as np
from matplotlib.figure import Figure

from seedcheck.presentation.figures.strips import draw_bar, draw_dots, rows, write_note
from seedcheck.presentation.figures.views.verdicts import DecisionsView
from seedcheck.presentation.style import INK


def draw(view: DecisionsView) -> Figure:
    """Draw a dot per seed, a bar at the median, and a diamond at the published seed."""
    percent = {name: 100 * values[np.isfinite(values)] for name, values in view.accuracies.items()}
    medians = {name: float(np.median(values)) for name, values in percent.items() if values.size}
    published = {name: 100 * single for name, single in view.published.items() if single is not None}
    figure, axes = rows(view.title, view.titles, percent, [*medians.values(), *published.values()])
    for row, (name, values) in enumerate(percent.items()):
        draw_dots(axes, values, row, view.colors[name])
        if name in medians:
            draw_bar(axes, medians[name], row, 0.4)
            write_note(axes, row, f"{medians[name]:.1f} %", INK)
        if name in published:
            axes.scatter(
                published[name], row, s=70, marker="D", facecolors="none", edgecolors=INK, linewidths=1.4, zorder=4
            )
    axes.set_xlabel("test accuracy in %; bar: median, diamond: published seed")
    return figure
