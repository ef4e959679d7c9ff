"""What counts as a failed training."""

import numpy as np

from seedcheck.training.outcomes import has_failed, majority_share, outcomes


def test_a_training_failed_if_it_makes_most_mistakes_of_the_best_constant_answer() -> None:
    """With 52.6 % of the larger class: 50.2 % has failed, whatever it predicts; 90 % has not."""
    assert outcomes(np.array([0.502, 0.9, np.nan, 0.526]), 0.526) == ["failed", "fine", "diverged", "failed"]


def test_the_border_is_80_percent_of_the_mistakes() -> None:
    """With half of the labels in each class an accuracy of 60 % is just fine; diverged has failed."""
    assert list(has_failed(np.array([0.59, 0.6, 0.61, np.nan]), 0.5)) == [True, False, False, True]
    assert list(has_failed(np.array([0.59]), 0.5, mistakes=0.9)) == [False]


def test_a_rare_class_has_to_be_learned() -> None:
    """95 % right means nothing where 95 % are of one class; 97 % does."""
    labels = np.arange(100) < 5
    assert majority_share(labels) == 0.95
    assert list(has_failed(np.array([0.95, 0.97]), 0.95)) == [True, False]


def test_training_data_of_its_own_give_each_training_a_border_of_its_own() -> None:
    """Redrawn labels: 61 % right has failed where 90 % are of one class, not where half are."""
    labels = np.stack([np.arange(10) < 5, np.arange(10) < 1])
    majority = majority_share(labels)
    np.testing.assert_allclose(majority, [0.5, 0.9])
    assert outcomes(np.array([0.61, 0.61]), majority) == ["fine", "failed"]
