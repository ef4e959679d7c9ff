"""All colours of the figures and of the page. Imports nothing heavy, so that the Snakefile and the page can have it."""

from collections.abc import Iterable, Sequence
from typing import Final

PALETTE: Final = (  # of variants, in this order
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#b8860b",
    "#56b4e9",
    "#7f3c8d",
    "#6b6b6b",
    "#a50f37",
    "#2e8b57",
)

INK: Final = "#1c2430"  # text, marks and frames
PAPER: Final = "#ffffff"  # background, and text on dark cells
GOOD: Final = "#12703c"
BAD: Final = "#b3261e"
GRID_LINE: Final = "#e6e6e6"

CLASSES: Final = (  # points of class 0, 1, ...; beyond the last one they come again
    "#2f6db5",
    "#cf4446",
    "#3d9a50",
    "#8a5fbf",
    "#c98a1b",
    "#2aa3a3",
    "#d0679d",
    "#7a5a44",
    "#6f7a86",
    "#8fa31e",
)
REGIONS: Final = (  # where class 0, 1, ... is predicted
    "#d3e2f3",
    "#f7d9d6",
    "#d5ecda",
    "#e4dbf1",
    "#f4e5c8",
    "#d0ecec",
    "#f5dbe8",
    "#e3dad4",
    "#dfe2e6",
    "#e7ecc9",
)
REGIONS_DARK: Final = (  # likewise, on a dark page
    "#2b4665",
    "#6b3a38",
    "#2f5a3a",
    "#4b3a68",
    "#62501f",
    "#24585a",
    "#663a52",
    "#4f4038",
    "#414952",
    "#4c5426",
)
BOUNDARY: Final = "#333333"  # between them
POINT_EDGE: Final = "white"
ACCURACIES: Final = "YlGnBu"  # colour map from low to high accuracy
BRIGHTNESS: Final = "gray"  # colour map of images without colours

CSS: Final[dict[str, str]] = {  # variables of the page
    "ink": INK,
    "soft": "#4d5866",  # text of less weight
    "line": "#dfe3e8",  # rules of tables
    "good": GOOD,
    "bad": BAD,
    "warn": "#7a4d00",
    "link": "#0b5cad",
    "alarm": "#fdf1f0",  # behind a banner
    "paper": PAPER,
    "raised": "#eef1f5",  # behind cells and buttons
    **{f"region{k}": color for k, color in enumerate(REGIONS)},
    "card": PAPER,  # behind figures, whose colours stay
}
DARK: Final[dict[str, str]] = {  # the same for readers who prefer a dark page
    "ink": "#e4e8ee",
    "soft": "#a9b3c0",
    "line": "#39424e",
    "good": "#6fcf97",
    "bad": "#ff9a92",
    "warn": "#e8b55d",
    "link": "#8ab8f0",
    "alarm": "#3a2322",
    "paper": "#14181d",
    "card": "#f3f4f6",
    "raised": "#232a33",
    **{f"region{k}": color for k, color in enumerate(REGIONS_DARK)},
}


def variant_colors(names: Iterable[str]) -> dict[str, str]:
    """Return a colour per name of a variant, the same in all experiments.

    Parameters
    ----------
    names : of all variants of the study, in its order; a name may come more than once
    """
    different = dict.fromkeys(names)
    return {name: PALETTE[k % len(PALETTE)] for k, name in enumerate(different)}


def of(looks: Sequence[str], k: int) -> str:
    """Return which of some colours or markers class ``k`` has: after the last one they come again."""
    return looks[k % len(looks)]
