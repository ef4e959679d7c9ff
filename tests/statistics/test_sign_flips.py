"""Sign-flip tests are exact: equal to counting all signs one by one."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from seedcheck.statistics.sign_flips import Array, sign_flip_p, sign_test_p, wilcoxon_p

ORACLES = {
    case["name"]: case for case in json.loads((Path(__file__).parents[1] / "data/stats_oracles.json").read_text())
}
L2 = "sign flip beyond 13 pairs: L2 against none, test"
DROPOUT = "sign flip cannot see 18 losses behind one win: dropout_fixed against none, train"


def all_signs(differences: Array) -> Array:
    """Return (2^n, n) the differences with every choice of signs."""
    return np.array(list(itertools.product([1, -1], repeat=len(differences)))) * differences


@pytest.mark.parametrize("name", ["sign flip with ties, zero and both signs", L2, DROPOUT])
def test_flips_of_the_mean_give_the_independently_computed_p(name: str) -> None:
    """Exact fractions from stats_oracles.json."""
    case = ORACLES[name]
    assert sign_flip_p(np.array(case["input"]["differences"])) == pytest.approx(case["expected"]["p"], abs=1e-12)


@pytest.mark.parametrize("cut", [0, 1, 2])
@pytest.mark.parametrize("n", [6, 8, 9, 11])
def test_flips_of_a_trimmed_mean_are_those_of_counting_all_signs(n: int, cut: int) -> None:
    """Of small whole numbers with ties and zeros, 20 times each."""
    rng = np.random.default_rng(n)
    for _ in range(20):
        d = rng.integers(-3, 5, n)
        sums = np.sort(all_signs(d), axis=1)[:, cut : n - cut].sum(axis=1)
        observed = abs(np.sort(d)[cut : n - cut].sum())
        assert sign_flip_p(d, cut) == pytest.approx((abs(sums) >= observed).mean(), abs=1e-12)


def test_smallest_p_is_two_of_all_signs() -> None:
    """20 equal differences give 2 / 2^20, where 9999 random flips could not go below 0.0002."""
    assert sign_flip_p(np.full(20, 3)) == 2 / 2**20


def test_no_difference_gives_p_1() -> None:
    """Without any pair, without any difference, and with differences that add up to 0."""
    assert [sign_flip_p(np.array(d, dtype=int)) for d in ([], [0, 0, 0], [2, -2])] == [1, 1, 1]


def test_wilcoxon_equals_scipys_exact_permutation_with_ties() -> None:
    """Zeros are left out; midranks of ties; all 2^9 signs."""
    rng = np.random.default_rng(0)
    for _ in range(10):
        d = rng.integers(-3, 5, 10)
        expected = stats.wilcoxon(d[d != 0], method=stats.PermutationMethod(n_resamples=np.inf)).pvalue
        assert wilcoxon_p(d) == pytest.approx(expected, abs=1e-12)


def test_sign_test_and_wilcoxon_see_18_losses_behind_one_win() -> None:
    """Of dropout against none in training accuracy: sign test .0004 (exact fraction), Wilcoxon .0008."""
    d = np.array(ORACLES[DROPOUT]["input"]["differences"])
    assert sign_test_p(d) == pytest.approx(ORACLES[DROPOUT]["expected"]["sign_test_p"], abs=1e-12)
    assert wilcoxon_p(d) == pytest.approx(0.0008, abs=5e-5)


@pytest.mark.parametrize(("differences", "cut"), [([0.5, 1.0], 0), ([1, 2], 1)])
def test_what_cannot_be_flipped_is_refused(differences: list[float], cut: int) -> None:
    """Fractions, and cuts that leave nothing."""
    with pytest.raises(ValueError, match="sign"):
        sign_flip_p(np.array(differences), cut)
