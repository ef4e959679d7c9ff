"""The page says what the study found, and what is missing, from the files of a small study."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import nn
from seedcheck.presentation import words
from seedcheck.presentation.advice import advice
from seedcheck.presentation.page import formats
from seedcheck.steps.page import PageJob
from tests.presentation.decided import FAILURES, SUMMARY, UNDECIDED, compared, found
from tests.presentation.small_results import (
    CLAIM,
    EXPERIMENT,
    PLAN,
    SETTINGS,
    SWEEP,
    Reader,
    decisions,
    gate,
    job,
    record,
    render,
    write,
    write_study,
    write_variant,
)  # fmt: skip

OVER_SEEDS, PUBLISHED_SEED = "Tricks over seeds", "Tricks from the published seed"
NETWORK_CHECK = {"difference": 9.7e-9, "epsilon": 1e-7, "complex_step_difference": 1.9e-15, "obstacle": "",
                 "arrays": {"all": {"parameters": 91}}}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def page() -> Reader:
    """Return the page of the whole study."""
    write_study()
    return Reader(render())


def test_sections_stand_in_their_order(page: Reader) -> None:
    """Claims, each experiment, and what they rest on; each can be linked to."""
    assert page.ids == [
        "answer", "claims", "claim-tricks-l2-test_accuracy", "experiments", "experiment-tricks", "published", "gates",
        "data", "verdicts", "provenance"]  # fmt: skip
    assert [link for link in page.links.values() if link.startswith("#") and link[1:] not in page.ids] == []


def test_page_leads_with_the_answer_and_the_finding(page: Reader) -> None:
    """The claims are counted, and the experiment behind them says in plain words who won how often."""
    assert "The paper makes 1 claim, from one seed each. Trained again from other seeds, 1 is undecided." in page.text
    assert (
        "from the published seed: Plain 91.5 %, L2 93.0 % of the test points right. Trained again from 20" in page.text
    )
    assert (
        "L2 beats Plain in 14 of 20 seeds and loses in 5: undecided (other points than these 200 test points"
        in page.text
    )
    assert advice(UNDECIDED).removeprefix("80 %") in page.text


def test_claim_is_shown_with_its_evidence(page: Reader) -> None:
    """Published, reproduced, over other seeds, and the verdict with its reason; numbers lead to their files."""
    assert page.row("Claims", "L2 beats none")[1:] == [
        "93.0 % against 91.5 %",
        "93.0 % against 91.5 %",
        "IQM of 20: 93.5 % against 92.5 %; higher in 14, lower in 5",
        "undecided " + words.claim(CLAIM),
    ]
    assert page.links["93.0\u202f%"] == "tricks/l2/record.json"
    assert page.links["93.5\u202f%"] == "tricks/l2/replicates.csv"


def test_other_looks_at_a_claim_stand_below_the_claims(page: Reader) -> None:
    """The planned look first; looks that were not possible have no column."""
    assert page.row("Other looks at the claims", "claim") == [
        "claim", "as planned", "mean of the last five records instead of the last", "other training data for each seed",
    ]  # fmt: skip
    assert page.row("Other looks at the claims", "L2 beats none")[1:] == [
        "+1.2 undecided", "\u22121.3 worse", "+0.2 undecided"]  # fmt: skip


def test_a_control_is_shown_as_two_starts_by_two_losses() -> None:
    """Accuracies of all four, what differs in the heads, and what the start costs with the other loss."""
    write_study()
    variants = ["none", "l2", "none_logits", "l2_logits"]
    for variant in variants:
        loss = "logits" if variant.endswith("logits") else "saturating"
        write_variant(variant, trained=record(variant, settings=SETTINGS | {"loss": loss}))
    corner = {"control": "l2_logits", "corner": "none_logits", "found_control": found("better"),
              "found_corner": found("worse", typical=-0.14), "iqm_control": 0.8, "iqm_corner": 0.94,
              "regained": 0.6}  # fmt: skip
    write("comparison/decisions.json", decisions(claims=[CLAIM | corner]))
    shown = Reader(render(job(variants=variants, titles={name: name.upper() for name in variants})))
    assert shown.row("Two starts by two losses", "start") == ["start", "loss saturating", "loss logits"]
    assert shown.row("Two starts by two losses", "L2") == ["L2", "93.5 %", "80.0 %"]
    assert "L2_LOGITS against NONE_LOGITS: worse by 14.0 points" in shown.text


def test_claim_that_cannot_be_compared_says_why() -> None:
    """A claim about training without a partner, on other data: no IQM, no score, the obstacle twice."""
    obstacle = "not comparable: stand-in data"
    alone = {"against": "", "published_against": None, "reproduced": None, "metric": "train_accuracy", "iqm": None}
    write_study()
    claims = [CLAIM | alone | {"reproduction": obstacle, "found": {}, "verdict": obstacle}]
    write("comparison/decisions.json", decisions(claims=claims))
    assert Reader(render()).row("Claims", "L2 beats none")[1:] == ["93.0 % in training", obstacle, "", obstacle]


def test_seeds_are_summarized_per_variant(page: Reader) -> None:
    """With failures and the difference from the reference, whose row says that it is that."""
    numbers = ["20, 0", "92.6 % (85.0 % to 93.0 %)", "92.5 %, 90.0 %", "1 of 20 (0 to 25 %)"]
    assert page.row(OVER_SEEDS, "Plain")[1:] == ["reference", *numbers, "", "", ""]
    assert page.row(OVER_SEEDS, "L2")[1] == "undecided"
    assert page.row(OVER_SEEDS, "L2")[6:] == [
        "+1.2 (+0.4 to +2.0)",
        "72\u202f% (51\u202f% to 90\u202f%)".replace("\u202f", " "),
        "0.19",
    ]
    assert len(page.tables[OVER_SEEDS][0]) == len(page.row(OVER_SEEDS, "L2"))


def test_published_seed_has_a_row_per_variant(page: Reader) -> None:
    """What differs, accuracies, intervals, cost, gate and time; cross-entropy is not shown, defaults are not told."""
    assert page.tables[PUBLISHED_SEED][0] == [
        "variant", "differs in", "train accuracy", "test accuracy", "its 95 % interval (Wilson)", "McNemar p",
        "final cost", "gate", "seconds, all seeds", "run",
    ]  # fmt: skip
    assert page.row(PUBLISHED_SEED, "L2")[1:] == [
        "l2_lambda 0.7", "95.0 %", "93.0 %", "88.6 % to 95.8 %", "0.45", "0.25", "passed", "1.2", "record"
    ]  # fmt: skip
    assert "Data: rings. All variants: layers [2, 3, 1], learning_rate 0.3, epochs 20. From" in page.text


def test_loss_that_differs_is_told_even_where_it_is_the_default() -> None:
    """Other settings speak for themselves by being away from their defaults; of losses one wants to know both."""
    write_study()
    write_variant("l2", trained=record("l2", settings=SETTINGS | {"loss": "saturating"}))
    page = Reader(render())
    assert [page.row(PUBLISHED_SEED, name)[1] for name in ("Plain", "L2")] == ["loss logits", "loss saturating"]


def test_published_numbers_are_counted_and_listed(page: Reader) -> None:
    """Per variant how many are met, and each number with its verdict."""
    rows = page.tables["Table"]
    assert rows[1][:7] == ["Tricks", "L2", "95.0 %", "95.0 %", "93.0 %", "93.0 %", "4 of 4"]
    assert ["Tricks", "L2", "cost", "10", "0.5", "0.5", "0", "reproduced"] in rows
    assert "accuracies exactly: 4 of 4 are" in page.text


def test_published_number_that_differs_is_named() -> None:
    """The variant's verdict is what hinders some of its numbers; the first screen says it, with both values."""
    write_study()
    write("tricks/l2/costs.csv", "epoch,cost\n0,0.714\n10,0.5\n20,0.25\n")
    page = render()
    assert "1 of 4 published numbers differ from ours." in page.replace("\n", " ")
    assert "<li>Tricks / L2: cost at epoch 0: published 0.7, ours 0.714</li>" in page
    rows = Reader(page).tables["Table"]
    assert rows[1][6:9] == ["3 of 4", "2.0e-02", "differs"]


