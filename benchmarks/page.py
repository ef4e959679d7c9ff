"""The results as a page: tables in Markdown, and a figure of speed against the notebook style and growth of time."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.cases import Case
from benchmarks.judge import HEAD, judge, times_faster
from benchmarks.peers import LABELS
from benchmarks.rounds import Results

METHOD, LIMITS = (Path(__file__).with_name(name) for name in ("method.md", "limits.md"))
SECTIONS = {  # group of cases: heading
    "single": "One network: time per epoch",
    "ensemble": "Networks side by side: time per epoch and network",
    "process": "Whole process: start of Python, imports, compilation, training, end",
    "growth": "Growth: variations of B, time per epoch and network",
    "check": "Complex-step check of every gradient",
}
COLOURS = {  # by peer: Okabe & Ito's, told apart by the colour-blind
    "ours": "#0072B2",
    "textbook": "#56B4E9",
    "torch_eager": "#D55E00",
    "sklearn_mlp": "#E69F00",
    "jax_scan": "#009E73",
    "notebook_style": "#666666",
}
GROWTH = {"epochs": "epochs", "width": "units in the first layer", "examples": "examples", "networks": "networks"}


def page(machine: Mapping[str, str], notes: Sequence[str], cases: Sequence[Case], results: Results) -> str:
    """Return the whole page; a section without cases is left out."""
    parts = ["# Benchmark", "![Speed against the notebook style, and growth of the time](benchmark.svg)"]
    parts += [table(["measured", ""], machine.items()), "\n".join(f"- {note}" for note in notes)]
    parts += ["## Claims", table(HEAD, judge(cases, results))]
    for group, heading in SECTIONS.items():
        chosen = [case for case in cases if case.group == group]
        if chosen:
            parts += [f"## {heading}", case_table(chosen, results)]
    same = "The largest relative difference of a final cost from ours, over all cases without random masks:"
    parts += ["## Is it the same work?", same, difference_table(results)]
    parts += ["## What limits it, and what was tried", LIMITS.read_text(encoding="utf-8").strip()]
    parts += ["## How it was measured", METHOD.read_text(encoding="utf-8")]
    return "\n\n".join(part for part in parts if part)


def case_table(cases: Sequence[Case], results: Results) -> str:
    """Return the times of some cases, one column per peer, with the ratios to ours."""
    peers = [peer for peer in LABELS if any((case.name, peer) in results for case in cases)]
    rows = [[case.name, *(cell(case.name, peer, results) for peer in peers)] for case in cases]
    return table(["", *(LABELS[peer] for peer in peers)], rows)


def cell(case: str, peer: str, results: Results) -> str:
    """Return a time and the two ratios to ours, as "210 us (5.21 / 5.14)"."""
    if (case, peer) not in results:
        return "-"
    found = results[case, peer]
    seconds = min(found.seconds)
    scale, unit = (1.0, "s") if seconds >= 1 else (1e3, "ms") if seconds >= 1e-3 else (1e6, "us")
    shown = f"{seconds * scale:.3g} {unit}"
    if peer == "complex_step":
        return f"{shown}, relative difference {found.difference:.1e}"
    if peer in ("ours", "blas_peak"):
        return shown
    of_minima, of_rounds = times_faster(found, results[case, "ours"])
    return f"{shown} ({of_minima:.2f} / {of_rounds:.2f})"


def difference_table(results: Results) -> str:
    """Return the largest difference of each peer's costs from ours."""
    rows = []
    for peer, label in LABELS.items():
        found = [m.difference for (_, name), m in results.items() if name == peer and m.difference is not None]
        if found and peer not in ("ours", "complex_step"):
            rows.append([label, f"{max(found):.1e}", str(len(found))])
    return table(["peer", "largest difference", "cases"], rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rows])


def draw(cases: Sequence[Case], results: Results, title: str, path: Path) -> None:
    """Write the figure as SVG, the same bytes for the same numbers."""
    figure = Figure(figsize=(11, 8.5), layout="constrained")
    figure.suptitle(title, fontsize=10)
    grid = figure.add_gridspec(2, len(GROWTH), height_ratios=(1.4, 1))
    draw_speed(
        figure.add_subplot(grid[0, :]),
        [c.name for c in cases if c.group in ("single", "ensemble") and "notebook_style" in c.peers],
        results,
    )
    for column, what in enumerate(GROWTH):
        names = [case.name for case in cases if case.name.startswith(what)]
        draw_growth(figure.add_subplot(grid[1, column]), what, names, results)
    with mpl.rc_context({"svg.hashsalt": "benchmark"}):
        figure.savefig(path, metadata={"Date": None})


def draw_speed(axes: Axes, names: Sequence[str], results: Results) -> None:
    """Draw how many times faster than the notebook style each peer is, in every case it was measured."""
    peers = [peer for peer in COLOURS if peer != "notebook_style" and any((name, peer) in results for name in names)]
    width = 0.8 / max(1, len(peers))
    for number, peer in enumerate(peers):
        measured = [x for x, name in enumerate(names) if (name, peer) in results]
        heights = [times_faster(results[names[x], "notebook_style"], results[names[x], peer])[0] for x in measured]
        places, above = [x + (number + 0.5) * width - 0.4 for x in measured], [height - 1 for height in heights]
        bars = axes.bar(places, above, width, bottom=1, color=COLOURS[peer], label=LABELS[peer])
        axes.bar_label(bars, [f"{height:.2g}" for height in heights], fontsize=6, padding=1)
    axes.axhline(1, color=COLOURS["notebook_style"], linewidth=0.8)
    axes.set(yscale="log", ylim=(0.1, 200), ylabel="times faster than the notebook style")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_xticks(range(len(names)), [name.replace(" ", "\n", 1) for name in names], fontsize=8)
    if peers:
        axes.legend(ncols=len(peers), fontsize=8, loc="upper left")


def draw_growth(axes: Axes, what: str, names: Sequence[str], results: Results) -> None:
    """Draw time against one size: of the whole training for "epochs", else of an epoch of all networks."""
    sizes = {name: int(name.split()[-1]) for name in names}
    for peer, colour in COLOURS.items():
        times = {sizes[name]: 1e6 * min(results[name, peer].seconds) for name in names if (name, peer) in results}
        if what in ("epochs", "networks"):
            times = {size: time * size for size, time in times.items()}
        if times:
            axes.loglog(times.keys(), times.values(), "o-", color=colour, markersize=3, label=LABELS[peer])
    axes.set(xlabel=GROWTH[what], ylabel=f"us per {'training' if what == 'epochs' else 'epoch'}")
    axes.set_xticks(list(sizes.values()), map(str, sizes.values()))
    axes.yaxis.set_major_formatter("{x:g}")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_formatter("")
    if what == "epochs" and names:
        axes.legend(fontsize=7)
