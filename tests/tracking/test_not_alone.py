"""Others log to the same store: what they wrote stays as it is, and of equal contents one run is made."""

import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from seedcheck.errors import InputError
from seedcheck.tracking import client as tracking
from seedcheck.tracking import content, contest, writer
from seedcheck.training.results import collect
from tests.tracking.test_client import judged, layout, log, runs_of, track, write

STATES = ("RUNNING", "SCHEDULED", "FAILED", "KILLED", "FINISHED")


def state(client: Any, experiment: str) -> dict[str, tuple[Any, ...]]:
    """Return all that can be seen of each run of an experiment, deleted ones too."""
    found = client.get_experiment_by_name(f"seedcheck/{experiment}")
    return {
        run.info.run_id: (run.info.status, run.info.lifecycle_stage, run.data.tags, run.data.metrics, run.data.params)
        for run in client.search_runs([found.experiment_id], run_view_type=3)
    }


def digest(experiment: str) -> str:
    """Return the content of the variant v."""
    return content.content_hash(collect(layout(experiment))[0], {})


def pending(client: Any, experiment: str, other: str = "another", **tags: str) -> str:
    """Begin a run with the content of variant v, as another project does, and return its id."""
    found = client.get_experiment_by_name(f"seedcheck/{experiment}")
    number = found.experiment_id if found else client.create_experiment(f"seedcheck/{experiment}")
    own = {"variant": "v", content.CONTENT: digest(experiment), contest.CURRENT: contest.PENDING, writer.TAG: other}
    return str(client.create_run(number, tags=own | tags).info.run_id)


@pytest.mark.parametrize(
    "tags", [{}, {content.CONTENT: "abc"}, {content.CONTENT: "ours"}, {content.CONTENT: "ours", "current": "true"}]
)
def test_runs_that_others_logged_stay_as_they_are(elsewhere: Any, tags: dict[str, str]) -> None:
    """Whatever their status, and with our tags too: they are neither tagged, nor deleted, nor taken for ours."""
    write("e")
    first = log("e")
    tags = {"variant": "v", **tags}
    if tags.get(content.CONTENT) == "ours":
        tags[content.CONTENT] = digest("e")
    number = elsewhere.get_experiment_by_name("seedcheck/e").experiment_id
    for status in STATES:
        elsewhere.update_run(elsewhere.create_run(number, start_time=1, tags=tags).info.run_id, status)
    before = {run: seen for run, seen in state(elsewhere, "e").items() if run != first["v"]}
    assert log("e") == first
    write("e", metrics={"test_accuracy": 0.7})
    second = log("e")
    after = state(elsewhere, "e")
    assert {run: after[run] for run in before} == before
    assert set(after) == {*before, first["v"], second["v"]}


