"""``nn`` as its users call it: ``nn.train``, on one network or on an ensemble."""

import numpy as np

import nn
from benchmarks.peers import Train
from benchmarks.workloads import Workload, data, initial_theta


def versions() -> dict[str, str]:
    """Return {library: version}."""
    return {"numpy": np.__version__}


def prepare(workload: Workload) -> Train:
    """Return the training of this workload."""
    X, Y = data(workload)
    theta = initial_theta(workload)
    seeds: int | list[int] = 1 if workload.masks == "fixed" else workload.seed
    if workload.networks == 1:
        theta = theta[0]
    else:
        seeds = [1 if workload.masks == "fixed" else workload.seed + s for s in range(workload.networks)]

    def train(epochs: int) -> list[float]:
        run = nn.train(descent(workload, epochs), theta, X, Y, mask_seeds=seeds)
        return [float(cost) for cost in np.atleast_2d(run.costs)[:, -1]]

    return train


def descent(workload: Workload, epochs: int) -> nn.Descent:
    """Return the settings of ``nn.train``."""
    return nn.Descent(workload.layers, workload.learning_rate, epochs, l2_lambda=workload.l2_lambda,
                      keep_prob=workload.keep_prob, masks=workload.masks, record_every=1000)  # fmt: skip
