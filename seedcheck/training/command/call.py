"""One run of a command: started, waited for, ended with its job."""

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import IO, Any

from seedcheck.errors import InputError
from seedcheck.training.command import output
from seedcheck.training.command.output import Output
from seedcheck.training.command.template import OUTPUT, filled

LAST = 5  # lines of what it said of the error
PATIENCE = 5.0  # seconds that it has to end when it is told to
OURS = ("PYTHONSAFEPATH", "PYTHONPATH")  # of the environment of jobs: a script may import what lies beside it


def run(command: str, values: dict[str, Any]) -> Output:
    """Return what a command came to with these values in its placeholders.

    What it prints is printed. It ends when this process is told to end.

    Raises
    ------
    InputError
        If it cannot be started or fails, with the last lines of what it said; or its output is none.
    """
    with TemporaryDirectory(prefix="seedcheck-") as folder, open(Path(folder, "stderr"), "w+b") as said:
        place = Path(folder, "output")
        words = filled(command, values | {OUTPUT: place})
        code = _wait(words, said)
        said.seek(0)
        lines = [line.decode(errors="replace").rstrip() for line in deque(said, maxlen=10_000)]
        print("".join(f"{line}\n" for line in lines), end="", file=sys.stderr, flush=True)
        if code:
            how = f"exit code {code}" if code > 0 else f"killed by {signal.Signals(-code).name}"
            told = [line for line in lines if line.strip()][-LAST:]
            raise InputError(
                "\n  ".join([f"the command failed, {how}: {told[-1] if told else 'it said nothing'}", *told[:-1]])
            )
        return output.read(place)


def _wait(words: Sequence[str], said: IO[bytes]) -> int:
    """Return the exit code of a command, a signal's number below 0."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    sys.stdout.flush()
    try:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=said, env=environment)
    except OSError as error:
        raise InputError(f"{words[0]!r} cannot be started: {error.strerror}; is it on the PATH?") from None
    try:
        with _ended_too():
            return process.wait()
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _ended_too() -> Iterator[None]:
    """Let this process go on to clean up when it is told to end."""

    def stop(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
