"""What a file of examples has to hold: anything else is one error with the cause and the remedy."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from scipy.io import savemat
from scipy.sparse import csc_array

from seedcheck.data import csv_files, examples
from seedcheck.data.formats import read_points
from seedcheck.data.from_files import from_files
from seedcheck.errors import InputError

X = np.array([[1.0, 0.0], [0.0, 4.5], [5.0, 6.0]])
Y = np.array([0, 1, 1])
SETTINGS = {"seed": 0, "divide_by": 1, "labels": ["no", "yes"]}


def save(path: Path, **arrays: Any) -> Path:
    """Write arrays into a .mat or .h5 file."""
    if path.suffix == ".mat":
        savemat(path, arrays)
    else:
        with h5py.File(path, "w") as file:
            for name, array in arrays.items():
                file[name] = array
    return path


def refused(path: Path, says: str, **part: str) -> None:
    """Assert that reading the file is an InputError with its path and this text."""
    with pytest.raises(InputError, match=f"^{re.escape(str(path))}: .*{re.escape(says)}"):
        read_points(path, part)


ONE_HOT = np.array([[1, 0], [0, 1], [0, 1]])
FAULTS: dict[str, tuple[Any, Any, str]] = {  # name: (X, y, what is said)
    "single value": (5.0, Y, "'X' is a single value, but one row for each example is needed"),
    "no rows": (np.empty((0, 2)), np.empty(0), "'X' has the shape (0, 2): there are no examples in it"),
    "no columns": (np.empty((3, 0)), Y, "'X' has the shape (3, 0): there are no examples in it"),
    "single label": (X, 1, "'y' is a single value"),
    "transposed": (X.T, Y, "2 rows of inputs, but 3 labels: the examples stand in the columns of 'X'; save it transpo"),
    "other number of labels": (X, Y[:1], "3 rows of inputs, but 1 labels; 'X' and 'y' have to be of the same examples"),
    "one-hot labels": (X, ONE_HOT, "of columns for each class (one-hot), make one of the class's number: y.argma"),
    "one-hot labels in rows": (X, ONE_HOT.T, "of columns for each class (one-hot), make one of the class's number"),
    "table of labels": (X, [[1, 1], [0, 1], [0, 0]], "'y' has the shape (3, 2); one label for each example is needed"),
    "complex inputs": (X + 1j, Y, "'X' holds complex numbers; inputs have to be finite numbers, save it as an array o"),
    "complex labels": (X, Y + 0j, "'y' holds complex numbers; labels have to be words or whole numbers"),
    "records": (np.zeros(3, [("a", float)]), Y, "'X' holds records of several values"),
    "gap": (np.where(X == 4.5, np.nan, X), Y, "'X' is nan in row 2, column 2; inputs have to be finite numbers"),
    "gap in images": (np.full((3, 2, 2), np.inf), Y, "'X' is inf in row 1; inputs have to be finite numbers"),
    "gap in the labels": (X, [0, np.nan, 1], "the labels are "),
    "measures": (X, [0.5, 1.5, 1.5], "the labels are 0.5, 1.5; accepted are 2 to 100 classes, as words or whole"),
    "as many classes as examples": (X, [0, 1, 2], "the labels are 0, 1, 2; accepted are 2 to 100 classes, as words or"),
    "one class": (X, [1, 1, 1], "the labels are 1; accepted are 2 to 100 classes, as words or whole numbers"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_array_that_is_no_table_of_examples_is_refused(tmp_path: Path, fault: str) -> None:
    """The error names the array, what it is, and what to do."""
    inputs, labels, says = FAULTS[fault]
    refused(save(tmp_path / "points.h5", X=inputs, y=labels), says)


def test_text_is_refused(tmp_path: Path) -> None:
    """As inputs, but not as labels, which are words."""
    words = np.array(["no", "yes", "yes"], dtype=h5py.string_dtype())
    refused(save(tmp_path / "points.h5", X=words, y=Y), "'X' holds objects")
    refused(save(tmp_path / "points.h5", X=np.array([b"a", b"b", b"c"]), y=Y), "'X' holds text")
    assert read_points(save(tmp_path / "points.h5", X=X, y=words), {}).classes == ("no", "yes")
    cell = np.array([["M"], ["B"], ["B"]], dtype=object)
    assert read_points(save(tmp_path / "points.mat", X=X, y=cell), {}).classes == ("B", "M")
    refused(save(tmp_path / "points.mat", X=cell, y=Y), "'X' holds objects")
    refused(save(tmp_path / "points.mat", X="text", y=Y), "'X' holds text")


READ: dict[str, tuple[str, Any, Any]] = {  # name: (suffix, X, y), all of them the same examples
    "sparse": (".mat", csc_array(X), Y),
    "sparse labels": (".mat", X, csc_array(Y[:, None])),
    "truth values": (".h5", X, Y == 1),
    "numbers with points": (".h5", X, Y.astype(float)),
    "labels in a row": (".h5", X, Y[None]),
    "half precision": (".h5", X.astype(np.float16), Y),
    "extended precision": (".h5", X.astype(np.longdouble), Y),
    "bytes in reverse": (".h5", X.astype(">f8"), Y.astype(">i2")),
}


@pytest.mark.parametrize("name", READ)
def test_same_numbers_of_another_kind_are_read(tmp_path: Path, name: str) -> None:
    """Sparse arrays in full, truth values as 0 and 1."""
    suffix, inputs, labels = READ[name]
    found = read_points(save(tmp_path / f"points{suffix}", X=inputs, y=labels), {})
    assert np.array_equal(found.X, X)
    assert found.y.tolist() == Y.tolist()


def test_truth_values_are_inputs_too(tmp_path: Path) -> None:
    """As numbers 0 and 1."""
    found = read_points(save(tmp_path / "points.h5", X=X > 0, y=Y), {})
    assert found.X.dtype == float
    assert np.array_equal(found.X, X > 0)


@pytest.mark.parametrize("suffix", [".mat", ".h5"])
def test_vector_is_one_feature(tmp_path: Path, suffix: str) -> None:
    """Three numbers are three examples of one number each."""
    inputs = X[:, 0] if suffix == ".h5" else X[:, :1]
    assert read_points(save(tmp_path / f"points{suffix}", X=inputs, y=Y), {}).X.tolist() == [[1.0], [0.0], [5.0]]


def test_array_of_nothing_is_refused(tmp_path: Path) -> None:
    """HDF5 has arrays that are empty by themselves, MATLAB marks them."""
    refused(save(tmp_path / "points.h5", X=h5py.Empty(float), y=Y), "'X' is empty: there are no examples in it")
    path = save(tmp_path / "points.h5", X=np.array([0, 2], np.uint64), y=Y)
    with h5py.File(path, "a") as file:
        file["X"].attrs["MATLAB_empty"] = 1
    refused(path, "'X' is empty")


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    """A further array of 14 TiB does not matter; asked for, it is refused before it is read."""
    path = save(tmp_path / "points.h5", X=X, y=Y)
    with h5py.File(path, "a") as file:
        file.create_dataset("huge", (2_000_000, 1_000_000), float, chunks=(1000, 1000))
    assert read_points(path, {}).X.shape == (3, 2)
    refused(path, "'huge' has 2,000,000,000,000 numbers, more than the 100,000,000 that are read", X="huge")


def test_more_numbers_than_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every kind of file, by what its header says, or as soon as the limit is passed."""
    monkeypatch.setattr(examples, "MOST_NUMBERS", 5)
    (tmp_path / "points.csv").write_text("a,b,y\n1,2,0\n3,4,1\n5,6,1\n", encoding="utf-8")
    for name in ("points.h5", "points.mat"):
        refused(
            save(tmp_path / name, X=X, y=Y), "'X' has 6 numbers, more than the 5 that are read; take fewer examples"
        )
    refused(save(tmp_path / "points.mat", X=csc_array(X), y=Y), "'X' has 6 numbers, more than the 5")
    refused(tmp_path / "points.csv", "the file has 6 numbers, more than the 5")


