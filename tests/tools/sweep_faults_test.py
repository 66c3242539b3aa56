"""Sweeps under kill -9, on a full disk, side by side, interrupted and with torn records: no run is lost, none is doubled."""
import json
import os
import random
import re
import resource
import shlex
import shutil
import signal
import subprocess
import time
import unittest

from support import Terminal, YANZHEN
from sweep_support import ENDLESS, LINE, QUICK, SweepTest, sweep_text

KILLS = 20
SEED = 20261124  # of the moments at which kills come

# Half a second of a run, ten times as much under sanitizers: long enough to be met in the middle.
LASTING = {"time.end": "2030-01", "time.step": "month"}


class FaultTest(SweepTest):
    def sweep_to_compare(self, *words):
        """The same sweep with nobody in its way, as whole.h5. Returns the seconds that it took."""
        began = time.monotonic()
        summary = self.sweep("sweep.toml", "-o", "whole.h5", "--jobs", "2", *words)
        self.assertEqual((summary["done"], summary["missing"]), (summary["runs"], 0))
        return time.monotonic() - began

    def start_sweep(self, *words, command="sweep", **options):
        return self.start(command, "sweep.toml", "-o", "x.h5", *words, **options)

    def wait_for_runs(self, process, number=1):
        """Until `number` runs of it are going on; their processes."""
        def running():
            self.assertIsNone(process.poll(), "the sweep was over too soon for this test to say anything")
            return len(children_of(process.pid)) >= number
        self.wait_for(running, "a run")
        runs = children_of(process.pid)
        self.addCleanup(lambda: [end(run) for run in runs])  # even if they outlive it, which is a failure of one test
        return runs

    def marks(self, key="*", folder="x.sweep"):
        return sorted(path.name for path in (self.folder / folder / "attempts").glob(f"{key}.*"))

    def assert_finished(self, name="x.h5", like="whole.h5"):
        """As if nothing had happened: the same bytes, every record once, nothing half-written, no attempt under way."""
        self.assert_same_bytes(name, like)
        folder, folder_like = (file.removesuffix(".h5") + ".sweep" for file in (name, like))
        self.assertEqual(set(self.records(folder)), set(self.records(folder_like)))
        self.assertEqual([file for file in self.files() if file.endswith(".tmp")], [])
        self.assertEqual(self.marks(folder=folder), [])