def test_number_within_a_factor_counts_as_reproduced() -> None:
    """The variant's verdict says so if it is its only number."""
    write(
        "gradient_checks.json", {"one_dimension": {"difference": 1e-9, "obstacle": ""}, "n_dimensions": NETWORK_CHECK}
    )
    published = {"gradient_checks": {"one_dimension": {"difference": 2e-9, "factor": 3}}}
    Path("published.yaml").write_text(yaml.safe_dump(published), encoding="utf-8")
    assert Reader(render()).tables["Table"][1][3:] == ["1 of 1", "", "reproduced within a factor of 3"]


def test_gates_are_shown_with_all_their_numbers(page: Reader) -> None:
    """Differences by method and point, parameters, kinks, examples left out, and of the training itself."""
    differences, training = ["1.0e-16", "3.0e-16", "2.0e-09", "4.0e-09"], ["4.0e-13", "6.0e-13"]
    assert ["Tricks", "L2", *differences, "9 of 13", "2, 2", "4, 5", *training, "passed"] in page.tables["Table"]


def test_notebook_checks_are_told_if_they_are_there() -> None:
    """Both checks, and their row among the published numbers."""
    write_study()
    assert "own checks" not in render()
    one_dimension = {"difference": 2.9e-10, "obstacle": ""}
    write("gradient_checks.json", {"one_dimension": one_dimension, "n_dimensions": NETWORK_CHECK})
    published = {"gradient_checks": {"one_dimension": {"difference": 2.9e-10}}}
    Path("published.yaml").write_text(yaml.safe_dump(published), encoding="utf-8")
    page = Reader(render())
    assert "in one dimension, difference 2.9e-10; all 91 parameters" in page.text
    assert "difference 2.9e-10 published, 2.9e-10 ours" in page.text


