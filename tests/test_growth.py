"""The page of growth says the law that its numbers follow."""

from pathlib import Path

import pytest

from benchmarks.growth_page import END, START, law, renew


def test_law_is_that_of_the_times() -> None:
    """A start of half a second and two milliseconds each; a square has the exponent 2."""
    found = law({n: 0.5 + 0.002 * n for n in (10, 100, 1000)})
    assert (found.fixed, found.each) == pytest.approx((0.5, 0.002))
    assert law({n: 1e-6 * n**2 for n in (10, 100, 1000)}).exponent == pytest.approx(2)


def test_what_was_written_by_hand_stays(tmp_path: Path) -> None:
    """Only what stands between the marks is renewed, as often as one likes."""
    path = tmp_path / "scale.md"
    path.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    for text in ("new", "newer"):
        renew(path, text)
        assert path.read_text(encoding="utf-8") == f"before\n{START}\n\n{text}\n\n{END}\nafter\n"
