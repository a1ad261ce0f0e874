"""Weighs rounded columns with scikit-learn, whose noise decides between equal distances: the mean over many draws of it.

usage: python ties.py > ties.json
"""
import json

import numpy as np
from sklearn.feature_selection import mutual_info_classif

SEED, DRAWS, ROWS = 20261130, 600, 120
rng = np.random.default_rng(SEED)
labels = (rng.random(ROWS) < 0.45).astype(int)
plain = rng.standard_normal(ROWS) + 1.1 * labels
other = rng.standard_normal(ROWS) - 0.9 * labels
names = {
    "steps of 0.01": np.round(plain / 0.01) * 0.01,
    "steps of 0.0625": np.round(plain * 16) / 16,
    "steps of 0.25": np.round(plain * 4) / 4,
    "whole numbers": np.round(plain),
    "the other way, steps of 0.125": np.round(other * 8) / 8,
    "far from zero": np.float32(plain + 1e6),
    "8 bits": np.clip(np.round(plain * 30 + 90), 0, 255),
    "half precision": np.float16(plain),
    "two values": (plain > 0.5) * 1.0,
}
columns = np.float32(np.stack(list(names.values()), 1)).astype("float64")


def estimates(neighbours):
    draws = np.array([mutual_info_classif(columns, labels, n_neighbors=neighbours, random_state=seed) for seed in range(DRAWS)])
    return draws.mean(0), draws.std(0) / DRAWS ** 0.5


found = {neighbours: estimates(neighbours) for neighbours in (1, 3, 7)}
print(json.dumps({"labels": labels.tolist(), "columns": [
    {"name": name, "values": columns[:, place].tolist(),
     "information": {str(neighbours): {"mean": mean[place], "error": error[place]} for neighbours, (mean, error) in found.items()}}
    for place, name in enumerate(names)]}, separators=(",", ":"), allow_nan=False))