def test_unfinished_run_of_another_project_is_left_alone(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone of the same study that is logging just now is not disturbed, while it holds us up nor after it."""
    monkeypatch.setattr(contest, "PATIENCE", 0.5)
    write("e")
    other = pending(elsewhere, "e", **{contest.TICKET: "7"})
    before = state(elsewhere, "e")[other]
    log("e")
    assert state(elsewhere, "e")[other] == before


@pytest.mark.parametrize("status", ["RUNNING", "FINISHED"])
def test_what_a_killed_call_of_ours_left_is_removed(elsewhere: Any, status: str) -> None:
    """Also where it is of another content and variant, as nobody would finish it."""
    write("e")
    with writer.alone() as ours:
        left = pending(elsewhere, "e", ours, **{"variant": "gone", content.CONTENT: "old"})
    elsewhere.update_run(left, status)
    logged = log("e")
    assert [run.info.run_id for run in runs_of(elsewhere, "e")] == [logged["v"]]


def test_a_copy_of_the_folder_is_another_project(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds the runs of the first, and changes none when its own results change; the first one then does."""
    write("e")
    first = log("e")["v"]
    before = state(elsewhere, "e")[first]
    shutil.copytree(".", "../copy")
    monkeypatch.chdir("../copy")
    assert log("e")["v"] == first
    write("e", metrics={"test_accuracy": 0.7})
    second = log("e")["v"]
    assert second != first
    assert state(elsewhere, "e")[first] == before
    monkeypatch.chdir("../project")
    write("e", metrics={"test_accuracy": 0.7})
    assert log("e")["v"] == second
    assert (state(elsewhere, "e")[first][2]["current"], state(elsewhere, "e")[first][2]["superseded_by"]) == (
        "false", second)  # fmt: skip


def test_a_renamed_folder_stays_the_same_project(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its runs are superseded as before."""
    write("e")
    first = log("e")["v"]
    shutil.move("../project", "../mit Umläuten ü")
    monkeypatch.chdir("../mit Umläuten ü")
    write("e", metrics={"test_accuracy": 0.7})
    second = log("e")["v"]
    assert state(elsewhere, "e")[first][2]["superseded_by"] == second


def test_runs_of_removed_variants_and_experiments_are_superseded(elsewhere: Any) -> None:
    """What the study no longer has is not current."""
    for experiment, variant in (("e", "v"), ("e", "w"), ("f", "v")):
        write(experiment, variant)
    both = layout("e", "v", "w") | layout("f")
    logged = tracking.log_study(both, collect(both), {})["experiments"]
    assert log("e") == {"v": logged["e"]["runs"]["v"]}
    current = {run: seen[2]["current"] for name in "ef" for run, seen in state(elsewhere, name).items()}
    assert current == {logged["e"]["runs"]["v"]: "true", logged["e"]["runs"]["w"]: "false",
                       logged["f"]["runs"]["v"]: "false"}  # fmt: skip


def test_the_one_ahead_wins(elsewhere: Any) -> None:
    """Ours waits until the one with the smaller ticket is settled, then is withdrawn, and the other's is named."""
    write("e")
    other = pending(elsewhere, "e", **{contest.TICKET: "0"})
    elsewhere.set_tag(other, contest.TICKET, "1")

    def finish() -> None:
        time.sleep(1)
        elsewhere.set_terminated(other)
        time.sleep(0.5)
        elsewhere.set_tag(other, contest.CURRENT, "true")

    thread = threading.Thread(target=finish)
    thread.start()
    assert log("e")["v"] == other
    thread.join()
    assert {run: seen[1] for run, seen in state(elsewhere, "e").items() if seen[1] == "active"} == {other: "active"}


def test_the_one_behind_does_not_hold_us_up(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pending run with a larger ticket waits for ours."""
    write("e")
    other = pending(elsewhere, "e", **{contest.TICKET: "1"})
    monkeypatch.setattr(contest, "ticket", lambda runs: 1)
    monkeypatch.setattr(contest, "PATIENCE", 60)
    smaller = other < "0" * 32  # the ids decide between equal tickets
    assert not smaller
    number = elsewhere.get_run(other).info.experiment_id
    assert contest.wait(elsewhere, number, digest("e"), "0" * 32, 1) is None


def test_a_dead_one_ahead_holds_us_up_only_so_long(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pending run of another project, whose process was killed, is not touched, but does not stop us for good."""
    monkeypatch.setattr(contest, "PATIENCE", 0.5)
    write("e")
    other = pending(elsewhere, "e")
    before = state(elsewhere, "e")[other]
    ours = log("e")["v"]
    assert ours != other
    assert state(elsewhere, "e")[other] == before
    assert state(elsewhere, "e")[ours][2]["current"] == "true"


def test_those_who_wait_for_a_dead_one_still_wait_for_each_other(
    elsewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They give the dead one up at the same moment, and yet only the first of them settles."""
    monkeypatch.setattr(contest, "PATIENCE", 1.0)
    write("e")
    dead = pending(elsewhere, "e")
    number = elsewhere.get_run(dead).info.experiment_id
    waiting = [pending(elsewhere, "e", f"writer {k}", **{contest.TICKET: str(k)}) for k in (1, 2, 3)]
    won: dict[str, str] = {}

    def contend(own: str, place: int) -> None:
        first = contest.wait(elsewhere, number, digest("e"), own, place)
        if not first:
            time.sleep(0.3)
            elsewhere.set_terminated(own)
            elsewhere.set_tag(own, contest.CURRENT, "true")
        won[own] = first.info.run_id if first else own

    threads = [threading.Thread(target=contend, args=(own, k)) for k, own in enumerate(waiting, start=1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == dict.fromkeys(waiting, waiting[0])


def test_note_of_an_experiment_that_somebody_else_made_stays(elsewhere: Any) -> None:
    """Only a saved view is added where there is none."""
    number = elsewhere.create_experiment("seedcheck/e", tags={"mlflow.note.content": "mine"})
    write("e")
    log("e")
    tags = elsewhere.get_experiment(number).tags
    assert tags["mlflow.note.content"] == "mine"
    assert "mlflow.sharedViewState.overview" in tags


def test_champion_of_another_project_stays(elsewhere: Any, capsys: pytest.CaptureFixture[str],
                                           monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Ours is registered beside it, and it is said how to make it champion; without ours the alias stays too."""
    write("e")
    track("e", found=judged("v"))
    shutil.copytree(".", "../copy")
    monkeypatch.chdir("../copy")
    write("e", metrics={"test_accuracy": 0.7})
    assert track("e", found=judged("v"))["champion"] == {"model": "seedcheck-e", "version": "2"}
    assert "seedcheck-e: the champion stays version 1 of another project" in capsys.readouterr().out
    track("e")
    assert elsewhere.get_model_version_by_alias("seedcheck-e", "champion").version == 1


def test_of_two_versions_of_a_run_the_first_counts(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """If another clone registers the run that we share at the same moment, ours is taken back."""
    write("e")
    create = type(elsewhere).create_model_version

    def at_once(self: Any, *arguments: Any, **named: Any) -> Any:
        create(self, *arguments[:3], await_creation_for=0)
        return create(self, *arguments, **named)

    monkeypatch.setattr(type(elsewhere), "create_model_version", at_once)
    assert track("e", found=judged("v"))["champion"]["version"] == "1"
    assert [version.version for version in elsewhere.search_model_versions("name = 'seedcheck-e'")] == [1]


def test_all_pages_are_read(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """More runs than MLflow returns at once: each left-over one is removed, each finished one is found."""
    monkeypatch.setattr(contest, "PAGE", 2)
    for variant in "abcde":
        write("e", variant)
    first = log("e", *"abcde")
    with writer.alone() as ours:
        for n in range(5):
            number = elsewhere.get_experiment_by_name("seedcheck/e").experiment_id
            elsewhere.create_run(number, tags={content.CONTENT: str(n), "current": "pending", writer.TAG: ours})
    assert log("e", *"abcde") == first
    assert len(runs_of(elsewhere, "e")) == 5
    log("e", "a")
    assert sum(seen[2]["current"] == "true" for seen in state(elsewhere, "e").values()) == 1


def test_more_than_a_thousand_runs_are_looked_through(elsewhere: Any) -> None:
    """With MLflow's own page: what is ours is found behind 1050 newer runs of a colleague with the same tags."""
    write("e")
    with writer.alone() as us:
        pending(elsewhere, "e", us)
    ours = log("e")["v"]
    with writer.alone() as us:
        left = pending(elsewhere, "e", us)
    hand_made = elsewhere.create_run(elsewhere.get_run(ours).info.experiment_id, start_time=int(4e12)).info
    file = elsewhere.tracking_uri.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(runs)") if row[1] != "run_uuid"]
        names = ", ".join(columns)
        for n in range(1050):
            database.execute(f"INSERT INTO runs (run_uuid, {names}) SELECT ?, {names} FROM runs WHERE run_uuid = ?",
                             (f"{n:032d}", hand_made.run_id))  # fmt: skip
            for tag in ("variant", content.CONTENT, "dataset"):
                database.execute("INSERT INTO tags SELECT key, value, ? FROM tags WHERE run_uuid = ? AND key = ?",
                                 (f"{n:032d}", ours, tag))  # fmt: skip
    assert log("e")["v"] == ours
    assert elsewhere.get_run(left).info.lifecycle_stage == "deleted"
    assert len(contest.search(elsewhere, [hand_made.experiment_id], "")) == 1052


def test_two_processes_of_a_folder_do_not_log_at_once(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits, and says so in the end."""
    monkeypatch.setattr(writer, "PATIENCE", 0.2)
    write("e")
    with (
        writer.alone(),
        pytest.raises(InputError, match=r"results/\.writer: another process of this folder is logging"),
    ):
        log("e")


def test_torn_identity_is_made_anew(elsewhere: Any) -> None:
    """A process that was killed while it wrote the file leaves no trap."""
    Path("results").mkdir()
    Path("results/.writer").write_text("12ab", encoding="ascii")
    with writer.alone() as ours:
        assert len(ours) == 16
    with writer.alone() as again:
        assert again == ours == writer.known()


@pytest.mark.parametrize("method", ["set_experiment_tag", "set_registered_model_alias", "log_inputs"])
def test_row_that_another_writes_at_the_same_moment_is_written_again(
    elsewhere: Any, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """The database refuses it once, as PostgreSQL does to the second of two writers; the call goes on."""
    from mlflow.exceptions import MlflowException

    elsewhere.create_experiment("seedcheck/e")
    write("e")
    written, refused = getattr(type(elsewhere), method), []

    def unless_first(self: Any, *arguments: Any, **named: Any) -> Any:
        if not refused:
            refused.append(method)
            raise MlflowException("(psycopg2.errors.UniqueViolation) duplicate key violates unique constraint")
        return written(self, *arguments, **named)

    monkeypatch.setattr(type(elsewhere), method, unless_first)
    assert track("e", found=judged("v"))["champion"]["version"] == "1"
    assert refused == [method]
