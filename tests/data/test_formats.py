"""Raw files are read, or refused with one error that names the file, the fault and the place."""

import re
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from seedcheck.data.formats import read_points
from seedcheck.errors import InputError

X, Y = np.array([[1.0, 2.0], [3.0, 4.5], [5.0, 6.0]]), np.array([0, 1, 1])
NAMES = {"X": "inputs", "y": "labels"}


def write(path: Path, X: np.ndarray = X, y: np.ndarray = Y) -> Path:
    """Write arrays ``inputs`` and ``labels`` into a .mat or .h5 file."""
    if path.suffix == ".mat":
        savemat(path, {"inputs": X, "labels": y[:, None]})
    else:
        with h5py.File(path, "w") as file:
            file["inputs"], file["labels"] = X, y
    return path


def refused(path: Path, says: str, part: dict[str, str] | None = None) -> None:
    """Assert that reading the file is an InputError with its path and this text."""
    with pytest.raises(InputError, match=f"^{re.escape(str(path))}: .*{re.escape(says)}"):
        read_points(path, NAMES if part is None else part)


@pytest.mark.parametrize("name", ["points.mat", "points.h5", "points.HDF5"])
def test_arrays_are_read(tmp_path: Path, name: str) -> None:
    """Inputs and labels of a .mat and .h5 file come back, labels as a vector."""
    inputs, labels = read_points(write(tmp_path / name), NAMES)
    assert np.array_equal(inputs, X)
    assert labels.tolist() == [0, 1, 1]


def test_csv_is_read(tmp_path: Path) -> None:
    """All columns but the labels are inputs, in their order; the labels' column may stand anywhere."""
    path = tmp_path / "points.csv"
    path.write_text("a,y,b\n1,0,2\n3,1,4.5\n5,1,6\n", encoding="utf-8")
    inputs, labels = read_points(path, {})
    assert np.array_equal(inputs, X)
    assert labels.tolist() == [0, 1, 1]


CSV_FAULTS = {  # name: (text, what the error says)
    "missing value": ("a,b,y\n1,2,0\n3,,1\n", "line 3, column 'b': a missing value"),
    "missing value below blank lines": ("a,b,y\n1,2,0\n\n\n3,4,1\n5,,1\n", "line 6, column 'b'"),
    "text value": ("a,b,y\n1,2,0\n3,four,1\n", "line 3, column 'b': 'four', not a number"),
    "text label": ("a,y\n1,no\n2,yes\n", "line 2, column 'y': 'no', not a number"),
    "third class": ("a,y\n1,0\n2,1\n3,2\n", "the labels are 0, 1, 2; accepted are the two classes 0 and 1"),
    "many classes": ("a,y\n1,0\n1,1\n1,2\n1,3\n1,4\n1,5\n", "the labels are 0, 1, 2, 3, 4, ...;"),
    "one class only": ("a,y\n1,1\n2,1\n", "the labels are 1; accepted are the two classes 0 and 1, both present"),
    "labels -1 and 1": ("a,y\n1,-1\n2,1\n", "the labels are -1, 1;"),
    "no labels": ("a,b\n1,0\n2,1\n", "no column 'y'; its columns: a, b"),
    "infinite value": ("a,y\ninf,0\n2,1\n", "finite"),
    "longer row": ("a,y\n1,0\n2,3,1\n", "not a readable CSV file: "),
    "rows longer than the header": ("a,y\n1,2,0\n3,4,1\n", "not a readable CSV file"),
    "no rows": ("a,y\n", "the labels are "),
    "empty": ("", "not a readable CSV file: "),
    "no inputs": ("y\n0\n1\n", "no column"),
}


@pytest.mark.parametrize("fault", CSV_FAULTS)
def test_faulty_csv_is_refused(tmp_path: Path, fault: str) -> None:
    """The error names the fault, and line and column where there is one."""
    text, says = CSV_FAULTS[fault]
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    refused(path, says, {})


@pytest.mark.parametrize("suffix", [".mat", ".h5"])
def test_truncated_file_is_refused(tmp_path: Path, suffix: str) -> None:
    """Wherever it is cut, the error says that the file is not readable."""
    path = write(tmp_path / f"points{suffix}")
    content = path.read_bytes()
    for length in range(0, len(content) - 8, 8):
        path.write_bytes(content[:length])
        with pytest.raises(InputError, match=r"truncated|no array"):
            read_points(path, NAMES)


def test_damaged_hdf5_is_refused(tmp_path: Path) -> None:
    """Where the file's table of contents is overwritten, the error says that the file is not readable."""
    path = write(tmp_path / "points.h5")
    content = path.read_bytes()
    for place in (content.index(b"HEAP"), content.index(b"SNOD"), content.index(b"TREE")):
        path.write_bytes(content[:place] + b"XXXX" + content[place + 4 :])
        refused(path, "not a readable HDF5 file")


@pytest.mark.parametrize("suffix", [".mat", ".h5"])
def test_missing_array_is_named_with_those_there(tmp_path: Path, suffix: str) -> None:
    """The error lists the file's arrays."""
    refused(write(tmp_path / f"points{suffix}"), "no array 'X'; its arrays: inputs, labels", {})


@pytest.mark.parametrize("suffix", [".mat", ".h5"])
def test_lengths_that_differ_are_named(tmp_path: Path, suffix: str) -> None:
    """Three rows of inputs and two labels are an error with both numbers."""
    refused(write(tmp_path / f"points{suffix}", y=Y[:2]), "3 rows of inputs, but 2 labels")


@pytest.mark.parametrize("suffix", [".mat", ".h5"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_value_that_is_not_finite_is_refused(tmp_path: Path, suffix: str, value: float) -> None:
    """NaN and infinity among the inputs are errors."""
    refused(write(tmp_path / f"points{suffix}", X=np.where(X == 3, value, X)), "inputs have to be finite numbers")


@pytest.mark.parametrize("name", ["points.txt", "points"])
def test_unknown_kind_of_file_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    """The error lists the suffixes accepted."""
    refused(tmp_path / name, f"unknown kind of file {Path(name).suffix!r}; known: .csv, .mat, .h5, .hdf5")


@pytest.mark.parametrize("name", ["none.csv", "none.mat", "none.h5"])
def test_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    """A path without a file is an error of the same kind."""
    refused(tmp_path / name, "not a readable")
