"""Batch normalization: by hand, its gradient, its predictions, and exact for wide inputs."""

import numpy as np
import pytest

import nn
from nn.batch_norm import RATE, norms
from nn.dropout import MASKS
from nn.factories import network_of, optimizer_of
from nn.network_check import check
from nn.optimizers import AdamW
from tests.nn.cases import points, settings_of

NORMED = nn.Form(batch_norm=True)
DEPTHS = {0: [3, 1], 1: [3, 6, 1], 3: [3, 6, 5, 4, 1]}


def perturbed(layers: list[int], form: nn.Form) -> np.ndarray:
    """Return parameters of which none is 0 or 1; variances are positive."""
    theta = form.start(nn.initialize("he", layers, 1), layers)
    return theta + 0.1 * np.abs(np.random.RandomState(2).randn(theta.size))


def test_forward_by_hand() -> None:
    """Z = 1 and 3 have mean 2 and variance 1; with gamma 2, beta 5 and epsilon 3 the unit is 5 - 1 and 5 + 1."""
    network = nn.Network([1, 1, 1], np.array([[1.0, 3.0]]), np.zeros((1, 2)), form=nn.Form("relu", True, 3.0))
    network.theta[...] = [1, 0, 1, 0, 2, 5, 0, 1]
    assert network.logits().tolist() == [[4, 6]]
    network.remember()
    np.testing.assert_allclose(network.theta[-2:], [RATE * 2, 1], rtol=1e-15)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("kind", [None, "fixed", "fresh"])
@pytest.mark.parametrize("depth", DEPTHS)
def test_gradient_is_right(depth: int, kind: str | None, activation: str) -> None:
    """With frozen masks and a penalty, the complex step finds each array right, gamma and beta among them."""
    (X, Y), layers, form = points(15, 3), DEPTHS[depth], nn.Form(activation, True)
    network = nn.Network(layers, X, Y, form=form, l2_lambda=0.7, keep_prob=0.8 if kind else 1.0)
    network.theta[...] = perturbed(layers, form)
    masks = MASKS[kind](layers, 15, 0.8, 5).draw() if kind else None
    found = check(network, masks)
    assert [name for name, error in found.items() if not error.within(1e-13)] == []
    assert found["all"].checked == network.theta.size - 2 * sum(layers[1:-1])  # statistics are not learned
    assert check(network, masks, epsilon=1e-5)["all"].difference < 1e-8


def test_decay_and_penalty_are_of_weights_only() -> None:
    """What AdamW takes off and what L2 penalizes: W, and neither b nor gamma, beta and the running statistics."""
    settings = settings_of([3, 6, 1], optimizer="adamw", weight_decay=0.5, l2_lambda=1.0, batch_norm=True)
    optimizer, network = optimizer_of(settings), network_of(settings, *points(15, 3))
    is_weight = [*[1, 1, 1, 0] * 6, *[1] * 6, 0, *[0] * 4 * 6]
    assert isinstance(optimizer, AdamW)
    assert optimizer.weight_decay.tolist() == (0.5 * np.array(is_weight)).tolist()
    assert (network.decay > 0).tolist() == np.array(is_weight, bool).tolist()


def test_gradient_is_pytorchs() -> None:
    """Of W, b, gamma and beta, where PyTorch is installed."""
    torch = pytest.importorskip("torch")
    (X, Y), layers = points(15, 3), [3, 6, 1]
    network = nn.Network(layers, X, Y, form=NORMED)
    network.theta[...] = perturbed(layers, NORMED)
    network.forward()
    theta = torch.tensor(network.theta, requires_grad=True)
    W, b, gamma, beta = theta[:24].reshape(6, 4)[:, :3], theta[:24].reshape(6, 4)[:, 3], theta[31:37], theta[37:43]
    Z = torch.nn.functional.batch_norm(torch.tensor(X.T) @ W.T + b, None, None, gamma, beta, training=True, eps=1e-5)
    logits = torch.relu(Z) @ theta[24:30] + theta[30]
    torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(Y[0])).backward()
    np.testing.assert_allclose(network.backward(), theta.grad.numpy(), rtol=1e-11, atol=1e-15)


def test_predictions_take_running_statistics() -> None:
    """A network predicts gamma (Z - mean) / sqrt(var + epsilon) + beta, whatever other points it is asked about."""
    (X, _), layers = points(15, 3), [3, 6, 1]
    theta = perturbed(layers, NORMED)
    arrays, ((gamma, beta, mean, var),) = nn.named_arrays(theta, layers), (norms(theta, layers))
    Z = arrays["W1"] @ X + arrays["b1"]
    A = np.maximum(gamma[:, None] * (Z - mean[:, None]) / np.sqrt(var[:, None] + 1e-5) + beta[:, None], 0)
    np.testing.assert_allclose(nn.logits(layers, theta, X, NORMED), arrays["W2"] @ A + arrays["b2"], rtol=1e-12)
    np.testing.assert_allclose(nn.logits(layers, theta, X[:, :1], NORMED), nn.logits(layers, theta, X, NORMED)[:, :1])


def test_running_statistics_come_near_those_of_the_examples() -> None:
    """After a long training at a small rate, the network predicts as it computes in training."""
    (X, Y), layers = points(20, 3), [3, 6, 4, 1]
    settings = settings_of(layers, 1e-3, 400, batch_norm=True)
    theta = nn.train(settings, nn.initial_parameters(settings), X, Y).theta
    network = nn.Network(layers, X, Y, form=NORMED)
    network.theta[...] = theta
    np.testing.assert_allclose(nn.logits(layers, theta, X, NORMED), network.logits(), atol=0.05)


@pytest.mark.parametrize(
    "trick", [{}, {"l2_lambda": 0.7, "keep_prob": 0.8}, {"patience": 2, "validation_fraction": 0.3}]
)
def test_wide_inputs_are_trained_alike(trick: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more features than examples, training is the same whether or not it goes by the span of the examples."""
    (X, Y), layers = points(9, 20), [20, 4, 3, 1]
    settings = settings_of(layers, 0.1, 40, batch_norm=True, record_every=5, **trick)
    found = nn.train(settings, nn.initial_parameters(settings), X, Y).theta
    monkeypatch.setattr("nn.training.uses_span", lambda _: False)
    direct = nn.train(settings, nn.initial_parameters(settings), X, Y).theta
    np.testing.assert_allclose(found, direct, rtol=1e-9, atol=1e-11)


def test_biases_that_the_mean_takes_away_stay_zero() -> None:
    """The gradient of b_1 is exactly 0, that of the output's bias is not; the penalty is of weights only."""
    (X, Y), layers = points(9, 3), [3, 4, 1]
    network = nn.Network(layers, X, Y, form=NORMED, l2_lambda=0.7)
    network.theta[...] = perturbed(layers, NORMED)
    network.forward()
    arrays = nn.named_arrays(network.backward(), layers)
    assert not arrays["b1"].any()
    assert arrays["b2"].all()
    weights = [array for name, array in nn.named_arrays(network.theta, layers).items() if name[0] == "W"]
    without = nn.Network(layers, X, Y, form=NORMED)
    without.theta[...] = network.theta
    without.forward()
    difference = network.cost() - without.cost()
    assert difference == pytest.approx(0.7 / 18 * sum((W**2).sum() for W in weights), rel=1e-12)
