"""Published numbers get a verdict each."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from seedcheck.statistics.published import published_rows
from seedcheck.training.results import Result

TESTS = Path(__file__).parents[1]
SETTINGS = {"layers": [2, 1], "epochs": 20, "seed": 1, "mask_seed": 0}
RECORD = {
    "settings": SETTINGS,
    "data": {"stand_in": "", "sha256": "abc"},
    "metrics": {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 0.25},
    "gradient_check": {"passed": True, "complex_step": 1e-16},
    "diverged_at_epoch": None,
}
CLAIMS = {
    "settings": {"dataset": "d", "layers": [2, 1], "epochs": 20},
    "cost": {0: 0.7, 10: 0.5},
    "train_accuracy": 0.9,
    "test_accuracy": 0.8,
}
PASSED = {"passed": True, "points": []}


def verdicts(record: dict[str, Any] | None, claims: dict[str, Any] = CLAIMS, gradients: Any = PASSED) -> list[str]:
    """Return the verdicts on the costs at 0 and 10 and both accuracies of a result."""
    rows = published_rows([Result("e", "v", "d", gradients, record)], {"e": {"v": claims}}, None)
    return [row["verdict"] for row in rows]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a project with the costs of one variant."""
    monkeypatch.chdir(tmp_path)
    Path("results/e/v").mkdir(parents=True)
    Path("results/e/v/costs.csv").write_text("epoch,cost\n0,0.7\n10,0.5\n20,0.25\n", encoding="utf-8")


def test_equal_numbers_are_reproduced() -> None:
    """Costs within 1e-9 relative and equal accuracies."""
    assert verdicts(RECORD, CLAIMS | {"cost": {0: 0.7 * (1 + 9e-10), 10: 0.5}}) == ["reproduced"] * 4


def test_cost_further_off_differs() -> None:
    """Beyond 1e-9 a cost differs, and the row says by how much."""
    rows = published_rows([Result("e", "v", "d", PASSED, RECORD)],
                          {"e": {"v": CLAIMS | {"cost": {0: 0.7, 10: 0.5 * (1 + 1e-8)}}}}, None)  # fmt: skip
    assert [row["verdict"] for row in rows] == ["reproduced", "differs", "reproduced", "reproduced"]
    assert rows[1]["relative_difference"] == pytest.approx(1e-8)
    assert (rows[1]["epoch"], rows[1]["reproduced"]) == (10, 0.5)


def test_rounded_accuracy_is_met_within_its_tolerance() -> None:
    """A paper that gives one accuracy, in round numbers: met within what it allows, and nothing else is asked."""
    assert verdicts(RECORD, {"test_accuracy": 0.81, "accuracy_tolerance": 0.011}) == ["reproduced"]
    assert verdicts(RECORD, {"test_accuracy": 0.81, "accuracy_tolerance": 0.009}) == ["differs"]
    assert verdicts(RECORD, {}) == []


def test_accuracy_differs_by_anything() -> None:
    """The smallest deviation of an accuracy counts."""
    assert verdicts(RECORD, CLAIMS | {"test_accuracy": 0.8 + 1e-12})[2:] == ["reproduced", "differs"]


def test_stand_in_data_are_not_comparable() -> None:
    """Even equal numbers on a stand-in are no reproduction."""
    record = RECORD | {"data": {"stand_in": "generated", "sha256": "abc"}}
    assert verdicts(record) == ["not comparable: stand-in data"] * 4


def test_other_settings_are_not_comparable_and_named() -> None:
    """The verdict names each setting that is not the published one, the data set too."""
    claims = CLAIMS | {"settings": {"dataset": "other", "layers": [2, 1], "epochs": 30}}
    assert verdicts(RECORD, claims) == ["not comparable: other dataset, epochs"] * 4


def test_variant_that_was_not_run_has_no_verdict_but_its_status() -> None:
    """Without a record: not run, or stopped by its gate."""
    assert verdicts(None, gradients=None) == ["not run"] * 4
    assert verdicts(None, gradients={"passed": False}) == ["stopped by its gate"] * 4


def test_epoch_that_was_not_recorded_is_said() -> None:
    """A published cost at an epoch without a record is neither reproduced nor different."""
    assert verdicts(RECORD, CLAIMS | {"cost": {5: 0.6}})[0] == "not recorded"


def test_metric_of_a_diverged_run_is_not_recorded() -> None:
    """None in the record is no number to compare."""
    record = RECORD | {"metrics": dict.fromkeys(RECORD["metrics"]), "diverged_at_epoch": 10}
    assert verdicts(record)[2:] == ["not recorded"] * 2


@pytest.mark.parametrize(
    ("difference", "obstacle", "verdict"),
    [
        (1e-8, "", "reproduced"),
        (1.9e-8, "", "reproduced within a factor of 2"),
        (0.51e-8, "", "reproduced within a factor of 2"),
        (2.1e-8, "", "differs"),
        (1e-8, "not comparable: stand-in data", "not comparable: stand-in data"),
    ],
)
def test_gradient_check_is_met_within_its_factor(difference: float, obstacle: str, verdict: str) -> None:
    """Rounding noise is compared within a factor of 2."""
    claims = {"gradient_checks": {"n_dimensions": {"difference": 1e-8, "factor": 2}}}
    rows = published_rows([], claims, {"n_dimensions": {"difference": difference, "obstacle": obstacle}})
    assert [row["verdict"] for row in rows] == [verdict]


def test_shipped_claims_are_the_published_numbers() -> None:
    """Config/published.yaml holds every cost, accuracy and check of the reference, and no others."""
    shipped = yaml.safe_load((TESTS.parent / "config" / "published.yaml").read_text(encoding="utf-8"))
    reference = json.loads((TESTS / "data" / "published.json").read_text(encoding="utf-8"))
    assert len(shipped.pop("claims")) == 7
    assert shipped.pop("source") == "the course notebook"
    assert shipped.pop("gradient_checks")["n_dimensions"]["difference"] == reference[-1]["gradient_check_difference"]
    assert sum(map(len, shipped.values())) == len(reference)
    for claim in reference:
        own = shipped[claim["experiment"]][claim["variant"].replace("dropout", "dropout_fixed")]
        assert list(own["cost"].items()) == [tuple(pair) for pair in claim["cost"]]
        assert [own["train_accuracy"], own["test_accuracy"]] == [claim["train_accuracy"], claim["test_accuracy"]]
        names = (
            "dataset",
            "layers",
            "learning_rate",
            "epochs",
            "initializer",
            "seed",
            "scale",
            "l2_lambda",
            "keep_prob",
        )
        assert {k: v for k, v in own["settings"].items() if k in names} == {k: claim[k] for k in names if k in claim}
