"""Views of the group "verdicts"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nn.activations import Array
from seedcheck.files import read_json
from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.presentation.style import variant_colors
from seedcheck.training import replicates
from seedcheck.training.results import collect


@dataclass(frozen=True)
class DecisionsView:
    """An experiment's replicates and what was decided on them.

    Attributes
    ----------
    titles, colors : of the variants
    accuracies : test accuracy (S,) of the replicates by trained variant, nan where one diverged
    published : test accuracy of the published run by trained variant, None if it diverged
    decisions : ``comparison`` and ``verdict`` by trained variant, the reference left out
    """

    title: str
    reference: str
    titles: Mapping[str, str]
    colors: Mapping[str, str]
    accuracies: Mapping[str, Array]
    published: Mapping[str, float | None]
    decisions: Mapping[str, Mapping[str, Any]]


class Reader:
    """Reads replicates and decisions."""

    def __init__(self, job: FiguresJob):
        self.job = job
        self.colors = variant_colors(job.variants)

    def view(self, texts: Mapping[str, str]) -> DecisionsView | None:
        """Return an experiment."""
        name = texts["experiment"]
        experiment = self.job.experiments[name]
        trained = {result.variant: result for result in collect({name: experiment}) if result.record}
        if not trained:
            return None
        accuracies = {
            variant: replicates.read(result.folder / "replicates.h5").accuracy("test")
            for variant, result in trained.items()
        }
        published = {
            variant: result.record["metrics"]["test_accuracy"] for variant, result in trained.items() if result.record
        }
        is_compared = experiment["reference"] in trained
        return DecisionsView(
            title=experiment["title"],
            reference=experiment["reference"],
            titles=experiment["titles"],
            colors=self.colors,
            accuracies=accuracies,
            published=published,
            decisions=_decisions(Path(self.job.decisions), name, trained) if is_compared else {},
        )


def _decisions(path: Path, experiment: str, trained: Iterable[str]) -> dict[str, Any]:
    """Return what was decided on the trained variants of an experiment; on the reference, nothing is."""
    if not path.is_file():
        return {}
    variants = read_json(path, "experiments")["experiments"].get(experiment, {}).get("variants", {})
    return {variant: variants[variant] for variant in trained if "verdict" in variants.get(variant, {})}
