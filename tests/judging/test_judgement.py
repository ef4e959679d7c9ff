"""A table of runs is judged as the pipeline judges replicates; what it knows less of, it says less of."""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import seedcheck
from seedcheck.errors import InputError
from seedcheck.statistics.paired import Array, compare
from seedcheck.statistics.unpaired import compare_unpaired

rng = np.random.default_rng(3)
CORRECT = {"none": rng.random((12, 150)) < 0.8, "l2": rng.random((12, 150)) < 0.9, "he": rng.random((12, 150)) < 0.8}


def frame(values: dict[str, Array], **more: Any) -> pd.DataFrame:
    """Return a row per run, of values (S,) by variant, from the seeds 0, 1, ..."""
    parts = [pd.DataFrame({"variant": name, "seed": range(len(own)), "score": own}) for name, own in values.items()]
    return pd.concat(parts, ignore_index=True).assign(**more)


def accuracies() -> pd.DataFrame:
    """Return a row per run of CORRECT."""
    return frame({name: right.mean(axis=1) for name, right in CORRECT.items()})


def row(found: Any, variant: str) -> Any:
    """Return the row of a variant."""
    return next(own for own in found.rows if own["variant"] == variant)


def test_points_count_with_values_per_example(tmp_path: Path) -> None:
    """Then the numbers are those of comparing point by point, whatever the order of named rows."""
    table = accuracies()
    matrix = np.concatenate([*CORRECT.values()])
    shuffled = rng.permutation(len(matrix))
    np.savez(tmp_path / "plain.npz", values=matrix)
    np.savez(tmp_path / "named.npz", values=matrix[shuffled], variant=table["variant"].to_numpy(str)[shuffled],
             seed=table["seed"].to_numpy()[shuffled])  # fmt: skip
    examples = pd.DataFrame(matrix.astype(int)).rename(columns=str)
    pd.concat([table[["variant", "seed"]], examples], axis=1).to_parquet(tmp_path / "named.parquet")
    expected = compare(CORRECT["l2"], CORRECT["none"])
    for name in ("plain.npz", "named.npz", "named.parquet"):
        found = seedcheck.judge(table, metric="score", per_example=tmp_path / name)
        own = row(found, "l2")["comparison"]
        assert own == {name: getattr(expected, name) for name in own}
        assert "test points" not in found.sentences[0]


def test_every_sentence_without_points_says_so() -> None:
    """Of whichever verdict, paired and not."""
    table = accuracies()
    for found in (seedcheck.judge(table, metric="score"), seedcheck.judge(table, metric="score", unpaired=True)):
        assert len(found.sentences) == 2
        assert all("; seeds only, for these test points." in sentence for sentence in found.sentences)


def test_losses_per_example_count_too(tmp_path: Path) -> None:
    """A loss that is lower on every example for every seed is better; a matrix of other runs is an error."""
    losses = {"none": rng.exponential(1, (8, 60)) + 0.2}
    losses["l2"] = losses["none"] - 0.1 - 0.01 * rng.random((8, 60))
    table = frame({name: own.mean(axis=1) for name, own in losses.items()})
    np.savez(tmp_path / "losses.npz", values=np.concatenate([*losses.values()]))
    found = seedcheck.judge(table, metric="score", lower_is_better=True, per_example=tmp_path / "losses.npz")
    assert found.verdicts == ["better"]
    assert row(found, "l2")["comparison"]["m"] == 60
    with pytest.raises(InputError, match=r"of variant 'l2' with seed 7 the mean over examples is .* but score is"):
        seedcheck.judge(table[::-1], metric="score", lower_is_better=True, per_example=tmp_path / "losses.npz")


def test_lower_is_better_turns_the_verdict_round() -> None:
    """The same numbers, with the difference in the variant's favour."""
    table = frame({"none": np.linspace(1, 2, 8), "l2": np.linspace(1.3, 2.4, 8)})
    up, down = (seedcheck.judge(table, metric="score", lower_is_better=lower) for lower in (False, True))
    assert (up.verdicts, down.verdicts) == (["better"], ["worse"])
    assert row(up, "l2")["comparison"]["typical"] == -row(down, "l2")["comparison"]["typical"] > 0
    assert "worse by 0.35 (95 % interval" in down.sentences[0]


def test_pairs_are_those_of_equal_seeds_and_the_others_are_counted() -> None:
    """In whichever order: 7 of 10 and of 8 runs share a seed; "3" and "3.0" are one seed."""
    table = frame({"none": np.linspace(0.5, 0.9, 10), "l2": np.linspace(0.56, 0.96, 10)[:8] + 0.001 * np.arange(8)})
    table["seed"] = table["seed"].astype(object).where(table["variant"] == "none", (table["seed"] + 3.0).astype(str))
    found = seedcheck.judge(table.sample(frac=1, random_state=0), metric="score", reference="none")
    own = row(found, "l2")
    assert (own["comparison"]["n"], own["unmatched"], own["pairing"]) == (7, 4, "seeds")
    assert "Not compared, for want of a partner with the same seed: 4 runs" in found.sentences[0]


