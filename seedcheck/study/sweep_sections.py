"""The sections of the configuration on sweeps; and which experiment or sweep is of networks, which of a command."""

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag

from seedcheck.study.experiment_sections import (
    CHUNK,
    OWN_CHUNK,
    CommandExperiment,
    NetworkExperiment,
    OfCommand,
    Trained,
)
from seedcheck.study.faults import TAGS
from seedcheck.study.training_keys import Section, with_settings
from seedcheck.study.values import As, different, given, text, whole, word
from seedcheck.study.variant_sections import Grid
from seedcheck.training.command.template import DATA, OUTPUT, SEED

GRID_OF_WORDS = As(Annotated[dict[str, Annotated[list[Any], different(word())]], Field(min_length=1, max_length=2)])
NETWORK, COMMAND = TAGS


class Sweep(Trained):
    """A sweep: a grid of settings below an experiment, each cell trained from the same seeds."""

    experiment: Annotated[str, text(minimum=1)] = Field(
        description="The experiment whose data and reference hold where the sweep says nothing."
    )
    replicates: Annotated[int, whole(2, 10_000)] = Field(
        default_factory=int, description="Trainings of each cell; those of the study, if not given."
    )
    chunk: Annotated[int, CHUNK] = OWN_CHUNK
    grid: Annotated[dict[str, list[Any]], given(Grid)] = Field(description="What is varied.")


@with_settings
class NetworkSweep(Sweep):
    """A sweep: a grid of settings below an experiment, each cell trained from the same seeds."""


class CommandSweep(OfCommand, Sweep):
    """A sweep below an experiment that a command trains."""

    model_config = ConfigDict(extra="allow")

    grid: Annotated[dict[str, list[Any]], GRID_OF_WORDS] = Field(
        description="What is varied.", json_schema_extra={"propertyNames": {"not": {"enum": [SEED, OUTPUT, DATA]}}}
    )


class BelowCommand(dict[str, Any]):
    """A sweep as it was given, below an experiment that a command trains."""


def trained_by(value: Any) -> str:
    """Return what trains an experiment or sweep, as it was given."""
    return COMMAND if isinstance(value, BelowCommand) or (isinstance(value, dict) and "trainer" in value) else NETWORK


def marked(content: Any) -> Any:
    """Return the content of a study in which sweeps below a command are marked as such."""
    experiments, sweeps = (content.get(key) if isinstance(content, dict) else None for key in ("experiments", "sweeps"))
    if not isinstance(experiments, dict) or not isinstance(sweeps, dict):
        return content
    commands = {name for name, own in experiments.items() if trained_by(own) == COMMAND}
    return content | {
        "sweeps": {
            name: BelowCommand(own) if isinstance(own, dict) and own.get("experiment") in commands else own
            for name, own in sweeps.items()
        }
    }


def _one_of_two(network: type[Section], command: type[Section]) -> As:
    return As(Annotated[Annotated[network, Tag(NETWORK)] | Annotated[command, Tag(COMMAND)], Discriminator(trained_by)])


ANY_EXPERIMENT = _one_of_two(NetworkExperiment, CommandExperiment)
ANY_SWEEP = _one_of_two(NetworkSweep, CommandSweep)
