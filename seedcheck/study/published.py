"""What others published of the study's variants, config/published.yaml, as a typed model: numbers, and claims."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationError

from nn.settings import SETTINGS
from seedcheck.errors import InputError
from seedcheck.study.faults import Fault, key_faults, nearest, report
from seedcheck.study.schema import json_schema
from seedcheck.study.sources import Sources
from seedcheck.study.training_keys import Section
from seedcheck.study.values import NAME, As, number, one_of, text, whole

Name = Annotated[str, text(NAME)]
SHARE = number(minimum=0, maximum=1)
ACCURACIES = ("train_accuracy", "test_accuracy")
EXPECTED = ("better", "worse", "symmetric")


class Numbers(Section):
    """The published numbers of a variant, and the settings that they were published for."""

    settings: dict[str, Any] = Field(
        default={}, description="Settings, and `dataset`; with others in the study, nothing is compared."
    )
    train_accuracy: Annotated[float | None, SHARE] = Field(default=None, description="Share of the training points.")
    test_accuracy: Annotated[float | None, SHARE] = Field(default=None, description="Share of the test points.")
    accuracy_tolerance: Annotated[float, SHARE] = Field(
        default=0.0, description="By how much accuracies may differ and still be called reproduced."
    )
    cost: dict[Annotated[int, whole(0)], Annotated[float, number()]] = Field(
        default={}, description="Cost by epoch, before that epoch's update; met within a relative 1e-9."
    )


class Check(Section):
    """The published difference of a gradient check of its own."""

    difference: Annotated[float, number(minimum=0)] = Field(description="The relative difference.")
    relative_tolerance: Annotated[float, number(minimum=0)] = Field(
        default=0.0, description="By how much ours may differ."
    )
    factor: Annotated[float, number(minimum=1)] = Field(default=1, description="Within which factor it is met anyway.")


class Checks(Section):
    """The published differences of the gradient checks of their own."""

    one_dimension: Annotated[Check | None, As(Check)] = Field(default=None, description="Of J(theta) = theta x.")
    n_dimensions: Annotated[Check | None, As(Check)] = Field(default=None, description="Of a network.")


class Claim(Section):
    """What was concluded from the numbers, to be judged over seeds."""

    claim: Annotated[str, text(minimum=1)] = Field(description="The claim, in one sentence.")
    experiment: Name = Field(description="The experiment that it is about.")
    variant: Name = Field(description="The variant that it is about.")
    against: Name = Field(default="", description="The variant that it is compared with.")
    metric: Annotated[str, one_of(ACCURACIES)] = Field(description="The accuracy that it is about.")
    expect: Annotated[str, one_of(EXPECTED)] = Field(
        description="Whether the variant is said to be better or worse, or that its units stay equal."
    )
    control: Name = Field(default="", description="The variant with nothing but the loss exchanged.")
    corner: Name = Field(default="", description="`against` with the control's loss, for a table of two by two.")


class Published(Section):
    """The published numbers of variants, by experiment and variant, and the claims made of them."""

    __pydantic_extra__: dict[Name, dict[Name, Numbers]] = Field(init=False)
    model_config = ConfigDict(extra="allow")
    source: Annotated[str, text(minimum=1)] = Field(default="the source", description='Who published: "the paper".')
    gradient_checks: Checks = Field(default_factory=Checks, description="Of the gradient checks of their own.")
    claims: list[Claim] = Field(default=[], description="The claims.")


def check_published(path: str | Path, study: Mapping[str, Iterable[str]]) -> None:
    """Check a file of published numbers and claims; it may be about experiments and variants that a study has not.

    Parameters
    ----------
    path : the YAML file
    study : the study's variants by experiment

    Raises
    ------
    InputError
        With one line for each fault, all at once.
    """
    sources, faults = Sources(), []
    sources.add_file(path)
    try:
        published = Published.model_validate(sources.content)
    except ValidationError as error:
        faults = list(key_faults(error.errors(include_url=False), json_schema(Published)))
    else:
        faults = [*_setting_faults(published), *_claim_faults(published, study)]
    if faults:
        raise InputError(report(faults, sources))


def _setting_faults(published: Published) -> Iterator[Fault]:
    known = [*SETTINGS, "dataset"]
    for experiment, variants in published.__pydantic_extra__.items():
        for variant, numbers in variants.items():
            for name in numbers.settings:
                if name not in known:
                    yield Fault((experiment, variant, "settings", name), f"no setting {name!r}{nearest(name, known)}")


def _claim_faults(published: Published, study: Mapping[str, Iterable[str]]) -> Iterator[Fault]:
    for index, claim in enumerate(published.claims):
        place = ("claims", index)
        if claim.expect != "symmetric" and not claim.against:
            yield Fault(
                place, f"`against` is missing: which variant is {claim.variant} said to be {claim.expect} than?"
            )
        known = {*study.get(claim.experiment, ()), *published.__pydantic_extra__.get(claim.experiment, ())}
        for side in ("variant", "against"):
            name = getattr(claim, side)
            if known and name and name not in known:
                where = f"{name!r} is no variant of the experiment {claim.experiment!r}"
                yield Fault((*place, side), f"{where}{nearest(name, sorted(known))}")