def test_provenance_shows_several_values_where_records_disagree() -> None:
    """Two versions of NumPy are two lines, one hash of the code is one."""
    write_study()
    write_variant("l2", trained=record("l2", software={"python": "3.11", "numpy": "2.5"}))
    heads = [row[0] for row in Reader(render()).tables["Table"]]
    assert (heads.count("software"), heads.count("training code, SHA-256"), heads.count("rings, SHA-256")) == (2, 1, 1)


def test_runs_lead_to_mlflow_if_it_has_them() -> None:
    """With the receipt of MLflow each run has a second link."""
    write_study()
    assert "MLflow" not in render()
    write(
        "mlflow/runs.json",
        {"tracking_uri": "sqlite:///x.db", "experiments": {"tricks": {"id": "1", "runs": {"l2": "ab"}}}},
    )
    page = Reader(render())
    assert page.links["MLflow"].startswith("http://127.0.0.1:5000/#/experiments/1/runs/ab")
    assert page.row(PUBLISHED_SEED, "L2")[-1] == "record MLflow"
    assert page.row(PUBLISHED_SEED, "Plain")[-1] == "record"


def test_suite_shows_each_data_set_and_what_carries_over() -> None:
    """A variant that one experiment does not have is said not to be trained there; shares of new data sets follow."""
    write_study()
    pooled = {"datasets": 2, "margin": 0.02, "better": 0.8, "equal": 0.15, "worse": 0.05, "descriptive": True,
              "theta": [0.7, 0.2, 0.1], "low": [0.3, 0.0, 0.0], "high": [0.95, 0.6, 0.4]}  # fmt: skip
    suites = {"tricks": {"l2": {"verdicts": {"tricks": "better", "more": "undecided"}} | pooled,
                         "dropout": {"verdicts": {"more": "worse"}} | pooled}}  # fmt: skip
    write("comparison/decisions.json", decisions(suites=suites))
    more = EXPERIMENT | {"dataset": "moons", "title": "More", "titles": EXPERIMENT["titles"] | {"dropout": "Dropout"}}
    page = Reader(render(PageJob(experiments={"tricks": EXPERIMENT, "more": more}, sweeps={}, plan=PLAN)))
    assert page.tables["Tricks over data sets"][0][1:3] == ["rings", "moons"]
    assert page.row("Tricks over data sets", "L2")[1:] == [
        "better", "undecided", "70 % (30 % to 95 %)", "20 % (0 % to 60 %)", "10 % (0 % to 40 %)"]  # fmt: skip
    assert f"L2: {words.over_datasets(pooled)}" in page.text
    assert page.row("Tricks over data sets", "Dropout")[1:3] == ["not trained", "worse"]
    assert page.links["Other data sets"] == "#suites"
    assert "suites" in page.ids


