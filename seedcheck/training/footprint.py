"""How much memory a training takes, before it begins: what is refused here would be killed later."""

from nn.ensembles import Ensemble
from seedcheck import memory
from seedcheck.data.datasets import Dataset

START = 60_000_000  # bytes of Python with its packages
BYTES = 8  # of a number
REMEDY = "take fewer examples, units or replicates, or a machine with more memory"


def check(ensemble: Ensemble, dataset: Dataset) -> None:
    """Raise an InputError if a training needs more memory than there is, with both numbers."""
    networks, examples = len(ensemble.theta), ensemble.X.shape[-1]
    what = f"training {networks} networks of layers {list(ensemble.settings.layers)} on {examples:,} examples"
    memory.check(what, needed(ensemble, dataset) - START, REMEDY)


def needed(ensemble: Ensemble, dataset: Dataset) -> float:
    """Return about how many bytes a training takes at its peak, within a third of what was measured.

    With n_l units in layer l, m examples, m' points (test points too) and S networks of P parameters, in numbers:

        data            2 n_0 m', and n_0 m for each network that has its own
        side by side    s m (2 n_0 + sum of 6 n_l, with dropout 14 n_l), s being as many as fit the cache, or one
        parameters      6 S P
        predictions     3 S m' n_L
    """
    features, own, networks = ensemble.X.shape[-2], ensemble.X.size, len(ensemble.theta)
    examples = ensemble.X.shape[-1]
    points = examples + dataset.X_test.shape[1]
    outputs = ensemble.settings.layers[-1]
    units = (14 if ensemble.settings.has_dropout else 6) * sum(ensemble.settings.layers[1:])
    side_by_side = ensemble.networks_together() * examples * (2 * features + units)
    numbers = 2 * features * points + own + side_by_side + 6 * ensemble.theta.size + 3 * networks * points * outputs
    return float(START + BYTES * numbers)
