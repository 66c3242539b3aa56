"""run: where it writes, what it refuses to overwrite, what it prints, and how it fails."""
import json
import os
import resource
import subprocess
import unittest

from support import CommandTest, LONG, TINY, YANZHEN


class Runs(CommandTest):
    def test_a_run_writes_one_file_under_runs_and_prints_a_summary(self):
        done = self.call("run", TINY)
        self.assertEqual(self.files(), ["runs/tiny-seed1.h5"])
        for part in ("Four invented cities, seed 1: step 40 of 40", "checksum", "runs/tiny-seed1.h5"):
            self.assertIn(part, done.stdout)

    def test_nothing_of_a_progress_line_is_on_a_pipe(self):
        done = self.call("run", TINY)
        for text in (done.stdout, done.stderr):
            self.assertNotIn("\r", text)
            self.assertNotIn("\x1b", text)
        self.assertNotIn("moves/s", done.stderr)

    def test_quiet_prints_nothing(self):
        done = self.call("run", TINY, "--quiet")
        self.assertEqual((done.stdout, done.stderr), ("", ""))

    def test_the_summary_for_programs_agrees_with_itself_and_does_not_depend_on_threads(self):
        runs = [json.loads(self.call("run", TINY, "--json", "-o", f"{n}.h5", "--threads", n).stdout) for n in (1, 2, 7)]
        self.assertEqual([run["threads"] for run in runs], [1, 2, 7])
        for run in runs:
            self.assertTrue(run["complete"])
            self.assertEqual((run["step"], run["steps"], run["moves_since_step"]), (40, 40, 0))
            for name in ("checksum", "agents", "moves", "totals", "residents_by_city", "value_added_shares"):
                self.assertEqual(run[name], runs[0][name])
        self.assert_same_run("1.h5", "7.h5")

    def test_another_seed_is_another_run_in_another_file(self):
        one = json.loads(self.call("run", TINY, "--json").stdout)
        two = json.loads(self.call("run", TINY, "--json", "--seed", "2").stdout)
        self.assertNotEqual(one["checksum"], two["checksum"])
        self.assertEqual(self.files(), ["runs/tiny-seed1.h5", "runs/tiny-seed2.h5"])


class Overwriting(CommandTest):
    def test_a_complete_run_is_replaced_only_by_force(self):
        self.call("run", TINY, "-o", "x.h5")
        before = (self.folder / "x.h5").read_bytes()
        text = self.call("run", TINY, "-o", "x.h5", expect=2).stderr
        self.assertIn("x.h5 exists and is a complete run", text)
        self.assertIn("--force", text)
        self.assertEqual((self.folder / "x.h5").read_bytes(), before)
        self.call("run", TINY, "-o", "x.h5", "--force", "--seed", "2")

    def test_an_unfinished_run_is_not_replaced_and_the_user_hears_of_resume(self):
        self.call("run", TINY, "-o", "x.h5", "--steps", "3")
        self.assertIn("--resume", self.call("run", TINY, "-o", "x.h5", expect=2).stderr)

    def test_resuming_a_complete_run_changes_nothing(self):
        self.call("run", TINY, "-o", "x.h5")
        before = (self.folder / "x.h5").read_bytes()
        self.assertIn("nothing to do", self.call("run", TINY, "-o", "x.h5", "--resume").stderr)
        self.assertEqual((self.folder / "x.h5").read_bytes(), before)

    def test_a_file_that_is_no_run_file_is_never_replaced(self):
        (self.folder / "letter.txt").write_text("Dear reader")
        for option in ("--force", "--resume", "--quiet"):
            self.assertIn("is no run file", self.call("run", TINY, "-o", "letter.txt", option, expect=2).stderr)
        self.assertEqual((self.folder / "letter.txt").read_text(), "Dear reader")
        self.assertIn("is a folder", self.call("run", TINY, "-o", ".", "--force", expect=2).stderr)

    def test_another_scenario_or_seed_cannot_go_on_with_a_run(self):
        self.call("run", TINY, "-o", "x.h5", "--steps", "3")
        for change in (["--seed", "2"], ["--set", "firms.distance=0.1"]):
            text = self.call("run", TINY, "-o", "x.h5", "--resume", *change, expect=2).stderr
            self.assertIn("another scenario", text)

    def test_two_programs_cannot_write_one_file(self):
        line = ["run", *LONG, "--set", "scale.people_per_agent=25", "--json"]  # more agents, so that it lasts
        first = self.start(*line, "-o", "x.h5")
        self.wait_for(lambda: (self.folder / "x.h5").exists(), "the run file")
        for option in ("--force", "--resume"):
            text = self.call(*line, "-o", "x.h5", option, expect=1).stderr
            self.assertIn("x.h5", text)
            self.assertIn("in use", text)
        self.assertIsNone(first.poll(), "the first run was over too soon for this test to say anything")
        summary = json.loads(first.communicate()[0])
        self.assertEqual(first.returncode, 0)
        self.assertEqual(summary["checksum"], json.loads(self.call(*line, "-o", "alone.h5").stdout)["checksum"])
        self.assert_same_run("x.h5", "alone.h5")


class Failing(CommandTest):
    def test_a_disk_that_is_full_ends_the_run_with_a_message_naming_the_file(self):
        def small_files_only():
            resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))

        done = subprocess.run([YANZHEN, "run", TINY, "-o", "x.h5"], cwd=self.folder, capture_output=True, text=True,
                              preexec_fn=small_files_only)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("x.h5", done.stderr)
        self.assertNotIn("mistake of yanzhen", done.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_that_may_not_be_written_ends_the_run_with_a_message_naming_the_file(self):
        locked = self.folder / "locked"
        locked.mkdir(mode=0o500)
        self.assertIn("locked/x.h5", self.call("run", TINY, "-o", "locked/x.h5", expect=1).stderr)

    def test_recovering_what_is_no_run_file_fails_and_names_it(self):
        (self.folder / "letter.txt").write_text("Dear reader")
        for name in ("letter.txt", "nothing.h5"):
            self.assertIn(name, self.call("recover", name, expect=1).stderr)
        self.assertEqual((self.folder / "letter.txt").read_text(), "Dear reader")


if __name__ == "__main__":
    unittest.main()
