"""The pictures of costs: all costs are drawn, medians and bands are those of the seeds, and texts stay texts."""

import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from seedcheck.presentation.figures import bands, cost, curves, lines, svg
from seedcheck.presentation.figures.ranges import scale_of
from tests.presentation import views

SVG = "{http://www.w3.org/2000/svg}"
COSTS = [{}, {0: 0.7}, {0: np.nan}, {0: np.inf, 9: 1.0}, {0: 1e308, 9: 1e-308}, {0: 0.0, 9: 0.0}, {0: 5e-324, 9: 1.0},
         {0: -1.0, 9: -2.0}, {0: 1.7e308, 9: 1.7e308}, {0: 1.0, 9: 1e300}, {0: -1e308, 9: 1e308},
         {0: 1.0, 9: 1 - 2e-16}]  # fmt: skip
NAMES = ["$x_1$ {y}", "<b>bold</b>", "🎉 日本語", "n" * 200, "日" * 200, "two\nlines"]


def read(drawn: str) -> ET.Element:
    """Return a picture as a browser reads it."""
    return ET.fromstring(drawn)


def words(drawn: str) -> list[str]:
    """Return what is written."""
    texts = read(drawn).findall(f".//{SVG}text")
    return [(list(text)[-1].tail if len(text) else text.text) or "" for text in texts]


def line(drawn: str, variant: str) -> np.ndarray:
    """Return the points (k, 2) of a variant's curve."""
    path = read(drawn).find(f".//{SVG}g[@class='curve'][@data-v='{variant}']/{SVG}path")
    assert path is not None
    steps = path.get("d", "").removeprefix("M").split("L")
    return np.array([[float(part) for part in step.split()] for step in steps if step])


def test_bands_leave_out_diverged_seeds() -> None:
    """The median is of those that stayed finite; a variant with none is not drawn."""
    costs = np.array([[1.0, 0.5], [1.0, 0.7], [1.0, np.nan]])
    drawn = bands.draw(views.experiment(views.run("a", seeds=costs), views.run("b", seeds=costs[2:])))
    heights = line(drawn, "a")[:, 1]
    np.testing.assert_allclose((lines.TOP + lines.PLOT - heights) / lines.PLOT, [1.0, 0.6], atol=1e-3)
    assert "T: 2 seeds" in words(drawn)
    assert read(drawn).find(f".//{SVG}g[@data-v='b']") is None


def test_a_band_is_from_a_quarter_to_three_quarters() -> None:
    """Of the seeds at each epoch."""
    drawn = bands.draw(views.experiment(views.run("a", seeds=np.array([[1.0, k] for k in np.linspace(0, 0.8, 5)]))))
    band = read(drawn).find(f".//{SVG}polygon")
    assert band is not None
    ends = [float(point.split(",")[1]) for point in band.get("points", "").split()][1:3]
    np.testing.assert_allclose((lines.TOP + lines.PLOT - np.array(ends)) / lines.PLOT, [0.6, 0.2], atol=1e-3)


def test_curves_name_several_variants() -> None:
    """One alone needs no legend; costs that span a factor of 20 are drawn logarithmically, and powers of ten named."""
    one, wide = views.run("a"), views.run("b", costs={0: 1.0, 10: 1e-6})
    assert read(curves.draw(views.experiment(one))).find(f".//{SVG}g[@class='row']") is None
    drawn = curves.draw(views.experiment(one, wide, title="Is $5 better than $10?"))
    assert {"a", "b", "Is $5 better than $10?", "1", "10⁻⁵", "10⁻⁶"} <= set(words(drawn))
    assert [row.get("data-v") for row in read(drawn).findall(f".//{SVG}g[@class='row']")] == ["a", "b"]
    np.testing.assert_allclose(np.ptp(line(drawn, "b")[:, 1]), lines.PLOT)


def test_a_curve_of_one_variant_is_no_part_of_what_is_followed() -> None:
    """The page fades the figure of the variant as a whole."""
    assert "data-v" not in cost.draw(views.run())


@pytest.mark.parametrize("costs", COSTS, ids=str)
def test_all_costs_are_drawn(costs: dict[int, float]) -> None:
    """None at all, not finite, of one value, huge and tiny; of a seed, and of many; within the picture."""
    pictures = [cost.draw(views.run(costs=costs)), curves.draw(views.experiment(views.run("a", costs=costs)))]
    if len(costs) == 2:
        pictures.append(bands.draw(views.experiment(views.run("a", seeds=[list(costs.values())] * 2))))
    for drawn in pictures:
        assert "nan" not in drawn
        for _, height in line(drawn, "a") if "data-v" in drawn else ():
            assert lines.TOP - 0.1 <= height <= lines.TOP + lines.PLOT + 0.1
        assert len(words(drawn)) > 3


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown_as_they_are_and_fit(name: str) -> None:
    """In titles and legends; what is too long loses its end."""
    whole = svg.printable(name)
    several: Any = views.experiment(views.run(name), views.run("b"), title=name)
    for drawn in (curves.draw(several), bands.draw(several), cost.draw(views.run(name))):
        assert any(text.startswith(whole[:20]) for text in words(drawn))
        assert all(svg.measured(text) <= lines.WIDTH + 10 for text in words(drawn))
        assert whole in "".join(read(drawn).itertext())


def test_many_records_are_thinned() -> None:
    """But the last one is kept."""
    drawn = curves.draw(views.experiment(views.run("a", costs={k: 1 / (k + 1) for k in range(5000)})))
    assert len(line(drawn, "a")) == lines.POINTS
    assert line(drawn, "a")[-1, 0] == pytest.approx(lines.WIDTH - lines.RIGHT)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([0.0, 1.0], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ([0.03, 0.9], ["0.05", "0.1", "0.2", "0.5"]),
        ([1e-6, 10.0], ["10⁻⁶", "10⁻⁴", "0.01", "1"]),
        ([0.0, 3e7], ["0", "5e+06", "1e+07", "1.5e+07", "2e+07", "2.5e+07", "3e+07"]),
        ([1e-200, 1e200], ["10⁻²⁰⁰", "10⁻¹⁰⁰", "1", "10¹⁰⁰", "10²⁰⁰"]),
    ],
)
def test_ticks_suit_their_scale(values: list[float], labels: list[str]) -> None:
    """Round numbers, powers of ten, and their multiples where there are few."""
    assert [text for _, text in scale_of(np.array(values), 0, 1, may_be_log=True).ticks()] == labels
