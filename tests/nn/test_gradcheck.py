"""Gradient estimates of any function: by complex step and by central differences."""

import numpy as np
import pytest

from nn.gradcheck import central_difference, complex_step, difference
from tests.nn.cases import CASES


def test_one_dimension_is_the_notebooks_number() -> None:
    """J(theta) = 2 theta at 4: the published difference."""
    case = CASES["gradient_check_1d"]
    theta, x = np.array([float(case["theta"])]), float(case["x"])
    estimate = central_difference(lambda point: point[:, 0] * x, theta, case["epsilon"])
    assert difference(np.array([x]), estimate) == pytest.approx(case["expected_difference"], rel=1e-9)


@pytest.mark.parametrize("parameters", [1, 2, 33, 70])
def test_estimates_of_a_quadratic(parameters: int) -> None:
    """The gradient of sum k theta_k^2 is 2 k theta_k: exact by complex step, to 1e-7 by differences, in all chunks."""
    k, theta = np.arange(1.0, parameters + 1), np.linspace(-1, 2, parameters)

    def quadratic(point: np.ndarray) -> np.ndarray:
        return (k * point**2).sum(axis=-1)

    np.testing.assert_allclose(complex_step(quadratic, theta), 2 * k * theta, rtol=1e-15)
    np.testing.assert_allclose(central_difference(quadratic, theta, 1e-4), 2 * k * theta, rtol=1e-7, atol=1e-7)


def test_difference_by_hand() -> None:
    """(3, 4) against (3, 0) differs by 4 / (5 + 3); nothing against nothing by 0."""
    assert difference(np.array([3.0, 4.0]), np.array([3.0, 0.0])) == 0.5
    assert difference(np.zeros(2), np.zeros(2)) == 0.0
