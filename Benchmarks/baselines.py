"""Compares ways to choose columns on a user's features: the same photographs, the same number of columns, the same training.

usage: python baselines.py FEATURES.h5… --binaries .build/release [--genes 5000] [--seeds 5] [--epochs 150] [--ways a,b,c] [--record]

Needs h5py and numpy. For every seed a fifth of the photographs of each class is set apart; columns are chosen and the
classifier is trained on the others alone, and the part set apart is measured once a way. Prints, over the seeds, the columns
used, the seconds that the choice took, accuracy and area under the ROC curve on the part set apart (mean and deviation), and
the accuracy above that of random columns, seed by seed (mean and deviation).
"""
import argparse
import json
import os
import statistics
import sys
import tempfile
import time

import features_files
import h5py
import results
from splits import Split, spread

WAYS = ["random", "all", "pca", "anova", "mutual-information", "l1", "greedy", "gradient", "evolve-linear", "evolve-train"]


class Comparison(Split):
    def choose(self, way):
        """The features files to train on, and further arguments of the training."""
        mask = self.path(f"{way}.mask.h5")
        if way == "all":
            return self.training, []
        if way == "pca":
            reduced = self.path("reduced.h5")
            self.run("reduce", *self.training, "--components", min(self.options.genes, self.rows - 1),
                     "--model", self.path("pca.h5"), "--output", reduced)
            return [reduced], []
        common = [*self.training, "--genes", self.options.genes, "--output", mask]
        if way == "evolve-linear":
            self.run("evolve", *common, "--fitness", "linear", "--epochs", self.options.epochs, *self.options.linear.split(),
                     *self.options.train.split())
        elif way == "evolve-train":
            self.run("evolve", *common, *self.options.search.split(), *self.options.train.split())
        elif way == "gradient":
            if not os.path.exists(self.path("all.h5")):
                self.train(self.training, self.path("all.h5"))
            self.run("select", *common, "--by", way, "--model", self.path("all.h5"))
        else:
            self.run("select", *common, "--by", way)
        return self.training, ["--mask", mask]

    def measure(self, way):
        start = time.monotonic()
        features, more = self.choose(way)
        seconds = time.monotonic() - start
        model = self.path(f"{way}.h5")
        self.train(features, model, *more)
        found = self.evaluate(self.test, model)
        return {"columns": columns(model), "seconds": seconds, "accuracy": found["accuracy"], "area": found["area"]}


def columns(model):
    with h5py.File(model) as file:
        mask = file.get("kalon/mask")
        if mask is not None:
            return len(mask)
        kernel = next(iter(file["model_weights/dense"].values()))
        return next(value.shape[0] for name, value in kernel.items() if name.startswith("kernel"))


def table(found):
    print(f"{'way':<20}{'columns':>9}{'choice s':>10}{'accuracy %':>16}{'AUC %':>16}{'above random':>16}")
    for way, rows in found.items():
        line = f"{way:<20}{statistics.mean(r['columns'] for r in rows):9.0f}{statistics.mean(r['seconds'] for r in rows):10.1f}"
        line += f"{spread([r['accuracy'] for r in rows], 100):>16}{spread([r['area'] for r in rows], 100):>16}"
        if "random" in found:
            line += f"{spread([r['accuracy'] - s['accuracy'] for r, s in zip(rows, found['random'])], 100):>16}"
        print(line)


def rows(found):
    """The accuracies and areas of the table, as rows of results."""
    for way, measured in found.items():
        for name, key in (("accuracy", "accuracy"), ("AUC", "area")):
            value, deviation = spread([result[key] for result in measured], 100).split(" ± ")
            yield results.Row(f"{way}/{name}", value, "%", spread=deviation)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("features", nargs="+")
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--genes", type=int, default=5000)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=150)
    parser.add_argument("--ways", default=",".join(way for way in WAYS if way != "evolve-train"))
    parser.add_argument("--train", default="", help="further options of every training")
    parser.add_argument("--linear", default="--population 100 --generations 60 --keep 0.97 --confirm 5 --test-share 0",
                        help="options of the search by regression")
    parser.add_argument("--search", default="--population 20 --generations 10 --epochs 15 --keep 0.97 --test-share 0",
                        help="options of the search by training")
    results.add_options(parser)
    given = parser.parse_args()
    ways = given.ways.split(",")
    if unknown := set(ways) - set(WAYS):
        parser.error(f"unknown ways: {', '.join(sorted(unknown))}; known are {', '.join(WAYS)}")
    features_files.require(parser, given.features)
    found = {way: [] for way in ways}
    for seed in range(given.seeds):
        with tempfile.TemporaryDirectory() as scratch:
            split = Comparison(given, scratch, seed)
            for way in ways:
                found[way].append(split.measure(way))
                print(seed, way, json.dumps(found[way][-1]), file=sys.stderr, flush=True)
    table(found)
    results.record(given, rows(found))
