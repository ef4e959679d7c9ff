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
    found = read_points(write(tmp_path / name), NAMES)
    assert np.array_equal(found.X, X)
    assert found.y.tolist() == [0, 1, 1]
    assert found.columns is None


def test_csv_is_read(tmp_path: Path) -> None:
    """All columns but the labels are inputs, in their order; the labels' column may stand anywhere."""
    path = tmp_path / "points.csv"
    path.write_text("a,y,b\n1,0,2\n3,1,4.5\n5,1,6\n", encoding="utf-8")
    found = read_points(path, {})
    assert np.array_equal(found.X, X)
    assert found.y.tolist() == [0, 1, 1]
    assert found.columns == ("a", "b")


CSV_READ = {  # name: text of three examples with inputs a, b
    "byte order mark": "\ufeffa,b,y\n1,2,0\n3,4.5,1\n5,6,1\n",
    "line ends of Windows": "a,b,y\r\n1,2,0\r\n3,4.5,1\r\n5,6,1\r\n",
    "line ends of old": "a,b,y\r1,2,0\r3,4.5,1\r5,6,1",
    "blanks behind commas": 'a, b, "y"\n1, 2, 0\n3, 4.5, 1\n5, 6, 1\n',
    "blank lines": "\na,b,y\n\n1,2,0\n   \n3,4.5,1\n5,6,1\n\n",
    "quotes": '"a","b","y"\n"1","2","0"\n"3","4.5","1"\n"5","6","1"\n',
    "labels true and false": "a,b,y\n1,2,False\n3,4.5,True\n5,6,TRUE\n",
    "labels with points": "a,b,y\n1,2,0.0\n3,4.5,1.0\n5,6,1\n",
    "exponents": "a,b,y\n1e0,2,0\n3,45e-1,1\n5.0,6,1\n",
}


@pytest.mark.parametrize("name", CSV_READ)
def test_same_numbers_in_another_spelling_are_read(tmp_path: Path, name: str) -> None:
    """What spreadsheets and operating systems do to a file does not matter."""
    path = tmp_path / "points.csv"
    path.write_bytes(CSV_READ[name].encode())
    found = read_points(path, {})
    assert np.array_equal(found.X, X)
    assert found.y.tolist() == [0, 1, 1]
    assert found.columns == ("a", "b")


LABELS: dict[str, tuple[list[str], list[int], tuple[str, ...]]] = {  # name: (labels, classes, their names)
    "no and yes": (["no", "yes", "yes"], [0, 1, 1], ("no", "yes")),
    "words": (["setosa", "virginica", "setosa", "versicolor", "virginica", "versicolor"], [0, 2, 0, 1, 2, 1],
              ("setosa", "versicolor", "virginica")),
    "from 1 on": (["1", "2", "1"], [0, 1, 0], ("1", "2")),
    "-1 and 1": (["1", "-1", "1.0"], [1, 0, 1], ("-1", "1")),
    "by size": (["10", "9", "2", "10", "9", "2"], [2, 1, 0, 2, 1, 0], ("2", "9", "10")),
    "numbers and words": (["1", "2", "none of these", "2", "1", "1"], [0, 1, 2, 1, 0, 0], ("1", "2", "none of these")),
    "true and false": (["TRUE", "false", "True"], [1, 0, 1], ("0", "1")),
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".h5", ".npz"])
@pytest.mark.parametrize("name", LABELS)
def test_labels_are_numbered_by_size_or_alphabet(tmp_path: Path, name: str, suffix: str) -> None:
    """In every kind of file, with the names that the classes have there."""
    labels, expected, classes = LABELS[name]
    path, inputs = tmp_path / f"points{suffix}", np.arange(len(labels))[:, None] + 0.5
    if suffix == ".csv":
        path.write_text("a,y\n" + "".join(f"{k}.5,{label}\n" for k, label in enumerate(labels)), encoding="utf-8")
    elif suffix == ".npz":
        np.savez_compressed(path, X=inputs, y=np.array(labels))
    else:
        with h5py.File(path, "w") as file:
            file["X"], file["y"] = inputs, np.array(labels, dtype=h5py.string_dtype())
    found = read_points(path, {})
    assert (found.y.tolist(), found.classes) == (expected, classes)
    assert np.array_equal(found.X, inputs)


