"""The notebook's claims, in the light of many seeds.

A claim says that a variant is better or worse than another in some accuracy, or that its units stay symmetric. It names
published numbers, which one training each gave; the decision is about what other seeds give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seedcheck.files import Row
from seedcheck.statistics.decision import ClaimDecision, decide_claim
from seedcheck.statistics.experiments import Trained, decide_pairs
from seedcheck.training.replicates import Replicates

Claim = Mapping[str, Any]
Key = tuple[str, str, str]  # experiment, variant, the variant it is compared with
SYMMETRIC = "symmetric"


@dataclass(frozen=True)
class Evidence:
    """What claims are judged by.

    Attributes
    ----------
    variants : (experiment, variant) of the study
    published : the published numbers with ours, as ``published.published_rows`` makes them
    trained : what training left, by experiment and variant, where there are replicates
    decided : decisions on test accuracy, by experiment
    seed : of bootstrap and permutations
    """

    variants: frozenset[tuple[str, str]]
    published: Sequence[Row]
    trained: Mapping[str, Mapping[str, Trained]]
    decided: Mapping[str, Row]
    seed: int

    def replicates(self, experiment: str, variant: str) -> Replicates | None:
        """Return the replicates of a variant, None if it has none."""
        trained = self.trained.get(experiment, {}).get(variant)
        return trained.replicates if trained else None


def claim_rows(claims: Iterable[Claim], evidence: Evidence) -> list[Row]:
    """Return one row per claim (``claims`` of config/published.yaml) on a variant that this study has.

    In a row, ``found`` is the decision on the claim's comparison and ``found_control`` that on its control against the
    same variant, both empty where there is none; ``symmetric`` is whether all its networks stayed symmetric, or None.
    """
    chosen = [claim for claim in claims if (claim["experiment"], claim["variant"]) in evidence.variants]
    decided = _decided_on_training(chosen, evidence) | _decided_on_test(evidence.decided)
    numbers = {(row["experiment"], row["variant"], row["quantity"]): row for row in evidence.published}
    rows = []
    for claim in chosen:
        row = {key: claim.get(key, "") for key in ("claim", "experiment", "variant", "against", "metric")}
        row |= _published(claim, numbers) | _over_seeds(claim, evidence, decided)
        rows.append(row | {"verdict": _decision(claim, row)})
    return rows


def _decided_on_training(claims: Iterable[Claim], evidence: Evidence) -> dict[tuple[str, Key], Row]:
    """Return the decisions on training accuracy that claims need, with Holm's correction over an experiment's."""
    groups: dict[str, dict[Key, tuple[Replicates, Replicates]]] = {}
    for claim in claims:
        if claim["metric"] == "train_accuracy" and "against" in claim:
            experiment, variant = claim["experiment"], claim["variant"]
            for name, other in ((variant, claim["against"]), (claim.get("control", ""), variant)):
                first, second = evidence.replicates(experiment, name), evidence.replicates(experiment, other)
                if first and second:
                    groups.setdefault(experiment, {})[experiment, name, other] = (first, second)
    found: dict[tuple[str, Key], Row] = {}
    for pairs in groups.values():
        named = {" ".join(key): pair for key, pair in pairs.items()}
        rows = decide_pairs(named, evidence.seed, "train")
        found |= {("train", key): rows[" ".join(key)] for key in pairs}
    return found


def _decided_on_test(decided: Mapping[str, Row]) -> dict[tuple[str, Key], Row]:
    """Return the study's own decisions, on test accuracy, in the same form."""
    return {
        ("test", (experiment, variant, row["reference"])): found
        for experiment, row in decided.items()
        for variant, found in row["variants"].items()
        if "verdict" in found
    }


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


def _over_seeds(claim: Claim, evidence: Evidence, decided: Mapping[tuple[str, Key], Row]) -> Row:
    """Return what the replicates of the claim's two variants came to, and the decisions on them."""
    experiment, variant, against = claim["experiment"], claim["variant"], claim.get("against", "")
    part, control = claim["metric"].partition("_")[0], claim.get("control", "")
    own, other = evidence.replicates(experiment, variant), evidence.replicates(experiment, against)
    symmetric = None
    if claim["expect"] == SYMMETRIC and own:
        trained = evidence.trained[experiment][variant]
        equal_costs = (trained.replicates.costs == trained.replicates.costs[:1]).all()
        symmetric = bool(trained.predictions.symmetric[0] and equal_costs)
    return {
        "seeds": len(own.diverged) if own else 0,
        "median": _median(own, part),
        "median_against": _median(other, part),
        "found": decided.get((part, (experiment, variant, against)), {}),
        "control": control,
        "found_control": decided.get(("train", (experiment, control, variant)), {}),
        "symmetric": symmetric,
    }


def _decision(claim: Claim, row: Row) -> str:
    """Return the decision on a claim, or why its published number cannot be compared."""
    if row["reproduction"] != "reproduced":
        return str(row["reproduction"])
    if row["symmetric"] is not None:
        return ClaimDecision.HOLDS if row["symmetric"] else ClaimDecision.FAILS
    if not row["found"]:
        return ClaimDecision.NOT_REPEATED
    return decide_claim(claim["expect"], row["found"]["verdict"], row["found_control"].get("verdict", ""))


def _median(replicates: Replicates | None, part: Any) -> float | None:
    values = replicates.accuracy(part) if replicates else np.empty(0)
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if finite.size else None