def stat_of(process):
    """State, parent and time of birth of a process; nothing when it is gone."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[1]), int(fields[19])


def children_of(parent):
    """Processes that live, as (number, time of birth): a number alone is given to others later."""
    found = []
    for name in os.listdir("/proc"):
        state = stat_of(name) if name.isdigit() else None
        if state is not None and state[1] == parent and state[0] not in "ZX":
            found.append((int(name), state[2]))
    return sorted(found)


def lives(child):
    state = stat_of(child[0])
    return state is not None and state[2] == child[1] and state[0] not in "ZX"


def end(child):
    if lives(child):
        try:
            os.kill(child[0], signal.SIGKILL)
        except ProcessLookupError:
            pass


class Kills(FaultTest):
    def test_a_sweep_killed_twenty_times_equals_one_that_was_left_alone(self):
        self.write(sweep_text(LINE.format(24)) + "[limits]\nattempts = 100\n")
        took = self.sweep_to_compare()
        print(f"kills at moments of the seed {SEED}")
        chance = random.Random(SEED)
        kills = {"worker": 0, "sweep": 0}
        completions = 0
        process = None
        while sum(kills.values()) < KILLS or process is not None:
            if process is None:
                before = self.records()
                process = self.start_sweep("--resume", "--jobs", "2", "--json")
            whom = chance.choice(sorted(kills))
            try:
                wait = chance.uniform(0.01, 0.4 * took) if sum(kills.values()) < KILLS else None
                output, messages = process.communicate(timeout=wait)
            except subprocess.TimeoutExpired:
                children = children_of(process.pid)
                if whom == "worker" and children:
                    end(chance.choice(children))
                    kills["worker"] += 1
                elif whom == "sweep":
                    process.kill()
                    process.communicate()
                    kills["sweep"] += 1
                    self.wait_for(lambda: not any(map(lives, children)), "the end of runs whose sweep was killed")
                    self.assert_untouched(before)
                    process = None
                continue
            self.assertEqual(process.returncode, 0, messages)
            summary = json.loads(output)
            self.assertEqual((summary["done"], summary["failed"], summary["missing"]), (48, 0, 0), messages)
            self.assert_untouched(before)
            self.assert_finished()
            completions += 1
            process = None
            (self.folder / "x.h5").unlink()
            shutil.rmtree(self.folder / "x.sweep")
        print(f"{kills['worker']} runs and {kills['sweep']} sweeps killed, {completions} sweeps completed")
        self.assertGreater(min(kills.values()), KILLS // 5)
        self.assertGreater(completions, 0)

    def assert_untouched(self, before):
        """Nothing that was recorded before is written a second time."""
        after = self.records()
        self.assertEqual({key: after.get(key) for key in before}, before)

    def test_runs_end_when_their_sweep_or_task_is_killed(self):
        self.write(sweep_text(LINE.format(3), ENDLESS))
        for command, words in (("sweep", ["--resume"]), ("sweep-task", ["--task", "0", "--of", "1"])):
            with self.subTest(command):
                process = self.start_sweep("--jobs", "2", *words, command=command)
                runs = self.wait_for_runs(process, 2)
                process.kill()
                process.wait()
                self.wait_for(lambda: not any(map(lives, runs)), "the end of runs whose sweep was killed")
                self.assertEqual(self.records(), {})

    def test_a_sweep_killed_while_it_collects_leaves_the_old_file_or_the_new_one_and_no_rubbish_in_the_end(self):
        keep = '[keep]\npanels = ["residents", "talent_flows", "firm_flows", "transfers"]\n'
        self.write(sweep_text(LINE.format(8), replicates=1) + keep)
        self.sweep("sweep.toml", "-o", "x.h5")
        old = (self.folder / "x.h5").read_bytes()
        self.write(sweep_text(LINE.format(8)) + keep)
        self.sweep_to_compare()
        whole = (self.folder / "whole.h5").read_bytes()
        self.call("sweep-task", "sweep.toml", "-o", "x.h5", "--task", "0", "--of", "1")
        kills = 0
        for _ in range(10):
            process = self.start_sweep("--resume")
            while process.poll() is None and not list(self.folder.glob("x.h5*.tmp")):
                pass  # it does not take long
            process.kill()
            process.communicate()
            kills += process.returncode != 0
            self.assertIn((self.folder / "x.h5").read_bytes(), (old, whole))
        self.assertGreater(kills, 0, "every kill came too late to say anything")
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assert_finished()

    def test_a_run_that_dies_every_time_fails_after_its_attempts_and_the_others_are_done(self):
        self.write(sweep_text(LINE.format(3), LASTING, replicates=1))
        self.sweep_to_compare()
        victim = sorted(self.records("whole.sweep"))[1]
        process = self.start_sweep("--jobs", "1", "--json")
        killed = 0
        while process.poll() is None:
            killed += self.kill_run_of(victim, process.pid)
            time.sleep(0.001)
        output, messages = process.communicate()
        summary = json.loads(output)
        self.assertEqual((process.returncode, summary["done"], summary["failed"]), (0, 2, 1), messages)
        self.assertEqual([one["reason"] for one in summary["failures"]], ["ended by signal 9 (Killed), 3 times"])
        self.assertEqual(killed, 3)
        self.assertEqual(len(self.records()), 3)
        before = self.records()
        self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--resume", "--retry-failed")["failed"], 0)
        after = self.records()
        self.assertEqual([key for key in after if after[key] != before[key]], [victim])
        self.assert_finished()

    def kill_run_of(self, key, sweep):
        """Kills the process that does the run, if one does. \\pre one job at a time"""
        marks = self.marks(key)
        children = children_of(sweep) if marks else []
        if not children or self.marks(key) != marks:
            return False
        end(children[0])
        self.wait_for(lambda: not lives(children[0]), "the end of a killed run")
        return True

    def test_a_run_that_takes_its_task_along_every_time_fails_after_its_attempts_and_the_others_are_done(self):
        self.write(sweep_text(LINE.format(3), LASTING, replicates=1) + "[limits]\nattempts = 2\n")
        self.sweep_to_compare()
        victim = sorted(self.records("whole.sweep"))[1]
        task = ["--task", "0", "--of", "1", "--jobs", "1"]
        for attempt in (1, 2):
            process = self.start_sweep(*task, command="sweep-task")
            self.wait_for(lambda: f"{victim}.{attempt}" in self.marks() or process.poll() is not None, "the victim")
            self.assertIsNone(process.poll(), "the task is over and the victim alive")
            process.kill()
            process.communicate()
        self.call("sweep-task", "sweep.toml", "-o", "x.h5", *task)
        summary = self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assertEqual((summary["done"], summary["failed"]), (2, 1))
        self.assertEqual(summary["failures"][0]["reason"], "its process ended without a word, 2 times")
        self.sweep("sweep.toml", "-o", "x.h5", "--resume", "--retry-failed")
        self.assert_finished()


class FullDisk(FaultTest):
    def setUp(self):
        super().setUp()
        self.write(sweep_text(LINE.format(8)))
        self.sweep_to_compare()

    def test_a_record_that_may_not_grow_ends_the_sweep_with_a_message_and_leaves_nothing_half_written(self):
        def small_files_only():
            resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))

        for words in (["sweep", "--resume"], ["sweep-task", "--task", "0", "--of", "1"]):
            done = self.call(words[0], "sweep.toml", "-o", "x.h5", *words[1:], expect=1, preexec_fn=small_files_only)
            self.assertIn("x.sweep", done.stderr)
            self.assertIn("File too large", done.stderr)
            self.assertNotIn("mistake of yanzhen", done.stderr)
            self.assertEqual(self.records(), {})
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assert_finished()

    def test_a_collected_file_that_may_not_grow_is_not_left_half_written(self):
        self.call("sweep-task", "sweep.toml", "-o", "x.h5", "--task", "0", "--of", "1")

        def small_files_only():
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

        for option in ("--resume", "--collect"):
            done = self.call("sweep", "sweep.toml", "-o", "x.h5", option, expect=1, preexec_fn=small_files_only)
            self.assertIn("x.h5", done.stderr)
            self.assertNotIn("mistake of yanzhen", done.stderr)
            self.assertEqual([name for name in self.files() if "x.h5" in name], [])
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assert_finished()

    def test_a_full_disk_ends_the_sweep_with_a_message_and_with_space_it_goes_on(self):
        self.mount_small_disk()
        self.call("sweep", "sweep.toml", "-o", "disk/x.h5", "--at-most", "3")
        before = self.records("disk/x.sweep")
        for pages in (0, 1, 2, 5):  # that are left: none, or too few
            self.fill_disk(pages)
            done = self.call("sweep", "sweep.toml", "-o", "disk/x.h5", "--resume", expect=1)
            self.assertIn("disk/x", done.stderr)
            self.assertIn("No space left on device", done.stderr)
            self.assertNotIn("mistake of yanzhen", done.stderr)
            after = self.records("disk/x.sweep")
            self.assertEqual({key: after.get(key) for key in before}, before)
            status = self.sweep("sweep.toml", "-o", "disk/x.h5", "--status")
            self.assertEqual((status["done"], status["failed"]), (len(after), 0), "a record is half-written")
        (self.folder / "disk" / "filler").unlink()
        self.sweep("sweep.toml", "-o", "disk/x.h5", "--resume")
        self.assert_finished("disk/x.h5")

    def test_a_disk_that_is_full_when_the_runs_are_collected_keeps_the_file_that_was_there(self):
        self.mount_small_disk()
        self.call("sweep-task", "sweep.toml", "-o", "disk/x.h5", "--task", "0", "--of", "1")
        self.refuse_to_collect()
        self.assertFalse((self.folder / "disk" / "x.h5").exists())
        self.sweep("sweep.toml", "-o", "disk/x.h5", "--resume")
        self.assert_finished("disk/x.h5")
        self.refuse_to_collect()
        self.assert_finished("disk/x.h5")

    def refuse_to_collect(self):
        for pages in (0, 1, 3):
            self.fill_disk(pages)
            done = self.call("sweep", "sweep.toml", "-o", "disk/x.h5", "--resume", expect=1)
            self.assertIn("disk/x.h5", done.stderr)
            self.assertNotIn("mistake of yanzhen", done.stderr)
        (self.folder / "disk" / "filler").unlink()

    def mount_small_disk(self):
        """A disk of 1 MiB in memory at disk/."""
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no disk may be mounted here")
        self.addCleanup(subprocess.run, ["umount", "--lazy", disk], check=True)

    def fill_disk(self, pages_left):
        with open(self.folder / "disk" / "filler", "ab", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                filler.truncate(os.fstat(filler.fileno()).st_size // 4096 * 4096 - 4096 * pages_left)


class SideBySide(FaultTest):
    def setUp(self):
        super().setUp()
        self.write(sweep_text(LINE.format(4), ENDLESS))

    def refuse(self, *words):
        before = self.records()
        text = self.call(*words, "sweep.toml", "-o", "x.h5", expect=2).stderr
        self.assertIn("x.sweep", text)
        self.assertEqual(self.records(), before)
        return text

    def test_a_second_sweep_on_a_folder_is_refused_until_the_first_is_gone(self):
        first = self.start_sweep("--jobs", "1")
        self.wait_for_runs(first)
        for words in (["sweep", "--resume"], ["sweep", "--force"], ["sweep-task", "--task", "0", "--of", "2"]):
            self.assertRegex(self.refuse(*words), "at work|in use|another")
        self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--status")["missing"], 8, "looking is allowed")
        self.assertIsNone(first.poll())
        first.kill()
        first.communicate()
        for command, words in (("sweep-task", ["--task", "0", "--of", "1"]), ("sweep", ["--resume"])):
            again = self.start_sweep("--jobs", "1", *words, command=command)
            self.wait_for_runs(again)
            again.kill()
            again.communicate()

    def test_tasks_work_side_by_side_and_no_local_sweep_beside_them(self):
        first = self.start_sweep("--task", "0", "--of", "2", "--jobs", "1", command="sweep-task")
        self.wait_for_runs(first)
        second = self.start_sweep("--task", "1", "--of", "2", "--jobs", "1", command="sweep-task")
        self.wait_for_runs(second)
        for option in ("--resume", "--force"):
            self.assertRegex(self.refuse("sweep", option), "at work|in use|another|task")
        for task in (first, second):
            self.assertIsNone(task.poll())
            task.kill()
            task.communicate()
        sweep = self.start_sweep("--resume", "--jobs", "1")
        self.wait_for_runs(sweep)

    def test_sweeps_on_two_folders_are_nothing_to_each_other(self):
        first = self.start_sweep("--jobs", "1")
        self.wait_for_runs(first)
        self.write(sweep_text(LINE.format(2)), "short.toml")
        self.assertEqual(self.sweep("short.toml", "-o", "y.h5", "--jobs", "1")["done"], 4)
        self.assertIsNone(first.poll())

    def test_two_tasks_at_once_make_the_same_file_as_one_sweep(self):
        self.write(sweep_text(LINE.format(8)))
        self.sweep_to_compare()
        tasks = [self.start_sweep("--task", task, "--of", "2", "--jobs", "1", command="sweep-task") for task in (0, 1)]
        for task in tasks:
            self.assertEqual((task.communicate()[1].count("error"), task.returncode), (0, 0))
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assert_finished()

    def test_the_same_task_twice_at_once_doubles_nothing(self):
        self.write(sweep_text(LINE.format(8)))
        self.sweep_to_compare()
        tasks = [self.start_sweep("--task", "0", "--of", "1", "--jobs", "2", command="sweep-task") for _ in range(2)]
        for task in tasks:
            messages = task.communicate()[1]
            self.assertEqual(task.returncode, 0, messages)
        self.assertEqual(len(self.records()), 16)
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assert_finished()


class Interrupting(FaultTest):
    def test_signals_end_a_sweep_soon_and_it_says_how_to_go_on(self):
        self.write(sweep_text(LINE.format(3), ENDLESS))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number.name):
                process = self.start_sweep("--resume", "--jobs", "2")
                runs = self.wait_for_runs(process, 2)
                process.send_signal(number)
                _, messages = process.communicate()
                self.assertEqual(process.returncode, 130, messages)
                self.assertRegex(messages, r"--resume")
                self.assertFalse(any(map(lives, runs)))
                self.assertEqual((self.records(), self.marks()), ({}, []), "a run that was interrupted was no attempt")

    def test_a_second_interruption_ends_it_too(self):
        self.write(sweep_text(LINE.format(3), ENDLESS))
        process = self.start_sweep("--jobs", "2")
        runs = self.wait_for_runs(process, 2)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        process.communicate()
        self.assertIn(process.returncode, (130, -signal.SIGINT))
        self.wait_for(lambda: not any(map(lives, runs)), "the end of the runs")

    def test_a_task_that_is_asked_to_stop_ends_soon(self):
        self.write(sweep_text(LINE.format(3), ENDLESS))
        for number in (signal.SIGINT, signal.SIGTERM):  # schedulers send SIGTERM
            process = self.start_sweep("--task", "0", "--of", "1", "--jobs", "2", command="sweep-task")
            self.wait_for_runs(process, 2)
            process.send_signal(number)
            _, messages = process.communicate()
            self.assertEqual(process.returncode, 130, messages)
            self.assertEqual(self.marks(), [])

    def test_the_line_that_it_prints_goes_on_to_the_same_bytes_and_keeps_what_was_done(self):
        self.write(sweep_text(LINE.format(30)) + "[limits]\nattempts = 1\n")
        self.sweep_to_compare()
        process = self.start_sweep("--jobs", "2")
        self.wait_for(lambda: len(self.records()) >= 5, "some records")
        process.send_signal(signal.SIGINT)
        output, messages = process.communicate()
        self.assertEqual(process.returncode, 130, messages)
        self.assertNotIn("\r", output + messages)
        self.assertFalse((self.folder / "x.h5").exists())
        before = self.records()
        line = shlex.split(re.search(r"(?m)^.*?((?:\S*/|')\S*yanzhen.* --resume.*)$", messages).group(1))
        self.assertEqual(line[0], YANZHEN)
        summary = json.loads(self.call(*line[1:], "--json").stdout)
        self.assertEqual((summary["done"], summary["failed"]), (60, 0), "an interrupted run counted as an attempt")
        after = self.records()
        self.assertEqual({key: after[key] for key in before}, before)
        self.assert_finished()

    def test_a_sweep_that_stood_still_goes_on_and_its_runs_did_not_take_too_long(self):
        self.write(sweep_text(LINE.format(2), {**LASTING, "time.end": "2010-01"}, replicates=1) + "[limits]\nseconds = 8\n")
        process = self.start_sweep("--jobs", "1", "--json")
        stopped = [process.pid, self.wait_for_runs(process)[0][0]]
        for number in stopped:
            os.kill(number, signal.SIGSTOP)  # as Ctrl-Z does, or a scheduler that needs the machine
        time.sleep(9)
        for number in reversed(stopped):
            os.kill(number, signal.SIGCONT)
        output, messages = process.communicate()
        self.assertEqual(json.loads(output)["done"], 2, messages)

    def test_ctrl_c_on_a_terminal_reaches_the_runs_too_and_none_of_them_fails(self):
        self.write(sweep_text(LINE.format(30)) + "[limits]\nattempts = 1\n")
        self.sweep_to_compare()
        terminal = self.terminal()
        self.assertTrue(terminal.read_until(r"\b[1-9]\d* of 60 runs"), terminal.text)
        terminal.press_ctrl_c()
        self.assertEqual(terminal.wait(), 130, terminal.text)
        self.assertIn("--resume", terminal.text)
        summary = self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assertEqual((summary["done"], summary["failed"]), (60, 0))
        self.assert_finished()

    def test_a_terminal_has_a_line_of_progress_that_is_rewritten_and_taken_away(self):
        self.write(sweep_text(LINE.format(30)))
        terminal = self.terminal()
        self.assertEqual(terminal.wait(), 0, terminal.text)
        lines = re.findall(r"\r([^\r\x1b]*)\x1b\[K", terminal.text)
        self.assertGreater(len(lines), 1)
        self.assertRegex(max(lines, key=len), r"\d+ of 60 runs")
        self.assertEqual(lines[-1], "", "the line was left standing")
        for line in lines:
            self.assertLess(len(line), 100)

    def test_a_pipe_and_quiet_have_none(self):
        self.write(sweep_text(LINE.format(30)))
        done = self.call("sweep", "sweep.toml", "-o", "x.h5")
        self.assertNotIn("\r", done.stdout + done.stderr)
        self.assertNotIn("\x1b", done.stdout + done.stderr)
        terminal = self.terminal("--force", "--quiet")
        self.assertEqual(terminal.wait(), 0)
        self.assertEqual(terminal.text, "")

    def terminal(self, *words):
        terminal = Terminal(["sweep", "sweep.toml", "-o", "x.h5", "--jobs", "2", *words], self.folder)
        self.addCleanup(terminal.close)
        return terminal


class TornRecords(FaultTest):
    def test_a_record_that_is_torn_is_missing_and_done_again_alone(self):
        self.write(sweep_text(LINE.format(5)))
        self.sweep_to_compare()
        self.sweep("sweep.toml", "-o", "x.h5")
        keys = sorted(self.records())
        for key, damage in zip(keys, DAMAGES.values()):
            path = self.record(key)
            content = path.read_bytes()
            path.write_bytes(damage(bytearray(content), self.record(keys[-1]).read_bytes()))
            self.assertNotEqual(path.read_bytes(), content)
        torn = set(keys[:len(DAMAGES)])
        before = self.records()
        status = self.sweep("sweep.toml", "-o", "x.h5", "--status")
        self.assertEqual((status["done"], status["missing"]), (10 - len(torn), len(torn)))
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        after = self.records()
        self.assertEqual({key for key in keys if after[key] != before[key]}, torn)
        self.assert_finished()

    def test_every_kind_of_damage_is_seen(self):
        self.write(sweep_text(LINE.format(2), replicates=1))
        self.sweep("sweep.toml", "-o", "x.h5")
        path, other = (self.record(key) for key in sorted(self.records()))
        content = path.read_bytes()
        chance = random.Random(SEED)
        places = [0, 8, len(content) // 2, len(content) - 1] + [chance.randrange(len(content)) for _ in range(16)]
        for place in places:
            flipped = bytearray(content)
            flipped[place] ^= 1 << chance.randrange(8)
            path.write_bytes(flipped)
            self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--status")["missing"], 1, f"byte {place}")
        path.write_bytes(content)
        self.assertEqual(self.sweep("sweep.toml", "-o", "x.h5", "--status")["missing"], 0)

    def test_what_a_kill_left_half_written_is_taken_away(self):
        self.write(sweep_text(LINE.format(5)))
        self.sweep_to_compare()
        self.call("sweep", "sweep.toml", "-o", "x.h5", "--at-most", "4")
        done = sorted(self.records())[0]
        whole = self.record(done).read_bytes()
        for name in (f"{done}.run.99999.tmp", f"{'0' * 32}.run.99999.tmp"):
            (self.record(done).parent / name).write_bytes(whole[:100])
        self.sweep("sweep.toml", "-o", "x.h5", "--resume")
        self.assert_finished()


# What may become of a record: its bytes and those of another run, to what is found.
DAMAGES = {
    "empty": lambda content, other: b"",
    "half": lambda content, other: content[:len(content) // 2],
    "without its end": lambda content, other: content[:-1],
    "longer": lambda content, other: content + b"\0",
    "zeros at its end, as after a power cut": lambda content, other: content[:-64] + bytes(64),
    "another run's": lambda content, other: other,
}


if __name__ == "__main__":
    unittest.main()
