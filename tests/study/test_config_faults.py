"""Each fault of a configuration is one line with the file, the key and the remedy; all are reported at once."""

import re
from pathlib import Path

import pytest

from seedcheck.errors import InputError
from seedcheck.study.config import load
from tests.study.test_config import TINY, loaded

CIRCLES = "{generator: circles, train_examples: 40, test_examples: 20, noise: 0.05}"
HASH = "{sha256: " + 64 * "a" + "}"
FAULTS = {  # name: (text replaced, by what, key, what the line says)
    "misspelt key": ("learning_rate:", "learning_rte:", "experiments.e.learning_rte",
                     "unknown key; did you mean 'learning_rate'? (known: layers, "),
    "misspelt key of a variant": ("a: {}", "a: {epcohs: 3}", "experiments.e.variants.a.epcohs", "'epochs'"),
    "misspelt key of a data set": ("noise:", "nosie:", "datasets.circles.nosie", "did you mean 'noise'?"),
    "misspelt key at the top": ("datasets:", "gate: {}\ndatasets:", "gate", "did you mean 'gates'?"),
    "wrong type": ("epochs: 5", "epochs: many", "experiments.e.epochs", "'many' is not of type 'integer'. Updates, "),
    "fraction of an epoch": ("epochs: 5", "epochs: 5.5", "experiments.e.epochs", "5.5 is not of type 'integer'"),
    "yes is not a number": ("epochs: 5", "epochs: yes", "experiments.e.epochs", "True is not of type 'integer'"),
    "out of range": ("learning_rate: 0.1", "learning_rate: -1", "experiments.e.learning_rate",
                     "-1 is less than or equal to the minimum of 0. Step size"),
    "not a number": ("learning_rate: 0.1", "learning_rate: .nan", "experiments.e.learning_rate", "nan"),
    "infinite": ("learning_rate: 0.1", "learning_rate: .inf", "experiments.e.learning_rate", "inf"),
    "unknown initializer": ("initializer: he", "initializer: xavier", "experiments.e.initializer",
                            "'xavier' is not one of ['scaled', 'zeros', 'normal', 'he']. How the weights start."),
    "missing data set": ("dataset: circles", "dataset: circle", "experiments.e.dataset",
                         "no dataset 'circle'; did you mean 'circles'?"),
    "missing setting": ("    epochs: 5\n", "", "experiments.e.variants.a", "epochs is missing, here and in the exp"),
    "two outputs": ("[2, 3, 1]", "[2, 3, 2]", "experiments.e.variants.a",
                    "layers [2, 3, 2]: the last size has to be 1, the probability of class 1"),
    "neither generated nor read": ("generator: circles, ", "", "datasets.circles",
                                   "give exactly one of `generator`, `train` and `bundled`"),
    "two sources": (CIRCLES, "{bundled: breast_cancer, train: {file: config/config.yaml}, test_fraction: 0.5}",
                    "datasets.circles", "give exactly one of `generator`, `train` and `bundled`"),
    "unknown bundled data": (CIRCLES, "{bundled: iris, test_fraction: 0.5}", "datasets.circles.bundled",
                             "'iris' is not one of ['breast_cancer']. Take data that come with scikit-learn."),
    "bundled data without a split": (CIRCLES, "{bundled: breast_cancer}", "datasets.circles",
                                     "bundled data need a test_fraction"),
    "bundled data with noise": (CIRCLES, "{bundled: breast_cancer, test_fraction: 0.5, noise: 0.1}",
                                "datasets.circles.noise", "has no meaning beside `bundled`"),
    "split of generated data": ("noise: 0.05", "noise: 0.05, test_fraction: 0.5", "datasets.circles.test_fraction",
                                "has no meaning beside `generator`"),
    "standardize by a number": ("noise: 0.05", "noise: 0.05, standardize: 1", "datasets.circles.standardize",
                                "1 is not of type 'boolean'. Take the training mean off each input"),
    "generator without noise": (", noise: 0.05", "", "datasets.circles", "a generator needs train_examples, test_"),
    "nothing to test on": (CIRCLES, "{train: {file: config/config.yaml}}", "datasets.circles",
                           "give either `test` or `test_fraction`"),
    "unknown file": (CIRCLES,
                     f"{{train: {{file: pts.csv}}, test_fraction: 0.5}}\nfiles: {{points.csv: {HASH}}}",
                     "datasets.circles.train.file",
                     "'pts.csv' is neither in `files` nor a file on disk; did you mean 'points.csv'?"),
    "short hash": ("datasets:", "files: {a.mat: {sha256: abc}}\ndatasets:", "files.a.mat.sha256", "64 lower-case hex"),
    "family that is no name": ("dataset: circles", "dataset: circles\n    family: The Tricks", "experiments.e.family",
                               "'The Tricks' does not match '^[a-z][a-z0-9_]*$'. Experiments of one family ask"),
    "name in capitals": ("a: {}", "A: {}", "experiments.e.variants", "'A' does not match"),
    "name that is a word of YAML": ("a: {}", "no: {}", "experiments.e.variants", "False is not of type 'string'"),
    "empty variant": ("a: {}", "a:", "experiments.e.variants.a", "None is not of type 'object'"),
    "unknown variant checked": (
        "datasets:",
        "gradient_checks: {one_dimension: {theta: 4, x: 2}, n_dimensions: {experiment: e, variant: z}}\ndatasets:",
        "gradient_checks.n_dimensions", "no variant e.z"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_one_line_with_file_key_and_remedy(tmp_path: Path, fault: str) -> None:
    """Behind the heading stands one line: the file, the dotted key, and what is wrong or would be right."""
    old, new, key, says = FAULTS[fault]
    assert old in TINY
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, TINY.replace(old, new))
    heading, *lines = str(caught.value).splitlines()
    assert heading == "the configuration has faults"
    assert len(lines) == 1
    assert lines[0].startswith(f"{tmp_path / 'study.yaml'}: {key}: ")
    assert says in lines[0]


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """Four faults of different kinds give four lines."""
    text = (
        TINY.replace("epochs: 5", "epochs: 0").replace("a: {}", "a: {loss: hinge, seed: -1}").replace("noise", "nose")
    )
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, text)
    keys = [line.split(": ")[1] for line in str(caught.value).splitlines()[1:]]
    assert keys == ["datasets.circles.nose", "experiments.e.epochs", "experiments.e.variants.a.loss",
                    "experiments.e.variants.a.seed"]  # fmt: skip


