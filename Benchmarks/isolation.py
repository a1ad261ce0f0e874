"""What it costs that other processes open unknown files, decode pictures and compile networks first.

usage: python isolation.py PHOTOGRAPHS [--extract 'options of kalon-extract'] [--binaries .build/release] [--rounds 5]

Needs a C compiler and no other Python package; the photographs need labels. A process that has threads cannot be copied, and does all that itself; it says so.
A library of one thread, loaded first, makes it one: that is the same executable without other processes. Both run alternately.
Prints seconds from start to end (the least of the rounds, and the median) and the ratio of the least.
"""
import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

THREAD = r"""
#include <pthread.h>
#include <unistd.h>
static void *wait_for_ever(void *nothing) { for (;;) pause(); return nothing; }
__attribute__((constructor)) static void start(void) { pthread_t thread; pthread_create(&thread, 0, wait_for_ever, 0); }
"""
MARK = "threads were running already"


class Ways:
    """The same commands with other processes and without."""

    def __init__(self, binaries, scratch):
        self.binaries = os.path.abspath(binaries)
        source, self.library = os.path.join(scratch, "thread.c"), os.path.join(scratch, "thread.so")
        with open(source, "w") as file:
            file.write(THREAD)
        subprocess.run(["cc", "-shared", "-fPIC", "-o", self.library, source, "-lpthread"], check=True)

    def run(self, command, isolated):
        environment = dict(os.environ)
        if not isolated:
            environment["LD_PRELOAD"] = self.library
        words = [os.path.join(self.binaries, command[0]), *command[1:]]
        start = time.monotonic()
        done = subprocess.run(words, capture_output=True, text=True, env=environment)
        seconds = time.monotonic() - start
        if done.returncode:
            sys.exit(f"{' '.join(words)} failed:\n{done.stderr[-2000:]}")
        if (MARK in done.stderr) == isolated:
            sys.exit(f"{' '.join(words)}: not the way that was asked for:\n{done.stderr[-2000:]}")
        return seconds


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("photographs")
    parser.add_argument("--extract", default="--extractor mobilenet-v1 --weights seeded:1 --size 224")
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ways = Ways(given.binaries, scratch)
        features, classifier = os.path.join(scratch, "features.h5"), os.path.join(scratch, "classifier.h5")
        network = os.path.join(scratch, "network.onnx")
        extractor = shlex.split(given.extract)
        extract = ["kalon-extract", given.photographs, "--output", features, *extractor]
        ways.run(extract, True)
        ways.run(["kalon-train", features, "--output", classifier], True)
        ways.run(["kalon-export", *extractor, "--output", network], True)
        work = {
            "extraction": extract,
            "extraction with a network from a file": ["kalon-extract", given.photographs, "--extractor", f"onnx:{network}", "--output", features + "2"],
            "prediction": ["kalon-predict", given.photographs, "--model", classifier],
            "reading of features": ["kalon-inspect", features],
            "training on features": ["kalon-train", features, "--output", classifier + "2"],
        }
        print(f"{'':40}{'isolated':>18}{'in one process':>18}{'ratio':>8}")
        for name, command in work.items():
            seconds = {True: [], False: []}
            for isolated in (True, False):
                ways.run(command, isolated)
            for _ in range(given.rounds):
                for isolated in (True, False):
                    seconds[isolated].append(ways.run(command, isolated))
            cells = [f"{min(found):.3f} ({statistics.median(found):.3f})" for found in (seconds[True], seconds[False])]
            print(f"{name:40}{cells[0]:>18}{cells[1]:>18}{min(seconds[True]) / min(seconds[False]):>8.3f}", flush=True)


if __name__ == "__main__":
    main()
