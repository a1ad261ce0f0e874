"""Writes golden.json: principal components by scikit-learn of small matrices, wide and tall."""
import json
import os

import numpy as np
import sklearn
from sklearn.decomposition import PCA

random = np.random.default_rng(20240608)


def data(rows, columns, rank):
    """Correlated columns of different sizes and means, rounded so that the file holds them exactly."""
    mixed = random.normal(size=(rows, rank)) * np.linspace(4, 0.6, rank) @ random.normal(size=(rank, columns))
    whole = mixed + 0.3 * random.normal(size=(rows, columns)) + 5 * random.normal(size=columns)
    return np.round(whole, 3).astype("float32").astype("float64")


def rounded(array):
    return [float(f"{value:.7g}") for value in np.ravel(array)]


def case(name, features, size, solver, whitens):
    fit = PCA(n_components=size, svd_solver=solver, whiten=whitens).fit(features)
    # The loading of largest magnitude is made positive, whatever the version of scikit-learn does.
    largest = np.abs(fit.components_).argmax(axis=1)
    signs = np.sign(fit.components_[np.arange(len(largest)), largest])
    return {
        "name": name, "solver": solver, "rows": features.shape[0], "columns": features.shape[1],
        "features": [round(float(value), 3) for value in features.ravel()],
        "size": size, "whitens": whitens, "mean": rounded(fit.mean_),
        "components": rounded(fit.components_ * signs[:, None]),
        "explainedVariance": rounded(fit.explained_variance_),
        "explainedVarianceRatio": rounded(fit.explained_variance_ratio_),
        "scores": rounded((fit.transform(features) * signs)[:5]),
    }


tall, wide = data(40, 9, 5), data(9, 40, 6)
cases = [
    case("tall, all components", tall, 9, "covariance_eigh", False),
    case("tall, three whitened", tall, 3, "covariance_eigh", True),
    case("tall, a share of the variance", tall, 0.95, "covariance_eigh", False),
    case("tall, by singular values", tall, 4, "full", False),
    case("wide, eight components", wide, 8, "full", False),
    case("wide, three whitened", wide, 3, "full", True),
    case("wide, a share of the variance", wide, 0.9, "full", False),
    case("square", data(12, 12, 12), 11, "full", False),
]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.json"), "w") as out:
    json.dump({
        "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "seed": 20240608, "cases": cases,
    }, out, separators=(",", ":"))
