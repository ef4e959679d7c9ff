"""Tables of runs are read as they come, and what is wrong with one is a line with its rows and the remedy."""

from pathlib import Path

import pandas as pd
import pytest

from seedcheck.files import read_json
from seedcheck.steps.command import main

GOOD = "variant,seed,accuracy\n" + "".join(
    f"{name},{seed},{0.8 + 0.01 * seed + gain}\n" for name, gain in (("none", 0), ("l2", 0.02)) for seed in range(8)
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judged(text: str, *options: str) -> list[str]:
    """Return the verdicts on a table."""
    Path("runs.csv").write_text(text, encoding="utf-8")
    main(["judge", "runs.csv", "--json", "found.json", *options])
    return [row["verdict"] for row in read_json("found.json")["rows"] if "verdict" in row]


def test_obvious_columns_are_guessed_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    """And the reference; the answer is a table and a sentence."""
    assert judged(GOOD) == ["better"]
    said = capsys.readouterr().out
    for line in ("taken as --variant: variant", "taken as --seed: seed", "taken as --metric: accuracy",
                 "taken as --reference: none"):  # fmt: skip
        assert line in said.splitlines()
    assert "l2 beats none in 8 of 8 seeds and loses in 0: better by 2.0 points (95 % interval" in said


def test_direction_of_a_loss_is_asked_after(capsys: pytest.CaptureFixture[str]) -> None:
    """A metric by the name of a loss, if it is not said that lower is better."""
    judged(GOOD.replace("accuracy", "val_loss"))
    judged(GOOD.replace("accuracy", "val_loss"), "--lower-is-better")
    said = capsys.readouterr().out
    assert said.count("val_loss: larger counts as better; if smaller is, say --lower-is-better") == 1


def test_parquet_is_read_as_csv_is() -> None:
    """To the same numbers."""
    judged(GOOD)
    pd.read_csv("runs.csv").to_parquet("runs.parquet")
    main(["judge", "runs.parquet", "--json", "other.json"])
    assert read_json("other.json") == read_json("found.json")


def test_finished_runs_of_an_export_of_wandb_are_judged(capsys: pytest.CaptureFixture[str]) -> None:
    """By keys of the config, which name a variant together; line breaks in notes are part of a field."""
    head = "Name,State,Notes,l2,dropout,seed,val_acc\n"
    lines = [
        f'run{k},finished,"two\nlines",{k % 2},0.5,{k // 2},{0.8 + 0.1 * (k % 2) + 0.001 * k}\n' for k in range(16)
    ]
    export = head + "".join(lines) + "run16,crashed,,0,0.5,99,\nrun17,running,,1,0.5,99,0.1\n"
    named = ("--variant", "l2", "--variant", "dropout", "--reference", "l2=0, dropout=0.5")
    assert judged(export, *named) == ["better"]
    assert "2 rows left out that are not finished: 1 crashed, 1 running" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        judged(export.replace(lines[15], lines[15].rpartition(",")[0] + ",high\n"), *named)
    assert "no number in column 'val_acc' in line 32 ('high')" in capsys.readouterr().err


def test_states_that_are_not_of_runs_leave_nothing_out() -> None:
    """A table with names and states of its own is no export."""
    head, *lines = GOOD.splitlines()
    states = [f"{head},Name,State", *(f"{line},Ann,{'CA' if k % 2 else 'NY'}" for k, line in enumerate(lines))]
    assert judged("\n".join(states)) == ["better"]


def test_experiments_of_an_export_of_dvc_are_judged(capsys: pytest.CaptureFixture[str]) -> None:
    """Not the workspace, nor the commit that they started from, nor those in the queue."""
    head = "Experiment,rev,typ,Created,parent,State,metrics.json:acc,l2,seed\n"
    rows = [f"exp{k},{k:07x},branch_commit,,,,{0.8 + 0.1 * (k % 2) + 0.001 * k},{k % 2},{k // 2}\n" for k in range(16)]
    start = ",workspace,baseline,,,,0.8,0,0\nmain,abcdef0,baseline,,,,0.8,0,0\n"
    export = head + start + "".join(rows) + ",1234567,branch_commit,,,Queued,,1,9\n"
    assert judged(export, "--variant", "l2", "--metric", "metrics.json:acc", "--reference", "0") == ["better"]
    said = capsys.readouterr().out
    assert "2 rows left out that are the workspace or what experiments started from: 2 baseline" in said
    assert "1 row left out that is not done: 1 queued" in said


MISTAKES = {  # name: (text of runs.csv, options, what is said)
    "no column": (GOOD, "--metric acuracy", "no column 'acuracy'; did you mean 'accuracy'? There are variant, seed"),
    "nothing told": ("a,b,c\nx,1,2\n", "", "no column of variants can be told; name it with --variant: a, b, c"),
    "no number": (
        GOOD.replace("0.81\n", "high\n"),
        "",
        "no number in column 'accuracy' in line 3 ('high'); write numbers",
    ),
    "twice": (GOOD + "l2,7,0.9\n", "", "line 17 and line 18 are both variant 'l2' with seed 7; keep one of them"),
    "one variant": (GOOD.split("l2")[0], "", "only the variant 'none' is in column 'variant'"),
    "reference": (GOOD, "--reference l1", "no variant 'l1' to be the reference; there are none, l2"),
    "no reference": (GOOD.replace("none", "l0"), "", "name the one that others are compared with, --reference: l0, l2"),
    "no seed": (GOOD.replace("l2,3,", "l2,,"), "", "nothing in column 'seed' in line 13; fill it in, or delete"),
    "semicolons": (GOOD.replace(",", ";"), "", "its columns are separated by ';'; save it with commas"),
    "empty": ("", "", "runs.csv is empty: no line is in it"),
    "no runs": ("variant,seed,accuracy\n\n", "", "runs.csv is empty: no run is in it"),
    "ragged": (GOOD + "l2,9,0.9,1\n", "", "line 18"),
    "margin": (GOOD, "--margin -1", "margin -1.0: it has to be a number above 0"),
    "itself": (GOOD, "--csv runs.csv", "that is the table itself"),
    "log": (GOOD, "--log", "--log writes into MLflow, so it needs --mlflow"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_one_line_with_the_remedy(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It names the rows by their lines, and ends with 2: 1 is an answer."""
    text, options, says = MISTAKES[name]
    with pytest.raises(SystemExit) as caught:
        judged(text, *options.split())
    said = capsys.readouterr().err
    assert caught.value.code == 2
    assert said.startswith("ERROR: ")
    assert says in said
    assert said.count("\n") == 1


def test_two_seeds_are_judged_to_be_too_few(capsys: pytest.CaptureFixture[str]) -> None:
    """Undecided, with what to do."""
    few = "".join(line for line in GOOD.splitlines(keepends=True) if line.split(",")[1] in ("seed", "0", "1"))
    assert judged(few) == ["undecided"]
    said = capsys.readouterr().out
    assert "fewer than 6 runs of each to compare: no verdict is possible; add seeds" in said
    assert "2 pairs of seeds are too few to tell" in said


def test_a_worse_variant_fails_the_build_when_asked_to() -> None:
    """With 1, after everything is written."""
    judged(GOOD, "--fail-on", "worse")
    judged(GOOD, "--fail-on", "not-better")
    Path("found.json").unlink()
    for code in ("worse", "not-better"):
        with pytest.raises(SystemExit) as caught:
            judged(GOOD, "--lower-is-better", "--fail-on", code)
        assert caught.value.code == 1
    assert Path("found.json").is_file()


def test_page_has_the_answer_the_dots_and_no_script() -> None:
    """A dot per run and per pair, one row per variant, and names that are text only."""
    judged(GOOD.replace("l2", "<b>l2</b>"), "--html", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert page.count("<circle") == 24
    assert "Compared with none, over 8 seeds: &lt;b&gt;l2&lt;/b&gt; is better." in page
    assert "&lt;b&gt;l2&lt;/b&gt; beats none in 8 of 8 seeds" in page
    assert "<b>l2" not in page
    assert "<script" not in page


def test_one_format_can_be_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """As into a comment on a pull request."""
    judged(GOOD, "--markdown", "-")
    assert capsys.readouterr().out.startswith("| variant | verdict | ")
