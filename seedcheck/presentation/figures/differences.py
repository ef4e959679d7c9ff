"""Every replicate's test accuracy minus that of the reference from the same seed, and what was decided."""

from seedcheck.presentation import words
from seedcheck.presentation.figures import density, strips
from seedcheck.presentation.figures.strips import Row
from seedcheck.presentation.figures.views.verdicts import DecisionsView


def draw(view: DecisionsView) -> str | None:
    """Draw a dot per seed, the typical difference, its 95 % interval over seeds and test points, and the verdict.

    Returns SVG, None if nothing was decided.
    """
    if not view.decisions:
        return None
    reference = view.accuracies[view.reference]
    rows = []
    for name, decision in view.decisions.items():
        ends = ("low_seeds", "high_seeds") if decision["comparison"].get("m") == 0 else ("low", "high")
        low, typical, high = (decision["comparison"][key] for key in (ends[0], "typical", ends[1]))
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
