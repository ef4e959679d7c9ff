"""What is seen in a data file of one's own: labels, arrays, scale, and what is odd."""

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from seedcheck.data.examples import Examples
from seedcheck.data.found import fraction, oddities, parts_of, scaling
from seedcheck.errors import InputError

X = np.array([[1.0, 2.0], [3.0, 4.5], [5.0, 6.0]])
Y = np.array([0, 1, 1])

LABELS = {  # name: (header and lines, the column that is taken)
    "last one": ("a,b,died\n1,2,0\n3,4,1\n", "died"),
    "first one, by its values": ("sick,a\n1,2.5\n0,3\n", "sick"),
    "true and false": ("a,sick\n1,True\n2,False\n", "sick"),
    "by its name among several": ("sex,target,smokes\n0,1,1\n1,0,0\n", "target"),
    "by its name, though wrong": ("a,label\n1,no\n2,yes\n", "label"),
    "by its two values, though wrong": ("a,sick,b\n1,no,2\n2,yes,3\n5,no,7\n", "sick"),
    "with gaps": ("a,sick\n1,0\n2,\n3,1\n", "sick"),
    "words": ("species,a\nx,1\ny,2\nz,3\n", "species"),
    "of a file that has no columns": ("a;y\n1;0\n", "y"),
}


@pytest.mark.parametrize("name", LABELS)
def test_column_of_labels_is_seen(tmp_path: Path, name: str) -> None:
    """By 0 and 1, of several by its name; where none has them, the one of which the reader says what is wrong."""
    text, column = LABELS[name]
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    found = parts_of(path)["train"]
    assert found.get("y", "y") == column


def test_where_several_columns_could_be_the_labels_one_is_asked_for(tmp_path: Path) -> None:
    """And taken, if given."""
    path = tmp_path / "mine.csv"
    path.write_text("sex,died,a\n0,1,1\n1,0,5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"several columns have 0 and 1 only \('sex', 'died'\); say which hol"):
        parts_of(path)
    assert parts_of(path, label="sex") == {"train": {"file": str(path), "y": "sex"}}


GROUPS = "groups with a test set"
ARRAYS: dict[str, tuple[dict[str, Any], dict[str, dict[str, str]]]] = {
    "X and y": ({"X": X, "y": Y}, {"train": {}}),
    "names of one's own": ({"points": X, "sick": Y}, {"train": {"X": "points", "y": "sick"}}),
    GROUPS: (
        {"train/X": X, "train/y": Y, "test/X": X, "test/y": Y},
        {"train": {"X": "train/X", "y": "train/y"}, "test": {"X": "test/X", "y": "test/y"}},
    ),
    "names of the course": (
        {"train_set_x": X, "train_set_y": Y, "list_classes": [0, 1]},
        {"train": {"X": "train_set_x", "y": "train_set_y"}},
    ),
    "validation set": (
        {"X": X, "y": Y[:, None], "Xval": X, "yval": Y[:, None]},
        {"train": {}, "test": {"X": "Xval", "y": "yval"}},
    ),
    "transposed": ({"X": X.T, "y": Y}, {"train": {}}),
}


@pytest.mark.parametrize(
    ("name", "suffix"),  # names in MATLAB have no slash
    [(name, suffix) for name in ARRAYS for suffix in (".h5", ".mat") if (name, suffix) != (GROUPS, ".mat")],
)
def test_arrays_are_seen(tmp_path: Path, name: str, suffix: str) -> None:
    """Of training and test set, in groups, and transposed ones too, of which the reader says what to do."""
    arrays, expected = ARRAYS[name]
    path = tmp_path / f"mine{suffix}"
    if suffix == ".mat":
        savemat(path, arrays)
    else:
        with h5py.File(path, "w") as file:
            for key, array in arrays.items():
                file[key] = array
    assert parts_of(path) == {part: {"file": str(path)} | names for part, names in expected.items()}


def test_where_arrays_are_not_clear_they_are_listed(tmp_path: Path) -> None:
    """With their shapes; named ones are taken."""
    path = tmp_path / "mine.h5"
    with h5py.File(path, "w") as file:
        file["a"], file["b"], file["sick"] = X, X, Y
    with pytest.raises(InputError, match="Say it, as --inputs X --label y; there are: a 3x2, b 3x2, sick 3"):
        parts_of(path)
    assert parts_of(path, inputs="b")["train"] == {"file": str(path), "X": "b", "y": "sick"}


SCALES = {  # name: (inputs, how they are brought to a scale)
    "table": (X, "standardize"),
    "table of large numbers": (X * 1e9, "standardize"),
    "images of bytes": (np.full((3, 8, 8, 3), 200, np.uint8), "divide_by"),
    "images of bytes in one row": (np.full((3, 784), 255), "divide_by"),
    "images from 0 to 1": (np.full((3, 8, 8), 0.5), ""),
    "images of other numbers": (np.full((3, 8, 8), -5.0), "standardize"),
    "few columns of percentages": (np.full((3, 4), 120), "standardize"),
}


@pytest.mark.parametrize("name", SCALES)
def test_inputs_are_brought_to_a_scale(name: str) -> None:
    """Tables are standardized, pixels are divided, what is from 0 to 1 stays."""
    inputs, expected = SCALES[name]
    assert scaling(inputs) == expected


def test_of_few_examples_a_larger_part_is_split_off() -> None:
    """So that both parts have both classes; where that is not possible, a file of test examples is asked for."""
    assert fraction(np.arange(100) % 2, ["0", "1"]) == 0.25
    assert fraction(np.array([0, 1, 0, 1]), ["0", "1"]) == 0.4
    with pytest.raises(InputError, match="there are 4 of class 0 and 1 of class 1: too few to split off a test set"):
        fraction(np.array([0, 0, 0, 0, 1]), ["0", "1"])


def test_oddities_are_named() -> None:
    """Columns that are constant, count the lines, are the labels again, or another column again."""
    inputs = np.array([[7, 5, 0, 1.5, 1.5, 7], [7, 6, 1, 2.5, 2.5, 7], [7, 7, 1, 2.0, 2.0, 7]])
    found = list(oddities(Examples(inputs, Y, ("c", "n", "sick2", "a", "b", "d"))))
    assert found == [
        "constant, so of no use: 'c', 'd'",
        "column 'n' counts the lines: if it measures nothing, delete it",
        "column 'sick2' equals the labels: if it is a copy of them, delete it",
        "column 'b' is the same as 'a': delete one",
    ]
