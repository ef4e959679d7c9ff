"""Train one of scikit-learn's classifiers once, and write what it came to (docs/judge-a-script.md)."""

import argparse
import warnings

import h5py
import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

parser = argparse.ArgumentParser()
parser.add_argument("model", choices=["network", "logistic"])
parser.add_argument("--data")
parser.add_argument("--seed", type=int)
parser.add_argument("--l2", type=float)
parser.add_argument("--output")
given = parser.parse_args()

with h5py.File(given.data) as file:  # (features, examples)
    X, y, X_test, y_test = (file[name][...].T for name in ("train/X", "train/y", "test/X", "test/y"))
y, y_test = y.ravel(), y_test.ravel()

if given.model == "network":  # plain gradient descent, as the networks of this project are trained
    model = MLPClassifier((16,), solver="sgd", batch_size=len(X), shuffle=False, momentum=0, learning_rate_init=0.5,
                          max_iter=300, n_iter_no_change=300, alpha=given.l2, random_state=given.seed)  # fmt: skip
else:  # nothing in it is random, so each seed draws the examples anew
    chosen = np.random.default_rng(given.seed).integers(len(X), size=len(X))
    X, y = X[chosen], y[chosen]
    model = LogisticRegression(C=1 / given.l2 if given.l2 else np.inf, max_iter=5000)

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ConvergenceWarning)  # it stops after so many epochs, and is meant to
    model.fit(X, y)

np.savez(
    given.output,
    correct=model.predict(X_test) == y_test,  # of each test example, whether it is right
    train_accuracy=model.score(X, y),
    costs=getattr(model, "loss_curve_", []),
)
