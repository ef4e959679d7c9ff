"""One run of a command: what it says when it fails, and that it ends with its job."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from seedcheck.errors import InputError
from seedcheck.training.command.call import run
from tests.accidents.small import wait_for

FAILING = "import sys; print('one', file=sys.stderr); sys.exit('ValueError: no luck')"


def test_a_failed_command_says_its_last_lines(capfd: pytest.CaptureFixture[str]) -> None:
    """The last one first, as Python says what went wrong there; all of them are in the log."""
    with pytest.raises(InputError, match=r"^the command failed, exit code 1: ValueError: no luck\n  one$"):
        run(f"{sys.executable} -c {{c}} {{output}}", {"c": FAILING})
    assert capfd.readouterr().err == "one\nValueError: no luck\n"


def test_a_program_that_is_not_there_is_named() -> None:
    """With where it was looked for."""
    with pytest.raises(InputError, match="'no-such-program' cannot be started: No such file or directory; is it on"):
        run("no-such-program {output}", {})


def test_the_command_ends_with_its_job(tmp_path: Path) -> None:
    """SIGTERM, as of Snakemake or a cluster, ends both, and takes the temporary folder along."""
    child = "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)"
    call = f"run('{sys.executable} -c {{c}} {{output}}', {{'c': {child!r}}})"
    program = f"from seedcheck.training.command.call import run; {call}"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "TMPDIR": str(tmp_path)}
    job = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path, env=environment)
    wait_for(lambda: (tmp_path / "pid").is_file() and (tmp_path / "pid").read_text())
    number = int((tmp_path / "pid").read_text())
    os.kill(number, 0)
    job.send_signal(signal.SIGTERM)
    assert job.wait(20) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert list(tmp_path.glob("seedcheck-*")) == []
