"""Principal components by kalon-reduce and by scikit-learn on the same generated features, in one run.

usage: python reduce.py --executables .build/release [--size small] [--repeats 3] [--record]

Needs h5py, numpy and scikit-learn; full takes 9 GB of disk, 7 GB of memory and a quarter of an hour.
small: 20000 x 2560 to 1280, both sides in turn; explained variances and components are compared.
full:  81099 x 16928 to 8464 by kalon-reduce; scikit-learn's time is extrapolated from sizes that it can do.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import features_files
import h5py
import numpy as np
import results

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--size", choices=["small", "full"], default="small")
parser.add_argument("--executables", default=".build/release")
parser.add_argument("--benchmark", default=os.path.join(os.path.dirname(__file__), ".build/release/reduction-benchmark"),
                    help="the executable of the package Benchmarks")
parser.add_argument("--folder", help="where data and results go; default: a temporary folder, removed afterwards")
parser.add_argument("--data", help="features file to generate, or to use where it is there already")
parser.add_argument("--repeats", type=int, default=3)
parser.add_argument("--solvers", default="covariance_eigh,auto", help="scikit-learn's, for the small size")
parser.add_argument("--generate-only", action="store_true")
results.add_options(parser)
options = parser.parse_args()

SIZES = {"small": (20000, 2560, 1280), "full": (81099, 16928, 8464)}


def deviations(columns):
    """A spectrum that falls by a power, as those of pooled features do."""
    return ((1 + np.arange(columns)) ** -0.6).astype("f")


def blocks(rows, columns, seed=0):
    """Rows whose covariance is diag(deviations²) turned by three reflections: its spectrum is known, its vectors dense."""
    random = np.random.default_rng(seed)
    scale = deviations(columns)
    mirrors = [v / np.linalg.norm(v) for v in random.standard_normal((3, columns), dtype="f")]
    mean = random.standard_normal(columns, dtype="f")
    for first in range(0, rows, 2048):
        block = random.standard_normal((min(2048, rows - first), columns), dtype="f") * scale
        for mirror in mirrors:
            block -= 2 * np.outer(block @ mirror, mirror)
        yield first, block + mean


def run(*command):
    """Runs one of our executables; seconds, its highest memory in bytes, and what it printed."""
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed")
    return time.time() - start, usage.ru_maxrss * 1024, output


def reduce(data, count, folder):
    model, output = os.path.join(folder, "model.h5"), os.path.join(folder, "reduced.h5")
    seconds, memory, _ = run(os.path.join(options.executables, "kalon-reduce"), data, "--components", str(count), "--model", model, "--output", output)
    return seconds, memory, model, output


def scikit_learn(features, count, solver):
    from sklearn.decomposition import PCA
    start = time.time()
    fit = PCA(count, svd_solver=solver, random_state=0).fit(features)
    middle = time.time()
    fit.transform(features)
    return fit, middle - start, time.time() - middle


def compare(model, name, fit):
    """Largest differences: explained variances relative, components up to sign where eigenvalues are apart."""
    with h5py.File(model) as file:
        components, variance = file["components"][()], file["explained_variance"][()]
    theirs = fit.explained_variance_.astype("f8")
    relative = np.abs(variance / theirs - 1).max()
    share = abs(variance.sum() - theirs.sum()) / theirs.sum()
    gaps = np.minimum(np.append(np.inf, variance[:-1] - variance[1:]), np.append(variance[:-1] - variance[1:], 0))
    apart = np.flatnonzero(gaps > 1e-3 * variance[0])
    signs = np.sign((components[apart] * fit.components_[apart]).sum(1))
    difference = np.abs(components[apart] - signs[:, None] * fit.components_[apart]).max()
    print(f"against {name}: explained variances: each within {relative:.1e}, their sum within {share:.1e}; "
          f"{len(apart)} components with eigenvalues apart: within {difference:.1e}")


def small(data, folder, count):
    # First of all, since a process inherits its parent's highest memory.
    wall, memory, model, _ = reduce(data, count, folder)
    with h5py.File(data) as file:
        features = file["features"][()]
    times = {}
    fits = {}
    for _ in range(options.repeats):
        _, _, output = run(options.benchmark, data, str(count))
        for line in map(json.loads, output.splitlines()):
            times.setdefault("kalon " + line["place"], []).append((line["fit"], line["transform"]))
        for solver in options.solvers.split(","):
            fits[solver], *seconds = scikit_learn(features, count, solver)
            times.setdefault("scikit-learn " + solver, []).append(tuple(seconds))
    found = summary(times, wall, memory)
    for row in found:
        print(f"{row.what:56} {row.value:>8} {row.unit}")
    results.record(options, found, [results.version("scikit-learn")])
    compare(model, "scikit-learn in float32", fits[options.solvers.split(",")[0]])
    # Deviations from the mean in double precision: scikit-learn's own float32 subtracts large numbers from each other.
    exact = features.astype("f8")
    exact -= exact.mean(0)
    compare(model, "scikit-learn in float64", scikit_learn(exact, count, "covariance_eigh")[0])


def summary(times, wall, memory):
    """The times of the small size, medians over the repeats, and the memory of the whole command."""
    found = []

    def add(what, value, unit):
        found.append(results.Row(f"{options.size}/{what}", value, unit, "float32"))

    for name, seconds in times.items():
        for place, part in enumerate(["fit", "transform"]):
            add(f"{name}, {part}", f"{statistics.median(s[place] for s in seconds):.2f}", "s")
    add("kalon-reduce", f"{wall:.2f}", "s")
    add("kalon-reduce, memory", f"{memory / 1e6:.0f}", "MB")
    sums = {name: statistics.median(sum(s) for s in seconds) for name, seconds in times.items()}
    for solver in options.solvers.split(","):
        add(f"time of kalon memory over scikit-learn {solver}", f"{sums['kalon memory'] / sums['scikit-learn ' + solver]:.2f}", "ratio")
    add("time of kalon hdf5 over kalon memory", f"{sums['kalon hdf5'] / sums['kalon memory']:.2f}", "ratio")
    return found


def full(data, folder, count):
    wall, memory, model, output = reduce(data, count, folder)
    print(f"kalon-reduce: {wall / 60:.1f} minutes, {memory / 1e9:.2f} GB")
    with h5py.File(model) as file, h5py.File(data) as source, h5py.File(output) as reduced:
        components, mean = file["components"][()], file["mean"][()]
        ratio = file["explained_variance_ratio"][()].sum()
        print("method:", file.attrs["method"])
        sample = np.sort(np.random.default_rng(1).choice(len(components), 300, replace=False))
        products = components[sample] @ components.T
        products[np.arange(len(sample)), sample] -= 1
        print(f"orthonormality on {len(sample)} components: within {np.abs(products).max():.1e}")
        rows = np.sort(np.random.default_rng(2).choice(source["features"].shape[0], 400, replace=False))
        deviations = source["features"][rows] - mean
        scores = deviations @ components.T
        left = ((deviations - scores @ components) ** 2).sum() / (deviations ** 2).sum()
        print(f"not explained: {1 - ratio:.6f} by the model, {left:.6f} on {len(rows)} rows; "
              f"scores within {np.abs(scores - reduced['features'][rows]).max():.1e}")
    results.record(options, [
        results.Row("full/kalon-reduce", f"{wall / 60:.1f}", "minutes", "float32"),
        results.Row("full/kalon-reduce, memory", f"{memory / 1e9:.2f}", "GB", "float32"),
        results.Row("full/scikit-learn covariance_eigh, extrapolated", f"{extrapolate(SIZES['full']):.0f}", "minutes", "float32"),
    ], [results.version("scikit-learn")])


def extrapolate(size):
    """Minutes of scikit-learn's exact solver, by growing sizes of the same shape; its cost grows with the cube of the columns."""
    rows, columns, count = size
    for side in [1024, 2048, 3072]:
        features = np.concatenate([block for _, block in blocks(rows * side // columns, side)])
        _, fit, transform = scikit_learn(features, count * side // columns, "covariance_eigh")
        seconds = (fit + transform) * (columns / side) ** 3
        print(f"scikit-learn covariance_eigh at {len(features)} x {side}: {fit + transform:.1f} s, "
              f"extrapolated {seconds / 60:.0f} minutes at full size")
    return seconds / 60


with tempfile.TemporaryDirectory() as temporary:
    rows, columns, count = SIZES[options.size]
    folder = options.folder or temporary
    data = options.data or os.path.join(folder, f"features-{options.size}.h5")
    if not os.path.exists(data):
        features_files.write(data, np.zeros(rows), columns, blocks(rows, columns))
    if options.generate_only:
        sys.exit()
    print(f"{rows} x {columns} to {count}, {os.cpu_count()} processors", flush=True)
    (small if options.size == "small" else full)(data, folder, count)
