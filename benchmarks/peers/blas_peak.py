"""The speed limit: products of two large matrices in NumPy's BLAS. An "epoch" is one product."""

import numpy as np

from benchmarks.peers import Train
from benchmarks.workloads import Workload

SIZE = 1024
FLOPS = 2 * SIZE**3


def versions() -> dict[str, str]:
    """Return {library: version}."""
    return {"numpy": np.__version__}


def prepare(_: Workload) -> Train:
    """Return a function that makes a number of products, the same for every workload."""
    left, right = np.random.default_rng(5).standard_normal((2, SIZE, SIZE))
    out = np.empty((SIZE, SIZE))

    def multiply(products: int) -> list[float]:
        for _ in range(products):
            np.dot(left, right, out=out)
        return []

    return multiply
