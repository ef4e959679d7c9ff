"""Interleaved measurements: every round asks each peer once, so that all of them meet the same noise."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from timeit import timeit

from benchmarks.cases import Case
from benchmarks.workloads import Workload

SECONDS = 0.2  # that a repeat lasts, roughly
CHECK_EPOCHS = 10  # after these many, all peers must have the same cost
TOLERANCE = 1e-9  # relative, of a cost; rounding alone stays far below it

Ask = Callable[[str, Workload, int], tuple[float, list[float]]]  # benchmarks.worker.timed, in the peer's process


@dataclass(frozen=True)
class Measurement:
    """The times of one peer on one case."""

    epochs: int  # of a repeat
    seconds: tuple[float, ...]  # one number a round: per epoch and network, or per process, or per gradient check
    difference: float | None = None  # largest relative one of a cost from ours, or the one that a gradient check finds


Results = dict[tuple[str, str], Measurement]  # (case, peer)


def measure(case: Case, peers: Sequence[str], ask: Ask) -> dict[str, Measurement]:
    """Return each peer's times, after checking that all reach the same cost."""
    if case.group == "check":
        checks = {peer: ask(peer, case.workload, 1) for peer in peers}
        return {peer: Measurement(1, (seconds,), costs[0]) for peer, (seconds, costs) in checks.items()}
    if case.group == "process":
        epochs = case.workload.epochs
        rounds = [{peer: whole_process(peer, epochs) for peer in peers} for _ in range(case.repeats)]
        return {peer: Measurement(epochs, tuple(times[peer] for times in rounds)) for peer in peers}
    repeats, costs = {}, {}
    for peer in peers:
        repeats[peer], costs[peer] = warm_up(case, peer, ask)
    differences = {peer: difference(case, peer, costs) for peer in peers}
    rounds = [{peer: ask(peer, case.workload, n)[0] for peer, n in repeats.items()} for _ in range(case.repeats)]
    seconds = {peer: tuple(t[peer] / n / case.workload.networks for t in rounds) for peer, n in repeats.items()}
    return {peer: Measurement(repeats[peer], seconds[peer], differences[peer]) for peer in peers}


def whole_process(peer: str, epochs: int) -> float:
    """Return the seconds from starting Python to its end: imports, compilation and training of B included."""
    command = [sys.executable, "-m", "benchmarks.worker", peer, str(epochs)]
    return timeit(lambda: subprocess.run(command, check=True), number=1)


def warm_up(case: Case, peer: str, ask: Ask) -> tuple[int, list[float]]:
    """Return how many epochs a repeat takes, having done it once (JAX compiles), and costs to compare."""
    few = min(CHECK_EPOCHS, case.workload.epochs)
    _, costs = ask(peer, case.workload, few)
    seconds, _ = ask(peer, case.workload, few)
    epochs = case.workload.epochs if peer in case.whole else max(1, round(SECONDS / seconds * few))
    ask(peer, case.workload, epochs)
    return epochs, costs


def difference(case: Case, peer: str, costs: dict[str, list[float]]) -> float | None:
    """Return the largest relative difference of a peer's costs from ours, None where there is nothing to compare.

    Raises
    ------
    ValueError
        If it is more than ``TOLERANCE``: it would be other work that is timed.
    """
    if not costs[peer] or not case.workload.deterministic:
        return None
    found = max(abs(cost - our) / abs(our) for cost, our in zip(costs[peer], costs["ours"], strict=True))
    if not found <= TOLERANCE:
        raise ValueError(f"{case.name}: {peer!r} differs from ours by {found:.1e}, accepted is {TOLERANCE}")
    return found
