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


def register(client: "MlflowClient", experiment: str, run: str, description: str) -> dict[str, str]:
    """Make a run's model the champion of an experiment, and return its name and version."""
    name = PREFIX + experiment
    model = _registered(client, name) or client.create_registered_model(name, description=_how_to_load(name))
    number = str(_version(client, name, run, description).version)
    if str(model.aliases.get(ALIAS)) != number:
        client.set_registered_model_alias(name, ALIAS, number)
    return {"model": name, "version": number}


def withdraw(client: "MlflowClient", experiment: str) -> None:
    """Leave an experiment without a champion, as it would be in a new store."""
    model = _registered(client, PREFIX + experiment)
    if model and ALIAS in model.aliases:
        client.delete_registered_model_alias(model.name, ALIAS)


def _registered(client: "MlflowClient", name: str) -> "RegisteredModel | None":
    return next(iter(client.search_registered_models(f"name = '{name}'")), None)


def _version(client: "MlflowClient", name: str, run: str, description: str) -> "ModelVersion":
    """Return the version that is a run's model: the existing one, now with this description, or a new one."""
    versions = client.search_model_versions(f"name = '{name}'")
    found = next((version for version in versions if version.run_id == run), None)
    if not found:
        source = f"{client.get_run(run).info.artifact_uri}/{FOLDER}"
        return client.create_model_version(name, source, run, description=description, await_creation_for=0)
    if found.description != description:
        client.update_model_version(name, found.version, description)
    return found


def _how_to_load(name: str) -> str:
    return (
        "The champion is the reference of the experiment, unless the verdict on another variant is better. "
        f'In the project\'s folder: `mlflow.pyfunc.load_model("models:/{name}@{ALIAS}").predict(X)` gives the '
        "probability of class 1 for each row of X (examples, features), an array or data frame of floats."
    )
