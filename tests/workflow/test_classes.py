"""Studies of more than two classes, from the configuration to the page."""

import h5py
import numpy as np
import pytest
import yaml

from seedcheck.files import read_json
from seedcheck.tracking import predictor
from tests.workflow.conftest import Project
from tests.workflow.test_own_data import seedcheck

FURTHER = ["cross_entropy", "brier", "balanced_accuracy", "auc"]
DIGITS = {
    "replicates": 6,
    "datasets": {"digits": {"bundled": "digits", "test_fraction": 0.3, "divide_by": 16}},
    "experiments": {
        "digits": {
            "dataset": "digits", "layers": [64, 32, 10], "loss": "softmax", "learning_rate": 0.5, "epochs": 150,
            "initializer": "scaled", "metrics": FURTHER, "variants": {"none": {}, "zeros": {"initializer": "zeros"}},
        }
    },
}  # fmt: skip


@pytest.mark.slow
def test_digits_are_learned_and_shown(project: Project) -> None:
    """Ten classes: a network learns them, zeros do not; all metrics say so, on the page, too; the model is theirs."""
    project.path("config/digits.yaml").write_text(yaml.safe_dump(DIGITS), encoding="utf-8")
    run = project.snakemake(config="config/digits.yaml")
    assert run.returncode == 0, run.stdout
    decided = read_json(project.path("results/comparison/decisions.json"))["experiments"]["digits"]
    assert decided["variants"]["none"]["summary"]["mean"] > 0.93
    assert decided["variants"]["zeros"]["failures"]["failed"] == 6
    tables = [decided["variants"], *decided["further"].values()]
    assert [list(decided["further"]), {rows["zeros"]["verdict"] for rows in tables}] == [FURTHER, {"worse"}]
    page = project.path("results/report.html").read_text(encoding="utf-8")
    for words in ("Test Brier score", "Test balanced accuracy", "Test AUC", "typically lower by"):
        assert words in page
    with (
        h5py.File(project.path("data/digits.h5")) as data,
        h5py.File(project.path("results/digits/none/predictions.h5")) as found,
    ):
        assert data.attrs["labels"].tolist() == [*"0123456789"]
        p = predictor.predict(predictor.read(project.path("results/digits/none/model.h5")), data["test/X"][...].T / 16)
        assert p.shape == (540, 10)
        assert np.array_equal(p.argmax(axis=1), found["test_logits"][0].argmax(axis=0))


@pytest.mark.slow
def test_words_of_a_csv_are_classes_up_to_mlflow(project: Project) -> None:
    """Iris with its names as labels: the study is proposed, runs, sweeps, and they stand in the confusion matrix."""
    from sklearn.datasets import load_iris

    iris = load_iris()
    lines = [
        ",".join([*map(str, x), iris.target_names[y]]) for x, y in zip(iris.data.tolist(), iris.target, strict=True)
    ]
    project.path("iris.csv").write_text("\n".join(["a,b,c,d,species", *lines]), encoding="utf-8")
    seedcheck(project, "seedcheck.steps.command", "new", "iris.csv")
    path = project.path("config/iris.yaml")
    text = path.read_text(encoding="utf-8").replace("replicates: 20", "replicates: 6")
    text = text.replace("# sweeps", "sweeps").replace("#   iris_strength", "  iris_strength")
    path.write_text(text, encoding="utf-8")
    run = project.snakemake(config="config/iris.yaml")
    assert run.returncode == 0, run.stdout
    record = read_json(project.path("results/iris_tricks/plain/record.json"))
    assert record["settings"]["layers"][-1] == 3
    assert record["metrics"]["test_accuracy"] > 0.85
    assert project.path("results/sweeps/iris_strength/heatmap.svg").is_file()
    (drawn, *_) = project.path("results/mlflow/artifacts").glob("*/*/artifacts/figures/confusion_matrix.svg")
    assert all(f">{name}<" in drawn.read_text(encoding="utf-8") for name in iris.target_names)
