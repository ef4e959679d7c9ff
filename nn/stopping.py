"""Early stopping (Prechelt 1998): a network whose validation loss no longer falls keeps its best weights."""

from dataclasses import replace

import numpy as np

from nn.activations import Array
from nn.factories import network_of
from nn.settings import Settings


class Stopping:
    """Looks at networks side by side at each recorded epoch, and stops each by itself.

    A network's loss is the mean over the validation split, without penalty and masks. It stops at the record at which
    its loss has not been below the least so far for ``patience`` records; the weights of that least one are kept.

    Parameters
    ----------
    settings : of the networks
    X, Y : the validation split (n_0, v) and (1, v), or (S, n_0, v) and (S, 1, v)
    lead : leading axes, () for one network

    Attributes
    ----------
    goes_on : (*lead,) bool, which networks have not stopped
    stopped, kept : (*lead,) at which epoch each has stopped, the last one if it has not, and of which its weights are
    """

    def __init__(self, settings: Settings, X: Array, Y: Array, lead: tuple[int, ...]):
        self._form, self._layers = settings.form, settings.layers
        self._network = network_of(replace(settings, batch_norm=False), X, Y, lead)
        self._patience = settings.patience
        self.goes_on = np.ones(lead, bool)
        self.stopped, self.kept = np.full(lead, settings.epochs), np.zeros(lead, int)
        self._least, self._since = np.full(lead, np.inf), np.zeros(lead, int)
        self._best: Array = np.empty(0)

    def look(self, epoch: int, theta: Array) -> None:
        """Look at parameters (*lead, P) at a recorded epoch."""
        if not self._best.size:
            self._best = theta.copy()
        losses = self._losses(theta)
        is_better = (losses < self._least) & self.goes_on
        np.copyto(self._best, theta, where=is_better[..., None])
        self._least, self.kept = np.where(is_better, losses, self._least), np.where(is_better, epoch, self.kept)
        self._since = np.where(is_better, 0, self._since + 1)
        stops = self.goes_on & (self._since >= self._patience)
        self.stopped, self.goes_on = np.where(stops, epoch, self.stopped), self.goes_on & ~stops

    def _losses(self, theta: Array) -> Array:
        self._network.theta[...], _ = self._form.folded(theta, self._layers)
        return np.asarray(self._network.loss.values(self._network.logits(), self._network.Y).mean(axis=(-2, -1)))

    def shown(self, theta: Array) -> Array:
        """Return parameters (*lead, P), those that are kept in the place of those of networks that have stopped."""
        return theta if self.goes_on.all() else np.where(self.goes_on[..., None], theta, self._best)

    def best(self) -> Array:
        """Return the parameters (*lead, P) that are kept."""
        return self._best

    def hold(self, epochs: Array, costs: Array) -> Array:
        """Return costs (*lead, k) of recorded epochs (k,): after a stop, and in the end, that of the weights kept."""
        is_over = (epochs > self.stopped[..., None]) | (epochs == epochs[-1])
        columns = np.searchsorted(epochs, np.where(is_over, self.kept[..., None], epochs))
        return np.take_along_axis(costs, columns, axis=-1)
