"""How a gradient becomes an update: each optimizer is a class here and a row in ``OPTIMIZERS``.

An optimizer is a frozen dataclass. Its fields are the settings (``nn.settings``) of the same names. What it remembers
from step to step is its state, arrays that it updates in place; as it cannot change itself, parameters, state and
learning rate together are all that a step depends on besides the gradient. The networks of an ensemble are rows of
parameters, gradient and state: an optimizer that computes element by element treats each as if it were alone.

Adam and RMSProp keep sums where books keep running means: M <- beta M + g is m <- beta m + (1 - beta) g divided by
1 - beta. That factor is put in with the bias correction, which saves a pass over all parameters.
"""

from dataclasses import dataclass
from math import sqrt
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

    def step(self, theta: Array, grad: Array, state: State, rate: Array) -> None:
        """Move ``theta`` by one step, in place, and bring the state up to date. May overwrite ``grad``.

        ``rate`` is the learning rate of this step, an array without axes, or (S, 1).
        """
        raise NotImplementedError

    def shrinkage(self, rate: Array, l2_lambda: Array, m: int) -> Array:
        """Return the factor by which a step shrinks the part of W_1 outside the span of the m examples.

        Only an optimizer that is exact there has to have it. ``l2_lambda`` is given like the rate.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """theta <- theta - rate grad."""

    is_exact_in_span: ClassVar[bool] = True

    def step(self, theta: Array, grad: Array, state: State, rate: Array) -> None:  # noqa: ARG002
        """Move ``theta`` by one step, in place."""
        theta -= np.multiply(grad, rate, out=grad)

    def shrinkage(self, rate: Array, l2_lambda: Array, m: int) -> Array:
        """Return 1 - rate l2_lambda / m: outside the span, the only gradient is the penalty's."""
        return np.asarray(1.0 - np.multiply(rate, l2_lambda) / m)


@dataclass(frozen=True)
class HeavyBall(Optimizer):
    """V <- beta1 V + grad, theta <- theta - rate V (Polyak 1964; ``torch.optim.SGD`` with momentum)."""

    beta1: Array

    def start(self, theta: Array) -> State:
        """Return V = 0."""
        return (np.zeros_like(theta),)

    def step(self, theta: Array, grad: Array, state: State, rate: Array) -> None:
        """Move ``theta`` by one step, in place."""
        (V,) = state
        V *= self.beta1
        V += grad
        theta -= np.multiply(V, rate, out=grad)


@dataclass(frozen=True)
class Momentum(HeavyBall):
    """V <- beta1 V + (1 - beta1) grad, theta <- theta - rate V: a running mean, as Ng's course has it.

    It is the heavy ball at 1 - beta1 times the learning rate.
    """

    def step(self, theta: Array, grad: Array, state: State, rate: Array) -> None:
        """Move ``theta`` by one step, in place."""
        grad *= np.subtract(1.0, self.beta1)
        super().step(theta, grad, state, rate)


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """v <- beta2 v + (1 - beta2) grad^2, theta <- theta - rate grad / (sqrt(v) + epsilon) (Hinton 2012, lecture 6e).

    There is no bias correction: the first steps are up to 1 / sqrt(1 - beta2) times as long as later ones.
    """

    beta2: Array
    epsilon: Array

    def start(self, theta: Array) -> State:
        """Return V = v / (1 - beta2) = 0."""
        return (np.zeros_like(theta),)

    def step(self, theta: Array, grad: Array, state: State, rate: Array) -> None:
        """Move ``theta`` by one step, in place."""
        (V,) = state
        V *= self.beta2
        V += grad * grad
        root = np.sqrt(V)
        scale = sqrt(1.0 - self.beta2.item())
        root += np.asarray(self.epsilon / scale)
        grad /= root
        theta -= np.multiply(grad, rate / scale, out=grad)


@dataclass(frozen=True)
class Adam(Optimizer):
    """theta <- theta - rate m' / (sqrt(v') + epsilon) (Kingma & Ba 2015, algorithm 1).

    m' and v' are the running means of the gradient and of its square, divided by 1 - beta^t at step t: without this
    correction of their bias, the means of the first steps are too small, because they start at 0.
    """

    beta1: Array
    beta2: Array
    epsilon: Array

    def start(self, theta: Array) -> State:
        """Return M = m / (1 - beta1) = 0, V = v / (1 - beta2) = 0 and the number of steps t = 0."""
        return np.zeros_like(theta), np.zeros_like(theta), np.zeros(())

    def step(self, theta: Array, grad: Array, state: State, rate: Array) -> None:
        """Move ``theta`` by one step, in place."""
        M, V, t = state
        number, beta1, beta2 = t.item() + 1.0, self.beta1.item(), self.beta2.item()
        t.fill(number)
        M *= self.beta1
        M += grad
        grad *= grad
        V *= self.beta2
        V += grad
        scale = sqrt((1.0 - beta2) / (1.0 - beta2**number))  # sqrt(v') = scale sqrt(V)
        np.sqrt(V, out=grad)
        grad += np.array(self.epsilon.item() / scale)
        np.divide(M, grad, out=grad)
        grad *= rate * np.array((1.0 - beta1) / (1.0 - beta1**number) / scale)
        theta -= grad


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam after theta <- theta - rate weight_decay theta, for weights only (Loshchilov & Hutter 2019).

    Unlike the gradient of an L2 penalty, the decay is not divided by sqrt(v'): all weights shrink at one rate.
    ``weight_decay`` is (..., P), 0 at the biases.
    """

    weight_decay: Array

    def step(self, theta: Array, grad: Array, state: State, rate: Array) -> None:
        """Move ``theta`` by one step, in place."""
        theta -= rate * self.weight_decay * theta
        super().step(theta, grad, state, rate)


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "heavy_ball": HeavyBall,
    "rmsprop": RMSProp,
    "adam": Adam,
    "adamw": AdamW,
}
