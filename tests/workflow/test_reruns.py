"""What an edit reruns in the tiny study, by really asking Snakemake: what has to, and nothing else."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflow.conftest import Project, planned

FIGURES = {"figures_of_data", "figures_of_tricks", "figures_of_starts", "figures_of_verdicts", "figures_of_sweep"}
SHOWN = {"figures_of_verdicts", "figures_of_sweep", "tables", "track", "page"}
DECIDED = {"decide", "decide_sweep"} | SHOWN
RUNS = {"figures_of_tricks", "figures_of_starts"}
TRAINED = {"train", "sweep"} | RUNS | DECIDED
CHECKED = {"gradient_checks"} | TRAINED

# what is edited: file, old text, new text, and the rules that run again
CODE = {
    "a sentence of a verdict": (
        "seedcheck/presentation/words.py", "other seeds might not", "new seeds might not",
        {"tables", "figures_of_verdicts", "page"}),
    "a colour": ("seedcheck/presentation/style.py", "#0072b2", "#0072b3", FIGURES | {"track", "page"}),
    "a section of the page": (
        "seedcheck/presentation/page/provenance.html", '"Provenance", ', '"Where from", ', {"page"}),
    "the script of the page": (
        "seedcheck/presentation/page/card.js", "const NEAR = 14;", "const NEAR = 15;", {"page"}),
    "a figure of the trainings": (
        "seedcheck/presentation/figures/curves.py", "return lines.draw(", "return 1 and lines.draw(",
        RUNS | {"page"}),
    "a figure of a sweep": (
        "seedcheck/presentation/figures/heatmap.py", "fontsize=8", "fontsize=9", {"figures_of_sweep", "page"}),
    "a column of a table": (
        "seedcheck/presentation/tables.py", '"data_sha256"', '"sha256"', {"tables"}),
    "the statistics": ("seedcheck/statistics/multiplicity.py", "np.minimum(adjusted, 1.0)",
                       "np.minimum(1.0, adjusted)", DECIDED),
    "the tolerance of published numbers": (
        "seedcheck/statistics/published.py", "COST_TOLERANCE = 1e-9", "COST_TOLERANCE = 2e-9",
        DECIDED - {"decide_sweep", "figures_of_sweep"}),
    "the downloader": ("seedcheck/data/download.py", "TIMEOUT = 20", "TIMEOUT = 21", set()),
    "a reader of files": ("seedcheck/data/contract.py", "without gaps", "with no gaps", set()),
    "a generator": ("seedcheck/data/generators.py", "noise * generator.randn(n)", "generator.randn(n) * noise",
                    {"generate"} | CHECKED | FIGURES),
    "the backward pass": ("nn/losses.py", "return np.subtract(A, Y, out=out)", "return np.subtract(A, 1 * Y, out=out)",
                          CHECKED),
    "the gradient check": ("nn/gradcheck.py", "if norm else 0.0", "if norm > 0 else 0.0", CHECKED),
    "the tracking": ("seedcheck/tracking/contest.py", "PAGE = 1000", "PAGE = 999", {"track", "page"}),
    "the screen": ("seedcheck/terminal/drawing.py", "SHOWN = 6", "SHOWN = 7", set()),
    "a comment": ("nn/network.py", "import numpy as np\n", "import numpy as np  # the only dependency\n", set()),
    "a docstring": ("nn/losses.py", "Cross-entropy of two classes", "Cross-entropy for two classes", set()),
}  # fmt: skip

CONFIG: dict[str, tuple[Callable[[dict], object], set[str]]] = {
    "a title": (lambda c: c["experiments"]["tricks"].update(title="Tricks!"),
                {"figures_of_tricks", "figures_of_verdicts", "page"}),
    "a title of a variant": (
        lambda c: c["experiments"]["tricks"]["variants"]["l2"].update(title="L2 $_{"),
        {"figures_of_tricks", "figures_of_verdicts", "track", "page"}),
    "a question": (lambda c: c["experiments"]["tricks"].update(question="Which of them helps?"), {"page"}),
    "the title of a sweep": (lambda c: c["sweeps"]["strength"].update(title="More?"), {"figures_of_sweep", "page"}),
    "the range that figures show": (
        lambda c: c["datasets"]["circles"].update(axes=[-2, 2, -2, 2]),
        {"figures_of_data", "figures_of_tricks", "page"}),
    "one variant": (
        lambda c: c["experiments"]["tricks"]["variants"]["l2"].update(l2_lambda=0.5),
        {"train", "figures_of_tricks", "decide"} | SHOWN - {"figures_of_sweep"}),
    "the grid of a sweep": (
        lambda c: c["sweeps"]["strength"]["grid"].update(l2_lambda=[0, 2]),
        {"sweep", "decide_sweep", "figures_of_sweep", "tables", "page"}),
    "where MLflow is": (lambda c: c.update(data_mirror=""), set()),
}  # fmt: skip


def rules(jobs: set[str]) -> set[str]:
    """Return the rules of planned jobs."""
    return {job.split()[0] for job in jobs}


def and_the_last(expected: set[str]) -> set[str]:
    """Return rules, and the one that looks at the published numbers last, after page and tables."""
    return expected | ({"reproduced"} if expected else set())


@pytest.mark.parametrize("edited", CODE)
def test_an_edit_of_the_code_reruns_what_it_affects(rerun: Project, edited: str) -> None:
    """A rule that need not run again does not, one that must does."""
    file, old, new, expected = CODE[edited]
    rerun.edit(file, old, new)
    assert rules(planned(rerun)) == and_the_last(expected)


@pytest.mark.parametrize("edited", CONFIG)
def test_an_edit_of_the_configuration_reruns_what_uses_it(rerun: Project, edited: str) -> None:
    """Each job has exactly the settings that it uses."""
    change, expected = CONFIG[edited]
    rerun.configure(change)
    assert rules(planned(rerun)) == and_the_last(expected)


def test_one_edited_variant_reruns_alone(rerun: Project) -> None:
    """Another l2_lambda checks and trains l2, and no other variant."""
    rerun.configure(lambda config: config["experiments"]["tricks"]["variants"]["l2"].update(l2_lambda=0.5))
    jobs = planned(rerun)
    assert {job for job in jobs if job.startswith("train")} == {"train l2"}


def test_another_number_of_cores_reruns_nothing(rerun: Project) -> None:
    """Neither more cores nor fewer."""
    for cores in ("1", "7"):
        assert planned(rerun, "--cores", cores) == set()


def test_touching_everything_reruns_nothing(rerun: Project) -> None:
    """Times say nothing, contents do."""
    for path in rerun.folder.rglob("*"):
        if path.is_file() and ".snakemake" not in path.parts and path.is_relative_to(rerun.folder):
            os.utime(path)
    assert planned(rerun) == set()


def test_git_checkout_to_and_fro_reruns_nothing(rerun: Project) -> None:
    """Files of another commit and back have new times and the same contents."""

    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        subprocess.run(command, cwd=rerun.folder, check=True, capture_output=True)

    Path(rerun.folder, ".gitignore").write_text("results\ndata\n.snakemake\n__pycache__\n", encoding="utf-8")
    git("init", "--initial-branch", "main")
    git("add", "--all")
    git("commit", "--message", "one")
    git("checkout", "-b", "other")
    rerun.edit("nn/losses.py", "return np.subtract(A, Y, out=out)", "return np.subtract(A, 1 * Y, out=out)")
    git("commit", "--all", "--message", "two")
    git("checkout", "main")
    assert planned(rerun) == set()


def test_the_reason_names_the_module(rerun: Project) -> None:
    """One reads which edit it was."""
    rerun.edit("nn/losses.py", "return np.subtract(A, Y, out=out)", "return np.subtract(A, 1 * Y, out=out)")
    assert re.search(r"nn/losses\.py@", rerun.snakemake("-n", "--quiet", "host").stdout)
