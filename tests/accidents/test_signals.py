"""A study that was killed or interrupted at any moment ends, after one more call, as if nothing had happened."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from seedcheck.files import write_text
from tests.accidents.small import TARGETS, Small, end, errors, wait_for

ROOT = Path(__file__).parents[2]
RUNS = [("l2", "FINISHED"), ("none", "FINISHED")]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Return a finished study to which nothing happened."""
    small = Small(tmp_path_factory.mktemp("undisturbed"))
    small.finish()
    return small


@pytest.fixture
def training(undisturbed: Small, tmp_path: Path) -> Small:
    """Return a copy in which the long training is still to do."""
    small = undisturbed.copy_to(tmp_path)
    small.forget_training()
    return small


def assert_recovers(small: Small, undisturbed: Small) -> None:
    """Assert that one more call leads to the state of the undisturbed study, without a word about locks."""
    said = small.finish()
    assert errors(said) == []
    assert "unlock" not in said
    assert small.holds(undisturbed.state())
    assert small.runs() == RUNS


@pytest.mark.slow
def test_killed_training_is_done_again(training: Small, undisturbed: Small) -> None:
    """SIGKILL of the training alone, as when memory is short: the call is red, the next one heals it."""
    process = training.start()
    os.kill(training.training(), signal.SIGKILL)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert_recovers(training, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_stopped_study_goes_on(training: Small, undisturbed: Small, number: signal.Signals) -> None:
    """Snakemake and all its jobs get a signal: a kill, Ctrl-C, the end of a batch job, a closed terminal."""
    process = training.start()
    training.training()
    end(process, number)
    wait_for(lambda: not training.steps())
    assert_recovers(training, undisturbed)


@pytest.mark.slow
def test_training_ends_with_its_snakemake(training: Small, undisturbed: Small) -> None:
    """SIGKILL of Snakemake alone: its training does not go on as an orphan beside that of the next call."""
    process = training.start()
    orphan = training.training()
    process.kill()
    following = training.start()
    process.communicate(timeout=120)
    wait_for(lambda: orphan not in training.steps(), seconds=20)
    said, _ = following.communicate(timeout=120)
    assert following.returncode == 0, said
    assert_recovers(training, undisturbed)


@pytest.mark.slow
def test_training_ends_with_its_shell(training: Small, undisturbed: Small) -> None:
    """SIGKILL of the shell between: Snakemake takes the job for failed, so that the training must not write on."""
    process = training.start()
    orphan = training.training()
    shell = int(Path(f"/proc/{orphan}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    assert shell != process.pid
    os.kill(shell, signal.SIGKILL)
    wait_for(lambda: orphan not in training.steps(), seconds=20)
    log = training.path("results/logs/train/tricks.l2.0.log").read_text(encoding="utf-8")
    assert log.endswith("ERROR: the pipeline that started this job is gone; run it again\n"), "it trained to its end"
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert_recovers(training, undisturbed)


@pytest.mark.slow
def test_second_pipeline_is_refused(training: Small, undisturbed: Small) -> None:
    """While one runs, or sleeps after Ctrl-Z, another says so in one line and leaves it alone; a dry run may look."""
    first = training.start()
    step = training.training()
    for process in (first.pid, step):
        os.kill(process, signal.SIGSTOP)
    second = training.run()
    looked = training.run(*TARGETS, "--dry-run")
    for process in (step, first.pid):
        os.kill(process, signal.SIGCONT)
    assert second.returncode == 1
    assert errors(second.stdout) == [
        f"ERROR: another pipeline runs in this folder (process {first.pid}): wait until it has ended, or end it"
    ]
    assert "Traceback" not in second.stdout
    assert looked.returncode == 0
    said, _ = first.communicate(timeout=120)
    assert first.returncode == 0, said
    assert training.holds(undisturbed.state())


@pytest.mark.slow
def test_killed_tracking_logs_nothing_twice(undisturbed: Small, tmp_path: Path) -> None:
    """SIGKILL of tracking while it fills the store: afterwards each variant has one run."""
    small = undisturbed.copy_to(tmp_path)
    for path in sorted(small.path("results/mlflow").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    process = small.start()
    wait_for(lambda: any(path.is_file() for path in small.path("results/mlflow/artifacts").rglob("*")))
    (step,) = small.steps("track")
    os.kill(step, signal.SIGKILL)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert_recovers(small, undisturbed)


HALF = """
import os, signal
from seedcheck.files import replacing
with replacing("record.json") as temporary:
    temporary.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_within_a_write_keeps_the_old_file(tmp_path: Path) -> None:
    """The half-written file has another name, and goes with the next write; files of others stay."""
    path = tmp_path / "record.json"
    write_text(path, "old")
    mine = tmp_path / ".record.1.json"  # process 1 always runs
    mine.touch()
    process = subprocess.Popen([sys.executable, "-c", HALF], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert process.wait() == -signal.SIGKILL
    half = tmp_path / f".record.{process.pid}.json"
    assert (path.read_text(encoding="utf-8"), half.read_text(encoding="utf-8")) == ("old", "half")
    write_text(path, "new")
    assert sorted(tmp_path.iterdir()) == [mine, path]


HELD = """
import sys, time
from seedcheck.errors import InputError
from seedcheck.study import folder
try:
    folder.hold([])
except InputError as error:
    sys.exit(f"ERROR: {error}")
print("held", flush=True)
time.sleep(60)
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    """Start a process that holds a folder as a pipeline does."""
    return subprocess.Popen([sys.executable, "-c", HELD], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip


@pytest.mark.slow
def test_of_many_that_start_at_once_one_pipeline_wins(tmp_path: Path) -> None:
    """Six at the same moment: one holds the folder, five are refused; after its kill the next one gets it."""
    processes = [hold(tmp_path) for _ in range(6)]
    wait_for(lambda: sum(process.poll() is None for process in processes) == 1)
    (winner,) = [process for process in processes if process.poll() is None]
    assert winner.stdout
    assert winner.stdout.readline() == "held\n"
    winner.kill()
    said = [process.communicate()[1] for process in processes if process is not winner]
    winner.communicate()
    assert len([line for line in said if line.startswith("ERROR: another pipeline runs in this folder")]) == 5
    following = hold(tmp_path)
    assert following.stdout
    assert following.stdout.readline() == "held\n"
    following.kill()
    following.communicate()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
def test_power_loss_leaves_whole_files(tmp_path: Path) -> None:
    """What has reached a real disk after a write, without any flushing since, is the new file, whole."""
    image, copy, disk = tmp_path / "image", tmp_path / "copy", tmp_path / "disk"
    with image.open("wb") as file:
        file.truncate(32 << 20)
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    disk.mkdir()
    if subprocess.run(["mount", "-o", "loop", image, disk], check=False, capture_output=True).returncode:
        pytest.skip("no loop devices here")
    text = "new" * 100_000
    try:
        write_text(disk / "record.json", text)
        copy.write_bytes(image.read_bytes())  # the moment of the power loss
    finally:
        subprocess.run(["umount", disk], check=True)
    subprocess.run(["mount", "-o", "loop", copy, disk], check=True)
    try:
        assert (disk / "record.json").read_text(encoding="utf-8") == text
    finally:
        subprocess.run(["umount", disk], check=True)


def test_job_of_a_gone_pipeline_does_not_start(tmp_path: Path) -> None:
    """A step that starts after its pipeline was killed, and after the next one has begun, writes nothing."""
    first = hold(tmp_path)
    assert first.stdout
    first.stdout.readline()
    mark = (tmp_path / ".snakemake" / "seedcheck.pipeline.lock").read_text(encoding="utf-8")
    first.kill()
    first.communicate()
    second = hold(tmp_path)
    assert second.stdout
    second.stdout.readline()
    variables = os.environ | {"PYTHONPATH": str(ROOT), "SEEDCHECK_PIPELINE": f"{tmp_path / '.snakemake'}|{mark}"}
    command = [sys.executable, "-m", "seedcheck.steps.reproduced", "published.csv", "reproduced.txt"]
    step = subprocess.run(command, cwd=tmp_path, env=variables, text=True, capture_output=True, check=False)
    second.kill()
    second.communicate()
    assert step.stderr == "ERROR: the pipeline that started this job is gone; run it again\n"
