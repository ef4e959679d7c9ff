"""After an error there is a page in any case, and it says what is missing and why."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seedcheck.files import write_json, write_text
from seedcheck.steps.incomplete import IncompleteJob, incomplete, not_made, unreadable
from tests.presentation.small_results import gate

DECIDED = {"experiments": {"e": {"dataset": "d", "variants": ["a", "b"], "reference": "a", "replicates": 0,
                                 "margin": 2, "redrawn": ""}}, "suites": {}, "seed": 0}  # fmt: skip
SHOWN = {"title": "E", "question": "Does it?", "suite": "", "dataset": "d", "replicates": 0, "reference": "a",
         "plane": False, "variants": ["a", "b"], "titles": {"a": "A", "b": "B"}}  # fmt: skip
PLAN = {"root_seed": 0, "claims": [], "analysis": {}, "experiments": {}, "sweeps": {}}
LOG = "results/logs/train/e.b.log"
PAGE = Path("results/report.html")


def job(**changes: Any) -> IncompleteJob:
    """Return what the step gets when the training of a variant has failed."""
    failed = {"rule": "train_e", "files": ["results/e/b/record.json", "results/e/b/costs.csv"], "log": LOG}
    waiting = {"rule": "page", "files": ["results/report.html"], "log": "results/logs/page.log"}
    figures = {"group": "runs", "datasets": {"d": None}, "experiments": {"e": SHOWN}, "sweeps": {}, "variants": ["a"]}
    page = {"experiments": {"e": SHOWN}, "sweeps": {}, "plan": PLAN}
    return IncompleteJob(
        **{"decide": DECIDED, "figures": [figures], "page": page, "unfinished": [failed, waiting]} | changes
    )


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder in which one training of this call has failed."""
    monkeypatch.chdir(tmp_path)
    write_text("published.yaml", "claims: []\n")
    write_json(".snakemake/seedcheck.json", {"makers": {}, "logs": []})
    os.utime(".snakemake/seedcheck.json", (1, 1))
    write_text(LOG, "epoch 0\nERROR: no room on the disk\n  free some\nmore\n")
    write_json("results/e/a/gradients.json", gate())
    write_json("results/e/b/refused.json", gate(passed=False))


def test_the_page_says_what_failed_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    """So does the console, last."""
    incomplete(Path("published.yaml"), PAGE, job())
    line = "results/e/b/record.json and 1 more: no room on the disk; free some"
    assert line in PAGE.read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert f"NOT MADE: {line}" in said
    assert f"STOPPED BY ITS GATE: e/b\n  {gate(passed=False)['failures'][0]}\n" in said


BREAKS: dict[str, Callable[[], object]] = {
    "a record is damaged": lambda: write_text("results/e/a/record.json", "{"),
    "a record is of somebody else": lambda: write_json("results/e/a/record.json", {"mine": 1}),
    "a gradient report is damaged": lambda: write_text("results/e/a/gradients.json", ""),
    "the receipt is damaged": lambda: write_text("results/mlflow/runs.json", "null?"),
    "the checks are damaged": lambda: write_text("results/gradient_checks.json", "["),
    "the plan is damaged": lambda: write_text("results/plan.json", "{}"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_the_page_is_there_whatever_lies_damaged(broken: str) -> None:
    """Without what cannot be read, which it names; with all sections."""
    BREAKS[broken]()
    incomplete(Path("published.yaml"), PAGE, job())
    page = PAGE.read_text(encoding="utf-8")
    assert "is damaged" in page
    assert 'id="provenance"' in page


def test_a_page_that_cannot_be_made_is_a_bare_one() -> None:
    """It is there all the same, instead of the old one, and names the reasons, as text."""
    write_text(PAGE, "old")
    broken = job()
    broken = job(page={**broken.page, "plan": {"claims": "<b>"}, "sweeps": {"s": {}}})
    incomplete(Path("published.yaml"), PAGE, broken)
    page = PAGE.read_text(encoding="utf-8")
    assert "its page could not be made" in page
    assert "no room on the disk" in page
    assert "results/report.html: KeyError" in page or "results/report.html: TypeError" in page


def test_what_is_right_is_not_made_again() -> None:
    """If nothing but the last check failed, the page and all figures stay as they are."""
    write_text(PAGE, "right")
    check = {"rule": "reproduced", "files": ["results/comparison/reproduced.txt"], "log": LOG}
    incomplete(Path("published.yaml"), PAGE, job(unfinished=[check], current=[str(PAGE)]))
    assert PAGE.read_text(encoding="utf-8") == "right"


def test_a_log_of_an_earlier_call_is_no_reason() -> None:
    """Its job was not begun in this call."""
    before = [*not_made([{"files": ["a.txt"], "log": LOG}])]
    os.utime(LOG, (0, 0))
    after = [*not_made([{"files": ["a.txt"], "log": LOG}])]
    assert before == ["a.txt: no room on the disk; free some"]
    assert after == ["not begun, since something before failed: a.txt"]


def test_a_job_that_said_nothing_was_killed() -> None:
    """Its log is named; of one that ended in a traceback, the last line stands."""
    write_text(LOG, "")
    assert [*not_made([{"files": ["a.txt"], "log": LOG}])] == [f"a.txt: it was killed (see {LOG})"]
    write_text(LOG, "Traceback\n  File\nMemoryError: 14 TiB\n")
    assert [*not_made([{"files": ["a.txt"], "log": LOG}])] == [f"a.txt: MemoryError: 14 TiB (see {LOG})"]


def test_damaged_variants_are_left_out_as_a_whole() -> None:
    """Their folder is named, and why."""
    write_json("results/e/a/record.json", {"metrics": {"final_cost": 1.0}, "diverged_at_epoch": None})
    (found,) = unreadable({"e": SHOWN}, ())
    assert found[0] == "results/e/a"
    assert json.dumps("results/e/a/costs.csv is not there")[1:-1] in found[1]
