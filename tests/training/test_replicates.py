"""Replicates come from named streams of one root seed, and variants are paired by them."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from nn.settings import DEFAULTS
from seedcheck.data.make import generated
from seedcheck.errors import InputError
from seedcheck.training import predictions, replicates, seeds
from seedcheck.training.certified import Trained
from seedcheck.training.predictions import units_are_equal
from seedcheck.training.replicate_rows import rows
from seedcheck.training.seeds import Plan
from seedcheck.training.settings import settings_for
from tests.training import checks

SETTINGS = {**DEFAULTS, "layers": [2, 4, 3, 1], "learning_rate": 0.1, "epochs": 30, "initializer": "scaled"}
CIRCLES = {"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["0", "1"]}  # fmt: skip


def train(given: dict[str, Any], plan: Plan) -> tuple[nn.Run, replicates.Replicates]:
    """Train a variant on the circles: the run of the configured seed, and what its replicates came to."""
    found = everything(given, plan)
    run = found.run
    return nn.Run(run.theta[0], run.epochs, run.costs[0]), replicates.outcome(found, slice(1, None))


def everything(given: dict[str, Any], plan: Plan) -> Trained:
    """Train a variant on the circles: all networks together."""
    return checks.train(nn.Settings(**given), generated(CIRCLES), plan)


def accuracy(layers: list[int], theta: np.ndarray, X: np.ndarray, Y: np.ndarray) -> float:
    """Return the accuracy of one network."""
    return float(nn.METRICS["accuracy"].values(nn.logits(layers, theta, X), Y))


def test_variants_are_paired_by_their_initial_weights() -> None:
    """Replicate s of He and scaled start from the same normal draws, each with its own factor."""
    he = seeds.initial_ensemble(nn.Settings(**{**SETTINGS, "initializer": "he"}), Plan(3, 7))
    scaled = seeds.initial_ensemble(nn.Settings(**SETTINGS), Plan(3, 7))
    np.testing.assert_allclose(he, np.sqrt(2) * scaled, rtol=1e-15)
    assert not np.array_equal(scaled[0], scaled[1])
    assert not np.array_equal(scaled, seeds.initial_ensemble(nn.Settings(**SETTINGS), Plan(3, 8)))


def test_the_streams_of_all_purposes_differ() -> None:
    """What is drawn for one purpose says nothing about another."""
    draws = [np.random.Generator(np.random.PCG64(seeds.stream(0, name, 4))).random() for name in seeds.STREAMS]
    assert len(set(draws)) == len(seeds.STREAMS) == 5


def test_a_replicate_on_minibatches_has_an_order_of_its_own() -> None:
    """The member equals nn.train with that replicate's shuffles, and the first one that with the configured seed."""
    dataset = generated(CIRCLES)
    given = SETTINGS | {"batch_size": 16, "shuffle_seed": 9}
    setup, together = nn.Settings(**given), everything(given, Plan(3, 5)).run.theta
    data = dataset.X_train, dataset.Y_train
    orders = [9, *seeds.shuffle_streams(Plan(3, 5))]
    starts = [nn.initial_parameters(setup), *seeds.initial_ensemble(setup, Plan(3, 5))]
    for theta, start, order in zip(together, starts, orders, strict=True):
        assert np.array_equal(theta, nn.train(setup, start, *data, 0, order).theta)


def test_a_batch_larger_than_the_data_is_one_line() -> None:
    """It names both numbers and the remedy."""
    dataset = generated(CIRCLES)
    examples = dataset.X_train.shape[1]
    with pytest.raises(InputError, match=rf"batch_size {examples + 1}: the data have {examples} .* or 0 for all at"):
        settings_for(SETTINGS | {"batch_size": examples + 1}, dataset)
    split = {"validation_fraction": 0.25}
    with pytest.raises(InputError, match=rf"batch_size {examples}: validation_fraction 0.25 leaves .* or 0 for all at"):
        settings_for(SETTINGS | split | {"batch_size": examples}, dataset)


