"""Each fault of a configuration is one line with file, line, key and remedy; all are reported at once."""

from pathlib import Path

import pytest

from nn.initializers import INITIALIZERS
from seedcheck.data.generators import GENERATORS
from seedcheck.errors import InputError
from seedcheck.study.model import load
from seedcheck.study.names import FORM
from seedcheck.study.paths import RESERVED
from tests.study.test_model import TINY, loaded

CIRCLES = "{generator: circles, train_examples: 40, test_examples: 20, noise: 0.05}"
HASH = "{sha256: " + 64 * "a" + "}"
NAME = "a name of at most 64 small letters, digits and underscores, first a letter"
QUOTES = "(YAML takes no, off, yes and on without quotes for false and true: put it in quotes)"
CHECKS = "gradient_checks: {one_dimension: {theta: 4, x: 2}, n_dimensions: {experiment: e, variant: a}}\n"
SWEEP = "sweeps: {s: {experiment: e, replicates: 2, grid: {l2_lambda: [0, 1]}}}\n"
TRAINED = {  # settings beside others
    "of another optimizer": (
        "a: {}",
        "a: {beta1: 0.8}",
        11,
        "experiments.e.variants.a.beta1",
        "means nothing with optimizer gradient_descent: it goes with momentum, heavy_ball, adam",
    ),
    "of another optimizer, for all": (
        "epochs: 5",
        "epochs: 5\n    weight_decay: 0.1",
        9,
        "experiments.e.weight_decay",
        "means nothing with optimizer gradient_descent: it goes with adamw",
    ),
    "of another schedule": (
        "a: {}",
        "a: {schedule: cosine, schedule_every: 2}",
        11,
        "experiments.e.variants.a.schedule_every",
        "it goes with step, inverse_time",
    ),
    "of no optimizer of a sweep": (
        "datasets:",
        SWEEP.replace("replicates", "beta2: 0.9, replicates") + "datasets:",
        1,
        "sweeps.s.beta2",
        "means nothing with optimizer gradient_descent",
    ),
    "of a normalization that is not there": (
        "epochs: 5",
        "epochs: 5\n    norm_epsilon: 1e-3",
        9,
        "experiments.e.norm_epsilon",
        "means nothing with batch_norm false: give another batch_norm, or take this away",
    ),
    "of another initializer": (
        "datasets:",
        SWEEP.replace("l2_lambda: [0, 1]", "scale: [1, 2]") + "datasets:",
        1,
        "sweeps.s.grid.scale",
        "means nothing with initializer he: give another initializer, or take this away",
    ),
    "of masks that drop nothing": (
        "a: {}",
        "a: {keep_prob: 1, mask_seed: 2}",
        11,
        "experiments.e.variants.a.mask_seed",
        "means nothing with keep_prob 1.0: give another keep_prob, or take this away",
    ),
    "all of the past": (
        "a: {}",
        "a: {optimizer: adam, beta1: 1}",
        11,
        "experiments.e.variants.a.beta1",
        "1 is not below 1; accepted: a number, at least 0 and below 1.",
    ),
    "schedule that ends before the training": (
        "a: {}",
        "a: {schedule: cosine, schedule_epochs: 3}",
        11,
        "experiments.e.variants.a.schedule_epochs",
        "schedule_epochs 3: the training goes on, for 5 epochs: give at least so many, or leave it out",
    ),
    "schedule that never begins": (
        "a: {}",
        "a: {schedule: step}",
        11,
        "experiments.e.variants.a",
        "schedule_every 1000: the learning rate never changes in 5 epochs",
    ),
    "warm-up that is never over": (
        "epochs: 5",
        "epochs: 5\n    warmup_epochs: 6",
        9,
        "experiments.e.warmup_epochs",
        "warmup_epochs 6: the training is over before, after 5 epochs",
    ),
    "schedule of a cell": (
        "datasets:",
        SWEEP.replace("l2_lambda: [0, 1]", "epochs: [9, 2], schedule_every: [3]").replace(
            "replicates", "schedule: step, replicates"
        )
        + "datasets:",
        1,
        "sweeps.s.grid.schedule_every",
        "schedule_every 3: the learning rate never changes in 2 epochs",
    ),
}
KEYS = {  # name: (text replaced, by what, line, key, what is said)
    "misspelt key": ("learning_rate:", "learning_rte:", 7, "experiments.e.learning_rte",
                     "unknown key; did you mean 'learning_rate'? (known: title, "),
    "misspelt key of a variant": ("a: {}", "a: {epcohs: 3}", 11, "experiments.e.variants.a.epcohs",
                                  "unknown key; did you mean 'epochs'? (known: title, tune, layers, "),
    "misspelt key of a data set": ("noise:", "nosie:", 2, "datasets.circles.nosie", "did you mean 'noise'?"),
    "misspelt key at the top": ("datasets:", "gate: {}\ndatasets:", 1, "gate", "did you mean 'gates'?"),
    "misspelt key of the gates": ("datasets:", "gates: {complex_step: {treshold: 1}}\ndatasets:", 1,
                                  "gates.complex_step.treshold", "did you mean 'threshold'? (known: threshold)"),
    "key of other times": ("dataset: circles", "dataset: circles\n    family: f", 6, "experiments.e.family",
                           "is called `suite` now"),
    "wrong type": ("epochs: 5", "epochs: many", 8, "experiments.e.epochs",
                   "'many' is not a whole number; accepted: a whole number, at least 1. Passes over all"),
    "number in quotes": ("epochs: 5", "epochs: '5'", 8, "experiments.e.epochs", "'5' is not a whole number"),
    "fraction of an epoch": ("epochs: 5", "epochs: 5.5", 8, "experiments.e.epochs", "5.5 is not a whole number"),
    "yes is not a number": ("epochs: 5", "epochs: yes", 8, "experiments.e.epochs", "true is not a whole number"),
    "true is not a rate": ("rate: 0.1", "rate: true", 7, "experiments.e.learning_rate", "true is not a number; acc"),
    "too small": ("epochs: 5", "epochs: 0", 8, "experiments.e.epochs", "0 is less than the minimum of 1; accepted: "),
    "on the bound": ("rate: 0.1", "rate: 0", 7, "experiments.e.learning_rate",
                     "0 is not above 0; accepted: a number, above 0. Step size."),
    "margin of nothing": ("dataset: circles", "dataset: circles\n    margin: 0", 6, "experiments.e.margin",
                          "0 is not above 0; accepted: a number, above 0 and at most 100. Percentage points of test"),
    "margin of more than all": ("dataset: circles", "dataset: circles\n    margin: 101", 6, "experiments.e.margin",
                                "101 is more than the maximum of 100"),
    "too large": ("a: {}", "a: {keep_prob: 1.5}", 11, "experiments.e.variants.a.keep_prob",
                  "1.5 is more than the maximum of 1; accepted: a number, above 0 and at most 1."),
    "seed beyond 32 bits": ("a: {}", "a: {seed: 4294967296}", 11, "experiments.e.variants.a.seed",
                            "4294967296 is more than the maximum of 4294967295; accepted: a whole number from 0 to"),
    "not a number": ("rate: 0.1", "rate: .nan", 7, "experiments.e.learning_rate", "nan is not a finite number"),
    "infinite": ("rate: 0.1", "rate: .inf", 7, "experiments.e.learning_rate", "inf is not a finite number"),
    "infinite, out of a list": ("noise: 0.05", "noise: 0.05, axes: [0, .inf, 0, 1]", 2, "datasets.circles.axes.1",
                                "inf is not a finite number; accepted: a number. Shown range of data"),
    "odd number of examples": ("train_examples: 40", "train_examples: 41", 2, "datasets.circles.train_examples",
                               "41 is not a multiple of 2; accepted: a whole number, at least 2 and at most 50000000 "
                               "and divisible by 2."),
    "unknown initializer": ("initializer: he", "initializer: xavier", 9, "experiments.e.initializer",
                            "'xavier' is unknown; accepted: scaled, zeros, normal or he. How the weights start."),
    "misspelt initializer": ("initializer: he", "initializer: zeroes", 9, "experiments.e.initializer",
                             "'zeroes' is unknown; accepted: scaled, zeros, normal or he; did you mean 'zeros'?"),
    "unknown bundled data": (CIRCLES, "{bundled: faces, test_fraction: 0.5}", 2, "datasets.circles.bundled",
                             "'faces' is unknown; accepted: breast_cancer, iris, wine or digits. Take data that come"),
    "standardize by a number": ("noise: 0.05", "noise: 0.05, standardize: 1", 2, "datasets.circles.standardize",
                                "1 is not true or false; accepted: true or false. Take the training mean off each in"),
    "one label": ("noise: 0.05", "noise: 0.05, labels: [a]", 2, "datasets.circles.labels",
                  "['a'] has too few entries; accepted: a list of 2 to 100 entries, each text. Names of the"),
    "no list": ("[2, 3, 1]", "2", 6, "experiments.e.layers", "2 is not a list; accepted: a list of at least 2 entries"),
    "size of no units": ("[2, 3, 1]", "[2, 0, 1]", 6, "experiments.e.layers.1",
                         "0 is less than the minimum of 1; accepted: a whole number, at least 1. Sizes, inputs first"),
    "short hash": ("datasets:", "files: {a.mat: {sha256: abc}}\ndatasets:", 1, "files.a.mat.sha256",
                   "'abc' has another form; accepted: 64 digits 0 to 9 and a to f, in small letters. SHA-256"),
    "address of another kind": ("datasets:", f"files: {{a.mat: {HASH[:-1]}, urls: [ftp://a]}}}}\ndatasets:", 1,
                                "files.a.mat.urls.0", "'ftp://a' has another form; accepted: an address that begins "),
    "suite that is no name": ("dataset: circles", "dataset: circles\n    suite: The Tricks", 6, "experiments.e.suite",
                              f"'The Tricks' has another form; accepted: {NAME}. Experiments of one suite"),
    "name in capitals": ("a: {}", "A: {}", 11, "experiments.e.variants.A", "the name 'A' does not fit, since it"),
    "name with a dash": ("a: {}", "drop-out: {}", 11, "experiments.e.variants.drop-out",
                         f"does not fit, since it becomes a folder ({FORM}): write drop_out"),
    "name that is a word of YAML": ("a: {}", "off: {}", 11, "experiments.e.variants.false",
                                    "this name is no text, since YAML reads off, no and false without quotes as false: "
                                    'put it in quotes, as "off", or take another name'),
    "name that is another word of YAML": ("a: {}", "on: {}", 11, "experiments.e.variants.true", 'in quotes, as "on"'),
    "name that is nothing": ("a: {}", "~: {}", 11, "experiments.e.variants.None", "a name is missing, which YAML also"),
    "name that is a number": ("a: {}", "1: {}", 11, "experiments.e.variants.1", "the name '1' does not fit"),
    "key that is a word of YAML": ("epochs: 5", "epochs: 5\n    on: 1", 9, "experiments.e.true",
                                   f"true cannot be a key {QUOTES}"),
    "title that is a word of YAML": ("dataset: circles", "dataset: circles\n    title: off", 6, "experiments.e.title",
                                     f"false is not text {QUOTES}; accepted: text. Heading on the page"),
    "title that is a date": ("dataset: circles", "dataset: circles\n    title: 2024-01-01", 6, "experiments.e.title",
                             "2024-01-01 is not text (put it in quotes); accepted: text."),
    "empty variant": ("a: {}", "a:", 11, "experiments.e.variants.a",
                      "nothing is given (write {} for an empty mapping); accepted: a mapping. A variant: the settings"),
    "empty setting": ("epochs: 5", "epochs:", 8, "experiments.e.epochs", "nothing is given; accepted: a whole number"),
    "no variants": ("a: {}", "{}", 10, "experiments.e.variants",
                    "{} has too few entries; accepted: a mapping of at least 1 entry. The variants, each with"),
    "variants in a list": ("a: {}", "[a, b]", 10, "experiments.e.variants", "['a', 'b'] is not a mapping; accepted: "),
    "experiment without data": ("    dataset: circles\n", "", 4, "experiments.e.dataset",
                                "is missing; accepted: text, not empty. A name from `datasets`."),
    "empty name": ("dataset: circles", "dataset: ''", 5, "experiments.e.dataset",
                   "'' is too short; accepted: text, not empty. A name from `datasets`."),
    "one kind of value twice": ("datasets:", SWEEP.replace("[0, 1]", "[1, 1.0]") + "datasets:", 1,
                                "sweeps.s.grid.l2_lambda", "[1, 1.0] has 1 twice; accepted: a list of at least 1"),
    "seed in a grid": ("datasets:", SWEEP.replace("l2_lambda", "seed") + "datasets:", 1, "sweeps.s.grid.seed",
                       "unknown key (known: layers, learning_rate, epochs, initializer, activation, loss, scale, l2_l"),
    "octal number": ("epochs: 5", "epochs: 010", 8, "experiments.e.epochs",
                     "'010' is not a whole number (with a 0 in front or a colon it is a number of another base to som"),
    "octal size": ("[2, 3, 1]", "[2, 03, 1]", 6, "experiments.e.layers.1", "'03' is not a whole number (with a 0 in"),
    "minutes": ("rate: 0.1", "rate: 1:30", 7, "experiments.e.learning_rate", "'1:30' is not a number (with a 0 in f"),
    "long name": ("a: {}", f"{8 * 'abcdefghi'}: {{}}", 11, f"experiments.e.variants.{8 * 'abcdefghi'}",
                  f"does not fit, since it becomes a folder ({FORM})"),
    "raw file above the folder": ("datasets:", f"files: {{../a.csv: {HASH}}}\ndatasets:", 1, "files.../a.csv",
                                  "'../a.csv' cannot be a key; accepted: the name of a file, without a folder, of at"),
    "raw file anywhere": ("datasets:", f"files: {{/etc/a.csv: {HASH}}}\ndatasets:", 1, "files./etc/a.csv",
                          "'/etc/a.csv' cannot be a key; accepted: the name of a file, without a folder"),
    "raw file that is hidden": ("datasets:", f"files: {{.a.csv: {HASH}}}\ndatasets:", 1, "files..a.csv", "cannot be a"),
    "long value": ("epochs: 5", f"epochs: {'x' * 99}", 8, "experiments.e.epochs", f"'{'x' * 56}... is not a whole num"),
}  # fmt: skip
BETWEEN_KEYS = {  # the same for faults between keys, and for what a schema cannot say
    "control character": ("dataset: circles", 'dataset: circles\n    title: "a\\ab"', 6, "experiments.e.title",
                          "'a\\x07b' has '\\x07', which cannot be written; accepted: text. Heading on the page"),
    "half a letter": ("noise: 0.05", 'noise: 0.05, labels: [a, "\\ud83d"]', 2, "datasets.circles.labels.1",
                      "'\\ud83d' has '\\ud83d', which cannot be written"),
    "device": ("a: {}", "nul: {}", 11, "experiments.e.variants.nul", "'nul' is a device on Windows, where no file can"),
    "device as data": ("  circles: {", "  con: " + CIRCLES + "\n  circles: {", 2, "datasets.con", "'con' is a device"),
    "periodic name": ("a: {}", 40 * "v" + ": {}", 11, "experiments.e.variants." + 40 * "v",
                      "repeats itself, which Snakemake takes for an endless path; give another name"),
    "periodic parts": ("a: {}", 20 * "ab" + ": {}", 11, "experiments.e.variants." + 20 * "ab", "repeats itself"),
    "experiment like a rule": ("  e:", "  verdicts:", 4, "experiments.verdicts",
                               "figures_of_verdicts is a rule of the pipeline; give the experiment another name"),
    "raw files of one name": ("datasets:", f"files: {{a.csv: {HASH}, A.csv: {HASH}}}\ndatasets:", 1, "files.A.csv",
                              "'A.csv' and 'a.csv' differ in capitals only, so they can be one file; rename one"),
    "raw file called like a device": ("datasets:", f"files: {{aux.csv: {HASH}}}\ndatasets:", 1, "files.aux.csv",
                                      "'aux.csv' is a device on Windows"),
    "raw file that ends with a point": ("datasets:", f"files: {{'a.': {HASH}}}\ndatasets:", 1, "files.a.", "ends with"),
    "wildcard in a path": (CIRCLES, "{train: {file: 'a{b}.csv'}, test_fraction: 0.5}", 2,
                           "datasets.circles.train.file",
                           "has a brace, which Snakemake takes for a wildcard; rename the file"),
    "endless path": (CIRCLES, f"{{train: {{file: {5000 * 'a'}}}, test_fraction: 0.5}}", 2,
                     "datasets.circles.train.file",
                     "is neither in `files` nor a file on disk"),
    "empty range": ("noise: 0.05", "noise: 0.05, axes: [1, 1, 0, 1]", 2, "datasets.circles.axes",
                    "[1, 1, 0, 1]: a range has to begin below its end; give x from, x to, y from, y to"),
    "range from right to left": ("noise: 0.05", "noise: 0.05, axes: [0, 1, 1, -1]", 2, "datasets.circles.axes", "begi"),
    "missing data set": ("dataset: circles", "dataset: circle", 5, "experiments.e.dataset",
                         "no dataset 'circle'; did you mean 'circles'? (known: circles)"),
    "missing reference": ("dataset: circles", "dataset: circles\n    reference: b", 6, "experiments.e.reference",
                          "no variant 'b' (known: a)"),
    "missing setting": ("    epochs: 5\n", "", 10, "experiments.e.variants.a",
                        "epochs is missing, here and in the experiment"),
    "patience without a split": ("    epochs: 5\n", "    epochs: 5\n    patience: 3\n", 9, "experiments.e.patience",
                                 "patience 3: early stopping needs a validation_fraction above 0"),
    "title of two variants": ("a: {}", "a_b: {}\n      c: {title: a  b}", 12, "experiments.e.variants.c",
                              "it would be called 'a b' as 'a_b' is; give one of them another title"),
    "two outputs": ("[2, 3, 1]", "[2, 3, 2]", 6, "experiments.e.layers",
                    "[2, 3, 2]: loss 'logits' is of two classes and takes 1 output, not 2; for 2 classes take"),
    "one output of softmax": ("a: {}", "a: {loss: softmax}", 11, "experiments.e.variants.a.loss",
                              "[2, 3, 1]: loss 'softmax' takes an output for each of 2 or more classes, not 1"),
    "two outputs with a point": ("[2, 3, 1]", "[2, 3, 2.0]", 6, "experiments.e.layers", "for 2 classes"),
    "two outputs of a variant": ("a: {}", "a: {layers: [2, 2]}", 11, "experiments.e.variants.a.layers",
                                 "[2, 2]: loss 'logits' is of two classes"),
    "neither generated nor read": ("generator: circles, ", "", 2, "datasets.circles",
                                   "give exactly one of `generator`, `train` and `bundled`"),
    "two sources": (CIRCLES, "{bundled: breast_cancer, train: {file: config/config.yaml}, test_fraction: 0.5}", 2,
                    "datasets.circles", "give exactly one of `generator`, `train` and `bundled`"),
    "bundled data without a split": (CIRCLES, "{bundled: breast_cancer}", 2, "datasets.circles",
                                     "bundled data need a test_fraction"),
    "bundled data with noise": (CIRCLES, "{bundled: breast_cancer, test_fraction: 0.5, noise: 0.1}", 2,
                                "datasets.circles.noise", "has no meaning beside `bundled`"),
    "split of generated data": ("noise: 0.05", "noise: 0.05, test_fraction: 0.5", 2, "datasets.circles.test_fraction",
                                "has no meaning beside `generator`"),
    "generator without noise": (", noise: 0.05", "", 2, "datasets.circles", "a generator needs train_examples, test_"),
    "nothing to test on": (CIRCLES, "{train: {file: config/config.yaml}}", 2, "datasets.circles",
                           "give either `test` or `test_fraction`"),
    "unknown file": (CIRCLES, f"{{train: {{file: pts.csv}}, test_fraction: 0.5}}\nfiles: {{points.csv: {HASH}}}", 2,
                     "datasets.circles.train.file",
                     "'pts.csv' is neither in `files` nor a file on disk; did you mean 'points.csv'?"),
    "unknown variant checked": ("datasets:", CHECKS.replace("variant: a", "variant: z") + "datasets:", 1,
                                "gradient_checks.n_dimensions.variant", "no variant 'z' (known: a)"),
    "unknown experiment checked": ("datasets:", CHECKS.replace("experiment: e", "experiment: f") + "datasets:", 1,
                                   "gradient_checks.n_dimensions.experiment", "no experiment 'f' (known: e)"),
    "sweep of nothing": ("datasets:", SWEEP.replace("experiment: e", "experiment: f") + "datasets:", 1,
                         "sweeps.s.experiment", "no experiment 'f' (known: e)"),
    "sweep without replicates": ("datasets:", SWEEP.replace("replicates: 2, ", "") + "datasets:", 1, "sweeps.s",
                                 "a sweep needs at least 2 replicates, here or for the whole study"),
    "sweep of three settings": ("datasets:", SWEEP.replace("]", "], epochs: [5], loss: [logits]") + "datasets:", 1,
                                "sweeps.s.grid", "3 settings are given; accepted: one or two"),
    "sweep of no settings": ("datasets:", SWEEP.replace("l2_lambda: [0, 1]", "") + "datasets:", 1, "sweeps.s.grid",
                             "0 settings are given; accepted: one or two"),
    "grid of two outputs": ("datasets:", SWEEP.replace("l2_lambda: [0, 1]", "layers: [[2, 1], [2, 2]]") + "datasets:",
                            1, "sweeps.s.grid.layers.1", "[2, 2]: loss 'logits' is of two classes"),
    "sweep of two outputs": ("datasets:", SWEEP.replace("grid", "layers: [2, 2], grid") + "datasets:", 1,
                             "sweeps.s.layers", "[2, 2]: loss 'logits' is of two classes"),
}  # fmt: skip
FAULTS = TRAINED | KEYS | BETWEEN_KEYS


