"""Times steps of training convolutional networks in Kalon, PyTorch and Keras, in turn.

usage: python tune.py --binaries .build/release [--torch PYTHON] [--keras PYTHON] [--networks mobilenet-v1,...]
                      [--rounds 3] [--steps 10] [--threads 2] [--compile] [--record]

--torch names a Python with torch and torchvision, --keras one with keras; a peer without one is left out. Inputs are random
numbers that are ready, and every side updates all weights with Adam. PyTorch runs channels-last, once as it is and once with an
allocator that keeps its memory, and with --compile also compiled; the fastest of these counts. Every round runs each side once,
in a process of its own, one after the other.
  speed   milliseconds a step: the median of a round's steps, of which the least over the rounds is the best
  memory  the largest resident memory of the process, in MB
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import results

# Kalon's name: the batch, and the classes of the head.
NETWORKS = {"mobilenet-v1": 16, "mobilenet-v2": 16, "shufflenet-v2": 16, "resnet-18": 16, "vgg16": 8}
CLASSES, SIDE, RATE = 10, 224, 1e-4
PRECISIONS = ("float32", "bfloat16")
# glibc keeps what is freed instead of handing it back to the system.
KEEPING = {"GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184"
                             ":glibc.malloc.top_pad=268435456"}


def torch_network(name):
    import torchvision
    from torch import nn
    if name == "mobilenet-v1":
        def unit(inputs, outputs, kernel, stride, groups=1):
            padding = [nn.ZeroPad2d((0, 1, 0, 1))] if stride == 2 else []
            return nn.Sequential(
                *padding, nn.Conv2d(inputs, outputs, kernel, stride, 0 if stride == 2 else kernel // 2, groups=groups, bias=False),
                nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01), nn.ReLU6())
        layers, width = [unit(3, 32, 3, 2)], 32
        for outputs, stride in ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)):
            layers += [unit(width, width, 3, stride, width), unit(width, outputs, 1, 1)]
            width = outputs
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, CLASSES))
    if name == "vgg16":  # As an extractor of features: its dense layers are left out.
        return nn.Sequential(torchvision.models.vgg16().features, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, CLASSES))
    made = {"mobilenet-v2": "mobilenet_v2", "shufflenet-v2": "shufflenet_v2_x1_0", "resnet-18": "resnet18"}[name]
    network = getattr(torchvision.models, made)(num_classes=CLASSES)
    for layer in network.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0
    return network


def step_torch(options):
    import torch
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    network = torch_network(options.network).train().to(memory_format=torch.channels_last)
    inputs = torch.randn(options.batch, 3, SIDE, SIDE).contiguous(memory_format=torch.channels_last)
    labels = torch.arange(options.batch) % CLASSES
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE, fused=True)
    forward = torch.compile(network) if options.compile else network

    def step():
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bfloat16"):
            output = forward(inputs)
        torch.nn.functional.cross_entropy(output.float(), labels).backward()
        optimiser.step()
    measure(step, options.steps)


def step_keras(options):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow
    tensorflow.config.threading.set_intra_op_parallelism_threads(options.threads)
    import keras
    import numpy as np
    if options.precision == "bfloat16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    made = {"mobilenet-v1": "MobileNet", "mobilenet-v2": "MobileNetV2", "vgg16": "VGG16"}[options.network]
    body = getattr(keras.applications, made)(weights=None, include_top=False, input_shape=(SIDE, SIDE, 3), pooling="avg")
    network = keras.Sequential([body, keras.layers.Dense(CLASSES, activation="softmax", dtype="float32")])
    network.compile(keras.optimizers.Adam(RATE), loss="sparse_categorical_crossentropy")
    inputs = tensorflow.constant(np.random.default_rng(0).standard_normal((options.batch, SIDE, SIDE, 3), dtype="float32"))
    labels = tensorflow.constant(np.arange(options.batch) % CLASSES)
    measure(lambda: network.train_on_batch(inputs, labels), options.steps)


def measure(step, steps):
    times = []
    for number in range(steps + 3):
        start = time.perf_counter()
        step()
        if number >= 3:
            times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps({"milliseconds": times}))


def run(command, extra={}):
    """What a side printed, and its peak memory in MB."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, env={**os.environ, **extra})
        _, status, usage = os.wait4(process.pid, 0)
        output.seek(0)
        errors.seek(0)
        if status:
            sys.exit(f"{' '.join(command)} failed:\n{errors.read()[-2000:]}")
        text = output.read()
    return json.loads(text[text.index("{"):])["milliseconds"], usage.ru_maxrss / 1024


