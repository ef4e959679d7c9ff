"""What has been damaged, copied, replaced or left from before: one call finds it, names it and makes it right."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import yaml

from seedcheck import checksums
from tests.workflow.conftest import Project, clean_environment, planned

PER_RUN = ("results/mlflow/runs.json", "results/report.html", "results/plan.json")  # numbers of runs, seconds, "late"


def hashes(project: Project) -> dict[str, str]:
    """Return the hashes of all files of the study that have the same bytes in each run."""
    files = {path for name in ("data", "results") for path in project.path(name).rglob("*") if path.is_file()}
    others = ("logs", "benchmarks", "mlflow", "set-aside")
    names = {path.relative_to(project.folder).as_posix() for path in files}
    mine = {name for name in names if not set(others) & set(name.split("/")) and name not in PER_RUN}
    return {name: checksums.file_sha256(project.path(name)) for name in mine - {"results/checksums.txt"}}


def step(project: Project, name: str) -> subprocess.CompletedProcess[str]:
    """Run a step that is no job."""
    return subprocess.run([sys.executable, "-m", f"seedcheck.steps.{name}"], cwd=project.folder, text=True, check=False,
                          env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


def of_others(path: Path) -> None:
    """Put a HDF5 file that somebody else has made in the place of one of ours."""
    with h5py.File(path, "w") as file:
        file["X"] = np.zeros((5, 2))


def with_a_changed_byte(path: Path) -> None:
    """Change one byte, and neither size nor time."""
    before, contents = path.stat(), bytearray(path.read_bytes())
    contents[len(contents) // 2] ^= 1
    path.write_bytes(contents)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "data/spiral.h5": lambda path: path.write_bytes(path.read_bytes()[:3000]),
    "data/circles.h5": of_others,
    "results/tricks/l2/record.json": lambda path: path.write_bytes(b""),
    "results/tricks/none/costs.csv": lambda path: path.write_text("epoch,cost\n0,0.6\n", encoding="utf-8"),
    "results/tricks/none/model.h5": with_a_changed_byte,
    "results/starts/he/predictions.h5": with_a_changed_byte,
    "results/starts/he/gradients.json": lambda path: path.write_text("[]", encoding="utf-8"),
    "results/sweeps/strength/decisions.json": lambda path: path.write_text('{"mine": 1}', encoding="utf-8"),
    "results/comparison/verdicts.csv": lambda path: path.write_text("mine\n", encoding="utf-8"),
    "results/tricks/curves.svg": with_a_changed_byte,
    "results/mlflow/runs.json": lambda path: path.write_text("{", encoding="utf-8"),
    "results/plan.json": lambda path: path.write_text("{}", encoding="utf-8"),
}


@pytest.mark.slow
def test_one_call_finds_names_and_makes_anew_all_that_is_damaged(rerun: Project) -> None:
    """Each kind of file, in each way; nothing of a stranger's is lost, and a second call has nothing to do."""
    before = hashes(rerun)
    for name, damage in DAMAGES.items():
        damage(rerun.path(name))
    wrong = step(rerun, "verify").stdout
    run = rerun.snakemake()
    assert run.returncode == 0, run.stdout
    for name in DAMAGES:
        assert f"  {name} is not as it was written" in wrong or name == "results/plan.json"
        assert f"\n{name} is not as seedcheck wrote it: to be made anew" in run.stdout
    assert "Traceback" not in run.stdout
    assert hashes(rerun) == before
    with h5py.File(rerun.path("data/set-aside/circles.h5")) as file:
        assert list(file) == ["X"]
    assert "Nothing to be done" in rerun.snakemake().stdout
    assert step(rerun, "verify").returncode == 0


def test_what_makes_a_file_is_noted_as_snakemake_notes_it(finished: Project) -> None:
    """Else a reason for running again would be ours alone, or Snakemake's alone."""
    notes = finished.path("results/checksums.txt").read_text(encoding="utf-8")
    jobs = json.loads(finished.path(".snakemake/seedcheck.json").read_text(encoding="utf-8"))
    assert len(jobs["makers"]) > 80
    for name, maker in jobs["makers"].items():
        assert re.search(rf"# made by {maker}\n[0-9a-f]{{64}}  {re.escape(name)}\n", notes), name
    records = [path.read_text(encoding="utf-8") for path in finished.path(".snakemake/metadata").iterdir()]
    makers = {checksums.fingerprint(json.loads(record)["params"]) for record in records}
    assert set(jobs["makers"].values()) == makers
    assert all(finished.path(log).is_file() for log in jobs["logs"])


