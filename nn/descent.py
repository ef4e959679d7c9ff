"""The settings of a training, one for all networks of an ensemble or one for each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nn.activations import Array


@dataclass(frozen=True)
class Descent:
    """Settings of a training: what the network is, what is minimized, and how.

    Attributes
    ----------
    layers : sizes, input first
    learning_rate : step size, one for all networks or (S,) one for each
    epochs : number of updates, each on all examples
    loss : a name in ``nn.losses.LOSSES``
    l2_lambda : strength of the L2 penalty, one for all networks or (S,) one for each
    keep_prob : probability of keeping a hidden unit, one for all networks or (S,) one for each; 1 is no dropout
    masks : "fixed" or "fresh", see ``nn.dropout``
    record_every : the cost is recorded at epochs 0, record_every, ... before that epoch's update
    """

    layers: Sequence[int]
    learning_rate: float | Array
    epochs: int
    loss: str = "logits"
    l2_lambda: float | Array = 0.0
    keep_prob: float | Array = 1.0
    masks: str = "fresh"
    record_every: int = 100

    @property
    def recorded_epochs(self) -> Array:
        """The epochs at which the cost is recorded: every ``record_every``-th, and the end."""
        return np.append(np.arange(0, self.epochs, self.record_every), self.epochs)

    def of(self, members: slice) -> "Descent":
        """Return the settings of some members of the ensemble."""
        each = (self.learning_rate, self.l2_lambda, self.keep_prob)
        learning_rate, l2_lambda, keep_prob = (v if np.ndim(v) == 0 else np.asarray(v)[members] for v in each)
        return replace(self, learning_rate=learning_rate, l2_lambda=l2_lambda, keep_prob=keep_prob)
