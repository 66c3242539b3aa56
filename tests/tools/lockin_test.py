"""lockin: experiments of many runs; one file, a table, nothing half-written."""
import json
import re
import signal
import subprocess
import unittest

from support import CommandTest, Terminal, TINY, h5py

SCENARIO = f"""
title = "A push"
extends = "{TINY}"
[time]
end = "2006-01"
[[policy]]
name = "push"
rule = "subsidy"
cities = ["Stone Bridge"]
industries = ["workshops"]
rate = 0.2
paid_by = "nation"    # a city could not pay so much
start = "2001-01"
end = "2003-01"
"""
LOCKIN = """
[lockin]
watch = { panel = "value_added_by_industry", over = "value_added", city = "stone bridge", industry = "workshops" }
seeds = 2
"""
TWINS = """
[lockin.twins]
settings = ["policy.push.enabled=false"]
"""
REST = """
[lockin.hysteresis]
path = "policy.push.rate"
from = 0
to = 0.3
points = 3
years = 1
[lockin.escape]
path = "policy.push.rate"
from = 0
to = 0.3
tolerance = 0.1
kept = 1.0001
[lockin.decompose.switches]
"sunk cost" = ["firms.relocation.sunk_cost=0"]
"""
EXPERIMENTS = ("hysteresis", "escape", "twins", "decompose", "persistence")


class LockInTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("push.toml", SCENARIO + LOCKIN + TWINS + REST)

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def lockin(self, what, *words, name="push.toml", expect=0):
        return self.call("lockin", name, "--what", what, *words, expect=expect)

    def json(self, what, *words):
        return json.loads(self.lockin(what, "--json", "--force", *words).stdout)

    def refuse(self, what, *words, name="push.toml"):
        """The message; nothing was written beside the scenarios."""
        before = self.files()
        done = self.lockin(what, *words, name=name, expect=2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), before)
        return done.stderr


class Experiments(LockInTest):
    def test_every_experiment_prints_what_was_asked_a_row_a_seed_and_a_sentence_and_writes_one_file(self):
        for what in EXPERIMENTS:
            with self.subTest(what):
                done = self.lockin(what, "--quiet")
                self.assertEqual(done.stdout + done.stderr, "")
                found = self.json(what)
                self.assertEqual(found["file"], f"runs/push.lockin-{what}.h5")
                self.assertEqual(found["seeds"], [1, 2])
                self.assertEqual([row.get("seed", row.get("switched_off")) for row in found["rows"]],
                                 ["(none)", "sunk cost"] if what == "decompose" else ["1", "2"])
                text = self.lockin(what, "--force").stdout
                for sentence in found["result"]:
                    self.assertIn(sentence, text)
                for value in found["asked"].values():
                    self.assertIn(value, text)
        self.assertEqual(self.files(), ["push.toml"] + sorted(f"runs/push.lockin-{what}.h5" for what in EXPERIMENTS))

    def test_twins_are_the_runs_that_yanzhen_run_makes(self):
        rows = self.json("twins", "--set", "lockin.watch.over=", "-o", "twins.h5")["rows"]
        if h5py is None:
            self.skipTest("no h5py")
        for column, words in (("scenario", []), ("twin", ["--set", "policy.push.enabled=false"])):
            for row in rows:
                self.call("run", "push.toml", "-o", "run.h5", "--quiet", "--force", "--seed", row["seed"], *words)
                with h5py.File(self.folder / "run.h5") as run:
                    values = run["value_added_by_industry"][-1]  # Stone Bridge, workshops
                    self.assertEqual(values[1][1], row[column])
            self.assertEqual([row["equal_until"] for row in rows], ["2001-01-01", "2001-01-01"])

    def test_settings_and_seeds_of_the_command_line_are_those_of_every_run(self):
        found = self.json("twins", "--seeds", "1", "--seed", "7", "--set", "policy.push.rate=0.3")
        self.assertEqual(found["seeds"], [7])
        self.assertNotEqual(found["rows"], self.json("twins", "--seeds", "1", "--seed", "7")["rows"])
        self.assertEqual(found, self.json("twins", "--seeds", "1", "--seed", "7", "--set", "policy.push.rate=0.3"))

    def test_an_event_of_no_strength_leaves_the_twins_equal_and_says_so(self):
        found = self.json("twins", "--set", "policy.push.strength=0")
        self.assertEqual(found["result"], ["The twins are equal to the end: the settings changed nothing."])
        self.assertIn("there is no persistence", self.json("decompose", "--set", "policy.push.strength=0")["result"][0])

    def test_support_that_is_never_enough_is_told(self):
        found = self.json("escape", "--set", "lockin.escape.kept=50")
        self.assertEqual(found["result"], ["In 2 of 2 seeds not even policy.push.rate = 0.3 escapes."])
        self.assertEqual([row["threshold"] for row in found["rows"]], [None, None])

    def test_without_an_event_the_persistence_of_leaders_is_decomposed(self):
        self.write("none.toml", SCENARIO + LOCKIN + REST)
        text = self.lockin("decompose", name="none.toml").stdout
        self.assertIn("the leading industry over 3 years", text)

    def test_a_loop_lasts_as_long_as_its_values_whatever_the_end_of_the_scenario(self):
        found = self.json("hysteresis", "--set", "lockin.hysteresis.years=2", "--seeds", "1")  # 10 of 6 years
        self.assertEqual([row["value"] for row in found["over_seeds"]], [0, 0.15, 0.3])


