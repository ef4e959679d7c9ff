"""Small trainings in which bugs are planted: each returns why its gate, or the training itself, was stopped.

They import what they use when they are called, because ``tests.gates.plant`` loads it anew with a bug in it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

EPOCHS = 400
BASE: dict[str, Any] = {"layers": [2, 5, 3, 1], "learning_rate": 0.1, "epochs": EPOCHS, "initializer": "he", "seed": 3}
MASKED = {"keep_prob": 0.8, "masks": "fresh", "mask_seed": 5}
STOPPED = {"validation_fraction": 0.3, "validation_seed": 4, "patience": 3, "record_every": 10, "learning_rate": 0.5}
REDRAWN = {"generator": "spiral", "train_examples": 20, "test_examples": 20, "noise": 0.2, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["0", "1"]}  # fmt: skip
GATE: dict[str, Any] = {
    "complex_step": {"threshold": 1e-12},
    "central_difference": {"epsilon": 1e-7, "threshold": 2e-7},
    "training": {"threshold": 1e-9, "networks": 3, "entries": 1, "steps": [0, 1, 2, 4, 100], "later": 2},
    "sample": 20,
    "seed": 0,
}
Failures = list[str]


def points(examples: int, features: int) -> Any:
    """Return a data set, whose test set is of the same size as its training set."""
    from seedcheck.data.datasets import Dataset

    generator = np.random.RandomState(0)
    X, X_test = generator.randn(2, features, examples)
    Y, Y_test = ((part**2).sum(axis=0) > features for part in (X, X_test))
    return Dataset(X, Y[None].astype(float), X_test, Y_test[None].astype(float), {"divide_by": 1, "labels": ["0", "1"]})


def classes(data: Any, outputs: int) -> Any:
    """Return the same data set with labels of K classes where there are K outputs."""
    from dataclasses import replace

    if outputs == 1:
        return data
    Y, Y_test = (np.floor(np.abs(X).sum(axis=0) * 2)[None] % outputs for X in (data.X_train, data.X_test))
    return replace(data, Y_train=Y, Y_test=Y_test)


def variant(replicates: int, examples: int = 21, features: int = 2, redraw: Any = None,
            **changes: Any) -> Failures:  # fmt: skip
    """Check a variant's gate, and if it passes train it."""
    import nn
    from seedcheck.errors import InputError
    from seedcheck.training import certified, certifier, gate_reports, seeds
    from seedcheck.training import replicates as variants

    settings = nn.Settings(**BASE | {"layers": [features, 5, 3, 1]} | changes)
    plan, data = seeds.Plan(replicates, 0, redraw), classes(points(examples, features), settings.layers[-1])
    report = gate_reports.gate_report({"": settings}, data, GATE, plan)
    if report["failures"]:
        return [f"gate: {failure}" for failure in report["failures"]]
    try:
        certified.train(variants.prepared(settings, data, plan), certifier.check_of(GATE))
    except InputError as error:
        return [f"training: {line.strip()}" for line in str(error).splitlines()[1:-1]]
    return []


def sweep(grid: dict[str, list[Any]], replicates: int, **changes: Any) -> Failures:
    """Check the gate of a sweep."""
    from seedcheck.training import sweep as sweeps
    from seedcheck.training.seeds import Plan

    report = sweeps.check_cells(BASE | {"epochs": 120} | changes, grid, points(21, 2), GATE, Plan(replicates, 0))
    return [f"gate: {failure}" for failure in report["failures"]]


