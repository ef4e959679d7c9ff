"""Which points were right at a training's last records, to tell what was learned from where the last step landed."""

import numpy as np

from nn.activations import Array
from nn.ensembles import Ensemble
from nn.runs import Witness
from seedcheck.data.datasets import Dataset
from seedcheck.training.predictions import predict

RECENT = 5  # records, the last one among them


class RecentlyRight:
    """Counts, network by network, at how many of the last ``RECENT`` records each point was classified right."""

    def __init__(self, ensemble: Ensemble, dataset: Dataset):
        self.ensemble, self.dataset = ensemble, dataset
        self._counts: dict[int, Array] = {}

    @property
    def witness(self) -> Witness:
        """Who looks on, at all networks."""
        epochs = self.ensemble.settings.recorded_epochs[-RECENT:].tolist()
        return Witness(epochs, lambda together: together, self._show)

    def _show(self, _epoch: int, number: int, theta: Array, _state: tuple[Array, ...]) -> None:
        own = self.ensemble.members(number)
        found = predict(own.settings.layers, theta[None], (own.X, own.Y), self.dataset, own.settings.form)
        right = np.concatenate([found.correct("train")[0], found.correct("test")[0]]).astype(np.int8)
        self._counts[number] = self._counts.get(number, 0) + right

    def of_all(self) -> Array:
        """Return (S, m + m_test), training points first; of networks that are all equal the first one is shown."""
        return np.stack([self._counts.get(number, self._counts[0]) for number in range(len(self.ensemble.theta))])
