"""`yanzhen analyze`: a sweep is run, collected and read."""
import csv
import io
import json
import unittest

from support import TINY, CommandTest

SWEEP = f"""
title = "分税 borders"
scenario = "{TINY}"
replicates = 3
[set]
"time.end" = "2001-01"
"scale.people_per_agent" = 1000
[design]
kind = "grid"
[factor.border]
path = "talent.skilled.border.province"
from = 0.1
to = 1.0
steps = 2
[factor.trade.levels]
"开" = {{ "goods.border.province" = 0.0 }}
closed = {{ "goods.border.province" = 1.0 }}
"""


class AnalyzeTest(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "small.toml").write_text(SWEEP, encoding="utf-8")
        self.call("sweep", "small.toml", "-o", "small.h5", "--quiet")

    def test_a_collected_sweep_is_read_as_text_csv_and_json(self):
        text = self.call("analyze", "small.h5", "--index", "theil", "--best", "theil:least,gini:least",
                         "--where", "theil>0").stdout
        for part in ("分税 borders", "12, 3 replicates a point; 12 done", "means\n", "effects:", "seeds:", "pareto:",
                     "regions: theil > 0: 100.0 % of 4 points pass", "  0.1     开"):
            self.assertIn(part, text)
        found = json.loads(self.call("analyze", "small.h5", "--index", "theil", "--json").stdout)
        self.assertEqual([index["name"] for index in found["indices"]], ["theil"])
        self.assertEqual(found["points"][1], {"border": 0.1, "trade": "closed"})
        rows = list(csv.DictReader(io.StringIO(self.call("analyze", "small.h5", "--index", "theil", "--csv", "-").stdout)))
        means = [float(row["value"]) for row in rows if row["analysis"] == "means" and row["quantity"] == "mean"]
        self.assertEqual(means, [point["mean"] for point in found["indices"][0]["means"]])

    def test_csv_goes_to_a_file_and_never_over_the_sweep(self):
        self.call("analyze", "small.h5", "--index", "gini", "--csv", "all.csv")
        self.assertTrue((self.folder / "all.csv").read_text(encoding="utf-8").startswith("analysis,index,unit,date,"))
        before = (self.folder / "small.h5").read_bytes()
        self.assertIn("small.h5 is the sweep, which --csv would replace", self.call("analyze", "small.h5", "--csv", "small.h5", expect=2).stderr)
        self.assertEqual((self.folder / "small.h5").read_bytes(), before)

    def test_mistakes_end_with_exit_code_2_and_the_nearest_name(self):
        for words, message in ((["--index", "thiel"], "did you mean theil?"),
                               (["--what", "sobol"], "this sweep is a grid."),
                               (["--what", "efects"], "did you mean effects?"),
                               (["--at", "1990"], "the first record is of 2000-01-01"),
                               (["--where", "theil>many"], "\"many\" is no number"),
                               (["--best", "theil"], "allowed is NAME:most or NAME:least"),
                               (["--confidence", "95"], "allowed is a number from 0.5 to 0.9999"),
                               (["--bootstrap", "some"], "allowed is a whole number from 0 to 100000"),
                               (["--csv", "-", "--json"], "both want standard output")):
            with self.subTest(words=words):
                done = self.call("analyze", "small.h5", *words, expect=2)
                self.assertIn(message, done.stderr)
                self.assertEqual(done.stdout, "")
        self.assertIn("needs SWEEP.h5", self.call("analyze", expect=2).stderr)

    def test_what_is_no_sweep_ends_with_exit_code_1(self):
        self.assertIn("absent.h5", self.call("analyze", "absent.h5", expect=1).stderr)
        self.assertIn("small.toml", self.call("analyze", "small.toml", expect=1).stderr)


if __name__ == "__main__":
    unittest.main()
