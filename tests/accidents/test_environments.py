"""Other places, other users' settings, other machines' tools: the same results to the last byte."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.accidents.small import STUDY, TARGETS, Small, errors
from tests.workflow.conftest import clean_environment

ROOT = Path(__file__).parents[2]
CULPRIT = "raise SystemExit('a file of the user took the place of a module')\n"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Return a finished study in a plain place, with figures."""
    small = Small(tmp_path_factory.mktemp("undisturbed"), epochs=200)
    small.finish(*TARGETS, *small.figures())
    return small


def assert_same(small: Small, undisturbed: Small, **environment: str) -> None:
    """Assert that a study gives the bytes of the undisturbed one."""
    said = small.finish(*TARGETS, *small.figures(), **environment)
    assert errors(said) == []
    assert small.holds(undisturbed.state())


@pytest.mark.slow
def test_place_does_not_matter(undisturbed: Small, tmp_path: Path) -> None:
    """A path with spaces, quotes and letters of other alphabets, by a link, one core, from a zip without git."""
    place = tmp_path / 'Ein Ordner\'s größter $HOME; 数据 [1]* "?" 100%'
    Small(place, epochs=200)
    link = tmp_path / "link"
    link.symlink_to(place)
    small = Small.at(link)
    core = next(iter(os.sched_getaffinity(0)))
    os.sched_setaffinity(0, {core})
    try:
        assert_same(small, undisturbed)
    finally:
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


@pytest.mark.slow
@pytest.mark.parametrize("umask", [0o077, 0o000])
def test_language_clock_threads_and_umask_do_not_matter(undisturbed: Small, tmp_path: Path, umask: int) -> None:
    """A plain C locale without UTF-8, Nepal's time, three threads, another seed of hashes, no bytecode."""
    small = Small(tmp_path, epochs=200)
    before = os.umask(umask)
    try:
        assert_same(
            small, undisturbed, LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
            PYTHONIOENCODING="ascii:strict" if umask else "", TZ="Asia/Kathmandu", OMP_NUM_THREADS="3",
            OPENBLAS_NUM_THREADS="3", MKL_NUM_THREADS="3", PYTHONHASHSEED=str(umask), PYTHONDONTWRITEBYTECODE="1",
        )  # fmt: skip
    finally:
        os.umask(before)


@pytest.mark.slow
def test_settings_and_files_of_the_user_do_not_matter(undisturbed: Small, tmp_path: Path) -> None:
    """A matplotlibrc at home and in the folder, a PYTHONPATH with other packages, a BASH_ENV, files like modules'."""
    small, home, path = Small(tmp_path / "study", epochs=200), tmp_path / "home", tmp_path / "path"
    for folder in (small.folder, home / ".config" / "matplotlib"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matplotlibrc").write_text("font.size: 30\nlines.linewidth: 9\nsavefig.dpi: 10\n", encoding="utf-8")
    for package in (
        "nn",
        "seedcheck",
        "scipy",
        "h5py",
        "matplotlib",
        "mlflow",
        "sklearn",
    ):  # not what Snakemake imports
        (path / package).mkdir(parents=True)
        (path / package / "__init__.py").write_text(CULPRIT, encoding="utf-8")
    for module in ("random", "types", "select", "copy", "json", "numpy", "yaml", "mlflow", "tempfile", "secrets"):
        small.path(f"{module}.py").write_text(CULPRIT, encoding="utf-8")
    (home / "env.sh").write_text("python() { exit 3; }\n", encoding="utf-8")
    assert_same(
        small, undisturbed, HOME=str(home), XDG_CONFIG_HOME=str(home / ".config"), PYTHONPATH=str(path),
        MPLBACKEND="nonsense", PYTHONWARNINGS="error", PYTHONOPTIMIZE="2", BASH_ENV=str(home / "env.sh"),
    )  # fmt: skip


@pytest.mark.slow
def test_finished_study_may_move(undisturbed: Small, tmp_path: Path) -> None:
    """In a new place nothing is to be done, and what is made anew there is the same."""
    undisturbed.copy_to(tmp_path / "first")
    (tmp_path / "first").rename(tmp_path / "zweiter Ort")
    small = Small.at(tmp_path / "zweiter Ort")
    assert "Nothing to be done" in small.finish(*TARGETS, *small.figures())
    small.forget_training()
    assert_same(small, undisturbed)
    assert small.runs() == undisturbed.runs()


@pytest.mark.parametrize("name", ["a:b", "{a}"])
def test_folder_with_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    """Lists of folders cannot hold a colon, Snakemake takes braces for names: one line says so."""
    code = "import os\nimport sys\nfrom seedcheck.study.environment import isolate\nisolate(os.environ, sys.path)"
    shutil.copytree(ROOT / "seedcheck", tmp_path / name / "seedcheck")
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path / name, text=True, capture_output=True, check=False)
    assert run.stderr.splitlines()[-1].endswith(
        f"{name}: nothing works below a name with one of :{{}}: rename that folder"
    )


