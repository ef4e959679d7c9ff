"""Shares as percentage points, in words."""


def points(value: float) -> str:
    """Return a difference of shares as percentage points, "1.2"; with one significant digit where that would be 0.0."""
    percentage = 100 * value
    return f"{percentage:.1f}" if percentage == 0 or abs(percentage) >= 0.05 else f"{percentage:.1g}"


def margin(value: float) -> str:
    """Return a margin as "2 points"."""
    return f"{100 * value:.3g} point{'s' * (value != 0.01)}"