def test_keys_that_are_words_of_yaml_and_misspelt_ones_are_reported_side_by_side(tmp_path: Path) -> None:
    """Keys of several kinds cannot be sorted, and need not be."""
    lines = faults_of(tmp_path, TINY.replace("    epochs: 5", "    on: 1\n    epocs: 5\n    1.5: 2\n    ~: 3"))
    keys = ["experiments.e.true", "experiments.e.epocs", "experiments.e.1.5", "experiments.e.None"]
    assert [line.split(": ")[1] for line in lines] == keys


def test_data_set_cannot_be_read_from_the_file_that_it_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor can another one: however the path is written, the file would be its own source."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    for name in ("circles", "other"):
        (tmp_path / "data" / f"{name}.h5").touch()
    text = TINY.replace("experiments:", f"  other: {CIRCLES}\nexperiments:")
    for file, name in (("data/circles.h5", "circles"), ("./data/../data/other.h5", "other")):
        [line] = faults_of(tmp_path, text.replace(CIRCLES, f"{{train: {{file: {file}}}, test_fraction: 0.5}}", 1))
        assert line.startswith(f"line 2: datasets.circles.train.file: '{file}' is the file that the data set '{name}'")


def test_repeated_experiment_does_not_take_the_place_of_another(tmp_path: Path) -> None:
    """`also_redrawn` would make an experiment whose name the user has given to one already."""
    text = TINY.replace("    dataset:", "    also_redrawn: true\n    dataset:")
    twin = TINY[TINY.index("  e:") :].replace("  e:", "  e_redrawn:")
    assert list(loaded(tmp_path, text).experiments) == ["e", "e_redrawn"]
    [line] = faults_of(tmp_path, text + twin)
    assert line == ("line 5: experiments.e.also_redrawn: makes an experiment 'e_redrawn', but there is one of that "
                    "name already: give that one another name")  # fmt: skip


