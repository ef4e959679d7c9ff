"""Settings reach their step, however long they are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from seedcheck.study.passing import MOST_LETTERS, as_text, from_text

ROOT = Path(__file__).parents[2]
GENERATED = {"generator": "circles", "train_examples": 8, "test_examples": 4, "noise": 0.1, "seed": 1, "test_seed": 2,
             "divide_by": 1}  # fmt: skip


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_short_settings_are_json() -> None:
    """As before, and nothing is written."""
    assert as_text({"a": "it's"}) == '{"a": "it\'s"}'
    assert list(Path().iterdir()) == []


def test_long_settings_are_named_by_what_they_hold() -> None:
    """Other settings are another text, equal ones the same."""
    one, same, other = (as_text({"a": letter * MOST_LETTERS}) for letter in "xxy")
    assert one == same != other
    assert len(one) < 200
    assert json.loads(Path(json.loads(one)["settings_file"]).read_text(encoding="utf-8")) == {"a": "x" * MOST_LETTERS}


@pytest.mark.parametrize("letters", [10, MOST_LETTERS])
def test_settings_come_back_as_they_were(letters: int) -> None:
    """From the text itself or from the file, so that what explains a job has them as the job has."""
    settings = {"a": "x" * letters}
    assert from_text(as_text(settings)) == settings


def test_no_rule_passes_settings_in_a_way_of_its_own() -> None:
    """What is long enough would not fit into a command."""
    rules = [path.read_text(encoding="utf-8") for path in (ROOT / "workflow/rules").glob("*.smk")]
    assert any("<<< {params.job" in text for text in rules)
    assert not [text for text in rules if "json.dumps" in text]


@pytest.mark.parametrize("letters", [10, 200_000])
def test_step_takes_them_through_the_shell(letters: int) -> None:
    """By the line that the rules have; an argument of 200,000 letters is more than Linux takes."""
    text = as_text(GENERATED | {"labels": ["it's", "'" * letters]})
    command = f'{sys.executable} -m seedcheck.steps.generate data.h5 <<< "$JOB"'.replace('"$JOB"', quoted(text))
    run = subprocess.run(["bash", "-c", command], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
                         check=False)  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert Path("data.h5").is_file()


def quoted(text: str) -> str:
    """Return a text as Snakemake quotes it."""
    return "'" + text.replace("'", "'\"'\"'") + "'"
