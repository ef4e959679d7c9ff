"""Schedules: the learning rate at each epoch, and trainings with it."""

from typing import Any

import numpy as np
import pytest

import nn
from nn.ensembles import Ensemble
from nn.factories import rates_of
from nn.training import train_directly
from tests.nn.cases import points, settings_of

BY_HAND: dict[str, tuple[dict[str, Any], list[float]]] = {
    "constant": ({}, [0.5] * 5),
    "step": ({"schedule_every": 2, "schedule_factor": 0.5}, [0.5, 0.5, 0.25, 0.25, 0.125]),
    "inverse_time": ({"schedule_every": 2, "schedule_decay": 3.0}, [0.5, 0.5, 0.5 / 4, 0.5 / 4, 0.5 / 7]),
    "cosine": ({"schedule_epochs": 6}, [0.5, 0.25 * (1 + 0.75**0.5), 0.375, 0.25, 0.125]),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_rates_by_hand(name: str) -> None:
    """Five epochs with learning rate 0.5; a warm-up over four epochs takes 1/4, 2/4, 3/4 and then all of it."""
    given, expected = BY_HAND[name]
    rates = rates_of(settings_of([1, 1], 0.5, 5, schedule=name, **given))
    assert [float(rates.at(epoch)) for epoch in range(5)] == pytest.approx(expected, rel=1e-15)
    warm = rates_of(settings_of([1, 1], 0.5, 5, schedule=name, warmup_epochs=4, **given))
    warmed = [rate * share for rate, share in zip(expected, (0.25, 0.5, 0.75, 1, 1), strict=True)]
    assert [float(warm.at(epoch)) for epoch in range(5)] == pytest.approx(warmed, rel=1e-15)


def test_cosine_takes_the_whole_training_and_not_its_first_epochs() -> None:
    """Without a length of its own it ends with the training; settings that are cut short keep their rates."""
    settings = settings_of([1, 1], 0.5, 100, schedule="cosine", warmup_epochs=7)
    rates, short = rates_of(settings), rates_of(settings.shortened(10))
    assert [short.at(epoch) for epoch in range(10)] == [rates.at(epoch) for epoch in range(10)]
    assert 0 < rates.at(99) < 1e-3 * rates.at(50)


def test_a_schedule_that_ends_before_the_training_is_an_error() -> None:
    """Both numbers are in the message."""
    settings = settings_of([2, 1], 0.5, 100, schedule="cosine", schedule_epochs=60)
    with pytest.raises(ValueError, match=r"schedule_epochs 60.*100 epochs"):
        nn.train(settings, np.zeros(3), *points())


def test_unknown_schedule_is_named_with_the_known_ones() -> None:
    """The error holds the name given and all names accepted."""
    with pytest.raises(ValueError, match=r"'linear'; known: constant, step"):
        nn.train(settings_of([2, 1], schedule="linear"), np.zeros(3), *points())


def test_gradient_descent_with_a_schedule_is_exact_in_the_span() -> None:
    """With L2, whose shrinking outside the span follows the rates; parameters and costs within 1e-12."""
    (X, Y), layers = points(12, 50), [50, 4, 3, 1]
    settings = settings_of(layers, 0.1, 60, record_every=7, l2_lambda=0.7, schedule="inverse_time", schedule_every=9,
                           warmup_epochs=11)  # fmt: skip
    theta = np.stack([nn.initialize("he", layers, seed) for seed in (1, 2, 3)])
    direct = train_directly(Ensemble(settings, theta, X, Y, 0, np.arange(3)), None)
    spanned = nn.train(settings, theta, X, Y)
    np.testing.assert_allclose(spanned.theta, direct.theta, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(spanned.costs, direct.costs, rtol=1e-12)
    assert np.array_equal(spanned.theta[1], nn.train(settings, theta[1], X, Y).theta)


def test_a_rate_of_almost_nothing_is_no_rest() -> None:
    """A warm-up that begins with steps that round to nothing goes on, to the steps that count."""
    X, Y = np.ones((1, 2)), np.array([[1.0, 1.0]])
    settings = settings_of([1, 1], 100.0, 300, schedule="constant", warmup_epochs=300)
    start = np.array([18.0, 18.0])
    run = nn.train(settings, start, X, Y)
    assert not np.array_equal(run.theta, start)
