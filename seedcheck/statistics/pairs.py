"""What is compared with what, and by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from seedcheck.errors import InputError
from seedcheck.training.command.rights import Rights
from seedcheck.training.predictions import Part, Predictions
from seedcheck.training.replicates import Replicates


@dataclass(frozen=True)
class Rule:
    """What a decision needs to be told: the ``margin`` of practical equality, and the ``seed`` of resampling."""

    margin: float
    seed: int


class Pair(NamedTuple):
    """A variant and its reference, compared on "test" or "train" points."""

    variant: Replicates
    reference: Replicates
    part: Part = "test"

    @property
    def has_points(self) -> bool:
        """Whether it is known of both on which points they are right; else there are accuracies only.

        Raises
        ------
        InputError
            If both are not on the same points.
        """
        counts = [side.points(self.part) for side in (self.variant, self.reference)]
        if all(counts) and counts[0] != counts[1]:
            raise InputError(f"a variant was tested on {counts[0]} points and its reference on {counts[1]}; test both "
                             "on the same points, or leave `correct` out of what their command writes")  # fmt: skip
        return all(counts)


@dataclass(frozen=True)
class Trained:
    """What training a variant left: of the configured seed and of its replicates.

    Attributes
    ----------
    diverged : whether the configured seed's training diverged
    predictions : of the configured seed's network first, then of the replicates; of a command, what is known of the
        former
    replicates : what they came to
    """

    diverged: bool
    predictions: Predictions | Rights
    replicates: Replicates


def pairs_with(reference: str, found: Mapping[str, Replicates]) -> dict[str, Pair]:
    """Return each variant with the reference, by the variant's name; none where the reference is missing."""
    return {
        name: Pair(replicates, found[reference])
        for name, replicates in found.items()
        if name != reference and reference in found
    }
