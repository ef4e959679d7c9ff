"""A gate passes right gradients of every trick and loss, and stops wrong ones by name."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from nn.settings import DEFAULTS
from seedcheck.data.datasets import Dataset
from seedcheck.data.generators import circles
from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.training import admission
from seedcheck.training.gates import frozen_network, gradient_report, perturbed_point
from seedcheck.training.settings import settings_for
from tests.training.checks import GATE

SETTINGS: dict[str, Any] = DEFAULTS | {
    "layers": [2, 5, 3, 1], "learning_rate": 0.1, "epochs": 5, "initializer": "he", "seed": 1}  # fmt: skip
VARIANTS = {
    "plain": {},
    "zeros": {"initializer": "zeros"},
    "saturating": {"loss": "saturating"},
    "l2": {"l2_lambda": 0.7},
    "fixed masks": {"keep_prob": 0.8, "masks": "fixed"},
    "all": {"keep_prob": 0.8, "masks": "fresh", "l2_lambda": 0.7, "loss": "saturating"},
    "random": {"initializer": "normal", "scale": 10.0},
    "no hidden layer": {"layers": [2, 1]},
    "no hidden layer, masks": {"layers": [2, 1], "keep_prob": 0.8},
}


def settings(**changes: Any) -> nn.Settings:
    """Return settings of a small network."""
    return nn.Settings(**(SETTINGS | changes))


def dataset(X: np.ndarray | None = None) -> Dataset:
    """Return circles, or the inputs given with labels 0, 1, 0, 1, ..."""
    if X is None:
        points, labels = circles(60, 0.05, 1)
        return Dataset(points.T.copy(), labels[None].astype(float), points.T, labels[None], {})
    Y = (np.arange(X.shape[1]) % 2.0)[None]
    return Dataset(X, Y, X, Y, {})


@pytest.mark.parametrize("name", VARIANTS)
def test_right_gradients_pass(name: str) -> None:
    """The report says so, at both points, by both methods, without failures."""
    report = gradient_report(settings(**VARIANTS[name]), dataset(), GATE)
    assert report["failures"] == []
    assert report["passed"] is True
    assert [point["point"] for point in report["points"]] == ["initial", "perturbed"]
    assert [check["method"] for check in report["points"][0]["checks"]] == ["complex_step", "central_difference"]


@pytest.mark.parametrize("scale", [2.0, 5.0, 10.0])
def test_right_gradients_near_saturation_pass(scale: float) -> None:
    """With large weights and the saturating loss, probabilities near 1 do not stop a right gradient, for five seeds."""
    start = {"initializer": "normal", "scale": scale, "loss": "saturating", "layers": [2, 10, 5, 1]}
    reports = [gradient_report(settings(**start, seed=seed), dataset(), GATE) for seed in range(5)]
    assert [report["failures"] for report in reports if not report["passed"]] == []


def test_wrong_gradient_fails_with_the_arrays_that_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """W2 times 1.001: each method names W2 and no other single array, at both points."""
    backward = nn.Network.backward

    def wrong(self: nn.Network) -> np.ndarray:
        backward(self)
        self.all_layers[1].G[:, :-1] *= 1.001
        return self.grad

    monkeypatch.setattr(nn.Network, "backward", wrong)
    report = gradient_report(settings(), dataset(), GATE)
    assert report["passed"] is False
    assert [failure.split(":")[0] for failure in report["failures"]] == [
        f"{point} point, {method}"
        for point in ("initial", "perturbed")
        for method in ("complex step", "central difference")
    ]
    for failure in report["failures"]:
        assert "W2 by 5.00e-04" in failure
        assert not any(name in failure for name in ("W1", "b1", "b2", "W3", "b3"))


def test_zero_gradient_at_the_perturbed_point_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both gradients vanish there, nothing was checked, and the gate says so."""
    monkeypatch.setattr("seedcheck.training.gates.perturbed_point", lambda given, seed: np.zeros(37))
    report = gradient_report(settings(), dataset(np.array([[1.0, 1.0], [2.0, 2.0]])), GATE)
    assert report["failures"] == [f"perturbed point, {method}: the gradient is zero, so nothing was checked"
                                  for method in ("complex step", "central difference")]  # fmt: skip


