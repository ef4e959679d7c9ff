"""MLflow's experiments of the study: found, made or restored, with a note and a saved view."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from seedcheck.study.paths import STORE
from seedcheck.tracking import private
from seedcheck.tracking.again import again
from seedcheck.tracking.links import DEFAULT_URI, VIEW, database_file
from seedcheck.tracking.paging import found_by
from seedcheck.tracking.writer import TAG, wrote

if TYPE_CHECKING:
    from mlflow.entities import Experiment
    from mlflow.tracking import MlflowClient

PREFIX = "seedcheck/"


def tags(note: str, repeated: bool) -> dict[str, str]:
    """Return an experiment's note, kind and the view that its page opens with, as MLflow has them."""
    view = {f"mlflow.sharedViewState.{VIEW}": private.saved_view(repeated)}
    return {"mlflow.note.content": note, **private.KIND, **view}


def identifier(client: "MlflowClient", name: str, labels: Mapping[str, str], writer: str, uri: str) -> str:
    """Return the id of a study experiment's MLflow experiment, made or restored if need be.

    Its note and view are renewed if we made it; in one that somebody else made, only a missing view is added.
    """
    found = client.get_experiment_by_name(PREFIX + name) or _made(client, name, labels, writer, uri)
    if found.lifecycle_stage == "deleted":
        _restore(client, found)
    if uri == DEFAULT_URI and found.artifact_location != _relative(found.experiment_id):
        private.make_relocatable(found.experiment_id, _relative(found.experiment_id))
    ours = wrote(writer, found.tags)
    for key, value in labels.items():
        if found.tags.get(key) != value and (ours or key not in found.tags):
            again(client.set_experiment_tag, found.experiment_id, key, value)
    return str(found.experiment_id)


def all_of_us(client: "MlflowClient") -> list[str]:
    """Return the ids of all experiments of studies, also of those that this one no longer has."""
    found = found_by(client.search_experiments, filter_string=f"name LIKE '{PREFIX}%'")
    return [str(experiment.experiment_id) for experiment in found]


def _made(client: "MlflowClient", name: str, labels: Mapping[str, str], writer: str, uri: str) -> "Experiment":
    """Make an experiment, or take the one that somebody else has made meanwhile."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second

    try:
        client.create_experiment(PREFIX + name, _place(name, uri), {**labels, TAG: writer})
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    made = client.get_experiment_by_name(PREFIX + name)
    assert made
    return made


def _restore(client: "MlflowClient", experiment: "Experiment") -> None:
    """Restore an experiment that was deleted, unless somebody else has done so meanwhile."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second

    with suppress(MlflowException):  # what is still deleted then fails at the first run
        client.restore_experiment(experiment.experiment_id)
        print(f"the experiment {experiment.name} was deleted in MLflow: restored")


def _place(name: str, uri: str) -> str | None:
    """Return where files go: beside an SQLite file elsewhere, not into the folder of who comes first; or MLflow's."""
    file = database_file(uri)
    return str(file.resolve().parent / f"{file.stem}-files" / name) if file and uri != DEFAULT_URI else None


def _relative(number: str) -> str:
    return f"{STORE}/artifacts/{number}"
