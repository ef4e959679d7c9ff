"""What the page is made of, read from files already."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from seedcheck.errors import InputError
from seedcheck.files import Row
from seedcheck.presentation import words
from seedcheck.presentation.style import variant_colors
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import Result

MOST_EXPERIMENTS, MOST_VARIANTS = 8, 12  # with which the page is read as a whole
NOTHING_DECIDED: Row = {"claims": [], "experiments": {}, "suites": {}}


@dataclass(frozen=True)
class Material:
    """What lies on disk, and what the study says of it. What is not there is None, or left out of a mapping.

    Attributes
    ----------
    experiments : by name: title, question, suite, dataset, replicates, reference, plane, variants (their names), titles
        (of all its variants, by name)
    sweeps : by name: title, question, experiment, grid
    results : of all variants
    published : the published numbers with ours, as ``statistics.published.published_rows`` makes them
    decisions : on experiments, claims and suites, as the step ``decide`` makes them
    cells : of the sweeps that have decisions, by sweep
    checks : the notebook's own gradient checks
    tracked : which MLflow run holds which variant
    sealed : the plan that was sealed, see ``seedcheck.study.seal``
    plan : what would be sealed now
    missing : after an error, what is not there, and why
    """

    experiments: Mapping[str, Mapping[str, Any]]
    sweeps: Mapping[str, Mapping[str, Any]]
    results: Sequence[Result]
    published: Sequence[Row]
    decisions: Mapping[str, Any]
    cells: Mapping[str, Sequence[Row]]
    checks: Mapping[str, Any] | None
    tracked: Mapping[str, Any] | None
    sealed: Mapping[str, Any] | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    missing: Sequence[str] = ()

    @cached_property
    def colors(self) -> dict[str, str]:
        """The colours of all variants."""
        return variant_colors(variant for experiment in self.experiments.values() for variant in experiment["variants"])

    def titles(self, experiment: str) -> Mapping[str, str]:
        """Return what people read instead of the names of an experiment's variants, empty if it is not shown."""
        titles: Mapping[str, str] = self.experiments.get(experiment, {}).get("titles", {})
        return titles

    def called(self, experiment: str, variant: str) -> tuple[str, str]:
        """Return the titles of an experiment and its variant; what is none, as a gradient check, has its name."""
        title = self.experiments.get(experiment, {}).get("title", experiment.replace("_", " "))
        return title, self.titles(experiment).get(variant, variant.replace("_", " "))

    def place(self, experiment: str, variant: str) -> str:
        """Return how a variant is called beside those of other experiments: "Regularization / L2"."""
        return " / ".join(self.called(experiment, variant))

    def is_published(self, experiment: str) -> bool:
        """Return whether there are published numbers or claims of an experiment; if not, it is the reader's own."""
        rows = [*self.published, *self.decisions["claims"]]
        return any(row["experiment"] == experiment for row in rows)

    def single_seed(self, experiment: str) -> str:
        """Return how the seed is called from which an experiment's variants are trained once."""
        return words.SEEDS[self.is_published(experiment)]

    @cached_property
    def is_wide(self) -> bool:
        """Whether there are so many experiments or variants that the sections of the page begin folded."""
        most = max((len(experiment["variants"]) for experiment in self.experiments.values()), default=0)
        return len(self.experiments) > MOST_EXPERIMENTS or most > MOST_VARIANTS

    @cached_property
    def seeds(self) -> dict[str, dict[str, tuple[Result, Replicates]]]:
        """By experiment and variant the replicates that there are, as far as they can be read."""
        found: dict[str, dict[str, tuple[Result, Replicates]]] = {}
        for result in self.results:
            if result.record and self.experiments[result.experiment]["replicates"]:
                with suppress(InputError):
                    found.setdefault(result.experiment, {})[result.variant] = (result, result.replicates())
        return found

    def results_of(self, experiment: str) -> list[Result]:
        """Return the results of an experiment's variants."""
        return [result for result in self.results if result.experiment == experiment]

    def trained(self, experiment: str) -> dict[str, Mapping[str, Any]]:
        """Return the records of an experiment's trained variants."""
        return {result.variant: result.record for result in self.results_of(experiment) if result.record}

    def shown(self, experiment: str) -> Mapping[str, Any]:
        """Return an experiment as the registry of figures takes it, with trained variants only."""
        return {**self.experiments[experiment], "variants": list(self.trained(experiment))}

    def decided(self, experiment: str) -> Row | None:
        """Return the decisions on an experiment's variants, None if there are none."""
        found: Row | None = self.decisions["experiments"].get(experiment)
        return found
