"""How long it will take, from the jobs' own progress."""

from pathlib import Path

import pytest

from seedcheck.study import paths
from seedcheck.study.model import load
from seedcheck.terminal import work
from seedcheck.terminal.board import Board, Job, stage_of
from seedcheck.training.progress import Progress, place


def training(name: str, done: float = 0.0, **changes: object) -> Job:
    """Return a training of 1000 epochs times networks that is done so far."""
    job = Job(f"train_{name}", "trainings", f"results/{name}/v/record.json", amount=1000, cost=1.0)
    job.progress = Progress(int(1000 * done), 1000) if done else None
    for key, value in changes.items():
        setattr(job, key, value)
    return job


def test_what_is_left_follows_from_what_the_trainings_have_done() -> None:
    """Half of one training after 10 seconds: 10 more, and 20 for the next, side by side on two cores or in turn."""
    running = training("a", 0.5, state="running", began=0.0)
    waiting = training("a")
    now = 10.0 + work.STARTUP
    in_turn = work.seconds_left([running, waiting], 1, now)
    side_by_side = work.seconds_left([running, waiting], 2, now)
    assert in_turn == pytest.approx(10 + 20 + work.STARTUP)
    assert side_by_side == pytest.approx(20 + work.STARTUP)


def test_an_experiment_is_measured_by_its_own_trainings_as_soon_as_there_are_any() -> None:
    """One that is ten times slower than all others does not change what is said of them."""
    slow = training("slow", state="done", began=0.0, ended=100.5)
    quick = training("quick", state="done", began=0.0, ended=10.5)
    assert work.seconds_left([slow, quick, training("quick")], 1, 200.0) == pytest.approx(10 + work.STARTUP)


def test_an_estimate_needs_no_measurement_and_no_data() -> None:
    """Before anything is trained, the default study on one core is taken to last between half a minute and 15."""
    study = load(["config/config.yaml"])
    jobs = []
    for name, experiment in study.experiments.items():
        for variant in experiment.variants:
            amount, cost = work.training_work(study, f"train_{name}", {"experiment": name, "variant": variant})
            jobs.append(Job(f"train_{name}", "trainings", f"results/{name}/{variant}/x", "", amount, cost))
            assert amount == experiment.settings(variant)["epochs"] * (1 + experiment.replicates)
    assert 30 < work.seconds_left(jobs, 1, 0.0) < 900


def test_the_cells_of_a_sweep_are_counted_with_their_own_epochs() -> None:
    """6 cells of 7 seeds and 100 epochs."""
    study = load(["config/tiny.yaml"])
    assert work.training_work(study, "sweep_strength", {"sweep": "strength"})[0] == 6 * 7 * 100


def test_a_chunk_is_counted_with_its_own_seeds() -> None:
    """The configured seed is trained with the first, the last one has what is left; joining them trains nothing."""
    study = load(["config/tiny.yaml"], {"experiments": {"tricks": {"replicates": 8, "chunk": 3}}})
    of = {"experiment": "tricks", "variant": "l2"}
    amounts = [work.training_work(study, "train_tricks", {**of, "chunk": str(chunk)})[0] for chunk in range(3)]
    assert amounts == [200 * 4, 200 * 3, 200 * 2]
    assert work.training_work(study, "gather", of) == (0, 0.0)


def test_every_setting_that_is_tried_counts() -> None:
    """Of wide inputs only an optimizer that is exact in the span of the examples is quick."""
    settings = {"dataset": "d", "layers": [2000, 3, 1], "epochs": 10, "initializer": "he", "validation_fraction": 0.2}
    variants = {"plain": {}, "adam": {"optimizer": "adam"}}
    tuned = {**settings, "variants": variants, "tune": {"grid": {"learning_rate": [0.1, 0.2, 0.3]}}}
    data = {"generator": "moons", "train_examples": 100, "test_examples": 20, "noise": 0.1}
    study = load([], config={"replicates": 4, "datasets": {"d": data}, "experiments": {"e": tuned}})
    plain, adam = (work.training_work(study, "train_e", {"experiment": "e", "variant": v}) for v in variants)
    assert plain[0] == adam[0] == 3 * 5 * 10
    assert adam[1] > 10 * plain[1]


def test_chunks_of_a_variant_are_one_thing_with_progress_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made when its chunks are joined; each chunk says how far it is."""
    monkeypatch.chdir(tmp_path)
    jobs = {k: Job("train_e", "trainings", f"results/e/v/chunks/{k}.h5", amount=10, cost=1.0) for k in (0, 1)}
    board = Board({**jobs, 2: Job("gather", "trainings", "results/e/v/record.json")})
    for number in (0, 1):
        board.begin(number)
    paths.PROGRESS.mkdir(parents=True)
    place("results/e/v/chunks/1").write_text('{"done": 500, "total": 1000, "costs": []}', encoding="utf-8")
    board.look()
    assert [board.jobs[number].share for number in (0, 1)] == [0, 0.5]
    assert {job.thing for job in board.jobs.values()} == {"e/v"}
    for number in (0, 1):
        board.end(number, "done")
    (row,) = board.rows()
    assert (row.made, row.total) == (0, 1)
    board.end(2, "done")
    (row,) = board.rows()
    assert (row.made, row.total) == (1, 1)


def test_every_rule_that_makes_a_file_has_a_stage() -> None:
    """So that a new rule is not forgotten on the screen."""
    import re

    text = "".join(path.read_text(encoding="utf-8") for path in Path("workflow/rules").glob("*.smk"))
    named = re.findall(r"^ *rule (\w+):", text, re.MULTILINE) + re.findall(r'f"(\w+_){EXPERIMENT}"', text)
    assert {rule for rule in named if not stage_of(rule)} == {"more"}


def test_a_thing_is_made_when_all_its_jobs_are_done() -> None:
    """A sweep has decisions and a figure of them; what was there already is reused."""
    folder = "results/sweeps/s"
    jobs = {
        0: Job("one", "figures", f"{folder}/map.png"),
        1: Job("other", "figures", f"{folder}/line.png"),
        2: Job("other", "figures", "results/sweeps/t/line.png", is_needed=False),
    }
    board = Board(jobs)
    board.begin(0)
    board.end(0, "done")
    (row,) = board.rows()
    assert (row.made, row.total, row.reused, row.share) == (0, 1, 1, 0.5)
    board.end(1, "done")
    (row,) = board.rows()
    assert (row.made, row.is_over, row.share) == (1, True, 1.0)
