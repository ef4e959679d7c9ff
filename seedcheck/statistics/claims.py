"""The notebook's claims, in the light of many seeds.

A claim says that a variant is better or worse than another in some accuracy, or that its units stay symmetric. It names
published numbers, which one training each gave; the verdict is about what other seeds give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import nn
from seedcheck.presentation.words import ARTEFACT, FAILS, HOLDS, UNDECIDED
from seedcheck.statistics.experiments import Row, judge
from seedcheck.training.records import read_model
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import Result

Seeds = Mapping[str, Mapping[str, Replicates]]  # by experiment and variant


@dataclass(frozen=True)
class Study:
    """What the claims are judged by.

    Attributes
    ----------
    results : of all variants
    published : the published numbers with ours, as ``published_rows`` makes them
    seeds : the replicates
    verdicts : on test accuracy, by experiment, as the step ``verdicts`` makes them
    seed : of bootstrap and permutations
    """

    results: Sequence[Result]
    published: Sequence[Row]
    seeds: Seeds
    verdicts: Mapping[str, Any]
    seed: int


def claim_rows(claims: Iterable[Mapping[str, Any]], study: Study) -> list[Row]:
    """Return one row per claim (``claims`` of config/published.yaml) on a variant that this study has."""
    known = {(result.experiment, result.variant): result for result in study.results}
    own = [claim for claim in claims if (claim["experiment"], claim["variant"]) in known]
    judged = _judged_on_training(own, study)
    numbers = {(row["experiment"], row["variant"], row["quantity"]): row for row in study.published}
    rows = []
    for claim in own:
        row = {key: claim.get(key, "") for key in ("claim", "experiment", "variant", "against", "metric")}
        row |= _published(claim, numbers) | _over_seeds(claim, study, judged)
        result = known[claim["experiment"], claim["variant"]]
        rows.append(row | _verdict(claim, row, judged, result, study.seeds))
    return rows


def _judged_on_training(claims: Iterable[Mapping[str, Any]], study: Study) -> dict[tuple[str, ...], Row]:
    """Return by (experiment, variant, against) the verdicts on training accuracy that claims need.

    Holm's correction is over those of one experiment. Verdicts on test accuracy are in the study already.
    """
    groups: dict[str, dict[str, tuple[Replicates, Replicates]]] = {}
    for claim in claims:
        if claim["metric"] == "train_accuracy" and "against" in claim:
            own, variant = study.seeds.get(claim["experiment"], {}), claim["variant"]
            for name, other in ((variant, claim["against"]), (claim.get("control", ""), variant)):
                if name in own and other in own:
                    groups.setdefault(claim["experiment"], {})[f"{name} {other}"] = (own[name], own[other])
    return {
        (experiment, *name.split()): row
        for experiment, pairs in groups.items()
        for name, row in judge(pairs, study.seed, "train").items()
    }


def _published(claim: Mapping[str, Any], numbers: Mapping[tuple[str, str, str], Row]) -> Row:
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


def _over_seeds(claim: Mapping[str, Any], study: Study, judged: Mapping[tuple[str, ...], Row]) -> Row:
    """Return what the replicates of the claim's two variants came to, and the verdict on their comparison."""
    experiment, variant, against = claim["experiment"], claim["variant"], claim.get("against", "")
    own, part = study.seeds.get(experiment, {}), claim["metric"].partition("_")[0]
    row: Row = {"seeds": len(own[variant].diverged) if variant in own else 0}
    row |= {"median": _median(own.get(variant), part), "median_against": _median(own.get(against), part)}
    compared = judged.get((experiment, variant, against), {})
    if part == "test" and study.verdicts.get(experiment, {}).get("reference") == against:
        compared = study.verdicts[experiment]["variants"].get(variant, {})
    row |= {key: compared.get("comparison", {}).get(key) for key in ("wins", "losses", "mean", "low_both", "high_both")}
    return row | {"comparison": compared.get("verdict", ""), "sentence": compared.get("sentence", "")}


def _verdict(claim: Mapping[str, Any], row: Row, judged: Mapping[tuple[str, ...], Row], result: Result,
             seeds: Seeds) -> Row:  # fmt: skip
    """Return the claim's verdict, and a sentence that says why."""
    if row["reproduction"] != "reproduced":
        return {"verdict": row["reproduction"]}
    if claim["expect"] == "symmetric" and row["seeds"]:
        layers, theta = read_model(result.folder / "model.h5")
        return _symmetry(layers, theta, seeds[claim["experiment"]][claim["variant"]])
    if not row["comparison"]:
        return {"verdict": "not repeated over seeds"}
    control = judged.get((claim["experiment"], claim.get("control", ""), claim["variant"]), {})
    sentence = row["sentence"]
    if control:
        sentence += f"; {claim['control']}, from the same weights, is {control['sentence']}"
    return {"verdict": claim_word(claim["expect"], row["comparison"], control.get("verdict", "")), "sentence": sentence}


def claim_word(expected: str, found: str, control: str = "") -> str:
    """Return the verdict on a claim from the verdict on its comparison, and on its control against the same variant.

    The control is the same training with nothing but the loss exchanged. If that is better, then the loss was to blame.
    """
    if found == UNDECIDED:
        return UNDECIDED
    if found != expected:
        return FAILS
    return ARTEFACT if control == "better" else HOLDS


def _symmetry(layers: Sequence[int], theta: Any, found: Replicates) -> Row:
    """Judge whether units stay copies of each other: in the published model, and equally from every seed."""
    same = units_are_equal(layers, theta) and bool((found.costs == found.costs[:1]).all())
    sentence = "after training all units of each hidden layer are equal" if same else "hidden units differ"
    return {"verdict": HOLDS if same else FAILS, "sentence": f"{sentence}, from all {len(found.diverged)} seeds"}


def units_are_equal(layers: Sequence[int], theta: Any) -> bool:
    """Return whether all units of each hidden layer have the same weights and bias."""
    blocks = nn.split(theta, layers)[:-1]
    return all(np.array_equal(block, np.broadcast_to(block[:1], block.shape)) for block in blocks)


def _median(replicates: Replicates | None, part: str) -> float | None:
    values = replicates.accuracy(part) if replicates else np.empty(0)
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if finite.size else None
