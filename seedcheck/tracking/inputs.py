"""The data of a run as MLflow has them: training and test part are two data sets, with schema, profile and source."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import h5py

from seedcheck.data.stored import own_file
from seedcheck.files import sha256
from seedcheck.study.paths import dataset_file
from seedcheck.tracking.again import again
from seedcheck.training.predictions import PARTS, Part
from seedcheck.training.results import Result

if TYPE_CHECKING:
    from mlflow.entities import Dataset, DatasetInput
    from mlflow.tracking import MlflowClient

CONTEXTS: Mapping[Part, str] = {"train": "training", "test": "testing"}
NUMBERS = 500  # in an example, at most, but at least one point
DIGEST = 36  # characters, MLflow's limit


class Facts(NamedTuple):
    """What the file of a data set says.

    Attributes
    ----------
    shapes : (examples, features) of each part
    labels : the names of the classes
    example : the first test points (examples, features), as the networks take them
    """

    shapes: Mapping[Part, tuple[int, int]]
    labels: tuple[str, ...]
    example: Any


def facts(dataset: str) -> Facts | None:
    """Return what the file of a data set says, None if it is not there."""
    path = dataset_file(dataset)
    if not path.is_file():
        return None
    found = path.stat()
    return _facts(path, (found.st_dev, found.st_ino, found.st_mtime_ns))


@cache
def _facts(path: Path, _: tuple[int, ...]) -> Facts:
    """Return what a file says, as long as it is the same: all variants ask for the same few files."""
    with own_file(path), h5py.File(path, "r") as file:
        shapes: dict[Part, tuple[int, int]] = {part: file[f"{part}/X"].shape[::-1] for part in PARTS}
        few = max(1, NUMBERS // shapes["test"][1])
        raw = file["test/X"][:, :few].T
        example = raw / file.attrs["divide_by"] if raw.dtype.kind == "u" else raw.astype(float)
        return Facts(shapes, tuple(str(label) for label in file.attrs["labels"]), example)


def name_and_digest(result: Result, part: Part) -> tuple[str, str]:
    """Return under which name and digest MLflow has one part of a result's data set."""
    assert result.record
    digest = sha256(f"{part} of {result.record['data']['sha256']}".encode())
    return f"{result.dataset}-{part}", digest[:DIGEST]


def log(client: "MlflowClient", run: str, result: Result) -> None:
    """Log the data sets."""
    again(client.log_inputs, run, [_input(result, part) for part in PARTS])


def _input(result: Result, part: Part) -> "DatasetInput":
    from mlflow.entities import DatasetInput, InputTag  # noqa: PLC0415 - over a second

    return DatasetInput(_dataset(result, part), [InputTag("mlflow.data.context", CONTEXTS[part])])


def _dataset(result: Result, part: Part) -> "Dataset":
    """Return one part as ``mlflow.data.from_numpy(...).to_dict()`` has it, its source being our file."""
    from mlflow.entities import Dataset  # noqa: PLC0415 - over a second

    assert result.record
    name, digest = name_and_digest(result, part)
    data, known = result.record["data"], facts(result.dataset)
    source = {"uri": str(dataset_file(result.dataset)), "array": part, "from": data["source"]}
    schema = profile = None
    if known:
        examples, features = known.shapes[part]
        shapes = {"features": (examples, features), "targets": (examples,)}
        specs = {key: json.dumps([_tensor(shape)]) for key, shape in shapes.items()}
        schema = json.dumps({"mlflow_tensorspec": specs})
        sizes = {f"{key}_shape": shape for key, shape in shapes.items()} | {"num_rows": examples}
        profile = json.dumps(sizes | {"num_elements": examples * features, "classes": known.labels})
    return Dataset(name, digest, "local", json.dumps(source), schema, profile)


def _tensor(shape: tuple[int, ...]) -> dict[str, Any]:
    return {"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, *shape[1:]]}}
