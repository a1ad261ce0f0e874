"""Fits scikit-learn's logistic regression to generated rows that are fewer than their columns.

usage: python generate.py > expected.json
"""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression

SEED, ROWS, COLUMNS = 20261130, 30, 45
rng = np.random.default_rng(SEED)
labels = (rng.random(ROWS) < 0.4).astype(int)
features = rng.standard_normal((ROWS, COLUMNS)) * rng.uniform(0.5, 3, COLUMNS) + rng.uniform(-2, 2, COLUMNS)
features[:, :3] += 1.2 * labels[:, None]
features[:, -1] = 7
features = features.astype("float32").astype("float64")
deviation = features.std(0)
scaled = (features - features.mean(0)) / np.where(deviation > 1e-9, deviation, 1)


def fit(inverse):
    model = LogisticRegression(C=inverse, solver="newton-cholesky", tol=1e-12, max_iter=10_000).fit(scaled, labels)
    return {"inverse": inverse, "coefficients": model.coef_[0].tolist(), "intercept": float(model.intercept_[0]),
            "logits": model.decision_function(scaled).tolist()}


print(json.dumps({"features": features.tolist(), "labels": labels.tolist(),
                  "fits": [fit(inverse) for inverse in (0.001, 0.03, 1.0, 30.0)]}, separators=(",", ":"), allow_nan=False))
