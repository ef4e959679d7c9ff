"""Accidents of MLflow's store: deleted in its pages, damaged, locked, half made, of another version, killed halfway."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from seedcheck.errors import InputError
from seedcheck.files import read_json, write_json
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking import check, content, contest, receipt, store, writer
from seedcheck.tracking import client as tracking
from seedcheck.training.results import collect
from tests.tracking.test_client import ROOT, judged, layout, log, runs_of, track, write

REBUILD = "delete results/mlflow and run again: all runs are logged anew"


def logged(experiment: str = "e", *variants: str, found: dict[str, Any] | None = None) -> dict[str, Any]:
    """Log as the step does, with the receipt, and return what the receipt says."""
    own = layout(experiment, *variants)
    tracked = tracking.log_study(own, collect(own), {experiment: found} if found else {})
    write_json(RECEIPT, tracked)
    return dict(tracked["experiments"][experiment])


def differences(experiment: str = "e", *variants: str, found: dict[str, Any] | None = None) -> list[str]:
    """Return what `make verify` would say."""
    own = layout(experiment, *variants)
    return check.check(own, collect(own), {experiment: found} if found else {})


def test_deleted_experiment_is_restored(elsewhere: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """With its runs, and without those that were withdrawn before: they come back, and go again."""
    write("e")
    first = logged()
    with writer.alone() as ours:
        left = elsewhere.create_run(first["id"], tags={content.CONTENT: "x", "current": "pending", writer.TAG: ours})
    elsewhere.delete_run(left.info.run_id)
    elsewhere.delete_experiment(first["id"])
    assert differences() == [f"e/v in MLflow: run {first['runs']['v']} is deleted and FINISHED"]
    assert receipt.missing() == "1 of 1 runs or their files are deleted in MLflow"
    write("e", metrics={"test_accuracy": 0.7})
    second = logged()
    assert "the experiment seedcheck/e was deleted in MLflow: restored" in capsys.readouterr().out
    assert {run.info.run_id for run in runs_of(elsewhere, "e")} == {first["runs"]["v"], second["runs"]["v"]}
    assert differences() == []


def test_deleted_run_is_logged_anew(elsewhere: Any) -> None:
    """The receipt is not true any more, so the next call has something to do; afterwards all is right again."""
    write("e")
    first = logged()["runs"]["v"]
    elsewhere.delete_run(first)
    assert receipt.missing() == "1 of 1 runs or their files are deleted in MLflow"
    assert logged()["runs"]["v"] != first
    assert receipt.missing() == ""
    assert differences() == []


def test_deleted_files_of_a_run_are_logged_again(elsewhere: Any) -> None:
    """In the same run, as nothing else of it changed."""
    write("e")
    first = logged()["runs"]["v"]
    shutil.rmtree(elsewhere.get_run(first).info.artifact_uri)
    assert receipt.missing() == "1 of 1 runs or their files are deleted in MLflow"
    assert any(line.endswith("file record.json is missing") for line in differences())
    assert logged()["runs"]["v"] == first
    assert (receipt.missing(), differences()) == ("", [])


@pytest.mark.parametrize("lost", ["its folder", "all of it"])
def test_deleted_model_of_a_run_is_logged_again(elsewhere: Any, lost: str) -> None:
    """Whether its files are gone or MLflow deleted it; the run stays the same."""
    write("e")
    first = logged(found=judged("v"))["runs"]["v"]
    if lost == "all of it":
        elsewhere.delete_logged_model(elsewhere.get_run(first).outputs.model_outputs[0].model_id)
    else:
        shutil.rmtree(model_of(elsewhere, first))
    assert "e/v in MLflow: file model.h5 is missing" in differences(found=judged("v"))
    assert logged(found=judged("v"))["runs"]["v"] == first
    assert differences(found=judged("v")) == []


def model_of(client: Any, run: str) -> Path:
    """Return the folder of the model of a run."""
    return Path(client.get_logged_model(client.get_run(run).outputs.model_outputs[-1].model_id).artifact_location)


def test_deleted_model_is_registered_again(elsewhere: Any) -> None:
    """The champion is back in its place."""
    write("e")
    logged(found=judged("v"))
    elsewhere.delete_registered_model("seedcheck-e")
    assert receipt.missing() == "the registered model seedcheck-e is deleted in MLflow"
    assert differences(found=judged("v")) == ["seedcheck-e in MLflow: version 1 is missing"]
    logged(found=judged("v"))
    assert elsewhere.get_model_version_by_alias("seedcheck-e", "champion").version == 1
    assert (receipt.missing(), differences(found=judged("v"))) == ("", [])


def test_deleted_store_is_noticed(elsewhere: Any, tmp_path: Path) -> None:
    """By the receipt, without MLflow."""
    write("e")
    logged()
    (tmp_path / "store/e.db").rename(tmp_path / "store/gone.db")
    assert receipt.missing() == f"{tmp_path}/store/e.db is gone"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tracking_uri": 1}', '{"tracking_uri": "sqlite:///x"}'])
def test_damaged_receipt_is_made_anew(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A truncated or foreign file is not taken for true."""
    monkeypatch.chdir(tmp_path)
    RECEIPT.parent.mkdir(parents=True)
    RECEIPT.write_text(text, encoding="utf-8")
    assert receipt.missing() != ""


