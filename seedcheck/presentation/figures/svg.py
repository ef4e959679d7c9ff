"""Text of SVG pictures: elements, numbers, words that fit, and the ticks of an axis. No ids, so pictures share a page.

Colours are variables of the page with those of ``style`` in their place elsewhere, so one file serves both.
"""

import math
import unicodedata
from collections.abc import Iterable
from html import escape
from itertools import pairwise

from seedcheck.presentation.style import CSS

FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
SIZE = 14  # of letters, in units of a picture
WIDE = frozenset("mwMW@%&—…")  # letters of nearly the width of their height
STEPS = (1, 2, 2.5, 5, 10)  # between ticks, times a power of ten


def ink(name: str) -> str:
    """Return a colour of the page by its name in ``style.CSS``."""
    return f"var(--{name}, {CSS[name]})"


def element(tag: str, content: str | Iterable[str] = "", **attributes: object) -> str:
    """Return an element; ``_`` in names of attributes stands for ``-``, and those that are None are left out."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not None}
    told = "".join(f' {name}="{escape(_value(value))}"' for name, value in names.items())
    inside = content if isinstance(content, str) else "".join(content)
    return f"<{tag}{told}>{inside}</{tag}>" if inside else f"<{tag}{told}/>"


def _value(value: object) -> str:
    return short(value) if isinstance(value, float) else printable(str(value))


def short(number: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")


def printable(words: str) -> str:
    """Return words in one line, without letters that XML does not have."""
    line = " ".join(words.split())
    return "".join(letter for letter in line if unicodedata.category(letter) not in ("Cc", "Cs", "Cn"))


def text(words: str, x: float, y: float, *, width: float = math.inf, size: float = SIZE, **attributes: object) -> str:
    """Return words at a place, cut to a width; what is cut is shown in full where one points at it."""
    shown, whole = cut(words, width, size), printable(words)
    tip = element("title", escape(whole)) if shown != whole else ""
    return element("text", tip + escape(shown), x=float(x), y=float(y), font_size=None if size == SIZE else size,
                   **attributes)  # fmt: skip


def cut(words: str, width: float, size: float = SIZE) -> str:
    """Return as many of the words' letters as surely fit, with "…" for the others."""
    line = printable(words)
    if measured(line, size) <= width:
        return line
    kept = line
    while kept and measured(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def measured(words: str, size: float = SIZE) -> float:
    """Return about how wide words are, rather too much than too little."""
    return size * sum(_share(letter) for letter in words)


def _share(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if letter in WIDE or unicodedata.east_asian_width(letter) in ("W", "F") or ord(letter) > 0x2E7F:
        return 1.05
    return 0.72 if letter.isupper() else 0.6


def picture(content: Iterable[str], width: float, height: float) -> str:
    """Return a whole picture; it has its paper, and takes its width from where it stands."""
    body = "\n".join(part for part in content if part)
    return element(
        "svg",
        f"\n{body}\n",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {short(width)} {short(height)}",
        width=short(width),
        height=short(height),
        font_family=FONT,
        font_size=SIZE,
        fill=CSS["ink"],
        style=f"fill:{ink('ink')};background:{ink('paper')}",
    )


def ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Return round numbers from low to high, at most so many."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return [low]
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(step * power for step in STEPS if span / (step * power) <= most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * k for k in range(first, last + 1)]


def tick_labels(values: list[float]) -> list[str]:
    """Return ticks as text, all with as many decimals as they need to differ."""
    step = min((abs(b - a) for a, b in pairwise(values)), default=1.0)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    decimals += not math.isclose(step * 10**decimals, round(step * 10**decimals))
    return [f"{value:.{decimals}f}".replace("-", "\u2212") for value in values]
