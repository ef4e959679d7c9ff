"""Fonts for letters that Matplotlib's own font lacks, as those of Chinese, Japanese and Korean."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

# Looked for in this order; which of them there are is up to the machine.
FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic",
    "Arial Unicode MS", "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai", "FreeSans",
    "Noto Emoji", "Symbola", "Unifont",
)  # fmt: skip


@cache
def _letters(family: str) -> frozenset[int]:
    """Return the letters that a font has."""
    return frozenset(get_font(findfont(FontProperties(family=family))).get_charmap())


def fallbacks(words: str) -> list[str]:
    """Return the installed fonts that have letters of the words which Matplotlib's own has not, none if it has all."""
    missing = {ord(letter) for letter in words if not letter.isspace()} - _letters("DejaVu Sans")
    found = []
    installed = {entry.name for entry in fontManager.ttflist} if missing else set()
    for family in FAMILIES:
        if missing and family in installed and missing & _letters(family):
            found.append(family)
            missing -= _letters(family)
    return found


@contextmanager
def without_glyph_warnings() -> Iterator[None]:
    """Draw a box for a letter that no font has, without a word: the page and the text of an SVG have it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+")
        yield
