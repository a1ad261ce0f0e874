"""Writes golden.json: independent components by scikit-learn of mixtures whose sources are known."""
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn.decomposition import FastICA

random = np.random.default_rng(20240611)


def normed(sources):
    return (sources - sources.mean(0)) / sources.std(0)


def problems():
    """Mixtures as scikit-learn's own tests and its example of blind source separation have them."""
    time = np.linspace(0, 100, 500)
    angle = 0.6
    turn = np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]])
    heavy = np.stack([np.sign(np.sin(time)), random.standard_t(1, size=500)], 1)
    yield "square wave and heavy tails", heavy, turn, 0.0
    yield "the same with noise", heavy, turn, 0.1
    waves = np.stack([np.sin(time), np.ceil(np.sin(np.pi * time))], 1)
    yield "two waves in six columns", waves, random.standard_normal((6, 2)), 0.0
    time = np.linspace(0, 8, 700)
    three = np.stack([np.sin(2 * time), np.sign(np.sin(3 * time)), 2 * (time % 1) - 1], 1)
    yield "sine, square and sawtooth with noise", normed(three) + 0.2 * random.standard_normal((700, 3)), np.array(
        [[1, 1, 1], [0.5, 2, 1], [1.5, 1, 2]]), 0.0


def rounded(array):
    return [float(f"{value:.7g}") for value in np.ravel(array)]


def fits(features, count):
    """By every contrast and approach, from one start, which is told in terms of whitened components whose loading of
    largest magnitude is positive: scikit-learn gives its own another sign."""
    start = random.standard_normal((count, count))
    for approach in ["parallel", "deflation"]:
        for contrast, alpha in [("logcosh", 1.0), ("logcosh", 1.5), ("exp", 1.0), ("cube", 1.0)]:
            whitening = FastICA(count, algorithm=approach, fun=contrast, whiten="unit-variance", max_iter=1,
                                w_init=start, whiten_solver="svd").fit(features).whitening_
            largest = np.abs(whitening).argmax(1)
            signs = np.sign(whitening[np.arange(count), largest])
            fit = FastICA(count, algorithm=approach, fun=contrast, fun_args={"alpha": alpha}, whiten="unit-variance",
                          w_init=start * signs, max_iter=200, tol=1e-4, whiten_solver="svd").fit(features)
            yield {"approach": "symmetric" if approach == "parallel" else approach, "contrast": contrast, "alpha": alpha,
                   "start": rounded(start), "iterations": fit.n_iter_, "components": rounded(fit.components_)}


warnings.simplefilter("ignore")
golden = []
for name, sources, mixing, noise in problems():
    features = normed(sources) @ mixing.T
    features = np.round(features + noise * random.standard_normal(features.shape), 4)
    golden.append({
        "name": name, "rows": features.shape[0], "columns": features.shape[1], "features": features.ravel().tolist(),
        "mixing": rounded(mixing), "count": mixing.shape[1], "fits": list(fits(features, mixing.shape[1])),
    })
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.json"), "w") as out:
    json.dump({"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "seed": 20240611,
               "problems": golden}, out, separators=(",", ":"))
