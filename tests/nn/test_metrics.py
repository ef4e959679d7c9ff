"""Metrics by hand and against scikit-learn, and the one rule of prediction."""

import numpy as np
import pytest

import nn
from nn.metrics import METRICS, RECORDED, predicted_class, probabilities
from tests.nn.cases import accuracy, classes_of, points

LAYERS = [2, 5, 3, 1]


def test_class_one_is_predicted_above_one_half() -> None:
    """A probability of 0.5 itself is class 0, also of a logit above 0 that is too small for its sigmoid to show it."""
    assert nn.predicted_class(np.array([[-800.0, -1.0, 0.0, 1e-17, 1.0, 800.0]])).tolist() == [[0, 0, 0, 0, 1, 1]]


def test_the_logit_of_nothing_is_class_zero() -> None:
    """A diverged network predicts class 0 where its logit is not a number, without a warning."""
    assert predicted_class(np.array([[np.nan, np.inf, -np.inf]])).tolist() == [[False, True, False]]


def test_metrics_are_listed_in_the_order_of_tables() -> None:
    """Accuracy comes first; what every training records are the first ones."""
    assert list(METRICS)[: len(RECORDED)] == list(RECORDED) == ["accuracy", "cross_entropy"]


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
    values = metric.values(Z, Ys if own_labels else Y)
    assert values.shape == (3,)
    assert values.tolist() == [metric.values(Z[k], Ys[k]) for k in range(3)]
    if metric.per_point:
        per_point = metric.per_point(Z, Ys if own_labels else Y)
        assert per_point.shape == (3, 20)
        for k in range(3):
            assert np.array_equal(per_point[k], metric.per_point(Z[k], Ys[k]))
            assert per_point[k].mean() == pytest.approx(values[k], rel=1e-15)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_metrics_are_those_of_scikit_learn(classes: int) -> None:
    """Of two classes from one logit, of more from one for each; scores are rounded, so that there are ties."""
    from sklearn import metrics

    generator = np.random.RandomState(0)
    y, Z = generator.randint(0, classes, 200), generator.randn(1 if classes == 2 else classes, 200).round(1)
    p = probabilities(Z)
    shown, predicted = (p[0] if classes == 2 else p.T), predicted_class(Z)[0]
    expected = {
        "accuracy": metrics.accuracy_score(y, predicted),
        "cross_entropy": metrics.log_loss(y, shown),
        "brier": metrics.brier_score_loss(y, shown),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted),
        "auc": metrics.roc_auc_score(y, shown, multi_class="ovr"),
    }
    found = {name: float(metric.values(Z, y[None])) for name, metric in METRICS.items()}
    assert found == pytest.approx(expected, rel=1e-12)


def test_two_logits_are_worth_what_their_difference_is() -> None:
    """Of two classes, softmax of two logits and sigmoid of one have the same metrics."""
    Z, (_, Y) = np.random.RandomState(0).randn(2, 30), points(30)
    for metric in METRICS.values():
        assert metric.values(Z, Y) == pytest.approx(metric.values(Z[1:] - Z[:1], Y), rel=1e-12)


def test_of_equally_probable_classes_the_first_is_predicted() -> None:
    """As of two classes, of which a probability of one half is class 0."""
    assert predicted_class(np.array([[1.0, 0.0, 2.0], [1.0, 3.0, 2.0], [0.0, 3.0, 2.0]])).tolist() == [[0, 1, 0]]


@pytest.mark.parametrize("name", METRICS)
def test_metric_of_classes_is_of_any_shape(name: str) -> None:
    """Of an ensemble on three classes, and of one network."""
    X, Y = classes_of(3, 20)
    theta = np.stack([nn.initialize("he", [2, 4, 3], seed) for seed in (1, 2)])
    Z, metric = nn.logits([2, 4, 3], theta, X), METRICS[name]
    assert metric.values(Z, Y).tolist() == [float(metric.values(Z[k], Y)) for k in range(2)]


def test_what_a_class_lacks_makes_no_metric_fail() -> None:
    """Without a class in the labels AUC is undefined, and balanced accuracy is of those that are there."""
    Z, Y = np.array([[2.0, 1.0, 0.0], [0.0, 2.0, 3.0], [0.0, 0.0, 0.0]]), np.array([[0.0, 1.0, 1.0]])
    assert np.isnan(METRICS["auc"].values(Z, Y))
    assert METRICS["balanced_accuracy"].values(Z, Y) == 1.0


def test_logits_are_those_of_the_network_and_stay() -> None:
    """They are before the sigmoid of the prediction, and a later call does not overwrite them."""
    X, _ = points(20)
    theta = nn.initialize("he", LAYERS, 1)
    Z = nn.logits(LAYERS, theta, X)
    before = Z.copy()
    np.testing.assert_array_equal(nn.predict(LAYERS, theta, X), 1 / (1 + np.exp(-Z)))
    nn.logits(LAYERS, theta, -X)
    assert np.array_equal(Z, before)
