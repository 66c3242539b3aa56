"""A sweep as an array of tasks on a real Slurm: the same bytes as on this machine, whatever dies meanwhile."""
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

from cluster import Cluster, require_slurm
from support import finish
from sweeps import RUNS, SIZES, SweepTest, kill, processes_of_tasks

KILLS = 24


def setUpModule():
    require_slurm()
    SweepTest.cluster = Cluster()
    unittest.addModuleCleanup(SweepTest.cluster.close)


class Arrays(SweepTest):
    def tearDown(self):  # the next test begins with an empty queue
        self.cluster.cancel_all()
        self.wait_for_tasks(lambda tasks: not tasks, "an empty queue")

    def test_a_sweep_on_slurm_gives_the_same_bytes_as_one_here(self):
        self.folder = self.folder / "苏州, it's 100 %j \"a\" #1"  # a name that shells and sbatch may stumble over
        self.folder.mkdir()
        self.write_sweep()
        self.here("-o", "one.h5", "--jobs", "1")
        self.here("-o", "two.h5", "--jobs", "2")
        done = self.on_slurm("-o", "slurm.h5")
        self.assertIn(f"5 of 5 tasks for {RUNS} runs", done.stderr)
        self.assert_whole("slurm.h5")
        self.assert_same_bytes("one.h5", "two.h5")
        self.assert_same_bytes("one.h5", "slurm.h5")
        said = sorted(self.folder.glob("slurm.sweep/slurm/*.out"))
        self.assertEqual([file.read_text() for file in said], [""] * 5)

    def test_ctrl_c_leaves_the_array_alone_and_what_is_cancelled_is_submitted_again(self):
        self.write_sweep(end="2010-01", sizes=[20, 25, 30, 35, 40, 50])
        watcher = self.watch("-o", "slurm.h5")
        self.wait_for_tasks(lambda tasks: "RUNNING" in tasks, "a task that runs")
        watcher.send_signal(signal.SIGINT)
        _, said = watcher.communicate()
        self.assertEqual(watcher.returncode, 130, said)
        self.assertIn("--resume", said)
        self.assertTrue(self.cluster.tasks(), "the array is gone")
        self.assertIn("running", self.status("slurm.h5")["slurm"])
        refused = self.call("sweep", "sizes.toml", "-o", "slurm.h5", "--resume", expect=2,
                            env=self.cluster.environment)
        self.assertIn("Slurm has tasks of this sweep", refused.stderr)

        self.cluster.cancel_all()
        self.wait_for_tasks(lambda tasks: not tasks, "an empty queue")
        self.assertGreater(self.status("slurm.h5")["missing"], 0)
        self.on_slurm("-o", "slurm.h5", "--resume")
        self.assert_whole("slurm.h5")
        self.here("-o", "here.h5")
        self.assert_same_bytes("here.h5", "slurm.h5")

    def test_tasks_that_cannot_begin_are_given_up_with_what_they_said(self):
        self.write_sweep(slurm='tasks = 2\nmodules = ["yanzhen-no-such-module"]')
        failed = self.on_slurm("-o", "slurm.h5", expect=1)
        self.assertIn("3 arrays of tasks in a row ended without any run ending or beginning", failed.stderr)
        self.assertIn("slurm.sweep/slurm/", failed.stderr)
        self.assertIn("module", failed.stderr.split("ends with")[1])
        self.assertEqual(self.records("slurm.h5"), [])

    def test_what_slurm_refuses_is_told_in_its_words(self):
        self.write_sweep(slurm='partition = "no-such-partition"')
        failed = self.on_slurm("-o", "slurm.h5", expect=1)
        self.assertIn("invalid partition specified: no-such-partition", failed.stderr)

    def test_a_run_that_kills_its_task_every_time_fails_and_blocks_no_other(self):
        self.write_sweep(end="2030-01", sizes=[8, *range(110, 110 + 10 * (RUNS - 1), 10)], replicates=1, attempts=2,
                         slurm='tasks = 5\nmodules = ["guard"]')
        self.here("-o", "here.h5")
        deadly = [record for record in self.records("here.h5") if b"people_per_agent=8\n" in record.read_bytes()]
        self.assertEqual(len(deadly), 1)
        mark = self.folder / "slurm.sweep" / "attempts" / deadly[0].stem
        environment = {**self.cluster.environment, "BASH_FUNC_module%%": guard(mark)}
        self.call("sweep", "sizes.toml", "--executor", "slurm", "-o", "slurm.h5", env=environment)
        self.assert_whole("slurm.h5", failed=1)
        self.assertEqual(self.status("slurm.h5")["failures"],
                         [{"run": 0, "reason": "its process ended without a word, 2 times"}])


def guard(mark):
    """A shell function in place of `module` of clusters. In the task of run 0 it begins a process that kills this task,
    whose number the shell's becomes, as soon as another attempt at the run is marked."""
    return "() { [ $SLURM_ARRAY_TASK_ID -eq 0 ] || return 0; shopt -s nullglob; " \
           f"marks=('{mark}'.*); before=${{#marks[@]}}; " \
           "(while sleep 0.02 && [ -e /proc/$$ ]; do " \
           f"marks=('{mark}'.*); [ ${{#marks[@]}} -le $before ] || kill -9 $$; done) & }}"


class Kills(SweepTest):
    def setUp(self):
        super().setUp()
        self.watcher = None
        self.kills = {"task": 0, "watcher": 0, "slurmd": 0, "slurmctld": 0}
        seed = int(os.environ.get("YANZHEN_SLURM_SEED", random.randrange(2**32)))
        print(f"YANZHEN_SLURM_SEED={seed}", flush=True)
        self.chance = random.Random(seed)

    def test_whatever_is_killed_no_run_is_lost_or_doubled(self):
        self.write_sweep(end="2010-01", sizes=[20, 25, 30, 35, 40, 50])
        self.here("-o", "here.h5")
        completed = 0
        while sum(self.kills.values()) < KILLS:
            self.keep_watching()
            time.sleep(self.chance.uniform(0.1, 1.5))
            if self.watcher.poll() is None:
                self.kill_something()
                continue
            self.check_end()
            completed += 1
            shutil.rmtree(self.folder / "slurm.sweep")
            (self.folder / "slurm.h5").unlink()
        self.keep_watching()
        self.check_end()
        print(f"kills: {self.kills}; {completed} sweeps completed between them", flush=True)

    def keep_watching(self):
        if self.watcher is None:
            self.watcher = self.watch("-o", "slurm.h5", "--resume")

    def kill_something(self):
        victim = self.chance.choice(sorted(self.kills))
        if victim == "task":
            tasks = sorted(processes_of_tasks(self.folder))
            self.kills[victim] += bool(tasks) and kill(self.chance.choice(tasks))
        elif victim == "watcher":
            finish(self.watcher)
            self.watcher = None
            self.kills[victim] += 1
        else:
            self.cluster.kill(victim)
            self.kills[victim] += 1
            time.sleep(self.chance.uniform(0, 1))
            self.cluster.revive(victim)

    def check_end(self):
        _, said = self.watcher.communicate(timeout=300)
        self.assertEqual(self.watcher.returncode, 0, said)
        self.watcher = None
        self.assert_whole("slurm.h5")
        self.assert_same_bytes("here.h5", "slurm.h5")


if __name__ == "__main__":
    unittest.main()
