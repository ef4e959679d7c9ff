"""Where an exact law of sign flips takes too long, the saddlepoint's tail is as good as exact."""

import numpy as np
import pytest

from seedcheck.statistics import sign_flips
from seedcheck.statistics.resampling import probability_better
from seedcheck.statistics.sign_flips import Array, sign_flip_p, wilcoxon_p


def differences(n: int, shift: float) -> Array:
    """Return n differences in points with ties and zeros, as pairs of trainings have them."""
    return np.rint(np.random.default_rng(n).normal(shift, 4, n)).astype(int)


@pytest.mark.parametrize("cut", [0, 5, 30])
@pytest.mark.parametrize("shift", [0.1, 0.6, 1.5])
def test_p_without_the_law_is_that_of_the_law(monkeypatch: pytest.MonkeyPatch, cut: int, shift: float) -> None:
    """Of 120 differences, within 6 % of p, from nearly 1 down to 1e-4."""
    d = differences(120, shift)
    exact = sign_flip_p(d, cut)
    monkeypatch.setattr(sign_flips, "MOST_WORK", 0)
    assert sign_flip_p(d, cut) == pytest.approx(exact, rel=0.06)


def test_ranks_without_the_law_are_those_of_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wilcoxon's p of 150 differences, within 1 %."""
    d = differences(150, 0.8)
    exact = wilcoxon_p(d)
    monkeypatch.setattr(sign_flips, "MOST_WORK", 0)
    assert wilcoxon_p(d) == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("cut", [0, 40])
def test_where_all_seeds_agree_p_is_small_and_no_number_overflows(cut: int) -> None:
    """Of 1100 differences that are all on one side; 2 / 2^1100 is 0 for a computer."""
    assert 0 <= sign_flip_p(np.arange(1100) % 200 + 1, cut) < 1e-200


def test_a_thousand_seeds_are_judged_without_listing_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose work grows with the cube of the seeds: it would be minutes."""
    monkeypatch.setattr(sign_flips, "_law", None)
    monkeypatch.setattr(sign_flips, "_trimmed_law", None)
    assert 0 < sign_flip_p(differences(1000, 0.3), 20) < 0.05


def test_blocks_of_resamples_draw_what_one_block_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interval of the probability is the same to the last bit, whatever the memory."""
    D = np.random.default_rng(0).integers(-1, 2, (9, 30)).astype(np.int8)
    whole = probability_better(D, 1)
    monkeypatch.setattr("seedcheck.statistics.resampling.BLOCK", 1000)
    assert probability_better(D, 1) == whole
