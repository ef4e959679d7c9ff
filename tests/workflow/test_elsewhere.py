"""The workflow runs from other folders, as a module of another workflow, and its packages install without it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.workflow.conftest import ROOT, Project, clean_environment

TARGETS = ["results/tricks/l2/record.json", "results/starts/he/record.json"]


def snakemake(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Snakemake in a folder."""
    command = [sys.executable, "-m", "snakemake", "--cores", "2", *arguments]
    return subprocess.run(command, cwd=folder, env=clean_environment(), text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


def assert_finished(folder: Path, run: subprocess.CompletedProcess[str]) -> None:
    """Assert that the tiny study has run in a folder."""
    assert run.returncode == 0, run.stdout
    assert [target for target in TARGETS if not (folder / target).is_file()] == []


def test_results_go_where_directory_says(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """`snakemake --directory DIR` takes DIR's configuration, and leaves everything there."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "config").mkdir()
    (folder / "config" / "config.yaml").write_bytes((ROOT / "config" / "tiny.yaml").read_bytes())
    assert_finished(folder, snakemake(project.folder, *TARGETS, "--directory", str(folder)))
    assert not project.path("data").exists()


@pytest.mark.slow
def test_snakefile_is_found_from_another_folder(tmp_path: Path) -> None:
    """`snakemake --snakefile PATH` runs where it is called."""
    config = ["--configfile", str(ROOT / "config" / "tiny.yaml")]
    assert_finished(tmp_path, snakemake(tmp_path, *TARGETS, "--snakefile", str(ROOT / "Snakefile"), *config))


@pytest.mark.slow
def test_workflow_is_a_module_of_another(tmp_path: Path) -> None:
    """Another Snakefile takes all rules under names of its own, with a configuration below one of its keys."""
    (tmp_path / "study.yaml").write_bytes((ROOT / "config" / "tiny.yaml").read_bytes())
    (tmp_path / "Snakefile").write_text(
        f"""
configfile: "own.yaml"

module seedcheck:
    snakefile: {str(ROOT / "Snakefile")!r}
    config: config["study"]

use rule * from seedcheck as seedcheck_*

rule mine:
    default_target: True
    input: "results/report.html"
    output: "mine.txt"
    shell: "echo done > {{output}}"
""",
        encoding="utf-8",
    )
    study = (tmp_path / "study.yaml").read_text(encoding="utf-8")
    indented = "".join(f"  {line}\n" for line in study.splitlines())
    (tmp_path / "own.yaml").write_text(f"other: 1\nstudy:\n{indented}", encoding="utf-8")
    assert_finished(tmp_path, snakemake(tmp_path))
    assert (tmp_path / "mine.txt").is_file()


def test_faults_of_a_module_configuration_are_listed(tmp_path: Path) -> None:
    """They name the key, as from a file."""
    (tmp_path / "Snakefile").write_text(
        f"""
module seedcheck:
    snakefile: {str(ROOT / "Snakefile")!r}
    config: {{"datasets": {{}}, "experimentz": {{}}}}

use rule * from seedcheck as seedcheck_*
""",
        encoding="utf-8",
    )
    run = snakemake(tmp_path)
    assert run.returncode == 1
    assert "experimentz: unknown key; did you mean 'experiments'?" in run.stdout


def test_packages_build_with_the_templates_of_the_page(tmp_path: Path) -> None:
    """A wheel has nn, seedcheck and every template, and nothing else."""
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir"]
    source = tmp_path / "source"
    Project.copy(source, "nn", "seedcheck", "pyproject.toml", "README.md", "LICENSE")
    subprocess.run([*command, str(tmp_path), "."], cwd=source, check=True, env=os.environ)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    templates = {path.relative_to(ROOT).as_posix() for path in (ROOT / "seedcheck").rglob("*.html")}
    assert templates
    assert templates <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"nn", "seedcheck"}
