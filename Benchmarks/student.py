"""The size of a student and of its teacher, and the time that each takes for a verdict.

usage: python student.py STUDENT.h5 TEACHER.h5 --photographs FOLDER [--count 12] [--record]

Needs h5py and numpy. Prints the megabytes of the files of each classifier and of its networks' weights, and the milliseconds that a
verdict on one photograph takes, extraction included: the time of all less that of one. What a verdict is worth, and how far the two
agree, says kalon-evaluate --teacher.
"""
import argparse
import json
import os

import h5py

import distil
import results


def weight_files(model):
    """The classifier and the weight files of its extractors; weights from a seed have no file."""
    with h5py.File(model) as file:
        listed = []
        for text in file["kalon/extractors"][:]:
            listed += [extractor["weights"] for extractor in json.loads(text)]
    return [model] + [path for path in listed if not path.startswith("seeded:")]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("student")
    parser.add_argument("teacher")
    parser.add_argument("--photographs", required=True, help="a folder, to time verdicts on")
    parser.add_argument("--count", type=int, default=12, help="photographs to time, at least 2")
    parser.add_argument("--binaries", default=".build/release")
    results.add_options(parser)
    given = parser.parse_args()
    recorded = []
    print(f"{'':<10}{'MB in files':>14}{'ms a photograph':>18}")
    for name, model in (("student", given.student), ("teacher", given.teacher)):
        size = sum(os.path.getsize(path) for path in weight_files(model)) / 1e6
        taken = distil.milliseconds(given, model)
        print(f"{name:<10}{size:>14.1f}{taken:>18.1f}", flush=True)
        recorded += [results.Row(f"{name}/files", f"{size:.1f}", "MB"), results.Row(f"{name}/a photograph", f"{taken:.1f}", "ms")]
    results.record(given, recorded)
