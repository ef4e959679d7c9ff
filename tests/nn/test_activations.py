"""Activations and sigmoid, real and complex, and the derivatives of all activations."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

import nn
from nn.activations import ACTIVATIONS, relu, sigmoid
from tests.nn.cases import points, settings_of

BY_HAND = {  # at -2, 0 and 1: values, and derivatives
    "relu": ([0, 0, 1], [0, 0, 1]),
    "leaky_relu": ([-0.02, 0, 1], [0.01, 0.01, 1]),
    "tanh": ([-0.9640275800758169, 0, 0.7615941559557649], [0.07065082485316446, 1, 0.41997434161402614]),
    "gelu_tanh": ([-0.0454023059, 0, 0.8411919906], [-0.0860993, 0.5, 1.0829641]),
}
TORCH = {"relu": "relu", "leaky_relu": "leaky_relu", "tanh": "tanh", "gelu_tanh": "gelu"}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation_by_hand(name: str) -> None:
    """Values and derivatives at -2, 0 and 1, in new arrays and in ones that are given."""
    Z, out = np.array([-2.0, 0.0, 1.0]), np.empty(3)
    values, slopes, _ = ACTIVATIONS[name]
    for function, expected in zip((values, slopes), BY_HAND[name], strict=True):
        np.testing.assert_allclose(function(Z, None), expected, rtol=2e-6, atol=1e-15)
        assert function(Z, out) is out
        assert np.array_equal(out, function(Z, None))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivative_is_the_complex_step_of_the_values(name: str) -> None:
    """Far from 0 and near it, on both sides."""
    Z = np.array([-40.0, -5.0, -1.0, -1e-3, 1e-3, 0.5, 7.0, 40.0])
    values, slopes, _ = ACTIVATIONS[name]
    np.testing.assert_allclose(slopes(Z, None), values(Z + 1e-20j, None).imag / 1e-20, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(values(Z + 0j, None).real, values(Z, None), rtol=1e-14)


@pytest.mark.parametrize("name", TORCH)
def test_activation_is_pytorchs(name: str) -> None:
    """Values and derivatives, where PyTorch is installed; its default slope of the leaky ReLU is 0.01, too."""
    torch = pytest.importorskip("torch")
    z = torch.linspace(-6, 6, 1001, dtype=torch.float64, requires_grad=True)
    more = {"approximate": "tanh"} if name == "gelu_tanh" else {}
    expected = getattr(torch.nn.functional, TORCH[name], None)(z, **more)
    expected.sum().backward()
    for function, theirs in zip(ACTIVATIONS[name][:2], (expected.detach(), z.grad), strict=True):
        np.testing.assert_allclose(function(z.detach().numpy(), None), theirs.numpy(), rtol=1e-12, atol=1e-14)


def test_gelu_is_near_the_exact_one() -> None:
    """Its form by tanh is within 5e-4 of Z times the normal distribution function."""
    from scipy.special import ndtr

    Z = np.linspace(-6, 6, 1001)
    assert 1e-4 < np.abs(ACTIVATIONS["gelu_tanh"].values(Z, None) - Z * ndtr(Z)).max() < 5e-4


def test_tanh_trains_as_in_scikit_learn() -> None:
    """Ten steps of full-batch gradient descent of an MLPClassifier move the same parameters alike."""
    (X, Y), layers = points(30), [2, 4, 3, 1]
    peer = MLPClassifier((4, 3), activation="tanh", solver="sgd", learning_rate_init=0.3, momentum=0.0, alpha=0.0,
                         batch_size=30, shuffle=False, random_state=1)  # fmt: skip
    peer.partial_fit(X.T, Y[0], classes=[0.0, 1.0])

    def parameters() -> np.ndarray:
        theta = np.empty(nn.count_parameters(layers))
        arrays = nn.named_arrays(theta, layers)
        for number, (W, b) in enumerate(zip(peer.coefs_, peer.intercepts_, strict=True), start=1):
            arrays[f"W{number}"][...], arrays[f"b{number}"][...] = W.T, b[:, None]
        return theta

    start = parameters()
    for _ in range(10):
        peer.partial_fit(X.T, Y[0])
    run = nn.train(settings_of(layers, 0.3, 10, activation="tanh"), start, X, Y)
    np.testing.assert_allclose(run.theta, parameters(), rtol=1e-12, atol=1e-14)
    assert np.abs(run.theta - start).max() > 0.01


def test_sigmoid_by_hand() -> None:
    """Log 3 has the odds 3 : 1."""
    np.testing.assert_allclose(sigmoid(np.array([0.0, np.log(3), -np.log(3)])), [0.5, 0.75, 0.25], rtol=1e-15)


def test_sigmoid_rounds_to_exactly_zero_and_one() -> None:
    """Far from 0 it is exactly 0 or 1, never nan."""
    with np.errstate(over="ignore"):
        assert sigmoid(np.array([-1e4, -800.0, 40.0, 1e4])).tolist() == [0, 0, 1, 1]


def test_sigmoid_carries_a_complex_step() -> None:
    """Its complex step agrees with its derivative A (1 - A)."""
    Z = np.array([-5.0, -1.0, 0.0, 0.5, 7.0])
    A = sigmoid(Z)
    np.testing.assert_allclose(sigmoid(Z + 1e-20j).imag / 1e-20, A * (1 - A), rtol=1e-13)


def test_relu_keeps_what_is_positive() -> None:
    """Negative values become 0, in a new array or in one that is given."""
    Z, out = np.array([-2.0, 0.0, 3.0]), np.empty(3)
    assert relu(Z).tolist() == [0, 0, 3]
    assert relu(Z, out) is out
    assert out.tolist() == [0, 0, 3]


def test_relu_passes_nan_on() -> None:
    """A network that has diverged does not look alive again."""
    assert np.isnan(relu(np.array([np.nan]))).all()


def test_complex_relu_looks_at_the_real_part() -> None:
    """A perturbation in the imaginary part passes where the real part is positive, and nowhere else."""
    Z = np.array([-1 + 5j, 0 + 5j, 2 - 5j])
    assert relu(Z).tolist() == [0, 0, 2 - 5j]
