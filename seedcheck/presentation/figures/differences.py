"""Every replicate's test accuracy minus that of the reference from the same seed, and what was decided."""

from seedcheck.presentation import words
from seedcheck.presentation.figures import density, strips
from seedcheck.presentation.figures.strips import Row
from seedcheck.presentation.figures.views.verdicts import DecisionsView
from seedcheck.statistics.codes import shown_interval


def draw(view: DecisionsView) -> str | None:
    """Draw a dot per seed, the typical difference, its 95 % interval, and the verdict.

    Returns SVG, None if nothing was decided.
    """
    if not view.decisions:
        return None
    reference = view.accuracies[view.reference]
    rows = []
    for name, decision in view.decisions.items():
        typical, (low, high) = decision["comparison"]["typical"], shown_interval(decision["comparison"])
        rows.append(
            Row(
                name=name,
                title=view.titles[name],
                color=view.colors[name],
                values=100 * (view.accuracies[name] - reference),
                note=words.verdict(decision["verdict"]) or "",
                tone=words.TONES.get(decision["verdict"], "ink"),
                bar=None if typical is None else 100 * typical,
                interval=None if low is None or high is None else (100 * low, 100 * high),
            )
        )
    title = f"Difference from {view.titles[view.reference]}, seed by seed"
    legend = density.LEGEND * any(density.is_dense(len(row.values)) for row in rows)
    label = ("percentage points", legend + "bars: typical difference and 95 % interval")
    return strips.draw(title, rows, label, zero=True)
