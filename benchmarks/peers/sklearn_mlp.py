"""scikit-learn's ``MLPClassifier`` set to plain full-batch gradient descent. It knows no dropout."""

import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.peers import Train
from benchmarks.workloads import Workload, data, initial_parameters
from tests.nn import textbook

PLAIN = {"solver": "sgd", "momentum": 0.0, "nesterovs_momentum": False, "shuffle": False}
ENDLESS = {"tol": 0.0, "n_iter_no_change": 10**9, "warm_start": True}


def prepare(workload: Workload) -> Train:
    """Return the training of this workload. A first epoch makes the model's arrays; then others are put there."""
    (X, Y), (parameters,) = data(workload), initial_parameters(workload)
    rows, labels = X.T.copy(), Y[0]
    model = MLPClassifier(workload.layers[1:-1], batch_size=workload.examples, alpha=workload.l2_lambda,
                          learning_rate_init=workload.learning_rate, max_iter=1, **PLAIN, **ENDLESS)  # fmt: skip
    warnings.simplefilter("ignore", ConvergenceWarning)
    model.fit(rows, labels)

    def train(epochs: int) -> list[float]:
        model.coefs_ = [W.T.copy() for W, _ in parameters]
        model.intercepts_ = [b[:, 0].copy() for _, b in parameters]
        model.set_params(max_iter=epochs).fit(rows, labels)
        trained = list(zip(model.coefs_, model.intercepts_, strict=True))
        return [textbook.cost(trained, model.predict_proba(rows).T[1:], Y, workload.l2_lambda)]

    return train
