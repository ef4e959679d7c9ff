"""Curves, counts and durations as letters."""

from pathlib import Path

from seedcheck.terminal.board import StageRow
from seedcheck.terminal.drawing import LETTERS, counts, sparkline
from seedcheck.terminal.failures import ended, last_lines, reason
from seedcheck.terminal.work import in_words


def test_a_curve_is_as_long_as_asked_and_low_for_low() -> None:
    """Of many costs some are picked, first and last among them; equal ones are a flat line."""
    assert sparkline([4, 3, 2, 1, 0], 5, LETTERS)[0] == LETTERS[-1]
    assert sparkline([100, 10, 1], 3) == "█▄▁"  # logarithmic
    assert sparkline([1.0] * 50, 4) == "▁▁▁▁"
    assert sparkline([], 4) == ""


def test_counts_say_what_was_made_failed_and_reused() -> None:
    """In the words of the stage's state."""
    assert counts(StageRow("trainings", 0, 0, 2, 3, 0.0, is_running=False)) == "3 to make"
    assert counts(StageRow("trainings", 1, 0, 2, 3, 0.3, is_running=True)) == "1 of 3"
    assert counts(StageRow("trainings", 2, 1, 2, 3, 1.0, is_running=False)) == "2 made, 1 failed, 2 reused"


def test_durations_are_read_at_a_glance() -> None:
    """Seconds, minutes, hours."""
    assert [in_words(seconds) for seconds in (0, 59, 61, 7300)] == ["1 s", "59 s", "1 min 1 s", "2 h 1 min"]


def test_an_error_that_stops_many_jobs_is_said_once() -> None:
    """And of many different ones some are named."""
    assert last_lines(["ERROR: a", "ERROR: b", "ERROR: a"]) == ["ERROR: a", "ERROR: b"]
    assert last_lines([f"ERROR: {n}" for n in range(7)])[0] == "2 more errors are shown above"


def test_what_ended_a_job_of_a_cluster_is_said_with_the_remedy(tmp_path: Path) -> None:
    """Whatever an earlier log says; of other failures the log is what counts, or else what the cluster says."""
    said = "SLURM-job '7' failed, SLURM status is: 'TIMEOUT'."
    assert ended("train_tricks", "tricks/l2", said) == (
        f"tricks/l2: {said}; give it more time: --set-resources train_tricks:runtime=MINUTES"
    )
    assert ended("train_tricks", "tricks/l2", said.replace("TIMEOUT", "FAILED")) == ""
    log = tmp_path / "l2.log"
    assert reason(log, "tricks/l2: no such node") == "tricks/l2: no such node"
    log.write_text("epoch 1\nERROR: no such file\n", encoding="utf-8")
    assert reason(log, "tricks/l2: no such node") == "no such file"
