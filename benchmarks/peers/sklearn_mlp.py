"""scikit-learn's ``MLPClassifier`` with plain gradient descent or Adam. It knows no dropout."""

import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.peers import Train
from benchmarks.workloads import Workload, data, initial_parameters

SOLVERS = {"gradient_descent": "sgd", "adam": "adam"}
PLAIN = {"momentum": 0.0, "nesterovs_momentum": False, "shuffle": False}
ENDLESS = {"tol": 0.0, "n_iter_no_change": 10**9, "warm_start": True}


def classifier(workload: Workload) -> MLPClassifier:
    """Return a model with the settings of this workload, for one epoch."""
    return MLPClassifier(workload.layers[1:-1], solver=SOLVERS[workload.optimizer], alpha=workload.l2_lambda,
                         batch_size=workload.batch_size or workload.examples, max_iter=1,
                         learning_rate_init=workload.learning_rate, beta_1=workload.beta1, beta_2=workload.beta2,
                         epsilon=workload.epsilon, **PLAIN, **ENDLESS)  # fmt: skip


def prepare(workload: Workload) -> Train:
    """Return the training of this workload. A first epoch makes the model's arrays; then others are put there.

    Every ``fit`` starts the optimizer anew, ``partial_fit`` goes on with it, for one epoch in the order given.
    """
    (X, Y), (parameters,), m = data(workload), initial_parameters(workload), workload.examples
    rows, labels = X.T.copy(), Y[0].astype(int)
    warnings.simplefilter("ignore", ConvergenceWarning)
    sklearn.set_config(assume_finite=True, skip_parameter_validation=True)
    model = classifier(workload).fit(rows, labels)

    def train(epochs: int) -> list[float]:
        model.coefs_ = [W.T.copy() for W, _ in parameters]
        model.intercepts_ = [b[:, 0].copy() for _, b in parameters]
        if workload.batch_size:
            orders = np.random.default_rng(workload.shuffle_seed)
            for epoch in range(epochs):
                order = orders.permutation(m)
                (model.partial_fit if epoch else model.fit)(rows[order], labels[order])
        else:
            model.set_params(max_iter=epochs).fit(rows, labels)
        cross_entropy = -np.log(model.predict_proba(rows)[np.arange(m), labels]).mean()
        return [float(cross_entropy + workload.l2_lambda / (2 * m) * sum((W**2).sum() for W in model.coefs_))]

    return train
