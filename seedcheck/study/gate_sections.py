"""The part of the configuration that is about gradients: the check before each training, and the notebook's two."""

from typing import Annotated

from pydantic import Field

from seedcheck.study.training_keys import SEED, Section
from seedcheck.study.values import many, number, text, whole

THRESHOLD = number(above=0, maximum=1)
EPSILON = number(above=0, maximum=0.1)


class ComplexStep(Section):
    """The gate's complex-step difference, exact but for rounding."""

    threshold: Annotated[float, THRESHOLD] = Field(default=1.0e-12, description="Largest accepted relative difference.")


class CentralDifference(Section):
    """The gate's central difference, which takes real numbers only."""

    epsilon: Annotated[float, EPSILON] = Field(default=1.0e-7, description="Step of the difference.")
    threshold: Annotated[float, THRESHOLD] = Field(default=2.0e-7, description="Largest accepted relative difference.")


class TrainingCheck(Section):
    """The check of the training itself, against formulas written out once more (seedcheck/training/plain*.py)."""

    threshold: Annotated[float, THRESHOLD] = Field(
        default=1.0e-9,
        description="Largest accepted difference of an update, cost or prediction, relative to its size.",
    )
    networks: Annotated[int, whole(2)] = Field(
        default=3, description="Of the networks trained side by side, so many are looked at: first, last, others drawn."
    )
    entries: Annotated[int, whole(0)] = Field(
        default=1, description="So many single entries of each array are followed, besides all of them together."
    )
    steps: Annotated[list[int], many(whole(0), minimum=1)] = Field(
        default=[0, 1, 2, 4, 100], description="The updates that are looked at before the training, counted from 0."
    )
    later: Annotated[int, whole(0)] = Field(
        default=2, description="So many later updates, drawn with the seed, are looked at while the training goes on."
    )


class Gates(Section):
    """The check of each variant's gradients and training, before it is trained."""

    complex_step: ComplexStep = Field(default_factory=ComplexStep, description="The complex-step difference.")
    central_difference: CentralDifference = Field(
        default_factory=CentralDifference, description="The central difference."
    )
    training: TrainingCheck = Field(default_factory=TrainingCheck, description="The training itself.")
    sample: Annotated[int, whole(1)] = Field(
        default=500, description="Of a layer's block [W b] with more entries, so many are checked, drawn with the seed."
    )
    seed: Annotated[int, SEED] = Field(default=0, description="Seed of the checked point and of the checked entries.")


class OneDimension(Section):
    """The notebook's check of J(theta) = theta x."""

    theta: Annotated[float, number()] = Field(description="Point of the check.")
    x: Annotated[float, number()] = Field(description="Slope of J(theta) = theta x.")
    epsilon: Annotated[float, EPSILON] = Field(default=1.0e-7, description="Step of the central difference.")
    threshold: Annotated[float, THRESHOLD] = Field(default=1.0e-7, description="Largest accepted relative difference.")


class NDimensions(Section):
    """The notebook's check of a network at its last epoch, before the update."""

    experiment: Annotated[str, text(minimum=1)] = Field(description="The experiment whose variant is checked.")
    variant: Annotated[str, text(minimum=1)] = Field(description="That variant.")
    epsilon: Annotated[float, EPSILON] = Field(default=1.0e-7, description="Step of the central difference.")
    threshold: Annotated[float, THRESHOLD] = Field(default=2.0e-7, description="Largest accepted relative difference.")


class GradientChecks(Section):
    """The notebook's two gradient checks, as results of their own."""

    one_dimension: OneDimension = Field(description="The check of J(theta) = theta x.")
    n_dimensions: NDimensions = Field(description="The check of a network.")
