"""The results as one figure: speed against the notebook style, and growth of the time."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from benchmarks.cases import Case
from benchmarks.peers import LABELS
from benchmarks.rounds import Results

COLOURS = {
    # peer: Okabe & Ito's colours, told apart by the colour-blind
    "ours": "#0072B2",
    "textbook": "#56B4E9",
    "torch_eager": "#D55E00",
    "sklearn_mlp": "#E69F00",
    "jax_scan": "#009E73",
    "notebook_style": "#666666",
}
GROWTH = {
    "epochs": "epochs",
    "width": "units in the first layer",
    "examples": "examples",
    "networks": "networks side by side",
}


def draw(cases: Sequence[Case], results: Results, title: str, path: Path) -> None:
    """Write the figure as SVG, the same bytes for the same numbers."""
    figure = Figure(figsize=(11, 8.5), layout="constrained")
    figure.suptitle(title, fontsize=10)
    grid = figure.add_gridspec(2, len(GROWTH), height_ratios=(1.4, 1))
    draw_speed(figure.add_subplot(grid[0, :]), cases, results)
    for column, what in enumerate(GROWTH):
        draw_growth(figure.add_subplot(grid[1, column]), what, cases, results)
    with mpl.rc_context({"svg.hashsalt": "benchmark"}):
        figure.savefig(path, metadata={"Date": None})


def draw_speed(axes: Axes, cases: Sequence[Case], results: Results) -> None:
    """Draw how many times faster than the notebook style each peer is, in every case it was measured."""
    chosen = [
        case for case in cases if case.group in ("single", "ensemble") and (case.name, "notebook_style") in results
    ]
    peers = [
        peer for peer in COLOURS if peer != "notebook_style" and any((case.name, peer) in results for case in chosen)
    ]
    width = 0.8 / len(peers)
    for number, peer in enumerate(peers):
        pairs = [(x, speed(case, peer, results)) for x, case in enumerate(chosen) if (case.name, peer) in results]
        x, heights = np.array(pairs).T
        places = x + (number + 0.5) * width - 0.4
        bars = axes.bar(places, heights - 1, width, bottom=1, color=COLOURS[peer], label=LABELS[peer])
        axes.bar_label(bars, [f"{height:.2g}" for height in heights], fontsize=6, padding=1)
    axes.axhline(1, color=COLOURS["notebook_style"], linewidth=0.8)
    axes.set(yscale="log", ylim=(0.1, 200), ylabel="times faster than the notebook style")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_xticks(range(len(chosen)), [case.name.replace(" ", "\n", 1) for case in chosen], fontsize=8)
    axes.legend(ncols=len(peers), fontsize=8, loc="upper left")


def speed(case: Case, peer: str, results: Results) -> float:
    """Return the ratio of the minima, notebook style to peer."""
    return min(results[case.name, "notebook_style"].seconds) / min(results[case.name, peer].seconds)


def draw_growth(axes: Axes, what: str, cases: Sequence[Case], results: Results) -> None:
    """Draw time against one size: of the whole training for "epochs", else of an epoch of all networks."""
    chosen = [case for case in cases if case.group == "growth" and case.name.startswith(what)]
    sizes = [int(case.name.split()[-1]) for case in chosen]
    for peer, colour in COLOURS.items():
        if all((case.name, peer) in results for case in chosen):
            factors = sizes if what in ("epochs", "networks") else [1] * len(sizes)
            times = [1e6 * min(results[case.name, peer].seconds) * n for case, n in zip(chosen, factors, strict=True)]
            axes.loglog(sizes, times, "o-", color=colour, markersize=3, label=LABELS[peer])
    axes.set(xlabel=GROWTH[what], ylabel=f"us per {'training' if what == 'epochs' else 'epoch'}")
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    if what == "epochs":
        axes.legend(fontsize=7)
