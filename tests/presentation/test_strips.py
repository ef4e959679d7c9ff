"""The pictures of seeds: a dot a seed, nothing hidden or clipped, texts as they were written, and small."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seedcheck.presentation.figures import differences, replicates, strips, svg
from seedcheck.presentation.figures.scale import shown_range
from seedcheck.presentation.style import CSS
from tests.presentation import views

DECIDED = {"comparison": {"m": 20, "low": 0.05, "typical": 0.1, "high": 0.15}, "verdict": "better"}
UNDECIDED = {"comparison": {"m": 20, **dict.fromkeys(("low", "typical", "high"))}, "verdict": "undecided"}
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["$x_1$ {y}", "<b>bold</b>", "🎉 é 日本語", "quote \" & '", "n" * 200, "日" * 200, "W" * 200, "a\x00b\nc"]


def read(drawn: str | None) -> ET.Element:
    """Return a picture as a browser reads it."""
    assert drawn is not None
    return ET.fromstring(drawn)


def found(picture: ET.Element, tag: str) -> list[ET.Element]:
    """Return the elements of a kind."""
    return picture.findall(f".//{SVG}{tag}")


def words(picture: ET.Element) -> list[str]:
    """Return what is written, without what shows where one points."""
    return [(list(text)[-1].tail if len(text) else text.text) or "" for text in found(picture, "text")]


def accuracies(seeds: int = 20, variants: int = 2) -> dict[str, Any]:
    """Return accuracies by variant, the reference "r" first."""
    drawn = np.random.default_rng(0).uniform(0.9, 0.95, (variants, seeds))
    return {f"v{k}" if k else "r": values for k, values in enumerate(drawn)}


def test_every_seed_is_a_dot_and_far_ones_are_labelled() -> None:
    """Of 40 seeds one diverged and one is far off: 39 dots, the value of the far one, and the medians."""
    a = np.append(np.linspace(0.90, 0.95, 18), [np.nan, 0.43])
    picture = read(replicates.draw(views.decisions({"a": a, "b": np.linspace(0.91, 0.94, 20)}, {"a": 0.93, "b": None})))
    assert len(found(picture, "circle")) == 39
    assert {"◂ 43.0", "92.4 %", "92.5 %"} <= set(words(picture))
    assert [dot.get("data-s") for dot in found(picture, "circle")][17:20] == ["17", "19", "0"]


def test_equal_seeds_lie_below_each_other_in_their_order() -> None:
    """No dot hides another, and the same seed has the same height in every row."""
    dots = found(read(replicates.draw(views.decisions({"a": np.full(20, 0.5), "b": np.full(20, 0.6)}))), "circle")
    heights = np.array([float(dot.get("cy", "")) for dot in dots]).reshape(2, 20)
    assert (np.diff(heights) > 1).all()
    np.testing.assert_allclose(np.ptp(heights[1] - heights[0]), 0, atol=0.11)


def test_nothing_is_clipped() -> None:
    """Dots at both ends of the axis, far ones and marks lie in the picture with all they are."""
    values = {"r": np.array([0.0, 1.0, *np.linspace(0.4, 0.6, 30)]), "v": np.linspace(0, 1, 32)}
    picture = read(replicates.draw(views.decisions(values, {"r": 0.0, "v": 1.0})))
    for dot in found(picture, "circle"):
        place, radius = float(dot.get("cx", "")), float(dot.get("r", ""))
        assert radius <= place <= strips.WIDTH - radius
    diamonds = [path.get("d", "") for path in found(picture, "path") if "l6 6" in path.get("d", "")]
    places = [float(re.findall(r"M([\d.]+) [\d.]+l6", d)[0]) for d in diamonds]
    assert len(places) == 2
    assert all(6 <= place <= strips.WIDTH - 6 for place in places)


def test_dots_use_the_width() -> None:
    """From one end of the picture to the other."""
    places = [float(dot.get("cx", "")) for dot in found(read(replicates.draw(views.decisions(accuracies()))), "circle")]
    assert max(places) - min(places) > 0.9 * strips.WIDTH


def test_lines_join_the_same_seeds_where_there_are_few() -> None:
    """One a seed, through its dots in all rows; of many variants or seeds there are none."""
    picture = read(replicates.draw(views.decisions(accuracies(20, 3))))
    dots = {(dot.get("cx"), dot.get("cy")) for dot in found(picture, "circle") if dot.get("data-s") == "7"}
    (line,) = [line for line in found(picture, "polyline") if line.get("data-s") == "7"]
    assert {tuple(point.split(",")) for point in line.get("points", "").split()} == dots
    for many in (accuracies(20, 9), accuracies(100, 3)):
        assert found(read(replicates.draw(views.decisions(many))), "polyline") == []


def test_far_values_do_not_squeeze_the_others() -> None:
    """Two collapsed seeds of 40 are left out of the range, but not a fifth of them, a wide spread, or marks."""
    values = np.concatenate([np.linspace(90, 95, 38), [43, 44]])
    assert shown_range(values, [92.0]) == (90, 95)
    assert shown_range(values, [50.0])[0] == 50
    assert shown_range(np.linspace(40, 95, 40), [])[0] == 40
    assert shown_range(np.full(3, 50.0), []) == (49, 51)
    assert shown_range(np.empty(0), []) == (0, 1)
    fifth = np.concatenate([np.linspace(90, 95, 16), np.full(4, 43.0)])
    assert shown_range(fifth, [])[0] == 43


def test_differences_show_verdicts_and_live_without_pairs() -> None:
    """A variant that always diverged has a row without dots."""
    values = {"r": np.full(8, 0.5), "a": np.full(8, 0.6), "b": np.full(8, np.nan)}
    drawn = differences.draw(views.decisions(values, decided={"a": DECIDED, "b": UNDECIDED}))
    assert {"better", "undecided", "Difference from r, seed by seed"} <= set(words(read(drawn)))
    assert f"var(--good, {CSS['good']})" in (drawn or "")
    assert len(found(read(drawn), "circle")) == 8


def test_bar_of_a_difference_is_the_typical_one_with_its_interval() -> None:
    """Where there is no interval, the bar is there all the same."""
    values = {"r": np.full(8, 0.5), "a": np.linspace(0.5, 0.7, 8)}
    alone = {"comparison": DECIDED["comparison"] | {"low": None, "high": None}, "verdict": "better"}
    with_both, without = (
        read(differences.draw(views.decisions(values, decided={"a": row}))) for row in (DECIDED, alone)
    )
    for picture in (with_both, without):
        assert any("M280 " in path.get("d", "") for path in found(picture, "path"))  # 10 of 0 to 20
    assert [any("M146 62H414" in path.get("d", "") for path in found(p, "path")) for p in (with_both, without)] == [
        True, False]  # fmt: skip


def test_without_decisions_there_is_no_figure_of_differences() -> None:
    """As where the reference was stopped by its gate."""
    assert differences.draw(views.decisions({"a": np.full(8, 0.6)})) is None


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown_as_they_are_and_fit(name: str) -> None:
    """Markup is text; what is too long loses its end, and is told in full where one points at it."""
    values = {"r": np.full(4, 0.5), name: np.linspace(0.5, 0.6, 4)}
    whole = svg.printable(name)
    for drawn in (
        replicates.draw(views.decisions(values, title=name)),
        differences.draw(views.decisions(values, decided={name: DECIDED}, title=name)),
    ):
        picture = read(drawn)
        shown = [text for text in found(picture, "text") if whole in "".join(text.itertext())]
        assert shown
        assert whole in words(picture) or any(text.endswith("…") for text in words(picture))
        sizes = [float(text.get("font-size", svg.SIZE)) for text in found(picture, "text")]
        assert all(svg.measured(*text) <= strips.WIDTH for text in zip(words(picture), sizes, strict=True))
        assert [row.get("data-v") for row in found(picture, "g") if row.get("class") == "row"][-1] == whole


def test_a_dot_takes_some_fifty_bytes(tmp_path: Path) -> None:
    """Of 30 variants with 20 seeds each, all else included."""
    drawn = replicates.draw(views.decisions(accuracies(20, 30)))
    assert len(drawn.encode()) < 60 * 30 * 20 + 12_000


@pytest.mark.parametrize("seeds", [0, 1, 2, 150])
def test_any_number_of_seeds_is_drawn(seeds: int) -> None:
    """None, one, and as many as have dots."""
    values = accuracies(seeds, 2)
    assert len(found(read(replicates.draw(views.decisions(values))), "circle")) == 2 * seeds


def test_pictures_share_a_page() -> None:
    """No ids that would collide, no style that would leak, no colours that a dark page could not change."""
    drawn = replicates.draw(views.decisions(accuracies()))
    assert not re.search(r"\bid=|<style|href", drawn)
    assert set(re.findall(r"var\(--(\w+)", drawn)) <= CSS.keys()


def test_a_picture_has_the_same_bytes_every_time() -> None:
    """And is no file of Matplotlib's, so that the page takes it in as it is."""
    one, two = (replicates.draw(views.decisions(accuracies())) for _ in range(2))
    assert one == two
    assert one.startswith("<svg ")


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (88.2, 95.1, ["89", "90", "91", "92", "93", "94", "95"]),
        (-3, 5, ["\u22122", "0", "2", "4"]),
        (0, 15, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5", "15.0"]),
        (93, 93.01, ["93.000", "93.002", "93.004", "93.006", "93.008", "93.010"]),
        (5, 5, ["5"]),
    ],
)
def test_ticks_are_round_and_differ(low: float, high: float, labels: list[str]) -> None:
    """With as many decimals as they need."""
    assert svg.tick_labels(svg.ticks(low, high)) == labels


