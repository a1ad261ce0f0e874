"""Measures kalon-extract against OpenVINO alone, Keras and PyTorch, one after the other on the same photographs.

usage: python3 extract.py --binaries .build/release --photographs FOLDER [--count 60] [--rounds 2]
         [--openvino PYTHON] [--keras PYTHON] [--torch PYTHON] [--networks A,B] [--only kalon,openvino,…]
         [--precisions float32,bfloat16] [--before COMMAND] [--record]

Each PYTHON is an interpreter that has the library: openvino, numpy, Pillow; keras, tensorflow, h5py, opencv-python,
Pillow; timm, torch, Pillow. A peer without one is left out. Weights are random: kalon-export writes them. Peers:
  openvino  the ceiling: the exported network, one request on all threads, pictures decoded and resized beforehand,
            and every shape seen once before time is taken
  streams   the same with one request for each thread
  graph     Keras in a tf.function for pictures of any shape: decode, resize, forward
  predict   Keras' model.predict picture by picture: decode, resize, forward
  torch     timm's twin, channels last: decode, resize, forward

images/s is that of the whole command for Kalon, which lists, decodes, computes and writes; without start leaves out what
kalon-extract --describe takes, as the peers' figures leave out their imports and the compilation. cores is processor
time by wall time, of the timed part for peers. Peak is the largest resident set of the process in MB.
--before is put before every command that is timed, to have the machine for it alone.
"""
import argparse
import csv
import json
import os
import random
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

import results

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
NETWORKS = {
    "multigap": {"keras": "InceptionResNetV2", "timm": "inception_resnet_v2", "side": 996},
    "efficientnet-b7": {"keras": "EfficientNetB7", "timm": "tf_efficientnet_b7", "side": 600},
}
PEERS = {"openvino": "openvino", "streams": "openvino", "graph": "keras", "predict": "keras", "torch": "torch"}
PACKAGES = {"openvino": ["openvino"], "keras": ["keras", "tensorflow"], "torch": ["torch", "timm"]}


# The peers, each in a process of its own


def size_inside(width, height, side, enlarge):
    """The size with the longest side at `side`, as Kalon's networks take it."""
    if max(width, height) <= side and not enlarge:
        return width, height
    return (int(width * side / height), side) if height > width else (side, int(height * side / width))


def prepared(path, network):
    """A picture as the network takes it, float32 [1, height, width, 3]."""
    import numpy as np
    from PIL import Image

    picture = Image.open(path).convert("RGB")
    bordered = network != "multigap"
    size = size_inside(*picture.size, NETWORKS[network]["side"], enlarge=bordered)
    try:
        import cv2

        values = np.asarray(picture, "float32")
        values = values if size == picture.size else cv2.resize(values, size, interpolation=cv2.INTER_LINEAR)
    except ImportError:
        values = np.asarray(picture if size == picture.size else picture.resize(size, Image.BILINEAR), "float32")
    if bordered:
        side = NETWORKS[network]["side"]
        whole = np.zeros((side, side, 3), "float32")
        top, left = (side - values.shape[0]) // 2, (side - values.shape[1]) // 2
        whole[top : top + values.shape[0], left : left + values.shape[1]] = values
        values = whole
    return values[None] / 255


