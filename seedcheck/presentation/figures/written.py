"""Figures as small files: PNG with few colours, SVG with no more digits than a screen shows."""

import re
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

DPI = 110  # twice as sharp as the page shows them, where they stand side by side
COLORS = 64  # of a PNG: a boundary has six, and their edges
PHOTO_COLORS = 256
MOST_COLORS = 20_000  # only photographs have more
NUMBERS = re.compile(r' (?:d|x|y|width|height|transform)="[^"]*"')  # attributes that hold nothing that a user wrote
LONG = re.compile(r"-?\d+\.\d{3,}")


def write(figure: Figure, path: Path) -> None:
    """Write a figure as SVG or PNG by the path's suffix, without dates or versions: the same bytes on every run."""
    if path.suffix == ".svg":
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        path.write_text(rounded(path.read_text(encoding="utf-8")), encoding="utf-8")
        return
    buffer = BytesIO()
    figure.savefig(buffer, dpi=DPI, format="png", metadata={"Software": None})
    buffer.seek(0)
    with Image.open(buffer) as image:
        flat = image.convert("RGB")
    colors = COLORS if flat.getcolors(MOST_COLORS) else PHOTO_COLORS
    flat.quantize(colors, dither=Image.Dither.NONE).save(path, format="png", optimize=True)


def rounded(svg: str) -> str:
    """Return an SVG with places to a hundredth of a point; texts stay as they are."""
    return NUMBERS.sub(lambda attribute: LONG.sub(_short, attribute[0].replace("\n", " ")), svg)


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
