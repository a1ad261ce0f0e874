"""Weighs generated columns with scikit-learn, and chooses some by refitting ridge regression without each row.

usage: python generate.py > expected.json
"""
import json

import numpy as np
from sklearn.feature_selection import f_classif, mutual_info_classif
from sklearn.linear_model import LogisticRegression

SEED = 20260301
rng = np.random.default_rng(SEED)
ROWS, COLUMNS = 48, 14
labels = (rng.random(ROWS) < 0.4).astype(int)
features = (rng.standard_normal((ROWS, COLUMNS)) * rng.uniform(0.5, 3, COLUMNS) + rng.uniform(-2, 2, COLUMNS))
features[:, 2] += 1.5 * labels
features[:, 5] -= 1.0 * labels
features[:, 9] += np.where(labels == 1, rng.choice([-3, 3], ROWS), 0)
features[:, 11] = features[:, 2] + 0.3 * rng.standard_normal(ROWS)
features = features.astype("float32").astype("float64")
scaled = (features - features.mean(0)) / features.std(0)
targets = 2.0 * labels - 1


def lasso(penalty):
    model = LogisticRegression(l1_ratio=1, C=1 / (ROWS * penalty), solver="saga", tol=1e-12, max_iter=1_000_000)
    return model.fit(scaled, labels).coef_[0]


def left_out(columns, penalty):
    """The sum of squares when each row is left out; columns keep the scaling of all rows."""
    z, total = scaled[:, columns], 0.0
    for row in range(ROWS):
        others = np.arange(ROWS) != row
        design = np.hstack([z[others], np.ones((ROWS - 1, 1))])
        ridge = np.diag([penalty * ROWS] * len(columns) + [0.0])
        weights = np.linalg.solve(design.T @ design + ridge, design.T @ targets[others])
        total += (targets[row] - np.append(z[row], 1) @ weights) ** 2
    return total


def greedy(count, penalty):
    taken = []
    for _ in range(count):
        taken.append(min((c for c in range(COLUMNS) if c not in taken), key=lambda c: left_out(taken + [c], penalty)))
    return taken


print(json.dumps({
    "features": features.tolist(), "labels": labels.tolist(),
    "varianceRatios": f_classif(features, labels)[0].tolist(),
    "information": {str(k): mutual_info_classif(features, labels, n_neighbors=k, random_state=0).tolist() for k in (1, 3)},
    "coefficients": {str(penalty): lasso(penalty).tolist() for penalty in (0.2, 0.05, 0.005)},
    "greedy": [{"penalty": penalty, "columns": greedy(5, penalty), "error": left_out(greedy(5, penalty), penalty)}
               for penalty in (0.05, 1.0)],
}, separators=(",", ":"), allow_nan=False))
