"""Confusion matrix and calibration curve of a run as SVG, written as text: a plotting library would take seconds."""

from collections.abc import Sequence
from html import escape

from nn.activations import Array
from seedcheck.presentation.style import CLASSES, GRID_LINE, INK, PALETTE, PAPER
from seedcheck.tracking import scores

SIDE, LEFT, TOP = 320, 110, 50  # of the square that is drawn into, and the room beside and above it


def confusion_matrix(p: Array, y: Array, labels: Sequence[str], title: str) -> str:
    """Return the confusion matrix of probabilities p (m,) and labels y (m,), with the names of class 0 and 1."""
    counts, half = scores.confusion(p, y), SIDE // 2
    parts = []
    for row in (0, 1):
        for column in (0, 1):
            share = counts[row, column] / max(1, counts[row].sum())
            x, down = LEFT + column * half, TOP + row * half
            ink = PAPER if share > 0.5 else INK
            parts.append(f'<rect x="{x}" y="{down}" width="{half}" height="{half}" fill="{PALETTE[0]}" '
                         f'fill-opacity="{share:.3f}" stroke="{GRID_LINE}"/>')  # fmt: skip
            parts.append(_text(x + half / 2, down + half / 2 - 4, str(counts[row, column]), ink, 26))
            parts.append(_text(x + half / 2, down + half / 2 + 20, f"{share:.0%}", ink))
    for number, name in enumerate(labels):
        middle = (number + 0.5) * half
        parts.append(_text(LEFT + middle, TOP + SIDE + 20, name[:18]))
        parts.append(_text(LEFT - 8, TOP + middle, name[:14], anchor="end"))
    return _drawing(parts, title, "predicted", "true class")


def calibration_curve(p: Array, y: Array, title: str) -> str:
    """Return how often class 1 is right, by the probability that a network gives it; a dot's area is its points."""
    points = scores.calibration(p, y)
    parts = [f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{GRID_LINE}"/>',
             f'<path d="M{LEFT} {TOP + SIDE} l{SIDE} {-SIDE}" stroke="{GRID_LINE}" stroke-width="2"/>']  # fmt: skip
    for tick in (0.0, 0.5, 1.0):
        parts.append(_text(LEFT + tick * SIDE, TOP + SIDE + 20, f"{tick:g}"))
        parts.append(_text(LEFT - 8, TOP + (1 - tick) * SIDE + 4, f"{tick:g}", anchor="end"))
    places = [(LEFT + x * SIDE, TOP + (1 - share) * SIDE, count) for x, share, count in points]
    line = " ".join(f"{x:.1f},{down:.1f}" for x, down, _ in places)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{CLASSES[1]}" stroke-width="2"/>')
    largest = max(count for *_, count in points)
    for x, down, count in places:
        radius = 3 + 7 * (count / largest) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{down:.1f}" r="{radius:.1f}" fill="{CLASSES[1]}" fill-opacity="0.8">'
                     f"<title>{count} points</title></circle>")  # fmt: skip
    return _drawing(parts, title, "probability of class 1", "share of class 1")


def _text(x: float, y: float, text: str, color: str = INK, size: int = 13, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _drawing(parts: Sequence[str], title: str, across: str, down: str) -> str:
    """Return a whole SVG file."""
    width, height, middle = LEFT + SIDE + 30, TOP + SIDE + 60, TOP + SIDE / 2
    frame = [f'<rect width="{width}" height="{height}" fill="{PAPER}"/>', _text(width / 2, 28, title, size=15),
             _text(LEFT + SIDE / 2, height - 14, across),
             f'<g transform="rotate(-90 20 {middle})">{_text(20, middle, down)}</g>']  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif">{"".join([*frame, *parts])}</svg>\n'
    )
