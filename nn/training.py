"""Training of one network or of an ensemble."""

from collections.abc import Sequence

import numpy as np

from nn.activations import Array
from nn.clipping import clip
from nn.dropout import Seeds
from nn.ensembles import Ensemble, stopping_of, train_in_chunks, train_once
from nn.factories import batches_of, masks_of, network_of, optimizer_of, rates_of
from nn.parameters import check_inputs, check_labels
from nn.runs import History, Progress, Run, Watch, Witness
from nn.settings import Settings
from nn.span import train_in_span, uses_span

WATCH_EVERY = 100  # check for convergence every 100 epochs


def train(settings: Settings, theta: Array, X: Array, Y: Array, mask_seeds: Seeds = 0, shuffle_seeds: Seeds = 0,
          validation_seeds: Seeds = 0, *, progress: Progress | None = None,
          witnesses: Sequence[Witness] = ()) -> Run:  # fmt: skip
    """Train one network or an ensemble, without changing ``theta``.

    Networks that are equal in all respects are trained once, and large ensembles in chunks that fit the cache. Inputs
    with more features than examples, shared by all, are trained in the span of the examples where that is exact.

    Parameters
    ----------
    settings : of all networks, some of them (S,) one for each
    theta : (P,) or (S, P) initial parameters
    X, Y : inputs (n_0, m) and labels (1, m) from 0 on, or (S, n_0, m) and (S, 1, m) where each network has its own
    mask_seeds, shuffle_seeds, validation_seeds : seed of the dropout masks, of the order of the examples in
        minibatches, and of the validation split, one for all networks or one for each
    progress : called as progress(epoch, mean cost) at every recorded epoch; chunks of an ensemble follow each other
    witnesses : each is shown networks at some epochs; of networks that are all equal, the first

    Raises
    ------
    ValueError
        If the layers do not fit the data or the loss, a name in the settings is unknown, there are fewer examples than
        in a batch, or a schedule ends before the training.
    """
    check_inputs(settings.layers, X)
    check_labels(settings.layers, Y)
    numbers = np.arange(len(theta)) if theta.ndim > 1 else np.asarray(0)
    ensemble = Ensemble(settings, theta, X, Y, mask_seeds, numbers, witnesses, shuffle_seeds, validation_seeds)
    if ensemble.are_equal():
        return train_once(_train, ensemble, progress)
    return _train(ensemble, progress)


def _train(ensemble: Ensemble, progress: Progress | None) -> Run:
    """Train networks that differ, in the coordinates that are quickest."""
    if uses_span(ensemble):
        return train_in_span(train_directly, ensemble, progress)
    return train_directly(ensemble, progress)


def train_directly(ensemble: Ensemble, progress: Progress | None) -> Run:
    """Train in the coordinates given."""
    return train_in_chunks(_train_side_by_side, ensemble, progress)


class Rest:
    """Convergence to the last bit: a step that changes neither parameters nor state would be repeated for ever.

    Parameters
    ----------
    arrays : all that a step depends on and may change
    possible : whether a step depends on nothing else, such as fresh masks, a learning rate that changes or patience
    """

    def __init__(self, arrays: Sequence[Array], possible: bool):
        self._arrays, self._possible = arrays, possible
        self._before: list[bytes] = []

    def watch(self) -> None:
        """Note what the arrays are before a step."""
        self._before = self._bytes()

    def is_reached(self) -> bool:
        """Return whether the step since has changed no bit of them."""
        return self._possible and self._bytes() == self._before

    def _bytes(self) -> list[bytes]:
        return [array.tobytes() for array in self._arrays] if self._possible else []


def _train_side_by_side(ensemble: Ensemble, progress: Progress | None) -> Run:
    """Train networks side by side; stop early at rest, or once every network has diverged."""
    settings, theta = ensemble.settings, ensemble.theta
    network = network_of(settings, ensemble.X, ensemble.Y, theta.shape[:-1])
    network.theta[...] = theta
    masks, has_clipping = masks_of(settings, network.m, ensemble.mask_seeds), settings.has_clipping
    batches = batches_of(settings, network, ensemble.shuffle_seeds)
    optimizer, rates = optimizer_of(settings), rates_of(settings)
    state = optimizer.start(network.theta)
    repeats = batches.per_epoch == 1 and rates.are_constant and not (masks and masks.changing) and not settings.patience
    rest = Rest((network.theta, *state), possible=repeats)
    history = History(settings.recorded_epochs, theta.shape[:-1], progress, stopping_of(ensemble))
    watch = Watch(ensemble.witnesses, ensemble.numbers, batches.per_epoch)
    update, last = 0, settings.epochs * batches.per_epoch
    with np.errstate(over="ignore", invalid="ignore"):
        if watch.due == 0:
            watch.show(network.theta, state)
        for epoch in range(settings.epochs):
            drawn, is_due = masks.draw() if masks else None, epoch == history.due
            if is_due:  # all examples, before the epoch's first update
                network.forward(drawn)
                history.record(network.cost(), network.theta)
                if history.over:
                    break
            is_watched, rate = epoch % WATCH_EVERY == 0, rates.at(epoch)
            if is_watched:
                rest.watch()
            for batch, kept in batches.of_epoch(drawn):
                if not (is_due and batch is network):
                    batch.forward(kept)
                batch.backward()
                batch.remember()
                if has_clipping:
                    clip(network.grad, settings.clip_norm)
                optimizer.step(network.theta, network.grad, state, rate)
                update += 1
                if update == watch.due and update < last:
                    watch.show(history.shown(network.theta), state)
            if is_watched and rest.is_reached():
                break
        if not history.over:
            network.forward(masks.draw() if masks else None)
        while not history.over:
            history.record(network.cost(), network.theta)
    run = history.run(network.theta)
    watch.finish(run.theta, state, last)
    return run