def test_jobs_keep_bytecode_whatever_the_user_has_set() -> None:
    """Else each of hundreds of short jobs compiles every module of ours again."""
    code = "import os\nimport sys\nfrom seedcheck.study.environment import isolate\nisolate(os.environ, sys.path)"
    code += "\nprint('PYTHONDONTWRITEBYTECODE' in os.environ)"
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, text=True, env=environment, capture_output=True, check=True
    )
    assert run.stdout == "False\n"


def environment_of(small: Small) -> Path:
    """Give a copy an environment of its own, with the packages of this one; return its folder."""
    folder = small.path(".venv")
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (here,) = [entry for entry in sys.path if entry.endswith("site-packages")][:1]
    (packages / "packages.pth").write_text(here, encoding="utf-8")
    script = folder / "bin" / "snakemake"
    script.write_text(f"#!{folder}/bin/python\nfrom snakemake.cli import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(ROOT / name, small.folder)
    (folder / ".installed").touch()
    return folder


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make in a folder."""
    variables = {k: v for k, v in clean_environment().items() if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=folder, env=variables | environment, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a folder with the few programs that a minimal system has: no nproc, no getconf, no git."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("sh", "bash", "make", "mkdir", "touch", "grep", "cat", "rm"):
        program = shutil.which(name)
        assert program
        (folder / name).symlink_to(program)
    return folder


@pytest.mark.slow
def test_make_results_in_a_moved_folder_on_a_minimal_system(undisturbed: Small, tmp_path: Path, tools: Path) -> None:
    """The environment moves along, the number of cores is guessed, and caches go where one may write."""
    environment_of(undisturbed.copy_to(tmp_path / "first"))
    (tmp_path / "first").rename(tmp_path / "second place")
    small = Small.at(tmp_path / "second place")
    small.forget_training()
    (tmp_path / "numpy.py").write_text(CULPRIT, encoding="utf-8")
    run = make(small.folder, "results", PATH=str(tools), HOME="/proc/nowhere", PYTHONPATH=str(tmp_path))
    assert run.returncode == 0, run.stdout
    planned = make(small.folder, "results", "--dry-run", PATH=str(tools), HOME="/proc/nowhere")
    assert "--cores 2" in planned.stdout
    assert {
        name: digest for name, digest in small.state().items() if name in undisturbed.state()
    } == undisturbed.state()


def test_broken_environment_is_made_anew(tmp_path: Path) -> None:
    """One whose Python is gone, as after an upgrade of the system; a whole one is left alone."""
    small = Small(tmp_path)
    folder = environment_of(small)
    assert "-m venv" not in make(tmp_path, "-n", "results").stdout
    for python in folder.glob("bin/python*"):
        python.unlink()
    (folder / "bin" / "python").symlink_to("/usr/bin/python-that-was-here")
    assert "-m venv --clear .venv" in make(tmp_path, "-n", "results").stdout


def test_study_has_words_outside_ascii() -> None:
    """Else the tests of languages would show nothing."""
    assert not STUDY["experiments"]["tricks"]["title"].isascii()
