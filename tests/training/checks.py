"""The gates of the default configuration, and a training of a variant as its step does it."""

from typing import Any

import nn
from seedcheck.data.datasets import Dataset
from seedcheck.study.gate_sections import Gates
from seedcheck.training import certified, replicates
from seedcheck.training.certified import Trained
from seedcheck.training.certifier import check_of
from seedcheck.training.seeds import Plan

GATE: dict[str, Any] = Gates().model_dump()
CHECK = check_of(GATE)


def train(settings: nn.Settings, dataset: Dataset, plan: Plan) -> Trained:
    """Train a variant from its configured seed and those of its replicates."""
    return certified.train(replicates.prepared(settings, dataset, plan), CHECK)
