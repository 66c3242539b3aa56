"""compare: what a policy changed, from run files; numbers against h5py where it is there."""
import csv
import io
import json
import math
import unittest

from support import CommandTest, DELTA, TINY, h5py

if h5py is not None:
    import numpy

COLUMNS = ["scenario", "by", "panel", "key", "name_en", "province", "unit", "base", "policy", "difference", "percent",
           "low", "high", "up", "down", "p_value", "n"]


class CompareTest(CommandTest):
    def run_tiny(self, name, *words):
        self.call("run", TINY, "-o", name, "--quiet", "--force", *words)
        return name

    def bases(self, seeds):
        return [self.run_tiny(f"b{seed}.h5", "--seed", seed) for seed in seeds]

    def policies(self, seeds):
        return [self.run_tiny(f"p{seed}.h5", "--seed", seed, "--set", "firms.relocation.sensitivity=2") for seed in seeds]

    def json(self, *words):
        return json.loads(self.call("compare", *words, "--json").stdout)

    def table(self, comparison, by, panel):
        found = [one for one in comparison["policies"][0]["tables"] if (one["by"], one["panel"]) == (by, panel)]
        self.assertEqual(len(found), 1, f"{by} {panel}")
        return found[0]

    def refuse(self, *words):
        """The message to a comparison that cannot be made."""
        done = self.call("compare", *words, expect=2)
        self.assertEqual(done.stdout, "")
        return done.stderr


class Numbers(CompareTest):
    @unittest.skipIf(h5py is None, "no h5py")
    def test_states_indices_and_flows_are_those_of_the_files(self):
        seeds = (1, 2, 3)
        bases, policies = self.bases(seeds), self.policies(seeds)
        comparison = self.json(*bases, *policies, "--by", "city", "--by", "index",
                               "--panel", "residents", "--panel", "births", "--panel", "talent_flows")

        def differences(path, reduce):
            values = [[reduce(h5py.File(self.folder / name, "r")[path][:]) for name in names] for names in (bases, policies)]
            return numpy.array(values[0]), numpy.array(values[1])

        def agree(rows, base, policy):
            self.assertEqual(len(rows), base.shape[1])
            for k, row in enumerate(rows):
                each = policy[:, k] - base[:, k]
                self.assertEqual(row["n"], len(seeds))
                near = 1000 * 2.3e-16 * abs(numpy.concatenate([base[:, k], policy[:, k]])).max()  # sums of fewer numbers
                for name, expected in (("base", base[:, k].mean()), ("policy", policy[:, k].mean()), ("difference", each.mean())):
                    self.assertAlmostEqual(row[name], expected, delta=near)
                self.assertEqual((row["up"], row["down"]), ((each > 0).sum(), (each < 0).sum()))
                half = 4.302652729696 * each.std(ddof=1) / math.sqrt(len(seeds))  # t, 2 degrees of freedom
                self.assertAlmostEqual(row["high"] - row["difference"], half, delta=1e-8 * max(half, 1))

        agree(self.table(comparison, "city", "residents")["rows"], *differences("residents", lambda x: x[-1]))
        agree(self.table(comparison, "city", "births")["rows"], *differences("flows/births", lambda x: x.sum(axis=(0, 2))))
        agree(self.table(comparison, "city", "talent_flows:origin")["rows"],
              *differences("flows/talent_flows", lambda x: x.sum(axis=(0, 1, 3))[:4]))
        base, policy = differences("theil", lambda x: x)
        gaps = (policy - base).mean(axis=0)
        theil = self.table(self.json(*bases, *policies), "index", "theil")
        self.assertAlmostEqual(theil["rows"][0]["difference"], gaps[-1], delta=1e-14)
        self.assertAlmostEqual(theil["largest_gap"], gaps[abs(gaps).argmax()], delta=1e-14)
        self.assertEqual(theil["largest_gap_date"], f"{2000 + abs(gaps).argmax()}-01-01")

    def test_provinces_are_sums_of_their_cities_and_totals_sums_of_all(self):
        comparison = self.json(*self.bases([1]), *self.policies([1]), "--by", "city", "--by", "province", "--by", "industry")
        for panel in ("residents", "value_added", "firms"):
            cities = self.table(comparison, "city", panel)
            for province in self.table(comparison, "province", panel)["rows"]:
                of_province = [row["policy"] for row in cities["rows"] if row["province"] == province["key"]]
                self.assertAlmostEqual(province["policy"], sum(of_province), delta=1e-9 * province["policy"])
            self.assertAlmostEqual(cities["total"]["base"], sum(row["base"] for row in cities["rows"]), delta=1e-6)
        by_industry = self.table(comparison, "industry", "value_added_by_industry")
        self.assertEqual([row["name_en"] for row in by_industry["rows"]], ["Farming and fishing", "Workshops", "Services"])
        self.assertAlmostEqual(by_industry["total"]["policy"], self.table(comparison, "city", "value_added")["total"]["policy"],
                               delta=1e-9 * by_industry["total"]["policy"])

    def test_value_added_per_head_is_value_added_over_residents_in_yuan(self):
        comparison = self.json(*self.bases([1]), *self.policies([1]))
        tables = [self.table(comparison, "gains", name)["rows"] for name in ("residents", "value_added", "value_added_per_head")]
        for heads, value, per_head in zip(*tables):
            self.assertAlmostEqual(per_head["base"], value["base"] * 1e8 / heads["base"], delta=1e-9 * per_head["base"])

    def test_a_date_chooses_the_record_at_or_before_it(self):
        files = self.bases([1]) + self.policies([1])
        comparison = self.json(*files, "--at", "2004-07")
        self.assertEqual((comparison["date"], comparison["record"], comparison["records"]), ("2004-01-01", 5, 11))
        self.assertEqual(self.json(*files, "--at", "2900")["date"], "2010-01-01")


