"""The results as tables: CSV for programs, Markdown for people."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.cases import Case
from benchmarks.claims import Verdict
from benchmarks.peers import LABELS
from benchmarks.ratios import median_of_ratios, ratio_of_minima
from benchmarks.rounds import Results

COLUMNS = ["group", "case", "peer", "epochs", "repeats", "minimum_seconds", "median_seconds",
           "times_ours_from_minima", "times_ours_median_of_rounds", "relative_difference"]  # fmt: skip
SECTIONS = {
    # group of cases: heading
    "single": "One network: time per epoch",
    "ensemble": "Networks side by side: time per epoch and network",
    "process": "Whole process: start of Python, imports, compilation, training, end",
    "growth": "Growth: variations of B, time per epoch and network",
    "check": "Complex-step check of every gradient",
}
HOW = """\
Each peer runs in a process of its own, on one thread, all of them pinned to the same core; they are asked in turn,
round after round, so that all meet the same noise. A time is the minimum over the rounds of the process's processor
time, which leaves out what other programs take of the core; whole processes are timed by the clock. In brackets: their
minimum divided by ours, so above 1 ours is faster; after the slash, the median over the rounds of that ratio.
Arithmetic is float64 everywhere. Every call starts from the same initial parameters, makes its updates and computes the
final cost.

The data are generated, of these shapes: A 2-10-5-1 on 300 examples, B 2-20-3-1 on 211 (learning rate 0.3; L2 with
lambda 0.7; dropout with keep_prob 0.86), C 12288-20-7-5-1 on 209, E 784-256-128-1 on 5000. For C, ours is the whole
training of 2500 epochs, with QR decomposition and return to the full parameters, divided by 2500; the other peers are
timed on the few epochs that last 0.1 s, and that is scaled. Peers without ensembles train networks in turn."""


def csv_text(cases: Sequence[Case], results: Results) -> str:
    """Return one line per case and peer."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for case in cases:
        for peer in case.peers:
            if (case.name, peer) in results:
                writer.writerow(csv_row(case, peer, results))
    return file.getvalue()


def csv_row(case: Case, peer: str, results: Results) -> list[object]:
    """Return the values of ``COLUMNS``; empty where there is none."""
    found = results[case.name, peer]
    times = [min(found.seconds), median(found.seconds), *(ratios(case, peer, results) or ())]
    texts = [f"{number:.4g}" for number in times] + [""] * (4 - len(times))
    difference = "" if found.difference is None else f"{found.difference:.1e}"
    return [case.group, case.name, peer, found.epochs, len(found.seconds), *texts, difference]


def ratios(case: Case, peer: str, results: Results) -> tuple[float, float] | None:
    """Return how many times faster ours is, from the minima and as a median; None if ours was not measured."""
    if (case.name, "ours") not in results:
        return None
    theirs, ours = results[case.name, peer].seconds, results[case.name, "ours"].seconds
    return ratio_of_minima(theirs, ours), median_of_ratios(theirs, ours)


def markdown_text(machine: Mapping[str, str], verdicts: Sequence[Verdict], cases: Sequence[Case],
                  results: Results, notes: Sequence[str]) -> str:  # fmt: skip
    """Return the whole page."""
    parts = [
        "# Benchmark",
        "![Speed against the notebook style, and growth of the time](benchmark.svg)",
        table(["measured", ""], machine.items()),
        "\n".join(f"- {note}" for note in notes),
        "## Claims",
        claims_table(verdicts) if verdicts else "",
        *(text for group, heading in SECTIONS.items() for text in (f"## {heading}", case_table(group, cases, results))),
        "## Is it the same work?",
        "The largest relative difference of a final cost from ours, over all cases without random masks:",
        difference_table(results),
        "## How it was measured",
        HOW,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def claims_table(verdicts: Sequence[Verdict]) -> str:
    """Return target, measured value and verdict of each claim; the minima decide."""
    rows = []
    for verdict in verdicts:
        sign = "at most" if verdict.claim.at_most else "at least"
        measured = [f"{value:.3g}" for value in verdict.measured] if verdict.measured else ["-", "-"]
        rows.append([verdict.claim.text, f"{sign} {verdict.claim.target:g}", *measured, verdict.word])
    return table(["claim", "target", "measured (minima)", "(medians)", "verdict"], rows)


def case_table(group: str, cases: Sequence[Case], results: Results) -> str:
    """Return the times of a group of cases, one column per peer, with the ratios to ours."""
    chosen = [case for case in cases if case.group == group]
    peers = [peer for peer in LABELS if any((case.name, peer) in results for case in chosen)]
    rows = [[case.name, *(cell(case, peer, results) for peer in peers)] for case in chosen]
    return table(["", *(LABELS[peer] for peer in peers)], rows)


def cell(case: Case, peer: str, results: Results) -> str:
    """Return a time and the two ratios to ours, as "210 us (5.2 / 5.1)"."""
    if (case.name, peer) not in results:
        return "-"
    found = results[case.name, peer]
    shown = with_unit(min(found.seconds))
    if case.group == "check":
        return f"{shown}, relative difference {found.difference:.1e}"
    both = ratios(case, peer, results)
    return shown if peer in ("ours", "blas_peak") or both is None else f"{shown} ({both[0]:.2f} / {both[1]:.2f})"


def with_unit(seconds: float) -> str:
    """Return a time in s, ms or us, with three digits."""
    scale, unit = (1.0, "s") if seconds >= 1 else (1e3, "ms") if seconds >= 1e-3 else (1e6, "us")
    return f"{seconds * scale:.3g} {unit}"


def difference_table(results: Results) -> str:
    """Return the largest difference of each peer's costs from ours."""
    found: dict[str, list[float]] = {}
    for (_, peer), measurement in results.items():
        if measurement.difference is not None and peer not in ("ours", "complex_step"):
            found.setdefault(peer, []).append(measurement.difference)
    rows = [[LABELS[peer], f"{max(values):.1e}", str(len(values))] for peer, values in found.items()]
    return table(["peer", "largest difference", "cases"], rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
