"""The settings of a training, listed once: default, accepted range, and what each one affects.

The configuration's keys and their ranges, the cells that a gate checks, and what may differ between the members of an
ensemble are all derived from this list.
"""

from collections.abc import Sequence
from dataclasses import MISSING, Field, asdict, dataclass, field, fields, replace
from typing import Any, Literal

import numpy as np

from nn.activations import Array
from nn.dropout import MASKS
from nn.initializers import INITIALIZERS
from nn.losses import LOSSES
from nn.optimizers import OPTIMIZERS

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Accepted:
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
    affects: Literal["start", "gradient", "update", "record"]
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


def _setting(description: str, affects: Literal["start", "gradient", "update", "record"], *,
             default: Any = MISSING, **accepted: Any) -> Any:  # fmt: skip
    return field(default=default, metadata={"accepted": Accepted(description, affects, **accepted)})


@dataclass(frozen=True)
class Settings:
    """Settings of a training: where it starts, what is minimized, and how.

    Where ``Accepted.per_network`` says so, a value may be an array (S,), one for each network of an ensemble.
    """

    layers: Sequence[int] = _setting("Sizes, inputs first, last 1.", "gradient", minimum=1)
    learning_rate: float | Array = _setting("Step size of gradient descent.", "update", above=0, per_network=True)
    epochs: int = _setting("Updates, each on all training examples.", "update", minimum=1)
    initializer: str = _setting("How the weights start.", "start", choices=tuple(INITIALIZERS))
    loss: str = _setting("Cross-entropy from the logits, or the notebook's clipped one.", "gradient", default="logits",
                         choices=tuple(LOSSES))  # fmt: skip
    scale: float = _setting("Standard deviation of the weights of `normal`.", "start", default=1.0, above=0)
    seed: int = _setting("Seed of the initial weights.", "start", default=0, minimum=0, maximum=LARGEST_SEED,
                         is_seed=True)  # fmt: skip
    l2_lambda: float | Array = _setting("Strength of the L2 penalty.", "gradient", default=0.0, minimum=0,
                                        per_network=True)  # fmt: skip
    keep_prob: float | Array = _setting("Probability of keeping a hidden unit; 1 is no dropout.", "gradient",
                                        default=1.0, above=0, maximum=1, per_network=True)  # fmt: skip
    masks: str = _setting("The same dropout masks at every epoch, or new ones.", "gradient", default="fresh",
                          choices=tuple(MASKS))  # fmt: skip
    mask_seed: int = _setting("Seed of the dropout masks.", "start", default=0, minimum=0, maximum=LARGEST_SEED,
                              is_seed=True)  # fmt: skip
    record_every: int = _setting("The cost is recorded at epochs 0, record_every, ... before that epoch's update.",
                                 "record", default=100, minimum=1)  # fmt: skip
    optimizer: str = _setting("How a gradient becomes an update.", "update", default="gradient_descent",
                              choices=tuple(OPTIMIZERS))  # fmt: skip

    @property
    def recorded_epochs(self) -> Array:
        """The epochs at which the cost is recorded: every ``record_every``-th, and the end."""
        return np.append(np.arange(0, self.epochs, self.record_every), self.epochs)

    def members(self, chosen: slice) -> "Settings":
        """Return the settings of some networks of the ensemble."""
        each = {name: getattr(self, name) for name, accepted in SETTINGS.items() if accepted.per_network}
        return replace(self, **{name: np.asarray(v)[chosen] for name, v in each.items() if np.ndim(v)})

    def as_dict(self) -> dict[str, Any]:
        """Return all settings that offer a choice, as plain values."""
        return {name: value for name, value in asdict(self).items() if name in SETTINGS}


def _accepted(item: "Field[Any]") -> Accepted:
    accepted: Accepted = item.metadata["accepted"]
    return accepted


# Every setting that offers a choice, in the order of Settings.
SETTINGS: dict[str, Accepted] = {item.name: _accepted(item) for item in fields(Settings) if _accepted(item).is_choice}
DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(Settings)
                            if item.name in SETTINGS and item.default is not MISSING}  # fmt: skip
REQUIRED: tuple[str, ...] = tuple(name for name in SETTINGS if name not in DEFAULTS)
