"""A student that learns from a teacher, beside the teacher and the same student without one.

usage: python distil.py FEATURES.h5… --student FEATURES.h5 [--hidden 64] [--matching 0] [--photographs FOLDER]
         [--record]

Needs h5py and numpy. The teacher is the published classifier on all features files, the student one of narrower layers on one
of them. For every seed a fifth of the photographs of each class is set apart, and all are trained on the others. Prints, over
the seeds, the accuracy and the area under the ROC curve on the part set apart (mean and deviation) and the student's accuracy
above that without a teacher; the parameters and bytes of the classifiers; and, with
photographs, the milliseconds that a verdict on one takes, extraction included: the time of all less that of one.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

import features_files
import h5py
import results
from splits import Split, spread


class Lesson(Split):
    def measure(self):
        """Results and classifiers of teacher, student and lone student."""
        own = [self.training[self.options.features.index(self.options.student)]]
        test = [self.test[self.options.features.index(self.options.student)]]
        models = {name: self.path(f"{name}.h5") for name in ("teacher", "student", "alone")}
        self.train(self.training, models["teacher"])
        teaching = ["--teacher", models["teacher"], "--teacher-features", *self.training, "--alpha", self.options.alpha,
                    "--temperature", self.options.temperature]
        if self.options.matching > 0:
            teaching += ["--matching", self.options.matching]
        self.train(own, models["student"], "--hidden", self.options.hidden, *teaching)
        self.train(own, models["alone"], "--hidden", self.options.hidden)
        found = {name: self.evaluate(self.test if name == "teacher" else test, model) for name, model in models.items()}
        return found, models


def parameters(model):
    """Numbers that the classifier has learned or measured."""
    count = 0

    def add(_, item):
        nonlocal count
        if isinstance(item, h5py.Dataset):
            count += item.size

    with h5py.File(model) as file:
        file["model_weights"].visititems(add)
    return count


def milliseconds(options, model):
    """A photograph's time: that of all, less that of one, by those between."""
    paths = sorted(entry.path for entry in os.scandir(options.photographs) if entry.is_file())[:options.count]
    times = []
    for chosen in (paths[:1], paths):
        best = min(timed([os.path.join(options.binaries, "kalon-predict"), *chosen, "--model", model, "--quiet"])
                   for _ in range(2))
        times.append(best)
    return 1e3 * (times[1] - times[0]) / (len(paths) - 1)


def timed(command):
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return time.monotonic() - start


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("features", nargs="+")
    parser.add_argument("--student", required=True, help="one of the features files")
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=150)
    parser.add_argument("--hidden", default="64", help="the student's layers")
    parser.add_argument("--alpha", type=float, default=0.5)
    parser.add_argument("--temperature", type=float, default=2)
    parser.add_argument("--matching", type=float, default=0)
    parser.add_argument("--train", default="", help="further options of every training")
    parser.add_argument("--photographs", help="a folder, to time verdicts on")
    parser.add_argument("--count", type=int, default=12, help="photographs to time")
    results.add_options(parser)
    given = parser.parse_args()
    if given.student not in given.features:
        parser.error(f"--student {given.student} is none of the features files")
    features_files.require(parser, given.features)
    measured, sizes = {"teacher": [], "student": [], "alone": []}, {}
    for seed in range(given.seeds):
        with tempfile.TemporaryDirectory() as scratch:
            found, models = Lesson(given, scratch, seed).measure()
            for name in measured:
                measured[name].append(found[name])
            print(seed, json.dumps({name: found[name]["accuracy"] for name in found}), file=sys.stderr, flush=True)
            if seed == given.seeds - 1:
                for name, model in models.items():
                    sizes[name] = (parameters(model), os.path.getsize(model),
                                   milliseconds(given, model) if given.photographs else float("nan"))
    print(f"{'':<10}{'accuracy %':>16}{'AUC %':>16}{'above alone':>16}{'parameters':>12}{'MB':>8}{'ms a photograph':>17}")
    recorded = []
    for name, rows in measured.items():
        above = [row["accuracy"] - other["accuracy"] for row, other in zip(rows, measured["alone"])]
        count, size, taken = sizes[name]
        print(f"{name:<10}{spread([r['accuracy'] for r in rows], 100):>16}{spread([r['area'] for r in rows], 100):>16}"
              f"{spread(above, 100):>16}{count:>12}{size / 1e6:>8.1f}{taken:>17.1f}")
        for what, key in (("accuracy", "accuracy"), ("AUC", "area")):
            value, deviation = spread([row[key] for row in rows], 100).split(" ± ")
            recorded.append(results.Row(f"{name}/{what}", value, "%", spread=deviation))
        recorded.append(results.Row(f"{name}/parameters", str(count), ""))
        if given.photographs:
            recorded.append(results.Row(f"{name}/a photograph", f"{taken:.1f}", "ms"))
    results.record(given, recorded)
