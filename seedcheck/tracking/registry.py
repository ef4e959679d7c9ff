"""MLflow's model registry: per experiment with replicates one model, whose alias "champion" is its best variant.

Registering is a note of where the folder of a logged model (``seedcheck.tracking.models``) is. In our own store that
place is relative, so that the project may move: a name (models:/...) is resolved with the project's root as working
directory, and a folder loads from anywhere.
"""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from seedcheck.tracking import models
from seedcheck.tracking.again import again
from seedcheck.tracking.links import how_to_load
from seedcheck.tracking.paging import found_by
from seedcheck.tracking.writer import TAG, wrote

if TYPE_CHECKING:
    from mlflow.entities.model_registry import ModelVersion, RegisteredModel
    from mlflow.tracking import MlflowClient

PREFIX = "seedcheck-"
ALIAS = "champion"


def register(client: "MlflowClient", writer: str, experiment: str, run: str, description: str) -> dict[str, str]:
    """Make a run's model the champion of an experiment, and return its name and version.

    The alias stays where it is if another project has put it there.
    """
    name = PREFIX + experiment
    model = _registered(client, name) or _made(client, name, writer)
    number = str(_version(client, writer, name, run, description).version)
    at = _at_alias(client, model)
    if at is None or (str(at.version) != number and wrote(writer, at.tags)):
        again(client.set_registered_model_alias, name, ALIAS, number)
    elif str(at.version) != number:
        print(f"{name}: the champion stays version {at.version} of another project, ours is version {number}; "
              f"delete the alias {ALIAS} in MLflow if ours is to be it")  # fmt: skip
    return {"model": name, "version": number}


def withdraw(client: "MlflowClient", writer: str, experiment: str) -> None:
    """Leave an experiment without a champion of ours, as it would be in a new store."""
    model = _registered(client, PREFIX + experiment)
    at = _at_alias(client, model) if model else None
    if at and wrote(writer, at.tags):
        client.delete_registered_model_alias(at.name, ALIAS)


def withdraw_all_but(client: "MlflowClient", writer: str, experiments: Collection[str]) -> None:
    """Leave experiments that the study no longer has without a champion of ours."""
    for model in all_of_us(client):
        experiment = model.name.removeprefix(PREFIX)
        if ALIAS in model.aliases and experiment not in experiments:
            withdraw(client, writer, experiment)


def all_of_us(client: "MlflowClient") -> "list[RegisteredModel]":
    """Return all registered models of studies, also of experiments that this one no longer has."""
    return [*found_by(client.search_registered_models, f"name LIKE '{PREFIX}%'")]


def _at_alias(client: "MlflowClient", model: "RegisteredModel") -> "ModelVersion | None":
    """Return the version that is champion; MLflow keeps an alias when its version is deleted."""
    versions = versions_of(client, model.name) if ALIAS in model.aliases else []
    return next((found for found in versions if str(found.version) == str(model.aliases[ALIAS])), None)


def _registered(client: "MlflowClient", name: str) -> "RegisteredModel | None":
    return next(iter(client.search_registered_models(f"name = '{name}'")), None)


def _made(client: "MlflowClient", name: str, writer: str) -> "RegisteredModel":
    """Make a registered model, or take the one that somebody else has made meanwhile."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second

    try:
        return client.create_registered_model(name, {TAG: writer}, _how_to_load(client, name))
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
        return client.get_registered_model(name)


def versions_of(client: "MlflowClient", name: str) -> list["ModelVersion"]:
    """Return all versions of a model, the oldest first."""
    found = found_by(client.search_model_versions, f"name = '{name}'")
    return sorted(found, key=lambda version: int(version.version))


def _version(client: "MlflowClient", writer: str, name: str, run: str, description: str) -> "ModelVersion":
    """Return the version that is a run's model: the existing one, now with this description, or a new one.

    The store numbers versions, so of several that were made at once the first is the one; we take ours back.
    """
    found = _first(client, name, run)
    if not found:
        model = models.of(client, client.get_run(run))
        assert model, "a run that is whole has its model"
        made = client.create_model_version(name, model.artifact_location, run, {TAG: writer}, description=description,
                                           await_creation_for=0, model_id=model.model_id)  # fmt: skip
        found = _first(client, name, run) or made
        if found.version != made.version:
            client.delete_model_version(name, made.version)
        elif wrote(writer, model.tags):
            versions = json.dumps([{"name": name, "version": str(made.version)}])
            client.set_logged_model_tags(model.model_id, {"mlflow.modelVersions": versions})
    if found.description != description and wrote(writer, found.tags):
        client.update_model_version(name, found.version, description)
    return found


def _first(client: "MlflowClient", name: str, run: str) -> "ModelVersion | None":
    return next((version for version in versions_of(client, name) if version.run_id == run), None)


def _how_to_load(client: "MlflowClient", name: str) -> str:
    return (
        "The champion is the reference of the experiment, unless the verdict on another variant is better. In Python, "
        f"in the project's folder:\n\n```python\n{how_to_load(client.tracking_uri, name)}\n```\n\n`model.predict(X)` "
        "gives the probability of class 1, or of each of K classes, for each row of X (examples, features), an array "
        "or data frame of floats."
    )
