"""A study of tuned variants, from the configuration to the page, in chunks, with more seeds, and after an edit."""

from typing import Any

import pytest
import yaml

from seedcheck.files import read_json
from tests.workflow.conftest import Project

STUDY: dict[str, Any] = {
    "replicates": 6,
    "chunk": 4,
    "datasets": {"moons": {"generator": "moons", "train_examples": 60, "test_examples": 100, "noise": 0.3}},
    "experiments": {
        "tricks": {
            "dataset": "moons", "layers": [2, 5, 1], "epochs": 60, "initializer": "he", "record_every": 20,
            "validation_fraction": 0.25, "budget": 8, "tune": {"grid": {"learning_rate": [0.001, 0.3, 1]}},
            "variants": {
                "plain": {},
                "adam": {"optimizer": "adam", "tune": {"random": {"learning_rate": [0.001, 0.3]}, "settings": 3}},
            },
        }
    },
}  # fmt: skip


@pytest.mark.slow
def test_tuned_variants_are_compared_each_at_its_best(project: Project) -> None:
    """The verdict says so; an edit of what a variant is tuned over concerns it alone; further seeds are tuned, too."""
    path = project.path("config/tuned.yaml")
    path.write_text(yaml.safe_dump(STUDY, sort_keys=False), encoding="utf-8")
    run = project.snakemake(config="config/tuned.yaml")
    assert run.returncode == 0, run.stdout
    page = project.path("results/report.html").read_text(encoding="utf-8")
    assert "over 6 seeds, each at its best of 3 settings: adam is" in page
    record = read_json(project.path("results/tricks/plain/record.json"))
    assert sum(record["tuning"]["replicates"]) == 6
    assert record["settings"]["learning_rate"] == [0.001, 0.3, 1][record["tuning"]["configured_seed"]]
    assert read_json(project.path("results/plan.json"))["plan"]["experiments"]["tricks"]["candidates"]["adam"]
    more = project.snakemake("more", config="config/tuned.yaml")
    assert more.returncode == 0, more.stdout
    looks = read_json(project.path("results/tricks/more.json"))["looks"]
    assert [look["seeds"] for look in looks][:1] == [6]
    STUDY["experiments"]["tricks"]["variants"]["adam"]["tune"]["seed"] = 1
    path.write_text(yaml.safe_dump(STUDY, sort_keys=False), encoding="utf-8")
    found = project.snakemake("-n", config="config/tuned.yaml").stdout
    assert "variant=adam" in found
    assert "rule train_tricks" in found
    assert not [line for line in found.splitlines() if "variant=plain" in line]