def timed(count, body):
    """Runs `body` and says how fast it was."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    body()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"rate": count / seconds, "cores": used / seconds}))


def openvino_peer(options, paths, streams):
    import openvino

    settings = {"INFERENCE_PRECISION_HINT": "bf16" if options.precision == "bfloat16" else "f32"}
    if streams:
        settings.update(NUM_STREAMS=str(os.cpu_count()), INFERENCE_NUM_THREADS=str(os.cpu_count()))
    else:
        settings["PERFORMANCE_HINT"] = "LATENCY"
    network = openvino.Core().compile_model(options.weights + ".onnx", "CPU", settings)
    pictures = [prepared(path, options.network) for path in paths]
    requests = openvino.AsyncInferQueue(network, os.cpu_count() if streams else 1)

    def run(pictures):
        for picture in pictures:
            requests.start_async([picture])
        requests.wait_all()

    run(list({picture.shape: picture for picture in pictures}.values()) * (2 if streams else 1))
    timed(len(pictures), lambda: run(pictures))


def keras_peer(options, paths, predicts):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import h5py
    import keras
    import numpy as np
    import tensorflow as tf

    kind = getattr(keras.applications, NETWORKS[options.network]["keras"])
    base = kind(weights=None, include_top=False, input_shape=(None, None, 3))
    with h5py.File(options.weights + ".h5") as file:
        for layer in base.layers:
            group = file.get(layer.name)
            names = [] if group is None else list(group.attrs.get("weight_names", []))
            if names:
                tensors = [group[n.decode() if isinstance(n, bytes) else n][()] for n in names]
                # Keras' Normalization also holds how many values it has seen.
                tensors += [np.zeros(w.shape) for w in layer.weights[len(tensors):]]
                layer.set_weights(tensors)
    taps = [x for x in base.layers if "mixed" in x.name] if options.network == "multigap" else [base.layers[-1]]
    pooled = [keras.layers.GlobalAveragePooling2D()(x.output) for x in taps]
    model = keras.Model(base.input, pooled[0] if len(pooled) == 1 else keras.layers.Concatenate()(pooled))
    graph = tf.function(
        lambda x: model(x, training=False), input_signature=[tf.TensorSpec((1, None, None, 3), tf.float32)])

    def run(paths):
        for path in paths:
            picture = prepared(path, options.network)
            if options.network != "multigap":
                picture = picture * 255  # Keras' EfficientNet divides by itself.
            model.predict(picture, verbose=0) if predicts else graph(picture).numpy()

    run(paths[:1])
    timed(len(paths), lambda: run(paths))


def torch_peer(options, paths):
    import timm
    import torch

    model = timm.create_model(NETWORKS[options.network]["timm"], pretrained=False).eval()
    model = model.to(memory_format=torch.channels_last)
    half = options.precision == "bfloat16"

    def run(paths):
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            for path in paths:
                picture = torch.from_numpy(prepared(path, options.network)).permute(0, 3, 1, 2)
                model.forward_features(picture.contiguous(memory_format=torch.channels_last))

    run(paths[:1])
    timed(len(paths), lambda: run(paths))


def peer(options):
    paths = json.load(open(options.paths))
    if options.peer in ("openvino", "streams"):
        openvino_peer(options, paths, streams=options.peer == "streams")
    elif options.peer in ("graph", "predict"):
        keras_peer(options, paths, predicts=options.peer == "predict")
    else:
        torch_peer(options, paths)


# The comparison


def photographs(folder, count):
    """`count` photographs of a folder, drawn by chance but always the same."""
    found = sorted(
        os.path.join(place, name) for place, _, names in os.walk(folder) for name in names
        if name.lower().endswith(ENDINGS))
    return random.Random(1).sample(found, min(count, len(found)))


def measured(before, command, **more):
    """Runs a command to its end: its output, seconds, processor seconds, peak in MB."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as error:
        timing = ["/usr/bin/env", "python3", "-c", TIMER]
        process = subprocess.run(shlex.split(before) + timing + command, stdout=output, stderr=error, **more)
        output.seek(0)
        error.seek(0)
        if process.returncode:
            sys.exit(f"{shlex.join(command)}\n{error.read()}")
        *lines, last = output.read().splitlines()
        return "\n".join(lines), *json.loads(last)