def test_endless_lines_and_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before they fill the memory."""
    (tmp_path / "points.csv").write_text(f"a,y\n{'1' * 100},0\n", encoding="utf-8")
    monkeypatch.setattr(csv_files, "MOST_LETTERS", 50)
    refused(tmp_path / "points.csv", "a line has more than 50 letters")
    monkeypatch.setattr(csv_files, "MOST_BYTES", 50)
    refused(tmp_path / "points.csv", "the file has more than 50 bytes; save its numbers as arrays in an .h5 file")


# Where arrays stand


def test_arrays_in_groups_are_read_by_their_path(tmp_path: Path) -> None:
    """As seedcheck's own data files have them; a path may begin with a slash."""
    path = save(tmp_path / "points.h5", **{"train/X": X, "train/y": Y})
    for before in ("train/", "/train/"):
        assert np.array_equal(read_points(path, {"X": f"{before}X", "y": f"{before}y"}).X, X)
    refused(path, "no array 'X'; its arrays: train/X, train/y")
    refused(path, "'train' is a group of arrays; its arrays: train/X, train/y", X="train")
    refused(path, "no array 'train/X/z'", X="train/X/z")


def test_arrays_in_structs_are_read_by_their_path(tmp_path: Path) -> None:
    """Of a .mat file, too."""
    path = save(tmp_path / "points.mat", data={"X": X, "y": Y})
    assert np.array_equal(read_points(path, {"X": "data/X", "y": "data/y"}).X, X)
    refused(path, "no array 'X'; its arrays: data (struct)")
    refused(path, "'data' is a struct; name an array in it: data/X", X="data", y="data/y")
    refused(path, "no array 'data/Z': 'data' has X, y", X="data/Z", y="data/y")


