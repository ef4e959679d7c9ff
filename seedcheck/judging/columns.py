"""Which column is what: as the user says, or as its name says; with what to do where it cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from seedcheck.errors import InputError
from seedcheck.judging.tables import Table

VARIANTS = ("variant", "method", "arm", "treatment", "model")
SEEDS = ("seed", "random_seed", "random_state", "rng_seed", "replicate")
DATASETS = ("dataset", "data_set", "task")
METRICS = ("test_accuracy", "test_acc", "accuracy", "acc", "val_accuracy", "val_acc")
REFERENCES = ("none", "baseline", "reference", "control", "plain")
SHOWN = 12  # names in a message


@dataclass(frozen=True)
class Columns:
    """The columns of a table of runs; ``variant`` may be several, ``seed`` and ``dataset`` empty."""

    variant: tuple[str, ...]
    seed: str
    metrics: tuple[str, ...]
    dataset: str = ""


def chosen(table: Table, wanted: Columns) -> tuple[Columns, list[str]]:
    """Return the columns to use, and what was guessed, a line each; ``wanted`` names are empty where to be guessed.

    Raises
    ------
    InputError
        If a column is not there, or cannot be told.
    """
    names, notes = [str(name) for name in table.frame.columns], []
    for name in (*wanted.variant, wanted.seed, wanted.dataset, *wanted.metrics):
        if name and name not in names:
            raise InputError(f"{table.name}: no column {name!r}{meant(name, names)}")
    found = {"--variant": wanted.variant, "--seed": (wanted.seed,) * bool(wanted.seed),
             "--dataset": (wanted.dataset,) * bool(wanted.dataset), "--metric": wanted.metrics}  # fmt: skip
    taken = {name for own in found.values() for name in own}
    for option, known in (("--variant", VARIANTS), ("--seed", SEEDS), ("--dataset", DATASETS), ("--metric", METRICS)):
        if not found[option]:
            free = [name for name in names if name not in taken]
            found[option] = _guessed(free, known) or (_numeric(table.frame, free) if option == "--metric" else ())
            notes += [f"taken as {option}: {name}" for name in found[option]]
            taken |= {*found[option]}
    for option, what in (("--variant", "variants"), ("--metric", "the metric")):
        if not found[option]:
            raise InputError(f"{table.name}: no column of {what} can be told; name it with {option}: {listed(names)}")
    seed, dataset = (next(iter(found[option]), "") for option in ("--seed", "--dataset"))
    return Columns(found["--variant"], seed, found["--metric"], dataset), notes


def _guessed(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the first of the known names that is one of a column."""
    by_name = {name.lower(): name for name in names}
    return next(((by_name[name],) for name in known if name in by_name), ())


def _numeric(frame: pd.DataFrame, names: Sequence[str]) -> tuple[str, ...]:
    """Return the only column of numbers, or none."""
    numeric = [name for name in names if pd.to_numeric(frame[name], errors="coerce").notna().any()]
    return tuple(numeric) if len(numeric) == 1 else ()


def reference_of(wanted: str, variants: Sequence[str], where: str) -> tuple[str, list[str]]:
    """Return the reference, and that it was guessed.

    Raises
    ------
    InputError
        If it is none of the variants, or cannot be told.
    """
    if wanted:
        if wanted not in variants:
            raise InputError(f"{where}: no variant {wanted!r} to be the reference{meant(wanted, variants)}")
        return wanted, []
    found = [name for name in variants if name.lower() in REFERENCES]
    if len(found) != 1:
        raise InputError(f"{where}: name the one that others are compared with, --reference: {listed(variants)}")
    return found[0], [f"taken as --reference: {found[0]}"]


def meant(name: str, names: Sequence[str]) -> str:
    """Return the end of a sentence that says which names there are."""
    close = get_close_matches(name, names, 1, 0.6)
    return f"; did you mean {close[0]!r}? There are {listed(names)}" if close else f"; there are {listed(names)}"


def listed(names: Sequence[str]) -> str:
    """Return names, the first of very many."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
