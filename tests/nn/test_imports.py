"""``nn`` is mathematics: it needs NumPy and Python's own modules, nothing else."""

import subprocess
import sys


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that are loaded once a statement has run in a Python of its own."""
    program = f"import sys; {statement}; print(*(name.split('.')[0] for name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_nn_loads_numpy_only() -> None:
    """No other installed package is loaded with it."""
    others = loaded_by("import nn.network_check") - loaded_by("import numpy.random") - sys.stdlib_module_names
    assert others == {"nn"}
