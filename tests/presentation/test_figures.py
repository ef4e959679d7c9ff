"""Figures show what is there, of all data that the study permits, with texts as they were written."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from seedcheck.presentation import figures
from seedcheck.presentation.figures import (
    boundary,
    canvas,
    data,
    heatmap,
)
from seedcheck.presentation.figures.views.sweep import SweepView
from seedcheck.presentation.style import PALETTE, REGIONS, of, variant_colors
from tests.presentation import views

MARKUP = r"_y $\q$ {x}"  # \q is no command


def words(figure: Figure | None, folder: Path) -> str:
    """Return the text of a figure, as the written SVG has it."""
    assert figure is not None
    canvas.save(figure, folder / "figure.svg")
    return (folder / "figure.svg").read_text(encoding="utf-8")


def cell(iqm: float | None, verdict: str | None = None) -> dict:
    """Return a cell of a sweep; the reference, which has no verdict, is written without one."""
    bounds = {"low": None, "high": None} if iqm is None else {"low": iqm - 0.01, "high": iqm + 0.01}
    return {"summary": {"iqm": iqm, **bounds}} | ({"verdict": verdict} if verdict else {})


@pytest.mark.parametrize("grid", [{"l2_lambda": [0, 1, 2]}, {"keep_prob": [1, 0.5, 0.2], "l2_lambda": [0]}])
def test_heatmap_takes_one_or_two_settings(grid: dict, tmp_path: Path) -> None:
    """IQMs, intervals, verdicts, and cells in which all trainings diverged."""
    cells = [cell(0.9), cell(0.95, "better"), cell(None, "undecided")]
    text = words(heatmap.draw(SweepView("T", grid, cells)), tmp_path)
    assert ">95.0 ▲<" in text
    assert ">89.0 to 91.0<" in text
    assert ">diverged<" in text


def test_heatmap_marks_equal_cells_and_leaves_out_what_is_not_known(tmp_path: Path) -> None:
    """A sign for equal, none for undecided, no interval of a single seed."""
    one_seed = {"summary": {"iqm": 0.92, "low": None, "high": None}, "verdict": "undecided"}
    cells = [cell(0.9), cell(0.91, "equal"), cell(0.93, "worse"), one_seed]
    text = words(heatmap.draw(SweepView("T", {"l2_lambda": [0, 1, 2, 3]}, cells)), tmp_path)
    assert [mark in text for mark in (">90.0<", ">91.0 =<", ">93.0 ▼<", ">92.0<")] == [True] * 4
    assert text.count(" to ") == 3


def test_heatmap_of_nothing_but_diverged_cells_is_drawn(tmp_path: Path) -> None:
    """The picture says so instead of failing."""
    view = SweepView("T", {"l2_lambda": [0, 1]}, [cell(None)] * 2)
    assert "diverged" in words(heatmap.draw(view), tmp_path)


def test_small_differences_have_similar_shades() -> None:
    """Values within a point of each other do not span the whole colour map."""
    view = SweepView("T", {"l2_lambda": [0, 1]}, [cell(0.90), cell(0.91)])
    (image,) = heatmap.draw(view).axes[0].images
    low, high = image.get_clim()
    assert high - low == pytest.approx(heatmap.LEAST_SPAN)


def test_one_feature_is_drawn_as_histogram() -> None:
    """Each of the points is counted once, also where all have the same value."""
    for values in ([0.0, 1.0, 2.0, 2.0, 5.0], [3.0] * 5):
        figure = data.draw(views.data_view([values]))
        steps = [patch.get_data().values.sum() for patch in figure.axes[0].patches]
        assert steps == [3, 2]


@pytest.mark.parametrize("constant", [0.0, 1.0, -1e9])
def test_constant_feature_gets_a_range_of_its_own(constant: float, tmp_path: Path) -> None:
    """Points and decision boundary are drawn; a range of no width in the config is widened too."""
    X = [[0, 1, 2, 3], [constant] * 4]
    figure = data.draw(views.data_view(X))
    low, high = figure.axes[0].get_ylim()
    assert low < constant < high
    canvas.save(figure, tmp_path / "data.png")
    canvas.save(boundary.draw(views.run(dataset=views.dataset(X))), tmp_path / "boundary.png")
    assert data.draw(views.data_view(X, shown=[1, 1, 1, 1])).axes[0].get_xlim() == (0.5, 1.5)


def test_regions_are_where_the_network_predicts_a_class() -> None:
    """The picture below the points is true where the probability is above 0.5; the points are those of both classes."""
    figure = boundary.draw(views.run(shown=[-1, 1, -1, 1]))
    (image,) = figure.axes[0].images
    assert image.get_array().shape == (boundary.GRID, boundary.GRID)
    assert [len(points.get_offsets()) for points in figure.axes[0].collections[-2:]] == [3, 3]


def test_regions_of_many_classes_have_a_color_each() -> None:
    """A network that always says the last class colours all of it so; the points are those of all classes."""
    layers, kinds = [2, 12], [f"kind {k}" for k in range(12)]
    theta = np.zeros((12, 3))
    theta[11, 2] = 1
    made = replace(views.dataset(np.eye(12)[:2], tuple(kinds)), Y_train=np.arange(12.0)[None])
    figure = boundary.draw(views.run(layers=layers, theta=theta.ravel(), dataset=made))
    (image,) = figure.axes[0].images
    assert (image.get_array() == 11).all()
    assert to_hex(image.cmap(image.norm(11))) == of(REGIONS, 11) == REGIONS[1]
    assert len(figure.axes[0].collections) == 12


def test_borders_are_where_two_classes_are_as_probable() -> None:
    """Of three classes that lie side by side there are two: at x = -0.5 and at x = 0.5."""
    theta = np.array([[-2.0, 0, -1], [0, 0, 0], [2, 0, -1]])
    made = replace(views.points(("a", "b")), attributes=views.points().attributes | {"labels": ["a", "b", "c"]})
    figure = boundary.draw(views.run(layers=[2, 3], theta=theta.ravel(), dataset=made, shown=[-1, 1, -1, 1]))
    lines = [path.vertices[:, 0] for found in figure.axes[0].collections[:3] for path in found.get_paths()]
    assert {float(np.abs(line).min().round(4)) for line in lines} == {0.5}


def test_classes_are_named_in_a_legend_that_stays_small() -> None:
    """All of three, the first ten of twelve."""
    for count in (3, 12):
        names = tuple(f"kind {k}" for k in range(count))
        legend = data.draw(views.data_view([[0, 1, 2, 3], [3, 1, 2, 0]], names)).axes[0].get_legend()
        assert [text.get_text() for text in legend.get_texts()] == list(names[:10])


@pytest.mark.parametrize("shape", [[2, 3], [2, 3, 1], [2, 3, 2], [2, 3, 3], [2, 3, 4], [1, 1]])
def test_images_of_any_number_of_channels_are_drawn(shape: list[int], tmp_path: Path) -> None:
    """Colours as such, others as their mean."""
    X = np.linspace(0, 1, 5)[None].repeat(np.prod(shape), axis=0)
    canvas.save(data.draw(views.data_view(X, shape=shape)), tmp_path / "data.png")


def test_examples_of_four_axes_are_drawn_as_points() -> None:
    """As for films, the first two numbers of each."""
    assert len(data.draw(views.data_view(np.eye(16), shape=[2, 2, 2, 2])).axes[0].collections) == 2


@pytest.mark.parametrize("X", [[[0, 1, 2, 3]], [[0, 1, 2, 3], [3, 1, 2, 0]]], ids=["histogram", "scatter"])
def test_labels_may_start_with_an_underscore(X: list) -> None:
    """And may be equal; the legend has both."""
    for labels in (("_no", "_yes"), ("same", "same")):
        legend = data.draw(views.data_view(X, labels)).axes[0].get_legend()
        assert [text.get_text() for text in legend.get_texts()] == list(labels)


def test_stand_in_data_are_called_so(tmp_path: Path) -> None:
    """In the title."""
    assert "mine (stand-in data)" in words(data.draw(views.data_view([[1, 2]], stand_in="no network")), tmp_path)


RUN = views.run(MARKUP, dataset=views.points((MARKUP, "no")))
MARKED_UP = {  # figures with markup in every text that a user may have written
    "data": lambda: data.draw(views.data_view([[0, 1], [1, 0]], (MARKUP, "no"))),
    "histogram": lambda: data.draw(views.data_view([[0, 1]], (MARKUP, "no"))),
    "images": lambda: data.draw(views.data_view(np.ones((6, 4)), (MARKUP, "no"), shape=[2, 3])),
    "boundary": lambda: boundary.draw(RUN),
    "heatmap": lambda: heatmap.draw(SweepView(MARKUP, {MARKUP: [MARKUP], "b": [1]}, [cell(0.9)])),
}


@pytest.mark.parametrize("name", MARKED_UP)
def test_markup_in_a_text_is_shown_as_it_is(name: str, tmp_path: Path) -> None:
    r"""``$``, ``\``, ``_`` and ``{}`` are letters, in titles, names of variants and labels; nothing is typeset."""
    assert f">{MARKUP}<" in words(MARKED_UP[name](), tmp_path)


X = np.random.default_rng(0).normal(size=(2, 6))
DATA = {  # name: inputs (features, examples) that a study permits
    "one point": X[:, :1],
    "two equal points": np.ones((2, 2)),
    "constant first feature": np.vstack([np.zeros(6), X[1]]),
    "constant second feature": np.vstack([X[0], np.full(6, 7.0)]),
    "largest numbers": np.array([[-1.7e308, 1.7e308], [1.7e308, -1.7e308]]),
    "smallest numbers": np.array([[0, 5e-324], [0, 5e-324]]),
    "ranges far apart": np.vstack([X[0] * 1e300, X[1] * 1e-300]),
    "far from 0": X + 1e16,
    "one large feature": X[:1] * 1e300,
    "one feature of the largest numbers": np.array([[-1.7e308, 1.7e308]]),
    "one feature far from 0": 1e16 + np.arange(6.0)[None],
    "one feature, hardly different": 1 + np.array([[0, 2.3e-16]]),
    "one large constant feature": np.full((1, 5), 1e300),
    "many features": np.ones((5000, 3)),
}


@pytest.mark.parametrize("name", DATA)
def test_all_permitted_data_are_drawn(name: str, tmp_path: Path) -> None:
    """As points, and under the regions of a network where there are two features."""
    canvas.save(data.draw(views.data_view(DATA[name])), tmp_path / "data.svg")
    if len(DATA[name]) == 2:
        canvas.save(boundary.draw(views.run(dataset=views.dataset(DATA[name]))), tmp_path / "boundary.svg")


@pytest.mark.parametrize("features", [1, 2])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_data_of_one_class_are_drawn(features: int, label: float, tmp_path: Path) -> None:
    """A split may leave no other."""
    points = views.dataset(X[:features])
    one = replace(views.data_view(X), dataset=replace(points, Y_train=np.full((1, 6), label)))
    canvas.save(data.draw(one), tmp_path / "data.svg")


@pytest.mark.parametrize("shape", [[1, 1], [5, 1], [1, 1, 1], [2, 2, 7], [2, 2, 2, 2], [1, 40]])
def test_images_of_any_shape_are_drawn(shape: list[int], tmp_path: Path) -> None:
    """Flat ones, with any number of colours; four axes are no image, and drawn as points."""
    canvas.save(data.draw(views.data_view(np.ones((np.prod(shape), 3)), shape=shape)), tmp_path / "data.svg")


SCRIPTS = ["日本語", "Здравствуй", "שלום", "العربية", "🎉", "a\u0301", "two\nlines\tand a tab"]


@pytest.mark.parametrize("words_", SCRIPTS)
def test_letters_of_all_scripts_stay_as_they_are(words_: str, tmp_path: Path) -> None:
    """In titles and labels, without a warning where no font has them."""
    shown = ">" + " ".join(words_.split()) + "<"
    assert shown in words(heatmap.draw(SweepView(words_, {"b": [1]}, [cell(0.9)])), tmp_path)
    figure = data.draw(views.data_view(X, (words_, "b")))
    assert shown in words(figure, tmp_path)
    canvas.save(figure, tmp_path / "data.png")


LONG = "A title that is far longer than any figure is wide, " * 6
NAME = "a_name_that_is_longer_than_the_place_for_it" * 2
LONG_TEXTS = {
    "data": lambda: data.draw(views.data_view([[0, 1], [1, 0]], (LONG, LONG))),
    "images": lambda: data.draw(views.data_view(np.ones((6, 4)), (LONG, LONG), shape=[2, 3])),
    "boundary": lambda: boundary.draw(views.run(NAME)),
    "heatmap": lambda: heatmap.draw(SweepView(LONG, {"l2_lambda": [0]}, [cell(0.9)])),
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_long_titles_and_names_stay_within_the_figure(name: str) -> None:
    """They get smaller, and then lose their end."""
    figure = LONG_TEXTS[name]()
    assert figure is not None
    FigureCanvasAgg(figure).draw()
    texts = [text for text in figure.findobj(Text) if len(text.get_text()) > 10]
    assert any("…" in text.get_text() for text in texts)
    for text in texts:
        box = text.get_window_extent()
        assert box.x0 >= -1
        assert box.x1 <= figure.bbox.x1 + 1, text


def test_text_that_fits_is_left_alone() -> None:
    """And one that nearly fits gets smaller but keeps its words."""
    axes = Figure(figsize=(4, 3)).subplots()
    for title, inches, size in (("short", 4, 11), ("one that is a bit long", 1.5, 10.5)):
        text = axes.set_title(title)
        canvas.fit(text, inches)
        assert text.get_text() == title
        assert text.get_fontsize() <= size


def test_a_figure_has_the_same_bytes_every_time(tmp_path: Path) -> None:
    """Without date or version, as SVG and PNG."""
    for suffix in ("svg", "png"):
        for file in ("one", "two"):
            canvas.save(data.draw(views.data_view(X)), tmp_path / f"{file}.{suffix}")
        assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"two.{suffix}").read_bytes()
        assert b"atplotlib v" not in (tmp_path / f"one.{suffix}").read_bytes()


def test_a_variant_has_one_colour_everywhere() -> None:
    """By its first appearance; after the last colour comes the first again."""
    assert variant_colors(["a", "b", "a", "c"]) == dict(zip("abc", PALETTE, strict=False))
    many = variant_colors(f"v{k}" for k in range(len(PALETTE) + 1))
    assert many[f"v{len(PALETTE)}"] == many["v0"]


def test_colours_stand_in_style_only() -> None:
    """No figure has a colour of its own."""
    for path in Path(figures.__path__[0]).rglob("*.py"):
        assert not re.findall(r"""["']#[0-9a-fA-F]{3,8}["']|["'](?:white|black|red|gr[ae]y)["']""", path.read_text())
