"""Both losses: right where they should be, flat and without gradient where the notebook's saturates."""

import numpy as np
import pytest

import nn
from nn.activations import softmax
from nn.losses import CLIP, LOSSES, inconsistent_examples
from tests.nn.cases import CASES, classes_of, points, settings_of, theta_of

OF_TWO = ("logits", "saturating")
FAR = np.array([[-1e4, -800.0, -30.0, -1.0, 0.0, 1.0, 30.0, 800.0, 1e4]])


def exact(Z: np.ndarray, label: float) -> np.ndarray:
    """Return -log of the label's probability, in extended precision."""
    return np.logaddexp(np.longdouble(0), np.longdouble(Z) * (1 - 2 * label))


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_logits_loss_is_right_at_any_distance(label: float) -> None:
    """It equals extended precision at logits up to 1e4, where it is finite."""
    with np.errstate(under="ignore"):
        values = LOSSES["logits"].values(FAR, np.full(FAR.shape, label))
        np.testing.assert_allclose(values, exact(FAR, label).astype(float), rtol=1e-14, atol=0)


def test_logits_loss_is_the_cross_entropy_of_scikit_learn() -> None:
    """The mean agrees with sklearn.metrics.log_loss of the probabilities."""
    from sklearn.metrics import log_loss

    Z, Y = np.array([[-2.0, -0.3, 0.1, 4.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])
    expected = log_loss(Y[0], 1 / (1 + np.exp(-Z[0])))
    assert LOSSES["logits"].values(Z, Y).mean() == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("loss", OF_TWO)
def test_residual_is_the_slope_of_the_values(loss: str) -> None:
    """For moderate logits dJ/dZ is the complex step of the values."""
    Z, Y = np.array([[-4.0, -0.5, 0.0, 0.5, 4.0]]), np.array([[1.0, 0.0, 1.0, 1.0, 0.0]])
    residual = LOSSES[loss].residual(1 / (1 + np.exp(-Z)), Y, np.empty_like(Z))
    np.testing.assert_allclose(residual, LOSSES[loss].values(Z + 1e-20j, Y).imag / 1e-20, rtol=1e-13)


def test_both_losses_agree_between_the_clips() -> None:
    """The values of moderate logits are the same."""
    Z, Y = np.array([[-4.0, -0.5, 0.5, 4.0]]), np.array([[1.0, 0.0, 1.0, 0.0]])
    np.testing.assert_allclose(LOSSES["saturating"].values(Z, Y), LOSSES["logits"].values(Z, Y), rtol=1e-13)


def test_saturating_cost_is_flat_beyond_the_clip() -> None:
    """A confidently wrong example costs -log(1e-10), however far it is."""
    Z = np.array([[-25.0, -100.0, -1e4]])
    np.testing.assert_allclose(LOSSES["saturating"].values(Z, np.ones_like(Z)), -np.log(CLIP), rtol=1e-15)


def test_half_the_examples_at_the_clip_cost_the_published_number() -> None:
    """The cost 11.512925423650048 of the notebook's "random" is half right, half wrong, all saturated."""
    Z, Y = np.array([[1e4, 1e4]]), np.array([[0.0, 1.0]])
    assert LOSSES["saturating"].values(Z, Y).mean() == pytest.approx(11.512925423650048, rel=1e-15)


@pytest.mark.parametrize("Z", [-800.0, 40.0, 1e4])
def test_saturated_example_has_no_gradient(Z: float) -> None:
    """Where the sigmoid is exactly 0 or 1, a wrong label moves nothing with this loss, but does with the other."""
    X, Y = np.array([[1.0]]), np.array([[float(Z < 0)]])
    gradients = {}
    for loss in OF_TWO:
        network = nn.Network([1, 1], X, Y, loss=loss)
        network.theta[:] = [Z, 0.0]
        with np.errstate(over="ignore"):
            network.forward()
        gradients[loss] = network.backward().tolist()
    assert gradients == {"saturating": [0, 0], "logits": [np.sign(Z)] * 2}


def test_inconsistent_examples_lie_between_clip_and_rounding() -> None:
    """The cost is flat from |Z| = 23.03, the gradient zero from 37 (at 1) or 710 (at 0)."""
    Z = np.array([[-800.0, -700.0, -23.1, -23.0, 0.0, 23.0, 23.1, 36.0, 38.0]])
    assert inconsistent_examples(Z)[0].tolist() == [False, True, True, False, False, False, True, True, False]


@pytest.mark.parametrize("loss", OF_TWO)
def test_cost_with_penalty_is_the_notebooks(loss: str) -> None:
    """The reference case l2_cost: cross-entropy of given probabilities plus L2 on the weights, not the biases."""
    case = CASES["l2_cost"]
    A = np.array(case["A3"])
    network = nn.Network([3, 2, 3, 1], np.zeros((3, 5)), np.array(case["Y"]), loss=loss, l2_lambda=case["l2_lambda"])
    network.theta[...], network.Z[...] = theta_of(case["parameters"], [3, 2, 3, 1]), np.log(A / (1 - A))
    assert network.cost() == pytest.approx(case["expected"], rel=1e-14)


def test_unknown_loss_is_named_with_the_known_ones() -> None:
    """The error holds the name given and all names accepted."""
    X, Y = points(4)
    with pytest.raises(ValueError, match=r"'hinge'; known: logits, saturating"):
        nn.train(settings_of([2, 1], 0.1, 1, loss="hinge"), np.zeros(3), X, Y)


def test_softmax_loss_is_right_at_any_distance() -> None:
    """It equals the logarithm of the sum of exponentials in extended precision, where that has digits left, and more.

    A point that is right by 800 costs exp(-800), and not 0 for want of digits; one that is wrong by 1e4 costs 1e4.
    """
    Z = np.array([[0.0, 40.0, 1e4, -3.0, 700.0], [0.0, 0.0, 0.0, 2.0, 0.0], [0.0, 1.0, 0.0, -5.0, 699.0]])
    Y = np.array([[2.0, 0.0, 1.0, 1.0, 0.0]])
    others = [[2, [0, 1]], [0, [1, 2]], [1, [0, 2]], [1, [0, 2]], [0, [1, 2]]]
    gaps = [[np.longdouble(Z[k, i]) - Z[y, i] for k in rest] for i, (y, rest) in enumerate(others)]
    expected = [np.log1p(np.exp(gap).sum()) for gap in gaps]
    np.testing.assert_allclose(LOSSES["softmax"].values(Z, Y)[0], np.array(expected, float), rtol=1e-14, atol=0)
    assert LOSSES["softmax"].values(np.array([[800.0], [0.0]]), np.zeros((1, 1))) == pytest.approx(0, abs=1e-300)


def test_softmax_loss_of_two_classes_is_that_of_their_difference() -> None:
    """Of logits (z0, z1) it is the two-class loss of z1 - z0, and its residuals are those of both sides."""
    Z, Y = np.random.RandomState(0).randn(2, 50) * 20, points(50)[1]
    D = Z[1:] - Z[:1]
    values, single = LOSSES["softmax"].values(Z, Y), LOSSES["logits"].values(D, Y)
    np.testing.assert_allclose(values, single, rtol=1e-13)
    residual = LOSSES["softmax"].residual(softmax(Z), Y, np.empty_like(Z))
    np.testing.assert_allclose(residual[1:], 1 / (1 + np.exp(-D)) - Y, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(residual.sum(axis=0), 0, atol=1e-15)


def test_softmax_residual_is_the_slope_of_the_values() -> None:
    """The complex step of the values along each logit is the residual, and softmax is the same for a shift of all."""
    (_, Y), Z = classes_of(4, 12), np.random.RandomState(1).randn(4, 12)
    residual = LOSSES["softmax"].residual(softmax(Z), Y, np.empty_like(Z))
    for k in range(4):
        moved = Z + 1e-20j * (np.arange(4) == k)[:, None]
        np.testing.assert_allclose(residual[k], LOSSES["softmax"].values(moved, Y)[0].imag / 1e-20, rtol=1e-12)
    np.testing.assert_allclose(softmax(Z + 1e3), softmax(Z), rtol=1e-12)


def test_softmax_loss_is_the_cross_entropy_of_scikit_learn() -> None:
    """The mean agrees with sklearn.metrics.log_loss of the probabilities."""
    from sklearn.metrics import log_loss

    (_, Y), Z = classes_of(4, 12), np.random.RandomState(1).randn(4, 12)
    assert LOSSES["softmax"].values(Z, Y).mean() == pytest.approx(log_loss(Y[0], softmax(Z).T), rel=1e-14)


@pytest.mark.parametrize(
    ("layers", "loss", "said"),
    [([2, 3], "logits", "'logits' is of two classes and takes 1 output, not 3"), ([2, 1], "softmax", "not 1; for 1")],
)
def test_loss_and_last_layer_have_to_fit(layers: list[int], loss: str, said: str) -> None:
    """The error names the loss, the outputs and the loss to take."""
    X, Y = points(4)
    with pytest.raises(ValueError, match=said):
        nn.train(settings_of(layers, loss=loss), nn.initialize("he", layers), X, Y)


@pytest.mark.parametrize(("layers", "label"), [([2, 3], 3), ([2, 3], -1), ([2, 3], 0.5), ([2, 1], 2)])
def test_label_of_no_class_is_named(layers: list[int], label: float) -> None:
    """Labels are 0 to K - 1, or 0 and 1 of one output."""
    X, Y = points(4)
    Y[0, 2] = label
    with pytest.raises(ValueError, match=f"label {label:g}: .* for the labels 0 to {max(2, layers[-1]) - 1}"):
        nn.train(settings_of(layers, loss="softmax" if layers[-1] > 1 else "logits"), nn.initialize("he", layers), X, Y)
