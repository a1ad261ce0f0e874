"""Compares networks of one ONNX node each, as kalon-extract computes them, with ONNX Runtime.

usage: python onnx-operators.py --binaries .build/release [--only REGEX] [--table FILE] [--jobs 2]

Needs numpy, h5py, Pillow, onnx and onnxruntime; with openvino besides, the table says what OpenVINO does with the same
networks when nothing is rewritten or refused. The networks are those of onnx_networks.py, the pictures four of 6 x 8
pixels. ONNX Runtime computes without optimisations, and where it fails or differs, onnx's own reference is asked, too.

A network is equal where the largest difference is below 1e-4 of the largest value; below one part in 500 where numbers are
rounded to 16 bits or fewer, and half a code where they are rounded to codes and the sum before it lies between two.
Refused means that kalon-extract ends with code 65 and a sentence that is kept. Prints what differs, then the table by
operator. Exits with 1 when a network differs, or another code or signal ends the command.
"""
import argparse
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import onnx
import onnxruntime
from onnx.reference import ReferenceEvaluator
from PIL import Image

from onnx_networks import SHAPE, all_networks

TOLERANCE = 1e-4
# Numbers of fewer bits, which engines may keep in more.
COARSE = {"Cast float16": 2e-3, "Cast bfloat16": 2e-2, "Cast float8": 0.1}
CODES = ("QuantizeLinear", "QLinear", "DynamicQuantizeLinear")


def pictures(folder):
    """Four small pictures: noise twice, every value once, and dark noise."""
    rng = np.random.default_rng(1)
    height, width = SHAPE[2:]
    bytes_ = [rng.integers(0, 256, (height, width, 3)), rng.integers(0, 256, (height, width, 3)),
              np.arange(height * width * 3).reshape(height, width, 3), rng.integers(0, 40, (height, width, 3))]
    for number, picture in enumerate(bytes_):
        Image.fromarray(picture.astype(np.uint8)).save(f"{folder}/{number}.png")
    return [(picture.astype(np.float32) / 255).transpose(2, 0, 1)[None] for picture in bytes_]


def by_kalon(options, model, folder, output):
    """Features, row by row, or the reason of a refusal; a defect is a RuntimeError."""
    command = [f"{options.binaries}/kalon-extract", folder, "--extractor", f"onnx:{model}", "--stretch", "--values", "unit",
               "--no-cache", "--quiet", "--threads", "1", "--output", output]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    words = (run.stderr or run.stdout).strip().split("\n")[-1]
    if run.returncode == 65:
        return None, words
    if run.returncode:
        raise RuntimeError(f"code {run.returncode}: {words}")
    with h5py.File(output) as file:
        rows = file["features"][()]
    os.remove(output)
    return list(rows), ""


def by_runtime(model, inputs):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    # Fused nodes are another program, with errors of its own.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return [session.run(None, {"image": picture})[0].reshape(-1) for picture in inputs]


def by_reference(model, inputs):
    evaluator = ReferenceEvaluator(model)
    return [np.asarray(evaluator.run(None, {"image": picture})[0]).reshape(-1) for picture in inputs]


def by_openvino(model, inputs):
    import openvino

    core = openvino.Core()
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": "1"}
    network = core.compile_model(core.read_model(model.SerializeToString()), "CPU", settings)
    return [network(picture)[0].reshape(-1).copy() for picture in inputs]


def attempt(function, *arguments):
    """What a function gives, or why it gives nothing."""
    try:
        return function(*arguments), ""
    except Exception as error:
        return None, " ".join(str(error).split())[:200]


def difference(found, expected):
    """The largest difference in proportion to the largest value; infinite for other shapes or other values that are not
    finite; nil where one of the two is missing."""
    if found is None or expected is None:
        return None
    worst = 0.0
    for a, b in zip(found, expected, strict=True):
        a, b = np.asarray(a, float), np.asarray(b, float)
        if a.shape != b.shape or not np.array_equal(np.isfinite(a), np.isfinite(b)):
            return np.inf
        if not np.array_equal(a[~np.isfinite(a)], b[~np.isfinite(b)], equal_nan=True):
            return np.inf
        a, b = a[np.isfinite(a)], b[np.isfinite(b)]
        if a.size:
            worst = max(worst, np.abs(a - b).max() / max(np.abs(b).max(), 1e-6))
    return worst


