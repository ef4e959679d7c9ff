"""What the page's script is told of each seed, and what one seed alone would have said."""

from pathlib import Path

import numpy as np
import pytest

from seedcheck.presentation.one_seed import claim_of, counted
from seedcheck.presentation.page.chance import shares_of
from seedcheck.presentation.page.points import cost_range, encoded, with_dots
from tests.presentation.small_results import Reader, render, write, write_study
from tests.statistics.trained import right, trained


def decoded(curve: str, low: float, high: float, *, is_log: bool) -> list[float]:
    """Return the costs of a curve as the script reads them."""
    shares = [int(curve[k : k + 2], 36) / 1295 for k in range(0, len(curve), 2)]
    return [low * (high / low) ** share if is_log else low + (high - low) * share for share in shares]


@pytest.mark.parametrize("is_log", [True, False])
def test_costs_are_told_to_three_digits(is_log: bool) -> None:
    """Two letters a point, from the least to the largest."""
    costs = np.array([[1.0, 0.5, 0.125, 0.03125]])
    (curve,) = encoded(costs, 0.03125, 1.0, is_log=is_log)
    assert (len(curve), curve[:2], curve[-2:]) == (8, "zz", "00")
    np.testing.assert_allclose(decoded(curve, 0.03125, 1.0, is_log=is_log), costs[0], atol=2e-3)


@pytest.mark.parametrize(
    "costs", [[[np.nan, np.inf]], [[1e308, -1e308]], [[0.0, 5e-324]], [[0.0, 0.0]], [[-1.0, 2.0]], [[1.7e308, 1.0]]]
)
def test_all_costs_can_be_told(costs: list[list[float]]) -> None:
    """Not finite, huge, tiny, equal and negative ones."""
    values = np.array(costs)
    low, high, is_log = cost_range(values)
    (curve,) = encoded(values, low, high, is_log=is_log)
    assert len(curve) == 4
    assert "--" in curve if not np.isfinite(values).all() else curve.isalnum()


def test_costs_that_differ_much_are_logarithmic() -> None:
    """As in the figures; those with a zero are not."""
    assert cost_range(np.array([[1.0, 0.01]])) == (0.01, 1.0, True)
    assert cost_range(np.array([[1.0, 0.5]]))[2] is False
    assert cost_range(np.array([[1.0, 0.0]]))[2] is False


def test_a_seed_says_what_its_accuracies_say() -> None:
    """And nothing where one of the two diverged."""
    assert [claim_of(*pair) for pair in ((3, 2), (2, 3), (2, 2), (None, 2), (2, None))] == [1, -1, 0, None, None]
    assert counted([1, 1, -1, 0]) == "helps in 2 of 4 seeds, hurts in 1, changes nothing in 1"
    assert counted([1, None]) == "helps in 1 of 2 seeds, hurts in 0, changes nothing in 0, diverged in 1"


@pytest.mark.parametrize("damage", ["", "no HDF5"])
def test_page_lives_without_replicates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """Where their file is missing or damaged, there is nothing to point at, and everything else is there."""
    monkeypatch.chdir(tmp_path)
    write_study()
    if damage:
        write("tricks/l2/replicates.h5", damage)
    html = render()
    assert "data-points" not in html.partition("<script>")[0]
    assert "one-seed" not in Reader(html).ids
    assert "experiment-tricks" in Reader(html).ids


def test_of_very_many_seeds_those_with_a_dot_are_told() -> None:
    """The extremes of each variant, and of the reference all whose partners have a dot; of 20 seeds all."""
    for seeds, most in ((20, None), (1000, 6)):
        found = {name: trained(right(0.9, 0, seeds), right(0.9, k, seeds)).replicates for k, name in enumerate("rab")}
        told = with_dots(found, "r")
        if most is None:
            assert set(told.values()) == {None}
            continue
        a, b, reference = (set(told[name] or ()) for name in "abr")
        own = found["a"].accuracy("test")
        assert {int(own.argmin()), int((own - found["r"].accuracy("test")).argmin())} <= a
        assert len(a) <= most
        assert reference >= a | b


def test_what_very_many_seeds_alone_say_is_shown_as_shares() -> None:
    """A claim that no seed makes has none."""
    assert [(claim.sign, share) for claim, share in shares_of([1] * 600 + [-1] * 400)] == [("▲", "60.0"), ("▼", "40.0")]
