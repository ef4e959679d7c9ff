"""Confusion matrix and calibration curve of a run as SVG: a plotting library would take longer than the logging."""

from collections.abc import Sequence
from typing import Any

from nn.activations import Array
from seedcheck.presentation.figures import svg
from seedcheck.presentation.figures.svg import element, ink
from seedcheck.presentation.style import CLASSES, PALETTE
from seedcheck.tracking import scores

SIDE, LEFT, TOP = 320.0, 140.0, 50.0  # of the square that is drawn into, and the room beside and above it
WIDTH, HEIGHT = LEFT + SIDE + 30, TOP + SIDE + 60


def confusion_matrix(p: Array, y: Array, labels: Sequence[str], title: str) -> str:
    """Return the confusion matrix of probabilities p (m,) and labels y (m,), with the names of class 0 and 1."""
    counts, half = scores.confusion(p, y), SIDE / 2
    parts = []
    for row in (0, 1):
        for column in (0, 1):
            share = counts[row, column] / max(1, counts[row].sum())
            x, down = LEFT + column * half, TOP + row * half
            style = f"fill:{ink('paper' if share > 0.5 else 'ink')}"
            parts += [
                element("rect", x=x, y=down, width=half, height=half, fill=PALETTE[0], fill_opacity=f"{share:.3f}"),
                _middle(str(counts[row, column]), x + half / 2, down + half / 2 - 4, size=26, style=style),
                _middle(f"{share:.0%}", x + half / 2, down + half / 2 + 20, style=style),
            ]
    for number, name in enumerate(labels):
        place = (number + 0.5) * half
        parts.append(_middle(name, LEFT + place, TOP + SIDE + 20, width=half))
        parts.append(svg.text(name, LEFT - 8, TOP + place, width=LEFT - 34, text_anchor="end"))
    return _drawing(parts, title, "predicted", "true class")


def calibration_curve(p: Array, y: Array, title: str) -> str:
    """Return how often class 1 is right, by the probability that a network gives it; a dot's area is its points."""
    points = scores.calibration(p, y)
    frame = f"M{LEFT} {TOP}h{SIDE}v{SIDE}h{-SIDE}zM{LEFT} {TOP + SIDE}l{SIDE} {-SIDE}"
    parts = [element("path", d=frame, fill="none", stroke=ink("line"), stroke_width=2)]
    for tick in (0.0, 0.5, 1.0):
        parts.append(_middle(f"{tick:g}", LEFT + tick * SIDE, TOP + SIDE + 20))
        parts.append(svg.text(f"{tick:g}", LEFT - 8, TOP + (1 - tick) * SIDE + 4, text_anchor="end"))
    places = [(LEFT + x * SIDE, TOP + (1 - share) * SIDE, count) for x, share, count in points]
    line = " ".join(f"{svg.short(x)},{svg.short(down)}" for x, down, _ in places)
    parts.append(element("polyline", points=line, fill="none", stroke=CLASSES[1], stroke_width=2))
    largest = max(count for *_, count in points)
    for x, down, count in places:
        radius = 3 + 7 * (count / largest) ** 0.5
        tip = element("title", f"{count} points")
        parts.append(element("circle", tip, cx=x, cy=down, r=radius, fill=CLASSES[1], fill_opacity=0.8))
    return _drawing(parts, title, "probability of class 1", "share of class 1")


def _middle(words: str, x: float, y: float, **more: Any) -> str:
    return svg.text(words, x, y, text_anchor="middle", **more)


def _drawing(parts: Sequence[str], title: str, across: str, down: str) -> str:
    """Return a whole SVG file: the title, what runs across and down, and what is drawn."""
    around = [
        _middle(title, WIDTH / 2, 28, width=WIDTH, size=15),
        _middle(across, LEFT + SIDE / 2, HEIGHT - 14),
        element("g", _middle(down, 20, TOP + SIDE / 2), transform=f"rotate(-90 20 {TOP + SIDE / 2})"),
    ]
    return svg.picture([*around, *parts], WIDTH, HEIGHT) + "\n"
