"""The small grids of predicted classes: of the right replicates, the right way up, and only of two features."""

from pathlib import Path

import numpy as np
import pytest

import nn
from seedcheck.training import regions
from seedcheck.training.regions import SIDE

X = np.array([[-1.0, 1.0, 0.0], [0.0, 4.0, 2.0]])
LAYERS = [2, 1]


def line(w1: float, w2: float, b: float) -> np.ndarray:
    """Return a network without hidden layer that predicts 1 where w1 x1 + w2 x2 + b > 0."""
    theta = np.zeros(nn.count_parameters(LAYERS))
    for block, value in zip(nn.split(theta, LAYERS), [[w1, w2, b]], strict=True):
        block[...] = value
    return theta


def squares(found: regions.Regions) -> np.ndarray:
    """Return the classes (K, SIDE, SIDE) as a reader unpacks them."""
    planes = np.unpackbits(found.classes, axis=1).reshape(len(found.classes), -1, SIDE, SIDE)
    return np.asarray(np.tensordot(2 ** np.arange(planes.shape[1]), planes, axes=(0, 1)))


@pytest.mark.parametrize(
    ("accuracy", "chosen"),
    [
        ([0.9, 0.5, 0.7, 0.8, 0.6], [0, 1, 2]),
        ([0.9, np.nan, 0.7, np.nan], [0, 2]),
        ([0.5, 0.5, 0.5], [0, 1, 2]),
        ([0.5], [0]),
        ([np.nan], []),
        ([], []),
    ],
)
def test_worst_median_and_best_are_chosen(accuracy: list[float], chosen: list[int]) -> None:
    """Of those that did not diverge; of equal ones the first, the middle and the last."""
    assert regions.worst_median_best(np.array(accuracy)) == chosen


def test_classes_are_where_the_network_predicts_them() -> None:
    """The first row is on top, the first column on the left."""
    theta = np.stack([line(1, 0, 0), line(0, 1, -2)])
    found = regions.regions(LAYERS, theta, [0, 1], X)
    right, top = squares(found)
    assert found.seeds.tolist() == [0, 1]
    assert right[:, SIDE // 2 :].all()
    assert not right[:, : SIDE // 2].any()
    assert top[: SIDE // 2].all()
    assert not top[SIDE // 2 :].any()
    np.testing.assert_allclose(found.extent, [-1.2, 1.2, -0.4, 4.4])


def test_each_of_several_classes_has_its_region() -> None:
    """Of five, which take three bits: the number of the one whose logit is largest."""
    layers = [2, 5]
    theta = np.zeros(nn.count_parameters(layers))
    (block,) = nn.split(theta, layers)
    block[:, 0] = [-4, -2, 0, 2, 4]  # classes from left to right
    block[:, -1] = [-2.4, -0.6, 0, -0.6, -2.4]
    found = squares(regions.regions(layers, theta[None], [7], X))[0]
    assert (found == found[0]).all()
    steps = np.flatnonzero(np.diff(found[0]))
    assert found[0, [0, *(steps + 1)]].tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("layers", [[1, 1], [3, 2, 1]])
def test_other_than_two_features_have_none(layers: list[int]) -> None:
    """The file is there all the same."""
    theta = np.zeros((2, nn.count_parameters(layers)))
    found = regions.regions(layers, theta, [0, 1], np.ones((layers[0], 4)))
    assert len(found.seeds) == len(found.classes) == 0


@pytest.mark.parametrize("values", [np.zeros((2, 3)), np.full((2, 3), 1e300), np.array([[-1.7e308, 1.7e308], [1, 1]])])
def test_any_permitted_points_have_a_range(values: np.ndarray) -> None:
    """Constant features and the largest numbers."""
    left, right, bottom, top = regions.extent_of(values)
    assert left < right
    assert bottom < top
    assert np.isfinite([left, right, bottom, top]).all()


def test_a_file_says_what_was_written(tmp_path: Path) -> None:
    """And has the same bytes every time."""
    found = regions.regions(LAYERS, line(1, 1, 0)[None], [0], X)
    for name in ("one.h5", "two.h5"):
        regions.write(tmp_path / name, found)
    assert (tmp_path / "one.h5").read_bytes() == (tmp_path / "two.h5").read_bytes()
    again = regions.read(tmp_path / "one.h5")
    np.testing.assert_array_equal(again.classes, found.classes)
    np.testing.assert_array_equal(again.extent, found.extent)
