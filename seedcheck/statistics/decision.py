"""The rule: from a comparison over seeds to a decision, and from decisions to a decision on a claim.

The rule is explained in docs/statistics.md. How decisions are said is in seedcheck.presentation.words.
"""

from enum import StrEnum

from seedcheck.statistics.paired import MIN_PAIRS, PairedDifference

LEVEL = 0.05


class Decision(StrEnum):
    """What the seeds say of a variant against its reference."""

    BETTER = "better"
    WORSE = "worse"
    UNDECIDED = "undecided"


class ClaimDecision(StrEnum):
    """What the seeds say of a claim."""

    HOLDS = "holds"
    FAILS = "fails"
    ARTEFACT = "artefact"  # of the loss
    UNDECIDED = "undecided"
    NOT_REPEATED = "not repeated"  # over seeds


def decide(difference: PairedDifference, adjusted_p: float) -> Decision:
    """Return the decision on a difference, given its p-value after Holm's correction.

    Better or worse needs at least MIN_PAIRS pairs, ``adjusted_p`` below LEVEL, and an interval over seeds and test
    points on one side of 0 (touching it is not enough); that side is the direction. All else is undecided.

    Raises
    ------
    ValueError
        If ``adjusted_p`` is not a probability.
    """
    if not 0 <= adjusted_p <= 1:
        raise ValueError(f"decide: adjusted_p must lie between 0 and 1, found {adjusted_p}")
    if difference.n < MIN_PAIRS or adjusted_p >= LEVEL:
        return Decision.UNDECIDED
    if difference.low_both > 0:
        return Decision.BETTER
    return Decision.WORSE if difference.high_both < 0 else Decision.UNDECIDED


def decide_claim(expected: str, found: str, control: str = "") -> ClaimDecision:
    """Return the decision on a claim from that on its comparison, and on its control against the same variant.

    The control is the same training with nothing but the loss exchanged. If that is better, then the loss was to blame.
    """
    if found == Decision.UNDECIDED:
        return ClaimDecision.UNDECIDED
    if found != expected:
        return ClaimDecision.FAILS
    return ClaimDecision.ARTEFACT if control == Decision.BETTER else ClaimDecision.HOLDS
