"""`seedcheck new` writes a checked study of a data file of one's own, or says in one line what to mend."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from seedcheck.steps.command import main
from seedcheck.study.model import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, labels: str = "y", rows: int = 40, columns: int = 2) -> None:
    """Write a table of two classes that a network can tell apart."""
    generator = np.random.default_rng(0)
    y = np.arange(rows) % 2
    X = generator.normal(size=(rows, columns)) + 2 * y[:, None]
    names = [*(f"x{k}" for k in range(columns)), labels]
    lines = [",".join(names), *(",".join(map(str, [*row, label])) for row, label in zip(X.tolist(), y, strict=True))]
    Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_study_is_written_that_the_pipeline_takes(capsys: pytest.CaptureFixture[str]) -> None:
    """With layers that fit, replicates, a reference and two tricks with titles; what was seen is said."""
    write("mine.csv", "sick", columns=3)
    main(["new", "mine.csv"])
    study = load(["config/mine.yaml"])
    own = study.experiments["mine_tricks"]
    assert (own.layers[0], own.layers[-1]) == (3, 1)
    assert (own.reference, own.replicates, list(own.variants)) == ("plain", 20, ["plain", "he", "l2"])
    assert own.titles == {"plain": "No trick", "he": "He weights", "l2": "L2"}
    assert study.datasets["mine"].settings()["standardize"] is True
    said = capsys.readouterr().out
    assert "mine.csv: 40 examples of 3 inputs; labels 'sick': 20 are 0, 20 are 1" in said
    assert "next: snakemake --cores all --configfile config/mine.yaml" in said


def test_the_tuning_that_is_proposed_can_be_taken() -> None:
    """Two lines in the place of the learning rate, which is among those that are tried."""
    write("mine.csv")
    main(["new", "mine.csv"])
    path = Path("config/mine.yaml")
    text = path.read_text(encoding="utf-8").replace("# validation_fraction:", "validation_fraction:")
    rate = load([path]).experiments["mine_tricks"].settings("plain")["learning_rate"]
    path.write_text(
        text.replace("    learning_rate:", "    # learning_rate:").replace("# tune:", "tune:"), encoding="utf-8"
    )
    tried = load([path]).experiments["mine_tricks"].candidates("l2")
    assert [each["learning_rate"] for each in tried] == pytest.approx([rate / 10, rate, 10 * rate])


def test_words_of_several_classes_are_proposed_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    """The last layer has an output for each, the loss is that of many classes, their words are kept."""
    kinds = ["setosa", "versicolor", "virginica"]
    lines = [f"{kinds[k % 3]},{k % 3 + 0.1 * k},{k}" for k in range(30)]
    Path("iris.csv").write_text("\n".join(["species,a,b", *lines]), encoding="utf-8")
    main(["new", "iris.csv"])
    study = load(["config/iris.yaml"])
    settings = study.experiments["iris_tricks"].settings("plain")
    assert (settings["layers"][-1], settings["loss"]) == (3, "softmax")
    assert study.datasets["iris"].labels == kinds
    said = capsys.readouterr().out
    assert "labels 'species': 10 are setosa, 10 are versicolor, 10 are virginica" in said


def test_commented_parts_can_be_taken_in() -> None:
    """The further variant and the sweep are right as they stand."""
    write("mine.csv")
    main(["new", "mine.csv"])
    path = Path("config/mine.yaml")
    text = path.read_text(encoding="utf-8")
    for part in ("dropout:", "sweeps:", "  mine_strength:"):
        assert f"# {part}" in text
        text = text.replace(f"# {part}", part)
    path.write_text(text, encoding="utf-8")
    study = load([path])
    assert list(study.experiments["mine_tricks"].variants) == ["plain", "he", "l2", "dropout"]
    assert len(study.sweeps["mine_strength"].grid["l2_lambda"]) == 3


def test_a_file_that_is_there_stays() -> None:
    """Another name is offered, and taken."""
    write("mine.csv")
    Path("config").mkdir()
    Path("config/mine.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"config/mine.yaml is there already and stays as it is; .* --name mine_2"):
        main(["new", "mine.csv"])
    assert Path("config/mine.yaml").read_text(encoding="utf-8") == "mine"
    main(["new", "mine.csv", "--name", "Mine-2"])
    assert list(load(["config/mine_2.yaml"]).datasets) == ["mine_2"]


def test_test_file_is_taken_by_names_of_columns() -> None:
    """Other columns are an error, and nothing is written."""
    write("mine.csv")
    write("other.csv", columns=3)
    with pytest.raises(SystemExit, match=r"other.csv: its columns are not those of mine.csv; .* further: 'x2'"):
        main(["new", "mine.csv", "--test", "other.csv"])
    assert not list(Path("config").iterdir())
    write("other.csv", rows=8)
    main(["new", "mine.csv", "--test", "other.csv"])
    settings = load(["config/mine.yaml"]).datasets["mine"].settings()
    assert (settings["test"], "test_fraction" in settings) == ({"file": "other.csv"}, False)


@pytest.mark.parametrize("name", ["data.csv", "nul.csv", "data/mine.h5", f"{80 * 'xy_'}.csv", "1 Größe #2.csv"])
def test_any_file_name_is_taken(name: str) -> None:
    """Names of the pipeline's folders, of devices, of the data set's own file, long ones, and any letters."""
    Path(name).parent.mkdir(exist_ok=True)
    if name.endswith(".h5"):
        import h5py

        with h5py.File(name, "w") as file:
            file["X"], file["y"] = np.random.default_rng(0).normal(size=(8, 2)), np.arange(8) % 2
    else:
        write(name, rows=8)
    main(["new", name])
    [path] = Path("config").iterdir()
    [dataset] = load([path]).datasets.values()
    assert dataset.train
    assert dataset.train.file == name


MISTAKES = {  # name: (text of mine.csv, what is said)
    "measures": ("a,y\n1,0.5\n2,1.5\n", "the labels are 0.5, 1.5; accepted are 2 to 100 classes"),
    "gap": ("a,y\n1,0\n,1\n", "line 3, column 'a': a missing value; fill or delete such rows"),
    "semicolons": ("a;y\n1;0\n2;1\n", "its columns are separated by ';'; save it with commas between the columns"),
    "index": (",a,y\n0,5,0\n1,6,1\n", "column 1 has no name: an index, which is no measurement? Delete it"),
    "column twice": ("a,a,y\n1,2,0\n3,4,1\n", "two columns are called 'a'"),
    "one example": ("a,y\n1,0\n2,1\n", "too few to split off a test set"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_one_line_and_nothing_is_written(name: str) -> None:
    """The same line that the pipeline says, but before it starts."""
    text, says = MISTAKES[name]
    Path("mine.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["new", "mine.csv"])
    assert str(caught.value).startswith("ERROR: mine.csv: " if "example" not in name else "ERROR: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not Path("config").exists() or not list(Path("config").iterdir())


@pytest.mark.slow
def test_installed_command_needs_nothing_but_the_packages(tmp_path: Path) -> None:
    """Elsewhere than in the project's folder, where there is no study to take the number of replicates from."""
    for package in ("nn", "seedcheck"):
        shutil.copytree(ROOT / package, tmp_path / "site" / package)
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, function = scripts["seedcheck"].split(":")
    write("mine.csv")
    call = [sys.executable, "-c", f"import {module} as command; command.{function}()", "new"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    for name, code, says in (
        ("mine.csv", 0, "written: config/mine.yaml"),
        ("no.csv", 1, "ERROR: no.csv: not a readab"),
    ):
        run = subprocess.run([*call, name], env=environment, text=True, check=False, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)  # fmt: skip
        assert run.returncode == code
        assert says in run.stdout
    assert load(["config/mine.yaml"]).replicates == 20
