"""The registry of figures: each row can be drawn, and page, rules and README can follow from it."""

import importlib
import inspect
import subprocess
import sys
from string import Formatter

import pytest

from seedcheck.presentation.figures import registry
from seedcheck.presentation.figures.kinds import Kind
from seedcheck.presentation.figures.registry import FIGURES

GROUPS = {"data", "runs", "verdicts", "sweep"}
EXPERIMENT = {
    "title": "Tricks $ {x}",
    "dataset": "circles",
    "plane": True,
    "replicates": 8,
    "reference": "none",
    "variants": ["none", "l2"],
    "titles": {"none": "Nothing", "l2": "L2 {0.7} $"},
}


def fields(text: str) -> set[str]:
    """Return the placeholders in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", FIGURES, ids=[kind.name for kind in FIGURES])
def test_every_row_has_a_module_that_draws_it(kind: Kind) -> None:
    """A function draw of one view, a group that a rule draws, a file as SVG or PNG, and words for page and README."""
    assert list(inspect.signature(importlib.import_module(kind.module).draw).parameters) == ["view"]
    assert kind.group in GROUPS
    assert kind.path.endswith((".svg", ".png"))
    assert fields(kind.path) in ({"dataset"}, {"experiment"}, {"experiment", "variant"}, {"sweep"})
    assert kind.section
    assert kind.description
    assert kind.alternative


def test_no_two_rows_have_one_name_or_file() -> None:
    """And every group and section has some."""
    assert len({kind.name for kind in FIGURES}) == len({kind.path for kind in FIGURES}) == len(FIGURES)
    assert {kind.group for kind in FIGURES} == GROUPS
    assert {kind.section for kind in FIGURES} >= {"data", "seeds", "bands", "curves", "boundaries", "costs", "sweeps"}


def test_paths_are_of_what_is_asked_for() -> None:
    """Per data set, per experiment and variant, or per sweep."""
    experiments = {"tricks": EXPERIMENT}
    assert registry.paths("data", ["circles", "cats"]) == ["results/data/circles.png", "results/data/cats.png"]
    runs = registry.paths("runs", experiments=experiments)
    assert len(set(runs)) == len(runs)
    assert {path for path in runs if "cost.svg" in path or "curves" in path} == {
        "results/tricks/curves.svg",
        "results/tricks/none/cost.svg",
        "results/tricks/l2/cost.svg",
    }
    assert "results/tricks/differences.svg" in registry.paths("verdicts", experiments=experiments)
    assert not set(runs) & set(registry.paths("verdicts", experiments=experiments))
    assert registry.paths("sweep", sweeps={"strength": "How much?"}) == ["results/sweeps/strength/heatmap.svg"]
    assert registry.paths("runs") == registry.paths("sweep") == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"plane": False}, {"boundary"}),
        ({"replicates": 0}, {"bands", "replicates", "differences"}),
        ({"variants": ["none"]}, {"differences"}),
        ({}, set()),
    ],
)
def test_an_experiment_has_only_the_figures_that_it_wants(change: dict, missing: set[str]) -> None:
    """No boundary outside the plane, nothing over seeds without replicates, no difference of one variant."""
    known = {"curves", "bands", "cost", "boundary", "replicates", "differences"}
    assert {kind.name for kind in FIGURES if not kind.wanted(EXPERIMENT | change)} & known == missing
    drawn = [
        drawing
        for group in ("runs", "verdicts")
        for drawing in registry.drawings(group, experiments={"e": EXPERIMENT | change})
    ]
    assert {drawing.kind.name for drawing in drawn} & missing == set()


def test_alternative_texts_name_what_is_shown() -> None:
    """With the experiment's title, variant, data set and reference; braces in a title are letters."""
    shown = {
        drawing.path: drawing.alternative(medians="none 91.0 %")
        for group in sorted(GROUPS)
        for drawing in registry.drawings(group, ["cats"], {"tricks": EXPERIMENT}, {"strength": "How much {?}"})
    }
    assert shown["results/data/cats.png"] == "Training data of cats"
    assert "variants of Tricks $ {x} from" in shown["results/tricks/curves.svg"]
    assert (
        shown["results/tricks/l2/boundary.png"] == "Decision boundary of L2 {0.7} $ over the training points of circles"
    )
    assert "from Nothing, by variant" in shown["results/tricks/differences.svg"]
    assert shown["results/tricks/replicates.svg"].endswith("medians: none 91.0 %")
    assert "cell of How much {?};" in shown["results/sweeps/strength/heatmap.svg"]


def test_modules_are_those_of_the_group() -> None:
    """So that a rule depends on the code of its figures only."""
    assert registry.modules("sweep") == (
        "seedcheck.presentation.figures.views.sweep",
        "seedcheck.presentation.figures.heatmap",
    )
    listed = [module for group in GROUPS for module in registry.modules(group) if ".views." not in module]
    assert sorted(listed) == sorted(kind.module for kind in FIGURES)


def test_readme_has_a_line_for_every_figure() -> None:
    """As a row of the table of results/README.md, with paths below results/."""
    command = [sys.executable, "-m", "seedcheck.presentation.figures.registry"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert printed == registry.readme_lines()
    assert "| `data/{dataset}.png` | the training points of a data set, or its first images |" in printed
    assert len(printed) == len(FIGURES)


def test_registry_and_colours_need_no_matplotlib() -> None:
    """The Snakefile and the page import them, which has to be quick."""
    heavy = {"matplotlib", "numpy", "scipy", "h5py", "pandas"}
    code = f"""
import sys
import seedcheck.presentation.figures.registry, seedcheck.presentation.style
print(sorted({heavy} & set(sys.modules)))
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


@pytest.mark.parametrize("group", ["data", "sweep"])
def test_figures_of_data_and_sweeps_depend_on_no_training(group: str) -> None:
    """Their modules load nothing of nn and of training: an edit there is no reason to draw them again."""
    code = f"""
import importlib, sys
import seedcheck.steps.figures
for name in {registry.modules(group)}:
    importlib.import_module(name)
print([name for name in sys.modules if name.split(".")[0] == "nn" or name.startswith("seedcheck.training")])
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
