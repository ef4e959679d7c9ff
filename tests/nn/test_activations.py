"""ReLU, sigmoid and their derivatives, real and complex."""

import numpy as np
import pytest

from nn.activations import complex_relu, relu, relu_derivative, sigmoid, sigmoid_derivative


def test_sigmoid_by_hand() -> None:
    """Log 3 has the odds 3 : 1."""
    np.testing.assert_allclose(sigmoid(np.array([0.0, np.log(3), -np.log(3)])), [0.5, 0.75, 0.25], rtol=1e-15)


def test_sigmoid_rounds_to_exactly_zero_and_one() -> None:
    """Far from 0 it is exactly 0 or 1, never nan."""
    with np.errstate(over="ignore"):
        assert sigmoid(np.array([-1e4, -800.0, 40.0, 1e4])).tolist() == [0, 0, 1, 1]


def test_sigmoid_derivative_is_its_slope() -> None:
    """A (1 - A) agrees with the complex step of the sigmoid."""
    Z = np.array([-5.0, -1.0, 0.0, 0.5, 7.0])
    np.testing.assert_allclose(sigmoid_derivative(sigmoid(Z)), sigmoid(Z + 1e-20j).imag / 1e-20, rtol=1e-13)


@pytest.mark.parametrize("zero", [0.0, np.zeros(3)])
def test_relu_keeps_what_is_positive(zero: object) -> None:
    """Negative values become 0, whether zero is a number or an array."""
    assert relu(np.array([-2.0, 0.0, 3.0]), np.asarray(zero)).tolist() == [0, 0, 3]


def test_relu_passes_nan_on() -> None:
    """A network that has diverged does not look alive again."""
    assert np.isnan(relu(np.array([np.nan]))).all()


def test_relu_derivative_is_zero_at_zero() -> None:
    """The derivative is 1 where Z > 0 only, not at 0 or -0."""
    assert relu_derivative(np.array([-1.0, -0.0, 0.0, 1e-300])).tolist() == [0, 0, 0, 1]


def test_complex_relu_looks_at_the_real_part() -> None:
    """A perturbation in the imaginary part passes where the real part is positive, and nowhere else."""
    Z = np.array([-1 + 5j, 0 + 5j, 2 - 5j])
    assert complex_relu(Z).tolist() == [0, 0, 2 - 5j]
