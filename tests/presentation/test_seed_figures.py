"""Figures of replicates show what is there, also where trainings diverged."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from seedcheck.presentation import figures, seed_figures

COLORS = {"a": "#0072b2", "b": "#d55e00"}


def words(figure: Figure, folder: Path) -> str:
    """Return the text of a figure, as the written SVG has it."""
    figures.save(figure, folder / "figure.svg")
    return (folder / "figure.svg").read_text(encoding="utf-8")


def cell(mean: float | None, verdict: str | None = None) -> dict:
    """Return a cell of a sweep."""
    bounds = {"low": None, "high": None} if mean is None else {"low": mean - 0.01, "high": mean + 0.01}
    return {"mean": mean, "verdict": verdict, **bounds}


def test_every_seed_is_a_dot_and_far_ones_are_labelled(tmp_path: Path) -> None:
    """Of 40 seeds one diverged and one is far off: 38 dots, an arrow with its value, and the medians."""
    a = np.append(np.linspace(0.90, 0.95, 18), [np.nan, 0.43])
    figure = seed_figures.strips({"a": a, "b": np.linspace(0.91, 0.94, 20)}, {"a": 0.93, "b": None}, COLORS, "T")
    (axes,) = figure.axes
    dots = [len(points.get_offsets()) for points in axes.collections]
    assert sorted(dots) == [1, 1, 18, 20]  # the arrow, the published seed, the seeds of each variant
    text = words(figure, tmp_path)
    assert ">43.0<" in text
    assert ">92.4 %<" in text


def test_equal_seeds_lie_beside_each_other() -> None:
    """No dot hides another."""
    figure = seed_figures.strips({"a": np.full(20, 0.5)}, {}, COLORS, "T")
    offsets = figure.axes[0].collections[0].get_offsets()
    assert len(np.unique(np.asarray(offsets), axis=0)) == 20


def test_differences_show_verdicts_and_live_without_pairs(tmp_path: Path) -> None:
    """A variant that always diverged has a row without dots."""
    values = {"r": np.full(8, 0.5), "a": np.full(8, 0.6), "b": np.full(8, np.nan)}
    known = {"low_both": 0.05, "mean": 0.1, "high_both": 0.15}
    found = {"a": {"comparison": known, "verdict": "better"},
             "b": {"comparison": dict.fromkeys(known), "verdict": "not distinguishable"}}  # fmt: skip
    text = words(seed_figures.differences(values, found, "r", COLORS), tmp_path)
    assert ">better<" in text
    assert ">undecided<" in text


def test_bands_leave_out_diverged_seeds(tmp_path: Path) -> None:
    """The median is of those that stayed finite; a variant with none is not drawn."""
    epochs, costs = np.array([0, 10]), np.array([[1.0, 0.5], [1.0, 0.7], [1.0, np.nan]])
    figure = seed_figures.bands({"a": (epochs, costs), "b": (epochs, costs[2:])}, COLORS, "T")
    (line,) = figure.axes[0].lines
    np.testing.assert_allclose(line.get_ydata(), [1.0, 0.6])
    assert "T" in words(figure, tmp_path)


@pytest.mark.parametrize("grid", [{"l2_lambda": [0, 1, 2]}, {"keep_prob": [1, 0.5, 0.2], "l2_lambda": [0]}])
def test_heatmap_takes_one_or_two_settings(grid: dict, tmp_path: Path) -> None:
    """Means, intervals, verdicts, and cells in which all trainings diverged."""
    cells = [cell(0.9), cell(0.95, "better"), cell(None, "not distinguishable")]
    text = words(seed_figures.heatmap(grid, cells, "T"), tmp_path)
    assert ">95.0 ▲<" in text
    assert ">89.0 to 91.0<" in text
    assert ">diverged<" in text


def test_heatmap_of_nothing_but_diverged_cells_is_drawn(tmp_path: Path) -> None:
    """The picture says so instead of failing."""
    assert "diverged" in words(seed_figures.heatmap({"l2_lambda": [0, 1]}, [cell(None)] * 2, "T"), tmp_path)


def test_small_differences_have_similar_shades() -> None:
    """Means within a point of each other do not span the whole colour map."""
    (image,) = seed_figures.heatmap({"l2_lambda": [0, 1]}, [cell(0.90), cell(0.91)], "T").axes[0].images
    low, high = image.get_clim()
    assert high - low == pytest.approx(seed_figures.LEAST_SPAN)
