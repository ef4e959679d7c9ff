"""The benchmark: measure, judge the claims, write tables and a plot."""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.cases import Case, all_cases, quick_cases
from benchmarks.claims import Verdict, judge
from benchmarks.machine import describe, load
from benchmarks.peers import LABELS
from benchmarks.plot import draw
from benchmarks.report import csv_text, markdown_text
from benchmarks.rounds import Measurement, Results, Worker, measure, measure_check, measure_processes

RESULTS, DOCS = Path("results/benchmark"), Path("docs")


def main(argv: Sequence[str] | None = None) -> None:
    """Run the whole benchmark."""
    options = arguments(argv)
    cases = quick_cases() if options.quick else all_cases()
    with ExitStack() as stack:
        workers = {peer: stack.enter_context(Worker(peer)) for peer in LABELS}
        notes = [f"{LABELS[peer]} was skipped: {worker.missing}" for peer, worker in workers.items() if worker.missing]
        workers = {peer: worker for peer, worker in workers.items() if not worker.missing}
        if options.quick:
            notes.append("a smoke run (--quick): these numbers mean little, and no claim is judged")
        machine = describe({name: text for worker in workers.values() for name, text in worker.ask("versions").items()})
        before = load()
        results = measure_all(cases, workers)
        machine["programs running"] = f"{before} at the start, {load()} at the end (load averages; 1 is this benchmark)"
    verdicts = [] if options.quick else judge(results)
    page = markdown_text(machine, verdicts, cases, results, notes)
    for folder in [RESULTS, DOCS] if options.docs else [RESULTS]:
        write(folder, page, cases, results, f"{machine['date']}, {machine['CPU']}")
    (RESULTS / "benchmark.csv").write_text(csv_text(cases, results))
    say(notes, verdicts)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smoke run of seconds; its numbers mean little")
    parser.add_argument("--docs", action="store_true", help="also write docs/benchmark.md and docs/benchmark.svg")
    return parser.parse_args(argv)


def measure_all(cases: Sequence[Case], workers: dict[str, Worker]) -> Results:
    """Return the measurements of every case by every peer there is."""
    results: Results = {}
    start = time.perf_counter()
    for number, case in enumerate(cases, start=1):
        elapsed = time.perf_counter() - start
        print(f"[{number}/{len(cases)}, {elapsed:.0f} s] {case.group}: {case.name}", file=sys.stderr, flush=True)
        chosen = {peer: workers[peer] for peer in case.peers if peer in workers}
        results |= {(case.name, peer): found for peer, found in measure_case(case, chosen).items()}
    return results


def measure_case(case: Case, workers: dict[str, Worker]) -> dict[str, Measurement]:
    """Return the measurements of one case, in the way of its group."""
    if case.group == "process":
        return measure_processes(case, list(workers))
    if case.group == "check":
        return {peer: measure_check(case, worker) for peer, worker in workers.items()}
    return measure(case, workers)


def write(folder: Path, page: str, cases: Sequence[Case], results: Results, title: str) -> None:
    """Write the page and the figure."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmark.md").write_text(page)
    draw(cases, results, title, folder / "benchmark.svg")


def say(notes: Sequence[str], verdicts: Sequence[Verdict]) -> None:
    """Print what was skipped and the verdicts."""
    for note in notes:
        print("note:", note)
    for verdict in verdicts:
        measured = f"{verdict.measured[0]:.3g}" if verdict.measured else "-"
        print(f"{verdict.word:8}{verdict.claim.text}: {measured}, target {verdict.claim.target:g}")


if __name__ == "__main__":
    main()
