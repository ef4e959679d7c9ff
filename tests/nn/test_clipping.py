"""Gradient clipping: by hand, per network, and exact in the span of the examples where it is used there."""

import numpy as np
import pytest

import nn
from nn.clipping import clip
from tests.nn.cases import points, settings_of


def test_a_long_gradient_is_scaled_down_and_a_short_one_stays() -> None:
    """Norm 5 becomes norm 2.5; norm 1 stays bit for bit; 0 is no clipping; each network has its own norm and limit."""
    grad = np.array([[3.0, 4.0], [0.6, 0.8], [3.0, 4.0]])
    clip(grad, np.array([2.5, 2.5, 0.0]))
    assert grad.tolist() == [[1.5, 2.0], [0.6, 0.8], [3.0, 4.0]]


def test_two_steps_by_hand() -> None:
    """From zero, layers [1, 1] at X = 3, Y = 1 have the gradient (-1.5, -0.5), whose norm is sqrt(2.5)."""
    run = nn.train(settings_of([1, 1], 1.0, 1, clip_norm=0.5), np.zeros(2), np.array([[3.0]]), np.ones((1, 1)))
    np.testing.assert_allclose(run.theta, 0.5 * np.array([1.5, 0.5]) / np.sqrt(2.5), rtol=1e-15)
    theta, total = run.theta, np.zeros(2)
    slope = 1 / (1 + np.exp(-(3 * theta[0] + theta[1]))) - 1
    total = slope * np.array([3.0, 1.0])
    again = nn.train(settings_of([1, 1], 1.0, 2, clip_norm=0.5), np.zeros(2), np.array([[3.0]]), np.ones((1, 1)))
    np.testing.assert_allclose(again.theta, theta - total * min(1, 0.5 / np.linalg.norm(total)), rtol=1e-14)


@pytest.mark.parametrize("l2_lambda", [0.0, 0.7])
def test_wide_inputs_are_clipped_alike(l2_lambda: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more features than examples, training is the same whether or not it goes by the span of the examples."""
    (X, Y), layers = points(6, 9), [9, 4, 1]
    settings, start = settings_of(layers, 0.3, 40, clip_norm=0.1, l2_lambda=l2_lambda), nn.initialize("he", layers, 1)
    found = nn.train(settings, start, X, Y).theta
    monkeypatch.setattr("nn.training.uses_span", lambda _: False)
    np.testing.assert_allclose(found, nn.train(settings, start, X, Y).theta, rtol=1e-11, atol=1e-13)
