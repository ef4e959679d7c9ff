"""The study's configuration as one typed model: every key with its kind, range, default and meaning."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from seedcheck.errors import InputError
from seedcheck.study.cross_checks import REDRAWN, cross_faults
from seedcheck.study.data_sections import Dataset, PointsFile, RawFile
from seedcheck.study.experiment_sections import CHUNK, REPLICATES, Experiment, Name
from seedcheck.study.faults import key_faults, repaired, report
from seedcheck.study.gate_sections import Gates, GradientChecks
from seedcheck.study.paths import RESERVED, RULES
from seedcheck.study.schema import json_schema
from seedcheck.study.sources import Sources
from seedcheck.study.sweep_sections import ANY_EXPERIMENT, ANY_SWEEP, Sweep, marked
from seedcheck.study.titles import redrawn, titled
from seedcheck.study.training_keys import SEED, Section
from seedcheck.study.values import FILE, As, text, truth

__all__ = ["Dataset", "Experiment", "Gates", "GradientChecks", "PointsFile", "RawFile", "Study", "Sweep", "load"]

FileName = Annotated[str, text(FILE)]


class Study(Section):
    """A study: which data, which networks, which variants of their training."""

    data_mirror: Annotated[str, text()] = Field(
        default="",
        description="A local folder with the raw files; the environment variable SEEDCHECK_DATA_MIRROR wins.",
    )
    offline_stand_in: Annotated[bool, truth()] = Field(
        default=True,
        description="Whether a marked stand-in replaces a raw file that no source gives; else that is an error.",
    )
    tracking_uri: Annotated[str, text()] = Field(
        default="",
        description="Where MLflow keeps the runs, a database below results/mlflow if empty;"
        " the environment variable MLFLOW_TRACKING_URI wins.",
    )
    published: Annotated[str, text(minimum=1)] = Field(
        default="config/published.yaml",
        description="The file of published numbers and claims, looked for where the study runs, then in the project.",
    )
    replicates: Annotated[int, REPLICATES] = Field(
        default=0, description="Trainings of each variant from other seeds, which the answers rest on; 0 is none."
    )
    chunk: Annotated[int, CHUNK] = Field(default=20, description="Replicates of a variant or cell in one job, at most.")
    root_seed: Annotated[int, SEED] = Field(default=0, description="Where the seeds of all replicates come from.")
    files: dict[FileName, RawFile] = Field(default={}, description="Raw files that can be fetched, by file name.")
    datasets: dict[Name, Dataset] = Field(default={}, description="The data sets, by name.")
    experiments: dict[Name, Annotated[Experiment, ANY_EXPERIMENT]] = Field(
        min_length=1,
        description="The experiments, by name.",
        json_schema_extra={"propertyNames": {"not": {"enum": [*sorted(RESERVED | RULES)]}}},
    )
    sweeps: dict[Name, Annotated[Sweep, ANY_SWEEP]] = Field(default={}, description="The sweeps, by name.")
    gates: Gates = Field(default_factory=Gates, description="The gradient check before each training.")
    gradient_checks: Annotated[GradientChecks | None, As(GradientChecks)] = Field(
        default=None, description="Gradient checks that are results of their own; none if not given."
    )

    @model_validator(mode="before")
    @classmethod
    def _mark(cls, content: Any) -> Any:
        return marked(content)

    @model_validator(mode="after")
    def _resolve(self) -> "Study":
        """Fill in what follows from elsewhere: titles, numbers of replicates, references."""
        self.experiments |= {
            name + REDRAWN: own.model_copy(update=redrawn(name, own.title), deep=True)
            for name, own in self.experiments.items()
            if own.also_redrawn
        }
        for parts in (self.experiments, self.sweeps):
            for name, part in parts.items():
                part.title = titled(name, part.title)
                for key in {"replicates", "chunk"} - part.model_fields_set:
                    setattr(part, key, getattr(self, key))
        for experiment in self.experiments.values():
            experiment.reference = experiment.reference or next(iter(experiment.variants))
        return self

    def sweep_settings(self, name: str) -> dict[str, Any]:
        """Return the settings that hold in a sweep where its grid says nothing."""
        sweep, experiment = self.sweeps[name], self.experiments[self.sweeps[name].experiment]
        return experiment.settings(experiment.reference, sweep.given_settings, sweep.grid)


def load(
    paths: Sequence[str | Path], overrides: Mapping[str, Any] | None = None, config: Mapping[str, Any] | None = None
) -> Study:
    """Return the checked study.

    Parameters
    ----------
    paths : YAML files, of which later ones win, mapping by mapping
    overrides : what the command line says (--config), which wins over all files
    config : settings instead of files, as Snakemake hands them to a module

    Raises
    ------
    InputError
        If a file cannot be read, or else with one line for each fault, all at once.
    """
    sources = Sources()
    for path in paths if config is None else ():
        sources.add_file(path)
    if config is not None:
        sources.add_mapping(config, "config")
    if overrides:
        sources.add_mapping(overrides, "--config")
    study, errors = None, []
    try:
        study = Study.model_validate(sources.content)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    faults = list(key_faults(errors, json_schema(Study)) if errors else ())
    faults += cross_faults(repaired(sources.content, faults))
    if faults or study is None:
        raise InputError(report(faults, sources))
    return study