@pytest.mark.parametrize("how", ["no seeds", "no seed in common", "told"])
def test_unpaired_runs_get_the_unpaired_test_by_name(how: str) -> None:
    """Exact: of the 924 ways to divide 12 runs, two separate them as far."""
    table = frame({"none": np.linspace(0, 1, 6), "l2": np.linspace(2, 3, 6)})
    if how == "no seeds":
        table = table.drop(columns="seed")
    if how == "no seed in common":
        table["seed"] = range(len(table))
    found = seedcheck.judge(table, metric="score", unpaired=how == "told")
    own = row(found, "l2")
    assert own["comparison"]["p_seeds"] == pytest.approx(2 / 924)
    assert own["test"] == "Welch's t test and its permutations (all)"
    assert "l2 (6 runs) against none (6 runs), unpaired: better by 2 (95 % interval" in str(found)


def test_unpaired_runs_that_vary_more_are_not_told_apart_too_often() -> None:
    """Ten runs that vary three times as much as thirty of the reference: permuted differences err in one of five."""
    rng = np.random.default_rng(0)
    p_values = [compare_unpaired(rng.normal(0, 3, 10), rng.normal(0, 1, 30), 0).p_seeds for _ in range(60)]
    assert sum(p < 0.05 for p in p_values) <= 7


def test_unpaired_runs_that_do_not_vary_are_told_apart() -> None:
    """Seven times the same number against seven times another one."""
    p = compare_unpaired(np.full(7, 2.0), np.full(7, 1.0), 0).p_seeds
    assert p == pytest.approx(2 / 3432)


def test_failed_runs_are_counted_and_their_pairs_left_out() -> None:
    """Not a number, or infinite; a variant that fails more often is told so."""
    table = frame({"none": np.linspace(0.5, 0.6, 20), "l2": np.linspace(0.52, 0.63, 20)})
    table.loc[20:27, "score"] = [np.nan, np.inf] * 4
    found = seedcheck.judge(table, metric="score")
    own = row(found, "l2")
    assert (own["failures"]["failed"], own["comparison"]["n"], own["comparison"]["left_out"]) == (8, 12, 8)
    assert "8 pairs left out because training diverged" in found.sentences[0]
    assert found.sentences[0].endswith("Fails more often than none.")


def test_correction_is_over_all_comparisons_of_the_table() -> None:
    """Of two metrics on two data sets; within a data set only, runs are compared."""
    both = pd.concat([accuracies().assign(dataset=name) for name in ("a", "b")], ignore_index=True)
    both["loss"] = 1 - both["score"]
    alone = row(seedcheck.judge(accuracies(), metric="score"), "l2")
    found = seedcheck.judge(both, metric=["score", "loss"])
    assert len(found.verdicts) == 8
    assert row(found, "l2")["comparison"] == alone["comparison"]
    assert row(found, "l2")["adjusted_p"] == pytest.approx(4 * alone["adjusted_p"])
    assert found.sentences[0].startswith("score on a: l2 beats none in ")


def test_all_formats_tell_the_same() -> None:
    """JSON and CSV have the numbers; Markdown has a row per variant, and names that cannot spoil it."""
    table = accuracies().replace({"variant": {"he": "he|_x_"}})
    found = seedcheck.judge(table, metric="score", margin=0.02)
    told = json.loads(found.json())
    assert [own.get("verdict") for own in told["rows"]] == [None, *found.verdicts]
    assert told["sentences"] == found.sentences
    assert (
        found.table().set_index("variant").loc["l2", "comparison_typical"] == told["rows"][1]["comparison"]["typical"]
    )
    assert "| he\\|\\_x\\_ | " in found.markdown()
    assert len([line for line in found.markdown().splitlines() if line.startswith("| ")]) == 5


def test_no_exact_law_is_built_of_ten_thousand_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its work would grow with their square; so a table of 100,000 rows stays a matter of seconds."""
    monkeypatch.setattr("seedcheck.statistics.sign_flips.sign_flip_p", None)
    found = seedcheck.judge(frame({name: rng.normal(0, 1, 10_000) for name in ("none", "l2")}), metric="score")
    assert row(found, "l2")["comparison"]["n"] == 10_000


@pytest.mark.slow
@pytest.mark.parametrize(("variants", "seeds"), [(10, 10_000), (1000, 100)])
def test_time_of_a_hundred_thousand_rows_is_ten_times_that_of_ten_thousand(variants: int, seeds: int) -> None:
    """At most three times that much: ten times the seeds, or the comparisons, of a smaller table."""

    def seconds(v: int, s: int) -> float:
        table = frame({f"v{k}": rng.normal(0, 1, s) for k in range(v)})
        start = time.process_time()
        seedcheck.judge(table, metric="score", reference="v0")
        return time.process_time() - start

    seconds(2, 10)  # imports
    tenth = (variants // 10, seeds) if variants > 100 else (variants, seeds // 10)
    assert min(seconds(variants, seeds) for _ in range(2)) < 30 * max(seconds(*tenth) for _ in range(3))
