"""The parts that the page is put together from: links, words, and pictures from the registry of figures."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from seedcheck.presentation import words
from seedcheck.presentation.figures import registry
from seedcheck.presentation.figures.kinds import Drawing, Experiment

MEDIA = {".svg": "image/svg+xml", ".png": "image/png"}
PLAIN = " <>=:/(),;+-.~!*@$?'"  # letters that neither a quoted attribute nor a URI takes for something else
SECTIONS = frozenset({"data", "seeds", "bands", "curves", "boundaries", "costs", "sweeps"})  # that show figures


def section_id(experiment: str) -> str:
    """Return the id of an experiment's section, which no other section of the page can have."""
    return f"experiment-{experiment}"


class Link(NamedTuple):
    """A text that leads to a file beside the page or to a place on it; without ``href`` a text."""

    text: str
    href: str = ""


class Word(NamedTuple):
    """A word whose ``tone``, a CSS class, tells good from bad."""

    text: str
    tone: str = ""


class Picture(NamedTuple):
    """An image file in the page itself, what it shows in words, and a caption if it has one.

    Attributes
    ----------
    source : as a data URI, empty if it is ``drawn``
    drawn : as elements of the page: our own SVG, whose parts have names for the page's script
    kind, experiment, variant : which figure it is, and of what
    """

    source: str
    alternative: str
    caption: str = ""
    drawn: str = ""
    kind: str = ""
    experiment: str = ""
    variant: str = ""


def verdict(code: str) -> Word:
    """Return a verdict in words."""
    return Word(words.verdict(code) or "", words.TONES.get(code, ""))


def drawings_of(section: str, experiments: Mapping[str, Experiment], sweeps: Mapping[str, str]) -> list[Drawing]:
    """Return the figures of one of the SECTIONS whose files are there.

    Parameters
    ----------
    section : where they stand
    experiments : as the registry of figures takes them; figures of their data sets belong to them
    sweeps : their titles by name
    """
    datasets = sorted({str(experiment["dataset"]) for experiment in experiments.values()} - {""})
    groups = dict.fromkeys(kind.group for kind in registry.FIGURES if kind.section == section)
    drawings = [drawing for group in groups for drawing in registry.drawings(group, datasets, experiments, sweeps)]
    return [drawing for drawing in drawings if drawing.kind.section == section and Path(drawing.path).is_file()]


def picture(drawing: Drawing, caption: str = "", **more: str) -> Picture:
    """Return a figure with its file; ``more`` is what only results tell, as in ``Drawing.alternative``."""
    path = Path(drawing.path)
    drawn = Markup(path.read_text(encoding="utf-8").strip()) if is_drawn(path) else ""
    return Picture(
        source="" if drawn else embedded(path),
        alternative=drawing.alternative(**more),
        caption=caption,
        drawn=drawn,
        kind=drawing.kind.name,
        experiment=drawing.texts.get("experiment", ""),
        variant=drawing.texts.get("variant", ""),
    )


def is_drawn(path: Path) -> bool:
    """Return whether an image is SVG that may stand in the page itself; Matplotlib's has ids, which would collide."""
    if path.suffix != ".svg":
        return False
    with path.open("rb") as file:
        return file.read(5) == b"<svg "


def embedded(path: Path) -> Markup:
    """Return an image file as a data URI, which is no HTML: an SVG as text, a third smaller than in base64."""
    if path.suffix == ".svg":
        return Markup(f"data:{MEDIA['.svg']},{quote(' '.join(path.read_text(encoding='utf-8').split()), safe=PLAIN)}")
    return Markup(f"data:{MEDIA[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}")
