"""Every replicate's test accuracy minus that of the reference from the same seed, and what was decided."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from seedcheck.presentation.figures.strips import draw_bar, draw_dots, rows, write_note
from seedcheck.presentation.figures.views.verdicts import DecisionsView
from seedcheck.presentation.style import INK, VERDICTS


def draw(view: DecisionsView) -> Figure | None:
    """Draw a dot per seed, the typical difference, its 95 % interval over seeds and test points, and the verdict.

    Returns None if nothing was decided.
    """
    if not view.decisions:
        return None
    reference = view.accuracies[view.reference]
    points = {name: 100 * (view.accuracies[name] - reference) for name in view.decisions}
    points = {name: values[np.isfinite(values)] for name, values in points.items()}
    intervals = {name: _interval(decision["comparison"]) for name, decision in view.decisions.items()}
    marks = [0.0, *(bound for interval in intervals.values() for bound in interval)]
    figure, axes = rows(f"Difference from {view.titles[view.reference]}, seed by seed", view.titles, points, marks)
    axes.axvline(0, color=INK, linewidth=1)
    for row, (name, decision) in enumerate(view.decisions.items()):
        draw_dots(axes, points[name], row, view.colors[name])
        if intervals[name]:
            axes.plot([intervals[name][0], intervals[name][-1]], [row, row], color=INK, linewidth=2)
            draw_bar(axes, 100 * decision["comparison"]["typical"], row, 0.22)
        write_note(axes, row, decision["verdict"], VERDICTS.get(decision["verdict"], INK))
    axes.set_xlabel("percentage points; bars: typical difference and 95 % interval")
    return figure


def _interval(comparison: Mapping[str, Any]) -> list[float]:
    """Return what of lower bound, typical difference and upper bound there is, in percentage points."""
    return [100 * comparison[key] for key in ("low", "typical", "high") if comparison[key] is not None]
