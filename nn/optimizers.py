"""How a gradient becomes an update: each optimizer is a class here and a row in ``OPTIMIZERS``.

An optimizer is a frozen dataclass. Its fields are the settings (``nn.settings``) of the same names. What it remembers
from step to step is its state, arrays that it updates in place; as it cannot change itself, parameters and state
together are all that a step depends on besides the gradient. The networks of an ensemble are rows of parameters,
gradient and state: an optimizer that computes element by element treats each as if it were alone.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nn.activations import Array

State = tuple[Array, ...]


class Optimizer:
    """What every optimizer has. Each of its settings is an array without axes, or (S, 1), one for each network.

    Attributes
    ----------
    is_exact_in_span : whether training in the span of the examples (``nn.span``) is the same training; unless an
        optimizer says so, it is never done. It is the same where W_1 moves by multiples of itself and of its gradients.
    """

    is_exact_in_span: ClassVar[bool] = False

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} has to be a frozen dataclass: what changes is its state")

    def start(self, theta: Array) -> State:  # noqa: ARG002
        """Return the state before the first step on the parameters ``theta`` (..., P): none, unless overridden."""
        return ()

    def step(self, theta: Array, grad: Array, state: State) -> None:
        """Move ``theta`` by one step, in place, and bring the state up to date. May overwrite ``grad``."""
        raise NotImplementedError

    def shrinkage(self, l2_lambda: Array, m: int, epochs: int | Array, power: int = 1) -> Array:
        """Return the factor, to a power, by which the part of W_1 outside the span of the examples has shrunk.

        Only an optimizer that is exact there has to have it.

        Parameters
        ----------
        l2_lambda : strength of the L2 penalty, given like a setting
        m : number of examples
        epochs : after how many, or (k,) for each of several
        """
        raise NotImplementedError


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """theta <- theta - learning_rate grad."""

    learning_rate: Array
    is_exact_in_span: ClassVar[bool] = True

    def step(self, theta: Array, grad: Array, state: State) -> None:  # noqa: ARG002
        """Move ``theta`` by one step, in place."""
        theta -= np.multiply(grad, self.learning_rate, out=grad)

    def shrinkage(self, l2_lambda: Array, m: int, epochs: int | Array, power: int = 1) -> Array:
        """Return (1 - learning_rate l2_lambda / m)^epochs: outside the span, the only gradient is the penalty's."""
        per_epoch = 1.0 - np.multiply(self.learning_rate, l2_lambda) / m
        return np.asarray(np.power(per_epoch, power * epochs))


OPTIMIZERS: dict[str, type[Optimizer]] = {"gradient_descent": GradientDescent}
