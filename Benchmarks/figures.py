"""Puts the figures of Benchmarks/results/ into README.md and Documentation/*.md, in regions that end with <!-- end -->.

usage: python3 Benchmarks/figures.py [--check]

With --check, nothing is written: says where a document and the results differ, and exits with 1 if any does.
  <!-- figures: NAME: ROW; ROW -->  the numbers with a decimal point are, in order, the values of these rows of results/NAME.csv
  <!-- table: NAME: START -->       holds a table of the rows that are called START/line/column
A ROW is WHAT, WHAT@PRECISION or WHAT@PRECISION@MACHINE, enough to single out one row; PRECISION may be empty. START may go on in the same way.
A minus sign before a ROW turns the number's sign, for a sentence that says "fell by".
"""
import argparse
import itertools
import pathlib
import re
import sys

import results

REGION = re.compile(r"(<!-- (figures|table): ([\w-]+): ((?:(?!-->).)*) -->)((?:(?!<!-- ).)*)(<!-- end -->)", re.DOTALL)
MARK = re.compile(r"<!-- (?:figures|table|end)\b")
NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d+(?!\.?\d)")


class Mismatch(Exception):
    pass


def one(rows, reference):
    what, precision, machine = (reference.removeprefix("-").split("@") + ["", ""])[:3]
    found = [row for row in rows if row["what"] == what and precision in ("", row["precision"]) and machine in ("", row["machine"])]
    if len(found) != 1:
        raise Mismatch(f"{len(found)} rows are called '{reference}'")
    return found[0]


def value(rows, reference):
    text = one(rows, reference)["value"]
    if reference.startswith("-"):
        text = text.removeprefix("-") if text.startswith("-") else "-" + text
    if not NUMBER.fullmatch(text):
        raise Mismatch(f"'{reference}' is '{text}', which has no decimal point")
    return text


def sentence(rows, references, text):
    values = [value(rows, reference.strip()) for reference in references.split(";")]
    if len(NUMBER.findall(text)) != len(values):
        raise Mismatch(f"{len(NUMBER.findall(text))} numbers with a decimal point for {len(values)} rows")
    return NUMBER.sub(lambda _: values.pop(0), text)


def table(rows, reference, _):
    start, *rest = reference.split("@", 1)
    names = [row["what"].removeprefix(start + "/").split("/") for row in rows if row["what"].startswith(start + "/")]
    names = [name for name in names if len(name) == 2]
    lines, columns = (list(dict.fromkeys(name[place] for name in names)) for place in (0, 1))
    cells = [["way", *columns], ["---"] * (len(columns) + 1)]
    for line in lines:
        found = [one(rows, "@".join([f"{start}/{line}/{column}", *rest])) for column in columns]
        cells.append([line, *(" ± ".join(filter(None, (row["value"], row["spread"]))) for row in found)])
    if not names:
        raise Mismatch(f"no row is called '{start}/line/column'")
    return "\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in cells) + "\n"


def filled(text, folder):
    """A document's text with the figures of a folder of results."""
    def fill(match):
        start, kind, name, references, content, end = match.groups()
        references = " ".join(references.split())
        try:
            if not (folder / f"{name}.csv").exists():
                raise Mismatch(f"there is no {name}.csv")
            rows = results.load(folder / f"{name}.csv")
            return start + {"figures": sentence, "table": table}[kind](rows, references, content) + end
        except Mismatch as mismatch:
            line = text[:match.start()].count("\n") + 1
            raise Mismatch(f"{line}: {mismatch}") from None

    if rest := MARK.search(REGION.sub("", text)):
        raise Mismatch(f"'{rest.group()}' begins or ends no region")
    return REGION.sub(fill, text)


def update(root, checks):
    """What is wrong in the documents of a folder, one line each; the rest is written unless `checks`."""
    wrong = []
    for path in [root / "README.md", *sorted((root / "Documentation").glob("*.md"))]:
        text, name = path.read_text(encoding="utf-8"), path.relative_to(root)
        try:
            expected = filled(text, root / "Benchmarks" / "results")
        except Mismatch as mismatch:
            wrong.append(f"{name}:{mismatch}")
            continue
        if checks and expected != text:
            lines = itertools.zip_longest(text.splitlines(), expected.splitlines(), fillvalue="")
            number, line = next((number, line) for number, (old, line) in enumerate(lines, 1) if old != line)
            wrong.append(f"{name}:{number}: differs from Benchmarks/results/; run make figures. Expected: {line}")
        elif expected != text:
            path.write_text(expected, encoding="utf-8")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--check", action="store_true")
    wrong = update(pathlib.Path(results.ROOT), parser.parse_args().check)
    print("\n".join(wrong), end="\n" if wrong else "", file=sys.stderr)
    sys.exit(1 if wrong else 0)