def faults_of(tmp_path: Path, text: str) -> list[str]:
    """Return a line per fault, each without the path of the file; above several stands a heading."""
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, text)
    lines = str(caught.value).splitlines()
    if len(lines) > 1:
        assert lines.pop(0) == "the configuration has faults"
    assert all(line.startswith(f"{tmp_path / 'study.yaml'}: ") for line in lines)
    return [line.removeprefix(f"{tmp_path / 'study.yaml'}: ") for line in lines]


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_one_line_with_place_key_and_remedy(tmp_path: Path, fault: str) -> None:
    """It says: file, line, dotted key, and what is wrong and would be right."""
    old, new, line, key, says = FAULTS[fault]
    assert old in TINY
    [found] = faults_of(tmp_path, TINY.replace(old, new))
    assert found.startswith(f"line {line}: {key}: ")
    assert says in found


def test_all_faults_are_reported_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    """Faults of single keys and faults between keys stand side by side."""
    text = TINY.replace("epochs: 5", "epochs: 0").replace("a: {}", "a: {optimizer: new, seed: -1}")
    text = text.replace("noise", "nose").replace("dataset: circles", "dataset: x").replace("3, 1]", "3, 4]")
    places = [line.split(": ")[:2] for line in faults_of(tmp_path, text)]
    assert places == [
        ["line 2", "datasets.circles.nose"], ["line 5", "experiments.e.dataset"], ["line 6", "experiments.e.layers"],
        ["line 8", "experiments.e.epochs"], ["line 11", "experiments.e.variants.a.seed"],
        ["line 11", "experiments.e.variants.a.optimizer"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_experiment_cannot_have_the_name_of_a_folder_of_the_pipeline(tmp_path: Path, name: str) -> None:
    """Its results would land between those of other steps; the line says which folder and what to do."""
    assert faults_of(tmp_path, TINY.replace("  e:", f"  {name}:")) == [
        f"line 4: experiments.{name}: results/{name} is a folder of the pipeline; give the experiment another name"
    ]


def test_what_is_no_mapping_anywhere_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    """Checks between keys meet lists, texts and nothing where they look for mappings."""
    text = "datasets: [1]\nexperiments: {e: 3, f: {dataset: [], variants: {a: 1}, layers: {}}}\nsweeps: x\nfiles:\n"
    lines = faults_of(tmp_path, text + "gates: []\ngradient_checks: {n_dimensions: 1}\n")
    assert [line.split(": ")[1] for line in lines] == [
        "datasets", "experiments.e", "experiments.f.dataset", "experiments.f.variants.a", "experiments.f.layers",
        "sweeps", "files", "gates", "gradient_checks.one_dimension", "gradient_checks.n_dimensions",
    ]  # fmt: skip


def test_fault_names_the_file_that_gave_the_value(tmp_path: Path) -> None:
    """Of several files the one in which the value stands, with its line there; --config has no lines."""
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(TINY.replace("rate: 0.1", "rate: -1"), encoding="utf-8")
    second.write_text("experiments:\n  e: {epochs: 0}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load([first, second], {"experiments": {"e": {"initializer": "xavier", "variants": {"a": {"seed": "-1"}}}}})
    places = [line.split(" is ")[0] for line in str(caught.value).splitlines()[1:]]
    assert places == [
        f"{first}: line 7: experiments.e.learning_rate: -1",
        f"{second}: line 2: experiments.e.epochs: 0",
        "--config: experiments.e.variants.a.seed: -1",
        "--config: experiments.e.initializer: 'xavier'",
    ]


def test_faults_between_keys_are_found_in_text_of_the_command_line_too(tmp_path: Path) -> None:
    """Sizes arrive there as text."""
    overrides = {"experiments": {"e": {"layers": ["2", "3", "2"], "redraw_data": "yes"}}}
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, TINY, overrides)
    assert [line.split(": ")[:2] for line in str(caught.value).splitlines()] == [
        ["--config", "experiments.e.layers"],
    ]


def test_what_is_in_no_file_names_all_of_them(tmp_path: Path) -> None:
    """A missing section can be put into any of the files."""
    paths = [tmp_path / "first.yaml", tmp_path / "second.yaml"]
    for path in paths:
        path.write_text(TINY[: TINY.index("experiments:")], encoding="utf-8")
    with pytest.raises(InputError, match=f"{paths[0]}, {paths[1]}: experiments: is missing"):
        load(paths)


@pytest.mark.parametrize(("key", "table"), [("initializer", INITIALIZERS), ("generator", GENERATORS)])
def test_choices_are_those_of_the_tables(tmp_path: Path, key: str, table: dict[str, object]) -> None:
    """A row that is added to a table is accepted, and listed where something else is given."""
    *first, last = table
    text = TINY.replace("initializer: he", "initializer: x").replace("generator: circles", "generator: x")
    [line] = [line for line in faults_of(tmp_path, text) if f".{key}: " in line]
    assert f"'x' is unknown; accepted: {', '.join(first)} or {last}." in line
