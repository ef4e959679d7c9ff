"""The configuration is read with defaults; a variant overrides its experiment, a later file an earlier one."""

from pathlib import Path

import pytest

from seedcheck.errors import InputError
from seedcheck.study.config import load, settings

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


def loaded(tmp_path: Path, text: str) -> dict:
    """Return the configuration of a file with this text."""
    path = tmp_path / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return load([str(path)])


@pytest.mark.parametrize("name", ["config.yaml", "tiny.yaml"])
def test_shipped_configuration_is_right(name: str) -> None:
    """It loads, and every variant has all settings."""
    study = load([str(ROOT / "config" / name)])
    for experiment, own in study["experiments"].items():
        assert all(len(settings(study, experiment, variant)) == 12 for variant in own["variants"])


def test_study_on_more_data_compares_the_same_in_each_family() -> None:
    """study.yaml loads over config.yaml; a family has one reference and one set of variants, with the same settings."""
    study = load([str(ROOT / "config" / name) for name in ("config.yaml", "study.yaml")])
    families: dict[str, list[str]] = {}
    for name, own in study["experiments"].items():
        if "family" in own:
            families.setdefault(own["family"], []).append(name)
    assert {name: len(members) for name, members in families.items()} == {"regularization": 5, "initialization": 4}
    for members in families.values():
        first, *others = (study["experiments"][name] for name in members)
        for other in others:
            assert other["reference"] == first["reference"]
            assert other["variants"] == first["variants"]
        assert len({study["experiments"][name]["dataset"] for name in members}) == len(members)


def test_defaults_are_filled_in_at_all_levels(tmp_path: Path) -> None:
    """What a config leaves out is there: top level, a data set, the gates and what they hold."""
    study = loaded(tmp_path, TINY)
    assert study["offline_stand_in"] is True
    assert study["datasets"]["circles"]["test_seed"] == 1
    assert study["gates"]["complex_step"]["threshold"] == 1e-12
    assert settings(study, "e", "a") == {
        "layers": [2, 3, 1], "learning_rate": 0.1, "epochs": 5, "initializer": "he", "loss": "logits", "scale": 1.0,
        "seed": 0, "l2_lambda": 0.0, "keep_prob": 1.0, "masks": "fresh", "mask_seed": 0, "record_every": 100,
    }  # fmt: skip


def test_a_variant_overrides_its_experiment(tmp_path: Path) -> None:
    """Its own epochs win, the experiment's learning rate stays, another variant is untouched."""
    study = loaded(tmp_path, TINY.replace("a: {}", "a: {epochs: 7}\n      b: {}"))
    chosen = {name: settings(study, "e", name) for name in ("a", "b")}
    assert [(chosen[name]["epochs"], chosen[name]["learning_rate"]) for name in ("a", "b")] == [(7, 0.1), (5, 0.1)]


def test_a_later_file_and_overrides_win(tmp_path: Path) -> None:
    """They change single settings and keep the rest."""
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(TINY, encoding="utf-8")
    second.write_text("experiments: {e: {epochs: 6, learning_rate: 0.2}}\n", encoding="utf-8")
    study = load([str(first), str(second)], {"experiments": {"e": {"learning_rate": 0.3}}})
    own = settings(study, "e", "a")
    assert (own["epochs"], own["learning_rate"], own["layers"]) == (6, 0.3, [2, 3, 1])


@pytest.mark.parametrize(("text", "number"), [("1e-3", 1e-3), ("1E5", 1e5), ("2.5e-1", 0.25), ("+1e+2", 100.0)])
def test_scientific_notation_is_a_number(tmp_path: Path, text: str, number: float) -> None:
    """1e-3, which YAML 1.1 takes for text, is read as a number."""
    study = loaded(tmp_path, TINY.replace("learning_rate: 0.1", f"learning_rate: {text}"))
    assert settings(study, "e", "a")["learning_rate"] == number


@pytest.mark.parametrize("text", ["1e4", "10000.0"])
def test_whole_numbers_are_integers_however_written(tmp_path: Path, text: str) -> None:
    """Epochs of 1e4 are the integer 10000, since a float cannot be counted to."""
    epochs = settings(loaded(tmp_path, TINY.replace("epochs: 5", f"epochs: {text}")), "e", "a")["epochs"]
    assert isinstance(epochs, int)
    assert epochs == 10_000


def test_sizes_of_layers_are_integers_however_written(tmp_path: Path) -> None:
    """A size of 1e1 in the list of layers is the integer 10."""
    study = loaded(tmp_path, TINY.replace("[2, 3, 1]", "[2, 1e1, 1]"))
    assert settings(study, "e", "a")["layers"] == [2, 10, 1]
    assert all(isinstance(size, int) for size in settings(study, "e", "a")["layers"])


def test_faults_of_two_files_name_both(tmp_path: Path) -> None:
    """Where files are merged, the line names them all."""
    paths = [tmp_path / "first.yaml", tmp_path / "second.yaml"]
    paths[0].write_text(TINY, encoding="utf-8")
    paths[1].write_text("experiments: {e: {epochs: 0}}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"{paths[0]}, {paths[1]}: experiments\.e\.epochs: 0 is less"):
        load([str(path) for path in paths])
