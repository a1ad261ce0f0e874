"""Whether a whole judge in one ONNX file says what its stages say: MultiGAP, components, a mask and a classifier.

usage: python whole-judge.py PHOTOGRAPHS [--binaries .build/release] [--extractor multigap] [--weights seeded:1] [--count 20]

Needs NumPy, onnxruntime and Pillow. PHOTOGRAPHS is a folder; 60 of its pictures are made small, so that Kalon and ONNX Runtime see the same pixels,
and get labels by turns: what is compared is verdicts, not accuracy. Prints the largest difference of probabilities, and the same for the judge in
8 bits. Exits with 1 above 1e-5.
"""
import argparse
import csv
import glob
import io
import os
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime
from PIL import Image


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("photographs")
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--extractor", default="multigap")
    parser.add_argument("--weights", default="seeded:1")
    parser.add_argument("--count", type=int, default=20)
    given = parser.parse_args()
    binaries = os.path.abspath(given.binaries)
    found = sorted(glob.glob(os.path.join(os.path.abspath(given.photographs), "**", "*.jpg"), recursive=True))[:60]
    with tempfile.TemporaryDirectory() as folder:
        def run(stage, *arguments):
            command = [os.path.join(binaries, f"kalon-{stage}"), *map(str, arguments)]
            done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
            if done.returncode:
                sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
            return done.stdout

        for place, path in enumerate(found):
            kind = os.path.join(folder, "small", "aesthetic" if place % 2 else "not-aesthetic")
            os.makedirs(kind, exist_ok=True)
            picture = Image.open(path).convert("RGB")
            picture.thumbnail((320, 320))
            picture.save(os.path.join(kind, f"{place:03}.png"))
        run("extract", "small", "--extractor", given.extractor, "--weights", given.weights, "--output", "features.h5", "--quiet")
        run("reduce", "features.h5", "--components", 30, "--model", "components.h5", "--output", "reduced.h5", "--quiet")
        run("select", "reduced.h5", "--by", "anova", "--genes", 12, "--output", "mask.h5", "--quiet")
        run("train", "reduced.h5", "--mask", "mask.h5", "--hidden", "16,8", "--epochs", 10, "--batch", 8, "--output", "classifier.h5", "--quiet")
        run("export", "classifier.h5", "--output", "judge.onnx")
        run("quantise", "small", "--classifier", "classifier.h5", "--count", 12, "--limit", 10, "--output", "rounded.onnx")
        chosen = sorted(glob.glob(os.path.join(folder, "small", "*", "*.png")))[: given.count]
        verdicts = list(csv.DictReader(io.StringIO(run("predict", *chosen, "--model", "classifier.h5", "--format", "csv"))))
        expected = np.array([float(row["probability_aesthetic"]) for row in verdicts])
        worst = {}
        for name in ("judge.onnx", "rounded.onnx"):
            session = onnxruntime.InferenceSession(os.path.join(folder, name))
            pixels = [np.asarray(Image.open(row["path"]).convert("RGB"), dtype=np.float32)[None] / np.float32(255) for row in verdicts]
            answers = np.array([session.run(None, {"image": picture})[0].item() for picture in pixels])
            worst[name] = np.abs(answers - expected).max()
    print(f"{len(expected)} verdicts from {expected.min():.3f} to {expected.max():.3f}: within {worst['judge.onnx']:.1e}, in 8 bits within {worst['rounded.onnx']:.1e}")
    sys.exit(1 if worst["judge.onnx"] > 1e-5 else 0)


if __name__ == "__main__":
    main()
