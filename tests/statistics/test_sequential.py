"""Adding seeds until decided, and planning them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seedcheck.statistics.paired import compare_pairs
from seedcheck.statistics.planning import (
    Sources,
    failures_dominate,
    needed_to_differ,
    needed_to_equal,
    power,
    sources,
)
from seedcheck.statistics.sequential import e_process, sequential_p
from seedcheck.statistics.two_way import two_way

BETS = json.loads((Path(__file__).parents[1] / "data/stats_oracles_eprocess.json").read_text())
SIDES = {"better": 1, "worse": -1}


@pytest.mark.parametrize("case", BETS, ids=lambda case: case["name"])
def test_bets_win_what_was_computed_independently(case: dict[str, Any]) -> None:
    """Exact fractions of stats_oracles_eprocess.json."""
    found, expected = e_process(np.array(case["input"]["differences"])), case["expected"]
    assert found.wealth == pytest.approx(expected["wealth"], rel=1e-9)
    assert (found.up, found.down) == pytest.approx((expected["up"], expected["down"]), rel=1e-9)
    assert found.anytime_p == pytest.approx(expected["anytime_p"], rel=1e-9)
    assert found.stops_at(case["input"].get("level", 20), case["input"].get("start", 6)) == expected["stops_at"]
    if expected["side"]:
        assert found.side == SIDES[expected["side"]]


def test_bets_at_one_look_use_only_what_came_before() -> None:
    """The wealth of the first 10 differences is the same whether more follow or not."""
    d = np.random.default_rng(0).integers(-5, 8, 30)
    assert e_process(d).wealth[:10] == pytest.approx(e_process(d[:10]).wealth, rel=1e-12)


def test_fair_signs_make_nobody_rich() -> None:
    """Of 400 gamblers with 60 fair signs at most 1 in 20 (and 2 errors) ever has 20 times his start."""
    rng = np.random.default_rng(1)
    rich = [e_process(np.rint(rng.normal(0, 4, 60))).wealth.max() >= 20 for _ in range(400)]
    assert np.mean(rich) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 400)


def test_sequential_p_asks_for_seeds_and_points() -> None:
    """All of 30 seeds agree, but on 4 points only: three times the p over points, 3 * 2 / 2^4."""
    D = np.zeros((30, 100), dtype=np.int8)
    D[:, :4] = 1
    won = D.sum(axis=1)
    assert e_process(won).anytime_p < 0.001
    assert sequential_p(won, compare_pairs(D)) == pytest.approx(3 * 2 / 2**4)


def test_sequential_p_is_1_before_six_pairs_and_where_sides_differ() -> None:
    """Bets on signs and the typical difference have to agree."""
    D = np.zeros((12, 100), dtype=np.int8)
    D[:, :20] = 1
    won = D.sum(axis=1)
    assert sequential_p(won[:5], compare_pairs(D[:5])) == 1
    assert sequential_p(-won, compare_pairs(D)) == 1


def test_sources_add_up_to_the_squared_error() -> None:
    """Where no estimate is negative."""
    rng = np.random.default_rng(2)
    effects = rng.normal(0, 0.8, (15, 1)) + rng.normal(0, 0.8, (1, 60))
    D = np.clip(np.rint(effects + rng.normal(0, 0.5, (15, 60))), -1, 1).astype(int)
    found = two_way(D, D.sum(axis=1), 0)
    parts = sources(found, 15)
    assert parts.error(15, 60) ** 2 == pytest.approx(found.variance, rel=1e-9)
    assert sum(parts.shares(15, 60)) == pytest.approx(1)


def test_more_seeds_do_not_decide_what_points_leave_open() -> None:
    """Points alone leave .02 / 200; 1 point then needs 1570 points and no number of seeds: (2.80 / .01)^2 * .02."""
    needed = needed_to_differ(Sources(0.0, 0.02, 0.0), 20, 200, 0.01)
    assert needed.seeds is None
    assert needed.points == pytest.approx(2.8016**2 * 0.02 / 0.01**2, abs=2)


def test_more_seeds_decide_what_seeds_leave_open() -> None:
    """Seeds with sd 4 points: (2.80 * 4)^2 = 126 seeds for 1 point, and no number of points."""
    needed = needed_to_differ(Sources(0.0016, 0.0, 0.0), 20, 200, 0.01)
    assert needed.points is None
    assert needed.seeds == pytest.approx(2.8016**2 * 16, abs=1)


def test_what_is_there_may_be_enough() -> None:
    """Then as many as there are."""
    needed = needed_to_differ(Sources(1e-6, 1e-6, 0.0), 20, 200, 0.05)
    assert (needed.seeds, needed.points) == (20, 200)


def test_trimmed_pairs_count_less() -> None:
    """Half of the pairs kept: twice the seeds."""
    all_kept = needed_to_differ(Sources(0.0016, 0.0, 0.0), 20, 200, 0.01).seeds
    half_kept = needed_to_differ(Sources(0.0016, 0.0, 0.0, 0.5), 20, 200, 0.01).seeds
    assert all_kept is not None
    assert half_kept == pytest.approx(2 * all_kept, abs=1)


def test_showing_equality_takes_points() -> None:
    """With .02 between points, 2 points: 1.35 / m + 2.93 sqrt(.02 / m + 1.35 / m^2) <= .02 from 505 points on."""
    needed = needed_to_equal(Sources(0.0, 0.02, 0.0), 20, 200, 0.02)
    assert needed.seeds is None
    m = needed.points
    assert m is not None
    width = [1.3528 / k + 2.9264 * np.sqrt(0.02 / k + 1.3528 / k**2) for k in (m - 1, m)]
    assert width[0] > 0.02 >= width[1] - 1e-6


def test_no_advice_where_more_than_a_quarter_of_the_pairs_failed() -> None:
    """5 of 20 can be cut at each end, 6 cannot."""
    assert [failures_dominate(failed, 20) for failed in (0, 5, 6)] == [False, False, True]


def test_power_is_the_level_without_a_difference_and_80_percent_at_2_8_errors() -> None:
    """One side of a two-sided test: half the level."""
    assert power(0.0, 1.0) == pytest.approx(0.025)
    assert power(2.8016, 1.0) == pytest.approx(0.8, abs=1e-4)