@pytest.mark.slow
def test_results_that_were_copied_without_snakemakes_notes_are_compared_with_the_configuration(rerun: Project) -> None:
    """They are right as long as settings and code are; another setting runs what has it, and says so."""
    shutil.rmtree(rerun.path(".snakemake"))
    assert planned(rerun) == set()
    rerun.configure(lambda config: config["experiments"]["tricks"]["variants"]["l2"].update(l2_lambda=7))
    jobs = planned(rerun)
    assert {"train l2", "decide", "page"} <= jobs
    assert not {"train none", "train he", "sweep", "generate"} & jobs
    assert re.search(r"\d files of results/tricks/l2, .*made with other settings or code", rerun.snakemake("-n").stdout)


@pytest.mark.slow
def test_results_of_another_study_in_the_place_of_ours_are_not_believed(rerun: Project, tmp_path: Path) -> None:
    """A colleague's folder copied over ours: Snakemake's notes are still on our results, with our settings."""
    before = hashes(rerun)
    colleague = rerun.path("colleague")
    Project.copy(colleague, "Snakefile", "nn", "seedcheck", "workflow", "config", "profiles", "environment.yml")
    theirs = Project.__new__(Project)
    theirs.folder = colleague
    theirs.configure(lambda config: config["experiments"]["tricks"]["variants"]["l2"].update(l2_lambda=7))
    targets = [f"results/tricks/{variant}/record.json" for variant in ("l2", "none")]
    assert theirs.snakemake(*targets).returncode == 0
    shutil.copytree(colleague / "results", rerun.path("results"), dirs_exist_ok=True)
    shutil.rmtree(colleague)
    run = rerun.snakemake()
    assert run.returncode == 0, run.stdout
    record = json.loads(rerun.path("results/tricks/l2/record.json").read_text(encoding="utf-8"))
    assert record["settings"]["l2_lambda"] == 0.7
    assert hashes(rerun) == before


def test_a_foreign_file_is_no_data_set(project: Project) -> None:
    """It is named, kept, and the data set is made."""
    project.path("data").mkdir()
    of_others(project.path("data/circles.h5"))
    run = project.snakemake("data/circles.h5")
    assert run.returncode == 0, run.stdout
    assert "data/circles.h5 was not written by seedcheck: to be made anew; what is there now is kept as " in run.stdout
    assert project.path("data/set-aside/circles.h5").is_file()
    with h5py.File(project.path("data/circles.h5")) as file:
        assert "train" in file


@pytest.mark.slow
def test_cleaning_takes_what_is_ours_only(rerun: Project) -> None:
    """After it the folder is as before the study, but for a user's own files; then the study runs as ever."""
    of_others(rerun.path("data/tumours.h5"))
    notes = rerun.path("results/notes/plan.txt")
    notes.parent.mkdir()
    notes.write_text("mine", encoding="utf-8")
    run = step(rerun, "clean")
    left = {path.relative_to(rerun.folder).as_posix() for name in ("data", "results")
            for path in rerun.path(name).rglob("*") if path.is_file()}  # fmt: skip
    left.remove("results/.writer")  # of whom runs on a server are
    assert left == {"data/tumours.h5", "results/notes/plan.txt"}
    assert all(f"  {name}\n" in run.stdout for name in left)
    assert not rerun.path(".snakemake").exists()


PAGE = "    write_text(output, render(material))\n"


