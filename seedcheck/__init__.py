"""seedcheck: does a training trick help, or did one lucky random seed say so? The Python of the study.

``seedcheck.judge(frame)`` judges a table of runs from elsewhere (``seedcheck.judging.judgement``).
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Return ``judge``, which needs pandas, when it is asked for: importing a step is to stay fast."""
    if name != "judge":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("seedcheck.judging.judgement").judge
