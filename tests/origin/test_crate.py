"""The crate of a finished study: what is in it, that it is valid, and that omissions are found."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rocrate_validator.models import Severity

from seedcheck.files import sha256
from seedcheck.origin.crate import AS_RUN, TRAIN, CrateJob
from seedcheck.steps.crate import crate
from seedcheck.steps.track import TrackJob, track
from seedcheck.study import jobs, judging, paths, plan
from seedcheck.study.model import load
from tests.origin import validator
from tests.origin.small_study import PUBLISHED, configured, train_all
from tests.own_process import in_own_process

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
Graph = dict[str, dict[str, Any]]
METADATA = "ro-crate-metadata.json"


def crate_job() -> CrateJob:
    """Return what the rule `crate` hands over, but for figures and page, which this study does not draw."""
    study = configured()
    outputs = [str(paths.dataset_file(name)) for name in study.datasets]
    outputs += [
        *plan.run_files(study, study.experiments),
        str(paths.DECISIONS),
        *plan.table_files(),
        str(paths.RECEIPT),
    ]
    return CrateJob(**judging.crate(study, [str(PUBLISHED)], outputs))


def log() -> None:
    """Log the study of this folder."""
    track(paths.DECISIONS, paths.RECEIPT, TrackJob(**judging.track(configured())))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a trained and tracked study, its crate, and what is in that, in `unpacked`."""
    folder = tmp_path_factory.mktemp("crate")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        study = configured()
        train_all(study)
        in_own_process(log)
        crate(Path("results/crate.zip"), crate_job())
    with zipfile.ZipFile(folder / "results/crate.zip") as archive:
        archive.extractall(folder / "unpacked")
    return folder


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    """Return what the crate says, by identifier."""
    return read(folder / "unpacked")


def read(folder: Path) -> Graph:
    """Return what a crate says, by identifier."""
    found = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    return {entity["@id"]: entity for entity in found["@graph"]}


def names(value: Any) -> set[str]:
    """Return the identifiers that a property names."""
    return {part["@id"] for part in (value if isinstance(value, list) else [value])}


def test_every_file_is_there_and_has_its_hash(folder: Path, graph: Graph) -> None:
    """In both directions; the lock of all packages is one of them."""
    files = {name: entity for name, entity in graph.items() if "File" in entity["@type"]}
    unpacked = folder / "unpacked"
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert there == set(files) | {METADATA}
    for name, entity in files.items():
        content = (unpacked / name).read_bytes()
        assert (entity["sha256"], entity["contentSize"]) == (sha256(content), str(len(content))), name
    assert {"requirements.lock", AS_RUN, "config/published.yaml", "data/circles.h5", "nn/network.py", "Snakefile",
            "results/tricks/l2/record.json", "results/comparison/verdicts.csv"} <= set(files)  # fmt: skip
    assert names(graph["./"]["hasPart"]) == set(files)


def test_the_crate_says_what_was_done_with_what(graph: Graph) -> None:
    """Inputs and results of the whole; of a variant its gate's certificate, what it allowed, and the run in MLflow."""
    whole = graph["#study"]
    assert whole["instrument"] == graph["./"]["mainEntity"] == {"@id": "Snakefile"}
    assert names(whole["object"]) == {AS_RUN, "config/published.yaml"}
    assert {"data/circles.h5", "results/tricks/l2/model.h5", "#verdict-tricks-l2"} <= names(whole["result"])
    certificate = {"results/tricks/l2/gradients.json", "#gate-tricks-l2"}
    assert names(graph["#check-tricks-l2"]["result"]) == certificate
    training = graph["#train-tricks-l2"]
    assert names(training["object"]) == certificate | {"data/circles.h5"}
    assert names(training["result"]) == {f"results/tricks/l2/{file}" for file in paths.RUN_FILES} - certificate
    assert graph["#gate-tricks-l2"]["value"] == "passed"
    assert "complex_step" in graph["#gate-tricks-l2"]["description"]


def test_verdicts_runs_commit_and_versions_are_those_of_the_results(folder: Path, graph: Graph) -> None:
    """Read from what they come from."""
    results = folder / "unpacked" / "results"
    decided = json.loads((results / "comparison/decisions.json").read_text(encoding="utf-8"))["experiments"]["tricks"]
    runs = json.loads((results / "mlflow/runs.json").read_text(encoding="utf-8"))["experiments"]["tricks"]["runs"]
    for variant in ("l2", "dropout_fixed"):
        assert graph[f"#verdict-tricks-{variant}"]["value"] == decided["variants"][variant]["verdict"]
    assert "#verdict-tricks-none" not in graph
    for variant, run in runs.items():
        assert graph[f"#train-tricks-{variant}"]["identifier"] == {"@id": f"#mlflow-tricks-{variant}"}
        assert graph[f"#mlflow-tricks-{variant}"]["value"] == run
    assert graph["Snakefile"]["version"]
    record = json.loads((results / "tricks/l2/record.json").read_text(encoding="utf-8"))
    software = {
        graph[name]["name"]: graph[name]["softwareVersion"]
        for name in names(graph["Snakefile"]["softwareRequirements"])
    }
    assert software.items() >= record["software"].items()
    assert {"snakemake", "mlflow"} <= set(software)


