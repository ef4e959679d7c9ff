"""The keys of the configuration that are settings of a training, derived from their one list in ``nn.settings``."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from nn.settings import SETTINGS, Settings
from seedcheck.study.values import As, different, many, number, one_of, truth, whole

# What a sweep can vary: neither a seed, over which each cell is trained anyway, nor what is only noted of a training.
SWEEPABLE = tuple(name for name, accepted in SETTINGS.items() if not accepted.is_seed and accepted.affects != "record")

SEED = whole(SETTINGS["seed"].minimum, SETTINGS["seed"].maximum)

Model = TypeVar("Model", bound=BaseModel)


class Section(BaseModel):
    """A mapping in the configuration, in which an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", defer_build=True)  # built once, for the whole study


def kind_of(setting: str) -> As:
    """Return the kind of values that a setting takes, from its type, range and choices."""
    accepted, type_ = SETTINGS[setting], get_type_hints(Settings)[setting]
    if accepted.choices:
        return one_of(accepted.choices)
    if type_ is bool:
        return truth()
    if type_ is int:
        return whole(accepted.minimum, accepted.maximum)
    if float in (type_, *get_args(type_)):
        return number(accepted.minimum, accepted.above, accepted.maximum, accepted.below)
    if get_args(type_) == (int,):
        return many(whole(accepted.minimum, accepted.maximum), minimum=2)
    raise TypeError(f"nn.settings.Settings.{setting}: no kind of value is known for {type_}")


def with_settings(model: type[Model]) -> type[Model]:
    """Add a key for each setting of a training to a model."""
    keys = {name: _key(kind_of(name), accepted.description) for name, accepted in SETTINGS.items()}
    return _extended(model, keys)


def with_lists(names: Iterable[str]) -> Callable[[type[Model]], type[Model]]:
    """Return what adds a key for each of some settings to a model, a list of different values."""
    return lambda model: _extended(model, {name: _lists(name, different(kind_of(name))) for name in names})


def with_ranges(names: Iterable[str]) -> Callable[[type[Model]], type[Model]]:
    """Return what adds a key for each of some settings to a model, two ends."""
    return lambda model: _extended(model, {name: _lists(name, many(kind_of(name), 2, 2)) for name in names})


def _lists(name: str, kind: As) -> Any:
    return _key(kind, SETTINGS[name].description)


def _key(kind: As, description: str) -> Any:
    return Annotated[Any, kind], Field(default=None, description=description)


def _extended(model: type[Model], keys: dict[str, Any]) -> type[Model]:
    made: type[Model] = create_model(model.__name__, __base__=model, __module__=model.__module__, **keys)
    made.__doc__ = model.__doc__
    return made
