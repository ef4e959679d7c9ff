"""The notebook's printed numbers come out again."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from nn.network_check import check
from nn.settings import SETTINGS
from tests.nn.cases import PUBLISHED, accuracy

Data = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def circles() -> Data:
    """Return the notebook's circles."""
    from sklearn.datasets import make_circles

    X, y = make_circles(300, noise=0.05, random_state=np.random.RandomState(1))
    X_test, y_test = make_circles(100, noise=0.05, random_state=np.random.RandomState(2))
    return X.T.copy(), y[None].astype(float), X_test.T.copy(), y_test[None].astype(float)


def football() -> Data:
    """Return the football data, from the data mirror."""
    from scipy.io import loadmat

    mirror = os.environ.get("SEEDCHECK_DATA_MIRROR", "")
    if not mirror or not (Path(mirror) / "data.mat").is_file():
        pytest.skip("no data.mat: set SEEDCHECK_DATA_MIRROR to the folder that holds it")
    content = loadmat(Path(mirror) / "data.mat")
    X, y, X_test, y_test = (content[name].T.astype(float) for name in ("X", "y", "Xval", "yval"))
    return X.copy(), y, X_test.copy(), y_test


DATA: dict[str, Callable[[], Data]] = {"circles": circles, "football": football}


def settings_of(claim: dict[str, Any], **others: Any) -> nn.Settings:
    """Return the notebook's settings of an experiment; its loss saturates, its dropout masks are fixed."""
    given = {name: value for name, value in claim.items() if name in SETTINGS}
    return nn.Settings(**{**given, "loss": "saturating", "masks": "fixed", "mask_seed": 1, **others})


@pytest.mark.parametrize("claim", PUBLISHED, ids=[f"{c['experiment']}.{c['variant']}" for c in PUBLISHED])
def test_published_run_is_reproduced(claim: dict[str, Any]) -> None:
    """Every printed cost agrees within 1e-9 relative, both accuracies exactly."""
    X, Y, X_test, Y_test = DATA[claim["dataset"]]()
    settings = settings_of(claim)
    run = nn.train(settings, nn.initial_parameters(settings), X, Y, settings.mask_seed)
    costs = dict(zip(run.epochs.tolist(), run.costs.tolist(), strict=True))
    assert [costs[epoch] for epoch, _ in claim["cost"]] == pytest.approx([cost for _, cost in claim["cost"]], rel=1e-9)
    assert accuracy(claim["layers"], run.theta, X, Y) == claim["train_accuracy"]
    assert accuracy(claim["layers"], run.theta, X_test, Y_test) == claim["test_accuracy"]


def test_published_gradient_check_is_reproduced_within_a_factor_of_two() -> None:
    """At the last epoch before its update, central differences are off by the notebook's rounding noise."""
    claim = next(c for c in PUBLISHED if "gradient_check_difference" in c)
    X, Y, *_ = circles()
    network = nn.Network(claim["layers"], X, Y, loss="saturating")
    settings = settings_of(claim, epochs=claim["epochs"] - 1)
    network.theta[...] = nn.train(settings, nn.initial_parameters(settings), X, Y).theta
    found = check(network, epsilon=claim["gradient_check_epsilon"])["all"].difference
    assert 0.5 < found / claim["gradient_check_difference"] < 2


def test_saturated_start_learns_from_the_logits() -> None:
    """Normal x10 weights, stuck in the notebook, reach its test accuracy 0.86 with the logits loss."""
    claim = next(c for c in PUBLISHED if c["variant"] == "random")
    X, Y, X_test, Y_test = circles()
    settings = settings_of(claim, loss="logits", record_every=1000)
    run = nn.train(settings, nn.initial_parameters(settings), X, Y)
    assert accuracy(claim["layers"], run.theta, X_test, Y_test) == 0.86
