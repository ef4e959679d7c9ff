"""The study's configuration as one typed model: every key with its kind, range, default and meaning."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from nn.metrics import METRICS
from nn.settings import DEFAULTS, SETTINGS, relevant
from seedcheck.errors import InputError
from seedcheck.study.cross_checks import REDRAWN, cross_faults
from seedcheck.study.data_sections import Dataset, PointsFile, RawFile
from seedcheck.study.faults import key_faults, repaired, report
from seedcheck.study.gate_sections import Gates, GradientChecks
from seedcheck.study.paths import RESERVED, RULES
from seedcheck.study.schema import json_schema
from seedcheck.study.sources import Sources
from seedcheck.study.titles import redrawn, titled
from seedcheck.study.training_keys import SEED, Section, with_settings
from seedcheck.study.values import FILE, NAME, As, different, given, number, one_of, text, truth, whole
from seedcheck.study.variant_sections import NAMELESS, Grid, Variant

__all__ = ["Dataset", "Experiment", "Gates", "GradientChecks", "PointsFile", "RawFile", "Study", "Sweep", "load"]

Name = Annotated[str, text(NAME)]
FileName = Annotated[str, text(FILE)]
REPLICATES, CHUNK = whole(0, 10_000), whole(1, 10_000)
JUDGED = tuple(name for name in METRICS if name != "accuracy")
OWN_CHUNK = Field(default_factory=int, description="Replicates that a job trains at most; the study's, if not given.")


class Trained(Section):
    """What experiments and sweeps have in common."""

    title: Annotated[str, text()] = Field(default="", description=f"Heading on the page; {NAMELESS}.")
    question: Annotated[str, text()] = Field(default="", description="What is asked, in one sentence.")

    @property
    def given_settings(self) -> dict[str, Any]:
        """The settings of a training that are given here."""
        return {name: getattr(self, name) for name in SETTINGS if name in self.model_fields_set}


@with_settings
class Experiment(Trained):
    """An experiment: variants of a training on one data set. Its settings hold for all its variants."""

    suite: Annotated[str, text(NAME)] = Field(
        default="",
        description="Experiments of one suite ask the same of other data; their answers are also summarized.",
    )
    dataset: Annotated[str, text(minimum=1)] = Field(description="A name from `datasets`.")
    replicates: Annotated[int, REPLICATES] = Field(
        default_factory=int, description="Trainings of each variant from other seeds; those of the study, if not given."
    )
    chunk: Annotated[int, CHUNK] = OWN_CHUNK
    redraw_data: Annotated[bool, truth()] = Field(
        default=False,
        description="Whether each replicate draws its own training data: new ones where they are generated,"
        " else a bootstrap sample.",
    )
    also_redrawn: Annotated[bool, truth()] = Field(
        default=False, description="Whether the experiment is repeated with `redraw_data`, as NAME_redrawn."
    )
    margin: Annotated[int | float, number(above=0, maximum=100)] = Field(
        default=2, description="Percentage points of test accuracy; differences below it are practically none."
    )
    budget: Annotated[int, whole(0, 10_000)] = Field(
        default=100, description="Seeds up to which `snakemake more` adds some, until comparisons are decided."
    )
    metrics: Annotated[list[str], different(one_of(JUDGED))] = Field(
        default_factory=list, description="Further metrics on the test points that are judged over seeds, as accuracy."
    )
    reference: Annotated[str, text()] = Field(
        default="", description="The variant that the others are compared with; the first, if not given."
    )
    variants: dict[Name, Annotated[dict[str, Any], given(Variant)]] = Field(
        min_length=1, description="The variants, each with the settings in which it differs."
    )

    @property
    def titles(self) -> dict[str, str]:
        """What people read instead of the names of the variants."""
        return {name: titled(name, own.get("title", "")) for name, own in self.variants.items()}

    def settings(self, variant: str) -> dict[str, Any]:
        """Return the settings of a variant's training, without those that mean nothing there (another optimizer's)."""
        return relevant(self.chosen(variant))

    def chosen(self, variant: str, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the value of each setting: from ``changes``, or the variant, or the experiment, or the defaults."""
        chosen = DEFAULTS | self.given_settings | self.variants[variant] | dict(changes or {})
        return {name: chosen[name] for name in SETTINGS}


@with_settings
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
    replicates: Annotated[int, REPLICATES] = Field(
        default=0, description="Trainings of each variant from other seeds, which the answers rest on; 0 is none."
    )
    chunk: Annotated[int, CHUNK] = Field(default=20, description="Replicates of a variant or cell in one job, at most.")
    root_seed: Annotated[int, SEED] = Field(default=0, description="Where the seeds of all replicates come from.")
    files: dict[FileName, RawFile] = Field(default={}, description="Raw files that can be fetched, by file name.")
    datasets: dict[Name, Dataset] = Field(min_length=1, description="The data sets, by name.")
    experiments: dict[Name, Experiment] = Field(
        min_length=1,
        description="The experiments, by name.",
        json_schema_extra={"propertyNames": {"not": {"enum": [*sorted(RESERVED | RULES)]}}},
    )
    sweeps: dict[Name, Sweep] = Field(default={}, description="The sweeps, by name.")
    gates: Gates = Field(default_factory=Gates, description="The gradient check before each training.")
    gradient_checks: Annotated[GradientChecks | None, As(GradientChecks)] = Field(
        default=None, description="Gradient checks that are results of their own; none if not given."
    )

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
        return relevant(experiment.chosen(experiment.reference, sweep.given_settings), sweep.grid)


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
