"""The complex-step check of every parameter's gradient. An "epoch" is one whole check, its cost the difference."""

from benchmarks.peers import Train
from benchmarks.workloads import Workload, data, initial_theta
from nn import Network
from nn.network_check import check


def prepare(workload: Workload) -> Train:
    """Return a function that makes a number of checks and returns their relative differences."""
    network = Network(workload.layers, *data(workload), l2_lambda=workload.l2_lambda)
    network.theta[...] = initial_theta(workload)[0]
    return lambda checks: [check(network)["all"].difference for _ in range(checks)]
