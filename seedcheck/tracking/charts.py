"""Confusion matrix and calibration curve of a run as SVG: a plotting library would take longer than the logging."""

from collections.abc import Sequence
from itertools import product
from typing import Any

from nn.activations import Array
from seedcheck.presentation.figures import svg
from seedcheck.presentation.figures.svg import element, ink
from seedcheck.presentation.style import CLASSES, PALETTE
from seedcheck.tracking import scores

SIDE, LEFT, TOP = 320.0, 140.0, 50.0  # of the square that is drawn into, and the room beside and above it
WIDTH, HEIGHT = LEFT + SIDE + 30, TOP + SIDE + 60
ROOM = 60.0  # side of a cell that has room for a share and for a name


def confusion_matrix(p: Array, y: Array, labels: Sequence[str], title: str) -> str:
    """Return the confusion matrix of probabilities p, (m,) or (K, m), and labels y (m,), with the names of classes.

    Shares are written into large cells only, names of more classes than fit beside the rows only.
    """
    counts, side = scores.confusion(p, y), SIDE / len(labels)
    parts = []
    for row, column in product(range(len(labels)), repeat=2):
        share = counts[row, column] / max(1, counts[row].sum())
        x, down = LEFT + column * side, TOP + row * side
        style = f"fill:{ink('paper' if share > 0.5 else 'ink')}"
        parts += [
            element("rect", x=x, y=down, width=side, height=side, fill=PALETTE[0], fill_opacity=f"{share:.3f}"),
            *_in_cell(counts[row, column], share, (x + side / 2, down + side / 2), side, style),
        ]
    for number, name in enumerate(labels):
        place = (number + 0.5) * side
        below = name if side > ROOM else str(number)
        parts.append(_middle(below, LEFT + place, TOP + SIDE + 20, width=side))
        beside = name if side > ROOM else name if name.endswith(str(number)) else f"{name} ({number})"
        parts.append(svg.text(beside, LEFT - 8, TOP + place, width=LEFT - 34, text_anchor="end"))
    return _drawing(parts, title, "predicted", "true class")


def _in_cell(count: int, share: float, middle: tuple[float, float], side: float, style: str) -> list[str]:
    """Return what is written into a cell: its points, and if there is room which share of the class they are."""
    x, y = middle
    if side < ROOM:
        return [_middle(str(count), x, y + side / 8, size=min(26, max(3, side / 3)), style=style)] if count else []
    return [_middle(str(count), x, y - 4, size=26, style=style), _middle(f"{share:.0%}", x, y + 20, style=style)]


def calibration_curve(p: Array, y: Array, title: str) -> str:
    """Return how often class 1 is right, by the probability that a network gives it; a dot's area is its points.

    Of K classes it is how often the predicted one is, by its probability.
    """
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
    words = ("probability of class 1", "share of class 1")
    return _drawing(parts, title, *(words if p.ndim == 1 else ("probability of the prediction", "share that is right")))


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
