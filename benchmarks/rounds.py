"""Interleaved measurements: every round asks each peer once, so that all of them meet the same noise."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.cases import Case

ROOT = Path(__file__).parents[1]
TOLERANCE = 1e-9  # relative, of a cost; rounding alone stays far below it at the few epochs compared
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


@dataclass(frozen=True)
class Measurement:
    """The times of one peer on one case.

    Attributes
    ----------
    epochs : epochs of a repeat
    seconds : per epoch and network, one number a round; per process or check in the groups of these names
    difference : largest relative difference of a cost from ours, None where masks are random or it has no cost; of a
        gradient check, the relative difference found
    """

    epochs: int
    seconds: tuple[float, ...]
    difference: float | None = None


Results = dict[tuple[str, str], Measurement]  # (case, peer)


class Worker:
    """A running ``benchmarks.worker``.

    Attributes
    ----------
    missing : why the peer cannot be timed, "" if it can
    """

    def __init__(self, peer: str) -> None:
        self.peer = peer
        environment = os.environ | dict.fromkeys(THREADS, "1") | {"JAX_PLATFORMS": "cpu"}
        command = [sys.executable, "-m", "benchmarks.worker", peer, str(last_core())]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        self.missing = str(self._answer().get("missing", ""))

    def ask(self, do: str, **arguments: object) -> dict[str, Any]:
        """Return the answer to a request; see ``benchmarks.worker``."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker of {self.peer!r} ended with exit code {self.process.wait()}, see above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process and wait for it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def last_core() -> int:
    """Return the core that all workers share; they work in turn. The orchestrator is free to use another one."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0


def measure(case: Case, workers: Mapping[str, Worker]) -> dict[str, Measurement]:
    """Return each peer's times per epoch and network, after checking that all reach the same cost.

    Raises
    ------
    ValueError
        If a peer's cost differs from ours by more than ``TOLERANCE``: it would be other work that is timed.
    """
    costs: dict[str, list[float]] = {}
    epochs: dict[str, int] = {}
    for peer, worker in workers.items():
        worker.ask("prepare", workload=asdict(case.workload))
        costs[peer], epochs[peer] = warm_up(case, peer, worker)
        compare(case, peer, costs)
    rounds = [
        {peer: worker.ask("train", epochs=epochs[peer])["seconds"] for peer, worker in workers.items()}
        for _ in range(case.repeats)
    ]
    return {
        peer: Measurement(n, tuple(times[peer] / n / case.workload.networks for times in rounds),
                          difference(costs[peer], costs.get("ours"), case))
        for peer, n in epochs.items()
    }  # fmt: skip


def measure_check(case: Case, worker: Worker) -> Measurement:
    """Return the time of a gradient check, and the relative difference it finds."""
    worker.ask("prepare", workload=asdict(case.workload))
    answer = worker.ask("train", epochs=1)
    return Measurement(1, (answer["seconds"],), answer["costs"][0])


def warm_up(case: Case, peer: str, worker: Worker) -> tuple[list[float], int]:
    """Return the costs after the case's ``check_epochs``, and how many epochs a repeat takes."""
    costs = worker.ask("train", epochs=case.check_epochs)["costs"]
    per_epoch = worker.ask("train", epochs=case.check_epochs)["seconds"] / case.check_epochs
    epochs = case.epochs.get(peer) or max(1, round(case.seconds / per_epoch))
    worker.ask("train", epochs=epochs)  # compiles, in the case of JAX
    return costs, epochs


def compare(case: Case, peer: str, costs: Mapping[str, list[float]]) -> None:
    """Raise ValueError if a peer's costs are not ours."""
    found = difference(costs[peer], costs.get("ours"), case)
    if found is not None and not found <= TOLERANCE:
        raise ValueError(f"{case.name}: {peer!r} differs from ours by {found:.1e}, accepted is {TOLERANCE}")


def difference(costs: list[float], ours: list[float] | None, case: Case) -> float | None:
    """Return the largest relative difference between the costs of two peers, None where there is nothing to compare."""
    if not costs or ours is None or not case.workload.deterministic:
        return None
    return max(abs(cost - own) / abs(own) for cost, own in zip(costs, ours, strict=True))


def measure_processes(case: Case, peers: Sequence[str]) -> dict[str, Measurement]:
    """Return each peer's times for a whole process: start, imports, compilation, training, end."""
    rounds = [{peer: whole_process(case, peer) for peer in peers} for _ in range(case.repeats)]
    return {peer: Measurement(case.epochs[peer], tuple(times[peer] for times in rounds)) for peer in peers}


def whole_process(case: Case, peer: str) -> float:
    """Return the seconds from starting Python to its end."""
    start = time.perf_counter()
    with Worker(peer) as worker:
        worker.ask("prepare", workload=asdict(case.workload))
        worker.ask("train", epochs=case.epochs[peer])
    return time.perf_counter() - start
