"""Who is timed. In each module ``prepare(workload)`` makes data and initial parameters and returns ``train(epochs)``.

``train`` starts from the initial parameters, makes that many updates and returns each network's cost afterwards.
"""

from collections.abc import Callable

Train = Callable[[int], list[float]]

LABELS = {  # module: name in tables and plots
    "ours": "nn (ours)",
    "without_masks": "nn without masks",
    "gradient_descent": "nn by gradient descent",
    "notebook_style": "notebook style",
    "textbook": "textbook NumPy",
    "torch_eager": "PyTorch eager",
    "sklearn_mlp": "scikit-learn",
    "jax_scan": "JAX jit, scan, vmap",
    "blas_peak": "dgemm peak",
    "complex_step": "complex-step check",
}
NEEDED = [("torch_eager", "torch"), ("sklearn_mlp", "scikit-learn"), ("jax_scan", "jax"), ("jax_scan", "jaxlib")]
