"""The decisions on all variants of a table of runs, by the statistics that judge our own study."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from seedcheck.errors import InputError
from seedcheck.files import Row, without_nan
from seedcheck.judging.pairing import Group, groups, pairs
from seedcheck.judging.runs import Runs
from seedcheck.statistics.advice import advice
from seedcheck.statistics.decision import decide, decide_failures, seeds_p
from seedcheck.statistics.failures import FailureDifference, compare_failures, failure_rate
from seedcheck.statistics.paired import PairedDifference, compare_pairs, differences
from seedcheck.statistics.scalars import compare_scalars, points_of
from seedcheck.statistics.summaries import summarize
from seedcheck.statistics.unpaired import compare_unpaired, name_of_test

Array = NDArray[Any]

PAIRED = "sign-flip test of pairs"
BOTH = "sign-flip tests of pairs and of points, and two-way t test"


@dataclass(frozen=True)
class Rule:
    """How runs are judged.

    Attributes
    ----------
    reference : the variant that the others are compared with
    lower_is_better : whether small values of the metrics are good
    margin : of practical equality, in units of the metrics, 0 where none is set
    unpaired : whether the same seed means nothing
    seed : of resampling
    """

    reference: str
    lower_is_better: bool = False
    margin: float = 0.0
    unpaired: bool = False
    seed: int = 0


class Key(NamedTuple):
    """Which comparison."""

    metric: str
    dataset: str
    variant: str


class Compared(NamedTuple):
    """A comparison; ``more`` is what its row says of it besides."""

    found: PairedDifference
    failing: FailureDifference | None
    more: Row


def judged(runs: Runs, rule: Rule, examples: Array | None = None) -> list[Row]:
    """Return a row per metric, data set and variant: its distribution, and but for the reference the decision on it.

    Rows are as ``statistics.experiments`` makes them, with the names of metric, data set, variant and reference; and
    how it was compared: ``pairing`` ("seeds", "test" if points count too, or "unpaired"), ``test``, the numbers of
    ``runs`` of both, and how many have no partner (``unmatched``). Differences are in the variant's favour: with
    ``lower_is_better``, the reference minus the variant. Holm's correction is over all comparisons.

    Parameters
    ----------
    runs, rule : what is judged, and how
    examples : (runs, examples) what each run says of each test example, if that is known
    """
    found = list(groups(runs, paired=not rule.unpaired))
    if examples is not None and (len(runs.values) > 1 or len(found) > 1 or rule.unpaired or runs.seed is None):
        raise InputError("values per example: give them for one metric, on one data set, of runs with seeds")
    compared = {
        Key(metric, group.dataset, variant): _compared(group, variant, values, points, rule, examples)
        for metric, values in runs.values.items()
        for group in found
        for points in (points_of(values[group.rows[group.rows >= 0]]),)
        for variant in group.variants
        if variant != rule.reference and rule.reference in group.variants
    }
    rows = _decided(compared, rule)
    return [
        without_nan({**key._asdict(), "reference": rule.reference, **_distribution(values[group.all_of(key.variant)]),
                     **rows.get(key, {})})
        for metric, values in runs.values.items()
        for group in found
        for key in (Key(metric, group.dataset, variant) for variant in group.variants)
    ]  # fmt: skip


def _distribution(values: Array) -> Row:
    failed = int(np.isnan(values).sum())
    return {"summary": asdict(summarize(values)), "failures": asdict(failure_rate(failed, values.size))}


def _compared(group: Group, variant: str, values: Array, points: int, rule: Rule, examples: Array | None) -> Compared:
    """Return a comparison; ``points`` is of how many test examples values can be shares, 0 if of none."""
    own, other = pairs(group, variant, rule.reference)
    every = [group.all_of(name) for name in (variant, rule.reference)]
    counts: Row = {"runs": [rows.size for rows in every]}
    if group.seeds is None or not own.size:
        a, b = values[every[0]], values[every[1]]
        test = name_of_test(*(int(np.isfinite(side).sum()) for side in (a, b)))
        found = compare_unpaired(*_favourable(a, b, rule), rule.seed)
        return Compared(found, None, counts | {"pairing": "unpaired", "test": test, "unmatched": 0})
    counts["unmatched"] = sum(counts["runs"]) - 2 * own.size
    failing = compare_failures(np.isnan(values[own]), np.isnan(values[other]))
    if examples is not None:
        found = _over_points(*_favourable(examples[own], examples[other], rule))
        return Compared(found, failing, counts | {"pairing": "test", "test": BOTH})
    found = compare_scalars(*_favourable(values[own], values[other], rule), points)
    return Compared(found, failing, counts | {"pairing": "seeds", "test": PAIRED})


def _favourable(values: Array, reference: Array, rule: Rule) -> tuple[Array, Array]:
    """Return both in the order in which a positive difference is one in the variant's favour."""
    return (reference, values) if rule.lower_is_better else (values, reference)


def _over_points(values: Array, reference: Array) -> PairedDifference:
    """Return the comparison of values (n, m) per example, which are right or wrong, or losses."""
    D = values - reference
    usable = np.isfinite(D).all(axis=1)
    if np.isin(values[usable], (0, 1)).all() and np.isin(reference[usable], (0, 1)).all():
        return compare_pairs(*differences(values, reference))
    return compare_pairs(D[usable], int((~usable).sum()))


def _decided(compared: Mapping[Key, Compared], rule: Rule) -> dict[Key, Row]:
    """Return the decisions, with Holm's correction over all of them."""
    names = {str(k): key for k, key in enumerate(compared)}
    found = {name: compared[key].found for name, key in names.items()}
    p_values = {
        name: found[name].p if compared[key].more["pairing"] == "test" else seeds_p(found[name])
        for name, key in names.items()
    }
    failing = {name: own for name, key in names.items() if (own := compared[key].failing)}
    fails = decide_failures(failing)
    rows = {}
    for name, decision in decide(found, rule.margin, p_values).items():
        more = compared[names[name]].more
        told = advice(decision, 0, len(found)) if more["pairing"] != "unpaired" else None
        rows[names[name]] = decision.row() | {"advice": told} | more
        if name in failing:
            counts = {side: getattr(failing[name], side) for side in ("only_variant", "only_reference", "p")}
            rows[names[name]]["failing"] = counts | {"verdict": fails[name].value}
    return rows
