"""`make why` says in a few plain lines why a file is out of date, or what it was made from; `make crate` packs all."""

import json
import re
import subprocess
import sys
import zipfile

import pytest

from tests.workflow.conftest import Project, clean_environment, planned

RECORD = "results/tricks/l2/record.json"
pytestmark = pytest.mark.slow


def why(project: Project, target: str = RECORD) -> list[str]:
    """Return the lines on a file."""
    command = [sys.executable, "-m", "seedcheck.steps.why", target, "--configfile", "config/tiny.yaml"]
    run = subprocess.run(command, cwd=project.folder, env=clean_environment(), text=True, check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    return run.stdout.splitlines()


def test_a_file_that_is_up_to_date_names_what_it_was_made_from(finished: Project) -> None:
    """Its data, settings, seeds and packages."""
    headline, *lines = why(finished)
    assert headline.startswith(f"{RECORD} is up to date; made 2")
    assert headline.endswith(" by train_tricks")
    said = "\n".join(lines)
    for part in ("data/circles.h5", "dataset: circles", "seed 3, shuffle_seed 0, test_seed 2", "numpy 2"):
        assert part in said
    assert "edited" not in said


def test_an_edit_after_the_making_is_said(rerun: Project) -> None:
    """A number that was written by hand did not come from its settings, and will not stay."""
    rerun.edit(RECORD, '"variant": "l2"', '"variant": "l1"')
    assert f"{RECORD} is not as seedcheck wrote it: to be made anew" in why(rerun)[1]


def test_a_changed_setting_is_named_with_both_values(rerun: Project) -> None:
    """Of all jobs that would run, those behind others too: Snakemake's own reason leaves these out."""
    rerun.configure(lambda config: config["experiments"]["tricks"]["variants"]["l2"].update(l2_lambda=0.5))
    rerun.configure(lambda config: config.update(replicates=9))
    lines = why(rerun)
    assert lines[0] == f"{RECORD} is out of date; 1 job would run"
    assert lines[1:] == [
        f"  setting l2_lambda: 0.7 -> 0.5, for {RECORD}",
        f"  setting replicates: 8 -> 9, for {RECORD}",
    ]


def test_a_changed_module_is_named_and_nothing_else(rerun: Project) -> None:
    """With the jobs that use it; neither its hash nor what depends on it is a line of its own."""
    rerun.edit("nn/losses.py", "return np.subtract(A, Y, out=out)", "return np.subtract(A, 1 * Y, out=out)")
    assert why(rerun)[1:] == ["  code nn/losses.py, used by train_tricks"]


def test_a_changed_input_is_named(rerun: Project) -> None:
    """Whoever changed it."""
    with rerun.path("data/circles.h5").open("ab") as file:
        file.write(b"more")
    assert why(rerun)[1].startswith("  data/circles.h5 is not as seedcheck wrote it: to be made anew")


def test_a_missing_file_and_a_new_variant_are_named(rerun: Project) -> None:
    """A file that is not there is no change of settings."""
    rerun.path("results/comparison/claims.csv").unlink()
    assert why(rerun, "results/comparison/claims.csv")[1:] == ["  missing: results/comparison/claims.csv"]
    rerun.configure(lambda config: config["experiments"]["tricks"]["variants"].update(l3={"l2_lambda": 3}))
    lines = why(rerun, "results/comparison/decisions.json")
    assert any(line.startswith("  missing: results/tricks/l3/") for line in lines), lines
    assert any(line.startswith("  other inputs of results/comparison/decisions.json: new results/tricks/l3/")
               for line in lines), lines  # fmt: skip


@pytest.mark.parametrize(("target", "near"), [
    ("results/report.htm", "results/report.html"),
    ("results/tricks/l2", "results/tricks/l2/"),
    ("verdicts.json", "results/comparison/verdicts.json"),
    ("config/tiny.yaml", "it may be one of its inputs"),
])  # fmt: skip
def test_a_file_that_no_rule_makes_is_one_line_with_near_names(finished: Project, target: str, near: str) -> None:
    """A misspelt name, a folder, a name without its folder, and an input."""
    (line,) = why(finished, target)
    assert line.startswith(f"ERROR: {target}: no rule makes this file")
    assert near in line


def test_faults_of_the_configuration_are_said_as_they_are(rerun: Project) -> None:
    """And no traceback."""
    rerun.configure(lambda config: config.update(replicate=9))
    (line,) = why(rerun)
    assert re.match(r"ERROR: \S*config/tiny\.yaml: line \d+: replicate: .*did you mean 'replicates'", line)


def test_results_without_snakemakes_notes_are_said_to_be_so(rerun: Project) -> None:
    """As after copying results without the hidden folder."""
    rerun.path(".snakemake").rename(rerun.path("elsewhere"))
    assert "no note of how it was made" in why(rerun)[0]


def test_a_finished_study_is_packed_by_one_rule(rerun: Project) -> None:
    """Nothing else runs for it, and everything that the study asks for is in it."""
    assert planned(rerun, "results/crate.zip") == {"crate"}
    run = rerun.snakemake("results/crate.zip")
    assert run.returncode == 0, run.stdout
    assert "the data circles, spiral among them" in rerun.path("results/logs/crate.log").read_text(encoding="utf-8")
    with zipfile.ZipFile(rerun.path("results/crate.zip")) as archive:
        packed = set(archive.namelist())
        graph = {each["@id"]: each for each in json.loads(archive.read("ro-crate-metadata.json"))["@graph"]}
    found = {path.relative_to(rerun.folder).as_posix() for path in rerun.path("results").rglob("*") if path.is_file()}
    aside = ("results/logs/", "results/benchmarks/", "results/mlflow/", "results/plan.json", "results/crate.zip",
             "results/.writer", "results/checksums.txt")  # fmt: skip
    assert {name for name in found if not name.startswith(aside) and "/chunks/" not in name} <= packed
    assert {"results/report.html", "results/mlflow/runs.json", "data/spiral.h5", "config/as_run.json"} <= packed
    assert {"#study", "#train-starts-he", "#check-starts-he", "#verdict-starts-he"} <= set(graph)
