"""Files are written whole or not at all."""

import json
from pathlib import Path

import pytest

from seedcheck.files import file_sha256, read_json, replacing, write_csv, write_json, write_text


def half_write(path: Path) -> None:
    """Begin to write a file, and fail."""
    with replacing(path) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt


def test_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """After an exception neither the file nor a temporary one is there."""
    with pytest.raises(KeyboardInterrupt):
        half_write(tmp_path / "folder" / "file.txt")
    assert list((tmp_path / "folder").iterdir()) == []


def test_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    """What was there stays as it was."""
    path = tmp_path / "file.txt"
    write_text(path, "old")
    with pytest.raises(KeyboardInterrupt):
        half_write(path)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("file.txt", "old")]


def test_temporary_file_has_the_same_suffix(tmp_path: Path) -> None:
    """Writers that look at the suffix, like matplotlib's, see the right one; the name is hidden."""
    with replacing(tmp_path / "figure.svg") as temporary:
        temporary.touch()
        assert temporary.suffix == ".svg"
        assert temporary.name.startswith(".")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_refuses_what_json_has_not(tmp_path: Path, value: float) -> None:
    """NaN and infinity are errors, and leave no file."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "record.json", {"cost": value})
    assert list(tmp_path.iterdir()) == []


def test_json_comes_back(tmp_path: Path) -> None:
    """Values are the same after writing and reading; floats in full; any JSON reader will do."""
    value = {"cost": 0.1 + 0.2, "layers": [2, 1], "none": None}
    write_json(tmp_path / "new" / "record.json", value)
    assert read_json(tmp_path / "new" / "record.json") == value
    assert json.loads((tmp_path / "new" / "record.json").read_text(encoding="utf-8")) == value


def test_hash_of_a_file(tmp_path: Path) -> None:
    """The SHA-256 of "abc" is the one of FIPS 180-2."""
    (tmp_path / "file").write_bytes(b"abc")
    assert file_sha256(tmp_path / "file") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_csv_has_all_columns_and_full_floats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns of later rows are there, None is empty, 0.1 + 0.2 keeps its digits."""
    monkeypatch.chdir(tmp_path)
    write_csv("table.csv", [{"a": 0.1 + 0.2}, {"a": None, "b": "x"}])
    assert Path("table.csv").read_text(encoding="utf-8") == "a,b\n0.30000000000000004,\n,x\n"
    write_csv("empty.csv", [], ("a", "b"))
    assert Path("empty.csv").read_text(encoding="utf-8") == "a,b\n"
