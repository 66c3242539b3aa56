"""What the tests of sweeps share: sweep files that are quick, the records of a folder, the collected file as arrays."""
import contextlib
import json
import mmap
import pathlib
import shutil
import subprocess

from support import CommandTest, LONGEST, TINY, YANZHEN, h5py

# Tiny made smaller still: a year, some thousand agents.
QUICK = {"time.end": "2001-01", "scale.people_per_agent": 1000, "firms.least_agents": 500, "capital.least_agents": 500}

# So many agents and steps that nobody waits for the end: a century of days with a million agents.
ENDLESS = {"time.end": "2100-01", "time.step": "day", "capital.unit_value": 0.001, "capital.least_agents": 1000000}

BORDERS = [0, 0.06]
TAXES = [0.05, 0.125, 0.2]  # three steps from 0.05 to 0.2

# 2 x 3 points.
GRID = """
[design]
kind = "grid"

[factor.border]
path = "goods.border.province"
values = [0, 0.06]
meaning = "what a border between provinces costs"
unit = "log-cost"

[factor.tax]
path = "government.tax.profit"
from = 0.05
to = 0.2
steps = 3
"""

# One factor, `runs` values of it.
LINE = """
[design]
kind = "grid"

[factor.tax]
path = "government.tax.profit"
from = 0.05
to = 0.2
steps = {}
"""


def table(name, entries):
    """A table of TOML; keys may hold dots."""
    return f"[{name}]\n" + "".join(f'"{key}" = {json.dumps(value, ensure_ascii=False)}\n' for key, value in entries.items())


def sweep_text(design=GRID, settings=QUICK, replicates=2, head="", scenario=TINY, title="Borders and taxes"):
    """A sweep file. `head` is TOML that stands before the first table."""
    return (f'title = "{title}"\nquestion = "Do borders bite?"\nscenario = "{scenario}"\nmaster_seed = 7\n'
            f"replicates = {replicates}\n{head}\n{table('set', settings)}{design}")


def sanitized():
    """Whether yanzhen was built with a sanitizer, whose shadow counts as memory."""
    with open(YANZHEN, "rb") as program, mmap.mmap(program.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(name) >= 0 for name in (b"__asan_init", b"__tsan_init"))


class SweepTest(CommandTest):
    def write(self, text, name="sweep.toml"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    def sweep(self, *words, expect=0):
        """A sweep to its end, as the summary's JSON."""
        return json.loads(self.call("sweep", *words, "--json", expect=expect).stdout)

    def call_any(self, *words):
        """Runs yanzhen to its end, whatever it says."""
        return subprocess.run([YANZHEN, *map(str, words)], cwd=self.folder, capture_output=True, text=True, timeout=LONGEST,
                              stdin=subprocess.DEVNULL)

    def records(self, folder="x.sweep"):
        """Every record by its key, with what changes when it is written again."""
        found = {}
        for path in (self.folder / folder / "results").rglob("*.run"):
            state = path.stat()
            self.assertNotIn(path.stem, found, "two records of one run")
            self.assertEqual(path.parent.name, path.stem[:2])
            found[path.stem] = (state.st_ino, state.st_mtime_ns)
        return found

    def record(self, key, folder="x.sweep"):
        return self.folder / folder / "results" / key[:2] / f"{key}.run"

    def tree(self):
        """Every file and folder with its size and time of change."""
        return sorted((str(path.relative_to(self.folder)), path.stat().st_size, path.stat().st_mtime_ns)
                      for path in self.folder.rglob("*"))

    @contextlib.contextmanager
    def changing_nothing(self):
        before = self.tree()
        yield
        self.assertEqual(self.tree(), before)

    @contextlib.contextmanager
    def working_in(self, name):
        before = self.folder
        self.folder = before / name
        self.folder.mkdir(parents=True, exist_ok=True)
        yield
        self.folder = before

    def copy_tiny(self, name="land"):
        shutil.copytree(pathlib.Path(TINY).parent, self.folder / name)

    def assert_same_bytes(self, one, other):
        one, other = self.folder / one, self.folder / other
        if one.read_bytes() == other.read_bytes():
            return
        if h5py is not None:
            self.assertEqual(Collected(one).everything(), Collected(other).everything())
        self.fail(f"the bytes of {one.name} and {other.name} differ")

    def collected(self, name="x.h5"):
        if h5py is None:
            self.skipTest("no h5py")
        return Collected(self.folder / name)


class Collected:
    """What io/SWEEP-RESULT.md says of a collected file, as arrays by run."""

    def __init__(self, path):
        with h5py.File(path, "r") as file:
            self._attributes = dict(file.attrs)
            self._arrays = {name: item[()] for name, item in file.items() if isinstance(item, h5py.Dataset)}
        self.point, self.replicate, self.seed = (self._arrays[name] for name in ("point", "replicate", "seed"))
        self.status, self.checksum = self._arrays["status"], self._arrays["checksum"]
        reasons = self.words("reason")
        self.reason = [reasons[number] for number in self._arrays["reason_number"]]
        self.values = self._arrays["factor_value"]  # run x factor
        self.factors, self.factor_units, self.factor_meanings = map(self.words, ("factor", "factor_unit", "factor_meaning"))
        self.indices, self.index_units = map(self.words, ("index", "index_unit"))
        self.last, self.series = self._arrays["index_value"], self._arrays["index_series"]  # run x (time x) index
        self.dates = self.words("date")

    def words(self, name):
        return [text_of(word) for word in self._arrays[name]]

    def text(self, name):
        return text_of(self._attributes[name])

    def panel(self, name):
        """run x time x its dimensions"""
        return self._arrays[name]

    def levels(self, factor):
        """Names of a factor's levels, whose positions are its values."""
        for line in self.text("factor_levels").splitlines():
            name, *levels = line.split("\t")
            if name == factor:
                return levels
        return []

    def arrays(self):
        """Type and bytes of every array, by name."""
        return {name: (str(values.dtype), values.shape, values.tolist() if values.dtype == object else values.tobytes())
                for name, values in self._arrays.items()}

    def everything(self):
        return {**self.arrays(), **{f"attribute {name}": str(value) for name, value in self._attributes.items()}}


def text_of(value):
    return value.decode() if isinstance(value, bytes) else str(value)
