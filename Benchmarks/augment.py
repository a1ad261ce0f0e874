"""What perturbed copies among the training photographs are worth, on a user's features.

usage: python augment.py FEATURES.h5… --binaries .build/release --copies blur,noise,downscale-2 [--seeds 5] [--epochs 150] [--record]

FEATURES.h5 are of kalon-extract --augment, with at least the copies named; others that they hold are only measured on. Needs
h5py and numpy. For every seed a fifth of the photographs of each class is set apart with its copies; a classifier is trained on
the others as they are ("plain") and one on them and their copies ("augmented"), and both are measured on the part set apart, as
it is and perturbed. Prints accuracies in per cent over the seeds (mean and deviation), and the difference seed by seed.
"""
import argparse
import json
import sys
import tempfile

import numpy as np
import results
from splits import Split, spread


class Comparison(Split):
    def measure(self, copies):
        """Accuracies by what was done to the photographs that are measured on."""
        kept = self.training_rows[np.isin(self.copies[self.training_rows], ["", *copies])]
        features = self.parts("augmented" if copies else "plain", kept)
        model = self.path("model.h5")
        self.train(features, model)
        found = self.results(self.test, model)
        accuracies = {"untouched": found["sets"][0]["accuracy"]}
        for result in found["robustness"][0]["perturbations"]:
            accuracies[result["name"]] = result["accuracy"]
        return accuracies


def table(plain, augmented, copies):
    print(f"{'measured on':<16}{'plain':>16}{'augmented':>16}{'difference':>16}")
    for name in plain[0]:
        pairs = [(one[name], other[name]) for one, other in zip(plain, augmented)]
        line = f"{name + ('' if name not in copies else ' *'):<16}"
        for values in ([one for one, _ in pairs], [other for _, other in pairs], [other - one for one, other in pairs]):
            line += f"{spread(values, 100):>16}"
        print(line)
    print("* among the copies that were trained on")


def rows(plain, augmented):
    """The differences of the table, as rows of results."""
    for name in plain[0]:
        value, deviation = spread([other[name] - one[name] for one, other in zip(plain, augmented)], 100).split(" ± ")
        yield results.Row(f"difference on {name}", value, "points", spread=deviation)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("features", nargs="+")
    parser.add_argument("--copies", required=True, help="perturbations that are trained on, with commas between")
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=150)
    parser.add_argument("--train", default="", help="further options of every training")
    results.add_options(parser)
    given = parser.parse_args()
    chosen = given.copies.split(",")
    plain, augmented = [], []
    for seed in range(given.seeds):
        with tempfile.TemporaryDirectory() as scratch:
            split = Comparison(given, scratch, seed)
            if unknown := set(chosen) - set(split.copies):
                parser.error(f"the features hold no copies of {', '.join(sorted(unknown))}")
            for copies, found in (([], plain), (chosen, augmented)):
                found.append(split.measure(copies))
                print(seed, "augmented" if copies else "plain", json.dumps(found[-1]), file=sys.stderr, flush=True)
    table(plain, augmented, chosen)
    results.record(given, rows(plain, augmented))