def sides(options, network, batch, precision):
    """The command and environment of each side."""
    common = ["--batch", str(batch), "--threads", str(options.threads), "--precision", precision]
    found = {"kalon": ([
        os.path.join(options.binaries, "kalon-tune"), "--network", network, "--weights", "seeded:1", "--head", "nima",
        "--phase", f"all:epochs=1,rate={RATE}", "--size", str(SIDE), "--time-steps", str(options.steps)] + common, {})}
    peer = [__file__, "--network", network, "--steps", str(options.steps)] + common
    if options.torch:
        torch = [options.torch] + peer + ["--peer", "torch"]
        found["torch"] = (torch, {})
        found["torch, memory kept"] = (torch, KEEPING)
        if options.compile:
            found["torch, compiled"] = (torch + ["--compile"], KEEPING)
    if options.keras and network in ("mobilenet-v1", "mobilenet-v2", "vgg16"):
        found["keras"] = ([options.keras] + peer + ["--peer", "keras"], {})
    return found


def bench(options):
    rows = []
    for network in options.networks.split(","):
        batch = NETWORKS[network]
        for precision in PRECISIONS:
            commands = sides(options, network, batch, precision)
            times, memory = {side: [] for side in commands}, {side: 0 for side in commands}
            for _ in range(options.rounds):
                for side, (command, extra) in commands.items():
                    milliseconds, peak = run(command, extra)
                    times[side].append(statistics.median(milliseconds))
                    memory[side] = max(memory[side], peak)
            work = f"{network}, batch {batch}"
            print(f"{work}, {precision}", flush=True)
            for side in commands:
                print(f"  {side:<20} {min(times[side]):8.1f} ms best, {statistics.median(times[side]):8.1f} ms median, "
                      f"{memory[side]:6.0f} MB", flush=True)
                rows += [results.Row(f"{work}/{side}, step", f"{min(times[side]):.1f}", "ms", precision),
                         results.Row(f"{work}/{side}, memory", f"{memory[side]:.0f}", "MB", precision)]
            for peer in ("torch", "keras"):
                theirs = [side for side in commands if side.startswith(peer)]
                if theirs:
                    best = min(min(times[side]) for side in theirs)
                    middle = min(statistics.median(times[side]) for side in theirs)
                    print(f"  {peer} / kalon: {best / min(times['kalon']):.2f} of the best, "
                          f"{middle / statistics.median(times['kalon']):.2f} of the medians", flush=True)
                    rows.append(results.Row(f"{work}/time of {peer} over kalon", f"{best / min(times['kalon']):.2f}", "ratio", precision))
    results.record(options, rows, [results.version(package, getattr(options, package)) for package in ("torch", "keras")
                                   if getattr(options, package)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    for name, default in (("rounds", 3), ("steps", 10), ("threads", 2), ("batch", 16)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, default in (("binaries", ".build/release"), ("torch", ""), ("keras", ""), ("peer", ""), ("network", ""),
                          ("precision", "float32"), ("networks", ",".join(NETWORKS))):
        parser.add_argument(f"--{name}", default=default)
    parser.add_argument("--compile", action="store_true")
    results.add_options(parser)
    given = parser.parse_args()
    if given.peer:
        {"torch": step_torch, "keras": step_keras}[given.peer](given)
    else:
        bench(given)
