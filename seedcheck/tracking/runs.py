"""What is written into one run: parameters, metrics with their history, tags, the data set, files and the model."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from seedcheck.tracking import content, registry
from seedcheck.training.results import Result

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient

ATTEMPTS = 5  # at what another writer may do at the same moment
BATCH = 1000  # MLflow's limit of metrics in one call


def fill(
    client: "MlflowClient", run: str, result: Result, values: Mapping[str, float], tags: Mapping[str, str]
) -> None:
    """Write a result into its run, and finish it."""
    from mlflow.entities import Metric, Param, RunTag  # noqa: PLC0415 - over a second

    assert result.record
    now = int(time.time() * 1000)
    metrics = [Metric(name, value, now, 0) for name, value in values.items()]
    metrics += [Metric("cost", cost, now, epoch) for epoch, cost in result.costs().items()]
    params = [Param(name, value) for name, value in parameters(result).items()]
    labels = [RunTag(name, value) for name, value in tags.items()]
    for start in range(0, max(1, len(metrics)), BATCH):
        first = start == 0
        client.log_batch(run, metrics[start : start + BATCH], params if first else [], labels if first else [])
    _log_inputs(client, run, result)
    log_files(client, run, result)
    client.set_terminated(run)


def _log_inputs(client: Any, run: str, result: Any) -> None:
    """Log the data set; of writers that log the same one at the same moment, the database lets one through."""
    for attempt in range(ATTEMPTS):
        try:
            client.log_inputs(run, [_dataset_input(result)])
            return
        except Exception as error:
            if attempt + 1 == ATTEMPTS or "unique" not in str(error).lower():
                raise


def parameters(result: Result) -> dict[str, str]:
    """Return a variant's settings as MLflow has them."""
    assert result.record
    return {name: str(value) for name, value in result.record["settings"].items()}


def log_files(client: "MlflowClient", run: str, result: Result) -> None:
    """Log a variant's files, the model in a folder of its own that MLflow can load."""
    assert result.record
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / registry.FOLDER).mkdir()
        for path in content.files(result):
            (folder / place(path)).symlink_to(path.resolve())
        registry.complete_model(folder / registry.FOLDER, result.record["settings"]["layers"])
        client.log_artifacts(run, temporary)


def place(path: Path) -> str:
    """Return where a variant's file is among the files of its run."""
    return f"{registry.FOLDER}/{path.name}" if path.name == "model.h5" else path.name


def missing_files(client: "MlflowClient", run: str, result: Result) -> set[str]:
    """Return which of a variant's files its run lacks."""
    there = {item.path for folder in ("", registry.FOLDER) for item in client.list_artifacts(run, folder)}
    return {place(path) for path in content.files(result)} - there


def _dataset_input(result: Result) -> Any:
    from mlflow.entities import Dataset, DatasetInput, InputTag  # noqa: PLC0415 - over a second

    assert result.record
    data = result.record["data"]
    source = json.dumps({"source": data["source"], "file": f"data/{result.dataset}.h5"})
    dataset = Dataset(result.dataset, data["sha256"][:36], "local", source)
    return DatasetInput(dataset, [InputTag("mlflow.data.context", "train and test")])
