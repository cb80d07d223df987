"""What scikit-learn says of predictions of Strength and of choice: the numbers that docs/metrics.md defines.

All inputs are multiples of 2^-16 and written as such, so they are the same in single precision. The same seed gives the
same file.

usage: make_metrics.py FOLDER
"""
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score, cohen_kappa_score, label_ranking_average_precision_score, log_loss, mean_absolute_error, mean_squared_error, ndcg_score, top_k_accuracy_score)

ROWS, CLASSES, VALUES, LIST, GRAIN = 120, 5, 21, 5, 1 << 16
random = np.random.RandomState(7)


def laws(width, grain):
    """Probabilities in multiples of 1/grain, all above zero."""
    weights = random.dirichlet(np.linspace(1.4, 0.01, width), ROWS)
    return np.array([random.multinomial(grain - width, row) + 1 for row in weights]) / grain


def grains(numbers):
    return np.round(np.ravel(numbers) * GRAIN).astype(int).tolist()


def distinct_laws():
    """No two values of a row alike: scikit-learn's top-k knows no ties."""
    rows = laws(VALUES, GRAIN)
    for row in rows:
        while len(set(row)) < VALUES:
            row += random.permutation(VALUES) / GRAIN
    return rows


def of_strength():
    strength = random.randint(1, CLASSES + 1, ROWS)
    classes = laws(CLASSES, GRAIN)
    expected = np.round((classes @ np.arange(1, CLASSES + 1)) * 1024) / 1024
    likeliest = classes.argmax(1) + 1
    happened = np.eye(CLASSES)[strength - 1]
    true, predicted = calibration_curve(happened.ravel(), classes.ravel(), n_bins=10, strategy="uniform")
    rows = np.histogram(classes, bins=np.linspace(0, 1, 11))[0]
    return {"strength": strength.tolist(), "classes": grains(classes), "expected": grains(expected), "metrics": {
        "rmse": mean_squared_error(strength, expected) ** 0.5,
        "mae": mean_absolute_error(strength, expected),
        "accuracy": accuracy_score(strength, likeliest),
        "log_loss": log_loss(strength, classes, labels=range(1, CLASSES + 1)),
        "qwk": cohen_kappa_score(strength, likeliest, weights="quadratic"),
        "ece": float(np.abs(true - predicted) @ rows[rows > 0]) / classes.size}}


def of_choice(laws_of_rows, metrics):
    picked = np.array([random.choice(VALUES, p=row / row.sum()) for row in laws_of_rows])
    relevant = np.eye(VALUES)[picked]
    known = {
        "choice_log_loss": lambda: -np.mean(np.log(laws_of_rows[np.arange(ROWS), picked])),
        **{f"hr@{k}": lambda k=k: top_k_accuracy_score(picked, laws_of_rows, k=k, labels=range(VALUES)) for k in (1, 5, 10)},
        **{f"ndcg@{k}": lambda k=k: ndcg_score(relevant, laws_of_rows, k=k) for k in (5, 10)},
        "mrr": lambda: label_ranking_average_precision_score(relevant, laws_of_rows),
        "coverage@5": lambda: np.count_nonzero(shown(laws_of_rows)) / VALUES,
        "gini@5": lambda: np.abs(np.subtract.outer(shown(laws_of_rows), shown(laws_of_rows))).mean() / (2 * shown(laws_of_rows).mean())}
    return {"picked": picked.tolist(), "choices": grains(laws_of_rows), "metrics": {name: float(known[name]()) for name in metrics or known}}


def shown(laws_of_rows):
    """How often each value stands in the first five of a row."""
    return np.bincount(np.argsort(-laws_of_rows, axis=1)[:, :LIST].ravel(), minlength=VALUES)


cases = {
    "strength": of_strength(),
    "choice": of_choice(distinct_laws(), None),
    "choice_with_ties": of_choice(laws(VALUES, 64), ["ndcg@5", "ndcg@10"]),
}
(Path(sys.argv[1]) / "metrics.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
