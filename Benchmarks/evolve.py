"""Times a generation of the genetic search by each fitness of Kalon and by a peer, and compares what the fitnesses find.

usage: python evolve.py --binaries .build/release speed [--peer 'PYTHON SCRIPT'] [--rows 20000] [--columns 19488] [--record]
       python evolve.py --binaries .build/release agreement FEATURES.h5 [--genes 500] [--masks 40]
       python evolve.py --binaries .build/release search FEATURES.h5 [--genes 500] [--minutes 1] [--seeds 3]

Needs h5py and numpy; agreement also scipy.
  speed      seconds for a generation of 100 masks of 5000 columns, on generated features that are kept in --folder
             (1.5 GB). No side runs a whole generation: of trainings one mask with few epochs is measured, twice with
             different numbers of epochs, so that what an epoch takes and what a mask takes besides are known; of
             --fitness ladder a generation of 16 masks, of --fitness linear one of 10. The rest is multiplied.
             --peer is a command that takes FEATURES --genes --population --generations --epochs --bf16 and prints
             "generation N: ..., S s".
  agreement  rank correlations of the quick fitnesses with the whole training, over random masks and those that a search
             found; regression measures by folds here, for which masks need as many genes as there are photographs
  search     the accuracy on the test part that each fitness finds in the same time
"""
import argparse
import os
import re
import subprocess
import sys
import time

import features_files
import results
from train import generate

EPOCHS, POPULATION, GENERATIONS = 15, 100, 20


def lines(command, stream):
    """The lines that a command writes, each with the seconds since its start."""
    start = time.perf_counter()
    process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=1)
    found = []
    for line in process.stdout:
        found.append((time.perf_counter() - start, line.rstrip()))
        if stream:
            print("   ", line.rstrip(), flush=True)
    if process.wait():
        sys.exit(f"{' '.join(command)} failed:\n" + "\n".join(line for _, line in found[-10:]))
    return found


def evolve(options, features, *more, output="mask.h5"):
    command = [os.path.join(options.binaries, "kalon-evolve"), features, "--output", os.path.join(options.folder, output),
               *map(str, more)]
    return lines(command, options.verbose)


def moments(found):
    """When the search began, and when each of its generations ended."""
    began = next(moment for moment, line in found if "photographs" in line and "masks of" in line)
    return began, [moment for moment, line in found if re.search(r"generation \d+: best", line)]


def per_mask(seconds):
    """From the seconds of one mask with few and with more epochs: those of one with the whole schedule."""
    (few, short), (many, long) = sorted(seconds.items())
    epoch = (long - short) / (many - few)
    return short - few * epoch + EPOCHS * epoch, epoch


def time_peer(options, features, precision):
    seconds = {}
    for epochs in (1, options.epochs):
        command = options.peer.split() + [features, "--genes", str(options.genes), "--population", "2",
                                          "--generations", "1", "--epochs", str(epochs)]
        found = lines(command + (["--bf16"] if precision == "bfloat16" else []), options.verbose)
        seconds[epochs] = float(re.search(r"generation 0: .* ([\d.]+) s", found[-1][1]).group(1)) / 2
    return per_mask(seconds)


def time_train(options, features, precision):
    seconds = {}
    for epochs in (1, options.epochs):
        found = evolve(options, features, "--genes", options.genes, "--population", 2, "--generations", 1, "--parents", 1,
                       "--elites", 1, "--epochs", epochs, "--precision", precision, "--test-share", 0, "--no-standardise")
        began, ends = moments(found)
        seconds[epochs] = (ends[0] - began) / 2
    return per_mask(seconds)


def time_ladder(options, features, precision):
    found = evolve(options, features, "--genes", options.genes, "--population", 16, "--generations", 1,
                   "--fitness", "ladder", "--confirm", 1, "--epochs", EPOCHS, "--precision", precision,
                   "--test-share", 0, "--no-standardise")
    began, ends = moments(found)
    return (ends[0] - began) / 16 * POPULATION


def time_linear(options, features):
    """Seconds of a generation, and of what the search does once before the first."""
    found = evolve(options, features, "--genes", options.genes, "--population", 10, "--generations", 2, "--elites", 1,
                   "--parents", 2, "--fitness", "linear", "--confirm", 1, "--epochs", 1, "--test-share", 0)
    began, ends = moments(found)
    measured = [int(re.search(r"(\d+) measured", line).group(1)) for _, line in found if "measured, left" in line]
    mask = (ends[1] - ends[0]) / measured[1]
    return mask * POPULATION, ends[0] - began - mask * measured[0]


