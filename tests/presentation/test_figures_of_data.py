"""Whatever a table or image may be is drawn, and no picture is empty."""

import numpy as np
import pytest

from seedcheck.presentation.figures import data
from seedcheck.presentation.figures.images import images
from seedcheck.presentation.figures.projection import components
from tests.presentation import views

X = np.random.default_rng(0).normal(size=(2, 6))


def test_no_permitted_data_give_an_empty_picture() -> None:
    """Numbers beyond what can be drawn stand at its edge, and the smallest ones in the middle."""
    for unit in (1e-300, 1e250):
        [bars] = {patch.get_data().values.sum() for patch in data.draw(views.data_view(X[:1] * unit)).axes[0].patches}
        assert bars == 3
        axes = data.draw(views.data_view(X * unit)).axes[0]
        for points in axes.collections:
            low, high = np.transpose([axes.get_xlim(), axes.get_ylim()])
            assert ((low <= points.get_offsets()) & (points.get_offsets() <= high)).all()


def test_many_features_are_drawn_in_the_plane_in_which_they_differ() -> None:
    """Constant ones first do not put all points onto one; a lone feature that differs is the first component."""
    inputs = np.vstack([np.ones((3, 6)), np.arange(6.0)])
    found = components(inputs)
    assert found[0] == pytest.approx((np.arange(6) - 2.5) / np.arange(6).std() * np.sign(found[0, -1]))
    assert np.allclose(found[1], 0)
    wide = np.random.default_rng(0).normal(size=(50, 6))
    assert np.abs(components(wide)) == pytest.approx(np.abs(components(np.vstack([wide, wide]))) / np.sqrt(2))
    axes = data.draw(views.data_view(inputs)).axes[0]
    assert axes.get_xlabel() == "principal component 1"


PICTURE = np.random.default_rng(0).integers(256, size=(4, 8, 8, 3)) / 255
LAYOUTS = {  # name: (shape of an example, the same images in it, whether their bytes are divided)
    "channels last": ([8, 8, 3], PICTURE),
    "channels first": ([3, 8, 8], PICTURE.transpose(0, 3, 1, 2)),
    "in one row": ([192], PICTURE),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_images_of_any_layout_are_drawn_alike(layout: str) -> None:
    """What stands in one row is an image if its numbers are bytes that make a square."""
    shape, pictures = LAYOUTS[layout]
    found = images(views.dataset(pictures.reshape(4, -1).T, shape=shape, divide_by=255))
    assert found is not None
    assert np.array_equal(found, PICTURE)


def test_numbers_in_one_row_that_are_no_bytes_are_no_image() -> None:
    """Nor those that make no square."""
    assert images(views.dataset(PICTURE.reshape(4, -1).T, shape=[192])) is None
    assert images(views.dataset(PICTURE.reshape(4, -1)[:, :190].T, shape=[190], divide_by=255)) is None


def test_images_of_other_numbers_are_spread_over_all_shades() -> None:
    """Standardized ones have negative numbers; grey ones may have an axis of one channel, first or last."""
    grey = 5 * PICTURE[..., 0] - 3
    for shape in ([8, 8], [1, 8, 8], [8, 8, 1]):
        found = images(views.dataset(grey.reshape(4, -1).T, shape=shape))
        assert found is not None
        assert found.shape == (4, 8, 8)
        assert (found.min(), found.max()) == (0, 1)
