"""The page shows the figures that the registry has, as far as their files are there."""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from seedcheck.presentation import style
from seedcheck.presentation.figures import registry
from seedcheck.presentation.figures.kinds import Kind
from seedcheck.presentation.page import SECTIONS
from seedcheck.presentation.page.parts import PLAIN
from tests.presentation.small_results import Reader, job, render, write, write_study

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><desc>drawn</desc></svg>'
OTHERS = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'  # Matplotlib's, for example


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the results of the small study."""
    monkeypatch.chdir(tmp_path)
    write_study()


def alternatives() -> list[str | None]:
    """Return what the images of the page show, in words."""
    return [image["alt"] for image in Reader(render()).images]


def test_every_section_of_the_registry_is_one_of_the_page() -> None:
    """Or a figure would never be seen."""
    assert {kind.section for kind in registry.FIGURES} <= SECTIONS


@pytest.mark.parametrize("section", sorted(SECTIONS - {"sweeps"}))
@pytest.mark.parametrize("path", ["{experiment}/new.svg", "{experiment}/{variant}/new.svg", "data/new_{dataset}.svg"])
def test_figure_that_is_added_to_a_section_appears(monkeypatch: pytest.MonkeyPatch, section: str, path: str) -> None:
    """A row in the registry and a file are enough, be it of an experiment, a variant, or a data set."""
    new = Kind("new", f"results/{path}", group="runs", section=section, description="", alternative="Something new")
    monkeypatch.setattr(registry, "FIGURES", (*registry.FIGURES, new))
    assert alternatives() == []
    write(path.format(experiment="tricks", variant="l2", dataset="rings"), SVG)
    assert alternatives() == ["Something new"]


def test_figures_are_in_the_page_itself() -> None:
    """As data URIs, SVG as text and other files as their bytes; those that are not there are left out."""
    write("tricks/curves.svg", OTHERS)
    write("data/rings.png", "no real image")
    images = {image["alt"]: image["src"] for image in Reader(render()).images}
    assert images == {
        "Cost against epoch of the variants of Tricks from the configured seed, in one plot":
            f"data:image/svg+xml,{quote(OTHERS, safe=PLAIN)}",
        "Training data of rings": f"data:image/png;base64,{base64.b64encode(b'no real image').decode()}",
    }  # fmt: skip


def test_our_own_svg_is_part_of_the_page() -> None:
    """So that a script can point at its dots, and dark pages have dark pictures."""
    write("tricks/replicates.svg", SVG)
    html = render()
    assert html.count(SVG) == 1
    assert 'data-kind="replicates" data-e="tricks"' in html.replace("\n", "")


def test_seeds_are_shown_once_with_their_medians() -> None:
    """The experiment that the page leads with shows them there, not again in its section."""
    write("tricks/replicates.svg", SVG)
    assert alternatives() == ["Test accuracy of every seed; medians: Plain 92.5 %, L2 93.5 %"]


def test_boundary_is_shown_with_its_accuracy() -> None:
    """Below each trained variant's figure stands how much of the test points is right; a stale one is not shown."""
    write("tricks/l2/boundary.png", "no real image")
    write("tricks/none/boundary.png", "no real image")
    Path("results/tricks/none/record.json").unlink()
    page = Reader(render())
    assert "L2: 93.0 % of the test points right" in page.text
    assert len(page.images) == 1
    assert Reader(render(job(plane=False))).images == []


def test_colors_are_those_of_the_figures() -> None:
    """A variant's swatch has its colour, and all other colours come from ``style.CSS`` too."""
    html = render()
    assert f'style="background:{style.variant_colors(["none", "l2"])["l2"]}"' in html
    assert all(f"--{name}: {color};" in html for name, color in style.CSS.items())
