"""scikit-learn's ``MLPClassifier`` set to plain full-batch gradient descent. It knows no dropout."""

import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.peers import Train
from benchmarks.workloads import Parameters, Workload, data, initial_parameters
from nn.activations import Array


def versions() -> dict[str, str]:
    """Return {library: version}."""
    return {"scikit-learn": sklearn.__version__}


def classifier(workload: Workload) -> MLPClassifier:
    """Return an untrained classifier with the workload's settings, which never stops early."""
    plain = {"solver": "sgd", "momentum": 0.0, "nesterovs_momentum": False, "shuffle": False}
    unending = {"tol": 0.0, "n_iter_no_change": 10**9, "warm_start": True}
    settings = {"alpha": workload.l2_lambda, "learning_rate_init": workload.learning_rate}
    return MLPClassifier(
        workload.layers[1:-1], activation="relu", batch_size=workload.examples, **plain, **unending, **settings
    )


def started(workload: Workload, parameters: Parameters, X: Array, Y: Array) -> MLPClassifier:
    """Return a classifier holding these parameters, from which ``fit`` continues (``warm_start``)."""
    model = classifier(workload).set_params(max_iter=1).fit(X, Y)
    model.coefs_ = [W.T.copy() for W, _ in parameters]
    model.intercepts_ = [b[:, 0].copy() for _, b in parameters]
    return model


def cost(model: MLPClassifier, X: Array, Y: Array, l2_lambda: float) -> float:
    """Return the mean cross-entropy plus the L2 penalty."""
    P = np.clip(model.predict_proba(X)[:, 1], 1e-10, 1 - 1e-10)
    squares = sum((W**2).sum() for W in model.coefs_)
    return float(-(Y * np.log(P) + (1 - Y) * np.log(1 - P)).mean() + l2_lambda / (2 * len(Y)) * squares)


def prepare(workload: Workload) -> Train:
    """Return the training of this workload, one network after the other.

    Raises
    ------
    ValueError
        If the workload has dropout.
    """
    if workload.keep_prob != 1.0:
        raise ValueError(f"keep_prob {workload.keep_prob}: scikit-learn has no dropout, accepted is 1")
    X, Y = data(workload)
    rows, labels = X.T.copy(), Y[0]
    warnings.simplefilter("ignore", ConvergenceWarning)

    def train(epochs: int) -> list[float]:
        models = [started(workload, parameters, rows, labels) for parameters in initial_parameters(workload)]
        fitted = [model.set_params(max_iter=epochs).fit(rows, labels) for model in models]
        return [cost(model, rows, labels, workload.l2_lambda) for model in fitted]

    return train
