"""What the page's script is told of each seed: a block of JSON per experiment, as small as it may be."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from nn.activations import Array
from seedcheck.errors import InputError
from seedcheck.files import Row
from seedcheck.presentation.figures import density
from seedcheck.presentation.figures.ranges import LARGEST, WIDE
from seedcheck.presentation.one_seed import CLAIMS, DIVERGED, PRINTED, QUOTE
from seedcheck.presentation.page.material import Material
from seedcheck.training.regions import SIDE
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import Result

KEPT = 24  # points of a cost curve
MANY = 2000  # seeds of all variants of all experiments; of more, less is told of each that has its dot
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
TOP = 36**2 - 1  # two letters a point


def right(replicates: Replicates, part: str) -> list[float | None]:
    """Return how many "train" or "test" points each seed gets right, None where one diverged or that is not known.

    Where only accuracies are known, they are the share of one point.
    """
    correct = {"train": replicates.train_correct, "test": replicates.test_correct}[part]
    counts = correct.sum(axis=1).tolist()
    return [
        None if diverged or count != count else count  # noqa: PLR0124 - nan: not known
        for count, diverged in zip(counts, replicates.diverged, strict=True)
    ]


def points_of(material: Material, name: str) -> Markup | None:
    """Return what the script is told of an experiment, as JSON that may stand in HTML; None without replicates."""
    found, experiment = material.seeds.get(name, {}), material.experiments[name]
    if not found:
        return None
    first = next(iter(found.values()))[1]
    points = KEPT // 2 if has_many_seeds(material) else KEPT
    kept = np.unique(np.linspace(0, len(first.epochs) - 1, points).round().astype(int))
    curves = {variant: replicates.costs[:, _kept(replicates, kept)] for variant, (_, replicates) in found.items()}
    told_of = with_dots({variant: own for variant, (_, own) in found.items()}, experiment["reference"])
    low, high, is_log = cost_range(np.concatenate([curve.ravel() for curve in curves.values()]))
    told = {
        "reference": experiment["reference"],
        "train": first.train_correct.shape[1],
        "test": first.test_correct.shape[1],
        "epochs": int(first.epochs[-1]),
        "side": SIDE,
        "range": [f"{low:.2g}", f"{high:.2g}"],
        "words": {"printed": PRINTED, "quote": QUOTE, "diverged": DIVERGED},
        "claims": {key: [claim.word, claim.tone] for key, claim in CLAIMS.items() if key is not None},
        "variants": [
            _variant(material, result, replicates, encoded(curves[variant], low, high, is_log=is_log), told_of[variant])
            for variant, (result, replicates) in found.items()
        ],
    }  # fmt: skip
    return htmlsafe_json_dumps(told, separators=(",", ":"))


def has_many_seeds(material: Material) -> bool:
    """Return whether a study has so many seeds that the page would become too large."""
    sizes = [len(experiment["variants"]) * experiment["replicates"] for experiment in material.experiments.values()]
    return bool(sum(sizes) > MANY)


def _kept(replicates: Replicates, kept: Array) -> Array:
    """Return which records to show of a variant, as many as of the first one."""
    return np.minimum(kept, len(replicates.epochs) - 1)


def with_dots(found: Mapping[str, Replicates], reference: str) -> dict[str, list[int] | None]:
    """Return which seeds of each variant have a dot in a picture, None if all have: the card shows nothing of others.

    It shows the reference's same seed beside each.
    """
    seeds: dict[str, list[int] | None] = {}
    other = found[reference].accuracy("test") if reference in found else None
    for variant, replicates in found.items():
        own = replicates.accuracy("test")
        difference = [] if other is None or len(other) != len(own) else density.marked(own - other)
        seeds[variant] = sorted({*density.marked(own), *difference}) if density.is_dense(len(own)) else None
    if seeds.get(reference) is not None:
        seeds[reference] = sorted({seed for some in seeds.values() for seed in some or ()})
    return seeds


def _variant(
    material: Material, result: Result, replicates: Replicates, costs: Sequence[str], seeds: Sequence[int] | None
) -> Row:
    """Return what is told of a variant: lists by seed, or, but for test points, mappings of the ``seeds`` with dots."""
    train = right(replicates, "train")
    return {
        "name": result.variant,
        "title": material.titles(result.experiment)[result.variant],
        "color": material.colors[result.variant],
        "train": train if seeds is None else {seed: train[seed] for seed in seeds},
        "test": right(replicates, "test"),
        "costs": costs if seeds is None else {seed: costs[seed] for seed in seeds},
        **_stops(replicates, seeds),
        "regions": _regions(
            result, replicates.accuracy("test"), only_median=seeds is None and has_many_seeds(material)
        ),
    }


def _stops(replicates: Replicates, seeds: Sequence[int] | None) -> Row:
    """Return at which epoch seeds stopped, and which one's weights they kept; nothing without early stopping."""
    if replicates.stopped is None or replicates.kept is None:
        return {}
    pairs = np.column_stack([replicates.stopped, replicates.kept]).tolist()
    return {"stops": pairs if seeds is None else {seed: pairs[seed] for seed in seeds}}


def _regions(result: Result, accuracy: Array, *, only_median: bool) -> dict[str, str]:
    """Return the regions of a variant's seeds in base 64; none where there is no such file."""
    try:
        found = result.regions()
    except InputError:
        return {}
    median = sorted(found.seeds.tolist(), key=lambda seed: accuracy[seed])[len(found.seeds) // 2 :][:1]
    return {
        str(seed): base64.b64encode(bits.tobytes()).decode()
        for seed, bits in zip(found.seeds.tolist(), found.classes, strict=True)
        if not only_median or [seed] == median
    }


def cost_range(costs: Array) -> tuple[float, float, bool]:
    """Return the least and the largest finite cost, and whether they are shown logarithmically."""
    finite = np.clip(costs[np.isfinite(costs)], -LARGEST, LARGEST)
    if not finite.size:
        return 0.0, 1.0, False
    low, high = float(finite.min()), float(finite.max())
    return low, high, low > 0 and high > WIDE * low


def encoded(costs: Array, low: float, high: float, *, is_log: bool) -> list[str]:
    """Return costs (S, k) as k pairs of letters each, from "00" at ``low`` to "zz" at ``high``; "--" if not finite."""
    scale: Any = np.log if is_log else np.asarray
    ends = scale(np.array([low, high]))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = (scale(np.clip(costs, low, high)) - ends[0]) / ((ends[1] - ends[0]) or 1.0)
    return ["".join(_pair(share) for share in row) for row in shares.tolist()]


def _pair(share: float) -> str:
    if not np.isfinite(share):
        return "--"
    level = round(TOP * share)
    return LETTERS[level // 36] + LETTERS[level % 36]


def script_parts(material: Material) -> dict[str, Any]:
    """Return what the script is told, by experiment, without those that have no replicates."""
    told = {name: points_of(material, name) for name in material.experiments}
    return {name: found for name, found in told.items() if found}
