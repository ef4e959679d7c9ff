"""What is seen in the terminal of a study that runs, has nothing to do, or fails."""

import os
import pty
import re
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import pytest

from tests.workflow.conftest import Project, clean_environment

COLOR = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
ANSWER = ("Tricks: l2 against none", "Starts: he against zeros", "page: results/report.html", "MLflow: ")
BAD_LABEL = (
    "test_fraction 0.25: of 19 of class 0 and 20 of class 1 and 1 of class maybe no two parts can be made that both "
    "have all classes; add examples, take another fraction, or give a file of test examples (`test`)"
)
PLUGIN = """
from snakemake_interface_logger_plugins.base import LogHandlerBase
class LogHandler(LogHandlerBase):
    writes_to_stream = has_filter = has_formatter = True
    writes_to_file = needs_rulegraph = False
    def emit(self, record):
        print("THEIRS", record.getMessage()[:60])
"""


def in_a_terminal(project: Project, *arguments: str, columns: int = 60, **environment: str) -> tuple[int, str]:
    """Run Snakemake in a terminal of so many columns; return its exit code and all that it wrote."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    command = [sys.executable, "-m", "snakemake", *arguments, "--cores", "2", "--configfile", "config/tiny.yaml"]
    kept = {name: value for name, value in clean_environment().items() if name not in {"COLUMNS", "LINES"}}
    process = subprocess.Popen(command, cwd=project.folder, stdin=theirs, stdout=theirs, stderr=theirs,
                               env=kept | {"TERM": "xterm"} | environment)  # fmt: skip
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:  # how Linux says that the other end is closed
            break
        said += part
    os.close(ours)
    return process.wait(), said.decode().replace("\r\n", "\n")


def log_of(project: Project) -> str:
    """Return Snakemake's own log of the last call."""
    return max(project.path(".snakemake/log").iterdir()).read_text(encoding="utf-8")


def add_own_data(project: Project) -> None:
    """Let the study read a CSV with a label that is none."""
    rows = [f"{n % 7},{n % 5},{'maybe' if n == 6 else n % 2}" for n in range(40)]
    project.path("mine.csv").write_text("\n".join(["a,b,label", *rows]), encoding="utf-8")
    own = {"dataset": "mine", "layers": [2, 3, 1], "learning_rate": 0.1, "epochs": 10, "initializer": "he",
           "variants": {"a": {}}}  # fmt: skip
    data = {"train": {"file": "mine.csv", "y": "label"}, "test_fraction": 0.25}
    project.configure(lambda config: (config["datasets"].update(mine=data), config["experiments"].update(own=own)))


def test_a_call_with_nothing_to_do_says_so_and_shows_the_answer(finished: Project) -> None:
    """Without a terminal as short lines, in which no code moves a cursor or sets a colour."""
    run = finished.snakemake()
    assert run.returncode == 0
    assert "Nothing to be done" in run.stdout
    assert [part for part in ANSWER if part not in run.stdout] == []
    assert "\x1b" not in run.stdout
    assert len(run.stdout.splitlines()) < 15


def test_a_terminal_shows_a_line_per_stage_and_then_the_answer(rerun: Project) -> None:
    """In 60 columns, without colours for NO_COLOR; the cursor is there again, and Snakemake's own log is kept."""
    rerun.path("results/report.html").unlink()
    code, said = in_a_terminal(rerun, NO_COLOR="1")
    text = CONTROL.sub("", said)
    assert code == 0, text
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", said)
    assert said.rfind("\x1b[?25h") > said.rfind("\x1b[?25l") >= 0
    assert re.search(r"✓ +trainings +6 reused", text)
    assert re.search(r"✓ +page .*1 made", text)
    assert text.index("1 made") < text.rindex("Tricks: l2 against none") < text.index("made: page; reused: 2 data sets")
    assert "rule page" not in text
    assert "rule page:" in log_of(rerun)
    assert max(len(line) for line in text.splitlines() if "━" in line) <= 60


@pytest.mark.slow
def test_a_fault_of_the_data_is_the_last_line_although_older_results_lie_about(rerun: Project) -> None:
    """It stands there as one line, with all lines of Snakemake's in its log, which is named."""
    add_own_data(rerun)
    run = rerun.snakemake("data/mine.h5")
    lines = run.stdout.splitlines()
    assert run.returncode == 1
    assert lines[-1] == f"ERROR: {BAD_LABEL}"
    assert "CalledProcessError" not in run.stdout
    assert "Traceback" not in run.stdout
    named = next(line for line in lines if line.startswith("Snakemake's log: ")).removeprefix("Snakemake's log: ")
    assert "rule read_files:" in rerun.path(named).read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_a_gate_stopped_is_the_last_line_although_older_results_lie_about(rerun: Project) -> None:
    """In full when it happens, as one line at the end; a second call says the same."""
    large = {"initializer": "normal", "scale": 1e200}
    rerun.configure(lambda config: config["experiments"]["tricks"]["variants"].update(l2=large))
    run = rerun.snakemake()
    again, said = in_a_terminal(rerun, columns=2000)
    assert (run.returncode, again) == (1, 1)
    for text in (run.stdout, CONTROL.sub("", said)):
        assert text.count("STOPPED BY ITS GATE: tricks/l2\nERROR: OUT OF SCALE") == 1
        last = text.splitlines()[-1]
        assert last.startswith("ERROR: tricks/l2 was stopped by its gate: OUT OF SCALE, training is not started; see ")
        assert "Traceback" not in text


def test_the_logger_that_is_asked_for_wins(finished: Project, tmp_path: Path) -> None:
    """With --logger the study's own screen is not to be seen."""
    package = tmp_path / "snakemake_logger_plugin_theirs"
    package.mkdir()
    (package / "__init__.py").write_text(PLUGIN, encoding="utf-8")
    theirs = finished.snakemake("--logger", "theirs", PYTHONPATH=str(tmp_path)).stdout
    assert "THEIRS Nothing to be done" in theirs
    assert "page: " not in theirs
