"""How other looks at a comparison are called, and what a table of two starts by two losses says."""

from collections.abc import Mapping
from typing import Any

from seedcheck.presentation import words

Row = Mapping[str, Any]

PLANNED = "as planned"
LOOKS = {  # of seedcheck.statistics.sensitivity
    "recent records": "mean of the last five records instead of the last",
    "half of the points": "half of the test points",
    "other half": "the other half",
    "redrawn data": "other training data for each seed",
}


def looked_at(found: Row) -> dict[str, Row]:
    """Return the headline's decision and those of other looks at the same comparison, by what they are called."""
    planned = {"verdict": found["verdict"], "typical": found["comparison"]["typical"]}
    return {PLANNED: planned} | {LOOKS[look]: row for look, row in found["sensitivity"].items()}


def two_by_two(claim: Row, titles: Mapping[str, str]) -> str:
    """Return what the start costs with the control's loss: the second row of the table against the first."""
    part = claim["metric"].partition("_")[0]
    control, corner = (titles[claim[side]] for side in ("control", "corner"))
    return f"{control} against {corner}: {words.comparison(claim['found_corner'], part)}"
