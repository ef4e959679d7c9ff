"""Growth as tables with a fitted law each, what a million networks would cost by them, and a figure."""

import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from threadpoolctl import threadpool_info

from benchmarks.page import table

START, END = "<!-- begin: python -m benchmarks.growth -->", "<!-- end -->"
TRAINING = "training and Snakemake"
EPOCHS, CORES = 30_000, 2  # of a training, and of a node
MILLION = 1_000_000
MOST_TICKS = 5  # on an axis
SEEDS = 1000  # of each variant, where a million networks are reckoned


class Law(NamedTuple):
    """seconds = fixed + each * size, and the exponent of growth over the three largest sizes."""

    fixed: float
    each: float
    exponent: float


def law(times: Mapping[int, float]) -> Law:
    """Return the law of times by size, with equal weight for each relative to its time."""
    sizes, seconds = np.array(list(times), float), np.array(list(times.values()))
    each, fixed = np.polyfit(sizes, seconds, 1, w=1 / seconds)
    exponent = np.polyfit(np.log(sizes[-3:]), np.log(seconds[-3:]), 1)[0]
    return Law(float(fixed), float(each), float(exponent))


def machine() -> str:
    """Return what was measured on."""
    kernels = {pool.get("architecture") for pool in threadpool_info() if pool["user_api"] == "blas"}
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, BLAS kernel {', '.join(map(str, kernels))},"
        f" Python {platform.python_version()}, NumPy {np.__version__}; seconds of processor time"
    )


Curves = Mapping[str, Mapping[int, Mapping[str, tuple[float, float]]]]


def tables(curves: Curves, epochs: Mapping[int, float], batched: Mapping[int, float]) -> str:
    """Return the tables in Markdown: a curve each, points at once and in minibatches, and a million networks."""
    parts = [f"Measured on {machine()}.", "![Growth of the time](scale.svg)"]
    for what, curve in curves.items():
        steps = _steps(curve)
        laws = {step: law({size: costs[step][0] for size, costs in curve.items()}) for step in steps}
        rows = [[f"{size}", *(_cell(costs[step]) for step in steps)] for size, costs in curve.items()]
        rows.append(["law", *(f"{of.fixed:.2f} + {of.each:.4f} n, exponent {of.exponent:.2f}" for of in laws.values())])
        parts += [f"### Against {what}", table([what, *steps], rows)]
    rows = [
        [f"{m:,}", *_epoch(m, t), in_words(EPOCHS * t), *(_epoch(m, batched[m]) if m in batched else ["", ""])]
        for m, t in epochs.items()
    ]
    heads = ["examples", "epoch of a network", "for each example", "30,000 epochs", "epoch in minibatches"]
    parts += ["### Against points", table([*heads, "for each example"], rows)]
    laws = (f"{1e6 * of.fixed:.1f} us + {1e9 * of.each:.0f} ns an example, exponent {of.exponent:.2f}"
            for of in (law(epochs), law(batched)))  # fmt: skip
    parts.append("Laws: all at once {}; in minibatches {}.".format(*laws))
    return "\n\n".join([*parts, "### A million networks, on paper", million(curves, epochs)])


def _epoch(examples: int, seconds: float) -> list[str]:
    microseconds = 1e6 * seconds
    return [f"{microseconds:,.{1 if microseconds < 100 else 0}f} us", f"{1e9 * seconds / examples:.0f} ns"]


def in_words(seconds: float) -> str:
    """Return a duration in the unit that suits it."""
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.1f} s"


def _cell(cost: tuple[float, float]) -> str:
    seconds, megabytes = cost
    return f"{seconds:.2f} s, {megabytes:.0f} MB" if megabytes else f"{seconds:.2f} s"


def million(curves: Curves, epochs: Mapping[int, float]) -> str:
    """Return what a thousand variants of a thousand seeds cost on 1, 10 and 100 nodes, as trainings of B's size."""
    by_seeds, by_variants = curves["seeds"], curves["variants"]
    point = float(np.interp(211, list(epochs), list(epochs.values())))
    overhead = law({size: costs[TRAINING][0] for size, costs in by_seeds.items()}).each / 3  # three variants
    jobs = law({size: costs[TRAINING][0] for size, costs in by_variants.items()}).each * MILLION / SEEDS
    parallel = MILLION * (EPOCHS * point + overhead) + jobs
    largest = max(by_seeds)
    serial = sum(by_seeds[largest][step][0] / 3 * MILLION / SEEDS for step in by_seeds[largest] if step != TRAINING)
    rows = []
    for nodes in (1, 10, 100):
        hours = [parallel / nodes / CORES / 3600, serial / 3600]
        rows.append([str(nodes), *(f"{h:.2f} h" for h in hours), f"{sum(hours):.2f} h", f"{hours[1] / sum(hours):.0%}"])
    told = (
        f"{MILLION:,} networks as {MILLION // SEEDS:,} variants of {SEEDS:,} seeds, each {EPOCHS:,} epochs of"
        f" {1e6 * point:.1f} us and {1e3 * overhead:.1f} ms around them, on nodes of {CORES} cores; what follows the"
        " training is on one core:"
    )
    return f"{told}\n\n{table(['nodes', 'training', 'decide, draw, track, page', 'together', 'of it serial'], rows)}"


def renew(path: Path, text: str) -> None:
    """Write a text between the marks of a page."""
    before, _, rest = path.read_text(encoding="utf-8").partition(START)
    path.write_text(f"{before}{START}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def draw(curves: Curves, epochs: Mapping[int, float], batched: Mapping[int, float], path: Path) -> None:
    """Write the figure as SVG, the same bytes for the same numbers."""
    figure = Figure(figsize=(11, 3.6), layout="constrained")
    for axes, what in zip(figure.subplots(1, len(curves) + 1), [*curves, "examples"], strict=True):
        curve = curves.get(what, {})
        steps = {step: {size: costs[step][0] for size, costs in curve.items()} for step in _steps(curve)}
        for step, times in (steps or {"epoch, all at once": epochs, "epoch in minibatches": batched}).items():
            axes.loglog(times.keys(), times.values(), "o-", markersize=3, label=step)
        sizes = list(next(iter(steps.values()), epochs))
        axes.set(xlabel=what, xticks=sizes if len(sizes) < MOST_TICKS else sizes[::2])
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.xaxis.set_minor_formatter("")
        if what in {"seeds", "examples"}:
            axes.set_ylabel("seconds of processor time")
            axes.legend(fontsize=7, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
    with mpl.rc_context({"svg.hashsalt": "growth"}):
        figure.savefig(path, metadata={"Date": None})


def _steps(curve: Mapping[int, Mapping[str, tuple[float, float]]]) -> Sequence[str]:
    return list(next(iter(curve.values()), {}))