def test_all_faults_between_keys_are_reported_at_once(tmp_path: Path) -> None:
    """A missing setting, a wrong data set and a wrong last layer give a line each."""
    text = TINY.replace("    epochs: 5\n", "").replace("dataset: circles", "dataset: x").replace("3, 1]", "3, 4]")
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, text)
    assert len(str(caught.value).splitlines()) == 4


UNREADABLE = {  # name: (bytes of the file, what the error says)
    "doubled key": (TINY.replace("epochs: 5", "epochs: 5\n    epochs: 6").encode(),
                    "line 9: key 'epochs' appears twice (first in line 8)"),
    "open bracket": (TINY.replace("epochs: 5", "epochs: [5").encode(), "line 9, column 16: not valid YAML: "),
    "tab": (TINY.replace("epochs: 5", "epochs: \t5").encode(), "line 8, column 13: not valid YAML"),
    "no mapping": (b"[1, 2]", "a mapping of settings is expected, found list"),
    "empty": (b"", "a mapping of settings is expected, found NoneType"),
    "python object": (b"a: !!python/name:os.system 5", "not valid YAML: could not determine a constructor"),
    "key that is a list": (b"a: {? [1, 2] : 3}", "line 1"),
    "control character": (b"a: \x00", "not valid YAML"),
    "not UTF-8": (b"a: \xff\xfe", "not valid YAML"),
}  # fmt: skip


@pytest.mark.parametrize("fault", UNREADABLE)
def test_unreadable_file_says_where(tmp_path: Path, fault: str) -> None:
    """What is no mapping in YAML is an error with the file, and the line if there is one."""
    content, says = UNREADABLE[fault]
    path = tmp_path / "study.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"{re.escape(str(path))}: .*{re.escape(says)}"):
        load([str(path)])


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A path that is not there is an error with the path and the reason."""
    with pytest.raises(InputError, match=r"none\.yaml: cannot be read: No such file"):
        load([str(tmp_path / "none.yaml")])
