"""The settings of a training, listed once: default, accepted range, and what each one affects.

The configuration's keys and their ranges, the cells that a gate checks, and what may differ between the members of an
ensemble are all derived from this list.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, Field, asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from nn.accepted import Accepted, only_with, setting
from nn.activations import ACTIVATIONS, Array
from nn.dropout import MASKS
from nn.form import Form
from nn.initializers import INITIALIZERS
from nn.losses import LOSSES
from nn.optimizers import OPTIMIZERS
from nn.schedules import SCHEDULES

SEED: dict[str, Any] = {"minimum": 0, "maximum": 2**32 - 1, "is_seed": True}


@dataclass(frozen=True)
class Settings:
    """Settings of a training: where it starts, what is minimized, and how.

    Where ``Accepted.per_network`` says so, a value may be an array (S,), one for each network of an ensemble.
    """

    layers: Sequence[int] = setting(
        MISSING, "Sizes, inputs first, last 1 for two classes, or K for K of them.", "gradient", minimum=1
    )
    learning_rate: float | Array = setting(MISSING, "Step size.", "update", above=0, per_network=True)
    epochs: int = setting(MISSING, "Passes over all training examples.", "update", minimum=1)
    initializer: str = setting(MISSING, "How the weights start.", "start", choices=tuple(INITIALIZERS))
    activation: str = setting("relu", "Activation of the hidden layers.", "gradient", choices=tuple(ACTIVATIONS))
    loss: str = setting(
        "logits", "Cross-entropy from the logits, the notebook's clipped one, or softmax for K classes.", "gradient",
        choices=tuple(LOSSES))  # fmt: skip
    scale: float = setting(
        1.0, "Standard deviation of the weights of `normal`.", "start",
        above=0, idle_with=("initializer", tuple(name for name in INITIALIZERS if name != "normal")))  # fmt: skip
    seed: int = setting(0, "Seed of the initial weights.", "start", idle_with=("initializer", ("zeros",)), **SEED)
    l2_lambda: float | Array = setting(0.0, "Strength of the L2 penalty.", "gradient", minimum=0, per_network=True)
    keep_prob: float | Array = setting(1.0, "Probability of keeping a hidden unit; 1 is no dropout.", "gradient",
                                       above=0, maximum=1, per_network=True)  # fmt: skip
    masks: str = setting("fresh", "The same dropout masks at every epoch, or new ones.", "gradient",
                         choices=tuple(MASKS), idle_with=("keep_prob", (1,)))  # fmt: skip
    mask_seed: int = setting(0, "Seed of the dropout masks.", "start", idle_with=("keep_prob", (1,)), **SEED)
    record_every: int = setting(100, "The cost is recorded at epochs 0, record_every, ... before that epoch's update.",
                                "record", minimum=1)  # fmt: skip
    optimizer: str = setting("gradient_descent", "How a gradient becomes an update.", "update",
                             choices=tuple(OPTIMIZERS))  # fmt: skip
    beta1: float = setting(
        0.9, "Weight of the past in the running mean of gradients, or in the sum of a heavy ball.", "update",
        minimum=0, below=1, only_with=only_with("optimizer", OPTIMIZERS, "beta1"))  # fmt: skip
    beta2: float = setting(
        0.999, "Weight of the past in the running mean of squared gradients (RMSProp: often 0.9 or 0.99).", "update",
        minimum=0, below=1, only_with=only_with("optimizer", OPTIMIZERS, "beta2"))  # fmt: skip
    epsilon: float = setting(
        1e-8, "Added to the root of the mean of squared gradients.", "update",
        above=0, only_with=only_with("optimizer", OPTIMIZERS, "epsilon"))  # fmt: skip
    weight_decay: float | Array = setting(
        0.01, "Decoupled decay: learning rate times this is the share of a weight that a step takes off.", "update",
        minimum=0, per_network=True, only_with=only_with("optimizer", OPTIMIZERS, "weight_decay"))  # fmt: skip
    schedule: str = setting("constant", "How the learning rate changes with the epochs.", "update",
                            choices=tuple(SCHEDULES))  # fmt: skip
    schedule_every: int = setting(
        1000, "The learning rate changes every so many epochs.", "update",
        minimum=1, only_with=only_with("schedule", SCHEDULES, "schedule_every"))  # fmt: skip
    schedule_factor: float = setting(
        0.1, "By what each change multiplies the learning rate.", "update",
        above=0, maximum=1, only_with=only_with("schedule", SCHEDULES, "schedule_factor"))  # fmt: skip
    schedule_decay: float = setting(
        1.0, "After k changes the learning rate is divided by 1 + k times this.", "update",
        above=0, only_with=only_with("schedule", SCHEDULES, "schedule_decay"))  # fmt: skip
    schedule_epochs: int = setting(
        0, "The learning rate falls to 0 in so many epochs; 0 stands for those of the training.", "update",
        minimum=0, only_with=only_with("schedule", SCHEDULES, "schedule_epochs"))  # fmt: skip
    warmup_epochs: int = setting(
        0, "Over so many epochs the learning rate rises evenly to what the schedule says; 0 is no warm-up.", "update",
        minimum=0)  # fmt: skip
    batch_size: int = setting(0, "Examples of a minibatch, drawn anew for each epoch; 0 takes all at once.", "update",
                              minimum=0)  # fmt: skip
    shuffle_seed: int = setting(0, "Seed of the order of the examples in minibatches.", "start",
                                idle_with=("batch_size", (0,)), **SEED)  # fmt: skip
    batch_norm: bool = setting(False, "Batch normalization of the hidden layers.", "gradient")
    norm_epsilon: float = setting(1e-5, "Added to variances by batch normalization.", "gradient", above=0,
                                  idle_with=("batch_norm", (False,)))  # fmt: skip
    clip_norm: float | Array = setting(0.0, "A gradient with a larger norm is scaled down to it; 0 is no clipping.",
                                       "update", minimum=0, per_network=True)  # fmt: skip
    validation_fraction: float = setting(
        0.0, "Share of the training examples that is held back for validation; 0 is none.", "gradient",
        minimum=0, maximum=0.9)  # fmt: skip
    validation_seed: int = setting(0, "Seed of the validation split.", "start",
                                   idle_with=("validation_fraction", (0,)), **SEED)  # fmt: skip
    patience: int = setting(
        0, "Early stopping after so many records without a lower loss on the validation split, with the weights of the"
        " lowest; 0 is none.", "update", minimum=0)  # fmt: skip

    @property
    def recorded_epochs(self) -> Array:
        """The epochs at which the cost is recorded: every ``record_every``-th, and the end."""
        return np.append(np.arange(0, self.epochs, self.record_every), self.epochs)

    @property
    def form(self) -> Form:
        """What has to be known of the networks, besides sizes and parameters, to predict."""
        return Form(self.activation, self.batch_norm, self.norm_epsilon)

    @property
    def seeds(self) -> tuple[int, int, int]:
        """The seeds of masks, minibatches and validation split, in the order in which ``nn.train`` takes them."""
        return self.mask_seed, self.shuffle_seed, self.validation_seed

    @property
    def has_constant_rate(self) -> bool:
        """Whether the learning rate is the same at all epochs."""
        return self.schedule == "constant" and not self.warmup_epochs

    @property
    def has_dropout(self) -> bool:
        """Whether units of any network are dropped."""
        return bool(np.any(np.asarray(self.keep_prob) != 1.0))

    @property
    def has_clipping(self) -> bool:
        """Whether the gradient of any network is clipped."""
        return bool(np.any(self.clip_norm))

    @property
    def per_network(self) -> dict[str, Array]:
        """The settings that are given as (S,), one for each network of the ensemble."""
        each = {name: getattr(self, name) for name, accepted in SETTINGS.items() if accepted.per_network}
        return {name: np.asarray(value) for name, value in each.items() if np.ndim(value)}

    def members(self, chosen: slice | int) -> "Settings":
        """Return the settings of some networks of the ensemble, or of one of them."""
        theirs: dict[str, Any] = {name: values[chosen] for name, values in self.per_network.items()}
        return replace(self, **theirs)

    def batches(self, m: int) -> int:
        """Return how many updates an epoch has with m training examples."""
        return -(-m // self.batch_size) if self.batch_size else 1

    def shortened(self, epochs: int) -> "Settings":
        """Return the settings of the first so many epochs, at most, of the same training."""
        whole = self.schedule_epochs or self.epochs
        return replace(self, epochs=min(self.epochs, epochs), schedule_epochs=whole)

    def as_dict(self) -> dict[str, Any]:
        """Return all settings that offer a choice, as plain values."""
        return {name: value for name, value in asdict(self).items() if name in SETTINGS}


def _accepted(item: "Field[Any]") -> Accepted:
    accepted: Accepted = item.metadata["accepted"]
    return accepted


# Every setting that offers a choice, in the order of Settings.
SETTINGS: dict[str, Accepted] = {item.name: _accepted(item) for item in fields(Settings) if _accepted(item).is_choice}
DEFAULTS: dict[str, Any] = {
    item.name: item.default for item in fields(Settings) if item.name in SETTINGS and item.default is not MISSING
}
REQUIRED: tuple[str, ...] = tuple(name for name in SETTINGS if name not in DEFAULTS)


def applies(name: str, chosen: Mapping[str, Any]) -> bool:
    """Return whether a setting means anything beside the others that are chosen."""
    only = SETTINGS[name].only_with
    return only is None or chosen[only[0]] in only[1]


def relevant(chosen: Mapping[str, Any], varied: Collection[str] = ()) -> dict[str, Any]:
    """Return those of all settings that mean anything beside the others, some of which may be ``varied`` yet."""
    others = {name: accepted.only_with[0] for name, accepted in SETTINGS.items() if accepted.only_with}
    return {name: value for name, value in chosen.items() if applies(name, chosen) or others[name] in varied}
