"""Metrics by hand and against scikit-learn, and the one rule of prediction."""

import numpy as np
import pytest

import nn
from nn.metrics import METRICS, predicted_class
from tests.nn.cases import accuracy, points

LAYERS = [2, 5, 3, 1]


def test_class_one_is_predicted_above_one_half() -> None:
    """A probability of 0.5 itself is class 0, also of a logit above 0 that is too small for its sigmoid to show it."""
    assert nn.predicted_class(np.array([-800.0, -1.0, 0.0, 1e-17, 1.0, 800.0])).tolist() == [0, 0, 0, 0, 1, 1]


def test_the_logit_of_nothing_is_class_zero() -> None:
    """A diverged network predicts class 0 where its logit is not a number, without a warning."""
    assert predicted_class(np.array([np.nan, np.inf, -np.inf])).tolist() == [False, True, False]


def test_metrics_are_listed_in_the_order_of_tables() -> None:
    """Accuracy comes first."""
    assert list(METRICS) == ["accuracy", "cross_entropy"]


def test_accuracy_by_hand() -> None:
    """Logits -1, 2 and 0 of labels 0, 0 and 1: right, wrong, wrong."""
    Z, Y = np.array([[-1.0, 2.0, 0.0]]), np.array([[0.0, 0.0, 1.0]])
    assert METRICS["accuracy"].values(Z, Y) == 1 / 3
    assert METRICS["accuracy"].per_point(Z, Y).tolist() == [True, False, False]


def test_probability_of_one_half_is_class_zero() -> None:
    """A network of zeros is right on the examples of class 0 only."""
    X, Y = np.zeros((1, 4)), np.array([[0.0, 0.0, 0.0, 1.0]])
    assert accuracy([1, 1], np.zeros(2), X, Y) == 0.75


def test_cross_entropy_is_that_of_scikit_learn() -> None:
    """The mean agrees with sklearn.metrics.log_loss of the probabilities."""
    from sklearn.metrics import log_loss

    Z, Y = np.array([[-2.0, -0.3, 0.1, 4.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])
    expected = log_loss(Y[0], 1 / (1 + np.exp(-Z[0])))
    assert METRICS["cross_entropy"].values(Z, Y) == pytest.approx(expected, rel=1e-14)


def test_cross_entropy_of_a_diverged_network_warns_of_nothing() -> None:
    """It is infinite or not a number."""
    Y = np.array([[1.0, 0.0]])
    assert METRICS["cross_entropy"].values(np.array([[np.inf, np.inf]]), Y) == np.inf
    assert np.isnan(METRICS["cross_entropy"].values(np.array([[np.nan, 1.0]]), Y))


@pytest.mark.parametrize("own_labels", [False, True])
@pytest.mark.parametrize("name", METRICS)
def test_metric_of_an_ensemble_is_that_of_its_members(name: str, own_labels: bool) -> None:
    """Values are (S,), per point (S, m), with labels shared or of each network; their mean over points is the value."""
    X, Y = points(20)
    theta = np.stack([nn.initialize("he", LAYERS, seed) for seed in (1, 2, 3)])
    Ys = np.stack([Y, 1 - Y, Y]) if own_labels else np.stack([Y] * 3)
    metric, Z = METRICS[name], nn.logits(LAYERS, theta, X)
    values, per_point = metric.values(Z, Ys if own_labels else Y), metric.per_point(Z, Ys if own_labels else Y)
    assert (values.shape, per_point.shape) == ((3,), (3, 20))
    for k in range(3):
        assert values[k] == metric.values(Z[k], Ys[k])
        assert np.array_equal(per_point[k], metric.per_point(Z[k], Ys[k]))
        assert per_point[k].mean() == pytest.approx(values[k], rel=1e-15)


def test_logits_are_those_of_the_network_and_stay() -> None:
    """They are before the sigmoid of the prediction, and a later call does not overwrite them."""
    X, _ = points(20)
    theta = nn.initialize("he", LAYERS, 1)
    Z = nn.logits(LAYERS, theta, X)
    before = Z.copy()
    np.testing.assert_array_equal(nn.predict(LAYERS, theta, X), 1 / (1 + np.exp(-Z)))
    nn.logits(LAYERS, theta, -X)
    assert np.array_equal(Z, before)