def test_a_replicate_is_the_single_training_from_its_streams() -> None:
    """The ensemble's member equals nn.train with that replicate's weights and masks, for both kinds of masks."""
    dataset = generated(CIRCLES)
    for masks in ("fixed", "fresh"):
        settings = {**SETTINGS, "keep_prob": 0.8, "masks": masks}
        _, together = train(settings, Plan(3, 5))
        setup = nn.Settings(**settings)
        theta = seeds.initial_ensemble(setup, Plan(3, 5))[2]
        alone = nn.train(setup, theta, dataset.X_train, dataset.Y_train, seeds.stream(5, "masks", 2))
        np.testing.assert_array_equal(together.costs[2], alone.costs)
        assert together.accuracy("test")[2] == accuracy(settings["layers"], alone.theta, dataset.X_test, dataset.Y_test)
        assert together.accuracy("train")[2] == accuracy(
            settings["layers"], alone.theta, dataset.X_train, dataset.Y_train
        )


def test_the_published_run_is_the_same_with_any_number_of_replicates() -> None:
    """Costs and parameters agree bit for bit with the training of that seed alone."""
    dataset = generated(CIRCLES)
    for changes in (
        {},
        {"keep_prob": 0.8, "masks": "fixed", "mask_seed": 1},
        {"l2_lambda": 0.7},
        {"initializer": "zeros"},
    ):
        settings = {**SETTINGS, "seed": 3, **changes}
        setup = nn.Settings(**settings)
        alone = nn.train(setup, nn.initial_parameters(setup), dataset.X_train, dataset.Y_train, settings["mask_seed"])
        for count in (0, 1, 40):
            run, others = train(settings, Plan(count, 0))
            np.testing.assert_array_equal(run.theta, alone.theta)
            np.testing.assert_array_equal(run.costs, alone.costs)
            assert len(others.diverged) == count


def test_equal_networks_are_all_there() -> None:
    """From zeros every replicate is the published run; each has its row all the same."""
    run, others = train({**SETTINGS, "initializer": "zeros"}, Plan(3, 0))
    assert len(rows(others)) == 3
    np.testing.assert_array_equal(others.costs, np.tile(run.costs, (3, 1)))


def test_redrawn_data_differ_by_replicate_and_leave_the_published_run_alone() -> None:
    """Each replicate has training data of its own, from its stream; test points and published run are the same."""
    settings, plan = {**SETTINGS, "seed": 3}, Plan(3, 5, CIRCLES)
    run, others = train(settings, plan)
    same_run, same_data = train(settings, Plan(3, 5))
    np.testing.assert_array_equal(run.theta, same_run.theta)
    X, _ = replicates.training_data(generated(CIRCLES), plan)
    assert X.shape == (4, 2, 40)
    assert len(np.unique(X[:, 0, 0])) == 4
    assert (others.costs[:, -1] != same_data.costs[:, -1]).all()
    more = replicates.training_data(generated(CIRCLES), Plan(5, 5, CIRCLES))[0]
    np.testing.assert_array_equal(more[:4], X)


def test_diverged_and_failed_replicates_are_marked() -> None:
    """An absurd learning rate diverges and has no accuracy; zeros learn nothing, others are fine; a word says it."""
    _, diverged = train({**SETTINGS, "learning_rate": 1e9, "l2_lambda": 1.0}, Plan(4, 0))
    assert diverged.diverged.all()
    assert np.isnan(diverged.accuracy("test")).all()
    assert [row["test_accuracy"] for row in rows(diverged)] == [None] * 4
    assert [row["outcome"] for row in rows(diverged)] == ["diverged"] * 4
    assert diverged.failed().all()
    _, zeros = train({**SETTINGS, "initializer": "zeros"}, Plan(2, 0))
    assert zeros.outcomes() == ["failed"] * 2
    assert not zeros.diverged.any()
    _, fine = train({**SETTINGS, "layers": [2, 16, 1], "learning_rate": 1.0, "epochs": 300}, Plan(2, 0))
    assert [row["outcome"] for row in rows(fine)] == ["fine"] * 2
    assert not fine.failed().any()


def test_a_training_that_predicts_both_classes_can_have_failed() -> None:
    """What counts is how many training points it has right, not how many classes it predicts."""
    _, found = train(SETTINGS, Plan(2, 0))
    half = replace(found, train_correct=np.arange(40) % 2 == np.zeros((2, 1)))
    assert half.outcomes() == ["failed"] * 2


