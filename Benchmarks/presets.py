"""Holds the preset small, and networks on request, against scikit-learn's logistic regression, by cross-validation on a user's photographs.

usage: python presets.py FEATURES.h5… --binaries .build/release [--folds 5] [--seeds 1] [--ways small,published] [--record]

Needs h5py, NumPy and scikit-learn. Each features file is a set of its own. For every seed its labelled photographs are dealt into folds,
both classes evenly; for each fold kalon-train learns from the others in every way, kalon-evaluate measures on it, and
scikit-learn fits a logistic regression on standardised columns, C by cross-validation within the others (by accuracy, its default,
and by log-loss). Prints accuracy, area under the ROC curve and log-loss, mean over all folds with the standard error, and what
the preset lacks of scikit-learn's default and of its better choice in standard errors.

Ways: small, published, and network:EPOCHS:BATCH, the published network with so many epochs and photographs a step, uncalibrated.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import warnings

import features_files
import h5py
import numpy as np
import results
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MEASURES = {"accuracy": "share", "AUC": "area", "log-loss": "nats"}
PEERS = {"scikit-learn, C by accuracy": "accuracy", "scikit-learn, C by log-loss": "neg_log_loss"}


class Fold:
    """A set's photographs of one fold apart from the others, in files of their own."""

    def __init__(self, options, source, folder, training, test):
        self.options, self.source, self.folder, self.training, self.test = options, source, folder, training, test
        features_files.part(source, self.path("training.h5"), training, "training")
        features_files.part(source, self.path("test.h5"), test, "test")

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, stage, *arguments):
        command = [os.path.join(self.options.binaries, f"kalon-{stage}"), *map(str, arguments), "--seed", "1", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")

    def kalon(self, way):
        if way.startswith("network:"):
            _, epochs, batch = way.split(":")
            more = ["--preset", "published", "--epochs", epochs, "--batch", batch, "--no-calibrate"]
        else:
            more = ["--preset", way]
        self.run("train", self.path("training.h5"), *more, "--output", self.path("c.h5"))
        self.run("evaluate", self.path("test.h5"), "--model", self.path("c.h5"), "--output", self.path("r.json"))
        with open(self.path("r.json")) as file:
            found = json.load(file)["sets"][0]
        return found["accuracy"], found["area"], found["reliability"]["logLoss"]

    def scikit_learn(self, scoring):
        with h5py.File(self.source) as file:
            features, labels = file["features"][()].astype(float), file["labels"][()].astype(int)
        regression = LogisticRegressionCV(Cs=np.logspace(-5, 1, 7), cv=5, scoring=scoring, max_iter=300)
        model = make_pipeline(StandardScaler(), regression).fit(features[self.training], labels[self.training])
        probabilities, truth = model.predict_proba(features[self.test])[:, 1], labels[self.test]
        return np.mean((probabilities >= 0.5) == truth), roc_auc_score(truth, probabilities), log_loss(truth, probabilities)


def measure(options, source):
    """Of every way a list of measures, one a fold."""
    labels, _, copies = features_files.truth(source)
    rows = np.flatnonzero((labels >= 0) & (copies == ""))
    found = {way: [] for way in [*options.ways.split(","), *PEERS]}
    for seed in range(1, options.seeds + 1):
        parts = StratifiedKFold(options.folds, shuffle=True, random_state=seed).split(rows, labels[rows])
        for training, test in parts:
            with tempfile.TemporaryDirectory() as folder:
                fold = Fold(options, source, folder, rows[training], rows[test])
                for way in options.ways.split(","):
                    found[way].append(fold.kalon(way))
                for peer, scoring in PEERS.items():
                    found[peer].append(fold.scikit_learn(scoring))
    ones = int((labels[rows] == 1).sum())
    return found, len(rows), max(ones, len(rows) - ones) / len(rows)


def summary(values):
    """The means over the folds, and their standard errors."""
    values = np.array(values)
    return values.mean(0), values.std(0, ddof=1) / len(values) ** 0.5


def table(name, found, majority):
    """Prints the measures of every way, and returns them as rows of results."""
    rows = [results.Row(f"{name}/majority", f"{majority:.3f}", "share")]
    for way, values in found.items():
        cells = [(f"{mean:.3f}", f"{error:.3f}") for mean, error in zip(*summary(values))]
        print(f"{way:32}" + "".join(f"{' ± '.join(cell):>18}" for cell in cells))
        rows += [results.Row(f"{name}/{way}/{measure}", mean, unit, spread=error)
                 for (measure, unit), (mean, error) in zip(MEASURES.items(), cells)]
    return rows


def lacks(found):
    """What the preset lacks of scikit-learn's default and of its better choice of C, in standard errors; below 0.5 it is not below it."""
    means, errors = summary(found["small"])
    peers = np.array([summary(found[peer])[0] for peer in PEERS])
    for place, measure in enumerate(["accuracy", "AUC"]):
        for what, best in (("below C by accuracy", peers[0, place]), (f"{measure} below the better C", peers[:, place].max())):
            lack = best - means[place]
            print(f"  small, {measure} {what.removeprefix(measure + ' ')}: {lack:+.4f}, {lack / errors[place]:+.2f} standard errors")
            yield what, lack / errors[place]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", nargs="+", help="features files, each a set with labels")
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--ways", default="small")
    results.add_options(parser)
    options = parser.parse_args()
    features_files.require(parser, options.features)
    warnings.filterwarnings("ignore")
    rows, worst = [], {}
    for source in options.features:
        found, count, majority = measure(options, source)
        name = os.path.basename(source).removesuffix(".h5")
        print(f"\n{name}: {count} photographs, {majority:.3f} of one class")
        rows += table(name, found, majority)
        for what, lack in lacks(found) if "small" in found else ():
            worst[what] = max(lack, worst.get(what, lack))
        sys.stdout.flush()
    rows += [results.Row(f"worst set/{what}", f"{lack:.2f}", "standard errors") for what, lack in worst.items()]
    results.record(options, rows, [results.version("scikit-learn")])


if __name__ == "__main__":
    main()