def speed(options):
    features = os.path.join(options.folder, f"generated-{options.rows}x{options.columns}.h5")
    if not os.path.exists(features):
        generate(features, options.rows, options.columns)
    wanted = options.only.split(",")
    generation, epoch = {}, {}
    if options.peer and "peer" in wanted:
        mask, epoch["peer"] = time_peer(options, features, "bfloat16")
        generation["peer"] = POPULATION * mask
    if "train" in wanted:
        mask, epoch["train"] = time_train(options, features, "bfloat16")
        generation["train"] = POPULATION * mask
    if "ladder" in wanted:
        generation["ladder"] = time_ladder(options, features, "bfloat16")
    if "linear" in wanted:
        alone, once = time_linear(options, features)
        confirmed = 10 * generation["train"] / POPULATION if "train" in generation else 0
        generation["linear"] = alone + (once + confirmed) / GENERATIONS
        print(f"linear: {alone:.1f} s a generation, {once:.1f} s once, {confirmed:.0f} s to confirm ten masks at the end; "
              f"below, the latter two are divided among {GENERATIONS} generations")
    print(f"{options.rows} x {options.columns}, seconds for a generation of {POPULATION} masks of {options.genes}, "
          f"{EPOCHS} epochs, bfloat16; multiplied from few masks and epochs")
    peer = generation.get("peer", options.peer_seconds)
    rows, work = [], f"{options.rows} x {options.columns}, masks of {options.genes}"
    for name, seconds in generation.items():
        rows.append(results.Row(f"{work}/{name}, a generation", f"{seconds:.1f}", "s", "bfloat16"))
        if peer and name != "peer":
            rows.append(results.Row(f"{work}/time of peer over {name}", f"{peer / seconds:.1f}", "ratio", "bfloat16"))
        ratio = f"{peer / seconds:7.1f} times the peer" if peer else ""
        an_epoch = f"{epoch[name]:6.2f} s an epoch of one mask" if name in epoch else " " * 29
        print(f"{name:<8}{seconds:10.1f} s  {an_epoch}{ratio}", flush=True)
    results.record(options, rows)


def agreement(options):
    from scipy.stats import kendalltau, spearmanr
    half = options.masks // 2
    for fitness in ("ladder", "linear"):
        pairs = []
        for generations in (1, options.generations):
            found = evolve(options, options.features, *shape(options), "--fitness", fitness, "--population", half,
                           "--generations", generations, "--confirm", half, "--fitness-split", "folds", "--folds", 5,
                           "--seed", generations)
            pairs += [tuple(map(float, pair)) for pair in
                      re.findall(rf"([\d.]+) % by {fitness}, ([\d.]+) % trained", "\n".join(line for _, line in found))]
        quick, trained = zip(*pairs)
        for name, first, last in (("random", 0, half), ("found", half, len(pairs)), ("all", 0, len(pairs))):
            print(f"{fitness:<8}{name:<8}{last - first:4} masks  Spearman {spearmanr(quick[first:last], trained[first:last])[0]:6.3f}"
                  f"  Kendall {kendalltau(quick[first:last], trained[first:last])[0]:6.3f}"
                  f"  trained {sum(trained[first:last]) / (last - first):.2f} %", flush=True)


def search(options):
    import numpy as np
    for fitness in options.only.split(","):
        if fitness not in ("train", "ladder", "linear"):
            continue
        tested, measured = [], []
        for seed in range(options.seeds):
            text = "\n".join(line for _, line in evolve(
                options, options.features, *shape(options), "--fitness", fitness, "--population", options.population,
                "--generations", 100000, "--minutes", options.minutes, "--seed", seed, "--test-share", 0.3,
                "--confirm", 5))
            tested.append(float(re.search(r"test accuracy ([\d.]+)", text).group(1)))
            measured.append(sum(map(int, re.findall(r"(\d+) measured", text))))
        print(f"{fitness:<8}{options.minutes} min  test accuracy {np.mean(tested):.2f} +- {np.std(tested, ddof=1):.2f} %  "
              f"({', '.join(f'{value:.2f}' for value in tested)}), {np.mean(measured):.0f} masks measured", flush=True)


def shape(options):
    return ["--genes", options.genes, "--epochs", options.epochs, "--hidden", options.hidden]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    parser.add_argument("what", choices=("speed", "agreement", "search"))
    parser.add_argument("features", nargs="?")
    for name, default in (("rows", 20000), ("columns", 19488), ("genes", None), ("epochs", None), ("masks", 40), ("seeds", 3),
                          ("generations", 8), ("population", 20)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, default in (("minutes", 1.0), ("peer-seconds", 0.0)):
        parser.add_argument(f"--{name}", type=float, default=default)
    for name, default in (("binaries", ".build/release"), ("folder", "."), ("peer", ""), ("hidden", "2048,1024,256"),
                          ("only", "peer,train,ladder,linear")):
        parser.add_argument(f"--{name}", default=default)
    parser.add_argument("--verbose", action="store_true")
    results.add_options(parser)
    given = parser.parse_args()
    # speed measures a few epochs of the published size, the others whole trainings of a mask for a few hundred photographs.
    given.genes = given.genes or (5000 if given.what == "speed" else 500)
    given.epochs = given.epochs or (3 if given.what == "speed" else 60)
    if given.what != "speed" and not given.features:
        parser.error("a features file is needed")
    if given.record and given.what != "speed":
        parser.error("--record is for speed")
    features_files.require(parser, [given.features] if given.features else [])
    {"speed": speed, "agreement": agreement, "search": search}[given.what](given)
