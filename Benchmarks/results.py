"""Results of benchmarks as rows of CSV files: Benchmarks/results/NAME.csv for Benchmarks/NAME.py, from which the documents take figures.

Each row is one number. What is not known of it is left empty:
  date       when it was measured
  machine    processor, cores and memory
  precision  of the arithmetic that was measured
  kalon      commit of Kalon; + after it means that the sources differed from the commit
  peers      the other programs, with their versions
  what       what was measured, from the general to the particular, with / between
  value      as the benchmark prints it
  spread     standard error or deviation of the value, whichever the benchmark prints
  unit       of both; that of a ratio to another program is ratio, and `what` says "time of ours over theirs"
A later measurement of the same thing in the same precision replaces the row of the same machine, or of an unknown one.
"""
import argparse
import collections
import csv
import datetime
import os
import pathlib
import platform
import re
import subprocess
import sys

COLUMNS = ["date", "machine", "precision", "kalon", "peers", "what", "value", "spread", "unit"]
KEY = ["machine", "precision", "what"]
ROOT = pathlib.Path(__file__).resolve().parent.parent

Row = collections.namedtuple("Row", ["what", "value", "unit", "precision", "spread"], defaults=["", ""])


def add_options(parser):
    """Lets a benchmark take --record and --subject."""
    usual = ROOT / "Benchmarks" / "results" / f"{pathlib.Path(sys.argv[0]).stem}.csv"
    parser.add_argument("--record", nargs="?", type=csv_path, const=usual, metavar="FILE.csv",
                        help=f"also write the figures into a file of results; default: {usual.relative_to(ROOT)}")
    parser.add_argument("--subject", default="", help="begins what the recorded rows are named by, such as a data set's name")


def csv_path(text):
    if not text.endswith(".csv"):
        raise argparse.ArgumentTypeError(f"'{text}' does not end in .csv")
    return pathlib.Path(text)


def record(options, rows, peers=()):
    """Puts rows (`Row`) into the file that --record names, if it is given; peers are texts of `version`."""
    if options.record is None:
        return
    shared = {"date": datetime.date.today().isoformat(), "machine": machine(), "kalon": commit(), "peers": ", ".join(filter(None, peers))}
    kept = {key(row): row for row in load(options.record)} if options.record.exists() else {}
    for row in rows:
        name = f"{options.subject}/{row.what}" if options.subject else row.what
        new = row._asdict() | shared | {"what": name}
        unknown = key(new | {"machine": ""})
        kept = {key(new) if place == unknown else place: old for place, old in kept.items()}
        kept[key(new)] = new
    options.record.parent.mkdir(parents=True, exist_ok=True)
    written = options.record.with_suffix(".csv.new")
    with open(written, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept.values())
    os.replace(written, options.record)


def key(row):
    return tuple(row[column] for column in KEY)


def load(path):
    """The rows of a file as dictionaries, in its order."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            sys.exit(f"{path} has the columns {reader.fieldnames} instead of {COLUMNS}")
        return list(reader)


def machine():
    """Processor, cores and memory; nothing that tells one machine from another of its kind."""
    model = platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            found = re.search(r"^model name\s*:\s*(.+)$", file.read(), re.MULTILINE)
            model = found.group(1).strip() if found else model
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB"


def commit():
    """The commit of the sources that `make build` builds; empty without Git."""
    def git(*words):
        return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True)

    changed = git("diff", "--quiet", "HEAD", "--", "Sources", "Package.swift", "Benchmarks/Reduction").returncode
    return git("rev-parse", "--short", "HEAD").stdout.strip() + ("+" if changed == 1 else "")


def version(package, python=sys.executable):
    """A Python package with its version, such as 'torch 2.9.1', as an interpreter has it; empty if it has none."""
    code = "import sys, importlib.metadata; print(sys.argv[1], importlib.metadata.version(sys.argv[1]))"
    return subprocess.run([python, "-c", code, package], capture_output=True, text=True).stdout.strip()
