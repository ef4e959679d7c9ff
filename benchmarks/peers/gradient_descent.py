"""``nn`` by gradient descent: what another optimizer costs. Its costs are no one else's, and are not compared."""

from dataclasses import replace

from benchmarks.peers import Train, ours
from benchmarks.workloads import Workload


def prepare(workload: Workload) -> Train:
    """Return a training as long by gradient descent, which returns no costs."""
    train = ours.prepare(replace(workload, optimizer="gradient_descent"))
    return lambda epochs: train(epochs)[:0]
