"""A page on tuned variants says over how many settings, which were picked, and where the best may lie beyond."""

import json
from pathlib import Path

import pytest

from seedcheck.presentation.page.formats import scientific
from tests.presentation.whole_studies import make, study


def test_the_page_says_what_was_tried_and_picked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its answer, with each verdict, and in a table of all settings; so do the decisions."""
    monkeypatch.chdir(tmp_path)
    rates = {"grid": {"clip_norm": [0.5, 1], "l2_lambda": [0, 100]}}
    variants = {"plain": {}, "adam": {"optimizer": "adam", "tune": {"random": {"l2_lambda": [0, 1]}, "settings": 4}}}
    text = make(
        study(e={"question": "Does Adam help?", "validation_fraction": 0.3, "tune": rates, "variants": variants})
    )
    page = text.read_text(encoding="utf-8")
    assert "over 6 seeds, each at its best of 4 settings: adam is" in page
    assert page.count("each at its best of 4 settings") > 1
    assert "clip_norm 0.5, l2_lambda 100" in page
    record = json.loads(Path("results/e/plain/record.json").read_text(encoding="utf-8"))
    counts = record["tuning"]["replicates"]
    assert sum(counts) == 6
    small, said = (
        counts[0] + counts[2],
        "seeds picked the smallest l2_lambda that was tried (0); its best may lie beyond",
    )
    assert (f"plain: {small} of 6 {said}" in page) == (small > 3)
    decided = json.loads(Path("results/comparison/decisions.json").read_text(encoding="utf-8"))
    assert decided["experiments"]["e"]["variants"]["adam"]["tuned"] == 4
    points = json.loads(Path("results/e/plain/gradients.json").read_text(encoding="utf-8"))["points"]
    off = {point["settings"]: point["checks"][1]["arrays"]["all"]["difference"] for point in points[::2]}
    assert list(off) == ["clip_norm 0.5, l2_lambda 0", "clip_norm 0.5, l2_lambda 100"]
    gates = page[page.index('id="gates"') :]
    assert f">{scientific(max(off.values()))}<" in gates
    assert f">{scientific(min(off.values()))}<" not in gates
