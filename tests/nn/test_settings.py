"""The list of training settings: what each accepts and affects, and what an ensemble's members have of their own."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

import nn
from nn.activations import ACTIVATIONS
from nn.dropout import MASKS
from nn.initializers import INITIALIZERS
from nn.losses import LOSSES
from nn.optimizers import OPTIMIZERS
from nn.schedules import SCHEDULES
from nn.settings import DEFAULTS, REQUIRED, SETTINGS, Accepted
from tests.nn.cases import points, settings_of


def test_every_field_says_what_it_accepts() -> None:
    """Each field of Settings has a description that is a sentence."""
    for field in fields(nn.Settings):
        assert field.metadata["accepted"].description.endswith(".")


def test_a_name_with_one_possible_value_is_no_setting_yet() -> None:
    """The optimizer is listed once there are two of them; everything else is listed, in the order of the fields."""
    assert not Accepted("", "update", choices=("only",)).is_choice
    assert Accepted("", "update", choices=("one", "other")).is_choice
    assert Accepted("", "update", minimum=0).is_choice
    names = [field.name for field in fields(nn.Settings)]
    assert list(SETTINGS) == [name for name in names if name != "optimizer" or len(OPTIMIZERS) > 1]


def test_settings_have_a_default_or_are_required() -> None:
    """Layers, learning rate, epochs and initializer have to be given."""
    assert REQUIRED == ("layers", "learning_rate", "epochs", "initializer")
    assert set(DEFAULTS) == set(SETTINGS) - set(REQUIRED)


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults_are_accepted(name: str) -> None:
    """Each default lies in its range, or is one of the choices."""
    accepted, value = SETTINGS[name], DEFAULTS[name]
    if accepted.choices:
        assert value in accepted.choices
    else:
        assert accepted.minimum is None or value >= accepted.minimum
        assert accepted.above is None or value > accepted.above
        assert accepted.maximum is None or value <= accepted.maximum


def test_choices_are_the_names_of_the_tables() -> None:
    """What is in a table can be chosen, without being listed again."""
    choices = {field.name: field.metadata["accepted"].choices for field in fields(nn.Settings)}
    tables = {
        "activation": ACTIVATIONS,
        "initializer": INITIALIZERS,
        "loss": LOSSES,
        "masks": MASKS,
        "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES,
    }
    assert {name: given for name, given in choices.items() if given} == {n: tuple(t) for n, t in tables.items()}


def test_a_gradient_check_does_not_depend_on_updates_and_records() -> None:
    """Checked are the settings of the start and of the gradient."""
    unchecked = {"clip_norm", "patience", "learning_rate", "epochs", "record_every"}
    checked = {
        "activation",
        "layers",
        "initializer",
        "loss",
        "scale",
        "seed",
        "l2_lambda",
        "keep_prob",
        "masks",
        "mask_seed",
    }
    for names, expected in ((unchecked, False), (checked, True)):
        assert {SETTINGS[name].is_checked for name in names} == {expected}


def test_members_have_their_own_values() -> None:
    """Of (S,) settings, some members have their part, one has a number; what is shared stays; others cannot differ."""
    settings = settings_of([2, 1], np.array([0.1, 0.2, 0.3]), 10, keep_prob=0.5, l2_lambda=[0.0, 0.7, 1.0])
    assert set(settings.per_network) == {"learning_rate", "l2_lambda"}
    two = settings.members(slice(1, 3))
    assert (two.learning_rate.tolist(), two.l2_lambda.tolist(), two.keep_prob) == ([0.2, 0.3], [0.7, 1.0], 0.5)
    one = settings.members(1)
    assert (one.learning_rate, one.l2_lambda, one.keep_prob, one.layers) == (0.2, 0.7, 0.5, [2, 1])
    assert not one.per_network


def test_settings_as_a_dict_can_be_given_again() -> None:
    """The dict holds all settings that offer a choice, and makes the same settings."""
    settings = nn.Settings((2, 3, 1), 0.1, 10, "he", masks="fixed", seed=3)
    assert list(settings.as_dict()) == list(SETTINGS)
    assert nn.Settings(**settings.as_dict()) == settings


@pytest.mark.parametrize(("keep_prob", "expected"), [(1, False), (0.5, True), ([1.0, 1.0], False), ([1.0, 0.9], True)])
def test_dropout_is_where_any_network_has_it(keep_prob: object, expected: bool) -> None:
    """A probability of keeping units below 1, of any network, is dropout."""
    assert settings_of([2, 1], keep_prob=keep_prob).has_dropout is expected


def test_recorded_are_the_epochs_asked_for_and_the_end() -> None:
    """Every 4th of 10 epochs, before its update, and after the last; of 8, the 8th is recorded once."""
    assert settings_of([2, 1], 0.1, 10, record_every=4).recorded_epochs.tolist() == [0, 4, 8, 10]
    assert settings_of([2, 1], 0.1, 8, record_every=4).recorded_epochs.tolist() == [0, 4, 8]


def test_initial_parameters_are_those_of_the_settings() -> None:
    """Initializer, seed and scale decide."""
    settings = nn.Settings([2, 3, 1], 0.1, 10, "normal", scale=10.0, seed=3)
    assert np.array_equal(nn.initial_parameters(settings), nn.initialize("normal", [2, 3, 1], 3, 10.0))


MATTERS = {"initializer": "normal", "keep_prob": 0.5, "batch_size": 10, "batch_norm": True, "validation_fraction": 0.3}
OTHER = {"scale": 2.0, "masks": "fixed", "norm_epsilon": 0.1}  # values that are no defaults; of seeds, 1


@pytest.mark.parametrize("name", [name for name, accepted in SETTINGS.items() if accepted.idle_with])
def test_idle_setting_changes_nothing_and_else_it_does(name: str) -> None:
    """Beside the values of another setting that are listed, and one that is not."""
    other, idle = SETTINGS[name].idle_with or ("", ())
    for value in (*idle, MATTERS[other]):
        given = {"initializer": "he", other: value}
        runs = [trained(given), trained(given | {name: OTHER.get(name, 1)})]
        assert np.array_equal(*runs) is (value in idle)


def trained(given: dict[str, Any]) -> np.ndarray:
    """Return the parameters after two epochs."""
    settings = nn.Settings([2, 3, 1], 0.1, 2, **given)
    return nn.train(settings, nn.initial_parameters(settings), *points(), *settings.seeds).theta
