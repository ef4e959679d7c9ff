"""A metric that is no mean over points is decided over seeds, by ranks."""

import numpy as np
import pytest
from scipy import stats

from seedcheck.statistics.paired import Array
from seedcheck.statistics.scalars import decide_scalars

ZEROS = np.zeros(24)


def decided(d: Array) -> tuple[str, float]:
    """Return verdict and p of values that differ by d (S,) from their reference."""
    row = decide_scalars({"variant": (d, np.zeros(len(d)))})["variant"]
    return row["verdict"], row["adjusted_p"]


def test_p_is_the_exact_one_of_the_signed_rank_test() -> None:
    """As scipy enumerates it, for differences without ties."""
    d = np.random.default_rng(0).normal(0.5, 1, size=12)
    assert decided(d)[1] == pytest.approx(stats.wilcoxon(d, method="exact").pvalue, rel=1e-12)


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
    assert (row["comparison"]["typical"], row["verdict"]) == (1.0, "better")
    nothing = decide_scalars({"variant": (values * np.nan, reference)})["variant"]
    assert (nothing["comparison"], nothing["verdict"]) == ({"n": 0, "wins": 0, "losses": 0}, "undecided")


def test_correction_is_over_all_variants() -> None:
    """Six seeds decide alone, not beside another comparison."""
    six, none = np.linspace(0.01, 0.02, 6), np.zeros(6)
    rows = decide_scalars({"a": (six, none), "b": (none, none)})
    assert (rows["a"]["adjusted_p"], rows["a"]["verdict"]) == (4 / 2**6, "undecided")


def test_a_typical_difference_that_does_not_agree_with_the_ranks_decides_nothing() -> None:
    """Only 6 of 24 differ, all upwards (p 2 / 2^6): the middle half is 0, which is neither better nor worse."""
    d = ZEROS.copy()
    d[:6] = np.linspace(0.01, 0.02, 6)
    assert decided(d) == ("undecided", 2 / 2**6)
    few_large_gains = np.concatenate([np.full(12, 0.5), np.full(12, -0.001)])
    few_large_gains[:2] = -0.002
    assert decided(few_large_gains)[0] in {"better", "undecided"}
