"""kill -9 at twenty random moments: `--resume` gives the run that nobody killed, and `recover` a file that every tool opens."""
import json
import random
import shutil
import subprocess
import time
import unittest

from support import CommandTest, LONG, h5py

KILLS = 20
LINE = ["run", *LONG, "-o", "x.h5", "--quiet", "--checkpoint-every", "0.02"]


class Kills(CommandTest):
    def test_a_run_killed_twenty_times_equals_one_that_was_left_alone(self):
        began = time.monotonic()
        whole = self.run_long("-o", "whole.h5")
        took = time.monotonic() - began
        chance = random.Random(20100101)
        kills = completions = with_checkpoint = 0
        while kills < KILLS:
            process = self.start(*LINE, "--resume")
            try:
                process.communicate(timeout=chance.uniform(0.01, 0.5 * took))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                kills += 1
                with_checkpoint += (self.folder / "x.checkpoint").exists()
                self.recover_a_copy()
                continue
            self.assertEqual(process.returncode, 0)
            completions += 1
            self.assert_same_run("x.h5", "whole.h5")
            (self.folder / "x.h5").unlink()
        last = json.loads(self.call(*LINE, "--resume", "--json").stdout)
        self.assertEqual(last["checksum"], whole["checksum"])
        self.assert_same_run("x.h5", "whole.h5")
        print(f"{kills} kills, {with_checkpoint} with a checkpoint, {completions} runs completed between them; "
              f"the last sitting began at step {last['moves_since_step']}")
        self.assertGreater(with_checkpoint, KILLS // 4, "the kills came too early to say anything")

    def recover_a_copy(self):
        """What a killed run left can be made readable at once, without going on."""
        if not (self.folder / "x.h5").exists():
            return
        shutil.copy(self.folder / "x.h5", self.folder / "copy.h5")
        self.call("recover", "copy.h5")
        if h5py is not None:
            with h5py.File(self.folder / "copy.h5", "r") as file:
                self.assertIn("time", file)
        (self.folder / "copy.h5").unlink()


if __name__ == "__main__":
    unittest.main()
