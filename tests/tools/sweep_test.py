"""sweep, sweep-task and reproduce as a researcher meets them: what is run, what is kept, what is refused."""
import json
import re
import shlex
import shutil
import unittest

from support import TINY, h5py
from sweep_support import BORDERS, ENDLESS, GRID, LINE, QUICK, SweepTest, TAXES, sanitized, sweep_text, text_of

if h5py is not None:
    import numpy

DONE, FAILED, MISSING = 0, 1, 2

SETS = [word for path, value in QUICK.items() for word in ("--set", f"{path}={value}")]

# Each level alone is one that the scenario takes; 8 with 5 is not.
REFUSED_TOGETHER = """
[design]
kind = "grid"

[factor.least]
path = "market.elasticity.least"
values = [4, 8]

[factor.greatest]
path = "market.elasticity.greatest"
values = [5, 9]
"""

HUNGRY = '"capital.unit_value" = 0.001, "capital.least_agents" = 10000000'  # 10 million agents, 100 MB

# A quick level and one that never ends, or needs much memory.
LEVELS = """
[design]
kind = "grid"

[factor.size.levels]
small = {{}}
large = {{ {} }}

{}
"""


class Collecting(SweepTest):
    def test_a_grid_becomes_a_file_that_says_what_every_run_was(self):
        self.write(sweep_text())
        summary = self.sweep("sweep.toml", "-o", "x.h5")
        self.assertEqual(set(summary), {"title", "file", "folder", "runs", "done", "failed", "missing", "jobs", "seconds",
                                        "run_seconds", "failures"})
        self.assertEqual((summary["title"], summary["file"], summary["folder"]), ("Borders and taxes", "x.h5", "x.sweep"))
        self.assertEqual([summary[name] for name in ("runs", "done", "failed", "missing")], [12, 12, 0, 0])
        self.assertEqual(summary["failures"], [])
        self.assertEqual(len(self.records()), 12)
        self.assertEqual([name for name in self.files() if not name.startswith("x.sweep/")], ["sweep.toml", "x.h5"])

        file = self.collected()
        self.assertEqual(file.point.tolist(), [run // 2 for run in range(12)])
        self.assertEqual(file.replicate.tolist(), [0, 1] * 6)
        self.assertEqual(file.status.tolist(), [DONE] * 12)
        self.assertEqual(file.reason, [""] * 12)
        self.assertEqual(file.factors, ["border", "tax"])
        self.assertEqual(file.factor_units[0], "log-cost")
        self.assertEqual(file.factor_meanings[0], "what a border between provinces costs")
        expected = [(border, tax) for border in BORDERS for tax in TAXES for _ in range(2)]
        numpy.testing.assert_allclose(file.values, expected, rtol=1e-15)  # a step of the range may be rounded
        self.assertEqual(file.values[:, 0].tolist(), [row[0] for row in expected])
        self.assertEqual(file.dates, ["2000-01-01", "2001-01-01"])
        self.assertEqual(file.series.shape, (12, 2, len(file.indices)))
        numpy.testing.assert_array_equal(file.last, file.series[:, -1])
        self.assertIn("theil", file.indices)
        self.assertTrue(numpy.isfinite(file.series[:, :, file.indices.index("theil")]).all())
        self.assertEqual(file.text("title"), "Borders and taxes")
        self.assertEqual(file.text("question"), "Do borders bite?")
        self.assertEqual(file.text("plan"), (self.folder / "sweep.toml").read_text())

    def test_seeds_depend_on_the_master_seed_and_the_replicate_alone(self):
        self.write(sweep_text(replicates=3))
        self.write(sweep_text(LINE.format(2), replicates=2), "other.toml")
        self.write(sweep_text(LINE.format(2)).replace("master_seed = 7", "master_seed = 8"), "eight.toml")
        for name in ("sweep", "other", "eight"):
            self.sweep(f"{name}.toml", "-o", f"{name}.h5")
        seeds = self.collected("sweep.h5").seed.reshape(6, 3)
        self.assertEqual(len(set(seeds[0].tolist())), 3)
        self.assertTrue((seeds == seeds[0]).all())
        self.assertLess(seeds.max(), 2**53)
        self.assertEqual(self.collected("other.h5").seed.tolist(), seeds[0, :2].tolist() * 2)
        self.assertFalse(set(self.collected("eight.h5").seed.tolist()) & set(seeds[0].tolist()))

    def test_every_run_is_what_yanzhen_run_does_with_its_settings_and_seed(self):
        self.write(sweep_text())
        self.sweep("sweep.toml", "-o", "x.h5")
        file = self.collected()
        for run in (0, 3, 10):
            border, tax = BORDERS[run // 6], file.values[run, 1]
            summary = json.loads(self.call("run", TINY, *SETS, "--set", f"goods.border.province={border}", "--set",
                                           f"government.tax.profit={tax!r}", "--seed", file.seed[run], "-o", "run.h5",
                                           "--force", "--json").stdout)
            self.assertEqual(f"{file.checksum[run]:016x}", summary["checksum"])
            with h5py.File(self.folder / "run.h5", "r") as alone:
                names = [name for name, item in alone.items()
                         if getattr(item, "shape", None) == (2,) and name not in ("time", "step")]
                self.assertEqual(sorted(names), sorted(file.indices))
                for position, name in enumerate(file.indices):
                    numpy.testing.assert_array_equal(file.series[run, :, position], alone[name][:])
                    self.assertEqual(file.index_units[position], text_of(alone[name].attrs["units"]))

    def test_what_keep_names_is_kept_and_nothing_else(self):
        keep = ('[keep]\nindices = ["theil", "gini"]\npanels = ["residents", "talent_flows"]\n'
                '[keep.watch.island]\npanel = "residents"\ncity = "雾岛市"\n'
                '[keep.watch.island_income]\npanel = "value_added"\nover = "residents"\ncity = "Mist Island"\n')
        self.write(sweep_text(LINE.format(2), replicates=1) + keep)
        self.sweep("sweep.toml", "-o", "x.h5")
        file = self.collected()
        self.assertEqual(sorted(file.indices), ["gini", "island", "island_income", "theil"])
        self.call("run", TINY, *SETS, "--set", "government.tax.profit=0.05", "--seed", file.seed[0], "-o", "run.h5", "--quiet")
        with h5py.File(self.folder / "run.h5", "r") as alone:
            residents, value_added = alone["residents"][:], alone["value_added"][:]
            numpy.testing.assert_array_equal(file.panel("residents")[0], residents)
            numpy.testing.assert_array_equal(file.panel("talent_flows")[0], alone["flows/talent_flows"][:])
            numpy.testing.assert_array_equal(file.series[0, :, file.indices.index("theil")], alone["theil"][:])
            numpy.testing.assert_array_equal(file.series[0, :, file.indices.index("island")], residents[:, 3])
            numpy.testing.assert_allclose(file.series[0, :, file.indices.index("island_income")],
                                          value_added[:, 3] / residents[:, 3], rtol=1e-15)  # one division

    def test_the_file_opens_in_xarray_with_names(self):
        try:
            import xarray
        except ImportError:
            self.skipTest("no xarray")
        if h5py is None:
            self.skipTest("no h5py")
        self.write(sweep_text())
        self.sweep("sweep.toml", "-o", "x.h5")
        try:
            data = xarray.open_dataset(self.folder / "x.h5", engine="h5netcdf", decode_timedelta=False)
        except ValueError as error:
            self.skipTest(str(error))  # no h5netcdf
        for name in ("run", "time", "factor", "index"):
            self.assertIn(name, data.dims)
        data.close()


class TheSameBytes(SweepTest):
    def setUp(self):
        super().setUp()
        self.write(sweep_text())
        self.sweep("sweep.toml", "-o", "whole.h5", "--jobs", "1", "--threads", "1")

    def test_for_one_or_two_jobs_and_threads(self):
        for jobs, threads in ((2, 2), (1, 2), (2, 1), (5, 3)):
            name = f"{jobs}-{threads}.h5"
            summary = self.sweep("sweep.toml", "-o", name, "--jobs", jobs, "--threads", threads)
            self.assertEqual(summary["done"], 12)
            self.assert_same_bytes(name, "whole.h5")

    def test_in_ten_pieces(self):
        for piece in range(1, 11):
            done = self.call("sweep", "sweep.toml", "-o", "x.h5", "--resume", "--at-most", "1", "--json")
            summary = json.loads(done.stdout)
            self.assertEqual((summary["done"], summary["missing"], summary["file"]), (piece, 12 - piece, None))
            self.assertIn("--resume", done.stderr)
            self.assertEqual(len(self.records()), piece)
        self.assertFalse((self.folder / "x.h5").exists())
        before = self.records()
        self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--resume")["done"], 12)
        after = self.records()
        self.assertEqual({key: after[key] for key in before}, before)
        self.assert_same_bytes("x.h5", "whole.h5")

    def test_as_ten_tasks_of_any_scheduler(self):
        for task in (3, 0, 9, 1, 2, 8, 7, 4, 6, 5):
            self.call("sweep-task", "sweep.toml", "--task", task, "--of", "10", "-o", "x.h5", "--quiet")
            self.assertFalse((self.folder / "x.h5").exists())
        before = self.records()
        self.assertEqual(len(before), 12)
        self.call("sweep-task", "sweep.toml", "--task", "0", "--of", "1", "-o", "x.h5")  # nothing is left to do
        self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--resume")["done"], 12)
        self.assertEqual(self.records(), before)
        self.assert_same_bytes("x.h5", "whole.h5")

    def test_a_task_does_the_runs_whose_number_leaves_its_own_and_no_others(self):
        self.call("sweep-task", "sweep.toml", "--task", "1", "--of", "5", "-o", "x.h5", "--jobs", "2")
        self.assertEqual(len(self.records()), 3)
        self.sweep("sweep.toml", "-o", "x.h5", "--collect")
        status = self.collected().status.tolist()
        self.assertEqual([run for run in range(12) if status[run] == DONE], [1, 6, 11])

    def test_begun_anew_by_force(self):
        before = self.records("whole.sweep")
        self.sweep("sweep.toml", "-o", "whole.h5", "--force")
        after = self.records("whole.sweep")
        self.assertEqual(set(after), set(before))
        self.assertFalse(set(after.values()) & set(before.values()))
        self.sweep("sweep.toml", "-o", "x.h5")
        self.assert_same_bytes("x.h5", "whole.h5")

    def test_resumed_with_nothing_to_do(self):
        before, bytes_before = self.records("whole.sweep"), (self.folder / "whole.h5").read_bytes()
        self.sweep("sweep.toml", "-o", "whole.h5", "--resume")
        self.assertEqual(self.records("whole.sweep"), before)
        self.assertEqual((self.folder / "whole.h5").read_bytes(), bytes_before)

    def test_after_the_file_was_lost(self):
        before = self.records("whole.sweep")
        (self.folder / "whole.h5").rename(self.folder / "kept.h5")
        self.sweep("sweep.toml", "-o", "whole.h5", "--resume")
        self.assertEqual(self.records("whole.sweep"), before)
        self.assert_same_bytes("kept.h5", "whole.h5")

    def test_the_arrays_after_comments_were_edited_whose_text_is_in_the_file(self):
        before = self.records("whole.sweep")
        one = self.collected("whole.h5").arrays()
        self.write("# Asked by the ministry.\n" + sweep_text())
        self.sweep("sweep.toml", "-o", "whole.h5", "--resume")
        self.assertEqual(self.records("whole.sweep"), before, "a comment changes no run")
        file = self.collected("whole.h5")
        self.assertIn("ministry", file.text("plan"))
        self.assertEqual(file.arrays(), one)


class Places(SweepTest):
    def test_the_working_directory_changes_no_byte_and_the_place_of_the_files_no_array(self):
        self.copy_tiny("here/land")
        self.write(sweep_text(scenario="../land/tiny.toml"), "here/plans/sweep.toml")
        shutil.copytree(self.folder / "here", self.folder / "there")
        with self.working_in("here"):
            self.sweep("plans/sweep.toml", "-o", "x.h5")
        with self.working_in("here/elsewhere"):
            self.sweep("../plans/sweep.toml", "-o", "x.h5")
        self.assert_same_bytes("here/x.h5", "here/elsewhere/x.h5")
        self.sweep(self.folder / "there/plans/sweep.toml", "-o", "there/x.h5")
        self.assertEqual(self.collected("here/x.h5").arrays(), self.collected("there/x.h5").arrays())

    def test_records_are_found_again_from_another_place(self):
        self.copy_tiny("here/land")
        self.write(sweep_text(scenario="../land/tiny.toml"), "here/plans/sweep.toml")
        with self.working_in("here"):
            self.sweep("plans/sweep.toml", "-o", "x.h5", "--at-most", "5")
            before = self.records()
        (self.folder / "here").rename(self.folder / "moved")
        self.sweep("moved/plans/sweep.toml", "-o", "moved/x.h5", "--resume")
        after = self.records("moved/x.sweep")
        self.assertEqual(len(before), 5)
        self.assertEqual({key: after.get(key) for key in before}, before)

    def test_without_output_it_lies_under_runs_by_the_sweep_files_name(self):
        self.write(sweep_text(LINE.format(2)), "plans/borders.toml")
        summary = self.sweep("plans/borders.toml")
        self.assertEqual((summary["file"], summary["folder"]), ("runs/borders.sweep.h5", "runs/borders.sweep"))
        self.assertTrue((self.folder / "runs/borders.sweep.h5").is_file())
        self.assertEqual(len(self.records("runs/borders.sweep")), 4)

    def test_chinese_names_stand_wherever_a_name_may(self):
        design = ('[design]\nkind = "grid"\n[factor.strategy]\nmeaning = "地方政府的策略"\nunit = "无"\n[factor.strategy.levels]\n'
                  '"模仿" = { "goods.border.province" = 0.06 }\n"聪明" = { "goods.border.province" = 0 }\n"无" = {}\n'
                  '[keep]\nindices = ["theil"]\n[keep.watch."雾岛"]\npanel = "residents"\ncity = "雾岛市"\n')
        self.copy_tiny("沙盘")
        text = sweep_text(design, replicates=1, scenario="../沙盘/tiny.toml", title="税收分成与边界")
        self.write(text, "扫描/税收.toml")
        (self.folder / "结果").mkdir()
        done = self.call("sweep", "扫描/税收.toml", "-o", "结果/税收.h5")
        self.assertIn("税收分成与边界", done.stdout)
        self.assertIn("结果/税收.h5", done.stdout)
        self.assertEqual(len(self.records("结果/税收.sweep")), 3)
        self.assertIn("结果/税收", self.call("sweep", "扫描/税收.toml", "-o", "结果/税收.h5", expect=2).stderr)
        self.call("reproduce", "结果/税收.h5", "--run", "1")
        file = self.collected("结果/税收.h5")
        self.assertEqual(file.levels("strategy"), ["模仿", "聪明", "无"])
        self.assertEqual(file.text("title"), "税收分成与边界")
        self.assertIn("雾岛", file.indices)


class Designs(SweepTest):
    def test_every_kind_runs_to_its_end(self):
        factors = ('[factor.border]\npath = "goods.border.province"\nfrom = 0.01\nto = 0.1\nscale = "log"\nsteps = 2\n'
                   '[factor.agents]\npath = "firms.least_agents"\nfrom = 500\nto = 503\nwhole = true\nsteps = 4\n'
                   '[factor.tax]\npath = "government.tax.profit"\nvalues = [0.05, 0.2]\n')
        points = ('[[point]]\nborder = 0.05\nagents = 501\ntax = 0.2\n[[point]]\nborder = 0.1\nagents = 500\ntax = 0.05\n')
        settings = {path: value for path, value in QUICK.items() if path != "firms.least_agents"}
        for kind, numbers, extra, expected in (("grid", "", "", 2 * 4 * 2), ("list", "", points, 2),
                                               ("latin_hypercube", "points = 3", "", 3), ("sobol", "points = 4", "", 4),
                                               ("saltelli", "points = 1", "", 5),
                                               ("morris", "trajectories = 1\nlevels = 4", "", 4)):
            with self.subTest(kind):
                design = f'[design]\nkind = "{kind}"\n{numbers}\n{factors}{extra}'
                self.write(sweep_text(design, settings, replicates=1), f"{kind}.toml")
                summary = self.sweep(f"{kind}.toml", "-o", f"{kind}.h5")
                self.assertEqual((summary["runs"], summary["done"]), (expected, expected))
                if h5py is None:
                    continue
                values = self.collected(f"{kind}.h5").values
                self.assertTrue(((values[:, 0] >= 0.01) & (values[:, 0] <= 0.1)).all(), values)
                self.assertTrue(set(values[:, 1]) <= {500, 501, 502, 503}, values)
                self.assertTrue(set(values[:, 2]) <= {0.05, 0.2}, values)
                if kind == "list":
                    self.assertEqual(values.tolist(), [[0.05, 501, 0.2], [0.1, 500, 0.05]])

    def test_a_level_has_settings_of_its_own_and_a_value_may_go_to_several_paths(self):
        design = ('[design]\nkind = "grid"\n[factor.strategy.levels]\n'
                  'closed = { "goods.border.province" = 0.06, "goods.border.city" = 0.05 }\nas_it_is = {}\n'
                  '[factor.iceberg]\npaths = ["goods.iceberg.low", "goods.iceberg.medium"]\nvalues = [0.1, 0.3]\n')
        self.write(sweep_text(design, replicates=1))
        self.sweep("sweep.toml", "-o", "x.h5")
        file = self.collected()
        self.assertEqual(file.levels("strategy"), ["closed", "as_it_is"])
        self.assertEqual(file.values.tolist(), [[0, 0.1], [0, 0.3], [1, 0.1], [1, 0.3]])
        for run, sets in ((1, ("goods.border.province=0.06", "goods.border.city=0.05", "goods.iceberg.low=0.3",
                               "goods.iceberg.medium=0.3")), (2, ("goods.iceberg.low=0.1", "goods.iceberg.medium=0.1"))):
            words = [word for one in sets for word in ("--set", one)]
            summary = json.loads(self.call("run", TINY, *SETS, *words, "--seed", file.seed[run], "--json", "-o", "r.h5",
                                           "--force").stdout)
            self.assertEqual(f"{file.checksum[run]:016x}", summary["checksum"])

    def test_texts_and_flags_may_be_values(self):
        self.write(f'extends = "{TINY}"\n[[policy]]\nrule = "administrative_barrier"\nname = "union"\n', "union.toml")
        design = ('[design]\nkind = "grid"\n[factor.union]\npath = "policy.union.enabled"\nvalues = [true, false]\n'
                  '[factor.step]\npath = "time.step"\nvalues = ["quarter", "month"]\n')
        self.write(sweep_text(design, replicates=1, scenario="union.toml"))
        self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5")["done"], 4)
        file = self.collected()
        self.assertEqual((file.levels("union"), file.levels("step")), (["true", "false"], ["quarter", "month"]))
        self.assertEqual(len(set(file.checksum.tolist())), 4)

class Growth(SweepTest):
    def grow(self, first, second, expected_new):
        """Sweeps `first`, then `second` with --resume: the records that the first made stay untouched."""
        self.write(first)
        self.sweep("sweep.toml", "-o", "x.h5")
        before, old = self.records(), self.checksums()
        self.write(second)
        dry = self.sweep("sweep.toml", "-o", "x.h5", "--dry-run")
        summary = self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        after, new = self.records(), self.checksums()
        self.assertEqual({key: after.get(key) for key in before}, before, "a run that was done was run again")
        self.assertEqual(len(after) - len(before), expected_new)
        self.assertEqual((dry["runs"], dry["recorded"]), (summary["runs"], summary["runs"] - expected_new))
        self.assertEqual(summary["done"], summary["runs"])
        for run, checksum in old.items():
            self.assertEqual(new.get(run, checksum), checksum)
        if h5py is not None:
            self.assertEqual(len(new), summary["runs"])
            self.assertEqual(len(set(old) & set(new)), summary["runs"] - expected_new)

    def checksums(self):
        """By factor values and seed, which name a run in any design."""
        if h5py is None:
            return {}
        file = self.collected()
        return {(tuple(values), seed): checksum for values, seed, checksum
                in zip(file.values.tolist(), file.seed.tolist(), file.checksum.tolist())}

    def test_more_replicates(self):
        self.grow(sweep_text(replicates=1), sweep_text(replicates=3), 12)

    def test_more_values(self):
        self.grow(sweep_text(), sweep_text(GRID.replace("[0, 0.06]", "[0, 0.03, 0.06]")), 6)

    def test_another_order_of_values(self):
        self.grow(sweep_text(), sweep_text(GRID.replace("[0, 0.06]", "[0.06, 0]")), 0)

    def test_more_points_of_a_sobol_design(self):
        sobol = LINE.format(9).replace('"grid"', '"sobol"\npoints = {}').replace("steps = 9\n", "")
        self.grow(sweep_text(sobol.format(4), replicates=1), sweep_text(sobol.format(7), replicates=1), 3)

    def test_more_trajectories_of_a_morris_design(self):
        morris = LINE.format(9).replace('"grid"', '"morris"\ntrajectories = {}').replace("steps = 9\n", "")
        self.grow(sweep_text(morris.format(1), replicates=1), sweep_text(morris.format(2), replicates=1),
                  self.new_points(morris, 1, 2))

    def new_points(self, morris, few, many):
        """Points of one factor's trajectories are few; the later ones may meet the earlier."""
        counts = []
        for number in (few, many):
            self.write(sweep_text(morris.format(number), replicates=1), "count.toml")
            self.sweep("count.toml", "-o", f"count{number}.h5")
            counts.append(len(self.records(f"count{number}.sweep")))
        return counts[1] - counts[0]

    def test_another_design_takes_what_it_shares(self):
        points = "".join(f"[[point]]\nborder = {border}\ntax = {tax}\n" for border, tax in ((0, 0.05), (0.06, 0.2), (0.06, 0.1)))
        listed = GRID.replace('"grid"', '"list"').replace("steps = 3\n", "") + points
        self.grow(sweep_text(), sweep_text(listed.replace("values = [0, 0.06]", "from = 0\nto = 0.06")), 2)

    def test_limits_and_titles_change_no_run_and_what_is_kept_does(self):
        self.grow(sweep_text(), sweep_text(title="Another") + "[limits]\nseconds = 500\nmemory_mb = 4000\nattempts = 2\n", 0)
        with self.subTest("kept"):
            self.write(sweep_text() + '[keep]\nindices = ["gini"]\n')
            self.sweep("sweep.toml", "-o", "x.h5", "--resume")
            self.assertEqual(len(self.records()), 24)
            if h5py is not None:
                self.assertEqual(self.collected().indices, ["gini"])


class Asking(SweepTest):
    def test_a_dry_run_says_numbers_and_writes_nothing(self):
        self.write(sweep_text())
        with self.changing_nothing():
            text = self.call("sweep", "sweep.toml", "-o", "x.h5", "--dry-run").stdout
            self.assertIn("12", text)
            numbers = self.sweep("sweep.toml", "-o", "x.h5", "--dry-run")
        self.assertEqual(set(numbers), {"title", "runs", "points", "replicates", "recorded", "seconds_per_run",
                                        "memory_per_run", "jobs", "seconds", "folder_bytes", "file_bytes"})
        self.assertEqual([numbers[name] for name in ("runs", "points", "replicates", "recorded")], [12, 6, 2, 0])
        for name in ("seconds_per_run", "memory_per_run", "jobs", "seconds", "folder_bytes", "file_bytes"):
            self.assertGreater(numbers[name], 0)

    def test_a_dry_run_foretells_about_the_folder_and_no_less_than_the_file(self):
        self.write(sweep_text(replicates=20) + '[keep]\npanels = ["residents", "talent_flows"]\n')
        numbers = self.sweep("sweep.toml", "-o", "x.h5", "--dry-run")
        self.sweep("sweep.toml", "-o", "x.h5")
        folder = sum(512 * (self.folder / name).stat().st_blocks for name in self.files() if name.startswith("x.sweep/"))
        self.assertLess(folder / 2, numbers["folder_bytes"])  # blocks differ from file system to file system
        self.assertLess(numbers["folder_bytes"], folder * 2)
        self.assertLess((self.folder / "x.h5").stat().st_size, numbers["file_bytes"])

    def test_status_before_amid_and_after(self):
        self.write(sweep_text())
        with self.changing_nothing():
            self.assertEqual(self.status(), (12, 0, 0, 12))
        self.call("sweep", "sweep.toml", "-o", "x.h5", "--at-most", "5")
        with self.changing_nothing():
            self.assertEqual(self.status(), (12, 5, 0, 7))
            text = self.call("sweep", "sweep.toml", "-o", "x.h5", "--status").stdout
            for number in ("12", "5", "7"):
                self.assertRegex(text, rf"\b{number}\b")
        self.call("sweep", "sweep.toml", "-o", "x.h5", "--resume")
        with self.changing_nothing():
            self.assertEqual(self.status(), (12, 12, 0, 0))
            self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--dry-run")["recorded"], 12)

    def status(self):
        answer = self.sweep("sweep.toml", "-o", "x.h5", "--status")
        self.assertIn("slurm", answer)
        self.assertIn("bytes", answer)
        return tuple(answer[name] for name in ("runs", "done", "failed", "missing"))

    def test_collect_writes_what_there_is_and_marks_what_is_missing(self):
        self.write(sweep_text())
        self.call("sweep", "sweep.toml", "-o", "x.h5", "--at-most", "5", "--jobs", "1")
        before = self.records()
        summary = self.sweep("sweep.toml", "-o", "x.h5", "--collect")
        self.assertEqual((summary["file"], summary["done"], summary["missing"]), ("x.h5", 5, 7))
        self.assertEqual(self.records(), before, "collecting runs nothing")
        file = self.collected()
        self.assertEqual(file.status.tolist(), [DONE] * 5 + [MISSING] * 7)
        self.assertTrue(numpy.isnan(file.series[5:]).all())
        self.assertEqual(file.checksum[5:].tolist(), [0] * 7)

    def test_quiet_prints_nothing(self):
        self.write(sweep_text())
        done = self.call("sweep", "sweep.toml", "-o", "x.h5", "--quiet")
        self.assertEqual((done.stdout, done.stderr), ("", ""))


class Failures(SweepTest):
    def sweep_with_failures(self, reason, failed, runs):
        """Sweeps x.h5, of which the runs `failed` fail for `reason`."""
        done = self.call("sweep", "sweep.toml", "-o", "x.h5", "--json", "--jobs", "2")
        summary = json.loads(done.stdout)
        self.assertEqual([summary[name] for name in ("runs", "done", "failed", "missing")],
                         [runs, runs - len(failed), len(failed), 0])
        self.assertEqual([one["run"] for one in summary["failures"]], failed)
        for one in summary["failures"]:
            self.assertRegex(one["reason"], reason)
        self.assertIn(f"warning: {len(failed)} of {runs} runs failed", done.stderr)
        self.assertRegex(self.call("sweep", "sweep.toml", "-o", "x.h5", "--status").stdout, reason)
        self.assertEqual(len(self.records()), runs)
        if h5py is not None:
            file = self.collected()
            self.assertEqual([run for run in range(runs) if file.status[run] == FAILED], failed)
            for run in range(runs):
                self.assertEqual(file.reason[run] != "", run in failed)
                self.assertEqual(bool(numpy.isnan(file.series[run]).all()), run in failed)
                self.assertEqual(bool(file.checksum[run] == 0), run in failed)
            self.assertRegex(file.reason[failed[0]], reason)

    def retry(self, failed):
        """--retry-failed runs the failed ones again and nothing else, and gives the same file."""
        before, bytes_before = self.records(), (self.folder / "x.h5").read_bytes()
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assertEqual(self.records(), before, "without --retry-failed a failed run stays")
        self.sweep("sweep.toml", "-o", "x.h5", "--resume", "--retry-failed")
        after = self.records()
        self.assertEqual(set(after), set(before))
        self.assertEqual(sum(after[key] != before[key] for key in before), failed)
        self.assertEqual((self.folder / "x.h5").read_bytes(), bytes_before)

    def test_settings_that_are_refused_together_fail_with_the_scenarios_own_words(self):
        self.write(sweep_text(REFUSED_TOGETHER))
        self.sweep_with_failures(r"market\.elasticity\.least.*market\.elasticity\.greatest", [4, 5], 8)
        self.retry(2)

    def test_a_run_that_takes_too_long_is_ended(self):
        work = {**ENDLESS, "scale.people_per_agent": 1}
        slow = ", ".join(f'"{path}" = {json.dumps(value)}' for path, value in work.items() if path != "time.end")
        limit = 4 if sanitized() else 2  # the quick run takes a hundredth of it, the slow one fifty times as long
        self.write(sweep_text(LEVELS.format(slow, f"[limits]\nseconds = {limit}"), replicates=1))
        self.sweep_with_failures(rf"took longer than {limit} s", [1], 2)
        self.retry(1)

    @unittest.skipIf(sanitized(), "the shadow of a sanitizer counts as memory")
    def test_a_run_that_needs_too_much_memory_is_ended(self):
        self.write(sweep_text(LEVELS.format(HUNGRY, "[limits]\nmemory_mb = 64"), replicates=2))
        self.sweep_with_failures(r"needs more than 64 MiB", [2, 3], 4)
        self.retry(2)

    def test_a_task_records_a_failure_and_ends_well(self):
        self.write(sweep_text(REFUSED_TOGETHER, replicates=1))
        self.call("sweep-task", "sweep.toml", "--task", "0", "--of", "1", "-o", "x.h5")
        self.assertEqual(len(self.records()), 4)
        self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--status")["failed"], 1)

    def test_a_sweep_where_every_run_fails_is_collected_too(self):
        self.write(sweep_text(REFUSED_TOGETHER.replace("[4, 8]", "[8]").replace("[5, 9]", "[5]")))
        self.sweep_with_failures(r"market\.elasticity\.least", [0, 1], 2)

class Mistakes(SweepTest):
    def refuse(self, *words):
        """The message to a command that is refused and leaves everything as it was."""
        with self.changing_nothing():
            done = self.call(*words, expect=2)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_records_are_not_mixed_up_without_being_asked(self):
        self.write(sweep_text(LINE.format(2)))
        self.call("sweep", "sweep.toml", "-o", "x.h5", "--at-most", "1")
        text = self.refuse("sweep", "sweep.toml", "-o", "x.h5")
        self.assertIn("x.sweep", text)
        self.assertIn("--resume", text)
        self.assertIn("--force", text)

    def test_a_file_is_not_replaced_without_being_asked(self):
        self.write(sweep_text(LINE.format(2)))
        self.write("Dear reader", "x.h5")
        self.assertIn("x.h5", self.refuse("sweep", "sweep.toml", "-o", "x.h5"))
        self.assertIn("x.h5", self.refuse("sweep", "sweep.toml", "-o", "x.h5", "--at-most", "1"))

    def test_begin_anew_and_go_on_exclude_each_other(self):
        self.write(sweep_text(LINE.format(2)))
        self.assertIn("--force", self.refuse("sweep", "sweep.toml", "-o", "x.h5", "--force", "--resume"))

    def test_a_mistyped_option_is_told_the_nearest(self):
        self.write(sweep_text())
        self.assertIn("did you mean --resume?", self.refuse("sweep", "sweep.toml", "--resum"))
        self.assertIn("did you mean --task?", self.refuse("sweep-task", "sweep.toml", "--tsak", "1", "--of", "2"))
        self.assertIn("did you mean --run?", self.refuse("reproduce", "x.h5", "--rum", "1"))

    def test_an_executor_that_is_not_there_is_refused(self):
        self.write(sweep_text())
        text = self.refuse("sweep", "sweep.toml", "--executor", "slrum")
        self.assertIn("local", text)
        self.assertIn("slurm", text)

    def test_numbers_out_of_range_are_refused_with_what_is_allowed(self):
        self.write(sweep_text())
        for option in ("--jobs", "--threads", "--at-most"):
            for value in ("-1", "many", "1.5", "99999999999999999999"):
                self.assertIn(option, self.refuse("sweep", "sweep.toml", f"{option}={value}"))
        self.assertIn("--at-most", self.refuse("sweep", "sweep.toml", "--at-most", "0"))

    def test_a_task_must_be_one_of_the_tasks(self):
        self.write(sweep_text())
        for task, of in (("3", "3"), ("-1", "3"), ("0", "0"), ("x", "3")):
            self.assertIn("--", self.refuse("sweep-task", "sweep.toml", f"--task={task}", f"--of={of}"))
        self.assertIn("--task", self.refuse("sweep-task", "sweep.toml", "--of", "3"))
        self.assertIn("--of", self.refuse("sweep-task", "sweep.toml", "--task", "3"))

    def test_a_task_of_another_plan_is_refused(self):
        self.write(sweep_text())
        text = self.refuse("sweep-task", "sweep.toml", "--task", "0", "--of", "2", "-o", "x.h5", "--plan", "0123456789abcdef")
        self.assertIn("0123456789abcdef", text)

    def test_a_sweep_file_that_is_not_there_is_named(self):
        for command in (["sweep"], ["sweep-task", "--task", "0", "--of", "1"]):
            text = self.refuse(*command, "nothing.toml")
            self.assertIn("nothing.toml", text)
            self.assertNotIn("mistake of yanzhen", text)
        self.assertIn("SWEEP", self.refuse("sweep"))

    def test_a_scenario_that_is_not_there_is_named_with_its_place(self):
        self.write(sweep_text(scenario="nowhere.toml"))
        text = self.refuse("sweep", "sweep.toml")
        self.assertIn("nowhere.toml", text)
        self.assertIn("sweep.toml:3", text)

    def test_a_scenario_is_no_sweep_file_and_a_sweep_file_no_scenario(self):
        text = self.refuse("sweep", TINY)
        self.assertIn("tiny.toml", text)
        self.assertIn("scenario", text)
        self.write(sweep_text())
        self.assertIn("sweep.toml", self.refuse("run", "sweep.toml"))

    def test_all_mistakes_of_a_sweep_file_are_told_at_once_with_their_places(self):
        text = sweep_text().replace("replicates", "replikates").replace('"grid"', '"gird"').replace("to = 0.2", "to = 0.01")
        self.write(text)
        message = self.refuse("sweep", "sweep.toml", "-o", "x.h5")
        for part in ('did you mean "replicates"?', 'did you mean "grid"?', "factor.tax.to"):
            self.assertIn(part, message)
        self.assertRegex(message, r"3 errors; nothing was run\.\n\Z")
        lines = text.splitlines()
        for wrong in ("replikates", "gird", "to = 0.01"):
            line = next(number for number, content in enumerate(lines, 1) if wrong in content)
            self.assertIn(f"sweep.toml:{line}:", message)

    def test_paths_and_values_that_the_scenario_does_not_take_are_told_before_anything_runs(self):
        self.write(sweep_text(GRID.replace("goods.border.province", "goods.border.provinec").replace("0.2", "20")))
        message = self.refuse("sweep", "sweep.toml", "-o", "x.h5")
        for part in ("goods.border.provinec", 'did you mean "goods.border.province"?', "government.tax.profit", "20",
                     "sweep.toml:"):
            self.assertIn(part, message)

    def test_panels_that_the_model_does_not_have_are_told_before_anything_runs(self):
        self.write(sweep_text() + '[keep]\nindices = ["thiel"]\npanels = ["residnets"]\n')
        message = self.refuse("sweep", "sweep.toml", "-o", "x.h5")
        for part in ("thiel", "did you mean theil?", "residnets", "did you mean residents?", "sweep.toml:"):
            self.assertIn(part, message)

    def test_a_file_that_is_no_sweep_is_never_replaced(self):
        self.write(sweep_text(LINE.format(2)))
        self.sweep("sweep.toml", "-o", "x.h5")
        self.write("Dear reader", "x.h5")
        self.call("run", TINY, *SETS, "-o", "run.h5", "--quiet")
        for name in ("x.h5", "run.h5"):
            for option in ("--force", "--resume", "--collect"):
                self.assertIn(f"{name} exists and is no sweep", self.refuse("sweep", "sweep.toml", "-o", name, option))

    def test_an_output_in_a_folder_that_is_not_there_is_refused(self):
        self.write(sweep_text())
        self.assertIn("nowhere", self.refuse("sweep", "sweep.toml", "-o", "nowhere/x.h5"))

    def test_a_file_in_the_place_of_the_folder_is_told(self):
        self.write(sweep_text())
        self.write("", "x.sweep")
        with self.changing_nothing():
            done = self.call_any("sweep", "sweep.toml", "-o", "x.h5")
        self.assertIn(done.returncode, (1, 2))
        self.assertIn("x.sweep", done.stderr)
        self.assertNotIn("mistake of yanzhen", done.stderr)


class Reproducing(SweepTest):
    def setUp(self):
        super().setUp()
        self.copy_tiny()
        self.write(sweep_text(scenario="land/tiny.toml"))
        self.sweep("sweep.toml", "-o", "x.h5")

    def test_a_run_is_done_again_and_has_the_same_checksum(self):
        text = self.call("reproduce", "x.h5", "--run", "7").stdout
        self.assertIn("same", text)
        self.assertRegex(text, r"\b[0-9a-f]{16}\b")
        answer = json.loads(self.call("reproduce", "x.h5", "--run", "7", "--json").stdout)
        self.assertEqual(answer["run"], 7)

    def test_a_run_that_is_reproduced_writes_the_run_file_of_yanzhen_run(self):
        file = self.collected()
        self.call("reproduce", "x.h5", "--run", "7", "-o", "again.h5")
        self.call("run", "land/tiny.toml", *SETS, "--set", "goods.border.province=0.06", "--set",
                  "government.tax.profit=0.05", "--seed", file.seed[7], "-o", "run.h5", "--quiet")
        self.assert_same_run("again.h5", "run.h5")
        with h5py.File(self.folder / "again.h5", "r") as again, h5py.File(self.folder / "run.h5", "r") as run:
            for name in ("scenario", "seed", "title", "complete", "checksum"):
                self.assertEqual(again.attrs[name], run.attrs[name], name)

    def test_a_run_file_that_lies_there_is_not_replaced(self):
        self.write("Dear reader", "again.h5")
        with self.changing_nothing():
            done = self.call_any("reproduce", "x.h5", "--run", "7", "-o", "again.h5")
        self.assertIn(done.returncode, (1, 2))
        self.assertIn("again.h5", done.stderr)

    def test_a_table_that_was_changed_is_told(self):
        links = self.folder / "land" / "data" / "cities.csv"
        links.write_text(links.read_text().replace("180000,150000", "190000,150000"))
        done = self.call("reproduce", "x.h5", "--run", "7", expect=1)
        self.assertRegex(done.stdout + done.stderr, "differ|another|changed|not the same")

    def test_it_goes_on_from_anywhere_once_it_is_told_where_the_scenario_is(self):
        (self.folder / "land").rename(self.folder / "moved")
        (self.folder / "sweep.toml").unlink()
        shutil.rmtree(self.folder / "x.sweep")
        with self.working_in("elsewhere"):
            self.call("reproduce", "../x.h5", "--run", "3", "--scenario", "../moved/tiny.toml")

    def test_a_scenario_that_is_gone_is_named_with_a_hint(self):
        (self.folder / "land").rename(self.folder / "moved")
        done = self.call_any("reproduce", "x.h5", "--run", "3")
        self.assertIn(done.returncode, (1, 2))
        self.assertIn("--scenario", done.stderr)

    def test_a_run_that_is_not_there_or_a_file_that_is_no_sweep_is_refused(self):
        self.assertIn("11", self.call("reproduce", "x.h5", "--run", "12", expect=2).stderr)
        self.assertIn("--run", self.call("reproduce", "x.h5", expect=2).stderr)
        self.call("run", TINY, *SETS, "-o", "run.h5", "--quiet")
        for name in ("run.h5", "sweep.toml", "nothing.h5"):
            done = self.call_any("reproduce", name, "--run", "1")
            self.assertIn(done.returncode, (1, 2))
            self.assertIn(name, done.stderr)
            self.assertNotIn("mistake of yanzhen", done.stderr)

    def test_a_run_that_failed_has_nothing_to_be_compared_with(self):
        self.write(sweep_text(REFUSED_TOGETHER), "refused.toml")
        self.sweep("refused.toml", "-o", "refused.h5")
        text = self.call("reproduce", "refused.h5", "--run", "4", expect=2).stderr
        self.assertIn("market.elasticity.least", text)
        line = shlex.split(re.search(r"to run it: (.*)", text).group(1))
        self.assertIn("market.elasticity.least", self.call(*line[1:], expect=2).stderr)

if __name__ == "__main__":
    unittest.main()
