"""Tables hold every run and every decision, the latter in words."""

from seedcheck.presentation import tables, words
from seedcheck.presentation.tables import run_rows, variant_rows
from seedcheck.training.results import Result
from tests.presentation.decided import FAILING, FAILURES, SUMMARY, UNDECIDED, compared, found
from tests.presentation.small_results import CLAIM
from tests.presentation.views import replicates

RECORD = {
    "settings": {"layers": [2, 1], "epochs": 20, "seed": 1, "mask_seed": 0},
    "data": {"stand_in": "", "sha256": "abc"},
    "metrics": {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 0.25},
    "gradient_check": {"passed": True, "complex_step": 1e-16},
    "diverged_at_epoch": None,
}
PASSED = {"passed": True, "points": []}
EQUAL = found("equal")


def test_tables_have_a_row_for_every_variant() -> None:
    """A variant that did not run has its row too, with its status."""
    results = [Result("e", "v", "d", PASSED, RECORD), Result("e", "w", "d", None, None)]
    assert [(r["variant"], r["status"], r["seed"], r["test_accuracy"]) for r in run_rows(results)] == [
        ("v", "finished", 1, 0.8), ("w", "not run", None, None)]  # fmt: skip
    assert [(r["layers"], r["stand_in"], r["data_sha256"]) for r in variant_rows(results)] == [
        ("2-1", "", "abc"), ("", "", None)]  # fmt: skip


def test_verdicts_are_in_words_with_a_sentence() -> None:
    """The reference has neither; all rows have the same columns."""
    reference = {"summary": SUMMARY, "failures": FAILURES, "published_run": None}
    run = {"accuracy": 0.85, "wilson": [0.8, 0.9], "outcome": "fine", "mcnemar_p": 1.0}
    variants = {"a": reference, "b": compared(UNDECIDED, published_run=run), "c": compared(EQUAL, published_run=None)}
    experiments = {"e": {"reference": "a", "variants": variants}}
    said = tables.in_words({"claims": [], "experiments": experiments, "suites": {}}, {"e": "d"})
    rows = tables.verdict_rows(said["experiments"])
    assert [row["verdict"] for row in rows] == [None, "undecided", "equal"]
    assert rows[1]["sentence"] == words.comparison(UNDECIDED)
    assert rows[1]["advice_sentence"].startswith("80 % of the uncertainty is the 200 test points")
    assert rows[2]["advice_sentence"] == ""
    assert [list(row) for row in rows[1:]] == [list(rows[0])] * 2


def test_further_metrics_have_rows_and_each_replicate_its_values() -> None:
    """A row for each metric, with its sentence in its own unit; a column of the replicates."""
    reference = {"summary": SUMMARY, "failures": FAILURES, "published_run": None}
    better = found("better") | {"summary": SUMMARY | {"iqm": 0.25}, "values": [0.1, 0.3]}
    further = {"brier": {"a": {"summary": SUMMARY, "values": [0.2, None]}, "b": better}}
    variants = {"a": reference, "b": compared(EQUAL, published_run=None)}
    decided = {"reference": "a", "variants": variants, "further": further}
    said = tables.in_words({"claims": [], "experiments": {"e": decided}, "suites": {}}, {"e": "d"})
    rows = tables.verdict_rows(said["experiments"])
    assert [(row["variant"], row["metric"], row["iqm"], row["verdict"]) for row in rows] == [
        ("a", "test_accuracy", 0.926, None), ("b", "test_accuracy", 0.926, "equal"),
        ("a", "test_brier", 0.926, None), ("b", "test_brier", 0.25, "better")]  # fmt: skip
    assert rows[-1]["sentence"] == "better by 0.012 (95 % interval 0.004 to 0.02)"
    seeds = tables.replicate_rows({("e", "a"): replicates([[0.7, 0.5], [0.7, float("nan")]])}, {"e": decided})
    assert [row["test_brier"] for row in seeds] == [0.2, None]


