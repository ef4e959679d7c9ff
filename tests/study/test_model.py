"""The configuration is read with defaults; a variant overrides its experiment, a later source an earlier one."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nn.settings import DEFAULTS, REQUIRED, SETTINGS
from seedcheck.errors import InputError
from seedcheck.study import jobs, judging
from seedcheck.study.code import code
from seedcheck.study.experiment_sections import NetworkExperiment
from seedcheck.study.model import Study, load
from seedcheck.study.sources import as_typed
from seedcheck.study.training_keys import SWEEPABLE
from seedcheck.study.yaml import read_yaml

ROOT = Path(__file__).parents[2]
TINY = """\
datasets:
  circles: {generator: circles, train_examples: 40, test_examples: 20, noise: 0.05}
experiments:
  e:
    dataset: circles
    layers: [2, 3, 1]
    learning_rate: 0.1
    epochs: 5
    initializer: he
    variants:
      a: {}
"""


def loaded(tmp_path: Path, text: str, overrides: dict[str, Any] | None = None) -> Study:
    """Return the study of a file with this text."""
    path = tmp_path / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return load([path], overrides)


def shipped(*names: str) -> Study:
    """Return a study of this repository."""
    return load([ROOT / "config" / name for name in names])


# What the repository ships


@pytest.mark.parametrize("names", [["config.yaml"], ["tiny.yaml"], ["config.yaml", "study.yaml"]])
def test_shipped_configuration_is_right(names: list[str]) -> None:
    """It loads, and every variant has its settings, in the order of ``nn.settings``."""
    for experiment in shipped(*names).experiments.values():
        for variant in experiment.variants:
            settings = experiment.settings(variant)
            assert list(settings) == [name for name in SETTINGS if name in settings]
            assert set(REQUIRED) <= set(settings)


def test_study_on_more_data_compares_the_same_in_each_suite() -> None:
    """In study.yaml over config.yaml a suite has one reference and one set of variants, with the same settings."""
    suites: dict[str, list[NetworkExperiment]] = {}
    for experiment in shipped("config.yaml", "study.yaml").experiments.values():
        if experiment.suite:
            suites.setdefault(experiment.suite, []).append(experiment)
    assert {name: len(members) for name, members in suites.items()} == {"regularization": 5, "initialization": 4}
    for first, *others in suites.values():
        for other in others:
            assert other.reference == first.reference
            assert other.variants == first.variants
        assert len({experiment.dataset for experiment in (first, *others)}) == len(others) + 1


# Defaults, and what follows from elsewhere


def test_defaults_are_filled_in_at_all_levels(tmp_path: Path) -> None:
    """What a configuration leaves out is there: top level, a data set, the gates and what they hold, the settings."""
    study = loaded(tmp_path, TINY)
    assert (study.offline_stand_in, study.replicates, study.sweeps, study.gradient_checks) == (True, 0, {}, None)
    assert study.datasets["circles"].test_seed == 1
    assert study.gates.complex_step.threshold == 1e-12
    assert study.experiments["e"].settings("a") == {
        "layers": [2, 3, 1], "learning_rate": 0.1, "epochs": 5, "initializer": "he", "activation": "relu",
        "loss": "logits", "scale": 1.0, "seed": 0, "l2_lambda": 0.0, "keep_prob": 1.0,
        "masks": "fresh", "mask_seed": 0, "record_every": 100, "optimizer": "gradient_descent",
        "schedule": "constant", "warmup_epochs": 0, "batch_size": 0, "shuffle_seed": 0, "batch_norm": False,
        "norm_epsilon": 1e-5, "clip_norm": 0.0, "validation_fraction": 0.0, "validation_seed": 0, "patience": 0,
    }  # fmt: skip


def test_experiment_takes_from_the_study_and_its_variants_what_it_does_not_say(tmp_path: Path) -> None:
    """Title, replicates and reference follow; given ones stay, even 0 replicates."""
    text = f"replicates: 3\n{TINY}      b: {{}}\n"
    experiment = loaded(tmp_path, text).experiments["e"]
    assert (experiment.title, experiment.replicates, experiment.reference) == ("e", 3, "a")
    text = text.replace("    dataset:", "    title: E\n    replicates: 0\n    reference: b\n    dataset:")
    experiment = loaded(tmp_path, text).experiments["e"]
    assert (experiment.title, experiment.replicates, experiment.reference) == ("E", 0, "b")


def test_margin_is_2_points_if_none_is_given(tmp_path: Path) -> None:
    """A fraction of a point is possible, and it stays as it was written."""
    assert loaded(tmp_path, TINY).experiments["e"].margin == 2
    changed = TINY.replace("    dataset:", "    margin: 0.5\n    dataset:")
    assert loaded(tmp_path, changed).experiments["e"].margin == 0.5


def test_settings_come_from_changes_then_variant_then_experiment_then_defaults(tmp_path: Path) -> None:
    """Each overrides those behind it, and another variant is untouched."""
    text = TINY.replace("a: {}", "a: {epochs: 7, seed: 1}\n      b: {}")
    experiment = loaded(tmp_path, text).experiments["e"]
    shown = ("epochs", "seed", "learning_rate", "mask_seed")
    found = [experiment.settings("a", {"seed": 2}), experiment.settings("a"), experiment.settings("b")]
    assert [[settings[name] for name in shown] for settings in found] == [
        [7, 2, 0.1, 0],
        [7, 1, 0.1, 0],
        [5, 0, 0.1, 0],
    ]


def test_settings_of_another_optimizer_or_schedule_are_left_out(tmp_path: Path) -> None:
    """What an experiment gives for one of its variants does not stand in the record of another that ignores it."""
    text = TINY.replace("a: {}", "a: {}\n      b: {optimizer: adam}").replace("epochs: 5", "epochs: 5\n    beta1: 0.8")
    plain, adam = (loaded(tmp_path, text).experiments["e"].settings(name) for name in "ab")
    assert set(adam) - set(plain) == {"beta1", "beta2", "epsilon"}
    assert adam["beta1"] == 0.8
    sweep = "sweeps: {s: {experiment: e, replicates: 2, beta1: 0.7, grid: {optimizer: [gradient_descent, momentum]}}}\n"
    assert loaded(tmp_path, text + sweep).sweep_settings("s")["beta1"] == 0.7


def test_sweep_has_the_settings_of_the_reference_with_its_own_changes() -> None:
    """study.yaml: the grid of start_and_speed stands below `scaled`, with another loss and fewer epochs."""
    study = shipped("config.yaml", "study.yaml")
    sweep, reference = study.sweeps["start_and_speed"], study.experiments["initialization"].settings("scaled")
    assert study.sweep_settings("start_and_speed") == reference | {"loss": "logits", "epochs": 5000}
    assert (sweep.replicates, study.sweeps["strength"].replicates) == (20, 10)
    assert list(sweep.grid.items()) == [("initializer", ["scaled", "he"]), ("learning_rate", [0.01, 0.03, 0.1, 0.3])]


def test_grid_keeps_the_order_in_which_it_is_given(tmp_path: Path) -> None:
    """The first setting makes the rows, whichever is first in the list of settings."""
    sweep = "sweeps: {s: {experiment: e, replicates: 2, grid: {l2_lambda: [1, 2], epochs: [3, 4]}}}\n"
    assert list(loaded(tmp_path, TINY + sweep).sweeps["s"].grid) == ["l2_lambda", "epochs"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("generator: circles, train_examples: 4, test_examples: 4, noise: 0", "generated"),
     ("bundled: breast_cancer, test_fraction: 0.5", "bundled"),
     ("train: {file: config/config.yaml}, test_fraction: 0.5", "files")],
)  # fmt: skip
def test_data_set_knows_where_it_comes_from(tmp_path: Path, text: str, kind: str) -> None:
    """By its one source."""
    changed = TINY.replace("generator: circles, train_examples: 40, test_examples: 20, noise: 0.05", text)
    assert loaded(tmp_path, changed).datasets["circles"].kind == kind


def test_parts_dump_to_what_was_written() -> None:
    """What steps get of gates and gradient checks are plain mappings, in which 4 is no 4.0."""
    study = shipped("tiny.yaml")
    assert study.gradient_checks
    dumped = study.gradient_checks.one_dimension.model_dump()
    assert dumped == {"theta": 4, "x": 2, "epsilon": 1e-7, "threshold": 1e-7}
    assert type(dumped["theta"]) is int
    training = {"threshold": 1e-9, "networks": 3, "entries": 1, "steps": [0, 1, 2, 4, 100], "later": 2}
    assert study.gates.model_dump() == {
        "training": training, "complex_step": {"threshold": 1e-12},
        "central_difference": {"epsilon": 1e-7, "threshold": 2e-7},
        "sample": 500, "seed": 0,
    }  # fmt: skip


def test_settings_of_a_data_set_are_plain_and_without_what_only_figures_need() -> None:
    """No shown range, no key that was left out, also of its files; builtin types only."""
    football = shipped("config.yaml").datasets["football"].settings()
    assert football == {
        "seed": 0, "test_seed": 1, "divide_by": 1, "stand_in": "overlapping_classes",
        "train": {"file": "data.mat", "X": "X", "y": "y"}, "test": {"file": "data.mat", "X": "Xval", "y": "yval"},
    }  # fmt: skip
    assert type(football["train"]) is dict
    assert shipped("config.yaml").datasets["circles"].settings()["noise"] == 0.05


# Numbers


@pytest.mark.parametrize("text", ["1e4", "10000.0", "10_000"])
def test_whole_numbers_are_integers_however_written(tmp_path: Path, text: str) -> None:
    """Epochs of 1e4 are the integer 10000, since a float cannot be counted to; so are sizes of layers."""
    study = loaded(tmp_path, TINY.replace("epochs: 5", f"epochs: {text}").replace("[2, 3", f"[2, {text}"))
    settings = study.experiments["e"].settings("a")
    assert (settings["epochs"], settings["layers"]) == (10_000, [2, 10_000, 1])
    assert {type(settings["epochs"]), *map(type, settings["layers"])} == {int}


def test_replicates_of_a_sweep_are_counted_however_written(tmp_path: Path) -> None:
    """1e1 of the study are enough for a sweep."""
    sweep = "replicates: 1e1\nsweeps: {s: {experiment: e, grid: {l2_lambda: [1, 2]}}}\n"
    assert loaded(tmp_path, TINY + sweep).sweeps["s"].replicates == 10


@pytest.mark.parametrize(("text", "type_"), [("10", int), ("10.0", float)])
def test_number_stays_as_it_was_written(tmp_path: Path, text: str, type_: type) -> None:
    """A scale of 10 goes into the records as 10, not as 10.0; also in a variant, a sweep, its grid and a data set."""
    normal = TINY.replace("initializer: he", "initializer: normal").replace("a: {}", f"a: {{scale: {text}}}")
    text = normal.replace("noise: 0.05", f"noise: 0.05, divide_by: {text}") + (
        f"sweeps: {{s: {{experiment: e, replicates: 2, scale: {text}, grid: {{l2_lambda: [{text}]}}}}}}\n"
    )
    study = loaded(tmp_path, text)
    found = [
        study.experiments["e"].settings("a")["scale"],
        study.sweep_settings("s")["scale"],
        study.sweeps["s"].grid["l2_lambda"][0],
        study.datasets["circles"].settings()["divide_by"],
    ]
    assert found == [10] * 4
    assert {type(number) for number in found} == {type_}


# Several sources


def test_a_later_file_and_overrides_win(tmp_path: Path) -> None:
    """They change single settings and keep the rest."""
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(TINY, encoding="utf-8")
    second.write_text("experiments: {e: {epochs: 6, learning_rate: 0.2}}\n", encoding="utf-8")
    study = load([first, second], {"experiments": {"e": {"learning_rate": 0.3}}})
    settings = study.experiments["e"].settings("a")
    assert (settings["epochs"], settings["learning_rate"], settings["layers"]) == (6, 0.3, [2, 3, 1])


def test_a_later_file_changes_one_of_two_parts_that_share_an_anchor(tmp_path: Path) -> None:
    """An alias is a copy: changing the one leaves the other as it is."""
    text = TINY.replace("variants:", "variants: &shared") + (
        "  f: {dataset: circles, layers: [2, 1], learning_rate: 1, epochs: 1, initializer: he, variants: *shared}\n"
    )
    study = loaded(tmp_path, text, {"experiments": {"e": {"variants": {"a": {"epochs": 9}}}}})
    assert [study.experiments[name].settings("a")["epochs"] for name in "ef"] == [9, 1]


def test_variants_have_titles_and_without_one_their_name_in_blanks(tmp_path: Path) -> None:
    """In one line, whatever it is; a title is no setting, so that no training, gate, plan or decision knows of it."""
    title = "<b>$x_{1}$</b>" + "y" * 200
    plain, titled = "a_b: {seed: 1}", f"a_b: {{seed: 1, title: '{title}\n        z'}}"
    untitled, study = (loaded(tmp_path, TINY.replace("a: {}", variant)) for variant in (plain, titled))
    assert untitled.experiments["e"].titles["a_b"] == "a b"
    assert study.experiments["e"].titles["a_b"] == f"{title} z"
    for step in (judging.plan, judging.decide, judging.tables):
        assert step(study) == step(untitled)
    assert jobs.train(study, "e", "a_b") == jobs.train(untitled, "e", "a_b")
    for shows in (judging.page, judging.figures_of_verdicts, judging.track):
        assert title in str(shows(study))


def test_text_of_the_command_line_is_a_number_where_a_number_is_wanted(tmp_path: Path) -> None:
    """Snakemake hands over --config 'experiments={e: {epochs: 1e1}}' as text; titles and labels stay text."""
    overrides = {
        "replicates": "2", "offline_stand_in": "no",
        "datasets": {"circles": {"labels": ["0", "1"]}},
        "experiments": {"e": {"title": "7", "epochs": "1e1", "learning_rate": "1e-3", "layers": ["2", "1"]}},
    }  # fmt: skip
    study = loaded(tmp_path, TINY, overrides)
    experiment = study.experiments["e"]
    assert (study.replicates, study.offline_stand_in, experiment.title) == (2, False, "7")
    assert study.datasets["circles"].labels == ["0", "1"]
    settings = experiment.settings("a")
    assert [settings[name] for name in ("epochs", "learning_rate", "layers")] == [10, 1e-3, [2, 1]]
    assert type(experiment.title) is str


def test_command_line_is_read_as_it_was_typed(tmp_path: Path) -> None:
    """Snakemake makes the number 10 of --config replicates=010, which a file may not say either."""
    overrides = as_typed({"replicates": 10}, ["snakemake", "-n", "--config", "replicates=010"])
    with pytest.raises(InputError, match=r"--config: replicates: '010' is not a whole number \(with a 0 in front"):
        loaded(tmp_path, TINY, overrides)
    for text in ("7", "7.0", "7e0"):
        typed = as_typed({"replicates": 7}, ["--config", f"replicates={text}"])
        assert loaded(tmp_path, TINY, typed).replicates == 7
    assert as_typed({"replicates": 7}, ["--configfile", "a.yaml"]) == {"replicates": 7}


def test_overrides_that_repeat_the_file_change_nothing(tmp_path: Path) -> None:
    """Snakemake's own reading of the file, where 1e-3 is text, neither changes a value nor where its fault is."""
    text = TINY.replace("rate: 0.1", "rate: 1e-3").replace("epochs: 5", "epochs: 0")
    with pytest.raises(InputError, match=r"study\.yaml: line 8: experiments\.e\.epochs") as caught:
        loaded(tmp_path, text, {"experiments": {"e": {"learning_rate": "1e-3", "epochs": 0, "layers": [2, 3, 1]}}})
    assert "--config" not in str(caught.value)


