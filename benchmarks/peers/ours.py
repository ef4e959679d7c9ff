"""``nn`` as its users call it: ``nn.train``, on one network or on an ensemble."""

from dataclasses import replace

import numpy as np

import nn
from benchmarks.peers import Train
from benchmarks.workloads import Workload, data, initial_theta


def prepare(workload: Workload) -> Train:
    """Return the training of this workload."""
    theta, (X, Y) = initial_theta(workload), data(workload)
    mask_seeds, shuffle_seeds = (
        [seed + s for s in range(workload.networks)] for seed in (workload.mask_seed, workload.shuffle_seed)
    )

    def train(epochs: int) -> list[float]:
        settings = replace(workload, epochs=epochs, record_every=1000)
        if workload.networks == 1:
            run = nn.train(settings, theta[0], X, Y, workload.mask_seed, workload.shuffle_seed)
        else:
            run = nn.train(settings, theta, X, Y, mask_seeds, shuffle_seeds)
        return [float(cost) for cost in np.atleast_2d(run.costs)[:, -1]]

    return train
