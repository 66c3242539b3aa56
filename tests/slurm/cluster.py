"""A Slurm of one node for tests, and what can befall it."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("loopback_slurm.sh")
PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"]
PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"
LONGEST = 120  # seconds that a single call may take


def require_slurm():
    """Skips the tests, and says why, where they cannot run."""
    missing = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
    reason = f"no {', '.join(missing)} here (packages slurm-wlm and munge)" if missing else ""
    if not missing and os.geteuid() != 0:
        reason = "only root can start a Slurm"
    if reason:
        print(f"tests on Slurm are skipped: {reason}", flush=True)  # CTest looks for these words
        raise unittest.SkipTest(reason)


class Cluster:
    """Up while it lives; `environment` is what programs need to find it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="slurm-")
        self.environment = {**os.environ, "PATH": PATH, "SLURM_CONF": f"{self.folder}/slurm.conf"}
        try:
            self._script("start", str(os.getpid()))
        except subprocess.CalledProcessError:
            self._print_logs()
            self.close()
            raise

    def close(self):
        self._script("stop")
        shutil.rmtree(self.folder)

    def kill(self, daemon):
        self._script("kill", daemon)

    def revive(self, daemon):
        self._script("revive", daemon)

    def tasks(self):
        """States of the tasks in the queue."""
        return self._call("squeue", "--noheader", "--array", "--format=%T").split()

    def cancel_all(self):
        self._call("scancel", "--user=root")

    def _call(self, *words):
        return subprocess.run(words, env=self.environment, check=True, capture_output=True, text=True,
                              timeout=LONGEST).stdout

    def _script(self, command, *words):
        # No pipes: daemons would hold them open.
        subprocess.run([SCRIPT, command, self.folder, *words], env=self.environment, check=True, timeout=LONGEST,
                       stdin=subprocess.DEVNULL)

    def _print_logs(self):
        for log in sorted(pathlib.Path(self.folder, "log").glob("*.log")):
            print(f"== {log}\n{log.read_text()[-3000:]}", flush=True)
