"""The settings of a training, listed once: default, accepted range, and what each one affects.

The configuration's keys and their ranges, the cells that a gate checks, and what may differ between the members of an
ensemble are all derived from this list.
"""

from collections.abc import Sequence
from dataclasses import MISSING, Field, asdict, dataclass, field, fields, replace
from typing import Any, Literal, NamedTuple

import numpy as np

from nn.activations import ACTIVATIONS, Array
from nn.dropout import MASKS
from nn.form import Form
from nn.initializers import INITIALIZERS
from nn.losses import LOSSES
from nn.optimizers import OPTIMIZERS

Affects = Literal["start", "gradient", "update", "record"]
SEED: dict[str, Any] = {"minimum": 0, "maximum": 2**32 - 1, "is_seed": True}


class Accepted(NamedTuple):
    """What a setting accepts, and what it affects.

    Attributes
    ----------
    description : what the setting is, for the documentation of the configuration
    affects : "start" (initial parameters and masks, which replicates draw anew), "gradient" (the objective and its
        gradient), "update" (how far and how often the parameters move), or "record" (only what is noted of it)
    minimum, above, maximum : bounds of a number, or of each number of a list; ``above`` itself is not accepted
    choices : accepted names, empty for numbers
    per_network : whether the networks of an ensemble may have a value each
    is_seed : whether it is the seed of a random stream
    """

    description: str
    affects: Affects
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    per_network: bool = False
    is_seed: bool = False

    @property
    def is_checked(self) -> bool:
        """Whether a gradient check depends on it."""
        return self.affects in {"start", "gradient"}

    @property
    def is_choice(self) -> bool:
        """Whether there is anything to choose; a name with one possible value is no setting yet."""
        return len(self.choices) != 1


def accepts(description: str, affects: Affects, **accepted: Any) -> dict[str, Accepted]:
    """Return the metadata of a setting; the arguments are the attributes of ``Accepted``."""
    return {"accepted": Accepted(description, affects, **accepted)}


@dataclass(frozen=True)
class Settings:
    """Settings of a training: where it starts, what is minimized, and how.

    Where ``Accepted.per_network`` says so, a value may be an array (S,), one for each network of an ensemble.
    """

    layers: Sequence[int] = field(
        metadata=accepts("Sizes, inputs first, last 1 for two classes, or K for K of them.", "gradient", minimum=1)
    )
    learning_rate: float | Array = field(metadata=accepts("Step size.", "update", above=0, per_network=True))
    epochs: int = field(metadata=accepts("Updates, each on all training examples.", "update", minimum=1))
    initializer: str = field(metadata=accepts("How the weights start.", "start", choices=tuple(INITIALIZERS)))
    activation: str = field(
        default="relu",
        metadata=accepts("Activation of the hidden layers.", "gradient", choices=tuple(ACTIVATIONS)),
    )
    loss: str = field(
        default="logits",
        metadata=accepts(
            "Cross-entropy from the logits, the notebook's clipped one, or softmax for K classes.",
            "gradient",
            choices=tuple(LOSSES),
        ),
    )
    scale: float = field(
        default=1.0, metadata=accepts("Standard deviation of the weights of `normal`.", "start", above=0)
    )
    seed: int = field(default=0, metadata=accepts("Seed of the initial weights.", "start", **SEED))
    l2_lambda: float | Array = field(
        default=0.0, metadata=accepts("Strength of the L2 penalty.", "gradient", minimum=0, per_network=True)
    )
    keep_prob: float | Array = field(
        default=1.0,
        metadata=accepts(
            "Probability of keeping a hidden unit; 1 is no dropout.", "gradient", above=0, maximum=1, per_network=True
        ),
    )
    masks: str = field(
        default="fresh",
        metadata=accepts("The same dropout masks at every epoch, or new ones.", "gradient", choices=tuple(MASKS)),
    )
    mask_seed: int = field(default=0, metadata=accepts("Seed of the dropout masks.", "start", **SEED))
    record_every: int = field(
        default=100,
        metadata=accepts(
            "The cost is recorded at epochs 0, record_every, ... before that epoch's update.", "record", minimum=1
        ),
    )
    optimizer: str = field(
        default="gradient_descent",
        metadata=accepts("How a gradient becomes an update.", "update", choices=tuple(OPTIMIZERS)),
    )

    batch_norm: bool = field(default=False, metadata=accepts("Batch normalization of the hidden layers.", "gradient"))
    norm_epsilon: float = field(
        default=1e-5, metadata=accepts("Added to variances by batch normalization.", "gradient", above=0)
    )
    clip_norm: float | Array = field(
        default=0.0,
        metadata=accepts(
            "A gradient with a larger norm is scaled down to it; 0 is no clipping.", "update", minimum=0,
            per_network=True,
        ),
    )  # fmt: skip

    validation_fraction: float = field(
        default=0.0,
        metadata=accepts(
            "Share of the training examples that is held back for validation; 0 is none.", "gradient", minimum=0,
            maximum=0.9,
        ),
    )  # fmt: skip
    validation_seed: int = field(default=0, metadata=accepts("Seed of the validation split.", "gradient", **SEED))
    patience: int = field(
        default=0,
        metadata=accepts(
            "Early stopping after so many records without a lower loss on the validation split, with the weights of the"
            " lowest; 0 is none.", "update", minimum=0,
        ),
    )  # fmt: skip

    @property
    def recorded_epochs(self) -> Array:
        """The epochs at which the cost is recorded: every ``record_every``-th, and the end."""
        return np.append(np.arange(0, self.epochs, self.record_every), self.epochs)

    @property
    def form(self) -> Form:
        """What has to be known of the networks, besides sizes and parameters, to predict."""
        return Form(self.activation, self.batch_norm, self.norm_epsilon)

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