def test_same_array_for_both_is_refused(tmp_path: Path) -> None:
    """The labels would be the inputs."""
    refused(save(tmp_path / "points.h5", X=X, y=Y), "X and y both name the array 'y'", X="y")


def matlab(path: Path, **arrays: Any) -> Path:
    """Write a file as MATLAB 7.3 does: HDF5 behind 512 bytes, axes reversed, each array with its class."""
    with h5py.File(path, "w", userblock_size=512) as file:
        for name, array in arrays.items():
            file[name] = np.asarray(array).T
            file[name].attrs["MATLAB_class"] = np.bytes_("double")
    content = path.read_bytes()
    path.write_bytes(b"MATLAB 7.3 MAT-file".ljust(512) + content[512:])
    return path


@pytest.mark.parametrize("name", ["points.mat", "renamed.h5"])
def test_file_of_matlab_7_3_is_read_with_its_axes_in_order(tmp_path: Path, name: str) -> None:
    """However it is called; images, too."""
    path = matlab(tmp_path / name, X=X, y=Y[:, None])
    assert np.array_equal(read_points(path, {}).X, X)
    images = np.arange(24).reshape(3, 4, 2)
    assert np.array_equal(read_points(matlab(path, X=images, y=Y), {}).X, images)


def test_sparse_array_of_matlab_7_3_is_read_in_full(tmp_path: Path) -> None:
    """It is a group of its values, their rows, and where the columns start."""
    path = matlab(tmp_path / "points.mat", y=Y)
    sparse = csc_array(X)
    with h5py.File(path, "a") as file:
        group = file.create_group("X")
        group.attrs["MATLAB_sparse"] = np.uint64(3)
        group["data"], group["ir"], group["jc"] = sparse.data, sparse.indices, sparse.indptr
    assert np.array_equal(read_points(path, {}).X, X)


def test_text_of_matlab_7_3_is_no_number(tmp_path: Path) -> None:
    """Its letters stand in the file as numbers."""
    path = matlab(tmp_path / "points.mat", X=X, y=Y)
    with h5py.File(path, "a") as file:
        file["X"].attrs["MATLAB_class"] = np.bytes_("char")
    refused(path, "'X' holds text; save it as numbers")


