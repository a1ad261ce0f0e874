"""A user's photographs divided into a part to train on and one to measure on, and the stages run on them."""
import json
import os
import statistics
import subprocess
import sys

import features_files
import numpy as np


class Split:
    """The photographs of one seed, and what is done with them."""

    def __init__(self, options, folder, seed):
        self.options, self.folder, self.seed = options, folder, seed
        random = np.random.default_rng(seed)
        labels, paths, self.copies = features_files.truth(options.features[0])
        held = set()
        for label in (0, 1):
            rows = np.flatnonzero((labels == label) & (self.copies == ""))
            held.update(paths[random.permutation(rows)[:round(len(rows) / 5)]])
        # A photograph is held with all of its copies.
        is_held = np.array([path in held for path in paths])
        self.training_rows = np.flatnonzero((labels >= 0) & ~is_held)
        self.rows = len(self.training_rows)
        self.training = self.parts("training", self.training_rows)
        self.test = self.parts("test", np.flatnonzero(is_held))

    def parts(self, name, rows):
        paths = [self.path(f"{name}-{number}.h5") for number in range(len(self.options.features))]
        for source, path in zip(self.options.features, paths):
            features_files.part(source, path, rows, name)
        return paths

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, stage, *arguments):
        command = [os.path.join(self.options.binaries, f"kalon-{stage}"), *map(str, arguments), "--seed", str(self.seed)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")

    def train(self, features, output, *more):
        self.run("train", *features, *more, *self.options.train.split(), "--epochs", self.options.epochs, "--output", output)

    def evaluate(self, features, model):
        """What kalon-evaluate says of the first set."""
        return self.results(features, model)["sets"][0]

    def results(self, features, model):
        results = self.path("results.json")
        self.run("evaluate", *features, "--model", model, "--output", results)
        with open(results) as file:
            return json.load(file)


def spread(values, scale=1.0):
    deviation = statistics.stdev(values) if len(values) > 1 else 0
    return f"{scale * statistics.mean(values):.2f} ± {scale * deviation:.2f}"
