"""Small sweeps for tests on Slurm, and how to look at one from outside."""
import json
import os
import pathlib
import signal

from support import CommandTest, TINY, YANZHEN

RUNS = 24
SIZES = [100, 150, 200, 250, 300, 400]


def sweep_text(end="2002-01", sizes=SIZES, replicates=4, attempts=100, slurm="tasks = 5\nthrottle = 2"):
    """Runs of Tiny at sizes of agents; how long one takes is said by `end`."""
    return f"""title = "Sizes"
question = "What does the size of agents do?"
scenario = "{TINY}"
replicates = {replicates}
[set]
"time.end" = "{end}"
[design]
kind = "grid"
[factor.size]
path = "scale.people_per_agent"
values = {sizes}
[limits]
attempts = {attempts}
[slurm]
{slurm}
"""


class SweepTest(CommandTest):
    """A folder of one's own with sweeps in it. `cluster` is set by the module."""

    cluster = None

    def write_sweep(self, **settings):
        file = self.folder / "sizes.toml"
        file.write_text(sweep_text(**settings))
        return file

    def on_slurm(self, *words, **options):
        return self.call("sweep", "sizes.toml", "--executor", "slurm", *words, env=self.cluster.environment,
                         **options)

    def watch(self, *words):
        """Starts a watcher and comes back at once."""
        return self.start("sweep", "sizes.toml", "--executor", "slurm", *words, env=self.cluster.environment)

    def here(self, *words):
        return self.call("sweep", "sizes.toml", *words)

    def status(self, output):
        words = ["sweep", "sizes.toml", "-o", output, "--status", "--json"]
        return json.loads(self.call(*words, env=self.cluster.environment).stdout)

    def records(self, output):
        return sorted(self.folder.joinpath(output).with_suffix(".sweep").glob("results/*/*.run"))

    def assert_same_bytes(self, one, other):
        one, other = (self.folder / one).read_bytes(), (self.folder / other).read_bytes()
        self.assertGreater(len(one), 1000)
        self.assertTrue(one == other, "the collected files differ")

    def assert_whole(self, output, failed=0):
        """Every run has its record once, and nothing is left of attempts."""
        status = self.status(output)
        self.assertEqual((status["done"], status["failed"], status["missing"]), (RUNS - failed, failed, 0), status)
        self.assertEqual(len(self.records(output)), RUNS)
        attempts = self.folder.joinpath(output).with_suffix(".sweep") / "attempts"
        self.assertEqual(sorted(attempts.iterdir()), [])

    def wait_for_tasks(self, condition, what):
        self.wait_for(lambda: condition(self.cluster.tasks()), what)


def processes_of_tasks(folder):
    """Numbers of the processes that do runs of sweeps below `folder`: tasks, and their children."""
    found = []
    for process in pathlib.Path("/proc").iterdir():
        try:
            words = (process / "cmdline").read_bytes().split(b"\0") if process.name.isdigit() else []
        except OSError:  # it has ended
            continue
        if b"sweep-task" in words and any(word.startswith(os.fsencode(folder)) for word in words):
            found.append(int(process.name))
    return found


def kill(process):
    try:
        os.kill(process, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False