def test_module_takes_settings_instead_of_files() -> None:
    """As a module of another Snakefile there are no files: the mapping is the whole configuration."""
    config = read_yaml(ROOT / "config/tiny.yaml")
    assert load([], config=config) == load([ROOT / "config/tiny.yaml"])
    config["experiments"]["tricks"]["epochs"] = -1
    with pytest.raises(InputError, match=r"^config: experiments\.tricks\.epochs: -1 is less than the minimum of 1"):
        load([], config=config)


# What is derived


def test_settings_of_a_training_are_those_of_nn() -> None:
    """Experiments, variants and sweeps have a key for each; grids for all but seeds and what is only recorded."""
    own = {"title", "question", "suite", "dataset", "replicates", "chunk", "redraw_data", "also_redrawn",
           "margin", "budget", "metrics", "reference", "variants", "tune"}  # fmt: skip
    assert set(NetworkExperiment.model_fields) - own == set(SETTINGS) == {*REQUIRED, *DEFAULTS}
    seeds = {"seed", "mask_seed", "shuffle_seed", "validation_seed"}
    assert set(SETTINGS) - set(SWEEPABLE) == seeds | {"record_every"}


def test_a_redrawn_experiment_is_the_same_but_for_its_data() -> None:
    """It has the settings and variants of the other, training data of its own for each seed, and no suite."""
    names = [*shipped("tiny.yaml").experiments]
    study = load([ROOT / "config/tiny.yaml"], {"experiments": {names[0]: {"also_redrawn": True, "suite": "s"}}})
    first, again = study.experiments[names[0]], study.experiments[f"{names[0]}_redrawn"]
    assert (first.redraw_data, again.redraw_data, again.suite) == (False, True, "")
    assert {v: first.settings(v) for v in first.variants} == {v: again.settings(v) for v in again.variants}
    assert judging.decide(study)["experiments"][names[0]]["redrawn"] == f"{names[0]}_redrawn"
    assert list(study.experiments) == [*names, f"{names[0]}_redrawn"]


def test_no_step_imports_pydantic() -> None:
    """It takes a tenth of a second, which only the workflow pays, and commands of the user's that read a study."""
    commands = {"command", "new", "prune"}
    steps = {path.stem for path in (ROOT / "seedcheck/steps").glob("[a-z]*.py")} - commands
    assert [step for step in steps if "pydantic" in code(step)] == []
    assert len(steps) > 5


def test_the_model_imports_numpy_and_pydantic_only() -> None:
    """What takes long to import (scikit-learn, pandas, MLflow, Matplotlib, HDF5, SciPy) is not needed to read it."""
    slow = ("sklearn", "pandas", "mlflow", "matplotlib", "h5py", "scipy", "jsonschema")
    program = f"import sys, seedcheck.study.model; print([name for name in {slow} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