def test_sweep_shows_its_cells() -> None:
    """The first cell is the reference, the others have a sentence each and are counted."""
    write_study()
    cells = [{"cell": {"l2_lambda": 0}, "summary": SUMMARY, "failures": FAILURES},
             {"cell": {"l2_lambda": 1}} | compared(found("better"))]  # fmt: skip
    write("sweeps/much/decisions.json", {"grid": SWEEP["grid"], "cells": cells})
    page = Reader(render(PageJob(experiments={"tricks": EXPERIMENT}, sweeps={"much": SWEEP}, plan=PLAN)))
    assert "Of 1 cells 1 are better than the reference, 0 worse" in page.text
    assert page.row("How much?", "l2_lambda 0")[-1] == "reference"
    assert page.row("How much?", "l2_lambda 1")[1:6] == [
        "20",
        "92.6 %",
        "85.0 % to 93.0 %",
        "1 of 20 (0 to 25 %)",
        "+1.2",
    ]
    assert page.row("How much?", "l2_lambda 1")[-1] == words.comparison(found("better"))
    assert page.links["l2_lambda 0"] == "sweeps/much/cells.csv"


def test_sweep_without_decisions_is_said_to_be_missing() -> None:
    """And where to look for the reason."""
    page = Reader(render(PageJob(experiments={"tricks": EXPERIMENT}, sweeps={"much": SWEEP}, plan=PLAN)))
    assert "Not run, or not judged: if its gate stopped it, results/sweeps/much/refused.json says why" in page.text


def test_variant_stopped_by_its_gate_is_told_on_top_and_in_its_row() -> None:
    """With what its gate found, and how far each array is off."""
    write_study()
    write_variant("l2", gate(passed=False))
    page = Reader(render())
    assert "Tricks / L2: stopped by its gate" in page.text
    assert gate(passed=False)["failures"][0] in page.text
    assert page.row(PUBLISHED_SEED, "L2")[1:4] == ["", "stopped by its gate", "failed"]
    assert "Tricks / L2: what is off" in page.text
    assert ["array", "initial, complex step", "initial, central difference"] in [r[:3] for r in page.tables["Table"]]
    assert ["W1", "1.0e-16", "2.0e-09", "3.0e-01", "4.0e-01"] in page.tables["Table"]


def test_variants_without_their_reference_are_said_not_to_be_compared() -> None:
    """The reference was stopped: the others have their seeds, and none of them is called the reference."""
    write_study()
    write_variant("none", gate(passed=False))
    alone = {"summary": SUMMARY, "failures": FAILURES}
    alone |= {"published_run": {"accuracy": 0.93, "wilson": [0.9, 0.95], "outcome": "fine"}}
    tricks = decisions()["experiments"]["tricks"] | {"variants": {"l2": alone}}
    write("comparison/decisions.json", decisions(claims=[], experiments={"tricks": tricks}))
    page = Reader(render())
    assert page.row(OVER_SEEDS, "L2")[1] == "not compared: the reference Plain is missing"
    assert [row[0] for row in page.tables[OVER_SEEDS]] == ["variant", "L2"]
    assert "no evidence yet that a trick helps" in page.text


