#!/usr/bin/env python3
"""Runs `yanzhen check` on everything that is wrong: the folders beside this file, and faults made on the spot.

A folder with sweep.toml in it is for `yanzhen sweep --dry-run`. Any other holds scenario.toml, what else it needs, perhaps arguments.txt (further arguments, one a line), and expected.txt:
what `yanzhen` must say on standard error, paths as seen from the repository root. It must also leave with code 2, say
nothing on standard output, and write nothing.

    run_faults.py --yanzhen PATH/TO/yanzhen                 all of them
    run_faults.py --yanzhen PATH/TO/yanzhen NAME ...        only these
    run_faults.py --yanzhen PATH/TO/yanzhen --renew [NAME]  writes expected.txt anew: read the difference before you commit
"""
import argparse
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TINY = ROOT / "scenarios" / "tiny"
LONGEST = 30  # seconds; the slowest takes a tenth of a second, under a sanitizer a second


def check(yanzhen, scenario, arguments=(), **options):
    """Runs `yanzhen check` from the repository root and gives what came of it."""
    command = [yanzhen, "check", str(scenario), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=LONGEST, stdin=subprocess.DEVNULL, **options)


def check_sweep(yanzhen, sweep, arguments=()):
    """Runs `yanzhen sweep --dry-run` from the repository root and gives what came of it."""
    command = [yanzhen, "sweep", str(sweep), "--dry-run", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=LONGEST, stdin=subprocess.DEVNULL)


def files_now():
    """Every file that a check could have touched, with size and time."""
    found = {path: None for path in ROOT.iterdir()}
    for folder in (HERE, ROOT / "scenarios"):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path] = (path.stat().st_size, path.stat().st_mtime_ns)
    return found


def run_folder(yanzhen, folder, renew):
    """Runs one folder; gives what is wrong with the outcome, or an empty text."""
    extra = folder / "arguments.txt"
    arguments = extra.read_text(encoding="utf-8").splitlines() if extra.exists() else []
    sweep = folder / "sweep.toml"
    if sweep.exists():
        done = check_sweep(yanzhen, sweep.relative_to(ROOT), arguments)
    else:
        done = check(yanzhen, (folder / "scenario.toml").relative_to(ROOT), arguments)
    said = done.stderr.decode("utf-8", "replace")
    expected = folder / "expected.txt"
    if renew:
        expected.write_text(said, encoding="utf-8")
    wanted = expected.read_text(encoding="utf-8") if expected.exists() else ""
    wrong = []
    if done.returncode != 2:
        wrong.append(f"exit code {done.returncode}, not 2")
    if done.stdout:
        wrong.append("something on standard output")
    if said != wanted:
        wrong += difflib.unified_diff(wanted.splitlines(), said.splitlines(), "expected.txt", "standard error", lineterm="")
    return "\n".join(wrong)