def test_check_names_each_difference(elsewhere: Any) -> None:
    """A metric, tag, file or verdict that is another, a run too many, a result that is not logged."""
    for variant in ("v", "w"):
        write("e", variant)
    first = logged("e", "v", "w")
    run = first["runs"]["v"]
    assert differences("e", "v", "w") == []
    elsewhere.log_metric(run, "test_accuracy", 0.99)
    elsewhere.set_tag(run, "dataset", "other")
    place = Path(elsewhere.get_run(run).info.artifact_uri)
    (place / "costs.csv").write_text("epoch,cost\n", encoding="utf-8")
    (model_of(elsewhere, run) / "model.h5").unlink()
    with writer.alone() as ours:
        more = elsewhere.create_run(first["id"], tags={"current": "true", writer.TAG: ours}).info.run_id
    assert differences("e", "v", "w") == [
        "e/v in MLflow: metric test_accuracy is 0.99, not 0.8",
        "e/v in MLflow: tag dataset is other, not d",
        "e/v in MLflow: file model.h5 is missing",
        "e/v in MLflow: file costs.csv has other bytes",
        f"run {more} in MLflow is current, but of no result",
    ]
    write("e", "w", metrics={"test_accuracy": 0.7})
    write("e", "x")
    lines = differences("e", "w", "x")
    assert f"e/w in MLflow: run {first['runs']['w']} is of other files or decisions" in lines
    assert "e/x in MLflow: it is not logged" in lines


def test_check_is_of_the_store_that_is_asked_for(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another MLFLOW_TRACKING_URI than that of the receipt is said, and no receipt at all."""
    assert differences() == ["results/mlflow/runs.json is missing: nothing is logged to MLflow; run `make results`"]
    write("e")
    logged()
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://me:secret@127.0.0.1:9")
    with pytest.raises(InputError, match=r"is of sqlite:.*, but MLFLOW_TRACKING_URI is http://127\.0\.0\.1:9: run"):
        differences()


def fault(monkeypatch: pytest.MonkeyPatch, file: Path, said: str) -> None:
    """Log to a file as if it were the store of this folder, and expect one line."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{file}")
    monkeypatch.setattr(store, "UNLOCKED", 0.5)
    write("e")
    with pytest.raises(InputError) as caught:
        log("e")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"MLflow at sqlite:///{file}: ")
    assert said in str(caught.value)


