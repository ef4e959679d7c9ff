"""What would decide an undecided comparison: where its uncertainty comes from, and how many more seeds or points."""

from math import inf, isfinite

from seedcheck.files import Row
from seedcheck.statistics.decision import LEVEL, Decided, Decision
from seedcheck.statistics.planning import failures_dominate, needed_to_differ, needed_to_equal, sources


def advice(found: Decided, failed_pairs: int, comparisons: int) -> Row | None:
    """Return the shares of seeds, points and rest in the uncertainty, and the numbers that would decide.

    ``differ`` are the seeds or points that would find a true difference as large as the typical one in 4 of 5 studies,
    with Holm's correction at its strictest; ``equal`` those that would show two equally good variants to be equal
    within the margin. Numbers are None where no number would do, and where the comparison is decided or more than a
    quarter of the pairs has a failed training. None altogether where there is nothing to tell sources from.
    """
    comparison = found.comparison
    if comparison.two_way is None or comparison.two_way.variance <= 0:
        return None
    n, m = comparison.n, comparison.m or inf
    parts = sources(comparison.two_way, n)
    shares = parts.shares(n, m)
    if not all(isfinite(share) for share in shares):
        return None
    row: Row = {"seeds": shares[0], "points": shares[1], "rest": shares[2], "differ": None, "equal": None}
    if found.decision != Decision.UNDECIDED or failures_dominate(failed_pairs, n):
        return row
    level = LEVEL / max(comparisons, 1)
    if comparison.typical:
        row["differ"] = vars(needed_to_differ(parts, n, m, comparison.typical, level))
    row["equal"] = vars(needed_to_equal(parts, n, m, found.equivalence.margin))
    return row
