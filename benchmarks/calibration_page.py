"""The calibration as a page of tables, and as a plot."""

from collections.abc import Iterable, Mapping, Sequence
from math import isnan, sqrt
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
Found = Mapping[str, Sequence[Row]]
REGIMES = ("points", "balanced", "seeds")


def page(found: Found, seed: int) -> str:
    """Return the Markdown page of what was found, with the parts that there are."""
    parts = [HEAD.format(seed=seed)]
    for name, heading, text, columns in PARTS:
        rows = _level_rows(found[name]) if name == "level" and name in found else found.get(name, [])
        if rows:
            parts += [f"## {heading}", text, _table(rows, columns)]
            parts += _worst(found["level"]) if name == "level" else []
    return "\n\n".join(parts) + "\n"


def _level_rows(rows: Sequence[Row]) -> list[Row]:
    """Return one row per regime, failures, n and m, with a column per family size."""
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in ("regime", "failing", "n", "m"))
        own = merged.setdefault(key, {name: row[name] for name in ("regime", "failing", "n", "m", "studies")})
        own[f"k = {row['k']}"] = row["false"]
    return list(merged.values())


def _worst(rows: Sequence[Row]) -> list[str]:
    """Return what stands under the table of levels: the largest, and how large it may be by chance alone."""
    worst = max(rows, key=lambda row: (row["false"] - 0.05) / sqrt(0.05 * 0.95 / row["studies"]))
    error = sqrt(0.05 * 0.95 / worst["studies"])
    above = sum(row["false"] > 0.05 + 2 * sqrt(0.05 * 0.95 / row["studies"]) for row in rows)
    mean = sum(row["false"] for row in rows) / len(rows)
    return [
        f"Furthest above 5 %, in simulation errors: {worst['false']:.3f} ({worst['regime']}, failing "
        f"{worst['failing']:g}, n = {worst['n']}, m = {worst['m']}, k = {worst['k']}), "
        f"{(worst['false'] - 0.05) / error:.1f} of {error:.3f}. Of {len(rows)} cells {above} are more than two "
        f"simulation errors above 5 %; if all were at exactly 5 %, chance alone would put "
        f"{0.023 * len(rows):.0f} there. Mean of all cells: {mean:.3f}."
    ]


def _table(rows: Iterable[Row], columns: Sequence[str]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "| " + " | ".join("---" for _ in columns) + " |"]
    lines += ["| " + " | ".join(_cell(row.get(column), column) for column in columns) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any, column: str) -> str:
    if value is None or (isinstance(value, float) and isnan(value)):
        return "-"
    if column == "failing":
        return f"{value:g}"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def plot(found: Found, path: Path) -> None:
    """Draw the levels of all cells by family size, and power against the true difference at 20 seeds, 200 points."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "calibration"
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for shift, regime in enumerate(REGIMES):
        for n, marker in ((10, "o"), (20, "s"), (50, "^"), (100, "D")):
            own = [row for row in found.get("level", []) if row["regime"] == regime and row["n"] == n]
            places = [[1, 3, 9, 15].index(row["k"]) + 0.2 * (shift - 1) for row in own]
            label = f"{n} seeds" if not shift else None
            left.plot(
                places, [100 * row["false"] for row in own], marker, color=f"C{shift}", alpha=0.5, ms=4, label=label
            )
    left.axhline(5, color="black", lw=1)
    left.axhspan(5, 100 * (0.05 + 2 * sqrt(0.05 * 0.95 / 500)), color="0.9", zorder=0, label="chance (500 studies)")
    left.set_xticks(range(4), ["1", "3", "9", "15"])
    left.set(xlabel="comparisons read together", ylabel="studies with a false verdict [%]", ylim=(0, None))
    left.set_title("No variant differs (promise: at most 5 %)", fontsize=10)
    left.legend(fontsize=8)
    for shift, regime in enumerate(REGIMES):
        for failing, style in ((0.0, "-"), (0.05, "--")):
            own = [row for row in found.get("power", [])
                   if (row["regime"], row["failing"], row["n"], row["m"]) == (regime, failing, 20, 200)]  # fmt: skip
            label = f"luck mostly of {regime}" if regime != "balanced" else "balanced"
            right.plot([row["points"] for row in own], [100 * row["alone"] for row in own], style, color=f"C{shift}",
                       label=label if not failing else None)  # fmt: skip
    right.set(xlabel="true difference [points]", ylabel="found [% of studies]", ylim=(0, 101))
    right.set_title("20 seeds, 200 test points (dashed: 1 in 20 trainings fails)", fontsize=10)
    right.legend(fontsize=8)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


HEAD = """# How often the rule errs