# What measures a command from inside --before, whose waiting is not the command's.
TIMER = """
import json, os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - start
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]), flush=True)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Comparison:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.paths = photographs(options.photographs, options.count)
        self.manifest, self.list = f"{folder}/photographs.csv", f"{folder}/photographs.json"
        with open(self.manifest, "w", newline="") as file:
            csv.writer(file).writerows([["path", "label"]] + [[os.path.abspath(p), ""] for p in self.paths])
        json.dump([os.path.abspath(p) for p in self.paths], open(self.list, "w"))

    def export(self, network):
        for ending in (".onnx", ".h5"):
            subprocess.run(
                [f"{self.options.binaries}/kalon-export", "--extractor", network, "--weights", "seeded:1", "--quiet",
                 "--output", f"{self.folder}/{network}{ending}"], check=True)

    def kalon(self, network, precision):
        extractor = [
            f"{self.options.binaries}/kalon-extract", "--extractor", network, "--weights", f"{self.folder}/{network}.h5",
            "--precision", precision, "--quiet"]
        environment = os.environ | {"XDG_CACHE_HOME": f"{self.folder}/cache"}
        measured("", extractor + ["--describe"], env=environment)
        _, start, _, _ = measured(self.options.before, extractor + ["--describe"], env=environment)
        _, seconds, used, peak = measured(
            self.options.before, extractor + [self.manifest, "--output", f"{self.folder}/out.h5"], env=environment)
        count = len(self.paths)
        return {"whole": count / seconds, "rate": count / (seconds - start), "cores": used / seconds, "peak": peak,
                "start": start}

    def peer(self, name, network, precision):
        text, _, _, peak = measured(self.options.before, [
            getattr(self.options, PEERS[name]), __file__, "--peer", name, "--network", network, "--precision", precision,
            "--weights", f"{self.folder}/{network}", "--paths", self.list])
        return json.loads(text.splitlines()[-1]) | {"peak": peak}

    def programs(self, precision):
        """Those that can be measured in this precision."""
        wanted = self.options.only.split(",") if self.options.only else ["kalon", *PEERS]
        peers = [n for n in PEERS if getattr(self.options, PEERS[n])]
        single = ("graph", "predict")
        return [n for n in ["kalon", *peers] if n in wanted and (precision == "float32" or n not in single)]

    def run(self, network, precision):
        found = {}
        for _ in range(self.options.rounds):
            for name in self.programs(precision):
                result = self.kalon(network, precision) if name == "kalon" else self.peer(name, network, precision)
                found.setdefault(name, []).append(result)
        return {name: {key: statistics.median(r[key] for r in runs) for key in runs[0]} for name, runs in found.items()}


def table(network, precision, found):
    ours = found.get("kalon")
    print(f"\n{network}, {precision}")
    print(f"{'':10}{'images/s':>10}{'no start':>10}{'cores':>8}{'peak MB':>9}{'Kalon is':>10}")
    for name, result in found.items():
        ratio = f"{ours['rate'] / result['rate']:9.2f}x" if ours and name != "kalon" else ""
        whole = f"{result['whole']:10.3f}" if "whole" in result else " " * 10
        print(f"{name:10}{whole}{result['rate']:10.3f}{result['cores']:8.2f}{result['peak']:9.0f}{ratio}", flush=True)
    if ours:
        print(f"kalon starts in {ours['start']:.2f} s")


def rows(network, precision, found):
    """What `table` prints, as rows of results."""
    ours = found.get("kalon")
    for name, result in found.items():
        what = f"{network}/{name}"
        if "whole" in result:
            yield results.Row(f"{what}, whole", f"{result['whole']:.3f}", "photographs/s", precision)
            yield results.Row(f"{what}, start", f"{result['start']:.2f}", "s", precision)
        yield results.Row(f"{what}, without start", f"{result['rate']:.3f}", "photographs/s", precision)
        yield results.Row(f"{what}, memory", f"{result['peak']:.0f}", "MB", precision)
        if ours and name != "kalon":
            yield results.Row(f"{network}/rate of kalon over {name}", f"{ours['rate'] / result['rate']:.2f}", "ratio", precision)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("binaries", "photographs", "openvino", "keras", "torch", "only", "peer", "network", "precision", "weights",
                 "paths"):
        parser.add_argument("--" + name)
    parser.add_argument("--networks", default="multigap,efficientnet-b7")
    parser.add_argument("--precisions", default="float32,bfloat16")
    parser.add_argument("--before", default="")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    results.add_options(parser)
    options = parser.parse_args()
    if options.peer:
        return peer(options)
    peers = [results.version(package, getattr(options, name)) for name, packages in PACKAGES.items() if getattr(options, name)
             for package in packages]
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(options, folder)
        print(f"{len(comparison.paths)} photographs of {options.photographs}, {options.rounds} rounds, medians")
        singles = {}
        for network in options.networks.split(","):
            comparison.export(network)
            for precision in options.precisions.split(","):
                found = comparison.run(network, precision)
                table(network, precision, found)
                results.record(options, rows(network, precision, found), peers)
                for name in ("graph", "predict"):
                    if precision == "float32" and name in found:
                        singles[network, name] = found[name]["rate"]
                    elif (network, name) in singles and "kalon" in found:
                        ratio = found["kalon"]["rate"] / singles[network, name]
                        print(f"kalon in {precision} is {ratio:.2f}x Keras' {name} loop in float32")


main()
