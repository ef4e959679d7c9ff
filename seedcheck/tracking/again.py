"""Calls that another writer may make at the same moment: the database lets one through, the others are to try again."""

import random
import time
from collections.abc import Callable
from typing import Any

ATTEMPTS = 5


def again(call: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of MLflow's client, again after a pause if the same row was written meanwhile.

    MLflow looks whether a tag, an alias or a data set is there and then inserts it, so that of two writers one meets
    the database's "unique constraint".
    """
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second

    for attempt in range(ATTEMPTS):
        try:
            return call(*arguments)
        except MlflowException as error:
            if attempt + 1 == ATTEMPTS or "unique" not in str(error).lower():
                raise
            time.sleep(random.uniform(0, 0.2 * 2**attempt))  # the others stumble at the same moment
    return None