class Made:
    """Faults too large, too odd or too dependent on the machine to keep: made in a temporary folder."""

    def __init__(self, yanzhen, folder):
        self.yanzhen = yanzhen
        self.folder = folder

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def scenario(self, text="", before=""):
        """A scenario that extends the tiny one."""
        return self.write("scenario.toml", f'{before}extends = "{TINY / "tiny.toml"}"\n{text}')

    def says(self, wanted, scenario, code=2, seconds=10, **options):
        """Empty when `yanzhen check` leaves with `code` and says `wanted` in good time, and no more than one can read."""
        start = time.monotonic()
        done = check(self.yanzhen, scenario, **options)
        said = done.stderr.decode("utf-8", "replace").replace(f"{self.folder}/", "")
        wrong = []
        if done.returncode != code:
            wrong.append(f"exit code {done.returncode}, not {code}")
        if wanted not in said:
            wrong.append(f'"{wanted}" is not in:\n{said[:1000]} ...')
        if code == 2 and len(said) > 100_000:  # letters, for at most 100 errors
            wrong.append(f"says {len(said)} letters")
        if time.monotonic() - start > seconds:  # a refusal reads little
            wrong.append(f"took more than {seconds} seconds")
        return "\n".join(wrong)

    def line_of_100_megabytes(self):
        with open(self.folder / "cities.csv", "wb") as out:
            out.write((TINY / "data" / "cities.csv").read_bytes().splitlines(True)[0])
            for _ in range(100):
                out.write(b"x" * (1 << 20))
        scenario = self.scenario('[data]\ncities = "cities.csv"\n')
        return self.says("cities.csv:2: error: a record of more than 1 MB", scenario)

    def table_of_1_gigabyte(self):
        with open(self.folder / "cities.csv", "wb") as out:
            out.truncate(1 << 30)  # a hole: takes no room
        wanted = 'data.cities names "cities.csv", which has 1024 MB, allowed are 256 MB'
        return self.says(wanted, self.scenario('[data]\ncities = "cities.csv"\n'))

    def scenario_of_5_megabytes(self):
        scenario = self.scenario("#" * (5 << 20))
        return self.says("scenario.toml: error: the scenario has 6 MB, allowed are 4 MB", scenario)

    def scenario_is_missing(self):
        self.scenario()
        return self.says("senario.toml: error: the scenario does not exist\n    hint: did you mean \"scenario.toml\"?",
                         self.folder / "senario.toml")

    def scenario_is_a_folder(self):
        return self.says("error: the scenario is a folder", self.folder)

    def scenario_is_a_pipe(self):
        os.mkfifo(self.folder / "pipe.toml")
        return self.says("pipe.toml: error: the scenario is a pipe or a device", self.folder / "pipe.toml")

    def table_is_a_pipe(self):
        os.mkfifo(self.folder / "pipe.csv")
        wanted = 'scenario.toml:3:10: error: data.cities names "pipe.csv", which is a pipe or a device, not an ordinary file'
        return self.says(wanted, self.scenario('[data]\ncities = "pipe.csv"\n'))

    def table_leads_nowhere(self):
        (self.folder / "cities.csv").symlink_to("gone.csv")
        return self.says('names "cities.csv", which does not exist', self.scenario('[data]\ncities = "cities.csv"\n'))

    def table_may_not_be_read(self):
        self.write("cities.csv", "code\n").chmod(0)
        scenario = self.scenario('[data]\ncities = "cities.csv"\n')
        options = {}
        if os.geteuid() == 0:  # nothing is forbidden to root: become nobody
            options = {"user": 65534, "group": 65534, "extra_groups": []}
            self.folder.chmod(0o755)
            if not self.can_run(**options):
                return "skipped: nobody may not reach this folder or the program"
        return self.says('names "cities.csv", which may not be read by this user', scenario, **options)

    def can_run(self, **options):
        try:
            return check(self.yanzhen, TINY / "tiny.toml", **options).returncode in (0, 2)
        except OSError:
            return False

    def arrays_in_arrays(self):
        return self.says("scenario.toml:2:37: error: nested deeper than 32 levels", self.scenario("x = " + "[" * 100_000))

    def key_with_a_million_dots(self):
        return self.says("error: nested deeper than 32 levels", self.scenario("x." * 1_000_000 + "x = 1"))

    def chain_of_seventeen(self):
        for i in range(17):
            base = TINY / "tiny.toml" if i == 0 else f"{i - 1}.toml"
            self.write(f"{i}.toml", f'extends = "{base}"\n')
        return self.says("0.toml:1:11: error: extends leads through more than 16 scenarios", self.folder / "16.toml")

    def seven_thousand_bad_rows(self):
        header = (TINY / "data" / "adjacency.csv").read_text().splitlines()[0]
        self.write("adjacency.csv", header + "\n" + "1\n" * 7000)
        return self.says("at least 100 errors; nothing was run.", self.scenario('[data]\nadjacency = "adjacency.csv"\n'))

    def path_with_nul(self):
        return self.says("which does not exist", self.scenario('[data]\ncities = "x\\u0000.csv"\n'))

    def twenty_thousand_policies(self):
        scenario = self.scenario('[[policy]]\nrule = "hukou_reform"\n' * 20_000)
        return self.says("scenario.toml:20002:1: error: the scenario has 20000 policies, allowed are 10000", scenario)

    def policy_texts_of_1_megabyte(self):
        long = "x" * (1 << 20)
        park = '[[policy]]\nrule = "industrial_enclave"\norigin = "Crane Bay"\n'
        faults = {
            f'[[policy]]\nrule = "{long}"\n': "scenario.toml:3:8: error: policy.rule is",
            f'{park}name = "{long}"\n': "scenario.toml:5:8: error: policy.name is",
            f'{park}mode = "{long}"\n': "scenario.toml:5:8: error: policy.industrial_enclave.mode is",
            f'{park}host = "{long}"\n': "which has 1048576 letters, allowed are 200",
            f"{park}{long} = 1\n": 'x..." is not a key of a policy of rule industrial_enclave',
        }
        wrong = [self.says(wanted, self.scenario(text)) for text, wanted in faults.items()]
        return "\n".join(filter(None, wrong))

    # What looks odd and is right: a byte order mark, lines that end as in Windows, names in Chinese, more parks than cities.
    def byte_order_mark_is_right(self):
        self.write("cities.csv", b"\xef\xbb\xbf" + (TINY / "data" / "cities.csv").read_bytes())
        return self.says("", self.scenario('[data]\ncities = "cities.csv"\n', before="\ufeff"), code=0)

    def windows_lines_are_right(self):
        self.write("cities.csv", (TINY / "data" / "cities.csv").read_bytes().replace(b"\n", b"\r\n"))
        return self.says("", self.scenario('[data]\r\ncities = "cities.csv"\r\n'), code=0)

    def chinese_names_are_right(self):
        self.write("城市.csv", (TINY / "data" / "cities.csv").read_bytes())
        return self.says("", self.scenario('[data]\ncities = "城市.csv"\n'), code=0)

    def chinese_policy_names_are_right(self):
        park = '[[policy]]\nname = "鹤雾飞地-2"\nrule = "industrial_enclave"\norigin = "鹤湾"\nhost = "雾岛市"\n'
        scenario = self.scenario(park)
        return self.says("", scenario, code=0) or self.says(
            "--set policy.鹤雾飞地-2.strength=2: error: policy.鹤雾飞地-2.strength is 2 (a whole number)", scenario,
            arguments=["--set", "policy.鹤雾飞地-2.strength=2"])

    def two_thousand_parks_are_right(self):
        park = '[[policy]]\nrule = "industrial_enclave"\norigin = "Crane Bay"\nhost = "Mist Island"\n'
        return self.says("", self.scenario(park * 2_000), code=0, seconds=LONGEST)

    # A scenario that is right, and a place where no run file can be.
    def run(self, output):
        command = [self.yanzhen, "run", str(TINY / "tiny.toml"), "--steps", "1", "-o", str(output)]
        return subprocess.run(command, cwd=self.folder, capture_output=True, timeout=LONGEST, stdin=subprocess.DEVNULL)

    def cannot_run_into(self, output):
        """Empty when a run says, with code 1 or 2, that this file cannot be, and names it."""
        done = self.run(output)
        said = done.stderr.decode("utf-8", "replace")
        wrong = [] if done.returncode in (1, 2) else [f"exit code {done.returncode}, not 1 or 2"]
        return "\n".join(wrong + ([] if str(output) in said else [f"{output} is not named in:\n{said}"]))

    def output_in_a_folder_that_is_missing(self):
        return self.cannot_run_into(self.folder / "missing" / "run.h5")

    def output_is_a_folder(self):
        return self.cannot_run_into(self.folder)

    def output_where_nobody_may_write(self):
        return self.cannot_run_into("/proc/yanzhen.h5")  # not even root may make a file there

    def output_on_a_full_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
        try:
            subprocess.run(mount, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return "skipped: no small disk can be mounted here"
        try:
            return self.cannot_run_into(disk / "run.h5")
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def made_faults():
    """The names of the faults that Made can make."""
    tools = {"write", "scenario", "says", "can_run", "run", "cannot_run_into"}
    return [name for name in vars(Made) if not name.startswith("_") and name not in tools]


def run_made(yanzhen, name):
    with tempfile.TemporaryDirectory(prefix="yanzhen-fault-") as folder:
        made = Made(yanzhen, pathlib.Path(folder).resolve())
        return getattr(made, name)()


def main():
    parser = argparse.ArgumentParser(description="Runs `yanzhen check` on everything that is wrong.")
    parser.add_argument("--yanzhen", required=True, help="the program to test")
    parser.add_argument("--renew", action="store_true", help="write expected.txt anew")
    parser.add_argument("names", nargs="*", help="only these faults")
    options = parser.parse_args()
    yanzhen = str(pathlib.Path(options.yanzhen).resolve())

    before = files_now()
    wrong = {}
    faults = {path.parent.name: path.parent for path in sorted([*HERE.glob("*/scenario.toml"), *HERE.glob("*/sweep.toml")])}
    names = options.names or [*faults, *([] if options.renew else made_faults())]
    for name in names:
        try:
            complaint = run_folder(yanzhen, faults[name], options.renew) if name in faults else run_made(yanzhen, name)
        except subprocess.TimeoutExpired:
            complaint = f"no answer within {LONGEST} seconds"
        if complaint.startswith("skipped"):
            print(f"{name}: {complaint}")
        elif complaint:
            wrong[name] = complaint
            print(f"{name}: WRONG\n{complaint}\n")
    changed = [str(path) for path, state in files_now().items() if path not in before or before[path] != state]
    if changed and not options.renew:
        print("written, though nothing should be:", *changed, sep="\n  ")
    print(f"{len(names)} faults, {len(wrong)} wrong: {', '.join(wrong) or 'none'}")
    return 1 if wrong or (changed and not options.renew) else 0


if __name__ == "__main__":
    sys.exit(main())
