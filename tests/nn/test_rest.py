"""A training whose steps no longer change a bit is not computed any further, and its results are the same."""

from typing import Any

import numpy as np
import pytest

import nn
from nn.optimizers import GradientDescent
from tests.nn.cases import points, settings_of

STUCK = np.array([50.0, 50.0])  # W1, b1 of layers [1, 1]: saturated at X = 1
FREE = np.array([0.0, 0.0])
ONE = np.ones((1, 1))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by one entry at every step of a training."""
    made: list[int] = []
    step = GradientDescent.step

    def counted(*arguments: Any) -> None:
        made.append(1)
        step(*arguments)

    monkeypatch.setattr(GradientDescent, "step", counted)
    return made


def test_zeros_on_balanced_labels_make_one_step(steps: list[int]) -> None:
    """Zero weights get no gradient: the first step shows it; all costs are log 2, and the callback hears of each."""
    X, Y = points()
    told: list[int] = []
    settings = settings_of([2, 5, 1], 0.1, 1000, record_every=300)
    run = nn.train(settings, np.zeros((2, 21)), X, Y, progress=lambda epoch, _: told.append(epoch))
    assert len(steps) == 1
    assert told == [0, 300, 600, 900, 1000]
    assert (run.costs == np.log(2)).all()
    assert not run.theta.any()


def test_rest_is_seen_between_recorded_epochs_and_changes_no_result(
    steps: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that saturates at its first step rests from epoch 100; costs and parameters are those of all steps."""
    settings = settings_of([1, 1], 100.0, 5000, loss="saturating", record_every=5000)
    run = nn.train(settings, FREE, ONE, ONE)
    assert len(steps) == 101
    monkeypatch.setattr("nn.training.WATCH_EVERY", 10_000)
    every = nn.train(settings, FREE, ONE, ONE)
    assert len(steps) == 101 + 5000
    assert np.array_equal(run.theta, every.theta)
    assert np.array_equal(run.costs, every.costs)


def test_a_member_at_rest_waits_for_its_neighbour(steps: list[int]) -> None:
    """Beside a saturated network another one goes on as it does alone."""
    settings = settings_of([1, 1], 0.1, 300, loss="saturating")
    together = nn.train(settings, np.stack([STUCK, FREE]), ONE, ONE)
    assert len(steps) == 300
    assert np.array_equal(together.theta[0], STUCK)
    assert np.array_equal(together.theta[1], nn.train(settings, FREE, ONE, ONE).theta)


def test_fixed_masks_let_a_training_rest(steps: list[int]) -> None:
    """The same masks at every epoch repeat the same step."""
    nn.train(settings_of([2, 5, 1], 0.1, 1000, keep_prob=0.5, masks="fixed"), np.zeros(21), *points())
    assert len(steps) == 1


def test_fresh_masks_let_no_training_rest(steps: list[int]) -> None:
    """A network that is saturated only while its hidden unit is dropped, as at epoch 0 here, learns at later epochs."""
    settings = settings_of([1, 1, 1], 0.1, 300, loss="saturating", keep_prob=0.5)
    seed = next(seed for seed in range(10) if not nn.dropout.FreshMasks([1, 1, 1], 1, 0.5, seed).draw()[0][0][0, 0])
    start = np.array([1.0, 0.0, -25.5, 50.0])
    run = nn.train(settings, start, ONE, ONE, seed)
    assert len(steps) == 300
    assert not np.array_equal(run.theta, start)


def test_decay_outside_the_span_goes_on(steps: list[int]) -> None:
    """Weights orthogonal to every example still shrink by their penalty while the training in the span rests."""
    X, Y, layers = np.eye(4, 2), np.ones((1, 2)), [4, 1]
    settings = settings_of(layers, 0.1, 100, loss="saturating", l2_lambda=0.7)
    run = nn.train(settings, np.array([0.0, 0.0, 1.0, 2.0, 50.0]), X, Y)
    assert len(steps) == 1
    np.testing.assert_allclose(run.theta, [0, 0, *np.array([1, 2]) * (1 - 0.1 * 0.7 / 2) ** 100, 50], rtol=1e-12)
    np.testing.assert_allclose(run.costs[-1], 0.7 / 4 * (run.theta[:4] ** 2).sum(), atol=1e-9)