def linked(file: h5py.File) -> None:
    """Lead to an array of another file."""
    file["X"] = h5py.ExternalLink("other.h5", "X")


def virtual(file: h5py.File) -> None:
    """Put an array together from those of other files."""
    layout = h5py.VirtualLayout((3, 2), float)
    layout[...] = h5py.VirtualSource("other.h5", "X", (3, 2))
    file.create_virtual_dataset("X", layout)


def external(file: h5py.File) -> None:
    """Keep numbers in a file of bytes."""
    file.create_dataset("X", (3, 2), float, external=[("other.bin", 0, 48)])


@pytest.mark.parametrize("put", [linked, virtual, external])
def test_numbers_in_other_files_are_refused(tmp_path: Path, put: Callable[[h5py.File], None]) -> None:
    """The hash of this file would not be theirs."""
    save(tmp_path / "other.h5", X=X)
    with h5py.File(save(tmp_path / "points.h5", y=Y), "a") as file:
        put(file)
    refused(tmp_path / "points.h5", "save")


# Columns of train and test


def read_both(folder: Path, train: str, test: str, **changes: Any) -> Any:
    """Return the data set of two CSV files."""
    for name, text in (("train.csv", train), ("test.csv", test)):
        (folder / name).write_text(text, encoding="utf-8")
    names = {name: folder / name for name in ("train.csv", "test.csv")}
    settings = SETTINGS | {"train": {"file": "train.csv"}, "test": {"file": "test.csv"}} | changes
    return from_files(settings, names, {name: name for name in names})


def test_columns_of_the_test_file_are_taken_by_name(tmp_path: Path) -> None:
    """In another order they are the same inputs, wherever the labels stand."""
    made = read_both(tmp_path, "a,b,y\n1,2,0\n3,4,1\n", "y,b,a\n0,20,10\n1,40,30\n")
    assert made.X_train.tolist() == [[1, 3], [2, 4]]
    assert made.X_test.tolist() == [[10, 30], [20, 40]]
    assert made.Y_test.tolist() == [[0, 1]]


def test_classes_of_both_files_are_the_same(tmp_path: Path) -> None:
    """By their names, whichever of them the test file has; one that is not in the training file is refused."""
    train = "a,y\n1,c\n2,b\n3,a\n4,a\n5,b\n6,c\n"
    made = read_both(tmp_path, train, "a,y\n1,c\n2,b\n", labels=None)
    assert made.attributes["labels"] == ["a", "b", "c"]
    assert made.Y_test.tolist() == [[2, 1]]
    with pytest.raises(InputError, match=r"test\.csv: its label 'd' is not in train\.csv, which has a, b, c"):
        read_both(tmp_path, train, "a,y\n1,d\n2,b\n", labels=None)


def test_labels_of_the_configuration_name_or_order_the_classes(tmp_path: Path) -> None:
    """Their words in another order are this order; other words are names; there have to be as many."""
    train = "a,y\n1,no\n2,yes\n3,no\n"
    assert read_both(tmp_path, train, train, labels=["yes", "no"]).Y_train.tolist() == [[1, 0, 1]]
    named = read_both(tmp_path, train, train, labels=["healthy", "ill"])
    assert (named.Y_train.tolist(), named.attributes["labels"]) == ([[0, 1, 0]], ["healthy", "ill"])
    with pytest.raises(InputError, match="labels: 3 names of 2 classes are given; the classes are no, yes"):
        read_both(tmp_path, train, train, labels=["a", "b", "c"])


def test_columns_of_other_names_are_refused(tmp_path: Path) -> None:
    """As many numbers are not the same measurements: the error names what differs."""
    says = r"^test\.csv: its columns are not those of train\.csv; missing: 'b'; further: 'c'; give both files the same"
    with pytest.raises(InputError, match=says):
        read_both(tmp_path, "a,b,y\n1,2,0\n3,4,1\n", "a,c,y\n1,2,0\n3,4,1\n")
