"""Whether a decision hangs on how one looks: at the last step, at these test points, at these training data.

Each look decides all comparisons that stand together by the same rule as the headline. It is there for critics: the
headline stays the one that was planned.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.files import Row
from seedcheck.statistics.decision import decide, seeds_p
from seedcheck.statistics.paired import PairedDifference, compare_pairs, differences
from seedcheck.statistics.pairs import Pair, Rule
from seedcheck.training.recent import RECENT

Array = NDArray[Any]

RECORDS, FIRST_HALF, OTHER_HALF, REDRAWN = "recent records", "half of the points", "other half", "redrawn data"
NUMBERS = ("n", "m", "typical", "low", "high", "low_seeds", "high_seeds", "wins", "losses")


def sensitivity(pairs: Mapping[str, Pair], redrawn: Mapping[str, Pair], rule: Rule) -> dict[str, dict[str, Row]]:
    """Return per comparison and look what would be decided.

    Looks that are not possible are left out: records at which nothing was counted, halves of training points
    (which are no sample), data that were not drawn anew.

    Parameters
    ----------
    pairs : comparisons that stand together, by name
    redrawn : those of them that were also trained with training data of their own for each seed
    """
    looks: dict[str, dict[str, PairedDifference]] = {}
    for name, pair in pairs.items():
        for look, compared in _looks(pair, rule.seed):
            looks.setdefault(look, {})[name] = compared
    if again := {name: _compare(pair) for name, pair in redrawn.items() if name in pairs}:
        looks[REDRAWN] = again
    found: dict[str, dict[str, Row]] = {name: {} for name in pairs}
    for look, at_look in looks.items():
        for name, row in _decided(at_look, pairs, rule).items():
            found[name][look] = row
    return found


def _looks(pair: Pair, seed: int) -> Iterator[tuple[str, PairedDifference]]:
    """Yield the looks at one comparison that its replicates allow."""
    recent = [side.recently_correct(pair.part) for side in (pair.variant, pair.reference)]
    if all(side.size for side in recent):
        unit = min(RECENT, len(pair.variant.epochs))
        D, left_out = differences(recent[0], recent[1], unit)
        yield RECORDS, compare_pairs(D, left_out, unit)
    points = pair.variant.points(pair.part) if pair.has_points else 0
    if pair.part == "test" and points > 1:
        shuffled = np.random.default_rng(seed).permutation(points)
        yield FIRST_HALF, _compare(pair, np.sort(shuffled[: points // 2]))
        yield OTHER_HALF, _compare(pair, np.sort(shuffled[points // 2 :]))


def _compare(pair: Pair, points: Array | slice = slice(None)) -> PairedDifference:
    variant, reference = (side.correct(pair.part)[:, points] for side in (pair.variant, pair.reference))
    D, left_out = differences(variant, reference)
    return compare_pairs(D, left_out)


def _decided(compared: Mapping[str, PairedDifference], pairs: Mapping[str, Pair], rule: Rule) -> dict[str, Row]:
    p_values = {name: seeds_p(found) if pairs[name].part == "train" else found.p for name, found in compared.items()}
    return {
        name: {key: getattr(found.comparison, key) for key in NUMBERS}
        | {"adjusted_p": found.adjusted_p, "verdict": found.decision.value}
        for name, found in decide(compared, rule.margin, p_values).items()
    }
