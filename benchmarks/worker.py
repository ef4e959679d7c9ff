"""A process that trains for one peer, on one core and one thread, asked through pipes.

``python -m benchmarks.worker PEER CORE`` reads one JSON request a line and answers each with one JSON line:

    {"do": "versions"}                        {"numpy": "2.4.6", "BLAS": "openblas 0.3.31 Haswell, 1 thread"}
    {"do": "prepare", "workload": {...}}      {}
    {"do": "train", "epochs": 1000}           {"seconds": 0.02, "costs": [0.31]}

Its first line, before any request, is {} or, where the peer's library is not installed, {"missing": "..."}.
"""

import json
import os
import sys
import time
from importlib import import_module
from types import ModuleType
from typing import Any

Answer = dict[str, Any]


class Trainer:
    """Answers the requests for one peer."""

    def __init__(self, peer: ModuleType) -> None:
        self.peer = peer

    def versions(self) -> Answer:
        """Return the libraries at work, and NumPy's BLAS."""
        versions: Answer = self.peer.versions()
        return versions | blas()

    def prepare(self, workload: Answer) -> Answer:
        """Make ready to train a workload, given as its fields."""
        from benchmarks.workloads import Workload

        self.train_epochs = self.peer.prepare(Workload(**workload | {"layers": tuple(workload["layers"])}))
        return {}

    def train(self, epochs: int) -> Answer:
        """Train and take the processor time, which leaves out what other programs take of the core."""
        start = time.process_time()
        costs = self.train_epochs(epochs)
        return {"seconds": time.process_time() - start, "costs": costs}


def blas() -> dict[str, str]:
    """Return the name, kernel and threads of the BLAS loaded, if threadpoolctl is installed."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return {}
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    if not pools:
        return {}
    shown = "{internal_api} {version} {architecture}, threads: {num_threads}"
    return {"BLAS": shown.format_map({"architecture": ""} | pools[0])}


def pin(core: int) -> None:
    """Keep this process on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})


def private_stdout() -> int:
    """Return a descriptor of stdout for the answers; what libraries print goes to stderr."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


def main(argv: list[str]) -> None:
    """Answer requests until stdin ends. The core is set before the peer imports NumPy."""
    name, core = argv
    pin(int(core))
    with os.fdopen(private_stdout(), "w", buffering=1) as answers:
        try:
            trainer = Trainer(import_module(f"benchmarks.peers.{name}"))
        except ImportError as error:
            answers.write(json.dumps({"missing": str(error)}) + "\n")
            return
        answers.write("{}\n")
        for line in sys.stdin:
            request = json.loads(line)
            answer = getattr(trainer, request.pop("do"))(**request)
            answers.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
