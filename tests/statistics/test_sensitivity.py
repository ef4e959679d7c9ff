"""Other looks at a comparison: the same rule, on other records, points or training data."""

from dataclasses import replace

import numpy as np
import pytest

from seedcheck.statistics.experiments import decide_experiment
from seedcheck.statistics.paired import compare, compare_pairs, differences
from seedcheck.statistics.pairs import Pair, Rule
from seedcheck.statistics.sensitivity import FIRST_HALF, OTHER_HALF, RECORDS, REDRAWN, sensitivity
from seedcheck.training.replicates import Replicates
from tests.statistics.trained import POINTS, SEEDS, at, right, trained

RULE = Rule(margin=0.02, seed=0)
EPOCHS = np.array([0, 10, 20, 30, 40])


def watched(*levels: float, salt: int = 0) -> Replicates:
    """Return replicates whose five last records have these accuracies, the last one that of the end."""
    records = [right(level, salt + k) for k, level in enumerate(levels)]
    sums = np.sum(records, axis=0, dtype=np.int8)
    found = trained(records[-1], records[-1]).replicates
    return replace(found, epochs=EPOCHS, train_recent=sums, test_recent=sums)


def test_a_last_step_that_landed_well_is_seen_through() -> None:
    """Better at the last record only: the mean of the last five says otherwise, and the headline does not see it."""
    lucky, steady = watched(0.80, 0.80, 0.80, 0.80, 0.90), watched(*5 * [0.82], salt=50)
    row = sensitivity({"a": Pair(lucky, steady)}, {}, RULE)["a"][RECORDS]
    headline = compare(lucky.correct("test"), steady.correct("test"))
    assert headline.typical > 0.06
    assert row["typical"] == pytest.approx(0.0, abs=0.01)
    assert row["verdict"] in {"equal", "undecided"}
    assert (row["n"], row["m"]) == (SEEDS, POINTS)


def test_a_mean_of_equal_records_is_the_record() -> None:
    """Five times the same point by point: all numbers and the p are those of one record."""
    once = [right(level) for level in (0.8, 0.85)]
    D, _ = differences(*once)
    five, left_out = differences(*(5 * part for part in once), unit=5)
    alone, mean = compare_pairs(D), compare_pairs(five, left_out, 5)
    for name, value in vars(alone).items():
        if name != "two_way":
            assert getattr(mean, name) == pytest.approx(value, rel=1e-12), name
    assert mean.two_way is not None
    assert mean.two_way.p == pytest.approx(alone.p_both, rel=1e-9)


def test_halves_of_the_points_share_none_and_leave_none() -> None:
    """Their differences weigh up to that of all; training points are not halved."""
    pair = Pair(at(0.9).replicates, at(0.8).replicates)
    rows = sensitivity({"a": pair}, {}, RULE)["a"]
    assert rows[FIRST_HALF]["m"] + rows[OTHER_HALF]["m"] == POINTS
    means = [compare(pair.variant.correct("test"), pair.reference.correct("test")).typical]
    assert np.mean([rows[half]["typical"] for half in (FIRST_HALF, OTHER_HALF)]) == pytest.approx(means[0], abs=0.003)
    assert rows == sensitivity({"a": pair}, {}, RULE)["a"]
    assert sensitivity({"a": pair._replace(part="train")}, {}, RULE)["a"] == {}


def test_redrawn_data_are_a_look_of_their_own() -> None:
    """The experiment keeps its verdict; beside it stands that of the trainings on other data."""
    variants = {"b": at(0.8), "a": at(0.9)}
    again = {"b": at(0.8, salt=3), "a": at(0.7, salt=4)}
    row = decide_experiment(variants, "b", RULE, again)["variants"]["a"]
    assert (row["verdict"], row["sensitivity"][REDRAWN]["verdict"]) == ("better", "worse")
    assert REDRAWN not in decide_experiment(variants, "b", RULE)["variants"]["a"]["sensitivity"]
    assert "sensitivity" not in decide_experiment(variants, "b", RULE)["variants"]["b"]


def test_correction_is_over_the_comparisons_of_one_look() -> None:
    """Two comparisons that stand together double the p of the clearer one."""
    clear, other = Pair(at(0.9).replicates, at(0.8).replicates), Pair(at(0.8, salt=5).replicates, at(0.8).replicates)
    alone = sensitivity({"a": clear}, {}, RULE)["a"][FIRST_HALF]["adjusted_p"]
    assert sensitivity({"a": clear, "c": other}, {}, RULE)["a"][FIRST_HALF]["adjusted_p"] == pytest.approx(2 * alone)
