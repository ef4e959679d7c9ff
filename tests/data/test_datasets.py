"""Data sets are made, written and read: generated, bundled, from files, split, standardized, or stood in for."""

import hashlib
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.data.download import UnreachableError
from seedcheck.data.fetch import fetched
from seedcheck.data.generators import circles
from seedcheck.data.make import bundled, generated
from seedcheck.data.preparation import prepare, split
from seedcheck.errors import InputError

COMMON = {"seed": 1, "test_seed": 2, "divide_by": 1, "labels": ["inner", "outer"]}
GENERATED = {"generator": "circles", "train_examples": 8, "test_examples": 4, "noise": 0.1, **COMMON}
CSV = "a,b,y\n" + "".join(f"{k},{-k},{k % 2}\n" for k in range(10))
SHA256 = hashlib.sha256(CSV.encode()).hexdigest()
FETCHED = {"train": {"file": "points.csv"}, "test_fraction": 0.3, "stand_in": "overlapping_classes", **COMMON}
BUNDLED = {"bundled": "breast_cancer", "test_fraction": 0.3, **COMMON}
FILES: dict[str, Any] = {"points.csv": {"sha256": SHA256, "urls": []}}


def make(settings: dict, files: dict | None = None, mirror: str = "", stand_in: bool = True) -> Dataset:
    """Return a data set by the function that its kind of source has."""
    if "generator" in settings:
        return generated(settings)
    return bundled(settings) if "bundled" in settings else fetched(settings, files or {}, mirror, stand_in)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty project."""
    monkeypatch.chdir(tmp_path)


def put(path: str, text: str = CSV) -> str:
    """Write a file."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return path


def test_generated_data_have_one_example_per_column() -> None:
    """X is (features, examples), Y (1, examples), float64, train and test from their own seeds."""
    made = make(GENERATED)
    assert [array.shape for array in made.arrays] == [(2, 8), (1, 8), (2, 4), (1, 4)]
    assert {array.dtype for array in made.arrays} == {np.dtype(float)}
    assert np.array_equal(made.X_test.T, circles(4, 0.1, 2)[0])
    assert made.attributes["source"] == "generated: circles"
    assert made.attributes["stand_in"] == ""


def test_written_data_come_back() -> None:
    """Arrays and attributes are the same after writing and reading, labels and shape as lists."""
    made = make(GENERATED)
    datasets.write("data/circles.h5", made)
    again = datasets.read("data/circles.h5")
    assert again.attributes == made.attributes
    assert all(np.array_equal(a, b) for a, b in zip(again.arrays, made.arrays, strict=True))


def test_two_writes_give_the_same_bytes() -> None:
    """Nothing of time or place is in the file."""
    for name in ("first.h5", "second.h5"):
        datasets.write(name, make(GENERATED))
    assert Path("first.h5").read_bytes() == Path("second.h5").read_bytes()


def test_hash_is_of_the_arrays() -> None:
    """Another seed gives another hash, another name of a class does not."""
    hashes = [make(GENERATED | change).attributes["sha256"] for change in ({}, {"seed": 3}, {"labels": ["a", "b"]})]
    assert hashes[0] != hashes[1]
    assert hashes[0] == hashes[2]


def test_file_of_ones_own_is_split_with_the_seed() -> None:
    """Three of ten rows become the test set, classes in proportion; inputs are divided; the source is described."""
    made = make(FETCHED | {"train": {"file": put("own.csv")}, "divide_by": 10})
    assert [array.shape for array in made.arrays] == [(2, 7), (1, 7), (2, 3), (1, 3)]
    assert sorted(np.hstack([made.X_train, made.X_test])[0].tolist()) == pytest.approx([k / 10 for k in range(10)])
    assert 3 <= made.Y_train.sum() <= 4
    assert made.attributes["source"] == "own.csv"
    assert made.attributes["source_sha256"] == SHA256


def test_file_of_the_mirror_is_read() -> None:
    """A known file found in the mirror is no stand-in, and carries its hash."""
    put("mirror/points.csv")
    attributes = make(FETCHED, FILES, "mirror").attributes
    assert (attributes["stand_in"], attributes["source_sha256"], attributes["seed"]) == ("", SHA256, 1)


def test_train_and_test_from_two_files() -> None:
    """Each part has its own file, and both hashes are kept."""
    parts = {"train": {"file": put("train.csv")}, "test": {"file": put("test.csv", "a,b,y\n1,2,0\n3,4,1\n")}}
    made = make(COMMON | parts)
    assert (made.X_train.shape, made.X_test.shape) == ((2, 10), (2, 2))
    assert made.attributes["source_sha256"].split(", ")[0] == SHA256


def test_parts_of_different_shape_are_refused() -> None:
    """Two features in train and one in test are an error with both shapes."""
    for name, X in (("train.h5", np.ones((2, 2))), ("test.h5", np.ones((2, 1)))):
        with h5py.File(name, "w") as file:
            file["X"], file["y"] = X, [0, 1]
    parts = {"train": {"file": "train.h5"}, "test": {"file": "test.h5"}}
    with pytest.raises(InputError, match=r"shape \(2,\), a test example \(1,\)"):
        make(COMMON | parts)


