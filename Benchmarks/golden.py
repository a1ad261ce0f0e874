"""Whether two builds of Kalon give the same bytes: extractors, ONNX, reductions, searches, classifiers, a resumed training.

usage: python golden.py --binaries .build/release [--against OTHER/.build/release] [--networks all] [--keep digests.csv]

Needs h5py, NumPy and onnx. Everything is made from rendered pictures and seeds, in a temporary folder. An HDF5 file counts as its datasets and
attributes without those that say when, where and by which version it was made, an ONNX file as its graph. With --against both builds make everything, and what
differs is listed; else the digests are printed, to be kept (--keep) and compared on the same machine: another processor rounds otherwise.
Exits with 1 where something differs.
"""
import argparse
import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np
import onnx

# Small networks of every architecture; `all` takes the large ones too, a quarter of an hour and 2 GB of disk.
NETWORKS = ["mobilenet-v1@0.25", "mobilenet-v2@0.35", "shufflenet-v2@0.5", "resnet-18", "efficientnet-b0", "inception-v1"]
LARGE = ["multigap", "efficientnet-b7", "inception-v3", "resnet-50", "resnet-50-v1.5", "vgg16"]
# The last has the digest of a whole file, its date included.
PROVENANCE = ("command", "created", "inputs", "machine", "seconds", "threads", "version", "reduction_json")


