"""No room or no right to write: one line names file and remedy, nothing is half-written, and one more call heals it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.accidents.small import Small, errors

ROOT = Path(__file__).parents[2]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
FULL = "the disk is full: free some space and run again"
WRITERS = {
    "text": "from seedcheck.files import write_text\nwrite_text(PATH, 'x' * 10**6)",
    "arrays": "import numpy as np\nfrom seedcheck.hdf5 import writing\n"
    "with writing(PATH) as file:\n    for i in range(1000):\n        file[str(i)] = np.arange(100.0)",
    "figure": "import numpy as np\nfrom matplotlib.figure import Figure\nfrom seedcheck.presentation.figures.canvas "
    "import save\nfigure = Figure()\nfigure.subplots().imshow(np.random.rand(200, 200))\nsave(figure, PATH)",
}
LIMITED = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
STEP = "import sys\nfrom seedcheck.steps import run_step\ndef step():\n    {}\nrun_step(step)"


def write(folder: Path, writer: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Write results/file.png in a step."""
    lines = WRITERS[writer].replace("PATH", "'results/file.png'").replace("\n", "\n    ")
    return subprocess.run([sys.executable, "-c", before + STEP.format(lines)], cwd=folder, text=True, check=False,
                          env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True)  # fmt: skip


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder whose results/ is a disk of its own, of 4 MB."""
    results = tmp_path / "results"
    results.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", results], check=True)
    yield tmp_path
    subprocess.run(["umount", "--lazy", results], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk of a folder up to the last byte, with one file."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return filler


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
def test_file_over_the_limit_is_named(tmp_path: Path, writer: str) -> None:
    """Where files may not be that large, the old file stays, and no other is left."""
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "file.png").write_text("old", encoding="utf-8")
    run = write(tmp_path, writer, LIMITED)
    assert run.stderr == ("ERROR: results/file.png cannot be written, larger than files may be here: raise the limit "
                          "(ulimit -f) and run again\n")  # fmt: skip
    assert run.returncode == 1
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "results").iterdir()] == ["old"]


@AS_ROOT
@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("room", [0, 20_000])
def test_full_disk_is_named(disk: Path, writer: str, room: int) -> None:
    """Text, arrays (where HDF5 crashed) and figures: one line, nothing half-written, with no room or a little."""
    filler = fill(disk / "results")
    os.truncate(filler, filler.stat().st_size - room)
    run = write(disk, writer)
    assert run.stderr == f"ERROR: results/file.png cannot be written, {FULL}\n"
    assert run.returncode == 1
    assert list((disk / "results").iterdir()) == [filler]


@AS_ROOT
@pytest.mark.slow
def test_read_only_disk_is_named(disk: Path) -> None:
    """As after an error of the disk, or of a medium that cannot be written."""
    subprocess.run(["mount", "-o", "remount,ro", disk / "results"], check=True)
    run = write(disk, "text")
    assert run.stderr.startswith("ERROR: results/file.png cannot be written, the disk is read-only: make it writable")
    assert len(run.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Return a finished study to which nothing happened."""
    small = Small(tmp_path_factory.mktemp("undisturbed"))
    small.finish()
    return small


def on_a_small_disk(undisturbed: Small, disk: Path) -> Small:
    """Return a copy of the study whose results/ lie on a disk of 4 MB."""
    small = undisturbed.copy_to(disk)
    small.forget_training()
    return small


@AS_ROOT
@pytest.mark.slow
def test_study_goes_on_after_a_full_disk(undisturbed: Small, disk: Path) -> None:
    """Filled up during a training: one line says so; with room again, one call leads to the undisturbed state."""
    small = on_a_small_disk(undisturbed, disk)
    process = small.start()
    small.training()
    filler = fill(disk / "results")
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert [line for line in said.splitlines() if FULL in line], said
    assert not [name for name in small.files() if Path(name).name.startswith(".") and name != "results/.writer"]
    filler.unlink()
    small.finish()
    assert small.holds(undisturbed.state())


@AS_ROOT
@pytest.mark.slow
def test_study_does_not_start_on_a_full_disk(undisturbed: Small, disk: Path) -> None:
    """One line, before anything is deleted or made."""
    small = on_a_small_disk(undisturbed, disk)
    filler = fill(disk / "results")
    before = small.state()
    run = small.run()
    assert run.returncode == 1
    assert errors(run.stdout) == [f"ERROR: results cannot be written to, {FULL}"]
    assert "Traceback" not in run.stdout
    assert small.state() == before
    filler.unlink()
    small.finish()
    assert small.holds(undisturbed.state())


@AS_ROOT
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("setpriv"), reason="no setpriv here")
def test_study_does_not_start_without_the_right_to_write(undisturbed: Small, tmp_path: Path) -> None:
    """A user who may not write to results/ gets one line."""
    small = undisturbed.copy_to(tmp_path)
    small.forget_training()
    small.path("results").chmod(0o555)
    command = ["setpriv", "--bounding-set=-dac_override", sys.executable, "-P", "-m", "snakemake", "--cores", "2"]
    run = subprocess.run(command, cwd=small.folder, text=True, capture_output=True, check=False)
    small.path("results").chmod(0o755)
    assert run.returncode == 1
    assert errors(run.stdout + run.stderr) == [
        "ERROR: results cannot be written to, no right to write there: change owner or mode (chmod -R u+w FOLDER)"
        " and run again"
    ]
    assert "Traceback" not in run.stdout + run.stderr
    small.finish()
    assert small.holds(undisturbed.state())


@AS_ROOT
@pytest.mark.slow
def test_study_goes_on_after_its_whole_disk_was_full(undisturbed: Small, tmp_path: Path) -> None:
    """Snakemake's own notes do not find room either: whatever it says, one more call leads to the undisturbed state."""
    place = tmp_path / "place"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", place], check=True)
    try:
        small = undisturbed.copy_to(place)
        small.forget_training()
        process = small.start()
        small.training()
        filler = fill(place)
        said, _ = process.communicate(timeout=120)
        assert process.returncode != 0
        assert FULL in said
        filler.unlink()
        small.finish()
        assert small.holds(undisturbed.state())
    finally:
        process.send_signal(signal.SIGKILL)
        subprocess.run(["umount", "--lazy", place], check=True)
