"""Figures of Matplotlib as files, small ones: PNG with few colours."""

from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

DPI = 110  # twice as sharp as the page shows them, where they stand side by side
COLORS = 64  # of a PNG: a boundary has six, and their edges
PHOTO_COLORS = 256
MOST_COLORS = 20_000  # only photographs have more


def write(figure: Figure, path: Path) -> None:
    """Write a figure as SVG or PNG by the path's suffix, without dates or versions: the same bytes on every run."""
    if path.suffix == ".svg":
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        return
    buffer = BytesIO()
    figure.savefig(buffer, dpi=DPI, format="raw")
    width, height = (int(inches * DPI) for inches in figure.get_size_inches())
    flat = Image.frombytes("RGBA", (width, height), buffer.getvalue()).convert("RGB")
    colors = COLORS if flat.getcolors(MOST_COLORS) else PHOTO_COLORS
    flat.quantize(colors, dither=Image.Dither.NONE).save(path, format="png", optimize=True)