def test_majority_is_that_of_the_data_each_replicate_is_trained_on() -> None:
    """One share for all on common data, one each where data are redrawn with other classes."""
    _, same = train(SETTINGS, Plan(3, 5))
    assert same.majority.tolist() == [0.5] * 3
    labels = np.concatenate([np.ones((4, 1)), np.zeros((4, 3))], axis=1)
    labels[2] = 1.0
    found = everything(SETTINGS, Plan(3, 5))
    own = replace(found.predictions, train_labels=labels, train_logits=found.predictions.train_logits[:, :4])
    assert replicates.outcome(found._replace(predictions=own), slice(1, None)).majority.tolist() == [0.75, 1.0, 0.75]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """All arrays, with the same bytes in the file each time; none at all without replicates."""
    for count in (2, 0):
        _, found = train(SETTINGS, Plan(count, 0))
        for name in ("a.h5", "b.h5"):
            replicates.write(tmp_path / name, found)
        assert (tmp_path / "a.h5").read_bytes() == (tmp_path / "b.h5").read_bytes()
        again = replicates.read(tmp_path / "a.h5")
        for field in fields(found):
            np.testing.assert_array_equal(getattr(again, field.name), getattr(found, field.name))


def test_predictions_are_those_of_the_models(tmp_path: Path) -> None:
    """Logits of all networks on both parts, whatever the number of networks, and metrics made of them."""
    data = generated(CIRCLES)
    run, predicted, *_ = everything(SETTINGS, Plan(70, 0))
    for member in (0, 1, 63, 64, 70):
        alone = nn.logits(SETTINGS["layers"], run.theta[member], data.X_test)
        np.testing.assert_array_equal(predicted.test_logits[member], alone[0])
    assert predicted.metric("accuracy", "train")[5] == predicted.correct("train")[5].mean()
    predictions.write(tmp_path / "predictions.h5", predicted)
    again = predictions.read(tmp_path / "predictions.h5")
    for field in fields(predicted):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(predicted, field.name))


def test_data_without_a_generator_are_drawn_anew_as_bootstrap_samples() -> None:
    """Each replicate trains on points of the training data, some twice, with their own labels."""
    dataset, plan = generated(CIRCLES), Plan(3, 5, {"bootstrap": True})
    X, Y = replicates.training_data(dataset, plan)
    assert np.array_equal(X[0], dataset.X_train)
    known = {tuple(point): label for point, label in zip(dataset.X_train.T, dataset.Y_train[0], strict=True)}
    for inputs, labels in zip(X[1:], Y[1:], strict=True):
        points = [tuple(point) for point in inputs.T]
        assert [known[point] for point in points] == labels[0].tolist()
        assert 0.5 * len(known) < len(set(points)) < 0.8 * len(known)
    assert not np.array_equal(X[1], X[2])
    longer = replicates.training_data(dataset, Plan(4, 5, {"bootstrap": True}))
    assert np.array_equal(longer[0][:4], X)


def test_what_was_right_at_the_last_records_is_counted() -> None:
    """Points are looked at as often as costs are recorded, five times at the end; equal to trainings that end there."""
    plan = Plan(3, 5)
    for changes in ({}, {"initializer": "zeros"}, {"keep_prob": 0.8, "masks": "fresh"}):
        given = {**SETTINGS, "epochs": 70, "record_every": 10, "learning_rate": 2.0, **changes}
        _, found = train(given, plan)
        ends = [train({**given, "epochs": epochs}, plan)[1] for epochs in (30, 40, 50, 60, 70)]
        for part in ("train", "test"):
            assert np.array_equal(found.recently_correct(part), sum(end.correct(part) for end in ends))


def test_redrawn_labels_belong_to_their_replicate() -> None:
    """Each network's training accuracy is on its own training data."""
    settings, plan = nn.Settings(**SETTINGS), Plan(3, 5, CIRCLES)
    X, Y = replicates.training_data(generated(CIRCLES), plan)
    run, predicted, *_ = checks.train(settings, generated(CIRCLES), plan)
    expected = [accuracy(SETTINGS["layers"], run.theta[s], X[s], Y[s]) for s in range(4)]
    np.testing.assert_array_equal(predicted.metric("accuracy", "train"), expected)


def test_symmetric_networks_are_told_from_others() -> None:
    """Equal units in every hidden layer are symmetric; one unit that differs in its last bit is not."""
    theta = np.concatenate([np.tile([0.1, 0.2, 0.3], 3), [1.0, 2.0, 3.0, 4.0]])
    other = theta.copy()
    other[1] += 1e-15
    he = nn.initialize("he", [2, 3, 1], 0)
    assert units_are_equal([2, 3, 1], np.stack([theta, other, he])).tolist() == [True, False, False]