def tolerance(name):
    coarse = [allowed for word, allowed in COARSE.items() if word in name]
    return coarse[0] if coarse else 1.5e-2 if name.startswith(CODES) else TOLERANCE


def compare(options, name, model, inputs, folder, number):
    """What became of a network: equal, refused, alone (no other engine computes it) or different; with the reason."""
    path = f"{folder}/{number}.onnx"
    onnx.save(model, path)
    try:
        found, reason = by_kalon(options, path, f"{folder}/pictures", f"{folder}/{number}.h5")
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        return "different", str(error), "", None
    runtime, trouble = attempt(by_runtime, model, inputs)
    bare = difference(attempt(by_openvino, model, inputs)[0], runtime) if options.openvino else None
    if found is None:
        return "refused", reason.replace(path, "FILE"), trouble, bare
    apart = difference(found, runtime)
    if apart is not None and apart <= tolerance(name):
        return "equal", "", trouble, bare
    reference, missing = attempt(by_reference, model, inputs)
    beside = difference(found, reference)
    facts = f"from ONNX Runtime {apart}{' (' + trouble + ')' if trouble else ''}, from the reference {beside}"
    if runtime is None and beside is not None and beside <= tolerance(name):
        return "equal", "to the reference; ONNX Runtime does not compute it", trouble, bare
    return ("alone" if apart is None and beside is None else "different"), facts + missing, trouble, bare


def table(results, options):
    """Markdown: a line an operator, with the sentences of refusals below."""
    groups = collections.defaultdict(list)
    for name, result in results.items():
        groups[name.split()[0]].append((name, *result))
    lines = ["| operator | opsets | networks | equal | refused | different | OpenVINO alone: other values |",
             "| --- | --- | --- | --- | --- | --- | --- |"]
    for operator, members in sorted(groups.items()):
        opsets = sorted({int(name.split()[1]) for name, *_ in members})
        counts = [sum(state == kind for _, state, *_ in members) for kind in ("equal", "refused")]
        other = sum(state in ("different", "alone") for _, state, *_ in members)
        bare = sum(apart is not None and apart > tolerance(name) for name, *_, apart in members)
        lines.append(f"| {operator} | {', '.join(map(str, opsets))} | {len(members)} | {counts[0]} | {counts[1]} | {other} | "
                     f"{bare if options.openvino else ''} |")
    lines += ["", "Refused:", ""]
    reasons = collections.defaultdict(list)
    for name, (state, reason, *_) in results.items():
        if state == "refused":
            reasons[re.sub(r"^.*?FILE: ", "", reason)].append(name)
    return lines + [f"- {'; '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}: {reason}"
                    for reason, names in reasons.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--only", help="names that match this")
    parser.add_argument("--table", help="where to write the table")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    try:
        import openvino

        options.openvino = openvino.__version__
    except ImportError:
        options.openvino = ""
    networks = {name: model for name, model in all_networks().items() if not options.only or re.search(options.only, name)}
    results = {}
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        os.mkdir(f"{folder}/pictures")
        inputs = pictures(f"{folder}/pictures")
        runs = {name: pool.submit(compare, options, name, model, inputs, folder, number)
                for number, (name, model) in enumerate(networks.items())}
        for name, run in runs.items():
            results[name] = run.result()
            if results[name][0] in ("different", "alone"):
                print(f"{results[name][0]:9} {name}: {results[name][1]}", flush=True)
    counts = collections.Counter(state for state, *_ in results.values())
    versions = f"onnx {onnx.__version__}, ONNX Runtime {onnxruntime.__version__}, OpenVINO {options.openvino or 'not here'}"
    summary = ", ".join(f"{counts[kind]} {kind}" for kind in ("equal", "refused", "alone", "different"))
    lines = [f"{len(results)} networks: {summary}; {versions}.", "", *table(results, options)]
    print("\n".join(lines[:1] if options.table else lines))
    if options.table:
        with open(options.table, "w") as file:
            file.write("\n".join(lines) + "\n")
    sys.exit(1 if counts["different"] or counts["alone"] else 0)


if __name__ == "__main__":
    main()