class Build:
    """Makes everything with one set of executables and remembers the digest of each file."""

    def __init__(self, binaries, folder):
        self.binaries, self.folder, self.digests = os.path.abspath(binaries), folder, {}
        self.environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, stage, *arguments):
        return [os.path.join(self.binaries, f"kalon-{stage}"), *map(str, arguments)]

    def run(self, stage, *arguments):
        command = self.command(stage, *arguments)
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env=self.environment)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def note(self, name):
        path = self.path(name)
        self.digests[name] = digest_of_hdf5(path) if name.endswith(".h5") else digest_of_onnx(path)
        return name

    def make(self, networks):
        self.run("render", "pictures", "--count", 16, "--seed", 5, "--quiet")
        for network in networks:
            chosen = ["--extractor", network, "--weights", "seeded:3"]
            self.run("extract", "pictures", "--output", f"{network}.h5", *chosen, "--size", 96, "--quiet")
            self.note(f"{network}.h5")
            self.run("export", *chosen, "--output", f"{network}.onnx")
            self.note(f"{network}.onnx")
            os.remove(self.path(f"{network}.onnx"))
        features = f"{networks[0]}.h5"
        self.run("quantise", "pictures", "--extractor", networks[0], "--weights", "seeded:3", "--size", 96, "--output", "rounded.onnx")
        self.note("rounded.onnx")
        self.run("reduce", features, "--components", 8, "--model", "pca.h5", "--output", "reduced.h5")
        self.note("pca.h5")
        self.note("reduced.h5")
        self.search(features)
        self.train(features)
        self.resume(features)

    def search(self, features):
        common = ["--genes", 20, "--population", 6, "--generations", 3, "--quiet"]
        for fitness in ("linear", "train", "ladder"):
            more = ["--epochs", 3, "--hidden", "16,8"] if fitness != "linear" else ["--genes", 4]
            self.run("evolve", features, "--fitness", fitness, *common, *more, "--output", f"mask-{fitness}.h5")
            self.note(f"mask-{fitness}.h5")

    def train(self, features):
        rated = self.rated()
        network = ["--hidden", "32,16", "--epochs", 6, "--batch", 8]
        ways = {
            "linear": (features, ["--head", "linear"]),
            "cross-entropy": (features, network),
            "published": (features, [*network, "--preset", "published", "--no-standardise", "--no-calibrate"]),
            "focal": (features, [*network, "--focus", 2, "--class-weights", "balanced", "--label-smoothing", 0.1]),
            "mixup": (features, [*network, "--mixup", 0.2, "--average-decay", 0.9, "--optimiser", "adamw"]),
            "descent": (features, [*network, "--optimiser", "sgd", "--activation", "gelu", "--schedule", "cosine"]),
            "masked": (features, [*network, "--mask", "mask-train.h5"]),
            "taught": (features, [*network, "--teacher", "cross-entropy.h5", "--matching", 0.5]),
            "ratings": (rated, [*network, "--loss", "emd"]),
        }
        for name, (file, options) in ways.items():
            self.run("train", file, *options, "--seed", 7, "--quiet", "--output", f"{name}.h5")
            self.note(f"{name}.h5")

    def rated(self):
        """Features whose photographs have votes."""
        names = sorted(os.path.relpath(os.path.join(folder, name), self.folder) for folder, _, found in os.walk(self.path("pictures"))
                       for name in found if name.endswith(".jpg"))
        with open(self.path("rated.csv"), "w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["path", *(f"r{score}" for score in range(1, 6))])
            for place, name in enumerate(names):
                rows.writerow([name, *((place * score) % 7 + 1 for score in range(1, 6))])
        self.run("extract", "rated.csv", "--output", "rated.h5", "--extractor", "mobilenet-v1@0.25", "--weights", "seeded:3", "--size", 96, "--quiet")
        return self.note("rated.h5")

    def resume(self, features):
        """A training that is stopped in its middle and goes on is the training that is not."""
        arguments = [features, "--hidden", "512,512", "--epochs", 3000, "--batch", 4, "--no-calibrate", "--seed", 9, "--quiet"]
        self.run("train", *arguments, "--output", "whole.h5")
        self.note("whole.h5")
        started = subprocess.Popen(self.command("train", *arguments, "--output", "stopped.h5"), cwd=self.folder, env=self.environment,
                                   stderr=subprocess.DEVNULL)
        # It says by its code whether it was still at work.
        while started.poll() is None and not os.path.exists(self.path("stopped.h5.partial")):
            time.sleep(0.01)
        started.send_signal(signal.SIGINT)
        if started.wait() != 130:
            sys.exit("the training was over before it could be stopped")
        self.run("train", *arguments, "--output", "stopped.h5")
        self.note("stopped.h5")
        if self.digests["stopped.h5"] != self.digests["whole.h5"]:
            sys.exit("a training that was stopped and resumed is not the one that went through")


def digest_of_onnx(path):
    """Of the graph, with tensors named by the order in which nodes mention them: names within a file are nobody's business."""
    graph = onnx.load(path).graph
    names = {}
    for node in graph.node:
        node.name = ""
        for tensors in (node.input, node.output):
            for place, name in enumerate(tensors):
                tensors[place] = names.setdefault(name, str(len(names)))
    for tensor in [*graph.initializer, *graph.input, *graph.output]:
        tensor.name = names[tensor.name]
    initializers = sorted(graph.initializer, key=lambda tensor: int(tensor.name))
    del graph.initializer[:]
    graph.initializer.extend(initializers)
    return hashlib.sha256(graph.SerializeToString(deterministic=True)).hexdigest()


def comparable(text):
    """JSON without what may differ: `normalisesTwice` of extractors, which followed from the weights, and the words of warnings."""
    if not isinstance(text, str) or not text.startswith(("[", "{")):
        return text

    def without(value):
        if isinstance(value, dict):
            return {key: without(entry) for key, entry in value.items() if key not in ("normalisesTwice", "sentence")}
        return [without(entry) for entry in value] if isinstance(value, list) else value

    return json.dumps(without(json.loads(text)), sort_keys=True)


def digest_of_hdf5(path):
    total = hashlib.sha256()

    def add(name, values):
        total.update(f"{name} {np.asarray(values).dtype} {np.asarray(values).shape}\n".encode())
        values = np.asarray(values)
        total.update(repr(values.tolist()).encode() if values.dtype == object else values.tobytes())

    def visit(name, item):
        for key in sorted(item.attrs):
            if key not in PROVENANCE:
                value = item.attrs[key]
                texts = isinstance(value, np.ndarray) and value.dtype == object
                add(f"{name}@{key}", np.vectorize(comparable, otypes=[object])(value) if texts else comparable(value))
        if isinstance(item, h5py.Dataset) and name != "skipped/reasons":  # Words, whose kinds are told apart by their brackets.
            values = item.asstr()[()] if h5py.check_string_dtype(item.dtype) else item[()]
            add(name, np.vectorize(comparable, otypes=[object])(values) if name.endswith(("extractors", "extractor")) else values)

    with h5py.File(path) as file:
        visit("", file)
        names = []
        file.visit(names.append)
        for name in sorted(names):
            if name not in PROVENANCE:
                visit(name, file[name])
    return total.hexdigest()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--against")
    parser.add_argument("--networks", choices=["small", "all"], default="small")
    parser.add_argument("--keep")
    given = parser.parse_args()
    networks = NETWORKS + (LARGE if given.networks == "all" else [])
    builds = []
    for binaries in [given.binaries, given.against]:
        if binaries is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            build = Build(binaries, folder)
            build.make(networks)
            builds.append(build.digests)
    if given.keep:
        with open(given.keep, "w", newline="") as file:
            csv.writer(file).writerows([("file", "sha256"), *builds[0].items()])
    if given.against is None:
        print("\n".join(f"{digest}  {name}" for name, digest in builds[0].items()))
        return
    differing = [name for name in builds[0] if builds[0][name] != builds[1].get(name)]
    print(f"{len(builds[0]) - len(differing)} of {len(builds[0])} files are the same" + "".join(f"\n  differs: {name}" for name in differing))
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
