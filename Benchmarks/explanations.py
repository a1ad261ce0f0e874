"""Methods of explanation beside random attributions: deletion, insertion, stability, sums and seconds, as means over photographs.

usage: python explanations.py MODEL.h5 --photographs FOLDER [--count 30] [--methods NAME …] [--record]

Needs h5py and numpy. Runs kalon-explain --measure on the first photographs of the folder by name, and reads the files that it writes. Each
mean has the standard error over the photographs. The areas are those below the curves of deletion (lower is better) and insertion (higher is
better); stability is the rank correlation between seeds; the sum is off by at most so much on any photograph (of lrp: what its
stabilisers keep).
"""
import argparse
import pathlib
import subprocess
import tempfile

import h5py
import numpy

import results

ENDINGS = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"}


def area(shares, values):
    return float(numpy.sum(numpy.diff(shares) * (values[1:] + values[:-1]) / 2))


def figures(path):
    """The figures of each method in one file, by method and name; those that a method does not have are left out."""
    found = {}
    with h5py.File(path) as file:
        for name in file["methods/names"].asstr()[:]:
            group = file["methods"][name]
            shares = group["curves/shares"][:]
            row = {"deletion": area(shares, group["curves/deletion"][:]), "insertion": area(shares, group["curves/insertion"][:]),
                   "seconds": float(group.attrs["seconds"])}
            if "stability" in group.attrs:
                row["stability"] = float(group.attrs["stability"])
            if "sum" in group.attrs:
                row["sum off by"] = abs(float(group.attrs["sum"]) - float(group.attrs["sum_expected"]))
            found[name] = row
    return found


def explain(given, photographs, folder):
    command = [f"{given.binaries}/kalon-explain", *map(str, photographs), "--model", given.model, "--output", folder, "--measure",
               "--method", *given.methods, "--portions", str(given.portions), "--seeds", str(given.seeds), *given.options]
    # A method that fails on one photograph gives an exit code, but the files of the others are there.
    subprocess.run(command, check=False)
    return sorted(pathlib.Path(folder).glob("*.h5"))


def summary(values, largest=False):
    """The mean with its standard error, or the largest; None without values."""
    if not values:
        return None
    if largest:
        return max(values), ""
    error = numpy.std(values, ddof=1) / numpy.sqrt(len(values)) if len(values) > 1 else float("nan")
    return float(numpy.mean(values)), float(error)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("model")
    parser.add_argument("--photographs", required=True, type=pathlib.Path, help="a folder")
    parser.add_argument("--count", type=int, default=30, help="photographs to explain")
    parser.add_argument("--methods", nargs="+", default=["lime", "shap", "shapley", "gradients", "smoothgrad", "integrated-gradients",
                                                                  "expected-gradients", "lrp", "cam", "grad-cam", "multigap", "random"])
    parser.add_argument("--portions", type=int, default=20, help="portions in which pixels are deleted and inserted")
    parser.add_argument("--seeds", type=int, default=3, help="seeds of stability")
    parser.add_argument("--options", nargs=argparse.REMAINDER, default=[], help="last: further options of kalon-explain")
    parser.add_argument("--binaries", default=".build/release")
    results.add_options(parser)
    given = parser.parse_args()
    listed = sorted(path for path in given.photographs.rglob("*") if path.suffix.lower() in ENDINGS)[:given.count]
    if not listed:
        parser.error(f"{given.photographs} holds no photographs")
    with tempfile.TemporaryDirectory() as folder:
        rows = [figures(path) for path in explain(given, listed, folder)]
    columns = [("deletion", "area"), ("insertion", "area"), ("stability", "correlation"), ("sum off by", "difference"), ("seconds", "s")]
    print(f"{'method':<24}{'photographs':>12}" + "".join(f"{name:>20}" for name, _ in columns))
    recorded = []
    for method in given.methods:
        of_method = [row[method] for row in rows if method in row]
        cells = []
        for name, unit in columns:
            found = summary([row[name] for row in of_method if name in row], largest=name == "sum off by")
            if found is None:
                cells.append("-")
                continue
            value, error = (f"{number:.3g}" if number != "" else "" for number in found)
            cells.append(f"{value} ± {error}" if error else value)
            recorded.append(results.Row(f"{method}/{name}", value, unit, spread=error))
        print(f"{method:<24}{len(of_method):>12}" + "".join(f"{cell:>20}" for cell in cells))
    results.record(given, recorded)
