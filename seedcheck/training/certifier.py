"""Whether the networks that a training shows move as the formulas have it.

A step is right if, along a random direction within each array and for some single entries, the parameters move as
``seedcheck.training.plain`` and ``plain_updates`` say from the same parameters, with slopes by complex step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nn.ensembles import Ensemble
from seedcheck.training import directions, expected
from seedcheck.training.expected import Expected, State
from seedcheck.training.findings import Findings
from seedcheck.training.followed import Network, compare_kept, follow, updates_per_epoch
from seedcheck.training.plain import Array, Point
from seedcheck.training.plain_clipping import clipping
from seedcheck.training.plain_updates import UPDATES, learning_rate
from seedcheck.training.rounding import ROUNDING, decides, size
from seedcheck.training.scaling import TOO_LARGE, is_too_large


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


class Certifier:
    """Compares the networks that it is shown, as ``nn.runs.Witness`` has it, with the formulas.

    Parameters
    ----------
    ensemble : what is trained
    check : what is looked at
    updates : the numbers of the updates that are compared

    Attributes
    ----------
    found : what has come out
    costs : {(network, epoch): cost} that should have been recorded
    sizes : likewise bounds on what rounding multiplies (``rounding.size``)
    chosen : the numbers of networks that are to be looked at
    networks : those that are, by their numbers
    seen : {(network, update)} before which they were
    per_epoch, end : updates of an epoch, and of the whole training
    overflows : whether a network was about to overflow
    together : the networks that were trained side by side, as the trainer said
    """

    def __init__(self, ensemble: Ensemble, check: Check, updates: Iterable[int]):
        self.ensemble, self.check, self.updates = ensemble, check, set(updates)
        self.update = UPDATES[ensemble.settings.optimizer]
        self.per_epoch = updates_per_epoch(ensemble)
        self.end = self.per_epoch * ensemble.settings.epochs
        self.recorded = set((self.per_epoch * ensemble.settings.recorded_epochs).tolist())
        self.found = Findings(check.threshold)
        self.costs: dict[tuple[int, int], float] = {}
        self.sizes: dict[tuple[int, int], float] = {}
        self.networks: dict[int, Network] = {}
        self.seen: set[tuple[int, int]] = set()
        self.together: list[range] = []
        self.overflows = False
        self.chosen: set[int] = set()
        self._cells: set[tuple[float, ...]] = set()

    @property
    def moments(self) -> list[int]:
        """The updates before which networks have to be shown: around those compared, in the end, and for stops."""
        records = self.recorded if self.ensemble.settings.patience else set()
        return sorted(self.updates | {update + 1 for update in self.updates} | {self.end} | records)

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

    def show(self, update: int, number: int, theta: Array, state: State) -> None:
        """Compare a network's last update with what was expected of it, and say what is expected of the next."""
        epoch, where, before = update // self.per_epoch, (number, update), (number, (update - 1) // self.per_epoch)
        with np.errstate(all="ignore"):
            network = self.networks.get(number) or follow(self.ensemble, number)
            self.networks[number] = network
            self.seen.add(where)
            if update == 0:
                self._compare_start(network, theta, state)
            if network.has_ended(epoch, theta):
                self._compare_end(network, theta, where)
                return
            for each in network.expected:
                expected.compare(self.found, each, (network.theta, theta), state, network.settings.layers, before)
            network.compare_statistics(self.found, theta, before)
            network.theta, network.expected = theta, []
            if update in self.recorded | self.updates:
                kept = network.masks(epoch)
                if update in self.recorded or self.per_epoch == 1:
                    self._note_cost(network, (number, epoch), kept)
                if network.stopping and update in self.recorded and update < self.end:
                    network.stopping.look(epoch, theta)
                if update in self.updates and network.goes_on:
                    network.expected = self._expect(network, number, update, state, kept)

    def _compare_end(self, network: Network, theta: Array, where: tuple[int, int]) -> None:
        """Compare what is shown of a network that has stopped early; its cost stays that of the weights kept."""
        number, update = where
        compare_kept(self.found, network, theta, (number, update // self.per_epoch))
        self.overflows |= not np.isfinite(theta).all()  # where rounding has decided on a stop, costs are not known
        network.theta, network.expected, network.statistics = theta, [], []
        if network.stopping and not network.stopping.undecided and update in self.recorded:
            kept, here = (number, network.stopping.kept), (number, update // self.per_epoch)
            self.costs[here], self.sizes[here] = self.costs[kept], self.sizes[kept]

    def _note_cost(self, network: Network, where: tuple[int, int], kept: Sequence[Array]) -> None:
        """Note the cost on all examples, before an epoch's first update."""
        network.whole = Point(network.settings, network.theta, network.X, network.Y, kept)
        self.costs[where], self.sizes[where] = network.whole.cost(), size(network.whole, network.reach)
        self.overflows |= is_too_large(self.costs[where])

    def _expect(self, network: Network, number: int, update: int, state: State,
                kept: Sequence[Array]) -> list[Expected]:  # fmt: skip
        """Return how far the network should go in each of some directions, if more than rounding decides on that.

        Nothing is expected where the training is about to overflow.
        """
        point = network.whole if self.per_epoch == 1 else network.point_of(update, kept)
        bound = size(point, network.reach)
        overflows = is_too_large(point.cost())
        self.overflows |= overflows
        if overflows or not bound < TOO_LARGE:
            return []
        kink = decides(point, bound)
        self.found.kinks += kink
        if kink:
            return []
        generator = np.random.default_rng([self.check.seed, number, update])
        entries = self.check.entries if self.update.is_linear else max(1, self.check.entries)
        along = directions.draw(point, entries, self.update.is_linear, generator)
        network.expect_statistics(point, bound)
        point.factor = clipping(network.settings, point)
        rate = learning_rate(network.settings, update // self.per_epoch)
        return [expected.expected(direction, point, state, self.update, rate, bound) for direction in along]

    def _compare_start(self, network: Network, theta: Array, state: State) -> None:
        norm = float(np.linalg.norm(network.theta))
        error = float(np.linalg.norm(theta - network.theta))
        self.found.add("start", error, norm, ROUNDING * norm, (0, 0))
        expected.start(self.found, state, self.update)
