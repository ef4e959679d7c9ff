"""Generated data are the notebook's."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seedcheck.data.generators import BUNDLED, GENERATORS, STAND_INS, circles, flower, spiral

DATA = Path(__file__).parents[1] / "data"
CASES: dict[str, Any] = json.loads((DATA / "unit_cases.json").read_text(encoding="utf-8"))


def test_circles_are_the_notebooks() -> None:
    """First points, labels and sums of train (seed 1) and test (seed 2) agree with the reference."""
    case = CASES["circles"]
    (X, y), (X_test, _) = circles(300, 0.05, 1), circles(100, 0.05, 2)
    assert [list(X.T.shape), list(X_test.T.shape)] == [case["train_shape"], case["test_shape"]]
    np.testing.assert_allclose(X.T[:, :3], case["first_train_columns"], rtol=1e-13)
    np.testing.assert_allclose(X_test.T[:, :3], case["first_test_columns"], rtol=1e-13)
    assert y[:10].tolist() == case["first_train_labels"]
    assert [X.sum(), X_test.sum()] == pytest.approx([case["train_sum"], case["test_sum"]], rel=1e-12)


@pytest.mark.parametrize(("generate", "name", "examples"), [(flower, "flower", 400), (spiral, "spiral", 50)])
def test_flower_and_spiral_are_the_notebooks(generate: Any, name: str, examples: int) -> None:
    """First points, sum and labels agree with the reference."""
    case = CASES[name]
    noise, seed = case["arguments"] if name == "spiral" else (0.2, *case["arguments"])
    X, y = generate(examples, noise, seed)
    assert list(X.T.shape) == case["shape"]
    np.testing.assert_allclose(X.T[:, : len(case["first_columns"][0])], case["first_columns"], rtol=1e-12)
    assert X.sum() == pytest.approx(case["sum"], rel=1e-12)
    assert y.sum() == case["labels_sum"]


@pytest.mark.parametrize("name", GENERATORS)
def test_generated_data_depend_on_seed_and_noise_only(name: str) -> None:
    """The same arguments give the same points, another seed or noise others; classes have equal parts."""
    X, y = GENERATORS[name](30, 0.1, 1)
    assert np.array_equal(X, GENERATORS[name](30, 0.1, 1)[0])
    assert not np.array_equal(X, GENERATORS[name](30, 0.1, 2)[0])
    assert not np.array_equal(X, GENERATORS[name](30, 0.2, 1)[0])
    assert len(X) == 30
    assert len(set(np.bincount(y).tolist())) == 1


@pytest.mark.parametrize(
    ("name", "shape", "classes"), [("iris", (150, 4), 3), ("wine", (178, 13), 3), ("digits", (1797, 8, 8), 10)]
)
def test_bundled_data_have_names_for_their_classes(name: str, shape: tuple[int, ...], classes: int) -> None:
    """And their shape: digits are images."""
    X, y, names = BUNDLED[name]()
    assert X.shape == shape
    assert np.unique(y).tolist() == [*range(classes)] == [*range(len(names))]


@pytest.mark.parametrize(
    ("name", "train", "test"),
    [("overlapping_classes", (211, 2), (200, 2)), ("photograph_crops", (209, 64, 64, 3), (50, 64, 64, 3))],
)
def test_stand_ins_have_the_shapes_of_the_real_data(name: str, train: tuple, test: tuple) -> None:
    """As many examples of the same shape as football and the cats, of both classes, the same on every call."""
    (X, y), (X_test, y_test) = STAND_INS[name]()
    assert (X.shape, X_test.shape) == (train, test)
    assert set(y.tolist()) == set(y_test.tolist()) == {0, 1}
    assert np.array_equal(X, STAND_INS[name]()[0][0])
