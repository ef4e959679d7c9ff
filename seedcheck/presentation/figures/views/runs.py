"""Views of the group "runs"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nn.activations import Array
from nn.form import Form
from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.presentation.figures.job import FiguresJob, Shown
from seedcheck.presentation.style import variant_colors
from seedcheck.study import paths
from seedcheck.training import records, replicates
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import collect


@dataclass(frozen=True)
class RunView:
    """A trained variant, for figures that have {variant} in their path.

    Attributes
    ----------
    costs : recorded cost of the published run by epoch
    layers, theta, form : its network, with parameters (P,)
    replicates : those of its other seeds, None if it has none
    dataset, shown : what it was trained on, and the range to show of it
    """

    title: str
    color: str
    costs: Mapping[int, float]
    layers: Sequence[int]
    theta: Array
    form: Form
    replicates: Replicates | None
    dataset: Dataset
    shown: Shown


@dataclass(frozen=True)
class ExperimentView:
    """An experiment's trained variants, for the other figures."""

    title: str
    replicates: int
    runs: Mapping[str, RunView]


class Reader:
    """Reads trainings, each variant's files once."""

    def __init__(self, job: FiguresJob):
        self.job = job
        self.colors = variant_colors(job.variants)
        self.dataset = cache(lambda name: datasets.read(paths.dataset_file(name)))
        self.run = cache(self._run)

    def view(self, texts: Mapping[str, str]) -> RunView | ExperimentView | None:
        """Return a variant, or else an experiment."""
        if "variant" in texts:
            return self.run(texts["experiment"], texts["variant"])
        return self._experiment(texts["experiment"])

    def _experiment(self, name: str) -> ExperimentView | None:
        experiment = self.job.experiments[name]
        runs = {variant: self.run(name, variant) for variant in experiment["variants"]}
        trained = {variant: run for variant, run in runs.items() if run}
        return ExperimentView(experiment["title"], experiment["replicates"], trained) if trained else None

    def _run(self, name: str, variant: str) -> RunView | None:
        experiment = self.job.experiments[name]
        # Of this variant alone: a damaged file of another is no reason not to draw it.
        (result,) = collect({name: {**experiment, "variants": [variant]}})
        if not result.record:
            return None
        model = records.read_model(result.folder / "model.h5")
        return RunView(
            title=experiment["titles"][variant],
            color=self.colors[variant],
            costs=result.costs(),
            layers=model.layers,
            theta=model.theta,
            form=model.form,
            replicates=replicates.read(result.folder / "replicates.h5") if experiment["replicates"] else None,
            dataset=self.dataset(result.dataset),
            shown=self.job.datasets.get(result.dataset),
        )
