"""Times the training of the published classifier (inputs-2048-1024-256-2) in Kalon, PyTorch and Keras, in turn.

usage: python train.py --binaries .build/release [--torch PYTHON] [--keras PYTHON] [--inputs 5000] [--batch 128]
                       [--rounds 3] [--steps 20] [--seeds 5] [--record]

Needs h5py and numpy; --torch and --keras name the Pythons that have PyTorch and Keras with h5py (a peer without one is
left out). The features are generated: normal numbers, of which 60 columns tell the two classes apart.
  speed     milliseconds a step: the fastest of all epochs (best) and the median over the rounds; every round runs each
            trainer once, in a process of its own, one after the other
  memory    the largest resident memory of the process, in MB
  accuracy  over seeds: mean and deviation of the accuracy at the lowest validation loss, a tenth held out
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import results

WIDTHS, RATES = (2048, 1024, 256), (0.25, 0.25, 0.5)
LEARNING_RATE, DECAY = 3e-3, 0.048


def read(path):
    import h5py
    with h5py.File(path) as file:
        return file["features"][()], file["labels"][()].astype("int64")


def split(rows, seed):
    import numpy as np
    order = np.random.default_rng(seed).permutation(rows)
    return order[rows // 10:], order[:rows // 10]


def train_torch(options):
    import numpy as np
    import torch
    from torch import nn
    torch.manual_seed(options.seed)
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    values, labels = map(torch.tensor, read(options.features))
    training, validation = split(len(values), options.seed)
    layers, width = [], values.shape[1]
    for units, rate in zip(WIDTHS, RATES):
        dense = nn.Linear(width, units)
        nn.init.kaiming_normal_(dense.weight, nonlinearity="relu")
        nn.init.zeros_(dense.bias)
        layers += [dense, nn.ReLU(), nn.BatchNorm1d(units, eps=1e-3, momentum=0.01), nn.Dropout(rate)]
        width = units
    model = nn.Sequential(*layers, nn.Linear(width, 2))
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, eps=1e-7, fused=True)
    random, rate, best = np.random.default_rng(options.seed), LEARNING_RATE, (float("inf"), 0)
    for epoch in range(options.epochs):
        rate *= float(np.exp(-DECAY * epoch))
        optimiser.param_groups[0]["lr"] = rate
        order = torch.tensor(random.permutation(training))
        model.train()
        steps, start = 0, time.perf_counter()
        for first in range(0, len(order), options.batch):
            rows = order[first:first + options.batch]
            if len(rows) < 2:
                break
            optimiser.zero_grad(set_to_none=True)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bfloat16"):
                loss = nn.functional.cross_entropy(model(values[rows]), labels[rows])
            loss.backward()
            optimiser.step()
            steps += 1
        print(f"step {(time.perf_counter() - start) / steps * 1e3}")
        model.eval()
        with torch.no_grad():
            logits = model(values[validation])
            held = nn.functional.cross_entropy(logits, labels[validation]).item()
            best = min(best, (held, (logits.argmax(1) == labels[validation]).float().mean().item()))
    print(f"accuracy {best[1]}")


def train_keras(options):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras
    import numpy as np
    from keras import layers
    keras.utils.set_random_seed(options.seed)
    values, labels = read(options.features)
    training, validation = split(len(values), options.seed)
    tensor = entry = layers.Input((values.shape[1],))
    for units, rate in zip(WIDTHS, RATES):
        tensor = layers.Dense(units, kernel_initializer="he_normal", activation="relu")(tensor)
        tensor = layers.Dropout(rate)(layers.BatchNormalization()(tensor))
    model = keras.Model(entry, layers.Dense(2, activation="softmax")(tensor))
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(LEARNING_RATE),
                  metrics=["accuracy"])
    steps = -(-len(training) // options.batch)
    best, rate, x, y = (float("inf"), 0), LEARNING_RATE, values[training], labels[training]
    for epoch in range(options.epochs):
        rate *= float(np.exp(-DECAY * epoch))
        model.optimizer.learning_rate = rate
        start = time.perf_counter()
        model.fit(x, y, batch_size=options.batch, verbose=0)
        print(f"step {(time.perf_counter() - start) / steps * 1e3}")
        best = min(best, tuple(model.evaluate(values[validation], labels[validation], verbose=0)))
    print(f"accuracy {best[1]}")


def generate(path, rows, inputs):
    """Writes a features file whose rows are drawn."""
    import features_files
    import numpy as np
    random = np.random.default_rng(1)
    labels = np.arange(rows) % 2
    values = random.standard_normal((rows, inputs), dtype="float32")
    values[:, random.permutation(inputs)[:60]] += (0.35 * labels[:, None]).astype("float32")
    features_files.write(path, labels, inputs, [(0, values)])


class Trainers:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.names = ["kalon float32", "kalon bfloat16"]
        if options.torch:
            self.names += ["torch float32", "torch bfloat16"]
        if options.keras:
            self.names += ["keras float32"]

    def run(self, name, features, epochs, seed):
        """Milliseconds a step of each epoch, the accuracy, and the peak memory in MB."""
        trainer, precision = name.split()
        common = ["--epochs", str(epochs), "--batch", str(self.options.batch), "--seed", str(seed), "--precision", precision]
        if trainer == "kalon":
            command = [os.path.join(self.options.binaries, "kalon-train"), features, "--output", f"{self.folder}/c.h5",
                       "--hidden", ",".join(map(str, WIDTHS))]
        else:
            command = [getattr(self.options, trainer), __file__, "--peer", trainer, "--features", features]
        with open(f"{self.folder}/output", "w+") as output:
            process = subprocess.Popen(command + common, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            output.seek(0)
            text = output.read()
        if status:
            sys.exit(f"{' '.join(command)} failed:\n{text[-2000:]}")
        if trainer == "kalon":
            steps, accuracy = re.findall(r"([\d.]+) ms a step", text), float(re.findall(r"accuracy ([\d.]+) %", text)[-1]) / 100
        else:
            steps, accuracy = re.findall(r"step ([\d.]+)", text), float(re.findall(r"accuracy ([\d.]+)", text)[-1])
        return [float(step) for step in steps], accuracy, usage.ru_maxrss / 1024


def bench(options, folder):
    trainers = Trainers(options, folder)
    features = f"{folder}/features.h5"
    generate(features, options.batch * options.steps * 10 // 9, options.inputs)
    times, memory = {name: [] for name in trainers.names}, {name: 0 for name in trainers.names}
    for round in range(options.rounds):
        for name in trainers.names:
            steps, _, peak = trainers.run(name, features, 3, round)
            times[name].append(min(steps[1:] or steps))
            memory[name] = max(memory[name], peak)
    print(f"{options.inputs} inputs, batch {options.batch}: milliseconds a step, {options.rounds} rounds")
    rows, work = [], f"{options.inputs} inputs, batch {options.batch}"
    for name in trainers.names:
        best, median = min(times[name]), statistics.median(times[name])
        print(f"{name:<15} best {best:7.2f}  median {median:7.2f}  memory {memory[name]:6.0f} MB")
        program, precision = name.split()
        rows += [results.Row(f"{work}/{program}, best step", f"{best:.2f}", "ms", precision),
                 results.Row(f"{work}/{program}, median step", f"{median:.2f}", "ms", precision),
                 results.Row(f"{work}/{program}, memory", f"{memory[name]:.0f}", "MB", precision)]
    for ours, theirs in (("kalon float32", "torch float32"), ("kalon bfloat16", "torch bfloat16"),
                         ("kalon float32", "keras float32"), ("kalon bfloat16", "keras float32")):
        if theirs in times:
            ratios = [their / our for our, their in zip(times[ours], times[theirs])]
            best = f"{min(times[theirs]) / min(times[ours]):.2f}"
            print(f"{theirs} / {ours}: {best} of the best, rounds " + " ".join(f"{ratio:.2f}" for ratio in ratios))
            rows.append(results.Row(f"{work}/time of {theirs} over kalon", best, "ratio", ours.split()[1]))
    if options.seeds:
        for name in trainers.names:
            found = [trainers.run(name, features, options.epochs, seed)[1] for seed in range(options.seeds)]
            spread = statistics.stdev(found) if len(found) > 1 else 0
            print(f"{name:<15} accuracy {statistics.mean(found):.4f} +- {spread:.4f} over {options.seeds} seeds")
            program, precision = name.split()
            rows.append(results.Row(f"{work}/{program}, accuracy", f"{statistics.mean(found):.4f}", "share", precision, f"{spread:.4f}"))
    results.record(options, rows, [results.version(package, getattr(options, package)) for package in ("torch", "keras")
                                   if getattr(options, package)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    for name, default in (("inputs", 5000), ("batch", 128), ("rounds", 3), ("steps", 20), ("seeds", 5), ("epochs", 6),
                          ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, default in (("binaries", ".build/release"), ("torch", ""), ("keras", ""), ("peer", ""), ("features", ""),
                          ("precision", "float32")):
        parser.add_argument(f"--{name}", default=default)
    results.add_options(parser)
    given = parser.parse_args()
    if given.peer:
        {"torch": train_torch, "keras": train_keras}[given.peer](given)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            bench(given, scratch)
