"""What a setting of a training accepts and affects: the metadata of each field of ``nn.settings.Settings``."""

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any, Literal, NamedTuple

Affects = Literal["start", "gradient", "update", "record"]


class Accepted(NamedTuple):
    """What a setting accepts, and what it affects.

    Attributes
    ----------
    description : what the setting is, for the documentation of the configuration
    affects : "start" (initial parameters and masks, which replicates draw anew), "gradient" (the objective and its
        gradient), "update" (how far and how often the parameters move), or "record" (only what is noted of it)
    minimum, above, maximum, below : bounds of a number, or of each number of a list; ``above`` and ``below``
        themselves are not accepted
    choices : accepted names, empty for numbers
    per_network : whether the networks of an ensemble may have a value each
    is_seed : whether it is the seed of a random stream
    only_with : another setting, and its values with which alone this one means anything; None if it always does
    idle_with : another setting, and its values with which this one changes nothing, though it is recorded; or None
    """

    description: str
    affects: Affects
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    below: float | None = None
    choices: tuple[str, ...] = ()
    per_network: bool = False
    is_seed: bool = False
    only_with: tuple[str, tuple[str, ...]] | None = None
    idle_with: tuple[str, tuple[Any, ...]] | None = None

    @property
    def is_checked(self) -> bool:
        """Whether a gradient check depends on it."""
        return self.affects in {"start", "gradient"}

    @property
    def is_choice(self) -> bool:
        """Whether there is anything to choose; a name with one possible value is no setting yet."""
        return len(self.choices) != 1


def setting(default: Any, description: str, affects: Affects, **accepted: Any) -> Any:
    """Return a field of ``Settings``; without a default if that is ``dataclasses.MISSING``.

    The other arguments are the attributes of ``Accepted``.
    """
    return field(default=default, metadata={"accepted": Accepted(description, affects, **accepted)})


def only_with(other: str, table: Mapping[str, type], name: str) -> tuple[str, tuple[str, ...]]:
    """Return the ``Accepted.only_with`` of a setting that is a field of some classes in a table of choices."""
    having = (row for row, kind in table.items() if name in {own.name for own in fields(kind)})
    return other, tuple(having)
