"""The test accuracy of every replicate by variant, with the median, and that of the configured seed."""

import numpy as np

from seedcheck.presentation.figures import density, strips
from seedcheck.presentation.figures.strips import Row
from seedcheck.presentation.figures.views.verdicts import DecisionsView

JOINED = 6  # rows up to which thin lines join the same seeds, if there are no more than
SEEDS = 60


def draw(view: DecisionsView) -> str:
    """Draw a dot per seed, or a shape of many, a bar at the median, and a diamond at the configured seed; as SVG."""
    rows = []
    for name, accuracies in view.accuracies.items():
        values, single = 100 * accuracies, view.published.get(name)
        finite = values[np.isfinite(values)]
        median = float(np.median(finite)) if finite.size else None
        rows.append(
            Row(
                name=name,
                title=view.titles[name],
                color=view.colors[name],
                values=values,
                note="" if median is None else f"{median:.1f} %",
                bar=median,
                diamond=None if single is None else 100 * single,
            )
        )
    joined = 1 < len(rows) <= JOINED and all(len(row.values) <= SEEDS for row in rows)
    legend = density.LEGEND * any(density.is_dense(len(row.values)) for row in rows)
    marks = legend + "bar: median, diamond: configured seed" + ", thin lines: the same seed" * joined
    return strips.draw(view.title, rows, ("test accuracy in %", marks), joined=joined)
