"""Compares a quantised network with the one that it was made from: speed, features, and a classifier on them.

usage: python quantised.py --binaries .build/release --extractor multigap --weights FILE --quantised FILE.onnx
           --good FOLDER... --bad FOLDER... [--size 996] [--taps A,B] [--count N] [--repeats 3] [--partitions 1] [--record]

Needs numpy, h5py and scikit-learn; photographs in --good and --bad, the classes of the classifier. Prints
  speed     images/s of kalon-extract in float32, bfloat16 and with the quantised network, in turns over the same
            photographs, from the time that a run takes beyond one of a single photograph
  features  |difference| / |float32 features| of each tap, the mean over the photographs
  accuracy  logistic regression on standardised columns, 10 folds (of so many --partitions), trained and tested on the same kind of features,
            and trained on float32 and tested on the others
"""
import argparse
import glob
import json
import os
import subprocess
import tempfile
import time

import h5py
import numpy as np
import results
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.preprocessing import StandardScaler


def pictures(folders, count):
    paths = [p for folder in folders for p in sorted(glob.glob(os.path.join(folder, "*")))]
    paths = [os.path.abspath(p) for p in paths if p.lower().endswith((".jpg", ".jpeg", ".png"))]
    return paths if not count or len(paths) <= count else [paths[i * len(paths) // count] for i in range(count)]


def extract(options, manifest, arguments, output):
    command = [os.path.join(options.binaries, "kalon-extract"), manifest, "--output", output, "--quiet"] + arguments
    start = time.time()
    subprocess.run(command, check=True)
    return time.time() - start


def write_manifest(path, rows):
    with open(path, "w") as file:
        file.write("path,label\n" + "".join(f"{p},{label}\n" for p, label in rows))
    return path


def accuracies(train, test, labels, partitions):
    """Accuracy of each fold of so many divisions; rows of `test` are those of `train` by other arithmetic."""
    scores = []
    for fit, held in RepeatedStratifiedKFold(n_splits=10, n_repeats=partitions, random_state=0).split(train, labels):
        scaler = StandardScaler().fit(train[fit])
        model = LogisticRegression(C=0.01, max_iter=2000).fit(scaler.transform(train[fit]), labels[fit])
        scores.append(model.score(scaler.transform(test[held]), labels[held]))
    return np.array(scores)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--extractor", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--quantised", required=True)
    parser.add_argument("--good", nargs="+", required=True)
    parser.add_argument("--bad", nargs="+", required=True)
    parser.add_argument("--size")
    parser.add_argument("--taps")
    parser.add_argument("--count", type=int, help="photographs of each class; default: all")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--partitions", type=int, default=1, help="divisions into ten folds")
    results.add_options(parser)
    options = parser.parse_args()
    network = ["--extractor", options.extractor, "--weights", options.weights]
    network += ["--size", options.size] if options.size else []
    network += ["--taps", options.taps] if options.taps else []
    kinds = {
        "float32": network + ["--precision", "float32"],
        "bfloat16": network + ["--precision", "bfloat16"],
        "8 bits": ["--extractor", "onnx:" + options.quantised, "--precision", "bfloat16"],
    }
    rows = [(p, 1) for p in pictures(options.good, options.count)] + [(p, 0) for p in pictures(options.bad, options.count)]
    features, seconds = {}, {kind: [] for kind in kinds}
    with tempfile.TemporaryDirectory() as folder:
        whole = write_manifest(os.path.join(folder, "all.csv"), rows)
        one = write_manifest(os.path.join(folder, "one.csv"), rows[:1])
        for repeat in range(max(options.repeats, 1)):
            for kind, arguments in kinds.items():
                output = os.path.join(folder, "features.h5")
                start = extract(options, one, arguments, output)
                seconds[kind].append((extract(options, whole, arguments, output) - start) / (len(rows) - 1))
                with h5py.File(output) as file:
                    features[kind], labels = file["features"][()], file["labels"][()]
                    if kind == "float32":
                        tap = json.loads(file.attrs["extractor_json"])[0]
    base, rows = np.median(seconds["bfloat16"]), []
    for kind, times in seconds.items():
        print(f"speed     {kind:9} {np.median(times):.4f} s a photograph, {base / np.median(times):.2f} x bfloat16")
        rows += [results.Row("a photograph", f"{np.median(times):.4f}", "s", kind),
                 results.Row("speed over bfloat16", f"{base / np.median(times):.2f}", "ratio", kind)]
    exact, edges = features["float32"], np.cumsum([0] + tap["tapWidths"])
    for kind in ("bfloat16", "8 bits"):
        errors = [
            np.mean(np.linalg.norm(features[kind][:, a:b] - exact[:, a:b], axis=1) / np.linalg.norm(exact[:, a:b], axis=1))
            for a, b in zip(edges, edges[1:])]
        print(f"features  {kind:9} " + " ".join(f"{100 * e:.2f}" for e in errors) + " %")
        rows.append(results.Row("worst tap", f"{100 * max(errors):.2f}", "%", kind))
    reference = accuracies(exact, exact, labels, options.partitions)
    for kind, values in features.items():
        same, moved = (accuracies(fit, values, labels, options.partitions) for fit in (values, exact))
        print(
            f"accuracy  {kind:9} {same.mean():.4f} ({same.mean() - reference.mean():+.4f}), trained on float32 "
            f"{moved.mean():.4f} ({moved.mean() - reference.mean():+.4f})")
        rows += [results.Row("accuracy", f"{same.mean():.4f}", "share", kind),
                 results.Row("accuracy, trained in float32", f"{moved.mean():.4f}", "share", kind)]
    results.record(options, rows, [results.version("scikit-learn")])


if __name__ == "__main__":
    main()
