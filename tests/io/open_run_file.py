"""Opens run files as a user would, with h5py, xarray, h5dump and (where installed) ncdump, and checks every number against
the toy model's recurrence, computed anew here. Usage: open_run_file.py WRITE_TOY_RUNS
Exits with 77, which ctest shows as skipped, where a Python module is missing."""

import datetime
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import h5py
    import numpy as np
    import xarray
    import h5netcdf  # noqa: F401, used by xarray
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)

CITIES, INDUSTRIES, AGENTS = 4, 3, 50


def toy(records):
    """What the toy model must have recorded: arrays by name, and the agents at the end. See toy_model.hpp."""
    firms = np.array([[100 * c + 10 * i for i in range(INDUSTRIES)] for c in range(CITIES)])
    output = np.arange(CITIES, dtype=float)
    home = np.arange(AGENTS) % CITIES
    moved = np.zeros((CITIES, CITIES), dtype=int)
    rows = {name: [] for name in ("firms", "output", "moves", "capital_moved", "all_firms", "mean_output")}
    add = np.array([[3 * c + i + 1 for i in range(INDUSTRIES)] for c in range(CITIES)])
    for record in range(records):
        rows["firms"].append(firms.copy())
        rows["output"].append(output.copy())
        rows["moves"].append(moved.copy())
        rows["capital_moved"].append(moved[:, :, None] * (np.arange(INDUSTRIES) + 0.25))
        rows["all_firms"].append(firms.sum())
        rows["mean_output"].append(output.sum() / CITIES)
        if record == records - 1:
            break
        moved[:] = 0
        firms = (5 * firms + add) % 10007
        output = output / 2 + firms[:, 0] / 8
        for k in range(AGENTS):
            if (k + record) % 3 == 0:
                to = (home[k] + k + record) % CITIES
                moved[home[k], to] += 1
                home[k] = to
    return {name: np.array(row) for name, row in rows.items()}, home


def months_after_start(count):
    return [np.datetime64(datetime.date(2010 + m // 12, 1 + m % 12, 15), "ns") for m in range(count)]


def check_root(path, records, complete):
    expected, home = toy(records)
    with xarray.open_dataset(path, engine="h5netcdf") as run:
        assert run.sizes == {"time": records, "city": 4, "industry": 3, "origin": 4}, run.sizes
        assert list(run["city"].values) == ["Shanghai", "Jiaxing", "Nanjing", "Hefei"]
        assert list(run["city_zh"].values) == ["上海", "嘉兴", "南京", "合肥"]
        assert list(run["industry"].values) == ["纺织", "electronics 电子", "生物医药"]
        assert set(run.coords) == {"time", "step", "city", "city_zh", "industry", "origin"}, run.coords
        assert set(run.data_vars) == {"firms", "output", "all_firms", "mean_output"}, run.data_vars
        assert list(run["time"].values) == months_after_start(records)
        assert list(run["step"].values) == list(range(records))
        for name in run.data_vars:
            assert np.array_equal(run[name].values, expected[name]), name
        assert run["firms"].dims == ("time", "city", "industry") and run["firms"].dtype == np.int64
        assert run["output"].dtype == np.float64
        assert run["output"].attrs == {"units": "CNY/year", "long_name": "output of each city 产值"}, run["output"].attrs
        assert run.attrs["title"] == "玩具 toy" and run.attrs["Conventions"] == "CF-1.8"
        assert run.attrs["seed"] == 2**64 - 1 and run.attrs["complete"] == complete
        assert (run.attrs["checksum"] != 0) == (complete or "interrupted" in str(path))
        assert run.attrs["scenario"].startswith('title = "玩具 toy"\n')
        assert run.attrs["question"] == "Does what was recorded come back?"
    return expected, home


def check_groups(path, records, complete, expected, home):
    with xarray.open_dataset(path, engine="h5netcdf", group="flows") as flows:
        assert flows["moves"].dims == ("time", "origin", "city")
        assert flows["capital_moved"].dims == ("time", "origin", "city", "industry")
        for name in flows.data_vars:
            assert np.array_equal(flows[name].values, expected[name]), name
    with xarray.open_dataset(path, engine="h5netcdf", group="agents/talent") as talent:
        assert talent.sizes == {"agent": AGENTS if complete else 0}, talent.sizes
        if complete:
            assert np.array_equal(talent["city"].values, home)
            assert np.array_equal(talent["skill"].values, np.arange(AGENTS) / 4)


def check_h5py(path, records, expected):
    with h5py.File(path, "r") as run:
        assert list(run["city_zh"].asstr()) == ["上海", "嘉兴", "南京", "合肥"]
        assert np.array_equal(run["flows/capital_moved"][()], expected["capital_moved"])
        assert [axis[0].name for axis in run["flows/moves"].dims] == ["/time", "/origin", "/city"]
        assert run["firms"].compression == "gzip" and run["firms"].shuffle


def check_tool(*command):
    if shutil.which(command[0]) is None:
        print(f"SKIPPED: {command[0]} is not installed")
        return
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and "firms" in done.stdout, (command, done.stderr)


def check_killed(path, records):
    expected, _ = toy(records)
    try:
        h5py.File(path, "r").close()
        raise AssertionError("a killed file opened as if nothing had happened: is the test still testing?")
    except OSError:
        pass
    with h5py.File(path, "r", swmr=True) as run:
        assert np.array_equal(run["firms"][:records], expected["firms"])


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        subprocess.run([sys.argv[1], folder], check=True)
        for name, records, complete in (("finished", 151, 1), ("interrupted", 101, 0), ("recovered", 91, 0)):
            path = folder / f"{name}.h5"
            expected, home = check_root(path, records, complete)
            check_groups(path, records, complete, expected, home)
            check_h5py(path, records, expected)
            check_tool("h5dump", "-H", str(path))
            check_tool("ncdump", "-h", str(path))
            print(f"{name}: {records} records as the model says")
        check_killed(folder / "killed.h5", 91)
        print("killed: every flushed record read along (SWMR)")


main()
