"""A training is certified with all its networks, and what cannot be certified is said."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import nn
from nn.dropout import multiplied_out
from nn.optimizers import OPTIMIZERS
from nn.parameters import split
from nn.schedules import SCHEDULES
from nn.settings import DEFAULTS
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError
from seedcheck.training import certified
from seedcheck.training.certifier import Certifier
from seedcheck.training.compared import NOTHING
from seedcheck.training.findings import Findings
from seedcheck.training.plain import Point
from seedcheck.training.plain_masks import masks
from seedcheck.training.replicates import prepared
from seedcheck.training.seeds import Plan
from tests.nn.cases import points
from tests.training.checks import CHECK

SETTINGS: dict[str, Any] = DEFAULTS | {"layers": [2, 5, 3, 1], "learning_rate": 0.1, "epochs": 300, "initializer": "he"}


def training(replicates: int = 5, features: int = 2, examples: int = 21, **changes: Any) -> certified.Training:
    """Return a training on normal points."""
    X, Y = points(examples, features)
    settings = nn.Settings(**SETTINGS | {"layers": [features, 5, 3, 1]} | changes)
    return prepared(settings, Dataset(X, Y, X, Y, {}), Plan(replicates, 0))


@pytest.mark.parametrize("features", [2, 40], ids=["narrow", "wide"])
@pytest.mark.parametrize("masked", [{}, {"keep_prob": 0.8}, {"keep_prob": 0.8, "masks": "fixed", "l2_lambda": 0.7}])
def test_looking_on_changes_no_bit(features: int, masked: dict[str, Any]) -> None:
    """Parameters and costs are those of a training that nobody watches."""
    of_all = training(features=features, **masked)
    watched = certified.train(of_all, CHECK).run
    alone = nn.train(*of_all.ensemble[:5])
    np.testing.assert_array_equal(watched.theta, alone.theta)
    np.testing.assert_array_equal(watched.costs, alone.costs)


def test_each_chunk_is_looked_at_from_its_first_to_its_last_network() -> None:
    """Of 70 networks in three chunks: the first and last of each, and one drawn."""
    found = certified.certify(training(69), CHECK)
    assert found["passed"]
    assert (found["networks"], len(found["looked_at"])) == (70, 9)
    assert {0, 69} < set(found["looked_at"])
    assert found["updates"] == [0, 1, 2, 4, 100]


def test_each_setting_of_an_ensemble_is_looked_at() -> None:
    """One network at least with each learning rate, although only three are asked for."""
    of_all = training(19)
    rates = np.repeat(np.arange(1, 11) / 100, 2)
    different = of_all.ensemble._replace(settings=replace(of_all.ensemble.settings, learning_rate=rates))
    found = certified.certify(of_all._replace(ensemble=different), CHECK)
    assert found["passed"]
    assert len(set(rates[found["looked_at"]])) == 10


def test_later_updates_are_looked_at_while_it_trains() -> None:
    """Some drawn, one whose cost is recorded, and the last; the same ones each time."""
    found = certified.later_updates(training().ensemble, CHECK)
    assert found == certified.later_updates(training().ensemble, CHECK)
    assert min(found) > max(CHECK.steps)
    assert {200, 299} < set(found)


@pytest.mark.parametrize("epochs", [1, 2, 5, 100, 101, 102])
def test_short_trainings_are_certified_too(epochs: int) -> None:
    """Before and while they train."""
    of_all = training(epochs=epochs)
    assert certified.certify(of_all, CHECK)["failures"] == []
    assert certified.train(of_all, CHECK).certificate["passed"]


def test_a_diverging_training_is_certified_as_far_as_it_goes() -> None:
    """It is right code: steps are compared while costs are finite."""
    of_all = training(learning_rate=1e12, l2_lambda=1.0)
    assert certified.certify(of_all, CHECK)["failures"] == []
    assert certified.train(of_all, CHECK).run.diverged.any()


def test_parameters_that_shrink_to_almost_nothing_are_certified() -> None:
    """An error of the last digit of 1e-319 is none, although the squares of such numbers add up to 0."""
    found = Findings(1e-9)
    found.add("update of W1", 2.9e-319, 0.0, 0.0, (4, 354))
    found.add("update of W2", 1e-8, 0.0, 0.0, (4, 354))
    assert [name for name, finding in found.by_name.items() if finding.off] == ["update of W2"]


@pytest.mark.parametrize("changes", [{"optimizer": "newton"}, {"loss": "hinge"}])
def test_what_has_no_formula_is_not_trained(changes: dict[str, Any]) -> None:
    """The message says where to write it."""
    found = certified.certify(training(**changes), CHECK)
    assert found["passed"] is False
    assert "write its formula in seedcheck/training/plain" in found["failures"][0]


@pytest.mark.parametrize("features", [2, 40], ids=["narrow", "wide"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_is_certified(optimizer: str, features: int) -> None:
    """With each schedule in turn, L2 and dropout; also where units are dead, so that there is nothing but zeros."""
    for schedule in SCHEDULES:
        tricks = {"l2_lambda": 0.7, "keep_prob": 0.8, "warmup_epochs": 3, "schedule": schedule, "schedule_every": 2}
        of_all = training(features=features, optimizer=optimizer, epochs=110, **tricks)
        assert certified.certify(of_all, CHECK)["failures"] == []
        assert certified.train(of_all, CHECK).certificate["passed"]
    assert certified.certify(training(optimizer=optimizer, initializer="zeros"), CHECK)["failures"] == []


@pytest.mark.parametrize("features", [2, 40], ids=["narrow", "wide"])
@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
@pytest.mark.parametrize("masks", ["fixed", "fresh"])
def test_minibatches_are_certified(masks: str, optimizer: str, features: int) -> None:
    """Every update of an epoch can be compared, its last one of fewer examples is; costs are those of all examples."""
    tricks = {"l2_lambda": 0.7, "keep_prob": 0.8, "masks": masks, "schedule": "step", "schedule_every": 2}
    of_all = training(features=features, optimizer=optimizer, epochs=60, batch_size=8, record_every=10, **tricks)
    found = certified.certify(of_all, CHECK)
    assert found["failures"] == []
    assert found["updates"] == [0, 1, 2, 3, 4, 100]
    certificate = certified.train(of_all, CHECK).certificate
    assert certificate["passed"]
    assert max(certificate["updates"]) == 60 * 3 - 1
    assert certificate["compared"]["cost"]["compared"] >= 2


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_is_certified_with_all_else(optimizer: str) -> None:
    """With normalization, clipping, masks, and early stopping, which decides on the examples of minibatches, too."""
    tricks = {"batch_norm": True, "activation": "gelu_tanh", "clip_norm": 0.1, "keep_prob": 0.8, "batch_size": 8}
    stops = {"validation_fraction": 0.3, "patience": 2, "record_every": 5}
    of_all = training(optimizer=optimizer, epochs=60, **tricks, **stops)
    gate, found = certified.certify(of_all, CHECK), certified.train(of_all, CHECK)
    assert gate["failures"] == []
    assert gate["compared"]["running statistics"]["compared"] > 0
    assert found.run.stopped is not None
    assert (found.run.stopped < 60).any()


def test_minibatches_that_diverge_are_certified_as_far_as_they_go() -> None:
    """Between two recorded costs, too."""
    of_all = training(learning_rate=1e12, l2_lambda=1.0, batch_size=8)
    assert certified.certify(of_all, CHECK)["failures"] == []
    assert certified.train(of_all, CHECK).run.diverged.any()


@pytest.mark.parametrize("kind", ["at rest", "diverged"])
def test_patience_goes_on_at_rest_and_after_divergence(kind: str) -> None:
    """Until it runs out, what is shown are the weights of that time, and not yet those kept, which differ here."""
    stops = {"validation_fraction": 0.3, "validation_seed": 4, "record_every": 20, "epochs": 1000}
    tricks = {"at rest": {"patience": 30, "l2_lambda": 3.0, "learning_rate": 1.0, "layers": [2, 1], "seed": 2},
              "diverged": {"patience": 10, "l2_lambda": 3.0, "learning_rate": 100.0}}[kind]  # fmt: skip
    of_all = training(replicates=0, **stops, **tricks)
    assert certified.certify(of_all, CHECK)["failures"] == []
    run = certified.train(of_all, replace(CHECK, later=40)).run
    assert run.stopped is not None
    assert run.kept is not None
    assert run.kept[0] < run.stopped[0] - 100


def test_nothing_shown_is_nothing_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trainer that shows no network is stopped."""
    monkeypatch.setattr(Certifier, "show", lambda *_: None)
    assert "network 0 was not shown before update 0" in " ".join(certified.certify(training(), CHECK)["failures"])


