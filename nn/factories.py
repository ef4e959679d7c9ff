"""From the settings of a training to what it is made of."""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from nn.activations import Array
from nn.batches import Batches, Minibatches, Whole
from nn.dropout import MASKS, Masks, Seeds
from nn.initializers import initialize
from nn.network import Network
from nn.optimizers import OPTIMIZERS, Optimizer
from nn.parameters import column
from nn.schedules import SCHEDULES, LearningRates, warm_up
from nn.settings import Settings


def initial_parameters(settings: Settings) -> Array:
    """Return the initial parameters (P,).

    Raises
    ------
    ValueError
        If the initializer is unknown; so do the other functions here for an activation, loss, kind of masks, optimizer
        or schedule.
    """
    theta = initialize(settings.initializer, settings.layers, settings.seed, settings.scale)
    return settings.form.start(theta, settings.layers)


def network_of(settings: Settings, X: Array, Y: Array, lead: tuple[int, ...] = (),
               shared: Network | None = None) -> Network:  # fmt: skip
    """Return the network on examples X and Y, with parameters zero, or those of a ``shared`` one."""
    return Network(settings.layers, X, Y, form=settings.form, loss=settings.loss, l2_lambda=settings.l2_lambda,
                   keep_prob=settings.keep_prob, lead=lead, shared=shared)  # fmt: skip


def masks_of(settings: Settings, examples: int, seeds: Seeds) -> Masks | None:
    """Return the source of the dropout masks for so many examples, None without dropout."""
    if not settings.has_dropout:
        return None
    if settings.masks not in MASKS:
        raise ValueError(f"unknown masks {settings.masks!r}; known: {', '.join(MASKS)}")
    return MASKS[settings.masks](settings.layers, examples, settings.keep_prob, seeds)


def batches_of(settings: Settings, whole: Network, seeds: Seeds) -> Batches:
    """Return the batches of a network on all examples; the penalty of a batch is that of all."""
    m = whole.m
    if settings.batch_size > m:
        raise ValueError(f"batch_size {settings.batch_size}: there are {m} training examples")
    if settings.batches(m) == 1:
        return Whole(whole)

    def make(X: Array, Y: Array) -> Network:
        share = replace(settings, l2_lambda=np.multiply(settings.l2_lambda, X.shape[-1] / m))
        return network_of(share, X, Y.copy(), whole.theta.shape[:-1], whole)

    return Minibatches(whole, settings.batch_size, make, seeds, settings.masks == "fixed")


def optimizer_of(settings: Settings) -> Optimizer:
    """Return the optimizer, made of the settings that its fields name, which it cannot change."""
    if settings.optimizer not in OPTIMIZERS:
        raise ValueError(f"unknown optimizer {settings.optimizer!r}; known: {', '.join(OPTIMIZERS)}")
    kind = OPTIMIZERS[settings.optimizer]
    chosen = {name: read_only(column(getattr(settings, name))) for name in _names(kind)}
    if "weight_decay" in chosen:
        chosen["weight_decay"] = read_only(chosen["weight_decay"] * settings.form.weight_mask(settings.layers))
    return kind(**chosen)


def rates_of(settings: Settings) -> LearningRates:
    """Return the learning rates of all epochs."""
    learning_rate = read_only(column(settings.learning_rate))
    if settings.has_constant_rate:
        return LearningRates(learning_rate, None)
    if settings.schedule not in SCHEDULES:
        raise ValueError(f"unknown schedule {settings.schedule!r}; known: {', '.join(SCHEDULES)}")
    kind, epochs, whole = SCHEDULES[settings.schedule], np.arange(settings.epochs), settings.shortened(settings.epochs)
    if settings.schedule == "cosine" and whole.schedule_epochs < settings.epochs:
        raise ValueError(f"schedule_epochs {whole.schedule_epochs}: the training goes on, for {settings.epochs} epochs")
    factors = kind(**{name: getattr(whole, name) for name in _names(kind)}).factors(epochs)
    return LearningRates(learning_rate, factors * warm_up(epochs, settings.warmup_epochs or 1))


def _names(kind: type[Any]) -> list[str]:
    return [field.name for field in fields(kind)]


def read_only(array: Array) -> Array:
    """Return a view of an array that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