def test_columns_hold_the_numbers_of_a_decision() -> None:
    """Distribution, failures, difference, probability, equality and configured seed, each under its name."""
    run = {"accuracy": 0.85, "wilson": [0.8, 0.9], "outcome": "fine", "mcnemar_p": 1.0}
    decision = compared(UNDECIDED, published_run=run, failing=FAILING)
    said = tables.in_words(
        {"claims": [], "experiments": {"e": {"reference": "a", "variants": {"b": decision}}}, "suites": {}}, {"e": "d"}
    )
    (row,) = tables.verdict_rows(said["experiments"])
    expected = {
        "n": 20, "iqm": 0.926, "low": 0.85, "failed": 1, "failed_low": 0.0013, "failed_high": 0.2487,
        "failing": "fails less often", "difference_typical": 0.012, "difference_low": 0.004, "difference_p": 0.03,
        "probability_better": 0.725, "probability_better_low": 0.51, "equal_margin": 0.02, "adjusted_p": 0.19,
        "reason": "luck of the test points", "configured_seed_outcome": "fine", "configured_seed_wilson_low": 0.8,
    }  # fmt: skip
    assert expected.items() <= row.items()


def test_suites_are_told_by_data_set() -> None:
    """Verdicts of experiments become words on their data sets, and the statement a sentence."""
    numbers = {"datasets": 2, "margin": 0.02, "better": 0.8, "equal": 0.15, "worse": 0.05, "descriptive": True}
    pooled = {"s": {"l2": {"verdicts": {"e": "better", "f": "equal"}} | numbers}}
    said = tables.in_words({"claims": [], "experiments": {}, "suites": pooled}, {"e": "football", "f": "cats"})
    assert said["suites"]["s"]["datasets"] == ["football", "cats"]
    assert said["suites"]["s"]["variants"]["l2"] == numbers | {
        "words": {"football": "better", "cats": "equal"}, "verdict": words.over_datasets(numbers),
    }  # fmt: skip


def test_claims_have_their_numbers_and_words() -> None:
    """A claim that nothing was compared for has the same columns, empty."""
    (row,) = tables.claim_rows([CLAIM])
    assert (row["typical"], row["low_seeds"], row["high"], row["adjusted_p"]) == (0.012, 0.006, 0.020, 0.19)
    assert (row["iqm"], row["iqm_against"], row["comparison"], row["verdict"]) == (0.935, 0.925, *["undecided"] * 2)
    assert row["sentence"] == words.claim(CLAIM)
    (empty,) = tables.claim_rows([CLAIM | {"found": {}, "verdict": "not repeated"}])
    assert list(empty) == list(row)
    assert (empty["typical"], empty["sentence"], empty["verdict"]) == (None, "", "not repeated over seeds")


def test_replicates_have_their_outcome() -> None:
    """One of three words for each training, with its accuracies."""
    found = replicates([[0.7, 0.5], [0.7, float("nan")]])
    rows = tables.replicate_rows({("e", "v"): found}, {})
    assert [(row["replicate"], row["outcome"], row["test_accuracy"]) for row in rows] == [
        (0, "fine", 1.0), (1, "diverged", None)]  # fmt: skip
    assert "collapsed" not in rows[0]


def test_cells_have_their_settings_first() -> None:
    """The reference has no verdict."""
    cells = [{"cell": {"l2_lambda": 0}, "summary": SUMMARY, "failures": FAILURES},
             {"cell": {"l2_lambda": 1}, **compared(found("better"))}]  # fmt: skip
    first, second = tables.cell_rows(cells)
    assert (first["difference_typical"], first["verdict"], first["sentence"]) == (None, None, None)
    assert list(first) == list(second)
    assert list(second)[:2] == ["l2_lambda", "n"]
    assert (second["difference_typical"], second["verdict"]) == (0.012, "better")
    assert second["sentence"] == words.comparison(found("better"))