@pytest.mark.parametrize("kind", ["fixed", "fresh"])
def test_masks_are_read_as_the_trainer_reads_them(kind: str) -> None:
    """At every epoch, also where epochs are left out, for seeds of both sorts."""
    settings = nn.Settings(**SETTINGS | {"keep_prob": 0.7, "masks": kind})
    for seed in (7, np.random.SeedSequence(3)):
        source = nn.masks_of(settings, 21, seed)
        assert source
        trained = [[multiplied_out(mask)[:-1] for mask in source.draw()] for _ in range(12)]
        plain = masks(settings, 21, seed)
        for epoch in (0, 1, 4, 5, 5, 11):
            for ours, theirs in zip(plain(epoch), trained[epoch], strict=True):
                np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("loss", ["logits", "saturating"])
def test_plain_cost_is_that_of_the_network(loss: str) -> None:
    """With L2, at weights that saturate some examples."""
    settings = nn.Settings(**SETTINGS | {"loss": loss, "l2_lambda": 0.7, "initializer": "normal", "scale": 4.0})
    (X, Y), theta = points(21, 2), nn.initial_parameters(settings)
    network = nn.network_of(settings, X, Y)
    network.theta[...] = theta
    unmasked = [np.ones((n, 1)) for n in settings.layers[1:-1]]
    with np.errstate(over="ignore"):
        network.forward()
        assert Point(settings, theta, X, Y, unmasked).cost() == pytest.approx(float(network.cost()), rel=1e-13)


