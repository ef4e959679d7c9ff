"""What runs in the process of a peer, on one core. ``python -m benchmarks.worker PEER EPOCHS`` is one training of B."""

import os
import sys
import time
from functools import lru_cache
from importlib import import_module

from benchmarks.peers import Train
from benchmarks.workloads import B, Workload


def pin() -> None:
    """Keep this process on the core that all peers share, as they work in turn, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


@lru_cache(maxsize=1)
def prepared(peer: str, workload: Workload) -> Train:
    """Return the peer's training of a workload, made once and kept until the next workload."""
    train: Train = import_module(f"benchmarks.peers.{peer}").prepare(workload)
    return train


def timed(peer: str, workload: Workload, epochs: int) -> tuple[float, list[float]]:
    """Train, and return the costs and the processor time, which leaves out what other programs take of the core."""
    train = prepared(peer, workload)
    start = time.process_time()
    costs = train(epochs)
    return time.process_time() - start, costs


if __name__ == "__main__":
    pin()
    prepared(sys.argv[1], B)(int(sys.argv[2]))
