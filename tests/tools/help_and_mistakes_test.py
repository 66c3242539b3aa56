"""yanzhen as someone meets it who does not know it yet, or mistypes."""
import subprocess
import unittest

from support import CommandTest, TINY, YANZHEN

COMMANDS = ["run", "check", "compare", "list", "new", "recover"]


class Help(CommandTest):
    def test_help_names_every_command(self):
        for words in (["help"], ["--help"], ["-h"], ["help", "help"]):
            text = self.call(*words).stdout
            for command in COMMANDS:
                self.assertRegex(text, rf"(?m)^  {command} ")

    def test_every_command_has_a_page_with_examples_in_three_ways(self):
        for command in COMMANDS:
            pages = {self.call(*words).stdout for words in
                     (["help", command], [command, "--help"], [command, "-h"])}
            self.assertEqual(len(pages), 1)
            page = pages.pop()
            self.assertIn(f"Usage: yanzhen {command}", page)
            self.assertRegex(page, rf"Examples:\n  yanzhen {command} ")

    def test_version_is_one_line_with_the_commit(self):
        self.assertRegex(self.call("--version").stdout, r"\Ayanzhen \d+\.\d+\.\d+ \((unknown|[0-9a-f]{12}(-dirty)?)\)\n\Z")

    def test_no_lines_are_wider_than_a_page(self):
        for command in COMMANDS:
            for line in self.call("help", command).stdout.splitlines():
                self.assertLessEqual(len(line), 120, line)


class Mistakes(CommandTest):
    def refuse(self, *words):
        """The message to a wrong command line, which must leave no file behind."""
        done = self.call(*words, expect=2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), [])
        return done.stderr

    def test_no_command_shows_the_commands(self):
        self.assertIn("Usage: yanzhen COMMAND", self.refuse())

    def test_a_mistyped_command_is_told_the_nearest(self):
        self.assertEqual(self.refuse("chekc"), 'error: yanzhen has no command "chekc"\n    hint: did you mean check?\n')
        self.assertEqual(self.refuse("recovr", "x.h5"), 'error: yanzhen has no command "recovr"\n    hint: did you mean recover?\n')
        self.assertIn("did you mean list?", self.refuse("help", "lis"))

    def test_a_mistyped_option_is_told_the_nearest(self):
        self.assertIn("did you mean --threads?", self.refuse("run", TINY, "--thraeds", "2"))

    def test_a_missing_scenario_is_asked_for(self):
        self.assertIn("`yanzhen run` needs SCENARIO", self.refuse("run"))

    def test_numbers_out_of_range_are_refused_with_what_is_allowed(self):
        self.assertIn('--threads is "1025", allowed is a whole number from 0 to 1024', self.refuse("run", TINY, "--threads", "1025"))
        self.assertIn('--steps is "0", allowed is a whole number from 1 to 40', self.refuse("run", TINY, "--steps", "0"))
        self.assertIn('--steps is "41", allowed is a whole number from 1 to 40', self.refuse("run", TINY, "--steps", "41"))
        self.assertIn('--seed is "-1"', self.refuse("run", TINY, "--seed=-1"))
        self.assertIn('--checkpoint-every is "nan"', self.refuse("run", TINY, "--checkpoint-every", "nan"))

    def test_begin_anew_and_go_on_exclude_each_other(self):
        self.assertIn("--force begins anew and --resume goes on", self.refuse("run", TINY, "--force", "--resume"))

    def test_an_output_in_a_folder_that_is_not_there_is_refused(self):
        self.assertIn("nowhere is not a folder", self.refuse("run", TINY, "-o", "nowhere/x.h5"))

    def test_a_scenario_that_is_not_there_is_named(self):
        for command in ("run", "check"):
            text = self.refuse(command, "nothing.toml")
            self.assertIn("nothing.toml", text)
            self.assertTrue(text.endswith("1 error; nothing was run.\n"), text)

    def test_all_mistakes_of_a_scenario_are_told_at_once_with_their_places(self):
        scenario = self.folder / "bad.toml"
        scenario.write_text(f'extends = "{TINY}"\ntitel = "x"\n[time]\nstep = "fortnight"\n[parameters]\n"firms.distnace" = 1\n')
        for command in ("run", "check"):
            text = self.call(command, "bad.toml", expect=2).stderr
            for place in ("bad.toml:2:1: error:", "bad.toml:4:8: error:", "bad.toml:6:1: error:"):
                self.assertIn(place, text)
            self.assertIn("firms.distance", text)
            self.assertTrue(text.endswith("3 errors; nothing was run.\n"), text)
        self.assertEqual(self.files(), ["bad.toml"])

    def test_a_panel_that_the_model_does_not_have_is_refused_before_anything_is_written(self):
        for command in ("run", "check"):
            self.assertIn("resident", self.refuse(command, TINY, "--set", 'record.panels=["residnets"]'))


class Surroundings(CommandTest):
    def test_a_reader_that_goes_away_is_no_failure(self):
        line = f"set -o pipefail; '{YANZHEN}' list parameters | head -n 1"
        done = subprocess.run(["bash", "-c", line], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.count("\n"), 1)

    @unittest.skipUnless(__import__("os").path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_standard_output_is_a_failure_with_a_reason(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([YANZHEN, "list", "models"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)


if __name__ == "__main__":
    unittest.main()
