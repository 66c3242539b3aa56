"""Ctrl-C, SIGTERM, --steps and --resume: an interrupted run is the same run."""
import json
import re
import shlex
import signal
import unittest

from support import CommandTest, LONG, Terminal, YANZHEN

PROGRESS = r"\d+/1200  \d{4}-\d\d-\d\d  [\d,]+ agents  [\d,]+ moves/s  [\d:-]+ left"


class OnATerminal(CommandTest):
    def terminal(self, *words, columns=100):
        terminal = Terminal(["run", *LONG, *words], self.folder, columns)
        self.addCleanup(terminal.close)
        return terminal

    def test_progress_is_one_line_that_is_rewritten_and_taken_away(self):
        for columns in (60, 100):
            terminal = self.terminal("-o", f"{columns}.h5", columns=columns)
            self.assertTrue(terminal.read_until(r"/1200"), terminal.text)
            self.assertEqual(terminal.wait(), 0)
            lines = re.findall(r"\r([^\r\x1b]*)\x1b\[K", terminal.text)
            self.assertGreater(len(lines), 1)
            for line in lines:
                self.assertLess(len(line), columns)  # no wide letters in this title
            self.assertEqual(lines[-1], "", "the line was left standing")
            self.assertEqual(lines.count(""), 1)
        self.assertRegex(terminal.text, PROGRESS)
        self.assertNotIn("\n", re.search(r"\r.*\r", terminal.text, re.DOTALL).group().replace("\r\n", "")[:1000])

    def test_quiet_shows_no_progress(self):
        terminal = self.terminal("--quiet", "-o", "x.h5")
        self.assertEqual(terminal.wait(), 0)
        self.assertEqual(terminal.text, "")

    def test_ctrl_c_saves_and_the_line_that_it_prints_goes_on_to_the_same_run(self):
        terminal = self.terminal("-o", "x.h5", "--seed", "5")
        self.assertTrue(terminal.read_until(PROGRESS), terminal.text)
        terminal.press_ctrl_c()
        self.assertEqual(terminal.wait(), 130, terminal.text)
        self.assertEqual(self.files(), ["x.checkpoint", "x.h5"])
        self.assertRegex(terminal.text, r"interrupted after step \d+ of 1200")
        self.assertIn("(not complete)", terminal.text)

        line = shlex.split(re.search(r"resume with: (.*?)\r\n", terminal.text).group(1))
        self.assertEqual(line[0], YANZHEN)
        resumed = json.loads(self.call(*line[1:], "--json").stdout)
        whole = self.run_long("-o", "whole.h5", "--seed", "5")
        self.assertGreater(resumed["moves_since_step"], 0)
        self.assertEqual(resumed["checksum"], whole["checksum"])
        self.assertEqual(self.files(), ["whole.h5", "x.h5"], "the checkpoint of a complete run is not needed")
        self.assert_same_run("x.h5", "whole.h5")


class WithoutATerminal(CommandTest):
    def test_signals_save_and_say_how_to_go_on(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number.name):
                name = f"{number.name}.h5"
                process = self.start("run", *LONG, "-o", name)
                self.wait_for(lambda: (self.folder / name).exists(), "the run file")
                process.send_signal(number)
                _, messages = process.communicate()
                self.assertEqual(process.returncode, 130, messages)
                self.assertRegex(messages, r"resume with: .* --resume\n")
                self.assertIn(f"{number.name}.checkpoint", self.files())

    def test_stopping_at_chosen_steps_and_going_on_gives_the_same_run(self):
        for steps in ("1", "2", "7", "650"):  # at, between and beside records
            summary = self.run_long("-o", "x.h5", "--resume", "--steps", steps)
            self.assertEqual((summary["step"], summary["complete"]), (int(steps), False))
        resumed = self.run_long("-o", "x.h5", "--resume", "--threads", "3")
        self.assertEqual(resumed["moves_since_step"], 650)
        whole = self.run_long("-o", "whole.h5")
        self.assertEqual(resumed["checksum"], whole["checksum"])
        self.assertEqual(resumed["totals"], whole["totals"])
        self.assert_same_run("x.h5", "whole.h5")

    def test_looking_more_often_at_checkpoints_changes_nothing(self):
        often = self.run_long("-o", "often.h5", "--checkpoint-every", "0.05")
        rarely = self.run_long("-o", "rarely.h5", "--checkpoint-every", "1e6")
        self.assertEqual(often["checksum"], rarely["checksum"])
        self.assert_same_run("often.h5", "rarely.h5")

    def test_resuming_where_there_is_nothing_begins_anew_and_says_so(self):
        done = self.call("run", *LONG, "-o", "x.h5", "--resume", "--steps", "5")
        self.assertIn("there is no x.h5; beginning at step 0", done.stderr)

    def test_resuming_without_a_checkpoint_begins_anew_and_says_so(self):
        self.call("run", *LONG, "-o", "x.h5", "--steps", "5")
        (self.folder / "x.checkpoint").unlink()
        done = self.call("run", *LONG, "-o", "x.h5", "--resume", "--steps", "6")
        self.assertIn("there is no checkpoint to go on from; beginning at step 0", done.stderr)

    def test_a_checkpoint_of_a_run_that_was_replaced_is_not_taken_up(self):
        self.call("run", *LONG, "-o", "x.h5", "--steps", "50")
        old = (self.folder / "x.checkpoint").read_bytes()
        self.call("run", *LONG, "-o", "x.h5", "--steps", "5", "--force")
        (self.folder / "x.checkpoint").write_bytes(old)  # as if we had been killed before it was removed
        done = self.call("run", *LONG, "-o", "x.h5", "--resume", "--steps", "6")
        self.assertIn("does not fit the run file; beginning at step 0", done.stderr)

    def test_a_damaged_checkpoint_is_told_by_name(self):
        self.call("run", *LONG, "-o", "x.h5", "--steps", "5")
        checkpoint = self.folder / "x.checkpoint"
        checkpoint.write_bytes(checkpoint.read_bytes()[:-100])
        self.assertIn("x.checkpoint", self.call("run", *LONG, "-o", "x.h5", "--resume", expect=1).stderr)


if __name__ == "__main__":
    unittest.main()