SCENARIOS: dict[str, Callable[[], Failures]] = {
    "one network": lambda: variant(0, l2_lambda=0.7),
    "two chunks": lambda: variant(39),
    "two chunks, fresh masks": lambda: variant(39, **MASKED),
    "fixed masks, L2": lambda: variant(5, **MASKED | {"masks": "fixed", "l2_lambda": 0.7}),
    "saturating": lambda: variant(5, loss="saturating", initializer="normal", scale=3.0),
    "large weights": lambda: variant(5, initializer="normal", scale=10.0, learning_rate=0.01),
    "two chunks, momentum": lambda: variant(39, optimizer="momentum", warmup_epochs=3),
    "two chunks, adam": lambda: variant(39, optimizer="adam", schedule="cosine"),
    "two chunks, adamw": lambda: variant(39, optimizer="adamw", weight_decay=0.1),
    "wide, cosine": lambda: variant(2, 9, 30, l2_lambda=0.7, schedule="cosine", schedule_epochs=500),
    "batches": lambda: variant(39, l2_lambda=0.7, batch_size=8),
    "batches, fixed masks": lambda: variant(5, **MASKED | {"masks": "fixed", "batch_size": 8}),
    "zeros, batches": lambda: variant(5, 20, initializer="zeros", batch_size=8),
    "wide, batches": lambda: variant(2, 9, 30, l2_lambda=0.7, batch_size=4),
    "tanh, fresh masks": lambda: variant(39, activation="tanh", **MASKED),
    "leaky ReLU": lambda: variant(5, activation="leaky_relu", l2_lambda=0.7),
    "GELU, wide": lambda: variant(2, 9, 30, activation="gelu_tanh", l2_lambda=0.7),
    "clipped": lambda: variant(39, clip_norm=0.05),
    "clipped, L2, wide": lambda: variant(2, 9, 30, clip_norm=0.2, l2_lambda=0.7),
    "clipped, wide": lambda: variant(2, 9, 30, clip_norm=0.2, **MASKED),
    "sweep of clipping": lambda: sweep({"clip_norm": [0, 0.02, 5]}, 3, l2_lambda=0.7),
    "early stopping": lambda: variant(39, **STOPPED),
    "early stopping, wide": lambda: variant(2, 9, 30, l2_lambda=0.7, **STOPPED),
    "validation split, L2, wide": lambda: variant(2, 15, 30, validation_fraction=0.3, l2_lambda=0.7),
    "early stopping, redrawn data": lambda: variant(39, 20, redraw=REDRAWN, **STOPPED),
    "validation split, fresh masks": lambda: variant(5, validation_fraction=0.3, **MASKED),
    "batch norm": lambda: variant(39, batch_norm=True, l2_lambda=0.7),
    "batch norm, fresh masks": lambda: variant(5, batch_norm=True, activation="tanh", **MASKED),
    "batch norm, wide": lambda: variant(2, 9, 30, batch_norm=True, l2_lambda=0.7),
    "batch norm, clipped": lambda: variant(2, batch_norm=True, clip_norm=0.05),
    "batch norm, early stopping": lambda: variant(5, batch_norm=True, **STOPPED),
    "batch norm, batches": lambda: variant(5, batch_norm=True, l2_lambda=0.7, batch_size=8),
    "batch norm, adamw": lambda: variant(5, batch_norm=True, optimizer="adamw", weight_decay=0.1),
    "early stopping, batches": lambda: variant(39, batch_size=5, **STOPPED),
    "clipped, adam": lambda: variant(39, clip_norm=0.05, optimizer="adam"),
    "classes, adam, batches": lambda: variant(39, layers=[2, 5, 4], loss="softmax", optimizer="adam", batch_size=8),
    "all at once": lambda: variant(5, batch_norm=True, clip_norm=0.5, optimizer="adamw", schedule="cosine",
                                   batch_size=5, **MASKED | STOPPED | {"activation": "gelu_tanh"}),
    "wide": lambda: variant(2, 9, 30, l2_lambda=0.7),
    "wide, fresh masks": lambda: variant(2, 9, 30, l2_lambda=0.7, **MASKED),
    "classes": lambda: variant(39, layers=[2, 5, 4], loss="softmax"),
    "classes, wide": lambda: variant(2, 9, 30, layers=[30, 5, 4], loss="softmax", l2_lambda=0.7),
    "classes, large weights": lambda: variant(5, layers=[2, 5, 4], loss="softmax", initializer="normal", scale=10.0),
    "zeros": lambda: variant(5, initializer="zeros"),
    "zeros, fresh masks": lambda: variant(5, initializer="zeros", **MASKED),
    "redrawn data": lambda: variant(39, 20, redraw=REDRAWN, epochs=120),
    "sweep of L2": lambda: sweep({"l2_lambda": [0, 1, 2]}, 3),
    "sweep of rates": lambda: sweep({"learning_rate": [0.01, 0.02, 0.05, 0.1]}, 10),
    "sweep of masks": lambda: sweep({"keep_prob": [0.9, 0.7, 0.5]}, 3),
    "zeros, sweep of rates": lambda: sweep({"learning_rate": [0.01, 0.1]}, 3, initializer="zeros"),
}  # fmt: skip
