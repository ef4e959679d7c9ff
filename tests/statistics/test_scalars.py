"""A metric of which each training has one value is decided over seeds, by the same rule as the accuracy."""

import itertools

import numpy as np
import pytest

from seedcheck.statistics.paired import Array, compare_pairs
from seedcheck.statistics.scalars import compare_scalars, decide_scalars, points_of

SHARED = ("n", "left_out", "typical", "cut", "low_seeds", "high_seeds", "iqm", "mean", "median", "wins", "losses",
          "p_seeds")  # fmt: skip


def decided(d: Array, margin: float = 0) -> tuple[str, float]:
    """Return verdict and p of values that differ by d (S,) from their reference."""
    row = decide_scalars({"variant": (d, np.zeros(len(d)))}, margin)["variant"]
    return row["verdict"], row["adjusted_p"]


@pytest.mark.parametrize("failed", [0, 2])
def test_accuracies_alone_give_the_seeds_part_of_the_comparison_by_points(failed: int) -> None:
    """To the last bit: 20 pairs on 200 points, of which two failed."""
    rng = np.random.default_rng(failed)
    D = rng.choice([-1, 0, 1], p=[0.05, 0.85, 0.1], size=(20, 200)).astype(np.int8)
    D[:failed] = -(rng.random((failed, 200)) < 0.5).astype(np.int8)
    reference = rng.integers(100, 190, 20)
    values = (reference + D.sum(axis=1)) / 200
    whole, alone = compare_pairs(D), compare_scalars(values, reference / 200, points=200)
    assert {name: getattr(alone, name) for name in SHARED} == {name: getattr(whole, name) for name in SHARED}
    assert (alone.m, alone.p_points, alone.p_both, alone.informative) == (0, 1.0, 1.0, 0)


@pytest.mark.parametrize("cut", [0, 1])
def test_p_of_real_differences_is_that_of_counting_all_signs(cut: int) -> None:
    """Within what the grid rounds, a tenth of a percent; one that is far out is cut."""
    d = np.random.default_rng(1).normal(0.6, 1, 12)
    d[0] = -1e6 if cut else d[0]
    sums = np.sort(np.array(list(itertools.product([1, -1], repeat=12))) * d, axis=1)[:, cut : 12 - cut].sum(axis=1)
    expected = (abs(sums) >= abs(np.sort(d)[cut : 12 - cut].sum()) - 1e-9).mean()
    found = compare_scalars(d, np.zeros(12))
    assert found.cut == cut
    assert found.p_seeds == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(("n", "failed"), [(60, 6), (400, 0)])
def test_p_of_many_differences_by_the_normal_law_is_the_exact_one(n: int, failed: int) -> None:
    """More than the exact law is built for: as whole numbers, few enough, it still is."""
    d = np.rint(np.random.default_rng(n).uniform(-9, 11, n)).astype(int)
    d[:failed] = 90
    whole, real = compare_scalars(d / 1000, np.zeros(n), points=1000), compare_scalars(d / 1000, np.zeros(n))
    assert real.cut == whole.cut == failed
    assert 0.001 < whole.p_seeds < 0.3
    assert real.p_seeds == pytest.approx(whole.p_seeds, rel=0.1)


@pytest.mark.parametrize(("n", "verdicts"), [(5, ["undecided"] * 2), (6, ["better", "worse"])])
def test_six_pairs_are_the_fewest_that_can_decide(n: int, verdicts: list[str]) -> None:
    """Larger is better, with every seed."""
    d = np.linspace(0.01, 0.02, n)
    assert [decided(d)[0], decided(-d)[0]] == verdicts


def test_diverged_trainings_are_left_out() -> None:
    """Of 8 pairs, nan in either takes one out; what is left is counted."""
    values = np.arange(8.0)
    reference = values - 1.0
    values[0], reference[5] = np.nan, np.nan
    row = decide_scalars({"variant": (values, reference)})["variant"]
    assert row["comparison"]["n"] == row["comparison"]["wins"] == 6
    assert (row["comparison"]["left_out"], row["comparison"]["typical"], row["verdict"]) == (2, 1.0, "better")
    nothing = decide_scalars({"variant": (values * np.nan, reference)})["variant"]
    assert (nothing["comparison"]["n"], nothing["verdict"]) == (0, "undecided")


def test_correction_is_over_all_variants() -> None:
    """Six seeds decide alone, not beside another comparison."""
    six, none = np.linspace(0.01, 0.02, 6), np.zeros(6)
    rows = decide_scalars({"a": (six, none), "b": (none, none)})
    assert (rows["a"]["adjusted_p"], rows["a"]["verdict"], rows["a"]["reason"]) == (
        4 / 2**6, "undecided", "one of several comparisons")  # fmt: skip
    assert rows["b"]["reason"] == "no prediction differs"


def test_equal_is_said_within_a_margin_only() -> None:
    """In the metric's own units; without a margin it stays undecided."""
    d = np.resize([0.4, -0.5, 0.1], 12)
    assert [decided(d, margin)[0] for margin in (0, 0.2, 1)] == ["undecided", "undecided", "equal"]


def test_number_of_points_is_told_from_shares() -> None:
    """In double and single precision; not from what is rounded, or no share."""
    shares = np.array([187, 190, 133, 1]) / 200
    assert [points_of(found) for found in (shares, shares.astype(np.float32))] == [200, 200]
    assert points_of(np.array([14 / 15, 0.2])) == 15
    assert points_of(np.round([14 / 15, 0.2], 4)) == 10_000
    assert [points_of(np.array(found)) for found in ([0.5, 1.5], [np.pi / 4, 0.5], [np.nan])] == [0, 0, 0]