def undecided(numbers: Sequence[int]) -> certified.Training:
    """Return a training in which rounding decides on every step of some networks: whether a unit is on for an example.

    The unit is off for all others, so it never moves.
    """
    X, Y = points(21, 2)
    X = np.abs(X)
    X[:, 0] = 0.3, -np.nextafter(0.3, 0)
    of_all = prepared(nn.Settings(**SETTINGS), Dataset(X, Y, X, Y, {}), Plan(5, 0))
    for number in numbers:
        first, *_ = split(of_all.ensemble.theta[number], [2, 5, 3, 1])
        first[0] = -1e8, -1e8, 0
    return of_all


def test_where_rounding_decides_on_one_network_the_others_are_looked_at() -> None:
    """The first look sees one network of six, and could compare nothing; the results are those of the only training."""
    of_all = training()
    (looked_at,) = certified.train(of_all, CHECK).certificate["looked_at"]
    of_all = undecided([looked_at])
    alone = certified.trained(of_all, CHECK, certified.later_updates(of_all.ensemble, CHECK))
    assert alone.certificate["failures"] == [NOTHING]
    found = certified.train(of_all, CHECK)
    assert found.certificate["looked_at"] == [*range(6)]
    np.testing.assert_array_equal(found.run.theta, alone.run.theta)


def test_where_rounding_decides_on_all_networks_nothing_is_certified() -> None:
    """Then there is no second look that helps."""
    with pytest.raises(InputError, match=r"nothing could be compared.* or take a lower learning_rate"):
        certified.train(undecided(range(6)), CHECK)
