"""One pipeline at a time in a folder, and no job without its pipeline.

Two locks of the operating system, which frees them when a process ends, however it ends: none is ever left behind.
The first is held by the Snakemake that runs, for its life. The second is shared by its jobs: while one lives on whose
Snakemake was killed, the next Snakemake waits. A job that finds its Snakemake gone ends itself.

Jobs may run on other machines that share the disk. Most network file systems show locks to all of them. Where one does
not, a job knows by the mark that the next Snakemake writes into the first lock's file that its own is gone.
"""

import errno
import fcntl
import os
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile

from seedcheck.errors import InputError
from seedcheck.files import REMEDIES

FOLDER = Path(".snakemake")
PIPELINE, JOBS = "seedcheck.pipeline.lock", "seedcheck.jobs.lock"
VARIABLE = "SEEDCHECK_PIPELINE"  # tells jobs whose they are: "folder of the locks|mark of the pipeline"
UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL}
PATIENCE = 2.0  # seconds: a job that looks whether the pipeline's lock is free holds it for a moment
ORPHANS = 30.0  # seconds that jobs of a killed Snakemake get to notice it and end
INTERVAL, AWAY = 0.5, 5.0  # seconds between two looks of a job, beside its pipeline and on another machine
GONE = "the pipeline that started this job is gone; run it again"
ROOM = 1 << 18  # bytes that have to fit onto the disk before anything starts


def hold(folders: Iterable[Path]) -> None:
    """Make this process the one pipeline of the folder, for as long as it lives.

    Raises
    ------
    InputError
        If another pipeline runs here, a job of an earlier one does not end, or one of ``folders`` cannot be written to.
    """
    os.environ.pop(VARIABLE, None)
    check_room([FOLDER, *folders])
    pipeline = _opened(FOLDER / PIPELINE)
    mark = f"{os.getpid()} {os.uname().nodename} {time.time_ns()}"
    try:
        if not _acquired(pipeline, fcntl.LOCK_EX, PATIENCE):
            process, *machine = _mark(FOLDER / PIPELINE).split(" ")[:2]
            where = f"process {process}" + "".join(f" on {name}" for name in machine if not _is_here(name))
            raise InputError(f"another pipeline runs in this folder ({where}): wait until it has ended, or end it")
        os.ftruncate(pipeline, 0)
        os.pwrite(pipeline, mark.encode(), 0)
        jobs = _opened(FOLDER / JOBS)
        if not _acquired(jobs, fcntl.LOCK_EX, ORPHANS):
            raise InputError(
                "a job of an earlier pipeline still runs in this folder: wait until it has ended, or end it"
            )
        os.close(jobs)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        print("WARNING: no locks on this disk: do not start two pipelines in this folder at once", file=sys.stderr)
        return
    os.environ[VARIABLE] = f"{FOLDER.resolve()}|{mark}"


def join() -> None:
    """Make this process a job of its pipeline, if it has one: it ends when the pipeline does.

    Raises
    ------
    InputError
        If the pipeline is gone already.
    """
    folder, _, mark = os.environ.get(VARIABLE, "").rpartition("|")
    place = Path(folder, PIPELINE)
    if not folder or not place.is_file():
        return
    if _mark(place) != mark:
        raise InputError(GONE)
    lock, is_here = _shared(Path(folder)), _is_here(mark.split(" ")[1])
    if is_here and lock is None:
        raise InputError(GONE)
    looks = (place, mark, lock, os.getppid(), INTERVAL if is_here else AWAY)
    threading.Thread(target=_watch, args=looks, daemon=True).start()


def _shared(folder: Path) -> int | None:
    """Share the lock of the jobs, and return the pipeline's, None if nobody is seen to hold it."""
    try:
        if not _acquired(_opened(folder / JOBS), fcntl.LOCK_SH, ORPHANS):
            raise InputError("another pipeline starts in this folder")
        pipeline = _opened(folder / PIPELINE)
        return None if _free(pipeline) else pipeline
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        return None


def check_room(folders: Iterable[Path]) -> None:
    """Raise an InputError that names a folder to which nothing can be written, and the remedy."""
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder) as file:
                file.write(bytes(ROOM))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in REMEDIES:
                raise
            raise InputError(f"{folder} cannot be written to, {REMEDIES[error.errno]}") from error


def _watch(place: Path, mark: str, lock: int | None, parent: int, interval: float) -> None:
    """End this process as soon as the pipeline or the shell between is gone; ``lock`` is the pipeline's, if seen."""
    while os.getppid() == parent and _mark(place) in {mark, ""} and (lock is None or not _free(lock)):
        time.sleep(interval)
    print(f"ERROR: {GONE}", flush=True)
    os._exit(1)


def _is_here(machine: str) -> bool:
    return machine == os.uname().nodename


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)


def _acquired(lock: int, kind: int, seconds: float) -> bool:
    """Return whether a lock could be had within that time."""
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        else:
            return True


def _free(pipeline: int) -> bool:
    """Return whether nobody holds the pipeline's lock."""
    if not _acquired(pipeline, fcntl.LOCK_SH, 0):
        return False
    fcntl.flock(pipeline, fcntl.LOCK_UN)
    return True


def _mark(place: Path) -> str:
    """Return the mark of the last pipeline, empty if it cannot be read; a file opened anew is that of all machines."""
    try:
        return place.read_text(encoding="utf-8")
    except OSError:
        return ""
