"""Times two builds of Kalon in turns: what a change cost.

usage: python builds.py PHOTOGRAPHS --before OTHER/.build/release [--after .build/release] [--rounds 5] [--csv FILE]

Needs NumPy and h5py. Each round runs both builds once, one after the other, on the same generated features and the same photographs; the least
of all rounds counts, and the ratio after / before. For an idle machine.
  train      milliseconds a step of the published classifier at 5000 inputs, batch 128
  evolve     seconds of a generation: 8 masks of 500 columns trained for 5 epochs each (train, ladder), and 40 of linear
  extract    seconds for 40 photographs: MultiGAP and EfficientNetB7 at 300 pixels, from compiled networks in the cache
"""
import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
import time

from train import generate


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("photographs")
    parser.add_argument("--before", required=True)
    parser.add_argument("--after", default=".build/release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["train", "evolve", "extract"])
    parser.add_argument("--csv")
    given = parser.parse_args()
    builds = {"before": os.path.abspath(given.before), "after": os.path.abspath(given.after)}
    photographs = os.path.abspath(given.photographs)
    with tempfile.TemporaryDirectory() as folder:
        wide, small = os.path.join(folder, "wide.h5"), os.path.join(folder, "small.h5")
        generate(wide, 6400, 5000)
        generate(small, 2000, 3000)
        names = sorted(name for name in os.listdir(photographs) if name.lower().endswith((".jpg", ".jpeg")))[:40]
        os.mkdir(os.path.join(folder, "photos"))
        for name in names:
            os.symlink(os.path.join(photographs, name), os.path.join(folder, "photos", name))
        common = ["--genes", "500", "--generations", "1", "--hidden", "64,32", "--batch", "32"]
        work = {
            f"train {precision}": ["train", wide, "--epochs", "3", "--batch", "128", "--preset", "published", "--precision", precision]
            for precision in ("float32", "bfloat16")
        } | {
            "evolve train": ["evolve", small, "--fitness", "train", "--population", "8", "--epochs", "5", *common],
            "evolve ladder": ["evolve", small, "--fitness", "ladder", "--population", "8", "--epochs", "9", *common],
            "evolve linear": ["evolve", small, "--fitness", "linear", "--population", "40", *common[:4]],
        } | {
            f"extract {network}": ["extract", "photos", "--extractor", network, "--weights", "seeded:1", "--size", "300"]
            for network in ("multigap", "efficientnet-b7")
        }
        work = {name: arguments for name, arguments in work.items() if given.only in (None, arguments[0])}
        least = {name: {} for name in work}
        for _ in range(given.rounds):
            for name, arguments in work.items():
                for build, binaries in builds.items():
                    seconds = run(folder, build, binaries, arguments)
                    least[name][build] = min(seconds, least[name].get(build, seconds))
    rows = [(name, times["before"], times["after"], times["after"] / times["before"]) for name, times in least.items()]
    for name, before, after, ratio in rows:
        print(f"{name:28} {before:9.3f} {after:9.3f} {ratio:6.3f}")
    if given.csv:
        with open(given.csv, "w", newline="") as file:
            csv.writer(file).writerows([("work", "before", "after", "ratio"), *rows])


def run(folder, build, binaries, arguments):
    stage, *rest = arguments
    output = os.path.join(folder, f"{build}.h5")
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, f"cache-{build}"))
    start = time.monotonic()
    done = subprocess.run([os.path.join(binaries, f"kalon-{stage}"), *rest, "--output", output], capture_output=True, text=True,
                          cwd=folder, env=environment)
    seconds = time.monotonic() - start
    if done.returncode:
        sys.exit(f"{binaries}: kalon {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    os.remove(output)
    steps = re.findall(r"([\d.]+) ms a step", done.stderr)
    return float(steps[0]) if stage == "train" and steps else seconds


if __name__ == "__main__":
    main()
