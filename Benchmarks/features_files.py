"""Features files for the benchmarks: generated ones, and parts of real ones."""
import json
import os

import h5py
import numpy as np

INPUT = {"geometry": {"kind": "border", "side": 64}, "orientation": "ignored",
         "resampling": "bilinear, half-pixel centres, no antialiasing", "values": "signed"}


def write(path, labels, columns, blocks):
    """A file as kalon-extract writes it, for drawn features: blocks of (first row, rows), together [labels, columns]."""
    extractor = [{"downsampling": "keras", "input": INPUT, "network": "mobilenet-v1@0.25", "normalisesTwice": True,
                  "precision": "float32", "tapWidths": [columns], "taps": ["conv_pw_13_relu"], "weights": "seeded:1",
                  "weightsDigest": "seeded:1"}]
    with h5py.File(path + ".new", "w") as file:
        data = file.create_dataset("features", (len(labels), columns), "<f4",
                                   chunks=(min(len(labels), max(1, 2**17 // columns)), columns))
        for first, block in blocks:
            data[first:first + len(block)] = block
        file["paths"] = [f"{number}.jpg" for number in range(len(labels))]
        file["labels"] = np.asarray(labels, "i1")
        for name in ["paths", "reasons"]:
            file.create_dataset("skipped/" + name, (0,), h5py.string_dtype())
        file.attrs.update({
            "kalon_schema": "features/1", "dataset": "generated", "extractor": "mobilenet-v1@0.25",
            "extractor_json": json.dumps(extractor), "input": json.dumps(INPUT), "precision": "float32",
            "weights": "seeded:1", "command": "generated", "version": "0", "created": "2026-01-01T00:00:00Z",
            "inputs": "[]", "machine": "", "threads": 1})
    os.rename(path + ".new", path)


def require(parser, paths):
    """Ends with a sentence where one of the files is not there."""
    if missing := [path for path in paths if not os.path.exists(path)]:
        parser.error(f"there is no features file {', '.join(missing)}")


def part(source, path, rows, name):
    """Some rows of a file, ascending, as a data set of its own."""
    with h5py.File(source) as whole, h5py.File(path + ".new", "w") as file:
        for key in ["features", "paths", "labels", "scores", "groups", "perturbations", "digests", "widths", "heights"]:
            if key in whole:
                kind = h5py.string_dtype() if key in ("paths", "groups", "perturbations", "digests") else None
                file.create_dataset(key, data=whole[key][rows], dtype=kind)
        for key in ["paths", "reasons"]:
            file.create_dataset("skipped/" + key, (0,), h5py.string_dtype())
        file.attrs.update(whole.attrs)
        file.attrs["dataset"] = name
    os.rename(path + ".new", path)


def truth(path):
    """Labels, paths and perturbations ("" for photographs as they are), row by row."""
    with h5py.File(path) as file:
        labels, paths = file["labels"][()].astype(int), file["paths"].asstr()[()]
        copies = file["perturbations"].asstr()[()] if "perturbations" in file else np.full(len(paths), "")
        return labels, paths, copies
