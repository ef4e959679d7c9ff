"""Masks of dropout: the notebook's fixed ones, and fresh ones of every epoch."""

import numpy as np
import pytest

import nn
from nn.dropout import FixedMasks, FreshMasks, Masks, multiplied_out
from tests.nn.cases import CASES, points, settings_of, theta_of

LAYERS = [3, 2, 3, 1]


def drawn(masks: Masks) -> list[np.ndarray]:
    """Return the masks of the next epoch, each as one array of its own."""
    return [multiplied_out(mask).copy() for mask in masks.draw()]


def test_fixed_masks_are_the_notebooks() -> None:
    """Drawn with seed 1 they equal the reference, scaled by 1 / keep_prob."""
    case = CASES["dropout_forward"]
    masks = drawn(FixedMasks(LAYERS, 5, case["keep_prob"], case["mask_seed"]))
    for number, mask in enumerate(masks, start=1):
        assert np.array_equal(mask[:-1], np.array(case["expected"][f"mask{number}"]) / case["keep_prob"])


def test_forward_with_fixed_masks_is_the_notebooks() -> None:
    """The probabilities of the reference case dropout_forward come out."""
    case = CASES["dropout_forward"]
    network = nn.Network(LAYERS, np.array(case["X"]), np.zeros((1, 5)), keep_prob=case["keep_prob"])
    network.theta[...] = theta_of(case["parameters"], LAYERS)
    output = network.forward(FixedMasks(LAYERS, 5, case["keep_prob"], case["mask_seed"]).draw())
    np.testing.assert_allclose(output, case["expected"]["AL"], rtol=1e-13)


@pytest.mark.parametrize("kind", [FixedMasks, FreshMasks])
def test_biases_are_never_dropped(kind: type) -> None:
    """The last row, which multiplies the biases, is ones."""
    assert all((mask[-1] == 1).all() for mask in drawn(kind(LAYERS, 50, 0.5, 0)))


def test_fixed_masks_stay_and_fresh_ones_change() -> None:
    """The second epoch has the first one's masks if they are fixed, others if fresh."""
    for kind, same in ((FixedMasks, True), (FreshMasks, False)):
        masks = kind(LAYERS, 50, 0.5, 0)
        first = drawn(masks)
        assert all(np.array_equal(a, b) for a, b in zip(first, drawn(masks), strict=True)) is same


@pytest.mark.parametrize("keep_prob", [0.1, 0.5, 0.86, 0.999])
def test_fresh_masks_keep_the_share_asked_for(keep_prob: float) -> None:
    """Of 10^6 units, the share kept is within five standard deviations, and their mean factor is about 1."""
    (mask,) = drawn(FreshMasks([1, 1000, 1], 1000, keep_prob, 0))
    units = mask[:-1]
    assert np.unique(units).tolist() == [0, 1 / keep_prob]
    assert (units > 0).mean() == pytest.approx(keep_prob, abs=5 * np.sqrt(keep_prob * (1 - keep_prob) / 1e6))


def test_fresh_masks_of_layers_and_units_are_independent() -> None:
    """No two units are dropped together more often than chance allows."""
    first, second = drawn(FreshMasks([1, 8, 8, 1], 20_000, 0.5, 0))
    correlation = np.corrcoef(np.vstack([first[:-1], second[:-1]]) > 0) - np.eye(16)
    assert np.abs(correlation).max() < 5 / np.sqrt(20_000)


def test_fresh_masks_take_the_bits_of_their_stream_in_order() -> None:
    """Epoch by epoch, sixteen bits decide on each unit (ones included), and what is left of the last word is unused."""
    masks, stream = FreshMasks([1, 2, 1, 1], 3, 0.25, 9), np.random.SFC64(9)
    for _ in range(10):
        first, second = drawn(masks)
        kept = stream.random_raw(4).view(np.uint16)[:15] < 0.25 * 2**16  # (2 + 1 + 1 + 1) x 3 units, 4 words of 4
        assert np.array_equal(first[:-1].ravel(), 4 * kept[:6])
        assert np.array_equal(second[:-1].ravel(), 4 * kept[9:12])


@pytest.mark.parametrize("kind", [FixedMasks, FreshMasks])
def test_masks_of_a_member_are_those_of_its_seed(kind: type) -> None:
    """Member k of an ensemble has the masks that its seed gives alone, at the tenth epoch too."""
    together, alone = kind(LAYERS, 7, 0.7, [4, 5]), kind(LAYERS, 7, 0.7, 5)
    for _ in range(10):
        masks, expected = drawn(together), drawn(alone)
    assert all(np.array_equal(a[1], b) for a, b in zip(masks, expected, strict=True))


@pytest.mark.parametrize("kind", [FixedMasks, FreshMasks])
def test_another_seed_gives_other_masks(kind: type) -> None:
    """Seeds 4 and 5 drop different units, alone and side by side."""
    first, second = (drawn(kind(LAYERS, 50, 0.5, seed))[0] for seed in (4, 5))
    assert not np.array_equal(first, second)
    (both, _) = drawn(kind(LAYERS, 50, 0.5, [4, 5]))
    assert not np.array_equal(both[0], both[1])


def test_unknown_masks_are_named_with_the_known_ones() -> None:
    """The error holds the name given and all names accepted."""
    X, Y = points(4)
    with pytest.raises(ValueError, match=r"'random'; known: fixed, fresh"):
        nn.train(settings_of([2, 3, 1], 0.1, 1, keep_prob=0.5, masks="random"), np.zeros(13), X, Y)
