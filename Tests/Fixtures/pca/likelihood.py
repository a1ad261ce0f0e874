"""Writes likelihood.json: numbers of principal components by scikit-learn's `n_components="mle"` (Minka 2000)."""
import json
import os

import numpy as np
import sklearn
from sklearn.decomposition import PCA

random = np.random.default_rng(20240612)


def case(rows, columns, rank, noise):
    mixed = random.normal(size=(rows, rank)) * np.linspace(3, 1, rank) @ random.normal(size=(rank, columns))
    features = np.round(mixed + noise * random.normal(size=(rows, columns)) + random.normal(size=columns), 2)
    fit = PCA(n_components="mle", svd_solver="full").fit(features)
    return {"rows": rows, "columns": columns, "count": int(fit.n_components_), "features": features.ravel().tolist()}


cases = [case(60, 8, 3, 0.1), case(200, 12, 5, 1.0), case(80, 20, 6, 2.0), case(40, 15, 2, 4.0), case(30, 30, 10, 0.5),
         case(100, 10, 9, 0.3)]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "likelihood.json"), "w") as out:
    json.dump({"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "seed": 20240612,
               "cases": cases}, out, separators=(",", ":"))
