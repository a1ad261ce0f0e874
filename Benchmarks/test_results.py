"""Tests of results.py and figures.py; `make lint` runs them."""
import argparse
import csv
import pathlib
import tempfile
import unittest

import figures
import results

SENTENCE = "Ours takes 1.5 s in <!-- figures: speed: small/ours@float32; -small/gain -->1.5 of 1.9.1, and fell by 0.25<!-- end --> points.\n"
TABLE = """Before.

<!-- table: speed: small -->

| way | time | rate |
| --- | --- | --- |
| ours | 1.5 ± 0.1 | 2.0 |
| theirs | 3.0 | 1.0 |

<!-- end -->
"""
ROWS = [
    results.Row("ours", "1.5", "s", "float32"), results.Row("gain", "-0.25", "points"), results.Row("ours", "9.5", "s", "bfloat16"),
    results.Row("ours/time", "1.5", "s", spread="0.1"), results.Row("ours/rate", "2.0", "1/s"), results.Row("theirs/time", "3.0", "s"),
    results.Row("theirs/rate", "1.0", "1/s"),
]


class Project(unittest.TestCase):
    """A folder with a README, another document, and the results of one benchmark."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)
        (self.root / "Documentation").mkdir()
        self.readme, self.document = self.root / "README.md", self.root / "Documentation" / "speed.md"
        self.readme.write_text(SENTENCE, encoding="utf-8")
        self.document.write_text(TABLE, encoding="utf-8")
        self.results = self.root / "Benchmarks" / "results" / "speed.csv"
        self.record(*ROWS)

    def record(self, *rows, subject="small"):
        results.record(argparse.Namespace(record=self.results, subject=subject), rows, ["peer 1.2"])

    def check(self):
        return figures.update(self.root, checks=True)

    def edit(self, path, old, new):
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def change_machine(self, machine):
        rows = [row | {"machine": machine} for row in results.load(self.results)]
        with open(self.results, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, results.COLUMNS)
            writer.writeheader()
            writer.writerows(rows)


class FiguresTests(Project):
    def test_documents_that_agree_pass(self):
        self.assertEqual(self.check(), [])

    def test_a_changed_number_is_found_and_put_right(self):
        for path, old, new in ((self.readme, "-->1.5 of", "-->1.6 of"), (self.document, "3.0", "3.1"), (self.document, "± 0.1", "± 0.2")):
            before = path.read_text(encoding="utf-8")
            self.edit(path, old, new)
            self.assertEqual(len(self.check()), 1)
            self.assertEqual(figures.update(self.root, checks=False), [])
            self.assertEqual(path.read_text(encoding="utf-8"), before)

    def test_a_new_result_is_found_and_reaches_the_document(self):
        self.record(results.Row("gain", "0.75", "points"))
        self.assertEqual(len(self.check()), 1)
        figures.update(self.root, checks=False)
        self.assertIn("fell by -0.75<!--", self.readme.read_text(encoding="utf-8"))
        self.assertEqual(self.check(), [])

    def test_marks_that_are_wrong_are_refused_and_nothing_is_written(self):
        for path, old, new, words in (
            (self.readme, "; -small/gain", "", "2 numbers with a decimal point for 1 rows"),
            (self.readme, "small/gain", "small/loss", "0 rows are called '-small/loss'"),
            (self.readme, "@float32", "", "2 rows are called 'small/ours'"),
            (self.readme, "figures: speed", "figures: haste", "there is no haste.csv"),
            (self.readme, "<!-- end -->", "", "begins or ends no region"),
            (self.document, "<!-- table: speed: small -->", "", "begins or ends no region"),
            (self.document, "speed: small", "speed: large", "no row is called 'large/line/column'"),
        ):
            before = path.read_text(encoding="utf-8")
            self.edit(path, old, new)
            broken = path.read_text(encoding="utf-8")
            for checks in (True, False):
                self.assertIn(words, "\n".join(figures.update(self.root, checks)))
            self.assertEqual(path.read_text(encoding="utf-8"), broken)
            path.write_text(before, encoding="utf-8")

    def test_a_region_without_its_end_takes_no_text_with_it(self):
        broken = TABLE.replace("<!-- end -->", "") + SENTENCE
        self.document.write_text(broken, encoding="utf-8")
        self.assertIn("begins or ends no region", "\n".join(figures.update(self.root, checks=False)))
        self.assertEqual(self.document.read_text(encoding="utf-8"), broken)


class RecordTests(Project):
    def test_a_row_names_the_machine_and_the_versions(self):
        row = results.load(self.results)[0]
        self.assertEqual((row["what"], row["value"], row["unit"], row["precision"]), ("small/ours", "1.5", "s", "float32"))
        self.assertRegex(row["machine"], r"^.+, \d+ cores, \d+ GiB$")
        self.assertRegex(row["date"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(row["peers"], "peer 1.2")

    def test_a_later_measurement_takes_the_place_of_an_earlier_one(self):
        self.record(results.Row("ours", "1.4", "s", "float32"))
        rows = results.load(self.results)
        self.assertEqual(len(rows), len(ROWS))
        self.assertEqual(rows[0]["value"], "1.4")

    def test_another_machine_gets_a_row_of_its_own_and_an_unknown_one_gives_way(self):
        for machine, count in (("another", len(ROWS) + 1), ("", len(ROWS))):
            self.results.unlink()
            self.record(*ROWS)
            self.change_machine(machine)
            self.record(results.Row("gain", "0.75", "points"))
            self.assertEqual(len(results.load(self.results)), count)

    def test_nothing_is_written_unless_asked(self):
        before = self.results.read_bytes()
        results.record(argparse.Namespace(record=None, subject=""), ROWS)
        self.assertEqual(self.results.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