class Runs(CompareTest):
    def test_runs_pair_by_seed_and_seeds_of_one_side_are_told(self):
        done = self.call("compare", *self.bases([1, 2]), *self.policies([2, 3]), "--json")
        comparison = json.loads(done.stdout)
        self.assertEqual(comparison["policies"][0]["scenario"]["seeds"], [2])
        self.assertIn("b1.h5 (seed 1), p3.h5 (seed 3)", done.stderr)
        self.assertEqual(len(comparison["notes"]), 1)

    def test_two_policies_stand_one_after_the_other_with_what_they_change(self):
        other = self.run_tiny("other.h5", "--set", "firms.distance=0.5")
        done = self.call("compare", *self.bases([1]), *self.policies([1]), other)
        self.assertRegex(done.stdout, r"changes  firms\.relocation\.sensitivity = 2(\.0)? \(base: 1\.5\)\n")
        self.assertRegex(done.stdout, r"changes  firms\.distance = 0\.5 ")
        self.assertEqual(done.stdout.count("base     Four invented cities (b1)\n"), 2)

    def test_a_file_against_itself_differs_in_nothing_and_is_told_so(self):
        base = self.bases([1])[0]
        done = self.call("compare", base, base)
        self.assertIn("one scenario with the same seed", done.stderr)
        self.assertIn("No number differs.", done.stdout)

    def test_an_unfinished_run_is_compared_as_far_as_it_came(self):
        self.run_tiny("part.h5", "--set", "firms.relocation.sensitivity=2", "--steps", "21")
        done = self.call("compare", *self.bases([1]), "part.h5", "--json")
        self.assertIn("part.h5 is not complete; its last record is of 2005-01-01", done.stderr)
        self.assertEqual(json.loads(done.stdout)["date"], "2005-01-01")
        self.assertIn("part.h5 has no record of 2008-01-01", self.refuse("b1.h5", "part.h5", "--at", "2008"))

    def test_runs_with_replicates_have_a_star_line_and_single_ones_a_caution(self):
        single = self.call("compare", *self.bases([1]), *self.policies([1])).stdout
        self.assertIn("more seeds would show what is chance", single)
        self.assertNotIn("excludes zero", single)
        several = self.call("compare", *self.bases([1, 2]), *self.policies([1, 2])).stdout
        self.assertIn("2 pairs with the same seed (seeds 1, 2)", several)
        self.assertIn("excludes zero", several)


