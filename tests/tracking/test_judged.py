"""Runs of any MLflow experiment are judged to the pipeline's numbers, and nothing but our own marks is written back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seedcheck.files import read_json
from seedcheck.statistics.experiments import decide_replicates
from seedcheck.statistics.pairs import Rule
from seedcheck.steps.command import main
from seedcheck.tracking.elsewhere import BEGIN, END, NOTE, with_section
from seedcheck.training.replicates import Replicates

SHARED = ("n", "left_out", "typical", "cut", "low_seeds", "high_seeds", "iqm", "mean", "median", "wins", "losses",
          "p_seeds")  # fmt: skip
LEVELS = {"none": 0.8, "l2": 0.85, "dropout": 0.8}


def replicates(level: float, salt: int) -> Replicates:
    """Return 10 replicates that are right on about this share of 80 test points; the last one diverged."""
    right = np.random.default_rng(salt).random((10, 80)) < level
    diverged = np.arange(10) == 9
    return Replicates(right, right, np.array([0]), np.zeros((10, 1)), diverged & (level > 0.8), np.full(10, 0.5))


STUDY = {name: replicates(level, salt) for salt, (name, level) in enumerate(LEVELS.items())}


def logged(client: Any, study: Mapping[str, Replicates] = STUDY) -> str:
    """Log a run per seed, and return the experiment's id."""
    number = str(client.create_experiment("study"))
    for name, found in study.items():
        for seed, accuracy in enumerate(found.accuracy("test")):
            run(client, number, {"test_accuracy": float(accuracy)}, {"seed": seed}, {"variant": name})
    return number


def run(client: Any, number: str, metrics: Mapping[str, float], params: Mapping[str, Any], tags: Mapping[str, str],
        status: str = "FINISHED") -> str:  # fmt: skip
    """Log a run."""
    from mlflow.entities import Metric, Param

    made = client.create_run(number, tags=dict(tags)).info.run_id
    client.log_batch(made, [Metric(name, value, 0, 3) for name, value in metrics.items()],
                     [Param(name, str(value)) for name, value in params.items()])  # fmt: skip
    client.set_terminated(made, status)
    return str(made)


def judged(*options: str, name: str = "study") -> dict[str, Any]:
    """Return the rows of the variants that are judged."""
    main(["judge", "--mlflow", name, "--json", "found.json", *options])
    return {row["variant"]: row for row in read_json("found.json")["rows"]}


@pytest.mark.slow
def test_replicates_logged_one_run_per_seed_are_judged_to_the_same_numbers(elsewhere: Any) -> None:
    """As the pipeline's part over seeds, to the last bit, by the experiment's name and by its id."""
    number = logged(elsewhere)
    expected = decide_replicates(STUDY, "none", Rule(0.02, 0))
    for name in ("study", number):
        found = judged("--metric", "test_accuracy", "--seed", "seed", "--variant", "variant", name=name)
        assert set(found) == set(LEVELS)
        for variant in ("l2", "dropout"):
            ours, theirs = found[variant]["comparison"], expected[variant]["comparison"]
            assert {key: ours[key] for key in SHARED} == {key: theirs[key] for key in SHARED}
            assert found[variant]["summary"]["median"] == expected[variant]["summary"]["median"]


@pytest.mark.slow
def test_runs_that_are_not_finished_or_only_group_others_are_left_out(
    elsewhere: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """A child has its parent's variant, and a step can be chosen."""
    number = str(elsewhere.create_experiment("nested"))
    for name, gain in (("none", 0.0), ("l2", 0.1)):
        parent = run(elsewhere, number, {"acc": 0.5 + gain}, {"method": name, "seed": 99}, {})
        for seed in range(6):
            child = run(elsewhere, number, {"acc": 0.2}, {"seed": seed}, {"mlflow.parentRunId": parent})
            elsewhere.log_metric(child, "acc", 0.6 + gain + 0.01 * seed, step=9)
    run(elsewhere, number, {"acc": 0.9}, {"seed": 9, "method": "l2"}, {}, "RUNNING")
    run(elsewhere, number, {}, {"seed": 9, "method": "l2"}, {})
    found = judged(name="nested")["l2"]
    assert (found["verdict"], found["comparison"]["n"]) == ("better", 6)
    said = capsys.readouterr().out
    for line in ("1 run left out: not finished", "2 runs left out: parents, whose children are judged",
                 "1 run left out: without method, seed, acc", "taken as --variant: method"):  # fmt: skip
        assert line in said
    assert judged("--step", "3", name="nested")["l2"]["comparison"]["typical"] == 0


@pytest.mark.slow
def test_verdicts_are_written_back_only_when_asked_for(elsewhere: Any) -> None:
    """As tags of ours and a section of the note: what others wrote stays, and ours is renewed."""
    number = logged(elsewhere)
    elsewhere.set_experiment_tag(number, NOTE, "Mine.")
    before = [(found.info.run_id, found.data.tags) for found in elsewhere.search_runs([number])]
    judged()
    assert before == [(found.info.run_id, found.data.tags) for found in elsewhere.search_runs([number])]
    judged("--log")
    judged("--log", "--margin", "0.02")
    note = elsewhere.get_experiment(number).tags[NOTE]
    assert note.startswith(f"Mine.\n\n{BEGIN}\n| variant | verdict |")
    assert note.endswith(END)
    assert note.count(BEGIN) == 1
    after = {found.info.run_id: found.data.tags for found in elsewhere.search_runs([number])}
    for identifier, tags in before:
        ours = {name: value for name, value in after[identifier].items() if name.startswith("seedcheck.")}
        assert after[identifier] == tags | ours
        assert set(ours) == {"seedcheck.verdict", "seedcheck.sentence"}
        assert (ours["seedcheck.verdict"] == "reference") == (tags["variant"] == "none")


def test_what_others_added_behind_our_section_stays() -> None:
    """Ours is exchanged where it stands."""
    first = with_section("Before.", "one")
    assert with_section(f"{first}\n\nBehind.", "two") == f"Before.\n\n{BEGIN}\ntwo\n{END}\n\nBehind."
    assert with_section("", "one") == f"{BEGIN}\none\n{END}"


MISTAKES = {
    ("--mlflow", "no"): "MLflow: no experiment with the name or id 'no'; there are Default, ",
    ("--mlflow", "Default"): "MLflow, Default: no run is finished",
    ("--mlflow", "study", "--metric", "accuracy"): "no column 'accuracy'; did you mean 'test_accuracy'?",
    ("--mlflow", "study", "--step", "x"): "--step x: it has to be a whole number, or last",
    ("--mlflow", "study", "--tracking-uri", "sqlite:///no.db"): "there is no file no.db; check the address",
    ("--mlflow", "study", "runs.csv"): "give either a file with a table of runs or --mlflow EXPERIMENT",
}


@pytest.mark.slow
def test_mistake_is_one_line(elsewhere: Any, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    """With what there is."""
    logged(elsewhere)
    for arguments, says in MISTAKES.items():
        with pytest.raises(SystemExit):
            main(["judge", *arguments])
        assert says in capsys.readouterr().err
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    with pytest.raises(SystemExit):
        main(["judge", "--mlflow", "study"])
    assert "where is MLflow? Give --tracking-uri" in capsys.readouterr().err
    assert not list(Path().iterdir())