def test_diverged_run_says_when_and_has_no_numbers() -> None:
    """In the banner at which epoch, in its row that it did."""
    write_study()
    nothing = dict.fromkeys(("final_cost", "train_accuracy", "test_accuracy"))
    write_variant("l2", trained=record("l2", diverged_at_epoch=10, metrics=nothing))
    decided = decisions()
    decided["experiments"]["tricks"]["variants"]["l2"]["published_run"] = None
    write("comparison/decisions.json", decided)
    page = Reader(render())
    assert "Tricks / L2: diverged at epoch 10" in page.text
    assert page.row(PUBLISHED_SEED, "L2")[1:8] == ["l2_lambda 0.7", "", "", "", "", "diverged", "passed"]
    assert "from the published seed: Plain 91.5 % of the test points right" in page.text


def test_stand_in_data_are_announced() -> None:
    """With the data set and the reason."""
    write_study()
    write_variant("l2", trained=record("l2", data={"sha256": "d", "source": "made", "stand_in": "not reachable"}))
    assert "Stand-in data: rings. The data set was not reachable." in Reader(render()).text


def test_page_can_be_made_of_nothing() -> None:
    """Before anything has run, each variant is said not to have."""
    page = Reader(render())
    own = "Tricks from the configured seed"  # since nothing is published
    assert [page.row(own, title)[2] for title in ("Plain", "L2")] == ["not run", "not run"]
    assert "Tricks / Plain: not run" in page.text


def test_without_replicates_the_page_says_how_to_get_them() -> None:
    """And without decisions on them that these are missing."""
    write_study()
    Path("results/comparison/decisions.json").unlink()
    one_seed, undecided = render(job(replicates=0)), render()
    assert "<code>replicates: 20</code>" in one_seed
    assert "One seed, no verdict." in one_seed
    assert "<code>replicates: 20</code>" not in undecided
    assert "No variant has been compared with its reference over other seeds yet." in undecided
    assert "Not judged yet." in undecided


def test_decisions_are_read_from_where_the_job_says() -> None:
    """Those of a run that stopped lie elsewhere."""
    write_study()
    Path("results/comparison/decisions.json").rename("elsewhere.json")
    assert "claims" in Reader(render(PageJob({"tricks": EXPERIMENT}, {}, PLAN, "elsewhere.json"))).ids


def test_page_leads_with_the_experiment_whose_claims_shake() -> None:
    """The most claims that are not borne out; but first the reader's own, of whose suite nothing is published."""
    write_study()
    tricks = decisions()["experiments"]["tricks"]
    claims = [CLAIM | {"verdict": "holds"}, CLAIM | {"experiment": "more"}]
    more = EXPERIMENT | {"title": "More", "question": "And more?", "suite": ""}
    both = PageJob(experiments={"tricks": EXPERIMENT, "more": more}, sweeps={}, plan=PLAN)
    write("comparison/decisions.json", decisions(claims=claims, experiments={"tricks": tricks, "more": tricks}))
    assert "And more? Trained again" in Reader(render(both)).text
    write("comparison/decisions.json", decisions(claims=[], experiments={"tricks": tricks, "more": tricks}))
    own = Reader(render(both)).text
    assert "And more? Trained again" in own
    assert "Compared with Plain, over 20 seeds: L2 is undecided." in own
    assert own.index("Compared with Plain") < own.index("And more? Trained again")
    suite = {name: own | {"suite": "tricks"} for name, own in both.experiments.items()}
    assert "And more? Trained again" not in Reader(render(PageJob(experiments=suite, sweeps={}, plan=PLAN))).text


