"""What the tests of the command line share: calling yanzhen, a folder of one's own, a slow run, comparing run files."""
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unittest

try:  # not in the standard library; without it run files are compared by checksum
    import h5py
    import numpy
except ImportError:
    h5py = None

YANZHEN = os.environ["YANZHEN"]
SOURCE = pathlib.Path(os.environ["YANZHEN_SOURCE"])
TINY = str(SOURCE / "scenarios" / "tiny" / "tiny.toml")
DELTA = str(SOURCE / "scenarios" / "yangtze-delta" / "baseline.toml")

# Tiny made long: 1200 steps of a month, recorded each quarter, so that there is time to interrupt it.
LONG = [TINY, "--set", "time.step=month", "--set", "time.end=2100-01", "--set", "record.every=quarter"]

LONGEST = 300  # seconds that a single call may take, under sanitizers on a busy machine


class CommandTest(unittest.TestCase):
    """Every test works in an empty folder of its own, which is removed afterwards."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="yanzhen-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name).resolve()

    def call(self, *words, expect=0, **options):
        """Runs yanzhen to its end. Returns what subprocess.run gives, with text of stdout and stderr."""
        done = subprocess.run([YANZHEN, *map(str, words)], cwd=self.folder, capture_output=True, text=True,
                              timeout=LONGEST, stdin=subprocess.DEVNULL, **options)
        self.assertEqual(done.returncode, expect, f"{words}\nstdout: {done.stdout[-3000:]}\nstderr: {done.stderr[-3000:]}")
        return done

    def start(self, *words, **options):
        """Starts yanzhen and comes back at once. It is killed when the test is over."""
        process = subprocess.Popen([YANZHEN, *map(str, words)], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        self.addCleanup(finish, process)
        return process

    def run_long(self, *words, **options):
        """The long run to its end, as the summary's JSON."""
        return json.loads(self.call("run", *LONG, "--json", *words, **options).stdout)

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def wait_for(self, condition, what):
        end = time.monotonic() + LONGEST
        while not condition():
            self.assertLess(time.monotonic(), end, f"waited in vain for {what}")
            time.sleep(0.01)

    def assert_same_run(self, one, other):
        """Every array of both run files holds the same bytes."""
        one, other = self.folder / one, self.folder / other
        if h5py is None:
            self.skipTest("no h5py; checksums were compared before")
        arrays_of_one, arrays_of_other = arrays(one), arrays(other)
        self.assertEqual(list(arrays_of_one), list(arrays_of_other))
        self.assertGreater(len(arrays_of_one), 3)
        for name, content in arrays_of_one.items():
            self.assertEqual(content, arrays_of_other[name], f"{name} differs")


def arrays(path):
    """Shape, type and bytes of every array in a run file, by path."""
    found = {}
    with h5py.File(path, "r") as file:
        def visit(name, item):
            if not isinstance(item, h5py.Dataset):
                return
            values = item[...]
            content = values.tolist() if values.dtype == object else numpy.ascontiguousarray(values).tobytes()
            found[name] = (item.shape, str(item.dtype), content)
        file.visititems(visit)
        found["checksum"] = int(file.attrs["checksum"]) if "checksum" in file.attrs else None
    return found


def finish(process):
    if process.poll() is None:
        process.kill()
    process.communicate()


class Terminal:
    """A program on a terminal of `columns` columns; what it writes to stdout and stderr is in `text`."""

    def __init__(self, words, folder, columns=100):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))

        def own_terminal():  # so that Ctrl-C on it reaches the program
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen([YANZHEN, *words], cwd=folder, stdin=slave, stdout=slave, stderr=slave,
                                        preexec_fn=own_terminal)
        os.close(slave)
        self.text = ""
        self._bytes = b""

    def read_until(self, pattern=None):
        """Reads until `pattern` was written, or to the end of the program. Returns whether the pattern came."""
        end = time.monotonic() + LONGEST
        while pattern is None or not re.search(pattern, self.text):
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {pattern}; there was {self.text[-2000:]!r}")
            if not select.select([self.master], [], [], 1)[0]:
                continue
            try:
                more = os.read(self.master, 65536)
            except OSError:  # Linux says so when the program has closed its side
                more = b""
            if not more:
                return False
            self._bytes += more
            self.text = self._bytes.decode(errors="replace")
        return True

    def press_ctrl_c(self):
        os.write(self.master, b"\x03")

    def wait(self):
        self.read_until()
        code = self.process.wait(timeout=LONGEST)
        os.close(self.master)
        return code

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
