"""The decision on comparisons that a reader sees together, and on claims. Codes and numbers, no sentences.

Docs/statistics.md gives the rule and docs/calibration.md how often it errs.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from seedcheck.files import Row
from seedcheck.statistics.equivalence import Equivalence, equivalence
from seedcheck.statistics.failures import FailureDifference
from seedcheck.statistics.multiplicity import holm
from seedcheck.statistics.paired import MIN_PAIRS, PairedDifference

LEVEL = 0.05


class Decision(StrEnum):
    """What is decided of a variant against its reference."""

    BETTER = "better"
    WORSE = "worse"
    EQUAL = "equal"
    UNDECIDED = "undecided"


class Reason(StrEnum):
    """Why a comparison is undecided, or NONE; SEVERAL if it would be decided were it the only one."""

    NONE = ""
    TOO_FEW_PAIRS = "too few pairs"
    NOTHING_DIFFERS = "no prediction differs"
    SEED_LUCK = "luck of the seeds"
    POINT_LUCK = "luck of the test points"
    BOTH = "luck of both"
    SEVERAL = "one of several comparisons"


class Failing(StrEnum):
    """What is decided of how often a variant fails, against its reference."""

    LESS_OFTEN = "fails less often"
    MORE_OFTEN = "fails more often"
    UNDECIDED = "undecided"


class Verdict(StrEnum):
    """What is decided of a published claim."""

    HOLDS = "holds"
    FAILS = "fails"
    ARTEFACT = "artefact"  # of the loss, mostly
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Decided:
    """A decision and what it rests on: the comparison, its p after Holm's correction, and what is shown of equality."""

    decision: Decision
    reason: Reason
    comparison: PairedDifference
    adjusted_p: float
    equivalence: Equivalence

    def row(self) -> Row:
        """Return it as it is kept in JSON, without what the uncertainty is made of."""
        numbers = {name: value for name, value in vars(self.comparison).items() if name != "two_way"}
        return {
            "comparison": numbers | {"p": self.comparison.p},
            "equivalence": asdict(self.equivalence),
            "adjusted_p": self.adjusted_p,
            "verdict": self.decision.value,
            "reason": self.reason.value,
        }


def decide(
    comparisons: Mapping[str, PairedDifference],
    margin: float,
    p_values: Mapping[str, float] | None = None,
    level: float = LEVEL,
) -> dict[str, Decided]:
    """Decide all comparisons that a reader sees together, by name.

    Parameters
    ----------
    comparisons : as `paired.compare` makes them
    margin : differences below this fraction are practically none; 0 where none is set
    p_values : by name, where not ``comparison.p`` decides: `seeds_p` of training claims, `sequential.sequential_p`
    level : chance of any false "better" or "worse"
    """
    found = {}
    p_values = p_values or {name: comparison.p for name, comparison in comparisons.items()}
    adjusted = holm([p_values[name] for name in comparisons])
    for (name, comparison), p in zip(comparisons.items(), adjusted, strict=True):
        shown = equivalence(comparison.two_way, margin)
        decision = _decision(comparison, p < level, shown.equal)
        reason = _reason(comparison, p_values[name], level) if decision == Decision.UNDECIDED else Reason.NONE
        found[name] = Decided(decision, reason, comparison, p, shown)
    return found


def seeds_p(comparison: PairedDifference) -> float:
    """Return the p of a comparison on points that are no sample of others: training points, which new seeds share."""
    return comparison.p_seeds if comparison.n >= MIN_PAIRS else 1.0


def decide_failures(differences: Mapping[str, FailureDifference], level: float = LEVEL) -> dict[str, Failing]:
    """Decide which variants fail less or more often than their reference, with Holm's correction over all."""
    names = list(differences)
    adjusted = holm([differences[name].p for name in names])
    found = {}
    for name, p in zip(names, adjusted, strict=True):
        fewer = differences[name].only_variant < differences[name].only_reference
        decided = Failing.LESS_OFTEN if fewer else Failing.MORE_OFTEN
        found[name] = decided if p < level else Failing.UNDECIDED
    return found


def judge_claim(expected: Decision, found: Decision, control: Decision = Decision.UNDECIDED) -> Verdict:
    """Return the verdict on a claim that expects BETTER or WORSE.

    ``control`` is the same training with nothing but the loss exchanged, against the variant: if that is better, then
    the loss was to blame. EQUAL contradicts a claim of a difference.
    """
    if found == Decision.UNDECIDED:
        return Verdict.UNDECIDED
    if found != expected:
        return Verdict.FAILS
    return Verdict.ARTEFACT if control == Decision.BETTER else Verdict.HOLDS


def share_regained(reference: float, variant: float, control: float) -> float:
    """Return the share of the gap between reference and variant that a control closes; nan without a gap."""
    gap = reference - variant
    return (control - variant) / gap if gap else float("nan")


def _decision(comparison: PairedDifference, differs: bool, equal: bool) -> Decision:
    if comparison.n < MIN_PAIRS:
        return Decision.UNDECIDED
    if differs:
        return Decision.BETTER if comparison.typical > 0 else Decision.WORSE
    return Decision.EQUAL if equal else Decision.UNDECIDED


def _reason(comparison: PairedDifference, p: float, level: float) -> Reason:
    """Return which luck could have made the difference of an undecided comparison with this ``p`` before correction."""
    if comparison.n < MIN_PAIRS:
        return Reason.TOO_FEW_PAIRS
    if comparison.informative == 0 and comparison.wins == comparison.losses == 0:
        return Reason.NOTHING_DIFFERS
    if p < level:
        return Reason.SEVERAL
    seeds, points = comparison.p_seeds >= level, max(comparison.p_points, comparison.p_both) >= level
    if seeds == points:
        return Reason.BOTH
    return Reason.SEED_LUCK if seeds else Reason.POINT_LUCK