def test_final_cost_of_an_early_stop_is_told_with_its_epoch() -> None:
    """The one of the weights that are kept, which are not those of the last epoch."""
    write_study()
    write_variant("l2", trained=record("l2", early_stopping={"stopped_at_epoch": 20, "epoch_kept": 10}))
    page = Reader(render())
    assert [page.row(PUBLISHED_SEED, title)[6] for title in ("Plain", "L2")] == ["0.25", "0.25, epoch 10"]


def test_metric_with_words_has_a_column_and_its_decisions_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorded one has a column as ``words.METRICS`` says; intervals are over seeds if it has no points."""
    monkeypatch.setattr(nn, "RECORDED", (*nn.RECORDED, "auc"))
    write_study()
    trained = record("l2")
    write_variant("l2", trained=trained | {"metrics": trained["metrics"] | {"test_auc": 0.98765}})
    decided = decisions()
    numbers = {"n": 20, "m": 0, "wins": 20, "losses": 0, "typical": 0.0123, "low_seeds": -0.0108, "high_seeds": 0.0285}
    row = {"summary": SUMMARY, "comparison": numbers, "adjusted_p": 0.01, "verdict": "better"}
    decided["experiments"]["tricks"]["further"] = {"auc": {"none": {"summary": SUMMARY}, "l2": row}}
    write("comparison/decisions.json", decided)
    page = Reader(render())
    assert page.tables[PUBLISHED_SEED][0][6:8] == ["test AUC", "final cost"]
    assert page.row(PUBLISHED_SEED, "L2")[6] == "0.9877"
    assert page.row(PUBLISHED_SEED, "Plain")[6] == ""
    assert "Test AUC" in page.text
    label = "Tricks, test AUC over seeds"
    assert page.tables[label][0][1] == "verdict"
    assert page.tables[label][0][5:] == ["typical difference, its 95 % interval over seeds", "p (Holm)"]
    assert page.row(label, "L2")[1:] == [
        "better", "20, 0", "0.926 (0.85 to 0.93)", "0.925, 0.9", "+0.0123 (\u22120.0108 to +0.0285)", "0.01"
    ]  # fmt: skip
    assert page.row(label, "Plain")[1] == "reference"


def test_every_row_fills_its_table(page: Reader) -> None:
    """The reference has empty cells in place of a comparison."""
    assert {len(row) for row in page.tables[OVER_SEEDS]} == {len(page.tables[OVER_SEEDS][0])}


def test_names_from_the_config_are_no_html() -> None:
    """A title with markup is shown as it is written."""
    write_study()
    html = render(job(title="<b>Tricks</b>"))
    assert "<b>" not in html
    assert "<b>Tricks</b>" in Reader(html).text


@pytest.mark.parametrize(
    ("write_number", "value", "shown"),
    [
        (formats.percent, 0.93, "93.0\u202f%"),
        (formats.points, -0.0108, "\u22121.1"),
        (formats.number, 0.267823, "0.2678"),
        (formats.signed, -0.0108, "\u22120.0108"),
        (formats.probability, 0.0004, "< 0.001"),
        (formats.probability, 0.0634, "0.063"),
        (formats.scientific, 1.6e-16, "1.6e-16"),
        (formats.scientific, 0.0, "0"),
        (formats.plain, 0, "0"),
        (formats.whole_percent, 0.7251, "73\u202f%"),
    ],
)
def test_numbers_are_written_for_reading(write_number: Callable[[Any], str], value: float, shown: str) -> None:
    """With few digits, a real minus sign, and nothing where there is no number."""
    assert write_number(value) == shown
    assert write_number(None) == ""


def test_value_has_its_interval_where_there_is_one() -> None:
    """In brackets; a limit that is missing leaves both out."""
    limits = {"low": 0.85, "high": 0.93}
    assert formats.with_interval(formats.percent, 0.9, limits) == "90.0\u202f% (85.0\u202f% to 93.0\u202f%)"
    assert formats.with_interval(formats.percent, 0.9, limits | {"low": None}) == "90.0\u202f%"
    assert formats.with_interval(formats.percent, None, {}) == ""
