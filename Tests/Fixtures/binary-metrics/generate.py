"""Scores random probabilities, many of them tied, with scikit-learn, and Wilson's interval and the exact test with SciPy.

usage: python generate.py > expected.json
"""
import json

import numpy as np
from scipy.stats import binomtest
from sklearn import metrics
from sklearn.calibration import calibration_curve

SEED = 20260102
rng = np.random.default_rng(SEED)
cases = []
for name, count, share, digits in [
    ("balanced", 40, 0.5, 3), ("rare", 60, 0.1, 2), ("tied", 50, 0.4, 1), ("large", 200, 0.55, 2), ("constant", 12, 0.5, 0),
]:
    labels = (rng.random(count) < share).astype(int)
    labels[:2] = [0, 1]
    probabilities = np.round(np.clip(0.3 * labels + 0.7 * rng.random(count), 0, 1), digits)
    verdicts = (probabilities >= 0.5).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(labels, verdicts, labels=[0, 1]).ravel()
    interval = binomtest(int(tp + tn), count).proportion_ci(method="wilson")
    shares, means = calibration_curve(labels, probabilities, n_bins=15)
    right = verdicts == labels
    others = rng.random(count) < 0.7
    only = [int((right & ~others).sum()), int((~right & others).sum())]
    cases.append({
        "name": name, "labels": labels.tolist(), "probabilities": probabilities.tolist(),
        "confusion": [int(tp), int(fp), int(tn), int(fn)],
        "accuracy": metrics.accuracy_score(labels, verdicts),
        "precision": metrics.precision_score(labels, verdicts, zero_division=np.nan),
        "recall": metrics.recall_score(labels, verdicts),
        "f1": metrics.f1_score(labels, verdicts),
        "specificity": metrics.recall_score(labels, verdicts, pos_label=0),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, verdicts),
        "area": metrics.roc_auc_score(labels, probabilities),
        "interval": [interval.low, interval.high],
        "averagePrecision": metrics.average_precision_score(labels, probabilities),
        "brier": metrics.brier_score_loss(labels, probabilities),
        "logLoss": metrics.log_loss(labels, probabilities),
        "shares": shares.tolist(), "means": means.tolist(),
        "others": others.astype(int).tolist(), "onlyOneRight": only,
        "pValue": binomtest(min(only), sum(only)).pvalue if sum(only) else 1.0,
    })
print(json.dumps(cases, indent=None, separators=(",", ":"), allow_nan=False))
