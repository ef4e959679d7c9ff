"""How often the rule of docs/statistics.md errs, on simulated studies whose truth is known.

    python -m benchmarks.calibration --output docs/calibration.md     # half an hour on one core
    python -m benchmarks.calibration --quick                          # a minute, to see that it runs

Writes a table (Markdown) and beside it a plot (SVG). The same seed gives the same numbers.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import calibration_decisions as decisions
from benchmarks import calibration_intervals as intervals
from benchmarks.calibration_page import page, plot
from benchmarks.calibration_runs import runs_from_elsewhere
from benchmarks.calibration_tuning import tuning
from benchmarks.simulated_studies import Row

Measure = Callable[[int, int], Iterator[Row]]

STUDIES: dict[str, tuple[Measure, int]] = {
    "level": (decisions.level, 500),
    "power": (decisions.power, 500),
    "coverage": (intervals.coverage, 1000),
    "coverage_of_one": (intervals.coverage_of_one, 4000),
    "coverage_of_probability": (intervals.coverage_of_probability, 400),
    "equality": (decisions.equality, 1000),
    "peeking": (decisions.peeking, 1200),
    "found_sequentially": (decisions.found_sequentially, 300),
    "forecasts": (intervals.forecasts, 300),
    "runs_from_elsewhere": (runs_from_elsewhere, 300),
    "tuning": (tuning, 1000),
}
QUICK = 100  # times fewer studies


def main(argv: list[str] | None = None) -> None:
    """Run the measures, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few studies: shows that it runs, the numbers mean little")
    parser.add_argument("--seed", type=int, default=0, help="of all random numbers")
    parser.add_argument("--only", choices=STUDIES, action="append", help="only this measure; may be repeated")
    parser.add_argument("--rows", type=Path, help="a JSON file: measures found there are kept, new ones added")
    parser.add_argument("--output", type=Path, help="Markdown file; the plot gets the same name with .svg")
    options = parser.parse_args(argv)
    found = json.loads(options.rows.read_text()) if options.rows and options.rows.exists() else {}
    for name in options.only or [name for name in STUDIES if name not in found]:
        measure, studies = STUDIES[name]
        start = time.perf_counter()
        found[name] = list(measure(max(studies // QUICK, 3) if options.quick else studies, options.seed))
        print(f"{name}: {time.perf_counter() - start:.0f} s", flush=True)
        if options.rows:
            options.rows.write_text(json.dumps(found))
    text = page(found, options.seed)
    print(text)
    if options.output:
        options.output.write_text(text)
        plot(found, options.output.with_suffix(".svg"))


if __name__ == "__main__":
    main()
