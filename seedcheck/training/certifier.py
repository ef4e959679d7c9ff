"""Whether the networks that a training shows move as the formulas have it.

A step is right if, along a random direction within each array and for some single entries, the parameters move as
``seedcheck.training.plain`` says from the same parameters, with slopes by complex step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from nn.ensembles import Ensemble
from seedcheck.training import directions
from seedcheck.training.directions import AnyDirection
from seedcheck.training.findings import Findings
from seedcheck.training.followed import Network, compare_kept, follow
from seedcheck.training.plain import UPDATES, Array, Memory, Point
from seedcheck.training.plain_clipping import clipping
from seedcheck.training.rounding import ROUNDING, decides, size
from seedcheck.training.scaling import TOO_LARGE, is_too_large

State = tuple[Array, ...]


@dataclass(frozen=True)
class Check:
    """What is looked at, and what is accepted: ``gates.training`` of the configuration, and the seed of ``gates``.

    Attributes
    ----------
    threshold : largest accepted relative difference
    networks : how many of those trained side by side are looked at: first, last and others drawn
    entries : so many single entries of each array are followed, besides all entries together
    steps : updates that are looked at before the training
    later : so many later ones are looked at while it goes on
    seed : of all that is drawn
    """

    threshold: float
    networks: int
    entries: int
    steps: Sequence[int]
    later: int
    seed: int = 0


def check_of(gate: Mapping[str, Any]) -> Check:
    """Return what ``gates`` of the configuration say of the training."""
    return Check(**gate["training"], seed=gate["seed"])


class Expected(NamedTuple):
    """How far a network should go in a direction, give or take rounding, and what the optimizer then remembers."""

    direction: AnyDirection
    step: float
    rounding: float
    memory: Memory


class Certifier:
    """Compares the networks that it is shown, as ``nn.runs.Witness`` has it, with the formulas.

    Parameters
    ----------
    ensemble : what is trained
    check : what is looked at
    updates : the epochs whose updates are compared

    Attributes
    ----------
    found : what has come out
    costs : {(network, epoch): cost} that should have been recorded
    sizes : likewise bounds on what rounding multiplies (``rounding.size``)
    chosen : the numbers of networks that are to be looked at
    networks : those that are, by their numbers
    seen : {(network, epoch)} at which they were
    together : the networks that were trained side by side, as the trainer said
    """

    def __init__(self, ensemble: Ensemble, check: Check, updates: Iterable[int]):
        self.ensemble, self.check, self.updates = ensemble, check, set(updates)
        self.update = UPDATES[ensemble.settings.optimizer]
        self.recorded = set(ensemble.settings.recorded_epochs.tolist())
        self.found = Findings(check.threshold)
        self.costs: dict[tuple[int, int], float] = {}
        self.sizes: dict[tuple[int, int], float] = {}
        self.networks: dict[int, Network] = {}
        self.seen: set[tuple[int, int]] = set()
        self.together: list[range] = []
        self.chosen: set[int] = set()
        self._cells: set[tuple[float, ...]] = set()

    @property
    def epochs(self) -> list[int]:
        """The epochs at which networks have to be shown: around updates, in the end, and where a stop is decided."""
        settings = self.ensemble.settings
        records = self.recorded if settings.patience else set()
        return sorted(self.updates | {epoch + 1 for epoch in self.updates} | {settings.epochs} | records)

    def choose(self, together: range) -> list[int]:
        """Return which of these networks to look at; before the training the last and one of each setting, too."""
        self.together.append(together)
        generator = np.random.default_rng([self.check.seed, together.start])
        drawn = generator.permutation(together).tolist()
        if not self.updates.intersection(self.check.steps):  # while the training goes on
            self.chosen |= set(drawn[: max(1, self.check.networks - 2)])
            return sorted(self.chosen.intersection(together))
        numbers = {together[0], together[-1], *drawn[: max(0, self.check.networks - 2)]}
        for number in sorted(drawn, key=lambda number: number not in numbers):
            cell = tuple(float(values[number]) for values in self.ensemble.settings.per_network.values())
            if cell not in self._cells:
                numbers.add(number)
                self._cells.add(cell)
        self.chosen |= numbers
        return sorted(numbers)

    def show(self, epoch: int, number: int, theta: Array, state: State) -> None:
        """Compare a network's last update with what was expected of it, and say what is expected of the next."""
        where, before = (number, epoch), (number, epoch - 1)
        with np.errstate(all="ignore"):
            network = self.networks.get(number) or follow(self.ensemble, number)
            self.networks[number] = network
            self.seen.add(where)
            if epoch == 0:
                self._compare_start(network, theta, state)
            if network.has_ended(epoch, theta):
                self._compare_end(network, theta, where)
                return
            for expected in network.expected:
                self._compare(network, expected, theta, state, before)
            network.compare_statistics(self.found, theta, ROUNDING * (1 + self.sizes.get(before, 0)) ** 2, before)
            network.theta, network.expected = theta, []
            if epoch in self.updates or epoch in self.recorded:
                point = Point(network.settings, theta, network.X, network.Y, network.masks(epoch))
                self.costs[where], self.sizes[where] = point.cost(), size(point, network.reach)
                if network.stopping and epoch in self.recorded and epoch < network.settings.epochs:
                    network.stopping.look(epoch, theta)
                if epoch in self.updates and network.goes_on and self._is_comparable(point, where):
                    network.expected = self._expect(network, point, state, where)

    def _compare_end(self, network: Network, theta: Array, where: tuple[int, int]) -> None:
        """Compare what is shown of a network that has stopped early; its cost stays that of the weights kept."""
        compare_kept(self.found, network, theta, where)
        network.theta, network.expected = theta, []
        if network.stopping and not network.stopping.undecided:
            kept = where[0], network.stopping.kept
            self.costs[where], self.sizes[where] = self.costs[kept], self.sizes[kept]

    def _is_comparable(self, point: Point, where: tuple[int, int]) -> bool:
        """Return whether more than rounding decides on a step, and it is not about to overflow."""
        if is_too_large(self.costs[where]) or not self.sizes[where] < TOO_LARGE:
            return False
        kink = decides(point, self.sizes[where])
        self.found.kinks += kink
        return not kink

    def _expect(self, network: Network, point: Point, state: State, where: tuple[int, int]) -> list[Expected]:
        """Return how far the network should go in each of some directions."""
        generator = np.random.default_rng([self.check.seed, *where])
        chosen = directions.draw(point, self.check.entries, self.update.is_linear, generator)
        network.expect_statistics(point)
        bound, point.factor = self.sizes[where], clipping(network.settings, point)
        return [self._expect_along(direction, network, point, state, bound) for direction in chosen]

    def _expect_along(self, direction: AnyDirection, network: Network, point: Point, state: State,
                      bound: float) -> Expected:  # fmt: skip
        settings, part = network.settings, direction.of(point)
        here, memory = direction.along(part), _memory(direction, state, settings.layers)
        losses, penalty = direction.slopes(point)
        slope = point.factor * (float(losses.mean()) + penalty)
        rounding = point.factor * ROUNDING * ((1 + bound) * float(np.abs(losses).mean()) + abs(penalty))
        step, after = self.update.step(here, slope, memory, settings)
        other, _ = self.update.step(here, slope + rounding, memory, settings)
        return Expected(direction, step, abs(other - step) + ROUNDING * float(np.linalg.norm(part)), after)

    def _compare_start(self, network: Network, theta: Array, state: State) -> None:
        norm = float(np.linalg.norm(network.theta))
        error = float(np.linalg.norm(theta - network.theta))
        self.found.add("start", error, norm, ROUNDING * norm, (0, 0))
        for part, value in zip(state, self.update.start, strict=True):
            self.found.add("memory of the optimizer", float(np.abs(part - value).max()), abs(value), 0.0, (0, 0))

    def _compare(self, network: Network, expected: Expected, theta: Array, state: State,
                 where: tuple[int, int]) -> None:  # fmt: skip
        """Compare how far a network went in a direction with what was expected."""
        direction, layers = expected.direction, network.settings.layers
        moved = direction.part(theta, layers) - direction.part(network.theta, layers)
        whole = abs(direction.along(moved)) if direction.is_entry else float(np.linalg.norm(moved))
        error, largest = abs(direction.along(moved) - expected.step), max(whole, abs(expected.step))
        self.found.add(f"update of {direction.array}", error, largest, expected.rounding, where)
        for there, value in zip(_memory(direction, state, layers), expected.memory, strict=True):
            rounding = ROUNDING * abs(value) + expected.rounding
            self.found.add("memory of the optimizer", abs(there - value), max(abs(there), abs(value)), rounding, where)


def _memory(direction: AnyDirection, state: State, layers: Sequence[int]) -> Memory:
    """Return what an optimizer remembers in a direction; of what has no axes, such as a number of steps, all."""
    return tuple(direction.along(direction.part(part, layers)) if part.ndim else float(part) for part in state)
