"""How far a training is, for whoever looks on: a small file below .snakemake, twice a second, gone in the end.

It is no result and no output of a job. Where jobs run on other machines it lies on the disk that they share.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import ceil, isfinite
from pathlib import Path
from typing import Any

from nn.ensembles import Ensemble
from nn.runs import Witness
from seedcheck.study import paths

INTERVAL = 0.5  # seconds from one writing to the next
CURVE = 60  # costs that are kept of a curve


@dataclass(frozen=True)
class Progress:
    """How far a job's trainings are.

    Attributes
    ----------
    done, total : epochs times networks
    costs : mean cost of the networks that are trained now, at its records
    """

    done: int
    total: int
    costs: tuple[float, ...] = ()


class Meter:
    """Counts epochs times networks while they are trained, and writes them down.

    Parameters
    ----------
    path : where to write, None for nowhere
    total : epochs times networks of all trainings of the job
    say : called as ``nn.train`` calls its ``progress``, if given
    """

    def __init__(self, path: Path | None, total: int, say: Callable[[int, float], None] | None = None):
        self._path, self._total, self._say = path, total, say
        self._before = self._after = self._first = self._epochs = self._networks = 0
        self._costs: list[float] = []
        self._next = 0.0

    def witness(self, ensemble: Ensemble) -> Witness:
        """Return who is told which networks of the next ensemble are trained side by side; it looks at none of them."""
        self._epochs = ensemble.settings.epochs
        self._before, self._after = self._after, self._after + self._epochs * len(ensemble.theta)
        return Witness((), self._choose, lambda *_: None)

    def _choose(self, together: range) -> Iterator[int]:
        self._first = self._before + self._epochs * together.start
        self._networks = len(together)
        self._costs.clear()
        return iter(())

    def __call__(self, epoch: int, cost: float) -> None:
        """Take note of a recorded epoch and the mean cost."""
        if self._say:
            self._say(epoch, cost)
        self._costs.append(cost)
        self._note(self._first + epoch * self._networks)

    def count(self) -> None:
        """Take note that one more of all is done, where each is a run of a command."""
        self._before += 1
        self._note(self._before)

    def _note(self, done: int) -> None:
        if self._path and time.monotonic() >= self._next:
            self._write(done)
            self._next = time.monotonic() + INTERVAL

    def _write(self, done: int) -> None:
        assert self._path
        finite = [cost for cost in self._costs if isfinite(cost)]
        content = {"done": done, "total": self._total, "costs": finite[:: ceil(len(finite) / CURVE) or 1]}
        new = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(content), encoding="utf-8")
            new.replace(self._path)
        except OSError:  # a full disk stops a training where it writes its results, not here
            self._path = None


@contextmanager
def metered(folder: Path, total: int, say: Callable[[int, float], None] | None = None) -> Iterator[Meter]:
    """Give a meter to the trainings of the job that writes into ``folder``; its file goes with them."""
    path = place(folder) if paths.SNAKEMAKE.is_dir() else None
    try:
        yield Meter(path, total, say)
    finally:
        if path:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def place(folder: str | Path) -> Path:
    """Return the progress file of the job that writes into a folder: results.tricks.l2.json."""
    return paths.PROGRESS / f"{Path(folder).as_posix().replace('/', '.')}.json"


def read(folder: str | Path) -> Progress | None:
    """Return how far the trainings of a job are, None if it has not said so."""
    try:
        found: dict[str, Any] = json.loads(place(folder).read_text(encoding="utf-8"))
        return Progress(int(found["done"]), int(found["total"]), tuple(found["costs"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None
