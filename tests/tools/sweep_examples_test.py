"""The sweep files that come with the program are right: each loads, each point is accepted, and its first run begins."""
import json
import unittest

from support import CommandTest, SOURCE

FOLDER = SOURCE / "scenarios" / "yangtze-delta" / "sweeps"
FILES = sorted(FOLDER.glob("*.toml"))


class SweepExamples(CommandTest):
    def test_each_says_its_runs_and_begins_one_and_writes_nothing(self):
        self.assertGreater(len(FILES), 4)
        for file in FILES:
            with self.subTest(file.name):
                told = json.loads(self.call("sweep", file, "--dry-run", "--json").stdout)
                self.assertEqual(told["runs"], told["points"] * told["replicates"])
                self.assertGreater(told["seconds_per_run"], 0)
                self.assertEqual(self.files(), [])

    def test_each_is_told_of_in_both_languages(self):
        for readme in ("README.md", "README.zh-CN.md"):
            text = (FOLDER / readme).read_text(encoding="utf-8")
            for file in FILES:
                self.assertIn(file.name, text)
                self.assertIn(f"{file.stem}.sweep.h5", text)


if __name__ == "__main__":
    unittest.main()