class Files(CompareTest):
    def rows(self, text):
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(list(rows[0])[:len(COLUMNS)], COLUMNS)
        return rows

    def test_the_csv_has_a_row_a_panel_and_key_with_the_numbers_of_the_json(self):
        files = self.bases([1, 2]) + self.policies([1, 2])
        done = self.call("compare", *files, "--by", "city", "--by", "index", "--csv", "-")
        rows = self.rows(done.stdout)
        tables = self.json(*files, "--by", "city", "--by", "index")["policies"][0]["tables"]
        self.assertEqual(len(rows), sum(len(table["rows"]) for table in tables))
        for row, (table, told) in zip(rows, [(table, told) for table in tables for told in table["rows"]]):
            self.assertEqual((row["by"], row["panel"], row["key"], row["unit"]), (table["by"], table["panel"], told["key"], table["unit"]))
            for name in ("base", "policy", "difference", "percent", "low", "high", "p_value"):
                self.assertEqual(float(row[name]) if row[name] else None, told[name])
            self.assertEqual(int(row["n"]), 2)

    def test_a_csv_file_is_written_whole_beside_the_tables_and_replaces_an_old_one(self):
        (self.folder / "x.csv").write_text("old")
        done = self.call("compare", *self.bases([1]), *self.policies([1]), "--csv", "x.csv")
        self.assertIn("residents [persons]", done.stdout)
        self.assertTrue(self.rows((self.folder / "x.csv").read_text()))
        self.assertEqual(self.files(), ["b1.h5", "p1.h5", "x.csv"])

    def test_a_csv_never_replaces_a_run_or_what_is_no_file(self):
        files = self.bases([1]) + self.policies([1])
        before = (self.folder / "p1.h5").read_bytes()
        self.assertIn("p1.h5 is a run file", self.refuse(*files, "--csv", "p1.h5"))
        self.assertEqual((self.folder / "p1.h5").read_bytes(), before)
        self.assertIn("is a folder", self.refuse(*files, "--csv", "."))
        self.assertIn("not an ordinary file", self.refuse(*files, "--csv", "/dev/null"))
        self.assertIn("nowhere is not a folder", self.refuse(*files, "--csv", "nowhere/x.csv"))
        self.assertIn("both want standard output", self.refuse(*files, "--csv", "-", "--json"))


class Mistakes(CompareTest):
    def test_one_file_is_not_enough(self):
        self.assertIn("`yanzhen compare` needs POLICY.h5", self.refuse(*self.bases([1])))

    def test_runs_that_do_not_fit_are_refused_with_what_differs(self):
        base = self.bases([1, 2])[0]
        self.call("run", DELTA, "--set", "scale.people_per_agent=30000", "--steps", "1", "-o", "delta.h5", "--quiet")
        self.assertIn("delta.h5 and b1.h5 differ along city: 41 labels instead of 4", self.refuse(base, "delta.h5"))
        self.assertIn("runs of one scenario, with different seeds", self.refuse("b1.h5", "b2.h5"))
        self.assertIn("no seed in common (seed 1; seed 2)", self.refuse(base, *self.policies([2])))
        self.run_tiny("often.h5", "--set", "record.every=quarter")
        self.assertIn("record 2 of often.h5 is of 2000-04-01, that of b1.h5 is of 2001-01-01", self.refuse(base, "often.h5"))
        self.run_tiny("short.h5", "--set", "time.end=2006-01")
        text = self.refuse(base, "short.h5")
        self.assertIn("short.h5 ends on 2006-01-01, b1.h5 on 2010-01-01", text)
        self.assertIn("--at 2006-01-01", text)
        self.call("compare", base, "short.h5", "--at", "2006-01-01")

    def test_wrong_words_are_told_the_nearest(self):
        files = self.bases([1]) + self.policies([1])
        self.assertIn("did you mean city?", self.refuse(*files, "--by", "citty"))
        self.assertIn("did you mean residents?", self.refuse(*files, "--panel", "residnets"))
        self.assertIn("its dimensions: industry", self.refuse(*files, "--by", "city", "--panel", "concentration"))
        self.assertIn('--at is "soon"', self.refuse(*files, "--at", "soon"))
        self.assertIn("the first record is of 2000-01-01", self.refuse(*files, "--at", "1999"))

    def test_a_panel_that_one_file_lacks_is_named_with_the_file(self):
        self.run_tiny("few.h5", "--set", 'record.panels=["residents"]')
        self.assertIn("few.h5 does not record panel firms", self.refuse(*self.bases([1]), "few.h5", "--panel", "firms"))

    def test_what_is_no_run_file_is_named_and_is_a_failure(self):
        (self.folder / "letter.txt").write_text("Dear reader")
        base = self.bases([1])[0]
        for name in ("letter.txt", "nothing.h5"):
            done = self.call("compare", base, name, expect=1)
            self.assertIn(name, done.stderr)
            self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
