"""One trick on several data sets: whether what it does on one carries over to the others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.statistics.resampling import mean_interval

Array = NDArray[Any]


@dataclass(frozen=True)
class Stratified:
    """A trick's effect over data sets, each counting the same.

    Attributes
    ----------
    datasets, left_out : data sets used, and left out because they have fewer than two pairs
    mean : mean of the data sets' mean differences
    low, high : its 95 % bootstrap interval over the seeds within each of these data sets
    better, worse, same : data sets with a mean difference above, below, and equal to 0
    """

    datasets: int
    left_out: int
    mean: float = nan
    low: float = nan
    high: float = nan
    better: int = 0
    worse: int = 0
    same: int = 0


def stratified(differences: Sequence[Array], seed: int) -> Stratified:
    """Summarize paired differences (n_k,) of one trick on each data set k; nan are diverged pairs and left out."""
    finite = [sample[np.isfinite(sample)] for sample in differences]
    used = [sample for sample in finite if sample.size > 1]
    left_out = len(finite) - len(used)
    if not used:
        return Stratified(0, left_out)
    means = np.array([sample.mean() for sample in used])
    low, high = mean_interval(used, seed)
    signs = (int((means > 0).sum()), int((means < 0).sum()), int((means == 0).sum()))
    return Stratified(len(used), left_out, float(means.mean()), low, high, *signs)


def carries_over(words: Mapping[str, str]) -> str:
    """Return in words how far a trick's effect carries, from its verdict's word on each data set.

    An effect carries over if it is seen on more than half of the data sets, and on none in the other direction.
    """
    better, worse = ([name for name, word in words.items() if word == side] for side in ("better", "worse"))
    k = len(words)
    if k == 1:
        (word,) = words.values()
        return f"{word} on the one data set that has it"
    if better and worse:
        return f"depends on the data: better on {', '.join(better)}, worse on {', '.join(worse)} (of {k} data sets)"
    if not better and not worse:
        return f"not distinguishable on any of {k} data sets"
    side, names = ("better", better) if better else ("worse", worse)
    if 2 * len(names) > k:
        return f"carries over: {side} on {len(names)} of {k} data sets"
    return f"does not carry over: {side} on {len(names)} of {k} data sets only ({', '.join(names)})"


def families(layout: Mapping[str, Any], variants: Mapping[str, Mapping[str, Array]],
             verdicts: Mapping[str, Any], seed: int) -> dict[str, Any]:  # fmt: skip
    """Return per family and variant the verdicts' words on each data set, and the effect over all of them.

    Parameters
    ----------
    layout : experiments; those of one ``family`` ask the same of different data
    variants : test accuracy (S,) per experiment and variant
    verdicts : per experiment, as ``evidence`` makes them
    seed : of the bootstrap
    """
    found: dict[str, Any] = {}
    for family in dict.fromkeys(own["family"] for own in layout.values() if own["family"]):
        members = [name for name, own in layout.items() if own["family"] == family and name in verdicts]
        if len(members) > 1:
            found[family] = _family(members, layout, variants, verdicts, seed)
    return found


def _family(members: Sequence[str], layout: Mapping[str, Any], variants: Mapping[str, Mapping[str, Array]],
            verdicts: Mapping[str, Any], seed: int) -> dict[str, Any]:  # fmt: skip
    rows = {}
    for variant in dict.fromkeys(name for member in members for name in verdicts[member]["variants"]):
        judged = [m for m in members if "verdict" in verdicts[m]["variants"].get(variant, {})]
        if judged:
            words = {layout[m]["dataset"]: verdicts[m]["variants"][variant]["verdict"] for m in judged}
            differences = [variants[m][variant] - variants[m][verdicts[m]["reference"]] for m in judged]
            rows[variant] = {"words": words, "verdict": carries_over(words), **asdict(stratified(differences, seed))}
    return {"datasets": [layout[member]["dataset"] for member in members], "variants": rows}
