"""A training that diverges says so, stops, and does not harm its neighbours."""

import numpy as np
import pytest

import nn
from tests.nn.cases import accuracy, points, settings_of

LAYERS = [2, 5, 3, 1]


def amplifying(epochs: int = 2000) -> nn.Settings:
    """Return settings with an absurd learning rate: the penalty alone multiplies weights by -99 a step."""
    return settings_of(LAYERS, learning_rate=100, epochs=epochs, l2_lambda=20, record_every=10)


@pytest.mark.parametrize("loss", ["logits", "saturating"])
def test_absurd_learning_rate_diverges(loss: str) -> None:
    """The run is marked, its cost is finite at first and never again after it was not."""
    X, Y = points(20)
    run = nn.train(settings_of(LAYERS, 100, 2000, l2_lambda=20, loss=loss), nn.initialize("he", LAYERS, 3), X, Y)
    assert run.diverged
    finite = np.isfinite(run.costs)
    assert finite[0]
    assert not finite[finite.argmin() :].any()
    assert np.isnan(run.costs[-1])


def test_a_diverged_run_stops_early() -> None:
    """After the first recorded cost that is not finite nothing is computed: the callback hears of no further epoch."""
    X, Y = points(20)
    told: list[float] = []
    nn.train(amplifying(), nn.initialize("he", LAYERS, 3), X, Y, progress=lambda _, cost: told.append(cost))
    assert len(told) < 40
    assert np.isfinite(told[:-1]).all()
    assert not np.isfinite(told[-1])


@pytest.mark.parametrize("trick", [{}, {"l2_lambda": 0.7}, {"keep_prob": 0.8}], ids=["plain", "l2", "fresh"])
def test_neighbours_of_a_diverged_member_are_unaffected(trick: dict) -> None:
    """Beside a member whose first logits overflow, the others are bit-identical to their runs alone."""
    X, Y = points(20)
    settings = settings_of(LAYERS, learning_rate=0.1, epochs=50, record_every=10, **trick)
    lost = nn.initialize("normal", LAYERS, 0, scale=1e155)
    theta = np.stack([nn.initialize("he", LAYERS, 1), lost, nn.initialize("he", LAYERS, 2)])
    together = nn.train(settings, theta, X, Y, [3, 4, 5])
    assert together.diverged.tolist() == [False, True, False]
    for k in (0, 2):
        alone = nn.train(settings, theta[k], X, Y, 3 + k)
        assert np.array_equal(together.theta[k], alone.theta)
        assert np.array_equal(together.costs[k], alone.costs)


def test_accuracy_of_a_diverged_ensemble_warns_of_nothing() -> None:
    """Infinite parameters are a result like any other: no warning, and the finite member's accuracy is its own."""
    X, Y = points(20)
    theta = np.stack([np.full(nn.count_parameters(LAYERS), np.inf), nn.initialize("he", LAYERS, 1)])
    assert accuracy(LAYERS, theta, X, Y)[1] == accuracy(LAYERS, theta[1], X, Y)


def test_a_finite_run_has_not_diverged() -> None:
    """The mark is not set where every cost is finite."""
    X, Y = points(20)
    assert not nn.train(settings_of(LAYERS, 0.1, 20), nn.initialize("he", LAYERS, 3), X, Y).diverged
