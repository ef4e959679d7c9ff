"""Verifying names each file that is not as it was written, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.files import write_json, write_text
from seedcheck.steps.verify import verify
from seedcheck.study import seal


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in the folder of a study that has written three files."""
    monkeypatch.chdir(tmp_path)
    checksums.begin({})
    for name in ("data/circles.h5", "results/tricks/l2/record.json", "results/tricks/l2/costs.csv"):
        write_text(name, name)
    yield
    checksums._makers = None


def test_each_file_is_named() -> None:
    """Damaged, missing, and a record that somebody else put there; the notes and files stay as they are."""
    Path("data/circles.h5").write_text("other", encoding="utf-8")
    Path("results/tricks/l2/costs.csv").unlink()
    checksums._makers = None
    write_json("results/tricks/mine/record.json", {})
    before = checksums.read()
    with pytest.raises(InputError) as caught:
        verify()
    assert str(caught.value).splitlines()[1:] == [
        "  data/circles.h5 is not as it was written",
        "  results/tricks/l2/costs.csv is missing",
        "  results/tricks/mine/record.json was not written by the study",
    ]
    assert "3 faults; run the study again" in str(caught.value)
    assert checksums.read() == before
    assert Path("data/circles.h5").read_text(encoding="utf-8") == "other"


def test_a_plan_that_was_changed_is_named() -> None:
    """Even with its note made to fit: it holds its own hash."""
    seal.seal({"root_seed": 0})
    write_text(
        "results/plan.json",
        Path("results/plan.json").read_text(encoding="utf-8").replace('"root_seed": 0', '"root_seed": 1'),
    )
    with pytest.raises(InputError, match=r"results/plan.json is not the plan that was sealed"):
        verify()


def test_results_that_are_not_logged_are_named() -> None:
    """Once all files are right."""
    with pytest.raises(InputError, match=r"results/mlflow/runs.json is missing: nothing is logged to MLflow"):
        verify()


def test_without_hashes_there_is_nothing_to_verify() -> None:
    """That is an error, not a success."""
    Path("results/checksums.txt").unlink()
    with pytest.raises(InputError, match="holds no hashes"):
        verify()
