"""What people read instead of names: the titles of experiments, variants and sweeps."""

from collections.abc import Iterable, Iterator
from typing import Any

from seedcheck.study.faults import Fault
from seedcheck.study.yaml import Place


def titled(name: str, title: str) -> str:
    """Return a title in one line, or without one the name with blanks instead of underscores."""
    return " ".join(title.split()) or name.replace("_", " ")


def redrawn(name: str, title: str) -> dict[str, Any]:
    """Return what differs in an experiment's twin, which has training data of its own for each seed, and no suite."""
    title = f"{titled(name, title)}, with other training data for each seed"
    return {"title": title, "redraw_data": True, "also_redrawn": False, "suite": ""}


def title_faults(place: Place, titles: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Yield a fault for each variant that has the title of one before; ``titles`` are pairs of name and title."""
    first: dict[str, str] = {}
    for name, title in titles:
        shown = titled(name, title)
        other = first.setdefault(shown, name)
        if other != name:
            yield Fault((*place, name), f"it would be called {shown!r} as {other!r} is; give one of them another title")