def test_the_configuration_in_the_crate_is_the_study(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All jobs get the same settings from it."""
    monkeypatch.chdir(folder)
    study, again = configured(), load([folder / "unpacked" / AS_RUN])
    assert judging.plan(again) == judging.plan(study)
    assert jobs.train(again, "tricks", "l2") == jobs.train(study, "tricks", "l2")


def test_the_same_files_make_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor chance is in it."""
    monkeypatch.chdir(folder)
    crate(Path("again.zip"), crate_job())
    assert Path("again.zip").read_bytes() == Path("results/crate.zip").read_bytes()


def test_no_absolute_path_is_in_the_crate(folder: Path) -> None:
    """Nor the name of this folder."""
    assert str(folder) not in (folder / "unpacked" / METADATA).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache that stands in for the network."""
    path = tmp_path_factory.mktemp("cache") / "answers"
    validator.fill(path)
    return path


@pytest.fixture
def small(folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the crate without most of its code, which takes the validator long."""
    copy = shutil.copytree(folder / "unpacked", tmp_path / "crate")
    code = ("nn/", "seedcheck/presentation/", "seedcheck/statistics/", "seedcheck/study/", "seedcheck/tracking/")
    change(copy, lambda graph: [remove(graph, name) for name in list(graph) if name.startswith(code)])
    return copy


def change(folder: Path, edit: Callable[[Graph], object]) -> None:
    """Change what a crate says."""
    path = folder / METADATA
    found = json.loads(path.read_text(encoding="utf-8"))
    graph = read(folder)
    edit(graph)
    path.write_text(json.dumps(found | {"@graph": list(graph.values())}), encoding="utf-8")


def remove(graph: Graph, name: str) -> None:
    """Take a file out of a crate."""
    del graph[name]
    graph["./"]["hasPart"] = [part for part in graph["./"]["hasPart"] if part["@id"] != name]


def test_the_crate_is_valid(folder: Path, cache: Path) -> None:
    """All that the profile requires is there; of what it recommends, only what nobody knows is not."""
    unpacked = folder / "unpacked"
    assert validator.issues(unpacked, cache) == []
    recommended = set(validator.issues(unpacked, cache, Severity.RECOMMENDED))
    assert {message for message in recommended if "SoftwareApplication id" not in message and "url" not in message} == {
        "The Action SHOULD have an agent that is a Person or Organization",
        "The `publisher` property of a `Root Data Entity` SHOULD be an `Organization`",
        "The Root Data Entity SHOULD have a link to a Contextual Entity representing the `author` of the RO-Crate",
        "The Main Workflow SHOULD comply with Bioschemas ComputationalWorkflow profile version 1.0 or later",
        "The README.md SHOULD be about the crate",
    }


@pytest.mark.parametrize(("edit", "said"), [
    (lambda graph: graph["./"].pop("license"), "license"),
    (lambda graph: graph["./"].pop("datePublished"), "datePublished"),
    (lambda graph: graph["./"].pop("mainEntity"), "mainEntity"),
    (lambda graph: graph["./"].pop("conformsTo"), "Workflow Run Crate profile"),
    (lambda graph: graph["#train-tricks-l2"].pop("instrument"), "instrument"),
    (lambda graph: graph["#study"].update(instrument={"@id": TRAIN}), "mainEntity as its instrument"),
    (lambda graph: graph["Snakefile"].pop("programmingLanguage"), "programmingLanguage"),
    (lambda graph: graph["#study"].update(outcome="fine"), "outcome"),
], ids=["license", "date", "workflow", "profile", "tool", "tool of the whole", "language", "unknown word"])  # fmt: skip
def test_an_omission_is_found(small: Path, cache: Path, edit: Callable[[Graph], object], said: str) -> None:
    """The validator would pass nothing by without the context, and this says that it has it."""
    change(small, edit)
    assert any(said in message for message in validator.issues(small, cache)), said


def test_a_missing_file_is_found(small: Path, cache: Path) -> None:
    """A file that the crate names and does not have; before, nothing is found."""
    assert validator.issues(small, cache) == []
    (small / "results/tricks/l2/model.h5").unlink()
    assert any("model.h5" in message for message in validator.issues(small, cache))
