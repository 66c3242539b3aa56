"""verify: the table of known answers, what a script can rely on, and how it is interrupted."""
import json
import re
import unittest

from support import CommandTest, Terminal

CHEAP = ["--only", "indices", "--only", "enclave", "--only", "arthur"]


class Verify(CommandTest):
    def test_a_family_is_asked_for_and_holds(self):
        done = self.call("verify", "--only", "indices")
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0].split(), ["verdict", "expected", "found", "tolerance", "source", "statement"])
        self.assertEqual(len(lines), 10)
        self.assertTrue(all(line.startswith("holds") for line in lines[1:]), done.stdout)
        self.assertIn("9 of 9 known answers hold", done.stderr)

    def test_json_says_the_same_for_a_program(self):
        answers = json.loads(self.call("verify", *CHEAP, "--json").stdout)
        self.assertEqual({answer["family"] for answer in answers}, {"indices", "enclave", "arthur"})
        for answer in answers:
            self.assertEqual(set(answer), {"name", "family", "statement", "source", "expected", "found", "tolerance",
                                           "tolerance_kind", "holds"})
            self.assertTrue(answer["holds"])
            self.assertLessEqual(abs(answer["found"] - answer["expected"]), answer["tolerance"])
        stochastic = [answer for answer in answers if answer["family"] == "arthur"]
        self.assertTrue(all(re.match(r"4 standard errors of [0-9.e-]+$", answer["tolerance_kind"])
                            for answer in stochastic))

    def test_the_same_bytes_whatever_is_asked_for_at_once(self):
        one = self.call("verify", *CHEAP, "--json", "--threads", "1").stdout
        self.assertEqual(one, self.call("verify", *CHEAP, "--json", "--threads", "3").stdout)
        alone = json.loads(self.call("verify", "--only", "arthur/time-0.55", "--json").stdout)
        self.assertIn(alone[0], json.loads(one))

    def test_a_name_that_nobody_has_is_bad_input(self):
        error = self.call("verify", "--only", "core-perifery", expect=2).stderr
        self.assertIn('no known answer has "core-perifery" in its name', error)
        self.assertIn("did you mean core-periphery?", error)
        self.call("verify", "--threads", "many", expect=2)

    def test_names_are_listed_without_a_run(self):
        listed = json.loads(self.call("verify", "--list", "--json").stdout)
        names = [answer["name"] for answer in listed]
        self.assertEqual(len(names), len(set(names)))
        self.assertGreater(len(names), 80)

    def test_a_terminal_sees_how_far_it_is_and_ctrl_c_ends_it(self):
        terminal = Terminal(["verify", "--full", "--only", "core-periphery"], self.folder)
        self.addCleanup(terminal.close)
        self.assertTrue(terminal.read_until(r"0/\d+ known answers"))
        terminal.press_ctrl_c()
        self.assertEqual(terminal.wait(), 130)
        self.assertIn("interrupted", terminal.text)

    def test_a_pipe_sees_no_progress(self):
        self.assertNotIn("\r", self.call("verify", "--only", "enclave").stderr)


if __name__ == "__main__":
    unittest.main()
