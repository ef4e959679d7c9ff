"""docs/own-data.md: its commands are there, and each mistake in its table is said so and mended so."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from seedcheck.data.formats import read_points
from seedcheck.data.from_files import from_files
from seedcheck.errors import InputError
from seedcheck.steps.command import main
from seedcheck.study.model import load

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/own-data.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (.*?) \| (.*) \|$", TEXT, re.MULTILINE)[2:])
SETTINGS = {"seed": 0, "divide_by": 1, "labels": ["no", "yes"]}
TABLES = {  # row: text of mine.csv, which its line of pandas mends
    "a missing value": "a,y\n1,0\n2,1\n,1\n",
    "columns are separated by ';'": "a;y\n1,5;0\n2,5;1\n",
    "column 1 has no name: an index": ",a,y\n0,7,0\n1,8,1\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def table(text: str) -> None:
    """Write mine.csv."""
    Path("mine.csv").write_text(text, encoding="utf-8")


def arrays(**content: object) -> None:
    """Write mine.h5."""
    with h5py.File("mine.h5", "w") as file:
        for name, array in content.items():
            file[name.replace("__", "/")] = array


@pytest.mark.parametrize("row", TABLES)
def test_line_of_pandas_mends_the_table(row: str) -> None:
    """What is said of the file is in the table, and what stands beside it makes a file that is read."""
    table(TABLES[row])
    with pytest.raises(InputError, match=re.escape(row)):
        read_points(Path("mine.csv"), {})
    mend = re.search(r"`(pandas.*)`", ROWS[row])
    if mend:
        exec(mend[1], {"pandas": pd})
    elif "dropna" in ROWS[row]:
        pd.read_csv("mine.csv").dropna().to_csv("mine.csv", index=False)
    else:
        pd.read_csv("mine.csv", index_col=0).to_csv("mine.csv", index=False)
    assert read_points(Path("mine.csv"), {}).y.tolist() == [0, 1]


X, Y = np.arange(12.0).reshape(6, 2), np.arange(6) % 2
OTHERS: dict[str, tuple[Callable[[], None], str]] = {  # row: what writes such a file, and its name
    "no column 'y', or the labels are 1.5, 2.5, ...": (lambda: table("a,sick\n1,0\n2,1\n"), "mine.csv"),
    "two columns are called 'a'": (lambda: table("a,a,y\n1,2,0\n3,4,1\n"), "mine.csv"),
    "the examples stand in the columns of 'X'": (lambda: arrays(X=X.T, y=Y), "mine.h5"),
    "no array 'X'; its arrays: train/X, train/y": (lambda: arrays(train__X=X, train__y=Y), "mine.h5"),
}


@pytest.mark.parametrize("row", OTHERS)
def test_mistake_is_said_as_in_the_table(row: str) -> None:
    """Word by word, as far as the words do not depend on the file."""
    write, name = OTHERS[row]
    assert row in ROWS
    write()
    with pytest.raises(InputError, match=re.escape(row.split(", or", maxsplit=1)[0])):
        read_points(Path(name), {})


def test_mistakes_of_two_parts_are_said_as_in_the_table() -> None:
    """Of a test file, and of a part that is split off."""
    table("a,y\n1,0\n2,1\n")
    Path("other.csv").write_text("b,y\n1,0\n2,1\n", encoding="utf-8")
    paths = {name: Path(name) for name in ("mine.csv", "other.csv")}
    names = {name: name for name in paths}
    for own in ({"test": {"file": "other.csv"}}, {"test_fraction": 0.25}):
        with pytest.raises(InputError) as caught:
            from_files(SETTINGS | {"train": {"file": "mine.csv"}} | own, paths, names)
        assert any(row in str(caught.value) for row in ROWS)


def test_variant_is_accepted_where_it_is_to_stand() -> None:
    """Below the variants of the file that is written."""
    table("a,sick\n" + "".join(f"{k},{k % 2}\n" for k in range(8)))
    main(["new", "mine.csv"])
    path = Path("config/mine.yaml")
    text = path.read_text(encoding="utf-8")
    (variant,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    path.write_text(text.replace("      # dropout:", f"{variant}      # dropout:"), encoding="utf-8")
    assert list(load([path]).experiments["mine_tricks"].variants) == ["plain", "he", "l2", "he_l2"]


def test_commands_of_make_are_there() -> None:
    """With the file, the configuration and the answer where they belong."""
    expected = {
        "make new FILE=mine.csv TEST=other.csv LABEL=sick INPUTS=points": "seedcheck.steps.command new 'mine.csv' "
        "--test 'other.csv' --label 'sick' --inputs 'points'",
        "make results CONFIG=config/tiny.yaml": "--configfile config/tiny.yaml",
        "make prune CONFIG=config/tiny.yaml YES=1": "seedcheck.steps.prune --configfile config/tiny.yaml --yes",
    }
    for command, says in expected.items():
        assert says in " ".join(planned(command).stdout.replace("\\\n", " ").split())


def test_configuration_that_is_not_there_is_one_line() -> None:
    """Snakemake would answer with a traceback."""
    said = planned("make results CONFIG=config/nope.yaml")
    assert said.returncode == 2
    assert said.stderr.endswith("*** CONFIG: there is no file config/nope.yaml.  Stop.\n")


def planned(command: str) -> subprocess.CompletedProcess[str]:
    """Return what make would do."""
    return subprocess.run([*command.split(), "-n", "-C", str(ROOT)], capture_output=True, text=True, check=False)
