"""What is out of scale is said to be so, with the remedy, and no code is blamed for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from nn.settings import DEFAULTS
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.training import admission
from seedcheck.training.gate_reports import gate_report
from seedcheck.training.seeds import Plan
from tests.training.checks import GATE

SETTINGS: dict[str, Any] = DEFAULTS | {"layers": [2, 4, 1], "learning_rate": 0.1, "epochs": 20, "initializer": "he"}
Change = Callable[[np.ndarray], np.ndarray]
INPUTS, WEIGHTS, PENALTY = "scale the inputs", "start from smaller weights (scale)", "lower l2_lambda"


def report(change: Change = lambda X: X, **changes: Any) -> dict[str, Any]:
    """Return the gate's report on normal points, whose inputs are changed."""
    X = change(np.random.RandomState(0).randn(2, 40))
    Y = (np.arange(40) % 2.0)[None]
    return gate_report({"": nn.Settings(**SETTINGS | changes)}, Dataset(X, Y, X, Y, {}), GATE, Plan(3, 0))


OUT_OF_SCALE: dict[str, tuple[dict[str, Any], str]] = {
    "huge weights": ({"initializer": "normal", "scale": 1e200}, WEIGHTS),
    "huge weights, saturating": ({"initializer": "normal", "scale": 1e200, "loss": "saturating"}, WEIGHTS),
    "huge penalty": ({"l2_lambda": 1e300}, PENALTY),
    "huge inputs": ({"change": lambda X: X * 1e200}, INPUTS),
    "huge inputs, saturating": ({"change": lambda X: X * 1e200, "loss": "saturating"}, INPUTS),
    "inputs beyond what saturates": ({"change": lambda X: X * 1e3 + 1e6, "loss": "saturating"}, INPUTS),
    "the same with L2": ({"change": lambda X: X * 1e3 + 1e6, "loss": "saturating", "l2_lambda": 0.7}, INPUTS),
    "time stamps": ({"change": lambda X: X * 1e6 + 1.7e9, "loss": "saturating"}, INPUTS),
}


@pytest.mark.parametrize("name", OUT_OF_SCALE)
def test_what_is_out_of_scale_is_stopped_with_its_remedy(name: str, tmp_path: Path) -> None:
    """The report can be written, says which number is too large, and the gate does not speak of a wrong gradient."""
    changes, remedy = OUT_OF_SCALE[name]
    found = report(**changes)
    assert all(remedy in failure for failure in found["failures"])
    with pytest.raises(InputError, match="OUT OF SCALE, training is not started") as error:
        admission.admit(found, tmp_path)
    assert "GRADIENT" not in str(error.value)
    assert read_json(tmp_path / "refused.json")["passed"] is False


def test_one_replicate_out_of_scale_is_named() -> None:
    """The configured seed may start well where a replicate does not."""
    found = report(initializer="normal", scale=1e160, layers=[2, 1])
    assert not found["passed"]


@pytest.mark.parametrize("change", [lambda X: X * 1e3 + 1e6, lambda X: X * 127 + 127, lambda X: X * 1e6 + 1.7e9])
def test_large_inputs_are_a_warning_where_they_can_be_trained(change: Change) -> None:
    """With the loss logits right code passes, but the gate says that nothing may be learnt, and why."""
    found = report(change)
    assert found["failures"] == []
    assert "the inputs are large" in found["warnings"][0]
    assert "divide_by or standardize" in found["warnings"][0]


@pytest.mark.parametrize("factor", [0.01, 1.0, 15.0])
def test_usual_inputs_are_no_warning(factor: float) -> None:
    """Pixels divided by 255, standardized inputs, and a spiral of radius 40."""
    assert report(lambda X: X * factor)["warnings"] == []