@pytest.mark.slow
def test_a_failed_page_stays_red_and_is_made_anew(rerun: Project) -> None:
    """After the error there is a page that says so; it is no result, so the next call makes the right one."""
    rerun.edit("seedcheck/steps/page.py", PAGE, f'    raise KeyError("content")\n{PAGE}')
    assert rerun.snakemake().returncode == 1
    page = rerun.path("results/report.html").read_text(encoding="utf-8")
    assert "its page could not be made" in page
    assert "KeyError" in page
    assert rerun.snakemake().returncode == 1
    rerun.edit("seedcheck/steps/page.py", f'    raise KeyError("content")\n{PAGE}', PAGE)
    assert planned(rerun) == {"page", "reproduced"}
    assert rerun.snakemake().returncode == 0
    assert 'id="provenance"' in rerun.path("results/report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_page_that_failed_for_once_is_made_anew(rerun: Project) -> None:
    """Though the code that failed is the same again, and what the error left has the page's name."""
    rerun.configure(lambda config: config["experiments"]["tricks"].update(question="Really?"))
    log = rerun.path("results/logs/page.log")
    log.unlink()
    log.mkdir()
    (log / "in the way").touch()
    assert rerun.snakemake().returncode == 1
    assert "Really?" in rerun.path("results/report.html").read_text(encoding="utf-8")
    shutil.rmtree(log)
    assert planned(rerun) == {"page", "reproduced"}
    assert rerun.snakemake().returncode == 0
    assert "Not everything finished" not in rerun.path("results/report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_one_figure_that_fails_leaves_the_others_and_the_page(rerun: Project) -> None:
    """The page shows the others and names the one; all are made anew when it is mended."""
    before = hashes(rerun)
    line = '    """Draw'
    source = rerun.path("seedcheck/presentation/figures/bands.py").read_text(encoding="utf-8")
    head = re.search(r"^def draw\(.*?\n", source, re.MULTILINE)
    assert head, line
    rerun.edit("seedcheck/presentation/figures/bands.py", head[0], f"{head[0]}    raise IndexError('list index')\n")
    run = rerun.snakemake()
    page = rerun.path("results/report.html").read_text(encoding="utf-8")
    assert run.returncode == 1
    assert "results/tricks/bands.svg: IndexError: list index" in page
    assert not rerun.path("results/tricks/bands.svg").exists()
    assert {name: found for name, found in before.items() if "bands" not in name and "reproduced" not in name}.items() \
        <= hashes(rerun).items()  # fmt: skip
    rerun.edit("seedcheck/presentation/figures/bands.py", "    raise IndexError('list index')\n", "")
    assert rerun.snakemake().returncode == 0
    assert hashes(rerun) == before


@pytest.mark.slow
def test_a_published_number_that_differs_makes_the_study_red(rerun: Project) -> None:
    """Everything is there, the page says it first, the error names both values; and it stays so, without more work."""
    numbers = yaml.safe_load(rerun.path("config/published.yaml").read_text(encoding="utf-8"))
    numbers["tricks"] = {"none": {"settings": {}, "train_accuracy": 0.123, "test_accuracy": 0.456, "cost": {}}}
    rerun.path("config/published.yaml").write_text(yaml.safe_dump(numbers), encoding="utf-8")
    run = rerun.snakemake()
    assert run.returncode == 1
    assert "ERROR: 2 of 4 published numbers DIFFER from ours" in run.stdout
    assert "tricks/none: train_accuracy: published 0.123, ours " in run.stdout
    page = rerun.path("results/report.html")
    first = page.read_text(encoding="utf-8")
    assert "2 of 4 published numbers differ from ours." in first
    assert first.index("differ from ours") < first.index("<section")
    again = rerun.snakemake()
    assert again.returncode == 1
    assert "rule page:" not in max(rerun.path(".snakemake/log").iterdir()).read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8") == first


@pytest.mark.slow
def test_verifying_compares_results_with_mlflow(rerun: Project) -> None:
    """A run that was deleted in MLflow is named; the command that is named, too, logs it again."""
    assert step(rerun, "verify").returncode == 0
    tracked = json.loads(rerun.path("results/mlflow/runs.json").read_text(encoding="utf-8"))
    run = tracked["experiments"]["tricks"]["runs"]["l2"]
    code = f"from mlflow.tracking import MlflowClient as C; C('sqlite:///results/mlflow/mlflow.db').delete_run('{run}')"
    subprocess.run([sys.executable, "-c", code], cwd=rerun.folder, check=True, env=clean_environment())
    found = step(rerun, "verify")
    assert found.returncode == 1
    assert f"tricks/l2 in MLflow: run {run} is " in found.stdout
    assert "snakemake --forcerun track" in found.stdout
    assert rerun.snakemake("--forcerun", "track").returncode == 0
    assert step(rerun, "verify").returncode == 0
