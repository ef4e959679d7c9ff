"""A network's scores on given points, under the names that scikit-learn and ``mlflow.models.evaluate`` use.

By the formulas: importing scikit-learn takes longer than logging a study.
"""

import numpy as np

from nn.activations import Array, sigmoid, softmax
from nn.metrics import area, auc

NAMES = ("example_count", "true_negatives", "false_positives", "false_negatives", "true_positives", "accuracy_score",
         "precision_score", "recall_score", "f1_score", "log_loss", "roc_auc")  # fmt: skip


def probabilities(logits: Array) -> Array:
    """Return the probability of class 1 (m,) of logits (m,), or of each class (K, m) of logits (K, m)."""
    with np.errstate(over="ignore"):
        return sigmoid(logits) if logits.ndim == 1 else softmax(logits)


def predicted(p: Array) -> Array:
    """Return the predicted classes (m,) of probabilities (m,) or (K, m)."""
    return (p > 0.5).astype(int) if p.ndim == 1 else p.argmax(axis=0)


def confusion(p: Array, y: Array) -> Array:
    """Return how many points of each class (row) each class (column) is predicted for, (K, K).

    Parameters
    ----------
    p : (m,) probabilities of class 1, or (K, m) of K classes
    y : (m,) labels
    """
    classes = 2 if p.ndim == 1 else len(p)
    return np.bincount((classes * y + predicted(p)).astype(int), minlength=classes**2).reshape(classes, classes)


def scores(logits: Array, labels: Array) -> dict[str, float]:
    """Return the scores of logits (m,) or (K, m) on labels (m,); none if a logit is undefined.

    Class 1 is the positive one of two. A ratio without points is 0, as in scikit-learn; ``roc_auc`` needs all classes,
    and of K is the mean of each against the rest.
    """
    if not np.isfinite(logits).all():
        return {}
    p, y = probabilities(logits), labels.astype(int)
    if p.ndim > 1:
        return _of_classes(logits, p, y)
    (tn, fp), (fn, tp) = confusion(p, y).tolist()
    values = (len(y), tn, fp, fn, tp, (tp + tn) / len(y), _ratio(tp, tp + fp), _ratio(tp, tp + fn),
              _ratio(2 * tp, 2 * tp + fp + fn), log_loss(p, y), area(logits, y == 1))  # fmt: skip
    return {name: float(value) for name, value in zip(NAMES, values, strict=True) if np.isfinite(value)}


def _of_classes(logits: Array, p: Array, y: Array) -> dict[str, float]:
    found = {"example_count": len(y), "accuracy_score": (predicted(p) == y).mean(), "log_loss": log_loss(p, y),
             "roc_auc": auc(logits, y[None])}  # fmt: skip
    return {name: float(value) for name, value in found.items() if np.isfinite(value)}


def log_loss(p: Array, y: Array) -> float:
    """Return the mean cross-entropy of probabilities, kept off 0 and 1 by the smallest step, as scikit-learn does."""
    smallest = np.finfo(float).eps
    of_truth = np.where(y == 1, p, 1 - p) if p.ndim == 1 else p[y, np.arange(len(y))]
    return float(-np.log(np.clip(of_truth, smallest, 1 - smallest)).mean())


def calibration(p: Array, y: Array, bins: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean probability, share of class 1, points) of each tenth of [0, 1] that has points.

    Of K classes (p is (K, m)) it is the probability of the predicted one, and the share of points that are right.
    """
    if p.ndim > 1:
        p, y = p.max(axis=0), predicted(p) == y
    bin_of = np.minimum((p * bins).astype(int), bins - 1)
    return [
        (float(p[bin_of == k].mean()), float(y[bin_of == k].mean()), int((bin_of == k).sum()))
        for k in np.unique(bin_of)
    ]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
