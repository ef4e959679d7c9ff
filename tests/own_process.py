"""A call in a Python of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def in_own_process(function: Callable[[], None]) -> None:
    """Call a function of a test module in this folder: MLflow keeps the stores of a process open by relative names."""
    call = f"from {function.__module__} import {function.__name__} as call; call()"
    subprocess.run([sys.executable, "-c", call], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