def test_very_many_seeds_are_a_shape_with_the_extremes_as_dots() -> None:
    """Of 1000 seeds a row has three dots, which are the worst, the middle and the best, and what it counts is all."""
    values = np.random.default_rng(0).binomial(200, 0.93, (2, 1000)) / 200
    picture = read(replicates.draw(views.decisions({"a": values[0], "b": values[1]})))
    dots = [int(dot.get("data-s", "")) for dot in found(picture, "circle")]
    assert [values[0][seed] for seed in dots[:3]] == [values[0].min(), np.sort(values[0])[500], values[0].max()]
    assert len(dots) == 6
    heights = [float(height) for height in re.findall(r"v([\d.]+)", found(picture, "path")[1].get("d", ""))]
    seeds_in_a_bin = np.unique(values[0], return_counts=True)[1]
    assert len(heights) == len(seeds_in_a_bin)
    np.testing.assert_allclose(np.array(heights) / max(heights), seeds_in_a_bin / seeds_in_a_bin.max(), atol=0.03)


def test_a_picture_of_a_thousand_seeds_is_smaller_than_one_of_a_hundred() -> None:
    """What grows with the seeds is left out, not shrunk: dots, and their words."""
    drawn = {seeds: replicates.draw(views.decisions(accuracies(seeds))) for seeds in (100, 1000, 10000)}
    assert len(drawn[10000]) < 1.3 * len(drawn[1000]) < 1.3 * len(drawn[100])
    assert "shape: seeds" in drawn[1000]
    assert "shape: seeds" not in drawn[100]


@pytest.mark.parametrize("value", [0.5, np.nan])
def test_very_many_equal_or_diverged_seeds_are_drawn(value: float) -> None:
    """A shape of one value, and one of none."""
    read(replicates.draw(views.decisions({"a": np.full(500, value), "b": np.linspace(0.4, 0.6, 500)})))
