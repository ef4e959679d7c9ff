"""ReLU and sigmoid, real and complex."""

import numpy as np

from nn.activations import relu, sigmoid


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