class Files(LockInTest):
    @unittest.skipIf(h5py is None, "no h5py")
    def test_the_file_opens_in_h5py_and_says_what_made_it(self):
        self.lockin("escape", "-o", "x.h5", "--set", "policy.push.rate=0.1")
        with h5py.File(self.folder / "x.h5") as file:
            texts = {key: value.decode() if isinstance(value, bytes) else value for key, value in file.attrs.items()
                     if isinstance(value, (str, bytes))}
            self.assertIn("rate = 0.1", texts["scenario"])
            self.assertEqual(texts["settings"], "policy.push.rate=0.1")
            self.assertEqual(texts["experiment"], "lockin escape")
            self.assertIn("lockin push.toml --what escape", texts["command"])
            for name in ("version", "commit", "result", "asked_watched", "asked_swept"):
                self.assertTrue(texts[name], name)
            self.assertEqual((file.attrs["seeds"], file.attrs["first_seed"]), (2, 1))
            self.assertEqual(file["threshold"].shape, (2,))
            self.assertEqual(file["trial_value"].shape[0], 2)

    def test_the_result_is_the_same_for_any_number_of_jobs_and_threads(self):
        for what in EXPERIMENTS:
            with self.subTest(what):
                found = [self.json(what, "--jobs", jobs, "--threads", threads, "-o", "x.h5")
                         for jobs, threads in ((1, 1), (2, 3), (5, 2))]
                self.assertEqual(found[0], found[1])
                self.assertEqual(found[0], found[2])

    def test_a_file_that_lies_there_is_replaced_only_when_asked(self):
        self.lockin("twins", "-o", "x.h5", "--quiet")
        before = (self.folder / "x.h5").read_bytes()
        self.assertIn("x.h5 exists", self.refuse("escape", "-o", "x.h5"))
        self.assertEqual((self.folder / "x.h5").read_bytes(), before)
        self.lockin("escape", "-o", "x.h5", "--quiet", "--force")
        self.assertNotEqual((self.folder / "x.h5").read_bytes(), before)
        self.assertIn("is no run file", self.refuse("twins", "-o", "push.toml", "--force"))
        self.assertIn("nowhere is not a folder", self.refuse("twins", "-o", "nowhere/x.h5"))


class Mistakes(LockInTest):
    def test_a_missing_section_is_named_with_the_file_and_an_example_that_can_be_pasted(self):
        for what in EXPERIMENTS:
            with self.subTest(what):
                self.write("bare.toml", SCENARIO)
                message = self.refuse(what, name="bare.toml")
                self.assertRegex(message, r"bare\.toml: error: \[lockin\S*\] is missing")
                example = "\n".join(line[8:] for line in message.splitlines() if line.startswith(" " * 8))
                example = example.replace("Xuzhou", "Stone Bridge").replace("electronics", "workshops")
                self.write("bare.toml", SCENARIO.replace('"push"', '"support"') + example)
                self.lockin(what, "--seeds", "1", "--quiet", name="bare.toml")

    def test_a_word_that_is_no_experiment_is_told_the_nearest(self):
        self.assertIn("did you mean hysteresis?", self.refuse("histeresis"))
        self.assertIn("needs --what", self.call("lockin", "push.toml", expect=2).stderr)
        self.assertIn("--seeds is", self.refuse("twins", "--seeds", "0"))

    def test_what_is_watched_and_is_not_there_is_told_with_the_nearest_name(self):
        message = self.refuse("twins", "--set", "lockin.watch.city=Stone Brigde", "--set", "lockin.watch.over=value_aded")
        self.assertIn('did you mean "Stone Bridge"?', message)
        self.assertIn('did you mean "value_added"?', message)
        self.assertIn("2 errors; nothing was run.", message)
        self.assertIn("persistence can be asked of", self.refuse("persistence", "--set", "lockin.watch.panel=residents"))

    def test_a_setting_that_the_scenario_refuses_is_told_before_anything_runs(self):
        message = self.refuse("twins", "--set", 'lockin.twins.settings=["policy.psuh.rate=0"]')
        self.assertIn("with policy.psuh.rate=0", message)
        message = self.refuse("escape", "--set", "lockin.escape.to=1e6")
        self.assertIn("policy.push.rate=1000000", message)
        message = self.refuse("hysteresis", "--set", "lockin.hysteresis.path=scale.people_per_agent",
                              "--set", "lockin.hysteresis.from=100")
        self.assertIn("cannot change while a run goes on", message)
        self.assertIn("after the year 2999", self.refuse("hysteresis", "--set", "lockin.hysteresis.years=1000"))


class Interruption(LockInTest):
    LONG = ["--set", "time.end=2500-01", "--set", "time.step=month"]

    def test_ctrl_c_takes_the_progress_away_and_leaves_no_file(self):
        terminal = Terminal(["lockin", "push.toml", "--what", "twins", *self.LONG], self.folder)
        self.addCleanup(terminal.close)
        self.assertTrue(terminal.read_until(r"\d+ %  [\d,]+ of 24,000 steps  [\d:-]+ left"), terminal.text)
        terminal.press_ctrl_c()
        self.assertEqual(terminal.wait(), 130, terminal.text)
        self.assertIn("interrupted; nothing was written", terminal.text)
        self.assertEqual(re.findall(r"\r([^\r\x1b]*)\x1b\[K", terminal.text)[-1], "")
        self.assertEqual(self.files(), ["push.toml"])

    def test_on_a_pipe_there_is_no_progress_and_a_signal_ends_the_same_way(self):
        process = self.start("lockin", "push.toml", "--what", "escape", *self.LONG)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.communicate(timeout=2)
        process.send_signal(signal.SIGTERM)
        out, messages = process.communicate()
        self.assertEqual(process.returncode, 130, messages)
        self.assertEqual(out, "")
        self.assertNotIn("steps", messages)
        self.assertEqual(self.files(), ["push.toml"])


if __name__ == "__main__":
    unittest.main()