def test_perturbed_point_has_no_zeros() -> None:
    """Biases are off zero too, whatever the initializer, and the point depends on its seed only."""
    point = perturbed_point(settings(initializer="zeros"), 0)
    assert (point != 0).all()
    assert np.array_equal(point, perturbed_point(settings(), 0))
    assert not np.array_equal(point, perturbed_point(settings(), 1))


def test_saturating_examples_are_counted_as_left_out() -> None:
    """Of the logits 1, 25, -600, 40, -800, two lie between clip and rounding; masks are cut to the others."""
    X = np.array([[1.0, 25.0, -600.0, 40.0, -800.0]])
    given = {"layers": [1, 1], "loss": "saturating"}
    frozen = frozen_network(settings(**given), dataset(X), np.array([1.0, 0.0]))
    assert frozen.left_out == 2
    assert frozen.network.first.A_below[0].tolist() == [1, 40, -800]
    assert frozen_network(settings(layers=[1, 1]), dataset(X), np.array([1.0, 0.0])).left_out == 0


@pytest.mark.parametrize("kind", ["fixed", "fresh"])
def test_masks_fit_the_examples_that_are_kept(kind: str) -> None:
    """With dropout, the frozen masks have a column per kept example."""
    X = np.array([[1.0, 25.0, 2.0, 3.0]])
    given = settings(layers=[1, 1, 1], loss="saturating", keep_prob=0.999, masks=kind)
    frozen = frozen_network(given, dataset(X), np.array([1.0, 0.0, 1.0, 0.0]))
    assert frozen.masks is not None
    shapes = {factor.shape for mask in frozen.masks for factor in mask}
    assert (shapes, frozen.network.m, frozen.left_out) == ({(2, 3)}, 3, 1)


def test_a_class_missing_from_the_training_split_is_one_error() -> None:
    """The message names the class and the remedy."""
    X, Y = np.arange(8.0).reshape(2, 4), np.array([[0.0, 0.0, 0.0, 1.0]])
    data = Dataset(X, Y, X, Y, {"labels": ["0", "1"]})
    given = SETTINGS | {"validation_fraction": 0.75}
    with pytest.raises(InputError, match=r"of the 1 training examples that it leaves none is of class [01]; take a sm"):
        settings_for(given, data)
    assert settings_for(SETTINGS, data).validation_fraction == 0


def test_layers_that_do_not_fit_are_one_error() -> None:
    """The message names the size that would fit."""
    two, four = (replace(dataset(), attributes={"labels": labels}) for labels in (["a", "b"], ["a", "b", "c", "d"]))
    with pytest.raises(InputError, match=r"layers \[3, 1\]: the first size has to be 2"):
        settings_for(SETTINGS | {"layers": [3, 1]}, two)
    for layers, data, size in (([2, 3], two, 1), ([2, 1], four, 4), ([2, 3], four, 4)):
        with pytest.raises(InputError, match=f"the last size has to be {size}, "):
            settings_for(SETTINGS | {"layers": layers}, data)


def test_a_failed_report_stops_the_training_and_is_kept_until_the_next_check(tmp_path: Path) -> None:
    """The error holds its failures and says where it is; what passed would be another file."""
    report = {"passed": False, "failures": ["initial point: off is W2 by 5.00e-04"], "warnings": [], "points": []}
    with pytest.raises(InputError, match=r"GRADIENT CHECK FAILED, training is not started(?s:.*)W2 by 5\.00e-04"):
        admission.admit(report, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["refused.json"]
    assert read_json(tmp_path / "refused.json") == report
    admission.forget(tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_a_passed_report_lets_the_training_begin_and_says_its_warnings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The screen shows lines that begin with WARNING."""
    admission.admit({"passed": True, "failures": [], "warnings": ["large"], "points": []}, tmp_path)
    assert [*tmp_path.iterdir()] == []
    assert capsys.readouterr().out == "WARNING: large\ngradient check passed\n"