CSV_FAULTS = {  # name: (text, what the error says)
    "missing value": ("a,b,y\n1,2,0\n3,,1\n", "line 3, column 'b': a missing value"),
    "missing value below blank lines": ("a,b,y\n1,2,0\n\n\n3,4,1\n5,,1\n", "line 6, column 'b'"),
    "missing value by a word": ("a,b,y\n1,2,0\n3,NA,1\n", "line 3, column 'b': a missing value (NA); fill or delete"),
    "missing label": ("a,b,y\n1,2,0\n3,4,\n", "line 3, column 'y': a missing value"),
    "fault below a quoted line break": ('a,"b\nc",y\n1,2,0\n3,,1\n', "line 4, column 'b\\nc': a missing value"),
    "text value": ("a,b,y\n1,2,0\n3,four,1\n", "line 3, column 'b': 'four', not a number"),
    "labels as long as the file": (
        "a,y\n" + "".join(f"{k},{k}.5\n" for k in range(200)),
        "the labels are 0.5, 1.5, 2.5",
    ),
    "other column than that of the labels": (
        "y,sick,b\n1.5,0,3\n2.5,1,3\n3.5,1,4\n",
        "column 'y': the labels are 1.5, 2.5, 3.5; accepted are 2 to 100 classes, as words or whole numbers, with"
        " several examples of each. Or do they stand in column 'sick', which has 0 and 1 only?",
    ),
    "as many classes as examples": (
        "a,y\n1,0\n2,1\n3,2\n",
        "the labels are 0, 1, 2; accepted are 2 to 100 classes, as",
    ),
    "many classes": ("a,y\n1,0\n1,1\n1,2\n1,3\n1,4\n1,5\n", "the labels are 0, 1, 2, 3, 4, ...;"),
    "one class only": ("a,y\n1,1\n2,1\n", "the labels are 1; accepted are 2 to 100 classes, as words or whole"),
    "no labels": ("a,b\n1,0\n2,1\n", "no column 'y'; its columns: 'a', 'b'; name the one with the labels: `y: NAME`"),
    "no header": ("1,0\n2,1\n", "The first line has to be a header with their names"),
    "infinite value": ("a,y\n1,0\nInfinity,1\n", "line 3, column 'a': inf, not a finite number"),
    "value beyond all numbers": ("a,y\n1,0\n1e999,1\n", "line 3, column 'a': inf, not a finite number"),
    "longer row": ("a,y\n1,0\n2,3,1\n", "line 3 has 3 values, but the header has 2 names"),
    "shorter row": ("a,b,y\n1,2,0\n2,1\n", "line 3 has 2 values, but the header has 3 names"),
    "rows longer than the header": ("a,y\n1,2,0\n3,4,1\n", "line 2 has 3 values, but the header has 2 names"),
    "rows that end with a separator": (
        "a,y\n1,0,\n3,1,\n",
        "line 2 has 3 values, but the header has 2 names: it ends w",
    ),
    "lines that end with a separator": (
        "a,y,\n1,0,\n3,1,\n",
        "column 3 has no name: the lines end with a separator; de",
    ),
    "index": (",a,y\n0,1,0\n1,3,1\n", "column 1 has no name: an index, which is no measurement? Delete it (pan"),
    "index that was read and written": ("Unnamed: 0,a,y\n0,1,0\n1,3,1\n", "column 1 has no name: an index"),
    "index with a name": (
        "a,ID,y\n1,842302,0\n1,842517,1\n",
        "column 'ID' numbers the examples and is no measurement;",
    ),
    "name twice": ("a,a,y\n1,2,0\n3,4,1\n", "two columns are called 'a'"),
    "labels twice": ("a,y,y\n1,2,0\n3,4,1\n", "two columns are called 'y'"),
    "semicolons": ("a;b;y\n1;2;0\n", "its columns are separated by ';'; save it with commas"),
    "semicolons and decimal commas": ("a;y\n1,5;0\n", "its columns are separated by ';'; save it with commas"),
    "tabs": ("a\ty\n1\t0\n", "its columns are separated by tabs; save it with commas"),
    "spaces": ("a y\n1 0\n", "its columns are separated by spaces; save it with commas"),
    "decimal comma in quotes": ('a,y\n"1,5",0\n', "line 2, column 'a': '1,5' has a decimal comma; write a point"),
    "decimal comma": (
        "a,y\n1,5,0\n",
        "line 2 has 3 values, but the header has 2 names (a decimal comma? write a point)",
    ),
    "comment first": (
        "# a Monday\na,y\n1,0\n",
        "line 1 is a comment ('# a Monday'); delete it, the header has to come",
    ),
    "comment between": ("a,y\n1,0\n# checked\n2,1\n", "line 3 is a comment ('# checked'); delete it"),
    "hint for a spreadsheet": ("sep=,\na,y\n1,0\n", "line 1 is a comment ('sep='); delete it"),
    "open quote": ('a,y\n1,0\n"2,1\n3,0\n', "line 3: not a readable CSV file: "),
    "no rows": ("a,y\n", "no line stands below the header: there are no examples in it"),
    "empty": ("", "not a readable CSV file: no line is in it"),
    "blank": ("\n \n", "not a readable CSV file: no line is in it"),
    "no inputs": ("y\n0\n1\n", "no columns of inputs besides 'y'"),
}


@pytest.mark.parametrize("fault", CSV_FAULTS)
def test_faulty_csv_is_refused(tmp_path: Path, fault: str) -> None:
    """The error names the fault, and line and column where there is one."""
    text, says = CSV_FAULTS[fault]
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    refused(path, says, {})


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_csv_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    """The error says how to save it."""
    path = tmp_path / "points.csv"
    path.write_bytes("größe,y\n1,0\n2,1\n".encode(encoding))
    refused(path, "it is not text in UTF-8; save it as that", {})


@pytest.mark.parametrize("suffix", [".mat", ".h5"])
def test_truncated_file_is_refused(tmp_path: Path, suffix: str) -> None:
    """Wherever it is cut, the error says so, or that an array is missing."""
    path = write(tmp_path / f"points{suffix}")
    content = path.read_bytes()
    for length in range(0, len(content) - 8, len(content) // 12):
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
    refused(tmp_path / name, f"unknown kind of file {Path(name).suffix!r}; known: .csv, .npz, .mat, .h5, .hdf5")


@pytest.mark.parametrize("name", ["none.csv", "none.mat", "none.h5"])
def test_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    """A path without a file is an error of the same kind."""
    refused(tmp_path / name, "not a readable file: No such file or directory")
