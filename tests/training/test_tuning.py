"""Tuning: each seed keeps the network that is best on the examples held back from its training, and no other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from nn.validation import split
from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.data.make import generated
from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.steps.train import TrainJob, train
from seedcheck.study.paths import RUN_FILES
from seedcheck.training import chunk, replicates
from seedcheck.training.chunk import Chunk
from seedcheck.training.progress import Meter
from seedcheck.training.seeds import Plan, split_streams
from tests.training.checks import GATE
from tests.training.test_chunks import SETTINGS

MOONS = {"generator": "moons", "train_examples": 60, "test_examples": 40, "noise": 0.3, "seed": 1, "test_seed": 2,
         "divide_by": 1, "labels": ["0", "1"], "standardize": False}  # fmt: skip
RATES = (0.01, 0.3, 1.0, 1e9)  # the last one diverges
HELD = 0.3
PLAN = Plan(7, 5)


def settings(rates: Sequence[float] = RATES, **changes: Any) -> list[nn.Settings]:
    """Return the settings of all learning rates."""
    own = SETTINGS | {"validation_fraction": HELD, "l2_lambda": 1.0} | changes
    return [nn.Settings(**own | {"learning_rate": rate}) for rate in rates]


def tuned(data: Dataset, rates: Sequence[float] = RATES, **changes: Any) -> Chunk:
    """Return a chunk of tuned seeds."""
    return chunk.train(settings(rates, **changes), data, PLAN, GATE, Meter(None, 1))


def test_each_seed_keeps_the_best_on_its_validation_split() -> None:
    """Worked out anew from networks that are trained with one rate each: accuracy, then cross-entropy, then order."""
    data = generated(MOONS)
    alone = [tuned(data, [rate]) for rate in RATES]
    found = tuned(data)
    seeds = [settings()[0].validation_seed, *split_streams(PLAN)]
    keys = np.empty((len(RATES), len(seeds)), dtype=object)
    for s, seed in enumerate(seeds):
        _, held = split(data.Y_train, HELD, seed)
        for k, each in enumerate(alone):
            logits, labels = each.predictions.train_logits[s][held], data.Y_train[0, held]
            signs = np.where(labels == 1, logits, -logits)
            right, loss = np.mean((logits > 0) == labels), np.log1p(np.exp(-signs)).mean()
            keys[k, s] = (-right if np.isfinite(logits).all() else 1.0, loss, k)
    picked = [min(range(len(RATES)), key=lambda k, s=s: keys[k, s]) for s in range(len(seeds))]
    assert found.configured is not None
    assert [int(found.configured.picked or 0), *np.asarray(found.replicates.picked).tolist()] == picked
    assert len(set(picked)) > 1
    for s, k in enumerate(picked):
        assert np.array_equal(found.predictions.test_logits[s], alone[k].predictions.test_logits[s])
    for s, k in enumerate(picked[1:]):
        for name in ("train_correct", "test_correct", "costs", "test_recent"):
            assert np.array_equal(getattr(found.replicates, name)[s], getattr(alone[k].replicates, name)[s]), name
    own, of_all = alone[picked[0]].configured, found.configured
    assert own is not None
    assert np.array_equal(of_all.theta, own.theta)
    assert np.array_equal(of_all.curve, own.curve)


def test_splits_differ_between_seeds() -> None:
    """So that their luck is among what seeds differ in."""
    ensemble = replicates.prepared(settings()[0], generated(MOONS), PLAN).ensemble
    held = {tuple(split(ensemble.Y, HELD, seed)[1].tolist()) for seed in np.asarray(ensemble.validation_seeds)}
    assert len(held) == PLAN.networks


def test_test_points_play_no_part() -> None:
    """With other test labels the same settings are picked."""
    data = generated(MOONS)
    other = Dataset(data.X_train, data.Y_train, data.X_test, 1 - data.Y_test, data.attributes)
    one, two = (tuned(each).replicates for each in (data, other))
    assert np.array_equal(np.asarray(one.picked), np.asarray(two.picked))
    assert not np.array_equal(one.accuracy("test"), two.accuracy("test"))


def test_what_diverges_is_kept_only_if_all_diverge() -> None:
    """It has no accuracy on the validation split."""
    found = tuned(generated(MOONS)).replicates
    assert not found.diverged.any()
    assert found.validation is not None
    assert np.isnan(found.validation[:, 3]).all()
    all_of_them = tuned(generated(MOONS), [1e9, 1e10]).replicates
    assert all_of_them.diverged.all()


def written(folder: Path, candidates: list[dict[str, Any]], **changes: Any) -> Path:
    """Train a tuned variant into a folder."""
    datasets.write(folder / "data.h5", generated(MOONS))
    own = SETTINGS | {"validation_fraction": HELD} | changes
    job = TrainJob("e", "v", "circles", own, GATE, replicates=3, root_seed=5, candidates=candidates)
    train(folder / "data.h5", [folder / "chunks" / "0.h5", *(folder / file for file in RUN_FILES)], job)
    return folder


def test_the_record_says_what_was_tried_and_picked(tmp_path: Path) -> None:
    """Its settings are those of the configured seed, which the model has; the table says those of each seed."""
    candidates = [{"learning_rate": rate} for rate in (1e-6, 0.3)]
    record = read_json(written(tmp_path, candidates) / "record.json")
    assert record["settings"]["learning_rate"] == 0.3
    tuning = record["tuning"]
    assert (tuning["candidates"], tuning["configured_seed"], sum(tuning["replicates"])) == (candidates, 1, 3)
    head, *rows = (tmp_path / "replicates.csv").read_text().splitlines()
    assert head.endswith("outcome,learning_rate,validation_accuracy")
    assert [row.split(",")[5] for row in rows].count("0.3") == tuning["replicates"][1]


def test_each_setting_passes_a_gate_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with one of them stops the variant, and is named."""
    monkeypatch.setattr("nn.training.clip", lambda grad, _: np.multiply(grad, 0.9, out=grad))
    with pytest.raises(InputError, match=r"clip_norm 0.01: training"):
        written(tmp_path, [{"clip_norm": 0.0}, {"clip_norm": 0.01}])
    assert "clip_norm 0.0:" not in "".join(read_json(tmp_path / "refused.json")["failures"])
