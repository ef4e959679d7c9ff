"""What a row of the registry of figures says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Experiment = Mapping[str, Any]  # see FiguresJob


def always(experiment: Experiment) -> bool:  # noqa: ARG001 - one of the functions `wanted`
    """Every experiment has it."""
    return True


def of_networks(experiment: Experiment) -> bool:
    """Only experiments whose variants are networks of ``nn`` have it."""
    return not experiment.get("by_command")


def in_the_plane(experiment: Experiment) -> bool:
    """Only experiments on two features have it."""
    return bool(experiment["plane"])


def has_replicates(experiment: Experiment) -> bool:
    """Only experiments that train from further seeds have it."""
    return int(experiment["replicates"]) > 0


def has_networks_of_replicates(experiment: Experiment) -> bool:
    """Only experiments that train networks from further seeds have it."""
    return of_networks(experiment) and has_replicates(experiment)


def compares_replicates(experiment: Experiment) -> bool:
    """Only experiments that train several variants from further seeds have it."""
    return has_replicates(experiment) and len(experiment["variants"]) > 1


@dataclass(frozen=True)
class Kind:
    """A kind of figure.

    Attributes
    ----------
    name : of its module in this package
    path : of the file, with {dataset}, {experiment}, {variant} or {sweep} where there is one for each of them
    group : what has to be there to draw it, and so which rule does: "data" sets, "runs" of an experiment, "verdicts"
        over seeds, or a "sweep" with its verdicts
    section : where it stands on the page
    description : one line for results/README.md
    alternative : what it shows, in words, for the page; {title} and {dataset}, and {reference} and {label}, the
        titles of variants, may be used
    wanted : whether an experiment has it
    """

    name: str
    path: str
    group: str
    section: str
    description: str
    alternative: str
    wanted: Callable[[Experiment], bool] = always

    @property
    def module(self) -> str:
        """The full name of its module, which has a function ``draw(view)``."""
        return f"{__package__}.{self.name}"


@dataclass(frozen=True)
class Drawing:
    """The figure of a kind for one data set, experiment, variant or sweep, which ``texts`` names."""

    kind: Kind
    texts: Mapping[str, str]

    @property
    def path(self) -> str:
        """Its file."""
        return self.kind.path.format(**self.texts)

    def alternative(self, **more: str) -> str:
        """Return what it shows, in words; ``more`` is what only results tell, as the ``medians`` of replicates."""
        return self.kind.alternative.format(**self.texts, **more)