@pytest.mark.parametrize("damage", ["garbage", "half", "page"])
def test_damaged_store_is_one_line(elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                   damage: str) -> None:  # fmt: skip
    """No database at all, one cut off in the middle, one with a page of other bytes."""
    file = tmp_path / "store/bad.db"
    data = bytearray((tmp_path / "store/e.db").read_bytes())
    data = {"garbage": bytearray(b"no database" * 999), "half": data[: len(data) // 2]}.get(damage, data)
    if damage == "page":
        data[4096 * 5 : 4096 * 30] = b"x" * 4096 * 25
    file.write_bytes(data)
    fault(monkeypatch, file, "the database is damaged or half made; run `mlflow db upgrade")


@pytest.mark.parametrize("statement", ["DROP TABLE runs", "DROP TABLE alembic_version"])
def test_half_made_store_is_one_line(elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                     statement: str) -> None:  # fmt: skip
    """As an interrupted creation or migration leaves it."""
    file = tmp_path / "store/half.db"
    shutil.copy(tmp_path / "store/e.db", file)
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement)
    fault(monkeypatch, file, "run `mlflow db upgrade")


def test_store_of_another_version_is_one_line(elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older or newer MLflow has made it."""
    file = tmp_path / "store/old.db"
    shutil.copy(tmp_path / "store/e.db", file)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '451aebb31d03'")
    fault(monkeypatch, file, "its tables are of another version of MLflow; run `mlflow db upgrade")


def test_locked_store_is_one_line(elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said soon."""
    with closing(sqlite3.connect(tmp_path / "store/e.db", isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        start = time.monotonic()
        fault(monkeypatch, tmp_path / "store/e.db", "another process keeps the database locked; end it")
        assert time.monotonic() - start < 10
    assert list(log("e")) == ["v"]


def test_place_that_cannot_be_a_store_is_one_line(elsewhere: Any, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """A folder below a file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    fault(monkeypatch, tmp_path / "file/e.db", "file")


def test_empty_file_becomes_a_store(elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after `: > mlflow.db`."""
    file = tmp_path / "store/empty.db"
    file.touch()
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{file}")
    write("e")
    assert list(log("e")) == ["v"]
    assert sorted(path.name for path in file.parent.iterdir()) == ["e.db", "empty-files", "empty.db"]


def test_files_of_a_store_elsewhere_are_beside_it(elsewhere: Any, tmp_path: Path) -> None:
    """Not in the folder of the clone that logged first."""
    write("e")
    run = log("e")["v"]
    assert (tmp_path / f"store/e-files/e/{run}/artifacts/record.json").is_file()


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("postgresql://me:secret@127.0.0.1/x", r"postgresql://127\.0\.0\.1/x: a database has no room for files; start"),
        ("mysql+pymysql://me:secret@h/x", "a database has no room for files"),
        ("databricks", "databricks: no address of a server"),
        ("file:///tmp/runs", "no address of a server"),
        ("./mlruns", "no address of a server"),
        ("uc://me:secret@h", "uc://h: no address of a server"),
    ],
)
def test_other_kinds_of_places_are_refused(uri: str, said: str, tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """With what to do, and without a password."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    with pytest.raises(InputError, match=said) as caught:
        tracking.log_study({}, [], {})
    assert "secret" not in str(caught.value)


def test_models_are_registered_where_runs_are_logged(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """MLFLOW_REGISTRY_URI is for others."""
    monkeypatch.setenv("MLFLOW_REGISTRY_URI", "databricks-uc")
    write("e")
    assert track("e", found=judged("v"))["champion"] == {"model": "seedcheck-e", "version": "1"}


def step(folder: Path, **environment: str) -> subprocess.Popen[str]:
    """Begin the step in a folder, and return its process."""
    job = f'{{"experiments": {{"e": {{"dataset": "d", "variants": {list("abcdefgh")}}}}}}}'.replace("'", '"')
    (folder / "job.json").write_text(job, encoding="utf-8")
    write_json(folder / "decisions.json", {"experiments": {}})
    kept = {k: v for k, v in os.environ.items() if k != "MLFLOW_TRACKING_URI"} | {"PYTHONPATH": str(ROOT)}
    with (folder / "job.json").open(encoding="utf-8") as settings:
        return subprocess.Popen([sys.executable, "-m", "seedcheck.steps.track", "decisions.json", str(RECEIPT)],
                                cwd=folder, env=kept | environment, text=True, stdin=settings,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("sent", "moments"), [(signal.SIGKILL, (0.3, 1.5, 3)), (signal.SIGINT, (1,))])
def test_interrupted_first_call_is_caught_up(tmp_path: Path, sent: signal.Signals, moments: tuple[float, ...]) -> None:
    """Whenever it comes, while the store is made or filled: the next call logs each variant once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        for variant in "abcdefgh":
            write("e", variant)
    for moment in moments:
        shutil.rmtree(tmp_path / "results/mlflow", ignore_errors=True)
        process = step(tmp_path)
        end = time.monotonic() + 60  # from the first sign of the store, as importing takes its time
        while not (tmp_path / "results/mlflow").exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(moment)
        process.send_signal(sent)
        process.communicate()
        again = step(tmp_path)
        said, _ = again.communicate()
        assert again.returncode == 0, said
        runs = read_json(tmp_path / RECEIPT)["experiments"]["e"]["runs"]
        with closing(sqlite3.connect(tmp_path / "results/mlflow/mlflow.db")) as database:
            there = database.execute("SELECT run_uuid, status FROM runs WHERE lifecycle_stage = 'active'").fetchall()
        assert sorted(there) == sorted((run, "FINISHED") for run in runs.values())
        assert len(set(runs.values())) == 8
        assert [path.name for path in (tmp_path / "results/mlflow").glob(".*")] == []


@pytest.mark.slow
def test_full_disk_is_one_line_and_then_caught_up(tmp_path: Path, empty_store: Path) -> None:
    """The store is made on a disk of its own, which is too small at first."""
    small = tmp_path / "results/mlflow"
    small.mkdir(parents=True)
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "x", small], check=False).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path)
            for variant in "abcdefgh":
                write("e", variant)
        for size in ("400k", f"{empty_store.stat().st_size // 1024 + 60}k"):
            subprocess.run(["mount", "-o", f"remount,size={size}", small], check=True)
            process = step(tmp_path)
            said, _ = process.communicate()
            assert process.returncode == 1, said
            assert len(said.splitlines()) == 1
            assert "disk is full" in said or "No space left" in said
        subprocess.run(["mount", "-o", "remount,size=50m", small], check=True)
        process = step(tmp_path)
        said, _ = process.communicate()
        assert process.returncode == 0, said
        assert len(read_json(tmp_path / RECEIPT)["experiments"]["e"]["runs"]) == 8
    finally:
        subprocess.run(["umount", small], check=True)


def test_run_that_was_never_settled_does_not_count(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may lack files: a run is taken as ours only once its writer has said that it is whole."""
    monkeypatch.setattr(contest, "PATIENCE", 0.2)
    write("e")
    first = log("e")["v"]
    elsewhere.set_tag(first, writer.TAG, "another")
    elsewhere.set_tag(first, contest.CURRENT, contest.PENDING)
    assert log("e")["v"] != first