def test_split_that_leaves_a_class_out_is_refused() -> None:
    """A fraction too small for both classes is an error with the fraction."""
    with pytest.raises(InputError, match=r"test_fraction 0\.01: "):
        make(FETCHED | {"train": {"file": put("own.csv")}, "test_fraction": 0.01})


def test_unreachable_file_is_stood_in_for_and_marked(capsys: pytest.CaptureFixture[str]) -> None:
    """Football's stand-in has its shape; the reason stands in the file and loudly in the log."""
    made = make(FETCHED, FILES)
    assert [array.shape for array in made.arrays] == [(2, 211), (1, 211), (2, 200), (1, 200)]
    assert "no source of the real data could be reached" in made.attributes["stand_in"]
    assert made.attributes["source"] == "stand-in: overlapping_classes"
    assert "WARNING: STAND-IN DATA (overlapping_classes)" in capsys.readouterr().out


def test_stand_in_for_images_is_flattened_and_scaled() -> None:
    """The cats' stand-in has 12288 values from 0 to 1 per column, and remembers the image's shape."""
    made = make(FETCHED | {"stand_in": "photograph_crops", "divide_by": 255}, FILES)
    assert (made.X_train.shape, made.X_test.shape) == ((12288, 209), (12288, 50))
    assert 0 <= made.X_train.min() < made.X_train.max() <= 1
    assert made.attributes["shape"] == [64, 64, 3]


@pytest.mark.parametrize("settings", [FETCHED, {k: v for k, v in FETCHED.items() if k != "stand_in"}])
def test_without_stand_ins_an_unreachable_file_is_an_error(settings: dict) -> None:
    """Where stand-ins are not allowed, or none is named, the error lists the sources tried."""
    with pytest.raises(UnreachableError, match=r"tried\n  data/raw/points\.csv: no such file"):
        make(settings, FILES, stand_in="stand_in" not in settings)


@pytest.mark.parametrize("place", ["data/raw", "mirror"])
def test_wrong_file_is_never_stood_in_for(place: str) -> None:
    """A file with another hash is an error that names both, although stand-ins are allowed."""
    put(f"{place}/points.csv", "other")
    Path("mirror").mkdir(exist_ok=True)
    with pytest.raises(InputError, match=f"SHA-256 is [0-9a-f]{{64}}, expected {SHA256}"):
        make(FETCHED, FILES, "mirror", stand_in=True)


def test_mirror_that_is_no_folder_is_never_stood_in_for() -> None:
    """A misspelt mirror is an error, not a reason for a stand-in."""
    with pytest.raises(InputError, match="'mirrro' is not a folder"):
        make(FETCHED, FILES, "mirrro", stand_in=True)


def test_pixels_are_kept_as_bytes_and_read_back_exactly(tmp_path: Path) -> None:
    """Whole numbers up to 255, divided by 255, take a byte each in the file; reading divides them again."""
    generator = np.random.default_rng(0)
    with h5py.File(tmp_path / "raw.h5", "w") as file:
        file["X"], file["y"] = generator.integers(0, 256, (6, 2, 2, 3), dtype=np.uint8), np.arange(6) % 2
    part = {"file": str(tmp_path / "raw.h5"), "X": "X", "y": "y"}
    made = make({"train": part, "test": part, "divide_by": 255, "seed": 0, "labels": ["0", "1"]})
    datasets.write(tmp_path / "data.h5", made)
    with h5py.File(tmp_path / "data.h5") as file:
        assert file["train/X"].dtype == np.uint8
    back = datasets.read(tmp_path / "data.h5")
    assert 0 < made.X_train.max() <= 1
    np.testing.assert_array_equal(back.X_train, made.X_train)


def test_bundled_data_are_split_with_the_seed() -> None:
    """All 569 examples are there, 171 of them in the test set, classes in proportion; another seed, another split."""
    made = make(BUNDLED)
    assert [array.shape for array in made.arrays] == [(30, 398), (1, 398), (30, 171), (1, 171)]
    assert made.Y_train.mean() == pytest.approx(357 / 569, abs=0.003)
    assert made.Y_test.mean() == pytest.approx(357 / 569, abs=0.003)
    assert not np.array_equal(make(BUNDLED | {"seed": 2}).Y_test, made.Y_test)
    assert made.attributes["source"] == "bundled with scikit-learn: breast_cancer"
    assert (made.attributes["stand_in"], made.attributes["source_sha256"]) == ("", "")


def test_class_0_of_the_bundled_tumours_is_malignant() -> None:
    """The 212 examples of class 0 have the larger radius (feature 0), as malignant tumours do."""
    made = make(BUNDLED)
    X, y = np.hstack([made.X_train, made.X_test]), np.hstack([made.Y_train, made.Y_test])[0]
    assert (y == 0).sum() == 212
    assert X[0, y == 0].mean() > 17 > 13 > X[0, y == 1].mean()


