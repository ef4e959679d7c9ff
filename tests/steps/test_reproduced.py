"""A published number that differs from ours ends the study with an error; what cannot be compared does not."""

from pathlib import Path

import pytest

from seedcheck.errors import InputError
from seedcheck.files import Row, write_csv
from seedcheck.statistics.published import COLUMNS
from seedcheck.steps.reproduced import reproduced

PUBLISHED = Path("published.csv")
OUTPUT = Path("reproduced.txt")


def row(verdict: str, epoch: int | None = 1000) -> Row:
    """Return a row of the table of published numbers."""
    values = ("cats", "l2", "cost" if epoch else "test_accuracy", epoch, 0.5, 0.25, 0.5, verdict)
    return dict(zip(COLUMNS, values, strict=True))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_equal_numbers_pass() -> None:
    """Those that are rounding noise, within their factor."""
    write_csv(PUBLISHED, [row("reproduced"), row("reproduced within a factor of 10")], COLUMNS)
    reproduced(PUBLISHED, OUTPUT)
    assert OUTPUT.read_text(encoding="utf-8") == "2 of 2 published numbers are reproduced, none differs\n"


@pytest.mark.parametrize("verdict", ["not comparable: stand-in data", "not comparable: other seed", "diverged",
                                     "stopped by its gate", "not run", "not recorded"])  # fmt: skip
def test_what_cannot_be_compared_is_no_difference(verdict: str) -> None:
    """It is counted, and stands in table and page."""
    write_csv(PUBLISHED, [row("reproduced"), row(verdict)], COLUMNS)
    reproduced(PUBLISHED, OUTPUT)
    assert OUTPUT.read_text(encoding="utf-8").startswith("1 of 2 ")


def test_a_study_without_published_numbers_passes() -> None:
    """As one on new data has none."""
    write_csv(PUBLISHED, [], COLUMNS)
    reproduced(PUBLISHED, OUTPUT)
    assert OUTPUT.read_text(encoding="utf-8").startswith("0 of 0 ")


def test_a_number_that_differs_is_named_and_nothing_is_written() -> None:
    """With its place and both values; of many, the first ten."""
    write_csv(PUBLISHED, [row("reproduced"), row("differs"), row("differs", None)], COLUMNS)
    with pytest.raises(InputError, match=r"2 of 3 published numbers DIFFER from ours; see published\.csv") as caught:
        reproduced(PUBLISHED, OUTPUT)
    assert str(caught.value).splitlines()[1:] == [
        "  cats/l2: cost at epoch 1000: published 0.5, ours 0.25",
        "  cats/l2: test_accuracy: published 0.5, ours 0.25",
    ]
    assert not OUTPUT.exists()
    write_csv(PUBLISHED, [row("differs")] * 12, COLUMNS)
    with pytest.raises(InputError) as caught:
        reproduced(PUBLISHED, OUTPUT)
    assert str(caught.value).splitlines()[-1] == "  and 2 more"


def test_a_damaged_table_is_no_answer() -> None:
    """Empty, or without the column of verdicts."""
    for text in ("experiment,variant\ncats,l2\n",):
        PUBLISHED.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="is damaged"):
            reproduced(PUBLISHED, OUTPUT)
