"""Forward and backward pass against the reference cases, and the errors of what does not fit."""

import numpy as np
import pytest

import nn
from tests.nn.cases import CASES, points, settings_of, theta_of

LAYERS = [3, 2, 3, 1]


def network_at(case: dict) -> nn.Network:
    """Return a network whose buffers hold the activations and parameters of a backward case.

    The case's A3 and Z3 are rounded to eight digits, and its backward pass starts from both: the output is set so that
    output - Y is exactly where it starts.
    """
    cache, X, Y, A3 = case["cache"], np.array(case["X"]), np.array(case["Y"]), np.array(case["cache"]["A3"])
    s = 1 / (1 + np.exp(-np.array(cache["Z3"])))
    dZ3 = -(Y / A3 - (1 - Y) / (1 - A3)) * s * (1 - s)
    network = nn.Network(LAYERS, X, Y, l2_lambda=case.get("l2_lambda", 0.0), keep_prob=case.get("keep_prob", 1.0))
    network.theta[...], network.output[...] = theta_of(cache, LAYERS), Y + dZ3
    for l, layer in enumerate(network.hidden, start=1):
        layer.A[:-1] = cache[f"A{l}"]
    return network


@pytest.mark.parametrize("name", ["l2_backward", "dropout_backward"])
def test_gradients_of_parameters_are_the_notebooks(name: str) -> None:
    """The gradients of W and b of all layers agree with the reference, with L2 and with dropout."""
    network = network_at(CASES[name])
    for array, values in nn.named_arrays(network.backward(), LAYERS).items():
        np.testing.assert_allclose(values, CASES[name]["expected"][f"d{array}"], rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("name", ["l2_backward", "dropout_backward"])
def test_gradients_of_activations_are_the_notebooks(name: str) -> None:
    """Each dZ_l, less its factors 1 / keep_prob, is dA_l times mask and ReLU's derivative; dA_0 follows."""
    case = CASES[name]
    network, expected, cache = network_at(case), case["expected"], case["cache"]
    network.backward()
    keep_prob = case.get("keep_prob", 1.0)
    dZ = {l: layer.dZ / keep_prob ** (3 - l) for l, layer in enumerate(network.hidden, start=1)}  # masks from l upwards
    for l in (1, 2):
        factor = np.array(cache.get(f"D{l}", True)) / keep_prob * (np.array(cache[f"Z{l}"]) > 0)
        np.testing.assert_allclose(dZ[l], expected[f"dA{l}"] * factor, rtol=1e-12, atol=1e-16)
    np.testing.assert_allclose(np.array(cache["W1"]).T @ dZ[1], expected["dA0"], rtol=1e-12, atol=1e-16)


def test_forward_with_one_hidden_unit_by_hand() -> None:
    """W1 = 2, b1 = -1, W2 = 3, b2 = 0.5: inputs 1 and 0 give the logits 3.5 and 0.5."""
    network = nn.Network([1, 1, 1], np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]]))
    network.theta[:] = [2, -1, 3, 0.5]
    assert network.logits().tolist() == [[3.5, 0.5]]


def test_prediction_has_a_leading_axis_per_network() -> None:
    """Two networks with biases 0 and log 3 predict 0.5 and 0.75."""
    theta = np.array([[0.0, 0.0], [0.0, np.log(3)]])
    np.testing.assert_allclose(nn.predict([1, 1], theta, np.ones((1, 2))), [[[0.5, 0.5]], [[0.75, 0.75]]], rtol=1e-15)


def test_network_names_layers_that_do_not_fit() -> None:
    """The error shows the layers and the features there are."""
    with pytest.raises(ValueError, match=r"layers \[3, 1\]: the first size is 3, the data have 2"):
        nn.Network([3, 1], np.zeros((2, 4)), np.zeros((1, 4)))


@pytest.mark.parametrize("features", [2, 6])
def test_training_names_layers_that_do_not_fit(features: int) -> None:
    """So does training, also with more features than examples."""
    X, Y = points(4, features)
    with pytest.raises(ValueError, match=f"the first size is 3, the data have {features}"):
        nn.train(settings_of([3, 1], 0.1, 1), np.zeros(4), X, Y)
