"""Measure the speed of nn and its peers, judge what is promised, and write a page with a figure."""

import argparse
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path

from threadpoolctl import threadpool_info

from benchmarks import worker
from benchmarks.cases import Case, all_cases
from benchmarks.judge import judge
from benchmarks.peers import LABELS, NEEDED
from benchmarks.rounds import Results, measure
from benchmarks.workloads import Workload

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def main(argv: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    from benchmarks.page import draw, page  # here: the peers' processes import this module, and need no Matplotlib

    options = arguments(argv)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"), JAX_PLATFORMS="cpu")  # for the peers' processes
    versions, skipped = installed()
    notes = [f"{LABELS[peer]} was skipped: {library} is not installed" for peer, library in skipped.items()]
    if options.repeats:
        notes.append(f"repeats: {options.repeats}, where 3 to 9 are usual")
    load = os.getloadavg()[0]
    blas, results = measure_all(options.cases, [peer for peer in LABELS if peer not in skipped])
    machine = describe({"numpy": version("numpy"), "BLAS": blas} | versions, load)
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "benchmark.md").write_text(page(machine, notes, options.cases, results), encoding="utf-8")
    draw(options.cases, results, f"{machine['date']}, {machine['CPU']}", options.folder / "benchmark.svg")
    for line in [*notes, *map(", ".join, judge(options.cases, results))]:
        print(line)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options, with the chosen cases."""
    known = {case.name: case for case in all_cases()}
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--cases", nargs="+", metavar="CASE", choices=known, default=known, help='such as A "B x 8"')
    parser.add_argument("--repeats", type=int, help="repeats per case and peer, instead of 3 to 9")
    parser.add_argument("--folder", type=Path, default="results/benchmark", help="to write to; docs is published")
    options = parser.parse_args(argv)
    options.cases = [replace(known[name], repeats=options.repeats or known[name].repeats) for name in options.cases]
    return options


def installed() -> tuple[dict[str, str], dict[str, str]]:
    """Return the version of each library, and for each peer that has to be skipped the library that it lacks."""
    versions, skipped = {}, {}
    for peer, library in NEEDED:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            skipped[peer] = library
    return versions, skipped


def measure_all(cases: Sequence[Case], peers: Sequence[str]) -> tuple[str, Results]:
    """Return the BLAS at work, and the measurements of every case, with a process for each peer."""
    results: Results = {}
    with ExitStack() as stack:
        spawn = get_context("spawn")
        pools = {peer: stack.enter_context(ProcessPoolExecutor(1, spawn, worker.pin)) for peer in peers}

        def ask(peer: str, workload: Workload, epochs: int) -> tuple[float, list[float]]:
            return pools[peer].submit(worker.timed, peer, workload, epochs).result()

        for number, case in enumerate(cases, start=1):
            print(f"[{number}/{len(cases)}] {case.group}: {case.name}", file=sys.stderr, flush=True)
            measured = measure(case, [peer for peer in case.peers if peer in peers], ask)
            results |= {(case.name, peer): found for peer, found in measured.items()}
        loaded = pools["ours"].submit(threadpool_info).result()
    text = "{internal_api} {version} {architecture}, threads: {num_threads}"
    blas = [text.format_map({"architecture": ""} | pool) for pool in loaded if pool["user_api"] == "blas"]
    return (blas or ["not known"])[0], results


def describe(versions: Mapping[str, str], load: float) -> dict[str, str]:
    """Return what stands above the tables: no host name, no path."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "CPU": f"{(models or [platform.machine()])[0]}, {os.cpu_count()} cores; one core and one thread used",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **versions,
        "load averages": f"{load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end; 1 is this benchmark",
    }


if __name__ == "__main__":
    main()
