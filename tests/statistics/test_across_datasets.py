"""One trick on several data sets is summarized over those that have it."""

import numpy as np
import pytest

from seedcheck.statistics.across_datasets import pool_suites


def test_suite_summarizes_a_variant_over_the_data_sets_that_have_it() -> None:
    """The mean of the data sets' mean differences; suites of one experiment are left out."""
    compared = {"reference": "r", "variants": {"r": {}, "x": {"verdict": "better"}}}
    decided = dict.fromkeys("abc", compared) | {
        "a": {"reference": "r", "variants": {"r": {}, "x": {"verdict": "better"}, "y": {"verdict": "undecided"}}}
    }
    accuracy = {
        name: {"r": np.full(8, 0.5), "x": np.full(8, 0.5 + gain), "y": np.full(8, 0.4)}
        for name, gain in zip("abc", (0.1, 0.3, 0.9), strict=True)
    }
    pooled = pool_suites({"f": ["a", "b"], "g": ["c"]}, accuracy, decided, 0)
    assert list(pooled) == ["f"]
    assert pooled["f"]["x"]["verdicts"] == {"a": "better", "b": "better"}
    assert pooled["f"]["x"]["mean"] == pytest.approx(0.2)
    assert (pooled["f"]["x"]["better"], pooled["f"]["x"]["datasets"]) == (2, 2)
    assert pooled["f"]["y"]["verdicts"] == {"a": "undecided"}
    assert pooled["f"]["y"]["mean"] == pytest.approx(-0.1)


def test_experiment_without_decisions_is_left_out_of_its_suite() -> None:
    """It was stopped; with one left there is nothing to summarize."""
    compared = {"reference": "r", "variants": {"r": {}, "x": {"verdict": "better"}}}
    accuracy = {"a": {"r": np.full(8, 0.5), "x": np.full(8, 0.6)}}
    assert pool_suites({"f": ["a", "b"]}, accuracy, {"a": compared}, 0) == {}
