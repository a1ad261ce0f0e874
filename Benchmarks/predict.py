"""Whether kalon-predict keeps the rate of kalon-extract on the same photographs.

usage: python predict.py FOLDER CLASSIFIER.h5 --extract 'options of kalon-extract' [--binaries .build/release] [--rounds 3]
         [--record]

The options are those that the classifier's features were extracted with; no other Python package is needed. Both run alternately,
start-up included, after one run that fills the cache of networks. Prints photographs a second (median of the rounds) and the ratio.
"""
import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

import results


def timed(command):
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return time.monotonic() - start, done.stdout.count("\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("photographs")
    parser.add_argument("classifier")
    parser.add_argument("--extract", required=True)
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--rounds", type=int, default=3)
    results.add_options(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        features = os.path.join(scratch, "features.h5")
        extract = [os.path.join(given.binaries, "kalon-extract"), given.photographs, "--output", features, "--quiet",
                   *shlex.split(given.extract)]
        predict = [os.path.join(given.binaries, "kalon-predict"), given.photographs, "--model", given.classifier, "--quiet"]
        count = timed(predict)[1]
        rates = {"extract": [], "predict": []}
        for _ in range(given.rounds):
            for name, command in (("extract", extract), ("predict", predict)):
                rates[name].append(count / timed(command)[0])
    medians = {name: statistics.median(found) for name, found in rates.items()}
    ratio = medians["predict"] / medians["extract"]
    for name, found in rates.items():
        print(f"kalon-{name:<10}{medians[name]:8.2f} photographs a second ({', '.join(f'{rate:.2f}' for rate in found)})")
    print(f"predict / extract {ratio:.3f}")
    rows = [results.Row(f"kalon-{name}", f"{median:.2f}", "photographs/s") for name, median in medians.items()]
    results.record(given, [*rows, results.Row("rate of predict over extract", f"{ratio:.3f}", "ratio")])
