"""Short texts of the page: captions, settings, and counts."""

from collections.abc import Mapping
from typing import Any


def sentence(words: str) -> str:
    """Return words with a capital letter in front and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def count_cells(cells: int, better: int, worse: int) -> str:
    """Return how the cells of a sweep do against its reference, which is not among them."""
    return f"Of {cells} cells {better} are better than the reference, {worse} worse; the others are undecided or equal."


def caption(variant: str, accuracy: str) -> str:
    """Return what stands below a variant's decision boundary."""
    return f"{variant}: {accuracy} of the test points right" if accuracy else f"{variant}: training diverged"


def settings(chosen: Mapping[str, Any]) -> str:
    """Return settings as "loss logits, l2_lambda 0.7"."""
    return ", ".join(f"{name} {value}" for name, value in chosen.items())


def at_best(tuned: int) -> str:
    """Return over how many settings both sides of a comparison were tuned, empty without tuning."""
    return f", each at its best of {tuned} settings" if tuned else ""


def shared_settings(dataset: str, chosen: str) -> str:
    """Return what all variants of an experiment share."""
    return f"Data: {dataset}. " * bool(dataset) + f"All variants: {chosen}."


def trained_by(command: str) -> str:
    """Return which command trains the variants of an experiment."""
    return f"Trained by the command \u201c{command}\u201d."


def stopped(early: int, trainings: int, kept: int) -> str:
    """Return how many trainings stopped before the end, and at which epoch the weights were that they kept."""
    return f"{early} of {trainings}, {kept}"


def score(wins: int, losses: int) -> str:
    """Return in how many seeds a variant is better and worse than the one that a claim compares it with."""
    return f"higher in {wins}, lower in {losses}"


def published_difference(published: float, ours: float) -> str:
    """Return both results of a gradient check."""
    return f"difference {published} published, {ours} ours"
