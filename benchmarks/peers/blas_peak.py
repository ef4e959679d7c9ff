"""The speed limit: products of two large matrices in NumPy's BLAS. An "epoch" is one product."""

import numpy as np

from benchmarks.peers import Train
from benchmarks.workloads import Workload

SIZE = 1024
FLOPS = 2 * SIZE**3


def prepare(_: Workload) -> Train:
    """Return a function that makes a number of products, the same for every workload."""
    left, right, out = np.random.default_rng(5).standard_normal((3, SIZE, SIZE))

    def multiply(products: int) -> list[float]:
        for _ in range(products):
            np.dot(left, right, out=out)
        return []

    return multiply
