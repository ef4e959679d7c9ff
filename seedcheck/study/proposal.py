"""A first study of data of one's own: settings with which networks of this kind learn, as commented YAML.

Layers and rates were tried on tables of 5 to 10,000 examples and 1 to 100 features, and on images: inputs that are
standardized, or pixels from 0 to 1, are learned within some hundred updates at these rates.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import Any

HIDDEN = (16, 8)
SECONDS = 5.0  # of training a variant with its replicates, on one processor of 2024
PER_EXAMPLE, PER_WEIGHT = 1.5e-7, 1.3e-10  # seconds of an update of one network
EPOCHS = (500, 1500)
RATE = 0.5
WIDE = 256  # features from which on the rate is lowered: the more there are, the steeper the cost
COLUMN = 30  # where comments begin
DECAY = 1 / 300  # of an update, per example, as in the notebook's L2 (0.7 for 211 examples)

SCALINGS = {
    "divide_by": "divide_by: 255\t# brightness from 0 to 1",
    "standardize": "standardize: true\t# each column minus its mean, over its standard deviation",
}


@dataclass(frozen=True)
class Facts:
    """What is known of the data.

    Attributes
    ----------
    name : of the data set
    train, test : the part of the configuration on their files; ``test`` is empty if a part is split off
    test_fraction : of that part
    examples, features : of the training set
    labels : names of the classes
    scaling : what brings the inputs to a scale on which networks learn: divide_by, standardize or nothing
    replicates : further seeds of each variant
    """

    name: str
    train: Mapping[str, str]
    test: Mapping[str, str]
    test_fraction: float
    examples: int
    features: int
    labels: tuple[str, ...]
    scaling: str
    replicates: int


def settings(facts: Facts) -> dict[str, Any]:
    """Return the settings of the training that all variants share, and the strength of L2."""
    lowest, highest = EPOCHS
    epochs = SECONDS / seconds_per_epoch(facts)
    return {
        "layers": [facts.features, *HIDDEN, outputs(facts)],
        "learning_rate": rounded(min(RATE, RATE * WIDE / facts.features)),
        "epochs": int(min(highest, max(lowest, rounded(epochs)))),
        "l2_lambda": rounded(max(0.1, DECAY * facts.examples)),
    }


def outputs(facts: Facts) -> int:
    """Return the size of the last layer: one for two classes."""
    return len(facts.labels) if len(facts.labels) > 2 else 1


def seconds_per_epoch(facts: Facts) -> float:
    """Return how long an update of all networks of a variant takes, about."""
    inputs = min(facts.features, facts.examples)  # more are trained in the span of the examples
    weights = sum(a * b for a, b in zip((inputs, *HIDDEN), (*HIDDEN, outputs(facts)), strict=True))
    return (facts.replicates + 1) * facts.examples * (PER_EXAMPLE + PER_WEIGHT * weights)


def seconds(facts: Facts) -> float:
    """Return how long the training of all variants takes, about."""
    return max(1, rounded(3 * int(settings(facts)["epochs"]) * seconds_per_epoch(facts)))


def rounded(number: float) -> float:
    """Return a number of one digit, a whole one as such."""
    digits = -floor(log10(number))
    found = round(number, digits)
    return int(found) if float(found).is_integer() else found


def data_lines(facts: Facts) -> list[str]:
    """Return what the configuration says of the data."""
    lines = [f"train: {flow(facts.train)}"]
    if facts.test:
        lines += [f"test: {flow(facts.test)}"]
    else:
        lines += [f"test_fraction: {facts.test_fraction}\t# share split off as test set, each class alike"]
    lines += [SCALINGS[facts.scaling]] if facts.scaling else []
    labels = json.dumps(facts.labels, ensure_ascii=False)
    return [*lines, f"labels: {labels}\t# the classes 0, 1, ..., as the page shows them"]


def flow(mapping: Mapping[str, str]) -> str:
    """Return a mapping of texts as YAML in one line."""
    return "{" + ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in mapping.items()) + "}"


def proposed(facts: Facts, path: str) -> str:
    """Return the configuration that is to be written to ``path``."""
    chosen = settings(facts)
    own = f"{facts.name}_tricks"
    data = "\n    ".join(data_lines(facts))
    meaning = "1 for the probability of class 1" if outputs(facts) == 1 else f"{outputs(facts)} classes"
    layers = f"layers: {chosen['layers']}\t# inputs, hidden layers, and {meaning}"
    layers += "" if outputs(facts) == 1 else "\n    loss: softmax\t# of more than two classes"
    l2, strong = chosen["l2_lambda"], rounded(10 * chosen["l2_lambda"])
    rates = [rounded(chosen["learning_rate"] * factor) for factor in (0.1, 1, 10)]

    return _aligned(f"""\
# A study of data of one's own, written by `seedcheck new`; change what you like. config/README.md describes every key.
#   make results CONFIG={path}                        this study, into results/report.html
#   make results CONFIG="config/config.yaml {path}"   beside the notebook's
#   make prune CONFIG=...                             what is left over after something was taken out here

replicates: {facts.replicates}\t# trainings of each variant from other seeds

datasets:
  {facts.name}:
    {data}

experiments:
  {own}:
    title: Tricks on {facts.name}
    question: Does a trick help on these data?
    dataset: {facts.name}
    {layers}
    learning_rate: {chosen["learning_rate"]}\t# higher is faster, until the cost jumps up and down
    # Or instead, so that each seed of each variant takes the best of three, by examples held back from its training:
    # validation_fraction: 0.2
    # tune: {{grid: {{learning_rate: {rates}}}}}
    epochs: {chosen["epochs"]}\t# updates, each on all training examples
    margin: 2\t# points of test accuracy; smaller differences count as none
    initializer: scaled
    reference: plain\t# the variant that the others are compared with
    variants:\t# each says what differs; any setting may
      plain: {{title: No trick}}
      he: {{title: He weights, initializer: he}}
      l2: {{title: L2, l2_lambda: {l2}}}
      # dropout: {{title: Dropout, keep_prob: 0.8}}

# A sweep tries a grid of settings below the reference; its first values are what the others are compared with.
# sweeps:
#   {facts.name}_strength: {{experiment: {own}, grid: {{l2_lambda: [0, {l2}, {strong}]}}}}
""")


def _aligned(text: str) -> str:
    """Return the text with the comments, which stand behind a tab, one below the other."""
    parts = [line.partition("\t") for line in text.splitlines()]
    return "".join(f"{line:{COLUMN}}  {comment}\n" if comment else f"{line}\n" for line, _, comment in parts)
