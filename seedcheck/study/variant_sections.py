"""The sections of the configuration on variants, and on the grids that take their place in a sweep."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from seedcheck.study.training_keys import SWEEPABLE, Section, with_lists, with_settings
from seedcheck.study.tuning import Tuning
from seedcheck.study.values import given, text

NAMELESS = "the name with blanks instead of underscores, if not given"


@with_settings
class Variant(Section):
    """A variant: the settings in which it differs from its experiment."""

    title: Annotated[str, text()] = Field(default="", description=f"What figures and page call it; {NAMELESS}.")
    tune: Annotated[dict[str, Any], given(Tuning)] = Field(
        default_factory=dict, description="What this variant is tuned over, in the place of the experiment's."
    )


@with_lists(SWEEPABLE)
class Grid(Section):
    """One or two settings with their values; the first cell, of the first values, is the reference."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 2})
