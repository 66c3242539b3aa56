#!/usr/bin/env python3
"""What a sweep costs beside its runs, and whether its memory grows with their number.

    python3 bench/sweep_overhead.py                    1,000 runs of scenarios/tiny: some minutes
    python3 bench/sweep_overhead.py --runs 100         a quick look

Overhead is what the cores were busy or idle for beyond the runs: jobs x wall time of the whole command (plan, processes,
records, collecting) over the wall time of the runs added up, less one. The runs are timed in three ways: by themselves inside
the sweep, as `yanzhen run` times its steps, and as `yanzhen run` from the start of the process to its end. Memory is the peak
of the sweep's own process, not of its runs. A machine that does nothing else, please.
"""
import argparse
import hashlib
import json
import pathlib
import random
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TINY = ROOT / "scenarios" / "tiny" / "tiny.toml"
REPLICATES = 20

SWEEP = """
title = "Overhead"
scenario = "{scenario}"
replicates = {replicates}

[set]
"time.end" = "{end}"

[design]
kind = "sobol"
points = {points}

[factor.border]
path = "goods.border.province"
from = 0
to = 0.1

[factor.tax]
path = "government.tax.profit"
from = 0.05
to = 0.2
"""


class Measured:
    """A sweep from nothing to its file, which is deleted again with the records: the next one is to find none."""

    def __init__(self, asked, folder, runs, end, jobs):
        points, replicates = max(1, runs // REPLICATES), min(runs, REPLICATES)
        plan = folder / "overhead.toml"
        plan.write_text(SWEEP.format(scenario=TINY, replicates=replicates, points=points, end=end), encoding="utf-8")
        output = plan.with_suffix(".h5")
        began = time.monotonic()
        process = subprocess.Popen([asked.yanzhen, "sweep", plan.name, "-o", output, "--jobs", str(jobs), "--threads",
                                    str(jobs), "--quiet", "--json"], cwd=folder, stdout=subprocess.PIPE, text=True)
        self.peak_kib = peak_of(process)
        summary = json.loads(process.communicate()[0])
        self.wall = time.monotonic() - began
        if process.returncode != 0 or summary["done"] != points * replicates:
            raise SystemExit(f"the sweep failed: {summary}")
        self.runs, self.jobs, self.run_seconds = summary["runs"], jobs, summary["run_seconds"]
        self.checksum = hashlib.sha256(output.read_bytes()).hexdigest()[:16]
        output.unlink()
        shutil.rmtree(output.with_suffix(".sweep"))

    def overhead(self, seconds_per_run=None):
        """Share of the runs' time; the runs as they timed themselves, if nothing else is given."""
        of_runs = self.run_seconds if seconds_per_run is None else seconds_per_run * self.runs
        return self.jobs * self.wall / of_runs - 1


def peak_of(process):
    """The most memory that it held itself, in KiB, as the kernel counts it; looks until the process has ended."""
    peak = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        except OSError:
            break
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                peak = max(peak, int(line.split()[1]))
        time.sleep(0.005)
    return peak


def single_runs(asked, folder, count, end):
    """Mean seconds of `yanzhen run` on one thread: the whole process, and its steps alone as it times them itself."""
    chance = random.Random(1)
    whole = steps = 0.0
    for seed in range(count):
        command = [asked.yanzhen, "run", TINY, "-o", folder / "run.h5", "--force", "--threads", "1", "--seed", str(seed),
                   "--set", f"time.end={end}", "--set", f"goods.border.province={chance.uniform(0, 0.1)}",
                   "--set", f"government.tax.profit={chance.uniform(0.05, 0.2)}", "--json"]
        began = time.monotonic()
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        whole += time.monotonic() - began
        steps += json.loads(done.stdout)["seconds"]
    return whole / count, steps / count


def print_table(rows):
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def measure_overhead(asked, folder):
    whole, steps = single_runs(asked, folder, asked.single, "2010-01")
    print(f"`yanzhen run` of tiny, 10 years, one thread, mean of {asked.single}: {1000 * whole:.1f} ms the process, "
          f"{1000 * steps:.1f} ms start, steps and run file\n")
    rows = [["runs", "jobs", "wall, s", "runs added up, s", "overhead", "against steps of run", "against run", "checksum"],
            ["---"] * 8]
    for jobs in (1, 2):
        for _ in range(asked.repeats):
            sweep = Measured(asked, folder, asked.runs, "2010-01", jobs)
            rows.append([sweep.runs, jobs, f"{sweep.wall:.2f}", f"{sweep.run_seconds:.2f}", f"{sweep.overhead():+.1%}",
                         f"{sweep.overhead(steps):+.1%}", f"{sweep.overhead(whole):+.1%}", sweep.checksum])
    print_table(rows)


def measure_memory(asked, folder):
    rows = [["runs of one year", "peak of the sweep's process, MiB", "wall, s", "overhead", "checksum"], ["---"] * 5]
    for runs in asked.memory_runs:
        sweep = Measured(asked, folder, runs, "2001-01", 2)
        rows.append([sweep.runs, f"{sweep.peak_kib / 1024:.1f}", f"{sweep.wall:.2f}", f"{sweep.overhead():+.1%}",
                     sweep.checksum])
    print_table(rows)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--yanzhen", type=pathlib.Path, default=ROOT / "build/release/tools/yanzhen", help="the program")
    options.add_argument("--runs", type=int, default=1000, help="runs of each sweep")
    options.add_argument("--repeats", type=int, default=1, help="sweeps of each kind")
    options.add_argument("--single", type=int, default=50, help="calls of `yanzhen run` to compare with")
    options.add_argument("--memory-runs", type=int, nargs="*", default=[100, 1000, 4000],
                         help="runs of the sweeps whose memory is read")
    options.add_argument("--folder", type=pathlib.Path, help="where to work, instead of a temporary folder")
    asked = options.parse_args()
    asked.yanzhen = asked.yanzhen.resolve()
    version = subprocess.run([asked.yanzhen, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    print(f"Measured with {version}.\n")
    with tempfile.TemporaryDirectory(prefix="yanzhen-sweep-", dir=asked.folder) as scratch:
        measure_overhead(asked, pathlib.Path(scratch))
        measure_memory(asked, pathlib.Path(scratch))


if __name__ == "__main__":
    main()
