"""What we logged to MLflow of experiments and variants that a study does not have any more, to be deleted.

Only what carries our mark (``seedcheck.tracking.writer``) is touched. Runs, experiments and logged models stay
restorable, as MLflow deletes them; versions of registered models do not.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seedcheck.tracking import contest, models, registry
from seedcheck.tracking.experiments import PREFIX, all_of_us
from seedcheck.tracking.writer import wrote

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient

Layout = Mapping[str, Collection[str]]  # variants by experiment


@dataclass
class Stale:
    """What is left over.

    Attributes
    ----------
    runs : what each was of, "experiment/variant", by its id
    experiments : names by the ids of MLflow's experiments of which nothing else is left
    versions : (model, version) of registered models
    models : registered models of which nothing else is left
    """

    runs: dict[str, str] = field(default_factory=dict)
    experiments: dict[str, str] = field(default_factory=dict)
    versions: list[tuple[str, str]] = field(default_factory=list)
    models: list[str] = field(default_factory=list)


def find(client: "MlflowClient", writer: str, layout: Layout) -> Stale:
    """Return what a writer has logged that a study does not have."""
    found = Stale()
    for number in all_of_us(client):
        experiment = client.get_experiment(number)
        name = experiment.name.removeprefix(PREFIX)
        runs = contest.search(client, [number], "")
        ours = {run.info.run_id: run.data.tags.get("variant", "") for run in runs if wrote(writer, run.data.tags)}
        kept = layout.get(name, ())
        stale = {run: f"{name}/{variant}" for run, variant in ours.items() if variant not in kept}
        found.runs |= stale
        if name not in layout and len(stale) == len(runs) and wrote(writer, experiment.tags):
            found.experiments[number] = name
    for model in registry.all_of_us(client):
        _add_versions(client, writer, model.name, found, is_kept=model.name.removeprefix(registry.PREFIX) in layout)
    return found


def _add_versions(client: "MlflowClient", writer: str, name: str, found: Stale, *, is_kept: bool) -> None:
    """Note our versions of a registered model that are of stale runs, and the model if no others are left."""
    versions = registry.versions_of(client, name)
    ours = [version for version in versions if wrote(writer, version.tags)]
    stale = [version for version in ours if version.run_id in found.runs or not is_kept]
    is_all = bool(stale) and len(stale) == len(versions) and not is_kept
    if is_all and wrote(writer, client.get_registered_model(name).tags):
        found.models.append(name)
    else:
        found.versions += [(name, str(version.version)) for version in stale]


def delete(client: "MlflowClient", found: Stale) -> None:
    """Delete it, models before the runs that they are of."""
    for name in found.models:
        client.delete_registered_model(name)
    for name, version in found.versions:
        aliases = client.get_registered_model(name).aliases
        for alias in [alias for alias, number in aliases.items() if str(number) == version]:
            client.delete_registered_model_alias(name, alias)
        client.delete_model_version(name, version)
    for run in found.runs:
        models.delete_run(client, client.get_run(run).info.experiment_id, run)
    for number in found.experiments:
        client.delete_experiment(number)


def lines(found: Stale) -> Iterator[str]:
    """Yield a line for each variant's runs, experiment and model."""
    for what in sorted({*found.runs.values()}):
        count = [*found.runs.values()].count(what)
        yield f"{count} run{'s'[: count > 1]} of {what} (restorable)"
    yield from (f"experiment {PREFIX}{name}, then empty (restorable)" for name in found.experiments.values())
    yield from (f"registered model {name}" for name in found.models)
    yield from (f"registered model {name}, version {version}" for name, version in found.versions)
