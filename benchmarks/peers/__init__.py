"""Who is timed. Each module has the same two functions.

``prepare(workload)`` returns ``train(epochs)``, which starts from the workload's initial parameters, makes that many
updates and returns each network's cost afterwards. ``versions()`` names the libraries at work.
"""

from collections.abc import Callable

Train = Callable[[int], list[float]]

LABELS = {
    # module: name in tables and plots
    "ours": "nn (ours)",
    "notebook_style": "notebook style",
    "textbook": "textbook NumPy",
    "torch_eager": "PyTorch eager",
    "sklearn_mlp": "scikit-learn",
    "jax_scan": "JAX jit, scan, vmap",
    "blas_peak": "dgemm peak",
    "complex_step": "complex-step check",
}
