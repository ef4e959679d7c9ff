"""The answer on the screen, from what the decisions and records say."""

from pathlib import Path

import pytest

from seedcheck.files import write_json
from seedcheck.presentation import answers, words
from seedcheck.study import paths
from seedcheck.study.model import Study, load
from seedcheck.terminal import answer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """Return the tiny study, whose second experiment has no replicates, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return load([ROOT / "config/tiny.yaml"], {"experiments": {"starts": {"replicates": 0}}})


def test_without_decisions_there_is_no_answer(study: Study) -> None:
    """Nor where they are damaged."""
    assert answer.verdicts(study) == ([], "")
    write_json("results/comparison/decisions.json", [])
    assert answer.verdicts(study) == ([], "")


def test_claims_come_first_and_experiments_without_claims_after_them(study: Study) -> None:
    """In the words of the page; an experiment of one seed says that it has no verdict."""
    claim = {
        "source": "the paper",
        "claim": "L2 beats none",
        "experiment": "other",
        "verdict": "holds",
        "published": 0.9,
    }
    tricks = {"variants": {"none": {}, "l2": {"verdict": "undecided"}, "gone": {"verdict": "better"}}}
    write_json("results/comparison/decisions.json", {"claims": [claim], "experiments": {"tricks": tricks}})
    lines, in_sum = answer.verdicts(study)
    assert lines == [
        (words.VERDICTS["holds"], "L2 beats none", "good"),
        (words.VERDICTS["undecided"], "Tricks: l2 against none", ""),
        (answers.ONE_SEED, "Starts: zeros, he", ""),
    ]
    assert in_sum == answers.on_claims([claim])


def test_stand_ins_are_named_with_the_command_that_replaces_them(study: Study) -> None:
    """From any record that says so; where there is no Makefile, Snakemake's."""
    write_json("results/tricks/l2/record.json", {"data": {"stand_in": "no network"}})
    assert answer.stand_ins(study) == {"circles": "no network"}
    said = answer.of_stand_ins(answer.stand_ins(study))
    assert said.startswith("STAND-IN DATA: circles is not the real data")
    assert said.endswith("--forcerun fetch")
    Path("Makefile").touch()
    assert answer.of_stand_ins(answer.stand_ins(study)).endswith("make refetch")
    assert answer.of_stand_ins({}) == ""


def test_the_page_is_named_from_the_shell(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Snakemake works in the study's folder, which may lie below the one that it was called in; or anywhere."""
    write_json(paths.PAGE, {})
    for called_in, named in ((tmp_path.parent, f"{tmp_path.name}/{paths.PAGE}"), (tmp_path, str(paths.PAGE)),
                             (tmp_path / "below", str(paths.PAGE))):  # fmt: skip
        monkeypatch.setenv("PWD", str(called_in))
        assert next(answer.places()) == f"page: {named}"
    monkeypatch.delenv("PWD")
    assert next(answer.places()) == f"page: {paths.PAGE}"


def test_the_runs_of_a_study_in_a_folder_of_its_own_are_opened_by_its_name(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `make study STUDY=mine` makes it."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    for folder, said in ((tmp_path, "make ui"), (tmp_path / "studies/mine", "make ui STUDY=mine")):
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(folder)
        write_json(paths.RECEIPT, {})
        assert [*answer.places()] == [f"MLflow: {said}"]
