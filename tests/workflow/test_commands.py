"""Variants and sweeps that a command trains, in the real pipeline: verdicts, reruns by content, and failures."""

import json
from pathlib import Path

import pytest
import yaml

from seedcheck.training.seeds import Plan, command_seeds
from tests.workflow.conftest import Project, planned

pytestmark = pytest.mark.slow

SCRIPT = """\
import json, random, sys
seed, lift, output = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
generator = random.Random(seed)
right = [int(generator.random() < 0.7 + lift) for _ in range(100)]
json.dump({"metrics": {"test_accuracy": sum(right) / 100}, "correct": right, "costs": [2, 1]}, open(output, "w"))
"""
LAST = command_seeds(Plan(6, 0))[-1]
TRAINER = {"command": "python train.py {seed} {lift} {output}", "sources": ["train.py"]}
STUDY = {
    "replicates": 6,
    "experiments": {
        "lifted": {"trainer": TRAINER, "chunk": 4, "variants": {"none": {"lift": 0}, "more": {"lift": 0.2}}},
        "other": {
            "trainer": {"command": "python other.py {seed} 0 {output}"},
            "replicates": 0,
            "variants": {"one": {}},
        },
    },
    "sweeps": {"lifts": {"experiment": "lifted", "grid": {"lift": [0, 0.2]}}},
}


@pytest.fixture
def commanded(project: Project) -> Project:
    """Return a copy of the project with a study of commands alone, without a data set."""
    project.path("config/tiny.yaml").write_text(yaml.safe_dump(STUDY, sort_keys=False), encoding="utf-8")
    for name in ("train.py", "other.py"):
        project.path(name).write_text(SCRIPT, encoding="utf-8")
    return project


def record(project: Project, place: str) -> dict:
    """Return a file of results."""
    return json.loads(project.path(f"results/{place}").read_text(encoding="utf-8"))


def test_verdicts_and_reruns_by_content(commanded: Project) -> None:
    """All of a study is there, with test points; an edit of a script runs its experiment again, a comment nothing."""
    run = commanded.snakemake()
    assert run.returncode == 0, run.stdout
    row = record(commanded, "comparison/decisions.json")["experiments"]["lifted"]["variants"]["more"]
    assert (row["verdict"], row["comparison"]["n"], row["comparison"]["m"]) == ("better", 6, 100)
    assert record(commanded, "sweeps/lifts/decisions.json")["cells"][1]["verdict"] == "better"
    assert "not checked: a command trains it" in commanded.path("results/report.html").read_text(encoding="utf-8")
    assert record(commanded, "mlflow/runs.json")["experiments"]["lifted"]["runs"].keys() == {"none", "more"}

    path = commanded.path("config/tiny.yaml")
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    commanded.path("other.py").touch()
    assert planned(commanded) == set()
    commanded.edit("other.py", "0.7", "0.6")
    assert {rule for rule in planned(commanded) if rule.startswith(("train", "sweep"))} == {"train one"}
    commanded.edit("other.py", "0.6", "0.7")
    commanded.edit("config/tiny.yaml", "replicates: 6", "replicates: 8")
    before = Path(commanded.path("results/lifted/more/chunks/0.h5")).stat().st_mtime_ns
    run = commanded.snakemake("results/lifted/more/record.json")
    assert run.returncode == 0, run.stdout
    assert record(commanded, "lifted/more/record.json")["replicates"]["count"] == 8
    assert Path(commanded.path("results/lifted/more/chunks/0.h5")).stat().st_mtime_ns == before


def test_a_failed_run_costs_its_chunk_and_says_why(commanded: Project) -> None:
    """With the seed, its last line and the log; other chunks stay."""
    broken = SCRIPT.replace("generator =", f"if seed == {LAST}: sys.exit('ValueError: no luck')\ngenerator =")
    commanded.path("train.py").write_text(broken, encoding="utf-8")
    run = commanded.snakemake("results/lifted/more/record.json", "--keep-going")
    assert run.returncode != 0
    assert f"seed {LAST} of results/lifted/more: the command failed, exit code 1: ValueError: no luck" in run.stdout
    assert "(see results/logs/train/lifted.more.1.log)" in run.stdout
    assert commanded.path("results/lifted/more/chunks/0.h5").is_file()
    assert not commanded.path("results/lifted/more/chunks/1.h5").is_file()
