"""The classes that the labels of a file stand for: 0, 1, ... in the order of their numbers, or of their words.

Labels are words or whole numbers, of 2 to 100 classes, of which each has several examples. Truth values count as 0
and 1.
"""

from collections.abc import Collection, Iterable, Sequence

from seedcheck.errors import InputError

MOST_CLASSES = 100
TRUTH = {"false": 0.0, "true": 1.0}


def numbered(labels: Collection[str], examples: int) -> tuple[list[int], tuple[str, ...]]:
    """Return the class of each label, and the names of the classes.

    Parameters
    ----------
    labels : that are there, as text
    examples : how many there are of them

    Raises
    ------
    InputError
        If they are not labels of classes, with some of them.
    """
    values = [number(label) for label in labels]
    names = [*labels]
    if None not in values:
        names = [f"{value:.0f}" if value is not None and value.is_integer() else "" for value in values]
    classes = sorted(set(names), key=_by_size)
    if "" in names or not 2 <= len(classes) <= MOST_CLASSES or (len(classes) > 2 and 2 * len(classes) > examples):
        raise InputError(wrong_labels(labels))
    return [classes.index(name) for name in names], tuple(classes)


def number(label: str) -> float | None:
    """Return the number that a label stands for, 0 or 1 of a truth value, None of another word."""
    try:
        return TRUTH[label.lower()] if label.lower() in TRUTH else float(label)
    except ValueError:
        return None


def is_binary(labels: Iterable[str]) -> bool:
    """Return whether labels stand for 0 and 1, and both are there."""
    return {number(label) for label in labels} == {0.0, 1.0}


def wrong_labels(labels: Iterable[str]) -> str:
    """Return what to say of labels that are not of classes."""
    found = sorted((_short(label) for label in labels), key=_by_size)
    shown = ", ".join(found[:5]) + (", ..." if len(found) > 5 else "")
    accepted = f"accepted are 2 to {MOST_CLASSES} classes, as words or whole numbers, with several examples of each"
    return f"the labels are {shown}; {accepted}"


def names(given: Sequence[str] | None, found: Sequence[str]) -> list[str]:
    """Return what classes are called: as the configuration's ``labels`` say, or as they were found, "class 0" of 0.

    Raises
    ------
    InputError
        If there are not as many labels as classes.
    """
    if given is not None and len(given) != len(found):
        shown = ", ".join(found[:10]) + (", ..." if len(found) > 10 else "")
        raise InputError(f"labels: {len(given)} names of {len(found)} classes are given; the classes are {shown}")
    return [*given] if given is not None else [name if number(name) is None else f"class {name}" for name in found]


def _short(label: str) -> str:
    value = number(label)
    return label[:20] if value is None or label.lower() in TRUTH else f"{value:g}"


def _by_size(label: str) -> tuple[bool, float, str]:
    value = number(label)
    return value is None, value or 0.0, label
