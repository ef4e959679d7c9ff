"""What comparisons have found, kept by the name of what was compared: how often, and the largest difference."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

TINY = 1e-300  # far below it floats have fewer digits, and the sum of their squares is 0


@dataclass
class Finding:
    """The comparisons of one kind.

    Attributes
    ----------
    compared, off : how many there were, and how many were over the threshold
    difference : the largest error relative to its size, to which is added what rounding alone may cause divided by
        the threshold; nan where something is not finite that should be
    network, epoch : where that was
    """

    compared: int = 0
    off: int = 0
    difference: float = 0.0
    network: int = 0
    epoch: int = 0


class Findings:
    """All comparisons.

    Parameters
    ----------
    threshold : largest accepted difference

    Attributes
    ----------
    kinks : networks that were not compared at an epoch, because rounding decides there whether a ReLU is on
    faults : what is wrong besides, in words
    """

    def __init__(self, threshold: float):
        self.threshold, self.kinks = threshold, 0
        self.faults: list[str] = []
        self.by_name: dict[str, Finding] = {}

    def add(self, name: str, error: float, size: float, noise: float, where: tuple[int, int]) -> None:
        """Note a comparison: an error, relative to a size, at a network and epoch; rounding may cause ``noise``.

        Off is an error above threshold size + noise.
        """
        found = self.by_name.setdefault(name, Finding())
        found.compared += 1
        difference = error / (size + noise / self.threshold + TINY) if error else 0.0
        found.off += not difference <= self.threshold
        if not difference <= found.difference and isfinite(found.difference):
            found.difference, (found.network, found.epoch) = float(difference), where

    def failures(self, name_of: Callable[[int], str]) -> list[str]:
        """Return a line for each kind of comparison that is off."""
        lines = [
            f"{name}: off by {found.difference:.2e} (accepted: {self.threshold:.0e}), most at epoch {found.epoch} of "
            f"{name_of(found.network)}; off are {found.off} of {found.compared} compared"
            for name, found in self.by_name.items()
            if found.off
        ]
        return lines + self.faults

    def report(self) -> dict[str, Any]:
        """Return all of it for a report."""
        return {"kinks": self.kinks, "compared": {name: asdict(found) for name, found in self.by_name.items()}}
