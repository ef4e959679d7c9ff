"""What sentences and figures need of decisions, where importing what makes them would take long."""

from collections.abc import Mapping
from typing import Any, Final

NOT_PUBLISHED: Final = "not published"  # of a claim, any number
COMPARABLE: Final = ("reproduced", NOT_PUBLISHED)  # nothing contradicts that the same trainings are spoken of


def shown_interval(comparison: Mapping[str, Any], part: str = "test") -> tuple[float | None, float | None]:
    """Return the ends of the 95 % interval to show of a ``paired.PairedDifference`` as a row, None where not known.

    It is over seeds and test points; over seeds alone if ``part`` is another one, or it is not known which are right.
    """
    both = part == "test" and comparison["m"]
    low, high = ("low", "high") if both else ("low_seeds", "high_seeds")
    return comparison[low], comparison[high]
