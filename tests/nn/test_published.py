"""The notebook's printed numbers come out again."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from nn.gradcheck import check
from tests.nn.cases import PUBLISHED

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


def settings(claim: dict[str, Any], epochs: int) -> nn.Descent:
    """Return the notebook's settings of an experiment; its loss saturates, its dropout masks are fixed."""
    return nn.Descent(
        layers=claim["layers"],
        learning_rate=claim["learning_rate"],
        epochs=epochs,
        loss="saturating",
        l2_lambda=claim.get("l2_lambda", 0.0),
        keep_prob=claim.get("keep_prob", 1.0),
        masks="fixed",
        record_every=claim["record_every"],
    )


def start(claim: dict[str, Any]) -> np.ndarray:
    """Return the initial parameters of an experiment."""
    return nn.initialize(claim["initializer"], claim["layers"], claim.get("seed", 0), claim.get("scale", 1.0))


@pytest.mark.parametrize("claim", PUBLISHED, ids=[f"{c['experiment']}.{c['variant']}" for c in PUBLISHED])
def test_published_run_is_reproduced(claim: dict[str, Any]) -> None:
    """Every printed cost agrees within 1e-9 relative, both accuracies exactly."""
    X, Y, X_test, Y_test = DATA[claim["dataset"]]()
    descent = settings(claim, claim["epochs"])
    run = nn.train(descent, start(claim), X, Y, 1)
    costs = dict(zip(run.epochs.tolist(), run.costs.tolist(), strict=True))
    assert [costs[epoch] for epoch, _ in claim["cost"]] == pytest.approx([cost for _, cost in claim["cost"]], rel=1e-9)
    assert nn.accuracy(descent, run.theta, X, Y) == claim["train_accuracy"]
    assert nn.accuracy(descent, run.theta, X_test, Y_test) == claim["test_accuracy"]


def test_published_gradient_check_is_reproduced_within_a_factor_of_two() -> None:
    """At the last epoch before its update, central differences are off by the notebook's rounding noise."""
    claim = next(c for c in PUBLISHED if "gradient_check_difference" in c)
    X, Y, *_ = circles()
    network = nn.Network(claim["layers"], X, Y, loss="saturating")
    network.theta[...] = nn.train(settings(claim, claim["epochs"] - 1), start(claim), X, Y).theta
    found = check(network, epsilon=claim["gradient_check_epsilon"])["all"].difference
    assert 0.5 < found / claim["gradient_check_difference"] < 2


def test_saturated_start_learns_from_the_logits() -> None:
    """Normal x10 weights, stuck in the notebook, reach its test accuracy 0.86 with the logits loss."""
    claim = next(c for c in PUBLISHED if c["variant"] == "random")
    X, Y, X_test, Y_test = circles()
    descent = nn.Descent(claim["layers"], claim["learning_rate"], claim["epochs"], record_every=1000)
    run = nn.train(descent, start(claim), X, Y)
    assert nn.accuracy(descent, run.theta, X_test, Y_test) == 0.86
