"""What is left over in MLflow of what a study has no more is found and deleted: ours, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from seedcheck.tracking import stale, writer
from seedcheck.tracking.stale import Stale
from seedcheck.tracking.store import opened
from tests.tracking.conftest import Served
from tests.tracking.test_client import judged, log, write


def find(client: Any, **variants: list[str]) -> Stale:
    """Return what a study with these variants by experiment does not have."""
    found = stale.find(client, writer.known() or "", variants)
    return Stale(found.runs, found.experiments, sorted(found.versions), sorted(found.models))


def logged(experiment: str = "e") -> dict[str, str]:
    """Log the variants v and w of an experiment with a champion, and return their runs."""
    for variant in ("v", "w"):
        write(experiment, variant)
    return log(experiment, "v", "w", found=judged("v", w=("better", 0.05)))


def test_nothing_is_left_over_of_what_the_study_has(elsewhere: Any) -> None:
    """Superseded runs of it are its history."""
    logged()
    write("e", metrics={"test_accuracy": 0.7})
    logged()
    assert find(elsewhere, e=["v", "w"]) == Stale()


def test_removed_variant_goes_with_its_model_and_can_be_restored(elsewhere: Any) -> None:
    """The champion's alias does not point at a version that is gone."""
    runs = logged()
    found = find(elsewhere, e=["v"])
    assert found == Stale({runs["w"]: "e/w"}, {}, [("seedcheck-e", "1")])
    stale.delete(elsewhere, found)
    assert elsewhere.get_run(runs["w"]).info.lifecycle_stage == "deleted"
    assert elsewhere.get_run(runs["v"]).info.lifecycle_stage == "active"
    assert not elsewhere.get_registered_model("seedcheck-e").aliases
    assert find(elsewhere, e=["v"]) == Stale()
    elsewhere.restore_run(runs["w"])


def test_removed_experiment_goes_though_later_calls_have_marked_its_runs(elsewhere: Any) -> None:
    """And comes back whole with the next call that has it."""
    runs = logged()
    write("other")
    log("other")
    found = find(elsewhere, other=["v"])
    assert set(found.runs) == set(runs.values())
    assert (list(found.experiments.values()), found.models) == (["e"], ["seedcheck-e"])
    assert list(stale.lines(found)) == [
        "1 run of e/v (restorable)", "1 run of e/w (restorable)", "experiment seedcheck/e, then empty (restorable)",
        "registered model seedcheck-e",
    ]  # fmt: skip
    stale.delete(elsewhere, found)
    assert find(elsewhere, other=["v"]) == Stale()
    again = logged()
    assert all(elsewhere.get_run(run).info.lifecycle_stage == "active" for run in again.values())
    assert elsewhere.get_model_version_by_alias("seedcheck-e", "champion").run_id == again["w"]


def test_what_others_logged_stays(elsewhere: Any) -> None:
    """Their runs in our experiment, which stays for them, and their versions of our model."""
    runs = logged()
    number = elsewhere.get_experiment_by_name("seedcheck/e").experiment_id
    theirs = elsewhere.create_run(number, tags={writer.TAG: "another", "variant": "v"}).info.run_id
    elsewhere.create_model_version("seedcheck-e", "somewhere", theirs, {writer.TAG: "another"})
    found = find(elsewhere)
    assert found == Stale({runs["v"]: "e/v", runs["w"]: "e/w"}, {}, [("seedcheck-e", "1")])
    stale.delete(elsewhere, found)
    assert elsewhere.get_run(theirs).info.lifecycle_stage == "active"
    assert [version.run_id for version in elsewhere.search_model_versions("name = 'seedcheck-e'")] == [theirs]


@pytest.mark.slow
def test_on_a_server_it_is_the_same(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found and deleted over HTTP."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server.uri)
    runs = logged("on_a_server")
    with opened(server.uri) as client:
        found = find(client)
        assert set(found.runs) == set(runs.values())
        assert found.models == ["seedcheck-on_a_server"]
        stale.delete(client, found)
        assert find(client) == Stale()
