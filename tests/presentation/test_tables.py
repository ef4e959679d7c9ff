"""Tables hold every run and every decision, the latter in words."""

from typing import Any

from seedcheck.presentation import tables
from seedcheck.presentation.tables import run_rows, variant_rows
from seedcheck.training.results import Result

RECORD = {
    "settings": {"layers": [2, 1], "epochs": 20, "seed": 1, "mask_seed": 0},
    "data": {"stand_in": "", "sha256": "abc"},
    "metrics": {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 0.25},
    "gradient_check": {"passed": True, "complex_step": 1e-16},
    "diverged_at_epoch": None,
}
PASSED = {"passed": True, "points": []}
DIFFERENCE = {"n": 20, "m": 200, "left_out": 0, "mean": 0.012, "low_both": 0.004, "high_both": 0.02, "detectable": 0.01,
              "wins": 15, "losses": 5}  # fmt: skip
FOUND: dict[str, Any] = {"comparison": DIFFERENCE, "adjusted_p": 0.01, "verdict": "better"}


def test_tables_have_a_row_for_every_variant() -> None:
    """A variant that did not run has its row too, with its status."""
    results = [Result("e", "v", "d", PASSED, RECORD), Result("e", "w", "d", None, None)]
    assert [(r["variant"], r["status"], r["seed"], r["test_accuracy"]) for r in run_rows(results)] == [
        ("v", "finished", 1, 0.8), ("w", "not run", None, None)]  # fmt: skip
    assert [(r["layers"], r["stand_in"], r["data_sha256"]) for r in variant_rows(results)] == [
        ("2-1", "", "abc"), ("", "", None)]  # fmt: skip


def test_verdicts_are_in_words_with_a_sentence() -> None:
    """The reference has neither; the order of columns is that of all rows together."""
    reference = {"summary": {"n": 20}, "published_run": None}
    other = {
        "summary": {"n": 20},
        **FOUND,
        "verdict": "undecided",
        "published_run": {"wilson": [0.8, 0.9], "mcnemar_p": 1},
    }
    experiments = {"e": {"reference": "a", "variants": {"a": reference, "b": other}}}
    said = tables.in_words({"claims": [], "experiments": experiments, "suites": {}}, {"e": "d"})
    rows = tables.verdict_rows(said["experiments"])
    assert [row["verdict"] for row in rows] == [None, "not distinguishable"]
    assert rows[1]["sentence"].startswith("not distinguishable with 20 seeds")
    assert (rows[1]["difference_mean"], rows[1]["published_run_wilson_low"]) == (0.012, 0.8)
    assert list(rows[0]) == list(rows[1])


def test_suites_are_told_by_data_set() -> None:
    """Verdicts of experiments become words on their data sets."""
    pooled = {"s": {"l2": {"verdicts": {"e": "better", "f": "undecided"}, "datasets": 2, "mean": 0.01}}}
    said = tables.in_words({"claims": [], "experiments": {}, "suites": pooled}, {"e": "football", "f": "cats"})
    assert said["suites"]["s"]["datasets"] == ["football", "cats"]
    assert said["suites"]["s"]["variants"]["l2"] == {
        "words": {"football": "better", "cats": "not distinguishable"},
        "verdict": "does not carry over: better on 1 of 2 data sets only (football)", "datasets": 2, "mean": 0.01,
    }  # fmt: skip


def test_cells_have_their_settings_first_and_their_verdict_last() -> None:
    """The reference has none."""
    cells = [{"l2_lambda": 0, "n": 20, "comparison": None, "adjusted_p": None, "verdict": None},
             {"l2_lambda": 1, "n": 20, **FOUND}]  # fmt: skip
    first, second = tables.cell_rows(cells)
    assert (first["difference_mean"], first["verdict"], first["sentence"]) == (None, None, None)
    assert list(second)[:2] == ["l2_lambda", "n"]
    assert (second["difference_mean"], second["verdict"]) == (0.012, "better")
    assert second["sentence"] == "better by 1.2 points (95 % interval 0.4 to 2.0) over 20 seeds"