Simulated studies whose truth is known, by `python -m benchmarks.calibration --output docs/calibration.md` with seed
{seed}. Do not edit this page: that command writes it. The rule is explained in [statistics.md](statistics.md).

A simulated network is right on a test point where the point's easiness, what its variant is good at, the quality of the
seed and noise add up to more than zero; accuracy is 92.5 %. Three regimes: differences are mostly the luck of the test
*points* (tuned to L2 against none on football), mostly that of the *seeds*, or *balanced*. *failing* is the probability
that a training fails, half of it shared by all variants; n is the number of seeds, m of test points. Numbers without a
unit are shares of the studies. The simulation error of a share p is sqrt(p (1 - p) / studies).

![Levels and power](calibration.svg)"""

PARTS = (
    ("level", "False verdicts: no variant differs, any of k is called better or worse",
     "The promise is at most 0.05 for the whole family.",
     ("regime", "failing", "n", "m", "studies", "k = 1", "k = 3", "k = 9", "k = 15")),
    ("power", "Found differences",
     "*alone*: the only comparison; *of three*: it has to pass Holm's first step of three.",
     ("regime", "failing", "n", "m", "points", "studies", "alone", "of three")),
    ("coverage", "Intervals of the typical difference",
     "Share of 95 % intervals with the truth inside. *both*: over seeds and points, of those printed (*printed*: at "
     "least 15 points tell the variants apart; no share is given below 50 of them); *seeds*: over seeds for these very "
     "points. With failures the truth is what the rule estimates on average.",
     ("regime", "failing", "n", "m", "points", "studies", "printed", "both", "seeds")),
    ("coverage_of_one", "Interval of one variant's IQM over seeds", "Share of 95 % intervals with the truth inside.",
     ("failing", "n", "studies", "iqm")),
    ("coverage_of_probability", "Interval of the probability of being better",
     "Share of 95 % intervals with the truth inside.", ("regime", "n", "m", "points", "studies", "inside")),
    ("equality", "Practically equal",
     "*false*: called equal although the true difference is the margin (points); *true*: called equal where there is "
     "no difference. *few points*: all seeds agree, and only a few points differ.",
     ("kind", "n", "m", "margin", "studies", "false", "true")),
    ("peeking", "Adding seeds and looking after each, 6 to 100 seeds, no difference",
     "*rule*: decided at any look; *bets alone*: by the luck of the seeds only; *naive p*: an exact sign-flip p below "
     "0.05 at any of 19 looks.",
     ("regime", "failing", "studies", "rule", "bets alone", "naive p")),
    ("found_sequentially", "Adding seeds and looking after each, with a true difference",
     "Share decided by so many seeds.",
     ("regime", "points", "studies", "by 20", "by 50", "by 100")),
    ("forecasts", "Forecasts from one study of 20 seeds and 200 points",
     "Forecast standard error with n seeds and m points over the true one: 5 % quantile, median, 95 % quantile; and "
     "the median shares of seeds and points in the uncertainty of the study itself.",
     ("regime", "failing", "n", "m", "studies", "low", "median", "high", "seeds", "points")),
    ("runs_from_elsewhere", "Runs from elsewhere: one real number per run",
     "n runs of each variant, by `seedcheck judge`: *paired* by seeds that share half of the variance; *unpaired*; and "
     "unpaired where the reference has three times as many runs that vary a third as much. Luck is normal, exponential "
     "(*skewed*) or t with 3 degrees of freedom (*heavy tails*). *k = 1*, *k = 3*: no variant differs, any of k is "
     "called better or worse; *found*: the only variant is better by one standard deviation of a run, and called so.",
     ("runs", "luck", "n", "studies", "k = 1", "k = 3", "found")),
    ("tuning", "Tuned settings: real trainings of two equal variants",
     "The variant and its reference differ in nothing but their seeds. Networks of layers 2-6-1 learn moons, 80 "
     "training and 200 test points, new ones in each study; of four learning rates each of n seeds takes the best. "
     "*better*, *worse*: so the variant is called; *gain*: what it seems to gain on average. Tuned alike, by a "
     "validation split, is what `tune:` does; test points are tuned by for comparison only. Where only one is tuned, "
     "it is the tuning that gains, and the trick gets the credit.",
     ("tuned", "n", "studies", "better", "worse", "gain [points]")),
)  # fmt: skip
