"""Plants each bug and prints whether the gate stops it, and why: python -m tests.gates.table."""

import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from tests.gates.bugs import BUGS
from tests.gates.plant import planted
from tests.gates.scenarios import SCENARIOS


def main() -> int:
    """Print a line for each bug, and for each training without one; return whether all is as it should be."""
    wrong = 0
    print(f"{'planted':50} {'shows in':26} {'s':>5}  stopped by")
    for name, found in BUGS.items():
        start = time.perf_counter()
        with planted(found.edits):
            failures = SCENARIOS[found.scenario]()
        stopped = bool(failures) and failures[0].startswith(found.stopped_by)
        wrong += not stopped
        seconds = time.perf_counter() - start
        print(f"{name:50} {found.scenario:26} {seconds:5.2f}  {failures[0] if failures else 'NOTHING'}", flush=True)
    for name, scenario in SCENARIOS.items():
        start = time.perf_counter()
        with planted(()):
            failures = scenario()
        wrong += bool(failures)
        print(f"{'nothing':50} {name:26} {time.perf_counter() - start:5.2f}  {failures or '-'}", flush=True)
    print(f"{len(BUGS)} bugs planted, {wrong} lines are wrong")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main()))
