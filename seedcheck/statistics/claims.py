"""The notebook's claims, in the light of many seeds.

A claim says that a variant is better or worse than another in some accuracy, or that its units stay symmetric. It names
published numbers, which one training each gave; the decision is about what other seeds give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seedcheck.files import Row
from seedcheck.statistics.decision import Decision, Verdict, judge_claim, share_regained
from seedcheck.statistics.experiments import Pair, Rule, Trained, decide_pairs
from seedcheck.statistics.summaries import summarize
from seedcheck.training.replicates import Replicates

Claim = Mapping[str, Any]
Key = tuple[str, str, str, str]  # experiment, "train" or "test", variant, the variant it is compared with
SYMMETRIC, NOT_REPEATED = "symmetric", "not repeated"


@dataclass(frozen=True)
class Evidence:
    """What claims are judged by.

    Attributes
    ----------
    variants : (experiment, variant) of the study
    published : the published numbers with ours, as ``published.published_rows`` makes them
    trained : what training left, by experiment and variant, where there are replicates
    rule : how they are decided
    """

    variants: frozenset[tuple[str, str]]
    published: Sequence[Row]
    trained: Mapping[str, Mapping[str, Trained]]
    rule: Rule

    def replicates(self, experiment: str, variant: str) -> Replicates | None:
        """Return the replicates of a variant, None if it has none."""
        trained = self.trained.get(experiment, {}).get(variant)
        return trained.replicates if trained else None


def claim_rows(claims: Iterable[Claim], evidence: Evidence) -> list[Row]:
    """Return one row per claim (``claims`` of config/published.yaml) on a variant that this study has.

    In a row, ``found`` is the decision on the claim's comparison and ``found_control`` that on its control against the
    same variant, both empty where there is none; ``symmetric`` is whether all its networks stayed symmetric, or None.
    Holm's correction is over all comparisons of the table, controls too.
    """
    chosen = [claim for claim in claims if (claim["experiment"], claim["variant"]) in evidence.variants]
    decided = _decided(chosen, evidence)
    numbers = {(row["experiment"], row["variant"], row["quantity"]): row for row in evidence.published}
    rows = []
    for claim in chosen:
        row = {key: claim.get(key, "") for key in ("claim", "experiment", "variant", "against", "metric")}
        row |= _published(claim, numbers) | _over_seeds(claim, evidence, decided)
        rows.append(row | {"verdict": _verdict(claim, row)})
    return rows


def _decided(claims: Iterable[Claim], evidence: Evidence) -> dict[Key, Row]:
    """Return the decisions that claims need, on training points over seeds alone."""
    pairs: dict[Key, Pair] = {}
    for claim in claims:
        experiment, part = claim["experiment"], claim["metric"].partition("_")[0]
        for name, other in _pairs(claim):
            first, second = evidence.replicates(experiment, name), evidence.replicates(experiment, other)
            if first and second:
                pairs[experiment, part, name, other] = Pair(first, second, part)
    rows = decide_pairs({" ".join(key): pair for key, pair in pairs.items()}, evidence.rule)
    return {key: rows[" ".join(key)] for key in pairs}


def _pairs(claim: Claim) -> list[tuple[str, str]]:
    """Return the comparisons that a claim needs: its own, and its control's with the same variant."""
    if "against" not in claim:
        return []
    control = [(claim["control"], claim["variant"])] if "control" in claim else []
    return [(claim["variant"], claim["against"]), *control]


def _published(claim: Claim, numbers: Mapping[tuple[str, str, str], Row]) -> Row:
    """Return the published values and ours, and whether ours are reproductions."""
    sides = [
        numbers.get((claim["experiment"], claim.get(side, ""), claim["metric"]), {}) for side in ("variant", "against")
    ]
    words = [side.get("verdict", "") for side in sides[: 1 + ("against" in claim)]]
    return {
        "published": sides[0].get("published"), "published_against": sides[1].get("published"),
        "reproduced": sides[0].get("reproduced"), "reproduced_against": sides[1].get("reproduced"),
        "reproduction": next((word for word in words if word != "reproduced"), "reproduced"),
    }  # fmt: skip


def _over_seeds(claim: Claim, evidence: Evidence, decided: Mapping[Key, Row]) -> Row:
    """Return what the replicates of the claim's two variants came to, and the decisions on them."""
    experiment, variant, against = claim["experiment"], claim["variant"], claim.get("against", "")
    part, control = claim["metric"].partition("_")[0], claim.get("control", "")
    chosen, other = evidence.replicates(experiment, variant), evidence.replicates(experiment, against)
    controlled = evidence.replicates(experiment, control)
    centres = [_centre(found, part) for found in (chosen, other, controlled)]
    regained = None
    if centres[0] is not None and centres[1] is not None and centres[2] is not None:
        regained = share_regained(centres[1], centres[0], centres[2])
    return {
        "seeds": len(chosen.diverged) if chosen else 0,
        "iqm": centres[0],
        "iqm_against": centres[1],
        "found": decided.get((experiment, part, variant, against), {}),
        "control": control,
        "found_control": decided.get((experiment, part, control, variant), {}),
        "regained": regained,
        "symmetric": _symmetric(evidence.trained[experiment][variant])
        if claim["expect"] == SYMMETRIC and chosen
        else None,
    }


def _symmetric(trained: Trained) -> bool:
    """Return whether the units of each hidden layer stayed equal, of the configured seed and of all replicates."""
    costs = trained.replicates.costs
    return bool(trained.predictions.symmetric.all() and (costs == costs[:1]).all())


def _verdict(claim: Claim, row: Row) -> str:
    """Return the verdict on a claim, or why its published number cannot be compared."""
    if row["reproduction"] != "reproduced":
        return str(row["reproduction"])
    if row["symmetric"] is not None:
        return Verdict.HOLDS if row["symmetric"] else Verdict.FAILS
    if not row["found"]:
        return NOT_REPEATED
    control = Decision(row["found_control"].get("verdict", "undecided"))
    return judge_claim(Decision(claim["expect"]), Decision(row["found"]["verdict"]), control)


def _centre(replicates: Replicates | None, part: Any) -> float | None:
    """Return the IQM of the accuracies over seeds, None without any."""
    summary = summarize(replicates.accuracy(part)) if replicates else None
    return summary.iqm if summary and summary.n else None
