"""What the how-tos in docs/ say can be typed as it stands: YAML is accepted, and the paper's claim gets its verdict."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from seedcheck.study.model import load
from seedcheck.study.published import check_published

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STUDIES = [
    ("variants.md", 0),
    ("variants.md", 1),
    ("variants.md", 2),
    ("../config/README.md", 0),
    ("../config/README.md", 2),
]


def blocks(document: str, language: str) -> list[str]:
    """Return the code blocks of a document that are in a language."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return [code for found, code in BLOCK.findall(text) if found == language]


@pytest.mark.parametrize(("document", "block"), STUDIES)
def test_settings_of_a_howto_are_accepted(document: str, block: int, tmp_path: Path) -> None:
    """Over the shipped study, as a second file would be."""
    path = tmp_path / "mine.yaml"
    path.write_text(blocks(document, "yaml")[block], encoding="utf-8")
    load([ROOT / "config/config.yaml", path])


@pytest.mark.slow
def test_claim_of_a_paper_gets_the_verdict_that_is_told(tmp_path: Path) -> None:
    """Both files of docs/claims.md in a folder: reproduced within the tolerance, undecided over 20 seeds."""
    config = tmp_path / "config"
    config.mkdir()
    for name, text in zip(("config.yaml", "published.yaml"), blocks("claims.md", "yaml"), strict=True):
        (config / name).write_text(text, encoding="utf-8")
    check_published(config / "published.yaml", {"paper": {"none", "dropout"}})
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (claim,) = (tmp_path / "results/comparison/claims.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert claim.startswith("Dropout improves the accuracy on new tumours,paper,dropout,none,test_accuracy,0.98,0.965,")
    assert ",reproduced," in claim
    assert ",undecided," in claim
