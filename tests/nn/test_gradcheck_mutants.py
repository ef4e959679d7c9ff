"""The gradient check catches wrong gradients: each mistake planted here fails its threshold."""

from collections.abc import Callable

import numpy as np
import pytest

import nn
from nn.dropout import FixedMasks
from nn.network_check import check
from tests.nn import textbook
from tests.nn.cases import points

LAYERS, KEEP, L2 = [3, 6, 4, 1], 0.8, 0.7
THRESHOLD = 1e-12
MASKS = FixedMasks(LAYERS, 15, KEEP, 5).draw()
Change = Callable[[nn.Network], None]


def checked(monkeypatch: pytest.MonkeyPatch, change: Change, dropout: bool, epsilon: float | None = None) -> float:
    """Return the difference over all parameters once ``change`` spoils what ``Network.backward`` leaves."""
    masks = MASKS if dropout else None
    X, Y = points(15, 3)
    network = nn.Network(LAYERS, X, Y, l2_lambda=L2, keep_prob=KEEP if masks else 1.0)
    network.theta[...] = nn.initialize("he", LAYERS, 3) + 0.1 * np.random.RandomState(4).randn(network.theta.size)
    backward = nn.Network.backward

    def wrong(self: nn.Network) -> np.ndarray:
        backward(self)
        change(self)
        return self.grad

    monkeypatch.setattr(nn.Network, "backward", wrong)
    return check(network, masks, epsilon)["all"].difference


def by_the_textbook(network: nn.Network, backwards: list[np.ndarray], shift: float) -> None:
    """Put the textbook's gradient into the network, with masks of its own backwards and Z moved by ``shift``."""
    arrays = list(nn.named_arrays(network.theta, LAYERS).values())
    parameters = list(zip(arrays[::2], arrays[1::2], strict=True))
    Zs, As = textbook.forward(parameters, network.first.A_below[:-1], [mask[:-1] for (mask,) in MASKS])
    gradients = textbook.backward(parameters, [Z + shift for Z in Zs], As, As[-1] - network.Y, backwards, L2)
    network.grad[...] = np.concatenate([np.hstack(layer).ravel() for layer in gradients])


def scaled(factor: float) -> Change:
    """Return the mistake of a gradient times a factor."""
    return lambda network: np.multiply(network.grad, factor, out=network.grad)


def wrong_penalty(network: nn.Network) -> None:
    """Subtract the penalty's gradient instead of adding it."""
    network.grad -= 2 * network.decay * network.theta


def bias_of_one_example(network: nn.Network) -> None:
    """Take the biases' gradients from the first example instead of from the mean."""
    for layer in network.all_layers:
        layer.G[:, -1:] = layer.dZ[:, :1]


def penalty_left_out(network: nn.Network) -> None:
    """Forget the penalty's gradient."""
    network.grad -= network.decay * network.theta


RIGHT = [mask[:-1] for (mask,) in MASKS]
UNMASKED = [np.full(mask.shape, 1 / KEEP) for mask in RIGHT]
UNSCALED = [mask * KEEP for mask in RIGHT]
MUTANTS: dict[str, tuple[Change, bool]] = {  # name: (change, with dropout)
    "scaled by 1.001": (scaled(1.001), False),
    "scaled by 1.001, dropout": (scaled(1.001), True),
    "scaled by 1 + 1e-11": (scaled(1 + 1e-11), False),
    "no mean over examples": (scaled(15), False),
    "penalty with the wrong sign": (wrong_penalty, False),
    "penalty left out": (penalty_left_out, False),
    "mask not applied backwards": (lambda network: by_the_textbook(network, UNMASKED, 0.0), True),
    "mask not scaled backwards": (lambda network: by_the_textbook(network, UNSCALED, 0.0), True),
    "ReLU's derivative 1 at negative Z": (lambda network: by_the_textbook(network, RIGHT, 1e3), True),
    "bias from one example": (bias_of_one_example, False),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_planted_mistake_is_caught(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The complex step is over its threshold 1e-12."""
    change, dropout = MUTANTS[name]
    assert checked(monkeypatch, change, dropout) > THRESHOLD


@pytest.mark.parametrize("name", [name for name in MUTANTS if "1e-11" not in name])
def test_planted_mistake_is_caught_by_central_differences(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """So are the notebook's central differences over theirs, 2e-7 with epsilon 1e-7."""
    change, dropout = MUTANTS[name]
    assert checked(monkeypatch, change, dropout, epsilon=1e-7) > 2e-7


@pytest.mark.parametrize("dropout", [False, True])
def test_without_a_mistake_nothing_is_caught(monkeypatch: pytest.MonkeyPatch, dropout: bool) -> None:
    """The same network passes, so the tests above see the mistakes and nothing else."""
    assert checked(monkeypatch, lambda _: None, dropout) < THRESHOLD


def test_the_textbook_without_a_mistake_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The textbook's gradient with the right masks and Z passes too."""
    assert checked(monkeypatch, lambda network: by_the_textbook(network, RIGHT, 0.0), dropout=True) < THRESHOLD
