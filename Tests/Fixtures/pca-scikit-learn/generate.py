"""Writes fitted PCAs of scikit-learn as pickles of every protocol and as .npz, and pickles that must be refused."""
import json
import os
import pickle

import numpy as np
from sklearn.decomposition import PCA

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(7)
features = (random.normal(size=(12, 256)) * np.linspace(2, 0.5, 256) + 1).astype("float32")
fit = PCA(3, svd_solver="full", whiten=True).fit(features.astype("float64"))
for protocol in (2, 4, 5):
    with open(os.path.join(here, f"protocol{protocol}.pkl"), "wb") as out:
        pickle.dump(fit, out, protocol=protocol)
arrays = {"mean": fit.mean_, "components": np.asfortranarray(fit.components_.astype("f4")),
          "explained_variance": fit.explained_variance_}
np.savez(os.path.join(here, "arrays.npz"), **arrays)
np.savez_compressed(os.path.join(here, "compressed.npz"), **arrays)


class Calls:
    """Its pickle would run a command."""

    def __reduce__(self):
        return os.system, ("touch pickle-was-run",)


fit.mean_ = Calls()
with open(os.path.join(here, "calls.pkl"), "wb") as out:
    pickle.dump(fit, out, protocol=4)
with open(os.path.join(here, "other.pkl"), "wb") as out:
    pickle.dump({"mean": [1, 2]}, out, protocol=4)
fit = PCA(3, svd_solver="full", whiten=True).fit(features.astype("float64"))
with open(os.path.join(here, "expected.json"), "w") as out:
    json.dump({"mean": fit.mean_.tolist(), "components": fit.components_.ravel().tolist(),
               "explainedVariance": fit.explained_variance_.tolist(),
               "explainedVarianceRatio": fit.explained_variance_ratio_.tolist(), "samples": fit.n_samples_}, out)
