"""The study of optimizers runs as `make study STUDY=optimizers` runs it, here with few seeds, settings and epochs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workflow.conftest import ROOT, clean_environment

CONFIG = ROOT / "config/optimizers.yaml"
KEPT = ("course_tuned", "spirals")  # of the experiments, for a test of half a minute


def shortened(study: dict[str, Any]) -> dict[str, Any]:
    """Return two experiments of the study, with 2 seeds, 2 settings to choose from, and 2 epochs."""
    study |= {"replicates": 2, "experiments": {name: study["experiments"][name] for name in KEPT}}
    for experiment in study["experiments"].values():
        experiment["record_every"] = 1
        for part in (experiment, *experiment["variants"].values()):
            if "epochs" in part:
                part["epochs"] = 2
            if "tune" in part:
                (first, values), *others = part["tune"]["grid"].items()
                part["tune"]["grid"] = {first: values[:2]} | {name: values[:1] for name, values in others}
    return study


@pytest.mark.slow
def test_study_of_optimizers_runs_to_its_claims(tmp_path: Path) -> None:
    """In a folder of its own, with the claims that it names: each gets a verdict."""
    study, config = yaml.safe_load(CONFIG.read_text(encoding="utf-8")), tmp_path / "short.yaml"
    config.write_text(yaml.safe_dump(shortened(study), sort_keys=False), encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--directory", str(tmp_path / "own")]
    run = subprocess.run([*command, "--configfile", str(config)], cwd=ROOT, env=clean_environment(), text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout
    decided = json.loads((tmp_path / "own/results/comparison/decisions.json").read_text(encoding="utf-8"))
    claims = yaml.safe_load((ROOT / "config/optimizers_published.yaml").read_text(encoding="utf-8"))["claims"]
    assert [row["claim"] for row in decided["claims"]] == [c["claim"] for c in claims if c["experiment"] in KEPT]
    assert all(row["found"] for row in decided["claims"])
