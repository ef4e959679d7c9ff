"""Runs to be judged, checked: each has a variant, a seed that no other run of the variant has, and a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from seedcheck.errors import InputError
from seedcheck.judging.columns import Columns
from seedcheck.judging.tables import Table

Array = NDArray[Any]

FAILED = frozenset({"", "nan", "na", "n/a", "none", "null", "-", "inf", "+inf", "-inf", "infinity", "-infinity"})
NAMED = 3  # places in a message


@dataclass(frozen=True)
class Runs:
    """Runs to be judged.

    Attributes
    ----------
    variants : their names, in the order in which they come
    dataset, variant, seed : (n,) names, and the number or text of the seed, None without seeds
    values : (n,) by metric, nan where a run failed
    labels : (n,) of the rows in the table that they come from
    """

    variants: tuple[str, ...]
    dataset: Array
    variant: Array
    seed: Array | None
    values: dict[str, Array]
    labels: Array


def checked(table: Table, columns: Columns) -> Runs:
    """Return the runs of a table.

    Raises
    ------
    InputError
        With the rows and the remedy if a value is missing or no number, a run is there twice, or there is one variant.
    """
    frame = table.frame
    variant = _names(table, columns.variant)
    seed = _seeds(_text(table, columns.seed)) if columns.seed else None
    dataset = _text(table, columns.dataset) if columns.dataset else pd.Series("", frame.index)
    if seed is not None:
        _different(table, columns, pd.DataFrame({"dataset": dataset, "variant": variant, "seed": seed}))
    variants = tuple(variant.unique())
    if len(variants) < 2:
        raise InputError(f"{table.name}: only the variant {variants[0]!r} is in {_called(columns.variant)}, so there "
                         "is nothing to compare; add runs of another one")  # fmt: skip
    return Runs(
        variants=variants,
        dataset=dataset.to_numpy(object),
        variant=variant.to_numpy(object),
        seed=None if seed is None else seed.to_numpy(),
        values={name: _numbers(table, name) for name in columns.metrics},
        labels=frame.index.to_numpy(),
    )


def _names(table: Table, columns: Sequence[str]) -> "pd.Series[str]":
    """Return the name of each run's variant: a value, or "l2=0.7, dropout=0.8" of several columns."""
    texts = {name: _text(table, name) for name in columns}
    if len(texts) == 1:
        return texts[columns[0]]
    joined = pd.Series("", table.frame.index)
    for name, text in texts.items():
        joined += (", " if name != columns[0] else "") + f"{name}=" + text
    return joined


def _text(table: Table, name: str) -> "pd.Series[str]":
    """Return a column as texts, none of which is empty."""
    column = table.frame[name]
    text = column.astype(str).str.strip()
    _refuse(table, column.isna() | (text == ""), f"nothing in column {name!r}", "fill it in, or delete such rows")
    return text


def _seeds(text: "pd.Series[str]") -> "pd.Series[Any]":
    """Return seeds as whole numbers, if all are: "1.0" is the same as "1"."""
    numbers = pd.to_numeric(text, errors="coerce")
    is_whole = numbers.notna().all() and (numbers % 1 == 0).all() and (numbers.abs() < 2**53).all()
    return numbers.astype(np.int64) if is_whole else text


def _numbers(table: Table, name: str) -> Array:
    """Return a metric's values, nan where a run failed."""
    column = table.frame[name]
    numbers = pd.to_numeric(column, errors="coerce")
    if not numbers.notna().all():
        unread = numbers.isna() & column.notna()
        is_wrong = unread & ~column.astype(str).str.strip().str.lower().isin(FAILED)
        remedy = "write numbers, and nothing or nan for a run that failed"
        _refuse(table, is_wrong, f"no number in column {name!r}", remedy, column)
    values = numbers.to_numpy(float, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def _different(table: Table, columns: Columns, keys: pd.DataFrame) -> None:
    """Raise an InputError if two runs have the same data set, variant and seed."""
    again = keys[keys.duplicated(keep=False)]
    if again.empty:
        return
    first = again.iloc[0]
    same = again[(again == first).all(axis=1)]
    places = " and ".join(table.place(label) for label in same.index[:NAMED])
    remedy = "keep one of them" if columns.dataset else "keep one of them, or name the column that tells them apart"
    raise InputError(f"{table.name}: {places} are both variant {first['variant']!r} with seed {first['seed']}"
                     f"{f', {len(again)} rows are such' if len(again) > 2 else ''}; {remedy}"
                     f"{'' if columns.dataset else ', with --dataset or --variant'}")  # fmt: skip


def _refuse(
    table: Table, wrong: "pd.Series[bool]", what: str, remedy: str, shown: "pd.Series[Any] | None" = None
) -> None:
    """Raise an InputError that names the rows where something is wrong."""
    labels = table.frame.index[wrong.to_numpy(bool)]
    if not len(labels):
        return
    values = [f" ({str(shown[label])[:30]!r})" if shown is not None else "" for label in labels[:NAMED]]
    places = [table.place(label) + value for label, value in zip(labels, values, strict=False)]
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    raise InputError(f"{table.name}: {what} in {', '.join(places)}{more}; {remedy}")


def _called(columns: Sequence[str]) -> str:
    return f"column{'s'[: len(columns) > 1]} {', '.join(map(repr, columns))}"
