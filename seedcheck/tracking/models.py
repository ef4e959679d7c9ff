"""The trained network of a run as a logged model: a folder that MLflow loads without pickle and without this project.

In it are model.h5 and a copy of predictor.py, signature and input example. It is written here, since ``log_model``
takes more than a second.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from seedcheck.tracking import inputs, predictor
from seedcheck.tracking.writer import TAG
from seedcheck.training.results import Result

if TYPE_CHECKING:
    from mlflow.entities import LoggedModel, Run
    from mlflow.tracking import MlflowClient

FILE = "model.h5"
LOADER = """

from mlflow.models import set_model

PARAMETERS = read(Path(__file__).with_name("model.h5"))


def network(model_input: np.ndarray):
    return predict(PARAMETERS, model_input)


set_model(network)
"""


def log(client: "MlflowClient", writer: str, experiment: str, run: str, result: Result) -> str:
    """Log a result's network as the model of a run, and return its id."""
    from mlflow.entities import LoggedModelOutput, LoggedModelStatus  # noqa: PLC0415 - over a second

    assert result.record
    params = {name: str(value) for name, value in result.record["settings"].items()}
    made = client.create_logged_model(experiment, result.variant, run, {TAG: writer}, params, "classifier")
    with TemporaryDirectory() as folder:
        (Path(folder) / FILE).symlink_to((result.folder / FILE).resolve())
        known = inputs.facts(result.dataset)
        _complete(Path(folder), result.record["settings"]["layers"], made, known.example if known else None)
        upload(client, made.artifact_location, folder)
    client.finalize_logged_model(made.model_id, LoggedModelStatus.READY)
    client.log_outputs(run, [LoggedModelOutput(made.model_id, 0)])
    return str(made.model_id)


def upload(client: "MlflowClient", place: str, folder: str) -> None:
    """Copy the files in a folder to the place of a run or model, which the client would ask the store for once more."""
    from mlflow.store.artifact.artifact_repository_registry import (  # noqa: PLC0415 - over a second
        get_artifact_repository,
    )

    get_artifact_repository(place, tracking_uri=client.tracking_uri).log_artifacts(folder)  # type: ignore[no-untyped-call]


def of(client: "MlflowClient", run: "Run") -> "LoggedModel | None":
    """Return the model of a run, None if it was deleted."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second

    outputs = run.outputs.model_outputs if run.outputs else []
    for output in outputs:
        try:
            return client.get_logged_model(output.model_id)
        except MlflowException as error:
            if error.error_code != "RESOURCE_DOES_NOT_EXIST":
                raise
    return None


def has_file(client: "MlflowClient", model: "LoggedModel | None") -> bool:
    """Whether the parameters of a logged model are among its files."""
    return model is not None and FILE in {item.path for item in client.list_logged_model_artifacts(model.model_id)}


def download(client: "MlflowClient", model: "LoggedModel", folder: str) -> str:
    """Copy the parameters of a logged model into a folder, and return the path."""
    from mlflow.artifacts import download_artifacts  # noqa: PLC0415 - over a second

    place = f"{model.artifact_location}/{FILE}"
    return str(download_artifacts(place, dst_path=folder, tracking_uri=client.tracking_uri))


def delete_run(client: "MlflowClient", experiment: str, run: str) -> None:
    """Delete a run of ours that is not to be, with its model."""
    for model in client.search_logged_models([experiment], f"source_run_id = '{run}'"):
        client.delete_logged_model(model.model_id)
    client.delete_run(run)


def _complete(folder: Path, layers: Sequence[int], made: "LoggedModel", example: Any) -> None:
    """Write beside a model.h5 what MLflow needs to load it: code, requirements, what goes in and out, an example."""
    from mlflow.models import Model, ModelSignature  # noqa: PLC0415 - over a second
    from mlflow.types import Schema, TensorSpec  # noqa: PLC0415 - over a second

    code = Path(predictor.__file__)
    (folder / code.name).write_text(code.read_text(encoding="utf-8") + LOADER, encoding="utf-8")
    (folder / "requirements.txt").write_text(_requirements(), encoding="utf-8")
    floats, takes = np.dtype(float), (-1, layers[0])
    gives = (-1,) if layers[-1] == 1 else (-1, layers[-1])
    signature = ModelSignature(Schema([TensorSpec(floats, takes)]), Schema([TensorSpec(floats, gives)]))
    model = Model(signature=signature, model_id=made.model_id, run_id=made.source_run_id,
                  saved_input_example_info=_write_example(folder, example))  # fmt: skip
    model.add_flavor("python_function", loader_module="mlflow.pyfunc.model", model_code_path=code.name,
                     python_version=python_version())  # fmt: skip
    model.save(str(folder / "MLmodel"))


@cache
def _requirements() -> str:
    return "".join(f"{name}=={version(name)}\n" for name in ("mlflow", "numpy", "h5py"))


def _write_example(folder: Path, example: Any) -> dict[str, str] | None:
    """Write inputs (examples, features) as MLflow's input example and as a request to a served model."""
    if example is None:
        return None
    files = {"artifact_path": "input_example.json", "serving_input_path": "serving_input_example.json"}
    for name, content in zip(files.values(), (example.tolist(), {"inputs": example.tolist()}), strict=True):
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return {**files, "type": "ndarray"}