@pytest.mark.parametrize("settings", [GENERATED, BUNDLED])
def test_standardized_training_inputs_have_mean_0_and_deviation_1(settings: dict) -> None:
    """Each feature does, whatever the source, and the file says that it was done, with the same bytes on every run."""
    for name in ("first.h5", "second.h5"):
        datasets.write(name, make(settings | {"standardize": True}))
    again = datasets.read("first.h5")
    np.testing.assert_allclose(again.X_train.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(again.X_train.std(axis=1), 1)
    assert again.attributes["standardized"] is True
    assert Path("first.h5").read_bytes() == Path("second.h5").read_bytes()


def test_test_inputs_are_standardized_with_the_training_numbers() -> None:
    """Training values 0 and 4 have mean 2 and deviation 2: a test value of 8 becomes 3, divided first or not."""
    train, test = put("train.csv", "a,y\n0,0\n4,1\n"), put("test.csv", "a,y\n8,0\n2,1\n")
    settings = COMMON | {"train": {"file": train}, "test": {"file": test}, "standardize": True}
    for divide_by in (1, 10):
        made = make(settings | {"divide_by": divide_by})
        np.testing.assert_allclose(made.X_train, [[-1, 1]])
        np.testing.assert_allclose(made.X_test, [[3, 0]])


def test_constant_feature_is_only_centred() -> None:
    """Of three times 0.1 the computed deviation is 1e-17 and not 0, yet the test value 1.1 is 1 from the mean."""
    train, test = put("train.csv", "a,y\n0.1,0\n0.1,1\n0.1,1\n"), put("test.csv", "a,y\n1.1,0\n0.1,1\n")
    settings = COMMON | {"train": {"file": train}, "test": {"file": test}, "standardize": True}
    made = make(settings)
    np.testing.assert_allclose(made.X_train, [[0, 0, 0]], atol=1e-15)
    np.testing.assert_allclose(made.X_test, [[1, 0]], atol=1e-15)


def test_data_not_standardized_are_as_before() -> None:
    """`standardize: false` is as if it were not there: the same arrays, and no attribute of it."""
    plain, told = (make(GENERATED | change) for change in ({}, {"standardize": False}))
    assert plain.attributes == told.attributes
    assert "standardized" not in plain.attributes


def foreign(path: Path) -> None:
    """Write what another program may write."""
    with h5py.File(path, "w") as file:
        file["X"], file["y"] = np.ones((4, 2)), np.arange(4) % 2


def changed(path: Path) -> None:
    """Change a number of a data set."""
    datasets.write(path, make(GENERATED))
    with h5py.File(path, "a") as file:
        file["test/X"][0, 0] += 1


def of_other_arrays(path: Path) -> None:
    """Write arrays of the same names without a description."""
    with h5py.File(path, "w") as file:
        for name in datasets.PARTS:
            file[name] = np.ones((1, 2))


def cut(path: Path) -> None:
    """Lose the end of a data set."""
    datasets.write(path, make(GENERATED))
    path.write_bytes(path.read_bytes()[:-100])


def of_groups(path: Path) -> None:
    """Write groups where arrays are expected."""
    with h5py.File(path, "w") as file:
        for name in datasets.PARTS:
            file.create_group(name)


SPOILERS = [foreign, changed, of_other_arrays, cut, of_groups, Path.touch, lambda path: path.write_text("a")]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_file_that_is_no_data_set_of_ours_is_named(spoil: Any) -> None:
    """It is not used; the error names it, why, and what to do."""
    spoil(Path("mine.h5"))
    says = r"^mine\.h5 is damaged, or seedcheck did not write it \(no data set of seedcheck: .+\); run the study again"
    with pytest.raises(InputError, match=says):
        datasets.read("mine.h5")


def test_data_set_that_is_not_there_is_named() -> None:
    """With what makes it."""
    with pytest.raises(InputError, match=r"data/no\.h5 is not there; run the study, which makes it"):
        datasets.read("data/no.h5")


def test_a_split_that_leaves_no_class_is_refused_with_the_remedy() -> None:
    """Whether scikit-learn says so, or would leave a part with one class only."""
    for labels, says in (
        ([0, 1, 0, 1], "2 of class 0 and 2 of class 1"),
        ([0] * 38 + [1] * 2, "38 of class 0 and 2 of"),
    ):
        points = np.zeros((len(labels), 1)), np.array(labels)
        with pytest.raises(InputError, match=f"test_fraction 0.1: of {says}.* or give a file of test examples"):
            split(points, {"test_fraction": 0.1, "seed": 0}, ["0", "1"])


@pytest.mark.parametrize("unit", [1e-300, 1e-170, 1.0, 1e170, 1e300])
def test_inputs_of_any_size_are_standardized(unit: float) -> None:
    """Though their squares are 0 or infinite."""
    X, y = np.array([[1.0, 5], [2, 5], [6, 5]]) * unit, np.array([0, 1, 1])
    settings = {"seed": 0, "labels": ["a", "b"], "divide_by": 1, "standardize": True}
    found = prepare((X, y), (X[:1], y[:1]), settings, {}).X_train
    assert found[0] == pytest.approx(np.array([-2, -1, 3]) / np.sqrt(14 / 3))
    assert found[1].tolist() == [0, 0, 0]
