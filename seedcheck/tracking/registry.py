"""MLflow's model registry: per experiment with replicates one model, whose alias "champion" is its best variant.

A run has its model in a folder that MLflow loads without pickle and without this project: model.h5 and a copy of
predictor.py. Registering is a note of where that folder is. The folder is written here, since ``save_model`` takes more
than a second. Paths are relative, so that the project may move: a name (models:/...) is resolved with the project's
root as working directory, and a folder loads from anywhere.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

import numpy as np

from seedcheck.tracking import predictor
from seedcheck.tracking.writer import TAG, wrote

if TYPE_CHECKING:
    from mlflow.entities.model_registry import ModelVersion, RegisteredModel
    from mlflow.tracking import MlflowClient

FOLDER = "model"  # of a run's artifacts
PREFIX = "seedcheck-"
ALIAS = "champion"
LOADER = """

from mlflow.models import set_model

PARAMETERS = read(Path(__file__).with_name("model.h5"))


def network(model_input: np.ndarray):
    return predict(PARAMETERS, model_input)


set_model(network)
"""


def complete_model(folder: Path, layers: Sequence[int]) -> None:
    """Write beside a model.h5 what MLflow needs to load it: code, requirements, and what goes in and out."""
    from mlflow.models import Model, ModelSignature  # noqa: PLC0415 - over a second
    from mlflow.types import Schema, TensorSpec  # noqa: PLC0415 - over a second

    code = Path(predictor.__file__)
    (folder / code.name).write_text(code.read_text(encoding="utf-8") + LOADER, encoding="utf-8")
    lines = [f"{name}=={version(name)}\n" for name in ("mlflow", "numpy", "h5py")]
    (folder / "requirements.txt").write_text("".join(lines), encoding="utf-8")
    floats, inputs = np.dtype(float), (-1, layers[0])
    signature = ModelSignature(Schema([TensorSpec(floats, inputs)]), Schema([TensorSpec(floats, (-1,))]))
    model = Model(signature=signature)
    model.add_flavor("python_function", loader_module="mlflow.pyfunc.model", model_code_path=code.name,
                     python_version=python_version())  # fmt: skip
    model.save(str(folder / "MLmodel"))


def register(client: "MlflowClient", writer: str, experiment: str, run: str, description: str) -> dict[str, str]:
    """Make a run's model the champion of an experiment, and return its name and version.

    The alias stays where it is if another project has put it there.
    """
    name = PREFIX + experiment
    model = _registered(client, name) or _made(client, name, writer)
    number = str(_version(client, writer, name, run, description).version)
    at = _at_alias(client, model)
    if at is None or (str(at.version) != number and wrote(writer, at.tags)):
        client.set_registered_model_alias(name, ALIAS, number)
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


def _at_alias(client: "MlflowClient", model: "RegisteredModel") -> "ModelVersion | None":
    """Return the version that is champion; MLflow keeps an alias when its version is deleted."""
    versions = _versions(client, model.name) if ALIAS in model.aliases else []
    return next((found for found in versions if str(found.version) == str(model.aliases[ALIAS])), None)


def _registered(client: "MlflowClient", name: str) -> "RegisteredModel | None":
    return next(iter(client.search_registered_models(f"name = '{name}'")), None)


def _made(client: "MlflowClient", name: str, writer: str) -> "RegisteredModel":
    """Make a registered model, or take the one that somebody else has made meanwhile."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second

    try:
        return client.create_registered_model(name, {TAG: writer}, _how_to_load(name))
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
        return client.get_registered_model(name)


def _versions(client: "MlflowClient", name: str) -> list["ModelVersion"]:
    """Return all versions of a model, the oldest first."""
    found: list[ModelVersion] = []
    token = None
    while True:
        page = client.search_model_versions(f"name = '{name}'", page_token=token)
        found += page
        token = page.token
        if not token:
            return sorted(found, key=lambda version: int(version.version))


def _version(client: "MlflowClient", writer: str, name: str, run: str, description: str) -> "ModelVersion":
    """Return the version that is a run's model: the existing one, now with this description, or a new one.

    The store numbers versions, so of several that were made at once the first is the one; we take ours back.
    """
    found = _first(client, name, run)
    if not found:
        source = f"{client.get_run(run).info.artifact_uri}/{FOLDER}"
        made = client.create_model_version(name, source, run, {TAG: writer}, description=description,
                                           await_creation_for=0)  # fmt: skip
        found = _first(client, name, run) or made
        if found.version != made.version:
            client.delete_model_version(name, made.version)
    if found.description != description and wrote(writer, found.tags):
        client.update_model_version(name, found.version, description)
    return found


def _first(client: "MlflowClient", name: str, run: str) -> "ModelVersion | None":
    return next((version for version in _versions(client, name) if version.run_id == run), None)


def _how_to_load(name: str) -> str:
    return (
        "The champion is the reference of the experiment, unless the verdict on another variant is better. "
        f'In the project\'s folder: `mlflow.pyfunc.load_model("models:/{name}@{ALIAS}").predict(X)` gives the '
        "probability of class 1 for each row of X (examples, features), an array or data frame of floats."
    )
