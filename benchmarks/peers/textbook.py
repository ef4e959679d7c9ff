"""Textbook NumPy: every formula as it stands in a book, a new array for every result. It is also the tests' oracle."""

from dataclasses import replace

import numpy as np

from benchmarks.peers import Train
from benchmarks.workloads import Workload, data, draw_masks, fixed_masks, initial_parameters
from tests.nn import textbook


def prepare(workload: Workload) -> Train:
    """Return the training of this workload, one network after the other."""
    X, Y = data(workload)
    networks, fixed = initial_parameters(workload), fixed_masks(workload)
    generator = np.random.default_rng(workload.mask_seed)

    def draw() -> textbook.Masks:
        return fixed if workload.deterministic else draw_masks(workload, generator)

    def cost(start: textbook.Parameters, epochs: int) -> float:
        parameters = textbook.train(replace(workload, epochs=epochs), start, X, Y, draw)
        _, activations = textbook.forward(parameters, X, draw())
        return textbook.cost(parameters, activations[-1], Y, workload.l2_lambda)

    return lambda epochs: [cost(start, epochs) for start in networks]
