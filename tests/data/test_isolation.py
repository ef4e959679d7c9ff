"""A file is read in a process of its own, whose end is an error and not that of the step."""

import os
import signal
import time

import numpy as np
import pytest

from seedcheck.data import isolation
from seedcheck.data.examples import Examples
from seedcheck.data.isolation import isolated
from seedcheck.errors import InputError

KIND = "test file"


def crash() -> Examples:
    """End as a library does that follows a wrong address."""
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def take_memory() -> Examples:
    """Ask for more than there is."""
    return Examples(np.zeros(isolation.MOST_MEMORY), np.zeros(1))


def refuse() -> Examples:
    """Find a fault."""
    raise InputError("the labels are größer")


def stumble() -> Examples:
    """Fail as a library does on a damaged file."""
    raise ZeroDivisionError("by\n zero")


def hang() -> Examples:
    """Never come back."""
    time.sleep(60)
    raise AssertionError


def test_arrays_come_back() -> None:
    """With their kinds of number and their shapes."""
    X = np.arange(12, dtype=np.uint8).reshape(3, 2, 2)
    found = isolated(lambda: Examples(X.T, np.array([0, 1])), KIND)
    assert np.array_equal(found.X, X.T)
    assert found.X.dtype == np.uint8
    assert found.y.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (crash, r"^not a readable test file \(truncated or damaged\?\): reading it ended with SIGSEGV$"),
        (take_memory, "MemoryError"),
        (refuse, "^the labels are größer$"),
        (stumble, "ZeroDivisionError: by zero$"),
    ],
)
def test_what_ends_the_process_is_one_error(read: object, says: str) -> None:
    """A crash, too much memory, a fault that was found, and one that nobody expected."""
    with pytest.raises(InputError, match=says):
        isolated(read, KIND)


def circle() -> Examples:
    """Go round in circles."""
    while True:
        pass


def test_reading_in_circles_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the work that is stated."""
    monkeypatch.setattr(isolation, "MOST_WORK", 1)
    with pytest.raises(InputError, match="reading it took more than 1 seconds of a processor"):
        isolated(circle, KIND)


@pytest.mark.slow
def test_reading_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time that is stated."""
    monkeypatch.setattr(isolation, "MOST_SECONDS", 1)
    with pytest.raises(InputError, match="reading it took more than 1 seconds"):
        isolated(hang, KIND)
